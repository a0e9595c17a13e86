"""Foreign files → one text: encodings, Word's numbers, tracked changes, merged cells, trackers, tables of all kinds."""

import io
import time
import unicodedata
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl.styles import Font

from dondoc.intake.document.readers import legacy
from dondoc.intake.document.readers.any import read_bytes
from dondoc.intake.document.readers.encoding import decode
from dondoc.intake.document.readers.pdf_lines import lines_of, without_page_number
from dondoc.intake.document.readers.plain import read_text
from dondoc.intake.document.source import assemble, clean
from dondoc.intake.document.words import plain
from dondoc.rules.refusal import Refused
from tests.intake_document.reading import names, plan_of, plan_of_bytes

TEXT = """KẾ HOẠCH
Kiểm tra công tác năm 2026

I. Nội dung

1. Tổ chức hội nghị tập huấn nghiệp vụ
- Đơn vị chủ trì: Phòng Tổ chức cán bộ.
- Thời gian: Quý II/2026.
"""
TCVN3 = {letter: chr(code) for code, letter in legacy._TCVN3.items()}
TONES = "\u0300\u0301\u0303\u0309\u0323"


def vni(text: str) -> str:
    pairs = [base + mark for base in "aeouyôöAEOUYÔÖ" for mark in legacy._VNI_MARKS]
    table = {legacy.from_vni(pair): pair for pair in pairs} | {high: low for low, high in legacy._VNI_ALONE.items()}
    return "".join(table.get(each, each) for each in text)


def windows(text: str) -> bytes:
    parts = []
    for each in text:
        tone = next((mark for mark in unicodedata.normalize("NFD", each) if mark in TONES), "")
        base = unicodedata.normalize("NFC", unicodedata.normalize("NFD", each).replace(tone, "")) if tone else each
        parts.append((base + tone).encode("cp1258"))
    return b"".join(parts)


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        windows(TEXT),
        unicodedata.normalize("NFD", TEXT).encode(),
        TEXT.replace("\n", "\r\n").encode(),
    ],
    ids=["utf-8", "bom", "utf-16", "utf-16-le", "windows-1258", "nfd", "crlf"],
)
def test_a_plan_in_any_encoding_is_the_same_plan(data: bytes) -> None:
    (made,) = plan_of_bytes(data).obligations
    assert names(made.lead) == ["Phòng Tổ chức cán bộ"]
    assert made.time.text == "Quý II/2026"


def test_tcvn3_and_vni_are_recognised() -> None:
    small = TEXT.replace("KẾ HOẠCH", "Kế hoạch")
    assert decode("".join(TCVN3.get(each, each) for each in small).encode("latin-1")) == small
    assert decode(vni(TEXT).encode("latin-1")) == TEXT
    assert decode(vni(TEXT).encode("utf-8")) == TEXT


def test_a_plan_without_accents_is_read() -> None:
    (made,) = plan_of_bytes(plain(TEXT).encode()).obligations
    assert names(made.lead) == ["Phong To chuc can bo"]
    assert (made.time.text, str(made.time.kind)) == ("Quy II/2026", "window")


def test_invisible_characters_are_taken_out() -> None:
    assert clean("a\u200bb\u00a0 c\u00add\ud800") == "ab cd\ufffd"


def saved(document: Any) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def test_tracked_changes_are_read_as_accepted() -> None:
    document = docx.Document()
    for line in TEXT.strip().splitlines():
        document.add_paragraph(line)
    paragraph = document.add_paragraph("- Sản phẩm: ")
    for tag, inner, text in (("w:ins", "w:t", "Báo cáo kết quả"), ("w:del", "w:delText", "Tờ trình")):
        change, run, written = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(inner)
        written.text = text
        run.append(written)
        change.append(run)
        paragraph._p.append(change)
    (made,) = plan_of_bytes(saved(document), ".docx").obligations
    assert made.product == "Báo cáo kết quả"


def test_merged_cells_give_their_text_to_every_row() -> None:
    document = docx.Document()
    document.add_paragraph("KẾ HOẠCH")
    document.add_paragraph("Công tác năm 2026")
    rows = [
        ["STT", "Nội dung", "Chủ trì", "Thời gian"],
        ["I", "", "", ""],
        ["1", "Sửa chữa kho lưu trữ tài liệu", "", "Quý I"],
        ["2", "Chỉnh lý tài liệu tồn đọng các năm trước", "", "Quý II"],
    ]
    table = document.add_table(4, 4)
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(1, 1).merge(table.cell(1, 3)).text = "Lưu trữ"
    table.cell(2, 2).merge(table.cell(3, 2)).text = "Văn phòng Sở"
    read = plan_of_bytes(saved(document), ".docx").obligations
    assert [(each.ref, names(each.lead), each.time.text) for each in read] == [
        ("1", ["Văn phòng Sở"], "Quý I"),
        ("2", ["Văn phòng Sở"], "Quý II"),
    ]


def test_words_own_numbers_are_part_of_the_text() -> None:
    document = docx.Document()
    document.add_paragraph("KẾ HOẠCH")
    for text in ("Việc thứ nhất", "Việc thứ hai"):
        document.add_paragraph(text, style="List Number")
    blocks = assemble(read_bytes(saved(document), ".docx")).blocks
    assert [each.piece.text for each in blocks[1:]] == ["1. Việc thứ nhất", "2. Việc thứ hai"]


def test_a_run_in_an_old_font_is_converted() -> None:
    document = docx.Document()
    run = document.add_paragraph().add_run("KÕ ho¹ch")
    run.font.name = ".VnTime"
    run._r.rPr.rFonts.set(qn("w:ascii"), ".VnTime")
    assert assemble(read_bytes(saved(document), ".docx")).text == "Kế hoạch"


def test_a_tracker_keeps_codes_and_merged_leads() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["KẾ HOẠCH NĂM 2026"],
        ["Mã NV", "Tên nhiệm vụ", "Đơn vị chủ trì", "Thời hạn", "Tiến độ (%)"],
        ["NV-1", "Xây dựng quy chế nội bộ", "Văn phòng Sở", "30/4/2026", 20],
        ["NV-2", "Khảo sát nhu cầu đào tạo", None, "Quý II/2026", 0],
    ):
        sheet.append(row)
    sheet.merge_cells("C3:C4")
    read = plan_of_bytes(saved(book), ".xlsx")
    assert read.title == "KẾ HOẠCH NĂM 2026"
    leads = [(each.ref, names(each.lead)) for each in read.obligations]
    assert leads == [("NV-1", ["Văn phòng Sở"]), ("NV-2", ["Văn phòng Sở"])]


TABLE = [
    ["STT", "Nội dung", "Chủ trì", "Phối hợp", "Thời gian", "Sản phẩm"],
    ["1", "Rà soát thủ tục hành chính nội bộ", "Văn phòng Sở", "Các phòng", "Quý II/2026", "Báo cáo"],
    ["2", "Tập huấn kỹ năng số cho công chức", "Phòng Tổ chức", "-", "Tháng 9/2026", "02 lớp"],
]
SHAPES = {
    "pipes": ["| " + " | ".join(row) + " |" for row in TABLE],
    "tabs": ["\t".join(row) for row in TABLE],
    "spaces": ["".join(cell.ljust(38) for cell in row).rstrip() for row in TABLE],
    "stacked": [cell for row in TABLE for cell in row],
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_table_of_any_shape_is_the_same_table(shape: str) -> None:
    read = plan_of("\n".join(SHAPES[shape]) + "\n").obligations
    assert [(each.ref, names(each.lead), each.time.text, each.product) for each in read] == [
        ("1", ["Văn phòng Sở"], "Quý II/2026", "Báo cáo"),
        ("2", ["Phòng Tổ chức"], "Tháng 9/2026", "02 lớp"),
    ]


def test_a_heading_and_an_item_glued_on_one_line_are_parted() -> None:
    labels = "- Đơn vị thực hiện: Văn phòng Sở.\n- Thời gian: Tháng 3.\n"
    read = plan_of(f"**II. Nhiệm vụ****1. Xây dựng kế hoạch kiểm tra**\n\n{labels}")
    assert [each.ref for each in read.obligations] == ["II.1"]


def test_legal_bases_purposes_and_closing_words_are_no_works() -> None:
    read = plan_of(
        "Căn cứ Luật số 12/2025/QH15 ngày 01/7/2025;\n\n"
        "II. Mục đích\n\n1. Nâng cao trách nhiệm của Văn phòng Sở trước ngày 01/7/2026.\n\n"
        "III. Nhiệm vụ\n\n1. Giao Văn phòng Sở lập danh sách trước ngày 01/8/2026.\n\n"
        "Trên đây là Kế hoạch năm 2026./.\n"
    )
    assert [each.ref for each in read.obligations] == ["III.1"]
    assert {each.reason for each in read.unused} >= {"purpose", "closing"}


def test_a_box_within_a_box_is_read_once() -> None:
    document = docx.Document()
    for line in TEXT.strip().splitlines():
        document.add_paragraph(line)
    at = document.paragraphs[-1]._p
    for deep in range(20):
        box, paragraph, run, text = (OxmlElement(each) for each in ("w:txbxContent", "w:p", "w:r", "w:t"))
        text.text = f"Ô số {deep}"
        run.append(text)
        paragraph.append(run)
        box.append(paragraph)
        at.append(box)
        at = paragraph
    read = assemble(read_bytes(saved(document), ".docx")).text
    assert [read.count(f"Ô số {deep}\n") for deep in range(20)] == [1] * 20


def test_numbers_of_pages_are_told_from_a_list_of_numbers_however_long_it_is() -> None:
    pages = "\n\n".join(f"Trang này nói về việc {number}.\n" * 20 + str(number) for number in range(1, 40))
    blocks = read_text(pages)
    assert not [each for each in blocks if each.text.strip().isdigit()]
    began = time.perf_counter()
    read_text("1\n2\n" * 10_000)
    assert time.perf_counter() - began < 5


def test_an_endless_paragraph_is_read_in_pieces_and_an_endless_document_refused() -> None:
    words = "Văn phòng Sở rà soát quy trình xử lý công việc. " * 1000
    blocks = read_bytes(f"KẾ HOẠCH\n{words}".encode(), ".txt")
    assert max(len(each.text) for each in blocks) <= 20_000
    assert "".join(each.text for each in blocks[1:]).split() == words.split()
    for endless in ("a\n\n" * 30_001, "x" * 2_000_001, "a\tb\t" + "c" * 100_001):
        with pytest.raises(Refused, match="document_too_long"):
            read_bytes(endless.encode(), ".txt")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_sheet_as_text_is_read_whatever_ends_its_lines_and_with_a_stray_quote(end: str) -> None:
    rows = [["Mã NV", "Nội dung", "Chủ trì", "Thời gian"], ["NV-1", '"Xây dựng quy chế nội bộ', "Văn phòng", "Quý I"]]
    rows += [["NV-2", "Khảo sát nhu cầu đào tạo", "Văn phòng", "Quý II"]]
    text = end.join(["KẾ HOẠCH NĂM 2026", *("\t".join(row) for row in rows)]) + end
    assert [each.ref for each in plan_of_bytes(text.encode(), ".tsv").obligations] == ["NV-1", "NV-2"]


def test_a_word_that_claims_to_stand_far_beside_its_page_costs_nothing() -> None:
    words = [
        {"text": text, "fontname": "", "x0": left, "x1": left + 9, "top": 9.0, "bottom": 9.0}
        for text, left in (("Kế", -1e12), ("hoạch", 40.0), ("năm", 1e12))
    ]
    (line,) = without_page_number(lines_of(words))
    assert line.text.split() == ["Kế", "hoạch", "năm"]
    assert len(line.text) < 3000


def test_a_colour_at_the_end_of_a_sheet_costs_nothing_and_a_sheet_too_long_is_refused() -> None:
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet()):
        for row in (["STT", "Nội dung", "Chủ trì"], ["1", "Xây dựng quy chế", "Văn phòng"]):
            sheet.append(row)
        sheet.cell(1_048_576, 16_384).font = Font(bold=True)
    began = time.perf_counter()
    assert [len(each.cells) for each in read_bytes(saved(book), ".xlsx")] == [3] * 4
    assert time.perf_counter() - began < 3
    with pytest.raises(Refused, match="document_too_long"):
        read_bytes(b"a\tb\tc\n" * 20_001, ".tsv")
