"""A rendered letter with its personal words left open: a thousand like it need not be rendered a thousand times.

Whether a word may be left open is not guessed but tried: the template is rendered with two different stand-ins, and
only where both come to the same but for the stand-ins the skeleton is used. A template that counts, cuts or changes
such a word is rendered for each letter.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

from markupsafe import escape

from dondoc.mail.letters import AnyLetter, ReminderLetter

Parts = tuple[str, str, str]
"""Subject, text, HTML."""
KEPT = 256
_FIT = re.compile(
    r"[^\s\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029](?: ?[^\s\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029])*"
)
# Of different length, and with characters that HTML escapes: whoever cuts or marks them as safe is found out.
_OWN = ("unit", "link", "received_link", "nothing_link", "same_link")
"""The fields of a line that are its reader's own."""
_STAND_INS = ("q{0}&z<{0}>q", "Zw{0}<&>{0}long'and\"longer{0}wZ")


@dataclass(frozen=True)
class _Skeleton:
    """The parts between the words, and which word comes where."""

    parts: tuple[tuple[tuple[str, ...], tuple[int, ...]], ...]

    def filled(self, words: list[str]) -> Parts:
        """The letter with these words."""
        marked = [str(escape(word)) for word in words]
        subject, text, html = (
            _join(pieces, order, marked if number == 2 else words) for number, (pieces, order) in enumerate(self.parts)
        )
        return subject, text, html


def _join(pieces: tuple[str, ...], order: tuple[int, ...], words: list[str]) -> str:
    out = [pieces[0]]
    for word, piece in zip(order, pieces[1:], strict=True):
        out += (words[word], piece)
    return "".join(out)


class Skeletons:
    """Keeps the skeletons used last; `render` makes the parts of a letter in full."""

    def __init__(self, render: Callable[[Any], Parts]) -> None:
        self._render = render
        self._kept: OrderedDict[Hashable, _Skeleton | None] = OrderedDict()
        self._lock = Lock()

    def parts(self, letter: AnyLetter) -> Parts:
        """The parts of a letter. Raises what `render` raises."""
        if not isinstance(letter, ReminderLetter):
            return self._render(letter)
        words = _personal(letter)
        if not words:
            return self._render(letter)
        shape = _with(letter, [f"\0{number}" for number in range(len(words))], list(words))
        with self._lock:
            known = shape in self._kept
            skeleton = self._kept.get(shape)
            if known:
                self._kept.move_to_end(shape)
        if not known:
            skeleton = self._tried(letter, list(words))
            with self._lock:
                self._kept[shape] = skeleton
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
        return skeleton.filled(list(words)) if skeleton else self._render(letter)

    def _tried(self, letter: ReminderLetter, words: list[str]) -> _Skeleton | None:
        one, other = ([form.format(number) for number in range(len(words))] for form in _STAND_INS)
        skeleton = _cut(self._render(_with(letter, one, words)), one)
        fits = skeleton.filled(other) == self._render(_with(letter, other, words))
        return skeleton if fits and skeleton.filled(words) == self._render(letter) else None


def _cut(parts: Parts, words: list[str]) -> _Skeleton:
    cut = []
    for number, part in enumerate(parts):
        shown = [str(escape(word)) if number == 2 else word for word in words]
        found = re.split("(" + "|".join(re.escape(word) for word in shown) + ")", part)
        cut.append((tuple(found[::2]), tuple(shown.index(word) for word in found[1::2])))
    return _Skeleton(tuple(cut))


def _personal(letter: ReminderLetter) -> dict[str, None]:
    """The words that differ from letter to letter: each once, and none that the letter says elsewhere as well."""
    words = [letter.to_name, *(getattr(line, name) for line in letter.lines for name in _OWN)]
    shared = {letter.agency, letter.lead_unit, letter.on_behalf_of}
    return dict.fromkeys(word for word in words if word not in shared and _FIT.fullmatch(word))


def _with(letter: ReminderLetter, words: list[str], instead_of: list[str]) -> ReminderLetter:
    put = dict(zip(instead_of, words, strict=True))
    lines = tuple(
        replace(line, **{name: put.get(word, word) for name in _OWN if (word := getattr(line, name))})
        for line in letter.lines
    )
    return replace(letter, to_name=put.get(letter.to_name, letter.to_name), lines=lines)
