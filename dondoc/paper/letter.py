"""Letters and slips that go with a report, from the report's own heads: công văn đính chính, tờ trình, phiếu trình."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dondoc.paper.docx import docx
from dondoc.paper.notation import short_date, within
from dondoc.rules.report import Paragraph, Part, RecipientLine, ReportModel, Signature


@dataclass(frozen=True)
class CorrectingLetter:
    """What a correcting letter says: which words of which report were wrong."""

    report: ReportModel
    symbol: str
    """Its own; without a number before it has one (\"/SKHCN-TTra\")."""
    issued_on: date | None
    corrects: str
    corrects_of: date
    wrong: str
    right: str


def correcting_letter(letter: CorrectingLetter) -> ReportModel:
    """A công văn that corrects the form of an issued report (NĐ 30/2020/NĐ-CP art. 18), as all papers take it."""
    report = letter.report
    agency = report.agency_in_text or report.agency
    lines = (
        f"Ngày {short_date(letter.corrects_of)}, {agency} ban hành Báo cáo số {letter.corrects} "
        f"về {within(report.subject)}. Do sơ suất trong khâu trình bày, {agency} đính chính như sau:",
        f"- Đã in: “{letter.wrong}”;",
        f"- Sửa thành: “{letter.right}”.",
        "Các nội dung khác của Báo cáo không thay đổi",
    )
    return _plain(report, letter.symbol, letter.issued_on, "", correction_subject(letter), lines)


def correction_subject(letter: CorrectingLetter) -> str:
    """What a correcting letter is about ("V/v đính chính Báo cáo số …")."""
    return f"V/v đính chính Báo cáo số {letter.corrects} ngày {short_date(letter.corrects_of)}"


@dataclass(frozen=True)
class Drafter:
    """The unit that lays a report before the leader: its name and abbreviation, and who signs for it."""

    unit: str
    abbreviation: str
    title: str
    name: str


def proposal(report: ReportModel, by: Drafter, gist: Sequence[str]) -> bytes:
    """Tờ trình: the drafting unit asks the leader to sign a report, with the lines that matter, as DOCX."""
    agency = report.agency_in_text or report.agency
    about = f"ký ban hành Báo cáo {within(report.subject)}"
    lines = (
        f"{by.unit} kính trình Lãnh đạo {agency} xem xét, {about}; một số nội dung chính:",
        *(f"- {line}" for line in gist),
        "Kính trình Lãnh đạo xem xét, quyết định",
    )
    model = _plain(report, "", None, "TỜ TRÌNH", f"Về việc {about}", lines)
    return docx(_from(model, by, "TTr"))


def slip(report: ReportModel, by: Drafter, steps: Sequence[tuple[str, str, str]], gist: Sequence[str]) -> bytes:
    """Phiếu trình: who has said what on the way up (task, person, decision), as DOCX."""
    parts = (
        Part(heading="Nội dung trình", paragraphs=tuple(Paragraph(text=line, bullet=True) for line in gist)),
        Part(
            heading="Ý kiến theo quy trình",
            paragraphs=tuple(
                Paragraph(text=f"{task} – {person}: {said or '………………………………'}", bullet=True)
                for task, person, said in steps
            ),
        ),
        Part(heading="Ý kiến của người ký", paragraphs=(Paragraph(text="……………………………………………………………"),)),
    )
    subject = f"Về việc ký ban hành Báo cáo {within(report.subject)}"
    model = _plain(report, "", None, "PHIẾU TRÌNH", subject, ("", "Kính trình"))
    return docx(_from(model, by, "PTr").model_copy(update={"parts": parts, "opening": ()}))


def _from(model: ReportModel, by: Drafter, code: str) -> ReportModel:
    """A paper within the agency: from one of its units to its leadership (Phụ lục I, mục II.2)."""
    return model.model_copy(
        update={
            "superior": model.agency,
            "agency": by.unit.upper(),
            "agency_in_text": by.unit,
            "symbol": f"{code}-{by.abbreviation}",
            "addressees": (f"Lãnh đạo {model.agency_in_text or model.agency}",),
            "recipients": (),
            "archive": by.abbreviation,
            "signature": Signature(lines=(by.title.upper(),), name=by.name),
        }
    )


def _plain(
    report: ReportModel, symbol: str, issued_on: date | None, type_name: str, subject: str, lines: Sequence[str]
) -> ReportModel:
    """A document with the heads, addressees and signature of a report, and these lines; the last one closes it."""
    number, _, rest = symbol.partition("/")
    *body, last = lines
    return report.model_copy(
        update={
            "number": int(number) if number else None,
            "symbol": rest,
            "issued_on": issued_on,
            "type_name": type_name,
            "subject": subject,
            "legal_basis": (),
            "opening": tuple(Paragraph(text=line.removeprefix("- "), bullet=line.startswith("- ")) for line in body),
            "parts": (),
            "closing": Paragraph(text=last),
            "recipients": tuple(RecipientLine(name=each.name) for each in report.recipients),
            "figures": (),
            "units": (),
            "proposed_note": "",
            "urgency": None,
        }
    )
