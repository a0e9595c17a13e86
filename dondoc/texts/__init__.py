"""All Vietnamese words of the field and the sentences made of them (glossary: docs/glossary.md, domain.md §6)."""

from collections.abc import Mapping
from datetime import date, datetime

from dondoc.model import PeriodKind, time_of
from dondoc.rules.refusal import Refused
from dondoc.texts import own_wording, papers, replies, report, requests, schedules, turns
from dondoc.texts.documents import DOCUMENT_REFUSALS
from dondoc.texts.words import WORDS, word

_REFUSALS: Mapping[str, str] = {
    **DOCUMENT_REFUSALS,
    **report.REFUSALS,
    **papers.REFUSALS,
    **requests.REFUSALS,
    "not_allowed": "Anh/chị không có quyền làm việc này. Nếu cần, đề nghị liên hệ quản trị viên.",
    "wrong_address": "“{address}” không phải là địa chỉ thư điện tử. Ví dụ đúng: ten@coquan.gov.vn.",
    "agency_exists": "Đã có cơ quan mã {code}.",
    "plan_exists": "Đã có kế hoạch mã {code}.",
    "not_found": "Không tìm thấy nội dung này.",
    "sign_in_expired": "Liên kết đăng nhập đã hết hiệu lực hoặc đã được dùng. Đề nghị lấy liên kết mới.",
    "round_closed": "Báo cáo của kỳ này đã được ký, không sửa được nữa. Đề nghị liên hệ đơn vị chủ trì.",
    "assignment_excused": "Phòng, đơn vị đã được miễn báo cáo kỳ này.",
    "already_accepted": "Báo cáo đã được tiếp nhận nên không sửa được. Đơn vị chủ trì có thể trả lại để sửa.",
    "text_too_long": "Nội dung dài quá {longest} ký tự. Đề nghị rút gọn.",
    "no_result": "Chưa có kết quả thực hiện nào. Ghi kết quả của ít nhất một nội dung, hoặc chọn “Không phát sinh”.",
    "figure_missing": "Chưa có số liệu. Nếu không có, ghi 0.",
    "other_value_unexplained": "Số này khác với số đơn vị đã nêu cho cùng thời gian. Ghi rõ vì sao khác.",
    "figure_negative": "Số liệu không được âm.",
    "not_submitted": "Phòng, đơn vị chưa nộp báo cáo này.",
    "already_decided": "Việc này đã được quyết định trước đó.",
    "change_reason_missing": "Ghi lý do thay đổi: lý do được lưu vào lịch sử.",
    "round_missing": "Chọn kỳ mà thay đổi này áp dụng.",
    "window_of_one": "Thời gian lấy số liệu chỉ đổi được cho từng kỳ.",
    "rhythm_of_one": "Loại kỳ và chế độ báo cáo không đổi được cho riêng một kỳ. Chọn “từ kỳ này trở đi” "
    "hoặc “mọi kỳ chưa trình”.",
    "document_missing": "Ghi số, ký hiệu văn bản quy định ngày nghỉ hoặc làm bù.",
    "extension_reason_missing": "Ghi lý do gia hạn.",
    "unit_ends_already": "{name} đã có ngày kết thúc ({day}).",
    "unit_name_missing": "Ghi tên và tên viết tắt của phòng, đơn vị mới.",
    "units_do_not_fit": "Số phòng, đơn vị không khớp với việc này: đổi tên một thành một, sáp nhập nhiều thành một, "
    "chia một thành nhiều, giải thể một.",
    "unit_work_handed_over": "Công việc đã chuyển cho đơn vị kế thừa, không hoàn tác được. Đề nghị lập thay đổi mới.",
    "not_undoable": "Thay đổi này không lập lại tự động được. Đề nghị lập thay đổi mới.",
    "no_such_plan": "Chưa có kế hoạch mã {code}. Dùng lệnh dondoc plan add để nhập lần đầu.",
    "reason_missing": "Ghi lý do để người nhận biết cần sửa gì.",
    "unit_is_in": "Phòng, đơn vị đã nộp báo cáo, không cần nhắc nữa.",
    "reminded_today": "Hôm nay đã có thư nhắc phòng, đơn vị này. Ngày làm việc tới có thể nhắc lại.",
    "reminded_enough": "Đã nhắc phòng, đơn vị này {cap} lần về báo cáo này, đủ số lần mà các mốc nhắc cho phép. "
    "Đề nghị trao đổi trực tiếp.",
    "nobody_to_remind": "Phòng, đơn vị chưa có người nhận thư. Đề nghị quản trị viên bổ sung đầu mối.",
    "version_changed": "Dự thảo đã thay đổi sau khi anh/chị mở. Đề nghị xem lại bản mới rồi quyết định.",
    "not_your_turn": "Chưa đến lượt, hoặc không phải lượt của anh/chị trong quy trình ký duyệt.",
    "already_sent_up": "Dự thảo đã được trình, không trình lại được.",
    "not_in_drafting": "Dự thảo đã trình hoặc đã ký nên không tổng hợp lại được.",
    "no_head_to_approve": "Đơn vị chủ trì chưa có trưởng phòng để duyệt. Đề nghị quản trị viên bổ sung.",
    "no_signer": "Chưa có lãnh đạo tên {name} để ký. Đề nghị quản trị viên bổ sung.",
    "number_before_signature": "Báo cáo chưa được ký nên chưa được cấp số.",
    "issued_before_signature": "Ngày ban hành không được trước ngày ký ({signed_on}).",
    "issued_in_future": "Ngày ban hành không được sau hôm nay ({today}).",
    "issued_before_last": "Ngày ban hành không được trước ngày của số liền trước trong sổ ({last}).",
    "already_numbered": "Báo cáo đã có số.",
    "number_taken": "Số vừa được cấp cho văn bản khác. Đề nghị thử lại.",
    "not_numbered": "Báo cáo chưa có số nên chưa phát hành được.",
    "already_dispatched": "Báo cáo đã được phát hành.",
    "recipient_without_address": "{name} chưa có địa chỉ thư điện tử. Chọn “bản giấy” hoặc bổ sung địa chỉ.",
    "not_in_doubt": "Thư này không ở trạng thái chưa rõ.",
    "day_out_of_range": "Ngày phải từ 1 đến 28 (tháng nào cũng có), hoặc chọn ngày cuối tháng.",
    "no_such_day": "“{typed}” không có trong lịch (ví dụ không có ngày 30 tháng 2). Đề nghị ghi ngày khác.",
    "not_a_day_rule": "“{typed}” không phải là cách ghi ngày. Ví dụ: 18, last, working day 5, 11-30, 2024-11-30.",
    "no_rhythm": "“{typed}” không phải là quy tắc lặp (RFC 5545) dùng được ở đây. Ví dụ: FREQ=MONTHLY;BYMONTHDAY=20.",
    "no_anchor": "Ngày này tính từ một sự kiện hoặc từ hạn gửi, nhưng nhiệm vụ không có sự kiện hoặc hạn gửi đó.",
    "send_before_due": "Hạn gửi báo cáo phải sau hạn nộp của phòng, đơn vị.",
    "due_before_data": "Hạn nộp {due} không sau ngày chốt số liệu {data_to} (Điều 8 khoản 5 Nghị định số "
    "09/2019/NĐ-CP). Đề nghị chọn ngày sau ngày chốt số liệu.",
    "end_before_start": "Ngày kết thúc {end} trước ngày bắt đầu {start}. Đề nghị ghi lại một trong hai ngày.",
    "window_overlap": "Thời gian lấy số liệu {data_from} – {data_to} chồng lên kỳ liền trước (chốt {before}). Mỗi "
    "ngày chỉ được tính vào một kỳ: kỳ này phải bắt đầu sau ngày chốt của kỳ trước.",
    "window_gap": "Thời gian lấy số liệu {data_from} – {data_to} bỏ sót những ngày sau khi kỳ liền trước chốt "
    "({before}). Mỗi ngày phải thuộc một kỳ.",
    "unknown_regime": "Không có chế độ báo cáo mã “{code}”. Các chế độ đang có: {known}.",
    "regime_not_valid": "{name} không có hiệu lực vào ngày chốt số liệu {day} (hiệu lực từ {since}).",
    "calendar_without_year": "Lịch nghỉ của cơ quan chưa có năm {year}. Bổ sung ngày nghỉ của năm đó trước.",
    "unknown_round": "Không có kỳ “{round}” trong lịch này. Các kỳ: {known}.",
    "round_settled": "Báo cáo của kỳ này đã trình hoặc đã ký nên ngày không đổi được nữa.",
    "already_cancelled": "Kỳ này đã được hủy.",
    "already_paused": "Lịch này đang tạm dừng.",
    "not_paused": "Lịch này không tạm dừng.",
    "not_event_rule": "Nhiệm vụ này không chờ sự kiện nào.",
    "note_missing": "Ghi sự kiện đã xảy ra và văn bản nói về sự kiện đó.",
    "event_in_future": "Sự kiện chưa xảy ra ({day}). Chỉ ghi nhận sự kiện đã xảy ra.",
    "already_undone": "Thay đổi này đã được hoàn tác.",
    "undo_settled": "Không hoàn tác được nữa: kỳ có liên quan đã trình hoặc đã ký.",
    "day_missing": "Ghi ngày.",
    "count_out_of_range": "Ghi một số từ {least} đến 60.",
    "compile_after_sign": "Hạn trình phải trước hoặc bằng hạn ký: số ngày trước hạn gửi không được nhỏ hơn.",
    "unknown_direction": "“{typed}” không phải là một hướng dời. Chọn: forward, back hoặc none.",
    "unknown_field": "“{name}” không phải là nội dung đổi được của lịch.",
    "unknown_kinds": "Chọn ít nhất một loại kỳ báo cáo, ví dụ quý, năm.",
    "same_day_rule": "Ngày {day} đã là như vậy trong lịch, không có gì thay đổi.",
    "not_later": "Ngày gia hạn phải sau hạn hiện tại ({deadline}).",
    "after_sending": "Ngày gia hạn không được sau hạn gửi báo cáo ({send_on}).",
    "already_asked": "Đã có một đề nghị gia hạn đang chờ đơn vị chủ trì.",
    "already_excused": "Phòng, đơn vị đã được miễn báo cáo kỳ này.",
    "round_cancelled": "Kỳ báo cáo này đã được hủy.",
    "nothing_changed": "Chưa có gì thay đổi.",
    "already_confirmed": "Lịch này đã được xác nhận.",
    "feed_missing": "Chọn lịch muốn đăng ký.",
    "too_many_feeds": "Anh/chị đã có {most} liên kết lịch. Thu hồi bớt liên kết không dùng rồi tạo lại.",
    "draft_exists": "Phòng, đơn vị đang có bản soạn dở. Đưa nội dung thư vào biểu mẫu để không mất bản đó.",
    "substitute_missing": "Chọn người thay thế khác với người vắng mặt.",
    "days_reversed": "Ngày cuối không được trước ngày đầu.",
    "not_rounds": "Nhiệm vụ này báo cáo trong kỳ của nhiệm vụ khác; sửa lịch ở nhiệm vụ đó.",
    **schedules.REFUSALS,
    **own_wording.REFUSALS,
    **replies.REFUSALS,
    **turns.REFUSALS,
}

_SILENCES: Mapping[str, str] = {
    "excused": "được miễn báo cáo kỳ này",
    "is_in": "đã nộp lúc {at}",
    "later_rung": "gộp vào thư nhắc sau cùng đến hạn một lượt",
    "already_written": "thư này đã được viết trước đó",
    **schedules.SILENCES,
    **turns.SILENCES,
}

_FINDINGS: Mapping[str, str] = {
    "failed": "{count} thư không gửi được trong 7 ngày qua: kiểm tra địa chỉ người nhận ở trang Thư.",
    "in_doubt": "{count} thư chưa rõ đã đến hay chưa: đề nghị xác minh với người nhận.",
    "expired": "{count} thư đã hết hiệu lực trước khi gửi được trong 7 ngày qua.",
    "waiting": "{count} thư đã quá giờ gửi hơn 1 giờ: kiểm tra máy chủ thư.",
    "runs": "{count} lượt chạy tự động bị lỗi hoặc bị ngắt trong 24 giờ qua.",
    "held_in": "{count} thư đến trong 7 ngày qua được giữ lại, chờ người quyết định ở trang Thư đến.",
    "unheard": "{count} phòng, đơn vị còn nợ báo cáo nhưng chưa có người nhận thư: bổ sung đầu mối.",
    **schedules.FINDINGS,
    **own_wording.FINDINGS,
}

_ACTS: Mapping[str, str] = {
    "import": "Nhập kế hoạch ({obligations} nhiệm vụ)",
    "open": "Mở kỳ báo cáo cho {units} phòng, đơn vị",
    "submit": "Nộp báo cáo (bản {version})",
    "accept": "Tiếp nhận báo cáo",
    "return": "Trả lại báo cáo: {reason}",
    "compile": "Tổng hợp dự thảo (bản {version})",
    "send_up": "Trình dự thảo (bản {version})",
    "approve": "Duyệt dự thảo (bản {version})",
    "sign": "Ký báo cáo (bản {version})",
    "send_back": "Trả lại dự thảo: {reason}",
    "number": "Cấp số {symbol}",
    "dispatch": "Phát hành {symbol}",
}

_WARNINGS: Mapping[str, str] = {
    "no_working_day_between": "Chưa đủ một ngày làm việc giữa ngày chốt số liệu và hạn gửi "
    "(Điều 8 khoản 5 Nghị định số 09/2019/NĐ-CP).",
    "due_before_data": "Hạn nộp rơi vào hoặc trước ngày chốt số liệu (Điều 8 khoản 5 Nghị định số 09/2019/NĐ-CP).",
    "send_before_due": "Hạn gửi không sau hạn nộp của phòng, đơn vị.",
    "no_time_to_compile": "Đơn vị chủ trì không có ngày làm việc nào để tổng hợp giữa hạn nộp và hạn trình.",
    "calendar_predicted": "Lịch nghỉ của năm này chưa có văn bản, ngày đang tính theo dự báo.",
}

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_ROMAN = ("I", "II", "III", "IV")


def refusal(refused: Refused) -> str:
    """The sentence for a refusal."""
    values = told_values(refused.values)
    if refused.key == "interval_out_of_range":
        values |= {name: schedules.duration(int(str(values[name]))) for name in ("least", "most")}
    return _REFUSALS[refused.key].format(**values)


def told_values(values: Mapping[str, object]) -> dict[str, object]:
    """The values of a sentence, days as people write them."""
    return {name: day(value) if isinstance(value, date) else value for name, value in values.items()}


def silence(key: str, **values: str) -> str:
    """Why a reminder that was due was not sent, for the ledger."""
    return _SILENCES[key].format(**values)


def finding(key: str, **values: object) -> str:
    """What the watch flow found, for administrators."""
    return _FINDINGS[key].format(**values)


def rehearsed(act: str, detail: Mapping[str, object]) -> str:
    """An act of the audit log as a line of the timeline; empty for one that is not told there."""
    return _ACTS[act].format(**detail) if act in _ACTS else ""


def warning(key: str) -> str:
    """The sentence for a warning about dates."""
    return _WARNINGS[key]


def day(value: date) -> str:
    """A day as people write it: "thứ Sáu, 15/03/2024"; where it says a time: "16 giờ 00, thứ Sáu, 15/03/2024"."""
    return f"{_hour(value)}{_WEEKDAYS[value.weekday()]}, {value:%d/%m/%Y}"


def short_day(value: date) -> str:
    """A day in a table: "15/03/2024", "16 giờ 00, 15/03/2024"."""
    return f"{_hour(value)}{value:%d/%m/%Y}"


def _hour(value: date) -> str:
    at = time_of(value)
    return f"{at.hour} giờ {at.minute:02}, " if at else ""


def day_time(value: datetime) -> str:
    """An instant in the agency's time zone: "09:12 ngày 15/03/2024"."""
    return f"{value:%H:%M} ngày {value:%d/%m/%Y}"


def period_name(kind: PeriodKind, number: int, year: int) -> str:  # noqa: PLR0911 - one a kind
    """The period's name, made in this one place: "quý I năm 2024", "6 tháng đầu năm 2024"."""
    match kind:
        case PeriodKind.WEEK:
            return f"tuần {number:02d} năm {year}"
        case PeriodKind.MONTH:
            return f"tháng {number} năm {year}"
        case PeriodKind.QUARTER:
            return f"quý {_ROMAN[number - 1]} năm {year}"
        case PeriodKind.HALF:
            return f"6 tháng {'đầu' if number == 1 else 'cuối'} năm {year}"
        case PeriodKind.NINE_MONTHS:
            return f"9 tháng đầu năm {year}"
        case PeriodKind.YEAR:
            return f"năm {year}"
        case PeriodKind.ONCE:
            return f"một lần, năm {year}"
        case PeriodKind.EVENT:
            return f"đột xuất, lần {number}, năm {year}"
        case PeriodKind.AD_HOC | PeriodKind.THEMATIC:
            return word(kind)


def report_name(subject: str, period: str) -> str:
    """How letters and pages call a report: "Báo cáo kết quả … quý I năm 2024".

    One that was asked for is called by its subject alone.
    """
    if period == word(PeriodKind.AD_HOC):
        return f"Báo cáo {subject}"
    if period == word(PeriodKind.THEMATIC):
        return f"Báo cáo {period} {subject}"
    return f"Báo cáo {subject} {period}"


def carried(unit: str, carrier: str) -> str:
    """An ended unit with the one that does its work now."""
    return f"{unit} (nay do {carrier} thực hiện)"


def basis(text: str) -> str:
    """What something proposed rests on; in the data an example begins with the word "example"."""
    return "Ví dụ" + text.removeprefix("example") if text.startswith("example") else text


def unit_state(nothing: bool, submitted: bool, late: bool, excused: bool = False) -> str:
    """The state of a unit in the annex of a report."""
    if excused:
        return "Được miễn báo cáo"
    if not submitted:
        return "Chưa nộp"
    when = "trễ hạn" if late else "đúng hạn"
    return f"Không phát sinh (nộp {when})" if nothing else f"Đã nộp {when}"


__all__ = [
    "WORDS", "basis", "carried", "day", "day_time", "finding", "period_name", "refusal", "rehearsed",
    "report_name", "short_day", "silence", "told_values", "unit_state", "warning", "word",
]  # fmt: skip
