"""Own wording: save one, go back to an earlier one, and say letters in it; where it fails the shipped one speaks."""

import logging
from collections.abc import Callable
from datetime import datetime

from dondoc.actions.office import Office
from dondoc.mail.compose import Composed, compose
from dondoc.mail.letters import AnyLetter
from dondoc.mail.own import own_wording
from dondoc.mail.own_trial import try_out
from dondoc.mail.sample_letters import kind_of_letter
from dondoc.model import Agency, LetterKind, OwnWording
from dondoc.rules.access import administers, require
from dondoc.rules.own_wording import Fault, WordingError
from dondoc.rules.refusal import Refused
from dondoc.store import wordings
from dondoc.store.people import viewer_of
from dondoc.store.transaction import Actor, Writing, writing
from dondoc.texts.own_wording import fault_said

log = logging.getLogger(__name__)


def save(
    office: Office, actor: Actor, kind: LetterKind, words: str, reason: str, seen_version: int, now: datetime
) -> OwnWording:
    """A new version; words of "" bring the shipped wording back. `seen_version`: what was in force on the page.

    Raises Refused for an unsound wording, one that is in force already, a missing reason, or a version that came
    between.
    """
    with writing(office.engine, actor, now) as act:
        require(administers(viewer_of(act.session, actor.agency_id, actor.person_id)))
        agency = act.session.get_one(Agency, actor.agency_id)
        before = wordings.newest(act.session, agency.key, kind)
        if not reason:
            raise Refused("wording_reason_missing", "reason")
        if seen_version != (before.version if before else 0):
            raise Refused("wording_changed", "words")
        if words == (before.words if before else ""):
            raise Refused("wording_same", "words")
        faults = try_out(kind, words, agency.name, office.address).faults if words else ()
        if faults:
            raise Refused("wording_unsound", "words", said=" ".join(map(fault_said, faults)))
        row = act.add(
            OwnWording(
                agency_id=agency.key, kind=kind.value, version=seen_version + 1, words=words, reason=reason,
                made_by=actor.person_id or 0, made_at=now,
            )
        )  # fmt: skip
        act.audit("wording", "own_wording", row.key, kind=kind.value, version=row.version, shipped=not words)
        return row


def speaker(act: Writing, agency: Agency) -> Callable[[AnyLetter], Composed]:
    """How letters of an agency are said: in its own wording where it has one, and that does not fail."""
    own = {kind: row for kind, row in wordings.in_force(act.session, agency.key).items() if row.words}

    def say(letter: AnyLetter) -> Composed:
        row = own.get(kind_of_letter(letter)) if own else None
        if row is None:
            return compose(letter)
        try:
            return own_wording(type(letter), row.words).compose(letter)
        except Exception as error:  # whatever is wrong with it, the letter goes
            _note(act, row, error)
            return compose(letter)

    return say


def _note(act: Writing, row: OwnWording, error: Exception) -> None:
    faults = error.faults if isinstance(error, WordingError) else [Fault("fails")]
    if row.failed_at is None:
        log.warning("own wording %s of %s failed: %s", row.version, row.kind, error)
    row.failed_at, row.fault = act.now, " ".join(map(fault_said, faults))[:1000]
    act.session.add(row)
