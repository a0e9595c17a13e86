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


class ProposalState(StrEnum):
    """Whether a plan document that was read waits for its administrator, became a plan, or was put aside."""

    OPEN = "open"
    ACCEPTED = "accepted"
    PUT_ASIDE = "put_aside"


class RuleKind(StrEnum):
    """`rounds`: has reporting periods of its own; `within`: is reported in another one's rounds.

    `event`: waits for something that a person records ("sau khi …"); each record makes a round.
    """

    ROUNDS = "rounds"
    WITHIN = "within"
    EVENT = "event"


class PeriodKind(StrEnum):
    """Kinds of reporting period (NĐ 09/2019/NĐ-CP); weeks after ISO 8601.

    `once` and `event` have no rhythm; `ad_hoc` and `thematic` reports are asked for by a document, each a round.
    """

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    NINE_MONTHS = "nine_months"
    YEAR = "year"
    ONCE = "once"
    EVENT = "event"
    AD_HOC = "ad_hoc"
    THEMATIC = "thematic"


class Urgency(StrEnum):
    """How urgent a document is, from urgent to most urgent (NĐ 30/2020/NĐ-CP: KHẨN, THƯỢNG KHẨN, HỎA TỐC)."""

    URGENT = "urgent"
    VERY_URGENT = "very_urgent"
    MOST_URGENT = "most_urgent"


class ChangeKind(StrEnum):
    """What an adjustment changes."""

    RULE = "rule"
    CANCEL = "cancel"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    EXCUSE = "excuse"
    CALENDAR = "calendar"
    UNIT = "unit"
    PLAN = "plan"
    UNDO = "undo"


class Scope(StrEnum):
    """Which rounds of a rule a change reaches: one, one and all after it, or all."""

    ONE = "one"
    FROM = "from"
    ALL = "all"


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


class FigureStatus(StrEnum):
    """How firm a figure is (ước tính, thực tế, chính thức), from the least firm to the firmest."""

    ESTIMATE = "estimate"
    ACTUAL = "actual"
    OFFICIAL = "official"


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
    CHANGED = "changed"
    EXTENSION_ASKED = "extension_asked"
    EXTENSION_DECIDED = "extension_decided"
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
    """How far a letter is; `sending` from the claim on, `in_doubt` when DATA began and no answer came.

    `held` waits for a person's yes and never goes by itself; `dropped` was held and will not go.
    """

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    IN_DOUBT = "in_doubt"
    FAILED = "failed"
    EXPIRED = "expired"
    HELD = "held"
    DROPPED = "dropped"


class Decision(StrEnum):
    """What a person in the chain of sign-off decided."""

    APPROVED = "approved"
    RETURNED = "returned"


class StepTask(StrEnum):
    """What a step of the chain of sign-off answers for (NĐ 30/2020/NĐ-CP art. 10–13)."""

    CONTENT = "content"
    """The head of the drafting unit."""
    FORM = "form"
    """A named person checks form and procedure."""
    DEPUTY = "deputy"
    """The deputy in charge of the drafting unit."""
    SIGN = "sign"


class Capacity(StrEnum):
    """In which capacity somebody signs; it changes the signature block."""

    OWN = "own"
    KT = "kt"
    """A deputy for the head (ký thay)."""
    TL = "tl"
    """A subordinate by order (thừa lệnh)."""
    TUQ = "tuq"
    """A subordinate by written authority (thừa ủy quyền)."""
    Q = "q"
    """Acting head (quyền)."""


class Verdict(StrEnum):
    """What the check of a signed PDF came to."""

    EXACT = "exact"
    SAME_TEXT = "same_text"
    DIFFERENT = "different"
    UNTRUSTED = "untrusted"
    CHANGED_AFTER = "changed_after"
    NOT_SIGNED = "not_signed"
    BROKEN = "broken"


class PaperKind(StrEnum):
    """What a paper is: the issued file in each format, and what goes with it on its way."""

    DOCX = "docx"
    PDF = "pdf"
    DRAFT = "draft"
    """The PDF of a version that was sent up."""
    SIGNED = "signed"
    """The issued PDF with a digital signature on it."""


class Channel(StrEnum):
    """How a report goes to a recipient."""

    EMAIL = "email"
    PAPER = "paper"
    SYSTEM = "system"
    """To another agency of this installation, where it becomes a submission."""


class IncomingKind(StrEnum):
    """What a message that came in is; `automatic` is a machine's answer (RFC 3834), which is never a report."""

    REPLY = "reply"
    BOUNCE = "bounce"
    AUTOMATIC = "automatic"
    OTHER = "other"


class IncomingAct(StrEnum):
    """What an administrator makes of a letter that was held."""

    PROPOSED = "proposed"
    BOUNCE = "bounce"
    ABSENCE = "absence"
    DISMISSED = "dismissed"


class FeedReach(StrEnum):
    """Whose dates a calendar feed shows."""

    PERSON = "person"
    UNIT = "unit"
    AGENCY = "agency"


class DeadlineKind(StrEnum):
    """The deadlines of a round in their order: units answer, the lead unit sends up, a leader signs, it goes out."""

    DUE = "due"
    COMPILE = "compile"
    SIGN = "sign"
    SEND = "send"
