"""Texts that a copy tore: line ends lost or set anywhere, marks and labels alone, two columns read into one line."""

import json
import re
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from dondoc.intake.document.building import propose_from
from dondoc.intake.document.proposal import Proposal
from dondoc.intake.document.readers.flat import unflattened
from dondoc.intake.document.readers.plain import read_text
from dondoc.intake.document.source import assemble
from tests.intake_document.reading import names, plan_of
from tests.intake_document.score import HERE, pairs

CORPUS = Path(HERE).parent


def whole(text: str) -> Proposal:
    return propose_from(assemble(read_text(text)))


PLAN = """UBND TỈNH HÀ SƠN
Số: 12/KH-UBND
Hà Sơn, ngày 05 tháng 01 năm 2026
KẾ HOẠCH
Chuyển đổi số năm 2026
Căn cứ Nghị quyết số 1/NQ-CP ngày 01/01/2026 của Chính phủ; UBND tỉnh ban hành Kế hoạch như sau:
I. MỤC ĐÍCH
1. Nâng cao nhận thức trong giai đoạn 2026 - 2030.
2. Gắn chuyển đổi số với cải cách hành chính theo khoản 2. Điều 5 của Quy chế.
II. NHIỆM VỤ
1. Hạ tầng số
a) Sở Khoa học và Công nghệ chủ trì, phối hợp với Công an tỉnh rà soát hạ tầng trong quý I. Kinh phí tự bảo đảm.
b) Sở Kinh tế - Kỹ thuật nâng cấp đường truyền trước ngày 30/6/2026;
- Kiểm tra hằng tháng;
- Báo cáo kết quả.
2. Nhân lực
a) Tập huấn kỹ năng số.
- Cơ quan chủ trì: Sở Nội vụ.
- Thời gian: Quý II/2026.
III. TỔ CHỨC THỰC HIỆN
1. Sở Tài chính bố trí kinh phí trước ngày 31/3/2026.
2. Giao Văn phòng UBND tỉnh theo dõi, đôn đốc việc thực hiện./.
Nơi nhận:
- Bộ Khoa học và Công nghệ;
- Các sở, ngành;
- Lưu: VT, KGVX.
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Lò Văn Páo
"""


def in_one_line(text: str) -> str:
    return " ".join(re.sub(r"[#*_]+", " ", text).split())


def test_lost_line_ends_are_found_again_at_marks_labels_and_ends() -> None:
    parted = unflattened(in_one_line(PLAN)).split("\n")
    assert "II. NHIỆM VỤ" in parted
    assert "1. Hạ tầng số" in parted
    assert "- Cơ quan chủ trì: Sở Nội vụ." in parted
    assert "- Lưu: VT, KGVX." in parted
    assert next(line for line in parted if line.startswith("2. ")).endswith("theo khoản 2. Điều 5 của Quy chế.")
    assert any("giai đoạn 2026 - 2030" in line for line in parted)
    assert any(line.startswith("b) Sở Kinh tế - Kỹ thuật nâng cấp") for line in parted)


def test_a_plan_in_one_line_is_read_as_the_plan_it_was() -> None:
    one, other = whole(in_one_line(PLAN)), whole(PLAN)
    assert [(each.ref, names(each.lead), each.time.text) for each in one.obligations] == [
        (each.ref, names(each.lead), each.time.text) for each in other.obligations
    ]
    assert one.title == other.title == "KẾ HOẠCH Chuyển đổi số năm 2026"
    assert (one.number, one.issued) == (other.number, other.issued) == ("12/KH-UBND", "ngày 05 tháng 01 năm 2026")
    assert one.signer == other.signer
    assert one.recipients == other.recipients


@pytest.mark.parametrize(
    "text",
    [
        "Sở Nội vụ rà soát hồ sơ " + "công việc của các phòng " * 300,
        "| 1 | 2 |" + " ô " * 2000,
        "a\tb\t" + "1. Rà soát hồ sơ. 2. Báo cáo kết quả. " * 100,
    ],
)
def test_a_long_line_without_marks_and_a_row_stay_as_they_are(text: str) -> None:
    assert unflattened(text) == text


def untouched(text: str) -> str:
    return re.sub(r"^\s*#+\s*|\*\*|__", "", text, flags=re.MULTILINE)


def wrapped(text: str) -> str:
    lines = untouched(text).split("\n")
    return "\n".join("\n".join(textwrap.wrap(line, 75)) for line in lines)


def tight(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in untouched(text).split("\n") if line.strip())


def marks_alone(text: str) -> str:
    return re.sub(r"^((?:[IVX]+|\d{1,2}(?:\.\d+)*)\.|[a-zđ]\))\s+", r"\1\n", tight(text), flags=re.MULTILINE)


def lists() -> list[tuple[str, list[dict[str, object]]]]:
    """Labelled documents of paragraphs in one line each: neither tables nor columns nor lines wrapped before."""
    found = []
    for path in sorted(CORPUS.glob("f[io]*/*.txt")) + sorted(CORPUS.glob("f[io]*/*.md")):
        text = path.read_text("utf-8")
        longest = max(map(len, text.split("\n")))
        if longest > 300 and not re.search(r"^\s*\|.*\||\S {2,}\S", text, re.MULTILINE) and "\t" not in text:
            found.append((text, json.loads(path.with_name(f"{path.name}.json").read_text("utf-8"))["obligations"]))
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("torn", "recall", "precision"),
    [(tight, 0.98, 0.98), (wrapped, 0.98, 0.98), (marks_alone, 0.97, 0.97), (in_one_line, 0.9, 0.95)],
)
def test_labelled_documents_are_found_in_whatever_shape(
    torn: Callable[[str], str], recall: float, precision: float
) -> None:
    documents = lists()
    assert len(documents) >= 8
    labelled = proposed = matched = 0
    for text, labels in documents:
        found = whole(torn(text)).as_json()["obligations"]
        labelled, proposed = labelled + len(labels), proposed + len(found)  # type: ignore[arg-type]
        matched += len(pairs(labels, found))  # type: ignore[arg-type]
    assert matched >= recall * labelled
    assert matched >= precision * proposed


def test_two_columns_of_a_foot_in_the_same_lines_are_told_apart() -> None:
    read = whole(
        PLAN[: PLAN.index("Nơi nhận")] + "Nơi nhận: TM. ỦY BAN NHÂN DÂN\n- Bộ Khoa học và Công nghệ; KT. CHỦ TỊCH\n"
        "- Các sở, ngành; PHÓ CHỦ TỊCH\n- Lưu: VT, KT. Lò Văn Páo\n"
    )
    assert read.signer is not None
    assert (read.signer.title, read.signer.name) == ("TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH", "Lò Văn Páo")
    assert [each.name for each in read.recipients] == ["Bộ Khoa học và Công nghệ", "Các sở, ngành", "Lưu: VT, KT"]


def test_a_signer_whose_first_line_stands_above_the_recipients_is_whole() -> None:
    foot = "KT. GIÁM ĐỐC\nNơi nhận:\nPHÓ GIÁM ĐỐC\n- UBND tỉnh;\n- Lưu: VT.\nNgô Thị Liễu\n"
    read = whole(PLAN[: PLAN.index("Nơi nhận")] + foot)
    assert read.signer is not None
    assert (read.signer.title, read.signer.name) == ("KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC", "Ngô Thị Liễu")


def test_a_signer_in_the_middle_with_the_name_in_the_same_line_is_read() -> None:
    decision = "QUYẾT ĐỊNH\nĐiều 1. Ban hành Kế hoạch.\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH Lò Văn Páo\n"
    read = whole(decision + PLAN[: PLAN.index("Nơi nhận")])
    assert read.signer is not None
    assert read.signer.name == "Lò Văn Páo"


def test_a_dash_at_a_line_s_start_may_join_two_words() -> None:
    long = "Ủy ban Mặt trận Tổ quốc Việt Nam các xã, phường và các tổ chức chính trị"
    body = f"1. {long}\n- xã hội tuyên truyền, vận động Nhân dân chấp hành pháp luật về giao\nthông đường thủy.\n"
    wrapped_body = textwrap.fill("Sở Nội vụ rà soát " + "hồ sơ của các phòng, đơn vị thuộc Sở " * 6, 75) + ".\n"
    read = plan_of(body + "".join(f"{n}. {wrapped_body}" for n in range(2, 6)))
    assert names(read.obligations[0].lead)[-1] == "các tổ chức chính trị - xã hội"


def test_lists_below_plain_headings_stand_below_them_and_the_outer_list_goes_on() -> None:
    body = (
        "7. Sở Nội vụ\n1. Rà soát biên chế.\n2. Báo cáo kết quả.\n"
        "8. Sở Tài chính\n1. Bố trí kinh phí.\n9. Sở Y tế rà soát."
    )
    read = plan_of(body).obligations
    assert [(each.ref, names(each.lead)) for each in read] == [
        ("I.7.1", ["Sở Nội vụ"]),
        ("I.7.2", ["Sở Nội vụ"]),
        ("I.8.1", ["Sở Tài chính"]),
        ("I.9", ["Sở Y tế"]),
    ]


def test_a_label_s_units_may_be_listed_below_it_and_a_dash_may_say_only_when() -> None:
    body = (
        "1. Tập huấn kỹ năng số\nCơ quan chủ trì:\n- Sở Nội vụ\n- Sở Tài chính\nThời gian:\nHằng quý\n"
        "2. Sửa đổi quy chế\n- Quý III/2026."
    )
    one, other = plan_of(body).obligations
    assert (names(one.lead), one.time.text) == (["Sở Nội vụ", "Sở Tài chính"], "Hằng quý")
    assert other.time.text == "Quý III/2026"


def test_who_does_it_may_stand_in_a_line_of_its_own_below_the_work() -> None:
    body = (
        "1. Kiểm tra an toàn hồ đập.\nGiao Sở Xây dựng chủ trì thực hiện; thời gian: hằng quý.\n"
        "2. Hướng dẫn chuyển đổi cây trồng:\n- Xác định vùng;\n- Cung ứng giống.\n(Giao Chi cục Trồng trọt thực hiện)"
    )
    one, other = plan_of(body).obligations
    assert (names(one.lead), one.time.text) == (["Sở Xây dựng"], "hằng quý")
    assert names(other.lead) == ["Chi cục Trồng trọt"]


def test_labels_below_a_list_of_another_mark_belong_to_the_work_above_the_list() -> None:
    body = (
        "a) Tổ chức Lễ phát động cấp tỉnh; nội dung gồm:\n+ Mít tinh;\n+ Diễu hành.\n"
        "- Chủ trì: Sở Y tế.\n- Thời gian: Tháng 4."
    )
    (made,) = plan_of(body).obligations
    assert (names(made.lead), made.time.text) == (["Sở Y tế"], "Tháng 4")


def test_marks_in_lines_of_their_own_are_set_before_their_text_but_not_in_a_table_copied_cell_by_cell() -> None:
    torn = "1.\nHạ tầng số\na)\nNâng cấp đường truyền.\nb)\nMua máy chủ.\n2.\nNhân lực\na)\nTập huấn kỹ năng số.\n"
    assert [each.ref for each in plan_of(torn).obligations] == ["I.1.a", "I.1.b", "I.2.a"]
    cells = "TT\nNội dung\nChủ trì\nThời gian\n1.\nRà soát biên chế\nSở Nội vụ\nQuý I\n2.\nBáo cáo\nSở Y tế\nQuý II\n"
    assert [(each.ref, names(each.lead)) for each in plan_of(cells).obligations] == [
        ("1", ["Sở Nội vụ"]),
        ("2", ["Sở Y tế"]),
    ]
