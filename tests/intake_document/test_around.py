"""What the text around a work makes doubtful, and what it must leave alone."""

import pytest

from dondoc.intake.document.proposal import Obligation
from tests.intake_document.reading import names, plan_of


def _work(body: str) -> Obligation:
    (made,) = plan_of(body).obligations
    return made


@pytest.mark.parametrize(
    ("sentence", "doubt"),
    [
        ("Sở Y tế công bố danh mục trước ngày 30/6/2026 của tháng kế tiếp.", "time_cut"),
        ("Sở Y tế duy trì thường xuyên lực lượng trực.", "time_cut"),
        ("Sở Y tế mở lớp cho người dân giai đoạn 2026 - 2028.", "time_cut"),
        ("Khi xảy ra sự cố tràn dầu, Sở Y tế huy động lực lượng.", "time_cut"),
        ("Sở Y tế rà soát tiền sử tiêm chủng khi trẻ nhập học lớp mầm non.", "time_left"),
        ("Sở Y tế ra quân trong Tháng Thanh niên.", "time_left"),
    ],
)
def test_a_time_that_may_go_on_or_was_not_read_is_asked_about(sentence: str, doubt: str) -> None:
    assert doubt in _work(f"1. {sentence}").doubts


@pytest.mark.parametrize(
    "sentence",
    [
        "Sở Y tế công bố danh mục trước ngày 30/6/2026.",
        "Sở Y tế kiểm tra các cơ sở, thường xuyên.",
        "Sở Y tế mở lớp cho người dân, giai đoạn 2026 - 2028.",
        "Sở Y tế bố trí kinh phí thường xuyên cho các trạm.",
        "Sở Y tế thực hiện Quyết định số 12/QĐ-UBND ngày 05/01/2026 của UBND tỉnh.",
        "Sở Y tế duy trì đường dây nóng 24/7.",
    ],
)
def test_a_whole_time_and_words_that_tell_none_are_not_asked_about(sentence: str) -> None:
    assert [each for each in _work(f"1. {sentence}").doubts if each.startswith("time")] == []


def test_a_time_above_the_works_that_none_of_them_took_is_asked_about() -> None:
    body = "III. NHIỆM VỤ\n(Mọi việc tại mục này xong trước ngày 30/9/2026)\n"
    body += "1. Sở Y tế lập danh sách.\n2. Sở Tài chính bố trí kinh phí, quý I/2026."
    first, second = plan_of(body).obligations
    assert "time_above" in first.doubts
    assert not any(each.startswith("time") for each in second.doubts)


def test_helpers_that_were_not_read_are_asked_about() -> None:
    made = _work("1. Sở Y tế khám sàng lọc tại thôn, có sự phối hợp của y tế thôn bản.")
    assert made.cooperating == []
    assert "unit_helps" in made.doubts
    assert "unit_helps" not in _work("1. Sở Y tế xây dựng quy chế phối hợp liên ngành.").doubts


def test_the_document_s_own_longer_name_wins_over_where_a_verb_cut_it() -> None:
    body = "1. Thanh tra Sở A\n- Đơn vị chủ trì: Phòng Giám sát, thẩm định và xử lý sau thanh tra\n"
    body += "- Thời gian: Quý I/2026\n2. Phòng Giám sát, thẩm định và xử lý sau thanh tra theo dõi kết luận."
    second = plan_of(body).obligations[-1]
    assert names(second.lead) == ["Phòng Giám sát, thẩm định và xử lý sau thanh tra"]
    assert second.content == "theo dõi kết luận"


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("Sở Y tế chủ trì, phối hợp với các cơ quan tham mưu, giúp việc Tỉnh ủy rà soát hồ sơ.", True),
        ("Sở Y tế chủ trì, phối hợp với các cơ quan, đơn vị liên quan rà soát hồ sơ.", False),
        ("Sở Y tế lập danh sách hộ nghèo (theo mẫu đính kèm.", True),
        ("Sở Y tế lập danh sách hộ nghèo (theo mẫu đính kèm).", False),
        ("Các đô thị trực thuộc tỉnh lập danh sách hộ.", True),
        ("Các sở, ban, ngành lập danh sách hộ.", False),
        ("Mỗi cơ sở Hội nhận một tuyến đường tự quản (Hội Nông dân các xã, phường).", True),
    ],
)
def test_a_name_or_sentence_that_looks_torn_is_asked_about(sentence: str, asked: bool) -> None:
    assert ("unit_unclear" in _work(f"1. {sentence}").doubts) is asked
