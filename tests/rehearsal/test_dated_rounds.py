"""A document with dated works goes the whole way: read, accepted as a file, its year rehearsed round by round."""

import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest
from sqlmodel import Session, col, create_engine, select

from dondoc.commands.plan_import import accept_plan, import_plan
from dondoc.intake.files import PlanFile
from dondoc.intake.toml_file import TomlFile
from dondoc.model import Assignment, Letter, Obligation, Period, Plan, Reminder, Rule, RuleKind, Standing
from tests.cast import AGENCY_FILE

DOCUMENT = Path(__file__).with_name("dated-works.md")
DUE = {"II.1": "2024-03-29", "II.2": "2024-06-30", "II.3": "2024-09-30", "II.4": "2024-11-14"}
"""The last day that each dated work has in the document; 30/6/2024 is a Sunday."""
UNITS = {"vp", "ttra", "qlkh", "qlcn", "khtc", "tdc", "ttud"}
pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class DatedYear:
    """The plan that was made of the document, what the rehearsal said, and its rows."""

    plan: PlanFile
    figures: dict[str, object]
    out: Path
    rounds: dict[str, list[tuple[Period, list[Assignment]]]]
    rules: dict[str, Rule]
    reminders: list[Reminder]
    letters: int


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> DatedYear:
    folder = tmp_path_factory.mktemp("dated")
    proposal, plan, out = folder / "proposal.toml", folder / "plan.toml", folder / "out"
    import_plan(DOCUMENT, AGENCY_FILE, proposal, as_json=False, year=None)
    accept_plan(proposal, plan, None)
    told = subprocess.run(
        [sys.executable, "-c", "from dondoc.cli import main; main()", "rehearse", "--plan", str(plan),
         "--year", "2024", "--out", str(out), "--json"],
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stdout + told.stderr
    figures = json.loads(told.stdout.strip().splitlines()[-1])
    engine = create_engine(f"sqlite:///{out / 'dondoc.sqlite'}")
    with Session(engine, expire_on_commit=False) as session:
        refs = {each.key: each.ref for each in session.exec(select(Obligation))}
        rounds: dict[str, list[tuple[Period, list[Assignment]]]] = {}
        for period in session.exec(select(Period).order_by(col(Period.due_on))):
            given = list(session.exec(select(Assignment).where(Assignment.period_id == period.key)))
            rounds.setdefault(refs[period.obligation_id], []).append((period, given))
        rules = {refs[each.obligation_id]: each for each in session.exec(select(Rule))}
        reminders, letters = list(session.exec(select(Reminder))), len(list(session.exec(select(Letter.id))))
        assert len(session.exec(select(Plan)).all()) == 1
    engine.dispose()
    return DatedYear(TomlFile(plan).checked(PlanFile), figures, out, rounds, rules, reminders, letters)


def test_the_year_keeps_every_promise(year: DatedYear) -> None:
    figures = year.figures
    assert figures["periods"] == figures["reports"] == figures["signed"] == figures["dispatched"] == 8
    assert figures["reports_on_time"] == 8
    assert figures["letters_expected"] == figures["letters_delivered"] == year.letters
    assert figures["duplicates"] == figures["invented_dates"] == figures["rungs_unaccounted"] == 0
    assert figures["broken"] == []


def test_no_letter_came_twice_and_no_rung_was_said_twice(year: DatedYear) -> None:
    files = [
        BytesParser(policy=policy.default).parsebytes(each.read_bytes()) for each in year.out.glob("letters/*.eml")
    ]
    assert len(files) == year.letters
    assert max(Counter(each["Message-ID"] for each in files).values()) == 1
    said = Counter((each.about, each.rung, each.person_id) for each in year.reminders)
    assert max(said.values()) == 1


def test_each_dated_work_has_one_round_on_its_day_and_the_others_none(year: DatedYear) -> None:
    assert set(year.rounds) == {*DUE, "III.1"}
    for ref, due in DUE.items():
        ((period, given),) = year.rounds[ref]
        assert str(period.due_raw) == due, ref
        # A deadline inside the office that falls on a day off is moved back: 28/6 is the Friday before.
        assert str(period.due_on) == ("2024-06-28" if ref == "II.2" else due), ref
        assert str(period.opened_at.date()) == str(period.opens_on) < str(period.data_to), ref
        assert all(each.closed_at is not None for each in given), ref
        assert all(period.opens_on < each.closed_at.date() <= period.send_on for each in given if each.closed_at), ref


def test_what_runs_all_year_is_asked_of_all_who_do_it_in_the_rounds_of_the_one_that_compiles(year: DatedYear) -> None:
    assert [str(period.due_on) for period, _ in year.rounds["III.1"]] == [
        "2024-03-18", "2024-06-18", "2024-09-18", "2024-12-18",
    ]  # fmt: skip
    # III.1 names only Văn phòng Sở; II.5, which is reported with it, is everybody's.
    assert all(len(given) == len(UNITS) for _, given in year.rounds["III.1"])


def test_only_the_day_that_stands_there_with_its_year_is_confirmed_and_every_rule_quotes_the_document(
    year: DatedYear,
) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert {ref for ref, each in year.rules.items() if each.standing is Standing.CONFIRMED} == {"II.1"}
    assert {ref for ref, each in year.rules.items() if each.kind is RuleKind.ROUNDS} == {*DUE, "III.1"}
    assert all(each.time_quote in text and each.content in text for each in year.plan.obligation)
