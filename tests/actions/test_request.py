"""A report is asked for: who may, what it becomes, how it is urged, moved and called off, and who must see nothing."""

from datetime import datetime, time, timedelta

import pytest
from sqlmodel import select

from dondoc.actions import dispatch, extend, request
from dondoc.actions.draft import draft_due
from dondoc.actions.foresee import foresee
from dondoc.actions.plan import open_due
from dondoc.actions.remind import remind_due
from dondoc.actions.review import accept
from dondoc.actions.sign import approve, send_up
from dondoc.actions.undo import undo
from dondoc.model import (
    Agency,
    Assignment,
    Dispatch,
    IssuedNumber,
    Letter,
    LetterKind,
    Paper,
    Period,
    PeriodKind,
    Plan,
    ReportRequest,
    ReportVersion,
    Unit,
    day_time,
    same,
)
from dondoc.rules.refusal import Refused
from dondoc.rules.request import Question
from dondoc.rules.worked_back import Levels
from dondoc.store import reports
from dondoc.store.rounds import round_facts
from dondoc.store.superior import waiting_part
from dondoc.store.transaction import Actor, bookkeeping, reading
from tests.actions.asking import MONDAY, answers, ask, begin, unit_id
from tests.actions.rows import chain_is_whole, counts
from tests.cast import Cast, assignment_of, at, submit

DAY = "2024-03-18"


def urged(cast: Cast) -> list[tuple[str, str]]:
    """To whom reminders of the request were written, each with the minute from which it may go."""
    with reading(cast.office.engine) as session:
        chosen = select(Letter).where(Letter.kind == LetterKind.REMINDER, Letter.subject.like("%tồn đọng%"))  # type: ignore[attr-defined]
        local = at(f"{DAY} 00:00").tzinfo
        return [
            (each.to_address.split("@")[0], f"{each.not_before.astimezone(local):%H:%M}")
            for each in session.exec(chosen.order_by(Letter.not_before, Letter.to_address))  # type: ignore[arg-type]
        ]


def units_asked(cast: Cast, period: Period) -> set[str]:
    with reading(cast.office.engine) as session:
        chosen = select(Unit.code).join(Assignment, Assignment.unit_id == Unit.id)  # type: ignore[arg-type]
        return set(session.exec(chosen.where(Assignment.period_id == period.key)))


def test_a_request_is_a_plan_of_one_obligation_whose_round_is_open_at_once(cast: Cast) -> None:
    row, period = ask(cast)
    assert (period.kind, period.due, period.send) == (PeriodKind.AD_HOC, period.due_on, period.send_on)
    assert [str(each) for each in (period.due_time, period.compile_time, period.sign_time, period.send_time)] == [
        "13:30:00", "14:45:00", "15:30:00", "16:00:00",
    ]  # fmt: skip
    # The lead unit compiles; it was not asked itself.
    assert units_asked(cast, period) == {"qlkh", "vp"}
    with reading(cast.office.engine) as session:
        plan = session.get_one(Plan, session.get_one(ReportRequest, row.key).plan_id)
        assert plan.basis == "Công văn số 512/UBND-NC ngày 18/03/2024 của UBND tỉnh"
        assert (plan.signer_name, plan.archive) == ("Trần Ngọc Lân", "VT, TTra")
    assert open_due(cast.office, at(f"{DAY} 09:01")) == 1  # the seed plan's own first round, nothing more
    assert chain_is_whole(cast)


def test_it_is_urged_by_the_hour_beside_the_reminders_of_the_day(cast: Cast) -> None:
    open_due(cast.office, at("2024-03-04 07:30"))
    remind_due(cast.office, at(f"{DAY} 07:30"))  # the day's own: the seed plan is due today
    ask(cast)
    for minute in ("09:00", "09:01", "11:30", "13:35", "13:36", "14:30", "14:31", "16:00"):
        remind_due(cast.office, at(f"{DAY} {minute}"))
    assert [each for each in urged(cast) if each[0].endswith("qlkh") or each[0].startswith("pho")] == [
        ("chuyen-vien-qlkh", "09:00"),
        ("truong-qlkh", "09:00"),
        ("chuyen-vien-qlkh", "11:30"),
        ("chuyen-vien-qlkh", "13:35"),
        ("truong-qlkh", "13:35"),
        ("pho-giam-doc-1", "14:30"),
        ("pho-giam-doc-2", "14:30"),
    ]


def test_nothing_is_said_any_more_once_a_unit_has_answered(cast: Cast) -> None:
    _, period = ask(cast)
    remind_due(cast.office, MONDAY)
    for unit in ("qlkh", "vp"):
        submit(cast, period, unit, at(f"{DAY} 10:00"))
    for minute in ("11:30", "13:35", "14:31"):
        remind_due(cast.office, at(f"{DAY} {minute}"))
    assert {when for _, when in urged(cast)} == {"09:00"}


@pytest.mark.parametrize(("urgency", "goes"), [("urgent", "07:30"), ("very_urgent", "20:00"), ("most_urgent", "20:00")])
def test_only_the_most_urgent_goes_outside_office_hours(cast: Cast, urgency: str, goes: str) -> None:
    evening = at(f"{DAY} 20:00")
    levels = {
        name: at(f"2024-03-19 {clock}").isoformat()
        for name, clock in (("due", "10:00"), ("compile", "11:00"), ("sign", "13:00"), ("send", "14:00"))
    }
    ask(cast, now=evening, urgency=urgency, **levels)
    remind_due(cast.office, evening)
    assert {when for _, when in urged(cast)} == {goes}


def test_from_the_request_to_the_dispatched_paper_within_a_morning_and_an_afternoon(cast: Cast) -> None:
    _, period = ask(cast, units=[unit_id(cast, "qlkh"), unit_id(cast, "vp")])
    first = submit(cast, period, "qlkh", at(f"{DAY} 10:30"))
    accept(cast.office, cast.lead_officer, first.key, at(f"{DAY} 10:40"))
    submit(cast, period, "vp", at(f"{DAY} 13:29"))
    assert draft_due(cast.office, at(f"{DAY} 13:28")) == 0
    assert draft_due(cast.office, at(f"{DAY} 13:29")) == 1  # all are in
    with reading(cast.office.engine) as session:
        version = session.exec(select(ReportVersion)).one()
        model = reports.model_of(version)
    assert (model.subject, model.period_name, model.urgency) == ("tình hình xử lý hồ sơ tồn đọng", "", "KHẨN")
    assert model.opening[0].text.startswith("Thực hiện Công văn số 512/UBND-NC ngày 18/03/2024 của UBND tỉnh, Sở")
    assert [(row.unit, row.late, row.note) for row in model.units] == [
        ("Văn phòng Sở", False, "hạn 13 giờ 30; nộp 13 giờ 29"),
        ("Phòng Quản lý Khoa học", False, "hạn 13 giờ 30; nộp 10 giờ 30"),
    ]
    send_up(cast.office, cast.lead_officer, version.report_id, at(f"{DAY} 14:30"))
    approve(cast.office, cast.lead_head, version.report_id, version.key, at(f"{DAY} 14:50"))
    approve(cast.office, cast.director, version.report_id, version.key, at(f"{DAY} 15:20"))
    dispatch.number(cast.office, cast.clerk, version.report_id, at(DAY).date(), at(f"{DAY} 15:30"))
    dispatch.dispatch(cast.office, cast.clerk, version.report_id, {}, at(f"{DAY} 15:40"))
    with reading(cast.office.engine) as session:
        assert session.exec(select(IssuedNumber)).one().symbol == "01/BC-SKHCN"
        assert len(session.exec(select(Paper).where(Paper.kind != "draft")).all()) == 2
        assert session.exec(select(Dispatch)).one().letter_id is not None
    assert chain_is_whole(cast)


def test_a_minute_after_the_deadline_is_late(cast: Cast) -> None:
    _, period = ask(cast)
    submit(cast, period, "qlkh", at(f"{DAY} 13:31"))
    draft_due(cast.office, at(f"{DAY} 13:35"))
    with reading(cast.office.engine) as session:
        model = reports.model_of(session.exec(select(ReportVersion)).one())
    assert {row.unit: row.late for row in model.units}["Phòng Quản lý Khoa học"]


def test_at_any_hour_all_letters_of_the_most_urgent_go_at_once(sqlite_cast: Cast) -> None:
    evening = at(f"{DAY} 20:00")
    levels = {
        name: at(f"{DAY} {clock}").isoformat()
        for name, clock in (("due", "21:00"), ("compile", "21:30"), ("sign", "22:00"), ("send", "23:00"))
    }
    row, period = ask(sqlite_cast, now=evening, urgency="most_urgent", **levels)
    remind_due(sqlite_cast.office, evening)
    later_ = Levels(at(f"{DAY} 21:15"), at(f"{DAY} 21:30"), at(f"{DAY} 22:00"), at(f"{DAY} 23:00"))
    request.move(sqlite_cast.office, sqlite_cast.director, row.key, later_, "chờ số liệu", at(f"{DAY} 20:30"))
    submit(sqlite_cast, period, "vp", at(f"{DAY} 20:45"))
    for minute in ("21:20", "22:15"):
        remind_due(sqlite_cast.office, at(f"{DAY} {minute}"))
    assert draft_due(sqlite_cast.office, at(f"{DAY} 21:15")) == 1
    with reading(sqlite_cast.office.engine) as session:
        found = session.exec(select(Letter).where(Letter.kind != LetterKind.RECEIPT)).all()
    kinds = {each.kind for each in found}
    assert kinds == {LetterKind.REMINDER, LetterKind.CHANGED, LetterKind.DRAFTED}
    assert all(each.not_before == each.created_at for each in found)
    assert [each.to_address.split("@")[0] for each in found if each.created_at == at(f"{DAY} 22:15")] == [
        "pho-giam-doc-2"
    ]


def test_more_time_for_one_unit_has_its_hour_too(sqlite_cast: Cast) -> None:
    cast = sqlite_cast
    _, period = ask(cast)
    part, now = assignment_of(cast, period), at(f"{DAY} 11:00")
    noon, three = (day_time(at(DAY).date(), time(hour)) for hour in (13, 15))
    with pytest.raises(Refused, match="not_later"):
        extend.ask(cast.office, cast.officer, part.key, noon, "chờ số liệu", now)
    with pytest.raises(Refused, match="after_sending"):
        extend.ask(cast.office, cast.officer, part.key, day_time(at(DAY).date(), time(17)), "chờ số liệu", now)
    asked_ = extend.ask(cast.office, cast.officer, part.key, three, "chờ số liệu", now)
    extend.decide(cast.office, cast.lead_officer, asked_.key, three, "", now)
    after = assignment_of(cast, period)
    assert same(after.deadline, three) and "15 giờ 00, thứ Hai, 18/03/2024" in after.extended_why
    sent = submit(cast, period, "qlkh", at(f"{DAY} 14:59"))
    draft_due(cast.office, at(f"{DAY} 15:00"))
    with reading(cast.office.engine) as session:
        model = reports.model_of(session.exec(select(ReportVersion)).one())
        told = session.exec(select(Letter).where(Letter.kind == LetterKind.EXTENSION_DECIDED)).one()
    assert sent.submitted_at and not model.units[1].late and "15 giờ 00" in told.text


def moved(clock: str = "14:30") -> Levels:
    return Levels(at(f"{DAY} {clock}"), at(f"{DAY} 15:30"), at(f"{DAY} 16:00"), at(f"{DAY} 16:45"))


def test_other_deadlines_are_told_to_who_was_asked_and_can_be_undone(cast: Cast) -> None:
    row, period = ask(cast)
    remind_due(cast.office, MONDAY)
    change = request.move(cast.office, cast.lead_head, row.key, moved(), "UBND tỉnh lùi hạn", at(f"{DAY} 10:00"))
    assert set(change.after) == {"due_time", "compile_time", "sign_time", "send_time"}
    with reading(cast.office.engine) as session:
        assert str(session.get_one(Period, period.key).draft_at.astimezone(MONDAY.tzinfo).time()) == "14:30:00"  # type: ignore[union-attr]
        told = session.exec(select(Letter).where(Letter.kind == LetterKind.CHANGED)).all()
    assert len(told) == 2 and all("14 giờ 30" in each.text and "13 giờ 30" in each.text for each in told)
    undo(cast.office, cast.administrator, change.key, "nhầm", at(f"{DAY} 10:05"))
    assert str(assignment_of(cast, period).due_time) == "13:30:00"


def test_called_off_nobody_owes_anything_and_who_was_asked_hears_of_it(cast: Cast) -> None:
    row, period = ask(cast)
    remind_due(cast.office, MONDAY)
    request.cancel(cast.office, cast.director, row.key, "Văn bản đã thu hồi", at(f"{DAY} 10:00"))
    with reading(cast.office.engine) as session:
        assert session.get_one(Period, period.key).cancelled_at is not None
        assert len(session.exec(select(Letter).where(Letter.kind == LetterKind.CHANGED)).all()) == 2
    assert remind_due(cast.office, at(f"{DAY} 14:00")) == 0 == draft_due(cast.office, at(f"{DAY} 14:00"))


@pytest.mark.parametrize("who", ["officer", "head", "clerk", "outsider"])
def test_others_ask_for_nothing_and_change_nothing(cast: Cast, who: str) -> None:
    actor: Actor = getattr(cast, who)
    draft, (sent, _) = begin(cast), ask(cast)
    before = counts(cast)
    acts = (
        lambda: request.begin(cast.office, actor, MONDAY),
        lambda: request.answer(cast.office, actor, draft.key, Question.WHAT, answers(cast), MONDAY),
        lambda: request.discard(cast.office, actor, draft.key, MONDAY),
        lambda: request.send(cast.office, actor, draft.key, MONDAY),
        lambda: request.move(cast.office, actor, sent.key, moved(), "lý do", MONDAY),
        lambda: request.cancel(cast.office, actor, sent.key, "lý do", MONDAY),
    )
    # The outsider leads an agency, and may ask for reports there.
    for act in acts[1:] if who == "outsider" else acts:
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.key in {"not_allowed", "not_found"}
    assert counts(cast) == before


def test_a_lead_unit_asks_only_for_itself(cast: Cast) -> None:
    _, period = ask(cast, who=cast.lead_officer)
    assert period.kind is PeriodKind.AD_HOC
    with pytest.raises(Refused, match="not_allowed"):
        begin(cast, who=cast.lead_officer, lead=unit_id(cast, "qlkh"))


def test_a_request_that_lay_too_long_is_not_sent(cast: Cast) -> None:
    row, before = begin(cast), counts(cast)
    for when, key in ((f"{DAY} 13:30", "due_passed"), (f"{DAY} 16:00", "send_passed")):
        with pytest.raises(Refused, match=key):
            request.send(cast.office, cast.director, row.key, at(when))
    assert counts(cast) == before
    request.send(cast.office, cast.director, row.key, MONDAY)
    with pytest.raises(Refused, match="request_sent"):
        request.send(cast.office, cast.director, row.key, MONDAY)


def test_what_the_preview_tells_is_what_is_then_written(cast: Cast) -> None:
    row = begin(cast)
    seen = foresee(cast.office, cast.agency_id, lambda copy: request.send(copy, cast.director, row.key, MONDAY), MONDAY)
    told = {(each.shown.name, each.shown.subject) for each in seen.letters if "tồn đọng" in each.shown.subject}
    assert [(str(each.shown.due_on), str(each.shown.due_on.at)) for each in seen.dates] == [(DAY, "13:30:00")]  # type: ignore[attr-defined]
    request.send(cast.office, cast.director, row.key, MONDAY)
    # The day itself in steps of five minutes; then, as nobody sends the draft up, the mornings of its own ladder.
    of_the_day = [MONDAY + timedelta(minutes=5 * step) for step in range(12 * 8)]
    for now in (*of_the_day, *(at(f"2024-03-{day} 07:30") for day in range(19, 30))):
        for act in (open_due, remind_due, draft_due):
            act(cast.office, now)
    with reading(cast.office.engine) as session:
        written = {(e.to_name, e.subject) for e in session.exec(select(Letter)) if "tồn đọng" in e.subject}
    assert written == told


def test_data_may_close_on_the_very_day_or_later_as_the_document_says(cast: Cast) -> None:
    _, period = ask(cast, data_to="2024-03-31")
    assert isinstance(period.opened_at, datetime) and str(period.data_to) == "2024-03-31"


@pytest.mark.parametrize(
    ("kind", "subject", "opening"),
    [
        ("ad_hoc", "tình hình xử lý hồ sơ tồn đọng", "báo cáo tình hình xử lý hồ sơ tồn đọng như sau:"),
        (
            "thematic",
            "chuyên đề tình hình xử lý hồ sơ tồn đọng",
            "báo cáo chuyên đề tình hình xử lý hồ sơ tồn đọng như sau:",
        ),
    ],
)
def test_title_and_outline_follow_the_kind_and_name_no_period(
    sqlite_cast: Cast, kind: str, subject: str, opening: str
) -> None:
    _, period = ask(sqlite_cast, kind=kind)
    draft_due(sqlite_cast.office, at(f"{DAY} 13:30"))
    with reading(sqlite_cast.office.engine) as session:
        model = reports.model_of(session.exec(select(ReportVersion)).one())
    assert period.kind.value == model.kind.value == kind
    assert model.subject == subject and model.opening[0].text.endswith(opening)
    assert [part.heading for part in model.parts][2] == "NHIỆM VỤ TIẾP THEO"


def test_of_several_requests_of_the_superior_agency_the_subject_says_which_one_is_answered(sqlite_cast: Cast) -> None:
    cast = sqlite_cast
    with bookkeeping(cast.office.engine) as session:
        above = {each.code: each for each in session.exec(select(Unit).where(Unit.agency_id == cast.outside.key))}
        above["qlkh"].stands_for_id = cast.agency_id
        units = {"lead": above["ttra"].key, "units": [above["qlkh"].key], "signer": cast.outsider.person_id}
    _, own = ask(cast)
    for subject, meant in (
        ("việc khác", True),  # the only one that is open
        ("Tình hình xử lý hồ sơ tồn đọng", True),
    ):
        _, asked_ = ask(cast, who=cast.outsider, subject=subject, **units)
        with reading(cast.office.engine) as session:
            facts = round_facts(session, own.key, cast.agency_id)
            assert facts is not None
            parent = session.get_one(Agency, cast.outside.key)
            part = waiting_part(session, parent, cast.agency_id, facts)
            assert (part is not None and part.period_id == asked_.key) is meant
    _, third = ask(cast, subject="một việc thứ ba")
    with reading(cast.office.engine) as session:
        facts = round_facts(session, third.key, cast.agency_id)
        assert facts and waiting_part(session, session.get_one(Agency, cast.outside.key), cast.agency_id, facts) is None
