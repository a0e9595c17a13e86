"""pdfplumber's pages, made for long documents: of a letter only what words need, of a page nothing once it is read."""

from collections.abc import Iterator
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdfpage import PDFPage
from pdfplumber.page import Page
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException

Glyphs = dict[Any, dict[int, tuple[str, float]]]
_SPACE = 32


def pages_of(pdf: PDF) -> Iterator["LightPage"]:
    """The pages one by one. Raises PdfminerException where the tree of pages is broken."""
    glyphs: Glyphs = {}
    pages = PDFPage.create_pages(pdf.doc)
    number = 0
    while True:
        try:
            found = next(pages)
        except StopIteration:
            return
        except Exception as error:
            raise PdfminerException(error) from None
        number += 1
        yield LightPage(pdf, found, number, glyphs)


class LightPage(Page):
    """A page whose letters are not first made pdfminer's objects, which costs as much as all the rest of reading."""

    def __init__(self, pdf: PDF, found: PDFPage, number: int, glyphs: Glyphs) -> None:
        super().__init__(pdf, found, number)
        self._glyphs = glyphs

    def parse_objects(self) -> dict[str, list[dict[str, Any]]]:
        """Lines and rectangles as pdfplumber gives them, and the letters."""
        device = _Device(self, self._glyphs)
        try:
            PDFPageInterpreter(self.pdf.rsrcmgr, device).process_page(self.page_obj)
        except MemoryError:
            raise
        except Exception as error:
            raise PdfminerException(error) from None
        objects: dict[str, list[dict[str, Any]]] = {"char": device.letters}
        for each in self.iter_layout_objects(device.get_result()._objs):
            objects.setdefault(each["object_type"], []).append(each)
        return objects


class _Device(PDFPageAggregator):
    """Sets level letters in the coordinates of pdfplumber's page; what is turned is set by pdfminer."""

    def __init__(self, page: Page, glyphs: Glyphs) -> None:
        super().__init__(page.pdf.rsrcmgr, page.page_number)
        self.letters: list[dict[str, Any]] = []
        self._glyphs = glyphs
        self._left, above = page.mediabox[:2]
        self._top = page.height + above

    def _add(self, text: str, font: Any, upright: bool, box: tuple[float, float, float, float]) -> None:
        left, bottom, right, top = box
        self.letters.append(
            {
                "text": text, "fontname": font, "upright": upright, "x0": left + self._left, "x1": right + self._left,
                "top": self._top - top, "bottom": self._top - bottom, "doctop": self._top - top,
            }
        )  # fmt: skip

    def render_char(self, *args: Any, **options: Any) -> float:
        """A turned letter."""
        advance = super().render_char(*args, **options)
        made = self.cur_item._objs.pop()
        if isinstance(made, LTChar):
            self._add(made.get_text(), str(made.fontname), made.upright, made.bbox)
        return advance

    def render_string_horizontal(
        self, seq: Any, matrix: Any, pos: Any, font: Any, fontsize: float, scaling: float, charspace: float,
        wordspace: float, rise: float, dxscale: float, ncs: Any, graphicstate: Any,
    ) -> tuple[float, float]:  # fmt: skip
        """A string in one line, letter by letter."""
        a, b, c, d, e, f = matrix
        if b or c or a * d * scaling <= 0:
            return super().render_string_horizontal(
                seq, matrix, pos, font, fontsize, scaling, charspace, wordspace, rise, dxscale, ncs, graphicstate
            )
        x, y = pos
        known, name = self._glyphs.setdefault(font, {}), str(font.fontname)
        foot = y + rise + font.get_descent() * fontsize
        low, high = sorted((d * foot + f, d * (foot + fontsize) + f))
        follows = False
        for piece in seq if isinstance(seq, list) else ():
            if isinstance(piece, int | float):
                x -= piece * dxscale
                follows = True
                continue
            for code in font.decode(piece) if isinstance(piece, bytes) else ():
                x += charspace if follows else 0
                text, width = known.get(code) or self._glyph(known, font, code)
                end = x + width * fontsize * scaling
                self._add(text, name, True, (min(x * a, end * a) + e, low, max(x * a, end * a) + e, high))
                x = end + (wordspace if code == _SPACE else 0)
                follows = True
        return x, y

    def _glyph(self, known: dict[int, tuple[str, float]], font: Any, code: int) -> tuple[str, float]:
        try:
            text = font.to_unichr(code)
        except PDFUnicodeNotDefined:
            text = self.handle_undefined_char(font, code)
        known[code] = text, font.char_width(code)
        return known[code]
