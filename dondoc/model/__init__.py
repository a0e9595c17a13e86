"""NOUNS: the tables and enums of Dondoc; no queries."""

from dondoc.model.agency import Agency, CalendarDay, Regime, Unit
from dondoc.model.base import METADATA, Row
from dondoc.model.letter import Attachment, Letter, Reminder
from dondoc.model.period import Assignment, Period
from dondoc.model.person import Absence, Person, Role, SignIn
from dondoc.model.plan import Figure, Obligation, ObligationUnit, Plan, Recipient, Rule
from dondoc.model.report import Dispatch, Evidence, IssuedNumber, Paper, Report, ReportVersion, SignoffStep, WordUpload
from dondoc.model.running import Adjustment, Audit, Lock, Run, Schedule
from dondoc.model.submission import Answer, FigureValue, Submission
from dondoc.model.words import (
    AnswerSection,
    Channel,
    Decision,
    Direction,
    Door,
    FigureStatus,
    FlowName,
    LetterKind,
    LetterState,
    PaperKind,
    Part,
    PeriodKind,
    Purpose,
    RoleKind,
    RuleKind,
    RunnerKind,
    RunOutcome,
    Standing,
    SumRule,
    UnitKind,
)

__all__ = [
    "METADATA", "Absence", "Adjustment", "Agency", "Answer", "AnswerSection", "Assignment", "Attachment", "Audit",
    "CalendarDay", "Channel", "Decision", "Direction", "Dispatch", "Door", "Evidence", "Figure", "FigureStatus",
    "FigureValue", "FlowName", "IssuedNumber", "Letter", "LetterKind", "LetterState", "Lock", "Obligation",
    "ObligationUnit", "Paper", "PaperKind", "Part", "Period", "PeriodKind", "Person", "Plan", "Purpose",
    "Recipient", "Regime", "Reminder", "Report", "ReportVersion", "Role", "RoleKind", "Row", "Rule", "RuleKind",
    "Run", "RunOutcome", "RunnerKind", "Schedule", "SignIn", "SignoffStep", "Standing", "Submission", "SumRule",
    "Unit", "UnitKind", "WordUpload",
]  # fmt: skip
