"""The ladder by the hour: minutes before and after an instant, in office hours unless it is most urgent."""

import pytest

from dondoc.intake.request_file import read_handling
from dondoc.model import Urgency, time_of
from dondoc.rules.remind import Course, Rung, Said, at, climb, ladder_from
from tests.rules.values import HOURS, VIETNAM, local

LADDER = ladder_from(read_handling().ladder.stored(Urgency.URGENT))
URGENT = ladder_from(read_handling().ladder.stored(Urgency.MOST_URGENT))


def course(deadline: str, opened: str = "2024-03-18 09:00") -> Course:
    return Course(local(opened).date(), HOURS.day_time(local(deadline)), VIETNAM, HOURS)


def when(ladder: tuple[Rung, ...], deadline: str) -> dict[str, str]:
    return {rung.code: f"{at(rung, course(deadline)):%d %H:%M}" for rung in ladder}


def test_rungs_count_minutes_from_the_instant_of_the_deadline() -> None:
    assert when(LADDER, "2024-03-20 15:00") == {
        "yeu-cau": "18 07:30", "truoc-2-ngay": "18 07:30", "con-2-gio": "20 13:00", "het-gio": "20 15:05",
        "qua-1-gio": "20 16:00",
    }  # fmt: skip


def test_outside_office_hours_only_the_urgency_of_the_file_goes_on() -> None:
    assert when(LADDER, "2024-03-22 17:00")["qua-1-gio"] == "25 08:30"
    assert when(LADDER, "2024-03-22 08:00")["con-2-gio"] == "21 15:30"
    assert when(URGENT, "2024-03-22 17:00")["qua-1-gio"] == "22 18:00"
    assert when(URGENT, "2024-03-22 08:00")["con-2-gio"] == "22 06:00"


def test_a_superior_hears_as_long_after_the_warning_as_the_ladder_has_between_them() -> None:
    there, now = course("2024-03-18 15:00"), local("2024-03-18 16:01")
    late = {code: Said(local("2024-03-18 15:40")) for code in ("yeu-cau", "truoc-2-ngay", "con-2-gio", "het-gio")}
    found = climb(LADDER, there, late, now, warns=True)
    assert found.steps == () and found.waits == {"qua-1-gio": local("2024-03-18 16:35")}
    assert [step.rung.code for step in climb(LADDER, there, late, local("2024-03-18 16:35"), True).steps] == [
        "qua-1-gio"
    ]


@pytest.mark.parametrize(("urgency", "any_hour"), [(None, False), (Urgency.URGENT, False), (Urgency.VERY_URGENT, True)])
def test_urgency_decides_over_the_hours(urgency: Urgency | None, any_hour: bool) -> None:
    assert {rung.any_hour for rung in ladder_from(read_handling().ladder.stored(urgency))} == {any_hour}


def test_a_deadline_keeps_its_day_and_says_its_time() -> None:
    deadline = course("2024-03-18 15:00").deadline
    assert deadline == local("2024-03-18 00:00").date() and str(time_of(deadline)) == "15:00:00"
    assert HOURS.deadline(deadline) == local("2024-03-18 15:00")
