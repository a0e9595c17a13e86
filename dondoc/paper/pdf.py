"""The report as PDF/A-2b, set by typst with an embedded font; no system package is needed."""

import json
import os
import subprocess
import sys
import unicodedata
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time

import typst

from dondoc.paper.fonts import PLAIN, lacking, paper_font, typst_fonts
from dondoc.paper.form import Form, form
from dondoc.paper.layout import OTHER_FONT, SAME_METRICS, layout
from dondoc.paper.pdf_child import REFUSED, compiled
from dondoc.paths import data_file
from dondoc.rules.report import ReportModel

_MARKS = "□?"
LONG = 128 * 1024
"""From this many characters on a paper is set in a process of its own: typst keeps some 100 MB for each 1,000 rows."""


@dataclass(frozen=True)
class Pdf:
    """The file, and what its reader should know about it (Vietnamese sentences; usually none)."""

    data: bytes
    notes: tuple[str, ...]


class _NotSet(ValueError):
    """typst in its own process refused a paper."""


def pdf(report: ReportModel) -> bytes:
    """`report` as PDF/A-2b; equal bytes for an equal report on the same machine. See `render` for the notes."""
    return render(report).data


def render(report: ReportModel) -> Pdf:
    """`report` as PDF/A-2b with notes.

    A character that the font lacks, an error under PDF/A, is set as "□" and named in the notes.
    """
    worded = form(report)
    text = json.dumps(inputs_of(worded), ensure_ascii=False)
    missing = lacking(text)
    try:
        data = _compile(_marked(text, missing), report)
    except (typst.TypstError, _NotSet):
        # A cluster can lack a glyph though its characters have one: then keep only what is surely there.
        missing = sorted(set(text) - PLAIN)
        data = _compile(_marked(text, missing), report)
    return Pdf(data, tuple(map(_note, missing)))


def inputs_of(worded: Form) -> dict[str, object]:
    """What the typst template is given: the words, the measures, the font."""
    font = paper_font()
    heads = worded["superior"], worded["agency"], worded["subject"], worded["urgency"]
    measures = layout(*heads, slack=OTHER_FONT if font.kind == "fallback" else SAME_METRICS)
    return {"form": worded, "layout": asdict(measures), "font": font.name}


def _marked(text: str, missing: list[str]) -> str:
    mark = next(mark for mark in _MARKS if mark in PLAIN or not lacking(mark))
    return text.translate({ord(char): mark for char in missing})


def _note(char: str) -> str:
    name = unicodedata.name(char, "không tên")
    return f"Phông chữ {paper_font().name} không có ký tự U+{ord(char):04X} ({name})."


def _compile(inputs: str, report: ReportModel) -> bytes:
    # The paper's own day, not the clock's: the same report must give the same bytes.
    at = datetime.combine(report.issued_on or report.data_to, time(), UTC)
    template = data_file("templates", "paper", "report.typ").read_bytes()
    if len(inputs) > LONG:
        return _in_child(template, inputs, at)
    return compiled(template, inputs, typst_fonts(), at)


def _in_child(template: bytes, inputs: str, at: datetime) -> bytes:
    given = {
        "template": template.decode(),
        "inputs": inputs,
        "fonts": sorted({str(path.parent) for path in paper_font().paths}),
        "at": at.isoformat(),
    }
    done = subprocess.run(
        [sys.executable, "-m", "dondoc.paper.pdf_child"], input=json.dumps(given).encode(), capture_output=True,
        check=False, env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )  # fmt: skip
    if done.returncode == REFUSED:
        raise _NotSet(done.stderr.decode(errors="replace"))
    done.check_returncode()
    return done.stdout
