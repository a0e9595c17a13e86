"""An agency's own Word template: uploaded by one person, put in force by another, taken out again."""

import hashlib
from datetime import datetime

from sqlmodel import col, select

from dondoc.actions.office import Office
from dondoc.actions.papers import tried
from dondoc.intake.guard import in_child
from dondoc.model import WordTemplate
from dondoc.paper.office_pdf import office_pdf, refuse_fetching
from dondoc.paper.own_template import packed
from dondoc.rules.access import administers, require
from dondoc.rules.refusal import Refused
from dondoc.store.people import viewer_of
from dondoc.store.templates import in_force
from dondoc.store.transaction import Actor, Writing, reading, writing
from dondoc.texts.sample import sample_report


def upload(office: Office, actor: Actor, filename: str, data: bytes, now: datetime) -> WordTemplate:
    """Keep a template that has passed guard, lint and a test. Raises Refused with what is wrong with it."""
    if not data:
        raise Refused("file_missing", "file")
    with reading(office.engine) as session:
        require(administers(viewer_of(session, actor.agency_id, actor.person_id)))
    in_child("dondoc.intake.guard:passes", data)
    in_child("dondoc.paper.own_template:check_template", packed(data, sample_report()))
    refuse_fetching(data)
    if office.soffice:
        # What it prints must be a report too, not only what it is made of.
        printed = office_pdf(tried(data, sample_report()), office.soffice)
        in_child("dondoc.paper.own_template:check_printed", printed)
    with writing(office.engine, actor, now) as act:
        _administrator(act)
        row = act.add(
            WordTemplate(
                agency_id=actor.agency_id,
                filename=filename[-200:],
                content=data,
                sha256=hashlib.sha256(data).hexdigest(),
                uploaded_at=now,
                uploaded_by=actor.person_id or 0,
            )
        )
        act.audit("template", "template", row.key, sha256=row.sha256, filename=row.filename)
        return row


def activate(office: Office, actor: Actor, template_id: int, now: datetime) -> None:
    """Put a template in force. Raises Refused for who uploaded it: a second person has to look."""
    with writing(office.engine, actor, now) as act:
        _administrator(act)
        row = _row(act, template_id)
        if row.uploaded_by == actor.person_id:
            raise Refused("template_second_person")
        before = in_force(act.session, actor.agency_id)
        if before:
            before.retired_at = now
            act.session.add(before)
        row.activated_at, row.activated_by = now, actor.person_id
        act.session.add(row)
        act.audit("template_on", "template", row.key, sha256=row.sha256)


def retire(office: Office, actor: Actor, template_id: int, now: datetime) -> None:
    """Take a template out; reports are set in the shipped one again."""
    with writing(office.engine, actor, now) as act:
        _administrator(act)
        row = _row(act, template_id, waiting=False)
        row.retired_at = now
        act.session.add(row)
        act.audit("template_off", "template", row.key)


def _administrator(act: Writing) -> None:
    require(administers(viewer_of(act.session, act.actor.agency_id, act.actor.person_id)))


def _row(act: Writing, template_id: int, waiting: bool = True) -> WordTemplate:
    chosen = select(WordTemplate).where(WordTemplate.id == template_id, WordTemplate.agency_id == act.actor.agency_id)
    chosen = chosen.where(col(WordTemplate.retired_at).is_(None))
    row = act.session.exec(chosen).first()
    if row is None or (waiting and row.activated_at):
        raise Refused("not_found")
    return row
