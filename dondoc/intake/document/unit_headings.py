"""Headings that only name units, to which all that stands under them is given."""

import re

from dondoc.intake.document.openings import GIVEN
from dondoc.intake.document.phrases import ALL_OF_IT
from dondoc.intake.document.prose import COOPERATES_AFTER
from dondoc.intake.document.source import Piece
from dondoc.intake.document.unit_words import begins_unit
from dondoc.intake.document.verbs import verb_after
from dondoc.intake.document.words import Pattern, norm

_LEADS_BEFORE = Pattern(r"\s+(?:chịu trách nhiệm\s+)?chủ trì(?!\w)")


# "UBND các xã có vùng trồng dược liệu": which of them, no work.
_WHICH_HAVE = re.compile(
    r"\s(?:nơi\s+)?có\s+(?!trách nhiệm|nhiệm vụ|kế hoạch|biện pháp|văn bản|ý kiến|phương án|giải pháp|hình thức)"
    r"[^:,;]*$"
)


_LONGEST_IN_CAPITALS = 80
_IN_CAPITALS = re.compile(
    r"(?:CÁC SỞ|SỞ|BỘ(?! MÁY| TIÊU| CHỈ SỐ| THỦ| DỮ| PHẬN| TRƯỞNG)|CÔNG AN|VĂN PHÒNG|BAN QUẢN LÝ|ỦY BAN|UỶ BAN|"
    r"KHO BẠC|CỤC|CHI CỤC|TRUNG TÂM|ĐÀI|TỈNH ĐOÀN|MẶT TRẬN|NGÂN HÀNG NHÀ NƯỚC|THỐNG KÊ TỈNH|THUẾ TỈNH|"
    r"BẢO HIỂM XÃ HỘI|LIÊN ĐOÀN|"
    r"THANH TRA (?:TỈNH|THÀNH PHỐ|CHÍNH PHỦ|SỞ|BỘ)|HỘI (?:NÔNG DÂN|LIÊN HIỆP|CỰU)|"
    r"CÁC (?:PHÒNG|ĐƠN VỊ|CƠ QUAN|BỘ|ĐỊA PHƯƠNG|DOANH NGHIỆP))(?!\w)[^.;:]*"
)


def is_unit_heading(text: str) -> bool:
    """Whether a heading only names units: "2. Sở Tài chính:", "Bộ A chủ trì, phối hợp với Bộ B thực hiện:"."""
    open_ended = not text.rstrip().endswith((".", ";"))
    text = text.strip(" :.;")
    if text.isupper() and not text.startswith(("UBND", "BHXH")):
        return _IN_CAPITALS.match(text) is not None and len(text) <= _LONGEST_IN_CAPITALS and begins_unit(text) > 0
    given = GIVEN.match(norm(text))
    text = text[given.end() :] if given else text
    if not text or len(text) > 260 or not begins_unit(text):
        return False
    rest = re.sub(r"\([^()]*\)", "", text)
    rest = _WHICH_HAVE.sub("", rest)
    if verb_after(rest, 0) < 0:
        return len(rest) <= 200 and "." not in rest.strip(".")
    return open_ended and _leads_alone(rest)


def heading_units(piece: Piece) -> Piece:
    """The part of a unit's heading that names units and their roles."""
    text = piece.text.rstrip(" :.;")
    tail = ALL_OF_IT.search(norm(text))
    return (
        piece.part(0, tail.start())
        if tail and tail.start() > 3 and text[tail.start() :].strip()[:1].islower()
        else piece.strip(" :.;")
    )


def _leads_alone(text: str) -> bool:
    """Whether nothing but "chủ trì, phối hợp với Y" follows the unit."""
    tail = ALL_OF_IT.search(norm(text))
    text = text[: tail.start()] if tail else text
    leads = _LEADS_BEFORE.search(norm(text))
    if leads is None:
        return verb_after(text, 0) < 0
    rest = COOPERATES_AFTER.match(norm(text), leads.end())
    if rest is None:
        return not text[leads.end() :].strip(" ,")
    return begins_unit(text[rest.end() :]) > 0 and verb_after(text, rest.end()) < 0
