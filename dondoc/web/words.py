"""Sentences of this door, and the colour that goes with a word. All words of the field come from `dondoc.texts`."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from dondoc import texts
from dondoc.model import Direction, LetterState, PeriodKind
from dondoc.rules.refusal import Refused
from dondoc.rules.remind import Rung
from dondoc.rules.sign import ReportState
from dondoc.rules.submit import AssignmentState

_INPUT: Mapping[str, str] = {
    "not_a_number": "“{typed}” không phải là số. Chỉ ghi chữ số, ví dụ 1.234 hoặc 12,5.",
    "number_ambiguous": "“{typed}” có thể đọc theo hai cách. Dấu chấm ngăn hàng nghìn (1.234), dấu phẩy trước "
    "phần thập phân (12,5).",
    "number_too_long": "“{typed}” có quá nhiều chữ số. Ghi tối đa 18 chữ số, trong đó 6 số thập phân.",
    "not_a_day": "“{typed}” không phải là một ngày. Ghi theo dạng 15/03/2024.",
    "channel_missing": "Chọn cách gửi cho {name}.",
}

_YEAR_BEHIND = re.compile(r" năm \d{4}$")

# lục (done), lam (in progress), vàng (soon), son (overdue), none (nothing to do); never without the word.
_COLOURS: Mapping[StrEnum, str] = {
    AssignmentState.OPEN: "none",
    AssignmentState.DRAFTED: "lam",
    AssignmentState.NEAR_DUE: "vang",
    AssignmentState.OVERDUE: "son",
    AssignmentState.SUBMITTED: "lam",
    AssignmentState.RETURNED: "vang",
    AssignmentState.ACCEPTED: "luc",
    AssignmentState.EXCUSED: "none",
    AssignmentState.CLOSED: "none",
    ReportState.DRAFT: "lam",
    ReportState.FOR_SIGN_OFF: "lam",
    ReportState.SENT_BACK: "vang",
    ReportState.SIGNED: "lam",
    ReportState.NUMBERED: "lam",
    ReportState.DISPATCHED: "luc",
    LetterState.QUEUED: "lam",
    LetterState.SENDING: "lam",
    LetterState.SENT: "luc",
    LetterState.IN_DOUBT: "vang",
    LetterState.FAILED: "son",
    LetterState.EXPIRED: "none",
}

DONE: Mapping[str, str] = {
    "da-luu": "Đã lưu bản đang soạn. Đơn vị chủ trì chưa nhìn thấy bản này cho đến khi nộp.",
    "da-tiep-nhan": "Đã tiếp nhận báo cáo của phòng, đơn vị.",
    "da-tra-lai": "Đã trả lại báo cáo. Phòng, đơn vị sẽ nhận thư kèm lý do.",
    "da-ghi-vang-mat": "Đã ghi nhận.",
    "da-nhac": "Đã xếp thư nhắc vào hộp thư đi.",
    "da-tong-hop": "Đã tổng hợp thành bản dự thảo mới.",
    "da-trinh": "Đã trình. Người có lượt duyệt sẽ nhận thư.",
    "da-duyet": "Đã ghi nhận duyệt.",
    "da-gui-tra": "Đã trả lại dự thảo. Đơn vị chủ trì sẽ nhận thư kèm lý do.",
    "da-cap-so": "Đã cấp số. Bước tiếp theo: phát hành.",
    "da-phat-hanh": "Đã phát hành.",
    "da-ghi-nhan": "Đã ghi nhận kết quả xác minh.",
    "da-doi-lich": "Đã lưu thay đổi. Lịch mới có hiệu lực ngay.",
    "da-xac-nhan": "Đã xác nhận lịch. Dấu “đề xuất” không còn nữa.",
    "da-dang-xuat": "Anh/chị đã đăng xuất.",
}


def colour(member: StrEnum) -> str:
    """The colour that goes with the word of a state."""
    return _COLOURS.get(member, "none")


def refusal(refused: Refused) -> str:
    """The sentence for a refusal, of an input or of an act."""
    if refused.key in _INPUT:
        return _INPUT[refused.key].format(**refused.values)
    return texts.refusal(refused)


def round_name(kind: PeriodKind, name: str) -> str:
    """A period's name where the year stands beside it: "quý I", "9 tháng đầu", "cả năm"."""
    return "cả năm" if kind is PeriodKind.YEAR else _YEAR_BEHIND.sub("", name)


def rung(code: str, ladder: Sequence[Rung]) -> str:
    """What a rung of the ledger is: its tone and how far from the deadline it stands."""
    found = next((each for each in ladder if each.code == code), None)
    if found is None:
        return "nhắc ngay, theo yêu cầu của đơn vị chủ trì"
    tone = texts.word(found.tone)
    if not found.offset:
        return tone
    where = "sau" if found.offset > 0 else "trước"
    return f"{tone}, {abs(found.offset)} ngày làm việc {where} hạn"


def kind_word(value: str) -> str:
    """The word for a stored kind of period."""
    return texts.word(PeriodKind(value))


def direction_word(value: str) -> str:
    """The word for a stored direction."""
    return texts.word(Direction(value))


def time_left(working_days: int) -> str:
    """How much time is left until a deadline, in working days."""
    if working_days < 0:
        return f"quá hạn {-working_days} ngày làm việc"
    return f"còn {working_days} ngày làm việc" if working_days else "đến hạn hôm nay"
