"""A realistic report with invented people: Sở KH&CN Quảng Trị, judicial reform, first quarter of 2024."""

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
    Source,
    UnitRow,
)

OFFICE = Source(submission_id=11, version=2, unit="Văn phòng Sở", span=(0, 96))
INSPECTION = Source(submission_id=12, version=1, unit="Thanh tra Sở", span=(10, 240))
TECH = Source(submission_id=13, version=1, unit="Phòng Quản lý Công nghệ", span=(0, 120))
QUALITY = Source(submission_id=14, version=3, unit="Chi cục Tiêu chuẩn Đo lường Chất lượng")


def _sourced(text: str, *sources: Source, bullet: bool = False) -> Paragraph:
    return Paragraph(text=text, sources=sources, bullet=bullet)


RESULTS = Part(
    heading="Kết quả thực hiện",
    paragraphs=(
        _sourced(
            "Trong quý I năm 2024, Sở Khoa học và Công nghệ đã ban hành Kế hoạch triển khai thực hiện công tác "
            "cải cách tư pháp năm 2024 và phân công cụ thể đến từng phòng, đơn vị; các nhiệm vụ được triển khai "
            "đúng tiến độ."
        ),
    ),
    sections=(
        Section(
            heading="Công tác tuyên truyền, phổ biến chiến lược cải cách tư pháp",
            paragraphs=(
                _sourced(
                    "Các phòng, đơn vị đã phổ biến, quán triệt Nghị quyết số 27-NQ/TW ngày 09/11/2022 của Ban Chấp "
                    "hành Trung ương Đảng khóa XIII và Chương trình hành động số 60-CTr/TU của Ban Thường vụ Tỉnh ủy "
                    "đến 100% cán bộ, công chức, viên chức thông qua:",
                    OFFICE,
                    INSPECTION,
                ),
                _sourced("Sinh hoạt chi bộ định kỳ hằng tháng (03 buổi, 186 lượt người tham dự);", OFFICE, bullet=True),
                _sourced("Trang thông tin điện tử của Sở: 12 tin, bài;", OFFICE, bullet=True),
                _sourced("Hội nghị giao ban đầu tuần của Lãnh đạo Sở.", INSPECTION, bullet=True),
            ),
        ),
        Section(
            heading="Rà soát văn bản quy phạm pháp luật, góp ý dự thảo văn bản",
            paragraphs=(
                _sourced(
                    "Rà soát 14 văn bản thuộc lĩnh vực khoa học và công nghệ, kiến nghị sửa đổi 02 văn bản không còn "
                    "phù hợp; tham gia góp ý 09 dự thảo luật, nghị định và thông tư do các cơ quan lấy ý kiến.",
                    TECH,
                ),
                _sourced(
                    "Chi cục Tiêu chuẩn Đo lường Chất lượng kiểm tra nhà nước về đo lường, chất lượng sản phẩm, hàng "
                    "hóa tại 23 cơ sở; chưa phát hiện vi phạm phải chuyển cơ quan điều tra.",
                    QUALITY,
                ),
            ),
        ),
        Section(
            heading="Đào tạo, bồi dưỡng cán bộ làm công tác pháp chế",
            paragraphs=(
                _sourced("Cử 03 công chức tham gia lớp bồi dưỡng nghiệp vụ pháp chế do Sở Tư pháp tổ chức.", OFFICE),
            ),
        ),
        Section(
            heading="Thực hiện công tác báo cáo định kỳ, đột xuất",
            paragraphs=(
                _sourced(
                    "Thanh tra Sở đã theo dõi, đôn đốc các phòng, đơn vị báo cáo đúng hạn; 06/08 phòng, đơn vị nộp "
                    "báo cáo trước ngày chốt số liệu (Phụ lục II).",
                    INSPECTION,
                ),
            ),
        ),
    ),
)

ASSESSMENT = Part(
    heading="Khó khăn, vướng mắc và nguyên nhân",
    sections=(
        Section(
            heading="Khó khăn, vướng mắc",
            paragraphs=(
                _sourced(
                    "Đội ngũ làm công tác pháp chế kiêm nhiệm nhiều việc; một số văn bản hướng dẫn của Trung ương ban "
                    "hành chậm so với thời điểm luật có hiệu lực.",
                    INSPECTION,
                    TECH,
                ),
            ),
        ),
        Section(
            heading="Nguyên nhân",
            paragraphs=(_sourced("Biên chế được giao giảm 05 người so với năm 2021 theo lộ trình tinh giản.", OFFICE),),
        ),
    ),
)

NEXT = Part(
    heading="Phương hướng, nhiệm vụ quý II năm 2024",
    paragraphs=(
        _sourced("Tiếp tục thực hiện các nhiệm vụ tại Kế hoạch cải cách tư pháp năm 2024 của Sở, trọng tâm là:"),
        _sourced(
            "Hoàn thành rà soát văn bản quy phạm pháp luật do HĐND, UBND tỉnh ban hành thuộc lĩnh vực quản lý;",
            bullet=True,
        ),
        _sourced(
            "Tổ chức 01 lớp tập huấn về sở hữu trí tuệ và giải quyết tranh chấp cho doanh nghiệp.", TECH, bullet=True
        ),
    ),
)

PROPOSALS = Part(
    heading="Kiến nghị, đề xuất",
    paragraphs=(
        _sourced(
            "Đề nghị UBND tỉnh quan tâm bố trí kinh phí tập huấn nghiệp vụ pháp chế cho công chức các sở, ban, ngành; "
            "đề nghị Sở Tư pháp hướng dẫn thống nhất biểu mẫu số liệu về cải cách tư pháp.",
            INSPECTION,
        ),
    ),
)

FIGURES = (
    FigureRow(name="Số buổi tuyên truyền, phổ biến pháp luật", unit_of_measure="buổi", value=Decimal("12"),
              previous=Decimal("9"), last_year=Decimal("10"), cumulative=Decimal("12"), status=FigureStatus.ACTUAL,
              sources=(OFFICE, INSPECTION)),
    FigureRow(name="Số lượt người được tuyên truyền", unit_of_measure="lượt người", value=Decimal("1234.50"),
              previous=Decimal("980"), cumulative=Decimal("1234.50"), status=FigureStatus.ESTIMATE, sources=(OFFICE,)),
    FigureRow(name="Số văn bản quy phạm pháp luật được rà soát", unit_of_measure="văn bản", value=Decimal("14"),
              previous=Decimal("22"), last_year=Decimal("8"), cumulative=Decimal("14"), status=FigureStatus.OFFICIAL,
              sources=(TECH,)),
    FigureRow(name="Số vụ việc chuyển cơ quan điều tra", unit_of_measure="vụ", value=Decimal("0"),
              previous=Decimal("0"), last_year=Decimal("1"), cumulative=Decimal("0"), status=FigureStatus.ACTUAL,
              sources=(INSPECTION, QUALITY)),
    FigureRow(name="Số công chức được bồi dưỡng nghiệp vụ pháp chế", unit_of_measure="người", value=None),
)  # fmt: skip

_DUE = date(2024, 3, 13)
UNITS = (
    UnitRow(unit="Văn phòng Sở", state="Đã nộp đúng hạn", submitted_on=date(2024, 3, 8), due_on=_DUE),
    UnitRow(unit="Thanh tra Sở", state="Đã nộp đúng hạn", submitted_on=date(2024, 3, 11), due_on=_DUE),
    UnitRow(unit="Phòng Kế hoạch - Tài chính", state="Không phát sinh", submitted_on=date(2024, 3, 5), due_on=_DUE),
    UnitRow(unit="Phòng Quản lý Khoa học", state="Đã nộp trễ hạn", submitted_on=date(2024, 3, 14), due_on=_DUE,
            note="Trả lại ngày 12/3/2024, đã bổ sung số liệu"),
    UnitRow(unit="Phòng Quản lý Công nghệ", state="Đã nộp đúng hạn", submitted_on=date(2024, 3, 12), due_on=_DUE),
    UnitRow(unit="Phòng Quản lý Chuyên ngành", state="Chưa nộp", due_on=_DUE, missing=True, note="Đã đôn đốc 02 lần"),
    UnitRow(unit="Chi cục Tiêu chuẩn Đo lường Chất lượng", state="Đã nộp đúng hạn", submitted_on=date(2024, 3, 13),
            due_on=_DUE),
    UnitRow(unit="Trung tâm Nghiên cứu, Ứng dụng và Thông tin Khoa học và Công nghệ", state="Chưa nộp", due_on=_DUE,
            missing=True),
)  # fmt: skip


def sample() -> ReportModel:
    """A complete draft: no number and no day yet."""
    return ReportModel(
        superior="UBND TỈNH QUẢNG TRỊ",
        agency="SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        agency_in_text="Sở Khoa học và Công nghệ",
        symbol="BC-SKHCN",
        place="Quảng Trị",
        dateline_year=2024,
        type_name="BÁO CÁO",
        subject="Kết quả thực hiện công tác cải cách tư pháp quý I năm 2024",
        addressees=("Ủy ban nhân dân tỉnh Quảng Trị", "Sở Tư pháp tỉnh Quảng Trị"),
        legal_basis=("Căn cứ Nghị định số 09/2019/NĐ-CP ngày 24 tháng 01 năm 2019 của Chính phủ quy định về chế độ "
                     "báo cáo của cơ quan hành chính nhà nước",
                     "Căn cứ Công văn số 439/UBND-NC ngày 27 tháng 02 năm 2024 của UBND tỉnh"),
        opening=(
            Paragraph(
                text="Thực hiện Kế hoạch triển khai công tác cải cách tư pháp năm 2024, Sở Khoa học và Công nghệ báo "
                "cáo kết quả thực hiện quý I năm 2024 (số liệu từ ngày 15/12/2023 đến ngày 14/3/2024) như sau:"
            ),
        ),
        parts=(RESULTS, ASSESSMENT, NEXT, PROPOSALS),
        closing=Paragraph(
            text="Trên đây là báo cáo kết quả thực hiện công tác cải cách tư pháp quý I năm 2024 của Sở Khoa học và "
            "Công nghệ, kính đề nghị UBND tỉnh, Sở Tư pháp tổng hợp"
        ),
        signature=Signature(lines=("GIÁM ĐỐC",), name="Trần Thị Mẫu Đơn"),
        recipients=(
            RecipientLine(name="Giám đốc, các PGĐ Sở", purpose="b/c"),
            RecipientLine(name="Các phòng, đơn vị thuộc Sở"),
        ),
        archive="VT, TTra",
        figures=FIGURES,
        units=UNITS,
        period_name="quý I năm 2024",
        data_from=date(2023, 12, 15),
        data_to=date(2024, 3, 14),
        proposed_note="Dự thảo: nhịp báo cáo hằng quý đang là đề xuất, chờ quản trị viên xác nhận.",
    )  # fmt: skip


def issued() -> ReportModel:
    """The same report, numbered and dispatched, signed by a deputy."""
    return sample().model_copy(
        update={
            "number": 5,
            "issued_on": date(2024, 3, 18),
            "signature": Signature(lines=("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), name="Lê Văn Giả Định"),
            "urgency": "KHẨN",
        }
    )
