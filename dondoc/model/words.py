"""The enums of the model: one word per concept, the same in every layer."""

from enum import StrEnum


class UnitKind(StrEnum):
    """Whether a unit belongs to the agency or is only written to."""

    DIVISION = "division"
    SUBORDINATE = "subordinate"


class RoleKind(StrEnum):
    """What a person may do; officer and head act for a unit."""

    OFFICER = "officer"
    HEAD = "head"
    LEADER = "leader"
    CLERK = "clerk"
    ADMINISTRATOR = "administrator"


class Part(StrEnum):
    """A unit's part in an obligation."""

    LEAD = "lead"
    COOPERATING = "cooperating"


class Purpose(StrEnum):
    """Why a recipient gets a report (để báo cáo, để biết, để thực hiện)."""

    TO_REPORT = "to_report"
    TO_KNOW = "to_know"
    TO_CARRY_OUT = "to_carry_out"


class Standing(StrEnum):
    """Whether what the plan leaves open has been confirmed by a person."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"


class RuleKind(StrEnum):
    """`rounds`: has reporting periods of its own; `within`: is reported in another one's rounds."""

    ROUNDS = "rounds"
    WITHIN = "within"


class PeriodKind(StrEnum):
    """Kinds of reporting period (NĐ 09/2019/NĐ-CP)."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    NINE_MONTHS = "nine_months"
    YEAR = "year"


class Direction(StrEnum):
    """Where a deadline on a day off moves to."""

    FORWARD = "forward"
    BACK = "back"
    NONE = "none"


class SumRule(StrEnum):
    """How a figure of several units or periods becomes one."""

    TOTAL = "total"
    LAST = "last"
    MEAN = "mean"


class AnswerSection(StrEnum):
    """The part of the report's outline that a text belongs to."""

    RESULT = "result"
    DIFFICULTY = "difficulty"
    NEXT = "next"
    PROPOSAL = "proposal"


class Door(StrEnum):
    """Through which door an act came in."""

    WEB = "web"
    LINK = "link"
    REPLY = "reply"
    FLOW = "flow"
    COMMAND = "command"
    REHEARSAL = "rehearsal"


class LetterKind(StrEnum):
    """What a letter is for; each kind is three templates: subject, text, html."""

    SIGN_IN = "sign_in"
    REMINDER = "reminder"
    RECEIPT = "receipt"
    RETURNED = "returned"
    DRAFTED = "drafted"
    FOR_SIGN_OFF = "for_sign_off"
    SENT_BACK = "sent_back"
    FOR_DISPATCH = "for_dispatch"
    DISPATCH = "dispatch"
    WATCH = "watch"
    READ_BACK = "read_back"
    NOT_TAKEN = "not_taken"
    BOUNCED = "bounced"
    AWAY = "away"
    MORNING = "morning"


class LetterState(StrEnum):
    """How far a letter is; `sending` from the claim on, `in_doubt` when DATA began and no answer came."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    IN_DOUBT = "in_doubt"
    FAILED = "failed"
    EXPIRED = "expired"


class Decision(StrEnum):
    """What a person in the chain of sign-off decided."""

    APPROVED = "approved"
    RETURNED = "returned"


class PaperKind(StrEnum):
    """File formats of an issued paper."""

    DOCX = "docx"
    PDF = "pdf"


class Channel(StrEnum):
    """How a report goes to a recipient."""

    EMAIL = "email"
    PAPER = "paper"


class FlowName(StrEnum):
    """The flows that the clock starts."""

    OPEN = "open"
    REMIND = "remind"
    DELIVER = "deliver"
    DRAFT = "draft"
    WATCH = "watch"
    COLLECT = "collect"


class IncomingKind(StrEnum):
    """What a message that came in is; `automatic` is a machine's answer (RFC 3834), which is never a report."""

    REPLY = "reply"
    BOUNCE = "bounce"
    AUTOMATIC = "automatic"
    OTHER = "other"


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
