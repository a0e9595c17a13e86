"""When a report passes from one to the next: what is left of the old turn gets its reason, the new one its day."""

from collections.abc import Iterator
from contextlib import contextmanager

from dondoc.actions.matters import Eye, Matter, of_reports
from dondoc.actions.opening import pause_on
from dondoc.model import Agency, Period, Reminder, Report
from dondoc.rules.remind import due, next_at
from dondoc.store.rounds import report_of
from dondoc.store.rules import rule_values
from dondoc.store.transaction import Writing
from dondoc.store.turns import report_turns
from dondoc.texts import day_time, silence


@contextmanager
def passing_on(act: Writing, report: Report) -> Iterator[None]:
    """Whose turn it is with a report may change in here: nobody is reminded of a turn that is over."""
    eye = Eye.of(act.session, act.session.get_one(Agency, report.agency_id), act.now)
    before = _matter(eye, report)
    yield
    act.session.flush()
    after = _matter(eye, report)
    if before and (after is None or _key(after) != _key(before)):
        _end(act, eye, before)
    waits = after is not None and not _is_paused(eye, after, report)
    report.next_rung_at = next_at(after.ladder, after.course, set(after.known)) if after and waits else None
    act.session.add(report)


def _is_paused(eye: Eye, matter: Matter, report: Report) -> bool:
    """A pause of the rule keeps silence; what is signed is issued whatever is paused."""
    if report.signed_at:
        return False
    return pause_on(rule_values(eye.session, matter.facts.round.rule), eye.hours.today(eye.now)) is not None


def look_at_report(act: Writing, period: Period, silent: bool) -> None:
    """The dates of a round have changed: the next look finds what they mean for its report; a pause keeps silence.

    What is signed is issued whatever is paused; a changed calendar still moves its days.
    """
    report = report_of(act.session, period.key)
    if report is None or (report.signed_at and report.next_rung_at is None):
        return
    report.next_rung_at = None if silent and report.signed_at is None else act.now
    act.session.add(report)


def _matter(eye: Eye, report: Report) -> Matter | None:
    found = of_reports(eye, report_turns(eye.session, eye.agency.key, Report.id == report.key))
    return found[0] if found else None


def _key(matter: Matter) -> str:
    turn = getattr(matter.facts, "turn", None)
    return turn.key if turn else ""


def _end(act: Writing, eye: Eye, over: Matter) -> None:
    """Rungs that were due but not said yet: nobody hears them any more."""
    told: set[tuple[str, int]] = set()
    why = silence("turn_over", at=day_time(eye.hours.local(act.now)))
    for rung, due_at in due(over.ladder, over.course, set(over.known), act.now):
        for listener in (each for hearer in rung.to for each in over.people[hearer]):
            if (rung.code, listener.person.key) in told:
                continue
            told.add((rung.code, listener.person.key))
            act.session.add(
                Reminder(
                    agency_id=act.actor.agency_id,
                    report_id=over.facts.key,
                    rung=rung.code,
                    person_id=listener.person.key,
                    on_behalf_of_id=listener.on_behalf_of.key if listener.on_behalf_of else None,
                    due_at=due_at,
                    recorded_at=act.now,
                    reason=why,
                )
            )
