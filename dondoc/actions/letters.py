"""Letters into the outbox, in the transaction of the act that causes them, and out of it into envelopes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import escape

from dondoc.actions.decline import declined_by
from dondoc.actions.office import Office
from dondoc.actions.own_wording import speaker
from dondoc.mail.compose import Composed
from dondoc.mail.dkim import signed
from dondoc.mail.letters import AnyLetter
from dondoc.mail.links import BOUNCE, REPLY, decline_token, reply_address
from dondoc.mail.message import (
    AddressError,
    File,
    MessageError,
    OutgoingMessage,
    checked_file,
    message_id,
    on_the_wire,
    plain_address,
    to_bytes,
)
from dondoc.mail.relay import Envelope, Fate, Outcome
from dondoc.model import Agency, Letter, LetterKind, LetterState, Paper, Person
from dondoc.rules.letters import ANSWERABLE, DECLINABLE
from dondoc.store import posted
from dondoc.store.outbox import Due, Sender
from dondoc.store.posted import Enclosure
from dondoc.store.transaction import Writing
from dondoc.texts.schedules import HELD_OUTCOME

LARGEST_FILES = 512 * 1024
"""What files made with one letter may come to: they are for calendar entries, not for papers."""


@dataclass(frozen=True)
class Posting:
    """A letter to be stored: to whom (name, address), what it says, and under which key.

    `references` are roots of threads (see `root`), `papers` go along as attachments, `files` are made for this letter.
    """

    person: Person | None
    to: tuple[str, str]
    letter: AnyLetter
    kind: LetterKind
    letter_key: str
    not_before: datetime
    expires_at: datetime
    references: Sequence[str] = ()
    papers: Sequence[Paper] = ()
    files: Sequence[File] = ()
    held: bool = False
    """It waits for a yes."""


def post_all(writing: Writing, office: Office, agency: Agency, postings: Iterable[Posting]) -> list[int | None]:
    """Store many letters in one statement; their ids in the same order.

    None where one of that key exists already, or the person has declined that kind.

    The caller writes the audit line of its act. Raises ComposeError where a template does not fit, AddressError for
    our own bad address, MessageError for a file that cannot go.
    """
    wanted = list(postings)
    declined = declined_by(writing.session, agency.key, {posting.kind for posting in wanted})
    heard = [each for each in wanted if not each.person or (each.person.key, each.kind) not in declined]
    rows = _rows(writing, office, agency, heard)
    # One key twice in one go: the first one counts, as it would one after the other.
    first = {row["letter_key"]: row for row in reversed(rows)}
    stored = posted.insert_all(writing.session, list(reversed(first.values())))
    taken: list[int | None] = [stored.pop((agency.key, posting.letter_key), None) for posting in wanted]
    both = [(letter_id, posting) for letter_id, posting in zip(taken, wanted, strict=True) if letter_id is not None]
    files = [(letter_id, enclosure(file)) for letter_id, posting in both for file in posting.files]
    papers = [(letter_id, paper.key, paper.filename) for letter_id, posting in both for paper in posting.papers]
    posted.add_files(writing.session, agency.key, files)
    posted.add_papers(writing.session, agency.key, papers)
    return taken


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
    files: Sequence[File] = (),
    held: bool = False,
) -> Letter | None:
    """Store one letter (see `Posting`, `post_all`); None where one of that key exists: there is never a second one."""
    posting = Posting(person, to, letter, kind, letter_key, not_before, expires_at, references, papers, files, held)
    [letter_id] = post_all(writing, office, agency, [posting])
    return None if letter_id is None else writing.session.get_one(Letter, letter_id)


def _rows(writing: Writing, office: Office, agency: Agency, postings: list[Posting]) -> list[dict[str, Any]]:
    """Letters as the columns of their rows; the bodies are stored."""
    say = speaker(writing, agency)
    composed = [say(posting.letter) for posting in postings]
    bodies = posted.body_ids(writing.session, agency.key, {each.marked for each in composed})
    both = zip(postings, composed, strict=True)
    return [_values(writing, office, agency, posting, said, bodies[said.marked]) for posting, said in both]


def _values(
    writing: Writing, office: Office, agency: Agency, posting: Posting, composed: Composed, body_id: int
) -> dict[str, Any]:
    """A letter as the columns of its row."""
    if sum(len(file.content) for file in posting.files) > LARGEST_FILES:
        raise MessageError(f"the files of {posting.letter_key} come to more than {LARGEST_FILES} bytes")
    name, address = posting.to
    return {
        "agency_id": agency.key,
        "letter_key": posting.letter_key,
        "kind": posting.kind,
        "person_id": None if posting.person is None else posting.person.key,
        "to_name": name,
        "to_address": address,
        "subject": composed.subject,
        "body_id": body_id,
        "words": list(composed.words),
        "message_id": _identity(office.mail_from or agency.email, agency, posting.letter_key),
        "references": list(posting.references),
        "created_at": writing.now,
        "not_before": posting.not_before,
        "expires_at": posting.expires_at,
        "state": LetterState.HELD if posting.held else LetterState.QUEUED,
        "attempts": 0,
        "outcome": HELD_OUTCOME if posting.held else "",
    }


def _reply_to(office: Office, agency: Sender, due: Due, sender: str) -> str:
    if office.reply_to and due.kind in ANSWERABLE:
        return reply_address(office.reply_to, office.secret, REPLY, due.id)
    return "" if sender == agency.email else agency.email


def _unsubscribe(office: Office, due: Due) -> str:
    if due.kind not in DECLINABLE or due.person_id is None:
        return ""
    return f"{office.address}/thoi-nhan/{decline_token(office.secret, due.person_id, due.kind)}"


def enclosure(file: File) -> Enclosure:
    """A file as it is stored with a letter. Raises MessageError for one that cannot go."""
    checked_file(file)
    return Enclosure(file.name, file.media_type, file.content)


def root(agency: Agency, noun: str, noun_id: int) -> str:
    """The Message-ID that all letters of one thread refer to, e.g. of "assignment" 17 or "report" 3."""
    return _identity(agency.email, agency, f"root:{noun}:{noun_id}")


def _identity(sender: str, agency: Agency, key: str) -> str:
    # Two agencies may share a mail domain, and their keys may be alike.
    return message_id(sender.rpartition("@")[2], f"{agency.code}:{key}")


def seal(
    office: Office, agency: Sender, due: Due, body: posted.Parts, enclosed: Sequence[Enclosure], now: datetime
) -> Envelope | Outcome:
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
        text=on_the_wire(body[0], due.words),
        html=on_the_wire(body[1], [str(escape(word)) for word in due.words]),
        message_id=due.message_id,
        date=now.astimezone(ZoneInfo(agency.time_zone)),
        references=tuple(due.references),
        reply_to=_reply_to(office, agency, due, sender),
        unsubscribe=_unsubscribe(office, due),
        files=tuple(File(each.filename, each.media_type, each.content) for each in enclosed),
    )
    try:
        plain = plain_address(sender)
        content = signed(to_bytes(message), office.dkim, plain.rpartition("@")[2], int(now.timestamp()))
        # Bounces come back to the address of this letter.
        back = reply_address(office.reply_to, office.secret, BOUNCE, due.id) if office.reply_to else plain
        return Envelope(plain_address(back), recipient, content)
    except AddressError as error:
        # Our own address: the letter waits until that is mended.
        return Outcome(Fate.RETRY, str(error))
    except MessageError as error:
        return Outcome(Fate.REFUSED, str(error))
