"""The report worded as the form has it: every line of NĐ 30/2020/NĐ-CP, Phụ lục I, numbered, marked and cleaned.

`form` is the one place that numbers headings, ends lists and writes figures, so that the DOCX and the PDF can
never say different things. What comes out is plain JSON: the papers' templates only set it.
"""

import re
from collections.abc import Iterable
from typing import TypedDict

from dondoc.paper.metrics import balanced_mm, lines_of
from dondoc.paper.notation import NBSP, capital, figure, long_date, number_and_symbol, roman, short_date, status
from dondoc.rules.clean import clean, paragraphs_of
from dondoc.rules.report import FigureRow, Paragraph, RecipientLine, ReportModel, Section, UnitRow

_END_MARKS = re.compile(r"[\s.;,/]+$")
_DASH = re.compile(r"^[-–•]\s+")

FIGURE_COLUMNS = (
    "TT", "Chỉ tiêu", "Đơn vị tính", "Kỳ báo cáo", "Kỳ trước", "Cùng kỳ năm trước", "Lũy kế từ đầu năm", "Số liệu",
)  # fmt: skip
UNIT_COLUMNS = ("TT", "Phòng, đơn vị", "Tình trạng", "Ngày nộp", "Hạn nộp", "Ghi chú")


class Line(TypedDict):
    """One paragraph of the body; a bullet's dash is already in its text."""

    text: str
    bullet: bool


class SectionForm(TypedDict):
    """A numbered heading ("1. …") and its paragraphs."""

    heading: str
    lines: list[Line]


class PartForm(TypedDict):
    """A Roman-numbered part in capitals, its own paragraphs, its sections."""

    heading: str
    lines: list[Line]
    sections: list[SectionForm]


class TableRow(TypedDict):
    """One row of an annex; `missing` rows are set bold."""

    cells: list[str]
    missing: bool


class Annex(TypedDict):
    """One annex: "Phụ lục I", its name, what it belongs to, a note, its table."""

    label: str
    name: str
    belongs: str
    note: str
    columns: list[str]
    rows: list[TableRow]


class Bar(TypedDict):
    """A bar of the annex of units: what it shows in words, and how much of it is filled (0 to 1)."""

    label: str
    share: float


class Form(TypedDict):
    """The whole paper as lines of text; an absent annex is None, an absent line is ""."""

    title: str
    draft_note: str
    superior: str
    agency: str
    number_line: str
    about: str
    dateline: str
    urgency: str
    type_name: str
    subject: str
    addressees: list[str]
    bases: list[str]
    opening: list[Line]
    parts: list[PartForm]
    closing: list[str]
    signer_lines: list[str]
    signer_name: str
    recipients: list[str]
    figures: Annex | None
    units: Annex | None
    bars: list[Bar]


def form(report: ReportModel) -> Form:
    """Word `report`; pure, and the same for every paper."""
    return {
        "title": clean(f"{report.type_name.capitalize()} {report.subject}").strip(),
        "draft_note": draft_note(report),
        "superior": clean(report.superior).upper(),
        "agency": clean(report.agency).upper(),
        "number_line": f"Số: {_number(report)}",
        "about": "" if report.type_name else _about(report),
        "dateline": dateline(report),
        "urgency": report.urgency or "",
        "type_name": clean(report.type_name).upper(),
        "subject": capital(clean(report.subject)) if report.type_name else "",
        "addressees": addressees(report),
        "bases": _ended([_END_MARKS.sub("", clean(basis)) for basis in report.legal_basis]),
        "opening": body(report.opening),
        "parts": [
            {
                "heading": part_heading(place, part.heading),
                "lines": body(part.paragraphs),
                "sections": _sections(part.sections),
            }
            for place, part in enumerate(report.parts, start=1)
        ],
        "closing": closing(report),
        "signer_lines": [clean(line).upper() for line in report.signature.lines],
        "signer_name": clean(report.signature.name),
        "recipients": recipients(report),
        "figures": _figures(report) if report.figures else None,
        "units": _units(report) if report.units else None,
        "bars": bars(report),
    }


def _about(report: ReportModel) -> str:
    """What a letter (công văn), which has no type, is about, in even lines below its number (mục II.5).

    Broken here, since papers break a number and symbol at its hyphen.
    """
    text = clean(report.subject)
    return "\n".join(lines_of(text, balanced_mm(text, 66, 13) + 0.01, 13))


def bars(report: ReportModel) -> list[Bar]:
    """How complete and how timely the units' reports are; excused units are not asked."""
    asked = [row for row in report.units if not row.excused]
    there = [row for row in asked if not row.missing]
    in_time = [row for row in there if not row.late]
    shares = (("Mức độ đầy đủ", len(there), len(asked)), ("Mức độ đúng hạn", len(in_time), len(asked)))
    return [
        {"label": f"{name}: {count}/{total} phòng, đơn vị ({count * 100 // total}%)", "share": count / total}
        for name, count, total in shares
        if total
    ]


def draft_note(report: ReportModel) -> str:
    """The proposed note while the paper is a draft; a numbered paper is issued and never bears it."""
    return clean(report.proposed_note) if report.number is None else ""


def dateline(report: ReportModel) -> str:
    """ "Quảng Trị, ngày 18 tháng 3 năm 2024"; a long place breaks before the date, never within it."""
    day = long_date(report.issued_on, report.dateline_year)
    return f"{clean(report.place)}, {day.replace(' ', NBSP)}"


def addressees(report: ReportModel) -> list[str]:
    """One addressee as it is; several as "- …;" with a last "." (Phụ lục I, mục II.9a)."""
    names = [clean(name) for name in report.addressees]
    return names if len(names) < 2 else _ended([f"- {name}" for name in names])


def part_heading(place: int, heading: str) -> str:
    """ "I. KẾT QUẢ THỰC HIỆN"."""
    return f"{roman(place)}. {clean(heading).upper()}".strip()


def section_heading(place: int, heading: str) -> str:
    """ "1. Công tác tuyên truyền"."""
    return f"{place}. {clean(heading)}".strip()


def paragraph_lines(paragraph: Paragraph) -> list[Line]:
    """The lines of one paragraph; a dash item has its dash on the first line only."""
    texts = paragraphs_of(paragraph.text)
    if paragraph.bullet and texts:
        texts[0] = "- " + _DASH.sub("", texts[0])
    return [{"text": text, "bullet": paragraph.bullet and not place} for place, text in enumerate(texts)]


def body(paragraphs: Iterable[Paragraph]) -> list[Line]:
    """All lines of `paragraphs`, in order."""
    return [line for paragraph in paragraphs for line in paragraph_lines(paragraph)]


def closing(report: ReportModel) -> list[str]:
    """The closing paragraph's lines, the last one ending in "./." (Phụ lục I, mục II.6)."""
    texts = paragraphs_of(report.closing.text) or [""]
    return [*texts[:-1], _END_MARKS.sub("", texts[-1]) + "./."]


def recipients(report: ReportModel) -> list[str]:
    """Nơi nhận with its dashes and end marks: "- Như trên;" first under a Kính gửi, "- Lưu: …." last."""
    lines = ["Như trên"] if report.addressees else []
    lines += [_recipient(line) for line in report.recipients]
    lines.append(f"Lưu: {_END_MARKS.sub('', clean(report.archive))}")
    return _ended([f"- {line}" for line in lines])


def annex_labels(report: ReportModel) -> tuple[str, str]:
    """Labels of the annex of figures and of unit status; a single annex bears no number (Phụ lục I, mục III.1)."""
    return ("Phụ lục I", "Phụ lục II") if report.figures and report.units else ("Phụ lục", "Phụ lục")


def unit_note(report: ReportModel) -> str:
    """One sentence that counts the units and names those whose report is missing."""
    names = [clean(row.unit) for row in report.units if row.missing]
    excused = [clean(row.unit) for row in report.units if row.excused]
    late = [clean(row.unit) for row in report.units if row.late]
    done = len(report.units) - len(names) - len(excused)
    said = [f"Tổng số: {len(report.units)} phòng, đơn vị"]
    said += [f"đã có báo cáo: {done}"] if names or excused else ["tất cả đã có báo cáo"]
    said += [
        f"{what}: {len(those)} ({'; '.join(those)})"
        for what, those in (("trễ hạn", late), ("được miễn", excused), ("chưa có báo cáo", names))
        if those
    ]
    return "; ".join(said) + "."


def data_note(report: ReportModel) -> str:
    """The reporting period and its data window, inclusive on both sides."""
    window = f"từ ngày {short_date(report.data_from)} đến hết ngày {short_date(report.data_to)}"
    if not report.period_name:
        return f"Thời gian lấy số liệu {window}."
    return f"Kỳ báo cáo: {clean(report.period_name)}; thời gian lấy số liệu {window}."


def _number(report: ReportModel) -> str:
    return number_and_symbol(report.number, clean(report.symbol))


def _ended(lines: list[str]) -> list[str]:
    return [f"{line};" for line in lines[:-1]] + [f"{line}." for line in lines[-1:]]


def _recipient(line: RecipientLine) -> str:
    purpose = clean(line.purpose)
    return f"{clean(line.name)} ({purpose})" if purpose else clean(line.name)


def _sections(sections: Iterable[Section]) -> list[SectionForm]:
    return [
        {"heading": section_heading(place, section.heading), "lines": body(section.paragraphs)}
        for place, section in enumerate(sections, start=1)
    ]


def _belongs(report: ReportModel) -> str:
    """What the annex is attached to (Phụ lục I, mục III.1)."""
    issuer = clean(report.agency_in_text) or clean(report.agency).upper()
    day = long_date(report.issued_on, report.dateline_year)
    return f"(Kèm theo {clean(report.type_name).capitalize()} số {_number(report)} {day} của {issuer})"


def figure_cells(place: int, row: FigureRow) -> list[str]:
    """The cells below `FIGURE_COLUMNS`."""
    values = map(figure, (row.value, row.previous, row.last_year, row.cumulative))
    return [str(place), clean(row.name), clean(row.unit_of_measure), *values, status(row.status)]


def unit_cells(place: int, row: UnitRow) -> list[str]:
    """The cells below `UNIT_COLUMNS`."""
    days = short_date(row.submitted_on), short_date(row.due_on)
    return [str(place), clean(row.unit), clean(row.state), *days, clean(row.note)]


def _figures(report: ReportModel) -> Annex:
    rows = [figure_cells(place, row) for place, row in enumerate(report.figures, start=1)]
    return {
        "label": annex_labels(report)[0],
        "name": f"BIỂU SỐ LIỆU {clean(report.period_name).upper()}".strip(),
        "belongs": _belongs(report),
        "note": data_note(report),
        "columns": list(FIGURE_COLUMNS),
        "rows": [{"cells": cells, "missing": False} for cells in rows],
    }


def _units(report: ReportModel) -> Annex:
    rows = [
        TableRow(cells=unit_cells(place, row), missing=row.missing) for place, row in enumerate(report.units, start=1)
    ]
    return {
        "label": annex_labels(report)[1],
        "name": "TÌNH HÌNH BÁO CÁO CỦA CÁC PHÒNG, ĐƠN VỊ",
        "belongs": _belongs(report),
        "note": unit_note(report),
        "columns": list(UNIT_COLUMNS),
        "rows": rows,
    }
