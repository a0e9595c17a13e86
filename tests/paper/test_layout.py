"""Measured heads and rules (NĐ 30/2020/NĐ-CP, Phụ lục I, mục II)."""

import json

import pytest
import typst

from dondoc.paper.fonts import paper_font, typst_fonts
from dondoc.paper.layout import MOTTO, NATION, TEXT, layout
from dondoc.paper.metrics import _advances, balanced_mm, lines_of, width_mm


def test_heads_that_do_not_fit_on_their_lines_at_13_points_take_12() -> None:
    assert layout("UBND TỈNH A", "SỞ TƯ PHÁP", "Trích yếu", None).head_size == 13
    ours = layout("UBND TỈNH QUẢNG TRỊ", "SỞ KHOA HỌC VÀ CÔNG NGHỆ", "Trích yếu", None)
    assert (ours.head_size, ours.motto_size) == (12, 13)
    assert ours.left + ours.right == TEXT


def test_two_heads_that_would_touch_take_12_points_too() -> None:
    assert width_mm("SỞ KHOA HỌC VÀ CÔNG NGHỆ", 13) < 68  # it fits its column, but leaves no air
    assert layout("SỞ KHOA HỌC VÀ CÔNG NGHỆ", "THANH TRA SỞ", "Trích yếu", None).head_size == 12


@pytest.mark.parametrize("agency", ["SỞ TƯ PHÁP", "SỞ KHOA HỌC VÀ CÔNG NGHỆ"])
def test_the_names_of_state_and_agency_fit_their_columns_on_one_line(agency: str) -> None:
    measures = layout("UBND TỈNH", agency, "Trích yếu", None)
    assert width_mm(NATION, measures.head_size, bold=True) < measures.right
    assert width_mm(agency, measures.head_size, bold=True) < measures.agency <= measures.left


def test_rules_are_as_long_as_the_form_says() -> None:
    measures = layout("UBND TỈNH", "SỞ KHOA HỌC VÀ CÔNG NGHỆ", "Kết quả quý I", None)
    agency = width_mm("SỞ KHOA HỌC VÀ CÔNG NGHỆ", measures.head_size, bold=True)
    subject = width_mm("Kết quả quý I", 14, bold=True)
    assert 1 / 3 <= measures.agency_rule / agency <= 1 / 2
    assert 1 / 3 <= measures.subject_rule / subject <= 1 / 2
    assert measures.motto_rule == pytest.approx(width_mm(MOTTO, measures.motto_size, bold=True))


def test_a_long_name_is_broken_into_even_lines_without_a_lone_last_word() -> None:
    name = "SỞ NÔNG NGHIỆP VÀ PHÁT TRIỂN NÔNG THÔN"
    assert lines_of(name, 90, 12, bold=True)[-1] == "THÔN"
    first, second = lines_of(name, balanced_mm(name, 90, 12, bold=True) + 0.01, 12, bold=True)
    assert abs(width_mm(first, 12, True) - width_mm(second, 12, True)) < 25


@pytest.mark.parametrize(("urgency", "frame"), [("KHẨN", 20), ("THƯỢNG KHẨN", 40), ("HỎA TỐC", 30)])
def test_urgency_stamps_have_their_prescribed_width(urgency: str, frame: int) -> None:
    assert layout("A", "B", "C", urgency).stamp == frame


@pytest.mark.parametrize("bold", [False, True])
def test_the_width_table_is_that_of_the_font_found(bold: bool) -> None:
    font = paper_font()
    if font.kind != "metric-equal":
        pytest.skip(f"no font of Times metrics to compare with: {font.note}")
    chars = "".join(_advances(bold))
    source = b"""#set text(font: sys.inputs.font, size: 1000pt, weight: int(sys.inputs.weight))
#context [#metadata(sys.inputs.chars.clusters().map(c => measure(text(c)).width.pt())) <widths>]"""
    weight = "700" if bold else "400"
    found = typst.query(
        source, "<widths>", field="value", one=True, font_paths=typst_fonts(), ignore_system_fonts=True,
        sys_inputs={"font": font.name, "weight": weight, "chars": chars},
    )  # fmt: skip
    pairs = zip(chars, json.loads(found), strict=True)
    assert [(c, w) for c, w in pairs if abs(w - _advances(bold)[c]) > 1 and not c.isspace()] == []
