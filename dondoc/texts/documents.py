"""What is said about a plan document that is read: why it is refused, what is asked, what is doubtful or unused."""

from collections.abc import Mapping

DOCUMENT_REFUSALS: Mapping[str, str] = {
    "document_missing": "Không đọc được tệp. Đề nghị kiểm tra đường dẫn và quyền đọc, rồi thử lại.",
    "document_empty": "Tệp không có nội dung. Đề nghị chọn đúng tệp kế hoạch đã ban hành.",
    "document_too_large": "Tệp lớn quá {largest}. Đề nghị bỏ bớt hình ảnh, hoặc tách phụ lục thành tệp riêng.",
    "document_too_heavy": "Tệp cần quá nhiều bộ nhớ hoặc thời gian để đọc. Đề nghị lưu lại dạng DOCX rồi thử lại.",
    "document_unpacks_too_far": "Tệp nén quá mức thông thường nên không được mở. Đề nghị lưu lại bằng Word hoặc Excel.",
    "document_damaged": "Tệp bị hỏng hoặc không đúng định dạng. Đề nghị mở bằng Word hoặc Excel rồi lưu lại.",
    "document_encrypted": "Tệp đặt mật khẩu. Đề nghị bỏ mật khẩu rồi thử lại.",
    "document_macros": "Tệp chứa macro nên không được mở. Đề nghị lưu lại dạng DOCX hoặc XLSX (không có macro).",
    "document_html": "Tệp này thật ra là trang web (HTML). Đề nghị mở bằng Word rồi lưu dạng DOCX.",
    "document_old_word": "Tệp thuộc định dạng cũ (DOC, XLS, RTF). Đề nghị mở bằng Word hoặc Excel, lưu dạng mới.",
    "document_scan": "Tệp là bản chụp, không có chữ để đọc. Đề nghị dùng bản DOCX hoặc PDF xuất từ Word.",
    "document_kind_unknown": "Không nhận ra loại tệp. Các loại đọc được: DOCX, PDF có chữ, MD, TXT, XLSX, TSV, CSV.",
    "document_not_what_named": "Nội dung tệp không phải loại {suffix} như tên gọi. Đề nghị lưu lại đúng định dạng.",
    "document_not_text": "Tệp không phải văn bản. Các loại đọc được: DOCX, PDF có chữ, MD, TXT, XLSX, TSV, CSV.",
    "document_not_a_plan": "Văn bản không phải kế hoạch: không có tiêu đề kế hoạch, không có nhiệm vụ giao cho đơn vị.",
}  # fmt: skip

_QUESTIONS: Mapping[str, str] = {
    "no_obligations": "Không tìm thấy nhiệm vụ nào; văn bản có phải là kế hoạch không?",
    "table_without_header": "Bảng không có dòng tiêu đề; các cột được đoán theo nội dung, xin xác nhận từng cột.",
    "no_units": "Văn bản không nêu đơn vị nào; ai thực hiện?",
    "year_gone": "Kế hoạch của năm {year} đã qua; có đúng văn bản không?",
    "year_past": "Các thời hạn đều trước năm {year}; kế hoạch của năm nào?",
    "cadence": "Văn bản nói định kỳ nhưng không nêu kỳ và ngày; báo cáo theo kỳ nào?",
}

_DOUBTS: Mapping[str, str] = {
    "no_lead": "Văn bản không nêu đơn vị thực hiện.",
    "unit_unclear": "Tên đơn vị đọc chưa chắc đúng.",
    "unit_unknown": "Có đơn vị không nằm trong danh mục của cơ quan.",
    "unit_like": "Có tên gần giống đơn vị {code}; xin xác nhận.",
    "unit_spelling": "Tên đơn vị viết khác danh mục một chút.",
    "time_unclear": "Thời gian ghi chung chung, không rút ra ngày được.",
    "time_several": "Bảng có nhiều cột thời gian; xin xác nhận thời gian nào là hạn.",
    "product_unclear": "Sản phẩm đọc chưa chắc đúng.",
    "content_short": "Nội dung quá ngắn.",
    "no_header": "Cột của bảng được đoán vì bảng không có dòng tiêu đề.",
}

_REASONS: Mapping[str, str] = {
    "preamble": "phần mở đầu",
    "ends": "phần đầu và phần cuối văn bản",
    "introduction": "câu dẫn",
    "purpose": "mục đích, yêu cầu, quan điểm, mục tiêu",
    "funding": "kinh phí",
    "heading": "tiêu đề",
    "closing": "câu kết",
    "legal_basis": "căn cứ pháp lý",
    "article": "điều của quyết định",
    "detail": "chi tiết của nhiệm vụ ở trên",
    "no_unit": "câu không giao việc cho đơn vị nào",
    "too_deep": "nằm quá sâu trong các mục",
    "table_without_works": "bảng không giao nhiệm vụ",
    "header_or_group": "tiêu đề hoặc dòng nhóm của bảng",
    "said_in_table": "đã có trong bảng nhiệm vụ",
}


def question(key: str, **values: object) -> str:
    """What is asked about a document that is read."""
    return _QUESTIONS[key].format(**values)


def doubt(key: str) -> str:
    """What is doubtful about a field; `unit_like:CODE` names the unit that is meant perhaps."""
    name, _, code = key.partition(":")
    return _DOUBTS[name].format(code=code)


def reason(key: str) -> str:
    """Why a piece of the document gave no obligation."""
    return _REASONS[key]
