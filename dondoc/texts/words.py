"""The glossary: the Vietnamese word of every enum member (domain.md §6; docs/glossary.md)."""

from collections.abc import Mapping
from enum import StrEnum

from dondoc.model import (
    AnswerSection,
    Channel,
    Decision,
    Direction,
    Door,
    FlowName,
    IncomingKind,
    LetterKind,
    LetterState,
    Part,
    PeriodKind,
    Purpose,
    RoleKind,
    RunnerKind,
    RunOutcome,
    Standing,
    UnitKind,
)
from dondoc.rules.remind import Tone
from dondoc.rules.replies import Verdict
from dondoc.rules.report import FigureStatus
from dondoc.rules.sign import ReportState
from dondoc.rules.submit import AssignmentState
from dondoc.texts.replies import VERDICTS

# By enum, since members of different ones compare equal where their values do.
WORDS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    UnitKind: {
        UnitKind.DIVISION: "phòng chuyên môn",
        UnitKind.SUBORDINATE: "đơn vị trực thuộc",
    },
    RoleKind: {
        RoleKind.OFFICER: "chuyên viên",
        RoleKind.HEAD: "trưởng phòng",
        RoleKind.LEADER: "lãnh đạo",
        RoleKind.CLERK: "văn thư",
        RoleKind.ADMINISTRATOR: "quản trị viên",
    },
    Part: {
        Part.LEAD: "chủ trì",
        Part.COOPERATING: "phối hợp",
    },
    Purpose: {
        Purpose.TO_REPORT: "để b/c",
        Purpose.TO_KNOW: "để biết",
        Purpose.TO_CARRY_OUT: "để t/h",
    },
    Standing: {
        Standing.PROPOSED: "đề xuất",
        Standing.CONFIRMED: "đã xác nhận",
    },
    PeriodKind: {
        PeriodKind.MONTH: "tháng",
        PeriodKind.QUARTER: "quý",
        PeriodKind.HALF: "6 tháng",
        PeriodKind.NINE_MONTHS: "9 tháng",
        PeriodKind.YEAR: "năm",
    },
    Direction: {
        Direction.FORWARD: "lùi sang ngày làm việc sau",
        Direction.BACK: "đưa lên ngày làm việc trước",
        Direction.NONE: "giữ nguyên",
    },
    AnswerSection: {
        AnswerSection.RESULT: "kết quả thực hiện",
        AnswerSection.DIFFICULTY: "khó khăn, vướng mắc",
        AnswerSection.NEXT: "nhiệm vụ kỳ tới",
        AnswerSection.PROPOSAL: "kiến nghị, đề xuất",
    },
    Door: {
        Door.WEB: "trang web",
        Door.LINK: "liên kết trong thư",
        Door.REPLY: "thư trả lời",
        Door.FLOW: "luồng tự động",
        Door.COMMAND: "lệnh",
        Door.REHEARSAL: "diễn tập",
    },
    LetterKind: {
        LetterKind.SIGN_IN: "đăng nhập",
        LetterKind.REMINDER: "nhắc việc, đôn đốc",
        LetterKind.RECEIPT: "xác nhận đã nộp",
        LetterKind.RETURNED: "trả lại báo cáo",
        LetterKind.DRAFTED: "dự thảo tổng hợp",
        LetterKind.FOR_SIGN_OFF: "trình ký duyệt",
        LetterKind.SENT_BACK: "trả lại dự thảo",
        LetterKind.FOR_DISPATCH: "chờ phát hành",
        LetterKind.DISPATCH: "phát hành",
        LetterKind.WATCH: "cảnh báo hệ thống",
        LetterKind.READ_BACK: "đọc lại thư trả lời",
        LetterKind.NOT_TAKEN: "thư trả lời chưa được nhận",
        LetterKind.BOUNCED: "địa chỉ không nhận được thư",
        LetterKind.AWAY: "đề xuất người thay thế",
        LetterKind.MORNING: "dòng tin buổi sáng",
    },
    LetterState: {
        LetterState.QUEUED: "chờ gửi",
        LetterState.SENDING: "đang gửi",
        LetterState.SENT: "đã gửi",
        LetterState.IN_DOUBT: "chưa rõ đã đến hay chưa",
        LetterState.FAILED: "không gửi được",
        LetterState.EXPIRED: "hết hiệu lực",
    },
    Decision: {
        Decision.APPROVED: "đã duyệt",
        Decision.RETURNED: "trả lại",
    },
    Channel: {
        Channel.EMAIL: "thư điện tử",
        Channel.PAPER: "bản giấy",
    },
    FlowName: {
        FlowName.OPEN: "mở kỳ báo cáo",
        FlowName.REMIND: "nhắc việc",
        FlowName.DELIVER: "gửi thư",
        FlowName.DRAFT: "tổng hợp",
        FlowName.WATCH: "giám sát",
        FlowName.COLLECT: "nhận thư",
    },
    IncomingKind: {
        IncomingKind.REPLY: "thư trả lời",
        IncomingKind.BOUNCE: "thư báo không gửi được",
        IncomingKind.AUTOMATIC: "thư trả lời tự động",
        IncomingKind.OTHER: "thư khác",
    },
    RunOutcome: {
        RunOutcome.RUNNING: "đang chạy",
        RunOutcome.DONE: "xong",
        RunOutcome.FAILED: "lỗi",
        RunOutcome.LOST: "bị ngắt",
    },
    RunnerKind: {
        RunnerKind.PREFECT: "Prefect",
        RunnerKind.PLAIN: "chạy trực tiếp",
    },
    Verdict: VERDICTS,
    Tone: {
        Tone.OPENING: "mở kỳ",
        Tone.REMINDER: "nhắc việc",
        Tone.DUE: "đến hạn",
        Tone.FOLLOW_UP: "đôn đốc",
        Tone.WARNING: "báo trước khi báo cáo lãnh đạo",
        Tone.ESCALATION: "báo cáo lãnh đạo",
    },
    FigureStatus: {
        FigureStatus.ESTIMATE: "ước tính",
        FigureStatus.ACTUAL: "thực tế",
        FigureStatus.OFFICIAL: "chính thức",
    },
    ReportState: {
        ReportState.DRAFT: "dự thảo tổng hợp",
        ReportState.FOR_SIGN_OFF: "đang trình ký duyệt",
        ReportState.SENT_BACK: "trả lại",
        ReportState.SIGNED: "đã ký, chờ cấp số",
        ReportState.NUMBERED: "đã cấp số, chờ phát hành",
        ReportState.DISPATCHED: "đã phát hành",
    },
    AssignmentState: {
        AssignmentState.OPEN: "chưa bắt đầu",
        AssignmentState.DRAFTED: "đang soạn",
        AssignmentState.NEAR_DUE: "sắp đến hạn",
        AssignmentState.OVERDUE: "quá hạn",
        AssignmentState.SUBMITTED: "đã nộp",
        AssignmentState.RETURNED: "trả lại",
        AssignmentState.ACCEPTED: "đã tiếp nhận",
        AssignmentState.EXCUSED: "được miễn",
        AssignmentState.CLOSED: "đã khóa kỳ, không nộp",
    },
}


def word(member: StrEnum) -> str:
    """The word for an enum member. Raises KeyError for one without a word (a test keeps that from happening)."""
    return WORDS[type(member)][member]
