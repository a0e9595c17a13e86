"""Deadlines as iCalendar: two readers see the same, whatever the words; lines are folded; days are days."""

from dataclasses import replace
from datetime import UTC, date, datetime

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from dondoc.mail.calendars import Sheet, calendar_bytes
from dondoc.model import DeadlineKind
from dondoc.rules.entries import Entry, Told, clean, uid
from tests.mail.reading_ics import by_icalendar, by_vobject, instant

WHEN = datetime(2024, 3, 4, 0, 30, tzinfo=UTC)
SHEET = Sheet("Hạn báo cáo: Nguyễn Thị “A”", "Các hạn", 'Sở "Khoa học"; và, Công nghệ', "so@mau.example")
LONG = "Điều chỉnh ngày 13/03/2024, Nguyễn Văn Quản: theo công văn; hạn cũ, không còn kịp\n" * 12
ENTRY = Entry(
    uid=uid("mau.example", "skhcn", "kế hoạch 2024", "III.2", "quarter-1-2024", "due"),
    kind=DeadlineKind.DUE,
    unit_id=1,
    day=date(2024, 3, 18),
    status="confirmed",
    summary="Hạn nộp báo cáo quý I năm 2024 (mục III.2) – QLKH",
    description=LONG,
    url="https://dondoc.mau.example/nop/1",
    category="Theo dõi, đôn đốc; kiểm tra",
)
NASTY = (
    "C:\\New\\name",
    "\\",
    "\\\\n",
    "a;b,c:d",
    '"',
    "^n ^' ^^",
    "BEGIN:VEVENT\nEND:VEVENT",
    "\t x",
    "😀" * 60,
    "ợ" * 75,
)


def told(entry: Entry = ENTRY, sequence: int = 0) -> Told:
    return Told(entry, sequence, WHEN)


def test_two_readers_see_the_same_event() -> None:
    called_off = replace(ENTRY, uid="b@mau.example", status="cancelled", day=date(2024, 12, 31))
    content = calendar_bytes(SHEET, [told(), told(called_off, 7)])
    seen = by_icalendar(content)
    assert seen == by_vobject(content)
    first, second = seen
    assert (first.uid, first.sequence, first.status) == (ENTRY.uid, 0, "CONFIRMED")
    assert (first.begins, first.ends) == ("2024-03-18", "2024-03-19")
    assert (first.summary, first.description, first.url) == (ENTRY.summary, LONG, ENTRY.url)
    assert (first.stamp, first.method, first.organizer) == (instant(WHEN), "PUBLISH", "mailto:so@mau.example")
    assert (second.sequence, second.status, second.begins) == (7, "CANCELLED", "2024-12-31")


def test_two_readers_see_the_same_nasty_words() -> None:
    contents = [calendar_bytes(SHEET, [told(replace(ENTRY, summary=words, description=words))]) for words in NASTY]
    expected = [clean(words) for words in NASTY]
    assert [by_icalendar(content)[0].summary for content in contents] == expected
    assert [each.description for each in by_vobject(*contents)] == expected


@given(st.text(), st.text(), st.text(), st.text())
def test_any_text_survives(summary: str, description: str, category: str, agency: str) -> None:
    entry = replace(
        ENTRY, summary=clean(summary), description=clean(description), category=clean(category), url="http://x/y"
    )
    content = calendar_bytes(replace(SHEET, agency=agency, name=summary), [told(entry), told(replace(entry, uid="b"))])
    seen = by_icalendar(content)
    assert [(each.summary, each.description) for each in seen] == [(entry.summary, entry.description)] * 2
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    bare = content.replace(b"\r\n", b"")
    assert b"\r" not in bare and b"\n" not in bare


def test_a_feed_says_how_often_to_look_and_what_it_is_called() -> None:
    calendar = icalendar.Calendar.from_ical(calendar_bytes(SHEET, [told()]))
    assert str(calendar["x-wr-calname"]) == str(calendar["name"]) == SHEET.name
    assert calendar["refresh-interval"].params["VALUE"] == "DURATION"
    assert calendar["refresh-interval"].to_ical() == b"PT1H"
    assert str(calendar["x-published-ttl"]) == "PT1H"
    letter = icalendar.Calendar.from_ical(calendar_bytes(SHEET, [told()], feed=False))
    assert "refresh-interval" not in letter and str(letter["method"]) == "PUBLISH"


def test_a_day_is_a_day_without_zone_or_alarm_and_keeps_nobody_busy() -> None:
    content = calendar_bytes(SHEET, [told()])
    assert b"DTSTART;VALUE=DATE:20240318" in content and b"TRANSP:TRANSPARENT" in content
    assert b"VALARM" not in content and b"VTIMEZONE" not in content


def test_a_uid_is_plain_whatever_its_parts_hold() -> None:
    assert uid("sở.vn", "a/b", "c d@e", "Đ") == "a%2Fb/c%20d%40e/%C4%90@xn--s-lym.vn"
