"""A plan's new version changes the year that runs; it does not make a second one."""

from pathlib import Path

import pytest

from dondoc.actions.foresee import foresee
from dondoc.actions.plan import open_due
from dondoc.actions.revise import revise_plan
from dondoc.actions.snapshots import differences
from dondoc.actions.undo import undo
from dondoc.actions.year import year_table
from dondoc.intake.plan_file import PlanData, read_agency, read_plan
from dondoc.model import Adjustment, Obligation, Plan, Rule
from dondoc.rules.refusal import Refused
from tests.actions.rows import chain_is_whole, counts, everything, rows
from tests.cast import AGENCY_FILE, PLAN_FILE, Cast, assignment_of, at, first_round, submit

pytestmark = pytest.mark.slow
NOW = at("2024-03-13 09:00")
DATA = read_agency(AGENCY_FILE)
TABLES = ("plan", "obligation", "obligation_unit", "rule", "period", "assignment")


def version(folder: Path, *changes: tuple[str, str]) -> PlanData:
    """The seed plan with some words changed."""
    text = PLAN_FILE.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "plan.toml"
    path.write_text(text, encoding="utf-8")
    return read_plan(path, [unit.code for unit in DATA.file.unit], DATA.regimes)


def revise(cast: Cast, data: PlanData, who: str = "administrator") -> Adjustment:
    return revise_plan(cast.office, getattr(cast, who), data, "bản sửa đổi", NOW)


def due(cast: Cast) -> list[str]:
    return [str(cell.due_on) for row in year_table(cast.office, cast.agency_id, 2024, NOW) for cell in row.cells]


def without(ref: str) -> tuple[str, str]:
    """A change that takes an obligation out of the seed plan's file."""
    text = PLAN_FILE.read_text(encoding="utf-8")
    start = text.index(f'[[obligation]]\nref = "{ref}"')
    end = text.find("[[obligation]]", start + 5)
    return text[start:end], ""


NEW = """[[obligation]]
ref = "III.3"
title = "Việc mới"
content = "Việc mới của bản sửa đổi."
time_quote = "hằng tháng"
units_quote = "Văn phòng Sở chủ trì"
lead = "vp"
rule = { regime = "nd-09-2019", periods = ["month"], due_day = 18, send_day = 22, standing = "proposed", basis = "thử" }

[[obligation]]
ref = "III.2\""""
ADDED = '[[obligation]]\nref = "III.2"', NEW


def test_the_same_version_again_changes_nothing(opened: Cast, tmp_path: Path) -> None:
    before = everything(opened)
    with pytest.raises(Refused, match="nothing_changed"):
        revise(opened, version(tmp_path))
    assert everything(opened) == before


def test_other_days_move_the_rounds_that_run_and_those_to_come(opened: Cast, tmp_path: Path) -> None:
    revise(opened, version(tmp_path, ("due_day = 18", "due_day = 20"), ("send_day = 22", "send_day = 25")))
    assert due(opened) == ["2024-03-20", "2024-06-20", "2024-09-20", "2024-12-20"]
    assert len(rows(opened, Plan)) == 1 and chain_is_whole(opened)


def test_obligations_come_go_and_change_and_the_difference_is_told(opened: Cast, tmp_path: Path) -> None:
    made = revise(
        opened,
        version(
            tmp_path, without("II.2"), ('[[obligation]]\nref = "III.2"', NEW), ('lead = "vp"\n', 'lead = "khtc"\n')
        ),
    )
    assert differences(made.before, made.after) == {"added": ["III.3"], "removed": ["II.2"], "changed": ["II.3"]}
    assert [each.ref for each in sorted(rows(opened, Obligation), key=lambda each: each.position)] == [
        "II.1", "II.3", "II.4", "III.1", "III.3", "III.2", "II.2",
    ]  # fmt: skip
    monthly = next(
        row for row in year_table(opened.office, opened.agency_id, 2024, NOW) if row.obligation_ref == "III.3"
    )
    # It begins today: the months before were never asked for.
    assert [cell.number for cell in monthly.cells] == list(range(3, 13))
    assert open_due(opened.office, NOW) == 1


def test_a_revision_is_undone_to_the_plan_before_it(opened: Cast, tmp_path: Path) -> None:
    submit(opened, first_round(opened), now=at("2024-03-06 09:00"))
    before = {name: everything(opened)[name] for name in TABLES}
    made = revise(opened, version(tmp_path, without("II.1"), ("due_day = 18", "due_day = 19")))
    undo(opened.office, opened.administrator, made.key, "bản sai", NOW)
    after = {name: everything(opened)[name] for name in TABLES}
    assert {name: len(found) for name, found in after.items()} == {name: len(found) for name, found in before.items()}
    assert [each.model_dump() for each in rows(opened, Rule)] and after["period"] == before["period"]
    assert sorted(row[1:] for row in after["obligation_unit"]) == sorted(row[1:] for row in before["obligation_unit"])
    assert (after["plan"], after["rule"], after["obligation"]) == (before["plan"], before["rule"], before["obligation"])


def test_an_added_obligation_that_is_undone_has_no_rounds_any_more(cast: Cast, tmp_path: Path) -> None:
    made = revise(cast, version(tmp_path, ADDED))
    undo(cast.office, cast.administrator, made.key, "bản sai", NOW)
    assert due(cast) == ["2024-03-18", "2024-06-18", "2024-09-18", "2024-12-18"]


def test_a_figure_that_was_stated_is_not_taken_back(opened: Cast, tmp_path: Path) -> None:
    submit(opened, first_round(opened), now=at("2024-03-06 09:00"))
    figure = 'code = "tap-huan"'
    revise(opened, version(tmp_path, (figure, 'code = "boi-duong"')))
    from dondoc.model import Figure

    assert {"tap-huan", "boi-duong"} <= {each.code for each in rows(opened, Figure)}
    assert assignment_of(opened, first_round(opened)).excused_at is None


def test_a_revision_is_previewed_like_any_change(opened: Cast, tmp_path: Path) -> None:
    data = version(tmp_path, ("due_day = 18", "due_day = 20"), ("send_day = 22", "send_day = 25"))
    before = counts(opened)
    seen = foresee(
        opened.office,
        opened.agency_id,
        lambda office: revise_plan(office, opened.administrator, data, "thử", NOW),
        NOW,
    )
    assert next(str(each.after.due_on) for each in seen.dates if each.after) == "2024-03-20"
    assert counts(opened) == before


@pytest.mark.parametrize("who", ["officer", "director", "clerk", "outsider"])
def test_only_an_administrator_revises(opened: Cast, tmp_path: Path, who: str) -> None:
    with pytest.raises(Refused, match=r"not_allowed|no_such_plan"):
        revise(opened, version(tmp_path, ("due_day = 18", "due_day = 19")), who)
