"""A report is asked for: one question a page, what follows from it is shown, it is sent, moved, called off."""

from collections.abc import Callable, Mapping
from datetime import datetime

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select
from web_preview import letters_in, seen_in
from web_rows import fingerprint
from web_scene import Scene, local

from dondoc.actions.remind import remind_due
from dondoc.model import Assignment, Letter, LetterKind, Period, PeriodKind, ReportRequest, Unit, Urgency
from dondoc.store.transaction import reading

SignIn = Callable[[str], TestClient]
STEPS = ("noi-dung", "van-ban", "noi-nhan", "don-vi", "so-lieu", "thoi-han", "cac-buoc", "de-cuong")


def unit(scene: Scene, code: str) -> int:
    with reading(scene.office.engine) as session:
        return session.exec(select(Unit).where(col(Unit.code) == code).order_by(col(Unit.id))).first().key  # type: ignore[union-attr]


def typed(scene: Scene) -> dict[str, dict[str, object]]:
    """What is typed on each page, all of it right; NOW is Friday 14/06/2024, 09:30."""
    return {
        "noi-dung": {"subject": "tình hình xử lý hồ sơ tồn đọng", "content": "Nêu nguyên nhân.", "kind": "ad_hoc"},
        "van-ban": {"document": "Công văn số 512/UBND-NC", "document_on": "14/06/2024", "issuer": "UBND tỉnh"},
        "noi-nhan": {
            "addressee-1": "UBND tỉnh",
            "address-1": "ubnd-tinh@noi-nhan.example",
            "signer": str(scene.person("director").key),
        },
        "don-vi": {"lead": str(unit(scene, "ttra")), "reach": "mot-so", "unit": [str(unit(scene, "qlkh"))]},
        "so-lieu": {"data_from": "01/01/2024", "data_to": "14/06/2024"},
        "thoi-han": {"send_day": "14/06/2024", "send_time": "16:30", "urgency": "urgent"},
        "cac-buoc": {
            "due_day": "14/06/2024", "due_time": "13:30", "compile_day": "14/06/2024", "compile_time": "15:00",
            "sign_day": "14/06/2024", "sign_time": "16:00",
        },
        "de-cuong": {"regime": "nd-09-2019", "figure-1": "Số hồ sơ tồn", "measure-1": "hồ sơ", "sum-1": "total"},
    }  # fmt: skip


def begin(client: TestClient) -> str:
    """The address of a new request."""
    sent = client.post("/yeu-cau")
    assert sent.status_code == 303
    return sent.headers["location"].rsplit("/", 1)[0]


def fill(client: TestClient, scene: Scene, **others: Mapping[str, object]) -> str:
    """Answer every question, each on its page."""
    path, told = begin(client), typed(scene)
    for number, step in enumerate(STEPS):
        assert client.get(f"{path}/{step}").status_code == 200
        sent = client.post(f"{path}/{step}", data={**told[step], **others.get(step.replace("-", "_"), {})})
        following = STEPS[number + 1] if number + 1 < len(STEPS) else "kiem-tra"
        assert (sent.status_code, sent.headers.get("location")) == (303, f"{path}/{following}"), sent.text
    return path


def rows(scene: Scene) -> list[ReportRequest]:
    with reading(scene.office.engine) as session:
        # The scene's own, request 1, stays what it is.
        return list(session.exec(select(ReportRequest).where(col(ReportRequest.id) != 1)))


def asked_round(scene: Scene) -> Period:
    with reading(scene.office.engine) as session:
        return session.exec(select(Period).where(Period.kind == PeriodKind.AD_HOC)).one()


def test_a_leader_answers_one_question_a_page_sees_who_gets_what_and_sends(as_: SignIn, scene: Scene) -> None:
    client = as_("director")
    assert 'href="/yeu-cau"' in client.get("/").text
    path = fill(client, scene)
    page = client.get(f"{path}/kiem-tra")
    assert page.status_code == 200
    for words in ("Tình hình xử lý hồ sơ tồn đọng", "13 giờ 30", "16 giờ 30", "KHẨN", "Thư thay đổi"):
        assert words in page.text, words
    sent = client.post(f"{path}/kiem-tra", data={"viec": "luu", "seen": seen_in(page)})
    assert (sent.status_code, sent.headers["location"]) == (303, f"{path}?xong=da-gui-yeu-cau")
    period = asked_round(scene)
    assert (str(period.due_time), period.urgency) == ("13:30:00", Urgency.URGENT)
    text = client.get(path).text
    assert "Báo cáo tình hình xử lý hồ sơ tồn đọng" in text and f"/ky/{period.key}" in text


@pytest.mark.parametrize(
    ("step", "wrong", "field", "said"),
    [
        ("noi-dung", {"subject": ""}, "subject", "Ghi nội dung cần báo cáo"),
        ("noi-dung", {"kind": "khac"}, "kind", "Chọn báo cáo đột xuất hay chuyên đề"),
        ("van-ban", {"document": ""}, "document", "Ghi tên loại và số"),
        ("van-ban", {"document_on": "31/02/2024"}, "document_on", "không phải là một ngày"),
        ("noi-nhan", {"addressee-1": ""}, "addressee-1", "Ghi tên nơi nhận"),
        ("noi-nhan", {"address-1": "ubnd tinh"}, "address-1", "không phải là địa chỉ"),
        ("noi-nhan", {"signer": ""}, "signer", "Chọn người ký"),
        ("don-vi", {"lead": ""}, "lead", "chủ trì tổng hợp"),
        ("don-vi", {"unit": []}, "units", "ít nhất một phòng"),
        ("so-lieu", {"data_to": "01/12/2023"}, "data_to", "trước ngày bắt đầu"),
        ("thoi-han", {"send_time": "25:00"}, "send_time", "không phải là giờ"),
        ("thoi-han", {"send_day": "13/06/2024"}, "send_day", "đã qua"),
        ("cac-buoc", {"due_time": "09:00"}, "due_day", "đã qua"),
        ("cac-buoc", {"compile_time": "13:00"}, "compile_day", "trước hạn của bước liền trước"),
        ("cac-buoc", {"sign_time": "17:00"}, "sign_day", "sau hạn gửi"),
        ("de-cuong", {"regime": ""}, "regime", "Chọn đề cương"),
        ("de-cuong", {"measure-1": ""}, "measure-1", "Ghi đơn vị tính"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(
    step: str, wrong: dict[str, object], field: str, said: str, as_: SignIn, scene: Scene
) -> None:
    client = as_("director")
    path = fill(client, scene)
    before = fingerprint(scene.office.engine)
    data = {**typed(scene)[step], **wrong}
    got = client.post(f"{path}/{step}", data=data)
    assert got.status_code == 422
    assert f'href="#{field}"' in got.text and said in got.text and f'id="{field}' in got.text
    texts = [value for name, value in data.items() if isinstance(value, str) and value and name not in _CHOICES]
    assert all(value in got.text for value in texts), texts
    assert fingerprint(scene.office.engine) == before


_CHOICES = {"kind", "lead", "reach", "signer", "urgency"}


def test_what_was_begun_survives_leaving_and_is_resumed_or_thrown_away(as_: SignIn, scene: Scene) -> None:
    client, told = as_("director"), typed(scene)
    path = begin(client)
    assert client.post(f"{path}/noi-dung", data=told["noi-dung"]).status_code == 303
    listed = client.get("/yeu-cau").text
    assert "Đang soạn" in listed and "Tình hình xử lý hồ sơ tồn đọng" in listed
    # Where it was left: at the first question that is open.
    assert client.get(f"{path}/kiem-tra").headers["location"] == f"{path}/van-ban"
    assert "Nêu nguyên nhân." in client.get(f"{path}/noi-dung").text
    assert client.post(f"{path}/bo").headers["location"] == "/yeu-cau?xong=da-bo-yeu-cau"
    assert rows(scene) == [] and client.get(f"{path}/noi-dung").status_code == 404


def test_each_answer_is_mended_from_the_check_and_a_new_instant_asks_for_the_steps_again(
    as_: SignIn, scene: Scene
) -> None:
    client, told = as_("director"), typed(scene)
    path = fill(client, scene)
    assert f'href="{path}/don-vi?ve=kiem-tra"' in client.get(f"{path}/kiem-tra").text
    same = client.post(f"{path}/so-lieu", data={**told["so-lieu"], "ve": "kiem-tra"})
    assert same.headers["location"] == f"{path}/kiem-tra"
    moved = client.post(f"{path}/thoi-han", data={**told["thoi-han"], "send_time": "15:30", "ve": "kiem-tra"})
    assert moved.headers["location"] == f"{path}/cac-buoc"
    assert 'value="16:00"' not in client.get(f"{path}/cac-buoc").text


def test_deadlines_are_worked_back_and_too_little_time_for_units_is_warned_of(as_: SignIn, scene: Scene) -> None:
    client, told = as_("director"), typed(scene)
    path = begin(client)
    for step in STEPS[:6]:
        client.post(f"{path}/{step}", data={**told[step], **({"send_time": "11:30"} if step == "thoi-han" else {})})
    page = client.get(f"{path}/cac-buoc").text
    # 120 minutes of office time: 15 to send, 30 to sign, 30 to compile; the units get what is left, to the quarter.
    assert all(f'value="{at}"' in page for at in ("10:15", "10:45", "11:15")), page
    assert "Phòng, đơn vị chỉ có 45 phút để báo cáo" in page


def test_more_lines_for_figures_need_no_script_and_keep_what_was_typed(as_: SignIn, scene: Scene) -> None:
    client, told = as_("director"), typed(scene)
    path = begin(client)
    assert 'id="figure-5"' not in client.get(f"{path}/de-cuong").text
    more = client.post(f"{path}/de-cuong", data={**told["de-cuong"], "viec": "them", "rows": "4"})
    assert more.status_code == 200 and 'id="figure-8"' in more.text and "Số hồ sơ tồn" in more.text


def test_what_the_preview_shows_is_what_is_written_and_a_stale_one_is_not_sent(
    as_: SignIn, scene: Scene, set_clock: Callable[[datetime], None]
) -> None:
    client = as_("director")
    path = fill(client, scene)
    page = client.get(f"{path}/kiem-tra")
    shown = {name for letters in letters_in(page).values() for _, name, _ in letters}
    assert client.post(f"{path}/kiem-tra", data={"viec": "luu", "seen": "x" * 32}).status_code == 409
    assert client.post(f"{path}/kiem-tra", data={"viec": "luu", "seen": seen_in(page)}).status_code == 303
    for minute in ((9, 31), (11, 30), (13, 36), (14, 32)):
        remind_due(scene.office, local(2024, 6, 14, *minute))
    with reading(scene.office.engine) as session:
        chosen = select(Letter.to_name).where(Letter.kind == LetterKind.REMINDER, col(Letter.subject).like("[KHẨN]%"))
        written = set(session.exec(chosen))
    assert written and written <= shown
    set_clock(local(2024, 6, 14, 13, 31))
    assert "Quá hạn" in client.get(f"/ky/{asked_round(scene).key}").text


def send(client: TestClient, path: str) -> None:
    page = client.get(f"{path}/kiem-tra")
    assert client.post(f"{path}/kiem-tra", data={"viec": "luu", "seen": seen_in(page)}).status_code == 303


def test_a_request_gets_other_deadlines_or_is_called_off_after_a_look(as_: SignIn, scene: Scene) -> None:
    client, told = as_("director"), typed(scene)
    path = fill(client, scene)
    send(client, path)
    remind_due(scene.office, local(2024, 6, 14, 9, 31))
    form = {**told["cac-buoc"], "send_day": "14/06/2024", "send_time": "16:45", "due_time": "14:30"}
    missing = client.post(f"{path}/doi-han", data={**form, "reason": ""})
    assert missing.status_code == 422 and "Ghi lý do" in missing.text and 'value="16:45"' in missing.text
    told_why = {**form, "reason": "UBND tỉnh lùi hạn"}
    looked = client.post(f"{path}/doi-han", data={**told_why, "viec": "xem"})
    assert looked.status_code == 200 and "14 giờ 30" in looked.text
    saved = client.post(f"{path}/doi-han", data={**told_why, "viec": "luu", "seen": seen_in(looked)})
    assert saved.headers["location"] == f"{path}?xong=da-doi-han"
    assert str(asked_round(scene).due_time) == "14:30:00"
    why = {"reason": "Văn bản đã thu hồi"}
    looked = client.post(f"{path}/huy", data={**why, "viec": "xem"})
    gone = client.post(f"{path}/huy", data={**why, "viec": "luu", "seen": seen_in(looked)})
    assert gone.headers["location"] == f"{path}?xong=da-huy-yeu-cau"
    assert asked_round(scene).cancelled_at is not None
    with reading(scene.office.engine) as session:
        changed = session.exec(select(Letter).where(Letter.kind == LetterKind.CHANGED)).all()
    assert len(changed) == 2 and "14 giờ 30" in changed[0].text
    assert client.get(f"{path}/huy").status_code == 404


def test_the_lead_unit_asks_for_itself_and_others_see_no_page_of_it(as_: SignIn, scene: Scene) -> None:
    path = fill(as_("lead_head"), scene)
    pages = [path, *(f"{path}/{step}" for step in STEPS), f"{path}/kiem-tra", f"{path}/huy", f"{path}/doi-han"]
    for who in ("officer", "clerk", "nobody", "outsider", "director"):
        client = as_(who)
        assert [client.get(page).status_code for page in pages] == [404] * len(pages), who
        assert client.post(f"{path}/bo").status_code == 404
        assert client.post(f"{path}/noi-dung", data=typed(scene)["noi-dung"]).status_code == 404
    for who in ("officer", "clerk", "nobody"):
        assert as_(who).get("/yeu-cau").status_code == 404
        assert as_(who).post("/yeu-cau").status_code == 404
        assert 'href="/yeu-cau"' not in as_(who).get("/").text
    before = fingerprint(scene.office.engine)
    other = as_("lead_head").post(f"{path}/don-vi", data={**typed(scene)["don-vi"], "lead": str(unit(scene, "qlkh"))})
    assert other.status_code == 404 and fingerprint(scene.office.engine) == before


def test_once_sent_a_unit_sees_its_own_part_and_nothing_of_the_others(as_: SignIn, scene: Scene) -> None:
    client = as_("director")
    path = fill(client, scene)
    send(client, path)
    period = asked_round(scene)
    home = as_("officer").get("/").text
    assert "Báo cáo tình hình xử lý hồ sơ tồn đọng" in home and "13 giờ 30" in home
    with reading(scene.office.engine) as session:
        part = session.exec(select(Assignment).where(Assignment.period_id == period.key)).one()
    form = as_("officer").get(f"/nop/{part.key}").text
    assert "Nêu nguyên nhân." in form and "Công văn số 512/UBND-NC ngày 14/06/2024 của UBND tỉnh" in form
    for who in ("officer", "other_officer", "outsider"):
        assert as_(who).get(path).status_code == 404
        assert as_(who).get(f"/ky/{period.key}").status_code == 404
    assert "hồ sơ tồn đọng" not in as_("other_officer").get("/").text
    assert as_("lead_officer").get(path).status_code == 200
    assert "hồ sơ tồn đọng" not in as_("outsider").get("/yeu-cau").text


def test_who_has_no_part_in_a_request_finds_it_nowhere_and_who_has_finds_it_in_the_year(
    as_: SignIn, scene: Scene
) -> None:
    client = as_("director")
    send(client, fill(client, scene))
    words, plan = "hồ sơ tồn đọng", rows(scene)[0].plan_id
    pages = ("/nam/2024", f"/ke-hoach/{plan}", "/api/nam/2024")
    for who, sees in (("officer", True), ("clerk", True), ("administrator", True), ("other_officer", False)):
        found = [as_(who).get(page) for page in pages]
        assert [each.status_code for each in found] == ([200, 200, 200] if sees else [200, 404, 200]), who
        assert (words in found[0].text.lower(), f"yeu-cau-{rows(scene)[0].key}" in found[2].text) == (sees, sees), who
    assert as_("outsider").get(f"/ke-hoach/{plan}").status_code == 404
    # It is no plan of the year beside the others.
    assert words not in as_("administrator").get("/ke-hoach").text
