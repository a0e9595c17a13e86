"""The evidence pack of a report: from the plan's clause to the dispatch, everything that it rests on."""

import json
from datetime import datetime
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from dondoc.actions.draft import found_report
from dondoc.actions.letters import root
from dondoc.actions.office import Office
from dondoc.model import (
    Agency,
    Assignment,
    Audit,
    Correction,
    CorrectionDispatch,
    Dispatch,
    Evidence,
    IssuedNumber,
    Letter,
    Paper,
    Person,
    Reminder,
    SignatureCheck,
    SignoffStep,
    Submission,
)
from dondoc.paper.pack import Pack, pack
from dondoc.rules.access import administers, issues, require
from dondoc.rules.refusal import Refused
from dondoc.store import reports
from dondoc.store.people import viewer_of
from dondoc.store.rounds import RoundFacts, items_of_round
from dondoc.store.transaction import Actor, Writing, writing


def evidence(office: Office, actor: Actor, report_id: int, now: datetime) -> Pack:
    """The pack of a signed report; its seal is noted. Raises Refused before signature."""
    with writing(office.engine, actor, now) as act:
        if actor.person_id is not None:
            viewer = viewer_of(act.session, actor.agency_id, actor.person_id)
            require(issues(viewer) or administers(viewer))
        report, facts = found_report(act, report_id)
        if report.signed_at is None:
            raise Refused("evidence_before_signature")
        made = packed(act, report_id, facts)
        act.audit("evidence", "report", report_id, seal=made.seal)
        return made


def packed(act: Writing, report_id: int, facts: RoundFacts) -> Pack:
    """All that the report rests on, as it stands in this transaction."""
    return pack(_files(act, report_id, facts))


def _files(act: Writing, report_id: int, facts: RoundFacts) -> dict[str, bytes]:
    session = act.session
    version = reports.current(session, report_id)
    parts = list(session.exec(select(Assignment).where(Assignment.period_id == facts.period.key)))
    listed = {
        "1-clause.json": _clause(session, facts),
        "2-letters.json": _letters(session, act.actor.agency_id, report_id, parts),
        "3-submissions.json": _submissions(session, report_id, parts),
        "4-report.json": {"version": version.version, "sha256": version.sha256, "model": version.content},
        "5-signatures.json": {
            "steps": _rows(session, SignoffStep, SignoffStep.report_id == report_id),
            "signed_pdfs": _rows(session, SignatureCheck, SignatureCheck.report_id == report_id),
            "people": _people(session, act.actor.agency_id),
        },
        "6-number.json": _rows(session, IssuedNumber, IssuedNumber.report_id == report_id),
        "7-dispatch.json": _rows(session, Dispatch, Dispatch.report_id == report_id),
        "8-audit.json": _audit(session, act.actor.agency_id),
        "9-corrections.json": _corrections(session, report_id),
    }
    files = {name: _json(value) for name, value in listed.items()}
    papers = select(Paper).where(Paper.report_id == report_id, col(Paper.version) >= 0).order_by(col(Paper.id))
    return files | {f"papers/{paper.kind.value}-{paper.filename}": paper.content for paper in session.exec(papers)}


def _clause(session: Session, facts: RoundFacts) -> dict[str, Any]:
    items = items_of_round(session, facts.obligation)
    wanted = {"ref", "title", "content", "time_quote", "units_quote"}
    recipients = [_plain(each) for each in reports.recipients(session, facts.plan.key)]
    return {
        "plan": _plain(facts.plan),
        "rule": _plain(facts.rule),
        "period": _plain(facts.period),
        "items": [{name: getattr(item, name) for name in sorted(wanted)} for item in items],
        "recipients": recipients,
    }


def _letters(session: Session, agency_id: int, report_id: int, parts: list[Assignment]) -> dict[str, Any]:
    """The letters of the round and of the report, found by their threads, and why a reminder was not written."""
    agency = session.get_one(Agency, agency_id)
    roots = {root(agency, "assignment", part.key) for part in parts} | {root(agency, "report", report_id)}
    letters = session.exec(select(Letter).where(Letter.agency_id == agency_id).order_by(col(Letter.id)))
    found = [_plain(letter, "html") for letter in letters if roots & set(letter.references)]
    reminders = _rows(session, Reminder, col(Reminder.assignment_id).in_({part.key for part in parts}))
    return {"letters": found, "reminders": reminders}


def _submissions(session: Session, report_id: int, parts: list[Assignment]) -> dict[str, Any]:
    frozen = session.exec(select(Evidence).where(Evidence.report_id == report_id)).first()
    acts = _rows(session, Submission, col(Submission.assignment_id).in_({part.key for part in parts}))
    return {"frozen": _plain(frozen) if frozen else None, "acts": acts, "parts": [_plain(part) for part in parts]}


def _corrections(session: Session, report_id: int) -> dict[str, Any]:
    """Letters that correct the report, and whom they went to."""
    made = _rows(session, Correction, Correction.report_id == report_id)
    sent = _rows(session, CorrectionDispatch, col(CorrectionDispatch.correction_id).in_({row["id"] for row in made}))
    return {"letters": made, "dispatches": sent}


def _audit(session: Session, agency_id: int) -> list[dict[str, Any]]:
    """The whole chain of the agency up to now: a part of a chain proves nothing."""
    lines = session.exec(select(Audit).where(Audit.agency_id == agency_id).order_by(col(Audit.sequence)))
    return [_plain(line) for line in lines]


def _people(session: Session, agency_id: int) -> dict[str, str]:
    people = session.exec(select(Person).where(Person.agency_id == agency_id).order_by(col(Person.id)))
    return {str(person.key): f"{person.name}, {person.title}" for person in people}


def _rows(session: Session, table: Any, condition: Any) -> list[dict[str, Any]]:
    return [_plain(row) for row in session.exec(select(table).where(condition).order_by(table.id))]


def _plain(row: SQLModel, *without: str) -> dict[str, Any]:
    return row.model_dump(mode="json", exclude=set(without))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode()
