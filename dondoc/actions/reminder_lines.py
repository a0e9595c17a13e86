"""What a rung says to a listener, and how lines become the letter of a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from dondoc.actions.letters import root
from dondoc.actions.matters import Eye, Matter
from dondoc.actions.office import Office
from dondoc.mail.letters import ReminderLetter, ReminderLine
from dondoc.mail.links import form_token, quick_links
from dondoc.mail.message import File
from dondoc.model import Agency, Reminder, Standing, time_of
from dondoc.rules.orders import REDIRECT, of_superior
from dondoc.rules.recurrence import ON_REQUEST
from dondoc.rules.remind import Hearer, Rung, Step, Tone
from dondoc.rules.turns import Stage
from dondoc.store.people import Listener
from dondoc.store.rounds import AssignmentFacts
from dondoc.store.turns import ReportTurn
from dondoc.texts import day_time, short_day, turns, word

_PATHS = {Stage.DRAFT: "du-thao", Stage.APPROVAL: "ky-duyet", Stage.SIGNATURE: "ky-duyet", Stage.ISSUE: "phat-hanh"}


@dataclass(frozen=True)
class Told:
    """A line of a letter with its row in the ledger."""

    line: ReminderLine
    row: Reminder
    matter: Matter
    listener: Listener
    rung: Rung


def line_of(office: Office, eye: Eye, matter: Matter, step: Step, listener: Listener) -> ReminderLine:
    """What a step says to a listener, as of now."""
    facts = matter.facts
    rung, round_ = step.rung, facts.round
    escalates, on_request = rung.tone is Tone.ESCALATION, round_.period.kind in ON_REQUEST
    common: dict[str, Any] = {
        "rung": rung.code,
        "tone": rung.tone.value,
        "unit": facts.unit_name,
        "report_name": round_.report_name,
        "deadline": matter.course.deadline,
        "days_left": eye.calendar.until(eye.hours.today(eye.now), matter.course.deadline),
        "proposed": round_.rule.standing is Standing.PROPOSED,
        "tried": tuple(f"{day_time(eye.hours.local(each.at))}: {each.name}" for each in matter.tried)
        if escalates
        else (),
        "on_behalf_of": listener.absent,
        "told": _told(eye, matter, step),
        "exact": time_of(matter.course.deadline) is not None,
        "urgency": word(round_.period.urgency) if round_.period.urgency else "",
    }
    if isinstance(facts, ReportTurn):
        return ReminderLine(why="", **common, **_of_report(office, matter, facts, rung, listener))
    token = form_token(office.secret, listener.person.key, facts.key, eye.now)
    form = f"{office.address}/f/{token}"
    round_page = f"{office.address}/ky/{round_.period.key}"
    answers: dict[str, Any] = _answers(form, on_request)
    if escalates:
        answers = {
            "hold_link": f"{round_page}/lui-bao-cao/{facts.key}",
            "redirect_link": f"{round_page}/chuyen-lanh-dao/{facts.key}",
        }
    return ReminderLine(
        why=facts.assignment.extended_why or round_.period.due_why,
        link=round_page if escalates else form,
        asked_by=round_.plan.basis if on_request else "",
        asks=round_.obligation.content if on_request and rung.tone is Tone.OPENING else "",
        **common,
        **answers,
    )


def _answers(path: str, on_request: bool) -> dict[str, str]:
    """The links for quick answers; a report on request has no period before it."""
    return quick_links(path) | ({"same_link": ""} if on_request else {})


def _told(eye: Eye, matter: Matter, step: Step) -> tuple[str, ...]:
    """What else the reader is to know."""
    said = []
    if step.undecided:
        held = min(each.at for each in matter.known.values() if each.held)
        said.append(turns.told("undecided", at=day_time(eye.hours.local(held)), days=step.rung.decide_within))
    if ordered := matter.ordered(step.rung):
        order = ordered.order
        kind = of_superior(step.rung.code) or REDIRECT
        until = short_day(order.until) if order.until else ""
        said.append(turns.told(kind, by=f"{ordered.by.name} ({ordered.by.title})", reason=order.reason, until=until))
    return tuple(said)


def _of_report(office: Office, matter: Matter, facts: ReportTurn, rung: Rung, listener: Listener) -> dict[str, Any]:
    """What a line about a report says beside what all lines say."""
    assert facts.turn is not None
    stage = facts.turn.stage
    actors = matter.people[Hearer.OFFICER]
    acts = any(each.person.key == listener.person.key for each in actors)
    leads = rung.escalates or (acts or stage is Stage.DRAFT)
    path = _PATHS[stage] if acts else "du-thao"
    return {
        "stage": stage.value,
        "who": ", ".join(each.person.name for each in actors),
        # The head of a clerk sees no report: for them their own ledger tells of it.
        "link": f"{office.address}/{path}/{facts.key}" if leads else f"{office.address}/so-thu/cua-toi",
        "button": turns.button(stage.value if acts else "report" if leads else "ledger"),
    }


def letter_of(agency: Agency, told: Sequence[Told]) -> ReminderLetter:
    """The digest of a person's lines. For whom they are said stands once at its head where it is the same for all."""
    absent = {each.line.on_behalf_of for each in told}
    same = absent.pop() if len(absent) == 1 else None
    return ReminderLetter(
        to_name=told[0].listener.person.name,
        agency=agency.name,
        lead_unit=told[0].matter.facts.round.lead.name,
        lines=tuple(each.line if same is None else replace(each.line, on_behalf_of="") for each in told),
        on_behalf_of=same or "",
    )


def threads(agency: Agency, told: Iterable[Told]) -> list[str]:
    """The roots of the threads that a letter of these lines belongs to."""
    return [root(agency, *each.row.about) for each in told]


def deadline_files(
    session: Session, office: Office, agency: Agency, letters: Sequence[Sequence[Told]], now: datetime
) -> list[File | None]:
    """The deadlines of each letter's units as a calendar file; what is said to superiors or of reports has none."""
    own = [[each.matter.facts for each in told if Hearer.LEADER not in each.rung.to] for told in letters]
    parts = [[facts for facts in found if isinstance(facts, AssignmentFacts)] for found in own]
    facts = {each.key: each for found in parts for each in found}
    if not facts:
        return [None for _ in letters]
    # Imported here: calendars cost a quarter of a second that a process without reminders need not pay.
    from dondoc.actions.feeds import deadlines, letter_file

    dates = deadlines(session, office, agency, facts.values(), now)
    chosen = [[dates[each.key] for each in found if each.key in dates] for found in parts]
    return [letter_file(agency, found) if found else None for found in chosen]
