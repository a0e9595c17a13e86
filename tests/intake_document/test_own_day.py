"""A task's own deadline becomes one dated round: as stated, or read with the plan's year and then proposed."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from dondoc.intake.document.as_plan import Choices, Office, choices_for, plan_of
from dondoc.intake.document.own_day import own_day, stated_send_day, units_day
from dondoc.intake.document.proposal import Obligation, Unit
from dondoc.intake.document.time import read_time
from dondoc.model import PeriodKind, Standing
from tests.intake_document.reading import plan_of as read

OFFICE = Office("so", ["vp", "ttra"], ["nd-09-2019"])


def task(time: str) -> Obligation:
    return Obligation(ref="I.1", content="Rà soát hồ sơ", time=read_time(time))


@pytest.mark.parametrize(
    ("written", "due", "begins", "stated"),
    [
        ("trước ngày 30/11/2026", date(2026, 11, 29), date(2026, 1, 1), True),
        ("chậm nhất ngày 15 tháng 6 năm 2026", date(2026, 6, 15), date(2026, 1, 1), True),
        ("30/9/2026", date(2026, 9, 30), date(2026, 1, 1), True),
        ("Quý II", date(2026, 6, 30), date(2026, 4, 1), False),
        ("Quý II/2026", date(2026, 6, 30), date(2026, 4, 1), False),
        ("trước 20/10", date(2026, 10, 19), date(2026, 1, 1), False),
        ("Hoàn thành trong quý III", date(2026, 9, 30), date(2026, 1, 1), False),
        ("Tháng 5", date(2026, 5, 31), date(2026, 5, 1), False),
    ],
)  # fmt: skip
def test_a_time_with_one_last_day_gives_that_day(written: str, due: date, begins: date, stated: bool) -> None:
    found = own_day(task(written), 2026)
    assert found is not None
    assert (found.due, found.begins, found.stated) == (due, begins, stated)
    assert found.data_to < found.due < found.sent


@pytest.mark.parametrize(
    "written",
    [
        "", "Thường xuyên trong năm", "Năm 2026", "Quý II, quý IV", "giai đoạn 2026-2030", "hằng quý",
        "sau khi ban hành", "trước ngày 15/6 và 15/12", "trước ngày 30/11/2027", "theo kế hoạch", "từ quý II/2026",
    ],
)  # fmt: skip
def test_what_names_no_one_day_of_the_plans_year_gives_none(written: str) -> None:
    assert own_day(task(written), 2026) is None


def test_a_doubtful_time_gives_no_day() -> None:
    doubtful = task("trước ngày 30/11/2026")
    doubtful.doubts = ["time_several"]
    assert own_day(doubtful, 2026) is None
    assert own_day(task("trước ngày 30/11/2026"), None) is None


def test_the_plan_gets_a_round_on_that_day_and_says_why(tmp_path: Path) -> None:
    proposal = read(
        "1. Rà soát hồ sơ\n- Đơn vị chủ trì: Văn phòng.\n- Thời gian: trước ngày 30/11/2026.\n\n"
        "2. Mở lớp tập huấn\n- Đơn vị chủ trì: Văn phòng.\n- Thời gian: Quý II.\n\n"
        "3. Giao Thanh tra Sở tổng hợp, báo cáo UBND tỉnh định kỳ hằng quý trước ngày 20.\n"
    )
    for each, code in zip(proposal.obligations, ("vp", "vp", "ttra"), strict=True):
        each.lead = [Unit(name=code, codes=[code])]
    choices: Choices = choices_for(proposal, OFFICE)
    filled = Choices(**{**vars(choices), "code": "k", "year": 2026, "signer_title": "GIÁM ĐỐC", "signer_name": "A B"})
    stated, read_with_year, compiling = [each.rule for each in plan_of(proposal, filled, OFFICE, "x.md").obligation]
    assert stated.periods == read_with_year.periods == [PeriodKind.ONCE]
    assert (stated.due_day, stated.standing) == ("2026-11-29", Standing.CONFIRMED)
    assert (read_with_year.due_day, read_with_year.standing) == ("2026-06-30", Standing.PROPOSED)
    assert "trước ngày 30/11/2026" in stated.basis
    assert compiling.periods == [PeriodKind.QUARTER]


@pytest.mark.parametrize(
    ("written", "sent", "answered"),
    [
        ("định kỳ hằng quý trước ngày 20 tháng cuối quý", 19, 16),
        ("hằng tháng, trước ngày 25", 24, 18),
        ("định kỳ hằng tháng vào ngày 25", 25, 18),
        ("định kỳ hằng tháng trước ngày 15", None, 0),  # data is not yet there
        ("định kỳ hằng tháng vào ngày 30", None, 0),  # February has none
        ("định kỳ hằng quý", None, 0),
        ("trước ngày 20/11/2026", None, 0),
    ],
)
def test_the_day_by_which_a_plan_reports_is_its_own_where_it_names_one(
    written: str, sent: int | None, answered: int
) -> None:
    found = stated_send_day(read_time(written))
    assert found == sent
    assert found is None or units_day(found) == answered


@pytest.mark.parametrize("due", ["29/6/2026", "30/6/2026", "4/7/2026", "5/7/2026", "2/1/2026"])
def test_a_weekday_lies_between_data_and_deadline_as_far_as_the_year_allows(due: str) -> None:
    found = own_day(task(due), 2026)
    assert found is not None and found.begins <= found.data_to < found.due
    between = [found.data_to + timedelta(days=n) for n in range(1, (found.due - found.data_to).days)]
    assert any(day.weekday() < 5 for day in between) or found.data_to == found.begins
