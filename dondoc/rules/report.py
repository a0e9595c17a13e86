"""The report model: the one value from which every paper (DOCX, PDF/A, HTML preview) is made.

Its parts follow the outline of a periodic report (TT 06/2025/TT-TTCP and the CCHC family) and the
form of NĐ 30/2020/NĐ-CP, Phụ lục I. All texts are plain Vietnamese text without markup.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

from dondoc.model import FigureStatus

UrgencyStamp = Literal["KHẨN", "THƯỢNG KHẨN", "HỎA TỐC"]
"""The three stamps as they stand on paper."""
OPENING, CLOSING = "opening", "closing"


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(_Value):
    """Where a sentence or figure comes from: one version of one unit's submission."""

    submission_id: int
    version: int
    unit: str
    span: tuple[int, int] | None = None
    """Half-open character range inside the unit's own text, where the source is a text."""


class Made(StrEnum):
    """A sentence that compiling makes by itself; compiling again may change it."""

    FRAME = "frame"
    """Opening and closing."""
    STANDING = "standing"
    """Who has not reported, who was late."""
    NOTHING = "nothing"
    """That no unit told anything."""


class Paragraph(_Value):
    """One paragraph; without a source it is visibly the drafter's own words."""

    text: str
    sources: tuple[Source, ...] = ()
    bullet: bool = False
    """Set as a dash item ("- …") below the paragraph before it."""
    made: Made | None = None
    edited: bool = False
    """The drafter has changed the units' words; the sources still stand beside them."""


class Section(_Value):
    """A numbered heading ("1. …") below a part; its number is its place in the part."""

    heading: str
    paragraphs: tuple[Paragraph, ...] = ()
    own: bool = False
    """Nobody is asked for it: the drafter writes it, and compiling again keeps it."""


class Part(_Value):
    """A Roman-numbered part ("I. KẾT QUẢ THỰC HIỆN"); its number is its place in the report."""

    heading: str
    paragraphs: tuple[Paragraph, ...] = ()
    sections: tuple[Section, ...] = ()


class FigureRow(_Value):
    """One row of the annex of figures; a value of None means that no unit stated it, 0 is zero."""

    name: str
    unit_of_measure: str
    value: Decimal | None
    previous: Decimal | None = None
    last_year: Decimal | None = None
    cumulative: Decimal | None = None
    status: FigureStatus | None = None
    sources: tuple[Source, ...] = ()
    edited: bool = False
    """Changed by the drafter in Word; the sources say what the units stated."""


class UnitRow(_Value):
    """One row of the annex of unit status: who reported, when, how."""

    unit: str
    state: str
    """Word on paper, such as "Đã nộp đúng hạn", "Không phát sinh", "Chưa nộp"."""
    submitted_on: date | None = None
    due_on: date
    note: str = ""
    missing: bool = False
    excused: bool = False
    late: bool = False
    submission_id: int | None = None
    version: int = 0


class Signature(_Value):
    """The signature block: its lines in capitals and the signer's name without titles.

    A deputy signs as ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC") (NĐ 30/2020/NĐ-CP art. 13).
    """

    lines: tuple[str, ...]
    name: str


class RecipientLine(_Value):
    """One line of Nơi nhận ("- Sở Tư pháp (để b/c);"), without the dash and the end mark."""

    name: str
    purpose: str = ""


class ReportKind(StrEnum):
    """Kinds of report (NĐ 09/2019/NĐ-CP art. 3, 8); the yearly one is a periodic one that adds lessons."""

    PERIODIC = "periodic"
    YEARLY = "yearly"
    THEMATIC = "thematic"
    AD_HOC = "ad_hoc"


class ReportModel(_Value):
    """A whole report. `number` and `issued_on` stay None until the clerk has numbered it."""

    kind: ReportKind = ReportKind.PERIODIC
    superior: str
    """Superior body, top left ("UBND TỈNH QUẢNG TRỊ")."""
    agency: str
    """Issuing body below it ("SỞ KHOA HỌC VÀ CÔNG NGHỆ")."""
    agency_in_text: str = ""
    """The issuing body as it stands in a sentence ("Sở Khoa học và Công nghệ"), for the annexes; capitals if empty."""
    symbol: str
    """Symbol behind the number ("BC-SKHCN")."""
    number: int | None = None
    place: str
    """Place in the dateline ("Quảng Trị")."""
    issued_on: date | None = None
    dateline_year: int
    """Year in the dateline while the day is still open."""
    type_name: str
    """Type in capitals ("BÁO CÁO")."""
    subject: str
    """Trích yếu, below the type."""
    addressees: tuple[str, ...]
    """Kính gửi: required on a report to a superior."""
    legal_basis: tuple[str, ...] = ()
    opening: tuple[Paragraph, ...]
    parts: tuple[Part, ...]
    closing: Paragraph
    """"Trên đây là báo cáo …", without the end mark "./."."""
    signature: Signature
    recipients: tuple[RecipientLine, ...]
    """Nơi nhận without "- Như trên;" and without the archive line, both of which the form adds."""
    archive: str
    """Archive line behind "Lưu: " ("VT, TTra")."""
    figures: tuple[FigureRow, ...] = ()
    units: tuple[UnitRow, ...] = ()
    period_name: str
    """The period's name, set in this one place ("quý I năm 2024"); empty for a report on request, which names none."""
    data_from: date
    data_to: date
    urgency: UrgencyStamp | None = None
    proposed_note: str = ""
    """Said on drafts while the rhythm behind the report is only proposed; never on an issued paper."""

    def with_blocks(self, change: Callable[[str, tuple[Paragraph, ...]], tuple[Paragraph, ...]]) -> "ReportModel":
        """The same report with the paragraphs of each block changed; a block is named by its place, see `blocks`."""
        parts = []
        for place, part in enumerate(self.parts, start=1):
            sections = tuple(
                section.model_copy(update={"paragraphs": change(f"{place}.{number}", section.paragraphs)})
                for number, section in enumerate(part.sections, start=1)
            )
            paragraphs = change(str(place), part.paragraphs)
            parts.append(part.model_copy(update={"paragraphs": paragraphs, "sections": sections}))
        (closing,) = change(CLOSING, (self.closing,))
        update = {"opening": change(OPENING, self.opening), "parts": tuple(parts), "closing": closing}
        return self.model_copy(update=update)


class Block(_Value):
    """A run of paragraphs under one heading: the opening, a part's own paragraphs, a section, the closing."""

    name: str
    heading: str
    paragraphs: tuple[Paragraph, ...]
    own: bool = False
    inner: bool = False
    """A section below a part."""


def blocks(model: ReportModel) -> list[Block]:
    """All paragraphs of a report in reading order, by the names "opening", "1", "1.2", …, "closing"."""
    found = [Block(name=OPENING, heading="", paragraphs=model.opening)]
    for place, part in enumerate(model.parts, start=1):
        found.append(Block(name=str(place), heading=part.heading, paragraphs=part.paragraphs))
        for number, section in enumerate(part.sections, start=1):
            found.append(
                Block(
                    name=f"{place}.{number}",
                    heading=section.heading,
                    paragraphs=section.paragraphs,
                    own=section.own,
                    inner=True,
                )
            )
    return [*found, Block(name=CLOSING, heading="", paragraphs=(model.closing,))]
