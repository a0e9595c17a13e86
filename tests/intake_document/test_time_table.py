"""A long table of expressions of time as cells of plans hold them, with their typos: what is read, what is asked."""

from pathlib import Path

import pytest

from dondoc.intake.document.making import finish
from dondoc.intake.document.own_day import own_day
from dondoc.intake.document.proposal import Obligation, TimeKind, Unit
from dondoc.intake.document.time import read_time
from dondoc.intake.document.time_in_prose import time_in_sentence

TABLE = (Path(__file__).parent / "time-table.txt").read_text("utf-8").splitlines()[1:]


def shown(text: str) -> str:
    work = Obligation(ref="1", content="Rà soát hồ sơ công việc nội bộ", lead=[Unit(name="Văn phòng Sở")])
    work.time = time = read_time(text)
    finish(work)
    doubt = "time" if any(each.startswith("time") for each in work.doubts) else None
    day = own_day(work, 2026)
    fields = (
        time.kind, time.from_, time.to, time.day, ",".join(time.dates), time.direction, ",".join(time.period), doubt,
        day and day.due,
    )  # fmt: skip
    return "|".join(str(each or "-") for each in fields)


def test_every_expression_of_the_table_says_what_it_says_or_is_asked_about() -> None:
    lines = [line.partition("|") for line in TABLE]
    assert len(lines) > 350
    assert [(text, shown(text)) for text, _, _ in lines] == [(text, said) for text, _, said in lines]


def test_what_says_nothing_of_a_time_is_never_silent() -> None:
    for text, _, said in (line.partition("|") for line in TABLE):
        if said.startswith(f"{TimeKind.UNKNOWN}|"):
            assert said.split("|")[7] == "time", text


@pytest.mark.parametrize(
    ("sentence", "text", "kind"),
    [
        ("Trình hồ sơ trước kỳ họp thứ 10, Quốc hội khóa XV.", "trước kỳ họp thứ 10, Quốc hội khóa XV", "on_event"),
        ("Tổ chức sơ kết trong học kỳ I năm học 2026-2027.", "học kỳ I năm học 2026-2027", "window"),
        ("Mở lớp tập huấn, hoàn thành trong tuần 2 tháng 3/2026.", "hoàn thành trong tuần 2 tháng 3/2026", "deadline"),
        ("Gửi báo cáo về Sở Q3/2026.", "Q3/2026", "window"),
        ("Tổ chức kiểm tra hồ sơ từ 01/2026 đến 06/2026.", "từ 01/2026 đến 06/2026", "window"),
    ],
)  # fmt: skip
def test_a_sentence_gives_such_a_time_too(sentence: str, text: str, kind: str) -> None:
    time, _ = time_in_sentence(sentence)
    assert time is not None
    assert (time.text, str(time.kind)) == (text, kind)


@pytest.mark.parametrize(
    "sentence",
    [
        "Bảo đảm an toàn thực phẩm dịp Tết Nguyên đán.",
        "Chăm lo Tết cho người nghèo.",
        "Giải phóng vỉa hè, lòng đường.",
        "Xây dựng quy hoạch, tầm nhìn đến năm 2045.",
        "Áp dụng Thông tư số 12/TT-BTC ngày 15/3/2026.",
    ],
)
def test_what_only_tells_of_the_work_is_no_time(sentence: str) -> None:
    assert time_in_sentence(sentence)[0] is None
