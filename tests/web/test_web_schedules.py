"""The administrators' pages of flows, and the decision on letters that are held."""

import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select
from web_scene import NOW, Scene, local

from dondoc.actions.remind import remind_due
from dondoc.actions.runs import begin_run, end_run
from dondoc.model import (
    Audit,
    FlowName,
    Letter,
    LetterState,
    Lock,
    Reminder,
    RunnerKind,
    RunOutcome,
    Schedule,
    ScheduleChange,
)
from dondoc.store.transaction import bookkeeping, broken_line, reading

SignIn = Callable[[str], TestClient]
PATH = "/lich-chay/remind"


def follow(client: TestClient, path: str, **data: str) -> str:
    answer = client.post(path, data=data)
    assert answer.status_code == 303, answer.text
    return text_of(client.get(answer.headers["location"]).text)


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def schedules(scene: Scene) -> list[Schedule]:
    with reading(scene.office.engine) as session:
        return list(session.exec(select(Schedule)))


def history(scene: Scene) -> list[ScheduleChange]:
    with reading(scene.office.engine) as session:
        return list(session.exec(select(ScheduleChange).order_by(col(ScheduleChange.id))))


def leads(scene: Scene) -> None:
    with bookkeeping(scene.office.engine) as session:
        session.add(Lock(name="clock", owner="x", until=NOW.replace(hour=23)))


def test_the_list_tells_each_flow_its_interval_its_runs_and_what_comes(scene: Scene, as_: SignIn) -> None:
    leads(scene)
    run_id = begin_run(scene.office, "x", FlowName.DRAFT, RunnerKind.PLAIN, local(2024, 6, 14, 8))
    assert run_id
    end_run(scene.office, "x", FlowName.DRAFT, run_id, local(2024, 6, 14, 8), RunOutcome.DONE, 3)
    page = text_of(as_("administrator").get("/lich-chay").text)
    for words in ("Mở kỳ báo cáo", "Nhắc việc", "Gửi thư", "Tổng hợp", "Giám sát", "Mỗi 5 giây", "Mỗi 15 phút"):
        assert words in page
    assert "theo cấu hình" in page and "08:00 ngày 14/06/2024" in page and "3 việc, chạy trực tiếp" in page
    assert "có việc đã đến giờ từ 07:30 ngày 14/06/2024" in page
    assert "việc sớm nhất: 07:30 ngày 04/09/2024" in page


def test_without_a_clock_the_page_says_that_nothing_runs(as_: SignIn) -> None:
    assert "Đồng hồ không chạy" in text_of(as_("administrator").get("/lich-chay").text)


def test_an_interval_is_changed_with_a_reason_and_told_with_who_and_why(scene: Scene, as_: SignIn) -> None:
    client, name = as_("administrator"), scene.person("administrator").name
    page = follow(client, f"{PATH}/khoang-cach", every="2", unit="phut", reason="Giảm tải")
    assert "Mỗi 2 phút" in page and f"{name} đặt lúc 09:30 ngày 14/06/2024 (cấu hình: 1 phút). Lý do: Giảm tải" in page
    assert "đổi khoảng cách 1 phút → 2 phút. Lý do: Giảm tải" in page
    assert [row.every_seconds for row in schedules(scene)] == [120]
    follow(client, f"{PATH}/khoang-cach", every="60", unit="giay", reason="Như cũ")
    assert [row.every_seconds for row in schedules(scene)] == [None]  # it follows the file again
    with reading(scene.office.engine) as session:
        acts = session.exec(select(Audit.act).where(col(Audit.act).startswith("schedule_"))).all()
        assert list(acts) == ["schedule_set"] * 2 and broken_line(session, 1) is None


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"every": "5", "unit": "giay", "reason": "x"}, "every", "phải từ 10 giây đến 1 ngày"),
        ({"every": "2000", "unit": "phut", "reason": "x"}, "every", "phải từ 10 giây đến 1 ngày"),
        ({"every": "mười", "unit": "giay", "reason": "x"}, "every", "Ghi một số nguyên"),
        ({"every": "-5", "unit": "giay", "reason": "x"}, "every", "Ghi một số nguyên"),
        ({"every": "٣٠", "unit": "giay", "reason": "x"}, "every", "Ghi một số nguyên"),
        ({"every": "1", "unit": "phut", "reason": "x"}, "every", "đang được áp dụng"),
        ({"every": "90", "unit": "giay", "reason": "  "}, "reason", "Ghi lý do"),
        ({"every": "90", "unit": "giay", "reason": "x" * 1001}, "reason", "dài quá 1000 ký tự"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_typed_is_lost(
    scene: Scene, as_: SignIn, typed: dict[str, str], field: str, says: str
) -> None:
    answer = as_("administrator").post(f"{PATH}/khoang-cach", data=typed)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text and f'id="{field}-loi"' in answer.text and says in answer.text
    assert f'value="{typed["every"]}"' in answer.text and typed["reason"].strip() in answer.text
    assert f'value="{typed["unit"]}" checked' in answer.text
    assert schedules(scene) == [] and history(scene) == []


def test_a_flow_is_paused_and_goes_on_with_reasons(scene: Scene, as_: SignIn) -> None:
    client = as_("administrator")
    leads(scene)
    wrong = client.post(f"{PATH}/tam-dung", data={"pause_reason": ""})
    assert wrong.status_code == 422 and 'id="pause_reason-loi"' in wrong.text
    page = follow(client, f"{PATH}/tam-dung", pause_reason="Nghỉ Tết")
    assert "Tạm dừng" in page and "Lý do: Nghỉ Tết" in page and "không, đang tạm dừng" in page
    assert client.post(f"{PATH}/tam-dung", data={"pause_reason": "x"}).status_code == 422
    assert "đang chạy" in follow(client, f"{PATH}/chay-tiep", pause_reason="Hết Tết").lower()
    assert client.post(f"{PATH}/chay-tiep", data={"pause_reason": "x"}).status_code == 422
    assert [row.act.value for row in history(scene)] == ["pause", "resume"]


def test_a_run_is_asked_for_once_and_its_note_names_who(scene: Scene, as_: SignIn) -> None:
    client, name = as_("administrator"), scene.person("administrator").name
    assert "Đang chờ chạy ngay" in follow(client, f"{PATH}/chay-ngay")
    again = client.post(f"{PATH}/chay-ngay")
    assert again.status_code == 422 and "Đã có yêu cầu chạy ngay" in again.text
    run_id = begin_run(scene.office, "x", FlowName.REMIND, RunnerKind.PLAIN, NOW)
    assert run_id
    end_run(scene.office, "x", FlowName.REMIND, run_id, NOW, RunOutcome.DONE, 0)
    for path in (PATH, "/tinh-trang"):
        assert f"theo yêu cầu của {name}" in client.get(path).text
    assert "0 việc" in text_of(client.get(PATH).text)


def test_another_agency_learns_of_the_run_but_not_of_who_asked_and_changes_only_its_own(
    scene: Scene, as_: SignIn
) -> None:
    follow(as_("administrator"), f"{PATH}/chay-ngay")
    run_id = begin_run(scene.office, "x", FlowName.REMIND, RunnerKind.PLAIN, NOW)
    assert run_id
    end_run(scene.office, "x", FlowName.REMIND, run_id, NOW, RunOutcome.DONE, 0)
    outsider = as_("outsider")
    for path in ("/lich-chay", PATH, "/tinh-trang"):
        page = outsider.get(path).text
        assert "theo yêu cầu của cơ quan khác" in page and scene.person("administrator").name not in page
    follow(outsider, f"{PATH}/tam-dung", pause_reason="Của chúng tôi")
    ours = as_("administrator").get(PATH).text
    assert "Của chúng tôi" not in ours
    assert {(row.agency_id, row.paused) for row in schedules(scene)} == {(1, False), (2, True)}


@pytest.mark.parametrize("who", ["officer", "lead_head", "director", "clerk", "nobody"])
def test_nobody_but_administrators_finds_these_pages(scene: Scene, as_: SignIn, who: str) -> None:
    client = as_(who)
    assert client.get("/lich-chay").status_code == client.get(PATH).status_code == 404
    for act in ("khoang-cach", "tam-dung", "chay-tiep", "chay-ngay"):
        data = {"every": "90", "unit": "giay", "reason": "x", "pause_reason": "x"}
        assert client.post(f"{PATH}/{act}", data=data).status_code == 404
    assert history(scene) == []


def test_a_flow_that_does_not_exist_is_a_page_not_found(as_: SignIn) -> None:
    assert as_("administrator").get("/lich-chay/khong-co").status_code == 404
    assert as_("administrator").post("/lich-chay/khong-co/chay-ngay").status_code == 404


LATE = local(2024, 6, 28, 9)


@pytest.fixture
def held(scene: Scene, set_clock: Callable[[object], None]) -> Letter:
    """A warning that was missed for a week, held."""
    set_clock(local(2024, 6, 14, 9, 30))
    remind_due(scene.office, LATE)
    with reading(scene.office.engine) as session:
        chosen = select(Letter).where(Letter.state == LetterState.HELD, Letter.person_id == scene.person("officer").key)
        return session.exec(chosen).one()


def state(scene: Scene, letter: Letter) -> LetterState:
    with reading(scene.office.engine) as session:
        return session.get_one(Letter, letter.key).state


def test_an_administrator_says_yes_to_a_held_letter(scene: Scene, as_: SignIn, held: Letter) -> None:
    client = as_("administrator")
    assert "chờ đồng ý gửi" in client.get("/thu?trang-thai=held").text.lower()
    assert "bị lỡ quá lâu" in client.get(f"/thu/{held.key}").text
    assert "Đã đồng ý" in follow(client, f"/thu/{held.key}/dong-y")
    assert state(scene, held) is LetterState.QUEUED
    assert client.post(f"/thu/{held.key}/dong-y").status_code == 422


def test_the_lead_unit_finds_it_on_the_rounds_page_and_drops_it_with_a_reason(
    scene: Scene, as_: SignIn, held: Letter
) -> None:
    client = as_("lead_officer")
    period = f"/ky/{scene.period('half').key}"
    assert f'href="/thu/{held.key}"' in client.get(period).text
    assert client.get(f"/thu/{held.key}").status_code == 200
    without = client.post(f"/thu/{held.key}/bo", data={"reason": " "})
    assert without.status_code == 422 and 'href="#reason"' in without.text
    page = follow(client, f"/thu/{held.key}/bo", reason="Đã trao đổi qua điện thoại")
    name = scene.person("lead_officer").name
    assert f"không gửi theo quyết định của {name}: Đã trao đổi qua điện thoại" in page
    assert state(scene, held) is LetterState.DROPPED
    assert client.get(f"/thu/{held.key}").status_code == 404  # the outbox stays the administrators'
    with reading(scene.office.engine) as session:
        rows = session.exec(select(Reminder).where(Reminder.letter_id == held.key)).all()
    assert rows == []


@pytest.mark.parametrize("who", ["officer", "director", "clerk", "outsider", "nobody"])
def test_nobody_else_decides_on_a_held_letter(scene: Scene, as_: SignIn, held: Letter, who: str) -> None:
    client = as_(who)
    assert client.get(f"/thu/{held.key}").status_code == 404
    assert client.post(f"/thu/{held.key}/dong-y").status_code == 404
    assert client.post(f"/thu/{held.key}/bo", data={"reason": "x"}).status_code == 404
    assert state(scene, held) is LetterState.HELD
