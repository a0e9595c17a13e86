"""Sentences about reports on request."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from dondoc.model import time_of
from dondoc.rules.request import Question

REFUSALS: Mapping[str, str] = {
    "request_unanswered": "Yêu cầu còn câu chưa trả lời. Trả lời hết rồi gửi.",
    "request_sent": "Yêu cầu này đã gửi nên không sửa ở đây được nữa. Dùng “Gia hạn, đổi hạn” hoặc “Hủy yêu cầu”.",
    "subject_missing": "Ghi nội dung cần báo cáo, như sẽ in ở trích yếu.",
    "request_kind_missing": "Chọn báo cáo đột xuất hay chuyên đề.",
    "document_number_missing": "Ghi tên loại và số, ký hiệu của văn bản yêu cầu.",
    "issuer_missing": "Ghi cơ quan hoặc người ra văn bản yêu cầu.",
    "addressee_missing": "Ghi tên nơi nhận báo cáo.",
    "signer_missing": "Chọn người ký báo cáo.",
    "lead_missing": "Chọn phòng, đơn vị chủ trì tổng hợp.",
    "units_missing": "Chọn ít nhất một phòng, đơn vị phải báo cáo.",
    "unit_not_here": "Có phòng, đơn vị không còn hoạt động. Chọn lại.",
    "urgency_unknown": "Chọn mức độ khẩn trong danh sách.",
    "outline_missing": "Chọn đề cương báo cáo.",
    "figure_name_missing": "Ghi tên số liệu, hoặc bỏ trống cả dòng.",
    "figure_measure_missing": "Ghi đơn vị tính của số liệu này.",
    "send_passed": "Thời điểm này đã qua. Ghi thời điểm sau lúc này.",
    "due_passed": "Hạn nộp của phòng, đơn vị đã qua. Ghi thời điểm sau lúc này.",
    "step_before_last": "Hạn này trước hạn của bước liền trước. Thứ tự: nộp, trình, ký, gửi.",
    "step_after_sending": "Hạn ký sau hạn gửi báo cáo. Hạn ký phải trước hoặc bằng hạn gửi.",
}

WORDS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    Question: {
        Question.WHAT: "nội dung yêu cầu",
        Question.DOCUMENT: "văn bản yêu cầu",
        Question.ADDRESSEES: "nơi nhận và người ký",
        Question.UNITS: "phòng, đơn vị báo cáo",
        Question.WINDOW: "thời gian lấy số liệu",
        Question.WHEN: "thời hạn và mức độ khẩn",
        Question.STEPS: "hạn của từng bước",
        Question.FORM: "đề cương và số liệu",
    },
}


def capital(text: str) -> str:
    """The text with a capital at its start."""
    return text[:1].upper() + text[1:]


def document(name: str, issued_on: date, issuer: str) -> str:
    """The document that asks: "Công văn số 125/UBND-NC ngày 18/03/2024 của UBND tỉnh"."""
    return f"{name} ngày {issued_on:%d/%m/%Y} của {issuer}"


def plan_title(subject: str) -> str:
    """What the plan of one obligation is called that a request becomes."""
    return f"Yêu cầu báo cáo {subject}"


def signer_lines(title: str) -> str:
    """The lines above a signature by title: a deputy signs for the head ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")."""
    upper = title.upper()
    return f"KT. {upper.removeprefix('PHÓ ')}\n{upper}" if upper.startswith("PHÓ ") else upper


def by_the_hour(deadline: date, submitted: date | None) -> str:
    """For the annex of units: the hour of a deadline that has one, and of the answer; else empty."""
    said = [(name, time_of(day)) for name, day in (("hạn", deadline), ("nộp", submitted)) if day]
    return "; ".join(f"{name} {at.hour} giờ {at.minute:02}" for name, at in said if at)


def little_time(minutes: int) -> str:
    """A warning that units have little time."""
    hours, rest = divmod(minutes, 60)
    told = f"{hours} giờ {rest:02} phút" if hours else f"{rest} phút"
    return f"Phòng, đơn vị chỉ có {told} để báo cáo. Cân nhắc xin lùi hạn, hoặc hỏi ít đơn vị, ít số liệu hơn."
