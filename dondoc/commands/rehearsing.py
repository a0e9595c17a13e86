"""The command `rehearse`: a year over a virtual clock, as the plan has it or with changes on top of it."""

import json
import shutil
import sys
import time
from datetime import datetime
from pathlib import Path

from dondoc.actions.adjust import change_rule
from dondoc.actions.office import Office, open_office
from dondoc.commands.installation import UsageError, check_plan
from dondoc.commands.stage import in_memory
from dondoc.commands.wanted import Change, read_change, rule_of
from dondoc.mail.sink import LOOPBACK, Sink
from dondoc.model import Door
from dondoc.rehearsal.behaviour import Behaviour
from dondoc.rehearsal.output import write_all
from dondoc.rehearsal.report import Bar, show
from dondoc.rehearsal.summary import summarise
from dondoc.rehearsal.year import prepare
from dondoc.settings import load_settings
from dondoc.store.transaction import Actor

MARKER = ".rehearsal"


def run_rehearsal(
    plan: Path, year: int, out: Path, units: list[str], seed: int, as_json: bool, changes: list[str]
) -> int:
    """Rehearse a plan's year into `out`. Returns 0, or 1 where a promise was broken."""
    try:
        behaviours = [Behaviour(unit.strip()) for unit in units]
    except ValueError as error:
        raise UsageError(f"--units: {error}; write punctual, late or silent, with commas between") from None
    wanted = [read_change(text, year) for text in changes]
    started = time.monotonic()
    check_plan(plan)
    if wanted:
        # In memory first: a change that cannot be must not cost an earlier rehearsal.
        at = in_memory(plan)
        _save(at.office, at.agency.key, plan, wanted, at.now)
    _empty(out)
    with Sink(out / "letters") as sink:
        settings = load_settings(
            data=out, database_url="", smtp_host=LOOPBACK, smtp_port=sink.port, smtp_user="", smtp_security="none"
        )
        try:
            rehearsal = prepare(open_office(settings, "rehearsal"), sink, plan, year, behaviours, seed)
        except ValueError as error:
            raise UsageError(str(error)) from None
        _save(rehearsal.office, rehearsal.agency.key, plan, wanted, rehearsal.now)
        with Bar() as bar:
            rehearsal.run(bar.advance)
        summary = summarise(rehearsal, time.monotonic() - started)
        write_all(rehearsal, summary, out)
        rehearsal.office.engine.dispose()
    show(summary, out)
    if as_json:
        sys.stdout.write(json.dumps(summary.as_json(), ensure_ascii=False) + "\n")
    return 1 if summary.broken else 0


def _save(office: Office, agency_id: int, plan: Path, changes: list[Change], now: datetime) -> None:
    """Save each change at the year's first instant, before anything has opened."""
    actor = Actor(agency_id, None, Door.COMMAND)
    for change in changes:
        rule_id = rule_of(office, agency_id, change.obligation, str(plan))
        change_rule(office, actor, rule_id, change.wanted, now)


def _empty(out: Path) -> None:
    """An empty folder for a rehearsal: an earlier one is cleared, anything else is left alone."""
    try:
        if out.exists() and any(out.iterdir()):
            if not (out / MARKER).exists():
                raise UsageError(f"--out: {out} holds something else; name an empty or a new folder")
            shutil.rmtree(out)
        out.mkdir(parents=True, exist_ok=True)
        (out / MARKER).write_text("This folder belongs to `dondoc rehearse`, which clears it.\n")
    except OSError as error:
        raise UsageError(f"--out: {out} cannot be written ({error.strerror}); name another folder") from None
