"""The papers beside the report: workbook, tờ trình, phiếu trình, công văn."""

import io
from datetime import date

import pypdf
from docx import Document
from openpyxl import load_workbook

from dondoc.paper.docx import docx
from dondoc.paper.letter import CorrectingLetter, Drafter, correcting_letter, proposal, slip
from dondoc.paper.matrix import Cell, matrix
from dondoc.paper.pdf import pdf

from .reading import docx_text, squashed, texts
from .sample import issued

DAY = date(2024, 3, 18)
UNITS, ROUNDS = ["Phòng Một", "=cmd|x!A1", "Phòng \ud800"], ["III.2: quý I năm 2024", "III.2: 6 tháng đầu năm 2024"]


def book() -> bytes:
    late = Cell(UNITS[0], ROUNDS[0], "Đã nộp", "lam", DAY, date(2024, 3, 19), True)
    overdue = Cell(UNITS[1], ROUNDS[0], "Quá hạn", "son", DAY, None, False)
    return matrix("Tình hình", UNITS, ROUNDS, [late, overdue], DAY)


def test_the_matrix_says_where_each_unit_stands_in_each_round() -> None:
    table, listed = load_workbook(io.BytesIO(book())).worksheets
    assert [cell.value for cell in table[3]] == ["Phòng, đơn vị", *ROUNDS]
    assert table["B4"].value == "Đã nộp nộp 19/3/2024 (trễ hạn)".replace("nộp nộp", "nộp\nnộp")
    assert table["B5"].value == "Quá hạn" and not table["C4"].value
    assert listed.max_row == 3


def test_words_that_look_like_formulas_stay_words_and_no_text_breaks_the_file() -> None:
    table = load_workbook(io.BytesIO(book())).worksheets[0]
    assert (table["A5"].value, table["A5"].data_type) == ("=cmd|x!A1", "s")
    assert "\ufffd" in table["A6"].value


def test_equal_values_give_equal_bytes() -> None:
    assert book() == book()


def test_a_correcting_letter_has_number_subject_and_both_words() -> None:
    letter = correcting_letter(CorrectingLetter(issued(), "05/SKHCN-TTra", DAY, "01/BC-SKHCN", DAY, "sai", "đúng"))
    data = docx(letter)
    assert texts(data, "Number") == ["Số: 05/SKHCN-TTra"]
    # A letter has no type: what it is about stands below its number, in no heading (mục II.5).
    # Two lines of one paragraph.
    assert squashed(texts(data, "About")[0]) == squashed("V/v đính chính Báo cáo số 01/BC-SKHCN ngày 18/3/2024")
    assert texts(data, "Type") == texts(data, "Subject") == []
    assert texts(data, "Bullet") == ["- Đã in: “sai”;", "- Sửa thành: “đúng”."]
    assert "Phụ lục" not in " ".join(p.text for p in Document(io.BytesIO(data)).paragraphs)
    printed = squashed(pypdf.PdfReader(io.BytesIO(pdf(letter))).pages[0].extract_text())
    for line in (
        "Số: 05/SKHCN-TTra",
        "V/v đính chính Báo cáo số 01/BC-SKHCN",
        "- Sửa thành: “đúng”.",
        "không thay đổi./.",
    ):
        assert squashed(line) in printed


BY = Drafter("Thanh tra Sở", "TTra", "Chánh Thanh tra", "Vũ Mẫu")


def heads_of(data: bytes) -> None:
    """From the unit to the leadership: neither to the superior body nor in the leader's name."""
    assert texts(data, "Superior") == ["SỞ KHOA HỌC VÀ CÔNG NGHỆ"] and texts(data, "Agency") == ["THANH TRA SỞ"]
    assert texts(data, "Addressee") == ["Kính gửi: Lãnh đạo Sở Khoa học và Công nghệ"]
    assert texts(data, "SignerLine") == ["CHÁNH THANH TRA"] and texts(data, "Signer") == ["Vũ Mẫu"]
    assert texts(data, "Recipient") == ["- Như trên;", "- Lưu: TTra."]


def test_to_trinh_asks_for_the_signature_with_the_lines_that_matter() -> None:
    data = proposal(issued(), BY, ("Đủ 7/7 phòng, đơn vị.", "Không có số liệu lệch nhiều."))
    text = docx_text(data)
    heads_of(data)
    assert texts(data, "Number")[0].endswith("/TTr-TTra")
    assert "TỜTRÌNH" in text and squashed("- Đủ 7/7 phòng, đơn vị.") in text and "xemxét,quyếtđịnh./." in text
    assert squashed("Báo cáo kết quả thực hiện") in text  # small within the sentence


def test_phieu_trinh_shows_who_has_said_what() -> None:
    steps = [("Duyệt nội dung", "Vũ Mẫu", "đã duyệt 18/03/2024"), ("Ký", "Trần Mẫu", "")]
    data = slip(issued(), BY, steps, ())
    text = docx_text(data)
    heads_of(data)
    assert "PHIẾUTRÌNH" in text and squashed("Duyệt nội dung – Vũ Mẫu: đã duyệt 18/03/2024") in text
    assert squashed("Ký – Trần Mẫu: ……") in text


def test_the_number_in_what_a_letter_is_about_is_not_broken_at_its_hyphen() -> None:
    letter = correcting_letter(CorrectingLetter(issued(), "05/SKHCN-TTra", DAY, "05/BC-SKHCN", DAY, "sai", "đúng"))
    lines = pypdf.PdfReader(io.BytesIO(pdf(letter))).pages[0].extract_text().splitlines()
    assert any("05/BC-SKHCN ngày 18/3/2024" in " ".join(line.split()) for line in lines), lines
