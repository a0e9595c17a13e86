"""Reading plan documents: seconds a page of a hundred pages, against a fifth of it."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import typst

from benchmarks.figure import Figure, NotMeasured
from dondoc.intake.document import propose

ITEM = (
    "{n}. Rà soát, hoàn thiện quy trình xử lý công việc nội bộ theo hướng rút ngắn thời gian, giảm hồ sơ giấy.\n"
    "- Nội dung: Tổ chức khảo sát tại các đơn vị, tổng hợp vướng mắc, đề xuất phương án sửa đổi và lấy ý kiến trước "
    "khi trình ban hành; công khai kết quả trên trang thông tin điện tử.\n"
    "- Đơn vị chủ trì: Văn phòng Sở.\n- Đơn vị phối hợp: các phòng, đơn vị thuộc Sở.\n- Thời gian: Quý II/2026.\n\n"
)
ITEMS_A_PAGE = 6
FEW, MANY = 20, 100
TURNS = 3
GOAL = 1.3
HEAD = "KẾ HOẠCH\nCông tác năm 2026\n\nI. Nhiệm vụ\n\n"


def measure() -> list[Figure]:
    """Text and PDF, few and many pages in turn: medians of the turns; the time of the child process is in it."""
    with tempfile.TemporaryDirectory() as folder:
        return [_figure(Path(folder), "text", as_text), _figure(Path(folder), "PDF", as_pdf)]


def _figure(folder: Path, kind: str, write: Callable[[Path, int], Path]) -> Figure:
    few, many = write(folder / f"{kind}-few", FEW), write(folder / f"{kind}-many", MANY)
    little, much = [], []
    for _ in range(TURNS):
        little.append(_seconds(few, FEW))
        much.append(_seconds(many, MANY))
    small, large = median(little), median(much)
    what = f"a plan of {MANY} pages as {kind} {large:.2f} s, against {FEW} pages {small:.2f} s, by the page"
    return Figure(large / MANY / (small / FEW), GOAL, what)


def _seconds(path: Path, pages: int) -> float:
    began = time.perf_counter()
    found = len(propose(path).obligations)
    took = time.perf_counter() - began
    if found != pages * ITEMS_A_PAGE:
        raise NotMeasured(f"{found} obligations were read of {pages * ITEMS_A_PAGE}")
    return took


def text_of(pages: int) -> str:
    """A plan of so many pages."""
    return HEAD + "".join(ITEM.format(n=n) for n in range(1, pages * ITEMS_A_PAGE + 1))


def as_text(path: Path, pages: int) -> Path:
    """It as a text file."""
    path = path.with_suffix(".txt")
    path.write_text(text_of(pages), encoding="utf-8")
    return path


def as_pdf(path: Path, pages: int) -> Path:
    """It as a PDF, six items a page."""
    marked = text_of(pages).replace("\n- ", "\n\n\\- ")
    for number in range(pages * ITEMS_A_PAGE, 0, -1):
        marked = marked.replace(f"\n{number}. ", f"\n{number}\\. ")
    source, path = path.with_suffix(".typ"), path.with_suffix(".pdf")
    source.write_text("#set page(width: 148mm, height: 105mm, margin: 15mm)\n#set text(size: 9pt)\n" + marked, "utf-8")
    typst.compile(str(source), output=str(path))
    return path
