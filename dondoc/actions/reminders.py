"""One look at reminders: what is said to whom, gathered to one letter a person, and letters that are held for a yes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta

from dondoc.actions.letters import Posting, post_all, root
from dondoc.actions.office import Office
from dondoc.mail.letters import ReminderLetter, ReminderLine
from dondoc.mail.links import form_token, quick_links
from dondoc.mail.message import File
from dondoc.model import Agency, LetterKind, LetterState, Reminder, Standing, Submission, time_of
from dondoc.rules.recurrence import ON_REQUEST
from dondoc.rules.remind import Hearer, Rung, Step, Tone
from dondoc.rules.submit import Standing as UnitStanding
from dondoc.rules.workdays import Calendar, Hours
from dondoc.store import held
from dondoc.store.agency import calendar, hours
from dondoc.store.ledger import PRESSING
from dondoc.store.people import Listener
from dondoc.store.rounds import AssignmentFacts
from dondoc.store.transaction import Writing
from dondoc.texts import day_time, silence, word

LIVES = timedelta(days=3)
"""How long a reminder is worth sending; after that the next rung speaks."""
Tries = Sequence[tuple[datetime, str]]


@dataclass(frozen=True)
class Told:
    """A line of a letter with its row in the ledger."""

    line: ReminderLine
    row: Reminder
    facts: AssignmentFacts
    listener: Listener
    rung: Rung


@dataclass
class Look:
    """What one look at an agency needs to know, and what it has to say so far, by person."""

    act: Writing
    office: Office
    agency: Agency
    calendar: Calendar
    hours: Hours
    told: dict[int, list[Told]] = field(default_factory=dict)
    pressing: dict[int, list[Told]] = field(default_factory=dict)
    """What is said by the hour: in a letter of its own."""
    held: dict[int, list[Told]] = field(default_factory=dict)
    recorded: set[tuple[int, str, int]] = field(default_factory=set)
    """Rows of the ledger written at this look, by assignment, rung and person."""

    @classmethod
    def at(cls, act: Writing, office: Office, agency: Agency) -> "Look":
        """A look at an agency now."""
        return cls(act, office, agency, calendar(act.session, agency), hours(agency))

    @property
    def now(self) -> datetime:
        """The instant of the look."""
        return self.act.now

    @property
    def goes_at(self) -> datetime:
        """When what is written now may go."""
        return self.hours.next_open(self.now, self.calendar)

    @property
    def goes_since(self) -> datetime:
        """The midnight of the day on which what is written now goes."""
        return datetime.combine(self.hours.today(self.goes_at), time(), self.hours.zone)

    @property
    def next_morning(self) -> datetime:
        """The opening of the working day after that one."""
        return self.hours.start(self.calendar.shift(self.hours.today(self.goes_at), 1))

    def say(
        self, facts: AssignmentFacts, step: Step, listener: Listener, reason: str, stale: bool, before: Tries
    ) -> None:
        """Record a step for a listener: with the reason for silence, or as a line of their letter."""
        heard = (facts.assignment.key, step.rung.code, listener.person.key)
        # One row a person, in whatever capacity: a head who is the only officer too, a substitute of two.
        if heard in self.recorded:
            return
        self.recorded.add(heard)
        row = Reminder(
            agency_id=self.agency.key,
            assignment_id=facts.assignment.key,
            rung=step.rung.code,
            person_id=listener.person.key,
            due_at=step.due_at,
            recorded_at=self.now,
            reason=reason,
        )
        if reason:
            self.act.session.add(row)
            return
        line = line_of(self, facts, step.rung, listener, before)
        letters = self.held if stale else self.pressing if step.rung.hourly else self.told
        letters.setdefault(listener.person.key, []).append(Told(line, row, facts, listener, step.rung))

    def write(self) -> int:
        """Write one letter a person, and one to be held where something is stale. Returns how many may go."""
        going = self._write([*self.told.values(), *self.pressing.values()], held=False)
        self._write(list(self.held.values()), held=True)
        written = (*self.told.values(), *self.pressing.values(), *self.held.values())
        spoken = {each.row.assignment_id for told in written for each in told}
        supersede(self, spoken)
        return going

    def _write(self, letters: list[list[Told]], held: bool) -> int:
        """Store the letters in one go and tell each row of its letter. Returns how many are new."""
        # What is held is rendered anew when it goes, its dates as well.
        files = [None for _ in letters] if held else deadline_files(self, letters)
        postings = [self._posting(told, file, held) for told, file in zip(letters, files, strict=True)]
        stored = post_all(self.act, self.office, self.agency, postings)
        for told, letter_id in zip(letters, stored, strict=True):
            for each in told:
                each.row.letter_id = letter_id
                each.row.reason = silence("already_written") if letter_id is None else ""
                self.act.session.add(each.row)
        return sum(letter_id is not None for letter_id in stored)

    def _posting(self, told: list[Told], file: File | None, held: bool) -> Posting:
        first, person = told[0].row, told[0].listener.person
        begins = PRESSING if told[0].rung.hourly else "remind:"
        goes_at = self.now if any(each.rung.any_hour for each in told) else self.goes_at
        return Posting(
            person=person,
            to=(person.name, person.email),
            letter=letter_of(self.agency, told),
            kind=LetterKind.REMINDER,
            letter_key=f"{begins}{first.assignment_id}:{first.rung}:{first.person_id}",
            not_before=goes_at,
            expires_at=goes_at + LIVES,
            references=threads(self.agency, told),
            files=[file] if file else [],
            held=held,
        )


def deadline_files(look: Look, letters: Sequence[Sequence[Told]]) -> list[File | None]:
    """The deadlines of each letter's units as a calendar file; a superior's letter carries none."""
    if not letters:
        return []
    # Imported here: calendars cost a quarter of a second that a process without reminders need not pay.
    from dondoc.actions.feeds import deadlines, letter_file

    own = [[each for each in told if Hearer.LEADER not in each.rung.to] for told in letters]
    facts = {each.facts.assignment.key: each.facts for told in own for each in told}
    dates = deadlines(look.act.session, look.office, look.agency, facts.values(), look.now)
    chosen = [[dates[each.facts.assignment.key] for each in told if each.facts.assignment.key in dates] for told in own]
    return [letter_file(look.agency, told) if told else None for told in chosen]


def why_silent(stands: UnitStanding, versions: Iterable[Submission], local: Hours) -> str:
    """Why nothing is said about a unit with these versions; empty where it owes its answer."""
    if stands.excused:
        return silence("excused")
    if stands.is_in:
        first = min(version.submitted_at for version in versions if version.submitted_at)
        return silence("is_in", at=day_time(local.local(first)))
    return silence("closed") if stands.closed else ""


def line_of(look: Look, facts: AssignmentFacts, rung: Rung, listener: Listener, before: Tries) -> ReminderLine:
    """What a rung says to a listener, as of now."""
    assignment, round_ = facts.assignment, facts.round
    escalates, on_request = rung.tone is Tone.ESCALATION, round_.period.kind in ON_REQUEST
    token = form_token(look.office.secret, listener.person.key, assignment.key, look.now)
    path = f"ky/{round_.period.key}" if escalates else f"f/{token}"
    return ReminderLine(
        rung=rung.code,
        tone=rung.tone.value,
        unit=facts.unit_name,
        report_name=round_.report_name,
        deadline=assignment.deadline,
        days_left=look.calendar.until(look.hours.today(look.now), assignment.deadline),
        why=assignment.extended_why or round_.period.due_why,
        link=f"{look.office.address}/{path}",
        proposed=round_.rule.standing is Standing.PROPOSED,
        exact=time_of(assignment.deadline) is not None,
        asked_by=round_.plan.basis if on_request else "",
        asks=round_.obligation.content if on_request and rung.tone is Tone.OPENING else "",
        urgency=word(round_.period.urgency) if round_.period.urgency else "",
        tried=tuple(f"{day_time(look.hours.local(at))}: {name}" for at, name in before) if escalates else (),
        on_behalf_of=listener.on_behalf_of.name if listener.on_behalf_of else "",
        **({} if escalates else _answers(f"{look.office.address}/f/{token}", on_request)),
    )


def _answers(path: str, on_request: bool) -> dict[str, str]:
    """The links for quick answers; a report on request has no period before it."""
    return quick_links(path) | ({"same_link": ""} if on_request else {})


def letter_of(agency: Agency, told: Sequence[Told]) -> ReminderLetter:
    """The digest of a person's lines. For whom they are said stands once at its head where it is the same for all."""
    absent = {each.line.on_behalf_of for each in told}
    same = absent.pop() if len(absent) == 1 else None
    return ReminderLetter(
        to_name=told[0].listener.person.name,
        agency=agency.name,
        lead_unit=told[0].facts.round.lead.name,
        lines=tuple(each.line if same is None else replace(each.line, on_behalf_of="") for each in told),
        on_behalf_of=same or "",
    )


def threads(agency: Agency, told: Iterable[Told]) -> list[str]:
    """The roots of the threads that a letter of these lines belongs to."""
    return [root(agency, "assignment", each.row.assignment_id) for each in told]


def supersede(look: Look, assignment_ids: Iterable[int]) -> None:
    """Drop what older letters, still held, say about assignments of which a newer letter now speaks.

    What else such a letter says stays; it is rendered anew when somebody says yes to it.
    """
    for letter, rows in held.older(look.act.session, assignment_ids, look.now):
        for row in rows:
            forget(look, row, silence("superseded"))
        if not held.rows(look.act.session, letter.key):
            letter.state, letter.outcome = LetterState.DROPPED, silence("superseded")
            look.act.session.add(letter)


def forget(look: Look, row: Reminder, reason: str, dropped: bool = True) -> None:
    """Take a row's letter away and say why; `dropped` by a decision, or else since it has lost its purpose."""
    row.letter_id, row.reason = None, reason
    row.dropped_at = look.now if dropped else None
    look.act.session.add(row)
    look.act.session.flush()
