"""The forms of our configuration files: agency, regime, calendar and plan."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from dondoc.intake.fields import (
    Address,
    Code,
    Day,
    LastOrDay,
    MonthDay,
    OfficeHours,
    RoundName,
    Zone,
)
from dondoc.intake.outline_files import FiguresPart, OutlineChange, OutlinePart, Text
from dondoc.intake.replies import RepliesPart
from dondoc.intake.toml_file import Strict
from dondoc.model import Direction, PeriodKind, Purpose, RoleKind, Standing, StepTask, SumRule, UnitKind
from dondoc.rules.report import ReportKind


class AgencyPart(Strict):
    """The agency itself, and which calendar and regimes it keeps."""

    code: Code
    name: Text
    short_name: Text
    superior: Text
    parent: Code | None = None
    symbol: Text
    place: Text
    email: Address
    time_zone: Zone = "Asia/Ho_Chi_Minh"
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] = "VN"
    office_hours: OfficeHours = ("07:30", "17:00")
    calendar: Code = "vn"
    regimes: list[Code] = Field(default_factory=list)
    report_ladder: Code = "sign-off"
    crowded_week: Annotated[int, Field(ge=2, le=99)] = 3
    sign_with_code: bool = True
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
    agency: Code | None = None
    """The agency of this installation that the unit is."""
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


class SignoffPart(Strict):
    """A step of the chain of sign-off; only the check of form names its person, by address."""

    task: StepTask
    person: Address | None = None


class AgencyFile(Strict):
    """`config/agencies/*.toml`."""

    agency: AgencyPart
    unit: list[UnitPart] = Field(min_length=1)
    person: list[PersonPart] = Field(min_length=1)
    signoff: list[SignoffPart] = Field(default_factory=list)


class RegimePart(Strict):
    """Name and legal basis of a regime; `outline_of` names the regime whose outline it shares."""

    code: Code
    name: Text
    basis: Text
    valid_from: date
    valid_to: date | None = None
    outline_of: Code | None = None


class WindowPart(Strict):
    """The data window: months counted from the round's first and last month."""

    from_month: Literal[-1, 0]
    from_day: Annotated[int, Field(ge=1, le=28)]
    to_month: Literal[0, 1] = 0
    to_day: LastOrDay
    week_from: Annotated[int, Field(ge=1, le=7)] = 1


class DeadlinesPart(Strict):
    """Deadlines that the regime sets; a rule that names none of its own takes these."""

    basis: Text
    due_day: Day | None = None
    due_direction: Direction = Direction.BACK
    send_day: Day | None = None
    send_direction: Direction = Direction.BACK


class ReplacePart(Strict):
    """Which rounds another one replaces."""

    round: RoundName
    instead_of: list[RoundName]


class RegimeFile(Strict):
    """`config/regimes/*.toml`."""

    regime: RegimePart
    window: WindowPart
    deadlines: DeadlinesPart | None = None
    replaces: list[ReplacePart] = Field(default_factory=list)
    outline: OutlinePart | None = None
    outline_for: dict[ReportKind, OutlineChange] = Field(default_factory=dict)
    figures: FiguresPart = FiguresPart()


class CalendarPart(Strict):
    """Which country's public days off hold, what they rest on, and the last year that a document has set."""

    code: Code
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")]
    basis: str = ""
    certain_until: Annotated[int, Field(ge=2000, le=2100)] | None = None


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


class RoundPart(Strict):
    """A round whose days differ from the others' every year, by name ("half-2"): the fields that differ."""

    name: RoundName
    due_day: Day | None = None
    due_direction: Direction | None = None
    send_day: Day | None = None
    send_direction: Direction | None = None
    data_from: MonthDay | None = None
    data_to: MonthDay | None = None


class RulePart(Strict):
    """When an obligation is reported: in rounds of its own, `within` those of another one, or after an `event`."""

    within: str | None = None
    regime: Code | None = None
    periods: list[PeriodKind] = Field(default_factory=list)
    event: bool = False
    continuous: bool = False
    data_from: date | None = None
    data_to: date | None = None
    rrule: str | None = None
    due_day: Day | None = None
    due_direction: Direction | None = None
    send_day: Day | None = None
    send_direction: Direction | None = None
    round: list[RoundPart] = Field(default_factory=list)
    open_before: Annotated[int, Field(ge=1, le=60)] = 10
    compile_before: Annotated[int, Field(ge=0, le=60)] = 2
    sign_before: Annotated[int, Field(ge=0, le=60)] = 1
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
