"""The mail ledger's pages: searchable for the administrator, one's own for everybody else."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from web_scene import CAST, Scene

SignIn = Callable[[str], TestClient]


def test_the_administrator_searches_the_ledger_and_opens_a_letter(scene: Scene, as_: SignIn) -> None:
    client = as_("administrator")
    page = client.get("/so-thu").text
    assert "Sổ thư nhắc" in page and "đã nộp lúc" in page.lower() and 'href="/thu/' in page
    unit = scene.assignment("qlkh").unit_id
    one = client.get(f"/so-thu?don-vi={unit}&nguoi={CAST['officer']}").text
    assert CAST["officer"] in one and CAST["other_officer"] not in one
    assert "Sẽ nhắc ngày" in client.get(f"/so-thu?don-vi={unit}").text


def test_an_officer_sees_the_own_unit_alone_without_ways_into_letters(scene: Scene, as_: SignIn) -> None:
    client = as_("officer")
    page = client.get("/so-thu/cua-toi").text
    assert CAST["officer"] in page and CAST["other_officer"] not in page
    assert 'href="/thu/' not in page and "Sẽ nhắc ngày" in page
    other = scene.assignment("tdc").unit_id
    asked = client.get(f"/so-thu/cua-toi?don-vi={other}&nguoi={CAST['other_officer']}").text
    assert "Không có dòng nào" in asked and "Sẽ nhắc ngày" not in asked
    assert client.get("/so-thu").status_code == 404


def test_another_agencys_administrator_finds_nothing_of_ours(scene: Scene, as_: SignIn) -> None:
    for path in (f"/so-thu?don-vi={scene.assignment('qlkh').unit_id}", f"/so-thu?ky={scene.period('half').key}"):
        page = as_("outsider").get(path).text
        assert "Không có dòng nào" in page and "mau.example" not in page and "Sẽ nhắc ngày" not in page


@pytest.mark.parametrize("day", ["32/13/2024", "2024-02-30", "0001-01-01", "9999-12-31", "x" * 200])
def test_a_day_that_is_none_is_said_and_what_was_typed_stays(as_: SignIn, day: str) -> None:
    answer = as_("administrator").get("/so-thu", params={"ngay": day, "nguoi": "Tạ Mẫu"})
    assert answer.status_code == 422
    assert "Ngày tìm không đúng" in answer.text and 'value="Tạ Mẫu"' in answer.text


@pytest.mark.parametrize("query", ["trang=x", "don-vi=99999999999", "ky=-1", "thu=nothing", "trang=²", "nguoi=%00a"])
def test_odd_queries_are_answered(as_: SignIn, query: str) -> None:
    assert as_("administrator").get(f"/so-thu?{query}").status_code == 200
