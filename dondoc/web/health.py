"""How the installation is: for administrators in words, for machines as JSON without anything secret."""

import asyncio
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session
from starlette.responses import JSONResponse, Response

from dondoc.actions import watch
from dondoc.mail.relay import reachable
from dondoc.model import LetterState
from dondoc.rules import access
from dondoc.store import page_letters, page_schedules
from dondoc.store.engine import DatabaseError, is_current
from dondoc.store.transaction import audit_length, broken_line
from dondoc.web.desk import Desk, OpenDesk, SignedDesk, must

_SECONDS = 2.0
_FONTS = {
    "exact": ".",
    "metric-equal": ", cùng độ rộng chữ với Times New Roman (máy này không có Times New Roman).",
    "fallback": ", thay cho Times New Roman: dòng và trang có thể ngắt khác. Cài gói phông fonts-liberation2.",
}


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: `ok` of None is neither good nor bad."""

    name: str
    ok: bool | None
    said: str


def show(desk: SignedDesk) -> Response:
    """The health page."""
    must(access.administers(desk.viewer))
    with desk.reading() as session:
        counts = page_letters.counts(session, desk.agency.key)
        findings = [
            _database(desk),
            _outbox(desk, session, counts),
            _mail(desk),
            _paper_font(),
            _audit(desk, session),
            *_status(desk),
        ]
        found = watch.findings(session, desk.agency, desk.now)
        runs = page_letters.last_runs(session)
        locks = page_letters.locks(session)
        notes = page_schedules.notes(session, desk.agency.key, runs)
    return desk.page("health.html", findings=findings, found=found, counts=counts, runs=runs, notes=notes, locks=locks)


def machine(desk: OpenDesk) -> Response:
    """For monitors: 200 while the database answers and no part reports trouble, else 503."""
    parts, late = parts_of(desk), 0
    if parts["database"]:
        with desk.reading() as session:
            late = page_letters.overdue_letters(session, desk.now)
    ok = all(parts.values())
    return JSONResponse({"ok": ok, "parts": parts, "letters_waiting": late}, 200 if ok else 503)


def parts_of(desk: Desk) -> dict[str, bool]:
    """Each part that is well or not: the database, the clock, the mailbox where one is read."""
    parts: dict[str, bool] = {"database": _database(desk).ok is True}
    return parts | {finding.name: finding.ok for finding in _status(desk) if finding.ok is not None}


def _database(desk: Desk) -> Finding:
    name = "database"
    try:
        current = is_current(desk.office.engine)
    except (DatabaseError, SQLAlchemyError):
        return Finding(name, False, "Không mở được cơ sở dữ liệu.")
    kind = "PostgreSQL" if desk.office.engine.dialect.name == "postgresql" else "SQLite"
    return Finding(name, current, f"{kind}, lược đồ {'mới nhất' if current else 'chưa được cập nhật'}.")


def _outbox(desk: Desk, session: Session, counts: dict[LetterState, int]) -> Finding:
    late = page_letters.overdue_letters(session, desk.now)
    trouble = counts.get(LetterState.FAILED, 0) + counts.get(LetterState.IN_DOUBT, 0)
    said = f"{late} thư đến giờ đang chờ gửi; {trouble} thư không gửi được hoặc chưa rõ."
    return Finding("outbox", False if trouble else None if late else True, said)


def _mail(desk: Desk) -> Finding:
    if desk.house.settings.mail == "mailbox":
        return Finding("mail", None, "Hộp thư thử trên máy này; không có thư nào ra ngoài (chỉ dùng khi phát triển).")
    relay = replace(desk.office.relay, timeout=_SECONDS)
    trouble = asyncio.run(reachable(relay))
    where = f"{relay.host}:{relay.port}"
    if trouble is None:
        return Finding("mail", True, f"Máy chủ thư {where} nhận kết nối.")
    return Finding("mail", False, f"Không kết nối được máy chủ thư {where}; thư nằm chờ trong hộp thư đi. {trouble}")


def _paper_font() -> Finding:
    from dondoc.paper.fonts import paper_font

    font = paper_font()
    return Finding("font", font.kind == "exact" or None, f"{font.name}{_FONTS[font.kind]}")


def _audit(desk: Desk, session: Session) -> Finding:
    broken = broken_line(session, desk.agency.key)
    lines = audit_length(session, desk.agency.key)
    if broken is None:
        return Finding("audit", True, f"{lines} dòng, chuỗi nguyên vẹn.")
    return Finding("audit", False, f"Chuỗi đứt ở dòng {broken} trên {lines} dòng.")


def _status(desk: Desk) -> list[Finding]:
    """What the clock and Prefect say of themselves: `{"clock": {"ok": true, "said": "…"}, …}`."""
    if desk.house.status is None:
        return []
    told: dict[str, Any] = desk.house.status()
    return [
        Finding(name, part.get("ok"), str(part.get("said", "")))
        if isinstance(part, dict)
        else Finding(name, None, str(part))
        for name, part in told.items()
    ]
