"""A plan file with a fault: one message that names file, line and key and says what to write."""

from pathlib import Path

import pytest

from dondoc.intake.plan_file import agency_of_plan, read_plan
from dondoc.model import PeriodKind
from tests.cast import PLAN_FILE
from tests.intake.faults import SAMPLE, UNITS, fault_of_plan, line_of, spoilt


def test_the_seed_plan_is_whole() -> None:
    data = read_plan(PLAN_FILE, UNITS, SAMPLE.regimes)
    assert [each.ref for each in data.file.obligation] == ["II.1", "II.2", "II.3", "II.4", "III.1", "III.2"]
    rule = data.file.obligation[-1].rule
    assert rule.periods == [PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.NINE_MONTHS, PeriodKind.YEAR]
    assert agency_of_plan(PLAN_FILE) == SAMPLE.file.agency.code
    assert all(each.rule.standing == "proposed" and each.rule.basis for each in data.file.obligation)


@pytest.mark.parametrize(
    ("old", "new", "key", "help_"),
    [
        ('lead = "ttra"', 'lead = "ttrr"', "obligation[4].lead", "did you mean 'ttra'?"),
        ('cooperating = ["*"]', 'cooperating = ["nơi nào"]', "obligation[1].cooperating", "is not a known unit"),
        ("due_day = 18", "due_day = 31", "obligation[6].rule.due_day", 'write 1 to 28, or "last"'),
        ("due_day = 18", "due_day = 0", "obligation[6].rule.due_day", 'write 1 to 28, or "last"'),
        ("due_day = 18", 'due_day = "eighteen"', "obligation[6].rule.due_day", '"last working day"'),
        ("due_day = 18", 'due_day = "02-30"', "obligation[6].rule.due_day", "is no day of the calendar"),
        ("due_day = 18", "due_dya = 18", "obligation[6].rule.due_dya", "remove it or correct its name"),
        ("open_before = 10", "open_before = 0", "obligation[6].rule.open_before", "greater than or equal to 1"),
        ("due_day = 18", "due_day = 25", "obligation[6].rule.send_day", "lies before due_day 25"),
        ('regime = "nd-09-2019"', 'regime = "nd-9-2019"', "obligation[6].rule.regime", "did you mean 'nd-09-2019'?"),
        ('within = "III.2"', 'within = "III.1"', "obligation[1].rule.within", "is not a known obligation with rounds"),
        ('ladder = "standard"', 'ladder = "leiter"', "obligation[6].rule.ladder", "leiter.toml"),
        ('periods = ["quarter", "half"', 'periods = ["quarters", "half"', "obligation[6].rule.periods", "quarter"),
        (
            'periods = ["quarter", "half"', 'periods = ["half", "half"',
            "obligation[6].rule.periods", "is there twice",
        ),
        ('email = "so-tu-phap@noi-nhan.example"', 'email = "so-tu-phap"', "recipient[2].email", "name@host.domain"),
        ("year = 2024", "year = 24", "plan.year", "greater than or equal to 2000"),
        ("year = 2024", "", "plan.year", "is missing; add it"),
        ('ref = "II.2"', 'ref = "II.1"', "obligation[2].ref", "is there twice"),
        ('code = "so-luot"', 'code = "so-cuoc"', "obligation[1].figure[2].code", "is there twice"),
        ('sum_rule = "total"', 'sum_rule = "sum"', "obligation[1].figure[1].sum_rule", "total"),
    ],
)  # fmt: skip
def test_a_fault_names_file_line_and_key_and_says_what_to_write(
    tmp_path: Path, old: str, new: str, key: str, help_: str
) -> None:
    path = spoilt(tmp_path, PLAN_FILE, old, new)
    told = fault_of_plan(path)
    assert told.startswith(f"{path}:")
    assert f": {key}" in told
    assert help_ in told
    if new and "twice" not in help_ and "send_day" not in key:
        assert told.startswith(f"{path}:{line_of(path, new)}:")


def test_an_obligation_without_units_or_rounds_without_a_lead_cannot_be(tmp_path: Path) -> None:
    path = spoilt(tmp_path, PLAN_FILE, 'cooperating = ["*"]', "cooperating = []")
    assert "obligation[1]" in fault_of_plan(path)
    text = PLAN_FILE.read_text(encoding="utf-8").replace(
        'lead = "ttra"\ncooperating = ["*"]\n\n', 'cooperating = ["*"]\n\n'
    )
    path.write_text(text, encoding="utf-8")
    assert "no lead unit" in fault_of_plan(path)


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"\xff\xfe", "is not UTF-8"), (b"[plan\n", "is not TOML"), (b"", "plan: is missing; add it")],
)
def test_what_is_no_plan_file_is_told_in_one_line(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(content)
    assert told in fault_of_plan(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert "name an existing file" in fault_of_plan(tmp_path / "nirgends.toml")
