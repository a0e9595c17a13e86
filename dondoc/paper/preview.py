"""The report as an HTML fragment beside its sources: every sentence leads to the submission it came from."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from html import escape

from dondoc.paper.form import (
    FIGURE_COLUMNS,
    UNIT_COLUMNS,
    Form,
    annex_labels,
    data_note,
    figure_cells,
    form,
    paragraph_lines,
    part_heading,
    section_heading,
    unit_cells,
    unit_note,
)
from dondoc.paper.layout import MOTTO, NATION
from dondoc.rules.clean import clean
from dondoc.rules.report import Paragraph, Part, ReportModel, Source

Href = Callable[[Source], str]
_OWN_WORDS = '<span class="own-words-label">Lời người soạn</span>'
_EDITED = ' <span class="own-words-label">Người soạn đã sửa</span>'
_STALE = ' <span class="stale-label">Nguồn đã thay đổi</span>'


@dataclass(frozen=True)
class _Marks:
    """Where sources lead, and which of them are not what they were."""

    href: Href | None
    stale: Collection[int]
    own: bool = True
    """Whether the drafter's own words are told from the units'."""


def preview(
    report: ReportModel, source_href: Href | None = None, stale: Collection[int] = (), own_words: bool = True
) -> str:
    """`report` as one `<article class="paper">`, escaped, in reading order.

    A sourced paragraph ends in links "‹unit›, bản ‹version›" to `source_href(source)` (plain text without it);
    one without a source bears the class `own-words` and says so, one made of a submission in `stale` the class `stale`.
    Without `own_words` nothing is told apart: a letter has no units' words.
    """
    marks = _Marks(source_href, frozenset(stale), own_words)
    worded = form(report)
    body = "".join(_part(place, part, marks) for place, part in enumerate(report.parts, start=1))
    return "".join(
        (
            '<article class="paper" lang="vi">',
            _element("p", worded["draft_note"], "paper-draft-note"),
            _head(worded),
            _lines("ul", "li", worded["addressees"], "paper-addressees", "Kính gửi:"),
            "".join(_element("p", basis, "paper-basis") for basis in worded["bases"]),
            _paragraphs(report.opening, marks),
            body,
            _closing(report, worded, marks),
            _foot(worded),
            _figures(report, marks),
            _units(report),
            "</article>",
        )
    )


def _element(tag: str, text: str, name: str) -> str:
    return f'<{tag} class="{name}">{escape(text)}</{tag}>' if text else ""


def _lines(outer: str, inner: str, lines: Sequence[str], name: str, label: str) -> str:
    if not lines:
        return ""
    items = "".join(f"<{inner}>{escape(line)}</{inner}>" for line in lines)
    return f'<div class="{name}"><p>{escape(label)}</p><{outer}>{items}</{outer}></div>'


def _head(worded: Form) -> str:
    left = (
        ("superior", "superior"),
        ("agency", "agency"),
        ("number_line", "number"),
        ("about", "about"),
        ("urgency", "urgency"),
    )
    return (
        '<header class="paper-head"><div class="paper-issuer">'
        + "".join(_element("p", str(worded[key]), f"paper-{name}") for key, name in left)  # type: ignore[literal-required]
        + '</div><div class="paper-nation">'
        + _element("p", NATION, "paper-nation-name")
        + _element("p", MOTTO, "paper-motto")
        + _element("p", worded["dateline"], "paper-dateline")
        + "</div></header>"
        + (_title(worded) if worded["type_name"] else "")
    )


def _title(worded: Form) -> str:
    return (
        f'<h2 class="paper-title"><span class="paper-type">{escape(worded["type_name"])}</span> '
        f'<span class="paper-subject">{escape(worded["subject"])}</span></h2>'
    )


def _source(source: Source, href: Href | None) -> str:
    label = escape(f"{clean(source.unit)}, bản {source.version}")
    if href is None:
        return f'<span class="paper-source">{label}</span>'
    return f'<a class="paper-source" href="{escape(href(source))}">{label}</a>'


def _sources(sources: Sequence[Source], marks: _Marks) -> str:
    links = ", ".join(_source(source, marks.href) for source in sources)
    changed = _STALE if any(source.submission_id in marks.stale for source in sources) else ""
    return (f' <span class="paper-sources">[{links}]</span>' if links else "") + changed


def _paragraph(paragraph: Paragraph, texts: Sequence[str], marks: _Marks) -> str:
    if not texts:
        return ""
    kind = "paper-bullet" if paragraph.bullet else "paper-paragraph"
    kind += " own-words" if marks.own and (paragraph.edited or not paragraph.sources) else ""
    kind += " stale" if any(source.submission_id in marks.stale for source in paragraph.sources) else ""
    mark = _sources(paragraph.sources, marks) or (f" {_OWN_WORDS}" if marks.own else "")
    mark += _EDITED if paragraph.edited else ""
    last = len(texts) - 1
    return "".join(
        f'<p class="{kind}">{escape(text)}{mark if place == last else ""}</p>' for place, text in enumerate(texts)
    )


def _paragraphs(paragraphs: Iterable[Paragraph], marks: _Marks) -> str:
    return "".join(
        _paragraph(paragraph, [line["text"] for line in paragraph_lines(paragraph)], marks) for paragraph in paragraphs
    )


def _part(place: int, part: Part, marks: _Marks) -> str:
    sections = "".join(
        '<section class="paper-section">'
        f'<h4 class="paper-section-heading">{escape(section_heading(number, section.heading))}</h4>'
        f"{_paragraphs(section.paragraphs, marks)}</section>"
        for number, section in enumerate(part.sections, start=1)
    )
    return (
        '<section class="paper-part">'
        f'<h3 class="paper-part-heading">{escape(part_heading(place, part.heading))}</h3>'
        f"{_paragraphs(part.paragraphs, marks)}{sections}</section>"
    )


def _closing(report: ReportModel, worded: Form, marks: _Marks) -> str:
    own = _paragraph(report.closing, worded["closing"], marks)
    return f'<div class="paper-closing">{own}</div>'


def _foot(worded: Form) -> str:
    signer = "".join(_element("p", line, "paper-signer-line") for line in worded["signer_lines"])
    return (
        '<footer class="paper-foot">'
        + _lines("ul", "li", worded["recipients"], "paper-recipients", "Nơi nhận:")
        + f'<div class="paper-signature">{signer}{_element("p", worded["signer_name"], "paper-signer")}</div>'
        + "</footer>"
    )


def _table(label: str, note: str, columns: Sequence[str], rows: Iterable[str]) -> str:
    heads = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    return (
        f'<section class="paper-annex"><h3>{escape(label)}</h3>{_element("p", note, "paper-note")}'
        f'<div class="paper-table"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div></section>"
    )


def _figures(report: ReportModel, marks: _Marks) -> str:
    if not report.figures:
        return ""
    rows = []
    for place, row in enumerate(report.figures, start=1):
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in figure_cells(place, row))
        rows.append(f"<tr>{cells}<td>{_sources(row.sources, marks)}{_EDITED if row.edited else ''}</td></tr>")
    return _table(annex_labels(report)[0], data_note(report), (*FIGURE_COLUMNS, "Nguồn"), rows)


def _units(report: ReportModel) -> str:
    if not report.units:
        return ""
    rows = []
    for place, row in enumerate(report.units, start=1):
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in unit_cells(place, row))
        rows.append(f'<tr class="paper-missing">{cells}</tr>' if row.missing else f"<tr>{cells}</tr>")
    return _table(annex_labels(report)[1], unit_note(report), UNIT_COLUMNS, rows)
