"""The page itself, measured: margins, sizes, rules, page numbers (NĐ 30/2020/NĐ-CP); short, at the brink, and long."""

import io
from dataclasses import dataclass
from functools import cache

import pypdf
import pytest
from pypdf.generic import ContentStream

from dondoc.paper.metrics import width_mm
from dondoc.paper.pdf import pdf
from dondoc.rules.report import Paragraph, ReportModel

from .sample import issued

MM = 72 / 25.4
LINE = Paragraph(text="Các phòng, đơn vị đã triển khai đúng tiến độ theo kế hoạch được giao trong kỳ báo cáo này.")


@dataclass(frozen=True)
class Run:
    """A piece of text: where it begins from the left and from the top, and its size in points."""

    text: str
    left: float
    top: float
    size: float


def with_lines(count: int) -> ReportModel:
    return issued().model_copy(
        update={"opening": (LINE,) * count, "parts": (), "figures": (), "units": (), "legal_basis": ()}
    )


@cache
def pages(count: int) -> list[list[Run]]:
    found: list[list[Run]] = []
    for page in pypdf.PdfReader(io.BytesIO(pdf(with_lines(count)))).pages:
        runs: list[Run] = []

        def note(text: str, cm: list[float], _tm: object, _font: object, size: float, runs: list[Run] = runs) -> None:
            if text.strip():
                runs.append(Run(text.strip(), cm[4] / MM, 297 - cm[5] / MM, size))

        page.extract_text(visitor_text=note)
        found.append(runs)
    return found


@cache
def brink() -> int:
    """The greatest number of lines that still leaves the report on one page."""
    fits, over = 4, 24
    while over - fits > 1:
        middle = (fits + over) // 2
        fits, over = (middle, over) if len(pages(middle)) == 1 else (fits, middle)
    return fits


def lengths() -> dict[str, list[tuple[float, float]]]:
    return {"rules": rules(pypdf.PdfReader(io.BytesIO(pdf(issued()))))}


def rules(reader: pypdf.PdfReader) -> list[tuple[float, float]]:
    """Left end and length of every horizontal rule on the first page, in mm, from top to bottom."""
    found, at, start, path = [], 0.0, 0.0, 0
    for operands, operator in ContentStream(reader.pages[0].get_contents(), reader).operations:
        if operator == b"cm":
            at = float(operands[4])
        elif operator == b"m":
            start, path = float(operands[0]), 1
        elif operator == b"l":
            end, path = float(operands[0]), path + 1
        elif operator == b"S" and path == 2:
            found.append(((at + start) / MM, (end - start) / MM))
    return found


def cases() -> list[int]:
    return [4, brink(), brink() + 1, 1010]


@pytest.mark.parametrize("case", range(4), ids=["short", "at the brink", "just over it", "sixty pages"])
def test_all_words_stay_within_the_margins_and_in_their_sizes(case: int) -> None:
    for number, page in enumerate(pages(cases()[case]), start=1):
        body = [run for run in page if not (run.text == str(number) and run.top < 20)]
        assert min(run.left for run in body) >= 29.9
        assert all(20 <= run.top <= 277.1 for run in body), number
        assert {run.size for run in body} <= {11, 12, 13, 14}
        # Body text: 14 pt, indented 12.7 mm on the first line of a paragraph, flush on the others.
        lines = [run for run in body if run.text.startswith("Các phòng, đơn vị đã")]
        assert {run.size for run in lines} <= {14}
        assert all(abs(run.left - 42.7) < 0.1 for run in lines)


@pytest.mark.parametrize("case", range(4), ids=["short", "at the brink", "just over it", "sixty pages"])
def test_pages_are_numbered_from_the_second_on_centred_at_the_top(case: int) -> None:
    found = pages(cases()[case])
    assert not any(run.top < 19.5 for run in found[0])
    for number, page in enumerate(found[1:], start=2):
        (mark,) = [run for run in page if run.top < 20]
        assert (mark.text, mark.size) == (str(number), 14)
        middle = mark.left + width_mm(mark.text, 14) / 2
        assert middle == pytest.approx(30 + 165 / 2, abs=0.5)


def test_the_long_one_has_sixty_pages_and_the_brink_is_one() -> None:
    assert [len(pages(count)) for count in (4, brink(), brink() + 1)] == [1, 1, 2]
    assert 58 <= len(pages(1010)) <= 64


@pytest.mark.parametrize("case", range(4), ids=["short", "at the brink", "just over it", "sixty pages"])
def test_signature_and_recipients_stand_on_one_page_with_the_last_line(case: int) -> None:
    last = " ".join(run.text for run in pages(cases()[case])[-1])
    for words in ("./.", "Nơi nhận:", "KT. GIÁM ĐỐC", "Lê Văn Giả Định", "- Lưu: VT, TTra."):
        assert words in last, words


def test_heads_and_foot_have_their_sizes_and_sides() -> None:
    sizes = {run.text.replace("\xa0", " "): run for run in pages(4)[0]}
    nation, motto = sizes["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], sizes["Độc lập - Tự do - Hạnh phúc"]
    assert (nation.size, motto.size) in {(12, 13), (13, 14)}
    assert nation.left > 95
    assert nation.left + width_mm("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", nation.size, bold=True) <= 195.2
    assert sizes["Số: 05/BC-SKHCN"].size == 13
    assert sizes["Nơi nhận:"].size == 12 and sizes["- Lưu: VT, TTra."].size == 11
    for words in ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Lê Văn Giả Định"):
        assert sizes[words].size == 14
        centre = sizes[words].left + width_mm(words, 14, bold=True) / 2
        assert centre == pytest.approx(155, abs=2)


def test_the_rules_are_as_long_as_prescribed() -> None:
    agency, motto, subject = lengths()["rules"][:3]
    head = 12
    line = width_mm("SỞ KHOA HỌC VÀ CÔNG NGHỆ", head, bold=True)
    assert 1 / 3 <= agency[1] / line <= 1 / 2
    assert motto[1] == pytest.approx(width_mm("Độc lập - Tự do - Hạnh phúc", head + 1, bold=True), abs=0.5)
    words = "Kết quả thực hiện công tác cải cách tư pháp quý I năm 2024"
    assert 1 / 3 <= subject[1] / width_mm(words, 14, bold=True) <= 1 / 2
    assert subject[0] + subject[1] / 2 == pytest.approx(30 + 165 / 2, abs=0.5)
