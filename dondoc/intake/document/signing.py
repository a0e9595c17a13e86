"""Who signs: the office and the name below it."""

import re

from dondoc.intake.document.phrases import RANKS
from dondoc.intake.document.proposal import Signer
from dondoc.intake.document.words import CAPITALS, norm, squeeze

_SIGNED = re.compile(r"\((?:Đã ký|đã ký|ký tên|Ký tên|chữ ký)[^()]*\)|\[[^\]]*\]|(?:Đã ký|đã ký)")
_NAME = re.compile(
    rf"(?:(?:(?:PGS|GS|TSKH|TS|ThS|BS|Bs|BSCKI{{1,2}}|B[Ss]\.?\s?CKI{{1,2}}|CKI{{1,2}}|KS|Ths|NGƯT|NGND|TTND|TTƯT)\.?|"
    rf"(?:Đại|Thượng|Trung|Thiếu)\s+(?:tướng|tá|úy)|Đại úy|NSƯT|NSND|"
    rf"Nhà giáo (?:ưu tú|nhân dân)|Thầy thuốc (?:ưu tú|nhân dân)|"
    rf"Luật sư|Kỹ sư|Bác sĩ(?: CKI{{1,2}})?)\s*)*[{CAPITALS}]\w*(?:\s+[{CAPITALS}]\w*){{1,5}}"
)


def is_name(text: str) -> bool:
    """Whether a text is a person's name, with a rank or a degree before it or not."""
    return (_NAME.fullmatch(text.strip()) is not None and not text.isupper()) or (
        _NAME.fullmatch(text.strip()) is not None and not RANKS.match(norm(text))
    )


def signer_of(lines: list[str]) -> Signer | None:
    """The signer that the lines of a signing block name; None without an office."""
    lines = [clean for line in lines if (clean := _SIGNED.sub("", squeeze(line)).strip(" *#"))]
    titles: list[str] = []
    for line in [part for each in lines for part in _title_and_name(each)]:
        if (
            RANKS.match(norm(line))
            or (line.isupper() and not titles)
            or (titles and line.isupper() and len(line.split()) > 4)
        ):
            titles.append(line)
        elif titles and is_name(line):
            return Signer(title=" ".join(titles), name=line)
    return Signer(title=" ".join(titles)) if titles else None


def _title_and_name(line: str) -> list[str]:
    """A title in capitals and the name behind it, where both stand on one line."""
    found = re.match(rf"((?:[{CAPITALS}.]+\s+)+)(?=[{CAPITALS}]\w*[^\W\d_{CAPITALS}])", line)
    if found is None or not RANKS.match(norm(line)) or not is_name(line[found.end() :]):
        return [line]
    return [found.group().strip(), line[found.end() :]]
