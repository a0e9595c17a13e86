"""Sentences of this door, and the colour that goes with a word. All words of the field come from `dondoc.texts`."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from dondoc import texts
from dondoc.model import Direction, LetterState, PeriodKind
from dondoc.rules.foresee import Effect
from dondoc.rules.orders import of_superior
from dondoc.rules.refusal import Refused
from dondoc.rules.remind import AT_ONCE, Rung
from dondoc.rules.sign import ReportState
from dondoc.rules.submit import AssignmentState
from dondoc.rules.turns import parted, stage_of
from dondoc.texts.turns import RUNGS

_INPUT: Mapping[str, str] = {
    "not_a_number": "“{typed}” không phải là số. Chỉ ghi chữ số, ví dụ 1.234 hoặc 12,5.",
    "number_ambiguous": "“{typed}” có thể đọc theo hai cách. Dấu chấm ngăn hàng nghìn (1.234), dấu phẩy trước "
    "phần thập phân (12,5).",
    "number_too_long": "“{typed}” có quá nhiều chữ số. Ghi tối đa 18 chữ số, trong đó 6 số thập phân.",
    "not_a_day": "“{typed}” không phải là một ngày. Ghi theo dạng 15/03/2024.",
    "not_a_time": "“{typed}” không phải là giờ trong ngày. Ghi theo dạng 16:00.",
    "number_out_of_range": "Ghi một số từ {least} đến {most}.",
    "day_number_missing": "Ghi số ngày hoặc ngày cho cách tính đã chọn.",
    "month_day_wrong": "“{typed}” không phải là ngày và tháng. Ghi theo dạng 30/11.",
    "round_and_day": "Chọn kỳ hoặc ghi ngày hiệu lực, không ghi cả hai.",
    "day_twice": "Ngày {day} được ghi hai lần. Mỗi ngày ghi một lần.",
    "plan_file_missing": "Chọn tệp kế hoạch.",
    "capacity_missing": "Chọn tư cách ký.",
    "channel_missing": "Chọn cách gửi cho {name}.",
    "other_value_missing": "Ghi số khác với số đã nêu, hoặc bỏ phần giải thích.",
    "new_unit_name": "Ghi tên của đơn vị mới.",
    "new_unit_abbreviation": "Ghi tên viết tắt của đơn vị mới.",
    "nothing_to_merge": "Chọn ít nhất một phòng, đơn vị để sáp nhập cùng, hoặc một đơn vị đang có để nhập vào.",
    "preview_stale": "Có thay đổi khác vừa được lưu nên kết quả không còn như đã xem. Đề nghị xem lại rồi lưu.",
    "decline_reason_missing": "Ghi vì sao không đồng ý: người đề nghị nhận được câu trả lời này.",
    "excuse_reason_missing": "Ghi lý do miễn báo cáo.",
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
    LetterState.HELD: "vang",
    LetterState.DROPPED: "none",
    Effect.ADDED: "luc",
    Effect.MOVED: "vang",
    Effect.REMOVED: "son",
    Effect.REWORDED: "lam",
}

DONE: Mapping[str, str] = {
    "da-luu-de-xuat": "Đã lưu thay đổi của đề xuất.",
    "da-bo-de-xuat": "Đã bỏ văn bản. Không có gì có hiệu lực.",
    "da-sua-ke-hoach": "Đã sửa kế hoạch đang chạy theo văn bản mới. Thay đổi này hoàn tác được trong lịch sử.",
    "da-lap": "Đã lập kế hoạch. Mọi lịch là đề xuất cho đến khi xác nhận.",
    "da-luu": "Đã lưu bản đang soạn. Đơn vị chủ trì chưa nhìn thấy bản này cho đến khi nộp.",
    "da-tiep-nhan": "Đã tiếp nhận báo cáo của phòng, đơn vị.",
    "da-tra-lai": "Đã trả lại báo cáo. Phòng, đơn vị sẽ nhận thư kèm lý do.",
    "da-de-nghi-gia-han": "Đã gửi đề nghị gia hạn. Khi đơn vị chủ trì trả lời, anh/chị nhận được thư.",
    "da-gia-han": "Đã gia hạn. Phòng, đơn vị sẽ nhận thư.",
    "da-tu-choi-gia-han": "Đã trả lời không đồng ý gia hạn. Phòng, đơn vị sẽ nhận thư.",
    "da-lui-bao-cao": "Đã lùi việc báo cáo lãnh đạo; phòng, đơn vị nhận thư kèm ý kiến.",
    "da-chuyen-lanh-dao": "Đã chuyển. Lãnh đạo được chọn nhận báo cáo về phòng, đơn vị này từ nay.",
    "da-rut-y-kien": "Đã rút lại ý kiến.",
    "da-mien": "Đã miễn báo cáo kỳ này cho phòng, đơn vị.",
    "da-doi-don-vi": "Đã lưu thay đổi phòng, đơn vị. Việc đang mở chuyển vào đúng ngày hiệu lực.",
    "da-ghi-vang-mat": "Đã ghi nhận.",
    "da-nhac": "Đã xếp thư nhắc vào hộp thư đi.",
    "da-tong-hop": "Đã tổng hợp thành bản dự thảo mới.",
    "da-sua": "Đã lưu thành bản mới. Bản trước vẫn còn trong danh sách các bản.",
    "da-cap-nhat": "Đã cập nhật theo bài nộp mới thành một bản mới.",
    "da-nhan-word": "Đã nhận bản Word thành một bản mới của dự thảo.",
    "da-bo-word": "Đã bỏ tệp Word đó; dự thảo giữ nguyên.",
    "da-luu-quy-trinh": "Đã lưu quy trình ký duyệt.",
    "da-giao-ky": "Đã ghi giao ký.",
    "da-het-giao-ky": "Đã kết thúc giao ký đó.",
    "da-go-ma": "Đã gỡ xác thực hai lớp của người đó.",
    "da-trinh": "Đã trình. Người có lượt duyệt sẽ nhận thư.",
    "da-duyet": "Đã ghi nhận duyệt.",
    "da-gui-tra": "Đã trả lại dự thảo. Đơn vị chủ trì sẽ nhận thư kèm lý do.",
    "da-kiem-tra-ky": "Đã kiểm tra tệp đã ký; kết quả ở dưới đây.",
    "da-huy-so": "Đã hủy số; số cũ giữ chỗ trong sổ kèm lý do.",
    "da-thay": "Đã lập dự thảo thay thế; đơn vị chủ trì sửa rồi trình ký.",
    "da-trinh-dinh-chinh": "Đã trình công văn đính chính. Người ký nhận được thư; ký xong thì cấp số.",
    "da-ky-dinh-chinh": "Đã ký công văn đính chính. Văn thư nhận được thư để cấp số và gửi đi.",
    "da-tra-dinh-chinh": "Đã trả lại công văn đính chính. Văn thư nhận được thư kèm lý do.",
    "da-so-dinh-chinh": "Đã cấp số cho công văn đính chính. Bước tiếp theo: gửi đến các nơi đã nhận báo cáo.",
    "da-gui-dinh-chinh": "Đã phát hành công văn đính chính.",
    "da-nop-luu": "Đã nộp lưu. Bản lưu không đổi nữa.",
    "da-bo-so": "Đã ghi lý do bỏ qua số vào sổ.",
    "da-thu-mau": "Mẫu đã qua kiểm tra và in thử; chờ một quản trị viên khác cho dùng.",
    "da-dung-mau": "Mẫu đang được dùng cho các báo cáo từ nay về sau.",
    "da-bo-mau": "Đã thôi dùng mẫu đó.",
    "da-cap-so": "Đã cấp số. Bước tiếp theo: phát hành.",
    "da-phat-hanh": "Đã phát hành.",
    "da-ghi-nhan": "Đã ghi nhận kết quả xác minh.",
    "da-doi-lich": "Đã lưu thay đổi. Lịch mới có hiệu lực ngay.",
    "da-doi-ky": "Đã lưu ngày mới của kỳ. Lịch mới có hiệu lực ngay.",
    "da-huy-ky": "Đã hủy kỳ. Phòng, đơn vị đã được hỏi sẽ nhận thư báo.",
    "da-tam-dung": "Đã tạm dừng. Không kỳ nào mở và không ai được nhắc cho đến khi tiếp tục.",
    "da-tiep-tuc": "Đã tiếp tục lịch này.",
    "da-ghi-su-kien": "Đã ghi nhận sự kiện. Kỳ báo cáo của sự kiện đã có trong lịch.",
    "da-hoan-tac": "Đã hoàn tác. Lịch trở lại như khi không có thay đổi đó.",
    "da-doi-lich-nghi": "Đã lưu ngày nghỉ, ngày làm việc. Mọi hạn còn mở đã được tính lại.",
    "da-gui-yeu-cau": "Đã gửi yêu cầu. Các phòng, đơn vị nhận thư ngay khi được phép gửi.",
    "da-bo-yeu-cau": "Đã bỏ yêu cầu đang soạn.",
    "da-doi-han": "Đã lưu hạn mới. Phòng, đơn vị đã được báo và chưa nộp sẽ nhận thư.",
    "da-huy-yeu-cau": "Đã hủy yêu cầu. Phòng, đơn vị đã được báo sẽ nhận thư.",
    "da-xac-nhan": "Đã xác nhận lịch. Dấu “đề xuất” không còn nữa.",
    "da-doi-nhip": "Đã đổi khoảng cách. Có hiệu lực trong vài giây.",
    "da-dung-luong": "Đã tạm dừng luồng này cho cơ quan.",
    "da-chay-tiep": "Luồng chạy tiếp. Việc đã đến giờ được làm trong lần xem tới.",
    "se-chay-ngay": "Đã ghi yêu cầu. Luồng sẽ chạy trong một, hai giây tới; tải lại trang để xem kết quả.",
    "da-dong-y": "Đã đồng ý. Thư được viết lại theo tình hình hiện nay và sẽ được gửi trong giờ làm việc.",
    "khong-con-gui": "Không còn gì để nhắc trong thư này (đã nộp, được miễn hoặc kỳ đã khóa), nên thư không gửi.",
    "da-bo": "Thư sẽ không gửi. Lý do đã được ghi vào sổ nhắc việc, đôn đốc.",
    "da-quyet-dinh-thu": "Đã ghi nhận quyết định về thư đó.",
    "da-thoi-nhan": "Đã ngừng gửi loại thư đó cho anh/chị.",
    "da-nhan-lai": "Loại thư đó sẽ lại được gửi cho anh/chị.",
    "da-luu-loi-thu": "Đã lưu lời thư. Thư viết từ bây giờ dùng lời này.",
    "da-thu-hoi": "Đã thu hồi liên kết lịch. Ứng dụng lịch dùng liên kết này sẽ không cập nhật nữa.",
    "da-dang-xuat": "Anh/chị đã đăng xuất.",
}


def colour(member: StrEnum) -> str:
    """The colour that goes with the word of a state."""
    return _COLOURS.get(member, "none")


def refusal(refused: Refused) -> str:
    """The sentence for a refusal, of an input or of an act."""
    if refused.key in _INPUT:
        return _INPUT[refused.key].format(**texts.told_values(refused.values))
    return texts.refusal(refused)


def file_size(size: int) -> str:
    """How large a file is: "12 KB", "1,4 MB"."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / (1024 * 1024):.1f} MB".replace(".", ",")


def round_name(kind: PeriodKind, name: str) -> str:
    """A period's name where the year stands beside it: "quý I", "9 tháng đầu", "cả năm"."""
    return "cả năm" if kind is PeriodKind.YEAR else _YEAR_BEHIND.sub("", name)


def rung(code: str, ladder: Sequence[Rung], of_reports: Sequence[Rung]) -> str:
    """What a rung of the ledger is: its tone and how far from the deadline it stands; of a report also what it awaits.

    A rung that no ladder knows any more is told by its code.
    """
    stage = stage_of(code)
    if stage is None:
        return _unit_rung(code, ladder)
    _, plain = parted(code)
    found = next((each for each in of_reports if each.code == plain), None)
    return f"{texts.word(stage)}: {_on_ladder(found) if found else plain}"


def _unit_rung(code: str, ladder: Sequence[Rung]) -> str:
    found = next((each for each in ladder if each.code == code), None)
    if ordered := of_superior(code):
        return RUNGS[ordered]
    if found is None:
        return "nhắc ngay, theo yêu cầu của đơn vị chủ trì" if code.startswith(AT_ONCE) else code
    return _on_ladder(found)


def _on_ladder(found: Rung) -> str:
    tone = texts.word(found.tone)
    if found.minutes is not None:
        hours, rest = divmod(abs(found.minutes), 60)
        long = f"{hours} giờ" if not rest else f"{abs(found.minutes)} phút"
        return f"{tone}, {long} {'sau' if found.minutes > 0 else 'trước'} hạn"
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


_PLACES = {
    "subject": "Trích yếu", "addressees": "Kính gửi", "legal_basis": "Căn cứ", "opening": "Mở đầu",
    "closing": "Kết thúc", "signature": "Người ký", "recipients": "Nơi nhận",
}  # fmt: skip


def place_name(name: str) -> str:
    """What a place of a report without a heading is called; a part by its number."""
    return _PLACES.get(name, f"Phần {name}")


def time_left(working_days: int) -> str:
    """How much time is left until a deadline, in working days."""
    if working_days < 0:
        return f"quá hạn {-working_days} ngày làm việc"
    return f"còn {working_days} ngày làm việc" if working_days else "đến hạn hôm nay"
