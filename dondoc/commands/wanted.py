"""A change of a schedule as it is typed: the options of `adjust`, or the text behind `rehearse --change`."""

import re
import shlex
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from dondoc.actions.office import Office
from dondoc.commands.installation import UsageError
from dondoc.model import Obligation, Rule, Scope
from dondoc.rules.adjust import Wanted, directions
from dondoc.rules.day_rule import parse_day
from dondoc.rules.plan import DAY_FIELDS
from dondoc.rules.refusal import Refused
from dondoc.store.transaction import reading
from dondoc.texts import refusal

LOOKING = "xem trước"
"""The reason that stands in a preview or a rehearsal where none is given."""
_COUNTS = ("open_before", "compile_before", "sign_before")
_PLAIN = ("due_direction", "send_direction", "regime", "data_from", "data_to")
NAMES = (*sorted(DAY_FIELDS), *_COUNTS, *_PLAIN, "periods")
"""What may be typed; `periods` are a rule's kinds of round."""
_REACH = ("only", "from")
_SAID = ("reason", "document")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WITHOUT_YEAR = re.compile(r"[a-z_]+-\d{1,2}")

Typed = Mapping[str, str | int | None]


@dataclass(frozen=True)
class Change:
    """A change of an obligation's schedule."""

    obligation: str
    wanted: Wanted


def wanted_of(typed: Typed, year: int, reason: str = LOOKING) -> Wanted:
    """The change that was typed, by the names of NAMES and `only`, `from`, `reason`, `document`; None is not typed.

    Raises UsageError or Refused for what cannot be read.
    """
    said = {name: str(value) for name, value in typed.items() if value is not None}
    only, since = said.get("only"), said.get("from")
    if only and since:
        raise UsageError("only and from: a change is about one round or begins with one; write one of them")
    fields = {name: value for name in NAMES if name in said for name, value in [_field(name, said[name])]}
    if not fields:
        raise UsageError("nothing to change: name a day, for example --due-day 20 or due_day=20")
    directions(fields)
    return Wanted(
        scope=Scope.ONE if only else Scope.FROM if since else Scope.ALL,
        fields=fields,
        round=_round(only or since, year),
        since=_date(since) if since and _DAY.fullmatch(since) else None,
        reason=said.get("reason", reason),
        document=said.get("document", ""),
    )


def _field(name: str, written: str) -> tuple[str, object]:
    """The name and value that the rules know."""
    if name in DAY_FIELDS:
        return name, str(parse_day(written, name))
    if name in _COUNTS:
        if not written.isdigit():
            raise UsageError(f"{name}: {written!r} is no number of working days")
        return name, int(written)
    if name == "periods":
        return "kinds", [kind.strip() for kind in written.split(",") if kind.strip()]
    return name, written


def _date(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Refused("no_such_day", "since", typed=written) from None


def _round(written: str | None, year: int) -> str | None:
    if written is None or _DAY.fullmatch(written):
        return None
    return f"{written}-{year}" if _WITHOUT_YEAR.fullmatch(written) else written


def read_change(text: str, year: int) -> Change:
    """A change written in one text: "III.2 due_day=20 send_day='last working day' only=half-1-2024".

    Raises UsageError or Refused for what cannot be read.
    """
    try:
        obligation, *rest = shlex.split(text)
    except ValueError:
        raise UsageError(f"--change {text!r}: write the obligation and what changes: III.2 due_day=20") from None
    typed: dict[str, str] = {}
    for part in rest:
        name, found, value = part.partition("=")
        if not found or name not in (*NAMES, *_REACH, *_SAID) or not value:
            known = ", ".join((*NAMES, *_REACH, *_SAID))
            raise UsageError(f"--change: {part!r} is not NAME=VALUE with a name of: {known} (quote what has spaces)")
        typed[name] = value
    return Change(obligation, wanted_of(typed, year))


def written(obligation: str, typed: Typed) -> str:
    """The text that `read_change` reads as the same change."""
    parts = [f"{name}={shlex.quote(str(value))}" for name, value in typed.items() if value is not None]
    return " ".join([obligation, *parts])


@contextmanager
def by_option(typed: Typed) -> Iterator[None]:
    """A refusal at a field is told at the option that it was typed behind."""
    try:
        yield
    except Refused as refused:
        name = _OPTIONS.get(refused.field or "", refused.field or "")
        if name == "only" and not typed.get("only"):
            name = "from"
        if name not in (*NAMES, *_REACH, *_SAID):
            raise
        raise UsageError(f"--{name.replace('_', '-')}: {refusal(refused)}") from None


_OPTIONS = {"kinds": "periods", "round": "only", "since": "from"}


def rule_of(office: Office, agency_id: int, ref: str, plan: str, plan_id: int | None = None) -> int:
    """The rule of an obligation. Raises UsageError where the plan has none of that place."""
    chosen = select(Obligation.ref, Rule.id).join(Rule, col(Rule.obligation_id) == col(Obligation.id))
    chosen = chosen.where(Obligation.agency_id == agency_id).order_by(col(Obligation.position))
    if plan_id is not None:
        chosen = chosen.where(Obligation.plan_id == plan_id)
    with reading(office.engine) as session:
        found = dict(session.exec(chosen).all())
    if found.get(ref) is None:
        raise UsageError(f"{plan}: has no obligation {ref!r}; known: {', '.join(found)}")
    return found[ref] or 0
