"""How simulated units answer, and what they write. Same seed, same words."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from random import Random

from dondoc.model import AnswerSection, Figure, Obligation
from dondoc.rules.submit import Content


class Behaviour(StrEnum):
    """When a unit answers: before the deadline, after the first letter behind it, or never."""

    PUNCTUAL = "punctual"
    LATE = "late"
    SILENT = "silent"


_RESULTS = (
    "Đã phổ biến đến toàn thể công chức, viên chức qua cuộc họp giao ban và hệ thống văn bản điện tử.",
    "Đã lồng ghép nội dung vào chương trình công tác tháng; phân công một công chức theo dõi thường xuyên.",
    "Hoàn thành các việc được giao trong kỳ; lưu hồ sơ đầy đủ theo quy định.",
    "Đã chủ trì rà soát, gửi ý kiến đúng thời gian cơ quan soạn thảo yêu cầu.",
    "Cử người tham dự đầy đủ các lớp tập huấn do cơ quan cấp tỉnh tổ chức.",
    "Triển khai đúng tiến độ, không có việc tồn đọng trong kỳ.",
)
_DIFFICULTIES = (
    "Công chức phụ trách kiêm nhiệm nhiều việc nên thời gian dành cho công tác pháp chế còn ít.",
    "Một số dự thảo được gửi lấy ý kiến trong thời gian ngắn.",
)
_NEXT = (
    "Tiếp tục phổ biến văn bản mới; rà soát văn bản thuộc lĩnh vực được giao.",
    "Cử công chức tham gia các lớp bồi dưỡng theo kế hoạch của tỉnh.",
)
_PROPOSALS = ("Đề nghị tổ chức thêm lớp bồi dưỡng kỹ năng góp ý dự thảo văn bản cho công chức mới.",)
_FOLLOWED_UP = "Theo dõi, đôn đốc các phòng, đơn vị gửi báo cáo; tổng hợp kết quả trình Lãnh đạo Sở."
MARK = "(Nội dung diễn tập.)"


def spread(behaviours: Sequence[Behaviour], units: Sequence[int], dice: Random) -> dict[int, Behaviour]:
    """Which unit behaves how: the given kinds in turn over the units in a shuffled order."""
    shuffled = list(units)
    dice.shuffle(shuffled)
    return {unit: behaviours[index % len(behaviours)] for index, unit in enumerate(shuffled)}


def answer(items: Sequence[Obligation], figures: Sequence[Figure], leads: bool, dice: Random) -> Content:
    """What a unit writes: now and then nothing to report, else results and figures, some of them zero.

    The lead unit also tells how it followed up, which is the round's own item.
    """
    if not leads and dice.random() < 0.12:
        return Content(nothing_to_report=True)
    own = items[-1].key
    answers: dict[tuple[int, AnswerSection], str] = {}
    for item in items[:-1]:
        if dice.random() < 0.8 or not answers:
            answers[item.key, AnswerSection.RESULT] = dice.choice(_RESULTS)
    if leads:
        answers[own, AnswerSection.RESULT] = _FOLLOWED_UP
    answers[own, AnswerSection.NEXT] = dice.choice(_NEXT)
    if dice.random() < 0.4:
        answers[own, AnswerSection.DIFFICULTY] = dice.choice(_DIFFICULTIES)
    if dice.random() < 0.25:
        answers[own, AnswerSection.PROPOSAL] = dice.choice(_PROPOSALS)
    first = next(iter(answers))
    answers[first] = f"{answers[first]} {MARK}"
    return Content(
        False, answers, {figure.key: Decimal(dice.choice((0, 0, 1, 2, 3, 5, 8, 12, 25))) for figure in figures}
    )
