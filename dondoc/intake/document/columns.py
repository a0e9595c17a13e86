"""What a label ("Đơn vị chủ trì:") or a column's head says stands there."""

from functools import cache, lru_cache
from typing import Literal

from dondoc.intake.document.tables import words
from dondoc.intake.document.words import Pattern, any_of, norm, plain, squeeze

Role = Literal["number", "content", "lead", "cooperating", "units", "time", "product", "other"]
_LONGEST_HEAD = 90


@cache
def label_source() -> dict[Role, str]:
    """For every role the source of a pattern of its labels."""
    table = words().labels
    nouns = rf"(?:{any_of(table.nouns)}(?:\s*[,/\-–&]\s*|\s+và\s+|\s+))"
    tail = rf"(?:\s*[,/]?\s*{any_of(table.tails)}){{0,2}}"
    lead, cooperating = any_of(table.lead), any_of(table.cooperating)
    return {
        "other": any_of(table.other),
        "cooperating": rf"{nouns}{{0,5}}{cooperating}{tail}",
        "units": rf"(?:{nouns}{{1,5}}{any_of(table.units)}|{any_of(table.units_alone)}){tail}",
        "lead": rf"{nouns}{{0,5}}{lead}{tail}",
        "time": rf"{any_of(table.time)}{tail}",
        "product": rf"(?:dự kiến\s+)?{any_of(table.product)}{tail}",
        "content": rf"(?:các\s+)?{any_of(table.content)}{tail}",
        "number": rf"{any_of(table.number)}",
    }


@cache
def _labels() -> dict[Role, Pattern]:
    return {role: Pattern(source) for role, source in label_source().items()}


@lru_cache(maxsize=4096)
def role_of_label(text: str) -> Role | None:
    """The role of a label's words (without the colon)."""
    head = norm(squeeze(text)).strip(" .:*-–+")
    if not head or len(head) > _LONGEST_HEAD:
        return None
    exact = next((role for role, pattern in _labels().items() if pattern.fullmatch(head)), None)
    return exact or next((role for role, pattern in _LIKE_LABELS if pattern.fullmatch(head)), None)


# Labels with words of their own at the end: "Thời gian trình Bộ", "Cơ quan chủ trì tham mưu trình".
_LIKE_LABELS: tuple[tuple[Role, Pattern], ...] = (
    ("time", Pattern(r"(?:thời gian|thời hạn)\s+(?!qua|tới|vừa|gần|dài|này|trước|từ)\S+(?:\s+\S+){0,3}")),
    ("lead", Pattern(r"(?:cơ quan|đơn vị|bộ phận)\s+(?:\S+\s+){0,2}chủ trì(?!\s+(?:các|những)\s)(?:,?\s+\S+){1,4}")),
    ("cooperating", Pattern(r"(?:cơ quan|đơn vị|bộ phận)\s+(?:\S+\s+)?phối hợp(?:,?\s+\S+){1,4}")),
    ("cooperating", Pattern(r"(?:cơ quan|đơn vị|bộ phận)\s+(?:hướng dẫn|hỗ trợ)")),
    ("product", Pattern(r"(?:sản phẩm|kết quả đầu ra)(?:\s+\S+){1,4}")),
)

_IN_HEADERS: tuple[tuple[Role, Pattern], ...] = (
    ("cooperating", Pattern(r"ghi chú.*phối hợp|phối hợp.*ghi chú")),
    (
        "other",
        Pattern(
            r"kinh phí|ghi chú|văn bản (?:giao|chỉ đạo)|số,? ký hiệu|nguồn giao|được (?:kiểm tra|thanh tra|giám sát)|%|"
            r"^(?!.*(?:nhiệm vụ|nội dung|công việc|hoạt động|sản phẩm|kết quả)).*(?:mục tiêu|chỉ tiêu)|"
            r"^(?:ngày|thời điểm).*(?:ban hành|giao|ký|văn bản|nhận|cập nhật)|"
            r"lãnh đạo|cấp trình|thẩm quyền|cập nhật|tình trạng|trạng thái"
        ),
    ),
    ("units", Pattern(r"chủ trì.{0,12}phối hợp")),
    ("cooperating", Pattern(r"phối hợp")),
    ("lead", Pattern(r"chủ trì|đầu mối")),
    ("time", Pattern(r"thời gian|thời hạn|tiến độ|lộ trình|^hạn\b|thời điểm")),
    ("product", Pattern(r"sản phẩm|kết quả|đầu ra")),
    (
        "units",
        Pattern(
            r"(?:đơn vị|cơ quan|phòng|người|bộ phận|phân công).{0,30}"
            r"(?:thực hiện|phụ trách|trách nhiệm|triển khai|chuẩn bị|soạn thảo|xây dựng|trình|lập$)"
        ),
    ),
    ("content", Pattern(r"nội dung|nhiệm vụ|công việc|hoạt động|đề án|văn bản|^(?:loại|tên) báo cáo")),
    ("number", Pattern(r"^(?:stt|tt|mã)\b")),
)


@cache
def _heads() -> dict[str, Role]:
    """The heads that are no labels, each also as it is written without accents."""
    told = words().heads
    lists: dict[Role, list[str]] = {
        "cooperating": told.cooperating,
        "units": told.units,
        "time": told.time,
        "product": told.product,
        "content": told.content,
        "other": told.other,
        "number": told.number,
    }
    return {way: role for role, heads in lists.items() for head in heads for way in (plain(norm(head)), norm(head))}


def role_of_header(text: str) -> Role | None:
    """The role of a column by its head; heads are freer than labels, so single words count too."""
    head = norm(squeeze(text)).strip(" .:*()")
    if not head or len(head) > _LONGEST_HEAD:
        return None
    exact = role_of_label(head) or _heads().get(head.rstrip("?"))
    if exact:
        return exact
    return next((role for role, pattern in _IN_HEADERS if pattern.search(head)), None)
