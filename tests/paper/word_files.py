"""Word files as people and attackers make them: a draft of ours with parts changed."""

import io
import zipfile
from collections.abc import Callable

from lxml import etree

from dondoc.paper.docx import docx
from dondoc.rules.report import ReportModel

from .reading import W
from .sample import sample

DOCUMENT = "word/document.xml"
Change = Callable[[etree._Element], object]


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def package(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def changed(change: Change, report: ReportModel | None = None) -> bytes:
    """The draft with its document changed."""
    parts = parts_of(docx(report or sample(), mark="dondoc:1:1"))
    root = etree.fromstring(parts[DOCUMENT])
    change(root)
    return package(parts | {DOCUMENT: etree.tostring(root, xml_declaration=True, encoding="UTF-8")})


def with_part(name: str, content: bytes, report: ReportModel | None = None) -> bytes:
    return package(parts_of(docx(report or sample())) | {name: content})


def paragraph(root: etree._Element, text: str) -> etree._Element:
    """The paragraph with that text in it."""
    return next(each for each in root.iter(f"{W}p") if text in "".join(each.itertext()))


def element(xml: str) -> etree._Element:
    return etree.fromstring(f'<x xmlns:w="{W[1:-1]}">{xml}</x>')[0]


def inserted(text: str) -> etree._Element:
    """A tracked insertion."""
    return element(f'<w:ins w:id="1" w:author="A"><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:ins>')


def delete_tracked(found: etree._Element) -> None:
    """All words of a paragraph as a tracked deletion."""
    for run in list(found.iter(f"{W}r")):
        for text in run.iter(f"{W}t"):
            text.tag = f"{W}delText"
        gone = element('<w:del w:id="2" w:author="A"/>')
        run.getparent().replace(run, gone)
        gone.append(run)
