"""NOUNS: the tables and enums of Dondoc; no queries."""

from dondoc.model.agency import Agency, CalendarDay, Regime, Unit
from dondoc.model.archive import ArchiveCopy
from dondoc.model.base import METADATA, Row
from dondoc.model.calendar_entry import CalendarEntry
from dondoc.model.correction import Correction, CorrectionDispatch
from dondoc.model.day_time import DayTime, day_time, later, plain, same, time_of
from dondoc.model.flow_words import FlowName, RunnerKind, RunOutcome, ScheduleAct
from dondoc.model.incoming import AwayNotice, Incoming, IncomingDecision, IncomingFile, Proposal
from dondoc.model.issue import Dispatch, IssuedNumber, NumberGap, Paper, SignatureCheck
from dondoc.model.letter import Attachment, Letter, LetterBody, LetterFile, Reminder
from dondoc.model.period import Assignment, Extension, Period
from dondoc.model.person import Absence, Declined, Feed, Person, RecoveryCode, Role, SecondFactor, SignIn
from dondoc.model.plan import Event, Figure, Obligation, ObligationUnit, Plan, Recipient, Rule
from dondoc.model.proposal import PlanProposal, UnitAlias
from dondoc.model.report import Evidence, Report, ReportVersion, WordUpload
from dondoc.model.request import ReportRequest
from dondoc.model.running import Adjustment, Audit, Lock, Run, Schedule, ScheduleChange
from dondoc.model.signing import ChainStep, Delegation, SignoffStep
from dondoc.model.submission import Acknowledgement, Answer, FigureValue, Submission, SubmissionFile
from dondoc.model.template import WordTemplate
from dondoc.model.wording import OwnWording
from dondoc.model.words import (
    AnswerSection,
    Capacity,
    ChangeKind,
    Channel,
    DeadlineKind,
    Decision,
    Direction,
    Door,
    FeedReach,
    FigureStatus,
    IncomingAct,
    IncomingKind,
    LetterKind,
    LetterState,
    PaperKind,
    Part,
    PeriodKind,
    ProposalState,
    Purpose,
    RoleKind,
    RuleKind,
    Scope,
    Standing,
    StepTask,
    SumRule,
    UnitKind,
    Urgency,
    Verdict,
)

__all__ = [
    "METADATA", "Absence", "Acknowledgement", "Adjustment", "Agency", "Answer", "AnswerSection", "ArchiveCopy",
    "Assignment", "Attachment", "Audit", "AwayNotice", "CalendarDay", "CalendarEntry", "Capacity", "ChainStep",
    "ChangeKind", "Channel", "Correction", "CorrectionDispatch", "DayTime", "DeadlineKind", "Decision", "Declined",
    "Delegation", "Direction", "Dispatch", "Door", "Event", "Evidence", "Extension", "Feed", "FeedReach", "Figure",
    "FigureStatus", "FigureValue", "FlowName", "Incoming", "IncomingAct", "IncomingDecision", "IncomingFile",
    "IncomingKind", "IssuedNumber", "Letter", "LetterBody", "LetterFile", "LetterKind", "LetterState", "Lock",
    "NumberGap", "Obligation", "ObligationUnit", "OwnWording", "Paper", "PaperKind", "Part", "Period", "PeriodKind",
    "Person", "Plan", "PlanProposal", "Proposal", "ProposalState", "Purpose", "Recipient", "RecoveryCode", "Regime",
    "Reminder", "Report", "ReportRequest", "ReportVersion", "Role", "RoleKind", "Row", "Rule", "RuleKind", "Run",
    "RunOutcome", "RunnerKind", "Schedule", "ScheduleAct", "ScheduleChange", "Scope", "SecondFactor", "SignIn",
    "SignatureCheck", "SignoffStep", "Standing", "StepTask", "Submission", "SubmissionFile", "SumRule", "Unit",
    "UnitAlias", "UnitKind", "Urgency", "Verdict", "WordTemplate", "WordUpload", "day_time", "later", "plain", "same",
    "time_of",
]  # fmt: skip
