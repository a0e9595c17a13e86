"""Questions about deadlines as calendars show them: those that there are, and what calendars were told of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from dondoc.model import (
    Agency,
    Assignment,
    DeadlineKind,
    Obligation,
    ObligationUnit,
    Part,
    Period,
    PeriodKind,
    Plan,
    Rule,
    Standing,
    Unit,
)
from dondoc.rules.entries import Entry, Reach, Status, clean, uid
from dondoc.rules.plan import UnitSpan, acting, assigned
from dondoc.rules.recurrence import ON_REQUEST
from dondoc.store.agency import unit_spans
from dondoc.store.dates import DatedRound, dated_rounds
from dondoc.store.rounds import AssignmentFacts, assignment_facts
from dondoc.texts import calendars as texts
from dondoc.texts import period_name, report_name
from dondoc.texts.dates import explain


@dataclass(frozen=True)
class _Place:
    """A round, opened or to come, and what its entries have in common."""

    owner: Agency
    address: str
    plan: Plan
    obligation: Obligation
    round: tuple[int, PeriodKind, int]
    period: Period | None
    status: Status
    note: str = ""

    @property
    def year_page(self) -> str:
        """Where the year stands."""
        return f"{self.address}/nam/{self.plan.year}"

    @property
    def round_page(self) -> str:
        """Where the round stands once it is open."""
        return f"{self.address}/ky/{self.period.key}" if self.period else self.year_page

    def entry(
        self,
        kind: DeadlineKind,
        day: date,
        explanation: Iterable[str],
        url: str,
        unit: tuple[Unit, str] | None = None,
        heard_by: int | None = None,
    ) -> Entry:
        """The entry of a level. `unit`: the one that answers, with its name; `heard_by`: the one that does the work."""
        year, period_kind, number = self.round
        name = period_name(period_kind, number, year)
        names = [self.owner.code, self.plan.code, self.obligation.ref, f"{period_kind.value}-{number}-{year}"]
        answers, said = (unit[0].abbreviation, unit[1]) if unit else ("", "")
        report = report_name(self.plan.report_subject, name)
        return Entry(
            uid=uid(self.owner.email.rpartition("@")[2], *names, *([unit[0].code] if unit else []), kind.value),
            kind=kind,
            unit_id=heard_by,
            day=day,
            status=self.status,
            summary=clean(texts.summary(kind, name, self.obligation.ref, answers, self.status == "cancelled")),
            description=clean(texts.description(report, explanation, url, said, self.note)),
            url=url,
            category=clean(self.obligation.title),
        )


def entries(session: Session, owner: Agency, reach: Reach, since: date, address: str) -> list[Entry]:
    """The deadlines from a day on that a reach shows, in ten queries whatever their number."""
    dated = dated_rounds(session, owner, col(Plan.year) >= since.year - 1)
    named = {unit.key: unit for unit in session.exec(select(Unit).where(col(Unit.id).in_(reach.units)))}
    spans = unit_spans(session, owner.key)
    parts = _parts(session, owner, dated, reach, spans)
    asked = _asked(session, owner, dated, reach)
    found: list[Entry] = []
    for each in dated:
        if reach.everything and each.round.kind in ON_REQUEST:
            # Whoever has a role may have the agency's dates; a request is for those whom it names.
            continue
        place = _place(owner, address, each)
        own = parts.get(each.obligation.key, [])
        found += _levels(place, each, _lead(each, own, spans))
        if reach.everything:
            found.append(place.entry(DeadlineKind.DUE, each.due_on, explain(each.due_steps), place.year_page))
        elif each.period:
            found += [_asked_entry(place, facts) for facts in asked.get(each.period.key, [])]
        else:
            found += _to_ask(place, each, named, assigned(own, spans, each.opens_on), reach)
    return [each for each in found if each.day >= since and reach.hears(each.kind, each.unit_id)]


def entries_of(owner: Agency, facts: Iterable[AssignmentFacts], address: str) -> dict[int, Entry]:
    """The deadlines of opened assignments by id, the same entries as in feeds; a cancelled round has none."""
    result = {}
    for each in facts:
        period, rule = each.round.period, each.round.rule
        if period.cancelled_at is None:
            round_ = period.year, period.kind, period.number
            place = _Place(owner, address, each.round.plan, each.round.obligation, round_, period, _certain(rule))
            result[each.assignment.key] = _asked_entry(place, each)
    return result


def _place(owner: Agency, address: str, each: DatedRound) -> _Place:
    status, note = _certain(each.rule), ""
    if each.cancelled:
        status, note = "cancelled", texts.called_off(each.planned.cancelled)
    elif each.paused and each.planned.pause:
        status, note = "tentative", texts.paused(each.planned.pause.change)
    return _Place(owner, address, each.plan, each.obligation, each.round.id, each.period, status, note)


def _certain(rule: Rule) -> Status:
    return "tentative" if rule.standing is Standing.PROPOSED else "confirmed"


def _lead(each: DatedRound, parts: list[tuple[int, Part]], spans: dict[int, UnitSpan]) -> int | None:
    """The unit that compiles a round: the one that took over, or as the plan names it on the day of opening."""
    if each.period and each.period.led_by_id:
        return each.period.led_by_id
    named = next((unit_id for unit_id, part in parts if part is Part.LEAD), None)
    return named if named is None or each.period else acting(named, spans, each.opens_on)


def _levels(place: _Place, each: DatedRound, lead: int | None) -> Iterator[Entry]:
    """The levels above the units: compile, sign, send."""
    days, sent = each.planned.days, explain(each.send_steps)
    for kind, before, on in (
        (DeadlineKind.COMPILE, days.compile_before, each.compile_on),
        (DeadlineKind.SIGN, days.sign_before, each.sign_on),
    ):
        heard_by = lead if kind is DeadlineKind.COMPILE else None
        told = [*sent, *texts.worked_back(kind, before, on)]
        yield place.entry(kind, on, told, place.round_page, heard_by=heard_by)
    yield place.entry(DeadlineKind.SEND, each.send_on, sent, place.year_page)


def _asked_entry(place: _Place, facts: AssignmentFacts) -> Entry:
    """The deadline of a unit that was asked."""
    assignment, period = facts.assignment, facts.round.period
    told = explain(period.due_steps)
    if assignment.extended_to:
        told += explain([{"key": "extended", "why": assignment.extended_why}])
    if assignment.excused_at and place.status != "cancelled":
        place = replace(place, status="cancelled", note=texts.EXCUSED)
    url = f"{place.address}/nop/{assignment.key}"
    unit = facts.unit, facts.unit_name
    return place.entry(DeadlineKind.DUE, assignment.deadline, told, url, unit, facts.carrier.key)


def _to_ask(
    place: _Place, each: DatedRound, named: dict[int, Unit], parts: dict[int, Part], reach: Reach
) -> Iterator[Entry]:
    """The deadlines of units that will be asked when the round opens."""
    told = explain(each.due_steps)
    for unit_id in sorted(parts.keys() & reach.units):
        unit = named[unit_id], named[unit_id].name
        yield place.entry(DeadlineKind.DUE, each.due_on, told, place.year_page, unit, unit_id)


def _parts(
    session: Session, owner: Agency, dated: list[DatedRound], reach: Reach, spans: dict[int, UnitSpan]
) -> dict[int, list[tuple[int, Part]]]:
    """Lead units, and of the others those that are in the reach or whose successors are, by obligation."""
    sources = {unit_id for unit_id in spans if _line(unit_id, spans) & reach.units} if reach.units else set()
    chosen = select(ObligationUnit).where(
        ObligationUnit.agency_id == owner.key,
        col(ObligationUnit.obligation_id).in_({each.obligation.key for each in dated}),
        or_(col(ObligationUnit.part) == Part.LEAD, col(ObligationUnit.unit_id).in_(sources)),
    )
    result: dict[int, list[tuple[int, Part]]] = {}
    for each in session.exec(chosen.order_by(col(ObligationUnit.id))):
        result.setdefault(each.obligation_id, []).append((each.unit_id, each.part))
    return result


def _line(unit_id: int, spans: dict[int, UnitSpan]) -> set[int]:
    """A unit and all that follow it."""
    line: set[int] = set()
    following: int | None = unit_id
    while following is not None and following not in line:
        line.add(following)
        following = spans[following].successor_id
    return line


def _asked(session: Session, owner: Agency, dated: list[DatedRound], reach: Reach) -> dict[int, list[AssignmentFacts]]:
    """The assignments of the reach's units by period."""
    if reach.everything or not reach.units:
        return {}
    carrier = func.coalesce(Assignment.carried_by_id, Assignment.unit_id)
    periods = [each.period.key for each in dated if each.period]
    result: dict[int, list[AssignmentFacts]] = {}
    for facts in assignment_facts(session, owner.key, carrier.in_(reach.units), col(Assignment.period_id).in_(periods)):
        result.setdefault(facts.assignment.period_id, []).append(facts)
    return result
