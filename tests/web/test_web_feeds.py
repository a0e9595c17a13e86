"""The page of calendars, the feeds behind it, and the year for machines."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import icalendar
from fastapi.testclient import TestClient
from sqlmodel import select
from web_rows import fingerprint
from web_scene import ADDRESS, NOW, Scene

from dondoc.actions.adjust import change_rule
from dondoc.model import Agency, Feed, Scope
from dondoc.rules.adjust import Wanted
from dondoc.store.transaction import reading

SignIn = Callable[[str], TestClient]
SetClock = Callable[[datetime], None]


def subscribe(client: TestClient, feed: str = "person") -> str:
    """The path of a new feed, as its page shows it."""
    answer = client.post("/lich", data={"feed": feed})
    assert answer.status_code == 200, answer.text
    found = re.search(rf"readonly>({re.escape(ADDRESS)}/ics/[\w-]+\.ics)<", answer.text)
    assert found is not None
    assert f'href="webcal:{found[1].partition(":")[2]}"' in answer.text
    return urlsplit(found[1]).path


def feeds(scene: Scene) -> list[Feed]:
    with reading(scene.office.engine) as session:
        return list(session.exec(select(Feed).order_by(Feed.id)))  # type: ignore[arg-type]


def agency_name(scene: Scene) -> str:
    with reading(scene.office.engine) as session:
        return session.get_one(Agency, scene.person("officer").agency_id).name


def test_a_link_is_shown_once_and_opens_a_calendar_to_whoever_has_it(
    as_: SignIn, anonymous: TestClient, scene: Scene
) -> None:
    officer = as_("officer")
    path = subscribe(officer)
    assert path not in officer.get("/lich").text
    answer = anonymous.get(path)
    assert answer.status_code == 200 and answer.headers["content-type"] == "text/calendar; charset=utf-8"
    events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert len(events) == 4
    assert {event["organizer"].params["CN"] for event in events} == {agency_name(scene)}


def test_a_program_that_has_it_already_gets_no_content(
    as_: SignIn, anonymous: TestClient, scene: Scene, set_clock: SetClock
) -> None:
    path = subscribe(as_("officer"))
    first = anonymous.get(path)
    tag = first.headers["etag"]
    for asked in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = anonymous.get(path, headers={"if-none-match": asked})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert anonymous.get(path, headers={"if-none-match": '"other"'}).content == first.content
    assert first.headers["cache-control"] == "private, no-cache"
    set_clock(NOW + timedelta(hours=3))
    change = Wanted(Scope.ONE, {"due_day": "20"}, "nine_months-1-2024", reason="theo công văn")
    change_rule(scene.office, scene.actor("administrator"), scene.rule().key, change, NOW + timedelta(hours=2))
    moved = anonymous.get(path, headers={"if-none-match": tag})
    assert moved.status_code == 200 and moved.headers["etag"] != tag
    assert moved.headers["last-modified"] != first.headers["last-modified"]


def test_the_head_of_a_feed_is_that_of_its_content(as_: SignIn, anonymous: TestClient) -> None:
    path = subscribe(as_("officer"))
    got, head = anonymous.get(path), anonymous.head(path)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("etag", "last-modified", "content-type", "content-length"):
        assert head.headers[name] == got.headers[name]


def test_an_unknown_feed_and_a_revoked_one_look_like_any_page_that_is_not_there(
    as_: SignIn, anonymous: TestClient, scene: Scene
) -> None:
    officer = as_("officer")
    path = subscribe(officer)
    nowhere = anonymous.get("/khong-co")
    unknown = anonymous.get("/ics/guessed.ics")
    made = feeds(scene)[-1]
    assert officer.post(f"/lich/{made.key}/thu-hoi").headers["location"] == "/lich?xong=da-thu-hoi"
    revoked = anonymous.get(path)
    assert (nowhere.status_code, unknown.status_code, revoked.status_code) == (404, 404, 404)
    assert nowhere.text == unknown.text == revoked.text
    assert "etag" not in revoked.headers
    assert "Đã thu hồi" in officer.get("/lich?xong=da-thu-hoi").text


def test_somebody_elses_feed_cannot_be_revoked(as_: SignIn, scene: Scene) -> None:
    subscribe(as_("officer"))
    made, before = feeds(scene)[-1], fingerprint(scene.office.engine)
    for who in ("administrator", "lead_officer", "outsider"):
        assert as_(who).post(f"/lich/{made.key}/thu-hoi").status_code == 404
    assert fingerprint(scene.office.engine) == before


def test_the_page_tells_when_a_feed_was_last_fetched(as_: SignIn, anonymous: TestClient) -> None:
    officer = as_("officer")
    path = subscribe(officer)
    assert "chưa tải lần nào" in officer.get("/lich").text
    anonymous.get(path)
    assert "09:30 ngày 14/06/2024" in officer.get("/lich").text


def test_each_may_choose_what_they_may_see(as_: SignIn, scene: Scene) -> None:
    def choices(who: str) -> int:
        return as_(who).get("/lich").text.count("<option value=")

    assert choices("officer") == choices("clerk") + 1 == 4
    assert choices("director") == choices("administrator") == 10
    assert choices("nobody") == 0
    unit = scene.assignment("vp").unit_id
    assert as_("officer").post("/lich", data={"feed": f"unit-{unit}"}).status_code == 404
    assert as_("outsider").post("/lich", data={"feed": f"unit-{unit}"}).status_code == 404
    assert as_("nobody").post("/lich", data={"feed": "person"}).status_code == 404


def test_a_choice_that_is_none_is_told_at_its_field(as_: SignIn, scene: Scene) -> None:
    before = fingerprint(scene.office.engine)
    for typed in ("", "unit", "unit-", "unit-x", "unit-²", "person-1-2", "year", "unit-9999999999"):
        answer = as_("officer").post("/lich", data={"feed": typed})
        assert answer.status_code == 422 and "Chọn lịch muốn đăng ký." in answer.text, typed
        assert 'aria-invalid="true"' in answer.text
    assert as_("officer").post("/lich", data={"feed": "unit-999999999"}).status_code == 404
    assert fingerprint(scene.office.engine) == before


def test_the_year_for_machines_says_what_the_page_says(as_: SignIn) -> None:
    found = as_("officer").get("/api/nam/2024").json()
    assert [each["period"] for each in found] == ["quarter-1-2024", "half-1-2024", "nine_months-1-2024", "year-1-2024"]
    first, half = found[:2]
    assert (first["obligation"], first["window"], first["due"]) == ("III.2", ["2023-12-15", "2024-03-14"], "2024-03-18")
    assert [each["state"] for each in found] == ["dispatched", "open", "to_come", "to_come"]
    assert half["raw_due"] <= half["due"] <= half["compile_on"] <= half["sign_on"] <= half["send"]
    assert half["proposed"] is True and half["direction"] in {"back", "forward", "none"}
    page = as_("officer").get("/nam/2024").text
    assert all(sentence for each in found for sentence in each["explanation"]) and "18/03/2024" in page


def test_the_year_for_machines_shows_nothing_to_others(as_: SignIn, anonymous: TestClient) -> None:
    assert as_("nobody").get("/api/nam/2024").status_code == 404
    assert as_("outsider").get("/api/nam/2024").json() == []
    assert anonymous.get("/api/nam/2024").status_code == 303
    assert as_("officer").get("/api/nam/0").status_code == 404
