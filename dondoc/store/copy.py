"""A copy of one agency in memory: what is open, and all that its future follows from. Nothing in it reaches anybody."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Table, null, select
from sqlmodel import Session

from dondoc.model import METADATA
from dondoc.store.engine import memory_engine, without_foreign_keys

_T = METADATA.tables
_LEFT_OUT = frozenset(
    {
        "audit", "sign_in", "feed", "paper", "attachment", "dispatch", "run", "lock",
        "schedule_change", "calendar_entry", "incoming", "incoming_file", "incoming_decision",
        "submission_file", "proposal", "letter_body",
    }
)  # fmt: skip
"""What no date and no letter to come follows from."""


def copy_agency(source: Session, agency_id: int) -> Engine:
    """Copy an agency into memory: its rules and people whole, of rounds' contents only those not signed yet."""
    engine = memory_engine()
    with without_foreign_keys(engine) as target:
        for table in METADATA.tables.values():
            if table.name not in _LEFT_OUT:
                _copy(source, target, table, agency_id)
    return engine


def _copy(source: Session, target: Connection, table: Table, agency_id: int) -> None:
    if table.name == "agency":
        chosen = select(table)
    elif "agency_id" in table.c:
        chosen = select(*_columns(table)).where(table.c.agency_id == agency_id, *_narrower(table, agency_id))
    else:
        return
    rows = [dict(row) for row in source.execute(chosen).mappings()]
    if rows:
        target.execute(table.insert(), rows)


def _columns(table: Table) -> list[Any]:
    """Letters without their bodies: they are there so that none is written a second time."""
    return [
        null().label(column.name) if table.name == "letter" and column.name == "body_id" else column
        for column in table.c
    ]


def _narrower(table: Table, agency_id: int) -> list[ColumnElement[bool]]:
    """Which rows of a table belong to rounds that are not signed yet."""
    signed = select(_T["report"].c.period_id).where(
        _T["report"].c.agency_id == agency_id, _T["report"].c.signed_at.is_not(None)
    )
    assignments = select(_T["assignment"].c.id).where(
        _T["assignment"].c.agency_id == agency_id, _T["assignment"].c.period_id.not_in(signed)
    )
    submissions = select(_T["submission"].c.id).where(_T["submission"].c.assignment_id.in_(assignments))
    reports = select(_T["report"].c.id).where(_T["report"].c.agency_id == agency_id, _T["report"].c.signed_at.is_(None))
    # Of a report that may be drafted or signed, a changed date may bring the ladder back: what it said must be known.
    waiting = select(_T["report"].c.id).where(
        _T["report"].c.agency_id == agency_id,
        _T["report"].c.signed_at.is_(None) | _T["report"].c.next_rung_at.is_not(None),
    )
    reminders = _T["reminder"].c.assignment_id.in_(assignments) | _T["reminder"].c.report_id.in_(waiting)
    letters = select(_T["reminder"].c.letter_id).where(reminders)
    conditions: dict[str, ColumnElement[bool]] = {}
    match table.name:
        case "assignment":
            conditions["id"] = table.c.id.in_(assignments)
        case "reminder":
            conditions["about"] = reminders
        case "submission" | "extension" | "superior_order":
            conditions["assignment"] = table.c.assignment_id.in_(assignments)
        case "answer" | "figure_value":
            conditions["submission"] = table.c.submission_id.in_(submissions)
        case "report_version" | "signoff_step":
            conditions["report"] = table.c.report_id.in_(reports)
        case "issued_number":
            # Those that were voided tell one turn of issuing from another.
            conditions["voided"] = table.c.report_id.in_(waiting) & table.c.voided_at.is_not(None)
        case "letter":
            conditions["reminder"] = table.c.id.in_(letters)
    return list(conditions.values())
