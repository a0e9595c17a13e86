"""One letter of each kind, as the actions make them, and a ladder of reminders."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dondoc.mail.letters import (
    AnyLetter,
    ChangedLetter,
    ChangedLine,
    DispatchLetter,
    DraftedLetter,
    ExtensionAskedLetter,
    ExtensionDecidedLetter,
    ForDispatchLetter,
    ForSignOffLetter,
    MorningLetter,
    ReceiptLetter,
    ReminderLetter,
    ReminderLine,
    ReturnedLetter,
    SentBackLetter,
    SignInLetter,
    WatchLetter,
)
from dondoc.mail.letters_about_mail import AwayLetter, BouncedLetter, NotTakenLetter, ReadBackLetter
from dondoc.mail.letters_about_papers import CorrectionLetter
from dondoc.mail.links import quick_links

AGENCY = "Sở Khoa học và Công nghệ tỉnh Quảng Trị"
REPORT = "Báo cáo kết quả thực hiện công tác cải cách tư pháp quý I năm 2024"
LINK = "https://baocao.example.vn/f/12-345.ZfQ1Aw.u0n5bZrKq8ZP3vJmW1c7xY2dT9sHfLkQeRtUvXyZaBc"

LINE = ReminderLine(
    rung="T-3",
    tone="reminder",
    unit="Phòng Quản lý Khoa học",
    report_name=REPORT,
    deadline=date(2024, 3, 15),
    days_left=3,
    why="16/03/2024 là thứ Bảy, đưa lên thứ Sáu, 15/03/2024",
    link=LINK,
    proposed=False,
)
TONES = {"opening": 10, "reminder": 3, "due": 0, "follow_up": -1, "warning": -2, "escalation": -3}
TRIED = (
    "07:30 ngày 12/03/2024: Trần Thị Bình",
    "07:30 ngày 18/03/2024: Trần Thị Bình",
    "07:30 ngày 19/03/2024: Trần Thị Bình, Lê Văn Cường",
)


def reminder(*lines: ReminderLine, **changes: object) -> ReminderLetter:
    letter = ReminderLetter(to_name="Trần Thị Bình", agency=AGENCY, lead_unit="Thanh tra Sở", lines=lines or (LINE,))
    return replace(letter, **changes)  # type: ignore[arg-type]


LADDER: dict[str, ReminderLine] = {
    tone: replace(LINE, tone=tone, days_left=days, tried=TRIED if tone == "escalation" else ())
    for tone, days in TONES.items()
}

QUICK = quick_links(LINK)
LETTERS: dict[str, AnyLetter] = {
    **{f"reminder_{tone}": reminder(line) for tone, line in LADDER.items()},
    "reminder_quick": reminder(replace(LINE, **QUICK)),
    "reminder_proposed": reminder(replace(LADDER["warning"], proposed=True), on_behalf_of="Lê Văn Cường"),
    "reminder_digest": reminder(
        LADDER["due"],
        replace(LADDER["reminder"], report_name="Báo cáo công tác phòng, chống tham nhũng tháng 3 năm 2024"),
        replace(LADDER["follow_up"], unit="Thanh tra Sở", why=""),
    ),
    "sign_in": SignInLetter("Trần Thị Bình", AGENCY, LINK, 15),
    "receipt": ReceiptLetter(
        "Trần Thị Bình", AGENCY, "Phòng Quản lý Khoa học", REPORT, 2,
        datetime(2024, 3, 14, 9, 12, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")), True, LINK,
    ),
    "returned": ReturnedLetter(
        "Trần Thị Bình", AGENCY, "Phòng Quản lý Khoa học", REPORT,
        "Mục II chưa có số liệu kỳ trước.\nĐề nghị bổ sung số liệu cùng kỳ năm 2023.",
        "Nguyễn Văn An (Thanh tra Sở)", date(2024, 3, 15), LINK,
    ),
    "changed": ChangedLetter(
        "Trần Thị Bình", AGENCY,
        (
            ChangedLine(
                "Phòng Quản lý Khoa học", REPORT, date(2024, 3, 15), date(2024, 3, 18),
                "điều chỉnh ngày 12/03/2024, Bùi Mẫu Giang: UBND tỉnh lùi hạn", LINK,
            ),
        ),
        "UBND tỉnh lùi hạn gửi báo cáo", "812/UBND-NC", "Lê Văn Cường",
    ),
    "called_off": ChangedLetter(
        "Trần Thị Bình", AGENCY,
        (
            ChangedLine("Phòng Quản lý Khoa học", REPORT, date(2024, 3, 15), None, "", LINK),
            ChangedLine("Thanh tra Sở", REPORT, date(2024, 3, 15), date(2024, 3, 14), "", LINK),
        ),
        "Không còn yêu cầu báo cáo quý",
    ),
    "extension_asked": ExtensionAskedLetter(
        "Nguyễn Văn An", AGENCY, "Phòng Quản lý Khoa học", REPORT, date(2024, 3, 15), date(2024, 3, 19),
        "Cán bộ phụ trách đi công tác.\nSẽ gửi ngay khi về.", "Trần Thị Bình", LINK,
    ),
    "extension_granted": ExtensionDecidedLetter(
        "Trần Thị Bình", AGENCY, "Phòng Quản lý Khoa học", REPORT, date(2024, 3, 15), date(2024, 3, 19), "",
        "Nguyễn Văn An (Thanh tra Sở)", LINK,
    ),
    "extension_declined": ExtensionDecidedLetter(
        "Trần Thị Bình", AGENCY, "Phòng Quản lý Khoa học", REPORT, date(2024, 3, 15), None,
        "Báo cáo phải trình ngày 18/3.", "Nguyễn Văn An (Thanh tra Sở)", LINK,
    ),
    "for_sign_off": ForSignOffLetter(
        "Phạm Thị Dung", AGENCY, REPORT, "Nguyễn Văn An (Thanh tra Sở)", 7, 9,
        ("Văn phòng Sở", "Trung tâm Ứng dụng tiến bộ khoa học và công nghệ"), date(2024, 3, 18), True, LINK,
    ),
    "for_approval": ForSignOffLetter(
        "Phạm Thị Dung", AGENCY, REPORT, "Nguyễn Văn An (Thanh tra Sở)", 9, 9, (), date(2024, 3, 18), False, LINK
    ),
    "drafted": DraftedLetter(
        "Nguyễn Văn An", AGENCY, REPORT, "Thanh tra Sở", 7, 9, ("Văn phòng Sở",), date(2024, 3, 18), LINK
    ),
    "sent_back": SentBackLetter(
        "Nguyễn Văn An", AGENCY, REPORT, "Nêu rõ nguyên nhân của hạn chế.", "Phạm Thị Dung (Giám đốc)", LINK
    ),
    "for_dispatch": ForDispatchLetter(
        "Hoàng Thị Em", AGENCY, REPORT, "Phạm Thị Dung (Giám đốc)", date(2024, 3, 18), LINK
    ),
    "dispatch": DispatchLetter(
        "Ủy ban nhân dân tỉnh Quảng Trị", AGENCY, "05/BC-SKHCN", date(2024, 3, 18), REPORT, "Phạm Thị Dung (Giám đốc)"
    ),
    "correction_sign": CorrectionLetter(
        "Phạm Thị Dung", AGENCY, "05/BC-SKHCN", "Quãng Trị", "Quảng Trị", "sign", "Hoàng Thị Em, Văn thư", LINK
    ),
    "correction_number": CorrectionLetter(
        "Hoàng Thị Em", AGENCY, "05/BC-SKHCN", "Quãng Trị", "Quảng Trị", "number", "Phạm Thị Dung, Giám đốc", LINK
    ),
    "correction_returned": CorrectionLetter(
        "Hoàng Thị Em", AGENCY, "05/BC-SKHCN", "a", "b", "returned", "Phạm Thị Dung, Giám đốc", LINK, "Sai trang 3."
    ),
    "read_back": ReadBackLetter(
        "Trần Thị Bình", AGENCY, "Phòng Quản lý Khoa học", REPORT, "Đã tổ chức 02 buổi.\nKhông có vướng mắc.", False,
        ("bang-so-lieu.xlsx",), ("cai-dat.exe: loại tệp này không được nhận",), LINK,
    ),
    "read_back_nothing": ReadBackLetter(
        "Trần Thị Bình", AGENCY, "Phòng Quản lý Khoa học", REPORT, "", True, (), (), LINK
    ),
    "not_taken": NotTakenLetter("Trần Thị Bình", AGENCY, REPORT, "Thư lớn quá 25 MB.", LINK),
    "bounced": BouncedLetter(
        "Quản trị viên", AGENCY, "Lê Văn Cường", ("Phòng Quản lý Khoa học",), "cuong@skhcn.example.vn",
        "550 5.1.1 no such user", LINK,
    ),
    "away": AwayLetter(
        "Quản trị viên", AGENCY, "Lê Văn Cường", "Tôi nghỉ phép đến 20/03/2024.", date(2024, 3, 20), LINK
    ),
    "morning": MorningLetter(
        "Quản trị viên", AGENCY, "Hôm qua: dự kiến 12, đã gửi 12, chưa rõ 0, lỗi 0. Hôm nay: 3.", LINK
    ),
    "watch": WatchLetter(
        "Quản trị viên", AGENCY,
        ("12 thư chưa gửi được quá 2 giờ: máy chủ thư từ chối kết nối.", "Sao lưu gần nhất đã 3 ngày."), LINK,
    ),
}  # fmt: skip
