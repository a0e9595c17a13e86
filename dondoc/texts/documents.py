"""What is said about a plan document that is read: why it is refused, what is asked, what is doubtful or unused."""

from collections.abc import Mapping

DOCUMENT_REFUSALS: Mapping[str, str] = {
    "document_missing": "Không đọc được tệp. Đề nghị kiểm tra đường dẫn và quyền đọc, rồi thử lại.",
    "document_empty": "Tệp không có nội dung. Đề nghị chọn đúng tệp kế hoạch đã ban hành.",
    "document_too_large": "Tệp lớn quá {largest}. Đề nghị bỏ bớt hình ảnh, hoặc tách phụ lục thành tệp riêng.",
    "document_too_heavy": "Tệp cần quá nhiều bộ nhớ hoặc thời gian để đọc. Đề nghị lưu lại dạng DOCX rồi thử lại.",
    "document_unpacks_too_far": "Tệp nén quá mức thông thường nên không được mở. Đề nghị lưu lại bằng Word hoặc Excel.",
    "document_too_many_pages": "Tệp PDF dài quá, chỉ đọc kịp {read} trang đầu. Đề nghị dùng bản DOCX, hoặc chỉ nộp "
    "các trang giao nhiệm vụ, mỗi tệp không quá {part} trang.",
    "document_too_long": "Văn bản dài quá (khoảng 800 trang), hoặc một ô của bảng chứa cả văn bản. Đề nghị chỉ nộp "
    "kế hoạch và phụ lục nhiệm vụ, bỏ bảng kẻ bao ngoài.",
    "document_damaged": "Tệp bị hỏng hoặc không đúng định dạng. Đề nghị mở bằng Word hoặc Excel rồi lưu lại.",
    "document_encrypted": "Tệp đặt mật khẩu. Đề nghị bỏ mật khẩu rồi thử lại.",
    "document_macros": "Tệp chứa macro nên không được mở. Đề nghị lưu lại dạng DOCX hoặc XLSX (không có macro).",
    "document_html": "Tệp này thật ra là trang web (HTML). Đề nghị mở bằng Word rồi lưu dạng DOCX.",
    "document_old_word": "Tệp thuộc định dạng cũ (DOC, XLS, RTF). Đề nghị mở bằng Word hoặc Excel, lưu dạng mới.",
    "document_scan": "Tệp là bản chụp, không có chữ để đọc. Đề nghị dùng bản DOCX hoặc PDF xuất từ Word.",
    "document_kind_unknown": "Không nhận ra loại tệp. Các loại đọc được: DOCX, PDF có chữ, MD, TXT, XLSX, TSV, CSV.",
    "document_not_what_named": "Nội dung tệp không phải loại {suffix} như tên gọi. Đề nghị lưu lại đúng định dạng.",
    "document_not_text": "Tệp không phải văn bản. Các loại đọc được: DOCX, PDF có chữ, MD, TXT, XLSX, TSV, CSV.",
    "obligation_empty": "Ghi nội dung của nhiệm vụ.",
    "obligation_without_unit": "Chọn đơn vị chủ trì hoặc ít nhất một đơn vị phối hợp.",
    "unit_not_known": "Cơ quan không có phòng, đơn vị mã {code}.",
    "nothing_to_split": "Để tách, thêm một dòng trống giữa các phần của nội dung.",
    "nothing_to_merge": "Đây là nhiệm vụ cuối cùng, không có mục sau để gộp.",
    "proposal_open": "Chưa lập được kế hoạch: còn điểm chưa rõ ({point} {ref}).",
    "newer_open": "Cho biết văn bản này là bản mới của kế hoạch đã có, hay là kế hoạch riêng.",
    "proposal_changed": "Đề xuất đã được người khác sửa sau khi anh/chị mở. Đề nghị xem lại rồi làm tiếp.",
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
    "unit_helps": "Câu nói có phối hợp nhưng chưa đọc được đơn vị phối hợp.",
    "unit_unknown": "Có đơn vị không nằm trong danh mục của cơ quan.",
    "unit_like": "Có tên gần giống đơn vị {code}; xin xác nhận.",
    "unit_spelling": "Tên đơn vị viết khác danh mục một chút.",
    "time_unclear": "Thời gian ghi chung chung, không rút ra ngày được.",
    "time_cut": "Thời gian có thể đọc chưa đủ; xin xem câu trong văn bản.",
    "time_above": "Dòng phía trên có nêu thời gian; xin xem có áp dụng cho nhiệm vụ này không.",
    "time_left": "Câu có từ chỉ thời gian nhưng chưa đọc được thời gian.",
    "time_several": "Có nhiều thời gian; xin xác nhận thời gian nào là hạn.",
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
    "past": "kết quả đã làm",
    "no_unit": "câu không giao việc cho đơn vị nào",
    "too_deep": "nằm quá sâu trong các mục",
    "table_without_works": "bảng không giao nhiệm vụ",
    "header_or_group": "tiêu đề hoặc dòng nhóm của bảng",
    "said_of_all": "thời gian chung của các nhiệm vụ",
    "said_in_table": "đã có trong bảng nhiệm vụ",
    "target": "chỉ tiêu phấn đấu",
    "left_out": "đã bỏ khi rà soát",
}


UNTITLED = "Kế hoạch không có tiêu đề"
NOT_SAID = "văn bản không nêu"

_OPEN: Mapping[str, str] = {
    "newer": "Cho biết văn bản này là bản mới của kế hoạch đã có, hay là kế hoạch riêng.",
    "no_obligations": "Chưa có nhiệm vụ nào.",
    "year": "Chưa rõ kế hoạch của năm nào. Ghi năm.",
    "code": "Mã kế hoạch gồm chữ thường không dấu, chữ số, dấu gạch; ví dụ 2026-cai-cach.",
    "report_subject": "Ghi báo cáo về việc gì; ví dụ “kết quả thực hiện công tác cải cách tư pháp”.",
    "doubts": "Còn {ref} mục cần xem lại. Xem các mục đó, hoặc đánh dấu vào ô đồng ý giữ như đề xuất.",
    "signer": "Văn bản không nêu người ký. Ghi chức vụ và họ tên người ký báo cáo.",
    "regime": "Chọn chế độ báo cáo.",
    "periods": "Chọn ít nhất một kỳ báo cáo.",
    "send_before_due": "Hạn gửi báo cáo phải sau hạn nộp của phòng, đơn vị.",
    "no_own_unit": "Mục {ref} chưa có phòng, đơn vị nào của cơ quan. Chọn đơn vị, hoặc bỏ mục này.",
    "compiling": "Chọn nhiệm vụ tổng hợp: đơn vị chủ trì của nó lập báo cáo chung.",
    "compiling_without_lead": "Mục {ref} tổng hợp báo cáo nhưng chưa có một đơn vị chủ trì. Chọn đơn vị chủ trì.",
}


_TIME_KINDS: Mapping[str, str] = {
    "continuous": "thường xuyên",
    "window": "trong khoảng thời gian",
    "deadline": "có hạn",
    "recurring": "định kỳ",
    "ad_hoc": "đột xuất, theo yêu cầu",
    "on_event": "sau một sự kiện",
    "unknown": "chưa rõ",
}


def time_kind(kind: str) -> str:
    """What kind of time a document gives an obligation."""
    return _TIME_KINDS[kind]


def still_open(key: str, ref: str = "") -> str:
    """What must be answered before a proposal becomes a plan."""
    return _OPEN[key].format(ref=ref or "(không số)")


def within_basis(ref: str, quote: str) -> str:
    """Why an obligation is reported in another one's rounds."""
    said = f"kế hoạch ghi “{quote}”" if quote else "kế hoạch không nêu thời gian"
    return f"example: {said}, nên báo cáo chung trong các kỳ của mục {ref}"


def once_basis(quote: str, stated: bool) -> str:
    """Why a task has one round on a day of its own."""
    if stated:
        return f"kế hoạch ghi “{quote}”; ngày gửi báo cáo do hệ thống đặt sau hạn"
    return f"example: kế hoạch ghi “{quote}”, hiểu theo năm của kế hoạch; ngày hạn và ngày gửi cần xác nhận"


def rounds_basis(quote: str, named: bool, with_others: bool = False, dated: bool = False) -> str:
    """Why a plan's rounds are as proposed."""
    said = f"kế hoạch ghi “{quote}”" if quote else "kế hoạch không nêu kỳ báo cáo"
    rhythm = "kỳ theo kế hoạch" if named else "kỳ quý, 6 tháng, 9 tháng, năm theo chế độ báo cáo của cơ quan"
    if with_others:
        rhythm += "; cùng báo cáo có phòng, đơn vị của các nhiệm vụ báo cáo chung trong kỳ"
    days = "ngày gửi theo kế hoạch, ngày nộp" if dated else "ngày nộp và ngày gửi"
    return f"example: {said}; {rhythm}; {days} do hệ thống đề xuất, cần xác nhận"


def newer(runs: bool, title: str, number: str, same: int, works: int) -> str:
    """What is asked about a document that looks like a newer version of a known one."""
    known = "kế hoạch đang chạy" if runs else "văn bản đã đọc, đang chờ xác nhận"
    called = f"“{title}”" + (f" (số {number})" if number[:1].isdigit() else "")
    return f"Đây có vẻ là bản mới của {known} {called}: {same} trong {works} nhiệm vụ giống nhau. Có đúng không?"


def newer_way_out(code: str) -> str:
    """What to do on the command line about a document that looks like a newer version."""
    return f"Nếu đúng, chạy lại với --replaces {code}; nếu là kế hoạch riêng, chấp nhận với --new."


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
