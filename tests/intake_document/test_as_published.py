"""Documents as they are published: wrapped lines in Markdown, programmes with tables of targets and of works."""

import pytest

from dondoc.intake.document.building import propose_from
from dondoc.intake.document.proposal import Proposal
from dondoc.intake.document.readers.plain import read_text
from dondoc.intake.document.source import assemble
from dondoc.intake.document.units import split_roles
from tests.intake_document.reading import names, plan_of

WRAPPED = """
**CHỈ THỊ**

VỀ VIỆC TĂNG CƯỜNG BẢO VỆ RỪNG VÀ QUẢN
LÝ LÂM SẢN TRÊN ĐỊA BÀN TỈNH

Thời gian qua, công tác bảo vệ rừng
có nhiều tiến bộ; số vụ cháy giảm.

Để khắc phục tồn tại, Chủ tịch UBND tỉnh yêu cầu Thủ trưởng các sở, ban,
ngành, Chủ tịch UBND các xã thực hiện các nhiệm vụ sau:

**1. Thủ
trưởng các sở, ban, ngành tỉnh**

a) Thực hiện nghiêm việc trực
phòng cháy, kiểm soát người vào rừng.

**2. Sở
Nông nghiệp và Môi trường**

a) Bám sát dự báo cháy rừng;
chủ động thông tin đến các xã.

b) Phối hợp Văn
phòng UBND tỉnh tích hợp bản đồ; hoàn thành trước
ngày 31/12/2026.

**3. Văn
phòng UBND tỉnh**

a) Theo dõi, đôn đốc
việc thực hiện Chỉ thị này.

Chủ tịch UBND tỉnh yêu cầu
Thủ trưởng các sở, ban, ngành; Chủ tịch UBND các xã tổ chức
thực hiện nghiêm túc Chỉ thị này./.

|
*Nơi nhận:*
- Các sở, ban, ngành;
- Lưu: VT.
|
**KT. CHỦ TỊCH**
PHÓ CHỦ TỊCH
**Trần Công Thái**
|
"""


def whole(text: str) -> Proposal:
    return propose_from(assemble(read_text(text)))


def test_headings_and_sentences_that_were_wrapped_are_whole_again() -> None:
    read = whole(WRAPPED)
    assert read.title == "CHỈ THỊ VỀ VIỆC TĂNG CƯỜNG BẢO VỆ RỪNG VÀ QUẢN LÝ LÂM SẢN TRÊN ĐỊA BÀN TỈNH"
    assert [(each.ref, names(each.lead)) for each in read.obligations] == [
        ("1.a", ["Thủ trưởng các sở, ban, ngành tỉnh"]),
        ("2.a", ["Sở Nông nghiệp và Môi trường"]),
        ("2.b", ["Sở Nông nghiệp và Môi trường"]),
        ("3.a", ["Văn phòng UBND tỉnh"]),
        ("3.a", ["Thủ trưởng các sở, ban, ngành", "Chủ tịch UBND các xã"]),
    ]
    assert names(read.obligations[2].cooperating) == ["Văn phòng UBND tỉnh"]
    assert read.obligations[2].time.text == "trước ngày 31/12/2026"
    assert read.signer is not None and read.signer.name == "Trần Công Thái"


PROGRAMME = """
# CHƯƠNG TRÌNH HÀNH ĐỘNG CỦA CHÍNH PHỦ
*Thực hiện Nghị quyết số 77-NQ/TW ngày 22 tháng 12 năm 2024 của Bộ Chính trị về kinh tế biển*

*(Kèm theo Nghị quyết số 33/NQ-CP ngày 09 tháng 01 năm 2025 của Chính phủ)*

## I. NHIỆM VỤ CỤ THỂ

Các bộ, cơ quan ngang bộ cần tổ chức triển khai thực hiện các nhiệm vụ sau đây:

a) Xây dựng chương trình tuyên truyền; định kỳ công bố kết quả.

b) Phát triển mạng lưới. Phấn đấu đến năm 2030, có ít nhất 05 dự án được triển khai.

## II. TỔ CHỨC THỰC HIỆN

1. Trên cơ sở Chương trình hành động của Chính phủ, các bộ, cơ quan ngang bộ lập kế hoạch trong tháng 01 năm 2025.

2. Bộ Xây dựng rà soát các chương trình đã ban hành, còn hiệu lực và có nội dung liên quan đến

kinh tế biển, hoàn thành trong năm 2025.

PHỤ LỤC I

| TT | Chỉ tiêu | Đơn vị | Kết quả | Cơ quan chủ trì theo dõi |
|---|---|---|---|---|
| 1 | Quy mô kinh tế biển | % GDP | 30 | Bộ Xây dựng |
| 2 | Tỷ lệ tàu cá được giám sát | % | 100 | Bộ Quốc phòng |

PHỤ LỤC II

| TT | Tên nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Kết quả | Thời gian hoàn thành |
|---|---|---|---|---|---|
| **I.** | Nâng cao nhận thức |  |  |  |  |
| 1. | Xây dựng chương trình tuyên truyền | Bộ Xây dựng Bộ Y tế | các bộ, ngành, địa phương; VTV | Quyết định | 6/2025 |
| 2. | Xây dựng giải pháp giám sát, Giấy hẹn khám lại; | Bộ Y tế |  | Công cụ | 03/2025 |
|  | Kết quả xét nghiệm trên tàu |  |  |  |  |
| 3. | Thí điểm bản sao số cảng biển | Bộ Xây dựng |  | Bản sao | 2030 |
"""


def test_a_programme_with_an_appendix_has_its_works_there_and_in_its_organisation() -> None:
    read = whole(PROGRAMME)
    assert read.title.startswith("CHƯƠNG TRÌNH HÀNH ĐỘNG CỦA CHÍNH PHỦ Thực hiện Nghị quyết số 77-NQ/TW")
    assert [(each.ref, names(each.lead), each.time.text) for each in read.obligations] == [
        ("II.1", ["các bộ, cơ quan ngang bộ"], "tháng 01 năm 2025"),
        ("II.2", ["Bộ Xây dựng"], "hoàn thành trong năm 2025"),
        ("1", ["Bộ Xây dựng", "Bộ Y tế"], "6/2025"),
        ("2", ["Bộ Y tế"], "03/2025"),
        ("3", ["Bộ Xây dựng"], "2030"),
    ]
    assert read.obligations[3].content.endswith("Kết quả xét nghiệm trên tàu")


def test_a_sentence_before_the_parts_that_tells_what_was_done_is_no_work() -> None:
    read = whole(
        "**KẾ HOẠCH**\n\n**triển khai công tác năm 2026**\n\nNgày 22/12/2025, Tỉnh ủy đã ban hành Nghị quyết, theo đó"
        " Tỉnh ủy giao Sở Y tế rà soát quy định.\n\n**I. NHIỆM VỤ**\n\n1. Sở Y tế xây dựng đề án trong quý II/2026.\n"
    )
    assert [each.ref for each in read.obligations] == ["I.1"]


@pytest.mark.parametrize(
    ("sentence", "lead"),
    [
        ("UBND tỉnh giao Sở Y tế chủ trì xây dựng đề án.", ["Sở Y tế"]),
        ("Giám đốc Sở yêu cầu các phòng, đơn vị rà soát hồ sơ.", ["các phòng, đơn vị"]),
        ("Ban Thường vụ Tỉnh ủy phân công Ban Tổ chức Tỉnh ủy theo dõi.", ["Ban Tổ chức Tỉnh ủy"]),
        ("Sở Giáo dục và Đào tạo chỉ đạo các trường mở lớp.", ["Sở Giáo dục và Đào tạo"]),
        ("Đảng ủy UBND tỉnh lãnh đạo xây dựng chương trình.", ["Đảng ủy UBND tỉnh"]),
    ],
)
def test_who_is_told_leads_not_who_tells(sentence: str, lead: list[str]) -> None:
    (made,) = plan_of(f"1. {sentence}").obligations
    assert names(made.lead) == lead


STACKED = """
**KẾ HOẠCH**

TRIỂN KHAI CHUYỂN ĐỔI SỐ NĂM 2026

**I. TỔ CHỨC THỰC HIỆN**

1. Sở Y tế theo dõi, đôn đốc.

|
*Nơi nhận:*
- Bộ Y tế (b/c);
|
**KT. CHỦ TỊCH**
PHÓ CHỦ TỊCH
**Hoàng Công Bình**
|

**PHỤ LỤC**

|
**TT**
|
**Nội dung công việc**
|
**Cơ quan chủ trì**
|
**Cơ quan phối hợp**
|
**Thời gian hoàn thành**
|
|
**I**
|
**Hạ tầng số**
|
|
|
|
|
1
|
Nâng cấp đường truyền các
trạm y tế
|
Sở Y tế
|
Sở Khoa học và Công nghệ;
VNPT
|
Quý II/2026
|
|
2
|
Trang bị máy tính
|
UBND các xã
|
|
Tháng 8/2026
|
"""


def test_a_table_whose_cells_stand_between_bars_is_a_table() -> None:
    read = whole(STACKED)
    assert read.signer is not None and read.signer.name == "Hoàng Công Bình"
    assert [(each.ref, each.content, names(each.cooperating), each.time.text) for each in read.obligations[1:]] == [
        ("1", "Nâng cấp đường truyền các trạm y tế", ["Sở Khoa học và Công nghệ", "VNPT"], "Quý II/2026"),
        ("2", "Trang bị máy tính", [], "Tháng 8/2026"),
    ]


BROKEN_LINES = """KẾ HOẠCH
CẢI
CÁCH HÀNH CHÍNH TỈNH NĂM 2026
Thực hiện Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ về Chương trình cải cách hành chính nhà
nước, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:
I. NHIỆM VỤ
1. Cải
cách thể chế
a) Xây dựng văn bản quy phạm pháp luật theo
Chương trình của tỉnh
- Cơ quan chủ trì:
Sở Tư pháp.
- Cơ quan phối
hợp: Các sở, ban, ngành và Ủy ban nhân dân
các xã, phường.
- Thời gian
thực hiện: Quý
IV năm 2026.
II. TỔ CHỨC THỰC HIỆN
1. Sở Nội
vụ có trách nhiệm theo dõi, đôn đốc việc thực hiện
Kế hoạch này.
2. Sở Tài
chính: bố trí kinh phí cho công tác cải cách hành
chính.
"""


def test_lines_broken_anywhere_are_whole_again() -> None:
    read = whole(BROKEN_LINES)
    assert read.title == "KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH TỈNH NĂM 2026"
    first, second, third = read.obligations
    assert (first.title, first.time.text) == (
        "Xây dựng văn bản quy phạm pháp luật theo Chương trình của tỉnh",
        "Quý IV năm 2026",
    )
    assert (names(first.lead), names(first.cooperating)) == (
        ["Sở Tư pháp"],
        ["Các sở, ban, ngành", "Ủy ban nhân dân các xã, phường"],
    )
    assert (names(second.lead), names(third.lead)) == (["Sở Nội vụ"], ["Sở Tài chính"])
    assert second.content.endswith("việc thực hiện Kế hoạch này")


def test_a_column_of_notes_names_only_who_cooperates() -> None:
    read = whole(
        "KẾ HOẠCH\nPhát triển công nghiệp\n\n"
        "| STT | Nội dung nhiệm vụ | Đơn vị chủ trì | Mốc hoàn thành | Ghi chú & Đơn vị phối hợp |\n"
        "|---|---|---|---|---|\n"
        "| 1 | Điều chỉnh quy hoạch | Phòng A | Quý III/2026 | Phối hợp các phòng thuộc Sở, UBND cấp xã |\n"
        "| 2 | Lập chương trình hỗ trợ | Phòng B | Quý IV/2026 | Đã tham mưu ban hành tại QĐ số 46/QĐ-UBND |\n"
    )
    assert [names(each.cooperating) for each in read.obligations] == [["các phòng thuộc Sở", "UBND cấp xã"], []]


def test_a_label_before_a_sentence_gives_the_unit_of_the_sentence() -> None:
    (made,) = plan_of(
        "1. Đầu mối\n- **Đơn vị đầu mối chủ trì Sở**: Phòng Quản lý công nghiệp chủ trì, phối hợp với các phòng, đơn vị"
        " thuộc Sở theo dõi, đôn đốc, báo cáo trước ngày 20/11 hằng năm.\n"
    ).obligations
    assert (names(made.lead), names(made.cooperating)) == (
        ["Phòng Quản lý công nghiệp"],
        ["các phòng, đơn vị thuộc Sở"],
    )


@pytest.mark.parametrize(
    "table",
    [
        "| STT | Xã, phường | Số hộ | Số máy bơm | Đơn vị quản lý |\n|---|---|---|---|---|\n"
        "| 1 | Xã Hạ | 1.204 | 12 | Phòng Kinh tế |\n| 2 | Xã Thượng | 980 | 7 | Phòng Kinh tế |\n",
        "| STT | Cơ quan | Tổng số nhiệm vụ | Đúng hạn | Quá hạn |\n|---|---|---|---|---|\n"
        "| 1 | Sở Tài chính | 31 | 30 | 1 |\n| 2 | Sở Y tế | 12 | 9 | 3 |\n",
        "| TT | Thôn | Ngập lụt | Sạt lở | Số dân | Giải pháp |\n|---|---|---|---|---|---|\n"
        "| 1 | Bản Hạ | Cao | Thấp | 412 | Di dời |\n| 2 | Bản Thượng | Cao | Cao | 98 | Kè bờ |\n"
        "| 3 | Bản Đông | Thấp | Cao | 120 | Di dời |\n| 4 | Bản Tây | Thấp | Thấp | 77 | Kè bờ |\n",
    ],
    ids=["figures", "counts of works", "levels"],
)
def test_a_table_of_data_is_no_table_of_works(table: str) -> None:
    read = whole(
        "KẾ HOẠCH\nPhòng, chống thiên tai năm 2026\n\nI. NHIỆM VỤ\n\n"
        f"1. Sở Xây dựng chủ trì kiểm tra đê trước ngày 15/5/2026.\n\nPHỤ LỤC\n\n{table}"
    )
    assert [names(each.lead) for each in read.obligations] == [["Sở Xây dựng"]]
    assert "table_without_works" in {each.reason for each in read.unused}


def test_a_table_with_sums_beside_its_works_is_one_of_works() -> None:
    read = whole(
        "KẾ HOẠCH\nPhòng, chống thiên tai năm 2026\n\n"
        "| TT | Nội dung | Đơn vị chủ trì | Thời gian | Kinh phí 2026 | Kinh phí 2027 |\n|---|---|---|---|---|---|\n"
        "| 1 | Nạo vét kênh | Phòng A | Quý I | 1.200 | 300 |\n| 2 | Sửa cống | Phòng B | Quý II | 800 | - |\n"
    )
    assert [names(each.lead) for each in read.obligations] == [["Phòng A"], ["Phòng B"]]


def test_works_with_sums_and_no_time_are_works() -> None:
    read = whole(
        "KẾ HOẠCH\nPhòng, chống thiên tai năm 2026\n\n"
        "| TT | Nội dung | Cơ quan chủ trì | Năm 2026 | Năm 2027 | Tổng |\n|---|---|---|---|---|---|\n"
        "| 1 | Nạo vét kênh | Phòng A | 1.200 | 300 | 1.500 |\n| 2 | Sửa cống | Phòng B | 800 | 100 | 900 |\n"
    )
    assert [names(each.lead) for each in read.obligations] == [["Phòng A"], ["Phòng B"]]


def test_the_heading_of_a_phase_gives_its_time_to_the_works_below() -> None:
    read = plan_of(
        "1. Giai đoạn 1 (từ ngày 02/3/2026 đến ngày 20/3/2026): Chuẩn bị\n"
        "a) Phòng A chủ trì rà soát danh sách.\nb) Phòng B lập hồ sơ.\n"
    )
    assert [each.time.text for each in read.obligations] == ["từ ngày 02/3/2026 đến ngày 20/3/2026"] * 2


@pytest.mark.parametrize(
    "cell, lead, cooperating",
    [
        ("Sở Nội vụ (chủ trì); Sở Y tế, UBND các xã (phối hợp)", ["Sở Nội vụ"], ["Sở Y tế", "UBND các xã"]),
        ("Sở Y tế, Sở Tài chính (đồng chủ trì); Công an tỉnh", ["Sở Y tế", "Sở Tài chính"], ["Công an tỉnh"]),
        ("Sở Y tế (chủ trì) phối hợp với Sở Tài chính", ["Sở Y tế"], ["Sở Tài chính"]),
    ],
)
def test_roles_in_brackets_behind_units(cell: str, lead: list[str], cooperating: list[str]) -> None:
    said = split_roles(cell)
    assert (names(said.lead), names(said.cooperating)) == (lead, cooperating)
    assert not any(each.work for each in [*said.lead, *said.cooperating])


def test_the_own_code_of_a_tracker_is_the_number_of_its_works() -> None:
    read = whole(
        "BẢNG THEO DÕI NHIỆM VỤ NĂM 2026\n\n| STT | Mã NV | Nội dung nhiệm vụ | Đơn vị chủ trì | Hạn xử lý |\n"
        "|---|---|---|---|---|\n|  | I. VỀ THỂ CHẾ |  |  |  |\n| 1 | NV-07 | Trình quy chế | Phòng A | 30/4/2026 |\n"
        "| 2 | NV-09 | Sửa quy trình | Phòng B | 31/5/2026 |\n"
    )
    assert [each.ref for each in read.obligations] == ["NV-07", "NV-09"]


def test_groups_of_a_table_that_are_units_or_months_give_them_to_their_works() -> None:
    read = whole(
        "KẾ HOẠCH\nCông tác năm 2026\n\n| TT | Nội dung | Chủ trì | Thời gian |\n|---|---|---|---|\n"
        "| I. Tháng 01/2026 |  |  |  |\n| 1 | Kê khai tài sản | Phòng A |  |\n"
        "| II. Tháng 02/2026 |  |  |  |\n| 1 | Kiểm tra kho | Phòng B |  |\n| 2 | Họp | Phòng C | 15/02/2026 |\n"
    )
    assert [(each.ref, each.time.text) for each in read.obligations] == [
        ("I.1", "Tháng 01/2026"),
        ("II.1", "Tháng 02/2026"),
        ("II.2", "15/02/2026"),
    ]


def test_a_copied_page_leaves_no_works_behind_its_foot() -> None:
    read = whole(
        "KẾ HOẠCH\nCông tác năm 2026\n\n## I. NHIỆM VỤ\n\n1. Phòng A chủ trì rà soát thủ tục trong quý II/2026.\n\n"
        "Nơi nhận:\n\n- Lưu: VT.\n\n## Tin khác\n\n- [Lịch tiếp công dân](/lich)\n\n© 2026 Cổng thông tin điện tử xã\n"
    )
    assert [names(each.lead) for each in read.obligations] == [["Phòng A"]]
