"""The measures of the page, as NĐ 30/2020/NĐ-CP, Phụ lục I allows them; lengths in mm, type sizes in points."""

from dataclasses import dataclass

from dondoc.paper.metrics import balanced_mm, lines_of, width_mm

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"

PAGE = (210.0, 297.0)
TOP = BOTTOM = 20.0
LEFT, RIGHT = 30.0, 15.0
TEXT = PAGE[0] - LEFT - RIGHT
BODY_SIZE = 14

# Left and right column of the head for each size of Quốc hiệu; the motto is one point larger (mục II.1).
_COLUMNS = {13: (68.0, 97.0), 12: (75.0, 90.0)}
# So that the two heads do not run into one another.
_APART = 2.0
_SUBJECT_ROOM = TEXT - 2 * 12.5
# Rule below the issuing body and the subject: 1/3 to 1/2 of the line (mục II.2, II.5).
_RULE_SHARE = 0.42
# Frames of the urgency stamps (mục III.2).
_STAMP = {"KHẨN": 20.0, "THƯỢNG KHẨN": 40.0, "HỎA TỐC": 30.0}
# Times New Roman and its equals may differ in the last per mille; a wrapped head is worse than a hair of air.
SAME_METRICS = 1.01
OTHER_FONT = 1.08


@dataclass(frozen=True)
class Layout:
    """What has to be measured before it can be set: sizes in points, lengths in mm."""

    head_size: int
    motto_size: int
    left: float
    right: float
    superior: float
    agency: float
    agency_rule: float
    motto_rule: float
    subject: float
    subject_rule: float
    stamp: float


def _head_size(superior: str, agency: str, slack: float) -> int:
    room = _COLUMNS[13][0] - _APART
    widest = max(width_mm(superior, 13), width_mm(agency, 13, bold=True))
    return 13 if widest * slack <= room else 12


def _measure(text: str, room: float, points: float, bold: bool, slack: float) -> tuple[float, float]:
    """Measure to set `text` in (even lines), and the width of its last line."""
    measure = balanced_mm(text, room / slack, points, bold)
    last = width_mm(lines_of(text, measure + 0.01, points, bold)[-1], points, bold)
    return min(measure * slack + 0.5, room), min(last, room)


def layout(superior: str, agency: str, subject: str, urgency: str | None, slack: float = SAME_METRICS) -> Layout:
    """Measures for these heads: 13 pt where both fit on their lines, else 12 pt; then long ones in even lines.

    `slack` ≥ 1 is how much wider than Times New Roman the font may run.
    """
    size = _head_size(superior, agency, slack)
    left, right = _COLUMNS[size]
    agency_measure, agency_line = _measure(agency, left, size, True, slack)
    subject_measure, subject_line = _measure(subject, _SUBJECT_ROOM, BODY_SIZE, True, slack)
    return Layout(
        head_size=size,
        motto_size=size + 1,
        left=left,
        right=right,
        superior=_measure(superior, left, size, False, slack)[0],
        agency=agency_measure,
        agency_rule=agency_line * _RULE_SHARE,
        motto_rule=width_mm(MOTTO, size + 1, bold=True),
        subject=subject_measure,
        subject_rule=subject_line * _RULE_SHARE,
        stamp=_STAMP.get(urgency or "", 0.0),
    )
