"""The year: every round of every obligation, opened or to come."""

from dondoc.actions.dispatch import number
from dondoc.actions.year import year_table
from dondoc.model import Standing
from dondoc.rules.sign import ReportState
from tests.cast import Cast, at, compile_round, day, first_round, sign_round, submit

NOW = at("2024-03-06 09:00")


def test_the_seed_plans_year_before_anything_happened(cast: Cast) -> None:
    table = year_table(cast.office, cast.agency_id, 2024, NOW)
    assert [row.obligation_ref for row in table] == ["II.1", "II.2", "II.3", "II.4", "III.1", "III.2"]
    assert [row.within for row in table] == ["III.2"] * 5 + [None]
    assert {row.standing for row in table} == {Standing.PROPOSED}
    assert all(row.basis for row in table)
    assert [(cell.period_name, str(cell.due_on), str(cell.send_on)) for cell in table[-1].cells] == [
        ("quý I năm 2024", "2024-03-18", "2024-03-22"),
        ("6 tháng đầu năm 2024", "2024-06-18", "2024-06-21"),
        ("9 tháng đầu năm 2024", "2024-09-18", "2024-09-20"),
        ("năm 2024", "2024-12-18", "2024-12-20"),
    ]
    assert all(cell.period_id is None for row in table for cell in row.cells)


def test_an_open_round_counts_its_answers(opened: Cast) -> None:
    submit(opened, first_round(opened), now=NOW)
    cell = year_table(opened.office, opened.agency_id, 2024, NOW)[-1].cells[0]
    assert (cell.submitted, cell.asked, cell.report_state) == (1, 7, None)
    assert cell.period_id == first_round(opened).id


def test_a_round_shows_where_its_report_stands(opened: Cast) -> None:
    version = compile_round(opened, first_round(opened))
    table = year_table(opened.office, opened.agency_id, 2024, NOW)
    assert table[-1].cells[0].report_state is ReportState.DRAFT
    sign_round(opened, version)
    number(opened.office, opened.clerk, version.report_id, day("2024-03-21"), at("2024-03-21 09:00"))
    table = year_table(opened.office, opened.agency_id, 2024, NOW)
    assert table[-1].cells[0].report_state is ReportState.NUMBERED


def test_other_years_and_other_agencies_have_none_of_it(opened: Cast) -> None:
    assert year_table(opened.office, opened.agency_id, 2023, NOW) == []
    assert year_table(opened.office, opened.outside.key, 2024, NOW) == []
