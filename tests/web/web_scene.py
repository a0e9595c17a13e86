"""A year in progress, made by the real actions: the first quarter dispatched, the half-year running. Virtual clock."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from dondoc.actions import dispatch, draft, feeds, install, plan, propose, remind, request, review, sign, submit
from dondoc.actions.office import Office
from dondoc.intake.plan_file import read_agency, read_plan
from dondoc.mail.relay import Relay
from dondoc.model import (
    Agency,
    AnswerSection,
    Assignment,
    Channel,
    Door,
    FeedReach,
    Figure,
    Letter,
    LetterKind,
    LetterState,
    Obligation,
    Period,
    Person,
    Report,
    ReportVersion,
    Role,
    RoleKind,
    Rule,
    RuleKind,
    Submission,
    Unit,
)
from dondoc.paths import data_file
from dondoc.rules.request import Question
from dondoc.rules.submit import Content
from dondoc.store.engine import migrate, open_engine
from dondoc.store.transaction import Actor, bookkeeping, reading

DOCUMENT = Path(__file__).parents[1] / "intake_document" / "like-the-seed.md"
ADDRESS = "http://127.0.0.1:8000"
SECRET = "only-for-tests-" * 3
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2024, 6, 14, 9, 30, tzinfo=ZONE).astimezone(UTC)

CAST = {
    "director": "giam-doc@mau.example",
    "deputy": "pho-giam-doc-1@mau.example",
    "clerk": "van-thu@mau.example",
    "administrator": "quan-tri@mau.example",
    "lead_head": "truong-ttra@mau.example",
    "lead_officer": "chuyen-vien-ttra@mau.example",
    "officer": "chuyen-vien-qlkh@mau.example",
    "returned_officer": "chuyen-vien-qlcn@mau.example",
    "drafting": "chuyen-vien-khtc@mau.example",
    "other_officer": "chuyen-vien-tdc@mau.example",
    "nobody": "khong-vai-tro@mau.example",
    "outsider": "nguoi-ngoai@so-khac.example",
}

_RESULTS = (
    "Phổ biến, quán triệt Nghị quyết số 27-NQ/TW ngày 09/11/2022 của Ban Chấp hành Trung ương Đảng khóa XIII và Chương "
    "trình hành động số 60-CTr/TU của Tỉnh ủy đến 100% công chức, viên chức và người lao động của đơn vị.\n"
    "- Sinh hoạt chuyên đề hằng tháng: 03 buổi, 46 lượt người tham dự.\n"
    "- Đăng 12 tin, bài trên Trang thông tin điện tử của Sở.",
    "Rà soát 14 văn bản quy phạm pháp luật thuộc lĩnh vực khoa học và công nghệ; kiến nghị sửa đổi, bổ sung 02 văn bản "
    "không còn phù hợp với Luật Sở hữu trí tuệ (sửa đổi, bổ sung năm 2022).",
    "Cử 03 công chức tham gia lớp bồi dưỡng nghiệp vụ pháp chế do Sở Tư pháp tổ chức.",
)
_DIFFICULTY = (
    "Công chức làm công tác pháp chế kiêm nhiệm nhiều việc, chưa được đào tạo chuyên sâu; kinh phí tuyên truyền "
    "còn hạn chế."
)


def local(*when: int) -> datetime:
    """An instant by the agency's clocks."""
    return datetime(*when, tzinfo=ZONE).astimezone(UTC)  # type: ignore[misc,arg-type]


def office_at(path: Path) -> Office:
    """An office on an SQLite file, with a mail server that nobody runs."""
    engine = open_engine(f"sqlite:///{path}")
    return Office(engine, ADDRESS, SECRET, Relay(host="127.0.0.1", port=9, timeout=0.2))


@dataclass
class Scene:
    """The installation and what tests look up in it."""

    office: Office

    def person(self, who: str) -> Person:
        with reading(self.office.engine) as session:
            return session.exec(select(Person).where(Person.email == CAST[who])).one()

    def actor(self, who: str) -> Actor:
        person = self.person(who)
        return Actor(person.agency_id, person.key, Door.WEB)

    def period(self, kind: str) -> Period:
        with reading(self.office.engine) as session:
            return session.exec(select(Period).where(Period.kind == kind)).one()

    def assignment(self, unit: str, kind: str = "half") -> Assignment:
        with reading(self.office.engine) as session:
            chosen = select(Assignment).join(Unit, col(Unit.id) == col(Assignment.unit_id))
            period = self.period(kind).key
            return session.exec(chosen.where(Unit.code == unit, Assignment.period_id == period)).one()

    def submission(self, unit: str, kind: str = "half") -> Submission:
        with reading(self.office.engine) as session:
            chosen = select(Submission).where(Submission.assignment_id == self.assignment(unit, kind).key)
            return session.exec(chosen.order_by(col(Submission.version).desc())).first()  # type: ignore[return-value]

    def report(self, kind: str) -> Report:
        with reading(self.office.engine) as session:
            return session.exec(select(Report).where(Report.period_id == self.period(kind).key)).one()

    def version(self, kind: str) -> ReportVersion:
        with reading(self.office.engine) as session:
            chosen = select(ReportVersion).where(ReportVersion.report_id == self.report(kind).key)
            return session.exec(chosen.order_by(col(ReportVersion.version).desc())).first()  # type: ignore[return-value]

    def rule(self) -> Rule:
        with reading(self.office.engine) as session:
            return session.exec(select(Rule).where(Rule.kind == RuleKind.ROUNDS)).one()

    def figures(self) -> list[Figure]:
        with reading(self.office.engine) as session:
            return list(session.exec(select(Figure).order_by(col(Figure.id))))

    def items(self) -> list[Obligation]:
        with reading(self.office.engine) as session:
            return list(session.exec(select(Obligation).order_by(col(Obligation.position))))

    def letter(self, kind: LetterKind) -> Letter:
        with reading(self.office.engine) as session:
            return session.exec(select(Letter).where(Letter.kind == kind)).first()  # type: ignore[return-value]

    def content(self, seed: int) -> Content:
        """A whole answer."""
        items = self.items()
        answers = {
            (item.key, AnswerSection.RESULT): text for item, text in zip(items, _RESULTS[: 1 + seed % 3], strict=False)
        }
        answers[items[-1].key, AnswerSection.DIFFICULTY] = _DIFFICULTY
        figures = {figure.key: Decimal((seed * 7 + place * 3) % 40) for place, figure in enumerate(self.figures())}
        return Content(False, answers, figures)


def build(path: Path) -> Scene:
    """The whole scene in a new database at `path`."""
    office = office_at(path)
    migrate(office.engine)
    scene = Scene(office)
    _install(office)
    _first_quarter(scene)
    _half_year(scene)
    feeds.create(office, scene.actor("officer"), FeedReach.PERSON, None, local(2024, 6, 13, 12))
    _document(scene)
    _request(scene)
    return scene


def _install(office: Office) -> None:
    at = local(2024, 1, 2, 8)
    data = read_agency(data_file("config", "agencies", "skhcn-quang-tri.toml"))
    agency = install.install_agency(office, data, at)
    file = data_file("config", "plans", "2024-cai-cach-tu-phap.toml")
    units = [unit.code for unit in data.file.unit]
    install.install_plan(office, Actor(agency.key, None, Door.COMMAND), read_plan(file, units, data.regimes), at)
    with bookkeeping(office.engine) as session:
        session.add(Person(agency_id=agency.key, name="Không Vai Trò", title="Cộng tác viên", email=CAST["nobody"]))
        _other_agency(session)


def _other_agency(session: Session) -> None:
    """Another agency, whose administrator, leader, clerk and officer in one person must see nothing of ours."""
    other = Agency(
        code="so-khac", name="Sở Khác", short_name="Sở", superior="UBND tỉnh Khác", symbol="SK", place="Nơi khác",
        email="so@so-khac.example",
    )  # fmt: skip
    session.add(other)
    session.flush()
    unit = Unit(
        agency_id=other.key, code="p1", name="Phòng Một", abbreviation="P1", valid_from=local(2003, 1, 1).date()
    )
    person = Person(agency_id=other.key, name="Người Ngoài", title="Chánh Văn phòng", email=CAST["outsider"])
    session.add_all([unit, person])
    session.flush()
    for kind in RoleKind:
        unit_id = unit.key if kind in {RoleKind.OFFICER, RoleKind.HEAD} else None
        session.add(Role(agency_id=other.key, person_id=person.key, kind=kind, unit_id=unit_id))


def _document(scene: Scene) -> None:
    """A plan document that waits for its administrator (proposal 1)."""
    with DOCUMENT.open("rb") as file:
        propose.read(scene.office, scene.actor("administrator"), file, DOCUMENT.name, None, local(2024, 6, 3, 9))


def _request(scene: Scene) -> None:
    """A report that the director has begun to ask for (request 1); nobody else sees it."""
    director, at = scene.actor("director"), local(2024, 6, 13, 15)
    row = request.begin(scene.office, director, at)
    told = {"subject": "việc mới bắt đầu soạn", "content": "", "kind": "thematic"}
    request.answer(scene.office, director, row.key, Question.WHAT, told, at)


def _first_quarter(scene: Scene) -> None:
    office = scene.office
    plan.open_due(office, local(2024, 3, 4, 7, 40))
    remind.remind_due(office, local(2024, 3, 4, 7, 45))
    remind.remind_due(office, local(2024, 3, 13, 7, 45))
    for seed, code in enumerate(("vp", "ttra", "qlkh", "khtc", "tdc", "qlcn")):
        at = local(2024, 3, 19 if code == "qlcn" else 15, 9, seed)
        content = Content(nothing_to_report=True) if code == "khtc" else scene.content(seed)
        submit.submit(office, _officer(scene, code), scene.assignment(code, "quarter").key, content, at)
    remind.remind_due(office, local(2024, 3, 19, 9, 30))
    lead = scene.actor("lead_officer")
    for code in ("vp", "ttra", "qlkh"):
        review.accept(office, lead, scene.submission(code, "quarter").key, local(2024, 3, 19, 10))
    draft.compile_now(office, lead, scene.period("quarter").key, local(2024, 3, 20, 8))
    report = scene.report("quarter").key
    sign.send_up(office, lead, report, local(2024, 3, 20, 9))
    sign.approve(office, scene.actor("lead_head"), report, scene.version("quarter").key, local(2024, 3, 20, 10))
    sign.approve(office, scene.actor("director"), report, scene.version("quarter").key, local(2024, 3, 20, 14))
    dispatch.number(office, scene.actor("clerk"), report, local(2024, 3, 21, 8).date(), local(2024, 3, 21, 8))
    dispatch.dispatch(office, scene.actor("clerk"), report, {3: Channel.PAPER}, local(2024, 3, 21, 9))
    _send_letters(office)


def _send_letters(office: Office) -> None:
    with bookkeeping(office.engine) as session:
        for letter in session.exec(select(Letter)):
            letter.attempts, letter.outcome = 1, "250 2.0.0 Ok: queued as 4C1F2A"
            if letter.kind is LetterKind.DISPATCH and letter.to_name == "Sở Tư pháp":
                letter.state, letter.begun_at = LetterState.IN_DOUBT, letter.not_before
                letter.outcome = "connection lost after the end of data"
                continue
            letter.state, letter.sent_at = LetterState.SENT, letter.not_before
            session.add(letter)


def _half_year(scene: Scene) -> None:
    office = scene.office
    plan.open_due(office, local(2024, 6, 4, 7, 40))
    remind.remind_due(office, local(2024, 6, 4, 7, 45))
    for seed, code in enumerate(("vp", "qlcn", "tdc")):
        at = local(2024, 6, 12, 9, seed)
        submit.submit(office, _officer(scene, code), scene.assignment(code).key, scene.content(seed + 1), at)
    lead = scene.actor("lead_officer")
    review.accept(office, lead, scene.submission("vp").key, local(2024, 6, 13, 9))
    reason = "Số lượt người tham dự thấp hơn báo cáo quý I.\nĐề nghị kiểm tra lại và nêu rõ số cuộc của từng tháng."
    review.give_back(office, lead, scene.submission("qlcn").key, reason, local(2024, 6, 13, 10))
    submit.save_draft(
        office, _officer(scene, "khtc"), scene.assignment("khtc").key, scene.content(2), local(2024, 6, 13, 11)
    )
    remind.remind_due(office, local(2024, 6, 13, 7, 45))
    draft.compile_now(office, lead, scene.period("half").key, local(2024, 6, 14, 8))


def _officer(scene: Scene, code: str) -> Actor:
    with reading(scene.office.engine) as session:
        chosen = select(Role).join(Unit, col(Unit.id) == col(Role.unit_id))
        role = session.exec(chosen.where(Unit.code == code, Role.kind == RoleKind.OFFICER)).first()
    assert role is not None
    return Actor(role.agency_id, role.person_id, Door.WEB)
