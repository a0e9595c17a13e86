"""A plan document through the pages: handed in, reviewed beside its source, mended, and made a plan."""

import re
from collections.abc import Callable

from fastapi.testclient import TestClient
from sqlmodel import select
from web_scene import DOCUMENT, Scene

from dondoc.intake.document.proposal import Proposal
from dondoc.model import (
    Adjustment,
    ChangeKind,
    Obligation,
    Plan,
    PlanProposal,
    ProposalState,
    Rule,
    RuleKind,
    Standing,
    UnitAlias,
)
from dondoc.store.transaction import reading

SignIn = Callable[[str], TestClient]
PAGE = "/ke-hoach/nhap/1"
OTHER = (
    "KẾ HOẠCH\nKiểm tra năm 2026\n\nI. NỘI DUNG\n\n1. Rà soát hồ sơ\n- Đơn vị thực hiện: Phòng Khoa học Quản lý.\n"
    "- Thời gian: Quý II.\n\n2. Đo kiểm\n- Đơn vị thực hiện: Phòng Khoa học Quản lý.\n- Thời gian: Quý III.\n\n"
    "3. Làm việc với ngành\n- Đơn vị thực hiện: Sở Xây dựng.\n- Thời gian: Quý III.\n"
)


def kept(scene: Scene, number: int = 1) -> PlanProposal:
    with reading(scene.office.engine) as session:
        return session.exec(select(PlanProposal).where(PlanProposal.id == number)).one()


def proposal(scene: Scene, number: int = 1) -> Proposal:
    return Proposal.model_validate(kept(scene, number).proposal)


def hand_in(client: TestClient, text: str, name: str = "ke-hoach.txt", **data: str) -> str:
    answer = client.post("/ke-hoach/nhap", files={"file": (name, text.encode(), "text/plain")}, data=data)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).split("?")[0]


def mend(client: TestClient, place: int, page: str = PAGE, act: str = "luu", **data: str | list[str]) -> str:
    form = {"version": version(client, page), "viec": act, "content": "Nội dung mới.", **data}
    answer = client.post(f"{page}/muc/{place}", data=form)
    assert answer.status_code in {303, 422}, answer.text
    return client.get(answer.headers["location"]).text if answer.status_code == 303 else answer.text


def version(client: TestClient, page: str = PAGE) -> str:
    found = re.search(r'name="version" value="(\d+)"', client.get(page).text)
    assert found
    return found.group(1)


def test_a_document_stands_beside_what_is_proposed_with_its_questions_and_what_gave_nothing(as_: SignIn) -> None:
    page = as_("administrator").get(PAGE).text
    assert page.count('<article class="card proposal"') == 6
    assert "Phòng, đơn vị thực hiện: Văn phòng Sở chủ trì" in page
    assert page.count("báo cáo theo kỳ nào?") == 2
    assert "Lý do: mục đích, yêu cầu, quan điểm, mục tiêu." in page


def test_what_cannot_be_read_is_refused_in_words_and_nothing_is_kept(scene: Scene, as_: SignIn) -> None:
    client = as_("administrator")
    for name, data, says in (
        ("x.docx", b"<html><body>x</body></html>", "trang web (HTML)"),
        ("x.pdf", b"\x89PNG\r\n\x1a\n....", "bản chụp"),
        ("x.txt", b"  ", "không có nội dung"),
        ("thu.txt", "Kính gửi: Sở Nội vụ. Đề nghị quan tâm.".encode(), "không phải kế hoạch"),
    ):
        answer = client.post("/ke-hoach/nhap", files={"file": (name, data)})
        assert (answer.status_code, says in answer.text) == (422, True), name
    assert client.post("/ke-hoach/nhap").status_code == 422
    with reading(scene.office.engine) as session:
        assert len(session.exec(select(PlanProposal)).all()) == 1


def test_a_correction_teaches_a_name_that_holds_in_the_document_and_in_the_next_one(scene: Scene, as_: SignIn) -> None:
    client = as_("administrator")
    page = hand_in(client, OTHER)
    assert "chưa rõ là đơn vị nào" in client.get(page).text
    mend(client, 0, page, lead="qlkh", content="Rà soát hồ sơ")
    leads = [each.lead[0].codes for each in proposal(scene, 2).obligations]
    assert leads == [["qlkh"], ["qlkh"], []]
    with reading(scene.office.engine) as session:
        assert [each.name for each in session.exec(select(UnitAlias))] == ["Phòng Khoa học Quản lý"]
    hand_in(client, OTHER.replace("2026", "2027"))
    assert proposal(scene, 3).obligations[0].lead[0].codes == ["qlkh"]


def test_an_obligation_is_split_merged_left_out_and_taken_up_again(scene: Scene, as_: SignIn) -> None:
    client = as_("administrator")
    mend(client, 0, act="tach", content="Phần một.\n\nPhần hai.")
    assert [each.content for each in proposal(scene).obligations[:2]] == ["Phần một.", "Phần hai."]
    assert "thêm một dòng trống" in mend(client, 0, act="tach", content="Chỉ một phần.")
    mend(client, 0, act="gop")
    assert len(proposal(scene).obligations) == 6
    mend(client, 0, act="bo")
    assert len(proposal(scene).obligations) == 5
    start = next(each.span[0] for each in proposal(scene).unused if each.reason == "left_out")
    answer = client.post(f"{PAGE}/doan/{start}", data={"version": version(client)})
    assert answer.status_code == 303
    assert len(proposal(scene).obligations) == 6


def test_what_was_typed_stays_where_it_is_refused(as_: SignIn) -> None:
    page = mend(as_("administrator"), 2, content="Nội dung tôi vừa gõ", lead="")
    assert "Nội dung tôi vừa gõ" in page and "Chọn đơn vị chủ trì hoặc ít nhất một đơn vị phối hợp" in page


def test_nobody_overwrites_what_another_one_did(scene: Scene, as_: SignIn) -> None:
    client = as_("administrator")
    old = version(client)
    mend(client, 0, lead="vp")
    answer = client.post(f"{PAGE}/muc/0", data={"version": old, "viec": "bo"})
    assert answer.status_code == 422 and "người khác sửa" in answer.text
    assert len(proposal(scene).obligations) == 6


def accept(client: TestClient, page: str = PAGE, **data: str | list[str]) -> tuple[int, str]:
    form: dict[str, str | list[str]] = {
        "version": version(client, page), "code": "2026-dan-van", "year": "2026", "report_subject": "kết quả dân vận",
        "regime": "nd-09-2019", "compiling": "5", "periods": ["quarter", "year"], "due_day": "18", "send_day": "22",
        "signer_title": "GIÁM ĐỐC", "signer_name": "Lê Mẫu Sơn", "doubts": "co",
    }  # fmt: skip
    answer = client.post(f"{page}/lap", data={**form, **data})
    return answer.status_code, answer.headers.get("location", "") or answer.text


def test_accepting_makes_the_plan_with_one_set_of_rounds_and_everything_proposed(scene: Scene, as_: SignIn) -> None:
    client = as_("administrator")
    status, location = accept(client)
    assert status == 303 and "Mọi lịch là đề xuất" in client.get(location).text
    with reading(scene.office.engine) as session:
        plan = session.exec(select(Plan).where(Plan.code == "2026-dan-van")).one()
        rules = session.exec(
            select(Rule).join(Obligation, Obligation.id == Rule.obligation_id).where(Obligation.plan_id == plan.id)  # type: ignore[arg-type]
        ).all()
    assert (plan.title, plan.year) == (
        "Kế hoạch thực hiện công tác dân vận chính quyền năm 2026 của Sở Khoa học và Công nghệ", 2026,
    )  # fmt: skip
    assert [rule.kind for rule in rules].count(RuleKind.ROUNDS) == 1
    assert len(rules) == 6 and all(rule.standing is Standing.PROPOSED and rule.basis for rule in rules)
    assert (kept(scene).state, kept(scene).plan_id) == (ProposalState.ACCEPTED, plan.id)
    assert client.post(f"{PAGE}/bo", data={"version": "1"}).status_code == 422


def test_what_is_still_open_is_named_and_nothing_is_made(scene: Scene, as_: SignIn) -> None:
    client = as_("administrator")
    status, page = accept(client, code="Mã sai", year="", compiling="")
    assert status == 422
    assert all(f'href="#{field}"' in page for field in ("code", "year", "compiling"))
    status, page = accept(client, hand_in(client, OTHER), compiling="0")
    assert status == 422 and "chưa có phòng, đơn vị nào của cơ quan" in page
    with reading(scene.office.engine) as session:
        assert len(session.exec(select(Plan)).all()) == 1


def test_a_newer_version_shows_what_is_new_changed_and_gone(as_: SignIn) -> None:
    client = as_("administrator")
    accept(client)
    text = DOCUMENT.read_text("utf-8")
    newer = text.replace("- Thời gian: Thường xuyên trong năm.", "- Thời gian: Quý II/2026.", 1)
    newer = newer.replace(
        "1. Các phòng, đơn vị thuộc Sở căn cứ nhiệm vụ được giao để chủ động", "1. Các phòng tự lo, tự"
    )
    page = client.get(hand_in(client, newer, "ban-moi.md", replaces="2")).text
    assert "Khác với bản đang chạy" in page
    assert "<del>Thường xuyên trong năm</del> → Quý II/2026" in page


def newer_of(client: TestClient) -> str:
    """A newer document of the accepted plan, handed in: what went on all year has a day now."""
    text = DOCUMENT.read_text("utf-8")
    newer = text.replace("Thường xuyên trong năm", "trước ngày 30/11/2026")
    assert newer != text
    return hand_in(client, newer, "ban-moi.md", replaces="2")


def test_a_newer_version_is_looked_at_and_then_becomes_a_revision_of_the_plan_that_runs(
    scene: Scene, as_: SignIn
) -> None:
    client = as_("administrator")
    accept(client)
    with reading(scene.office.engine) as session:
        plans = len(session.exec(select(Plan)).all())
        before = {each.ref: each.key for each in session.exec(select(Obligation).where(Obligation.plan_id == 2))}
    page = newer_of(client)
    status, text = accept(client, page, viec="xem", code="another", year="1999")
    assert status == 422 and "lý do" in text.lower()
    status, text = accept(client, page, viec="xem", reason="Bản thay thế")
    assert status == 200 and "Xem trước – chưa lưu" in text
    assert kept(scene, 2).state is ProposalState.OPEN
    seen = re.search(r'name="seen" value="(\w+)"', text)
    assert seen
    status, where = accept(client, page, viec="luu", reason="Bản thay thế", seen=seen.group(1))
    assert status == 303, where
    with reading(scene.office.engine) as session:
        assert len(session.exec(select(Plan)).all()) == plans
        after = {each.ref: each.key for each in session.exec(select(Obligation).where(Obligation.plan_id == 2))}
        assert after == before
        dated = session.exec(select(Rule).where(Rule.due_day == "2026-11-29")).all()
        assert {each.standing for each in dated} == {Standing.CONFIRMED}
        assert all(each.next_open_at for each in dated)
        change = session.exec(select(Adjustment).where(Adjustment.kind == ChangeKind.PLAN)).one()
        assert (change.plan_id, change.reason) == (2, "Bản thay thế")
    assert (kept(scene, 2).state, kept(scene, 2).plan_id) == (ProposalState.ACCEPTED, 2)


def test_all_obligations_of_other_bodies_are_left_out_at_once(scene: Scene, as_: SignIn) -> None:
    client = as_("administrator")
    page = hand_in(client, OTHER)
    client.post(f"{page}/ngoai", data={"version": version(client, page)})
    assert proposal(scene, 2).obligations == []


def test_only_administrators_read_documents(scene: Scene, as_: SignIn) -> None:
    for who in ("officer", "lead_head", "director", "clerk", "outsider"):
        client = as_(who)
        assert client.get(PAGE).status_code == 404
        assert client.post(f"{PAGE}/lap", data={"version": "1"}).status_code == 404
        assert client.post(f"{PAGE}/muc/0", data={"version": "1", "viec": "bo"}).status_code == 404
    assert kept(scene).version == 1
