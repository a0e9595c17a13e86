"""Sentences about the report: compiling, defects, provenance, sign-off, numbers."""

from collections.abc import Mapping
from enum import StrEnum

from dondoc.rules.defects import Defect, Found
from dondoc.rules.diff import Mark
from dondoc.rules.provenance import Change
from dondoc.rules.reading import Strange
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
    "file_missing": "Chọn tệp Word (.docx) đã sửa.",
    "file_too_big": "Tệp lớn hơn {megabytes} MB. Đề nghị bỏ bớt hình ảnh rồi gửi lại.",
    "file_old_or_locked": "Tệp có mật khẩu hoặc là dạng .doc cũ. Mở bằng Word, bỏ mật khẩu và lưu lại dạng .docx.",
    "file_not_docx": "Tệp không phải là tài liệu Word (.docx), hoặc đã hỏng. Đề nghị lưu lại dạng .docx.",
    "file_bomb": "Tệp bung ra quá lớn nên không mở. Đề nghị tải lại dự thảo từ trang này rồi sửa trên bản đó.",
    "file_has_macros": "Tệp có macro (mã lệnh) nên không nhận. Lưu lại dạng “Word Document (.docx)”, không phải .docm.",
    "file_links_outside": "Tệp nạp nội dung từ nơi khác ({link}) nên không nhận. Bỏ liên kết đó rồi gửi lại.",
    "file_embeds": "Tệp có tệp khác nhúng bên trong ({name}) nên không nhận. Bỏ phần nhúng rồi gửi lại.",
    "file_too_slow": "Mở tệp quá lâu nên đã dừng. Đề nghị tải lại dự thảo từ trang này rồi sửa trên bản đó.",
    "file_broken": "Không mở được tệp. Đề nghị mở bằng Word, lưu lại dạng .docx rồi gửi lại.",
    "file_not_ours": "Tệp không có kiểu đoạn của dự thảo nên không biết đoạn nào thuộc mục nào. Tải DOCX ở trang này "
    "rồi sửa trên tệp đó.",
    "file_of_other_report": "Tệp này là dự thảo của báo cáo khác.",
    "word_base_changed": "Trong lúc sửa bằng Word, dự thảo đã có bản {version}. Đối chiếu phần khác nhau dưới đây, tải "
    "bản mới về và sửa tiếp trên bản đó.",
    "strange_undecided": "Chọn đưa nội dung này vào mục nào, hoặc bỏ.",
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
    Strange: {
        Strange.PICTURE: "hình ảnh",
        Strange.TEXT_BOX: "khung chữ",
        Strange.FOOTNOTE: "chú thích cuối trang",
        Strange.COMMENT: "nhận xét bên lề",
        Strange.TABLE: "bảng",
        Strange.STYLE: "đoạn không có kiểu của dự thảo",
        Strange.FIXED: "phần do hệ thống, văn thư hoặc người ký điền",
        Strange.FIGURE: "dòng phụ lục không đọc được",
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
