"""One look at reminders: what is said to whom, gathered to one letter a person, and letters that are held for a yes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from dondoc.actions.letters import Posting, post_all
from dondoc.actions.matters import Eye, Matter
from dondoc.actions.office import Office
from dondoc.actions.reminder_lines import Told, deadline_files, letter_of, line_of, threads
from dondoc.mail.message import File
from dondoc.model import Agency, LetterKind, LetterState, Reminder
from dondoc.rules.remind import Step
from dondoc.store import held
from dondoc.store.ledger import PRESSING
from dondoc.store.people import Listener
from dondoc.store.transaction import Writing
from dondoc.texts import silence

LIVES = timedelta(days=3)
"""How long a reminder is worth sending; after that the next rung speaks."""
HELD_AT_ONCE = timedelta(seconds=1)
"""What is held has expired as it was written; a yes gives it its days."""


@dataclass
class Look:
    """One look at an agency, and what it has to say so far, by person."""

    act: Writing
    office: Office
    eye: Eye
    told: dict[int, list[Told]] = field(default_factory=dict)
    pressing: dict[int, list[Told]] = field(default_factory=dict)
    """What is said by the hour: in a letter of its own."""
    held: dict[int, list[Told]] = field(default_factory=dict)
    recorded: set[tuple[tuple[str, int], str, int]] = field(default_factory=set)
    """Rows of the ledger written at this look, by what they are about, rung and person."""
    overtaken: set[tuple[str, int]] = field(default_factory=set)
    """Of what newer letters speak to the same people as older ones that are held."""

    @classmethod
    def at(cls, act: Writing, office: Office, agency: Agency) -> "Look":
        """A look at an agency now."""
        return cls(act, office, Eye.of(act.session, agency, act.now))

    @property
    def agency(self) -> Agency:
        """Whose reminders these are."""
        return self.eye.agency

    @property
    def now(self) -> datetime:
        """The instant of the look."""
        return self.act.now

    @property
    def goes_at(self) -> datetime:
        """When what is written now may go."""
        return self.eye.hours.next_open(self.now, self.eye.calendar)

    @property
    def goes_since(self) -> datetime:
        """The midnight of the day on which what is written now goes."""
        return datetime.combine(self.eye.hours.today(self.goes_at), time(), self.eye.hours.zone)

    @property
    def next_morning(self) -> datetime:
        """The opening of the working day after that one."""
        return self.eye.hours.start(self.eye.calendar.shift(self.eye.hours.today(self.goes_at), 1))

    def say(self, matter: Matter, step: Step, listener: Listener, reason: str, stale: bool) -> None:
        """Record a step for a listener: with the reason for silence, or as a line of their letter."""
        noun, key = matter.about
        ordered = matter.ordered(step.rung)
        heard = (matter.about, step.rung.code, listener.person.key)
        # One row a person, in whatever capacity: a head who is the only officer too, a substitute of two.
        if heard in self.recorded:
            return
        self.recorded.add(heard)
        row = Reminder(
            agency_id=self.agency.key,
            assignment_id=key if noun == "assignment" else None,
            report_id=key if noun == "report" else None,
            rung=step.rung.code,
            person_id=listener.person.key,
            on_behalf_of_id=listener.on_behalf_of.key if listener.on_behalf_of else None,
            order_id=ordered.order.key if ordered else None,
            due_at=step.due_at,
            recorded_at=self.now,
            reason=reason,
        )
        if reason:
            self.act.session.add(row)
            return
        line = line_of(self.office, self.eye, matter, step, listener)
        letters = self.held if stale else self.pressing if step.rung.hourly else self.told
        letters.setdefault(listener.person.key, []).append(Told(line, row, matter, listener, step.rung))
        if not step.undecided:
            # What a superior hears for want of a decision does not decide on the unit's warning.
            self.overtaken.add(matter.about)

    def write(self) -> int:
        """Write one letter a person, and one to be held where something is stale. Returns how many may go."""
        going = self._write([*self.told.values(), *self.pressing.values()], held=False)
        self._write(list(self.held.values()), held=True)
        supersede(self, self.overtaken)
        return going

    def _write(self, letters: list[list[Told]], held: bool) -> int:
        """Store the letters in one go and tell each row of its letter. Returns how many are new."""
        # What is held is rendered anew when it goes, its dates as well.
        files = [None for _ in letters] if held else self.files(letters)
        postings = [self._posting(told, file, held) for told, file in zip(letters, files, strict=True)]
        stored = post_all(self.act, self.office, self.agency, postings)
        for told, letter_id in zip(letters, stored, strict=True):
            for each in told:
                each.row.letter_id = letter_id
                each.row.reason = silence("already_written") if letter_id is None else ""
                self.act.session.add(each.row)
        return sum(letter_id is not None for letter_id in stored)

    def files(self, letters: list[list[Told]]) -> list[File | None]:
        """The calendar file that goes with each letter."""
        return deadline_files(self.act.session, self.office, self.agency, letters, self.now)

    def _posting(self, told: list[Told], file: File | None, held: bool) -> Posting:
        first, person = told[0].row, told[0].listener.person
        noun, key = first.about
        about = key if noun == "assignment" else f"{noun}:{key}"
        begins = PRESSING if told[0].rung.hourly else "remind:"
        goes_at = self.now if any(each.rung.any_hour for each in told) else self.goes_at
        return Posting(
            person=person,
            to=(person.name, person.email),
            letter=letter_of(self.agency, told),
            kind=LetterKind.REMINDER,
            letter_key=f"{begins}{about}:{first.rung}:{first.person_id}",
            not_before=goes_at,
            expires_at=goes_at + (HELD_AT_ONCE if held else LIVES),
            references=threads(self.agency, told),
            files=[file] if file else [],
            held=held,
        )


def supersede(look: Look, about: Iterable[tuple[str, int]]) -> None:
    """Drop what older letters, still held, say about things (noun, id) of which a newer letter now speaks.

    What else such a letter says stays; it is rendered anew when somebody says yes to it.
    """
    for letter, rows in held.older(look.act.session, about, look.now):
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
