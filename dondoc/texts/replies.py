"""Sentences about letters that come in."""

import re
from collections.abc import Mapping
from enum import StrEnum

from dondoc.rules.replies import Reception

NOTHING = re.compile(r"(?:báo cáo[:,]?\s*)?(?:đơn vị\s*)?không (?:có )?phát sinh[\w\s]{0,20}[.!]?", re.IGNORECASE)
"""How a whole reply says that there is nothing to report."""
UNTIL = re.compile(
    r"(?:đến|tới|until|till|through|trở lại|quay lại|back on|return(?:ing)? on)\D{0,25}?"
    r"(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}))?",
    re.IGNORECASE,
)
"""How an automatic answer names the last day of an absence."""
ABSENT = re.compile(
    r"out of (?:the )?office|automatic reply|auto(?:matic)?[- ]?reply|tự động trả lời|trả lời tự động|vắng mặt|"
    r"nghỉ phép|đi công tác|on leave|away from",
    re.IGNORECASE,
)
"""How an automatic answer says that its owner is away."""
AUTOMATIC = re.compile(r"\s*(?:automatic reply|out of office|tự động trả lời|trả lời tự động)\b", re.IGNORECASE)
"""How the subject of an automatic answer begins."""
RECEPTIONS: Mapping[StrEnum, str] = {
    Reception.PROPOSED: "thành báo cáo đề xuất, chờ người gửi xác nhận",
    Reception.NO_TOKEN: "không gửi tới địa chỉ trả lời của thư nào; giữ lại để xem",
    Reception.WRONG_PERSON: "người gửi không phụ trách phòng, đơn vị của thư đó; giữ lại để xem",
    Reception.NOT_ACCEPTED: "cơ quan chưa bật nhận báo cáo qua thư trả lời; giữ lại để xem",
    Reception.UNPROVEN: "chưa xác thực được địa chỉ người gửi; giữ lại để xem",
    Reception.SEVERAL: "thư được trả lời nói về nhiều báo cáo; đã báo người gửi",
    Reception.CLOSED: "kỳ báo cáo không còn nhận báo cáo; đã báo người gửi",
    Reception.TOO_BIG: "thư quá lớn; đã báo người gửi",
    Reception.EMPTY: "thư không có nội dung; đã báo người gửi",
    Reception.BOUNCED: "địa chỉ không nhận được thư; đã báo quản trị viên",
    Reception.DELAYED: "máy chủ báo chậm, sẽ thử tiếp",
    Reception.AWAY: "người nhận vắng mặt; đã đề xuất người thay thế",
    Reception.AUTOMATIC: "thư trả lời tự động; không tính là báo cáo",
    Reception.UNREADABLE: "không đọc được; giữ lại để xem",
}
REFUSALS: Mapping[str, str] = {
    "assignment_missing": "Chọn báo cáo mà thư này nói tới.",
    "letter_says_nothing": "Thư không có nội dung hay tệp nào nhận được. Bỏ qua và báo người gửi dùng biểu mẫu.",
    "nobody_to_confirm": "Phòng, đơn vị này chưa có người xác nhận. Bổ sung đầu mối trước.",
    "decision_missing": "Chọn một cách xử lý thư này.",
    "person_missing": "Chọn người mà thư này nói tới.",
    "dismiss_reason_missing": "Ghi lý do bỏ qua: lý do được lưu cùng thư.",
}
_REASONS: Mapping[Reception, str] = {
    Reception.NOT_ACCEPTED: "Cơ quan chưa nhận báo cáo qua thư trả lời.",
    Reception.UNPROVEN: "Hệ thống chưa xác thực được rằng thư do chính Ông/Bà gửi (DKIM, DMARC).",
    Reception.SEVERAL: "Thư được trả lời nói về nhiều báo cáo nên không biết nội dung thuộc báo cáo nào.",
    Reception.CLOSED: "Kỳ báo cáo này không còn nhận báo cáo: đã tiếp nhận, được miễn hoặc đã ký.",
    Reception.TOO_BIG: "Thư lớn quá 25 MB.",
    Reception.EMPTY: "Thư không có nội dung nào ngoài phần trích dẫn.",
}
FILES: Mapping[str, str] = {
    "too_many": "quá 10 tệp trong một thư",
    "too_large": "tệp lớn quá 20 MB",
    "kind": "loại tệp này không được nhận (nhận: pdf, docx, xlsx, odt, ods, png, jpg, txt, csv)",
    "not_what_it_says": "nội dung tệp không đúng với tên tệp",
    "broken": "tệp bị hỏng",
    "bomb": "tệp nén bất thường",
    "locked": "tệp có mật khẩu",
    "macros": "tệp có macro",
}


def verdict(key: str) -> str:
    """What became of a letter that came in, for administrators."""
    return RECEPTIONS[Reception(key)]


def reason(key: Reception) -> str:
    """Why nothing came of a reply, for its sender."""
    return _REASONS[key]


def file_refused(key: str) -> str:
    """Why a file was not kept."""
    return FILES[key]
