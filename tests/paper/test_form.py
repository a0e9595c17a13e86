"""The words of the paper, as NĐ 30/2020/NĐ-CP, Phụ lục I has them."""

from datetime import date
from decimal import Decimal

import pytest

from dondoc.paper.form import form
from dondoc.paper.notation import figure, roman, short_date
from dondoc.rules.clean import clean, paragraphs_of
from dondoc.rules.report import Paragraph, RecipientLine, Signature

from .sample import issued, sample


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("1234.50", "1.234,5"), ("0", "0"), ("-0", "0"), ("0.00", "0"), ("-1234567.125", "-1.234.567,125"),
        ("1E+6", "1.000.000"), ("999", "999"), ("0.05", "0,05"),
    ],
)  # fmt: skip
def test_a_figure_has_points_for_thousands_and_a_comma_for_decimals(value: str, written: str) -> None:
    assert figure(Decimal(value)) == written


def test_a_figure_nobody_stated_is_a_dash_and_zero_is_zero() -> None:
    rows = form(sample())["figures"]["rows"]
    assert rows[3]["cells"][3] == "0"
    assert rows[4]["cells"][3:7] == ["–"] * 4


def test_days_below_ten_and_the_first_two_months_get_a_zero() -> None:
    assert short_date(date(2024, 2, 5)) == "05/02/2024"
    assert short_date(date(2024, 3, 15)) == "15/3/2024"
    early = issued().model_copy(update={"issued_on": date(2024, 1, 9)})
    assert form(early)["dateline"].replace("\xa0", " ") == "Quảng Trị, ngày 09 tháng 01 năm 2024"
    assert form(issued())["dateline"].replace("\xa0", " ") == "Quảng Trị, ngày 18 tháng 3 năm 2024"


def test_a_long_place_breaks_before_the_date_and_not_within_it() -> None:
    assert form(issued())["dateline"].split(" ") == ["Quảng", "Trị,", "ngày\xa018\xa0tháng\xa03\xa0năm\xa02024"]


def test_an_open_number_and_day_leave_room_for_a_pen() -> None:
    worded = form(sample())
    assert worded["number_line"].replace("\xa0", " ") == "Số:       /BC-SKHCN"
    assert worded["dateline"].replace("\xa0", " ") == "Quảng Trị, ngày     tháng     năm 2024"


@pytest.mark.parametrize(
    ("number", "line"), [(5, "Số: 05/BC-SKHCN"), (10, "Số: 10/BC-SKHCN"), (123, "Số: 123/BC-SKHCN")]
)
def test_numbers_below_ten_get_a_zero(number: int, line: str) -> None:
    assert form(sample().model_copy(update={"number": number}))["number_line"] == line


def test_parts_are_roman_in_capitals_and_sections_count_anew_in_each() -> None:
    parts = form(sample())["parts"]
    assert [part["heading"].split(".")[0] for part in parts] == ["I", "II", "III", "IV"]
    assert parts[1]["heading"] == "II. KHÓ KHĂN, VƯỚNG MẮC VÀ NGUYÊN NHÂN"
    assert [section["heading"] for section in parts[1]["sections"]] == ["1. Khó khăn, vướng mắc", "2. Nguyên nhân"]
    assert [roman(number) for number in (4, 9, 14, 19)] == ["IV", "IX", "XIV", "XIX"]


def test_one_addressee_stands_on_the_line_and_several_each_on_a_line() -> None:
    assert form(sample())["addressees"] == ["- Ủy ban nhân dân tỉnh Quảng Trị;", "- Sở Tư pháp tỉnh Quảng Trị."]
    assert form(sample().model_copy(update={"addressees": ("UBND tỉnh",)}))["addressees"] == ["UBND tỉnh"]


def test_noi_nhan_begins_with_nhu_tren_only_below_a_kinh_gui_and_ends_with_the_archive() -> None:
    with_addressee = form(sample())["recipients"]
    assert with_addressee[0] == "- Như trên;"
    assert with_addressee[1] == "- Giám đốc, các PGĐ Sở (b/c);"
    assert with_addressee[-1] == "- Lưu: VT, TTra."
    without = form(sample().model_copy(update={"addressees": (), "recipients": (RecipientLine(name="Sở Tư pháp"),)}))
    assert without["recipients"] == ["- Sở Tư pháp;", "- Lưu: VT, TTra."]


def test_a_subject_below_its_type_begins_with_a_capital() -> None:
    small = issued().model_copy(update={"subject": "kết quả thực hiện quý I năm 2024"})
    assert form(small)["subject"] == "Kết quả thực hiện quý I năm 2024"
    assert form(small)["title"] == "Báo cáo kết quả thực hiện quý I năm 2024"


def test_each_legal_basis_ends_in_a_semicolon_and_the_last_in_a_point() -> None:
    bases = form(sample().model_copy(update={"legal_basis": ("Căn cứ A;", "Căn cứ B", "Căn cứ C.")}))["bases"]
    assert bases == ["Căn cứ A;", "Căn cứ B;", "Căn cứ C."]


@pytest.mark.parametrize("end", ["", ".", "./.", " . /.", ";"])
def test_the_closing_ends_once_in_the_end_mark(end: str) -> None:
    report = sample().model_copy(update={"closing": Paragraph(text=f"Trên đây là báo cáo{end}")})
    assert form(report)["closing"] == ["Trên đây là báo cáo./."]


def test_a_deputy_signs_for_the_director() -> None:
    worded = form(issued())
    assert worded["signer_lines"] == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]
    assert worded["signer_name"] == "Lê Văn Giả Định"
    lower = Signature(lines=("tm. ủy ban nhân dân", "chủ tịch"), name="A")
    assert form(issued().model_copy(update={"signature": lower}))["signer_lines"][0] == "TM. ỦY BAN NHÂN DÂN"


def test_missing_units_are_counted_named_and_marked() -> None:
    units = form(sample())["units"]
    assert "chưa có báo cáo: 2 (Phòng Quản lý Chuyên ngành; Trung tâm Nghiên cứu" in units["note"]
    assert next(row["cells"][1] for row in units["rows"] if row["missing"]) == "Phòng Quản lý Chuyên ngành"
    all_in = tuple(row.model_copy(update={"missing": False}) for row in sample().units)
    assert "tất cả đã có báo cáo" in form(sample().model_copy(update={"units": all_in}))["units"]["note"]


def test_a_single_annex_bears_no_number() -> None:
    assert form(sample())["units"]["label"] == "Phụ lục II"
    assert form(sample().model_copy(update={"figures": ()}))["units"]["label"] == "Phụ lục"


def test_an_issued_paper_never_bears_the_draft_note() -> None:
    assert form(sample())["draft_note"].startswith("Dự thảo")
    assert form(issued())["draft_note"] == ""


def test_a_dash_item_has_one_dash_however_the_unit_wrote_it() -> None:
    report = sample().model_copy(update={"opening": (Paragraph(text="– đã có gạch", bullet=True),)})
    assert form(report)["opening"] == [{"text": "- đã có gạch", "bullet": True}]


def test_cleaning_keeps_what_is_read_and_takes_what_disguises() -> None:
    assert clean("e\u0302\u0301 \x00a\u200b\u202eb\t c\n") == "ế ab c"
    assert clean("a\ud800b\ufffec") == "a\ufffdb\ufffdc"
    assert paragraphs_of("một\r\n\n hai \u2028ba") == ["một", "hai", "ba"]


def test_bars_show_how_complete_and_how_timely_the_reports_are() -> None:
    bars = form(sample())["bars"]
    assert bars[0] == {"label": "Mức độ đầy đủ: 6/8 phòng, đơn vị (75%)", "share": 0.75}
    excused = tuple(row.model_copy(update={"excused": row.missing, "missing": False}) for row in sample().units)
    late = tuple(row.model_copy(update={"late": not row.excused}) for row in excused)
    assert [bar["share"] for bar in form(sample().model_copy(update={"units": late}))["bars"]] == [1.0, 0.0]
    assert form(sample().model_copy(update={"units": ()}))["bars"] == []
