"""What the letters are that a person may do without."""

from collections.abc import Mapping

from dondoc.model import LetterKind

WHAT: Mapping[str, str] = {
    LetterKind.RECEIPT.value: "Thư xác nhận được gửi mỗi khi anh/chị nộp một báo cáo. Không nhận thư này thì báo cáo "
    "vẫn được ghi nhận; lúc nộp xem được trên trang của báo cáo.",
    LetterKind.MORNING.value: "Dòng tin buổi sáng cho quản trị viên biết hôm qua bao nhiêu thư đã gửi và hôm nay dự "
    "kiến bao nhiêu. Không nhận thư này thì cảnh báo khi có sự cố vẫn được gửi.",
}
