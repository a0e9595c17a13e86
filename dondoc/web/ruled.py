"""What all pages about one rule share: the rule itself for its administrators, and its rounds to come."""

from dataclasses import dataclass
from enum import StrEnum

from dondoc.model import Rule, RuleKind
from dondoc.rules import access
from dondoc.rules.plan import RuleValues
from dondoc.store import page_changes, page_plans
from dondoc.store.dates import DatedRound, dated_rounds
from dondoc.store.page_plans import PlannedRule
from dondoc.store.rules import rule_values
from dondoc.texts import dates
from dondoc.web.desk import Desk, must


class RoundState(StrEnum):
    """Where a round to come stands; the words are in `dondoc.web.words`."""

    COMING = "coming"
    OPEN = "open"
    SETTLED = "settled"
    CANCELLED = "cancelled"
    PAUSED = "paused"


@dataclass(frozen=True)
class RoundView:
    """A round to come as the page shows it."""

    dated: DatedRound
    state: RoundState

    @property
    def movable(self) -> bool:
        """Whether it can be moved or called off."""
        return self.state not in {RoundState.SETTLED, RoundState.CANCELLED}

    @property
    def due_told(self) -> list[str]:
        """How the units' deadline came about."""
        return dates.explain(self.dated.due_steps)

    @property
    def send_told(self) -> list[str]:
        """How the day of sending came about; what the units' deadline tells already is left out."""
        return [each for each in dates.explain(self.dated.send_steps) if each not in self.due_told]


@dataclass(frozen=True)
class Ruled:
    """A rule with its values, as far as it has rounds of its own."""

    planned: PlannedRule
    values: RuleValues | None
    rounds: tuple[RoundView, ...]

    @property
    def rule(self) -> Rule:
        """The rule's row."""
        return self.planned.rule

    @property
    def paused(self) -> bool:
        """Whether it is paused now."""
        return bool(self.values and self.values.pauses and self.values.pauses[-1].until is None)


def ruled(desk: Desk, rule_id: int) -> Ruled:
    """A rule of the agency for its administrators; a page not found for everybody else."""
    must(access.administers(desk.viewer))
    with desk.reading() as session:
        found = page_plans.rule(session, desk.agency.key, rule_id)
        must(found)
        assert found is not None
        if found.rule.kind is RuleKind.WITHIN:
            return Ruled(found, None, ())
        settled = page_changes.settled_periods(session, found.obligation.key)
        every = dated_rounds(session, desk.agency, Rule.id == rule_id, days=desk.calendar)
        coming = tuple(RoundView(each, _state(each, settled)) for each in every if each.send_on >= desk.today)
        return Ruled(found, rule_values(session, found.rule), coming)


def with_rounds(desk: Desk, rule_id: int) -> Ruled:
    """The same where the rule has rounds of its own; a page not found where it has none."""
    found = ruled(desk, rule_id)
    must(found.values)
    return found


def _state(each: DatedRound, settled: set[int]) -> RoundState:
    if each.cancelled:
        return RoundState.CANCELLED
    if each.paused:
        return RoundState.PAUSED
    if each.period is None:
        return RoundState.COMING
    return RoundState.SETTLED if each.period.key in settled else RoundState.OPEN
