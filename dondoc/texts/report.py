"""Sentences about the report: compiling, defects, provenance, sign-off, numbers."""

from collections.abc import Mapping
from enum import StrEnum

from dondoc.rules.defects import Defect, Found
from dondoc.rules.diff import Mark
from dondoc.rules.provenance import Change
from dondoc.rules.report import CLOSING, OPENING, ReportKind

REFUSALS: Mapping[str, str] = {
    "figure_status_missing": "Chọn loại số liệu: ước tính, thực tế hay chính thức.",
    "signed_not_edited": "Báo cáo đã được ký nên không sửa được nữa. Nếu sai, văn thư lập văn bản thay thế "
    "hoặc đính chính.",
    "edited_meanwhile": "Trong lúc anh/chị sửa, dự thảo đã có bản {version}. Nội dung anh/chị gõ còn ở dưới đây; "
    "đề nghị xem bản mới rồi sửa lại trên bản đó.",
    "block_empty": "Mục này không được để trống.",
    "sources_unchanged": "Bài nộp của các phòng, đơn vị không thay đổi từ khi tổng hợp.",
    "sources_changed": "Bài nộp đã thay đổi sau khi tổng hợp ({units}). Chọn cập nhật dự thảo, hoặc giữ nguyên "
    "rồi trình.",
    "report_defects": "Dự thảo còn lỗi phải sửa trước khi trình: {defects}",
}

WORDS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    ReportKind: {
        ReportKind.PERIODIC: "báo cáo định kỳ",
        ReportKind.YEARLY: "báo cáo năm",
        ReportKind.THEMATIC: "báo cáo chuyên đề",
        ReportKind.AD_HOC: "báo cáo đột xuất",
    },
    Change: {
        Change.NEW_VERSION: "đã nộp bản mới",
        Change.RETURNED: "đã bị trả lại",
        Change.ARRIVED: "mới nộp",
    },
    Mark: {
        Mark.SAME: "giữ nguyên",
        Mark.GONE: "bỏ",
        Mark.NEW: "thêm",
    },
    Defect: {
        Defect.OTHER_PERIOD: "nêu kỳ khác",
        Defect.NO_PERIOD: "không nêu kỳ báo cáo",
        Defect.OWN_EMPTY: "mục người soạn phải viết còn trống",
        Defect.OWN_NUMBER: "đề mục tự đánh số",
        Defect.EMPTY: "mục không có nội dung",
    },
}

_DEFECTS: Mapping[Defect, str] = {
    Defect.OTHER_PERIOD: "{where} nêu “{words}”, khác kỳ của báo cáo",
    Defect.NO_PERIOD: "{where} không nêu kỳ báo cáo “{words}”",
    Defect.OWN_EMPTY: "mục “{heading}” do người soạn viết, hiện còn trống",
    Defect.OWN_NUMBER: "đề mục “{heading}” đã có số của mình; hệ thống tự đánh số, đề nghị bỏ số này",
    Defect.EMPTY: "mục “{heading}” không có nội dung",
}
_PLACES = {"subject": "trích yếu", OPENING: "câu mở đầu", CLOSING: "câu kết"}


def defect(found: Found) -> str:
    """What is wrong, for the draft page."""
    where = _PLACES.get(found.where, f"mục “{found.heading}”")
    return _DEFECTS[found.defect].format(where=where, heading=found.heading, words=found.words)
