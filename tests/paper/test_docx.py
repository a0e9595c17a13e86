"""The Word file: styles, measures and sections of NĐ 30/2020/NĐ-CP, Phụ lục I."""

import importlib.util
import io
import zipfile
from pathlib import Path
from types import ModuleType

import jinja2
import pytest
from docx import Document
from jinja2.sandbox import SecurityError

from dondoc.paper.docx import docx
from dondoc.paper.form import FIGURE_COLUMNS, UNIT_COLUMNS
from dondoc.paths import data_file

from .reading import W, docx_text, part, styled, texts
from .sample import FIGURES, issued, sample


@pytest.fixture(scope="module")
def paper() -> bytes:
    return docx(issued())


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_report", data_file("templates", "paper", "build_report.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _style(data: bytes, name: str) -> dict[str, str | None]:
    (style,) = part(data, "word/styles.xml").findall(f"{W}style[@{W}styleId='Dondoc{name}']")
    marks = {"size": "rPr/sz", "align": "pPr/jc"}
    found = {key: style.find("/".join(f"{W}{step}" for step in path.split("/"))) for key, path in marks.items()}
    values = {key: None if mark is None else mark.get(f"{W}val") for key, mark in found.items()}
    return values | {flag: style.find(f"{W}rPr/{W}{flag}") is not None for flag in ("b", "i")}


def test_the_committed_template_is_what_the_script_builds(builder: ModuleType, tmp_path: Path) -> None:
    builder.build(tmp_path / "one.docx")
    builder.build(tmp_path / "two.docx")
    built = (tmp_path / "one.docx").read_bytes()
    assert built == (tmp_path / "two.docx").read_bytes()
    assert built == data_file("templates", "paper", "report.docx").read_bytes()


def test_the_template_has_the_columns_that_the_form_fills(builder: ModuleType) -> None:
    assert tuple(name for name, _, _ in builder.FIGURES) == FIGURE_COLUMNS
    assert tuple(name for name, _, _ in builder.UNITS) == UNIT_COLUMNS
    assert sum(width for _, width, _ in builder.FIGURES) == sum(width for _, width, _ in builder.UNITS) == 252


def test_pages_are_a4_with_the_prescribed_margins_and_annexes_lie(paper: bytes) -> None:
    sections = Document(io.BytesIO(paper)).sections
    assert [round(section.page_width.mm) for section in sections] == [210, 297, 297]
    for section in sections:
        assert 20 <= round(section.top_margin.mm) <= 25 and 20 <= round(section.bottom_margin.mm) <= 25
        assert 30 <= round(section.left_margin.mm) <= 35 and 15 <= round(section.right_margin.mm) <= 20
        assert section.different_first_page_header_footer
        assert "PAGE" in section.header._element.xml and "PAGE" not in section.first_page_header._element.xml
    starts = part(paper, "word/document.xml").iter(f"{W}pgNumType")
    assert [start.get(f"{W}start") for start in starts] == ["1", "1", "1"]


@pytest.mark.parametrize(
    ("name", "sizes", "cut"),
    [
        ("Nation", (12, 13), ("center", True, False)), ("Motto", (13, 14), ("center", True, False)),
        ("Superior", (12, 13), ("center", False, False)), ("Agency", (12, 13), ("center", True, False)),
        ("Number", (13, 13), ("center", False, False)), ("Dateline", (13, 14), ("center", False, True)),
        ("Type", (13, 14), ("center", True, False)), ("Subject", (13, 14), ("center", True, False)),
        ("Addressee", (13, 14), ("center", False, False)), ("Basis", (13, 14), ("both", False, True)),
        ("Body", (13, 14), ("both", False, False)), ("Part", (13, 14), ("left", True, False)),
        ("SignerLine", (13, 14), ("center", True, False)), ("Signer", (13, 14), ("center", True, False)),
        ("Recipients", (12, 12), ("left", True, True)), ("Recipient", (11, 11), ("left", False, False)),
        ("AnnexLabel", (14, 14), ("center", True, False)), ("PageNumber", (13, 14), ("center", False, False)),
        ("Urgency", (13, 14), ("center", True, False)),
    ],
)  # fmt: skip
def test_each_part_has_its_prescribed_size_and_cut(
    paper: bytes, name: str, sizes: tuple[int, int], cut: tuple[str, bool, bool]
) -> None:
    style = _style(paper, name)
    assert sizes[0] <= int(style["size"]) / 2 <= sizes[1]
    assert (style["align"], style["b"], style["i"]) == cut


def test_body_paragraphs_are_indented_and_spaced_as_prescribed(paper: bytes) -> None:
    style = part(paper, "word/styles.xml").find(f"{W}style[@{W}styleId='DondocBody']/{W}pPr")
    spacing, indent = style.find(f"{W}spacing"), style.find(f"{W}ind")
    assert int(spacing.get(f"{W}before")) + int(spacing.get(f"{W}after")) >= 6 * 20
    assert 1 <= int(spacing.get(f"{W}line")) / 240 <= 1.5
    assert round(int(indent.get(f"{W}firstLine")) / 1440 * 2.54, 2) in {1.0, 1.27}


def test_every_paragraph_has_a_named_style_and_no_formatting_of_its_own(paper: bytes) -> None:
    assert all(name.startswith("Dondoc") for name, _ in styled(paper))
    document = part(paper, "word/document.xml")
    allowed = {f"{W}pStyle", f"{W}rStyle", f"{W}sectPr"}
    properties = [mark for kind in ("pPr", "rPr") for owner in document.iter(f"{W}{kind}") for mark in owner]
    assert {mark.tag for mark in properties} <= allowed
    fonts = part(paper, "word/styles.xml").iter(f"{W}rFonts")
    assert {value for font in fonts for value in font.attrib.values()} == {"Times New Roman"}


def test_words_stand_in_the_style_that_leads_them_back(paper: bytes) -> None:
    assert texts(paper, "Number") == ["Số: 05/BC-SKHCN"]
    assert texts(paper, "Urgency") == ["KHẨN"]
    assert texts(paper, "AddresseeItem") == ["- Ủy ban nhân dân tỉnh Quảng Trị;", "- Sở Tư pháp tỉnh Quảng Trị."]
    assert texts(paper, "Part")[0] == "I. KẾT QUẢ THỰC HIỆN"
    assert texts(paper, "Section")[0] == "1. Công tác tuyên truyền, phổ biến chiến lược cải cách tư pháp"
    assert texts(paper, "Bullet")[1] == "- Trang thông tin điện tử của Sở: 12 tin, bài;"
    assert texts(paper, "SignerLine") == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]
    assert texts(paper, "Closing")[-1].endswith("tổng hợp./.")
    assert texts(paper, "DraftNote") == []
    assert texts(docx(sample()), "DraftNote") == [sample().proposed_note]


def test_one_addressee_stands_on_the_line_of_kinh_gui() -> None:
    paper = docx(sample().model_copy(update={"addressees": ("UBND tỉnh Quảng Trị",)}))
    assert texts(paper, "Addressee") == ["Kính gửi: UBND tỉnh Quảng Trị"]
    assert texts(paper, "AddresseeItem") == []


def test_the_foot_is_one_unsplit_row_kept_with_the_closing(paper: bytes) -> None:
    closing = part(paper, "word/styles.xml").find(f"{W}style[@{W}styleId='DondocClosing']/{W}pPr/{W}keepNext")
    assert closing is not None
    rows = list(part(paper, "word/document.xml").iter(f"{W}tr"))
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    assert sum(row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows) == 2


@pytest.mark.parametrize(
    ("left_out", "widths"),
    [(("figures",), [210, 297]), (("units",), [210, 297]), (("figures", "units"), [210])],
)
def test_an_absent_annex_leaves_no_empty_page(left_out: tuple[str, ...], widths: list[int]) -> None:
    paper = docx(issued().model_copy(update=dict.fromkeys(left_out, ())))
    assert [round(section.page_width.mm) for section in Document(io.BytesIO(paper)).sections] == widths


def test_nothing_of_the_template_is_left_unrendered(paper: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(paper)) as package:
        for name in package.namelist():
            assert b"{{" not in package.read(name) and b"{%" not in package.read(name), name


def test_an_equal_report_gives_equal_bytes_with_the_papers_own_day(paper: bytes) -> None:
    assert docx(issued()) == paper
    properties = Document(io.BytesIO(paper)).core_properties
    assert properties.title.startswith("Báo cáo Kết quả") and properties.language == "vi-VN"
    assert properties.modified.date() == issued().issued_on


def _own_template(builder: ModuleType, tmp_path: Path, code: str) -> bytes:
    path = tmp_path / "own.docx"
    parts = builder.parts()
    parts["word/document.xml"] = parts["word/document.xml"].replace("{{ type_name }}", code)
    with zipfile.ZipFile(path, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return path.read_bytes()


def test_a_misspelt_field_in_an_own_template_is_an_error_not_a_blank(builder: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(jinja2.UndefinedError, match="typ_name"):
        docx(issued(), _own_template(builder, tmp_path, "{{ typ_name }}"))


def test_code_in_an_own_template_does_not_run(builder: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(SecurityError):
        docx(issued(), _own_template(builder, tmp_path, "{{ type_name.__class__.__mro__ }}"))


def test_a_thousand_rows_are_set_in_no_time() -> None:
    rows = tuple(FIGURES[0].model_copy(update={"name": f"Chỉ số thứ {number}"}) for number in range(1000))
    text = docx_text(docx(issued().model_copy(update={"figures": rows})))
    assert all(f"{number + 1}Chỉsốthứ{number}buổi" in text for number in (0, 500, 999))


def test_each_bar_is_filled_by_its_share() -> None:
    found = part(docx(sample()), "word/document.xml").iter(f"{W}tbl")
    bars = [table for table in found if table.find(f".//{W}pStyle[@{W}val='DondocBarLabel']") is not None]
    widths = [[int(mark.get(f"{W}w")) for mark in table.iter(f"{W}tcW")][1:] for table in bars]
    assert len(widths) == 2
    for filled, rest in widths:
        assert filled / (filled + rest) == pytest.approx(0.75, abs=0.01)
