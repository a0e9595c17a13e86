"""`dondoc adjust`, `undo`, `changes`, `plan revise`: looked at before, saved, listed, taken back."""

import shlex
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest
from sqlmodel import select

from dondoc import clock
from dondoc.model import Letter, LetterKind, Report
from dondoc.store.engine import open_engine
from dondoc.store.transaction import reading
from tests.cast import ZONE, at
from tests.commands.typed import AGENCY, CODE, PLAN, Type, assert_one_line

pytestmark = pytest.mark.slow

Letters = Counter[tuple[str, str, str]]
"""By person, subject and day."""
III_2 = ("adjust", "--plan", PLAN, "--obligation", "III.2")
INSTALLED = ("adjust", "--plan", CODE, "--obligation", "III.2")
LATER = ("--due-day", "20", "--send-day", "25")
NOW = at("2024-03-01 09:00")


@pytest.fixture
def installed(dondoc: Type, monkeypatch: pytest.MonkeyPatch) -> Type:
    """The sample plan installed on 01/03/2024."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    assert dondoc("init", "--agency", AGENCY, "--plan", PLAN).code == 0
    return dondoc


def test_a_dry_run_on_a_plan_file_lists_dates_and_letters_and_how_to_rehearse_them(dondoc: Type) -> None:
    told = dondoc(*III_2, *LATER, "--dry-run")
    assert "4 moved" in told.out and "2024-03-18 → 2024-03-20" in told.out and "Cao Mẫu Oanh" in told.out
    command = f'dondoc rehearse --plan {PLAN} --year 2024 --out rehearsed --change "III.2 due_day=20 send_day=25"'
    assert told.out.splitlines()[-1] == command


def test_a_dry_run_as_json_names_what_was_and_what_will_be(dondoc: Type) -> None:
    told = dondoc(*III_2, "--due-day", "20", "--only", "half-1", "--dry-run", "--json").json
    assert told.keys() == {"dates", "letters"}
    only = told["dates"][0]
    assert (only["effect"], only["obligation"], only["period"]) == ("moved", "III.2", "6 tháng đầu năm 2024")
    assert (only["before"]["due_on"], only["after"]["due_on"]) == ("2024-06-18", "2024-06-20")
    assert "xem trước" in only["why"] and len(told["dates"]) == 1
    assert told["letters"] == []  # the first half opens after 90 days


def test_on_a_later_day_a_file_has_run_up_to_it(dondoc: Type) -> None:
    told = dondoc(*III_2, *LATER, "--on", "2024-03-13", "--dry-run", "--json").json
    # The round is open: its opening was told and does not move, and those who were told hear of the move.
    assert {each["kind"] for each in told["letters"]} >= {"changed", "reminder"}
    assert min(each["day"] for each in told["letters"]) >= "2024-03-13"


@pytest.mark.parametrize(
    ("words", "change", "least"),
    [
        (LATER, "III.2 due_day=20 send_day=25", 40),
        (("--due-day", "3 working days after close", "--open-before", "7"), None, 40),
        (("--periods", "month", "--from", "2024-01-01"), None, 0),
    ],
)
def test_what_the_dry_run_tells_is_what_the_rehearsal_then_writes(
    dondoc: Type, tmp_path: Path, words: tuple[str, ...], change: str | None, least: int
) -> None:
    seen = dondoc(*III_2, *words, "--dry-run", "--json").json
    command = shlex.split(dondoc(*III_2, *words, "--dry-run").out.splitlines()[-1])[1:]
    assert change is None or command[-1] == change
    told = [each for each in seen["letters"] if each["kind"] == "reminder" and each["after"]]
    out = tmp_path / "rehearsed"
    command[command.index("--out") + 1] = str(out)
    done = dondoc(*command, "--units", "silent")
    assert done.code == 0, done.out + done.err
    engine = open_engine(f"sqlite:///{out / 'dondoc.sqlite'}")
    with reading(engine) as session:
        signed = min(each.signed_at for each in session.exec(select(Report)) if each.signed_at)
        letters = list(session.exec(select(Letter).where(Letter.kind == LetterKind.REMINDER)))
    engine.dispose()
    until = str(min(signed, at("2024-03-31 00:00")).astimezone(ZONE).date())
    written = Counter((each.to_name, each.subject, str(each.not_before.astimezone(ZONE).date())) for each in letters)
    expected = Counter((each["person"], each["subject"], each["after"]) for each in told)
    assert _before(until, written) == _before(until, expected)
    assert _before(until, written).total() > least


def _before(day: str, letters: Letters) -> Letters:
    return Counter({letter: count for letter, count in letters.items() if letter[2] < day})


def test_a_change_is_saved_listed_and_taken_back(installed: Type) -> None:
    before = installed("dates", "--plan", CODE, "--year", "2024", "--json").json
    saved = installed(*INSTALLED, *LATER, "--reason", "theo công văn 5", "--document", "05/CV", "--by", ADMIN)
    assert "Saved as change 1" in saved.out
    changed = installed("dates", "--plan", CODE, "--year", "2024", "--json").json
    assert [each["due"] for each in changed] == ["2024-03-20", "2024-06-20", "2024-09-20", "2024-12-20"]
    assert any("theo công văn 5 (văn bản 05/CV)" in line for line in changed[0]["explanation"])
    looked = installed("undo", "1", "--reason", "nhầm", "--dry-run", "--json").json
    assert [each["after"]["due_on"] for each in looked["dates"]] == [each["due"] for each in before]
    assert len(installed("changes", "--json").json) == 1
    assert installed("undo", "1", "--reason", "nhầm", "--json").json["change"] == 2
    assert installed("dates", "--plan", CODE, "--year", "2024", "--json").json == before
    listed = installed("changes", "--json").json
    assert [(each["id"], each["kind"], each["undone"], each["by"]) for each in listed] == [
        (2, "undo", False, ""), (1, "rule", True, "Bùi Mẫu Giang"),
    ]  # fmt: skip
    assert "hạn nộp ngày 20" in installed("changes").out
    assert_one_line(installed("undo", "1", "--reason", "lần nữa"), "hoàn tác")
    assert_one_line(installed("undo", "99", "--reason", "x"), "no such change")


ADMIN = "quan-tri@mau.example"


def test_a_dry_run_of_an_installed_plan_is_of_the_installation_and_leaves_it_alone(installed: Type) -> None:
    told = installed(*III_2, *LATER, "--dry-run")
    assert "Seen on 01/03/2024, on the installation" in told.out
    assert installed("changes").out.strip() == "No change was made."
    assert f"--plan {PLAN} " in installed(*III_2, *LATER, "--dry-run").out


def test_a_plan_file_whose_installed_year_is_over_is_looked_at_afresh(
    installed: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 1, 5, 9, tzinfo=ZONE))
    told = installed(*III_2, *LATER, "--dry-run")
    assert "Seen on 01/01/2024" in told.out and "4 moved" in told.out


def test_a_new_version_of_a_plan_gives_a_diff_and_not_a_second_year(installed: Type, tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    text = Path(PLAN).read_text(encoding="utf-8")
    path.write_text(text.replace("due_day = 18", "due_day = 19").replace("(cuộc)", "cuộc"), encoding="utf-8")
    revise = ("plan", "revise", str(path), "--reason", "Kế hoạch sửa đổi")
    looked = installed(*revise, "--dry-run", "--json").json
    assert looked["obligations"] == {"added": [], "removed": [], "changed": ["III.2"]}
    assert {each["effect"] for each in looked["dates"]} == {"moved"}
    shown = installed(*revise)
    assert "Obligations changed: III.2" in shown.out and "Saved as change 1" in shown.out
    rounds = installed("dates", "--plan", CODE, "--year", "2024", "--json").json
    assert [each["due"] for each in rounds] == ["2024-03-19", "2024-06-19", "2024-09-19", "2024-12-19"]
    assert_one_line(installed(*revise), "Chưa có gì thay đổi")


def test_a_newer_version_is_accepted_as_a_revision_of_the_plan_that_runs(installed: Type, tmp_path: Path) -> None:
    path = tmp_path / "newer.toml"
    path.write_text(Path(PLAN).read_text("utf-8").replace("due_day = 18", "due_day = 19"), encoding="utf-8")
    assert_one_line(installed("plan", "accept", str(path)), "add --dry-run")
    assert "Nothing is saved." in installed("plan", "accept", str(path), "--dry-run").out
    told = installed("plan", "accept", str(path), "--reason", "Kế hoạch sửa đổi")
    assert "Obligations changed: III.2" in told.out
    assert len(installed("changes", "--json").json) == 1


BAD = {
    "30 February": (("--due-day", "02-30"), ("--due-day: ", "30 tháng 2")),
    "the 31st": (("--due-day", "31"), ("--due-day: ", "1 đến 28")),
    "no day": (("--due-day", "soon"), ("--due-day: ", "“soon”")),
    "due before the data close": (("--due-day", "10"), ("--due-day: ", "Điều 8 khoản 5")),
    "sent before it is due": (("--due-day", "25"), ("--send-day: ", "sau hạn nộp")),
    "an end before the start": (
        ("--data-from", "2024-07-01", "--data-to", "2024-06-01", "--only", "half-1"),
        ("--data-to: ", "trước ngày bắt đầu"),
    ),
    "a window of all rounds": (("--data-to", "2024-06-01"), ("--data-to: ", "từng kỳ")),
    "an unknown regime": (("--regime", "nd-1"), ("--regime: ", "nd-09-2019")),
    "a regime that does not hold yet": (("--regime", "tt-47-2025-bkhcn"), ("--regime: ", "không có hiệu lực")),
    "an unknown round": (("--due-day", "20", "--only", "quarter-9"), ("--only: ", "quarter-1-2024")),
    "an unknown first round": (("--due-day", "20", "--from", "quarter-9"), ("--from: ", "quarter-1-2024")),
    "a from day that is none": (("--due-day", "20", "--from", "2024-02-30"), ("--from: ", "30 tháng 2")),
    "one and from": (("--due-day", "20", "--only", "half-1", "--from", "half-1"), ("write one of them",)),
    "a direction that is none": (("--due-direction", "up"), ("--due-direction: ", "“up”")),
    "kinds that are none": (("--periods", "quarters"), ("--periods: ",)),
    "a count out of range": (("--open-before", "0"), ("--open-before: ", "1 đến 60")),
    "nothing": ((), ("nothing to change",)),
    "what is so already": (("--due-day", "18"), ("Chưa có gì thay đổi",)),
    "by nobody": (("--due-day", "20", "--by", "ai@mau.example"), ("ai@mau.example",)),
    "by somebody who may not": (("--due-day", "20", "--by", "van-thu@mau.example"), ("không có quyền",)),
    "before the year": (("--due-day", "20", "--on", "2023-01-01"), ("--on 2023-01-01",)),
}  # fmt: skip


@pytest.mark.parametrize(("words", "says"), BAD.values(), ids=BAD.keys())
def test_a_change_that_cannot_be_is_one_line_at_its_option(
    dondoc: Type, words: tuple[str, ...], says: tuple[str, ...]
) -> None:
    assert_one_line(dondoc(*III_2, *words, "--dry-run"), *says)


def test_a_window_that_overlaps_or_leaves_a_gap_names_the_round_before(dondoc: Type, tmp_path: Path) -> None:
    path = tmp_path / "quarters.toml"
    text = Path(PLAN).read_text(encoding="utf-8")
    path.write_text(text.replace('"quarter", "half", "nine_months", "year"', '"quarter"'), encoding="utf-8")
    look = ("adjust", "--plan", str(path), "--obligation", "III.2", "--only", "quarter-2", "--dry-run")
    assert_one_line(dondoc(*look, "--data-from", "2024-03-10"), "--data-from: ", "chồng lên kỳ liền trước")
    assert_one_line(dondoc(*look, "--data-from", "2024-03-20"), "--data-from: ", "bỏ sót")


def test_what_names_no_plan_or_obligation_is_one_line(dondoc: Type) -> None:
    unknown = ("adjust", "--plan", PLAN, "--obligation", "X.1", "--dry-run", *LATER)
    assert_one_line(dondoc(*unknown), "'X.1'", "III.2")
    within = ("adjust", "--plan", PLAN, "--obligation", "II.1", "--dry-run", *LATER)
    assert_one_line(dondoc(*within), "sửa lịch ở nhiệm vụ đó")
    assert_one_line(dondoc(*III_2, *LATER), "--dry-run", "dondoc plan add")
    assert_one_line(dondoc(*INSTALLED, *LATER, "--dry-run"), "neither a file nor the code")
    for command in (("undo", "1", "--reason", "x"), ("changes",), ("plan", "revise", PLAN, "--reason", "x")):
        assert_one_line(dondoc(*command), "nothing is installed there")


def test_saving_needs_a_reason_and_a_virtual_day_needs_a_file(installed: Type) -> None:
    assert_one_line(installed(*INSTALLED, *LATER), "--reason: ")
    assert_one_line(installed(*INSTALLED, *LATER, "--on", "2024-03-01"), "--on: ")
    assert_one_line(installed("undo", "1", "--reason", " "), "no such change")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("III.2", "nothing to change"),
        ("III.2 due_day", "NAME=VALUE"),
        ("III.2 due_dya=20", "due_dya=20"),
        ("III.2 due_day='20", "--change"),
        ("", "--change"),
        ("X.1 due_day=20", "'X.1'"),
        ("III.2 due_day=10", "Điều 8 khoản 5"),
        ("III.2 due_day=20 only=quarter-7", "quarter-1-2024"),
        ("III.2 open_before=many", "no number"),
    ],
)
def test_a_change_that_cannot_be_rehearsed_clears_no_folder(
    dondoc: Type, tmp_path: Path, change: str, says: str
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / ".rehearsal").write_text("")
    (out / "timeline.html").write_text("kept")
    told = dondoc("rehearse", "--plan", PLAN, "--year", "2024", "--out", str(out), "--change", change)
    assert_one_line(told, says)
    assert (out / "timeline.html").exists()
