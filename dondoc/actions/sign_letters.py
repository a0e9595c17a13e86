"""Letters of sign-off: to whose turn it is, with the PDF and the lines that matter, and to the clerks in the end."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta

from dondoc import texts
from dondoc.actions.letters import post, root
from dondoc.actions.office import Office
from dondoc.mail.letters import AnyLetter, ForDispatchLetter, ForSignOffLetter
from dondoc.model import Agency, LetterKind, Paper, PaperKind, Person, Report, ReportVersion, RoleKind, SignoffStep
from dondoc.paper.pdf import pdf
from dondoc.rules.gist import Gist, gist
from dondoc.rules.report import ReportModel
from dondoc.store import reports, signing
from dondoc.store.agency import hours
from dondoc.store.people import Listener, instead, with_role
from dondoc.store.rounds import RoundFacts
from dondoc.store.transaction import Writing

WAITS = timedelta(days=14)
"""How long a letter about a report is worth sending."""


def ask_next(act: Writing, office: Office, facts: RoundFacts, report: Report, version: ReportVersion) -> None:
    """Write to whose turn it is, or to who stands in for them, and to those who may sign for them."""
    step = next(row for row in reports.steps(act.session, version) if row.decision is None)
    model = reports.model_of(version)
    by = act.session.get_one(Person, act.actor.person_id)
    paper = draft_paper(act, report, version)
    for listener in _hearers(act, step):
        person = listener.person
        letter = ForSignOffLetter(
            to_name=person.name,
            agency=agency_of(act).name,
            report_name=facts.report_name,
            sent_up_by=f"{by.name} ({facts.lead.name})",
            units_in=sum(not unit.missing and not unit.excused for unit in model.units),
            units_asked=sum(not unit.excused for unit in model.units),
            missing=tuple(unit.unit for unit in model.units if unit.missing),
            send_on=facts.period.send,
            signs=step.signs,
            link=f"{office.address}/ky-duyet/{report.key}",
            gist=texts.report.gist_lines(seen_gist(act, report, version, model, person.key)),
            on_behalf_of=listener.absent,
        )
        key = f"for_sign_off:{step.key}:{person.key}"
        write(act, office, person, letter, LetterKind.FOR_SIGN_OFF, key, report, (paper,))


def seen_gist(act: Writing, report: Report, version: ReportVersion, model: ReportModel, person_id: int) -> Gist:
    """The gist for a person, against the version that they decided on last."""
    seen = reports.seen_before(act.session, report.key, version, person_id)
    return gist(model, reports.model_of(seen) if seen else None, seen.version if seen else 0)


def _hearers(act: Writing, step: SignoffStep) -> list[Listener]:
    today = hours(agency_of(act)).today(act.now)
    own = act.session.get_one(Person, step.person_id)
    [first] = instead(act.session, step.agency_id, [own], today)
    others = {each.person_id for each in signing.stands_of(act.session, step, today)} - {first.person.key, own.key}
    return [first, *(Listener(act.session.get_one(Person, each)) for each in sorted(others))]


def draft_paper(act: Writing, report: Report, version: ReportVersion) -> Paper:
    """The PDF of a version that was sent up, made once."""
    known = reports.draft_paper(act.session, report.key, version.version)
    if known:
        return known
    content = pdf(reports.model_of(version))
    return act.add(
        Paper(
            agency_id=report.agency_id,
            report_id=report.key,
            kind=PaperKind.DRAFT,
            version=version.version,
            filename=f"du-thao-{report.key}-ban-{version.version}.pdf",
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            made_at=act.now,
        )
    )


def tell_clerks(act: Writing, office: Office, facts: RoundFacts, report: Report) -> None:
    """A signed report waits for its number."""
    by = act.session.get_one(Person, act.actor.person_id)
    agency = agency_of(act)
    clerks = with_role(act.session, agency.key, RoleKind.CLERK)
    for listener in instead(act.session, agency.key, clerks, hours(agency).today(act.now)):
        person = listener.person
        letter = ForDispatchLetter(
            to_name=person.name,
            agency=agency_of(act).name,
            report_name=facts.report_name,
            signed_by=f"{by.name}, {by.title}",
            send_on=facts.period.send,
            link=f"{office.address}/phat-hanh/{report.key}",
            on_behalf_of=listener.absent,
        )
        write(act, office, person, letter, LetterKind.FOR_DISPATCH, f"for_dispatch:{report.key}:{person.key}", report)


def agency_of(act: Writing) -> Agency:
    """The actor's agency."""
    return act.session.get_one(Agency, act.actor.agency_id)


def write(
    act: Writing,
    office: Office,
    person: Person,
    letter: AnyLetter,
    kind: LetterKind,
    key: str,
    report: Report,
    papers: Sequence[Paper] = (),
) -> None:
    """Post a letter about a report, into its thread."""
    agency = agency_of(act)
    post(
        act, office, agency, person, (person.name, person.email), letter, kind, key,
        act.now, act.now + WAITS, references=[root(agency, "report", report.key)], papers=papers,
    )  # fmt: skip
