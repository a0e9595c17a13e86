"""The second factor: a code of an authenticator app, asked for where a signature needs more than a session."""

import secrets
from datetime import datetime

from dondoc.actions.office import Office
from dondoc.model import SecondFactor
from dondoc.rules import totp
from dondoc.rules.refusal import Refused
from dondoc.store.signing import second_factor
from dondoc.store.transaction import Actor, Writing, writing


def begin(office: Office, actor: Actor, now: datetime) -> bytes:
    """The secret to set an app up with; not in force until a code proves that the app has it.

    Raises Refused where one is in force already.
    """
    with writing(office.engine, actor, now) as act:
        person_id = actor.person_id or 0
        row = second_factor(act.session, person_id)
        if row and row.confirmed_at:
            raise Refused("second_factor_exists")
        if row is None:
            row = act.add(
                SecondFactor(agency_id=actor.agency_id, person_id=person_id, nonce=secrets.token_hex(16), made_at=now)
            )
        act.audit("second_factor_begin", "person", person_id)
        return totp.secret_of(office.secret, person_id, row.nonce)


def confirm(office: Office, actor: Actor, code: str, now: datetime) -> None:
    """Put the second factor in force with a first code. Raises Refused for a wrong one."""
    _take(office, actor, code, now, confirming=True)


def verify(office: Office, actor: Actor, code: str, now: datetime) -> None:
    """Take a code. Raises Refused for a wrong or used one, and for a while after several wrong ones."""
    _take(office, actor, code, now, confirming=False)


def reset(office: Office, actor: Actor, person_id: int, now: datetime) -> None:
    """Remove somebody's second factor (a lost phone), at an administrator's word."""
    from dondoc.rules.access import administers, require
    from dondoc.store.people import viewer_of

    with writing(office.engine, actor, now) as act:
        require(administers(viewer_of(act.session, actor.agency_id, actor.person_id)))
        row = second_factor(act.session, person_id)
        if row is None or row.agency_id != actor.agency_id:
            raise Refused("not_found")
        act.session.delete(row)
        act.audit("second_factor_reset", "person", person_id)


def _take(office: Office, actor: Actor, code: str, now: datetime, confirming: bool) -> None:
    if not code.strip():
        raise Refused("code_missing", "code")
    with writing(office.engine, actor, now) as act:
        refused = _judged(act, office, code, confirming)
    # Raised only now: a wrong code must stay counted.
    if refused:
        raise refused


def _judged(act: Writing, office: Office, code: str, confirming: bool) -> Refused | None:
    person_id = act.actor.person_id or 0
    row = second_factor(act.session, person_id)
    if row is None or (row.confirmed_at is None and not confirming):
        raise Refused("second_factor_missing", "code")
    if row.locked_until and row.locked_until > act.now:
        raise Refused("code_locked", "code", minutes=-(-(row.locked_until - act.now).seconds // 60))
    secret = totp.secret_of(office.secret, person_id, row.nonce)
    step = totp.accepted(secret, code, act.now, row.last_step)
    act.session.add(row)
    if step is None:
        row.failures += 1
        if row.failures >= totp.MOST_FAILURES:
            row.failures, row.locked_until = 0, act.now + totp.LOCKED_FOR
        act.audit("code_wrong", "person", person_id)
        return Refused("code_wrong", "code")
    row.last_step, row.failures, row.locked_until = step, 0, None
    row.confirmed_at = row.confirmed_at or act.now
    act.audit("second_factor" if confirming else "code_taken", "person", person_id)
    return None
