"""A change of a rule by an administrator, and what it does to the dates to come."""

from dataclasses import dataclass
from datetime import date

from dondoc.model import Direction


@dataclass(frozen=True)
class RuleChange:
    """The days of a rule as they shall be; a day of None is the last day of the month."""

    due_day: int | None
    due_direction: Direction
    send_day: int | None
    send_direction: Direction


@dataclass(frozen=True)
class DateChange:
    """One round before and after a change; `after_*` equal `before_*` where nothing moves."""

    period_name: str
    opened: bool
    before_due: date
    after_due: date
    before_send: date
    after_send: date
    due_why: str = ""
    send_why: str = ""
    warnings: tuple[str, ...] = ()
    """Sentences that name the article a date breaks (NĐ 09/2019/NĐ-CP art. 8(5))."""
