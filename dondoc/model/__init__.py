"""NOUNS: the tables and enums of Dondoc; no queries."""

from dondoc.model.agency import Agency, CalendarDay, Regime, Unit
from dondoc.model.base import METADATA, Row
from dondoc.model.issue import Correction, Dispatch, IssuedNumber, NumberGap, Paper, SignatureCheck
from dondoc.model.letter import Attachment, Letter, Reminder
from dondoc.model.period import Assignment, Period
from dondoc.model.person import Absence, Person, Role, SecondFactor, SignIn
from dondoc.model.plan import Figure, Obligation, ObligationUnit, Plan, Recipient, Rule
from dondoc.model.report import Evidence, Report, ReportVersion, WordUpload
from dondoc.model.running import Adjustment, Audit, Lock, Run, Schedule
from dondoc.model.signing import ChainStep, Delegation, SignoffStep
from dondoc.model.submission import Answer, FigureValue, Submission
from dondoc.model.template import WordTemplate
from dondoc.model.words import (
    AnswerSection,
    Capacity,
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
    StepTask,
    SumRule,
    UnitKind,
    Verdict,
)

__all__ = [
    "METADATA", "Absence", "Adjustment", "Agency", "Answer", "AnswerSection", "Assignment", "Attachment", "Audit",
    "CalendarDay", "Capacity", "ChainStep", "Channel", "Correction", "Decision", "Delegation", "Direction",
    "Dispatch", "Door", "Evidence", "Figure", "FigureStatus", "FigureValue", "FlowName", "IssuedNumber", "Letter",
    "LetterKind", "LetterState", "Lock", "NumberGap", "Obligation", "ObligationUnit", "Paper", "PaperKind", "Part",
    "Period", "PeriodKind", "Person", "Plan", "Purpose", "Recipient", "Regime", "Reminder", "Report",
    "ReportVersion", "Role", "RoleKind", "Row", "Rule", "RuleKind", "Run", "RunOutcome", "RunnerKind", "Schedule",
    "SecondFactor", "SignIn", "SignatureCheck", "SignoffStep", "Standing", "StepTask", "Submission", "SumRule",
    "Unit", "UnitKind", "Verdict", "WordTemplate", "WordUpload",
]  # fmt: skip
