"""What a request must pass before a page sees it."""

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError
from web_paths import every_path
from web_rows import fingerprint
from web_scene import ADDRESS, Scene

from dondoc.web.desk import COOKIE
from dondoc.web.guard import LONGEST_BODY

SignIn = Callable[[str], TestClient]

FOREIGN: list[dict[str, str]] = [
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": ADDRESS, "sec-fetch-site": "cross-site"},
    {"origin": ADDRESS, "sec-fetch-site": "same-site"},
    {},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_no_post_of_the_route_table_acts_from_another_site(
    headers: dict[str, str], scene: Scene, as_: SignIn, app: FastAPI
) -> None:
    signed_in = as_("administrator").cookies[COOKIE]
    client = TestClient(app, base_url=ADDRESS, cookies={COOKIE: signed_in}, follow_redirects=False)
    before = fingerprint(scene.office.engine)
    for route, path in every_path(scene):
        if route.method == "POST":
            answer = client.post(path, data={"viec": "khong-phat-sinh"}, headers=headers)
            assert answer.status_code == 403
            # Mail programs post there for their owners; its token is all that counts, and this one is not ours.
            by_token = route.name == "decline-act"
            assert by_token or "không đến từ trang của hệ thống" in answer.text
    assert fingerprint(scene.office.engine) == before


def test_a_browser_that_says_same_origin_may_post(anonymous: TestClient) -> None:
    del anonymous.headers["origin"]
    answer = anonymous.post("/dang-nhap", data={"email": "x"}, headers={"sec-fetch-site": "same-origin"})
    assert answer.status_code == 422


def test_a_foreign_host_name_is_not_answered_on_loopback(anonymous: TestClient) -> None:
    assert anonymous.get("/dang-nhap", headers={"host": "rebound.example"}).status_code == 421
    assert anonymous.get("/dang-nhap", headers={"host": "localhost:8000"}).status_code == 200


def test_a_body_too_large_is_refused_in_words_declared_or_not(anonymous: TestClient) -> None:
    declared = anonymous.post("/dang-nhap", content=b"x" * (LONGEST_BODY + 1))
    form = {"content-type": "application/x-www-form-urlencoded"}
    streamed = anonymous.post("/dang-nhap", content=(b"x" * 65536 for _ in range(80)), headers=form)
    for answer in (declared, streamed):
        assert answer.status_code == 413
        assert "quá lớn" in answer.text


def test_a_letters_frame_is_sandboxed_and_its_links_open_in_the_whole_window(anonymous: TestClient) -> None:
    answer = anonymous.get("/hop-thu/1/html")
    assert "sandbox allow-top-navigation-by-user-activation" in answer.headers["content-security-policy"]
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    assert '<base target="_top">' in answer.text


def test_an_error_of_ours_is_a_page_in_words_without_its_trace(
    as_: SignIn, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OperationalError("SELECT secret", {}, Exception("disk"))

    token = as_("officer").cookies[COOKIE]
    client = TestClient(app, base_url=ADDRESS, cookies={COOKIE: token}, raise_server_exceptions=False)
    monkeypatch.setattr("dondoc.store.page_rounds.next_opening", broken)
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Hệ thống gặp lỗi" in answer.text and "secret" not in answer.text


def test_machines_read_health_without_anything_secret(anonymous: TestClient) -> None:
    answer = anonymous.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"ok": True, "parts": {"database": True, "clock": True}, "letters_waiting": 16}


def test_static_files_are_kept_under_an_address_of_their_content(anonymous: TestClient) -> None:
    page = anonymous.get("/dang-nhap").text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    assert anonymous.get(address).headers["cache-control"] == "public, max-age=31536000, immutable"
    assert anonymous.get("/tinh/..%2fapp.css").status_code == 404
    assert anonymous.get("/tinh/khong-co.css").status_code == 404
    assert anonymous.get("/openapi.json").status_code == 404
    assert anonymous.get("/docs").status_code == 404
