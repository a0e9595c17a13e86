"""How dates and the rules behind them are told, the same on pages, in letters, in calendars and by commands."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from typing import cast

from dondoc.model import Direction, Standing, day_time
from dondoc.rules.day_rule import DayKind, DayRule, parse_day
from dondoc.texts import basis, day, short_day
from dondoc.texts.words import word

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
Step = Mapping[str, object]


def day_rule(rule: DayRule | str) -> str:
    """A rule for a day: "ngày 18", "ngày làm việc cuối tháng", "3 ngày làm việc sau ngày chốt số liệu"."""
    if isinstance(rule, str):
        rule = parse_day(rule)
    return _day_rule(rule) + (" của tháng sau" if rule.months else "")


def _day_rule(rule: DayRule) -> str:  # noqa: PLR0911 - one a form
    match rule.kind:
        case DayKind.DAY:
            return "ngày cuối tháng" if rule.number == -1 else f"ngày {rule.number}"
        case DayKind.WORKING_DAY:
            return "ngày làm việc cuối tháng" if rule.number == -1 else f"ngày làm việc thứ {rule.number} của tháng"
        case DayKind.MONTH_DAY:
            return f"ngày {rule.number:02}/{rule.month:02} hằng năm"
        case DayKind.DATE:
            return f"ngày {short_day(cast(date, rule.on))}"
        case DayKind.WEEKDAY:
            return f"{_WEEKDAYS[rule.number - 1]} sau ngày chốt số liệu"
        case DayKind.AFTER_CLOSE:
            return f"{rule.number} ngày làm việc sau ngày chốt số liệu"
        case DayKind.AFTER_EVENT:
            return f"{rule.number} ngày sau sự kiện"
        case DayKind.WORKING_AFTER_EVENT:
            return f"{rule.number} ngày làm việc sau sự kiện"
        case DayKind.BEFORE_SENDING:
            return f"{rule.number} ngày làm việc trước hạn gửi"


def explain(steps: Iterable[Step]) -> list[str]:
    """The sentences of an explanation, from data window to final day."""
    return [_SENTENCES[str(step["key"])](step) for step in steps]


def why(steps: Iterable[Step]) -> str:
    """The short form: only what moved a date away from its rule; empty where nothing did."""
    told = [_SHORT[str(step["key"])](step) for step in steps if step["key"] in _SHORT]
    return "; ".join(told)


def extended(until: date, by: str, reason: str) -> str:
    """An extension as a sentence."""
    return f"gia hạn đến {day(until)}, {by} đồng ý: {reason}"


def _on(step: Step, name: str) -> date:
    return date.fromisoformat(str(step[name]))


def _deadline(step: Step) -> str:
    at = str(step.get("time") or "")
    return day(day_time(_on(step, "day"), time.fromisoformat(at) if at else None))


def _window(step: Step) -> str:
    span = f"Thời gian lấy số liệu: {short_day(_on(step, 'from'))} – {short_day(_on(step, 'to'))}"
    return f"{span} ({step['regime']})." if step["regime"] else f"{span}."


def _rule(step: Step) -> str:
    direction = word(Direction(str(step["direction"])))
    said = f"Quy tắc: {day_rule(str(step['day']))}; khi trùng ngày nghỉ: {direction}"
    if step["standing"] == Standing.PROPOSED.value:
        return f"{said}. Đề xuất, chưa xác nhận: {basis(str(step['basis']))}."
    return f"{said}. Căn cứ: {step['basis']}."


def change_words(fields: Mapping[str, object]) -> str:
    """What a change sets: "hạn nộp ngày 20, hạn gửi ngày 25"."""
    return ", ".join(_FIELDS[name](str(value)) for name, value in fields.items() if name in _FIELDS)


def _direction(which: str) -> Callable[[str], str]:
    return lambda value: f"{which} khi trùng ngày nghỉ: {word(Direction(value))}"


def _short_iso(value: str) -> str:
    return short_day(date.fromisoformat(value)) if len(value) > 5 else f"{value[3:]}/{value[:2]} hằng năm"


def _clock(value: str) -> str:
    hour, minute = value.split(":")[:2]
    return f"{int(hour)} giờ {minute}"


_FIELDS: Mapping[str, Callable[[str], str]] = {
    "due_day": lambda value: f"hạn nộp {day_rule(value)}",
    "due_direction": _direction("hạn nộp"),
    "send_day": lambda value: f"hạn gửi {day_rule(value)}",
    "send_direction": _direction("hạn gửi"),
    "open_before": lambda value: f"mở kỳ trước hạn nộp {value} ngày làm việc",
    "compile_before": lambda value: f"trình trước hạn gửi {value} ngày làm việc",
    "sign_before": lambda value: f"ký trước hạn gửi {value} ngày làm việc",
    "due_time": lambda value: f"lúc {_clock(value)}",
    "send_time": lambda value: f"lúc {_clock(value)}",
    "data_from": lambda value: f"lấy số liệu từ {_short_iso(value)}",
    "data_to": lambda value: f"chốt số liệu {_short_iso(value)}",
}


def _changed(step: Step) -> str:
    told = change_words(cast(Mapping[str, object], step["to"]))
    document = f" (văn bản {step['document']})" if step["document"] else ""
    who = f", {step['by']}" if step["by"] else ""
    what = f" thành {told}" if told else ""
    return f"điều chỉnh ngày {short_day(_on(step, 'on'))}{who}{what}: {step['reason']}{document}"


def _off(step: Step) -> str:
    moved = "lùi sang" if _on(step, "to") > _on(step, "day") else "đưa lên"
    name, cited = str(step["name"]), str(step["basis"])
    cause = f"{short_day(_on(step, 'day'))} là {name}" if name else f"{short_day(_on(step, 'day'))} không dùng được"
    return f"{cause}{f' ({cited})' if cited else ''}, {moved} {day(_on(step, 'to'))}"


def _pushed_due(step: Step) -> str:
    return (
        f"không thể đúng hoặc trước ngày chốt số liệu {short_day(_on(step, 'behind'))}, lùi sang {day(_on(step, 'to'))}"
    )


def _pushed_send(step: Step) -> str:
    return f"không thể đúng hoặc trước hạn nộp {short_day(_on(step, 'behind'))}, lùi sang {day(_on(step, 'to'))}"


def _capital(tell: Callable[[Step], str]) -> Callable[[Step], str]:
    def told(step: Step) -> str:
        said = tell(step)
        return said[:1].upper() + said[1:] + "."

    return told


_SHORT: Mapping[str, Callable[[Step], str]] = {
    "changed": _changed,
    "off": _off,
    "pushed_due": _pushed_due,
    "pushed_send": _pushed_send,
    "extended": lambda step: str(step["why"]),
    "asked": lambda step: f"theo {step['basis']}",
    "in_time_for": lambda step: f"để kịp gửi báo cáo trước {_deadline(step)}",
}
_SENTENCES: Mapping[str, Callable[[Step], str]] = {
    "window": _window,
    "rule": _rule,
    "raw": lambda step: f"Ngày theo quy tắc: {day(_on(step, 'day'))}.",
    "predicted": lambda step: f"Lịch nghỉ năm {step['year']} chưa có văn bản: ngày này là dự báo.",
    "final_due": lambda step: f"Hạn nộp: {_deadline(step)}.",
    "final_send": lambda step: f"Hạn gửi: {_deadline(step)}.",
    **{key: _capital(tell) for key, tell in _SHORT.items()},
}

__all__ = ["change_words", "day_rule", "explain", "extended", "why"]
