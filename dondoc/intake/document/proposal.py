"""What the reader proposes: an administrator confirms or mends it; nothing here is in force."""

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Span = tuple[int, int]


class TimeKind(StrEnum):
    """What kind of time an obligation has."""

    CONTINUOUS = "continuous"
    WINDOW = "window"
    DEADLINE = "deadline"
    RECURRING = "recurring"
    AD_HOC = "ad_hoc"
    ON_EVENT = "on_event"
    UNKNOWN = "unknown"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Time(_Part):
    """A time as written, and only what it says: `dates` are month and day where no year is written."""

    text: str = ""
    kind: TimeKind = TimeKind.UNKNOWN
    also: list[str] = Field(default_factory=list)
    from_: date | None = Field(default=None, alias="from")
    to: date | None = None
    day: int | None = None
    dates: list[str] = Field(default_factory=list)
    direction: Literal["before", "by"] | None = None
    period: list[str] = Field(default_factory=list)
    event: str | None = None


class Unit(_Part):
    """A unit as written; with a catalogue the codes it means. `work` is its piece of the work, if divided."""

    name: str
    codes: list[str] = Field(default_factory=list)
    external: bool = False
    work: str = ""
    via: str = ""


class Reporting(_Part):
    """A reporting clause: who reports, to whom, when; `advises` where the unit only prepares another one's report."""

    text: str
    by: list[str] = Field(default_factory=list)
    to: list[str] = Field(default_factory=list)
    time: str = ""
    manner: Literal["direct", "advises", "plain"] = "plain"


class Obligation(_Part):
    """One obligation with its place in the document's text and what is doubtful about it."""

    ref: str = ""
    title: str = ""
    content: str = ""
    lead: list[Unit] = Field(default_factory=list)
    cooperating: list[Unit] = Field(default_factory=list)
    time: Time = Field(default_factory=Time)
    product: str = ""
    reporting: list[Reporting] = Field(default_factory=list)
    units_text: str = ""
    span: Span = (0, 0)
    doubts: list[str] = Field(default_factory=list)


class Question(_Part):
    """Something the document does not say and that must be answered; `ref` names the obligation or is empty."""

    key: str
    ref: str = ""
    text: str
    quote: str = ""


class Unused(_Part):
    """A piece of the document that produced nothing, and why."""

    span: Span
    reason: str


class Signer(_Part):
    """Who signed; empty where the document has no name."""

    title: str = ""
    name: str = ""


class Recipient(_Part):
    """A line of Nơi nhận."""

    name: str
    purpose: str = ""


class Proposal(_Part):
    """A plan document as proposed, with its whole text for the review page."""

    title: str = ""
    kind: str = ""
    number: str = ""
    issued: str = ""
    issuer: str = ""
    year: int | None = None
    signer: Signer | None = None
    recipients: list[Recipient] = Field(default_factory=list)
    obligations: list[Obligation] = Field(default_factory=list)
    questions: list[Question] = Field(default_factory=list)
    unused: list[Unused] = Field(default_factory=list)
    text: str = ""

    def as_json(self) -> dict[str, object]:
        """The form `dondoc plan import --json` prints: units as names, without the document's text."""
        data = self.model_dump(mode="json", by_alias=True, exclude={"text"})
        for given, each in zip(data["obligations"], self.obligations, strict=True):
            for part, units in (("lead", each.lead), ("cooperating", each.cooperating)):
                given[part] = [unit.name for unit in units]
                given[f"{part}_units"] = [unit.model_dump(exclude_defaults=True) for unit in units]
        return data
