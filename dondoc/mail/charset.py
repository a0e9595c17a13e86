"""Bytes of a letter as text: the declared charset, then UTF-8, then windows-1258; TCVN3 and VISCII by their tables.

Vietnamese in windows-1258 comes with its accents beside the letters: everything is put together (NFC) in the end.
"""

import unicodedata
from collections.abc import Mapping

# The upper half of each table, from 0x80 on.
_TCVN3 = (
    "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ"
    "\ufffdĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴ"
    "ẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịò"
    "ỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)
_VISCII = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
    "ÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư"
    "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
_VISCII_LOW: Mapping[int, str] = {2: "Ẳ", 5: "Ẵ", 6: "Ẫ", 20: "Ỷ", 25: "Ỹ", 30: "Ỵ"}
_TABLES: Mapping[str, str] = {
    "tcvn3": _TCVN3, "tcvn": _TCVN3, "tcvn-5712": _TCVN3, "tcvn5712-1": _TCVN3, "x-viet-tcvn5712": _TCVN3,
    "viscii": _VISCII, "csviscii": _VISCII, "x-viet-viscii": _VISCII,
}  # fmt: skip


def text_of(content: bytes, declared: str = "") -> str:
    """The text. What nothing reads strictly is read as UTF-8 with marks where it is broken."""
    name = declared.strip().strip('"').lower()
    if name in _TABLES:
        return _composed(_by_table(content, name))
    # What calls itself ASCII or Latin is often UTF-8 or windows-1258; only the bytes tell.
    candidates = [name] if name and name not in {"us-ascii", "ascii", "iso-8859-1", "latin1", "windows-1252"} else []
    for charset in (*candidates, "utf-8", "cp1258", *([name] if name else [])):
        try:
            return _composed(content.decode(charset))
        except (UnicodeError, LookupError):
            continue
    return _composed(content.decode("utf-8", "replace"))


def _by_table(content: bytes, name: str) -> str:
    upper, low = _TABLES[name], _VISCII_LOW if _TABLES[name] is _VISCII else {}
    return "".join(upper[byte - 128] if byte >= 128 else low.get(byte, chr(byte)) for byte in content)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\x00", ""))
