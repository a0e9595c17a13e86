"""Install: an agency and its plan from their files, each whole or not at all."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import select

from dondoc.actions.office import Office
from dondoc.actions.opening import set_hand_over, set_next_open
from dondoc.intake.files import AgencyFile, ObligationPart, PlanFile, RegimeFile
from dondoc.intake.plan_file import EVERY_UNIT, AgencyData, PlanData
from dondoc.intake.rule_part import rule_columns
from dondoc.model import (
    Agency,
    CalendarDay,
    ChainStep,
    Door,
    Figure,
    Obligation,
    ObligationUnit,
    Part,
    Person,
    Plan,
    Recipient,
    Regime,
    Role,
    Rule,
    Unit,
)
from dondoc.rules.chain import Place, check_chain
from dondoc.rules.refusal import Refused
from dondoc.store.agency import hours
from dondoc.store.transaction import Actor, Writing, reading, writing


def install_agency(office: Office, data: AgencyData, now: datetime) -> Agency:
    """Store an agency with its units, people, calendar and regimes. Raises Refused where its code is taken."""
    part = data.file.agency
    with writing(office.engine, Actor(0, None, Door.COMMAND), now) as act:
        if act.session.exec(select(Agency).where(Agency.code == part.code)).first():
            raise Refused("agency_exists", code=part.code)
        fields = part.model_dump(exclude={"office_hours", "calendar", "regimes", "parent", "report_ladder"})
        agency = Agency(
            **fields,
            office_from=part.office_hours[0],
            office_to=part.office_hours[1],
            report_ladder=data.report_ladder.stored(),
            holidays_basis=data.calendar.calendar.basis,
            holidays_until=data.calendar.calendar.certain_until,
        )
        agency.parent_id = _agency_id(act, part.parent) if part.parent else None
        act.session.add(agency)
        act.session.flush()
        act.actor = Actor(agency.key, None, Door.COMMAND)
        units = _units(act, data.file)
        _people(act, data.file, units)
        _chain(act, data.file)
        for day in data.calendar.day:
            act.add(CalendarDay(agency_id=agency.key, **day.model_dump()))
        for regime in data.regimes.values():
            act.add(_regime(agency.key, regime))
        act.audit("install", "agency", agency.key, code=agency.code)
    return agency


def _agency_id(act: Writing, code: str) -> int:
    """The agency of that code. Raises Refused where it is not installed yet."""
    found = act.session.exec(select(Agency).where(Agency.code == code)).first()
    if found is None:
        raise Refused("agency_unknown", code=code)
    return found.key


def _units(act: Writing, file: AgencyFile) -> dict[str, int]:
    agency_id = act.actor.agency_id
    stored = {}
    for position, part in enumerate(file.unit, start=1):
        unit = Unit(agency_id=agency_id, position=position, **part.model_dump(exclude={"successor", "agency"}))
        unit.stands_for_id = _agency_id(act, part.agency) if part.agency else None
        stored[part.code] = act.add(unit)
    owner = act.session.get_one(Agency, agency_id)
    for part in file.unit:
        if part.successor:
            stored[part.code].successor_id = stored[part.successor].key
        set_hand_over(stored[part.code], hours(owner))
    return {code: unit.key for code, unit in stored.items()}


def _people(act: Writing, file: AgencyFile, units: dict[str, int]) -> None:
    agency_id = act.actor.agency_id
    for part in file.person:
        person = act.add(Person(agency_id=agency_id, name=part.name, title=part.title, email=part.email))
        for role in part.roles:
            unit_id = units[role.unit] if role.unit else None
            act.add(Role(agency_id=agency_id, person_id=person.key, kind=role.kind, unit_id=unit_id))


def _chain(act: Writing, file: AgencyFile) -> None:
    agency_id = act.actor.agency_id
    people = {each.email: each.key for each in act.session.exec(select(Person).where(Person.agency_id == agency_id))}
    places = [Place(step.task, people.get(step.person or "")) for step in file.signoff]
    if places:
        check_chain(places)
    for position, place in enumerate(places, start=1):
        act.add(ChainStep(agency_id=agency_id, position=position, task=place.task, person_id=place.person_id))


def _regime(agency_id: int, file: RegimeFile) -> Regime:
    parts = {"window", "deadlines", "replaces", "outline", "outline_for", "figures"}
    # What an outline does not word otherwise for a kind is not there, so that the common wording holds.
    definition = file.model_dump(mode="json", include=parts, exclude_none=True)
    definition["window"] = file.window.model_dump(mode="json")
    return Regime(agency_id=agency_id, **file.regime.model_dump(exclude={"outline_of"}), definition=definition)


def install_plan(office: Office, actor: Actor, data: PlanData, now: datetime) -> Plan:
    """Store a plan with its obligations and rules. Raises Refused where its code is taken."""
    with writing(office.engine, actor, now) as act:
        return store_plan(act, data)


def store_plan(act: Writing, data: PlanData) -> Plan:
    """The same within an act that has more to do."""
    agency_id = act.actor.agency_id
    known = select(Plan).where(Plan.agency_id == agency_id, Plan.code == data.file.plan.code)
    if act.session.exec(known).first():
        raise Refused("plan_exists", code=data.file.plan.code)
    part = data.file.plan
    plan = act.add(Plan(agency_id=agency_id, imported_at=act.now, **part.model_dump(exclude={"agency"})))
    for position, recipient in enumerate(data.file.recipient, start=1):
        act.add(Recipient(agency_id=agency_id, plan_id=plan.key, position=position, **recipient.model_dump()))
    stored = _obligations(act, plan, data.file)
    _rules(act, data, stored)
    act.audit("import", "plan", plan.key, code=plan.code, obligations=len(stored))
    return plan


def _obligations(act: Writing, plan: Plan, file: PlanFile) -> dict[str, Obligation]:
    agency_id = act.actor.agency_id
    units = {unit.code: unit.key for unit in act.session.exec(select(Unit).where(Unit.agency_id == agency_id))}
    stored = {}
    for position, part in enumerate(file.obligation, start=1):
        fields = part.model_dump(include={"ref", "title", "content", "time_quote", "units_quote"})
        obligation = act.add(Obligation(agency_id=agency_id, plan_id=plan.key, position=position, **fields))
        stored[part.ref] = obligation
        for code, role in unit_parts(part, list(units)).items():
            row = ObligationUnit(agency_id=agency_id, obligation_id=obligation.key, unit_id=units[code], part=role)
            act.add(row)
        for place, figure in enumerate(part.figure, start=1):
            fields = figure.model_dump()
            act.add(Figure(agency_id=agency_id, obligation_id=obligation.key, position=place, **fields))
    return stored


def unit_parts(part: ObligationPart, every: Sequence[str]) -> dict[str, Part]:
    """The units of an obligation; a collective ("*") is every unit of the agency, the lead once and leading."""
    named = every if EVERY_UNIT in part.cooperating else part.cooperating
    result = dict.fromkeys(named, Part.COOPERATING)
    return {**result, part.lead: Part.LEAD} if part.lead else result


def _rules(act: Writing, data: PlanData, stored: dict[str, Obligation]) -> None:
    agency_id, year = act.actor.agency_id, data.file.plan.year
    regimes = {each.code: each.key for each in act.session.exec(select(Regime).where(Regime.agency_id == agency_id))}
    for part in data.file.obligation:
        written = part.rule
        rule = Rule(
            agency_id=agency_id,
            obligation_id=stored[part.ref].key,
            within_id=stored[written.within].key if written.within else None,
            regime_id=regimes[written.regime] if written.regime else None,
            ladder=data.ladders[written.ladder].stored(),
            valid_from=date(year, 1, 1),
            valid_to=date(year, 12, 31),
            **rule_columns(written, data.regimes.get(written.regime or "")),
        )
        set_next_open(act.session, act.add(rule), act.now)


def agency_by_code(office: Office, code: str) -> Agency | None:
    """The agency of that code."""
    with reading(office.engine) as session:
        return session.exec(select(Agency).where(Agency.code == code)).first()
