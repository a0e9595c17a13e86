"""The forms of our configuration files: agency, regime, calendar, ladder and plan."""

import re
from datetime import date
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field

from dondoc.intake.replies import RepliesPart
from dondoc.intake.toml_file import Strict, wording
from dondoc.model import Direction, PeriodKind, Purpose, RoleKind, Standing, SumRule, UnitKind
from dondoc.rules.address import checked
from dondoc.rules.recurrence import ROUNDS_A_YEAR
from dondoc.rules.refusal import Refused
from dondoc.rules.remind import Hearer, Tone

LAST_DAY = "last"


def _address(value: str) -> str:
    try:
        return checked(value)
    except Refused:
        raise ValueError("is not a mail address; write name@host.domain") from None


def _day(value: object) -> object:
    if value == LAST_DAY:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 28:
        raise ValueError('is no day that every month has; write 1 to 28, or "last" for the last day of the month')
    return value


def _time(value: str) -> str:
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        raise ValueError('is not a time of day; write "07:30"')
    return value


def _round(value: str) -> str:
    kind, _, number = value.partition("-")
    known = {each.value: count for each, count in ROUNDS_A_YEAR.items()}
    if not number.isascii() or not number.isdigit() or not 1 <= int(number) <= known.get(kind, 0):
        raise ValueError('is not a round; write for example "quarter-1" or "half-2"')
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError('is not a time zone; write for example "Asia/Ho_Chi_Minh"') from None
    return value


def _office_hours(value: tuple[str, str]) -> tuple[str, str]:
    if value[0] >= value[1]:
        raise ValueError("close before they open; write the earlier time first")
    return value


Address = Annotated[str, AfterValidator(_address)]
Day = Annotated[int | None, BeforeValidator(_day)]
TimeOfDay = Annotated[str, AfterValidator(_time)]
RoundName = Annotated[str, AfterValidator(_round)]
Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
Text = Annotated[str, Field(min_length=1)]
Zone = Annotated[str, AfterValidator(_zone)]
OfficeHours = Annotated[tuple[TimeOfDay, TimeOfDay], AfterValidator(_office_hours)]
Sentence = Annotated[Text, wording("subject", "agency", "period", "basis")]


class AgencyPart(Strict):
    """The agency itself, and which calendar and regimes it keeps."""

    code: Code
    name: Text
    short_name: Text
    superior: Text
    symbol: Text
    place: Text
    email: Address
    time_zone: Zone = "Asia/Ho_Chi_Minh"
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] = "VN"
    office_hours: OfficeHours = ("07:30", "17:00")
    calendar: Code = "vn"
    regimes: list[Code] = Field(default_factory=list)
    replies: RepliesPart = Field(default_factory=RepliesPart)
    sample: bool = False


class UnitPart(Strict):
    """A unit and the time it exists."""

    code: Code
    name: Text
    abbreviation: Text
    kind: UnitKind = UnitKind.DIVISION
    valid_from: date
    valid_to: date | None = None
    successor: Code | None = None
    standing: Standing = Standing.CONFIRMED
    basis: str = ""


class RolePart(Strict):
    """A role of a person."""

    kind: RoleKind
    unit: Code | None = None


class PersonPart(Strict):
    """A person with their roles."""

    name: Text
    title: Text
    email: Address
    roles: list[RolePart] = Field(min_length=1)


class AgencyFile(Strict):
    """`config/agencies/*.toml`."""

    agency: AgencyPart
    unit: list[UnitPart] = Field(min_length=1)
    person: list[PersonPart] = Field(min_length=1)


class RegimePart(Strict):
    """Name and legal basis of a regime."""

    code: Code
    name: Text
    basis: Text
    valid_from: date
    valid_to: date | None = None


class WindowPart(Strict):
    """The data window: months counted from the round's first and last month."""

    from_month: Literal[-1, 0]
    from_day: Annotated[int, Field(ge=1, le=28)]
    to_month: Literal[0, 1] = 0
    to_day: Day


class ReplacePart(Strict):
    """Which rounds another one replaces."""

    round: RoundName
    instead_of: list[RoundName]


class OutlinePart(Strict):
    """The fixed wording of a report; see `dondoc.rules.draft.Outline`."""

    type_name: Text
    type_code: Text
    results: Text
    assessment: Text
    difficulties: Text
    lessons: Text
    next_tasks: Text
    proposals: Text
    opening: Sentence
    closing: Sentence
    nothing_told: Text
    units_missing: Annotated[Text, wording("received", "asked", "missing")]


class RegimeFile(Strict):
    """`config/regimes/*.toml`."""

    regime: RegimePart
    window: WindowPart
    replaces: list[ReplacePart] = Field(default_factory=list)
    outline: OutlinePart


class CalendarPart(Strict):
    """Which country's public days off hold."""

    code: Code
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")]


class DayPart(Strict):
    """A day that a document makes a day off or a worked day."""

    day: date
    works: bool
    name: Text
    basis: Text


class CalendarFile(Strict):
    """`config/calendars/*.toml`."""

    calendar: CalendarPart
    day: list[DayPart] = Field(default_factory=list)


class RungPart(Strict):
    """A rung of a ladder; without an offset it is the opening."""

    code: Code
    offset: Annotated[int, Field(ge=-60, le=60)] | None = None
    tone: Tone
    to: list[Hearer] = Field(min_length=1)


class LadderFile(Strict):
    """`config/ladders/*.toml`."""

    rung: list[RungPart] = Field(min_length=1)


class PlanPart(Strict):
    """The plan as issued."""

    code: Code
    agency: Code
    year: Annotated[int, Field(ge=2000, le=2100)]
    title: Text
    source: Text
    number: str = ""
    issued: str = ""
    basis: Text
    signer_title: Text
    signer_name: Text
    archive: Text
    report_subject: Text


class RecipientPart(Strict):
    """A line of Nơi nhận."""

    name: Text
    purpose: Purpose
    addressee: bool = False
    email: Address | None = None
    standing: Standing = Standing.CONFIRMED


class FigurePart(Strict):
    """A figure that units are asked for."""

    code: Code
    name: Text
    unit_of_measure: Text
    sum_rule: SumRule
    standing: Standing
    basis: Text


class RulePart(Strict):
    """When an obligation is reported: in rounds of its own, or `within` those of another one."""

    within: str | None = None
    regime: Code | None = None
    periods: list[PeriodKind] = Field(default_factory=list)
    due_day: Day = 15
    due_direction: Direction = Direction.BACK
    send_day: Day = 20
    send_direction: Direction = Direction.BACK
    open_before: Annotated[int, Field(ge=1, le=60)] = 10
    ladder: Code = "standard"
    standing: Standing
    basis: Text


class ObligationPart(Strict):
    """One obligation, with what it quotes from the plan."""

    ref: Annotated[str, Field(pattern=r"^[A-Z0-9.]+[a-zđ0-9.]*$", max_length=20)]
    title: Text
    content: Text
    time_quote: str
    units_quote: Text
    lead: str | None = None
    cooperating: list[str] = Field(default_factory=list)
    rule: RulePart
    figure: list[FigurePart] = Field(default_factory=list)


class PlanFile(Strict):
    """`config/plans/*.toml`."""

    plan: PlanPart
    recipient: list[RecipientPart] = Field(min_length=1)
    obligation: list[ObligationPart] = Field(min_length=1)
