"""The navigation: every entry opens for who sees it, no row is longer than a phone shows, one entry is current."""

import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

SignIn = Callable[[str], TestClient]

_NAV = re.compile(r"<nav.*?</nav>", re.DOTALL)
_LINK = re.compile(r'<a href="([^"]+)"( aria-current="(?:page|true)")?>([^<]+)</a>')


def rows(page: str) -> list[list[tuple[str, str, str]]]:
    """The rows of the navigation, each a list of (path, current or empty, label)."""
    return [_LINK.findall(nav) for nav in _NAV.findall(page)]


def opened(client: TestClient, path: str) -> str:
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code == 200, path
    return answer.text


@pytest.mark.slow
@pytest.mark.parametrize("who", ["officer", "lead_head", "director", "clerk", "administrator"])
def test_every_entry_opens_and_shows_itself_as_the_current_one(as_: SignIn, who: str) -> None:
    client = as_(who)
    for path, _, label in rows(client.get("/").text)[0]:
        shown = rows(opened(client, path))
        assert [link[0] for link in shown[0] if link[1]] == [path], label
        for below, _, name in shown[1] if len(shown) > 1 else []:
            assert [link[0] for link in rows(opened(client, below))[1] if link[1]] == [below], name


def test_no_row_of_any_role_has_more_than_six_entries(as_: SignIn) -> None:
    client = as_("administrator")
    for path, _, _ in rows(client.get("/").text)[0]:
        assert all(len(row) <= 6 for row in rows(opened(client, path)))


def test_a_page_that_is_no_entry_of_the_navigation_has_no_second_row(as_: SignIn) -> None:
    assert len(rows(as_("officer").get("/xac-thuc").text)) == 1


def test_an_officer_is_shown_no_way_into_the_administration(as_: SignIn) -> None:
    client = as_("officer")
    pages = [opened(client, path) for path, _, _ in rows(client.get("/").text)[0]]
    seen = {link[0] for page in pages for row in rows(page) for link in row}
    assert seen == {"/", "/nam", "/ke-hoach", "/tai", "/lich", "/so-thu/cua-toi"}


def test_a_rule_lies_below_the_plans(scene: object, as_: SignIn) -> None:
    page = as_("administrator").get("/quy-tac/1").text
    assert [link[0] for link in rows(page)[1] if link[1]] == ["/ke-hoach"]
