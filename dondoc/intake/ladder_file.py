"""`config/ladders/*.toml`: who is reminded when, and how often."""

from typing import Annotated

from pydantic import Field

from dondoc.intake.fields import Code
from dondoc.intake.toml_file import Strict
from dondoc.model import Urgency
from dondoc.rules.remind import DECIDE_WITHIN, STALE_AFTER, Hearer, Tone


class RungPart(Strict):
    """A rung of a ladder, so many working days or minutes from the deadline; with neither it is the opening."""

    code: Code
    offset: Annotated[int, Field(ge=-60, le=60)] | None = None
    minutes: Annotated[int, Field(ge=-20_000, le=20_000)] | None = None
    tone: Tone
    to: list[Hearer] = Field(min_length=1)


class LadderFile(Strict):
    """`config/ladders/*.toml`."""

    stale_after: Annotated[int, Field(ge=0, le=60)] = STALE_AFTER
    """Working days after which a missed rung is held for a yes."""
    cap: Annotated[int, Field(ge=1, le=60)] | None = None
    """How many reminders about one thing are enough; none: as many as the ladder has."""
    decide_within: Annotated[int, Field(ge=0, le=60)] = DECIDE_WITHIN
    """Working days for which a superior waits for the decision on a warning that is held."""
    by_the_hour: bool = False
    """Its letters go by themselves, whatever else their readers get on a day."""
    outside_hours: list[Urgency] = Field(default_factory=list)
    """How urgent a report must be for them to go outside office hours."""
    rung: list[RungPart] = Field(min_length=1)

    def stored(self, urgency: Urgency | None = None) -> list[dict[str, object]]:
        """The ladder as a rule keeps it (see `dondoc.rules.remind.ladder_from`), for a report that urgent."""
        shared = self.model_dump(include={"stale_after", "cap", "decide_within"})
        if self.by_the_hour:
            # What a rung does not have is left out: a ladder read before it could stays the same.
            shared |= {"hourly": True, "any_hour": urgency in self.outside_hours}
        return [
            {
                **rung.model_dump(mode="json", exclude={"minutes"}),
                **({"minutes": rung.minutes} if rung.minutes is not None else {}),
                **shared,
            }
            for rung in self.rung
        ]
