"""Other wordings of what plans were seen to say: names and verbs, times, tables, both ends."""

import pytest

from dondoc.intake.document.building import propose_from
from dondoc.intake.document.proposal import Obligation, Proposal
from dondoc.intake.document.readers.plain import read_text
from dondoc.intake.document.source import assemble
from dondoc.intake.document.units import list_units
from tests.intake_document.reading import names, plan_of


def work_of(sentence: str) -> Obligation:
    (made,) = plan_of(f"1. {sentence}").obligations
    return made


def whole(text: str) -> Proposal:
    return propose_from(assemble(read_text(text)))


@pytest.mark.parametrize(
    ("sentence", "lead"),
    [
        ("UBND các xã, phường tháo gỡ hàng rào trái phép.", ["UBND các xã, phường"]),
        ("Ủy ban Chứng khoán Nhà nước giám sát thị trường.", ["Ủy ban Chứng khoán Nhà nước"]),
        ("Trung tâm Giống cây trồng tỉnh dự trữ hạt giống.", ["Trung tâm Giống cây trồng tỉnh"]),
        ("Các cơ sở đào tạo lái xe rà soát giáo viên.", ["Các cơ sở đào tạo lái xe"]),
        ("Hội đồng thi đua, khen thưởng tỉnh xét tặng.", ["Hội đồng thi đua, khen thưởng tỉnh"]),
        ("Tòa án nhân dân tối cao được đề nghị hướng dẫn.", ["Tòa án nhân dân tối cao"]),
        ("Ban Quản lý chợ giải tỏa lều quán.", ["Ban Quản lý chợ"]),
        ("Trường Cao đẳng Nghề - Cơ sở Phan Rang tuyển sinh.", ["Trường Cao đẳng Nghề - Cơ sở Phan Rang"]),
        ("Phòng Tài chính - Kế toán cấp kinh phí.", ["Phòng Tài chính - Kế toán"]),
        ("Văn phòng Cục tổng hợp, báo cáo Cục trưởng.", ["Văn phòng Cục"]),
        ("Thanh tra đột xuất các dự án chậm tiến độ.", []),
        ("UBND các xã, phường có dự án hoàn thành kiểm đếm 412 hộ.", ["UBND các xã, phường có dự án"]),
        ("Các chủ đầu tư hoàn thiện hồ sơ thanh toán.", ["Các chủ đầu tư"]),
        ("Vụ Tổ chức cán bộ trình Bộ trưởng phương án kiện toàn.", ["Vụ Tổ chức cán bộ"]),
        ("Viện Kinh tế xây dựng rà soát định mức.", ["Viện Kinh tế xây dựng"]),
        ("Phòng Kế hoạch tổng hợp theo dõi các khoa.", ["Phòng Kế hoạch tổng hợp"]),
        ("Các cơ quan được giao chủ trì soạn thảo trình hồ sơ.", ["Các cơ quan được giao chủ trì soạn thảo"]),
        ("Các chỉ tiêu tại cột sản phẩm là mức tối thiểu.", []),
        ("Đề xuất mô hình giao cho doanh nghiệp quản lý.", []),
        ("Rà soát quỹ đất do Công ty Lâm nghiệp A bàn giao.", []),
        ("Tổ chức giao ban do Chủ tịch UBND tỉnh chủ trì.", []),
        ("Đề nghị UB MTTQ Việt Nam xã phát động phong trào.", ["UB MTTQ Việt Nam xã"]),
    ],
)
def test_a_name_ends_where_the_work_begins(sentence: str, lead: list[str]) -> None:
    assert names(work_of(sentence).lead) == lead


def test_a_name_that_ends_strangely_is_asked_about() -> None:
    made = work_of("Đội Quản lý trật tự đô thị phường lùng sục các điểm họp chợ.")
    assert "unit_unclear" in made.doubts


def test_people_of_the_unit_are_no_other_unit() -> None:
    made = work_of("UBND các xã lập danh sách hộ nghèo; phân công cán bộ phụ trách từng thôn.")
    assert names(made.lead) == ["UBND các xã"]


@pytest.mark.parametrize(
    ("sentence", "cooperating"),
    [
        ("Sở A điều hành xuất khẩu; phối hợp với Bộ Công Thương dự báo cung cầu.", ["Bộ Công Thương"]),
        ("Sở Y tế mua thiết bị; các bệnh viện phối hợp thực hiện.", ["các bệnh viện"]),
        ("Sở Y tế (chủ trì), Sở Tài chính (phối hợp) xây dựng giá dịch vụ.", ["Sở Tài chính"]),
        ("Sở Y tế xây dựng quy chế phối hợp với Công an tỉnh.", []),
        ("Sở Y tế ký kết chương trình phối hợp với Công an tỉnh.", []),
        ("Sở Y tế chủ trì cùng các bệnh viện khảo sát nhu cầu.", ["các bệnh viện"]),
        ("Giao Sở Y tế làm đầu mối, Công an tỉnh phối hợp kiểm tra nhà thuốc.", ["Công an tỉnh"]),
        (
            "Sở Y tế tổ chức lễ hội; Công an xã, Đoàn Thanh niên xã phối hợp giữ trật tự.",
            ["Công an xã", "Đoàn Thanh niên xã"],
        ),
        ("Ban hành quy chuẩn (Sở Y tế chủ trì; Sở Xây dựng phối hợp), xong trước quý III/2026.", ["Sở Xây dựng"]),
        ("Thí điểm dịch vụ công (Thanh tra tỉnh chủ trì; Sở Y tế tham gia).", ["Sở Y tế"]),
        ("Sở Y tế chỉ đạo các trạm phối hợp với Công an xã kiểm tra.", []),
    ],
)
def test_who_helps_may_be_told_later_in_the_sentence(sentence: str, cooperating: list[str]) -> None:
    assert names(work_of(sentence).cooperating) == cooperating


@pytest.mark.parametrize(
    ("said", "text", "kind"),
    [
        ("trả lời trong vòng 24 giờ kể từ khi nhận tin", "trong vòng 24 giờ kể từ khi nhận tin", "on_event"),
        ("sau khi có kết quả kiểm kê công bố công khai", "sau khi có kết quả kiểm kê", "on_event"),
        ("ký cam kết trước ngày khai giảng năm học mới", "trước ngày khai giảng năm học mới", "on_event"),
        ("tổng hợp sau mỗi đợt thiên tai", "sau mỗi đợt thiên tai", "on_event"),
        ("nạo vét kênh trước vụ hè thu năm 2026", "trước vụ hè thu năm 2026", "deadline"),
        ("đăng ký trước năm học 2027 - 2028", "trước năm học 2027 - 2028", "deadline"),
        ("khám miễn phí bắt đầu từ quý II năm 2026", "từ quý II năm 2026", "window"),
        ("phát sóng 02 số/tuần", "02 số/tuần", "recurring"),
        ("rà soát định kỳ hai năm một lần", "định kỳ hai năm một lần", "recurring"),
        ("ra quân vào ngày Chủ nhật hằng tuần", "ngày Chủ nhật hằng tuần", "recurring"),
        ("gửi số liệu trước ngày 05 của tháng đầu quý sau", "trước ngày 05 của tháng đầu quý sau", "recurring"),
        ("theo dõi giá; khi có sự cố huy động xe", "khi có sự cố", "ad_hoc"),
    ],
)
def test_times_of_events_seasons_and_rhythms(said: str, text: str, kind: str) -> None:
    time = work_of(f"Sở Y tế {said}.").time
    assert (time.text, str(time.kind)) == (text, kind)


def test_an_event_whose_end_is_a_guess_is_marked() -> None:
    assert "time_unclear" in work_of("Sở Y tế sau khi có kết quả kiểm kê công bố công khai.").doubts


def test_a_time_told_below_or_in_the_heading_holds_for_all() -> None:
    plan = plan_of(
        "1. Vận tải\na) Sở Xây dựng kiểm tra bến xe.\nb) Công an tỉnh kiểm tra tải trọng.\n"
        "Các nhiệm vụ tại khoản 1 thực hiện trong quý I năm 2026.\n"
        "2. Một số nhiệm vụ giao cụ thể trong tháng 3/2026:\na) Sở Tư pháp thẩm định dự thảo quy chế."
    )
    assert [each.time.text for each in plan.obligations] == ["quý I năm 2026", "quý I năm 2026", "tháng 3/2026"]


def test_works_below_an_introduction_in_one_row_have_their_own_times() -> None:
    plan = plan_of(
        "| STT | Nội dung | Chủ trì | Thời gian |\n|---|---|---|---|\n"
        "| 1 | Hỗ trợ doanh nghiệp:<br>a) Khảo sát nhu cầu<br>b) Cấp gói tư vấn | Sở Tài chính |"
        " a) Quý II<br>b) Quý III |"
    )
    assert [(each.ref, each.time.text) for each in plan.obligations] == [("1.a", "Quý II"), ("1.b", "Quý III")]


def test_the_person_beside_a_unit_is_not_the_unit() -> None:
    plan = plan_of(
        "| STT | Hoạt động | Khoa đầu mối | Người phụ trách | Thời gian |\n|---|---|---|---|---|\n"
        "| 1 | Giám sát vệ sinh tay | Khoa Nội | BS. Hà Văn Tuyên | Hằng tháng |"
    )
    assert names(plan.obligations[0].lead) == ["Khoa Nội"]


def test_the_work_goes_on_behind_a_bracket_with_a_label() -> None:
    made = work_of("Phòng Quản lý chất lượng tổng hợp (sản phẩm: báo cáo), trình Giám đốc trước ngày 10/02/2026.")
    assert (made.product, made.time.text) == ("báo cáo", "trước ngày 10/02/2026")


HEAD = "KẾ HOẠCH\nTriển khai Chương trình giảm nghèo năm 2026\nCăn cứ Luật Đất đai;\n"
WORKS = "I. NỘI DUNG\n1. Sở Y tế khám bệnh trước ngày 01/3/2026.\n"
FOOT = (
    "Nơi nhận:\n- Bộ Y tế (để b/c);\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n- Các sở, ban,\nngành;\n"
    "Nguyễn Văn An\n- Lưu: VT, KGVX (05b).\n"
)


def test_recipients_and_signer_read_through_each_other_as_columns_do() -> None:
    plan = whole(HEAD + WORKS + FOOT)
    assert [each.name for each in plan.recipients] == ["Bộ Y tế", "Các sở, ban, ngành", "Lưu: VT, KGVX"]
    assert plan.signer is not None
    assert plan.signer.name == "Nguyễn Văn An"
    assert plan.title == "KẾ HOẠCH Triển khai Chương trình giảm nghèo năm 2026"


def test_page_numbers_and_wrapped_lines_break_no_sentence() -> None:
    line = "{}) Sở Nông nghiệp và Môi trường rà soát vùng trồng số {} trên địa bàn\ntỉnh Hà Giang, xong trước\n"
    body, number = "", 2
    for each in range(1, 41):
        body += line.format("abcdeghiklmnopqrstuv"[each % 20], each)
        if each % 10 == 0:
            body += f"\n{number}\n"
            number += 1
        body += "ngày 30 tháng 6 năm 2026.\n"
    plan = whole(HEAD + "I. NỘI DUNG\n1. Vùng trồng\n" + body)
    assert {each.time.text for each in plan.obligations} == {"xong trước ngày 30 tháng 6 năm 2026"}


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Văn phòng Bộ, Cục A, Báo Giáo dục và Thời đại", ["Văn phòng Bộ", "Cục A", "Báo Giáo dục và Thời đại"]),
        ("Bộ Y tế Bộ Khoa học và Công nghệ", ["Bộ Y tế", "Bộ Khoa học và Công nghệ"]),
        ("Cục trưởng Cục Thuế", ["Cục trưởng Cục Thuế"]),
        (
            "Bộ trưởng, Thủ trưởng cơ quan ngang bộ, cơ quan thuộc Chính phủ, Chủ tịch Ủy ban nhân dân các tỉnh",
            [
                "Bộ trưởng",
                "Thủ trưởng cơ quan ngang bộ, cơ quan thuộc Chính phủ",
                "Chủ tịch Ủy ban nhân dân các tỉnh",
            ],
        ),
        ("Các cơ quan, khối Đảng", ["Các cơ quan, khối Đảng"]),
    ],
)
def test_a_list_of_units_is_parted_where_a_new_one_begins(text: str, units: list[str]) -> None:
    assert names(list_units(text)) == units


def test_units_told_below_several_works_are_theirs() -> None:
    read = plan_of(
        "1. Truyền thông\na) Mở chuyên mục trên Cổng thông tin của Bộ.\nb) Phát động cuộc thi thiết kế biểu trưng.\n"
        "Đơn vị chủ trì các nhiệm vụ trên: Văn phòng Bộ.\n"
    )
    assert [(each.ref, names(each.lead)) for each in read.obligations] == [
        ("I.1.a", ["Văn phòng Bộ"]),
        ("I.1.b", ["Văn phòng Bộ"]),
    ]


def test_what_a_unit_is_to_do_no_more_is_no_other_unit() -> None:
    made = work_of("Sở A kiểm kê nguồn thải; từng bước tách nước thải; không cấp phép mới cho nguồn thải.")
    assert names(made.lead) == ["Sở A"]


def test_a_bracket_that_names_only_helpers_leaves_the_lead_above() -> None:
    body = (
        "1. Sở Công Thương\n- Tổ chức hội nghị kết nối (Sở Y tế, Tỉnh đoàn cùng phối hợp; quý II/2026).\n- Lập báo cáo."
    )
    first, _ = plan_of(body).obligations
    assert names(first.lead) == ["Sở Công Thương"]
    assert names(first.cooperating) == ["Sở Y tế", "Tỉnh đoàn"]
    assert first.time.text == "quý II/2026"


def test_the_one_sentence_of_an_item_that_names_a_unit_says_who_does_it() -> None:
    made = work_of("Kiện toàn Ban Chỉ đạo, phân công thành viên. Giao Sở Nội vụ tham mưu, trình trước ngày 31/01/2026.")
    assert names(made.lead) == ["Sở Nội vụ"]
    assert made.time.text == "trước ngày 31/01/2026"


def test_items_numbered_with_a_letter_keep_it() -> None:
    found = plan_of("3. Sở Y tế lập danh sách.\n3a. Sở Tài chính bố trí kinh phí.\n4. Sở Nội vụ theo dõi.").obligations
    assert [each.ref for each in found] == ["I.3", "I.3a", "I.4"]


def test_a_list_below_a_heading_of_its_style_is_that_heading_s() -> None:
    text = "# KẾ HOẠCH\n\nThử nghiệm năm 2026\n\n## III. PHÂN CÔNG\n\n### 7. Sở Y tế\n\n1. Rà soát mạng lưới.\n"
    text += "2. Xây dựng trạm xá.\n\n### 8. Sở Nội vụ\n\n- Theo dõi thi đua.\n- Lập báo cáo, quý I/2026.\n"
    found = whole(text).obligations
    assert [each.ref for each in found] == ["III.7.1", "III.7.2", "III.8", "III.8"]
    assert [names(each.lead)[0] for each in found] == ["Sở Y tế", "Sở Y tế", "Sở Nội vụ", "Sở Nội vụ"]


def test_titles_a_portal_sets_below_a_document_are_no_works() -> None:
    text = "KẾ HOẠCH\nThử nghiệm năm 2026\n\n1. Sở Y tế lập danh sách.\n2. Sở Nội vụ theo dõi.\n\nTin liên quan\n"
    found = whole(text + "• Tăng cường kiểm tra cuối năm (12/01/2026)\n• Tập huấn phần mềm (09/01/2026)\n").obligations
    assert len(found) == 2


def test_who_tells_in_a_notice_does_not_do_it() -> None:
    body = "Chủ tịch UBND tỉnh yêu cầu đẩy nhanh tiến độ, cụ thể như sau:\n1. Sở Y tế mua thiết bị, quý I/2026.\n"
    found = plan_of(body + "2. Thành lập Tổ công tác, quý II/2026.").obligations
    assert [names(each.lead) for each in found] == [["Sở Y tế"], []]


@pytest.mark.parametrize(
    ("sentence", "lead", "cooperating"),
    [
        (
            "Mở 02 lớp ủ phân (Hội LHPN xã chủ trì, Trung tâm Khuyến nông tỉnh phối hợp), thời gian trong tháng 5.",
            ["Hội LHPN xã"],
            ["Trung tâm Khuyến nông tỉnh"],
        ),
        (
            "Trao 30 nhà (Ban Tài chính chủ trì, các công đoàn cơ sở phối hợp thẩm định hồ sơ), trước 02/9/2026.",
            ["Ban Tài chính"],
            ["các công đoàn cơ sở"],
        ),
        (
            "Sở Công Thương, với sự phối hợp của Hiệp hội Logistics tỉnh, xây dựng Đề án.",
            ["Sở Công Thương"],
            ["Hiệp hội Logistics tỉnh"],
        ),
        (
            "Sở Y tế kiểm định thiết bị, có sự tham gia của Viện Pasteur.",
            ["Sở Y tế"],
            ["Viện Pasteur"],
        ),
        (
            "Trung tâm Quỹ đất tỉnh cùng với UBND các phường A, B tập trung giải phóng mặt bằng.",
            ["Trung tâm Quỹ đất tỉnh"],
            ["UBND các phường A, B"],
        ),
        (
            "Xử lý phản ánh khi có phát sinh; đơn vị thực hiện là Chi cục Kiểm ngư Vùng II.",
            ["Chi cục Kiểm ngư Vùng II"],
            [],
        ),
        (
            "Tuyên truyền trên loa (bí thư chi bộ, trưởng bản thực hiện) hằng tháng.",
            ["bí thư chi bộ", "trưởng bản"],
            [],
        ),
        ("Vận động hộ dân xây bể lắng (Thôn Đồng Quan, Hội Nông dân xã).", ["Thôn Đồng Quan", "Hội Nông dân xã"], []),
        ("Các cơ sở không đủ điều kiện phải bị đình chỉ hoạt động.", [], []),
        ("Tổ chức đoàn tham quan mô hình tại phường A.", [], []),
        ("Nạo vét kênh dẫn: Trạm bơm Suối Cát xong trước 15/3/2026.", [], []),
        ("Các đơn vị được giao chủ trì gửi báo cáo về Vụ Pháp chế.", ["Các đơn vị được giao chủ trì"], []),
        ("UBND các xã có mỏ vật liệu xây dựng kiểm tra việc khai thác.", ["UBND các xã có mỏ vật liệu xây dựng"], []),
        ("Trạm Y tế xã dọn kho, phun hóa chất diệt muỗi.", ["Trạm Y tế xã"], []),
        ("Đầu tư nâng cấp 74 trạm y tế xã, phường, đặc khu theo mô hình mới.", [], []),
    ],
)  # fmt: skip
def test_who_leads_and_helps_however_it_is_told(sentence: str, lead: list[str], cooperating: list[str]) -> None:
    made = work_of(sentence)
    assert (names(made.lead), names(made.cooperating)) == (lead, cooperating)


def test_what_a_unit_is_to_do_itself_is_kept_beside_what_stands_before_it() -> None:
    made = work_of("Bảo đảm thuốc, vắc xin; giao Sở Tài chính tham mưu định mức, giá dịch vụ kỹ thuật trước 01/9/2026.")
    assert "tham mưu định mức" in made.content
    made = work_of("Kiểm tra, giám sát; giao Ủy ban Kiểm tra hằng năm đưa nội dung này vào chương trình công tác.")
    assert "đưa nội dung này vào chương trình" in made.content
    made = work_of(
        "Xử lý nghiêm các vi phạm về đấu thầu. Giao Ủy ban Kiểm tra Tỉnh ủy hằng năm đưa nội dung này vào chương trình."
    )
    assert "đưa nội dung này vào chương trình" in made.content


def test_a_clause_behind_a_comma_gives_another_unit_its_work() -> None:
    works = plan_of(
        "1. Sở Nội vụ kết nối dữ liệu trước ngày 30/9/2026, giao Công an tỉnh đối soát dữ liệu định kỳ 6 tháng một lần."
    ).obligations
    assert [(names(each.lead), each.time.text) for each in works] == [
        (["Sở Nội vụ"], "trước ngày 30/9/2026"),
        (["Công an tỉnh"], "định kỳ 6 tháng một lần"),
    ]


@pytest.mark.parametrize(
    ("sentence", "text", "kind"),
    [
        (
            "Các sở gửi báo cáo về Sở Y tế trước ngày 05/6 (6 tháng) và trước ngày 05/12 (cả năm).",
            "trước ngày 05/6 (6 tháng) và trước ngày 05/12 (cả năm)",
            "recurring",
        ),
        (
            "Gửi định kỳ quý (trước ngày 08 của tháng cuối quý), 6 tháng (trước ngày 08/6) và năm (trước ngày 25/11)",
            "định kỳ quý (trước ngày 08 của tháng cuối quý), 6 tháng (trước ngày 08/6) và năm (trước ngày 25/11)",
            "recurring",
        ),
        ("Thuế tỉnh đối thoại 02 lần trong năm, vào tháng 5 và tháng 11.", "tháng 5 và tháng 11", "recurring"),
        ("Sở Y tế báo cáo nhanh chậm nhất sau 24 giờ.", "chậm nhất sau 24 giờ", "on_event"),
        ("Ban Quản lý dự án khởi công nhà văn hóa khi được tỉnh phân bổ vốn.", "khi được tỉnh phân bổ vốn", "on_event"),
        ("Sở A mở rộng nhà máy, hoàn thành, đưa vào sử dụng trong quý IV/2026.",
         "hoàn thành, đưa vào sử dụng trong quý IV/2026", "deadline"),
        ("UBND các xã chở nước cho hộ nghèo từ tháng 3 cho đến khi có mưa.", "từ tháng 3 cho đến khi có mưa", "window"),
        ("Ban Giám đốc giao ban vào thứ Hai đầu tháng.", "thứ Hai đầu tháng", "recurring"),
        ("Sở A công bố kết quả hằng năm vào tháng 3.", "hằng năm vào tháng 3", "recurring"),
        ("Văn phòng Sở bố trí lịch họp theo yêu cầu của Giám đốc Sở.", "theo yêu cầu của Giám đốc Sở", "ad_hoc"),
        ("Công đoàn mở lớp sau khi thống nhất với Trung tâm Huấn luyện an toàn của tỉnh.",
         "sau khi thống nhất với Trung tâm Huấn luyện an toàn của tỉnh", "on_event"),
    ],
)  # fmt: skip
def test_times_as_sentences_tell_them(sentence: str, text: str, kind: str) -> None:
    made = work_of(sentence)
    assert (made.time.text, str(made.time.kind)) == (text, kind)


def test_a_bracket_that_says_who_leads_may_stand_in_the_middle() -> None:
    made = work_of("Tổ chức ngày hội hiến máu (Hội Chữ thập đỏ tỉnh chủ trì) gắn với tuyên truyền an toàn giao thông.")
    assert names(made.lead) == ["Hội Chữ thập đỏ tỉnh"]


def test_what_this_work_is_stands_in_the_sentence_before() -> None:
    (made,) = plan_of(
        "4. Vệ sinh môi trường\nVận động các hộ di dời chuồng trại ra khỏi gầm sàn nhà ở. Việc này giao Trưởng các bản "
        "thực hiện, xong trong tháng 8/2026."
    ).obligations
    assert made.content.startswith("Vận động các hộ di dời")
    assert (names(made.lead), made.time.text) == (["Trưởng các bản"], "xong trong tháng 8/2026")
