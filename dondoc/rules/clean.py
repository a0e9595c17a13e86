"""Texts made safe for any paper: what no XML, JSON or font can carry is taken out before either paper sees it."""

import re
import unicodedata

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_SPACES = re.compile(r"\s+")
_BREAKS = re.compile(r"[\n\r\v\f\x85\u2028\u2029]+")


def _carried(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cs" or (ord(char) & 0xFFFE) == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF:
        return REPLACEMENT  # A lone surrogate or a noncharacter: visible, for the text around it must not be cut.
    if category in {"Zs", "Zl", "Zp"} or char in "\t\n\r\v\f\x85":
        return " "
    # Other controls, bidi overrides and zero-width marks have no ink but can disguise what a sentence says.
    return "" if category in {"Cc", "Cf"} else char


def clean(text: str) -> str:
    """`text` on one line: NFC, single spaces, no control or format characters, lone surrogates as U+FFFD."""
    # What is printable throughout has no character to carry: the look at each would cost ten times as much.
    carried = text if text.isprintable() else "".join(map(_carried, text))
    return _SPACES.sub(" ", unicodedata.normalize("NFC", carried)).strip()


def paragraphs_of(text: str) -> list[str]:
    """The cleaned, non-empty lines of `text`: a line break inside a paragraph starts another paragraph."""
    return [line for line in map(clean, _BREAKS.split(text)) if line]
