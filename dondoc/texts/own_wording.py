"""Sentences about an agency's own wording: its faults, its fields, and the made-up letters it is tried on."""

from collections.abc import Mapping

from dondoc.rules.own_wording import Fault

_FAULTS: Mapping[str, str] = {
    "too_long": "lời thư dài {length} ký tự, chỉ được đến {most}. Đề nghị rút gọn.",
    "too_deep": "lời thư lồng quá nhiều lớp. Đề nghị viết đơn giản hơn.",
    "syntax": "viết sai cú pháp. Kiểm tra các dấu {{{{ }}}} và {{% %}}.",
    "unended": "có phần chưa kết thúc: thiếu {{{{ }}}}, {{% endif %}} hoặc {{% endfor %}}.",
    "not_allowed": "“{what}” không dùng được trong lời thư. Chỉ dùng trường, {{% if %}} và {{% for %}} trên danh sách.",
    "unknown_field": "không có trường “{name}”. Các trường: {known}.",
    "unknown_field_close": "không có trường “{name}”. Có lẽ là “{close}”?",
    "no_fields": "“.{name}” không có ở đây: chỉ dòng của một danh sách mới có trường con.",
    "unknown_filter": "không có cách viết “{name}”. Các cách viết: {known}.",
    "wrong_filter": "cách viết “{name}” không dùng được cho trường này.",
    "filter_value": "giá trị ghi cho “{name}” quá lớn hoặc không phải số, chữ viết sẵn.",
    "list_shown": 'đây là một danh sách, không ghi ra ngay được. Dùng |join(", ") hoặc {{% for %}}.',
    "not_a_list": "{{% for %}} chỉ chạy trên một danh sách của thư: {known}.",
    "loop_too_deep": "{{% for %}} chỉ lồng được {most} lớp.",
    "loop_in_filter": "không đặt {{% for %}} bên trong {{% filter %}}.",
    "builds_on_itself": "“{name}” được ghép từ một tên đã đặt trước đó. Ghép thẳng từ các trường.",
    "too_many_at_once": "một chỗ ghép quá {most} trường. Đề nghị tách ra nhiều câu.",
    "result_too_long": "thư viết ra dài quá {most} ký tự.",
    "fails": "không viết ra được. Kiểm tra mục trong [ ] và bảng chọn {{…}}[…].",
    "lost": "thiếu “{name}” ({phrase}): thư phải nói rõ việc gì, hạn nào, trả lời ở đâu và điều người khác đã ghi.",
    "shipped_broken": "mẫu thư kèm theo phần mềm hoặc của người vận hành bị lỗi: {said}",
}
_FIELDS: Mapping[str, str] = {
    "to_name": "tên người nhận", "agency": "tên cơ quan", "lead_unit": "đơn vị chủ trì tổng hợp",
    "lines": "danh sách các báo cáo nói tới trong thư", "on_behalf_of": "người vắng mặt mà thư này gửi thay",
    "rung": "mã của lần nhắc", "tone": "loại lời nhắc (opening, reminder, due, follow_up, warning, escalation)",
    "unit": "phòng, đơn vị", "report_name": "tên báo cáo", "deadline": "hạn nộp",
    "days_left": "số ngày làm việc còn lại (âm: đã quá hạn)", "why": "vì sao hạn rơi vào ngày đó",
    "link": "liên kết để mở hoặc trả lời", "proposed": "lịch mới là đề xuất", "tried": "danh sách những lần đã nhắc",
    "received_link": "liên kết “đã nhận việc”", "nothing_link": "liên kết “không phát sinh”",
    "same_link": "liên kết “như kỳ trước”", "valid_minutes": "số phút liên kết còn dùng được",
    "version": "lần nộp thứ mấy", "submitted_at": "lúc nộp", "nothing_to_report": "không phát sinh",
    "reason": "lý do", "returned_by": "người trả lại", "before": "hạn trước đây", "after": "hạn mới (trống: đã hủy kỳ)",
    "document": "số, ký hiệu văn bản", "wanted_until": "ngày đề nghị gia hạn đến",
    "asked_by": "người đề nghị, hoặc văn bản yêu cầu báo cáo", "asks": "yêu cầu cụ thể của văn bản",
    "exact": "hạn có giờ cụ thể", "urgency": "mức độ khẩn",
    "stage": "với dự thảo, báo cáo đã ký: đang chờ bước nào (draft, approval, signature, issue)",
    "who": "người đang giữ", "button": "chữ trên nút mở", "told": "danh sách điều khác cần biết",
    "hold_link": "liên kết “lùi báo cáo lãnh đạo”", "redirect_link": "liên kết “chuyển lãnh đạo khác”",
    "granted_until": "ngày được gia hạn đến (trống: không gia hạn)", "answer": "lời trả lời",
    "decided_by": "người quyết định", "units_in": "số đơn vị đã nộp", "units_asked": "số đơn vị phải nộp",
    "missing": "danh sách đơn vị chưa nộp", "send_on": "hạn gửi báo cáo đi", "sent_up_by": "người trình",
    "signs": "người nhận là người ký", "gist": "danh sách ý chính của dự thảo", "signed_by": "người ký",
    "symbol": "số, ký hiệu", "issued_on": "ngày ban hành", "subject": "trích yếu",
    "findings": "danh sách việc cần kiểm tra", "line": "dòng tình hình", "said": "nội dung đã nhận",
    "files": "danh sách tệp đã nhận", "refused_files": "danh sách tệp không nhận", "person": "người được nói tới",
    "units": "danh sách phòng, đơn vị", "address": "địa chỉ thư", "until": "ngày cuối được nhắc tới",
}  # fmt: skip
_KINDS: Mapping[str, str] = {
    "text": "chữ",
    "number": "số",
    "flag": "có/không",
    "day": "ngày",
    "instant": "ngày giờ",
    "list": "danh sách",
}
_SAMPLES: Mapping[str, str] = {
    "request": "báo cáo theo yêu cầu",
    "opening": "mở kỳ", "reminder": "nhắc việc", "due": "đến hạn", "follow_up": "đôn đốc – quá hạn",
    "warning": "trước khi báo cáo lãnh đạo", "escalation": "báo cáo lãnh đạo", "digest": "nhiều báo cáo một thư",
    "substitute": "gửi người thay thế", "nothing": "không phát sinh", "called_off": "hủy kỳ", "granted": "đồng ý",
    "declined": "không đồng ý", "signs": "trình ký", "approves": "trình duyệt",
}  # fmt: skip
REFUSALS: Mapping[str, str] = {
    "wording_unsound": "Lời thư chưa dùng được. {said}",
    "wording_same": "Lời thư này đang được dùng, không có gì thay đổi.",
    "wording_changed": "Có người vừa lưu một bản khác của lời thư này. Đề nghị xem lại rồi lưu.",
    "wording_missing": "Ghi lời thư. Muốn dùng lại lời kèm theo phần mềm, mở bản 0 ở danh sách các bản.",
    "wording_reason_missing": "Ghi lý do đổi lời thư: lý do được lưu vào lịch sử.",
}
FINDINGS: Mapping[str, str] = {
    "wording": "{count} loại thư có lời riêng viết ra bị lỗi, nên thư đã gửi bằng lời kèm theo phần mềm ({kinds}): "
    "sửa ở trang Lời thư.",
}


def fault_said(fault: Fault) -> str:
    """A fault in one sentence, with its line and the made-up letter that brought it out."""
    values = dict(fault.values)
    sample = str(values.get("sample", ""))
    values["phrase"] = field_said(str(values.get("name", "")))
    where = f"Dòng {fault.line}: " if fault.line else ""
    which = f" (thư thử “{sample_said(sample)}”)" if sample else ""
    said = _FAULTS[fault.key].format(**values)
    return f"{where}{said if where else said[:1].upper() + said[1:]}{which}"


def field_said(name: str) -> str:
    """What a field of a letter is."""
    return _FIELDS.get(name, name)


def kind_said(kind: str) -> str:
    """What kind of value a field has."""
    return _KINDS.get(kind, "")


def sample_said(title: str) -> str:
    """What sets a made-up letter apart from others of its kind."""
    return _SAMPLES.get(title, "thư mẫu")


def wording_line(kinds: list[str]) -> str:
    """What the line of the morning adds where own wordings failed; empty where none did."""
    return f" Lời riêng bị lỗi, đã gửi bằng lời kèm theo phần mềm: {', '.join(kinds)}." if kinds else ""


EXPLAINED = frozenset(_FIELDS)
SAMPLES = frozenset(_SAMPLES)
__all__ = [
    "EXPLAINED", "FINDINGS", "REFUSALS", "SAMPLES", "fault_said", "field_said", "kind_said",
    "sample_said", "wording_line",
]  # fmt: skip
