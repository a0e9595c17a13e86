"""On the command line a newer version of a plan document is recognised, and nobody decides it but the operator."""

from pathlib import Path

import pytest

from tests.commands.typed import AGENCY, CODE, PLAN, Type, assert_one_line

pytestmark = pytest.mark.slow
DOCUMENT = Path(__file__).parents[1] / "intake_document" / "like-the-seed.md"
OWN = "2026-dan-van"


@pytest.fixture
def installed(dondoc: Type, tmp_path: Path) -> Type:
    """The sample agency, with a plan that was made of the document."""
    assert dondoc("init", "--agency", AGENCY, "--plan", PLAN).code == 0
    first = proposal(dondoc, tmp_path / "first.toml", DOCUMENT, OWN)
    assert dondoc("plan", "accept", first).code == 0
    return dondoc


def proposal(dondoc: Type, out: Path, document: Path, code: str, *options: str) -> str:
    """A document read and its proposal completed under a code."""
    told = dondoc("plan", "import", str(document), "--units", AGENCY, "--out", str(out), *options)
    assert told.code == 0, told.err
    text = out.read_text("utf-8")
    lines = [f'code = "{code}"' if code and each.startswith("code = ") else each for each in text.splitlines()]
    out.write_text("\n".join(lines).replace('"?"', '"Lê Mẫu Sơn"') + "\n", encoding="utf-8")
    return str(out)


def newer(folder: Path) -> Path:
    """The document as it was issued anew."""
    path = folder / "moi.md"
    path.write_text(
        DOCUMENT.read_text("utf-8").replace("Thường xuyên trong năm", "trước ngày 30/11/2026"), encoding="utf-8"
    )
    return path


def test_import_says_that_it_looks_like_a_newer_version_and_what_to_type(installed: Type, tmp_path: Path) -> None:
    told = installed("plan", "import", str(newer(tmp_path)), "--units", AGENCY, "--json")
    assert "Đây có vẻ là bản mới" in told.err and f"--replaces {OWN}" in told.err
    # The document itself asks no more than before.
    assert all(not each["key"].startswith("newer") for each in told.json["questions"])


def test_nothing_is_said_where_nothing_is_installed_and_none_is_made(dondoc: Type, tmp_path: Path) -> None:
    told = dondoc("plan", "import", str(newer(tmp_path)), "--units", AGENCY)
    assert told.code == 0 and "bản mới" not in told.err
    assert not (tmp_path / "data").exists()


def test_accept_refuses_what_looks_like_a_newer_version_until_it_is_told_which(installed: Type, tmp_path: Path) -> None:
    file = proposal(installed, tmp_path / "p.toml", newer(tmp_path), "2026-khac")
    assert_one_line(installed("plan", "accept", file), f"--replaces {OWN}", "--new")
    assert_one_line(installed("plan", "accept", file, "--replaces", OWN), "--dry-run", "--reason")
    assert_one_line(installed("plan", "accept", file, "--replaces", "khong-co"), "no such plan runs")
    seen = installed("plan", "accept", file, "--replaces", OWN, "--dry-run")
    assert seen.code == 0 and "Nothing is saved." in seen.out and "Obligations removed: none" in seen.out
    assert installed("plan", "accept", file, "--new").code == 0


def test_a_named_version_revises_the_plan_that_runs(installed: Type, tmp_path: Path) -> None:
    file = proposal(installed, tmp_path / "p.toml", newer(tmp_path), "", "--replaces", OWN)
    assert f'code = "{OWN}"' in Path(file).read_text("utf-8")
    told = installed("plan", "accept", file, "--reason", "Bản thay thế")
    assert told.code == 0, told.err
    changes = installed("changes", "--json").json
    assert [each["reason"] for each in changes] == ["Bản thay thế"]
    assert_one_line(installed("plan", "accept", file, "--reason", "lần nữa"))


def test_the_plan_of_another_year_is_no_newer_version(installed: Type, tmp_path: Path) -> None:
    next_year = tmp_path / "sau.md"
    next_year.write_text(DOCUMENT.read_text("utf-8").replace("2026", "2027"), encoding="utf-8")
    assert installed("plan", "accept", proposal(installed, tmp_path / "p.toml", next_year, "")).code == 0
    assert_one_line(installed("plan", "accept", PLAN), CODE)
