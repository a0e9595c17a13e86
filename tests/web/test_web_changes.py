"""The history of changes: what each set, in words, and its undoing, seen before it is done."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select
from web_preview import letters_in, look, press_save, rounds_in, save, seen_in
from web_rows import fingerprint
from web_scene import NOW, Scene, local

from dondoc.actions import adjust, calendar_days, extend, revise, units
from dondoc.actions.calendar_days import DayWanted
from dondoc.actions.office import Office
from dondoc.actions.undo import undo
from dondoc.actions.units import NewUnit, UnitChange, UnitWanted
from dondoc.intake.plan_file import read_agency, read_plan
from dondoc.model import Adjustment, ChangeKind, Period, Scope, Unit
from dondoc.paths import data_file
from dondoc.rules.adjust import Wanted
from dondoc.store.page_changes import PAGE
from dondoc.store.transaction import Actor, reading

SignIn = Callable[[str], TestClient]
Make = Callable[[Scene, Office, Actor], Adjustment]


def later(due_day: str = "20", reason: str = "UBND tỉnh yêu cầu") -> Make:
    wanted = Wanted(Scope.ALL, {"due_day": due_day}, reason=reason, document="125/UBND-NC")
    return lambda scene, office, actor: adjust.change_rule(office, actor, scene.rule().key, wanted, NOW)


def _cancelled(scene: Scene, office: Office, actor: Actor) -> Adjustment:
    return adjust.cancel_round(office, actor, scene.rule().key, "half-1-2024", "không cần", NOW)


def _paused(scene: Scene, office: Office, actor: Actor) -> Adjustment:
    return adjust.pause(office, actor, scene.rule().key, "chờ hướng dẫn", NOW)


def _resumed(scene: Scene, office: Office, actor: Actor) -> Adjustment:
    _paused(scene, office, actor)
    return adjust.resume(office, actor, scene.rule().key, "đã có hướng dẫn", NOW)


def _extended(scene: Scene, office: Office, actor: Actor) -> Adjustment:
    day = date(2024, 6, 20)
    return extend.grant(office, scene.actor("lead_officer"), scene.assignment("qlkh").key, day, "chờ số liệu", NOW)


def _excused(scene: Scene, office: Office, actor: Actor) -> Adjustment:
    return extend.excuse(office, scene.actor("lead_officer"), scene.assignment("qlkh").key, "không có việc", NOW)


def _day_off(scene: Scene, office: Office, actor: Actor) -> Adjustment:
    return calendar_days.change_days(office, actor, [DayWanted(date(2024, 6, 18), False)], "nghỉ", "99/TB", NOW)


def _renamed(scene: Scene, office: Office, actor: Actor) -> Adjustment:
    with reading(office.engine) as session:
        unit = session.exec(select(Unit).where(Unit.code == "qlcn")).one()
    wanted = UnitWanted(UnitChange.RENAME, (unit.key,), date(2024, 7, 1), (NewUnit("Phòng Chuyển đổi số", "CĐS"),))
    return units.change_units(office, actor, wanted, "sắp xếp lại", "12/QĐ-UBND", NOW)


def _revised(scene: Scene, office: Office, actor: Actor) -> Adjustment:
    data = read_agency(data_file("config", "agencies", "skhcn-quang-tri.toml"))
    text = data_file("config", "plans", "2024-cai-cach-tu-phap.toml").read_text(encoding="utf-8")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "plan.toml"
        path.write_text(text.replace('title = "Tuyên truyền', 'title = "Học tập, tuyên truyền', 1), encoding="utf-8")
        plan = read_plan(path, [unit.code for unit in data.file.unit], data.regimes)
    return revise.revise_plan(office, actor, plan, "bản mới", NOW, "30/KH")


MADE: dict[ChangeKind, tuple[Make, str]] = {
    ChangeKind.RULE: (later(), "Mọi kỳ chưa trình: hạn nộp ngày 20."),
    ChangeKind.CANCEL: (_cancelled, "Hủy kỳ 6 tháng đầu năm 2024."),
    ChangeKind.PAUSE: (_paused, "Tạm dừng từ ngày 14/06/2024."),
    ChangeKind.RESUME: (_resumed, "Tiếp tục từ ngày 14/06/2024."),
    ChangeKind.EXTEND: (_extended, "Gia hạn đến thứ Năm, 20/06/2024"),
    ChangeKind.EXCUSE: (_excused, "Không yêu cầu báo cáo trong kỳ này."),
    ChangeKind.CALENDAR: (_day_off, "Thứ Ba, 18/06/2024: nghỉ – ngày nghỉ theo văn bản (99/TB)."),
    ChangeKind.UNIT: (_renamed, "thành Phòng Chuyển đổi số. "),
    ChangeKind.PLAN: (_revised, "Sửa mục II.1."),
}


def made(scene: Scene, make: Make) -> int:
    return make(scene, scene.office, scene.actor("administrator")).key


def test_every_kind_of_change_but_undoing_is_tried_here() -> None:
    assert set(ChangeKind) - MADE.keys() == {ChangeKind.UNDO}


@pytest.mark.parametrize("kind", MADE)
def test_each_change_is_told_in_words_and_undone_after_a_look(kind: ChangeKind, scene: Scene, as_: SignIn) -> None:
    client = as_("administrator")
    make, told = MADE[kind]
    key = made(scene, make)
    page = client.get(f"/thay-doi?loai={kind.value}").text
    assert told.strip() in page and f'href="/thay-doi/{key}"' in page and "Có hiệu lực" in page
    one = client.get(f"/thay-doi/{key}").text
    assert told.strip() in one and "14/06/2024" in one
    before = fingerprint(scene.office.engine)
    looked = look(client, f"/thay-doi/{key}", {"reason": "nhầm"})
    assert looked.status_code == 200, looked.text
    assert fingerprint(scene.office.engine) == before
    saved = press_save(client, f"/thay-doi/{key}", {"reason": "nhầm"}, seen_in(looked))
    assert saved.status_code == 303, saved.text
    page = client.get(saved.headers["location"]).text
    assert "Đã hoàn tác." in page and "Đã hoàn tác</span>" in page and "Xem trước" not in page
    with reading(scene.office.engine) as session:
        undoing = session.exec(select(Adjustment).where(Adjustment.undoes_id == key)).one()
    history = client.get("/thay-doi?loai=undo").text
    assert f'href="/thay-doi/{undoing.key}"' in history and told.strip() in history and "Lý do: nhầm" in history


def test_what_the_undoing_previews_is_what_happens(scene: Scene, as_: SignIn) -> None:
    client = as_("administrator")
    key = made(scene, later())
    looked = look(client, f"/thay-doi/{key}", {"reason": "nhầm"})
    assert rounds_in(looked) == {
        "III.2. 6 tháng đầu năm 2024 (đang mở)": ("Dời", "2024-06-18"),
        "III.2. 9 tháng đầu năm 2024": ("Dời", "2024-09-18"),
        "III.2. Năm 2024": ("Dời", "2024-12-18"),
    }
    assert any(letters_in(looked).values())
    save(client, f"/thay-doi/{key}", reason="nhầm")
    assert scene.assignment("qlkh").due_on == local(2024, 6, 18, 12).date()


def test_an_undoing_is_undone_in_its_turn(scene: Scene, as_: SignIn) -> None:
    client = as_("administrator")
    first = made(scene, later())
    second = undo(scene.office, scene.actor("administrator"), first, "nhầm", NOW)
    again = look(client, f"/thay-doi/{first}", {"reason": "x"})
    assert again.status_code == 422 and "đã được hoàn tác" in again.text
    assert f'href="/thay-doi/{second.key}"' in client.get(f"/thay-doi/{first}").text
    page = save(client, f"/thay-doi/{second.key}", reason="không nhầm")
    assert f'href="/thay-doi/{first}"' in page
    assert scene.assignment("qlkh").due_on == local(2024, 6, 20, 12).date()


def test_an_undoing_needs_a_reason_and_is_not_done_unseen(scene: Scene, as_: SignIn) -> None:
    client = as_("administrator")
    key = made(scene, later())
    without = look(client, f"/thay-doi/{key}", {"reason": "  "})
    assert without.status_code == 422 and 'href="#reason"' in without.text
    unseen = press_save(client, f"/thay-doi/{key}", {"reason": "nhầm"}, "")
    assert unseen.status_code == 409
    adjust.cancel_round(
        scene.office, scene.actor("administrator"), scene.rule().key, "year-1-2024", "người khác", NOW
    )  # fmt: skip
    stale = press_save(client, f"/thay-doi/{key}", {"reason": "nhầm"}, seen_in(unseen))
    assert stale.status_code == 409 and "Kết quả bây giờ khác" in stale.text and ">nhầm</textarea>" in stale.text
    with reading(scene.office.engine) as session:
        assert session.exec(select(Adjustment).where(Adjustment.undoes_id == key)).first() is None


def test_what_is_over_is_not_undone_and_the_page_says_so(scene: Scene, as_: SignIn) -> None:
    client = as_("administrator")
    key = made(scene, _extended)
    as_("lead_officer").post(f"/du-thao/{scene.report('half').key}/trinh")
    for signer in ("lead_head", "director"):
        version = str(scene.version("half").key)
        as_(signer).post(f"/ky-duyet/{scene.report('half').key}/duyet", data={"version_id": version})
    with reading(scene.office.engine) as session:
        assert session.get_one(Period, scene.period("half").key) and scene.report("half").signed_at
    answer = look(client, f"/thay-doi/{key}", {"reason": "nhầm"})
    assert answer.status_code == 422 and "đã trình hoặc đã ký" in answer.text


def test_the_history_comes_in_pages_the_newest_first(scene: Scene, as_: SignIn) -> None:
    client = as_("administrator")
    assert "Chưa có thay đổi nào" in client.get("/thay-doi").text
    for number in range(PAGE + 2):
        made(scene, later(str(19 + number % 2), f"lần {number}"))
    first, second = client.get("/thay-doi").text, client.get("/thay-doi?trang=2").text
    assert first.index(f"lần {PAGE + 1}") < first.index(f"lần {PAGE}") and "lần 1<" not in first and "Cũ hơn" in first
    assert "lần 1" in second and "lần 0" in second and "Mới hơn" in second and "Cũ hơn" not in second
    assert "Chưa có thay đổi nào" in client.get("/thay-doi?loai=unit").text
    for odd in ("?trang=0", "?trang=x", "?trang=-1", "?loai=x"):
        assert f"lần {PAGE + 1}" in client.get(f"/thay-doi{odd}").text


@pytest.mark.parametrize("who", ["outsider", "nobody", "officer", "lead_officer", "lead_head", "director", "clerk"])
def test_nobody_else_sees_or_undoes_a_change(who: str, scene: Scene, as_: SignIn) -> None:
    key = made(scene, later())
    client, before = as_(who), fingerprint(scene.office.engine)
    assert client.get(f"/thay-doi/{key}").status_code == 404
    for press in ("xem", "luu"):
        assert client.post(f"/thay-doi/{key}", data={"reason": "x", "viec": press}).status_code == 404
    history = client.get("/thay-doi")
    assert history.status_code == (200 if who == "outsider" else 404)
    assert "UBND tỉnh yêu cầu" not in history.text
    assert fingerprint(scene.office.engine) == before
