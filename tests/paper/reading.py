"""How the tests read a paper back: by other libraries than those that wrote it."""

import io
import re
import zipfile

import pypdf
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def squashed(text: str) -> str:
    """`text` without any white space: a justified line's spaces are the typesetter's, not the report's."""
    return re.sub(r"\s+", "", text)


def pdf_pages(data: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def pdf_text(data: bytes) -> str:
    return squashed("".join(pdf_pages(data)))


def part(data: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read(name))


def styled(data: bytes) -> list[tuple[str, str]]:
    """(style id, text) of every paragraph of a DOCX, in document order."""
    paragraphs = part(data, "word/document.xml").iter(f"{W}p")
    return [
        (
            next((mark.get(f"{W}val", "") for mark in paragraph.iter(f"{W}pStyle")), ""),
            "".join(text.text or "" for text in paragraph.iter(f"{W}t")),
        )
        for paragraph in paragraphs
    ]


def texts(data: bytes, style: str) -> list[str]:
    """The texts of all paragraphs in the style "Dondoc‹style›"."""
    return [text for name, text in styled(data) if name == f"Dondoc{style}"]


def docx_text(data: bytes) -> str:
    return squashed("".join(text for _, text in styled(data)))
