"""Columns whose head says nothing are known by their cells, and what is taken for nothing is asked about."""

from dondoc.intake.document.columns import role_of_header
from tests.intake_document.reading import names, plan_of

STRANGE = """| Mã | Hoạt động | Đến bao lâu | Nhà nào gánh | Nhà nào đỡ | Thu được |
|---|---|---|---|---|---|
| 1 | Xây dựng quy chế | Quý I/2026 | Sở Tài chính | Sở Nội vụ; UBND các xã | Quy chế |
| 2 | Tập huấn cán bộ | Thường xuyên | Sở Nội vụ | | Lớp học |
| 3 | Kiểm tra các đơn vị | Trước 30/6/2026 | Thanh tra tỉnh | Các sở, ngành | Báo cáo |
"""


def test_columns_of_unknown_head_are_known_by_their_cells() -> None:
    first, second, third = plan_of(STRANGE).obligations
    assert names(first.lead) == ["Sở Tài chính"]
    assert names(first.cooperating) == ["Sở Nội vụ", "UBND các xã"]
    assert [each.time.text for each in (first, second, third)] == ["Quý I/2026", "Thường xuyên", "Trước 30/6/2026"]


def test_a_second_column_of_units_and_a_column_left_over_are_asked_about() -> None:
    first, second, _ = plan_of(STRANGE).obligations
    assert set(first.doubts) == {"unit_unclear", "product_unclear"}
    assert second.doubts == ["product_unclear"]


def test_a_time_in_a_column_of_notes_is_asked_about_where_the_row_has_none() -> None:
    body = """| TT | Nội dung | Đơn vị thực hiện | Ghi chú |
|---|---|---|---|
| 1 | Xây dựng quy chế mới | Sở Tài chính | Hoàn thành trước 30/6/2026 |
| 2 | Tập huấn cán bộ xã phường | Sở Nội vụ | Đã có kinh phí |
"""
    first, second = plan_of(body).obligations
    assert "time_unclear" in first.doubts
    assert second.doubts == []


def test_the_days_on_which_works_were_given_are_no_sure_time() -> None:
    body = """| TT | Nội dung | Đơn vị chủ trì | Ngày văn bản được giao |
|---|---|---|---|
| 1 | Xây dựng quy chế mới | Sở Tài chính | 01/02/2026 |
| 2 | Tập huấn cán bộ xã phường | Sở Nội vụ | 02/02/2026 |
"""
    assert all("time_unclear" in each.doubts for each in plan_of(body).obligations)


def test_a_first_row_of_unknown_words_is_a_head_and_no_work() -> None:
    body = """| Số ký | Điều phải lo | Khoảng | Nhà gánh |
|---|---|---|---|
| A1 | Xây dựng quy chế mới | Tháng 2 | Sở Tài chính |
| A2 | Tập huấn cán bộ xã phường | Quý IV | Sở Nội vụ |
"""
    found = plan_of(body).obligations
    assert [(each.ref, names(each.lead), each.time.text) for each in found] == [
        ("A1", ["Sở Tài chính"], "Tháng 2"),
        ("A2", ["Sở Nội vụ"], "Quý IV"),
    ]


def test_heads_as_people_write_them_are_known() -> None:
    heads = {
        "time": ["Khi nào?", "Mốc hoàn thành", "Lộ trình", "Hạn chót", "Tần suất", "Thời gian bắt đầu/kết thúc"],
        "units": ["Ai làm", "Người phụ trách", "Đơn vị thực hiện", "Giao cho"],
        "lead": ["Đầu mối", "Đơn vị chủ quản"],
        "cooperating": ["Cùng thực hiện", "Cùng làm", "Đơn vị hỗ trợ"],
        "product": ["Kết quả dự kiến", "Ghi chú, sản phẩm", "Yêu cầu đạt được", "Sản phẩm dự kiến"],
        "content": ["Công việc phải làm", "Việc cần làm", "Hạng mục công việc", "Làm gì?"],
        "number": ["Ký hiệu", "Số hiệu", "Mã"],
        "other": ["Căn cứ", "Nơi nhận", "Cấp trình", "Ghi chú"],
    }
    for role, texts in heads.items():
        assert {text: role_of_header(text) for text in texts} == dict.fromkeys(texts, role)
