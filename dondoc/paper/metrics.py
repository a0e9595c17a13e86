"""Advance widths of Times New Roman (and of its metric equals), to fit heads and rules without a font at hand."""

import unicodedata
from functools import cache

MM_PER_POINT = 25.4 / 72

# Thousandths of an em, from the published metrics of Times Roman; a test compares them with the fonts found.
_REGULAR = {
    180: "'", 200: "|", 250: " ,.\N{NO-BREAK SPACE}", 278: "/:;\\ijlt", 333: "!()-I[]`fr", 389: "Js",
    408: '"', 444: "?acez", 469: "^", 480: "{}", 500: "#$*0123456789_bdghknopquvxyđ–", 529: "ơ", 541: "~",
    542: "ư", 556: "FPS", 564: "+<=>", 611: "ELTZ", 667: "BCR", 722: "ADGHKNOQUVXYwĐƠ", 776: "Ư", 778: "&m",
    833: "%", 889: "M", 921: "@", 944: "W",
}  # fmt: skip
_BOLD = {
    220: "|", 250: " ,.\N{NO-BREAK SPACE}", 278: "'/\\il", 333: "!()-:;[]`fjt", 389: "Is", 394: "{}",
    444: "cerz", 500: "#$*0123456789?J_agovxy–", 520: "~", 554: "ơ", 555: '"', 556: "Sbdhknpquđ",
    570: "+<=>", 581: "^", 600: "ư", 611: "FP", 667: "BELTZ", 722: "ACDNRUVXYwĐ", 778: "GHKOQƠ", 796: "Ư",
    833: "&m", 930: "@", 944: "M", 1000: "%W",
}  # fmt: skip
_UNKNOWN = 1000


@cache
def _advances(bold: bool) -> dict[str, int]:
    table = _BOLD if bold else _REGULAR
    return {char: width for width, chars in table.items() for char in chars}


@cache
def advance(char: str, bold: bool) -> int:
    """Width of one character in thousandths of an em; unknown ones count as a full em, so that nothing overflows."""
    advances = _advances(bold)
    stem = char
    # Tone and vowel marks add no width, the horn of ơ and ư does: peel marks until the table knows the letter.
    while stem not in advances and (parts := unicodedata.decomposition(stem)) and not parts.startswith("<"):
        stem = chr(int(parts.split()[0], 16))
    return advances.get(stem, _UNKNOWN)


def width_mm(text: str, points: float, bold: bool = False) -> float:
    """Width of `text` on one line, in millimetres."""
    return sum(advance(char, bold) for char in text) / 1000 * points * MM_PER_POINT


def lines_of(text: str, room_mm: float, points: float, bold: bool = False) -> list[str]:
    """`text` broken greedily into lines of at most `room_mm`; a longer single word stays whole."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_mm(longer, points, bold) <= room_mm:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def balanced_mm(text: str, room_mm: float, points: float, bold: bool = False) -> float:
    """The narrowest measure (mm) that needs no more lines than `room_mm` does: even lines instead of a lone word."""
    wanted = len(lines_of(text, room_mm, points, bold))
    low, high = 0.0, room_mm
    while high - low > 0.5:
        middle = (low + high) / 2
        fits = len(lines_of(text, middle, points, bold)) <= wanted
        low, high = (low, middle) if fits else (middle, high)
    widest = max(width_mm(line, points, bold) for line in lines_of(text, high, points, bold))
    return min(widest, room_mm)
