"""Sheets: what stands below the rows of works, and rows whose numbers run on over smaller groups."""

import io
from collections.abc import Sequence

from openpyxl import Workbook

from dondoc.intake.document.proposal import Proposal
from tests.intake_document.reading import names, plan_of_bytes

HEAD = ["TT", "Nội dung nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian hoàn thành"]
WORKS = [
    [1, "Xây dựng đề án chuyển đổi số", "Văn phòng", "Phòng Tài chính", "Quý I/2026"],
    [2, "Rà soát văn bản đã ban hành", "Phòng Pháp chế", "Văn phòng", "Tháng 4/2026"],
    [3, "Tổ chức hội nghị tổng kết năm", "Văn phòng", "", "Trước ngày 15/12/2026"],
    [4, "Kiểm kê tài sản cuối năm", "Phòng Tài chính", "Các phòng", "31/12/2026"],
]


def _sheet(*rows: Sequence[object]) -> Proposal:
    book = Workbook()
    assert book.active is not None
    for row in [["KẾ HOẠCH CÔNG TÁC NĂM 2026"], HEAD, *rows]:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return plan_of_bytes(kept.getvalue(), ".xlsx")


def test_recipients_and_signer_below_the_rows_are_no_works() -> None:
    read = _sheet(
        *WORKS,
        ["Nơi nhận:", None, None, None, "GIÁM ĐỐC"],
        ["- UBND tỉnh (b/c);"],
        ["- Các phòng;", None, None, None, "Tô Hiến Chưởng"],
        ["- Lưu: VT."],
    )
    assert [each.ref for each in read.obligations] == ["1", "2", "3", "4"]
    assert [each.name for each in read.recipients] == ["UBND tỉnh", "Các phòng", "Lưu: VT"]
    assert read.signer is not None
    assert (read.signer.title, read.signer.name) == ("GIÁM ĐỐC", "Tô Hiến Chưởng")


def test_a_signer_without_recipients_is_read_too() -> None:
    more = [[place, f"Việc số {place} của văn phòng", "Văn phòng", "", "Quý II/2026"] for place in range(5, 12)]
    read = _sheet(*WORKS, *more, [None, None, None, None, "KT. GIÁM ĐỐC"], [None, None, None, None, "PHÓ GIÁM ĐỐC"],
                  [None, None, None, None, "Đặng Hữu Tuyên"])  # fmt: skip
    assert len(read.obligations) == 11
    assert read.signer is not None
    assert (read.signer.title, read.signer.name) == ("KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC", "Đặng Hữu Tuyên")


def test_rows_that_run_on_over_small_groups_take_the_number_of_the_large_one() -> None:
    first, second, third, fourth = WORKS
    rows: list[Sequence[object]] = [["I", "THỂ CHẾ"], first, second, ["II", "CHUYÊN MÔN"]]
    rows += [["1. Lĩnh vực A"], [1, *third[1:]], [2, *fourth[1:]], ["2. Lĩnh vực B"], [3, *first[1:]]]
    found = _sheet(*rows).obligations
    assert [each.ref for each in found] == ["I.1", "I.2", "II.1", "II.2", "II.3"]
    assert names(found[0].lead) == ["Văn phòng"]
