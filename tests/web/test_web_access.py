"""Who sees what: strangers learn nothing on any route, and looking changes nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from web_paths import every_path
from web_rows import fingerprint
from web_scene import NOW, SECRET, Scene

from dondoc.mail.links import form_token
from dondoc.web.routes import ROUTES

SignIn = Callable[[str], TestClient]

OURS = ("Khoa học và Công nghệ", "Thanh tra", "cải cách tư pháp", "Mẫu", "mau.example", "SKHCN")
NO_ROW = {
    "home", "this-year", "year", "year-data", "plans", "issue", "book", "letters", "health", "schedules", "schedule",
    "feeds", "feed-create", "units", "load-now", "load", "changes", "this-years-days-off", "days-off", "days-off-send",
    "proposals", "proposal-upload", "signing", "delegate", "skip", "second-factor", "second-factor-confirm", "template",
    "template-upload", "incoming", "matrix", "ledger", "ledger-own", "wordings", "wording", "wording-send",
    "own-letters", "recovery-codes", "requests",
}  # fmt: skip
"""Routes that name no row: a stranger of another agency gets their own, empty page there."""
OWN = {
    "schedule-interval", "schedule-pause", "schedule-resume", "schedule-run", "signing-chain", "second-factor-begin",
    "request-begin",
}  # fmt: skip
"""Acts on what is one's own alone: schedules and chain of one's agency, one's authenticator app, a new request."""


def says_nothing_of_ours(text: str) -> bool:
    return not any(word in text for word in OURS)


@pytest.mark.parametrize("who", ["outsider", "nobody"])
def test_a_stranger_learns_nothing_on_any_route_and_changes_nothing(who: str, scene: Scene, as_: SignIn) -> None:
    client = as_(who)
    before = fingerprint(scene.office.engine)
    for route, path in every_path(scene):
        if route.open or route.name == "leave" or (route.name in OWN and who == "outsider"):
            continue
        answer = client.request(route.method, path, data={"reason": "x"} if route.method == "POST" else None)
        if route.name in NO_ROW:
            own = {303, 422} if route.method == "POST" else {200, 303}
            assert answer.status_code in (own if who == "outsider" else {*own, 404}), (route.name, path)
            assert who == "nobody" or says_nothing_of_ours(answer.text), route.name
        else:
            assert answer.status_code == 404, (route.name, path, answer.status_code)
            assert says_nothing_of_ours(answer.text), route.name
    assert fingerprint(scene.office.engine) == before


def test_a_person_without_a_role_sees_only_an_empty_home(as_: SignIn) -> None:
    answer = as_("nobody").get("/")
    assert "chưa được giao vai trò" in answer.text
    assert "/nam/" not in answer.text


def test_who_is_not_signed_in_is_sent_to_sign_in_first_whatever_the_address(
    scene: Scene, anonymous: TestClient
) -> None:
    before = fingerprint(scene.office.engine)
    for route, path in every_path(scene):
        if route.open:
            continue
        for known in (path, path.replace(path.rsplit("/", 1)[-1], "999999") if path[-1].isdigit() else path):
            answer = anonymous.request(route.method, known)
            if route.method == "GET":
                assert (answer.status_code, answer.headers.get("location")) == (303, "/dang-nhap"), route.name
            else:
                assert answer.status_code == 401, route.name
            assert says_nothing_of_ours(answer.text), route.name
    assert fingerprint(scene.office.engine) == before


OF_ALL = {"home", "ledger-own", "own-letters", "second-factor", "year", "plan"}
OF_READERS = {"slip", "matrix", "period", "answer", "draft", "compare", "sign-off", "download"}
EXPECTED = {
    "officer": OF_ALL | {"form", "quick", "extension-ask", "load"},
    "lead_officer": OF_ALL | OF_READERS | {"edit", "extension-decide", "excuse", "load", "requests"},
    "director": OF_ALL | OF_READERS | {"load", "superior-hold", "superior-redirect", "requests", "request-question"},
    "clerk": OF_ALL | {"issue", "book", "issue-one", "download", "archive"},
    "administrator": OF_ALL
    | OF_READERS
    | {"signing", "template", "issue", "book", "issue-one", "archive", "rule", "letters", "letter", "health"}
    | {"schedules", "schedule", "units", "unit-change", "load", "rule-change", "round-move", "round-cancel"}
    | {"rule-pause", "rule-resume", "changes", "days-off", "proposals", "proposal", "incoming", "ledger", "requests"}
    | {"wordings", "wording"},
}


@pytest.mark.parametrize("who", list(EXPECTED))
def test_each_role_opens_its_own_pages_and_no_others_and_looking_never_acts(
    who: str, scene: Scene, as_: SignIn
) -> None:
    client = as_(who)
    before = fingerprint(scene.office.engine)
    opened = set()
    for route, path in every_path(scene):
        if route.method != "GET":
            continue
        answer = client.get(path)
        assert answer.status_code in {200, 303, 403, 404}, route.name
        if answer.status_code == 200 and not route.open:
            opened.add(route.name)
        well_guarded(route.name, answer)
    assert opened == EXPECTED[who] | {"feeds", "year-data"}
    assert fingerprint(scene.office.engine) == before


def well_guarded(name: str, answer: Response) -> None:
    """The headers that keep a browser out of trouble, and nothing in the page that they would have to forbid."""
    policy = answer.headers["content-security-policy"]
    framed = name == "mailbox-frame"
    assert ("frame-ancestors 'none'" in policy, "'unsafe" in policy) == (not framed, framed), name
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cache-control"] == ("no-cache" if name == "static" else "no-store")
    if "html" in answer.headers.get("content-type", "") and not framed:
        text = answer.text
        assert " style=" not in text and "<style" not in text and "onclick" not in text, name
        assert 'src="http' not in text and 'href="https://' not in text, name


def test_head_requests_never_act(scene: Scene, as_: SignIn) -> None:
    client = as_("administrator")
    before = fingerprint(scene.office.engine)
    for route, path in every_path(scene):
        if route.method == "GET" and not route.open and route.name != "download":
            assert client.head(path).status_code in {200, 303, 404}, route.name
    assert fingerprint(scene.office.engine) == before


def test_a_clerk_opens_a_report_only_once_it_is_signed(scene: Scene, as_: SignIn) -> None:
    clerk = as_("clerk")
    assert clerk.get(f"/du-thao/{scene.report('quarter').key}").status_code == 200
    assert clerk.get(f"/du-thao/{scene.report('half').key}").status_code == 404
    assert clerk.get(f"/phat-hanh/{scene.report('half').key}").status_code == 404


def test_a_personal_link_opens_one_form_for_one_person_only(scene: Scene, anonymous: TestClient) -> None:
    mine, other = scene.assignment("qlkh"), scene.assignment("tdc")
    officer, outsider = scene.person("officer"), scene.person("outsider")
    good = form_token(SECRET, officer.key, mine.key, NOW - timedelta(days=5))
    assert anonymous.get(f"/f/{good}").status_code == 200
    assert anonymous.get("/").status_code == 303
    for token in (
        form_token(SECRET, officer.key, other.key, NOW),
        form_token(SECRET, outsider.key, mine.key, NOW),
        form_token("another secret", officer.key, mine.key, NOW),
        form_token(SECRET, officer.key, mine.key, NOW - timedelta(days=90)),
        form_token(SECRET, officer.key, 999_999, NOW),
        good[:-1],
        "x",
    ):
        answer = anonymous.get(f"/f/{token}")
        assert answer.status_code == 403
        assert says_nothing_of_ours(answer.text)
        assert anonymous.post(f"/f/{token}", data={"viec": "khong-phat-sinh"}).status_code == 403


def test_an_administrators_view_of_a_letter_holds_no_personal_link(scene: Scene, as_: SignIn) -> None:
    client = as_("administrator")
    links = [path for route, path in every_path(scene) if route.name == "letter"]
    answer = client.get(links[0])
    assert "[liên kết riêng của người nhận]" in answer.text
    assert "/f/" not in answer.text


def test_the_mailbox_is_closed_unless_this_is_development_on_loopback(scene: Scene, tmp_path: object) -> None:
    from web_scene import ADDRESS

    from dondoc.settings import Settings
    from dondoc.web.app import create_app

    for settings in (Settings(mail="smtp", base_url=ADDRESS), Settings(mail="mailbox", host="0.0.0.0")):
        client = TestClient(create_app(scene.office, settings), base_url=ADDRESS)
        for path in ("/hop-thu", "/hop-thu/1", "/hop-thu/1/html"):
            assert client.get(path).status_code == 404


def test_paths_and_names_of_the_route_table_are_unique() -> None:
    assert len({(route.method, route.path) for route in ROUTES}) == len(ROUTES)
    assert len({route.name for route in ROUTES}) == len(ROUTES)


@pytest.mark.parametrize("path", ["/ky/0", "/ky/-1", "/ky/x", "/ky/99999999999999999999", "/nam/99999", "/nam/1"])
def test_an_address_that_is_no_row_is_a_page_not_found(path: str, as_: SignIn) -> None:
    answer = as_("administrator").get(path)
    assert answer.status_code == 404
    assert "Không tìm thấy trang" in answer.text
