"""What the clock and the administrators leave behind: schedules, runs, locks, adjustments, the audit log."""

from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from dondoc.model.base import Row, belongs, date, datetime, instant, json, own, word
from dondoc.model.flow_words import FlowName, RunnerKind, RunOutcome, ScheduleAct
from dondoc.model.words import (
    ChangeKind,
    Door,
    Scope,
)


class Schedule(Row, table=True):
    """A tick as an administrator adjusted it; without a row the configured one holds."""

    __tablename__ = "schedule"
    __table_args__ = (
        UniqueConstraint("agency_id", "flow"),
        CheckConstraint("every_seconds >= 1", name="every"),
        own(),
    )

    flow: FlowName = word(FlowName)
    every_seconds: int | None = None
    """None where the configured interval holds."""
    paused: bool = False
    """This agency's rows are left alone; those of other agencies are not."""
    asked_at: datetime | None = instant(default=None)
    """Since when a run is asked for; None once that run has ended."""
    run_id: int | None = Field(default=None, foreign_key="run.id")
    """The run that has taken the request; while it works, the pause does not hold."""


class ScheduleChange(Row, table=True):
    """The history of a schedule: what was done, by whom, why, and for a run that was asked for, which one it became."""

    __tablename__ = "schedule_change"
    __table_args__ = (
        belongs("person", "made_by"),
        CheckConstraint("(act = 'set') = (after_seconds IS NOT NULL)", name="set_has_interval"),
        CheckConstraint("reason <> '' OR act = 'run'", name="reason_given"),
        Index("ix_schedule_change_flow", "agency_id", "flow"),
        own(),
    )

    flow: FlowName = word(FlowName)
    act: ScheduleAct = word(ScheduleAct)
    before_seconds: int | None = None
    after_seconds: int | None = None
    reason: str = ""
    door: Door = word(Door)
    made_by: int | None = None
    """None for the operator's command."""
    made_at: datetime = instant()
    run_id: int | None = Field(default=None, foreign_key="run.id", index=True)


class Run(SQLModel, table=True):
    """One run of a flow over all agencies. Only kept where something was due."""

    __tablename__ = "run"
    __table_args__ = (CheckConstraint("(outcome = 'running') = (ended_at IS NULL)", name="running_is_open"),)

    id: int | None = Field(default=None, primary_key=True)
    flow: FlowName = word(FlowName)
    runner: RunnerKind = word(RunnerKind)
    started_at: datetime = instant(index=True)
    ended_at: datetime | None = instant(default=None)
    outcome: RunOutcome = word(RunOutcome, default=RunOutcome.RUNNING)
    done: int = 0
    """How many things it did."""
    note: str = ""


class Lock(SQLModel, table=True):
    """A lease on something that only one process may do at a time, such as being the clock."""

    __tablename__ = "lock"

    name: str = Field(primary_key=True, max_length=60)
    owner: str = Field(max_length=80)
    until: datetime = instant()


class Adjustment(Row, table=True):
    """A change that somebody made to what the plan says: what, from when, why. Never altered, only undone by another.

    Changes of a rule are not written into it: its rounds follow from the rule and all changes still in force
    (`dondoc.rules.plan`), so that undoing one gives back exactly what was before.
    """

    __tablename__ = "adjustment"
    __table_args__ = (
        belongs("rule"),
        belongs("assignment"),
        belongs("unit"),
        belongs("plan"),
        belongs("person", "made_by"),
        belongs("adjustment", "undoes_id"),
        UniqueConstraint("undoes_id"),
        CheckConstraint("reason <> ''", name="reason_given"),
        CheckConstraint("(kind = 'undo') = (undoes_id IS NOT NULL)", name="undo_has_object"),
        own(),
    )

    kind: ChangeKind = word(ChangeKind)
    scope: Scope | None = word(Scope, default=None, nullable=True)
    rule_id: int | None = Field(default=None, index=True)
    round: str | None = Field(default=None, max_length=30)
    """The round that a change begins with or is about ("quarter-2-2024")."""
    assignment_id: int | None = Field(default=None, index=True)
    unit_id: int | None = None
    plan_id: int | None = None
    before: dict[str, Any] = json(default_factory=dict)
    after: dict[str, Any] = json(default_factory=dict)
    effective_from: date
    reason: str
    document: str = ""
    """Number and symbol of the document that asks for it."""
    made_by: int | None = None
    """None where the operator did it by a command."""
    made_at: datetime = instant()
    undoes_id: int | None = None


class Audit(Row, table=True):
    """One line of the append-only log; each line's hash covers the line before it."""

    __tablename__ = "audit"
    __table_args__ = (belongs("person"), UniqueConstraint("agency_id", "sequence"), own())

    sequence: int
    at: datetime = instant()
    person_id: int | None = None
    """None when a flow acted."""
    door: str
    act: str
    noun: str
    noun_id: int | None = None
    detail: dict[str, object] = json(default_factory=dict)
    previous_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64)
