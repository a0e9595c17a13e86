"""The calendar of days off: what it shows, and days set by a document, seen before they are saved."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select
from web_preview import form_of, letters_in, look, press_save, rounds_in, save, seen_in
from web_rows import fingerprint
from web_scene import Scene, local

from dondoc.model import Adjustment, CalendarDay
from dondoc.rules.foresee import Effect
from dondoc.store.transaction import reading

SignIn = Callable[[str], TestClient]
PATH = "/lich-nghi/2024"
SWAP: dict[str, object] = {
    "day-0": "18/06/2024", "works-0": "nghi", "name-0": "nghỉ bù ngày truyền thống",
    "day-1": "22/06/2024", "works-1": "lam", "name-1": "",
    "reason": "Hoán đổi ngày làm việc", "document": "99/TB-UBND",
}  # fmt: skip


def days(scene: Scene) -> dict[str, bool]:
    with reading(scene.office.engine) as session:
        return {str(each.day): each.works for each in session.exec(select(CalendarDay))}


def test_the_year_lists_days_off_and_swapped_days_with_what_they_rest_on(as_: SignIn) -> None:
    client = as_("administrator")
    page = client.get(PATH).text
    for told in (
        "Thứ Hai, 12/02/2024",
        "Mùng ba Tết Nguyên Đán",
        "Thứ Bảy, 04/05/2024",
        "Ngày làm bù",
        "Bộ luật Lao động",
    ):
        assert told in page, told
    assert "Dự báo." not in page and "Cơ quan đặt" not in page
    own = client.get("/lich-nghi/2026").text
    assert "Cơ quan đặt" in own and "12729/VPCP-KGVX" in own
    assert "Dự báo." in client.get("/lich-nghi/2027").text


def test_a_swap_of_two_days_is_seen_first_and_moves_open_deadlines(scene: Scene, as_: SignIn) -> None:
    client, before = as_("administrator"), days(scene)
    looked = look(client, PATH, SWAP)
    assert looked.status_code == 200 and days(scene) == before
    assert rounds_in(looked)["III.2. 6 tháng đầu năm 2024 (đang mở)"] == ("Dời", "2024-06-17")
    assert letters_in(looked)[Effect.ADDED] or letters_in(looked)[Effect.MOVED]
    assert {name: form_of(looked)[name] for name in SWAP} == SWAP
    saved = press_save(client, PATH, SWAP, seen_in(looked))
    assert saved.status_code == 303
    page = client.get(saved.headers["location"]).text
    assert "Mọi hạn còn mở đã được tính lại" in page and "99/TB-UBND" in page and "Cơ quan đặt" in page
    assert days(scene) == before | {"2024-06-18": False, "2024-06-22": True}
    assert scene.assignment("qlkh").due_on == local(2024, 6, 17, 12).date()
    rule = client.get(f"/quy-tac/{scene.rule().key}").text
    assert "18/06/2024 là nghỉ bù ngày truyền thống (99/TB-UBND)" in rule


def test_a_day_goes_back_to_the_public_calendar(scene: Scene, as_: SignIn) -> None:
    client, before = as_("administrator"), days(scene)
    save(client, PATH, **SWAP)
    back = {"day-0": "18/06/2024", "works-0": "chung", "name-0": "", "reason": "thôi hoán đổi", "document": "100/TB"}
    save(client, PATH, **back, **{"day-1": "22/06/2024", "works-1": "chung", "name-1": ""})
    assert days(scene) == before
    assert scene.assignment("qlkh").due_on == local(2024, 6, 18, 12).date()


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"day-0": "30/02/2024"}, "day-0", "“30/02/2024” không phải là một ngày"),
        ({"day-1": "mai"}, "day-1", "“mai” không phải là một ngày"),
        ({"day-0": "", "name-0": "lễ"}, "day-0", "không phải là một ngày"),
        ({"day-1": "18/06/2024"}, "day-1", "được ghi hai lần"),
        ({"works-1": "nghi"}, "day-1", "đã là như vậy trong lịch"),
        ({"works-0": "chung"}, "day-0", "đã là như vậy trong lịch"),
        ({"day-0": "", "name-0": "", "day-1": ""}, "day-0", "Ghi ngày"),
        ({"document": " "}, "document", "Ghi số, ký hiệu văn bản"),
        ({"reason": ""}, "reason", "Ghi lý do thay đổi"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_nothing_typed_is_lost(
    changed: dict[str, object], field: str, said: str, scene: Scene, as_: SignIn
) -> None:
    client, typed, before = as_("administrator"), SWAP | changed, fingerprint(scene.office.engine)
    for answer in (look(client, PATH, typed), press_save(client, PATH, typed, "x")):
        assert answer.status_code == 422 and said in answer.text
        assert f'href="#{field}"' in answer.text and f'id="{field}-loi"' in answer.text
        assert {name: form_of(answer)[name] for name in typed} == {
            name: str(each).strip() for name, each in typed.items()
        }
    assert fingerprint(scene.office.engine) == before


def test_lines_are_added_without_losing_what_was_typed(as_: SignIn) -> None:
    client = as_("administrator")
    more = form_of(client.post(PATH, data=SWAP | {"viec": "them-dong"}))
    assert {name: more[name] for name in SWAP} == SWAP and more["day-3"] == "" and "day-4" not in more
    for _ in range(20):
        more = form_of(client.post(PATH, data=more | {"viec": "them-dong"}))
    assert "day-19" in more and "day-20" not in more


def test_nothing_is_saved_that_was_not_shown(scene: Scene, as_: SignIn) -> None:
    client, before = as_("administrator"), days(scene)
    looked = look(client, PATH, SWAP)
    altered = press_save(client, PATH, SWAP | {"day-0": "19/06/2024"}, seen_in(looked))
    assert altered.status_code == 409 and "Chưa lưu." in altered.text
    assert days(scene) == before
    with reading(scene.office.engine) as session:
        assert session.exec(select(Adjustment)).all() == []


@pytest.mark.parametrize("path", ["/lich-nghi/1999", "/lich-nghi/2101", "/lich-nghi/x", "/lich-nghi/0"])
def test_a_year_that_no_calendar_knows_is_a_page_not_found(path: str, as_: SignIn) -> None:
    assert as_("administrator").get(path).status_code == 404


@pytest.mark.parametrize("who", ["nobody", "officer", "lead_officer", "lead_head", "director", "clerk"])
def test_nobody_but_an_administrator_sees_or_sets_days(who: str, scene: Scene, as_: SignIn) -> None:
    client, before = as_(who), fingerprint(scene.office.engine)
    for path in ("/lich-nghi", PATH):
        assert client.get(path).status_code == 404
    for press in ("xem", "luu", "them-dong"):
        assert client.post(PATH, data=SWAP | {"viec": press}).status_code == 404
    assert "/lich-nghi" not in client.get("/").text
    assert fingerprint(scene.office.engine) == before


def test_an_outsider_sets_days_of_their_own_agency_only(scene: Scene, as_: SignIn) -> None:
    page = save(as_("outsider"), PATH, **SWAP)
    assert "99/TB-UBND" in page
    assert scene.assignment("qlkh").due_on == local(2024, 6, 18, 12).date()
    assert "99/TB-UBND" not in as_("administrator").get(PATH).text
