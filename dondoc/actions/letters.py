"""Letters into the outbox, in the transaction of the act that causes them, and out of it into envelopes."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from dondoc.actions.office import Office
from dondoc.mail.compose import compose
from dondoc.mail.letters import AnyLetter
from dondoc.mail.message import (
    AddressError,
    File,
    MessageError,
    OutgoingMessage,
    message_id,
    plain_address,
    to_bytes,
)
from dondoc.mail.relay import Envelope, Fate, Outcome
from dondoc.model import Agency, Attachment, Letter, LetterKind, Paper, PaperKind, Person
from dondoc.store import outbox
from dondoc.store.outbox import Due, Enclosure, Sender
from dondoc.store.transaction import Writing

MEDIA_TYPES = {
    PaperKind.DRAFT: "application/pdf",
    PaperKind.SIGNED: "application/pdf",
    PaperKind.PDF: "application/pdf",
    PaperKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def post(
    writing: Writing,
    office: Office,
    agency: Agency,
    person: Person | None,
    to: tuple[str, str],
    letter: AnyLetter,
    kind: LetterKind,
    letter_key: str,
    not_before: datetime,
    expires_at: datetime,
    references: Sequence[str] = (),
    papers: Sequence[Paper] = (),
) -> Letter | None:
    """Store a letter `to` (name, address); None where one of that key exists already: there is never a second one.

    `references` are roots of threads (see `root`), `papers` go along as attachments. The caller writes the audit
    line of its act. Raises ComposeError where the template does not fit, AddressError for our own bad address.
    """
    composed = compose(letter)
    name, address = to
    stored = outbox.insert(
        writing.session,
        Letter(
            agency_id=agency.key,
            letter_key=letter_key,
            kind=kind,
            person_id=None if person is None else person.key,
            to_name=name,
            to_address=address,
            subject=composed.subject,
            text=composed.text,
            html=composed.html,
            message_id=_identity(office.mail_from or agency.email, agency, letter_key),
            references=list(references),
            created_at=writing.now,
            not_before=not_before,
            expires_at=expires_at,
        ),
    )
    if stored is not None:
        for paper in papers:
            writing.add(
                Attachment(agency_id=agency.key, letter_id=stored.key, paper_id=paper.key, filename=paper.filename)
            )
    return stored


def root(agency: Agency, noun: str, noun_id: int) -> str:
    """The Message-ID that all letters of one thread refer to, e.g. of "assignment" 17 or "report" 3."""
    return _identity(agency.email, agency, f"root:{noun}:{noun_id}")


def _identity(sender: str, agency: Agency, key: str) -> str:
    # Two agencies may share a mail domain, and their keys may be alike.
    return message_id(sender.rpartition("@")[2], f"{agency.code}:{key}")


def seal(office: Office, agency: Sender, due: Due, enclosed: Sequence[Enclosure], now: datetime) -> Envelope | Outcome:
    """A claimed letter, ready to send; its outcome where it cannot go as it is."""
    sender = office.mail_from or agency.email
    try:
        recipient = plain_address(due.to_address)
    except AddressError as error:
        return Outcome(Fate.REFUSED, str(error), bad_address=True)
    message = OutgoingMessage(
        from_name=agency.name,
        from_address=sender,
        to_name=due.to_name,
        to_address=recipient,
        subject=due.subject,
        text=due.text,
        html=due.html,
        message_id=due.message_id,
        date=now.astimezone(ZoneInfo(agency.time_zone)),
        references=tuple(due.references),
        reply_to="" if sender == agency.email else agency.email,
        files=tuple(File(paper.filename, MEDIA_TYPES[paper.kind], paper.content) for paper in enclosed),
    )
    try:
        return Envelope(plain_address(sender), recipient, to_bytes(message))
    except AddressError as error:
        # Our own address: the letter waits until that is mended.
        return Outcome(Fate.RETRY, str(error))
    except MessageError as error:
        return Outcome(Fate.REFUSED, str(error))
