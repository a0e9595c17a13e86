"""`dondoc dates` and `dondoc workdays`: every date of a plan with its reasons, and a year's days off."""

from pathlib import Path

import pytest

from tests.commands.typed import CODE, PLAN, Type, assert_one_line

KEYS = ["obligation", "period", "window", "raw_due", "due", "direction", "basis", "proposed", "explanation"]
DATES = ("dates", "--plan", PLAN, "--year", "2024")


def test_every_period_of_a_plan_file_stands_there_without_any_installation(dondoc: Type, tmp_path: Path) -> None:
    rounds = dondoc(*DATES, "--json").json
    assert [list(each)[: len(KEYS)] for each in rounds] == [KEYS] * 4
    assert [(each["period"], each["window"], each["raw_due"], each["due"], each["send"]) for each in rounds] == [
        ("quý I năm 2024", ["2023-12-15", "2024-03-14"], "2024-03-18", "2024-03-18", "2024-03-22"),
        ("6 tháng đầu năm 2024", ["2023-12-15", "2024-06-14"], "2024-06-18", "2024-06-18", "2024-06-21"),
        ("9 tháng đầu năm 2024", ["2023-12-15", "2024-09-14"], "2024-09-18", "2024-09-18", "2024-09-20"),
        ("năm 2024", ["2023-12-15", "2024-12-14"], "2024-12-18", "2024-12-18", "2024-12-20"),
    ]
    assert {(each["obligation"], each["direction"], each["proposed"]) for each in rounds} == {("III.2", "back", True)}
    assert all("Nghị định số 09/2019/NĐ-CP" in each["basis"] for each in rounds)
    assert "22/06/2024 là thứ Bảy, đưa lên thứ Sáu, 21/06/2024." in rounds[1]["send_explanation"]
    assert not (tmp_path / "data").exists()


def test_the_table_explains_each_date_where_that_is_asked_for(dondoc: Type) -> None:
    bare, explained = dondoc(*DATES), dondoc(*DATES, "--explain")
    for said in (bare.out, explained.out):
        assert "quý I năm 2024" in said and "18/03/2024" in said and "proposed, not in the plan" in said
    assert "Hạn nộp: thứ Hai, 18/03/2024." in explained.out
    assert "Hạn nộp: thứ Hai, 18/03/2024." not in bare.out


def test_the_year_of_2026_with_its_real_swaps(dondoc: Type) -> None:
    told = dondoc("workdays", "2026", "--json").json
    assert (told["year"], told["country"], told["predicted"]) == (2026, "VN", False)
    off = {each["day"]: each for each in told["days_off"]}
    worked = {each["day"]: each for each in told["worked_days"]}
    assert off["2026-01-02"]["basis"] == worked["2026-01-10"]["basis"] == "Thông báo 12729/VPCP-KGVX"
    assert {"2026-02-17", "2026-08-31"} <= off.keys() and worked.keys() == {"2026-01-10", "2026-08-22"}
    assert "31/08/2026" in worked["2026-08-22"]["name"]
    assert "2026-01-03" not in off  # a Saturday like any other
    assert all(each["name"] and each["basis"] for each in (*off.values(), *worked.values()))
    shown = dondoc("workdays", "2026").out
    assert "10/01/2026" in shown and "12729/VPCP-KGVX" in shown


def test_a_year_that_no_document_has_set_is_a_prediction(dondoc: Type) -> None:
    assert dondoc("workdays", "2027", "--json").json["predicted"] is True
    assert "Predicted" in dondoc("workdays", "2027").out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("workdays", "1800"), ("1800", "no day off")),
        (("workdays", "0"), ("no day off",)),
        (("workdays", "2026", "--calendar", "xx"), ("--calendar xx", "known: vn")),
        (("dates", "--plan", PLAN, "--year", "2025"), ("--year 2025", "name that year")),
        (("dates", "--plan", "nope", "--year", "2024"), ("neither a file nor the code",)),
        (("dates", "--plan", "nope.toml", "--year", "2024"), ("name an existing file",)),
        (("dates", "--plan", CODE, "--year", "2024"), ("neither a file nor the code",)),
    ],
)
def test_what_cannot_be_shown_is_one_line(dondoc: Type, words: tuple[str, ...], says: tuple[str, ...]) -> None:
    assert_one_line(dondoc(*words), *says)
