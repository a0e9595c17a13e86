"""The reminder ladder: which rung is due when, to whom, and which one is said (DESIGN.md, Reminders)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from dondoc.model import Direction
from dondoc.rules.workdays import Calendar, Hours

STALE_AFTER = 2
"""Working days after which a missed rung needs a yes, where its ladder says nothing else."""
DECIDE_WITHIN = 3
"""Working days for which a superior waits for a decision on a held warning, where the ladder says nothing else."""
AT_ONCE = "now-"
"""With this begin the codes of what the lead unit says by its own word."""
AT_OPENING = timedelta(minutes=15)
"""What is written this soon after the office opens counts as written at its opening: looks are a minute apart."""


class Tone(StrEnum):
    """How a rung speaks. A warning tells the unit that its superior hears next."""

    OPENING = "opening"
    REMINDER = "reminder"
    DUE = "due"
    FOLLOW_UP = "follow_up"
    WARNING = "warning"
    ESCALATION = "escalation"


class Hearer(StrEnum):
    """Who a rung speaks to: the unit's officers, its head, or the leader in charge of it.

    About a report: those whose turn it is, the head of their unit, the leader over them.
    """

    OFFICER = "officer"
    HEAD = "head"
    LEADER = "leader"


@dataclass(frozen=True)
class Rung:
    """One rung. `offset` counts working days from the deadline, `minutes` minutes; with neither, the round opens."""

    code: str
    offset: int | None
    tone: Tone
    to: tuple[Hearer, ...]
    stale_after: int = STALE_AFTER
    cap: int | None = None
    """How many such reminders about one thing are enough; None: there is no end but the ladder's."""
    decide_within: int = DECIDE_WITHIN
    on: date | None = None
    """The day of a rung that a superior's order put there; it counts from no deadline."""
    minutes: int | None = None
    hourly: bool = False
    """It is said in a letter of its own, whatever else its reader gets on that day (`Hours` matter)."""
    any_hour: bool = False
    """It is said outside office hours too, and its minutes are those of the clock."""

    @property
    def escalates(self) -> bool:
        """Whether a superior of the unit hears it."""
        return Hearer.LEADER in self.to


@dataclass(frozen=True)
class Course:
    """What a ladder climbs along: the dates of one assignment."""

    opens_on: date
    deadline: date
    calendar: Calendar
    hours: Hours
    opened_at: datetime | None = None
    """When the round was opened: nothing could be said before, so nothing of before was missed."""
    quiet_until: datetime | None = None
    """Until when a superior wants to hear nothing."""


@dataclass(frozen=True)
class Said:
    """What became of a recorded rung: from when its letter may go; whether that is held for a yes, or was dropped.

    `told`: a letter was written, whatever became of it.
    """

    at: datetime
    held: bool = False
    dropped: bool = False
    told: bool = True


@dataclass(frozen=True)
class Step:
    """A rung whose turn has come: when it fell due, since when it could be said, whether it needs a yes anyway.

    `undecided`: nobody has decided in time on the warning that was held, so the superior hears without it.
    """

    rung: Rung
    due_at: datetime
    since: datetime
    needs_yes: bool = False
    undecided: bool = False


@dataclass(frozen=True)
class Climb:
    """What a look finds on a ladder: steps to take now, oldest first, and until when others wait, by rung.

    They wait for the unit's warning, or for the day that a superior named.
    """

    steps: tuple[Step, ...]
    waits: Mapping[str, datetime]


def ladder_from(data: Iterable[Mapping[str, object]]) -> tuple[Rung, ...]:
    """A ladder from its stored form. Raises KeyError or ValueError where it is not one."""
    return tuple(
        Rung(
            code=str(rung["code"]),
            offset=None if rung.get("offset") is None else int(str(rung["offset"])),
            tone=Tone(str(rung["tone"])),
            to=tuple(Hearer(hearer) for hearer in rung["to"]),  # type: ignore[attr-defined]
            stale_after=int(str(rung.get("stale_after", STALE_AFTER))),
            minutes=None if rung.get("minutes") is None else int(str(rung["minutes"])),
            hourly=bool(rung.get("hourly", False)),
            any_hour=bool(rung.get("any_hour", False)),
            cap=None if rung.get("cap") is None else int(str(rung["cap"])),
            decide_within=int(str(rung.get("decide_within", DECIDE_WITHIN))),
        )
        for rung in data
    )


def at_once(today: date, deadline: date, cap: int | None = None) -> Rung:
    """The lead unit's own word of a day, which stands on no ladder."""
    tone = Tone.REMINDER if today <= deadline else Tone.FOLLOW_UP
    return Rung(f"{AT_ONCE}{today:%Y%m%d}", 0, tone, (Hearer.OFFICER,), cap=cap)


def at(rung: Rung, course: Course) -> datetime:
    """When a rung is due: as the office opens on its working day; before a deadline that stays on a day off.

    One that counts minutes is due so many minutes from the instant of the deadline.
    """
    if rung.minutes is not None:
        return _shifted(course.hours.deadline(course.deadline), rung.minutes, rung, course)
    if rung.on is not None:
        return course.hours.start(course.calendar.move(rung.on, Direction.FORWARD))
    if rung.offset is None:
        return course.hours.start(course.opens_on)
    day = course.calendar.shift(course.deadline, rung.offset)
    return course.hours.start(course.calendar.move(day, Direction.BACK))


def _shifted(instant: datetime, minutes: int, rung: Rung, course: Course) -> datetime:
    if rung.any_hour:
        return instant + timedelta(minutes=minutes)
    return course.hours.shift(instant, minutes, course.calendar)


def due(ladder: Sequence[Rung], course: Course, said: set[str], now: datetime) -> list[tuple[Rung, datetime]]:
    """The rungs that are due and not yet recorded, oldest first. A late or double look loses and repeats nothing."""
    waiting = [(rung, at(rung, course)) for rung in ladder if rung.code not in said]
    return sorted(((rung, when) for rung, when in waiting if when <= now), key=lambda pair: pair[1])


def next_at(ladder: Sequence[Rung], course: Course, said: set[str]) -> datetime | None:
    """When the next rung is due; None when nothing is left to say."""
    return min((at(rung, course) for rung in ladder if rung.code not in said), default=None)


def spoken(rungs: Sequence[tuple[Rung, datetime]], hearer: Hearer) -> Rung | None:
    """After downtime several rungs may be due at once: the last one speaks for all."""
    heard = [rung for rung, _ in rungs if hearer in rung.to]
    return heard[-1] if heard else None


def climb(ladder: Sequence[Rung], course: Course, said: Mapping[str, Said], now: datetime, warns: bool) -> Climb:
    """The rungs whose turn has come, where the unit has not answered.

    A superior hears one working day after the unit's warning at the earliest (where both count minutes: as many minutes
    after it as lie between the two rungs), and `decide_within` working days after it where the warning is held and
    nobody decides. `warns`: somebody hears the warnings of the unit now; where nobody does, nothing is waited for.
    """
    steps: list[Step] = []
    waits: dict[str, datetime] = {}
    for rung, due_at in due(ladder, course, set(said), now):
        warning = _warning_before(ladder, rung, course) if rung.escalates else None
        heard = _warned(warning, said, course, now, warns)
        told = (_ready(rung, warning, heard, course), _quiet(rung, course))
        ready = max((each for each in told if each), default=None)
        if ready and now < ready:
            waits[rung.code] = ready
        else:
            since = max(each for each in (due_at, course.opened_at, ready) if each)
            dropped, held = bool(heard and heard.dropped), bool(heard and heard.held)
            steps.append(Step(rung, due_at, since, needs_yes=dropped, undecided=held))
    return Climb(tuple(steps), waits)


def _ready(rung: Rung, warning: Rung | None, heard: Said | None, course: Course) -> datetime | None:
    """From when a superior may hear, by what became of the warning; None: whenever the rung is due."""
    if warning is None or heard is None or heard.dropped:
        return None
    if heard.held:
        return working_days_after(heard.at, rung.decide_within, course)
    if rung.minutes is None or warning.minutes is None:
        return working_days_after(heard.at, 1, course)
    return _shifted(heard.at, rung.minutes - warning.minutes, rung, course)


def _quiet(rung: Rung, course: Course) -> datetime | None:
    return course.quiet_until if rung.escalates else None


def is_enough(rung: Rung, ladder: Iterable[Rung], said: Mapping[str, Said]) -> bool:
    """Whether enough was said for this rung to be left out: superiors and units are counted apart.

    A warning is never left out, since what a superior hears rests on it.
    """
    if rung.cap is None or rung.tone is Tone.WARNING:
        return False
    superiors = {each.code for each in ladder if each.escalates}
    told = sum(each.told and (code in superiors) is rung.escalates for code, each in said.items())
    return told >= rung.cap


def _warning_before(ladder: Sequence[Rung], rung: Rung, course: Course) -> Rung | None:
    """The last warning that comes before a rung."""
    before = [each for each in ladder if each.tone is Tone.WARNING and not each.escalates]
    return max(
        (each for each in before if at(each, course) <= at(rung, course)), key=lambda r: at(r, course), default=None
    )


def _warned(warning: Rung | None, said: Mapping[str, Said], course: Course, now: datetime, warns: bool) -> Said | None:
    if warning is None:
        return None
    # Not said yet, it is due as well and goes with this look.
    return said.get(warning.code) or (Said(goes_at([warning], course.hours, course.calendar, now)) if warns else None)


def goes_at(ladder: Iterable[Rung], hours: Hours, calendar: Calendar, now: datetime) -> datetime:
    """When a letter about a round goes that is written now: as the office is open, unless its ladder knows no hours."""
    return now if any(rung.any_hour for rung in ladder) else hours.next_open(now, calendar)


def working_days_after(instant: datetime, days: int, course: Course) -> datetime:
    """The same time so many working days later; as the office opens, for what was written as it opened."""
    local = course.hours.local(instant)
    day = course.calendar.shift(local.date(), days)
    if local <= course.hours.start(local.date()) + AT_OPENING:
        return course.hours.start(day)
    return datetime.combine(day, local.time(), course.hours.zone)


def is_stale(step: Step, course: Course, now: datetime) -> bool:
    """Whether a step is so late that a person must say yes to it."""
    late = course.calendar.until(course.hours.today(step.since), course.hours.today(now))
    return step.needs_yes or late > step.rung.stale_after


def next_turn(
    ladder: Sequence[Rung], course: Course, said: Collection[str], waits: Mapping[str, datetime]
) -> datetime | None:
    """When to look again at what the ladder is about; None when nothing is left to say."""
    return min((waits.get(rung.code, at(rung, course)) for rung in ladder if rung.code not in said), default=None)
