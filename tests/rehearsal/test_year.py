"""The rehearsed year as an operator gets it: the command, its figures, and what lies in its folder."""

import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

PLAN = "config/plans/2024-cai-cach-tu-phap.toml"
ASKED = {
    "periods", "assignments", "letters_expected", "letters_delivered", "duplicates", "submissions", "reports",
    "signed", "dispatched", "invented_dates", "seconds",
}  # fmt: skip

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Rehearsed:
    """A finished rehearsal: its exit code, its last line, its folder."""

    code: int
    figures: dict[str, object]
    out: Path
    said: str


def rehearse(out: Path, *options: str) -> Rehearsed:
    command = [sys.executable, "-c", "from dondoc.cli import main; main()", "rehearse"]
    told = subprocess.run(
        [*command, "--plan", PLAN, "--year", "2024", "--out", str(out), "--json", *options],
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    last = told.stdout.strip().splitlines()[-1] if told.stdout.strip() else "{}"
    return Rehearsed(told.returncode, json.loads(last), out, told.stdout + told.stderr)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Rehearsed:
    return rehearse(tmp_path_factory.mktemp("year") / "out")


def test_the_year_keeps_its_promises_and_says_so_in_json(year: Rehearsed) -> None:
    assert year.code == 0, year.said
    assert set(year.figures) >= ASKED
    assert year.figures["periods"] == 4
    assert year.figures["assignments"] == 28
    assert year.figures["reports"] == year.figures["signed"] == year.figures["dispatched"] == 4
    assert year.figures["letters_expected"] == year.figures["letters_delivered"]
    assert year.figures["duplicates"] == year.figures["invented_dates"] == year.figures["rungs_unaccounted"] == 0
    assert year.figures["broken"] == []


def test_every_letter_of_the_figures_is_a_file_and_none_is_there_twice(year: Rehearsed) -> None:
    files = sorted((year.out / "letters").glob("*.eml"))
    ids = Counter(BytesParser(policy=policy.default).parsebytes(path.read_bytes())["Message-ID"] for path in files)
    assert len(files) == year.figures["letters_delivered"]
    assert set(ids.values()) == {1}


def test_the_papers_number_book_and_timeline_are_written(year: Rehearsed) -> None:
    book = (year.out / "number-book.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[1] for line in book[1:]] == ["1", "2", "3", "4"]
    timeline = (year.out / "timeline.html").read_text(encoding="utf-8")
    assert "Đề xuất, chưa xác nhận" in timeline
    assert "04/BC-SKHCN" in timeline
    for number in range(1, 5):
        stem = f"{number:02d}-BC-SKHCN-2024"
        pdf = PdfReader(BytesIO((year.out / "reports" / f"{stem}.pdf").read_bytes()))
        word = Document(BytesIO((year.out / "reports" / f"{stem}.docx").read_bytes()))
        assert f"{number:02d}/BC-SKHCN" in pdf.pages[0].extract_text()
        assert any("Trên đây là báo cáo" in paragraph.text for paragraph in word.paragraphs)


def test_the_summary_shows_what_is_only_proposed(year: Rehearsed) -> None:
    assert "PROPOSED" in year.said
    assert year.figures["proposed_rules"] == 6


def test_the_same_seed_gives_the_same_year_and_another_seed_another(year: Rehearsed, tmp_path: Path) -> None:
    again, other = rehearse(tmp_path / "again"), rehearse(tmp_path / "other", "--seed", "2")
    assert without_seconds(again) == without_seconds(year)
    assert (again.out / "timeline.html").read_text() == (year.out / "timeline.html").read_text()
    assert (other.out / "timeline.html").read_text() != (year.out / "timeline.html").read_text()


def without_seconds(rehearsed: Rehearsed) -> dict[str, object]:
    return {name: value for name, value in rehearsed.figures.items() if name != "seconds"}


def test_silent_units_are_followed_up_escalated_and_named_in_the_report(tmp_path: Path) -> None:
    silent = rehearse(tmp_path / "silent", "--units", "silent")
    assert silent.code == 0, silent.said
    assert silent.figures["submissions"] == 0
    assert isinstance(silent.figures["escalations"], int)
    assert silent.figures["escalations"] > 0
    pdf = PdfReader(BytesIO((silent.out / "reports" / "01-BC-SKHCN-2024.pdf").read_bytes()))
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert "0/7 phòng, đơn vị đã gửi báo cáo" in text
    assert "Phòng Quản lý Khoa học" in text


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("mine")
    refused = rehearse(tmp_path)
    assert refused.code == 2
    assert "holds something else" in refused.said
    assert (tmp_path / "diary.txt").read_text() == "mine"
