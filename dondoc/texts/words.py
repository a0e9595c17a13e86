"""The glossary: the Vietnamese word of every enum member (domain.md §6; docs/glossary.md)."""

from collections.abc import Mapping
from enum import StrEnum

from dondoc.model import (
    AnswerSection,
    ChangeKind,
    Channel,
    DeadlineKind,
    Decision,
    Direction,
    Door,
    FeedReach,
    FigureStatus,
    FlowName,
    IncomingAct,
    IncomingKind,
    LetterKind,
    LetterState,
    Part,
    PeriodKind,
    ProposalState,
    Purpose,
    RoleKind,
    RunnerKind,
    RunOutcome,
    ScheduleAct,
    Scope,
    Standing,
    UnitKind,
    Urgency,
)
from dondoc.rules.foresee import Effect
from dondoc.rules.ledger import Coming
from dondoc.rules.remind import Tone
from dondoc.rules.replies import Reception
from dondoc.rules.sign import ReportState
from dondoc.rules.submit import AssignmentState
from dondoc.texts import report, requests, turns
from dondoc.texts.replies import RECEPTIONS

# By enum, since members of different ones compare equal where their values do.
WORDS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    **report.WORDS,
    **requests.WORDS,
    **turns.WORDS,
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
    ProposalState: {
        ProposalState.OPEN: "chờ xác nhận",
        ProposalState.ACCEPTED: "đã thành kế hoạch",
        ProposalState.PUT_ASIDE: "đã bỏ",
    },
    Standing: {
        Standing.PROPOSED: "đề xuất",
        Standing.CONFIRMED: "đã xác nhận",
    },
    ChangeKind: {
        ChangeKind.RULE: "đổi lịch",
        ChangeKind.CANCEL: "hủy kỳ",
        ChangeKind.PAUSE: "tạm dừng",
        ChangeKind.RESUME: "tiếp tục",
        ChangeKind.EXTEND: "gia hạn",
        ChangeKind.EXCUSE: "miễn báo cáo",
        ChangeKind.CALENDAR: "đổi lịch nghỉ",
        ChangeKind.UNIT: "đổi phòng, đơn vị",
        ChangeKind.PLAN: "kế hoạch bản mới",
        ChangeKind.UNDO: "hoàn tác",
    },
    Scope: {
        Scope.ONE: "chỉ kỳ này",
        Scope.FROM: "từ kỳ này trở đi",
        Scope.ALL: "mọi kỳ chưa trình",
    },
    Effect: {
        Effect.ADDED: "thêm",
        Effect.MOVED: "dời",
        Effect.REMOVED: "bỏ",
        Effect.REWORDED: "đổi lời",
    },
    FeedReach: {
        FeedReach.PERSON: "của tôi",
        FeedReach.UNIT: "của phòng, đơn vị",
        FeedReach.AGENCY: "của cơ quan",
    },
    DeadlineKind: {
        DeadlineKind.DUE: "hạn nộp",
        DeadlineKind.COMPILE: "hạn trình",
        DeadlineKind.SIGN: "hạn ký",
        DeadlineKind.SEND: "hạn gửi",
    },
    PeriodKind: {
        PeriodKind.WEEK: "tuần",
        PeriodKind.MONTH: "tháng",
        PeriodKind.QUARTER: "quý",
        PeriodKind.HALF: "6 tháng",
        PeriodKind.NINE_MONTHS: "9 tháng",
        PeriodKind.YEAR: "năm",
        PeriodKind.ONCE: "một lần",
        PeriodKind.EVENT: "theo sự kiện",
        PeriodKind.AD_HOC: "đột xuất",
        PeriodKind.THEMATIC: "chuyên đề",
    },
    Urgency: {
        Urgency.URGENT: "KHẨN",
        Urgency.VERY_URGENT: "THƯỢNG KHẨN",
        Urgency.MOST_URGENT: "HỎA TỐC",
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
        LetterKind.CHANGED: "thay đổi kỳ báo cáo",
        LetterKind.EXTENSION_ASKED: "đề nghị gia hạn",
        LetterKind.EXTENSION_DECIDED: "trả lời gia hạn",
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
        LetterState.HELD: "chờ đồng ý gửi",
        LetterState.DROPPED: "không gửi",
    },
    Decision: {
        Decision.APPROVED: "đã duyệt",
        Decision.RETURNED: "trả lại",
    },
    Channel: {
        Channel.EMAIL: "thư điện tử",
        Channel.PAPER: "bản giấy",
        Channel.SYSTEM: "trong hệ thống",
    },
    FlowName: {
        FlowName.OPEN: "mở kỳ báo cáo",
        FlowName.REMIND: "nhắc việc",
        FlowName.DELIVER: "gửi thư",
        FlowName.DRAFT: "tổng hợp",
        FlowName.WATCH: "giám sát",
        FlowName.COLLECT: "nhận thư",
    },
    IncomingAct: {
        IncomingAct.PROPOSED: "nhận thành báo cáo đề xuất",
        IncomingAct.BOUNCE: "đánh dấu địa chỉ không nhận được thư",
        IncomingAct.ABSENCE: "ghi nhận báo vắng mặt",
        IncomingAct.DISMISSED: "bỏ qua",
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
    ScheduleAct: {
        ScheduleAct.SET: "đổi khoảng cách",
        ScheduleAct.PAUSE: "tạm dừng",
        ScheduleAct.RESUME: "chạy tiếp",
        ScheduleAct.RUN: "chạy ngay",
    },
    Reception: RECEPTIONS,
    Tone: {
        Tone.OPENING: "mở kỳ",
        Tone.REMINDER: "nhắc việc",
        Tone.DUE: "đến hạn",
        Tone.FOLLOW_UP: "đôn đốc",
        Tone.WARNING: "báo trước khi báo cáo lãnh đạo",
        Tone.ESCALATION: "báo cáo lãnh đạo",
    },
    Coming: {
        Coming.WILL: "sẽ nhắc",
        Coming.WAITS: "chờ quyết định",
        Coming.PAUSED: "luồng nhắc việc tạm dừng",
        Coming.DUE: "nhắc ở lần xem tới",
        Coming.RESTS: "lịch tạm dừng",
        Coming.PUT_OFF: "lãnh đạo cho lùi",
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
