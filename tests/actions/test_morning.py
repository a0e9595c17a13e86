"""The line of the morning, and the ping: said once a day, and only where it is wanted."""

import threading
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from sqlmodel import col, select

from dondoc.actions.decline import decline
from dondoc.actions.morning import morning_due
from dondoc.actions.remind import remind_due
from dondoc.model import Letter, LetterKind, LetterState
from dondoc.store.transaction import bookkeeping, reading
from flows import watch
from flows.place import Place
from tests.cast import ADDRESSES, Q1_OPENS, Cast, at

NEXT_MORNING = at("2024-03-05 07:40")


def lines(cast: Cast) -> dict[str, str]:
    with reading(cast.office.engine) as session:
        chosen = select(Letter).where(Letter.kind == LetterKind.MORNING, Letter.agency_id == cast.agency_id)
        return {letter.to_address: letter.text for letter in session.exec(chosen)}


def settle(cast: Cast, *states: LetterState) -> int:
    """Let the first reminders end so, and the others be sent; how many there are."""
    with bookkeeping(cast.office.engine) as session:
        letters = list(session.exec(select(Letter).where(Letter.agency_id == cast.agency_id).order_by(col(Letter.id))))
        for letter, state in zip(letters, [*states, *[LetterState.SENT] * len(letters)], strict=False):
            letter.state = state
            letter.sent_at = letter.not_before if state is LetterState.SENT else None
            session.add(letter)
        return len(letters)


def test_the_line_says_what_became_of_yesterday_and_what_comes(opened: Cast) -> None:
    remind_due(opened.office, Q1_OPENS)
    planned = settle(opened, LetterState.FAILED, LetterState.IN_DOUBT, LetterState.EXPIRED)
    morning_due(opened.office, NEXT_MORNING)
    [text] = lines(opened).values()
    assert f"dự kiến {planned}, đã gửi {planned - 3}, chưa rõ 1, không gửi được 2." in text
    assert "Dự kiến hôm nay 0, ngày mai 0." in text


def test_it_is_written_once_a_day_and_not_before_the_office_opens(opened: Cast) -> None:
    morning_due(opened.office, at("2024-03-05 07:29"))
    assert lines(opened) == {}
    assert morning_due(opened.office, NEXT_MORNING) > 0
    assert morning_due(opened.office, NEXT_MORNING + timedelta(hours=3)) == 0
    assert list(lines(opened)) == [ADDRESSES["administrator"]]
    assert morning_due(opened.office, NEXT_MORNING + timedelta(days=1)) > 0


def test_who_declines_it_gets_none_and_nothing_is_noted_every_quarter_of_an_hour(opened: Cast) -> None:
    decline(opened.office, opened.administrator.person_id or 0, LetterKind.MORNING, True, NEXT_MORNING)
    morning_due(opened.office, NEXT_MORNING)
    assert lines(opened) == {}
    assert morning_due(opened.office, NEXT_MORNING) == 0


def test_letters_about_the_post_office_itself_are_not_counted(opened: Cast) -> None:
    morning_due(opened.office, NEXT_MORNING)
    settle(opened)
    morning_due(opened.office, NEXT_MORNING + timedelta(days=1))
    assert any("dự kiến 0, đã gửi 0" in text for text in lines(opened).values())


@pytest.fixture
def monitor() -> object:
    """A server that counts who calls."""
    called: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            called.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/alive", called
    server.shutdown()
    server.server_close()


def test_the_ping_goes_only_where_it_is_set(opened: Cast, monitor: tuple[str, list[str]]) -> None:
    url, called = monitor
    watch.run(Place(opened.office, lambda: NEXT_MORNING))
    assert called == []
    watch.run(Place(replace(opened.office, ping_url=url), lambda: NEXT_MORNING))
    assert called == ["/alive"]


def test_a_ping_that_fails_stops_nothing(opened: Cast) -> None:
    away = replace(opened.office, ping_url="http://127.0.0.1:9/")
    assert watch.run(Place(away, lambda: NEXT_MORNING)) > 0
    assert watch.ping("http://127.0.0.1:9/") is False
