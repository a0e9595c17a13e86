# ruff: noqa: E501
"""Expressions of time as seen in plans, with their typos: kind, days, direction, period."""

import pytest

from dondoc.intake.document.time import read_time
from dondoc.intake.document.time_in_prose import time_in_sentence

# text, kind, from, to, day, dates, direction, periods; "-" is None or nothing.
CELLS = """
Thường xuyên|continuous|-|-|-|-|-|-
Thường xuyên trong năm|continuous|-|-|-|-|-|-
Thường xuyên trong năm.|continuous|-|-|-|-|-|-
Thường xuyên, liên tục|continuous|-|-|-|-|-|-
thường xuyên cả năm|continuous|-|-|-|-|-|-
Thường xuyên trong năm 2026|continuous|-|-|-|-|-|-
THƯỜNG XUYÊN|continuous|-|-|-|-|-|-
Liên tục trong năm|continuous|-|-|-|-|-|-
Thuong xuyen trong nam|continuous|-|-|-|-|-|-
Quanh năm|continuous|-|-|-|-|-|-
Quý II/2026|window|2026-04-01|2026-06-30|-|-|-|-
quý II năm 2026|window|2026-04-01|2026-06-30|-|-|-|-
Quý IV2026|window|2026-10-01|2026-12-31|-|-|-|-
Quý IV/ 2026|window|2026-10-01|2026-12-31|-|-|-|-
Quý IV / 2026|window|2026-10-01|2026-12-31|-|-|-|-
QuýIV/2026|window|2026-10-01|2026-12-31|-|-|-|-
Quý 2/2026|window|2026-04-01|2026-06-30|-|-|-|-
Quí II/2026|window|2026-04-01|2026-06-30|-|-|-|-
quý I, năm 2026|window|2026-01-01|2026-03-31|-|-|-|-
Quý III-2026|window|2026-07-01|2026-09-30|-|-|-|-
Quy II/2026|window|2026-04-01|2026-06-30|-|-|-|-
Quý I|window|-|-|-|-|-|-
Quý I–II|window|-|-|-|-|-|-
Quý I - Quý II/2026|window|2026-01-01|2026-06-30|-|-|-|-
Quý II, III/2026|window|2026-04-01|2026-09-30|-|-|-|-
Quý IV/2026 - Quý I/2027|window|2026-10-01|2027-03-31|-|-|-|-
Trong quý III/2026|window|2026-07-01|2026-09-30|-|-|-|-
Từ quý II/2026|window|2026-04-01|-|-|-|-|-
Tháng 3/2026|window|2026-03-01|2026-03-31|-|-|-|-
Tháng 03/2026|window|2026-03-01|2026-03-31|-|-|-|-
tháng 3 năm 2026|window|2026-03-01|2026-03-31|-|-|-|-
Tháng 02 năm 2028|window|2028-02-01|2028-02-29|-|-|-|-
Tháng 3|window|-|-|-|-|-|-
Tháng 03|window|-|-|-|-|-|-
T3/2026|window|2026-03-01|2026-03-31|-|-|-|-
6/2025|window|2025-06-01|2025-06-30|-|-|-|-
06/2025|window|2025-06-01|2025-06-30|-|-|-|-
12/2027|window|2027-12-01|2027-12-31|-|-|-|-
Tháng 3–10|window|-|-|-|-|-|-
Tháng 3 - 10/2026|window|2026-03-01|2026-10-31|-|-|-|-
Tháng 5-8/2026|window|2026-05-01|2026-08-31|-|-|-|-
Tháng 3 - tháng 10/2026|window|2026-03-01|2026-10-31|-|-|-|-
Từ tháng 3 đến tháng 10|window|-|-|-|-|-|-
từ tháng 4 đến tháng 8 năm 2026|window|2026-04-01|2026-08-31|-|-|-|-
Tháng 3, 6, 9/2026|window|2026-03-01|2026-09-30|-|-|-|-
Tháng 6 và tháng 11|window|-|-|-|-|-|-
Từ ngày 01/11 đến ngày 15/11/2026|window|2026-11-01|2026-11-15|-|-|-|-
Từ 01/3 đến 30/9/2026|window|2026-03-01|2026-09-30|-|-|-|-
Năm 2026|window|2026-01-01|2026-12-31|-|-|-|-
2026|window|2026-01-01|2026-12-31|-|-|-|-
Cả năm|window|-|-|-|-|-|-
Trong năm|window|-|-|-|-|-|-
Trong năm 2026|window|2026-01-01|2026-12-31|-|-|-|-
giai đoạn 2026-2030|window|2026-01-01|2030-12-31|-|-|-|-
Giai đoạn 2026 - 2030|window|2026-01-01|2030-12-31|-|-|-|-
2026-2030|window|2026-01-01|2030-12-31|-|-|-|-
từ năm 2026 đến năm 2030|window|2026-01-01|2030-12-31|-|-|-|-
Năm 2026, 2027|window|2026-01-01|2027-12-31|-|-|-|-
2025 và những năm tiếp theo|window|2025-01-01|-|-|-|-|-
Năm 2026 và các năm tiếp theo|window|2026-01-01|-|-|-|-|-
6 tháng đầu năm|window|-|-|-|-|-|-
6 tháng đầu năm 2026|window|2026-01-01|2026-06-30|-|-|-|-
06 tháng cuối năm 2026|window|2026-07-01|2026-12-31|-|-|-|-
Cuối năm|window|-|-|-|-|-|-
trước ngày 30/6/2026|deadline|-|2026-06-30|-|-|before|-
Trước 30/6/2026|deadline|-|2026-06-30|-|-|before|-
Trước ngày 30 tháng 6 năm 2026|deadline|-|2026-06-30|-|-|before|-
trước ngày 30/6|deadline|-|-|-|06-30|before|-
Xong trước 31/3/2026|deadline|-|2026-03-31|-|-|before|-
Xong trước31/7/2026|deadline|-|2026-07-31|-|-|before|-
Hoàn thành trước ngày 15/5/2026|deadline|-|2026-05-15|-|-|before|-
Chậm nhất ngày 15/10/2026|deadline|-|2026-10-15|-|-|by|-
Chậm nhất là ngày 31/01/2026|deadline|-|2026-01-31|-|-|by|-
chậm nhất đến ngày 15 tháng 5 năm 2026|deadline|-|2026-05-15|-|-|by|-
Hoàn thành trong quý III|deadline|-|-|-|-|by|-
Hoàn thành trong quý III/2026|deadline|-|2026-09-30|-|-|by|-
Hoàn thành trong năm 2026|deadline|-|2026-12-31|-|-|by|-
đến hết tháng 6|deadline|-|-|-|-|by|-
đến hết tháng 6/2026|deadline|-|2026-06-30|-|-|by|-
Đến hết năm 2029|deadline|-|2029-12-31|-|-|by|-
đến năm 2030|deadline|-|2030-12-31|-|-|by|-
Trước tháng 10 năm 2026|deadline|-|2026-10-01|-|-|before|-
30/4/2026|deadline|-|2026-04-30|-|-|by|-
08/3/2026|deadline|-|2026-03-08|-|-|by|-
Ngày 20/11/2026|deadline|-|2026-11-20|-|-|by|-
31.12.2026|deadline|-|2026-12-31|-|-|by|-
31/02/2026|deadline|-|-|-|-|by|-
Hằng năm|recurring|-|-|-|-|-|year
Hàng năm|recurring|-|-|-|-|-|year
hằng tháng|recurring|-|-|-|-|-|month
Hàng quý|recurring|-|-|-|-|-|quarter
Hằng tuần|recurring|-|-|-|-|-|week
Hang quy|recurring|-|-|-|-|-|quarter
định kỳ|recurring|-|-|-|-|-|-
Định kỳ 6 tháng|recurring|-|-|-|-|-|half
Định kỳ hằng quý|recurring|-|-|-|-|-|quarter
định kỳ 6 tháng, năm|recurring|-|-|-|-|-|half,year
định kỳ quý, 6 tháng, 9 tháng và năm|recurring|-|-|-|-|-|quarter,half,nine_months,year
định kỳ 6 tháng và cả năm|recurring|-|-|-|-|-|half,year
Mỗi tháng 01 lần|recurring|-|-|-|-|-|month
06 tháng 01 lần|recurring|-|-|-|-|-|half
2 lần/năm|recurring|-|-|-|-|-|half
Ngày 20 hằng tháng|recurring|-|-|20|-|-|month
trước ngày 25 hằng tháng|recurring|-|-|25|-|before|month
Trước ngày 05 hàng tháng|recurring|-|-|5|-|before|month
định kỳ hằng tháng trước ngày 25|recurring|-|-|25|-|before|month
trước ngày 10 tháng cuối quý|recurring|-|-|10|-|before|-
định kỳ hằng quý (trước ngày 10 tháng cuối quý)|recurring|-|-|10|-|before|quarter
trước ngày 30 tháng 11 hằng năm|recurring|-|-|-|11-30|before|year
trước ngày 15/12 hàng năm|recurring|-|-|-|12-15|before|year
trước ngày 15 tháng 6 và trước ngày 01 tháng 12|recurring|-|-|-|06-15,12-01|before|-
định kỳ 6 tháng trước ngày 15 tháng 6 và trước ngày 01 tháng 12|recurring|-|-|-|06-15,12-01|before|half
6 tháng (trước 05/6), năm (trước 05/12)|recurring|-|-|-|06-05,12-05|before|half,year
Thứ Năm hằng tuần|recurring|-|-|-|-|-|week
Đột xuất|ad_hoc|-|-|-|-|-|-
Theo yêu cầu|ad_hoc|-|-|-|-|-|-
Theo yêu cầu của UBND tỉnh|ad_hoc|-|-|-|-|-|-
Khi có yêu cầu|ad_hoc|-|-|-|-|-|-
Khi có phát sinh|ad_hoc|-|-|-|-|-|-
Khi phát sinh|ad_hoc|-|-|-|-|-|-
Đột xuất khi có yêu cầu|ad_hoc|-|-|-|-|-|-
Ngay sau khi có quyết định|on_event|-|-|-|-|-|-
Sau khi Luật được thông qua|on_event|-|-|-|-|-|-
20 ngày sau khi Kế hoạch được ban hành|on_event|-|-|-|-|-|-
15 ngày kể từ ngày văn bản được ký|on_event|-|-|-|-|-|-
Trong vòng 30 ngày kể từ ngày ký|on_event|-|-|-|-|-|-
Theo kỳ họp HĐND tỉnh|on_event|-|-|-|-|-|-
Trước kỳ họp thường lệ cuối năm|on_event|-|-|-|-|-|-
Khi Nghị định được ban hành|on_event|-|-|-|-|-|-
Theo quy định|unknown|-|-|-|-|-|-
Theo quy dinh|unknown|-|-|-|-|-|-
Theo kế hoạch|unknown|-|-|-|-|-|-
Theo lộ trình|unknown|-|-|-|-|-|-
Theo lộ trình của Bộ|unknown|-|-|-|-|-|-
Khẩn trương|unknown|-|-|-|-|-|-
Ngay|unknown|-|-|-|-|-|-
Quý bạn đọc|unknown|-|-|-|-|-|-
Đảm bảo tiến độ|unknown|-|-|-|-|-|-
""".strip().splitlines()

SENTENCES = [
    ("hoàn thành trước ngày 30/9/2026.", "trước ngày 30/9/2026", "deadline", []),
    ("thực hiện Quyết định số 1406/QĐ-BTP ngày 02/7/2021, hoàn thành trong quý II", "hoàn thành trong quý II", "deadline", []),
    ("báo cáo kết quả định kỳ quý, 6 tháng, năm hoặc đột xuất", "định kỳ quý, 6 tháng, năm", "recurring", ["đột xuất"]),
    ("báo cáo định kỳ 6 tháng gửi về Sở trước ngày 10/6 và 05/12", "trước ngày 10/6 và 05/12", "recurring", ["định kỳ 6 tháng"]),
    ("báo cáo Sở trước ngày 31 tháng 5 hằng năm", "trước ngày 31 tháng 5 hằng năm", "recurring", []),
    ("tổ chức lớp học từ tháng 4 đến tháng 8 năm 2026", "từ tháng 4 đến tháng 8 năm 2026", "window", []),
    ("xây dựng kế hoạch, ban hành trước ngày 31 tháng 3 năm 2026", "trước ngày 31 tháng 3 năm 2026", "deadline", []),
]  # fmt: skip

NO_TIMES = [
    "bố trí kinh phí trong dự toán hằng năm của Bộ",
    "thực hiện Nghị quyết số 27-NQ/TW ngày 9/11/2022 của Ban Chấp hành Trung ương",
    "triển khai Luật Tiếp công dân ngày 25/11/2013",
    "kiểm tra đột xuất việc chấp hành kỷ luật",
    "kê khai tài sản, thu nhập hằng năm và bổ sung",
    "thực hiện Chương trình giảm nghèo giai đoạn 2021-2025",
    "xử lý theo quy định",
]


def test_more_than_120_expressions_are_tabled() -> None:
    assert len(CELLS) >= 120


@pytest.mark.parametrize("line", CELLS)
def test_an_expression_says_what_it_says_and_no_more(line: str) -> None:
    text, kind, from_, to, day, dates, direction, periods = line.split("|")
    time = read_time(text)
    shown = [
        str(time.kind),
        str(time.from_ or "-"),
        str(time.to or "-"),
        str(time.day or "-"),
        ",".join(time.dates) or "-",
        time.direction or "-",
        ",".join(time.period) or "-",
    ]
    assert shown == [kind, from_, to, day, dates, direction, periods]


def test_the_text_of_a_time_stays_as_written() -> None:
    for line in CELLS:
        text = line.split("|")[0]
        assert read_time(text).text == text.rstrip(".")


@pytest.mark.parametrize(("sentence", "text", "kind", "also"), SENTENCES)
def test_a_sentence_gives_its_most_precise_words(sentence: str, text: str, kind: str, also: list[str]) -> None:
    time, (start, end) = time_in_sentence(sentence)
    assert time is not None
    assert (time.text, str(time.kind), time.also) == (text, kind, also)
    assert sentence[start:end] == text


@pytest.mark.parametrize("sentence", NO_TIMES)
def test_dates_of_citations_and_describing_words_are_no_times(sentence: str) -> None:
    assert time_in_sentence(sentence)[0] is None
