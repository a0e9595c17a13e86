"""The second factor: a code of an authenticator app, asked for where a signature needs more than a session."""

import secrets
from datetime import datetime

from dondoc.actions.office import Office
from dondoc.model import RecoveryCode, SecondFactor
from dondoc.rules import recovery, totp
from dondoc.rules.refusal import Refused
from dondoc.store.signing import codes_left, forget_codes, second_factor, use_code
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


def confirm(office: Office, actor: Actor, code: str, now: datetime) -> list[str]:
    """Put the second factor in force with a first code; its recovery codes, which are told this once.

    Raises Refused for a wrong code, and where one is in force already.
    """
    _take(office, actor, code, now, confirming=True)
    return _renewed(office, actor, now)


def renew(office: Office, actor: Actor, code: str, now: datetime) -> list[str]:
    """New recovery codes instead of those before, against a code. Raises Refused as `verify` does."""
    verify(office, actor, code, now)
    return _renewed(office, actor, now)


def _renewed(office: Office, actor: Actor, now: datetime) -> list[str]:
    person_id = actor.person_id or 0
    with writing(office.engine, actor, now) as act:
        forget_codes(act.session, person_id)
        codes = [
            recovery.shown([secrets.choice(recovery.ALPHABET) for _ in range(recovery.LENGTH)])
            for _ in range(recovery.HOW_MANY)
        ]
        for code in codes:
            kept = recovery.hashed(office.secret, person_id, code)
            act.session.add(RecoveryCode(agency_id=actor.agency_id, person_id=person_id, code_hash=kept, made_at=now))
        act.audit("recovery_codes", "person", person_id, count=len(codes))
    return codes


def verify(office: Office, actor: Actor, code: str, now: datetime) -> None:
    """Take a code. Raises Refused for a wrong or used one, and for a while after several wrong ones."""
    _take(office, actor, code, now, confirming=False)


def reset(office: Office, actor: Actor, person_id: int, now: datetime) -> None:
    """Remove somebody's second factor and recovery codes (a lost phone), at an administrator's word."""
    from dondoc.rules.access import administers, require
    from dondoc.store.people import viewer_of

    with writing(office.engine, actor, now) as act:
        require(administers(viewer_of(act.session, actor.agency_id, actor.person_id)))
        row = second_factor(act.session, person_id)
        if row is None or row.agency_id != actor.agency_id:
            raise Refused("not_found")
        act.session.delete(row)
        forget_codes(act.session, person_id)
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
    if confirming and row.confirmed_at:
        raise Refused("second_factor_exists")
    act.session.add(row)
    if not confirming and recovery.is_code(code):
        taken = _recovered(act, office, code)
    else:
        step = totp.accepted(totp.secret_of(office.secret, person_id, row.nonce), code, act.now, row.last_step)
        taken, row.last_step = step is not None, step or row.last_step
    if not taken:
        row.failures += 1
        if row.failures >= totp.MOST_FAILURES:
            row.failures, row.locked_until = 0, act.now + totp.LOCKED_FOR
        act.audit("code_wrong", "person", person_id)
        return Refused("code_wrong", "code")
    row.failures, row.locked_until = 0, None
    row.confirmed_at = row.confirmed_at or act.now
    act.audit("second_factor" if confirming else "code_taken", "person", person_id)
    return None


def _recovered(act: Writing, office: Office, code: str) -> bool:
    """Use a recovery code up; whether it was one."""
    person_id = act.actor.person_id or 0
    if not use_code(act.session, person_id, recovery.hashed(office.secret, person_id, code), act.now):
        return False
    act.audit("recovery_code_used", "person", person_id, left=codes_left(act.session, person_id))
    return True
