"""After a change: open rounds get the dates that now follow from their rule, and who was told before hears of it."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlmodel import col, select

from dondoc.actions.letters import post, root
from dondoc.actions.office import Office
from dondoc.actions.opening import pause_on, set_next_open
from dondoc.actions.plan import dates_of, draft_at
from dondoc.actions.turns import look_at_report
from dondoc.mail.letters import ChangedLetter, ChangedLine
from dondoc.mail.links import form_token
from dondoc.model import Adjustment, Agency, Assignment, LetterKind, Period, Reminder, Rule, RuleKind, same
from dondoc.rules.plan import Planned, RuleValues, timetable
from dondoc.rules.remind import Course, Hearer, Rung, goes_at, ladder_from, next_at
from dondoc.rules.workdays import Calendar, Hours
from dondoc.store.agency import agency, calendar, hours
from dondoc.store.ledger import said
from dondoc.store.orders import in_force
from dondoc.store.people import Listener, listeners
from dondoc.store.rounds import AssignmentFacts, assignment_facts, opened, report_of, standing, submissions
from dondoc.store.rules import rule_values
from dondoc.store.transaction import Writing

LIVES = timedelta(days=7)
"""How long the news of a changed deadline is worth sending."""


@dataclass
class Moving:
    """One change at work on open rounds: what it needs to know, and the deadlines that it moved."""

    act: Writing
    office: Office
    owner: Agency
    days: Calendar
    local: Hours
    moved: dict[int, tuple[date, date | None]] = field(default_factory=dict)
    """By assignment: its deadline before and after; None after where its round was called off."""
    ladder: tuple[Rung, ...] = ()
    """Of the rounds that are told of, where they are all one rule's."""

    @property
    def today(self) -> date:
        """The agency's date."""
        return self.local.today(self.act.now)


def moving(act: Writing, office: Office) -> Moving:
    """The work of a change at the actor's agency."""
    owner = agency(act.session, act.actor.agency_id)
    return Moving(act, office, owner, calendar(act.session, owner), hours(owner))


def is_settled(act: Writing, period: Period) -> bool:
    """Whether a round's report has been sent up or signed: its dates do not move any more."""
    report = report_of(act.session, period.key)
    return report is not None and (report.signed_at is not None or report.sent_up_at is not None)


def move_rule(work: Moving, rule: Rule) -> None:
    """Bring the open rounds of a rule, and the day its next one opens, in line with what now holds."""
    if rule.kind is RuleKind.WITHIN:
        return
    session = work.act.session
    values = rule_values(session, rule)
    wanted = {each.round.id: each for each in timetable(values, work.days)}
    for round_id, period in opened(session, rule.obligation_id).items():
        if not is_settled(work.act, period):
            _move(work, rule, values, period, wanted.get(round_id))
        look_at_report(work.act, period, pause_on(values, work.today) is not None)
    set_next_open(session, rule, work.act.now)


def move_every_rule(work: Moving) -> None:
    """The same for all rules of the agency, after a change of its calendar."""
    for rule in work.act.session.exec(select(Rule).where(Rule.agency_id == work.owner.key)).all():
        move_rule(work, rule)


def _move(work: Moving, rule: Rule, values: RuleValues, period: Period, planned: Planned | None) -> None:
    session = work.act.session
    assignments = list(session.exec(select(Assignment).where(Assignment.period_id == period.key)))
    before = {each.key: None if period.cancelled_at else each.deadline for each in assignments}
    if planned is None or planned.cancelled:
        _call_off(work, period, assignments)
    else:
        if period.cancelled_at:
            _take_up_again(period, assignments)
        for name, value in dates_of(planned, values.facts).items():
            setattr(period, name, value)
        if period.draft_at is not None or not report_of(session, period.key):
            period.draft_at = draft_at(period, work.local, work.days)
        for each in assignments:
            each.due_on, each.due_time = period.due_on, period.due_time
        set_next_rungs(work, rule, values, period, assignments)
    session.add_all([period, *assignments])
    for each in assignments:
        after = None if period.cancelled_at else each.deadline
        if not same(after, before[each.key]):
            work.moved[each.key] = (before[each.key] or each.deadline, after)
    session.flush()


def _call_off(work: Moving, period: Period, assignments: list[Assignment]) -> None:
    if period.cancelled_at is None:
        period.cancelled_at, period.draft_at = work.act.now, None
        for each in assignments:
            each.closed_at = each.closed_at or work.act.now
            each.next_rung_at = None


def _take_up_again(period: Period, assignments: list[Assignment]) -> None:
    for each in assignments:
        if each.closed_at == period.cancelled_at:
            each.closed_at = None
    period.cancelled_at = None


def set_next_rungs(work: Moving, rule: Rule, values: RuleValues, period: Period, assignments: list[Assignment]) -> None:
    """When each assignment's next reminder is due: what was said is not said again, and a pause keeps silence."""
    recorded = said(work.act.session, [each.key for each in assignments])
    ordered = in_force(work.act.session, [each.key for each in assignments])
    silent = pause_on(values, work.today) is not None
    for each in assignments:
        course = Course(period.opens_on, each.deadline, work.days, work.local)
        rung_at = next_at(ladder_from(rule.ladder), course, recorded.get(each.key, set()))
        if each.key in ordered:
            # Superiors have ordered otherwise than the ladder says: the next look finds what that means.
            rung_at = work.act.now
        each.next_rung_at = None if silent or each.closed_at or each.excused_at else rung_at


def tell(work: Moving, adjustment: Adjustment) -> int:
    """One letter to each officer who was written to about a deadline that has moved. Returns how many."""
    if not work.moved:
        return 0
    session = work.act.session
    told = set(
        session.exec(
            select(Reminder.assignment_id).where(
                col(Reminder.assignment_id).in_(work.moved), col(Reminder.letter_id).is_not(None)
            )
        )
    )
    concerned = assignment_facts(session, work.owner.key, col(Assignment.id).in_(told)) if told else []
    versions = submissions(session, [each.assignment.key for each in concerned])
    waiting = [
        each
        for each in concerned
        if not standing(each.assignment, versions.get(each.assignment.key, []), work.local).is_in
    ]
    ladders = {each.round.rule.key: each.round.rule.ladder for each in waiting}
    work.ladder = ladder_from(next(iter(ladders.values()))) if len(ladders) == 1 else ()
    people = listeners(session, work.owner.key, {each.carrier.key for each in waiting}, work.today)
    lines: dict[int, tuple[Listener, list[ChangedLine], list[str]]] = {}
    for each in waiting:
        for listener in people[each.carrier.key, Hearer.OFFICER]:
            _, said_to, threads = lines.setdefault(listener.person.key, (listener, [], []))
            said_to.append(_line(work, each, listener))
            threads.append(root(work.owner, "assignment", each.assignment.key))
    return sum(_post(work, adjustment, *each) for each in lines.values())


def _line(work: Moving, each: AssignmentFacts, listener: Listener) -> ChangedLine:
    before, after = work.moved[each.assignment.key]
    token = form_token(work.office.secret, listener.person.key, each.assignment.key, work.act.now)
    return ChangedLine(
        unit=each.unit_name,
        report_name=each.round.report_name,
        before=before,
        after=after,
        why=each.round.period.due_why,
        link=f"{work.office.address}/f/{token}",
    )


def _post(
    work: Moving, adjustment: Adjustment, listener: Listener, lines: list[ChangedLine], threads: list[str]
) -> int:
    not_before = goes_at(work.ladder, work.local, work.days, work.act.now)
    letter = ChangedLetter(
        to_name=listener.person.name,
        agency=work.owner.name,
        lines=tuple(lines),
        reason=adjustment.reason,
        document=adjustment.document,
        on_behalf_of=listener.on_behalf_of.name if listener.on_behalf_of else "",
    )
    stored = post(
        work.act, work.office, work.owner, listener.person, (listener.person.name, listener.person.email), letter,
        LetterKind.CHANGED, f"changed:{adjustment.key}:{listener.person.key}", not_before, not_before + LIVES,
        references=threads,
    )  # fmt: skip
    return int(stored is not None)
