"""Numbers for machines, in the text format of Prometheus: for this machine alone, or for who has the token."""

import secrets
from collections.abc import Iterator, Mapping

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response

from dondoc.store import watching
from dondoc.store.watching import Gauges
from dondoc.web.desk import Desk, OpenDesk
from dondoc.web.health import parts_of

_NEAR = frozenset({"127.0.0.1", "::1", "testclient"})
_PASSED_ON = ("forwarded", "x-forwarded-for", "x-real-ip")


def show(desk: OpenDesk) -> Response:
    """All numbers; 404 for whom they are not."""
    if not _may_read(desk):
        raise HTTPException(404)
    with desk.reading() as session:
        found = watching.gauges(session, desk.now)
    text = "\n".join([*_lines(found), *_parts(parts_of(desk))]) + "\n"
    return PlainTextResponse(text, media_type="text/plain; version=0.0.4; charset=utf-8")


def _may_read(desk: Desk) -> bool:
    token = desk.house.settings.metrics_token
    if token:
        said = desk.request.headers.get("authorization", "")
        return secrets.compare_digest(said.encode(), f"Bearer {token}".encode())
    # Behind a proxy on this machine everybody comes from here; what it passed on says so.
    client = desk.request.client
    return (
        client is not None and client.host in _NEAR and not any(desk.request.headers.get(name) for name in _PASSED_ON)
    )


def _lines(found: Gauges) -> Iterator[str]:
    yield from _head("dondoc_letters", "Letters by state.")
    for state, count in found.letters.items():
        yield f'dondoc_letters{{state="{state.value}"}} {count}'
    yield from _one("dondoc_letters_waiting", "Letters whose time has come.", found.waiting)
    yield from _one("dondoc_letters_oldest_seconds", "How long the oldest of them waits.", found.oldest_seconds)
    yield from _one("dondoc_incoming_waiting", "Letters that came in and wait to be judged.", found.incoming_waiting)
    yield from _head("dondoc_flow_done_timestamp_seconds", "When a flow last did its work.")
    for flow, at in found.last_runs.items():
        yield f'dondoc_flow_done_timestamp_seconds{{flow="{flow.value}"}} {at.timestamp():.0f}'
    yield from _head("dondoc_flow_runs_failed", "Runs that failed or were cut off.")
    for flow, count in found.failed_runs.items():
        yield f'dondoc_flow_runs_failed{{flow="{flow.value}"}} {count}'


def _parts(parts: Mapping[str, bool]) -> Iterator[str]:
    yield from _head("dondoc_part_ok", "1 while a part is well.")
    for name, ok in parts.items():
        yield f'dondoc_part_ok{{part="{name}"}} {int(ok)}'


def _one(name: str, what: str, value: float) -> Iterator[str]:
    yield from _head(name, what)
    yield f"{name} {value:g}"


def _head(name: str, what: str) -> Iterator[str]:
    yield f"# HELP {name} {what}"
    yield f"# TYPE {name} gauge"
