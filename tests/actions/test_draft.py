"""Draft: compiled when its time has come, once, from what stands; again at the lead unit's word."""

import pytest

from dondoc.actions import draft as drafting
from dondoc.actions.draft import compile_now, draft_due
from dondoc.actions.plan import open_due
from dondoc.actions.review import give_back
from dondoc.actions.sign import send_up
from dondoc.model import LetterKind, Period, PeriodKind, Report, ReportVersion, Rule, Standing
from dondoc.rules.refusal import Refused
from dondoc.rules.report import ReportModel
from dondoc.store.reports import model_of
from tests.actions.rows import addresses, change, rows
from tests.cast import ADDRESSES, Cast, at, compile_round, first_round, sign_round, submit

MORNING = at("2024-03-19 07:30")
MARCH_6 = at("2024-03-06 09:00")


def newest(cast: Cast) -> ReportModel:
    return model_of(rows(cast, ReportVersion)[-1])


def told(model: ReportModel) -> str:
    return model.model_dump_json()


def test_a_draft_is_compiled_the_morning_after_the_deadline_and_once(opened: Cast) -> None:
    looks = ["2024-03-19 07:29", "2024-03-19 07:30", "2024-03-19 07:30", "2024-04-01 07:30"]
    assert [draft_due(opened.office, at(look)) for look in looks] == [0, 1, 0, 0]
    assert len(rows(opened, ReportVersion)) == 1


def test_two_that_look_at_once_compile_it_once(opened: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = rows(opened, Period)
    assert draft_due(opened.office, MORNING) == 1
    monkeypatch.setattr(drafting, "periods_to_draft", lambda *_: seen)  # as the other one saw them
    assert draft_due(opened.office, MORNING) == 0
    assert len(rows(opened, ReportVersion)) == 1


def test_a_look_that_comes_days_late_compiles_all_the_same(opened: Cast) -> None:
    assert draft_due(opened.office, at("2024-03-30 23:00")) == 1


def test_the_lead_units_officers_hear_of_it(opened: Cast) -> None:
    draft_due(opened.office, MORNING)
    assert addresses(opened, LetterKind.DRAFTED) == [ADDRESSES["lead_officer"]]


def test_when_all_are_in_nobody_waits_for_the_deadline(opened: Cast) -> None:
    for unit in opened.units():
        submit(opened, first_round(opened), unit, MARCH_6)
    assert draft_due(opened.office, MARCH_6) == 1
    assert all(not unit.missing for unit in newest(opened).units)


def test_the_draft_holds_every_answer_and_names_who_is_missing(opened: Cast) -> None:
    submit(opened, first_round(opened), "qlkh", MARCH_6)
    draft_due(opened.office, MORNING)
    model = newest(opened)
    assert "Phòng Quản lý Khoa học: Kết quả của qlkh." in told(model)
    assert [unit.unit for unit in model.units if unit.missing] == [
        opened.unit(code).name for code in opened.units() if code != "qlkh"
    ]
    assert {figure.value for figure in model.figures} == {1}
    assert model.subject.endswith("quý I năm 2024")


def test_late_answers_are_in_the_annex_as_late(opened: Cast) -> None:
    submit(opened, first_round(opened), "qlkh", at("2024-03-19 07:00"))
    draft_due(opened.office, MORNING)
    assert next(unit.state for unit in newest(opened).units if not unit.missing) == "Đã nộp trễ hạn"


def test_an_answer_that_was_returned_is_not_the_units_word_nor_is_the_one_before_it(opened: Cast) -> None:
    period = first_round(opened)
    submit(opened, period, "qlkh", MARCH_6)
    second = submit(opened, period, "qlkh", at("2024-03-07 09:00"))
    give_back(opened.office, opened.lead_officer, second.key, "Sai số liệu", at("2024-03-08 09:00"))
    draft_due(opened.office, MORNING)
    assert "Kết quả của qlkh" not in told(newest(opened))
    assert all(unit.missing for unit in newest(opened).units)


def test_the_lead_unit_compiles_early_and_again(opened: Cast) -> None:
    period = first_round(opened)
    assert compile_round(opened, period, MARCH_6).version == 1
    submit(opened, period, "qlkh", at("2024-03-07 09:00"))
    assert compile_round(opened, period, at("2024-03-07 10:00")).version == 2
    assert draft_due(opened.office, MORNING) == 0
    assert len(rows(opened, Report)) == 1


@pytest.mark.parametrize("who", ["officer", "head", "deputy", "director", "clerk", "administrator"])
def test_only_the_lead_unit_compiles(opened: Cast, who: str) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        compile_now(opened.office, getattr(opened, who), first_round(opened).key, MARCH_6)


def test_what_is_sent_up_or_signed_is_not_compiled_again(opened: Cast) -> None:
    period = first_round(opened)
    version = compile_round(opened, period)
    send_up(opened.office, opened.lead_officer, version.report_id, MORNING)
    with pytest.raises(Refused, match="not_in_drafting"):
        compile_round(opened, period)
    change(opened, Period, period.key, draft_at=MORNING)
    assert draft_due(opened.office, MORNING) == 0
    assert len(rows(opened, ReportVersion)) == 1


def test_while_the_rhythm_is_only_proposed_the_draft_says_so(opened: Cast) -> None:
    compile_round(opened, first_round(opened), MARCH_6)
    assert "Ví dụ" in newest(opened).proposed_note
    change(opened, Rule, opened.rule_id, standing=Standing.CONFIRMED)
    compile_round(opened, first_round(opened), MARCH_6)
    assert newest(opened).proposed_note == ""


def test_figures_stand_beside_those_of_the_same_round_before_without_returned_ones(opened: Cast) -> None:
    # The year's only earlier round of a kind lies a year back, so the first round is moved there.
    period = first_round(opened)
    submit(opened, period, "vp", MARCH_6)
    wrong = submit(opened, period, "qlkh", MARCH_6)
    give_back(opened.office, opened.lead_officer, wrong.key, "Sai", MARCH_6)
    sign_round(opened, compile_round(opened, period))
    change(opened, Period, period.key, kind=PeriodKind.HALF, year=2023)
    open_due(opened.office, at("2024-06-04 07:30"))
    half = next(each for each in rows(opened, Period) if each.kind is PeriodKind.HALF and each.year == 2024)
    compile_round(opened, half, at("2024-06-05 09:00"))
    assert {figure.last_year for figure in newest(opened).figures} == {1}


def test_one_period_that_cannot_be_compiled_does_not_keep_the_others_waiting(opened: Cast) -> None:
    open_due(opened.office, at("2024-06-04 07:30"))
    broken, whole = rows(opened, Period)
    change(opened, Period, broken.key, draft_at=at("2024-06-01 07:30"))
    change(opened, Period, whole.key, draft_at=at("2024-06-02 07:30"))
    sabotage = Report(agency_id=opened.agency_id, period_id=broken.key, created_at=MORNING)
    from dondoc.store.transaction import bookkeeping

    with bookkeeping(opened.office.engine) as session:
        session.add(sabotage)  # a report without any version
    with pytest.raises(ExceptionGroup):
        draft_due(opened.office, at("2024-06-05 07:30"))
    assert [report.period_id for report in rows(opened, Report)] == [broken.key, whole.key]
    assert len(rows(opened, ReportVersion)) == 1
