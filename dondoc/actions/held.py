"""Held: reminders that were missed for too long are written, and wait until a person says yes or drops them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from dondoc.actions.letters import enclosure
from dondoc.actions.office import Office
from dondoc.actions.own_wording import speaker
from dondoc.actions.reminders import LIVES, Look, Told, deadline_files, forget, letter_of, line_of, threads, why_silent
from dondoc.model import Agency, Door, Letter, LetterState, Person, Reminder
from dondoc.rules.access import Viewer, administers, follows_up, require
from dondoc.rules.refusal import Refused
from dondoc.rules.remind import AT_ONCE, Rung, at_once, ladder_from
from dondoc.rules.schedule import LONGEST_REASON
from dondoc.store import held, posted
from dondoc.store.ledger import tried, written_to
from dondoc.store.people import Listener, listeners, viewer_of
from dondoc.store.rounds import AssignmentFacts, standing, submissions
from dondoc.store.transaction import Actor, one_by_one, reading, writing
from dondoc.texts import silence


def may_decide(viewer: Viewer, about: Sequence[AssignmentFacts]) -> bool:
    """Administrators decide on every held letter, a lead unit's people on those about their own rounds alone."""
    return administers(viewer) or (bool(about) and all(follows_up(viewer, each.round.lead.key) for each in about))


def release(office: Office, actor: Actor, letter_id: int, now: datetime) -> bool:
    """Let a held letter go, rendered anew as things stand now. False where nothing of it is still to be said.

    It goes in office hours, and not on a day for which its reader has a reminder already. Raises Refused for whom may
    not decide, or for a letter that is not held.
    """
    with writing(office.engine, actor, now) as act:
        look = Look.at(act, office, act.session.get_one(Agency, actor.agency_id))
        letter, about = _held(look, actor, letter_id)
        told = _still_to_say(look, letter, about)
        if told:
            _render(look, letter, told)
        else:
            letter.state, letter.outcome = LetterState.DROPPED, silence("closed")
        act.session.add(letter)
        _look_again(look, about)
        act.audit("release", "letter", letter_id, goes=bool(told))
        return bool(told)


def drop(office: Office, actor: Actor, letter_id: int, reason: str, now: datetime) -> None:
    """Do not send a held letter; the reason goes to the ledger. Raises Refused as `release`, and without a reason."""
    reason = reason.strip()
    with writing(office.engine, actor, now) as act:
        look = Look.at(act, office, act.session.get_one(Agency, actor.agency_id))
        letter, about = _held(look, actor, letter_id)
        if not reason:
            raise Refused("drop_reason_missing", "reason")
        if len(reason) > LONGEST_REASON:
            raise Refused("text_too_long", "reason", longest=LONGEST_REASON)
        person = act.session.get(Person, actor.person_id)
        why = silence("dropped", name=person.name if person else "", reason=reason)
        for row in held.rows(act.session, letter.key):
            forget(look, row, why)
        letter.state, letter.outcome = LetterState.DROPPED, why
        act.session.add(letter)
        _look_again(look, about)
        act.audit("drop", "letter", letter_id, reason=reason)


def settle(office: Office, now: datetime) -> int:
    """Drop what held letters say about units that have answered or rounds that are closed. Returns how many ended."""
    with reading(office.engine) as session:
        waiting = [
            (letter.agency_id, letter.key) for id_ in held.agencies(session) for letter in held.letters(session, id_)
        ]
    return one_by_one(waiting, lambda each: _settle(office, *each, now))


def _settle(office: Office, agency_id: int, letter_id: int, now: datetime) -> int:
    with writing(office.engine, Actor(agency_id, None, Door.FLOW), now) as act:
        look = Look.at(act, office, act.session.get_one(Agency, agency_id))
        letter = act.session.get_one(Letter, letter_id)
        if letter.state is not LetterState.HELD:
            return 0
        before = len(held.rows(act.session, letter_id))
        kept = len(_still_to_say(look, letter, held.about_letter(look.act.session, look.agency.key, letter_id)))
        if not kept:
            letter.state, letter.outcome = LetterState.DROPPED, silence("closed")
            act.session.add(letter)
        if kept < before:
            act.audit("settle", "letter", letter_id, said=before - kept, left=kept)
        return not kept


def _held(look: Look, actor: Actor, letter_id: int) -> tuple[Letter, list[AssignmentFacts]]:
    letter = look.act.session.get(Letter, letter_id, with_for_update=True)
    if letter is None or letter.agency_id != actor.agency_id:
        raise Refused("not_found")
    about = held.about_letter(look.act.session, look.agency.key, letter_id)
    require(may_decide(viewer_of(look.act.session, actor.agency_id, actor.person_id), about))
    if letter.state is not LetterState.HELD:
        raise Refused("letter_not_held")
    return letter, about


def _still_to_say(look: Look, letter: Letter, about: Sequence[AssignmentFacts]) -> list[Told]:
    """The lines of a held letter as of now; what has lost its purpose gets its reason in the ledger instead."""
    session, by_id = look.act.session, {facts.assignment.key: facts for facts in about}
    versions, before = submissions(session, by_id), tried(session, by_id)
    people = listeners(session, look.agency.key, {facts.carrier.key for facts in about}, look.hours.today(look.now))
    told = []
    for row in held.rows(session, letter.key):
        facts = by_id[row.assignment_id]
        sent = versions.get(row.assignment_id, [])
        if why := why_silent(standing(facts.assignment, sent, look.hours), sent, look.hours):
            forget(look, row, why, dropped=False)
            continue
        rung = _rung(look, row, facts)
        if rung is None:
            # The ladder has changed since, and knows no such rung any more.
            forget(look, row, silence("superseded"))
            continue
        heard = [each for hearer in rung.to for each in people[facts.carrier.key, hearer]]
        listener = _listener(look, row, heard)
        line = line_of(look, facts, rung, listener, before.get(row.assignment_id, []))
        told.append(Told(line, row, facts, listener, rung))
    return told


def _rung(look: Look, row: Reminder, facts: AssignmentFacts) -> Rung | None:
    if row.rung.startswith(AT_ONCE):
        return replace(at_once(look.hours.today(look.now), facts.assignment.deadline), code=row.rung)
    return next((rung for rung in ladder_from(facts.round.rule.ladder) if rung.code == row.rung), None)


def _listener(look: Look, row: Reminder, heard: Sequence[Listener]) -> Listener:
    found = next((each for each in heard if each.person.key == row.person_id), None)
    return found or Listener(look.act.session.get_one(Person, row.person_id))


def _render(look: Look, letter: Letter, told: list[Told]) -> None:
    composed = speaker(look.act, look.agency)(letter_of(look.agency, told))
    letter.subject, letter.words = composed.subject, list(composed.words)
    [letter.body_id] = posted.body_ids(look.act.session, look.agency.key, [composed.marked]).values()
    files = [(letter.key, enclosure(file)) for file in deadline_files(look, [told]) if file]
    posted.add_files(look.act.session, look.agency.key, files)
    letter.references = threads(look.agency, told)
    person_id = letter.person_id or 0
    waits = person_id in written_to(look.act.session, [person_id], look.goes_since)
    letter.not_before = look.next_morning if waits else look.goes_at
    letter.expires_at = letter.not_before + LIVES
    letter.state, letter.outcome = LetterState.QUEUED, ""
    # It may have been on its way before it was held.
    letter.lease_owner, letter.begun_at, letter.attempts = None, None, 0


def _look_again(look: Look, about: Sequence[AssignmentFacts]) -> None:
    """What waited for the decision is looked at anew."""
    for facts in about:
        if not facts.assignment.closed_at:
            facts.assignment.next_rung_at = look.now
            look.act.session.add(facts.assignment)
