"""The load on the page: who sees whose weeks, and where a crowded one leads."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select
from web_scene import NOW, Scene

from dondoc.model import Agency
from dondoc.store.transaction import bookkeeping
from tests.more_plans import install_again

SignIn = Callable[[str], TestClient]
ROOMY = {"send_day = 22": 'send_day = "last"'}
"""Sending at the month's end leaves room for the units' deadline."""
QUARTER = "/tai/2024/3"


@pytest.fixture
def crowd(scene: Scene) -> None:
    for code in ("b", "c"):
        install_again(scene.office, 1, code, NOW, ROOMY)


def test_an_ordinary_year_has_no_crowded_week(as_: SignIn) -> None:
    text = as_("director").get(QUARTER).text
    assert "Không có tuần nào dồn việc" in text and "Phòng Quản lý Khoa học" in text
    assert as_("director").get("/tai").headers["location"] == "/tai/2024/2"


@pytest.mark.usefixtures("crowd")
def test_a_crowded_week_is_told_in_words_with_a_proposal_that_leads_to_the_form(as_: SignIn) -> None:
    text = as_("administrator").get(QUARTER).text
    assert "3 – dồn việc" in text and 'class="crowded"' in text and "Đề xuất dời hạn nộp nội bộ" in text
    assert "còn 2 báo cáo thay vì 3" in text and "giữ nguyên" in text
    assert "?scope=one&amp;round=nine_months-1-2024&amp;due_day=2024-09-" in text
    assert "?scope=one" not in as_("director").get(QUARTER).text


@pytest.mark.usefixtures("crowd")
def test_a_unit_sees_its_own_row_and_no_proposal(as_: SignIn) -> None:
    text = as_("officer").get(QUARTER).text
    assert "Phòng Quản lý Khoa học: 3 báo cáo" in text
    assert "Phòng Kế hoạch" not in text and "Đề xuất dời" not in text


@pytest.mark.usefixtures("crowd")
def test_how_many_are_too_many_is_the_agencys_own_figure(as_: SignIn, scene: Scene) -> None:
    with bookkeeping(scene.office.engine) as session:
        session.exec(select(Agency).where(Agency.id == 1)).one().crowded_week = 4
    text = as_("director").get(QUARTER).text
    assert "Từ 4 báo cáo một tuần" in text and "Không có tuần nào dồn việc" in text


@pytest.mark.usefixtures("crowd")
def test_an_outsider_sees_nothing_of_it_and_a_clerk_no_page(as_: SignIn) -> None:
    text = as_("outsider").get(QUARTER).text
    assert "Không có báo cáo nào phải nộp" in text and "Khoa học" not in text
    for who in ("clerk", "nobody"):
        assert as_(who).get(QUARTER).status_code == as_(who).get("/tai").status_code == 404


@pytest.mark.parametrize("path", ["/tai/2024/5", "/tai/2024/0", "/tai/99999/1", "/tai/x/1"])
def test_a_quarter_that_is_none_is_a_page_not_found(path: str, as_: SignIn) -> None:
    assert as_("director").get(path).status_code == 404
