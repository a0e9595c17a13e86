"""Sentences about the report: compiling, defects, provenance, sign-off, numbers."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from dondoc.model import Capacity, SignatureCheck, StepTask, Verdict
from dondoc.rules.defects import Defect, Found
from dondoc.rules.diff import Mark
from dondoc.rules.gist import Gist
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
    "second_factor_missing": "Chữ ký cần mã xác thực mà anh/chị chưa cài. Mở trang “Xác thực hai lớp” để cài, rồi ký.",
    "second_factor_exists": "Anh/chị đã cài xác thực hai lớp. Mất điện thoại thì dùng mã khôi phục, "
    "hoặc đề nghị quản trị viên gỡ.",
    "code_missing": "Gõ mã 6 chữ số trên ứng dụng xác thực, hoặc một mã khôi phục.",
    "code_wrong": "Mã không đúng hoặc đã dùng. Chờ mã mới trên ứng dụng rồi gõ lại.",
    "code_locked": "Gõ sai nhiều lần nên tạm khóa. Thử lại sau {minutes} phút.",
    "chain_ends_with_signature": "Quy trình phải kết thúc bằng đúng một bước ký.",
    "chain_task_twice": "Mỗi bước chỉ có một lần trong quy trình.",
    "chain_form_unnamed": "Chọn người kiểm tra thể thức.",
    "not_a_person": "Chọn một người trong danh sách.",
    "delegation_days": "Ngày kết thúc không được trước ngày bắt đầu.",
    "delegation_basis": "Ghi văn bản giao ký (số, ngày).",
    "delegation_self": "Người được giao phải khác người giao.",
    "agency_unknown": "Chưa cài đặt cơ quan mã {code}; cài cơ quan đó trước.",
    "evidence_before_signature": "Báo cáo chưa được ký nên chưa có hồ sơ bằng chứng.",
    "template_syntax": "Mẫu có lỗi ở trường hoặc lệnh: {said}",
    "template_unknown": "Mẫu dùng trường “{name}” không có trong báo cáo. Có phải là “{near}” không?",
    "template_lacks": "Mẫu thiếu trường bắt buộc: {names}. Thiếu chúng thì văn bản không đủ thể thức.",
    "template_second_person": "Người gửi mẫu không tự cho dùng được. Đề nghị một quản trị viên khác xem rồi cho dùng.",
    "pdf_missing": "Chọn tệp PDF đã ký số.",
    "void_reason": "Ghi lý do hủy số.",
    "void_after_dispatch": "Báo cáo đã phát hành nên không hủy số được. Lập văn bản thay thế hoặc đính chính.",
    "skip_backwards": "Số tiếp theo phải lớn hơn {following}, là số sổ sẽ cấp.",
    "skip_too_far": "Không bỏ qua quá {most} số một lần. Kiểm tra lại số.",
    "skip_reason": "Ghi lý do, ví dụ các số đã cấp trên sổ giấy.",
    "replace_before_dispatch": "Báo cáo chưa phát hành. Hủy số và trình lại, không cần văn bản thay thế.",
    "already_replaced": "Báo cáo này đã có văn bản thay thế.",
    "already_corrected": "Báo cáo này đã có công văn đính chính. Sai tiếp thì lập văn bản thay thế.",
    "correction_words": "Ghi cả chữ đã in và chữ đúng.",
    "superior_asks_nothing": "{name} hiện không có kỳ báo cáo nào chờ cơ quan này trong hệ thống. Chọn cách gửi khác.",
    "superior_has_no_writer": "{name} chưa có đầu mối cho đơn vị này. Đề nghị quản trị viên bên đó bổ sung.",
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
    StepTask: {
        StepTask.CONTENT: "duyệt nội dung",
        StepTask.FORM: "kiểm tra thể thức",
        StepTask.DEPUTY: "cho ý kiến",
        StepTask.SIGN: "ký",
    },
    Capacity: {
        Capacity.OWN: "ký trực tiếp",
        Capacity.KT: "ký thay",
        Capacity.TL: "thừa lệnh",
        Capacity.TUQ: "thừa ủy quyền",
        Capacity.Q: "quyền",
    },
    Verdict: {
        Verdict.EXACT: "đúng văn bản đã ban hành, chữ ký hợp lệ",
        Verdict.SAME_TEXT: "cùng nội dung nhưng không phải tệp đã ban hành",
        Verdict.DIFFERENT: "là văn bản khác",
        Verdict.UNTRUSTED: "chữ ký chưa được tin cậy",
        Verdict.CHANGED_AFTER: "đã bị sửa sau khi ký",
        Verdict.NOT_SIGNED: "chưa có chữ ký số",
        Verdict.BROKEN: "không phải tệp PDF đọc được",
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


def gist_lines(gist: Gist) -> tuple[str, ...]:
    """The lines that matter to who signs."""
    missing = f"Chưa nộp: {'; '.join(gist.missing)}" if gist.missing else f"Đủ {gist.asked}/{gist.asked} phòng, đơn vị"
    late = f"Nộp trễ hạn: {'; '.join(gist.late)}" if gist.late else "Không có bài nào nộp trễ"
    if gist.changed is None:
        changed = "Lần đầu anh/chị xem dự thảo này"
    elif gist.changed:
        changed = f"So với bản {gist.seen} anh/chị đã xem, sửa {len(gist.changed)} chỗ: {'; '.join(gist.changed[:4])}"
    else:
        changed = f"Nội dung như bản {gist.seen} anh/chị đã xem"
    jumps = [f"{each.name}: {_plain(each.value)} (trước: {_plain(each.before)})" for each in gist.jumps[:3]]
    more = f"; còn {len(gist.jumps) - 3} số liệu" if len(gist.jumps) > 3 else ""
    figures = f"Số liệu lệch nhiều so với trước: {'; '.join(jumps)}{more}" if jumps else "Không có số liệu lệch nhiều"
    return tuple(f"{line}." for line in (missing, late, changed, figures))


def _plain(value: Decimal) -> str:
    return f"{value:,f}".translate(str.maketrans(",.", ".,"))


_VERDICTS: Mapping[Verdict, str] = {
    Verdict.EXACT: "Đúng văn bản đã ban hành, chữ ký của {signers} hợp lệ. Nơi nhận sẽ được gửi bản này.",
    Verdict.SAME_TEXT: "Cùng nội dung với văn bản đã ban hành nhưng không phải tệp đó (đã được lưu lại hoặc in lại). "
    "Tải đúng tệp PDF ở trang này, ký trên tệp đó rồi gửi lên.",
    Verdict.DIFFERENT: "Đây là văn bản khác, không phải văn bản đã ban hành, dù chữ ký của {signers} hợp lệ.",
    Verdict.UNTRUSTED: "Đúng văn bản nhưng chứng thư của {signers} chưa được hệ thống tin cậy ({detail}). Kiểm tra "
    "chứng thư, hoặc đề nghị quản trị viên bổ sung chứng thư gốc.",
    Verdict.CHANGED_AFTER: "Tệp đã bị sửa sau khi ký ({detail}). Không dùng tệp này.",
    Verdict.NOT_SIGNED: "Tệp chưa có chữ ký số. Ký bằng công cụ ký số rồi gửi lên.",
    Verdict.BROKEN: "Không đọc được tệp này như một tệp PDF.",
}


def verdict(check: SignatureCheck) -> str:
    """What a check came to, for the clerk."""
    signers = ", ".join(check.signers) or "người ký"
    return _VERDICTS[check.verdict].format(signers=signers, detail=check.detail or "không rõ lý do")
