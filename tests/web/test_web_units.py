"""Units on the page: every change is shown before it is saved, on the page that explains what it lacks."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from sqlmodel import col, select
from web_rows import fingerprint
from web_scene import NOW, Scene

from dondoc.actions.adjust import change_rule
from dondoc.actions.hand_over import hand_over_due
from dondoc.model import Scope, Unit
from dondoc.rules.adjust import Wanted
from dondoc.store.transaction import reading

SignIn = Callable[[str], TestClient]
WHY = {"on": "17/06/2024", "reason": "Sắp xếp bộ máy", "document": "12/QĐ-SKHCN"}
NEW = {"name": "Phòng Khoa học", "abbreviation": "KH"}


def unit(scene: Scene, code: str) -> Unit:
    with reading(scene.office.engine) as session:
        return session.exec(select(Unit).where(Unit.code == code, Unit.agency_id == 1)).one()


def created(scene: Scene) -> list[Unit]:
    with reading(scene.office.engine) as session:
        return list(session.exec(select(Unit).where(Unit.valid_from == date(2024, 6, 17)).order_by(col(Unit.id))))


def path(scene: Scene, word: str, code: str = "qlkh") -> str:
    return f"/don-vi/{unit(scene, code).key}/{word}"


def save(client: TestClient, where: str, typed: dict[str, str]) -> Response:
    """Look first, then save what was shown."""
    before = client.post(where, data={**typed, "viec": "xem"})
    assert before.status_code == 200, before.text
    (shown,) = re.findall(r'name="shown" value="(\w+)"', before.text)
    assert "Điều sẽ thay đổi nếu lưu" in before.text
    return client.post(where, data={**typed, "viec": "luu", "shown": shown})


def test_the_page_lists_units_with_their_life_people_and_successor(as_: SignIn) -> None:
    text = as_("administrator").get("/don-vi").text
    assert "từ 01/01/2003 đến 30/06/2025" in text and "kế thừa:" in text and "Sắp kết thúc" in text
    assert "Tạ Mẫu Minh" in text and "chuyên viên" in text


def test_a_renamed_unit_is_shown_first_and_its_work_goes_on_under_the_new_name(as_: SignIn, scene: Scene) -> None:
    client, before = as_("administrator"), fingerprint(scene.office.engine)
    seen = client.post(path(scene, "doi-ten"), data={**NEW, **WHY, "viec": "xem"})
    assert "Phòng Khoa học" in seen.text and "Tạ Mẫu Minh" in seen.text and 'value="17/06/2024"' in seen.text
    assert fingerprint(scene.office.engine) == before
    assert save(client, path(scene, "doi-ten"), NEW | WHY).headers["location"] == "/don-vi?xong=da-doi-don-vi"
    (new,) = created(scene)
    old = unit(scene, "qlkh")
    assert (old.valid_to, old.successor_id, new.name) == (date(2024, 6, 16), new.key, "Phòng Khoa học")
    hand_over_due(scene.office, NOW.replace(day=17))
    told = "Phòng Quản lý Khoa học (nay do Phòng Khoa học thực hiện)"
    assert told in as_("lead_officer").get(f"/ky/{scene.period('half').key}").text
    assert told in as_("officer").get(f"/nop/{scene.assignment('qlkh').key}").text


def test_units_merge_into_a_new_one_or_into_one_that_exists(as_: SignIn, scene: Scene) -> None:
    client, other, third = as_("administrator"), unit(scene, "qlcn"), unit(scene, "khtc")
    save(client, path(scene, "sap-nhap"), {**NEW, **WHY, "unit": str(other.key)})
    (new,) = created(scene)
    assert {unit(scene, code).successor_id for code in ("qlkh", "qlcn")} == {new.key}
    save(client, path(scene, "sap-nhap", "tdc"), {**WHY, "into": str(third.key)})
    assert unit(scene, "tdc").successor_id == third.key


def test_a_unit_is_split_and_another_dissolved(as_: SignIn, scene: Scene) -> None:
    client = as_("administrator")
    parts = {"name": "Phòng A", "abbreviation": "A", "name-2": "Phòng B", "abbreviation-2": "B"}
    save(client, path(scene, "chia"), parts | WHY)
    assert [each.name for each in created(scene)] == ["Phòng A", "Phòng B"]
    save(client, path(scene, "giai-the", "khtc"), WHY)
    assert (unit(scene, "khtc").valid_to, unit(scene, "khtc").successor_id) == (date(2024, 6, 16), None)
    assert client.get(path(scene, "giai-the", "khtc")).status_code == 404


@pytest.mark.parametrize(
    ("word", "wrong", "field", "said"),
    [
        ("doi-ten", {"name": ""}, "name", "Ghi tên của đơn vị mới."),
        ("doi-ten", {"on": ""}, "on", "Ghi ngày."),
        ("doi-ten", {"on": "31/04/2024"}, "on", "không phải là một ngày"),
        ("doi-ten", {"on": "01/01/2003"}, "on", "trước ngày bắt đầu"),
        ("doi-ten", {"reason": ""}, "reason", "Ghi lý do thay đổi"),
        ("sap-nhap", {}, "unit", "Chọn ít nhất một phòng, đơn vị"),
        ("chia", {"name-2": "Phòng B"}, "abbreviation-2", "Ghi tên viết tắt của đơn vị mới."),
        ("giai-the", {"reason": ""}, "reason", "Ghi lý do thay đổi"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(
    word: str, wrong: dict[str, str], field: str, said: str, as_: SignIn, scene: Scene
) -> None:
    before, typed = fingerprint(scene.office.engine), NEW | WHY | wrong
    for act in ("xem", "luu"):
        answer = as_("administrator").post(path(scene, word), data={**typed, "viec": act})
        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.text and f'id="{field}"' in answer.text and said in answer.text
        kept = set(typed) - ({"name", "abbreviation"} if word == "giai-the" else set())
        assert all(typed[name] in answer.text for name in kept)
    assert fingerprint(scene.office.engine) == before


def test_nothing_is_saved_that_was_not_shown(as_: SignIn, scene: Scene) -> None:
    client, where = as_("administrator"), path(scene, "doi-ten")
    seen = client.post(where, data={**NEW, **WHY, "viec": "xem"}).text
    (shown,) = re.findall(r'name="shown" value="(\w+)"', seen)
    wanted = Wanted(Scope.ALL, {"due_day": "19"}, reason="khác")
    change_rule(scene.office, scene.actor("administrator"), scene.rule().key, wanted, NOW)
    stale = client.post(where, data={**NEW, **WHY, "viec": "luu", "shown": shown})
    assert stale.status_code == 422 and "không còn như đã xem" in stale.text
    assert created(scene) == []
    unseen = client.post(where, data={**NEW, **WHY, "viec": "luu"})
    assert unseen.status_code == 422 and created(scene) == []


@pytest.mark.parametrize("who", ["officer", "lead_head", "director", "clerk", "outsider"])
def test_only_an_administrator_of_the_agency_comes_here(who: str, as_: SignIn, scene: Scene) -> None:
    client, before = as_(who), fingerprint(scene.office.engine)
    for word in ("doi-ten", "sap-nhap", "chia", "giai-the", "khac"):
        assert client.get(path(scene, word)).status_code == 404
        assert client.post(path(scene, word), data=NEW | WHY | {"viec": "luu"}).status_code == 404
    assert client.get("/don-vi").status_code == (200 if who == "outsider" else 404)
    assert "Phòng Quản lý Khoa học" not in client.get("/don-vi").text
    assert fingerprint(scene.office.engine) == before
