"""Compile a report and set it as DOCX and PDF, against docxtpl and typst that are handed the finished content."""

import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from statistics import median

from benchmarks.figure import Figure
from benchmarks.processes import environment, run, seconds, side_by_side
from dondoc.intake.files import RegimeFile
from dondoc.intake.toml_file import TomlFile
from dondoc.model import AnswerSection, PeriodKind
from dondoc.paths import data_file
from dondoc.rules.draft import Frame, Item, Outline, compile_report
from dondoc.rules.report import RecipientLine, ReportModel, Signature
from dondoc.rules.telling import UnitAnswer

GOAL, LINEAR, OFFICE = 1.5, 1.2, 0.2
"""Time and memory against the libraries; a submission among many against one among few; PDF against LibreOffice's."""
WAYS = ("ours", "bare")
SIZES = {10: 9, 100: 5, 1000: 3, 5000: 2}
"""How many submissions, and how often each size is measured at most."""
ENOUGH_SECONDS = 60.0
DAY = date(2024, 3, 18)


def measure() -> list[Figure]:
    """Against the bare libraries, in time and in memory; 5,000 submissions against 1,000; against LibreOffice."""
    worst, said, each = 0.0, [], {}
    for size, rounds in SIZES.items():
        units = _units(size)
        model = _report(units)
        pairs = side_by_side(
            lambda units=units: _spent(lambda: _ours(units)), lambda model=model: _spent(lambda: _bare(model)),
            rounds, ENOUGH_SECONDS,
        )  # fmt: skip
        ours, bare = (median(pair[place][0] for pair in pairs) for place in (0, 1))
        worst = max(worst, ours / bare)
        each[size] = min(pair[0][1] for pair in pairs) / size
        said.append(f"{size}: {ours:.2f} s against {bare:.2f} s")
    what = f"compile + DOCX + PDF against bare docxtpl + bare typst, submissions {'; '.join(said)}"
    return [Figure(worst, GOAL, what), _linear(each), _memory(), *_office()]


def _spent(act: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the clock, and of the processor."""
    begin = _processor()
    elapsed = seconds(act)
    return elapsed, _processor() - begin


def _processor() -> float:
    """What this process and its ended children have used of the processor."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _linear(each: dict[int, float]) -> Figure:
    large, small = each[5000], each[1000]
    what = (
        f"a submission among 5,000 against one among 1,000, in processor time: "
        f"{large * 1000:.2f} ms against {small * 1000:.2f} ms"
    )
    return Figure(large / small, LINEAR, what)


def _memory() -> Figure:
    """What a process of each holds at most, with the libraries loaded."""
    held = {
        way: float(run([sys.executable, "-m", "benchmarks.papers_run", way, "5000"], environment())) for way in WAYS
    }
    small = float(run([sys.executable, "-m", "benchmarks.papers_run", "ours", "1000"], environment()))
    what = (
        f"peak memory of compile + DOCX + PDF at 5,000 submissions against bare docxtpl + bare typst: "
        f"{held['ours']:.0f} MiB against {held['bare']:.0f}; {small:.0f} MiB at 1,000"
    )
    return Figure(held["ours"] / held["bare"], GOAL, what)


def _frame() -> Frame:
    regime = TomlFile(data_file("config", "regimes", "nd-09-2019.toml")).checked(RegimeFile)
    return Frame(
        outline=Outline(**regime.outline.model_dump()), superior="UBND TỈNH QUẢNG TRỊ",
        agency="SỞ KHOA HỌC VÀ CÔNG NGHỆ", agency_name="Sở Khoa học và Công nghệ", symbol="SKHCN", place="Quảng Trị",
        subject="kết quả thực hiện công tác cải cách tư pháp", period_name="quý I năm 2024", kind=PeriodKind.QUARTER,
        year=2024, data_from=date(2023, 12, 15), data_to=date(2024, 3, 14), addressees=("UBND tỉnh",),
        recipients=(RecipientLine(name="Sở Tư pháp"),), archive="VT, TTra",
        signature=Signature(lines=("GIÁM ĐỐC",), name="Nguyễn Mẫu"), plan_basis="Kế hoạch của Sở",
    )  # fmt: skip


def _units(size: int) -> list[UnitAnswer]:
    return [
        UnitAnswer(
            unit=f"Phòng số {number}", due_on=DAY, state="Đã nộp đúng hạn", submitted_on=DAY, submission_id=number,
            version=1,
            answers={(1, AnswerSection.RESULT): f"Đã tổ chức {number} buổi phổ biến, quán triệt cho công chức."},
        )
        for number in range(1, size + 1)
    ]  # fmt: skip


def _report(units: list[UnitAnswer]) -> ReportModel:
    return compile_report(_frame(), [Item(1, "Công tác tuyên truyền, phổ biến")], units, [])


def _ours(units: list[UnitAnswer]) -> None:
    from dondoc.paper.docx import docx
    from dondoc.paper.pdf import pdf

    model = _report(units)
    docx(model)
    pdf(model)


def _bare(model: ReportModel) -> None:
    """The libraries alone: content worded already, no sandbox, no escaping, no check of the letters, no repacking."""
    import typst
    from docxtpl import DocxTemplate

    from dondoc.paper.fonts import typst_fonts
    from dondoc.paper.form import form
    from dondoc.paper.pdf import inputs_of

    worded = form(model)
    paper = DocxTemplate(io.BytesIO(data_file("templates", "paper", "report.docx").read_bytes()))
    paper.render(dict(worded))
    paper.save(io.BytesIO())
    typst.compile(
        data_file("templates", "paper", "report.typ").read_bytes(), font_paths=typst_fonts(), ignore_system_fonts=True,
        format="pdf", sys_inputs={"inputs": json.dumps(inputs_of(worded), ensure_ascii=False)},
        pdf_standards=["a-2b", "ua-1"], timestamp=datetime.combine(DAY, time(), UTC),
    )  # fmt: skip


def _office() -> list[Figure]:
    """The PDF of 1,000 rows against LibreOffice's of the same report, where that is installed."""
    program = shutil.which("soffice")
    if program is None:
        return []
    from dondoc.paper.docx import docx
    from dondoc.paper.pdf import pdf

    model = _report(_units(1000))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.docx"
        path.write_bytes(docx(model))
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(path)]

        def convert() -> None:
            subprocess.run(command, check=True, capture_output=True, timeout=300)

        convert()  # its profile is made at the first start
        pairs = side_by_side(lambda: _spent(lambda: pdf(model)), lambda: _spent(convert), 3, ENOUGH_SECONDS)
    (quick, slow), (ours, theirs) = (
        [median(pair[place][unit] for pair in pairs) for place in (0, 1)] for unit in (1, 0)
    )
    what = (
        f"the PDF of 1,000 rows against LibreOffice's of the same report, in processor time with processes: "
        f"{quick:.2f} s against {slow:.2f} s, on the clock {ours:.2f} s against {theirs:.2f} s"
    )
    return [Figure(quick / slow, OFFICE, what)]
