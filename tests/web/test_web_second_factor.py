"""The pages of the second factor: enrol by QR code or key, recovery codes shown once, sign with either."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from web_rows import fingerprint
from web_scene import NOW, SECRET, Scene

from dondoc.actions import second_factor as verbs
from dondoc.actions import sign
from dondoc.rules import totp
from dondoc.store import signing
from dondoc.store.transaction import reading

SignIn = Callable[[str], TestClient]


def secret(scene: Scene, who: str) -> bytes:
    person = scene.person(who)
    with reading(scene.office.engine) as session:
        row = signing.second_factor(session, person.key)
    assert row is not None
    return totp.secret_of(SECRET, person.key, row.nonce)


def enrolled(scene: Scene, who: str) -> list[str]:
    actor, then = scene.actor(who), NOW - timedelta(hours=1)
    key = verbs.begin(scene.office, actor, then)
    return verbs.confirm(scene.office, actor, totp.code(key, totp.step_of(then)), then)


def test_the_app_is_set_up_by_a_picture_or_by_the_key_beside_it(scene: Scene, as_: SignIn) -> None:
    client = as_("director")
    page = client.get(client.post("/xac-thuc").headers["location"]).text
    assert totp.shown(secret(scene, "director")) in page
    assert '<svg role="img"' in page and "<title>Mã QR" in page and "otpauth://totp/" in page
    assert "<img" not in page
    wrong = client.post("/xac-thuc/ma", data={"code": "000000"})
    assert (
        wrong.status_code == 422
        and 'href="#code"' in wrong.text
        and totp.shown(secret(scene, "director")) in wrong.text
    )
    done = client.post("/xac-thuc/ma", data={"code": totp.code(secret(scene, "director"), totp.step_of(NOW))})
    codes = re.findall(r"<li><code>(\w{5}-\w{5})</code></li>", done.text)
    assert done.status_code == 200 and len(set(codes)) == 10
    later = client.get("/xac-thuc").text
    assert "Còn 10 mã" in later and not any(code in later for code in codes)
    assert totp.shown(secret(scene, "director")) not in later  # the key is shown no more either


def test_a_signature_takes_a_recovery_code_once(scene: Scene, as_: SignIn) -> None:
    report, version = scene.report("half").key, scene.version("half").key
    sign.send_up(scene.office, scene.actor("lead_officer"), report, NOW)
    sign.approve(scene.office, scene.actor("lead_head"), report, version, NOW)
    codes, client = enrolled(scene, "director"), as_("director")
    assert "hoặc một mã khôi phục" in client.get(f"/ky-duyet/{report}").text
    path = f"/ky-duyet/{report}/duyet"
    wrong = client.post(path, data={"version_id": str(version), "code": "AAAAA-AAAAA"})
    assert wrong.status_code == 422 and "Mã không đúng hoặc đã dùng" in wrong.text
    assert client.post(path, data={"version_id": str(version), "code": codes[0]}).status_code == 303
    assert "Còn 9 mã" in client.get("/xac-thuc").text


def test_new_codes_are_made_against_a_code_and_few_left_is_said(scene: Scene, as_: SignIn) -> None:
    codes, client = enrolled(scene, "director"), as_("director")
    for code in codes[:7]:
        verbs.verify(scene.office, scene.actor("director"), code, NOW)
    assert "Nên tạo bộ mã mới" in client.get("/xac-thuc").text
    assert client.post("/xac-thuc/ma-khoi-phuc", data={"code": ""}).status_code == 422
    done = client.post("/xac-thuc/ma-khoi-phuc", data={"code": codes[9]})
    assert done.status_code == 200 and len(re.findall(r"<li><code>", done.text)) == 10


def test_an_administrator_resets_a_lost_phone(scene: Scene, as_: SignIn) -> None:
    enrolled(scene, "director")
    person, admin = scene.person("director").key, as_("administrator")
    assert f"/ky-duyet/xac-thuc/{person}/go" in admin.get("/ky-duyet").text
    answer = admin.post(f"/ky-duyet/xac-thuc/{person}/go")
    assert "Đã gỡ xác thực hai lớp" in admin.get(answer.headers["location"]).text
    assert "Bắt đầu cài" in as_("director").get("/xac-thuc").text


@pytest.mark.parametrize("who", ["officer", "clerk", "director", "outsider", "nobody"])
def test_nobody_else_resets_it(scene: Scene, as_: SignIn, who: str) -> None:
    enrolled(scene, "director")
    before = fingerprint(scene.office.engine)
    assert as_(who).post(f"/ky-duyet/xac-thuc/{scene.person('director').key}/go").status_code == 404
    assert fingerprint(scene.office.engine) == before
