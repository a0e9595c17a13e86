import re
import subprocess
import sys

import pytest

from benchmarks.__main__ import FIGURES, main
from benchmarks.figure import Figure
from benchmarks.processes import AGENCY, ROOT, environment
from benchmarks.rehearse import larger, toml
from docs.generate import FOLDER
from dondoc.intake.plan_file import read_agency
from dondoc.intake.toml_file import TomlFile

LINE = re.compile(r"bench [a-z]+ ratio=\d+\.\d\d goal=\d+\.\d\d \([^()]+ against [^()]+\)( MISSED)?\n")


def test_a_missed_goal_shows_in_its_line():
    assert Figure(1.504, 1.5, "this against that").line("x") == "bench x ratio=1.50 goal=1.50 (this against that)"
    assert Figure(1.506, 1.5, "this against that").line("x").endswith(" MISSED")


def test_an_unknown_figure_is_one_line_that_names_the_known_ones(capsys):
    assert main(["nope"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert all(name in said for name in FIGURES)


def test_every_figure_is_documented():
    page = (FOLDER / "bench.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE) == list(FIGURES)


def test_the_larger_agency_is_one_that_can_be_installed(tmp_path):
    path = tmp_path / AGENCY.name
    path.write_text(toml(larger(TomlFile(AGENCY).data, 4)), encoding="utf-8")
    sample, large = read_agency(AGENCY).file, read_agency(path).file
    assert len(large.unit) == 4 * len(sample.unit)


@pytest.mark.slow
def test_a_figure_is_one_line():
    command = [sys.executable, "-m", "benchmarks", "help"]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert LINE.fullmatch(done.stdout)
