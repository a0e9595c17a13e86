"""What a change does, told in the terminal and as JSON."""

import json
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from dondoc.rules.foresee import DateChange, DateFact, Foresight, LetterChange
from dondoc.texts import day, word

Json = dict[str, object]
_DAYS = ("opens_on", "due_on", "compile_on", "sign_on", "send_on")


def put_json(value: object) -> None:
    """Print a value as one document."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def foresight_json(seen: Foresight) -> Json:
    """Dates and letters that change."""
    return {
        "dates": [_date_json(each) for each in seen.dates],
        "letters": [_letter_json(each) for each in seen.letters],
    }


def _date_json(each: DateChange) -> Json:
    return {
        "effect": each.effect.value,
        "obligation": each.shown.obligation_ref,
        "period": each.shown.period_name,
        "before": _days(each.before),
        "after": _days(each.after),
        "why": each.shown.due_why,
        "send_why": each.shown.send_why,
        "warnings": list(each.shown.warnings),
    }


def _days(fact: DateFact | None) -> Json | None:
    return {name: str(getattr(fact, name)) for name in _DAYS} if fact else None


def _letter_json(each: LetterChange) -> Json:
    return {
        "effect": each.effect.value,
        "day": str(each.shown.day),
        "person": each.shown.name,
        "kind": each.shown.kind.value,
        "subject": each.shown.subject,
        "before": str(each.before.day) if each.before else None,
        "after": str(each.after.day) if each.after else None,
    }


def show_foresight(seen: Foresight) -> None:
    """Print dates, then letters by day and person."""
    console = Console()
    console.print(f"Dates over the next 12 months: {_counts(each.effect for each in seen.dates)}")
    if seen.dates:
        console.print(_dates(seen.dates))
    for said in _why(seen.dates):
        console.print(f"  {said}")
    for warning in sorted({warning for each in seen.dates for warning in each.shown.warnings}):
        console.print(f"! {escape(warning)}")
    told = _counts(each.effect for each in seen.letters)
    console.print(f"Letters over the next 90 days, if nobody answers or signs meanwhile: {told}")
    if seen.letters:
        console.print(_letters(seen.letters))


def _counts(effects: Iterable[StrEnum]) -> str:
    counted = Counter(each.value for each in effects)
    return ", ".join(f"{number} {effect}" for effect, number in sorted(counted.items())) or "none"


def _dates(changes: Iterable[DateChange]) -> Table:
    """A row a round; why its deadline is what it will be stands below it, over the whole width."""
    table = Table("", "round", Column("due", no_wrap=True), Column("sends", no_wrap=True))
    for each in changes:
        named = f"{each.shown.obligation_ref}, {each.shown.period_name}\n(opens {_moved(each, 'opens_on')})"
        table.add_row(each.effect.value, named, _moved(each, "due_on"), _moved(each, "send_on"))
    return table


def _why(changes: Iterable[DateChange]) -> list[str]:
    told = (f"{each.shown.period_name}: {each.shown.due_why}" for each in changes if each.after and each.shown.due_why)
    return [escape(said) for said in told]


def _moved(each: DateChange, name: str) -> str:
    before, after = (getattr(fact, name) if fact else None for fact in (each.before, each.after))
    return _arrow(before, after)


def _arrow(before: date | None, after: date | None) -> str:
    if before and after and before != after:
        return f"{before} → {after}"
    return str(after or before)


def _letters(changes: Iterable[LetterChange]) -> Table:
    table = Table(Column("day", no_wrap=True), "person", "", "letter")
    shown: date | None = None
    for each in changes:
        when = "" if each.shown.day == shown else day(each.shown.day)
        shown = each.shown.day
        effect = each.effect.value
        if each.before and each.after and each.before.day != each.after.day:
            effect += f"\nfrom {each.before.day}"
        what = f"{word(each.shown.kind)}: {escape(each.shown.subject)}"
        table.add_row(when, escape(each.shown.name), effect, what)
    return table
