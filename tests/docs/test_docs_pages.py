import re
from datetime import date

import pytest

from docs.generate import FOLDER
from dondoc.intake.plan_file import read_plan
from dondoc.intake.rule_part import RegimeFacts
from dondoc.intake.toml_file import FileError
from tests.docs.reading import DECISIONS, PAGES, ROOT, code, text

LONGEST_DECISION = 25
PLAN = text(ROOT / "config" / "plans" / "2024-cai-cach-tu-phap.toml")
WRONG = {
    "a day of 31": ("due_day = 18", "due_day = 31"),
    "an unknown unit": ('lead = "vp"', 'lead = "vpp"'),
    "an unknown key": ("\n\n[[recipient]]", '\ncolour = "red"\n\n[[recipient]]'),
    "a missing key": ('title = "Kế hoạch triển khai công tác cải cách tư pháp năm 2024"\n', ""),
    "a wrong address": ("ubnd-tinh@noi-nhan.example", "ubnd-tinh(at)noi-nhan"),
    "a day before another": ("send_day = 22", "send_day = 16"),
    "an unknown regime": ('"nd-09-2019"', '"nd-9-2019"'),
    "no rounds": ('within = "III.2"', 'within = "III.1"'),
    "no TOML": ("year = 2024", "year ="),
}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text(page)):
        if "://" not in target:
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_files_and_folders_that_are_named_exist(page):
    rooms = r"(?:dondoc|flows|schedules|templates|config|tests|benchmarks|deploy|docs)"
    for each in code(text(page)):
        if re.fullmatch(rf"{rooms}/[\w./-]*", each):
            assert (ROOT / each).exists(), each


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.name)
def test_a_decision_is_short_and_in_the_list(page):
    lines = text(page).splitlines()
    assert len(lines) <= LONGEST_DECISION
    assert lines[0].startswith(f"# {page.name[:4]} ")
    assert f"({page.name}) {lines[0][7:]}\n" in text(FOLDER / "decisions" / "README.md")


def test_decisions_are_numbered_without_gaps():
    assert [int(page.name[:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize(("right", "wrong"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_file_is_answered_as_the_page_says(right, wrong, tmp_path):
    path = tmp_path / "plan.toml"
    assert right in PLAN
    path.write_text(PLAN.replace(right, wrong, 1), encoding="utf-8")
    units = ["vp", "ttra", "qlkh", "qlcn", "khtc", "tdc", "ttud"]
    with pytest.raises(FileError) as fault:
        read_plan(path, units, {"nd-09-2019": RegimeFacts(date(2019, 3, 12), None, {})})
    said = str(fault.value).removeprefix(f"{tmp_path}/")
    assert said in text(FOLDER / "plan-files.md")
