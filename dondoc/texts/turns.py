"""Sentences about reports that wait for somebody, and about what superiors order."""

from collections.abc import Mapping
from enum import StrEnum

from dondoc.model import OrderKind
from dondoc.rules.orders import HOLD, REDIRECT, TAKEN_BACK, WORD
from dondoc.rules.turns import Stage

WORDS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    Stage: {
        Stage.DRAFT: "tổng hợp, trình dự thảo",
        Stage.APPROVAL: "duyệt dự thảo",
        Stage.SIGNATURE: "ký báo cáo",
        Stage.ISSUE: "cấp số, phát hành",
    },
    OrderKind: {
        OrderKind.HOLD: "lùi báo cáo lãnh đạo",
        OrderKind.REDIRECT: "chuyển lãnh đạo khác",
    },
}

SILENCES: Mapping[str, str] = {
    "turn_over": "bước này đã xong lúc {at}",
    "passed_on": "bước này đã xong",
    "capped": "đã nhắc đủ {cap} lần nên không nhắc thêm",
}

REFUSALS: Mapping[str, str] = {
    "hold_day_past": "Chọn ngày sau hôm nay ({today}).",
    "hold_day_far": "Chỉ lùi được nhiều nhất {most} ngày. Chọn ngày gần hơn.",
    "order_reason_missing": "Ghi ý kiến: phòng, đơn vị hoặc lãnh đạo nhận chuyển sẽ đọc nguyên văn.",
    "order_in_force": "Đang có một ý kiến như vậy về báo cáo này. Rút ý kiến đó lại trước khi ghi ý kiến mới.",
    "order_over": "Ý kiến này đã được rút lại.",
    "not_another_leader": "Chọn một lãnh đạo khác với người đang được báo cáo.",
    "unit_owes_nothing": "Phòng, đơn vị đã nộp, được miễn hoặc kỳ đã khóa, nên không còn gì để báo cáo lãnh đạo.",
}

RUNGS: Mapping[str, str] = {
    HOLD: "báo cáo lãnh đạo, vào ngày lãnh đạo cho lùi đến",
    REDIRECT: "báo cáo lãnh đạo được chuyển đến",
    WORD: "ý kiến của lãnh đạo",
    TAKEN_BACK: "lãnh đạo rút ý kiến",
}
"""What the rungs are that stand on no ladder but follow from a superior's order."""

_BUTTONS: Mapping[str, str] = {
    Stage.DRAFT: "Mở dự thảo",
    Stage.APPROVAL: "Xem và duyệt",
    Stage.SIGNATURE: "Xem và ký",
    Stage.ISSUE: "Cấp số và phát hành",
    "report": "Xem báo cáo",
    "ledger": "Xem sổ thư nhắc",
}

_TOLD: Mapping[str, str] = {
    "undecided": "Thư báo trước cho đơn vị được giữ lại từ {at}; quá {days} ngày làm việc chưa có ai quyết định gửi "
    "hay không, nên đơn vị có thể chưa được báo trước.",
    HOLD: "{by} đã cho lùi việc báo cáo đến {until}: {reason}",
    REDIRECT: "{by} chuyển việc này để Ông/Bà theo dõi, chỉ đạo: {reason}",
    WORD: "Ý kiến của {by}: {reason} Việc báo cáo lãnh đạo được lùi đến ngày {until}; hạn gửi báo cáo không đổi.",
    TAKEN_BACK: "{by} không lùi việc báo cáo lãnh đạo đến ngày {until} nữa.",
}


def button(what: str) -> str:
    """What the button of a line about a report says."""
    return _BUTTONS[what]


def told(key: str, **values: object) -> str:
    """What else the reader of a line is to know."""
    if "reason" in values:
        values["reason"] = str(values["reason"]).strip().rstrip(".") + "."
    return _TOLD[key].format(**values)
