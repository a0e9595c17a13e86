"""The ways in which a form lets people say on which day a deadline falls, without the written language of rules."""

from collections.abc import Iterator, Mapping

from dondoc.rules.day_rule import DayKind, DayRule

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
NEXT = "_next"
"""Ends the choices that lie in the month after."""
LAST = "last_"
"""Begins the choices that need no number."""

CHOICES: Mapping[str, Mapping[str, str]] = {
    "Trong tháng cuối của kỳ": {
        "day": "Ngày … của tháng",
        "last_day": "Ngày cuối tháng",
        "working_day": "Ngày làm việc thứ … của tháng",
        "last_working_day": "Ngày làm việc cuối tháng",
    },
    "Trong tháng sau kỳ": {
        "day_next": "Ngày … của tháng sau",
        "last_day_next": "Ngày cuối tháng sau",
        "working_day_next": "Ngày làm việc thứ … của tháng sau",
        "last_working_day_next": "Ngày làm việc cuối tháng sau",
    },
    "Đếm từ một mốc": {
        "after_close": "… ngày làm việc sau ngày chốt số liệu",
        "before_sending": "… ngày làm việc trước hạn gửi",
        "after_event": "… ngày sau sự kiện",
        "working_after_event": "… ngày làm việc sau sự kiện",
    },
    "Ngày ghi rõ": {
        "month_day": "Ngày, tháng hằng năm (ghi 30/11)",
        "date": "Một ngày cụ thể (ghi 20/06/2024)",
    },
    "Thứ trong tuần, sau ngày chốt số liệu": {
        f"weekday_{number}": name[:1].upper() + name[1:] for number, name in enumerate(_WEEKDAYS, start=1)
    },
}
"""By group: the choice and its label; … stands for the number typed beside it."""


def choices(level: str, waits: bool) -> Iterator[tuple[str, dict[str, str]]]:
    """The choices for the units' deadline ("due") or for sending ("send"); `waits`: the rule waits for an event."""
    left_out = unfit(level, waits)
    for group, labels in CHOICES.items():
        yield group, {choice: label for choice, label in labels.items() if choice not in left_out}


def unfit(level: str, waits: bool) -> set[str]:
    """The choices that have nothing to be counted from."""
    found = set() if waits else {DayKind.AFTER_EVENT.value, DayKind.WORKING_AFTER_EVENT.value}
    return found | {DayKind.BEFORE_SENDING.value} if level == "send" else found


def chosen(rule: DayRule) -> tuple[str, str]:
    """The choice that says a rule, and what is typed beside it."""
    behind = NEXT if rule.months else ""
    match rule.kind:
        case DayKind.DAY | DayKind.WORKING_DAY:
            if rule.number == -1:
                return f"{LAST}{rule.kind.value}{behind}", ""
            return f"{rule.kind.value}{behind}", str(rule.number)
        case DayKind.WEEKDAY:
            return f"weekday_{rule.number}", ""
        case DayKind.MONTH_DAY:
            return rule.kind.value, f"{rule.number:02}/{rule.month:02}"
        case DayKind.DATE:
            return rule.kind.value, f"{rule.on:%d/%m/%Y}"
    return rule.kind.value, str(rule.number)
