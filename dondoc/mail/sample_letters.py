"""Made-up letters of every kind, on which a wording is tried and shown before it is saved.

Every line has its own link and day, so that a wording that leaves one out is found out.
"""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
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
from dondoc.mail.links import quick_links
from dondoc.model import LetterKind
from dondoc.model.day_time import DayTime

_REPORT = "Báo cáo kết quả thực hiện kế hoạch quý I năm 2024"
_UNIT, _LEAD = "Phòng Nghiệp vụ Một", "Phòng Tổng hợp"
_TO, _HEAD, _LEADER = "Nguyễn Thị Mẫu", "Trần Văn Mẫu (Phòng Tổng hợp)", "Lê Thị Mẫu (Giám đốc)"
_DUE = date(2024, 3, 15)


def samples(kind: LetterKind, agency: str, address: str) -> list[tuple[str, AnyLetter]]:
    """Letters of a kind as `agency` would send them, each with what sets it apart ("" where there is but one)."""
    if kind is LetterKind.REMINDER:
        return _reminders(agency, address)
    return [(title, letter) for title, letter in _others(agency, address) if kind_of_letter(letter) is kind]


def letter_type(kind: LetterKind) -> type[AnyLetter]:
    """The value whose fields letters of that kind have."""
    return type(samples(kind, "", "http://mau.example")[0][1])


def kind_of_letter(letter: AnyLetter) -> LetterKind:
    """The kind of a letter: its templates' folder."""
    from dondoc.mail.compose import template_folder

    return LetterKind(template_folder(type(letter)))


def _reminders(agency: str, address: str) -> list[tuple[str, AnyLetter]]:
    def line(tone: str, days: int, number: int) -> ReminderLine:
        link = f"{address}/f/mau-{number}"
        quick: dict[str, Any] = {} if tone == "escalation" else quick_links(link)
        return ReminderLine(
            rung=tone, tone=tone, unit=_UNIT, report_name=_REPORT, deadline=date(2024, 3, 10 + number), days_left=days,
            why="ngày 16/3 là thứ Bảy nên đưa lên ngày làm việc trước", link=link, proposed=tone == "opening",
            tried=("07:30 ngày 18/03/2024: " + _TO,) if tone == "escalation" else (), **quick,
        )  # fmt: skip

    tones = {"opening": 10, "reminder": 3, "due": 0, "follow_up": -1, "warning": -2, "escalation": -3}
    lines = {tone: line(tone, days, number) for number, (tone, days) in enumerate(tones.items(), 1)}
    alone = [(tone, ReminderLetter(_TO, agency, _LEAD, (each,))) for tone, each in lines.items()]
    other = replace(lines["follow_up"], report_name="Báo cáo công tác tháng 3 năm 2024", on_behalf_of="Phạm Văn Mẫu")
    digest = ReminderLetter(_TO, agency, _LEAD, (lines["reminder"], other))
    asked = replace(
        lines["opening"], exact=True, asked_by="Công văn số 125/UBND-NC", asks="Nêu rõ số vụ việc\nvà nguyên nhân.",
        urgency="KHẨN", proposed=False, deadline=DayTime(2024, 3, 11, time(16)),
    )  # fmt: skip
    request = ReminderLetter(_TO, agency, _LEAD, (asked,))
    return [
        *alone,
        ("request", request),
        ("digest", digest),
        ("substitute", replace(digest, lines=(lines["due"],), on_behalf_of=_HEAD)),
    ]


def _others(agency: str, address: str) -> list[tuple[str, AnyLetter]]:
    link = f"{address}/mau"
    until, reason = date(2024, 3, 19), "Mục II chưa có số liệu.\nĐề nghị bổ sung số liệu cùng kỳ."
    moved = ChangedLine(_UNIT, _REPORT, _DUE, date(2024, 3, 18), "cấp trên lùi hạn gửi", f"{link}/1")
    again = replace(moved, after=until, link=f"{link}/2")
    granted = ExtensionDecidedLetter(_TO, agency, _UNIT, _REPORT, _DUE, until, "", _HEAD, link)
    signing = ForSignOffLetter(
        _TO, agency, _REPORT, _HEAD, 7, 9, ("Văn phòng", _UNIT), until, True, link, ("Đã nộp 7 trên 9 đơn vị.",)
    )
    read = ReadBackLetter(
        _TO, agency, _UNIT, _REPORT, "Đã tổ chức 02 buổi.\nKhông có vướng mắc.", False, ("so-lieu.xlsx",),
        ("cai-dat.exe: loại tệp này không được nhận",), link,
    )  # fmt: skip
    at = datetime(2024, 3, 14, 9, 12, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    received = ReceiptLetter(_TO, agency, _UNIT, _REPORT, 2, at, False, link)
    return [
        ("", SignInLetter(_TO, agency, link, 30)),
        ("", received),
        ("nothing", replace(received, nothing_to_report=True)),
        ("", ReturnedLetter(_TO, agency, _UNIT, _REPORT, reason, _HEAD, _DUE, link)),
        ("", ChangedLetter(_TO, agency, (moved, again), "Cấp trên lùi hạn gửi báo cáo", "812/UBND-NC")),
        ("called_off", ChangedLetter(_TO, agency, (replace(moved, after=None, why=""),), "Không còn yêu cầu quý này")),
        ("", ExtensionAskedLetter(_TO, agency, _UNIT, _REPORT, _DUE, until, reason, _TO, link)),
        ("granted", granted),
        ("declined", replace(granted, granted_until=None, answer="Báo cáo phải trình ngày 18/3.")),
        ("", DraftedLetter(_TO, agency, _REPORT, _LEAD, 7, 9, ("Văn phòng",), until, link)),
        ("signs", signing),
        ("approves", replace(signing, signs=False, missing=(), gist=())),
        ("", SentBackLetter(_TO, agency, _REPORT, reason, _LEADER, link)),
        ("", ForDispatchLetter(_TO, agency, _REPORT, _LEADER, until, link)),
        ("", DispatchLetter("Cơ quan cấp trên", agency, "05/BC-MAU", _DUE, _REPORT, _LEADER)),
        ("", WatchLetter(_TO, agency, ("12 thư chưa gửi được quá 2 giờ.", "Một luồng bị lỗi."), link)),
        ("", read),
        ("nothing", replace(read, said="", nothing_to_report=True, files=(), refused_files=())),
        ("", NotTakenLetter(_TO, agency, _REPORT, "Thư lớn quá 25 MB.", link)),
        ("", BouncedLetter(_TO, agency, "Phạm Văn Mẫu", (_UNIT,), "mau@coquan.example", "550 no such user", link)),
        ("", AwayLetter(_TO, agency, "Phạm Văn Mẫu", "Tôi nghỉ phép đến 20/03/2024.", date(2024, 3, 20), link)),
        ("", MorningLetter(_TO, agency, "Hôm qua: dự kiến 12, đã gửi 12. Dự kiến hôm nay 3, ngày mai 5.", link)),
    ]  # fmt: skip
