"""Own wording of letters: each kind with its words, tried on made-up letters, shown, and only then saved."""

import hashlib
from dataclasses import dataclass

from starlette.responses import Response

from dondoc.actions import own_wording as verbs
from dondoc.mail.own import shipped_words
from dondoc.mail.own_check import FILTERS
from dondoc.mail.own_trial import Trial, letter_fields, try_out
from dondoc.mail.sample_letters import letter_type
from dondoc.model import LetterKind
from dondoc.rules import access
from dondoc.rules.refusal import Refused
from dondoc.store import wordings
from dondoc.store.wordings import Version
from dondoc.texts.own_wording import fault_said, field_said, kind_said, sample_said
from dondoc.web.desk import Desk, SignedDesk, attempt, must
from dondoc.web.guard import with_letters
from dondoc.web.pages import Problem
from dondoc.web.two_steps import SAVE


@dataclass(frozen=True)
class Named:
    """A field beside the editor."""

    name: str
    said: str
    kind: str


def index(desk: SignedDesk) -> Response:
    """Every kind of letter, and whose words it has."""
    must(access.administers(desk.viewer))
    with desk.reading() as session:
        own = wordings.in_force(session, desk.agency.key)
    return desk.page("wordings.html", kinds=[(kind, own.get(kind)) for kind in LetterKind])


def show(desk: SignedDesk, letter_kind: str) -> Response:
    """The words of one kind to edit: those in force, or an earlier version (`ban`), 0 being the shipped one."""
    kind, found = _seen(desk, letter_kind)
    asked = desk.request.query_params.get("ban", "")
    row = next((each.row for each in found if str(each.row.version) == asked), None)
    if row is None and asked != "0":
        row = found[0].row if found else None
    words = (row.words if row else "") or shipped_words(letter_type(kind))
    return _page(desk, kind, found, words)


def change(desk: SignedDesk, letter_kind: str) -> Response:
    """Try the words, show them, and save what was shown."""
    kind, found = _seen(desk, letter_kind)
    typed = desk.typed("words")
    words = "" if typed == shipped_words(letter_type(kind)).strip() else f"{typed}\n"
    trial = try_out(kind, words, desk.agency.name, desk.office.address) if typed else Trial((), ())
    problems = [Problem(fault_said(fault), "words") for fault in trial.faults]
    if not typed:
        problems.append(Problem.of(Refused("wording_missing", "words")))
    if not desk.typed("reason"):
        problems.append(Problem.of(Refused("wording_reason_missing", "reason")))
    version = found[0].row.version if found else 0
    seen = hashlib.sha256(f"{version}\n{words}".encode()).hexdigest()
    saving = desk.typed("viec") == SAVE
    if saving and not problems and desk.typed("seen") == seen:
        problems = attempt(
            lambda: verbs.save(desk.office, desk.actor, kind, words, desk.typed("reason"), version, desk.now)
        )
        if not problems:
            return desk.go("wording", done="da-luu-loi-thu", letter_kind=kind.value)
    return _page(desk, kind, found, typed, trial, problems, seen, stale=saving and not problems)


def _seen(desk: Desk, letter_kind: str) -> tuple[LetterKind, list[Version]]:
    must(access.administers(desk.viewer))
    must(letter_kind in {kind.value for kind in LetterKind})
    kind = LetterKind(letter_kind)
    with desk.reading() as session:
        return kind, wordings.versions(session, desk.agency.key, kind)


def _page(
    desk: Desk, kind: LetterKind, found: list[Version], words: str, trial: Trial | None = None,
    problems: list[Problem] | None = None, seen: str = "", stale: bool = False,
) -> Response:  # fmt: skip
    shown = trial.samples if trial and not problems else ()
    page = desk.page(
        "wording.html", 422 if problems else 409 if stale else 200, kind=kind, versions=found, words=words.strip(),
        reason=desk.typed("reason"), fields=_fields(kind), filters=FILTERS, seen=seen, stale=stale,
        samples=[(sample_said(each.title), each.composed) for each in shown], problems=problems or [],
    )  # fmt: skip
    return with_letters(page) if shown else page


def _fields(kind: LetterKind) -> list[tuple[str, list[Named]]]:
    return [
        (group, [Named(name, field_said(name), kind_said(what)) for name, (what, _) in found.items()])
        for group, found in letter_fields(kind).items()
    ]
