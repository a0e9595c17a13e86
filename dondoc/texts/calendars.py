"""What calendars say of a deadline; how its date came about is told by `dondoc.texts.dates`."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from dondoc.model import DeadlineKind, FeedReach
from dondoc.rules.entries import Entry
from dondoc.rules.plan import Change
from dondoc.texts import day
from dondoc.texts.words import word

_OFF = "Đã hủy: "
GONE = "Kỳ này hoặc phần việc này không còn trong lịch."
EXCUSED = "Phòng, đơn vị được miễn báo cáo kỳ này."


def summary(kind: DeadlineKind, period_name: str, ref: str, unit: str = "", off: bool = False) -> str:
    """The line that a calendar shows: "Hạn nộp báo cáo quý I năm 2024 (mục III.2) – QLKH"."""
    told = f"{_cap(word(kind))} báo cáo {period_name} (mục {ref})"
    return f"{_OFF if off else ''}{told}{f' – {unit}' if unit else ''}"


def description(report: str, explanation: Iterable[str], link: str, unit: str = "", note: str = "") -> str:
    """What opens behind that line: which report and whose, what befell it, how the date came about, and where to go."""
    head = [report, *([f"Phòng, đơn vị: {unit}."] if unit else []), *([note] if note else [])]
    return "\n".join([*head, *explanation, f"Mở trong Dondoc: {link}"])


def worked_back(kind: DeadlineKind, before: int, on: date) -> list[str]:
    """How the lead unit's or the leader's day follows from the day of sending, as sentences."""
    name = _cap(word(kind))
    rule = f"{before} ngày làm việc trước hạn gửi" if before else "cùng ngày với hạn gửi"
    return [f"Quy tắc cho {word(kind)}: {rule}, không sớm hơn hạn nộp của phòng, đơn vị.", f"{name}: {day(on)}."]


def called_off(change: Change | None) -> str:
    """That a round was called off, by whom and why."""
    return f"Kỳ này đã hủy{_because(change)}."


def paused(change: Change) -> str:
    """That a round waits for a pause to end."""
    return f"Lịch này đang tạm dừng, kỳ chưa mở{_because(change)}."


def _because(change: Change | None) -> str:
    if change is None:
        return ""
    who = f" ({change.by})" if change.by else ""
    document = f" (văn bản {change.document})" if change.document else ""
    return f"{who}. Lý do: {change.reason}{document}"


def gone(entry: Entry) -> Entry:
    """An entry whose round or part is no longer there."""
    if entry.status == "cancelled":
        return entry
    link = entry.description.rpartition("\n")[2]
    return replace(entry, status="cancelled", summary=_OFF + entry.summary, description=f"{GONE}\n{link}")


def calendar_name(reach: FeedReach, owner: str) -> str:
    """The name under which a calendar program lists a feed."""
    return f"Hạn báo cáo: {owner}" if reach is not FeedReach.AGENCY else f"Hạn báo cáo toàn cơ quan: {owner}"


def calendar_about(agency: str) -> str:
    """One sentence about a feed."""
    return f"Các hạn trình, nộp, ký, gửi báo cáo của {agency}, tự cập nhật từ Dondoc."


def _cap(text: str) -> str:
    return text[:1].upper() + text[1:]
