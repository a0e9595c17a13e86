"""What each kind of letter says: one value a kind, its fields the only names a template may use."""

from dataclasses import dataclass
from datetime import date, datetime

from dondoc.mail.letters_about_mail import AwayLetter, BouncedLetter, NotTakenLetter, ReadBackLetter
from dondoc.mail.letters_about_papers import CorrectionLetter


@dataclass(frozen=True)
class ReminderLine:
    """One rung of one assignment inside a reminder (a person gets one letter a day, of one or more lines)."""

    rung: str
    tone: str
    """opening | reminder | due | follow_up | warning | escalation (warning: "your superior hears next")."""
    unit: str
    report_name: str
    """"Báo cáo công tác cải cách tư pháp quý I năm 2024"."""
    deadline: date
    days_left: int
    """Working days until the deadline; 0 on the day, negative once it has passed."""
    why: str
    """Why the deadline is that day, in words."""
    link: str
    proposed: bool
    """The rhythm behind it is only proposed."""
    tried: tuple[str, ...] = ()
    """For a superior: what was said before, to whom, when."""
    on_behalf_of: str = ""
    """The absent person for whom this line is said, where not all lines of the letter are said for the same one."""
    received_link: str = ""
    nothing_link: str = ""
    same_link: str = ""
    """The three answers in one click (`dondoc.mail.links.quick_links`); empty where they are not asked for."""
    exact: bool = False
    """The deadline has a time of day, so that days left would say too little."""
    asked_by: str = ""
    """The document that asks for a report on request."""
    asks: str = ""
    """What it asks in particular."""
    urgency: str = ""
    """KHẨN, THƯỢNG KHẨN or HỎA TỐC."""
    stage: str = ""
    """Of a line about a report: what it waits for (draft | approval | signature | issue); `unit` is its lead unit."""
    who: str = ""
    """Of a line about a report: whose turn it is, by name."""
    button: str = ""
    """What the link of a line about a report leads to."""
    told: tuple[str, ...] = ()
    """What else the reader is to know, each a sentence of its own."""
    hold_link: str = ""
    redirect_link: str = ""
    """For a superior: the pages on which they put off what they hear, or have another superior hear."""


@dataclass(frozen=True)
class ReminderLetter:
    """Reminders of one day for one person."""

    to_name: str
    agency: str
    lead_unit: str
    lines: tuple[ReminderLine, ...]
    on_behalf_of: str = ""
    """The absent person whose substitute gets this letter, where all of it is said for that one."""


@dataclass(frozen=True)
class SignInLetter:
    """A link to sign in with."""

    to_name: str
    agency: str
    link: str
    valid_minutes: int


@dataclass(frozen=True)
class ReceiptLetter:
    """A unit's submission has come in."""

    to_name: str
    agency: str
    unit: str
    report_name: str
    version: int
    submitted_at: datetime
    """In the agency's time zone."""
    nothing_to_report: bool
    link: str


@dataclass(frozen=True)
class ReturnedLetter:
    """The lead unit returned a submission."""

    to_name: str
    agency: str
    unit: str
    report_name: str
    reason: str
    returned_by: str
    deadline: date
    link: str


@dataclass(frozen=True)
class ChangedLine:
    """One assignment whose deadline has moved; `after` of None: its round was called off."""

    unit: str
    report_name: str
    before: date
    after: date | None
    why: str
    link: str


@dataclass(frozen=True)
class ChangedLetter:
    """Deadlines that were told before have changed."""

    to_name: str
    agency: str
    lines: tuple[ChangedLine, ...]
    reason: str
    document: str = ""
    on_behalf_of: str = ""


@dataclass(frozen=True)
class ExtensionAskedLetter:
    """A unit asks its lead unit for more time."""

    to_name: str
    agency: str
    unit: str
    report_name: str
    deadline: date
    wanted_until: date
    reason: str
    asked_by: str
    link: str


@dataclass(frozen=True)
class ExtensionDecidedLetter:
    """What the lead unit decided; `granted_until` of None: declined, and the deadline stays."""

    to_name: str
    agency: str
    unit: str
    report_name: str
    deadline: date
    granted_until: date | None
    answer: str
    decided_by: str
    link: str


@dataclass(frozen=True)
class DraftedLetter:
    """A flow has compiled a draft for the lead unit to check and send up."""

    to_name: str
    agency: str
    report_name: str
    lead_unit: str
    units_in: int
    units_asked: int
    missing: tuple[str, ...]
    send_on: date
    link: str
    on_behalf_of: str = ""


@dataclass(frozen=True)
class ForSignOffLetter:
    """A report waits for a person's approval or signature."""

    to_name: str
    agency: str
    report_name: str
    sent_up_by: str
    units_in: int
    units_asked: int
    missing: tuple[str, ...]
    send_on: date
    signs: bool
    """True: this person signs; False: this person approves before the signer."""
    link: str
    gist: tuple[str, ...] = ()
    """The lines that matter, before anybody opens the draft."""
    on_behalf_of: str = ""


@dataclass(frozen=True)
class SentBackLetter:
    """A report was returned by the chain of sign-off."""

    to_name: str
    agency: str
    report_name: str
    reason: str
    returned_by: str
    link: str
    on_behalf_of: str = ""


@dataclass(frozen=True)
class ForDispatchLetter:
    """A signed report waits for its number."""

    to_name: str
    agency: str
    report_name: str
    signed_by: str
    send_on: date
    link: str
    on_behalf_of: str = ""


@dataclass(frozen=True)
class DispatchLetter:
    """An issued report goes to a recipient, with its papers attached."""

    to_name: str
    agency: str
    symbol: str
    """"05/BC-SKHCN"."""
    issued_on: date
    subject: str
    signed_by: str


@dataclass(frozen=True)
class WatchLetter:
    """What the watch flow found wrong, for administrators."""

    to_name: str
    agency: str
    findings: tuple[str, ...]
    link: str


@dataclass(frozen=True)
class MorningLetter:
    """The operator's line of the morning."""

    to_name: str
    agency: str
    line: str
    link: str


AnyLetter = (
    ReminderLetter
    | SignInLetter
    | ReceiptLetter
    | ReturnedLetter
    | ChangedLetter
    | ExtensionAskedLetter
    | ExtensionDecidedLetter
    | DraftedLetter
    | ForSignOffLetter
    | SentBackLetter
    | ForDispatchLetter
    | DispatchLetter
    | WatchLetter
    | ReadBackLetter
    | NotTakenLetter
    | BouncedLetter
    | AwayLetter
    | MorningLetter
    | CorrectionLetter
)
