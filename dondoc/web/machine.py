"""The year for machines: the same dates and sentences as on the page, as JSON."""

from collections.abc import Iterator
from typing import Any

from starlette.responses import JSONResponse, Response

from dondoc.actions.year import YearCell, YearRow
from dondoc.model import Standing
from dondoc.rules import access
from dondoc.rules.sign import ReportState
from dondoc.web.desk import RowId, SignedDesk, must
from dondoc.web.year import seen_rows

_SETTLED = frozenset({ReportState.SIGNED, ReportState.NUMBERED, ReportState.DISPATCHED})


def year(desk: SignedDesk, year: RowId) -> Response:
    """All rounds of a year's plans."""
    must(access.sees_year(desk.viewer) and 1900 <= year <= 9998)
    return JSONResponse(list(_rounds(seen_rows(desk, year))))


def _rounds(rows: list[YearRow]) -> Iterator[dict[str, Any]]:
    for row in rows:
        for cell in row.cells:
            yield round_data(row, cell)


def round_data(row: YearRow, cell: YearCell) -> dict[str, Any]:
    """One round; dates in ISO. `raw_due` is the day that the rule names, `due` the day it falls on."""
    dated = cell.dated
    return {
        "obligation": row.obligation_ref,
        "period": dated.round.name,
        "window": [dated.data_from.isoformat(), dated.data_to.isoformat()],
        "raw_due": dated.due_raw.isoformat(),
        "due": dated.due_on.isoformat(),
        "direction": dated.planned.days.due_direction.value,
        "basis": row.basis,
        "proposed": row.standing is Standing.PROPOSED,
        "explanation": cell.explanation,
        "name": dated.name,
        "plan": dated.plan.code,
        "opens_on": dated.opens_on.isoformat(),
        "compile_on": dated.compile_on.isoformat(),
        "sign_on": dated.sign_on.isoformat(),
        "send": dated.send_on.isoformat(),
        "warnings": cell.warnings,
        "state": _state(cell),
    }


def _state(cell: YearCell) -> str:
    """`cancelled`, `paused`, `to_come`, `open`; `signed`, `numbered` and `dispatched` once its report is."""
    if cell.cancelled:
        return "cancelled"
    if cell.paused:
        return "paused"
    if cell.report_state in _SETTLED:
        return str(cell.report_state)
    return "open" if cell.dated.period else "to_come"
