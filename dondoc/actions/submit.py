"""Submit: a unit saves a draft or submits its answer; what was submitted never changes."""

from datetime import datetime, timedelta

from sqlmodel import col, delete

from dondoc.actions.letters import post, root
from dondoc.actions.office import Office
from dondoc.mail.letters import ReceiptLetter
from dondoc.mail.links import form_token
from dondoc.model import Agency, Answer, Assignment, FigureStatus, FigureValue, LetterKind, Period, Person, Submission
from dondoc.rules.access import require, writes_for
from dondoc.rules.ask_once import fill
from dondoc.rules.refusal import Refused
from dondoc.rules.submit import Content, check, may_write
from dondoc.store import files
from dondoc.store.agency import hours
from dondoc.store.answers import figures_of_round, statuses_asked
from dondoc.store.ask_once import asked_figures, stated_elsewhere
from dondoc.store.people import viewer_of
from dondoc.store.rounds import AssignmentFacts, assignment_facts, items_of_round, one_assignment, standing, submissions
from dondoc.store.transaction import Actor, Writing, writing

RECEIPT_LIVES = timedelta(days=2)


def save_draft(office: Office, actor: Actor, assignment_id: int, content: Content, now: datetime) -> Submission:
    """Keep what an officer has typed so far, whole or not. Raises Refused where nothing may be written."""
    with writing(office.engine, actor, now) as act:
        _, draft = _draft(act, assignment_id)
        _write(act, draft, content)
        act.audit("save", "submission", draft.key, assignment=assignment_id)
        return draft


def submit(office: Office, actor: Actor, assignment_id: int, content: Content, now: datetime) -> Submission:
    """Submit a unit's answer. Raises Refused naming the field that is wrong."""
    with writing(office.engine, actor, now) as act:
        facts, draft = _draft(act, assignment_id)
        items = items_of_round(act.session, facts.round.obligation)
        figures = figures_of_round(act.session, items)
        elsewhere = stated_elsewhere(act.session, facts, figures)
        content = fill(content, asked_figures(figures), elsewhere, draft.key)
        asked = statuses_asked(act.session, facts.round.rule)
        _write(act, draft, check(content, [item.key for item in items], [figure.key for figure in figures], asked))
        draft.submitted_at = now
        act.session.flush()
        _draft_when_all_are_in(act, facts.round.period)
        _receipt(act, office, facts, draft)
        act.audit("submit", "submission", draft.key, assignment=assignment_id, version=draft.version)
        return draft


def _draft(act: Writing, assignment_id: int) -> tuple[AssignmentFacts, Submission]:
    """The open draft of an assignment, made where there is none."""
    actor = act.actor
    facts = one_assignment(act.session, actor.agency_id, assignment_id)
    if facts is None:
        raise Refused("not_found")
    require(writes_for(viewer_of(act.session, actor.agency_id, actor.person_id), facts.carrier.key))
    if facts.round.period.cancelled_at:
        raise Refused("round_cancelled")
    versions = submissions(act.session, [assignment_id]).get(assignment_id, [])
    local = hours(act.session.get_one(Agency, actor.agency_id))
    may_write(standing(facts.assignment, versions, local), facts.assignment.closed_at is not None)
    if versions and versions[-1].submitted_at is None:
        return facts, versions[-1]
    draft = Submission(
        agency_id=actor.agency_id,
        assignment_id=assignment_id,
        version=len(versions) + 1,
        written_by=actor.person_id or 0,
        door=actor.door,
        saved_at=act.now,
    )
    act.add(draft)
    if versions:
        files.carry_over(act.session, actor.agency_id, versions[-1].key, draft.key)
    return facts, draft


def _write(act: Writing, draft: Submission, content: Content) -> None:
    session, agency_id = act.session, act.actor.agency_id
    session.exec(delete(Answer).where(col(Answer.submission_id) == draft.key))
    session.exec(delete(FigureValue).where(col(FigureValue.submission_id) == draft.key))
    for (obligation_id, section), text in content.answers.items():
        if text.strip():
            row = Answer(
                agency_id=agency_id,
                submission_id=draft.key,
                obligation_id=obligation_id,
                section=section,
                text=text.strip(),
            )
            session.add(row)
    for figure_id, value in content.figures.items():
        stated = FigureValue(
            agency_id=agency_id,
            submission_id=draft.key,
            figure_id=figure_id,
            value=value,
            status=content.statuses.get(figure_id, FigureStatus.ACTUAL),
            stated_in_id=content.sources.get(figure_id),
            note=content.notes.get(figure_id, ""),
        )
        session.add(stated)
    draft.nothing_to_report = content.nothing_to_report
    draft.written_by = act.actor.person_id or draft.written_by
    draft.door, draft.saved_at = act.actor.door, act.now
    session.add(draft)


def _draft_when_all_are_in(act: Writing, period: Period) -> None:
    """The last answer brings the compiling forward: nobody waits for a deadline that has nothing left to bring."""
    if period.draft_at is None or period.draft_at <= act.now:
        return
    everyone = assignment_facts(act.session, period.agency_id, Assignment.period_id == period.key)
    versions = submissions(act.session, [facts.assignment.key for facts in everyone])
    local = hours(act.session.get_one(Agency, period.agency_id))
    if all(standing(each.assignment, versions.get(each.assignment.key, []), local).is_in for each in everyone):
        period.draft_at = act.now
        act.session.add(period)


def _receipt(act: Writing, office: Office, facts: AssignmentFacts, draft: Submission) -> None:
    agency = act.session.get_one(Agency, act.actor.agency_id)
    person = act.session.get_one(Person, draft.written_by)
    letter = ReceiptLetter(
        to_name=person.name,
        agency=agency.name,
        unit=facts.unit_name,
        report_name=facts.round.report_name,
        version=draft.version,
        submitted_at=hours(agency).local(act.now),
        nothing_to_report=draft.nothing_to_report,
        link=f"{office.address}/f/{form_token(office.secret, person.key, facts.assignment.key, act.now)}",
    )
    post(
        act, office, agency, person, (person.name, person.email), letter, LetterKind.RECEIPT,
        f"receipt:{draft.key}", act.now, act.now + RECEIPT_LIVES,
        references=[root(agency, "assignment", facts.assignment.key)],
    )  # fmt: skip
