"""Request: somebody asks for a report; once sent it is a plan of one obligation, whose round opens at once."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import col, select

from dondoc.actions.adjust import cancel_round, change_rule
from dondoc.actions.office import Office
from dondoc.actions.plan import open_rounds
from dondoc.intake.request_file import Handling, read_handling
from dondoc.model import (
    Adjustment,
    Direction,
    Figure,
    Obligation,
    ObligationUnit,
    Part,
    Period,
    Person,
    Plan,
    Purpose,
    Recipient,
    ReportRequest,
    Rule,
    RuleKind,
    Scope,
    Standing,
    Unit,
)
from dondoc.rules import access
from dondoc.rules.access import require
from dondoc.rules.adjust import Wanted
from dondoc.rules.refusal import Refused
from dondoc.rules.request import Answers, Asked, Question, asked, check_ahead, check_levels, with_answer
from dondoc.rules.workdays import Hours
from dondoc.rules.worked_back import Levels
from dondoc.store import requests
from dondoc.store.agency import agency, hours
from dondoc.store.people import viewer_of
from dondoc.store.requests import SentRequest
from dondoc.store.transaction import Actor, Writing, reading, writing
from dondoc.texts.requests import capital, document, plan_title, signer_lines


def begin(office: Office, actor: Actor, now: datetime) -> ReportRequest:
    """Begin a request. Raises Refused for who may not ask for reports."""
    with writing(office.engine, actor, now) as act:
        _may_request(act)
        row = ReportRequest(
            agency_id=actor.agency_id, asked_by=actor.person_id or 0, answers={}, begun_at=now, changed_at=now
        )
        act.add(row)
        act.audit("begin", "report_request", row.key)
        return row


def answer(
    office: Office, actor: Actor, request_id: int, question: Question, given: Answers, now: datetime
) -> ReportRequest:
    """Keep the answer to a question. Raises Refused naming the field where it cannot be."""
    with writing(office.engine, actor, now) as act:
        row = _own(act, request_id)
        row.answers = with_answer(row.answers, question, given, now)
        row.changed_at = now
        if question is Question.UNITS:
            _may_lead(act, int(str(given["lead"])))
        act.session.add(row)
        act.audit("answer", "report_request", request_id, question=question.value)
        return row


def discard(office: Office, actor: Actor, request_id: int, now: datetime) -> None:
    """Throw away what was begun and not sent."""
    with writing(office.engine, actor, now) as act:
        row = _own(act, request_id)
        act.session.delete(row)
        act.audit("discard", "report_request", request_id)


def send(office: Office, actor: Actor, request_id: int, now: datetime) -> Period:
    """Make the round and open it. Raises Refused where a question is open, or there is no time left."""
    with writing(office.engine, actor, now) as act:
        row = _own(act, request_id)
        wanted = asked(row.answers)
        check_ahead(wanted.levels, now)
        _may_lead(act, wanted.lead_id)
        handling = read_handling()
        rule = _rule(act, row, wanted, handling)
        [period] = open_rounds(act, rule, but={wanted.lead_id} - set(wanted.unit_ids))
        period.urgency = wanted.urgency
        row.sent_at, row.plan_id = now, act.session.get_one(Obligation, rule.obligation_id).plan_id
        act.session.add_all([row, period])
        act.audit("send", "report_request", request_id, period=period.key, subject=wanted.subject)
        return period


def cancel(office: Office, actor: Actor, request_id: int, reason: str, now: datetime, document: str = "") -> Adjustment:
    """Call a request off; who was asked hears of it."""
    found = _sent(office, actor, request_id)
    name = _round_name(found.period)
    return cancel_round(office, actor, found.rule.key, name, reason, now, document, may=_may_change(found))


def move(
    office: Office, actor: Actor, request_id: int, levels: Levels, reason: str, now: datetime, document: str = ""
) -> Adjustment:
    """Give a request other deadlines; who was asked and has not answered hears of it.

    Raises Refused naming the field where they are not in order, or have passed.
    """
    check_levels(levels)
    check_ahead(levels, now)
    found = _sent(office, actor, request_id)
    with reading(office.engine) as session:
        wanted_days = _days(levels, hours(agency(session, actor.agency_id)))
    # What stays as it is must not look like a change.
    fields = {name: value for name, value in wanted_days.items() if value != _as_it_is(found.period, name)}
    wanted = Wanted(Scope.ONE, fields, round=_round_name(found.period), reason=reason, document=document)
    return change_rule(office, actor, found.rule.key, wanted, now, may=_may_change(found))


def _may_request(act: Writing) -> None:
    viewer = viewer_of(act.session, act.actor.agency_id, act.actor.person_id)
    require(access.may_request(viewer, requests.leading(act.session, act.actor.agency_id)))


def _may_lead(act: Writing, lead_id: int) -> None:
    viewer = viewer_of(act.session, act.actor.agency_id, act.actor.person_id)
    require(access.may_lead(viewer, lead_id, requests.leading(act.session, act.actor.agency_id)))


def _may_change(found: SentRequest) -> Callable[[Writing], None]:
    def may(act: Writing) -> None:
        viewer = viewer_of(act.session, act.actor.agency_id, act.actor.person_id)
        require(access.changes_request(viewer, found.lead.key))

    return may


def _own(act: Writing, request_id: int) -> ReportRequest:
    """What the actor has begun themself; nobody else sees it before it is sent."""
    row = requests.request(act.session, act.actor.agency_id, request_id)
    if row is None or row.asked_by != act.actor.person_id:
        raise Refused("not_allowed")
    _may_request(act)
    if row.sent_at:
        raise Refused("request_sent")
    return row


def _sent(office: Office, actor: Actor, request_id: int) -> SentRequest:
    with reading(office.engine) as session:
        found = requests.sent(session, actor.agency_id, request_id)
        viewer = viewer_of(session, actor.agency_id, actor.person_id)
        require(bool(found) and access.changes_request(viewer, found[0].lead.key))
        return found[0]


def _round_name(period: Period) -> str:
    return f"{period.kind.value}-{period.number}-{period.year}"


def _days(levels: Levels, local: Hours) -> dict[str, object]:
    """The deadlines as a rule has them: a day and a time of day each."""
    fields: dict[str, object] = {}
    for name in ("due", "compile", "sign", "send"):
        there = local.local(getattr(levels, name))
        fields[f"{name}_day"] = there.date().isoformat()
        fields[f"{name}_time"] = there.time().isoformat("minutes")
    return fields


def _as_it_is(period: Period, name: str) -> str:
    level, _, part = name.partition("_")
    value = getattr(period, f"{level}_on" if part == "day" else f"{level}_time")
    return value.isoformat() if part == "day" else value.isoformat("minutes") if value else ""


def _plan(act: Writing, row: ReportRequest, wanted: Asked, year: int) -> Plan:
    """The plan of one obligation that a request becomes, with those who get its report."""
    agency_id, basis = row.agency_id, document(wanted.document, wanted.document_on, wanted.issuer)
    lead, signer = act.session.get(Unit, wanted.lead_id), act.session.get(Person, wanted.signer_id)
    if lead is None or signer is None or {lead.agency_id, signer.agency_id} != {agency_id}:
        raise Refused("not_found")
    known = requests.newest_plan(act.session, agency_id)
    own_block = known is not None and known.signer_name == signer.name
    plan = act.add(
        Plan(
            agency_id=agency_id,
            code=f"yeu-cau-{row.key}",
            year=year,
            title=plan_title(wanted.subject),
            source=basis,
            number=wanted.document,
            issued=f"{wanted.document_on:%d/%m/%Y}",
            basis=basis,
            signer_title=known.signer_title if known and own_block else signer_lines(signer.title),
            signer_name=signer.name,
            archive=f"VT, {lead.abbreviation}",
            report_subject=wanted.subject,
            imported_at=act.now,
        )
    )
    for position, each in enumerate(wanted.addressees, start=1):
        act.add(
            Recipient(
                agency_id=agency_id, plan_id=plan.key, position=position, name=each.name, purpose=Purpose.TO_REPORT,
                addressee=True, email=each.email or None, standing=Standing.CONFIRMED,
            )
        )  # fmt: skip
    return plan


def _obligation(act: Writing, row: ReportRequest, wanted: Asked, plan: Plan) -> Obligation:
    agency_id = row.agency_id
    obligation = act.add(
        Obligation(
            agency_id=agency_id, plan_id=plan.key, position=1, ref=f"YC{row.key}", title=capital(wanted.subject),
            content=wanted.content, time_quote="", units_quote="",
        )
    )  # fmt: skip
    here = {unit.key for unit in act.session.exec(select(Unit).where(col(Unit.agency_id) == agency_id))}
    if not here.issuperset(wanted.unit_ids):
        raise Refused("unit_not_here", "units")
    parts = {**dict.fromkeys(wanted.unit_ids, Part.COOPERATING), wanted.lead_id: Part.LEAD}
    for unit_id, part in parts.items():
        act.add(ObligationUnit(agency_id=agency_id, obligation_id=obligation.key, unit_id=unit_id, part=part))
    for place, each in enumerate(wanted.figures, start=1):
        act.add(
            Figure(
                agency_id=agency_id, obligation_id=obligation.key, position=place, code=f"yc{row.key}-{place}",
                name=each.name, unit_of_measure=each.unit_of_measure, sum_rule=each.sum_rule,
                standing=Standing.CONFIRMED, basis=plan.basis,
            )
        )  # fmt: skip
    return obligation


def _rule(act: Writing, row: ReportRequest, wanted: Asked, handling: Handling) -> Rule:
    local = hours(agency(act.session, row.agency_id))
    days, today = _days(wanted.levels, local), local.today(act.now)
    until = max(local.today(wanted.levels.send), wanted.data_to)
    regime = next((each for each in requests.regimes(act.session, row.agency_id) if each.code == wanted.regime), None)
    if regime is None:
        raise Refused("outline_missing", "regime")
    plan = _plan(act, row, wanted, until.year)
    very = {name: value for name, value in days.items() if name not in {"due_day", "send_day"}}
    return act.add(
        Rule(
            agency_id=row.agency_id,
            obligation_id=_obligation(act, row, wanted, plan).key,
            kind=RuleKind.ROUNDS,
            regime_id=regime.key,
            period_kinds=[wanted.kind.value],
            exceptions={f"{wanted.kind.value}-1": {**very, "open_day": today.isoformat()}},
            data_from=wanted.data_from,
            data_to=wanted.data_to,
            due_day=str(days["due_day"]),
            due_direction=Direction.NONE,
            send_day=str(days["send_day"]),
            send_direction=Direction.NONE,
            open_before=1,
            compile_before=0,
            sign_before=0,
            ladder=handling.ladder.stored(wanted.urgency),
            standing=Standing.CONFIRMED,
            basis=plan.basis,
            valid_from=min(today, wanted.data_to),
            valid_to=until,
        )
    )
