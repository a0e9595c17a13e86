"""Bytes of a text file → text: Unicode, windows-1258, TCVN3 and VNI."""

import codecs
import re
import unicodedata

from dondoc.intake.document.readers.legacy import from_tcvn3, from_vni, tcvn3_score, vni_score
from dondoc.rules.refusal import Refused

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_VIETNAMESE = re.compile(r"[ĂăĐđƠơƯưẠ-ỹ]")
_LOOKED_AT = 40_000


def decode(data: bytes) -> str:
    """The text of `data`. Raises Refused where it is no text."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data.decode(name, errors="replace")
    if guess := _utf16_without_mark(data):
        return data.decode(guess, errors="replace")
    if b"\x00" in data[:_LOOKED_AT]:
        raise Refused("document_not_text", "file")
    try:
        return modern(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _one_byte(data)


def _utf16_without_mark(data: bytes) -> str | None:
    head = data[:2000]
    if len(head) < 8:
        return None
    # In Vietnamese text about half of the high bytes are zero and no low byte is.
    odd, even = head[1::2].count(0), head[0::2].count(0)
    if odd > len(head) // 8 and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even > len(head) // 8 and odd == 0 else None


def _one_byte(data: bytes) -> str:
    windows = unicodedata.normalize("NFC", data.decode("cp1258", errors="replace"))
    latin = data.decode("latin-1")
    ranked = sorted(
        [
            (_vietnamese_score(windows), windows),
            (tcvn3_score(latin), from_tcvn3(latin)),
            (vni_score(latin), from_vni(latin)),
        ],
        key=lambda each: -each[0],
    )
    return ranked[0][1]


def _vietnamese_score(text: str) -> float:
    head = text[:_LOOKED_AT]
    return len(_VIETNAMESE.findall(head)) / max(1, len(head)) - head.count("\ufffd") / max(1, len(head))


def modern(text: str) -> str:
    """Text whose letters are TCVN3 or VNI codes saved as Unicode, turned into Unicode; other text as it is."""
    head = text[:_LOOKED_AT]
    own = len(_VIETNAMESE.findall(unicodedata.normalize("NFC", head)))
    if own > len(head) / 200:
        return text
    tcvn3, vni = tcvn3_score(head), vni_score(head)
    if max(tcvn3, vni) < 0.04:
        return text
    return from_tcvn3(text) if tcvn3 >= vni else from_vni(text)
