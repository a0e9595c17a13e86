"""Read an edited Word file: every paragraph with its style, tracked changes as they are in the end.

Runs in the locked-up child (`guard.in_child`). Whatever is no paragraph or table is told as strange, never dropped.
"""

from collections.abc import Iterator
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from dondoc.intake.guard import FIELD, check_package
from dondoc.rules.reading import Strange, StrangeThing, WordFile, WordParagraph, WordTable
from dondoc.rules.refusal import Refused

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GONE = {f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr")}
_BREAKS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-", f"{_W}softHyphen": ""}
_STRANGE = {
    f"{_W}drawing": Strange.PICTURE,
    f"{_W}pict": Strange.PICTURE,
    f"{_W}object": Strange.PICTURE,
    f"{_W}footnoteReference": Strange.FOOTNOTE,
    f"{_W}endnoteReference": Strange.FOOTNOTE,
    f"{_W}commentReference": Strange.COMMENT,
}
_NOTES = {"footnote": "word/footnotes.xml", "endnote": "word/endnotes.xml", "comment": "word/comments.xml"}
_CORE = "{http://purl.org/dc/elements/1.1/}identifier"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_word(data: bytes) -> Any:
    """A `WordFile` as JSON. Raises Refused for a file that is refused."""
    parts = check_package(data)
    try:
        return _Reader(parts).file().model_dump(mode="json")
    except (etree.XMLSyntaxError, AttributeError, KeyError, RecursionError):
        raise Refused("file_not_docx", FIELD) from None


class _Reader:
    """One file while it is read."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.parts = parts
        self.parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        self.styles = self._styles()
        self.strange: list[StrangeThing] = []
        self.notes = {kind: self._notes(kind, path) for kind, path in _NOTES.items()}

    def file(self) -> WordFile:
        body = self._root("word/document.xml").find(f"{_W}body")
        if body is None:
            raise Refused("file_not_docx", FIELD)
        items = tuple(self._items(body))
        return WordFile(items=items, strange=tuple(self.strange), mark=self._mark())

    def _root(self, name: str) -> etree._Element:
        return etree.fromstring(self.parts[name], self.parser)

    def _styles(self) -> dict[str, str]:
        if "word/styles.xml" not in self.parts:
            return {}
        found = {}
        for style in self._root("word/styles.xml").iter(f"{_W}style"):
            name = style.find(f"{_W}name")
            if name is not None:
                found[style.get(f"{_W}styleId", "")] = name.get(f"{_W}val", "")
        return found

    def _notes(self, kind: str, path: str) -> dict[str, str]:
        if path not in self.parts:
            return {}
        return {
            note.get(f"{_W}id", ""): " ".join("".join(text.itertext()) for text in note.iter(f"{_W}t"))
            for note in self._root(path).iter(f"{_W}{kind}")
        }

    def _mark(self) -> str:
        if "docProps/core.xml" not in self.parts:
            return ""
        return str(self._root("docProps/core.xml").findtext(_CORE, ""))

    def _items(self, parent: etree._Element) -> Iterator[WordParagraph | WordTable]:
        joined: WordParagraph | None = None
        for child in _content(parent):
            if child.tag == f"{_W}p":
                paragraph = self._paragraph(child)
                if joined:
                    paragraph = joined.model_copy(update={"text": joined.text + paragraph.text})
                joined = paragraph if _mark_deleted(child) else None
                if joined is None:
                    yield paragraph
            elif child.tag == f"{_W}tbl":
                yield self._table(child)
        if joined:
            yield joined

    def _table(self, table: etree._Element) -> WordTable:
        rows = []
        for row in _content(table):
            if row.tag != f"{_W}tr" or row.find(f"{_W}trPr/{_W}del") is not None:
                continue
            cells = [cell for cell in _content(row) if cell.tag == f"{_W}tc"]
            rows.append(tuple(tuple(self._cell(cell)) for cell in cells))
        return WordTable(rows=tuple(rows))

    def _cell(self, cell: etree._Element) -> Iterator[WordParagraph]:
        for item in self._items(cell):
            if isinstance(item, WordParagraph):
                yield item
            else:
                # A table inside a table: no paper of ours has one.
                text = " | ".join(each.text for row in item.rows for inner in row for each in inner)
                self.strange.append(StrangeThing(kind=Strange.TABLE, text=text))

    def _paragraph(self, paragraph: etree._Element) -> WordParagraph:
        mark = paragraph.find(f"{_W}pPr/{_W}pStyle")
        name = self.styles.get(mark.get(f"{_W}val", ""), "") if mark is not None else "Normal"
        style = name.removeprefix("Dondoc ") if name.startswith("Dondoc ") else f"[{name or 'Normal'}]"
        return WordParagraph(style=style, text="".join(self._text(paragraph)))

    def _text(self, element: etree._Element) -> Iterator[str]:
        for child in element:
            if not isinstance(child.tag, str) or child.tag in _GONE or child.tag == _FALLBACK:
                continue
            if child.tag == f"{_W}t":
                yield child.text or ""
            elif child.tag in _BREAKS:
                yield _BREAKS[child.tag]
            elif child.tag in _STRANGE:
                self._note(child)
            else:
                yield from self._text(child)

    def _note(self, element: etree._Element) -> None:
        kind = _STRANGE[element.tag]
        boxes = ["".join(self._text(box)) for box in element.iter(f"{_W}txbxContent")]
        if boxes:
            self.strange.append(StrangeThing(kind=Strange.TEXT_BOX, text="\n".join(boxes)))
            return
        local = etree.QName(element).localname.removesuffix("Reference")
        text = self.notes.get(local, {}).get(element.get(f"{_W}id", ""), "")
        self.strange.append(StrangeThing(kind=kind, text=text))


def _content(parent: etree._Element) -> Iterator[etree._Element]:
    """The children of an element, those inside content controls and tracked insertions among them."""
    inside = {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}moveTo", f"{_W}customXml", f"{_W}smartTag"}
    for child in parent:
        if child.tag in inside:
            yield from _content(child)
        else:
            yield child


def _mark_deleted(paragraph: etree._Element) -> bool:
    """Whether the paragraph's end was deleted: what follows then belongs to it."""
    return paragraph.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None
