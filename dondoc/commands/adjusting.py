"""The commands `adjust`, `undo`, `changes` and `plan revise`: changes on top of a plan, each looked at before."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from sqlalchemy import select as select_many
from sqlmodel import col, select

from dondoc import clock
from dondoc.actions.adjust import change_rule
from dondoc.actions.foresee import foresee
from dondoc.actions.install import agency_by_code
from dondoc.actions.office import Office
from dondoc.actions.revise import revise_plan
from dondoc.actions.snapshots import differences
from dondoc.actions.undo import undo
from dondoc.commands.installation import UsageError, checked_plan
from dondoc.commands.stage import Stage, actor_of, installation, stage
from dondoc.commands.telling import Json, foresight_json, put_json, show_foresight
from dondoc.commands.wanted import LOOKING, Typed, by_option, rule_of, wanted_of, written
from dondoc.intake.plan_file import agency_of_plan
from dondoc.model import Adjustment, Agency, ChangeKind, Obligation, Person, Plan, Rule
from dondoc.paths import data_file
from dondoc.rules.foresee import Foresight
from dondoc.settings import Settings
from dondoc.store.agency import hours
from dondoc.store.transaction import reading
from dondoc.texts import word
from dondoc.texts.dates import change_words


def adjust(
    settings: Settings,
    plan: str,
    obligation: str,
    typed: Typed,
    on: date | None,
    by: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Look at a change of an obligation's schedule, and save it unless `dry_run`. Raises UsageError or Refused."""
    at = stage(settings, plan, on)
    if not dry_run and not at.installed:
        raise UsageError(
            f"--plan {plan}: is not running in {settings.data}; look at the change with --dry-run, "
            "install the plan with dondoc plan add, or write the days into its file"
        )
    with by_option(typed):
        wanted = wanted_of(typed, at.plan.year, LOOKING if dry_run else "")
    rule_id = rule_of(at.office, at.agency.key, obligation, plan, at.plan.key)
    actor = actor_of(at.office, at.agency.key, by)

    def change(office: Office) -> Adjustment:
        return change_rule(office, actor, rule_id, wanted, at.now)

    with by_option(typed):
        seen = foresee(at.office, at.agency.key, change, at.now)
        saved = None if dry_run else change(at.office)
    _tell(seen, saved, as_json)
    if not as_json and dry_run:
        _say_where(at)
        Console().print(_rehearse_command(at, plan, written(obligation, typed)), soft_wrap=True, highlight=False)


def _tell(seen: Foresight, saved: Adjustment | None, as_json: bool, **more: object) -> None:
    if as_json:
        put_json(foresight_json(seen) | more | ({"change": saved.key} if saved else {}))
        return
    show_foresight(seen)
    if saved:
        Console().print(f'Saved as change {saved.key}. To take it back: dondoc undo {saved.key} --reason "…"')


def _say_where(at: Stage) -> None:
    where = "the installation" if at.installed else "the plan's file in memory, nobody having answered"
    said = f"Seen on {at.today:%d/%m/%Y}, on {where}. Nothing is saved."
    if at.today.year > at.plan.year:
        said += f" The plan's year {at.plan.year} is over; name its file instead of its code to see that year afresh."
    Console().print(f"{said} The whole year with this change:", soft_wrap=True)


def _rehearse_command(at: Stage, plan: str, change: str) -> str:
    file = at.file
    if file is None:
        try:
            file = data_file("config", "plans", f"{plan}.toml")
        except FileNotFoundError:
            file = Path("PLAN.toml")
    return f'dondoc rehearse --plan {file} --year {at.plan.year} --out rehearsed --change "{change}"'


def take_back(
    settings: Settings, adjustment_id: int, reason: str, by: str | None, dry_run: bool, as_json: bool
) -> None:
    """Undo a change, or look at what that does. Raises UsageError or Refused."""
    office, now = installation(settings), clock.now()
    with reading(office.engine) as session:
        found = session.get(Adjustment, adjustment_id)
    if found is None:
        raise UsageError(f"{adjustment_id}: there is no such change; dondoc changes lists them")
    actor = actor_of(office, found.agency_id, by)

    def change(on: Office) -> Adjustment:
        return undo(on, actor, adjustment_id, reason, now)

    seen = foresee(office, found.agency_id, change, now)
    _tell(seen, None if dry_run else change(office), as_json)
    _say_unsaved(dry_run, as_json)


def revise(
    settings: Settings,
    path: Path,
    reason: str,
    document: str,
    by: str | None,
    dry_run: bool,
    as_json: bool,
    from_document: bool = False,
) -> None:
    """Bring an installed plan in line with its file, or look at what that does. Raises UsageError or Refused."""
    office, now = installation(settings), clock.now()
    code = agency_of_plan(path)
    agency = agency_by_code(office, code)
    if agency is None:
        raise UsageError(f"{path}: the agency {code!r} is not installed here; run: dondoc init --agency FILE")
    data, actor = checked_plan(office, agency, path), actor_of(office, agency.key, by)
    made: list[Adjustment] = []

    def change(on: Office) -> None:
        said = reason or (LOOKING if dry_run else "")
        made.append(revise_plan(on, actor, data, said, now, document, from_document))

    seen = foresee(office, agency.key, change, now)
    differs = differences(made[0].before, made[0].after)
    if not as_json:
        for effect, refs in differs.items():
            Console().print(f"Obligations {effect}: {', '.join(refs) or 'none'}", highlight=False)
    if not dry_run:
        change(office)
    _tell(seen, None if dry_run else made[-1], as_json, obligations=differs)
    _say_unsaved(dry_run, as_json)


def _say_unsaved(dry_run: bool, as_json: bool) -> None:
    if dry_run and not as_json:
        Console().print("Nothing is saved.")


def tell_changes(settings: Settings, as_json: bool) -> None:
    """Print the changes of an installation, the newest first."""
    office = installation(settings)
    chosen = (
        select_many(Adjustment, Agency, Person.name, Obligation.ref, Plan.code)  # type: ignore[call-overload]
        .join(Agency, col(Agency.id) == col(Adjustment.agency_id))
        .join(Person, col(Person.id) == col(Adjustment.made_by), isouter=True)
        .join(Rule, col(Rule.id) == col(Adjustment.rule_id), isouter=True)
        .join(Obligation, col(Obligation.id) == col(Rule.obligation_id), isouter=True)
        .join(Plan, col(Plan.id) == col(Obligation.plan_id), isouter=True)
        .order_by(col(Adjustment.id).desc())
    )
    with reading(office.engine) as session:
        found = session.execute(chosen).all()
        undone = set(session.exec(select(Adjustment.undoes_id).where(col(Adjustment.undoes_id).is_not(None))))
    rows = [_change_json(change, agency, by, ref, plan, change.id in undone) for change, agency, by, ref, plan in found]
    if as_json:
        put_json(rows)
    else:
        _show_changes(rows)


def _change_json(
    change: Adjustment, agency: Agency, by: str | None, ref: str | None, plan: str | None, is_undone: bool
) -> Json:
    return {
        "id": change.key,
        "kind": change.kind.value,
        "on": str(hours(agency).today(change.made_at)),
        "by": by or "",
        "agency": agency.code,
        "plan": plan,
        "obligation": ref,
        "scope": change.scope.value if change.scope else None,
        "round": change.round,
        "from": str(change.effective_from),
        "before": change.before if change.kind is not ChangeKind.PLAN else {},
        "after": change.after if change.kind is not ChangeKind.PLAN else {},
        "reason": change.reason,
        "document": change.document,
        "undoes": change.undoes_id,
        "undone": is_undone,
    }


def _show_changes(rows: list[Json]) -> None:
    if not rows:
        Console().print("No change was made.")
        return
    table = Table("", "made on", "by", "what", "about", "reason")
    for each in rows:
        table.add_row(
            str(each["id"]), str(each["on"]), escape(str(each["by"] or "operator")), _what(each),
            " ".join(str(each[name]) for name in ("obligation", "round") if each[name]), escape(str(each["reason"])),
        )  # fmt: skip
    Console().print(table)


def _what(each: Json) -> str:
    told = word(ChangeKind(str(each["kind"])))
    after = each["after"]
    if each["undoes"]:
        told += f" {each['undoes']}"
    elif isinstance(after, Mapping) and each["kind"] == ChangeKind.RULE.value and (words := change_words(after)):
        told += f": {words}"
    return escape(told + (" (undone)" if each["undone"] else ""))
