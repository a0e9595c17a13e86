"""Units: who they are and how long; rename, merge, split or dissolve one, with all that follows shown first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from starlette.responses import Response

from dondoc.actions.foresee import foresee
from dondoc.actions.units import NewUnit, UnitChange, UnitWanted, change_units
from dondoc.model import Unit
from dondoc.rules import access
from dondoc.rules.foresee import Foresight
from dondoc.rules.refusal import Refused
from dondoc.store.agency import units as units_of
from dondoc.store.page_units import units_with_people
from dondoc.web import forms
from dondoc.web.desk import Desk, RowId, SignedDesk, attempt, must
from dondoc.web.pages import Problem

CHANGES: Mapping[str, UnitChange] = {
    "doi-ten": UnitChange.RENAME,
    "sap-nhap": UnitChange.MERGE,
    "chia": UnitChange.SPLIT,
    "giai-the": UnitChange.DISSOLVE,
}
"""The changes by the word in their address."""
MOST_PARTS = 5
"""Into how many units one is split at most, on this page."""


@dataclass(frozen=True)
class Subject:
    """The unit that a form is about, and the others of its agency."""

    unit: Unit
    others: tuple[Unit, ...]
    change: UnitChange
    word: str


def index(desk: SignedDesk) -> Response:
    """All units in the agency's order."""
    must(access.administers(desk.viewer))
    with desk.reading() as session:
        found = units_with_people(session, desk.agency.key)
    return desk.page("units.html", found=found, today=desk.today, words=tuple(CHANGES))


def show(desk: SignedDesk, unit_id: RowId, word: str) -> Response:
    """The form of one change."""
    return _page(desk, _subject(desk, unit_id, word), [])


def change(desk: SignedDesk, unit_id: RowId, word: str) -> Response:
    """Show what the change does; save it once exactly that was shown."""
    subject = _subject(desk, unit_id, word)
    wanted: list[UnitWanted] = []
    seen: list[Foresight] = []
    problems = _wrong_parts(desk, subject)
    if not problems:
        problems = attempt(lambda: wanted.append(_wanted(desk, subject)))
    if not problems:
        problems = attempt(lambda: seen.append(_look(desk, wanted[0])))
    if problems or desk.typed("viec") != "luu":
        return _page(desk, subject, problems, *seen)
    if desk.typed("shown") != fingerprint(seen[0]):
        return _page(desk, subject, [Problem.of(Refused("preview_stale"))], *seen)
    problems = attempt(lambda: _save(desk, wanted[0]))
    return _page(desk, subject, problems, *seen) if problems else desk.go("units", done="da-doi-don-vi")


def fingerprint(seen: Foresight) -> str:
    """What a preview showed, as a short mark: another preview has another one."""
    dates = [(each.effect, each.shown.key, each.shown.days) for each in seen.dates]
    letters = [
        (each.effect, each.shown.name, each.shown.day, each.shown.subject, each.shown.text) for each in seen.letters
    ]
    return sha256(repr((dates, letters)).encode()).hexdigest()[:24]


def _subject(desk: Desk, unit_id: int, word: str) -> Subject:
    """The unit to change: one of this agency that has no end yet."""
    must(access.administers(desk.viewer) and word in CHANGES)
    with desk.reading() as session:
        found = units_of(session, desk.agency.key)
    unit = next((each for each in found if each.key == unit_id), None)
    must(unit and unit.valid_to is None)
    assert unit is not None
    others = tuple(each for each in found if each.valid_to is None and each.key != unit_id)
    return Subject(unit, others, CHANGES[word], word)


def _parts(desk: Desk, subject: Subject) -> Iterator[tuple[str, NewUnit]]:
    """The new units that were typed, each with the suffix of its fields."""
    counts = {UnitChange.RENAME: 1, UnitChange.MERGE: 1, UnitChange.SPLIT: MOST_PARTS, UnitChange.DISSOLVE: 0}
    if subject.change is UnitChange.MERGE and desk.typed("into"):
        return
    for place in range(1, counts[subject.change] + 1):
        behind = f"-{place}" if place > 1 else ""
        new = NewUnit(desk.typed(f"name{behind}"), desk.typed(f"abbreviation{behind}"))
        if new.name or new.abbreviation or place <= _least(subject):
            yield behind, new


def _least(subject: Subject) -> int:
    return 2 if subject.change is UnitChange.SPLIT else 1


def _wrong_parts(desk: Desk, subject: Subject) -> list[Problem]:
    return [
        Problem.of(Refused(f"new_unit_{field}", f"{field}{behind}"))
        for behind, new in _parts(desk, subject)
        for field in ("name", "abbreviation")
        if not getattr(new, field)
    ]


def _wanted(desk: Desk, subject: Subject) -> UnitWanted:
    known = {str(each.key): each.key for each in subject.others}
    merged = [known[key] for key in map(str, desk.form.getlist("unit")) if key in known]
    into = desk.typed("into")
    # Ticked and named as the heir as well: the heir goes on.
    merged = [key for key in merged if str(key) != into]
    must(not into or into in known)
    if not desk.typed("on"):
        raise Refused("day_missing", "on")
    on = forms.day(desk.typed("on"), "on")
    if subject.change is UnitChange.MERGE and not merged and not into:
        raise Refused("nothing_to_merge", "unit")
    return UnitWanted(
        kind=subject.change,
        unit_ids=(subject.unit.key, *(merged if subject.change is UnitChange.MERGE else ())),
        on=on,
        new=tuple(new for _, new in _parts(desk, subject)),
        into_id=known[into] if into and subject.change in {UnitChange.MERGE, UnitChange.DISSOLVE} else None,
    )


def _look(desk: Desk, wanted: UnitWanted) -> Foresight:
    def act(office: object) -> object:
        return change_units(office, desk.actor, wanted, desk.typed("reason"), desk.typed("document"), desk.now)  # type: ignore[arg-type]

    return foresee(desk.office, desk.agency.key, act, desk.now)


def _save(desk: Desk, wanted: UnitWanted) -> None:
    change_units(desk.office, desk.actor, wanted, desk.typed("reason"), desk.typed("document"), desk.now)


def _page(desk: Desk, subject: Subject, problems: list[Problem], foresight: Foresight | None = None) -> Response:
    shown = desk.request.method == "POST" and foresight is not None
    return desk.page(
        "unit_change.html",
        422 if problems else 200,
        subject=subject,
        typed=forms.everything(desk.form),
        merged={str(key) for key in desk.form.getlist("unit")},
        places=range(1, MOST_PARTS + 1),
        foresight=foresight if shown else None,
        shown=fingerprint(foresight) if foresight else "",
        problems=problems,
    )
