"""The report as DOCX, from the Word template that templates/paper/build_report.py builds."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from dondoc.paper.form import Bar, Form, form
from dondoc.paper.layout import TEXT, Layout, layout
from dondoc.paths import data_file
from dondoc.rules.report import ReportModel

_TWIPS_PER_MM = 1440 / 25.4
_BAR, _HAIR = 162.0, 0.3
_BRACES = str.maketrans({"{": "&#123;", "}": "&#125;"})


def docx(report: ReportModel, template: bytes | None = None, mark: str = "") -> bytes:
    """`report` as DOCX, from our template or an administrator's; equal bytes for an equal report and template.

    `mark` goes into the file's properties, so that an edited copy says which version it comes from.
    Raises jinja2.UndefinedError for a misspelt field and jinja2.sandbox.SecurityError for code in a template.
    """
    worded = form(report)
    source = template if template is not None else data_file("templates", "paper", "report.docx").read_bytes()
    paper = DocxTemplate(io.BytesIO(source))
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    paper.render({key: _literal(value) for key, value in worded.items()}, environment)
    document: Document = paper.docx
    _measure(document, layout(worded["superior"], worded["agency"], worded["subject"], worded["urgency"]))
    _set_bars(document, worded["bars"])
    _end_with_last_section(document)
    _describe(document, worded, report, mark)
    out = io.BytesIO()
    document.save(out)
    return _repacked(out.getvalue())


def _literal(value: Any) -> Any:
    """`value` with every text escaped, its braces too: docxtpl turns "{_{" in a rendered text into a tag."""
    match value:
        case str():
            return Markup(str(escape(value)).translate(_BRACES))
        case list():
            return [_literal(item) for item in value]
        case Mapping():
            return {key: _literal(item) for key, item in value.items()}
        case _:
            return value


def _measure(document: Document, measures: Layout) -> None:
    """Set what depends on the texts on the styles, so that no paragraph bears formatting of its own."""
    left, right = measures.left, measures.right
    for name, size, column, width in (
        ("Superior", measures.head_size, left, measures.superior),
        ("Agency", measures.head_size, left, measures.agency),
        ("AgencyRule", None, left, measures.agency_rule),
        ("Nation", measures.head_size, right, right),
        ("Motto", measures.motto_size, right, right),
        ("MottoRule", None, right, measures.motto_rule),
        ("Dateline", measures.motto_size, right, right),
        ("Urgency", None, left, measures.stamp or left),
        ("Subject", None, TEXT, measures.subject),
        ("SubjectRule", None, TEXT, measures.subject_rule),
    ):
        _set_style(document, f"Dondoc{name}", size, (column - width) / 2)
    _set_columns(document, left, right)


def _set_style(document: Document, style_id: str, size: int | None, indent: float) -> None:
    found = document.styles.element.xpath(f"./w:style[@w:styleId='{style_id}']")
    for style in found:  # An administrator's template may lack it.
        for mark in style.xpath("./w:rPr/w:sz | ./w:rPr/w:szCs") if size else ():
            mark.set(qn("w:val"), str(size * 2))  # type: ignore[operator]
        for edge in style.xpath("./w:pPr/w:ind"):
            edge.set(qn("w:left"), _twips(indent))
            edge.set(qn("w:right"), _twips(indent))


def _set_columns(document: Document, left: float, right: float) -> None:
    heads = document.element.body.xpath("./w:tbl[.//w:pStyle[@w:val='DondocNation']]")
    for table in heads:
        columns = table.xpath("./w:tblGrid/w:gridCol")
        for place, width in enumerate((left, right)):
            for mark in (*columns[place : place + 1], *table.xpath(f"./w:tr/w:tc[{place + 1}]/w:tcPr/w:tcW")):
                mark.set(qn("w:w"), _twips(width))


def _set_bars(document: Document, bars: Sequence[Bar]) -> None:
    """Fill each bar by its share; both parts stay at least a hair wide, for a cell cannot have no width."""
    tables = document.element.body.xpath("./w:tbl[.//w:pStyle[@w:val='DondocBarLabel']]")
    for table, bar in zip(tables, bars, strict=False):
        filled = min(max(bar["share"] * _BAR, _HAIR), _BAR - _HAIR)
        columns = table.xpath("./w:tblGrid/w:gridCol")
        for place, width in ((1, filled), (2, _BAR - filled)):
            for mark in (*columns[place : place + 1], *table.xpath(f"./w:tr/w:tc[{place + 1}]/w:tcPr/w:tcW")):
                mark.set(qn("w:w"), _twips(width))


def _end_with_last_section(document: Document) -> None:
    """Let the last section that has content be the document's own: an absent annex leaves no empty page."""
    body = document.element.body
    ends = body.xpath("./w:p[w:pPr/w:pStyle[@w:val='DondocSectionEnd']]")
    if not ends:
        return
    section = ends[-1].pPr.find(qn("w:sectPr"))
    ends[-1].pPr.remove(section)
    body.replace(body.find(qn("w:sectPr")), section)


def _describe(document: Document, worded: Form, report: ReportModel, mark: str) -> None:
    """Title, language and the paper's own day: the clock's would make every file differ."""
    day = datetime.combine(report.issued_on or report.data_to, time())
    properties = document.core_properties
    properties.title = worded["title"][:255]
    properties.author = worded["agency"][:255]
    properties.language = "vi-VN"
    if mark:
        properties.identifier = mark
    properties.created = properties.modified = day


def _twips(length: float) -> str:
    return str(round(length * _TWIPS_PER_MM))


def _repacked(data: bytes) -> bytes:
    """The same parts with fixed dates: zip entries otherwise bear the time of writing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w") as fixed:
        for name in package.namelist():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            fixed.writestr(entry, package.read(name))
    return out.getvalue()
