"""Sentences of the mail ledger: what became of a rung that was due, and what is still to come."""

from collections.abc import Mapping

_FATES: Mapping[str, str] = {
    "queued": "thư chờ gửi từ {at}",
    "sending": "thư đang được gửi",
    "sent": "đã gửi lúc {at}",
    "in_doubt": "chưa rõ thư đã đến hay chưa: {outcome}",
    "failed": "thư không gửi được: {outcome}",
    "expired": "thư hết hiệu lực trước khi gửi được: {outcome}",
    "held": "thư bị lỡ quá lâu nên được giữ lại chờ đồng ý",
    "dropped": "thư không gửi: {outcome}",
}

_NOTES: Mapping[str, str] = {
    "digest": "chung một thư với {count} việc khác",
    "instead": "nhận thay {names}",
    "later": "đến hạn nhắc {due}, thư đi muộn hơn",
}

_COMING: Mapping[str, str] = {
    "will": "sẽ nhắc {day}, nếu đến lúc đó chưa nộp",
    "will_report": "sẽ nhắc {day}, nếu đến lúc đó chưa xong",
    "waits": "chờ quyết định về thư báo trước đang được giữ lại, muộn nhất đến {day}",
    "rests": "lịch đang tạm dừng, chưa nhắc",
    "paused": "đã đến hạn nhắc từ {day}; luồng nhắc việc đang tạm dừng",
    "due": "đã đến hạn nhắc từ {day}; sẽ nhắc ở lần xem tới",
}

NO_OUTCOME = "máy chủ thư không cho biết thêm"


def fate(state: str, at: str, outcome: str) -> str:
    """What became of a letter."""
    return _FATES[state].format(at=at, outcome=outcome or NO_OUTCOME)


def note(key: str, **values: object) -> str:
    """What else is to be known about a row."""
    return _NOTES[key].format(**values)


def coming(key: str, day: str = "") -> str:
    """What is still to come of a rung."""
    return _COMING[key].format(day=day)


BAD_DAY = "Ngày tìm không đúng. Ghi ngày theo lịch, ví dụ 2024-03-18."
