"""The commands `dates` and `workdays`: every period of a plan with its dates explained, and a year's days off."""

from datetime import date, timedelta
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from dondoc.commands.installation import UsageError
from dondoc.commands.stage import in_memory, stage
from dondoc.commands.telling import Json, put_json
from dondoc.intake.plan_file import read_calendar, working_days
from dondoc.model import Plan, Standing
from dondoc.paths import folders
from dondoc.rules.workdays import Calendar
from dondoc.settings import Settings
from dondoc.store.dates import DatedRound, dated_rounds
from dondoc.store.transaction import reading
from dondoc.texts import basis, day, short_day, warning
from dondoc.texts.dates import explain, why


def tell_dates(settings: Settings, plan: str, year: int, explained: bool, as_json: bool) -> None:
    """Print every period of a plan's year. Raises UsageError or FileError."""
    path = Path(plan)
    at = in_memory(path) if path.is_file() or path.suffix == ".toml" else stage(settings, plan)
    if at.plan.year != year:
        raise UsageError(f"--year {year}: {plan} is of {at.plan.year}; name that year")
    with reading(at.office.engine) as session:
        rounds = dated_rounds(session, at.agency, Plan.id == at.plan.key)
    if as_json:
        put_json([_round_json(each) for each in rounds])
    else:
        _show_rounds(rounds, explained)


def _round_json(each: DatedRound) -> Json:
    days = each.planned.days
    return {
        "obligation": each.obligation.ref,
        "period": each.name,
        "window": [str(each.data_from), str(each.data_to)],
        "raw_due": str(each.due_raw),
        "due": str(each.due_on),
        "direction": days.due_direction.value,
        "basis": basis(each.facts.basis),
        "proposed": each.rule.standing is Standing.PROPOSED,
        "explanation": explain(each.due_steps),
        "round": each.round.name,
        "regime": each.facts.regime_basis,
        "opens_on": str(each.opens_on),
        "compile_on": str(each.compile_on),
        "sign_on": str(each.sign_on),
        "send": str(each.send_on),
        "send_explanation": explain(each.send_steps),
        "warnings": [warning(key) for key in each.planned.dates.warnings],
        "cancelled": each.cancelled,
        "paused": each.paused,
    }


def _show_rounds(rounds: list[DatedRound], explained: bool) -> None:
    console = Console()
    table = Table("", "period", *(Column(name, no_wrap=True) for name in ("data", "opens", "due", "sent")))
    for each in rounds:
        proposed = " *" if each.rule.standing is Standing.PROPOSED else ""
        table.add_row(
            each.obligation.ref + proposed, f"{each.name}{_state(each)}",
            f"{short_day(each.data_from)}\n{short_day(each.data_to)}",
            *(short_day(on) for on in (each.opens_on, each.due_on, each.send_on)),
        )  # fmt: skip
    console.print(table)
    if any(each.rule.standing is Standing.PROPOSED for each in rounds):
        console.print("* proposed, not in the plan: an administrator confirms or changes it")
    for each in rounds if explained else []:
        console.print(f"\n[bold]{each.obligation.ref}, {each.name}[/] ({each.round.name})")
        told = [*explain(each.due_steps), *explain(each.send_steps)[1:]]
        told.append(f"Trình: {day(each.compile_on)}. Ký: {day(each.sign_on)}.")
        told += [f"! {warning(key)}" for key in each.planned.dates.warnings]
        for sentence in told:
            console.print(f"  {escape(sentence)}", highlight=False, soft_wrap=True)
    if not explained:
        for each in rounds:
            if moved := why(each.due_steps):
                console.print(f"{each.obligation.ref}, {each.name}: {escape(moved)}", highlight=False, soft_wrap=True)


def _state(each: DatedRound) -> str:
    return " (cancelled)" if each.cancelled else " (paused)" if each.paused else ""


def tell_workdays(year: int, code: str, as_json: bool) -> None:
    """Print a calendar's days off and swapped days. Raises UsageError or FileError."""
    try:
        file = read_calendar(code)
    except FileNotFoundError:
        raise UsageError(f"--calendar {code}: there is none of that code; known: {', '.join(_known())}") from None
    calendar = working_days(file)
    listed = calendar.listed(year) if 1 <= year <= 9999 else []
    if not listed:
        raise UsageError(f"{year}: the calendar {code!r} has no day off of that year, neither a public one nor its own")
    told: Json = {
        "year": year,
        "country": file.calendar.country,
        "days_off": [_day_json(calendar, each) for each in listed if not calendar.works(each)],
        "worked_days": [_day_json(calendar, each) for each in listed if _is_swapped(calendar, each)],
        "predicted": calendar.is_predicted(date(year, 12, 31)),
    }
    if as_json:
        put_json(told)
    else:
        _show_days(told)


def _known() -> list[str]:
    return sorted({path.stem for folder in folders("config") for path in (folder / "calendars").glob("*.toml")})


def _is_swapped(calendar: Calendar, on: date) -> bool:
    """Whether it is worked although the week or the public calendar has it off."""
    return calendar.works(on) and (on.weekday() >= 5 or bool(calendar.public.get(on)))


def _day_json(calendar: Calendar, on: date) -> Json:
    name = calendar.overrides[on].name if on in calendar.overrides else calendar.day_off(on) or _swap(calendar, on)
    return {"day": str(on), "name": name, "basis": calendar.basis_of(on)}


def _swap(calendar: Calendar, on: date) -> str:
    """The public calendar names the day off that a worked one is swapped for, and not the worked one."""
    written = short_day(on)
    around = (on + timedelta(days=n) for n in range(-60, 61))
    off = next((each for each in around if written in (calendar.public.get(each) or "")), None)
    return f"làm bù cho ngày {short_day(off)}" if off else "làm bù"


def _show_days(told: Json) -> None:
    console = Console()
    for title, key in (("Days off", "days_off"), ("Worked days", "worked_days")):
        table = Table("day", "name", "basis", title=f"{title} {told['year']} ({told['country']})")
        for each in told[key]:  # type: ignore[attr-defined]
            table.add_row(short_day(date.fromisoformat(each["day"])), escape(each["name"]), escape(each["basis"]))
        console.print(table)
    if told["predicted"]:
        console.print("Predicted: no document has set the days off of this year yet.")
