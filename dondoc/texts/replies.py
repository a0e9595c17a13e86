"""Sentences about letters that come in."""

from collections.abc import Mapping
from enum import StrEnum

from dondoc.rules.replies import Verdict

VERDICTS: Mapping[StrEnum, str] = {
    Verdict.PROPOSED: "thành báo cáo đề xuất, chờ người gửi xác nhận",
    Verdict.NO_TOKEN: "không gửi tới địa chỉ trả lời của thư nào; giữ lại để xem",
    Verdict.WRONG_PERSON: "người gửi không phụ trách phòng, đơn vị của thư đó; giữ lại để xem",
    Verdict.NOT_ACCEPTED: "cơ quan chưa bật nhận báo cáo qua thư trả lời; giữ lại để xem",
    Verdict.UNPROVEN: "chưa xác thực được địa chỉ người gửi; giữ lại để xem",
    Verdict.SEVERAL: "thư được trả lời nói về nhiều báo cáo; đã báo người gửi",
    Verdict.CLOSED: "kỳ báo cáo không còn nhận báo cáo; đã báo người gửi",
    Verdict.TOO_BIG: "thư quá lớn; đã báo người gửi",
    Verdict.EMPTY: "thư không có nội dung; đã báo người gửi",
    Verdict.BOUNCED: "địa chỉ không nhận được thư; đã báo quản trị viên",
    Verdict.DELAYED: "máy chủ báo chậm, sẽ thử tiếp",
    Verdict.AWAY: "người nhận vắng mặt; đã đề xuất người thay thế",
    Verdict.AUTOMATIC: "thư trả lời tự động; không tính là báo cáo",
    Verdict.UNREADABLE: "không đọc được; giữ lại để xem",
}
_REASONS: Mapping[Verdict, str] = {
    Verdict.NOT_ACCEPTED: "Cơ quan chưa nhận báo cáo qua thư trả lời.",
    Verdict.UNPROVEN: "Hệ thống chưa xác thực được rằng thư do chính Ông/Bà gửi (DKIM, DMARC).",
    Verdict.SEVERAL: "Thư được trả lời nói về nhiều báo cáo nên không biết nội dung thuộc báo cáo nào.",
    Verdict.CLOSED: "Kỳ báo cáo này không còn nhận báo cáo: đã tiếp nhận, được miễn hoặc đã ký.",
    Verdict.TOO_BIG: "Thư lớn quá 25 MB.",
    Verdict.EMPTY: "Thư không có nội dung nào ngoài phần trích dẫn.",
}
_FILES: Mapping[str, str] = {
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
    return VERDICTS[Verdict(key)]


def reason(key: Verdict) -> str:
    """Why nothing came of a reply, for its sender."""
    return _REASONS[key]


def file_refused(key: str) -> str:
    """Why a file was not kept."""
    return _FILES[key]
