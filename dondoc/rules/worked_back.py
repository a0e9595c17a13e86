"""Deadlines of a report on request, worked back from the instant at which its addressee wants it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dondoc.rules.workdays import Calendar, Hours


@dataclass(frozen=True)
class Share:
    """What a step gets of the time there is: percent, but between `least` and `most` minutes."""

    share: int
    least: int
    most: int

    def of(self, minutes: int) -> int:
        """Its minutes."""
        return min(max(minutes * self.share // 100, self.least), self.most)


@dataclass(frozen=True)
class Shares:
    """The shares of compiling, signing and sending; the units get the rest, and at least `unit_least` minutes."""

    compile: Share
    sign: Share
    send: Share
    unit_least: int
    round_to: int = 15


@dataclass(frozen=True)
class Levels:
    """The four deadlines of a report: units answer, the lead unit sends up, a leader signs, its addressee has it."""

    due: datetime
    compile: datetime
    sign: datetime
    send: datetime

    def in_order(self) -> bool:
        """Whether none lies before the one that goes first."""
        return self.due <= self.compile <= self.sign <= self.send


@dataclass(frozen=True)
class Clockwork:
    """How time passes: by office hours of working days, or (`any_hour`) by the clock alone."""

    hours: Hours
    calendar: Calendar
    any_hour: bool = False

    def shift(self, instant: datetime, minutes: float) -> datetime:
        """The instant so many minutes after `instant`, or before."""
        if self.any_hour:
            return instant + timedelta(minutes=minutes)
        return self.hours.shift(instant, minutes, self.calendar)

    def minutes(self, since: datetime, until: datetime) -> int:
        """The minutes between two instants; none where `until` is not later."""
        if until <= since:
            return 0
        if self.any_hour:
            return int((until - since) / timedelta(minutes=1))
        return self.hours.minutes(since, until, self.calendar)


def worked_back(now: datetime, send: datetime, shares: Shares, by: Clockwork) -> Levels:
    """The deadlines before `send`.

    Where there is so little time that the least of each step would leave none to the units, each step gets its bare
    share, so that the order still holds.
    """
    there = by.minutes(now, send)
    steps = [each.of(there) for each in (shares.send, shares.sign, shares.compile)]
    if sum(steps) >= there:
        steps = [there * each.share // 100 for each in (shares.send, shares.sign, shares.compile)]
    found, instant = [send], send
    for minutes in steps:
        # Never behind the step that follows, nor in the past: outside office hours there may be no time at all.
        instant = min(max(_rounded(by.shift(instant, -minutes), shares.round_to), min(now, send)), instant)
        found.append(instant)
    send, sign, compiled, due = found
    return Levels(due, compiled, sign, send)


def unit_minutes(now: datetime, due: datetime, by: Clockwork) -> int:
    """How long the units have."""
    return by.minutes(now, due)


def _rounded(instant: datetime, minutes: int) -> datetime:
    step = minutes * 60
    return datetime.fromtimestamp(instant.timestamp() // step * step, instant.tzinfo)
