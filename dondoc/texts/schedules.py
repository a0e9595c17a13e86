"""Sentences about schedules of flows and about letters that are held for a yes."""

from collections.abc import Iterable, Mapping

from dondoc.model import FlowName

REFUSALS: Mapping[str, str] = {
    "interval_out_of_range": "Khoảng cách giữa hai lần xem của luồng này phải từ {least} đến {most}.",
    "interval_missing": "Ghi một số nguyên, ví dụ 90 giây hoặc 5 phút.",
    "schedule_reason_missing": "Ghi lý do để người sau biết vì sao lịch chạy được đổi.",
    "flow_already_paused": "Luồng này đang tạm dừng.",
    "flow_not_paused": "Luồng này không tạm dừng.",
    "run_already_asked": "Đã có yêu cầu chạy ngay luồng này và đang chờ chạy xong.",
    "schedule_changed_meanwhile": "Quản trị viên khác vừa đổi lịch chạy của luồng này. Tải lại trang rồi thử lại.",
    "interval_unchanged": "Khoảng cách này đang được áp dụng, chưa có gì để đổi.",
    "letter_not_held": "Thư này không còn ở trạng thái chờ đồng ý.",
    "drop_reason_missing": "Ghi lý do không gửi; lý do được ghi vào sổ nhắc việc, đôn đốc.",
    "reminder_waits": "Đã có thư nhắc phòng, đơn vị này chờ gửi vào đầu giờ làm việc tới.",
}

SILENCES: Mapping[str, str] = {
    "dropped": "không gửi theo quyết định của {name}: {reason}",
    "superseded": "quá hạn gửi nên được giữ lại, sau đó nấc nhắc tiếp theo thay thế",
    "closed": "kỳ báo cáo đã khóa",
}

FINDINGS: Mapping[str, str] = {
    "held": "{count} thư nhắc bị lỡ quá lâu đang được giữ lại: vào trang Thư để đồng ý gửi hoặc bỏ.",
}

WHAT_FLOWS_DO: Mapping[FlowName, str] = {
    FlowName.OPEN: "Mở kỳ báo cáo khi đến ngày và giao phần việc cho từng phòng, đơn vị.",
    FlowName.REMIND: "Viết thư nhắc việc, đôn đốc cho các nấc đã đến giờ.",
    FlowName.DELIVER: "Gửi các thư trong hộp thư đi đã đến giờ. Thư đăng nhập luôn được gửi, kể cả khi tạm dừng.",
    FlowName.DRAFT: "Tổng hợp dự thảo báo cáo khi đủ báo cáo hoặc khi đến giờ.",
    FlowName.WATCH: "Tìm sự cố (thư không gửi được, lượt chạy bị ngắt) và báo cho quản trị viên.",
    FlowName.COLLECT: "Xử lý thư đến: báo cáo qua thư trả lời, thư không tới nơi, thư báo vắng mặt.",
}
"""What each flow does, in a sentence."""

HELD_OUTCOME = "Bị lỡ quá lâu nên được giữ lại chờ đồng ý."
_UNITS = ((86_400, "ngày"), (3_600, "giờ"), (60, "phút"), (1, "giây"))


def duration(seconds: int) -> str:
    """A length of time in the largest unit that says it exactly: "2 phút", "90 giây"."""
    size, word = next((size, word) for size, word in _UNITS if seconds % size == 0)
    return f"{seconds // size} {word}"


def asked_by(names: Iterable[str | None]) -> str:
    """Who asked for a run; None stands for the operator's command."""
    told = dict.fromkeys(name or "người vận hành (lệnh trên máy chủ)" for name in names)
    return f"theo yêu cầu của {', '.join(told)}" if told else ""


ASKED_ELSEWHERE = "theo yêu cầu của cơ quan khác trên cùng máy chủ"


def plain_because(prefect: str) -> str:
    """Why a run was made without Prefect, from how its server stands: starting, or else away."""
    return "máy chủ Prefect đang khởi động" if prefect == "starting" else "máy chủ Prefect không trả lời"
