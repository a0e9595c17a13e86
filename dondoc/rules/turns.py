"""Whose turn it is with a report: the lead unit drafts, its chain decides, the clerk issues; each turn has its day."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from dondoc.model import Decision, RoleKind
from dondoc.rules.remind import Course, Hearer, Rung, at
from dondoc.rules.workdays import Calendar, Hours

_BORDER = "/"


class Stage(StrEnum):
    """What a report waits for."""

    DRAFT = "draft"
    APPROVAL = "approval"
    SIGNATURE = "signature"
    ISSUE = "issue"


@dataclass(frozen=True)
class Turn:
    """Somebody's turn: since when, by which day of the round, and for a step of the chain whose it is.

    `number` tells turns of one stage apart: which time of drafting or issuing, or which step.
    """

    stage: Stage
    number: int
    since: datetime
    day: date
    person_id: int | None = None

    @property
    def key(self) -> str:
        """What the codes of its rungs begin with."""
        return f"{self.stage}-{self.number}"


@dataclass(frozen=True)
class StepFact:
    """A step of the chain, of the version and round that it belongs to."""

    id: int
    version_id: int
    round: int
    person_id: int
    signs: bool
    decision: Decision | None
    decided_at: datetime | None


@dataclass(frozen=True)
class Acts:
    """All that was done with a report; `steps` oldest first, `versions` when each was made, by id, oldest first."""

    created_at: datetime
    sent_up_at: datetime | None
    signed_at: datetime | None
    is_over: bool
    steps: Sequence[StepFact]
    versions: Sequence[tuple[int, datetime]]
    voided: Sequence[datetime] = ()


@dataclass(frozen=True)
class Days:
    """By when a round's levels are to be done."""

    compile_on: date
    sign_on: date
    send_on: date


def turn_of(acts: Acts, days: Days) -> Turn | None:
    """Whose turn it is; None for a report that is issued, replaced or called off."""
    if acts.is_over:
        return None
    if acts.signed_at:
        since = max([acts.signed_at, *acts.voided])
        return Turn(Stage.ISSUE, len(acts.voided) + 1, since, days.send_on)
    rounds = list(dict.fromkeys((step.version_id, step.round) for step in acts.steps))
    latest = [step for step in acts.steps if (step.version_id, step.round) == rounds[-1]] if rounds else []
    if acts.sent_up_at is None:
        return Turn(Stage.DRAFT, len(rounds) + 1, _drafting_since(acts, latest), days.compile_on)
    since = acts.sent_up_at
    for step in latest:
        if step.decision is None:
            stage = Stage.SIGNATURE if step.signs else Stage.APPROVAL
            return Turn(stage, step.id, since, days.sign_on, step.person_id)
        since = step.decided_at or since
    return None


def _drafting_since(acts: Acts, latest: Sequence[StepFact]) -> datetime:
    """When drafting began: with the report, when the chain sent it back, or with the edit of what was sent up."""
    returned = [step.decided_at for step in latest if step.decision is Decision.RETURNED and step.decided_at]
    if returned:
        return returned[-1]
    later = [made for key, made in acts.versions if latest and key > latest[-1].version_id]
    return later[0] if later else acts.created_at


def course_of(turn: Turn, calendar: Calendar, hours: Hours) -> Course:
    """What the ladder climbs along: the level's day, but one working day at least for whose turn it is."""
    begins = hours.today(turn.since)
    return Course(begins, max(turn.day, calendar.shift(begins, 1)), calendar, hours, turn.since)


def ladder_of(ladder: Iterable[Rung], turn: Turn, course: Course) -> tuple[Rung, ...]:
    """The rungs of a turn under codes of its own.

    What lies before the turn began is none of its rungs: the letter that handed it over stands for them.
    """
    own = (rung for rung in ladder if rung.offset is not None and at(rung, course) > turn.since)
    return tuple(replace(rung, code=f"{turn.key}{_BORDER}{rung.code}") for rung in own)


def parted(code: str) -> tuple[str, str]:
    """The turn and the rung of a code in the ledger; no turn for a unit's."""
    turn, border, rung = code.rpartition(_BORDER)
    return (turn, rung) if border else ("", code)


def stage_of(code: str) -> Stage | None:
    """The stage that a code in the ledger belongs to."""
    turn, _ = parted(code)
    return Stage(turn.rpartition("-")[0]) if turn else None


def of_turn(said: Mapping[str, object], turn: Turn) -> list[str]:
    """The codes of a ledger that belong to a turn."""
    return [code for code in said if parted(code)[0] == turn.key]


@dataclass(frozen=True)
class Held:
    """A role that a person holds."""

    person_id: int
    kind: RoleKind
    unit_id: int | None = None


def hearers(actors: Sequence[int], roles: Collection[Held]) -> dict[Hearer, list[int]]:
    """Who hears about those whose turn it is: themselves, the heads of their units, the leaders over them.

    Over a leader in charge of units stand the leaders in charge of none; over those nobody.
    """
    heads: list[int] = []
    leaders: list[int] = []
    for actor in actors:
        above = _above(actor, roles)
        heads += above[0]
        leaders += above[1]
    both = {Hearer.HEAD: heads, Hearer.LEADER: leaders}
    told = {hearer: [each for each in dict.fromkeys(found) if each not in actors] for hearer, found in both.items()}
    return {Hearer.OFFICER: list(actors), **told}


def _above(actor: int, roles: Collection[Held]) -> tuple[list[int], list[int]]:
    own = [role for role in roles if role.person_id == actor]
    top = [role.person_id for role in roles if role.kind is RoleKind.LEADER and role.unit_id is None]
    if any(role.kind is RoleKind.LEADER for role in own):
        return [], [] if actor in top else top
    units = {role.unit_id for role in own if role.unit_id is not None}
    heads = [role.person_id for role in roles if role.kind is RoleKind.HEAD and role.unit_id in units]
    leaders = [role.person_id for role in roles if role.kind is RoleKind.LEADER and role.unit_id in units]
    return heads, leaders or top
