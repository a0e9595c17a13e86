"""What `dondoc letters` does: the operator asks the mail ledger."""

import json
from typing import Any

from sqlmodel import Session, select

from dondoc import clock
from dondoc.actions.ledger import Line, Next, lines, to_come
from dondoc.commands import UsageError, open_database
from dondoc.commands.schedules import chosen_agency
from dondoc.model import Agency, Person, Unit
from dondoc.settings import Settings
from dondoc.store.agency import hours
from dondoc.store.page_ledger import Search, rounds
from dondoc.store.transaction import reading
from dondoc.texts import day_time

_MOST = 10_000


def why(settings: Settings, agency: str, email: str, assignment: int, unit: str, round_name: str, as_json: bool) -> str:
    """A person's ledger as lines or as one line of JSON, the oldest first, with what is still to come."""
    office = open_database(settings)
    owner = chosen_agency(office, agency)
    with reading(office.engine) as session:
        person = session.exec(
            select(Person).where(Person.agency_id == owner.key, Person.email == email.strip().lower())
        ).first()
        if person is None:
            raise UsageError(f"--person: nobody at {owner.code} has the address {email}")
        search = Search(
            person=person.email,
            unit_id=_unit(session, owner, unit),
            period_id=_round(session, owner, round_name),
            assignment_id=assignment or None,
        )
        told = [_told(line, owner) for line in reversed(lines(session, owner, search, 1, size=_MOST)[:_MOST])]
        ahead = to_come(session, owner, clock.now(), search)
        coming = [_coming(each, owner) for each in ahead if person.name in each.people]
    if as_json:
        return json.dumps({"person": person.email, "ledger": told, "to_come": coming}, ensure_ascii=False)
    head = f"{person.name} <{person.email}>"
    if not told and not coming:
        return f"{head}: the ledger has nothing here, and nothing is to come."
    return "\n".join([head, *(_row(each) for each in told), *(_row(each) for each in coming)])


def _unit(session: Session, owner: Agency, code: str) -> int | None:
    if not code:
        return None
    known = {each.code: each.key for each in session.exec(select(Unit).where(Unit.agency_id == owner.key))}
    if code not in known:
        raise UsageError(f"--unit: {code!r} is no unit of {owner.code}; known: {', '.join(known)}")
    return known[code]


def _round(session: Session, owner: Agency, name: str) -> int | None:
    if not name:
        return None
    known = {f"{each.kind.value}-{each.number}-{each.year}": each.key for each in rounds(session, owner.key)}
    if name not in known:
        raise UsageError(f"--round: {name!r} is not open at {owner.code}; known: {', '.join(known) or 'none'}")
    return known[name]


def _told(line: Line, owner: Agency) -> dict[str, Any]:
    row, letter = line.entry.row, line.entry.letter
    return {
        "unit": line.entry.facts.unit.code,
        "report": line.entry.facts.round.report_name,
        "assignment": row.assignment_id,
        "report_id": row.report_id,
        "rung": row.rung,
        "person": line.entry.person.email,
        "due_at": row.due_at.isoformat(),
        "due": day_time(hours(owner).local(row.due_at)),
        "letter": letter.key if letter else None,
        "state": letter.state.value if letter else None,
        "said": line.said,
        "notes": list(line.notes),
    }


def _coming(each: Next, owner: Agency) -> dict[str, Any]:
    return {
        "unit": each.facts.unit.code,
        "report": each.facts.round.report_name,
        "assignment": each.facts.key if each.facts.noun == "assignment" else None,
        "report_id": each.facts.key if each.facts.noun == "report" else None,
        "rung": each.rung,
        "at": each.at.isoformat(),
        "due": day_time(hours(owner).local(each.at)),
        "coming": each.coming.value,
        "said": each.said,
        "notes": [],
    }


def _row(told: dict[str, Any]) -> str:
    more = f" ({'; '.join(told['notes'])})" if told["notes"] else ""
    about = f"#{told['assignment']}" if told["assignment"] else f"report {told['report_id']}"
    return f"{told['due']}  {told['unit']} {about}  {told['rung']}: {told['said']}{more}"
