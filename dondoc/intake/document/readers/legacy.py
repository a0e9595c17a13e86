"""The two code tables used before Unicode: TCVN3 (one character a letter) and VNI (a letter and its mark)."""

import re
import unicodedata

_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"

# Codes A1 to AE and B5 to FE in their order; "_" where the table has no letter.
_TCVN3_LOW = "ĂÂÊÔƠƯĐăâêôơưđ"
_TCVN3_HIGH = "àảãáạ_ằẳẵắ_______ặầẩẫấậè_ẻẽéẹềểễếệìỉ___ĩíịò_ỏõóọồổỗốộờởỡớợù_ủũúụừửữứựỳỷỹýỵ"
_TCVN3 = {
    **{0xA1 + place: letter for place, letter in enumerate(_TCVN3_LOW)},
    **{0xB5 + place: letter for place, letter in enumerate(_TCVN3_HIGH) if letter != "_"},
}
_TCVN3_OWN = re.compile("[µ¶·¸¹»¼½¾®©ª«¬\u00ad¨§]")

_VNI_MARKS = {
    "ø": _GRAVE, "ù": _ACUTE, "û": _HOOK, "õ": _TILDE, "ï": _DOT,
    "ê": _BREVE, "è": _BREVE + _GRAVE, "é": _BREVE + _ACUTE, "ú": _BREVE + _HOOK, "ü": _BREVE + _TILDE,
    "ë": _BREVE + _DOT, "â": _CIRCUMFLEX, "à": _CIRCUMFLEX + _GRAVE, "á": _CIRCUMFLEX + _ACUTE,
    "å": _CIRCUMFLEX + _HOOK, "ã": _CIRCUMFLEX + _TILDE, "ä": _CIRCUMFLEX + _DOT,
}  # fmt: skip
_VNI_ALONE = {"æ": "ỉ", "ó": "ĩ", "ò": "ị", "ô": "ơ", "ö": "ư", "î": "ỵ", "ñ": "đ"}
_VNI_ALONE |= {low.upper(): high.upper() for low, high in _VNI_ALONE.items()}
_VNI_EVERY_MARK = "".join(_VNI_MARKS) + "".join(_VNI_MARKS).upper()
_VNI_PAIR = re.compile(f"([aeouyôöAEOUYÔÖ])([{_VNI_EVERY_MARK}])|([{''.join(_VNI_ALONE)}])")
_VNI_OWN = re.compile("[aeouyôöAEOUYÔÖ][øùûïåäëØÙÛÏÅÄË]|[ñÑ]")
_LOOKED_AT = 40_000


def from_tcvn3(text: str) -> str:
    """TCVN3 codes, read as Latin-1, as Unicode."""
    return text.translate(_TCVN3)


def from_vni(text: str) -> str:
    """VNI codes, read as Latin-1, as Unicode."""
    return _VNI_PAIR.sub(_vni_letter, text)


def _vni_letter(found: re.Match[str]) -> str:
    base, mark, alone = found.groups()
    if alone:
        return _VNI_ALONE[alone]
    letter = _VNI_ALONE.get(base, base)
    return unicodedata.normalize("NFC", letter + _VNI_MARKS[mark.lower()])


def tcvn3_score(text: str) -> float:
    """The share of characters that only TCVN3 text has."""
    head = text[:_LOOKED_AT]
    return len(_TCVN3_OWN.findall(head)) / max(1, len(head))


def vni_score(text: str) -> float:
    """The share of pairs that only VNI text has."""
    head = text[:_LOOKED_AT]
    return len(_VNI_OWN.findall(head)) / max(1, len(head))
