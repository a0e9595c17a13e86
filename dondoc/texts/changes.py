"""What a change of the calendar of work set, in words: for the history, the undoing and the commands."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dondoc.model import ChangeKind, PeriodKind, Scope
from dondoc.rules.recurrence import round_id
from dondoc.texts import day, period_name, short_day
from dondoc.texts.dates import change_words
from dondoc.texts.words import word

_UNIT_CHANGES: Mapping[str, str] = {
    "rename": "Đổi tên {ended} thành {heirs}.",
    "merge": "Sáp nhập {ended} vào {heirs}.",
    "split": "Chia {ended} thành {heirs}.",
    "dissolve": "Giải thể {ended}.",
}
_PLAN_PARTS: Mapping[str, str] = {
    "added": "Thêm mục {refs}.",
    "removed": "Bỏ mục {refs}.",
    "changed": "Sửa mục {refs}.",
}


@dataclass(frozen=True)
class Change:
    """A change as it is told. `units` and `regimes` name what it points at, by id and by code."""

    kind: ChangeKind
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    scope: Scope | None = None
    round: str | None = None
    since: date = date.min
    units: Mapping[int, str] = field(default_factory=dict)
    regimes: Mapping[str, str] = field(default_factory=dict)


def told(change: Change) -> list[str]:
    """The sentences of what a change set; none for an undoing, which is told by what it undoes."""
    tell = _TOLD.get(change.kind)
    return tell(change) if tell else []


def round_name(name: str) -> str:
    """A round's name as people say it: "quý II năm 2024" of "quarter-2-2024"."""
    year, kind, number = round_id(name)
    return period_name(kind, number, year)


def reach(change: Change) -> str:
    """Which rounds a change reaches: "chỉ kỳ quý I năm 2024", "từ kỳ … trở đi", "mọi kỳ chưa trình"."""
    if change.round and change.scope is Scope.ONE:
        return f"chỉ kỳ {round_name(change.round)}"
    if change.round and change.scope is Scope.FROM:
        return f"từ kỳ {round_name(change.round)} trở đi"
    if change.scope is Scope.FROM:
        return f"từ kỳ chốt số liệu ngày {short_day(change.since)} trở đi"
    return word(change.scope) if change.scope else ""


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "." if text else ""


def _set(fields: Mapping[str, Any], regimes: Mapping[str, str]) -> str:
    parts = [change_words(fields)]
    if kinds := fields.get("kinds"):
        parts.append("loại kỳ: " + ", ".join(word(PeriodKind(kind)) for kind in kinds))
    if code := fields.get("regime"):
        parts.append(f"chế độ báo cáo: {regimes.get(str(code), str(code))}")
    return ", ".join(part for part in parts if part)


def _rule(change: Change) -> list[str]:
    said = [_sentence(f"{reach(change)}: {_set(change.after, change.regimes)}")]
    before = _set(change.before, change.regimes)
    return [*said, f"Trước đó: {before}."] if before else said


def _cancel(change: Change) -> list[str]:
    return [f"Hủy kỳ {round_name(change.round)}."] if change.round else []


def _extend(change: Change) -> list[str]:
    return [_sentence(str(change.after.get("extended_why", "")))]


def _calendar(change: Change) -> list[str]:
    return [f"{_sentence(day(date.fromisoformat(each)))[:-1]}: {_day(state)}." for each, state in change.after.items()]


def _day(state: Mapping[str, Any] | None) -> str:
    if state is None:
        return "theo lịch nghỉ chung"
    return f"{'làm việc' if state['works'] else 'nghỉ'} – {state['name']} ({state['basis']})"


def _units(change: Change) -> list[str]:
    heirs = change.after.get("created") or [change.after.get("heir")]
    # A unit that was made by a change which was undone is there no more; the change keeps its name.
    known = {int(key): str(name) for key, name in change.after.get("names", {}).items()} | dict(change.units)
    names = {
        "ended": _names(known, (int(key) for key in change.before)),
        "heirs": _names(known, (int(key) for key in heirs if key)),
    }
    return [_UNIT_CHANGES[str(change.after["kind"])].format(**names), f"Từ ngày {short_day(change.since)}."]


def _names(units: Mapping[int, str], keys: Iterable[int]) -> str:
    return ", ".join(units.get(key, "phòng, đơn vị đã bỏ") for key in keys)


def _plan(change: Change) -> list[str]:
    """`after` holds which obligations differ, by their places in the plan."""
    return [text.format(refs=", ".join(refs)) for key, text in _PLAN_PARTS.items() if (refs := change.after.get(key))]


_TOLD: Mapping[ChangeKind, Callable[[Change], list[str]]] = {
    ChangeKind.RULE: _rule,
    ChangeKind.CANCEL: _cancel,
    ChangeKind.PAUSE: lambda change: [f"Tạm dừng từ ngày {short_day(change.since)}."],
    ChangeKind.RESUME: lambda change: [f"Tiếp tục từ ngày {short_day(change.since)}."],
    ChangeKind.EXTEND: _extend,
    ChangeKind.EXCUSE: lambda change: ["Không yêu cầu báo cáo trong kỳ này."],
    ChangeKind.CALENDAR: _calendar,
    ChangeKind.UNIT: _units,
    ChangeKind.PLAN: _plan,
}
