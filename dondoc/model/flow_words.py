"""Closed sets of words about flows and their runs; stored as the value, shown in the words of `dondoc.texts`."""

from enum import StrEnum


class FlowName(StrEnum):
    """The flows that the clock starts."""

    OPEN = "open"
    REMIND = "remind"
    DELIVER = "deliver"
    DRAFT = "draft"
    WATCH = "watch"
    COLLECT = "collect"


class RunOutcome(StrEnum):
    """How a run of a flow ended; a run cut off by a crash is set to `lost` at the next start."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    LOST = "lost"


class RunnerKind(StrEnum):
    """Who ran a flow: Prefect, or the clock itself while Prefect is away."""

    PREFECT = "prefect"
    PLAIN = "plain"


class ScheduleAct(StrEnum):
    """What was done to a flow's schedule: its interval was set, it was paused, resumed, or asked to run at once."""

    SET = "set"
    PAUSE = "pause"
    RESUME = "resume"
    RUN = "run"
