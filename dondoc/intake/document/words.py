"""Comparing Vietnamese words: one spelling of case and tone place, and patterns that also read text without accents."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

# Old and new places of the tone mark ("hoà" and "hòa"); both are two characters long, so offsets stay.
_TONE_PLACES = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_TONE = re.compile("(?<!q)(?:" + "|".join(_TONE_PLACES) + r")(?!\w)")
_ACCENTED = re.compile(r"[À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ]")


@lru_cache(maxsize=4096)
def norm(text: str) -> str:
    """Lower case with tone marks in the new place; exactly as long as `text`."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(low if len(low := each.lower()) == 1 else each for each in text)
    lower = lower.replace("quí", "quý")
    return _TONE.sub(lambda found: _TONE_PLACES[found.group()], lower)


@cache
def _plain(letter: str) -> str:
    if letter in "đĐ":
        return "d" if letter == "đ" else "D"
    base = unicodedata.normalize("NFD", letter)[0]
    return base if unicodedata.category(base).startswith("L") else letter


def plain(text: str) -> str:
    """`text` without accents, exactly as long."""
    return "".join(_plain(each) if ord(each) > 127 else each for each in text)


def has_accents(text: str) -> bool:
    """Whether a Vietnamese accented letter stands in `text`."""
    return _ACCENTED.search(text) is not None


# Capital letters, for the inside of a character class; a plain range from À to Ỹ would hold small ones too.
CAPITALS = "A-Z" + "".join(chr(code) for code in (*range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA)) if chr(code).isupper())


def squeeze(text: str) -> str:
    """`text` in one line, runs of white space as one space."""
    return " ".join(text.split())


class Pattern:
    """A pattern over `norm(text)`. Text wholly without accents is read by the same pattern without accents.

    A text with accents is never stripped of them: "theo quy định" would otherwise become a quarter.
    """

    def __init__(self, source: str) -> None:
        """Compile both spellings; `source` is written in lower case with accents."""
        self._accented = re.compile(source)
        self._plain = re.compile(plain(source))

    def _for(self, text: str) -> re.Pattern[str]:
        return self._accented if has_accents(text) else self._plain

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """As `re.Pattern.match`."""
        return self._for(text).match(text, start)

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """As `re.Pattern.search`."""
        return self._for(text).search(text, start)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """As `re.Pattern.fullmatch`."""
        return self._for(text).fullmatch(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As `re.Pattern.finditer`."""
        return self._for(text).finditer(text)


def any_of(words: list[str]) -> str:
    """A pattern's source for one of `words`, the longest that fits, any white space between their parts.

    Common beginnings are written once, so that hundreds of words are tried by their letters and not one by one.
    """
    root: _Branch = {}
    for each in words:
        at = root
        for letter in " ".join(norm(each).split()):
            at = at.setdefault(letter, {})
        at[""] = {}
    return f"(?:{_source(root)})"


_Branch = dict[str, "_Branch"]


def _source(branch: "_Branch") -> str:
    ways = [(r"\s+" if letter == " " else re.escape(letter)) + _source(branch[letter]) for letter in branch if letter]
    if not ways:
        return ""
    if "" in branch:
        return "(?:" + "|".join(ways) + ")?"
    return ways[0] if len(ways) == 1 else "(?:" + "|".join(ways) + ")"
