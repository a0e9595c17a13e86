"""DOCX → raw blocks, at the level of its XML: numbers resolved, tracked changes as accepted, merged cells known."""

import io
import itertools
import zipfile
from collections.abc import Iterator

from lxml import etree  # type: ignore[import-untyped]

from dondoc.intake.document.readers.legacy import from_tcvn3, from_vni
from dondoc.intake.document.readers.numbering import Numbering, W
from dondoc.intake.document.source import RawBlock, RawCell
from dondoc.rules.refusal import Refused

_GONE = {
    W + "del",
    W + "moveFrom",
    W + "instrText",
    W + "delText",
    W + "pPr",
    W + "rPr",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    W + "footnoteReference",
}
_BREAKS = {W + "br": "\n", W + "cr": "\n", W + "tab": " ", W + "noBreakHyphen": "-", W + "softHyphen": ""}
_HOLDERS = {W + "sdt", W + "sdtContent", W + "ins", W + "moveTo", W + "smartTag", W + "customXml", W + "body"}


def read_docx(data: bytes) -> list[RawBlock]:
    """The raw blocks of a DOCX file."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        try:
            document = _parsed(package.read("word/document.xml"))
        except KeyError:
            raise Refused("document_damaged", "file") from None
        names = set(package.namelist())
        styles = _parsed(package.read("word/styles.xml")) if "word/styles.xml" in names else None
        numbers = _parsed(package.read("word/numbering.xml")) if "word/numbering.xml" in names else None
    reader = _Reader(Numbering(numbers, styles))
    body = document.find(W + "body")
    return list(reader.blocks(body)) if body is not None else []


def _parsed(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise Refused("document_damaged", "file") from None


class _Reader:
    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._tables = 0
        self._held = ""

    def blocks(self, parent: etree._Element) -> Iterator[RawBlock]:
        for each in parent:
            if each.tag == W + "p":
                yield from self._paragraph(each)
            elif each.tag == W + "tbl":
                self._tables += 1
                yield from self._table(each, self._tables)
            elif each.tag in _HOLDERS:
                yield from self.blocks(each)

    def _paragraph(self, p: etree._Element) -> Iterator[RawBlock]:
        for box in p.iter(W + "txbxContent"):
            # A box in a box is read with the outer one.
            above = {each.tag for each in itertools.takewhile(lambda each: each is not p, box.iterancestors())}
            if not above & {*_GONE, W + "txbxContent"}:
                yield from self.blocks(box)
        lines, bold = self._text(p)
        lines[0] = self._held + lines[0]
        self._held = ""
        if p.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            # Its end was deleted, so it goes on with the next paragraph.
            self._held = " ".join(lines)
            return
        if any(line.strip() for line in lines):
            lines[0] = self._numbering.label(p) + lines[0]
        heading = self._numbering.heading(p)
        for line in lines:
            if line.strip():
                yield RawBlock(text=line, bold=bold, heading=heading)

    def _text(self, p: etree._Element) -> tuple[list[str], bool]:
        parts: list[str] = []
        plain = strong = 0
        base = self._numbering.bold(p)
        for run in _runs(p):
            text = _run_text(run)
            parts.append(text)
            mark = run.find(f"{W}rPr/{W}b")
            is_bold = base if mark is None else mark.get(W + "val") not in {"0", "false"}
            strong, plain = strong + is_bold * len(text.strip()), plain + (not is_bold) * len(text.strip())
        return "".join(parts).split("\n"), strong > 0 and plain <= strong // 20

    def _table(self, table: etree._Element, number: int) -> Iterator[RawBlock]:
        for row in _rows(table):
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            cells = [RawCell() for _ in range(_count(row.find(f"{W}trPr/{W}gridBefore"), 0))]
            cells += [self._cell(cell) for cell in _cells(row)]
            yield RawBlock(table=number, cells=cells[:1000])

    def _cell(self, cell: etree._Element) -> RawCell:
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        joined = merge is not None and merge.get(W + "val") != "restart"
        lines: list[str] = []
        for block in self.blocks(cell):
            lines += [block.text] if block.table is None else [each.text for each in block.cells]
        return RawCell(
            text="\n".join(lines), wide=min(1000, max(1, _count(cell.find(f"{W}tcPr/{W}gridSpan"), 1))), joined=joined
        )


def _count(element: etree._Element | None, otherwise: int) -> int:
    value = element.get(W + "val", "") if element is not None else ""
    return int(value) if value.isdecimal() and len(value) < 5 else otherwise


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for each in table:
        if each.tag == W + "tr":
            yield each
        elif each.tag in _HOLDERS:
            yield from _rows(each)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for each in row:
        if each.tag == W + "tc":
            yield each
        elif each.tag in _HOLDERS:
            yield from _cells(each)


def _runs(parent: etree._Element) -> Iterator[etree._Element]:
    for each in parent:
        if each.tag == W + "r":
            yield each
        elif each.tag not in _GONE and each.tag != W + "txbxContent":
            yield from _runs(each)


def _run_text(run: etree._Element) -> str:
    parts = [each.text or "" if each.tag == W + "t" else _BREAKS.get(str(each.tag), "") for each in run]
    text = "".join(parts)
    fonts = run.find(f"{W}rPr/{W}rFonts")
    font = (fonts.get(W + "ascii") or "") if fonts is not None else ""
    if font.startswith(".Vn"):
        return from_tcvn3(text).upper() if font.endswith("H") else from_tcvn3(text)
    return from_vni(text) if font.upper().startswith("VNI") else text
