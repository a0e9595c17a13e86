"""Compile a report and set it as DOCX and PDF, against docxtpl and typst that are handed the finished content."""

import io
import json
import resource
import shutil
import subprocess
import tempfile
from datetime import UTC, date, datetime, time
from pathlib import Path
from statistics import median

from benchmarks.figure import Figure
from benchmarks.processes import seconds, side_by_side
from dondoc.intake.files import RegimeFile
from dondoc.intake.toml_file import TomlFile
from dondoc.model import AnswerSection, PeriodKind
from dondoc.paths import data_file
from dondoc.rules.draft import Frame, Item, Outline, compile_report
from dondoc.rules.report import RecipientLine, ReportModel, Signature
from dondoc.rules.telling import UnitAnswer

GOAL = 1.5
SIZES = {10: 9, 100: 5, 1000: 3, 5000: 1}
"""How many submissions, and how often each size is measured at most."""
ENOUGH_SECONDS = 60.0
DAY = date(2024, 3, 18)


def measure() -> Figure:
    """Medians of interleaved runs at each size; the ratio is the worst of them."""
    said, ratio, per_row = [], 0.0, []
    for size, rounds in SIZES.items():
        units = _units(size)
        model = _report(units)
        pairs = side_by_side(
            lambda units=units: seconds(lambda: _ours(units)), lambda model=model: seconds(lambda: _bare(model)),
            rounds, ENOUGH_SECONDS,
        )  # fmt: skip
        ours, bare = median(each for each, _ in pairs), median(each for _, each in pairs)
        ratio = max(ratio, ours / bare)
        per_row.append(ours / size)
        said.append(f"{size}: {ours:.2f} s against {bare:.2f} s")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    what = (
        f"compile + DOCX + PDF against bare docxtpl + bare typst, submissions {'; '.join(said)}; "
        f"per submission at 5,000 {per_row[-1] / per_row[-2]:.2f} of that at 1,000; peak {memory:.0f} MiB{_office()}"
    )
    return Figure(ratio, GOAL, what)


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


def _office() -> str:
    """How much quicker the PDF of 1,000 rows is than LibreOffice's, where that is installed."""
    program = shutil.which("soffice")
    if program is None:
        return ""
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
        slow = seconds(convert)
    quick = seconds(lambda: pdf(model))
    return f"; PDF at 1,000 rows {slow / quick:.1f} times as quick as LibreOffice's"
