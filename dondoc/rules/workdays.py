"""Working days: weekends and public days off, under a table of overrides that wins (domain.md §3)."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dondoc.model import DayTime, Direction, time_of

_DAY = timedelta(days=1)
_WEEKEND = {5: "thứ Bảy", 6: "Chủ nhật"}


@dataclass(frozen=True)
class Override:
    """A day that a document makes a day off or a worked day."""

    works: bool
    name: str
    basis: str = ""


@dataclass(frozen=True)
class Calendar:
    """The working days of an agency.

    `public` names the public days off by date, `swapped` holds the weekend days that are worked for some of them, both
    resting on `basis`. Days off after the year `certain_until` are a prediction: no document has set them yet.
    """

    public: Mapping[date, str] = field(default_factory=dict, repr=False)
    overrides: Mapping[date, Override] = field(default_factory=dict)
    swapped: Container[date] = field(default=(), repr=False)
    basis: str = ""
    certain_until: int | None = None

    def day_off(self, day: date) -> str | None:
        """Why `day` is a day off; None on a working day."""
        override = self.overrides.get(day)
        if override:
            return None if override.works else override.name
        if day in self.swapped:
            return None
        return self.public.get(day) or _WEEKEND.get(day.weekday())

    def basis_of(self, day: date) -> str:
        """What it rests on that `day` is off, or that a weekend day is worked; empty on any other day."""
        if override := self.overrides.get(day):
            return override.basis
        return self.basis if day in self.swapped or self.public.get(day) else ""

    def is_predicted(self, day: date) -> bool:
        """Whether no document has set the days off of that year yet."""
        return self.certain_until is not None and day.year > self.certain_until

    def listed(self, year: int) -> list[date]:
        """The days of a year that are off or worked otherwise than the week alone has it."""
        first = date(year, 1, 1)
        every = (first + _DAY * n for n in range((date(year, 12, 31) - first).days + 1))
        return [day for day in every if day in self.overrides or day in self.swapped or self.public.get(day)]

    def works(self, day: date) -> bool:
        """Whether `day` is a working day."""
        return self.day_off(day) is None

    def move(self, day: date, direction: Direction) -> date:
        """`day`, moved off a day off: forward as BLDS 2015 art. 148(5), back, or not at all."""
        if direction is Direction.NONE:
            return day
        step = _DAY if direction is Direction.FORWARD else -_DAY
        while not self.works(day):
            day += step
        return day

    def shift(self, day: date, working_days: int) -> date:
        """The day that lies so many working days after (or, negative, before) `day`."""
        step = _DAY if working_days > 0 else -_DAY
        left = abs(working_days)
        while left:
            day += step
            left -= self.works(day)
        return day

    def until(self, today: date, day: date) -> int:
        """Working days from `today` until `day`; the first day does not count (BLDS 2015 art. 147).

        Negative once `day` has passed; a weekend after it counts as the day after.
        """
        if day < today:
            return -max(1, self._count(day, today))
        return self._count(today, day)

    def _count(self, after: date, upto: date) -> int:
        return sum(self.works(after + _DAY * n) for n in range(1, (upto - after).days + 1))


@dataclass(frozen=True)
class Hours:
    """Office hours of an agency in its time zone."""

    zone: ZoneInfo
    opens: time
    closes: time

    def local(self, instant: datetime) -> datetime:
        """The instant as the agency's clocks show it."""
        return instant.astimezone(self.zone)

    def today(self, instant: datetime) -> date:
        """The agency's date at that instant."""
        return self.local(instant).date()

    def start(self, day: date) -> datetime:
        """When the office opens on that day."""
        return datetime.combine(day, self.opens, self.zone)

    def end(self, day: date) -> datetime:
        """When the office closes on that day."""
        return datetime.combine(day, self.closes, self.zone)

    def next_open(self, instant: datetime, calendar: Calendar) -> datetime:
        """The instant itself within office hours of a working day, else the next opening: deferred, never dropped."""
        local = self.local(instant)
        if calendar.works(local.date()):
            if local.time() < self.opens:
                return self.start(local.date())
            if local.time() < self.closes:
                return instant
        return self.start(calendar.shift(local.date(), 1))

    def deadline(self, day: date) -> datetime:
        """The instant at which a deadline ends: its time of day, or the close of its day."""
        return datetime.combine(day, time_of(day) or self.closes, self.zone)

    def day_time(self, instant: datetime) -> DayTime:
        """An instant as the day and the minute that the agency's clocks show."""
        local = self.local(instant)
        return DayTime(local.year, local.month, local.day, time(local.hour, local.minute))

    def shift(self, instant: datetime, minutes: float, calendar: Calendar) -> datetime:
        """The instant that lies so many minutes of office time after (or, negative, before) `instant`."""
        left = timedelta(minutes=abs(minutes))
        day = self.today(instant)
        while True:
            opens, closes = self.start(day), self.end(day)
            if calendar.works(day):
                begins = max(instant, opens) if minutes >= 0 else min(instant, closes)
                there = closes - begins if minutes >= 0 else begins - opens
                if left <= there:
                    return begins + left if minutes >= 0 else begins - left
                left -= max(there, timedelta())
            day += _DAY if minutes >= 0 else -_DAY

    def minutes(self, since: datetime, until: datetime, calendar: Calendar) -> int:
        """The minutes of office time between two instants."""
        total, day = timedelta(), self.today(since)
        while self.start(day) < until:
            if calendar.works(day):
                total += max(min(until, self.end(day)) - max(since, self.start(day)), timedelta())
            day += _DAY
        return int(total / timedelta(minutes=1))
