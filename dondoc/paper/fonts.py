"""Which font a PDF is set in, and which characters it really has.

NĐ 30/2020/NĐ-CP, Phụ lục I wants Times New Roman, which is not free. So: the machine's own, else one of equal
metrics, else the best that comes with the typst package. Coverage is asked of typst itself, which sets the
paper: no fontconfig, no guess from a file's name. Debian's older fonts-liberation bears the same family name
as version 2 but lacks ơ, ư, ạ …, so each folder is tried by itself.
"""

import os
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import typst

Kind = Literal["exact", "metric-equal", "fallback"]
_WANTED: tuple[tuple[str, Kind], ...] = (
    ("Times New Roman", "exact"),
    ("Liberation Serif", "metric-equal"),
    ("Tinos", "metric-equal"),
)
_EMBEDDED = ("Libertinus Serif", "New Computer Modern")
_FOLDERS = (
    "~/.fonts",
    "~/.local/share/fonts",
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/Library/Fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
)
_FOUR_STYLES = frozenset((style, bold) for style in ("normal", "italic") for bold in (False, True))
_PROBE = b"""#set text(font: sys.inputs.font, fallback: false)
#let t = sys.inputs.text
#text(t) #strong(t) #emph(t) #strong(emph(t))"""


def _vietnamese() -> str:
    vowels = (base + tone for base in "aăâeêioôơuưy" for tone in ("", *"\u0300\u0301\u0303\u0309\u0323"))
    letters = unicodedata.normalize("NFC", "".join(vowels)) + "bcdđfghjklmnpqrstvwxz"
    return letters + letters.upper()


VIETNAMESE = _vietnamese()
PLAIN = frozenset(VIETNAMESE + "".join(map(chr, range(32, 127))) + "–\N{NO-BREAK SPACE}")
"""Characters that a font must have to be chosen; only others need a look before a paper is set."""


@dataclass(frozen=True)
class PaperFont:
    """The chosen family, its files (none if it comes with typst), how near it is to Times New Roman, and why."""

    name: str
    paths: tuple[Path, ...]
    kind: Kind
    note: str


def font_folders() -> list[Path]:
    """Existing folders searched for fonts: `DONDOC_FONTS` first, then the usual ones of Linux, macOS, Windows."""
    named = [folder for folder in os.environ.get("DONDOC_FONTS", "").split(os.pathsep) if folder]
    windows = [f"{os.environ[root]}/{below}" for root, below in _WINDOWS if root in os.environ]
    every = [Path(folder).expanduser() for folder in (*named, *_FOLDERS, *windows)]
    return [folder for folder in dict.fromkeys(every) if folder.is_dir()]


_WINDOWS = (("WINDIR", "Fonts"), ("LOCALAPPDATA", "Microsoft/Windows/Fonts"))


def has_glyphs(fonts: typst.Fonts, name: str, text: str) -> bool:
    """Whether family `name` has ink for all of `text` upright, bold, italic and bold italic."""
    try:
        typst.compile(
            _PROBE,
            font_paths=fonts,
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"font": name, "text": text},
            # Only PDF/A makes a missing glyph an error.
            pdf_standards=["a-2b"],
            timestamp=0,
        )
    except typst.TypstError:
        return False
    return True


def _serves(fonts: typst.Fonts, name: str) -> bool:
    styles = {(font.style, font.weight >= 600) for font in fonts.fonts() if font.family == name}
    return styles >= _FOUR_STYLES and has_glyphs(fonts, name, VIETNAMESE)


def _candidates() -> Iterator[tuple[PaperFont, typst.Fonts]]:
    found: dict[tuple[str, Path], list[Path]] = defaultdict(list)
    everything = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(font_folders()))
    for font in everything.fonts():
        if font.path:
            found[font.family, Path(font.path).parent].append(Path(font.path))
    for name, kind in _WANTED:
        for (family, folder), paths in found.items():
            if family == name:
                fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
                near = "" if kind == "exact" else "; its widths equal Times New Roman's"
                yield PaperFont(name, tuple(sorted(set(paths))), kind, f"{name} in {folder}{near}"), fonts
    embedded = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
    for name in _EMBEDDED:
        note = f"no Times New Roman with Vietnamese letters on this machine: {name}, which comes with typst"
        yield PaperFont(name, (), "fallback", note), embedded


@cache
def _chosen() -> tuple[PaperFont, typst.Fonts]:
    for font, fonts in _candidates():
        if _serves(fonts, font.name):
            return font, fonts
    raise LookupError("no font with Vietnamese letters, not even in the typst package")


def paper_font() -> PaperFont:
    """The font of every PDF, looked for once a process. LookupError if nothing covers Vietnamese."""
    return _chosen()[0]


def typst_fonts() -> typst.Fonts:
    """The folder of `paper_font` alone, as typst wants it."""
    return _chosen()[1]


@cache
def _lacks(char: str) -> bool:
    return not has_glyphs(typst_fonts(), paper_font().name, char)


def lacking(text: str) -> list[str]:
    """The characters of `text` that `paper_font` has no glyph for, sorted."""
    unsure = sorted(set(text) - PLAIN)
    # One look at all of them is the common, good case; only a failure is worth a look at each.
    if not unsure or has_glyphs(typst_fonts(), paper_font().name, "".join(unsure)):
        return []
    return [char for char in unsure if _lacks(char)]
