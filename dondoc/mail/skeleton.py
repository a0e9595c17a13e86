"""A rendered letter with its personal words left open: a thousand like it need not be rendered a thousand times.

Whether a word may be left open is not guessed but tried: the template is rendered with two different stand-ins, and
only where both come to the same but for the stand-ins the skeleton is used. A template that counts, cuts or changes
such a word is rendered for each letter.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from threading import Lock
from typing import Any

from markupsafe import escape

from dondoc.mail.letters import AnyLetter, ReminderLetter, ReminderLine
from dondoc.model.letter import MARK, filled, filled_html

Parts = tuple[str, str, str]
"""Subject, text, HTML."""
Words = tuple[str, ...]
KEPT = 256
_FIT = re.compile(
    r"[^\s\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029](?: ?[^\s\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029])*"
)
_OWN = ("unit", "link", "received_link", "nothing_link", "same_link")
"""The fields of a line that are its reader's own."""
_own = attrgetter(*_OWN)
_alike = attrgetter(*(field.name for field in fields(ReminderLine) if field.name not in _OWN))
_around = attrgetter(*(field.name for field in fields(ReminderLetter) if field.name not in {"to_name", "lines"}))
# Of different length, and with characters that HTML escapes: whoever cuts or marks them as safe is found out.
_STAND_INS = ("q{0}&z<{0}>q", "Zw{0}<&>{0}long'and\"longer{0}wZ")


@dataclass(frozen=True)
class _Skeleton:
    """The parts, marked where words are left open."""

    subject: str
    text: str
    html: str

    def said(self, words: Words) -> tuple[Parts, Words]:
        """The letter with these words: the subject in full, the body still marked."""
        return (filled(self.subject, words), self.text, self.html), words

    def filled(self, words: Words) -> Parts:
        """The letter with these words in full."""
        return filled(self.subject, words), filled(self.text, words), filled_html(self.html, words)


class Skeletons:
    """Keeps the skeletons used last; `render` makes the parts of a letter in full."""

    def __init__(self, render: Callable[[Any], Parts]) -> None:
        self._render = render
        self._kept: OrderedDict[Hashable, _Skeleton | None] = OrderedDict()
        self._lock = Lock()

    def parts(self, letter: AnyLetter) -> tuple[Parts, Words]:
        """The parts of a letter, its body marked where words are left open, and those. Raises what `render` raises."""
        if not isinstance(letter, ReminderLetter):
            return self._render(letter), ()
        words = _personal(letter)
        if not words:
            return self._render(letter), ()
        shape = _shape(letter, words)
        with self._lock:
            known = shape in self._kept
            skeleton = self._kept.get(shape)
            if known:
                self._kept.move_to_end(shape)
        if not known:
            skeleton = self._tried(letter, tuple(words))
            with self._lock:
                self._kept[shape] = skeleton
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
        return skeleton.said(tuple(words)) if skeleton else (self._render(letter), ())

    def _tried(self, letter: ReminderLetter, words: Words) -> _Skeleton | None:
        one, other = (tuple(form.format(number) for number in range(len(words))) for form in _STAND_INS)
        skeleton = _marked(self._render(_with(letter, one, words)), one)
        fits = skeleton.filled(other) == self._render(_with(letter, other, words))
        return skeleton if fits and skeleton.filled(words) == self._render(letter) else None


def _marked(parts: Parts, words: Words) -> _Skeleton:
    subject, text, html = parts
    return _Skeleton(_open(subject, words), _open(text, words), _open(html, [str(escape(word)) for word in words]))


def _open(part: str, words: Words | list[str]) -> str:
    number = {word: str(place) for place, word in enumerate(words)}
    some = "|".join(re.escape(word) for word in words)
    return re.sub(some, lambda found: f"{MARK}{number[found[0]]}{MARK}", part)


def _personal(letter: ReminderLetter) -> dict[str, int]:
    """The words that differ from letter to letter, numbered: each once, and none the letter says elsewhere as well."""
    shared = (letter.agency, letter.lead_unit, letter.on_behalf_of)
    words: dict[str, int] = {}
    for word in (letter.to_name, *(word for line in letter.lines for word in _own(line))):
        if word not in words and word not in shared and _FIT.fullmatch(word):
            words[word] = len(words)
    return words


def _shape(letter: ReminderLetter, words: dict[str, int]) -> Hashable:
    """All that a letter says but its personal words, in whose place stands their number."""
    place = words.get
    return (
        _around(letter),
        place(letter.to_name, letter.to_name),
        tuple((_alike(line), tuple(place(word, word) for word in _own(line))) for line in letter.lines),
    )


def _with(letter: ReminderLetter, words: Words, instead_of: Words) -> ReminderLetter:
    put = dict(zip(instead_of, words, strict=True))
    lines = tuple(
        replace(line, **{name: put.get(word, word) for name in _OWN if (word := getattr(line, name))})
        for line in letter.lines
    )
    return replace(letter, to_name=put.get(letter.to_name, letter.to_name), lines=lines)
