"""What compiling begins with: the frame of the seed plan's first report, units and their answers."""

from datetime import date
from decimal import Decimal

from dondoc.model import AnswerSection, PeriodKind, SumRule
from dondoc.rules.draft import Frame, Item, Outline, kind_of
from dondoc.rules.figures import FigureAsked
from dondoc.rules.report import RecipientLine, Signature
from dondoc.rules.telling import UnitAnswer
from tests.rules.values import REGIME

RESULT = AnswerSection.RESULT
TRAINING, ROUND = Item(1, "Đào tạo, bồi dưỡng"), Item(2, "Theo dõi, đôn đốc")
ITEMS = [TRAINING, ROUND]
"""The items of the round, its own last."""


def frame(kind: PeriodKind = PeriodKind.QUARTER, period_name: str = "quý I năm 2024") -> Frame:
    return Frame(
        outline=Outline(**REGIME.outline.model_dump()),
        superior="UBND TỈNH QUẢNG TRỊ",
        agency="SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        agency_name="Sở Khoa học và Công nghệ",
        symbol="SKHCN",
        place="Quảng Trị",
        subject="kết quả thực hiện công tác cải cách tư pháp",
        period_name=period_name,
        kind=kind,
        year=2024,
        data_from=date(2023, 12, 15),
        data_to=date(2024, 3, 14),
        addressees=("UBND tỉnh",),
        recipients=(RecipientLine(name="Sở Tư pháp", purpose="để b/c"),),
        archive="VT, TTra",
        signature=Signature(lines=("GIÁM ĐỐC",), name="Trần Ngọc Lân"),
        plan_basis="Kế hoạch của Sở",
        report_kind=kind_of(kind),
    )


def answered(
    number: int,
    answers: dict[tuple[int, AnswerSection], str] | None = None,
    figures: dict[int, Decimal] | None = None,
    nothing: bool = False,
) -> UnitAnswer:
    """What the unit of that number wrote in its second version."""
    return UnitAnswer(
        unit=f"Phòng {number}",
        due_on=date(2024, 3, 18),
        state="Đã nộp đúng hạn",
        submitted_on=date(2024, 3, 15),
        submission_id=number * 100,
        version=2,
        nothing_to_report=nothing,
        answers=answers,
        figures=figures,
    )


def silent(number: int) -> UnitAnswer:
    return UnitAnswer(unit=f"Phòng {number}", due_on=date(2024, 3, 18), state="Chưa nộp")


def figure(rule: SumRule, figure_id: int = 10) -> FigureAsked:
    return FigureAsked(figure_id, "Số cuộc", "cuộc", rule, previous=Decimal(4), last_year=Decimal(3))
