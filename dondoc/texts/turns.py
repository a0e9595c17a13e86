"""Sentences about reports that wait for somebody, and about what superiors order."""

from collections.abc import Mapping
from enum import StrEnum

from dondoc.model import OrderKind
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
}


def button(what: str) -> str:
    """What the button of a line about a report says."""
    return _BUTTONS[what]


def told(key: str, **values: object) -> str:
    """What else the reader of a line is to know."""
    return _TOLD[key].format(**values)
