"""Compile: nothing told is lost, nothing is told twice, and every sentence and figure says where it comes from."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.model import AnswerSection, PeriodKind, SumRule
from dondoc.rules.draft import compile_report, outline_of
from dondoc.rules.figures import combine
from dondoc.rules.report import FigureRow, Paragraph, ReportKind, ReportModel
from dondoc.rules.telling import UnitAnswer
from tests.rules.drafts import ITEMS, RESULT, ROUND, TRAINING, answered, figure, frame, silent
from tests.rules.values import REGIME


def compiled(*units: UnitAnswer) -> ReportModel:
    return compile_report(frame(), ITEMS, units, [figure(SumRule.TOTAL)])


def results(model: ReportModel, item: int = 0) -> list[str]:
    return [paragraph.text for paragraph in model.parts[0].sections[item].paragraphs]


def every_paragraph(model: ReportModel) -> list[Paragraph]:
    parts = [paragraph for part in model.parts for paragraph in part.paragraphs]
    sections = [section for part in model.parts for section in part.sections]
    return parts + [paragraph for section in sections for paragraph in section.paragraphs]


texts = st.text(st.sampled_from("abÂđ .;-–+•\n\r\t0\u2028\x0b") | st.characters(exclude_categories=["Cs"]), max_size=60)
units_of_texts = st.lists(st.none() | texts, min_size=1, max_size=6).map(
    lambda told: [
        silent(n) if text is None else answered(n, {(1, RESULT): text}) for n, text in enumerate(told, start=1)
    ]
)


@given(units_of_texts)
def test_every_sourced_paragraph_stands_in_the_units_own_words(units: list[UnitAnswer]) -> None:
    own = {(unit.submission_id, unit.version): (unit.answers or {}).get((1, RESULT), "") for unit in units}
    for paragraph in every_paragraph(compiled(*units)):
        for place, source in enumerate(paragraph.sources):
            text, span = own[source.submission_id, source.version], source.span
            assert span is not None
            assert 0 <= span[0] < span[1] <= len(text)
            if place == 0:
                assert paragraph.text.endswith(text[span[0] : span[1]])


@given(units_of_texts)
def test_every_word_that_a_unit_wrote_is_in_the_report(units: list[UnitAnswer]) -> None:
    words = {word for paragraph in every_paragraph(compiled(*units)) for word in _words(paragraph.text)}
    for unit in units:
        told = (unit.answers or {}).get((1, RESULT), "")
        assert _words(told) <= words


def _words(text: str) -> set[str]:
    return {word.casefold() for word in text.split() if word.isalnum()}


def test_a_units_text_stands_under_its_item_with_its_name_and_source() -> None:
    model = compiled(answered(1, {(1, RESULT): "Mở 2 lớp."}), answered(2, {(2, RESULT): "Đã đôn đốc."}))
    assert results(model, 0) == ["Phòng 1: Mở 2 lớp."]
    assert results(model, 1) == ["Phòng 2: Đã đôn đốc."]
    source = model.parts[0].sections[0].paragraphs[0].sources[0]
    assert (source.submission_id, source.version, source.unit, source.span) == (100, 2, "Phòng 1", (0, 9))


def test_equal_texts_stand_once_with_all_their_units() -> None:
    alike = ["Không có khó khăn.", "  không có   khó khăn", "Không có khó khăn;"]
    model = compiled(*(answered(n, {(1, RESULT): text}) for n, text in enumerate(alike, start=1)))
    assert results(model) == ["Phòng 1, Phòng 2, Phòng 3: Không có khó khăn."]
    sources = model.parts[0].sections[0].paragraphs[0].sources
    assert [(source.unit, source.span) for source in sources] == [
        ("Phòng 1", (0, 18)), ("Phòng 2", (0, 21)), ("Phòng 3", (0, 18)),
    ]  # fmt: skip


def test_texts_that_differ_stay_apart() -> None:
    model = compiled(answered(1, {(1, RESULT): "Mở 2 lớp"}), answered(2, {(1, RESULT): "Mở 3 lớp"}))
    assert results(model) == ["Phòng 1: Mở 2 lớp", "Phòng 2: Mở 3 lớp"]


def test_lines_become_items_without_their_dashes() -> None:
    model = compiled(answered(1, {(1, RESULT): "- Mở 2 lớp\n\n  + Cử 3 người\n"}))
    assert results(model) == ["Phòng 1: Mở 2 lớp", "Cử 3 người"]
    assert [p.sources[0].span for p in model.parts[0].sections[0].paragraphs] == [(2, 10), (16, 26)]


def test_missing_units_are_named_and_those_with_nothing_are_not() -> None:
    model = compiled(answered(1, nothing=True), silent(2), silent(3))
    told = model.parts[0].paragraphs[0].text
    assert "1/3" in told
    assert "Phòng 2; Phòng 3" in told
    assert "Phòng 1" not in told
    assert [(row.unit, row.missing) for row in model.units] == [
        ("Phòng 1", False), ("Phòng 2", True), ("Phòng 3", True),
    ]  # fmt: skip


def test_when_all_have_answered_nobody_is_named() -> None:
    assert compiled(answered(1, nothing=True)).parts[0].paragraphs == ()


def test_where_nobody_tells_anything_the_report_says_so() -> None:
    model = compiled(answered(1, nothing=True))
    told = [paragraph.text for paragraph in every_paragraph(model)]
    assert told == [frame().outline.nothing_told] * 5
    assert all(not paragraph.sources for paragraph in every_paragraph(model))


def test_an_excused_unit_is_neither_asked_nor_missing() -> None:
    excused = replace(silent(2), excused=True, state="Được miễn báo cáo")
    model = compiled(answered(1, nothing=True), excused, silent(3))
    told = model.parts[0].paragraphs[0].text
    assert "1/2" in told and "Phòng 3" in told and "Phòng 2" not in told
    assert [row.missing for row in model.units] == [False, False, True]
    assert compiled(answered(1, nothing=True), excused).parts[0].paragraphs == ()


def test_late_units_are_named_beside_the_missing_ones() -> None:
    late = replace(answered(1, nothing=True), late=True)
    assert "sau thời hạn: Phòng 1" in compiled(late).parts[0].paragraphs[0].text
    both = compiled(late, silent(2)).parts[0].paragraphs
    assert len(both) == 1 and "chưa gửi: Phòng 2" in both[0].text and "Phòng 1" in both[0].text


def test_difficulties_next_tasks_and_proposals_go_to_their_parts() -> None:
    sections = {
        (ROUND.obligation_id, AnswerSection.DIFFICULTY): "Thiếu người",
        (ROUND.obligation_id, AnswerSection.NEXT): "Mở lớp",
        (ROUND.obligation_id, AnswerSection.PROPOSAL): "Thêm kinh phí",
    }
    model = compiled(answered(1, sections))
    assert model.parts[1].sections[0].paragraphs[0].text == "Phòng 1: Thiếu người"
    assert model.parts[2].paragraphs[0].text == "Phòng 1: Mở lớp"
    assert model.parts[3].paragraphs[0].text == "Phòng 1: Thêm kinh phí"


@pytest.mark.parametrize("kind", PeriodKind)
def test_only_the_yearly_report_has_lessons(kind: PeriodKind) -> None:
    model = compile_report(frame(kind), ITEMS, [silent(1)], [])
    headings = [section.heading for section in model.parts[1].sections]
    assert (frame().outline.lessons in headings) is (kind is PeriodKind.YEAR)


def test_lessons_wait_for_the_drafters_own_words() -> None:
    lessons = compile_report(frame(PeriodKind.YEAR), ITEMS, [silent(1)], []).parts[1].sections[1]
    assert lessons.own and lessons.paragraphs == ()


def test_an_outline_words_some_parts_otherwise_for_a_kind() -> None:
    definition = REGIME.model_dump(mode="json", exclude_none=True)
    common, yearly = (outline_of(definition, kind) for kind in (ReportKind.PERIODIC, ReportKind.YEARLY))
    assert (common.results, common.closing) == (yearly.results, yearly.closing)
    assert common.next_tasks != yearly.next_tasks
    assert "{period}" not in outline_of(definition, ReportKind.AD_HOC).closing


@given(st.text("abcđ", min_size=3, max_size=8))
def test_the_periods_name_comes_from_one_place(name: str) -> None:
    told = f"kỳ {name} năm 2024"
    model = compile_report(frame(period_name=told), ITEMS, [silent(1)], [])
    assert model.period_name == told
    assert model.subject.endswith(told)
    assert told in model.opening[0].text
    assert told in model.closing.text
    assert "quý I" not in model.model_dump_json()


def test_items_stand_in_the_plans_order_and_a_report_without_items_is_still_one() -> None:
    assert [section.heading for section in compiled(silent(1)).parts[0].sections] == [TRAINING.title, ROUND.title]
    assert compile_report(frame(), [], [silent(1)], []).parts[0].sections == ()


def row(rule: SumRule, kind: PeriodKind, *units: UnitAnswer) -> FigureRow:
    return compile_report(frame(kind), ITEMS, units, [figure(rule)]).figures[0]


@pytest.mark.parametrize(
    ("rule", "value"), [(SumRule.TOTAL, Decimal(7)), (SumRule.LAST, Decimal(5)), (SumRule.MEAN, Decimal("3.50"))]
)
def test_a_figure_is_summed_by_its_rule_over_the_units_that_stated_it(rule: SumRule, value: Decimal) -> None:
    found = row(
        rule, PeriodKind.QUARTER, answered(1, None, {10: Decimal(2)}), silent(2), answered(3, None, {10: Decimal(5)})
    )
    assert found.value == value
    assert [source.unit for source in found.sources] == ["Phòng 1", "Phòng 3"]
    assert (found.previous, found.last_year) == (Decimal(4), Decimal(3))


@pytest.mark.parametrize("rule", SumRule)
def test_zero_is_zero_and_what_nobody_stated_is_none(rule: SumRule) -> None:
    assert row(rule, PeriodKind.QUARTER, answered(1, None, {10: Decimal(0)})).value == 0
    missing = row(rule, PeriodKind.QUARTER, answered(1, nothing=True), silent(2))
    assert missing.value is None
    assert missing.status is None
    assert missing.sources == ()


@pytest.mark.parametrize("kind", PeriodKind)
def test_six_nine_and_twelve_months_are_cumulative(kind: PeriodKind) -> None:
    found = row(SumRule.TOTAL, kind, answered(1, None, {10: Decimal(2)}))
    cumulative = kind in {PeriodKind.HALF, PeriodKind.NINE_MONTHS, PeriodKind.YEAR}
    assert found.cumulative == (Decimal(2) if cumulative else None)


@given(st.lists(st.decimals(0, 10**9, places=2), min_size=1, max_size=9))
def test_totals_are_exact_and_a_mean_lies_between_its_figures(numbers: list[Decimal]) -> None:
    assert combine(SumRule.TOTAL, numbers) == sum(numbers)
    assert combine(SumRule.LAST, numbers) == numbers[-1]
    mean = combine(SumRule.MEAN, numbers)
    assert mean is not None
    assert min(numbers) <= mean <= max(numbers)
