"""A made-up report with everything a report can hold, to try a template with."""

from datetime import date
from decimal import Decimal

from dondoc.model import FigureStatus
from dondoc.rules.report import (
    FigureRow,
    Paragraph,
    Part,
    RecipientLine,
    ReportModel,
    Section,
    Signature,
    UnitRow,
)


def sample_report() -> ReportModel:
    """Every field filled, several of everything."""
    words = (Paragraph(text="Nội dung mẫu để thử."), Paragraph(text="Ý mẫu.", bullet=True))
    due = date(2024, 3, 18)
    return ReportModel(
        superior="UBND TỈNH MẪU",
        agency="SỞ MẪU",
        agency_in_text="Sở Mẫu",
        symbol="BC-SM",
        number=5,
        place="Nơi Mẫu",
        issued_on=date(2024, 3, 20),
        dateline_year=2024,
        type_name="BÁO CÁO",
        subject="kết quả công tác mẫu quý I năm 2024",
        addressees=("UBND tỉnh Mẫu", "Sở Tư pháp"),
        legal_basis=("Căn cứ văn bản mẫu một", "Căn cứ văn bản mẫu hai"),
        opening=words,
        parts=tuple(
            Part(heading=heading, paragraphs=words, sections=(Section(heading="Mục mẫu", paragraphs=words),) * 2)
            for heading in ("Kết quả", "Đánh giá")
        ),
        closing=Paragraph(text="Trên đây là báo cáo mẫu"),
        signature=Signature(lines=("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), name="Nguyễn Văn Mẫu"),
        recipients=(RecipientLine(name="Nơi nhận mẫu", purpose="để b/c"),),
        archive="VT",
        figures=(
            FigureRow(name="Số mẫu", unit_of_measure="cái", value=Decimal(0), status=FigureStatus.ACTUAL),
            FigureRow(name="Số khác", unit_of_measure="cái", value=None),
        ),
        units=(
            UnitRow(unit="Phòng Một", state="Đã nộp đúng hạn", submitted_on=due, due_on=due),
            UnitRow(unit="Phòng Hai", state="Chưa nộp", due_on=due, missing=True),
        ),
        period_name="quý I năm 2024",
        data_from=date(2023, 12, 15),
        data_to=date(2024, 3, 14),
        urgency="KHẨN",
    )
