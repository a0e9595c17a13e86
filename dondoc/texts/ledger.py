"""Sentences of the mail ledger: what became of a rung that was due, and what is still to come."""

from collections.abc import Mapping

_FATES: Mapping[str, str] = {
    "queued": "thư chờ gửi từ {at}",
    "waiting": "thư chờ gửi từ {at}: {outcome}",
    "sending": "thư đang được gửi",
    "sent": "đã gửi lúc {at}",
    "in_doubt": "chưa rõ thư đã đến hay chưa: {outcome}",
    "failed": "thư không gửi được: {outcome}",
    "returned": "thư {outcome}",
    "expired": "thư hết hiệu lực trước khi gửi được: {outcome}",
    "held": "thư bị lỡ quá lâu nên được giữ lại chờ đồng ý",
    "dropped": "thư không gửi: {outcome}",
}

_NOTES: Mapping[str, str] = {
    "digest": "chung một thư với {count} việc khác",
    "decides": "chờ {lead} hoặc quản trị viên quyết định gửi hay không",
    "instead": "nhận thay {names}",
    "hold": "{by} đã cho lùi đến {until}: {reason}",
    "redirect": "{by} chuyển cho {to}: {reason}",
    "later": "đến hạn nhắc {due}, thư đi muộn hơn",
}

_COMING: Mapping[str, str] = {
    "will": "sẽ nhắc {day}, nếu đến lúc đó chưa nộp",
    "will_report": "sẽ nhắc {day}, nếu đến lúc đó chưa xong",
    "waits": "chờ quyết định về thư báo trước đang được giữ lại, muộn nhất đến {day}",
    "put_off": "{by} cho lùi đến {day}: {reason}",
    "rests": "lịch đang tạm dừng, chưa nhắc",
    "paused": "đã đến hạn nhắc từ {day}; luồng nhắc việc đang tạm dừng",
    "due": "đã đến hạn nhắc từ {day}; sẽ nhắc ở lần xem tới",
}

_CAME_BACK = "bị trả về"
NO_OUTCOME = "máy chủ thư không cho biết thêm"


def fate(state: str, at: str, outcome: str) -> str:
    """What became of a letter; one that waits says why where it was put off, one that came back says so."""
    if state == "queued" and outcome:
        state = "waiting"
    if state == "failed" and _CAME_BACK in outcome:
        state, outcome = "returned", outcome[:1].lower() + outcome[1:]
    return _FATES[state].format(at=at, outcome=outcome or NO_OUTCOME)


def note(key: str, **values: object) -> str:
    """What else is to be known about a row."""
    return _NOTES[key].format(**values)


def coming(key: str, **values: object) -> str:
    """What is still to come of a rung."""
    return _COMING[key].format(**values)


BAD_DAY = "Ngày tìm không đúng. Ghi ngày theo lịch, ví dụ 2024-03-18."
