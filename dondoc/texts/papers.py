"""Sentences about what is done with papers after they are issued: correcting letters, the archive, own templates."""

from collections.abc import Mapping

REFUSALS: Mapping[str, str] = {
    "correction_decided": "Công văn đính chính này đã được ký hoặc trả lại.",
    "archive_before_dispatch": "Báo cáo chưa phát hành nên chưa nộp lưu được.",
    "archive_letters_open": "Còn {count} thư phát hành chưa có kết quả. Chờ thư gửi xong, hoặc xác minh thư chưa rõ, "
    "rồi nộp lưu.",
    "archive_correction_open": "Công văn đính chính chưa gửi xong. Phát hành hoặc trả lại công văn trước khi nộp lưu.",
    "already_archived": "Báo cáo đã nộp lưu và từ đó không có văn bản nào được phát hành thêm.",
    "archive_folder": "Ghi tên hồ sơ, ví dụ “01/2024 – Công tác cải cách tư pháp”.",
    "template_fetches": "Mẫu có mã trường {code}, khi mở sẽ đọc tệp hoặc địa chỉ khác. Bỏ trường đó rồi gửi lại.",
    "template_prints_not": "In thử bằng LibreOffice thì thiếu nội dung: {words}. Kiểm tra khung, ô hoặc chữ trắng của "
    "mẫu.",
    "office_pdf_failed": "LibreOffice chưa in được PDF theo mẫu riêng. Thử lại; nếu vẫn lỗi, đề nghị quản trị viên "
    "thôi dùng mẫu riêng hoặc bỏ DONDOC_SOFFICE để PDF theo mẫu chuẩn.",
}
