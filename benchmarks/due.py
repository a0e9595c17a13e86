"""The question that the clock asks every second, on a database full of idle rows against one that is almost empty."""

import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import Engine, bindparam, insert, text
from sqlmodel import Session, SQLModel

from benchmarks.figure import Figure, NotMeasured
from benchmarks.processes import seconds, side_by_side
from dondoc.model import Agency, Obligation, Period, PeriodKind, Plan, Unit
from dondoc.model.base import Instant
from dondoc.store.due import due_flows
from dondoc.store.engine import migrate, open_engine
from dondoc.store.transaction import bookkeeping, reading

GOAL = 2.0
UNITS, PERIODS = 200, 1000
ROUNDS, ASKED, ENOUGH_SECONDS = 40, 20, 20.0
NOW = datetime(2026, 6, 1, 1, tzinfo=UTC)
EARLIER, SOON, LATER = NOW - timedelta(days=30), NOW + timedelta(days=1), NOW + timedelta(days=30)
DAY = date(2026, 6, 30)

# One statement each: a row at a time would take a minute.
_ASSIGNMENTS = text("""
    INSERT INTO assignment (agency_id, period_id, unit_id, part, due_on, extended_why, next_rung_at)
    SELECT 1, period.id, unit.id, 'cooperating', period.due_on, '', CASE WHEN unit.id % 2 = 0 THEN :later END
    FROM period CROSS JOIN unit
""").bindparams(bindparam("later", LATER, Instant))
"""Every other one has a reminder ahead; the rest have nothing left to say."""
_LETTERS = text("""
    INSERT INTO letter (
        agency_id, letter_key, message_id, kind, to_name, to_address, subject, text, html, "references", outcome,
        attempts, created_at, expires_at, not_before, state, sent_at
    )
    SELECT 1, id, id, 'reminder', 'name', 'name@mau.example', 'subject', 'text', 'html', '[]', '', 0, :earlier, :later,
        CASE WHEN id % 10 = 0 THEN :soon ELSE :earlier END,
        CASE WHEN id % 10 = 0 THEN 'queued' ELSE 'sent' END,
        CASE WHEN id % 10 = 0 THEN NULL ELSE :earlier END
    FROM assignment
""").bindparams(
    *(bindparam(name, at, Instant) for name, at in (("earlier", EARLIER), ("soon", SOON), ("later", LATER)))
)
"""Every tenth one waits for its time; the rest are sent."""


def measure() -> Figure:
    """Medians of interleaved questions in this process."""
    with tempfile.TemporaryDirectory() as folder:
        full, empty = filled(Path(folder) / "full.sqlite", UNITS, PERIODS), filled(Path(folder) / "empty.sqlite", 1, 1)
        pairs = side_by_side(lambda: _ask(full), lambda: _ask(empty), ROUNDS, ENOUGH_SECONDS)
        for engine in (full, empty):
            engine.dispose()
    much, little = median(each for each, _ in pairs), median(each for _, each in pairs)
    what = (
        f"what is due, asked of {UNITS * PERIODS:,} idle assignments and as many letters {much * 1e6:.0f} µs "
        f"against one of each {little * 1e6:.0f} µs"
    )
    return Figure(much / little, GOAL, what)


def _ask(engine: Engine) -> float:
    """The mean of some questions, each with its own session as the clock has it."""

    def ask() -> None:
        for _ in range(ASKED):
            with reading(engine) as session:
                if due_flows(session, NOW):
                    raise NotMeasured("something is due where all should be idle")

    return seconds(ask) / ASKED


def filled(path: Path, units: int, periods: int, letters: bool = True) -> Engine:
    """A database in which every unit has an assignment and (unless not) a letter in every period; nothing is due."""
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    with bookkeeping(engine) as session:
        _store(session, Agency, [_agency()])
        _store(session, Unit, [_unit(number) for number in range(1, units + 1)])
        _store(session, Plan, [_plan()])
        _store(session, Obligation, [_obligation()])
        _store(session, Period, [_period(number) for number in range(1, periods + 1)])
        session.execute(_ASSIGNMENTS)
        if letters:
            session.execute(_LETTERS)
    return engine


def _store(session: Session, table: type[SQLModel], rows: list[dict[str, Any]]) -> None:
    session.execute(insert(table), rows)


def _agency() -> dict[str, Any]:
    words = {name: name for name in ("code", "name", "short_name", "superior", "symbol", "place")}
    return {"id": 1, "email": "agency@mau.example", **words}


def _unit(number: int) -> dict[str, Any]:
    name = f"u{number}"
    return {"id": number, "agency_id": 1, "code": name, "name": name, "abbreviation": name, "valid_from": DAY}


def _plan() -> dict[str, Any]:
    words = {name: name for name in ("code", "title", "source", "signer_title", "signer_name", "archive")}
    return {"id": 1, "agency_id": 1, "year": 2026, "report_subject": "subject", "imported_at": EARLIER, **words}


def _obligation() -> dict[str, Any]:
    words = {name: name for name in ("ref", "title", "content", "time_quote", "units_quote")}
    return {"id": 1, "agency_id": 1, "plan_id": 1, "position": 1, **words}


def _period(number: int) -> dict[str, Any]:
    days = dict.fromkeys(("due_raw", "due_on", "compile_on", "sign_on", "send_raw", "send_on", "opens_on"), DAY)
    window = {"data_from": DAY - timedelta(days=30), "data_to": DAY - timedelta(days=5)}
    period = {"id": number, "agency_id": 1, "obligation_id": 1, "year": 2026, "kind": PeriodKind.MONTH}
    return {
        **period,
        **days,
        **window,
        "number": number,
        "opened_at": EARLIER,
        "draft_at": LATER if number % 2 else None,
    }
