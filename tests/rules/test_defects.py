"""The faults that real reports went out with are found before a report goes up."""

import pytest

from dondoc.model import PeriodKind
from dondoc.rules.defects import Defect, Found, defects
from dondoc.rules.draft import compile_report
from dondoc.rules.report import Paragraph, ReportModel
from dondoc.texts.report import defect
from tests.rules.drafts import ITEMS, RESULT, answered, frame, silent


def report(name: str = "quý I năm 2024", kind: PeriodKind = PeriodKind.QUARTER) -> ReportModel:
    return compile_report(frame(kind, name), ITEMS, [answered(1, {(1, RESULT): "Việc của tháng 2."}), silent(2)], [])


def found(model: ReportModel) -> list[tuple[Defect, str]]:
    return [(each.defect, each.where) for each in defects(model)]


@pytest.mark.parametrize("name", ["quý I năm 2024", "6 tháng đầu năm 2024", "tháng 2 năm 2024", "9 tháng đầu năm 2024"])
def test_a_report_as_compiled_has_none(name: str) -> None:
    assert found(report(name)) == []


@pytest.mark.parametrize("words", ["tháng 01 năm 2024", "quý IV năm 2023", "tuần 04", "6 tháng đầu năm", "Quý 2/2024"])
def test_another_period_in_subject_opening_or_closing_blocks(words: str) -> None:
    model = report()
    line = Paragraph(text=f"Trên đây là báo cáo {words} của Sở")
    assert found(model.model_copy(update={"closing": line})) == [(Defect.OTHER_PERIOD, "closing")]
    assert found(model.model_copy(update={"opening": (line,)})) == [(Defect.OTHER_PERIOD, "opening")]
    assert found(model.model_copy(update={"subject": f"Kết quả {words}"})) == [(Defect.OTHER_PERIOD, "subject")]
    assert all(each.blocks for each in defects(model.model_copy(update={"closing": line})))


def test_a_title_of_week_two_over_a_body_of_week_four_is_seen() -> None:
    model = report("tuần 02 năm 2024")
    assert found(model) == []
    body = (Paragraph(text="Sở báo cáo kết quả công tác tuần 04 năm 2024 như sau:"),)
    assert found(model.model_copy(update={"opening": body})) == [(Defect.OTHER_PERIOD, "opening")]


def test_a_subject_without_its_period_blocks() -> None:
    assert found(report().model_copy(update={"subject": "Kết quả công tác"})) == [(Defect.NO_PERIOD, "subject")]


@pytest.mark.parametrize(
    "text", ["theo Công văn ngày 27 tháng 02 năm 2024, Sở báo cáo quý I năm 2024", "Kế hoạch năm 2024 của Sở"]
)
def test_the_date_of_a_document_and_a_plans_year_are_no_period(text: str) -> None:
    assert found(report().model_copy(update={"opening": (Paragraph(text=text),)})) == []


def test_months_inside_the_units_words_are_theirs() -> None:
    assert "tháng 2" in report().parts[0].sections[0].paragraphs[0].text
    assert found(report()) == []


def test_lessons_left_empty_block_and_another_empty_section_is_told() -> None:
    model = report("năm 2024", PeriodKind.YEAR)
    assert found(model) == [(Defect.OWN_EMPTY, "2.2")]
    emptied = model.with_blocks(lambda name, paragraphs: () if name in {"1.1", "2.2"} else paragraphs)
    assert [each.blocks for each in defects(emptied)] == [False, True]


@pytest.mark.parametrize("heading", ["V. KIẾN NGHỊ", "3. Kết quả", "b) Việc khác"])
def test_a_heading_with_a_number_of_its_own_is_told(heading: str) -> None:
    model = report()
    parts = (*model.parts[:3], model.parts[3].model_copy(update={"heading": heading}))
    assert found(model.model_copy(update={"parts": parts})) == [(Defect.OWN_NUMBER, "4")]


@pytest.mark.parametrize("kind", Defect)
def test_every_defect_has_its_sentence(kind: Defect) -> None:
    assert "“" in defect(Found(kind, "subject", heading="A", words="B"))
