"""What follows from a letter that came in: a proposal, an address marked bad, a substitute proposed, or nothing."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from sqlmodel import col, select

from dondoc.actions.letters import post, root
from dondoc.actions.office import Office
from dondoc.mail.fetch import LARGEST
from dondoc.mail.incoming import Letter as Read
from dondoc.mail.letters_about_mail import AwayLetter, BouncedLetter, NotTakenLetter, ReadBackLetter
from dondoc.mail.links import BOUNCE, REPLY, form_token, proposal_token
from dondoc.model import (
    Agency,
    Assignment,
    AwayNotice,
    Incoming,
    IncomingFile,
    IncomingKind,
    Letter,
    LetterKind,
    LetterState,
    Person,
    Proposal,
    Reminder,
    RoleKind,
    Unit,
)
from dondoc.rules.access import writes_for
from dondoc.rules.refusal import Refused
from dondoc.rules.replies import HELD, TOLD, Facts, Reception, absent_until, judge, policy_of, proved, says_nothing
from dondoc.rules.submit import may_write
from dondoc.store.agency import hours
from dondoc.store.people import viewer, with_role
from dondoc.store.rounds import AssignmentFacts, assignment_facts, standing, submissions
from dondoc.store.transaction import Writing
from dondoc.texts.replies import NOTHING, UNTIL, file_refused, reason

LIVES = timedelta(days=2)
LONGEST_EXCERPT = 600


@dataclass(frozen=True)
class Found:
    """A letter that came in, and the letter of ours whose address it used: `purpose` says which of its two."""

    row: Incoming
    read: Read | None
    purpose: str
    letter: Letter | None
    agency: Agency

    @property
    def mail(self) -> Read:
        """What was read."""
        if self.read is None:
            raise ValueError("the letter could not be read")
        return self.read


def act_on(act: Writing, office: Office, found: Found) -> Reception:
    """Do what follows, and say which it was."""
    if found.letter:
        found.row.letter_id = found.letter.key
    if found.mail.kind is IncomingKind.BOUNCE:
        return _bounce(act, office, found)
    if found.mail.kind is IncomingKind.AUTOMATIC:
        return _automatic(act, office, found)
    return _reply(act, office, found)


def _bounce(act: Writing, office: Office, found: Found) -> Reception:
    """Only a report that came to the bounce address of a letter, about that letter's recipient, is believed."""
    letter = found.letter
    if letter is None or found.purpose != BOUNCE:
        return Reception.NO_TOKEN
    about = [each for each in found.mail.failures if each.recipient == letter.to_address.lower()]
    failure = next((each for each in about if each.permanent), None)
    if failure is None:
        return Reception.DELAYED if about else Reception.AUTOMATIC
    said = f"{failure.status} {failure.said}".strip()
    local = hours(found.agency)
    if letter.state is LetterState.SENT and letter.sent_at:
        letter = act.session.get_one(Letter, letter.key)
        sent = local.local(letter.sent_at) if letter.sent_at else act.now
        letter.outcome = f"Đã gửi {sent:%H:%M %d/%m/%Y}, bị trả về: {said}"[:500]
        letter.state, letter.sent_at = LetterState.FAILED, None
        act.session.add(letter)
    # RFC 3463: x.7.x is the server's policy, not a fault of the address.
    person = act.session.get(Person, letter.person_id) if letter.person_id else None
    if person and person.email.lower() == letter.to_address.lower() and not failure.status.startswith("5.7."):
        person.address_failed_at = act.now
        act.session.add(person)
        tell_of_bounce(act, office, found, person, said)
    return Reception.BOUNCED


def tell_of_bounce(act: Writing, office: Office, found: Found, person: Person, said: str) -> None:
    """Tell the administrators and the heads of the person's units that an address takes no letters."""
    units = viewer(act.session, person).units()
    names = act.session.exec(select(Unit.name).where(col(Unit.id).in_(units)).order_by(col(Unit.position)))
    told = with_role(act.session, found.agency.key, RoleKind.ADMINISTRATOR)
    for unit_id in sorted(units):
        told += with_role(act.session, found.agency.key, RoleKind.HEAD, unit_id)
    listed = tuple(names)
    for each in {each.key: each for each in told if each.key != person.key}.values():
        letter = BouncedLetter(
            each.name, found.agency.name, person.name, listed, person.email, said, f"{office.address}/thu"
        )
        _post(act, office, found, each, letter, LetterKind.BOUNCED, f"bounced:{act.now:%Y%m%d}:{person.key}:{each.key}")


def _automatic(act: Writing, office: Office, found: Found) -> Reception:
    """A machine's answer is never a report. One that says its owner is away proposes that somebody stands in."""
    letter = found.letter
    person = act.session.get(Person, letter.person_id) if letter and letter.person_id else None
    if person is None or not found.mail.absent or found.mail.sender != person.email.lower():
        return Reception.AUTOMATIC
    found.row.person_id = person.key
    propose_substitute(act, office, found, person)
    return Reception.AWAY


def propose_substitute(act: Writing, office: Office, found: Found, person: Person) -> AwayNotice:
    """A notice for the administrators to decide on; the open one of these days where there is one."""
    today = hours(found.agency).today(act.now)
    open_notice = select(AwayNotice).where(
        AwayNotice.person_id == person.key, col(AwayNotice.decided_at).is_(None), AwayNotice.since > today - LIVES * 5
    )
    if known := act.session.exec(open_notice).first():
        return known
    said = found.mail.text[:LONGEST_EXCERPT] or found.mail.subject
    until = absent_until(f"{found.mail.subject}\n{found.mail.text}", today, UNTIL)
    notice = act.add(
        AwayNotice(
            agency_id=found.agency.key,
            person_id=person.key,
            incoming_id=found.row.key,
            said=said,
            since=today,
            until=until,
        )
    )
    for each in with_role(act.session, found.agency.key, RoleKind.ADMINISTRATOR):
        told = AwayLetter(
            each.name, found.agency.name, person.name, said, until, f"{office.address}/vang-mat/{notice.key}"
        )
        _post(act, office, found, each, told, LetterKind.AWAY, f"away:{notice.key}:{each.key}")
    return notice


def _reply(act: Writing, office: Office, found: Found) -> Reception:
    about = _about(act, found)
    person = _known(act, found, about)
    policy, mail = policy_of(found.agency.replies), found.mail
    facts = Facts(
        has_token=found.letter is not None and found.purpose == REPLY,
        known=person is not None,
        proved=proved(mail.sender, mail.results, policy),
        assignments=len(about),
        open=_is_open(act, found, about),
        too_big=found.row.size > LARGEST,
        empty=not mail.text,
    )
    verdict = judge(facts, policy)
    if verdict in HELD:
        keep_files(act, found)
    if person is None:
        return verdict
    found.row.person_id = person.key
    if verdict is Reception.PROPOSED:
        keep_files(act, found)
        propose(act, office, found, person, about[0])
    elif verdict in TOLD:
        first = about[0]
        link = f"{office.address}/f/{form_token(office.secret, person.key, first.assignment.key, act.now)}"
        told = NotTakenLetter(person.name, found.agency.name, first.round.report_name, reason(verdict), link)
        _post(act, office, found, person, told, LetterKind.NOT_TAKEN, f"not_taken:{found.row.key}", first)
    return verdict


def _about(act: Writing, found: Found) -> list[AssignmentFacts]:
    """What the answered letter was about."""
    if found.letter is None or found.purpose != REPLY:
        return []
    chosen = select(Reminder.assignment_id).where(Reminder.letter_id == found.letter.key)
    ids = {each for each in act.session.exec(chosen) if each}
    return assignment_facts(act.session, found.agency.key, col(Assignment.id).in_(ids)) if ids else []


def _known(act: Writing, found: Found, about: list[AssignmentFacts]) -> Person | None:
    """The sender, where they act for every unit that the letter was about."""
    if not found.mail.sender or not about:
        return None
    chosen = select(Person).where(Person.agency_id == found.agency.key, col(Person.active))
    for person in act.session.exec(chosen.where(col(Person.email) == found.mail.sender)):
        seen = viewer(act.session, person)
        if all(writes_for(seen, facts.unit.key) for facts in about):
            return person
    return None


def _is_open(act: Writing, found: Found, about: list[AssignmentFacts]) -> bool:
    versions = submissions(act.session, [facts.assignment.key for facts in about])
    local = hours(found.agency)
    try:
        for facts in about:
            stands = standing(facts.assignment, versions.get(facts.assignment.key, []), local)
            may_write(stands, facts.assignment.closed_at is not None)
    except Refused:
        return False
    return True


def keep_files(act: Writing, found: Found) -> None:
    """The files of a letter: kept where the guard let them pass, else only their names and why not."""
    for file in found.mail.files:
        kept = None if file.refused else file.content
        act.add(
            IncomingFile(
                agency_id=found.agency.key, incoming_id=found.row.key, filename=file.filename, size=len(file.content),
                sha256=sha256(file.content).hexdigest(), content=kept, refused=file.refused,
            )
        )  # fmt: skip


def propose(act: Writing, office: Office, found: Found, person: Person, facts: AssignmentFacts) -> None:
    """A proposed submission that `person` reads back and confirms."""
    nothing = says_nothing(found.mail.text, NOTHING)
    proposal = act.add(
        Proposal(
            agency_id=found.agency.key, assignment_id=facts.assignment.key, person_id=person.key,
            incoming_id=found.row.key, text=found.mail.text, nothing_to_report=nothing, created_at=act.now,
        )
    )  # fmt: skip
    letter = ReadBackLetter(
        to_name=person.name,
        agency=found.agency.name,
        unit=facts.unit.name,
        report_name=facts.round.report_name,
        said=found.mail.text,
        nothing_to_report=nothing,
        files=tuple(file.filename for file in found.mail.files if not file.refused),
        refused_files=tuple(
            f"{each.filename}: {file_refused(each.refused)}" for each in found.mail.files if each.refused
        ),
        link=f"{office.address}/tra-loi/{proposal_token(office.secret, proposal.key)}",
    )
    _post(act, office, found, person, letter, LetterKind.READ_BACK, f"read_back:{proposal.key}", facts)


def _post(
    act: Writing, office: Office, found: Found, person: Person, letter: object, kind: LetterKind, key: str,
    facts: AssignmentFacts | None = None,
) -> None:  # fmt: skip
    thread = [root(found.agency, "assignment", facts.assignment.key)] if facts else []
    to = (person.name, person.email)
    post(act, office, found.agency, person, to, letter, kind, key, act.now, act.now + LIVES, references=thread)  # type: ignore[arg-type]
