"""The pages on which a superior puts off what they hear of a unit, or has another leader hear."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select
from web_scene import Scene

from dondoc.model import SuperiorOrder
from dondoc.store.transaction import reading

SignIn = Callable[[str], TestClient]


def paths(scene: Scene, unit: str = "khtc") -> tuple[str, str, str]:
    """Of a unit in the charge of the deputy: to hold, to redirect, to take the first order back."""
    part, base = scene.assignment(unit), f"/ky/{scene.period('half').key}"
    return (
        f"{base}/lui-bao-cao/{part.key}",
        f"{base}/chuyen-lanh-dao/{part.key}",
        f"{base}/rut-y-kien/{part.key}/1",
    )


def orders(scene: Scene) -> list[SuperiorOrder]:
    with reading(scene.office.engine) as session:
        return list(session.exec(select(SuperiorOrder)))


def test_a_deputy_puts_off_from_a_page_with_a_button_and_takes_it_back(scene: Scene, as_: SignIn) -> None:
    hold, _, back = paths(scene)
    client = as_("deputy")
    assert "Lùi báo cáo" in client.get(f"/ky/{scene.period('half').key}").text
    assert "Lùi và gửi ý kiến" in client.get(hold).text and not orders(scene)
    answer = client.post(hold, data={"until": "20/06/2024", "reason": "Chờ số liệu"}, follow_redirects=True)
    assert "Đã lùi việc báo cáo lãnh đạo" in answer.text and "Chờ số liệu" in answer.text
    assert "Rút lại ý kiến này" in client.get(hold).text
    assert "Rút lại ý kiến này" not in as_("director").get(hold).text
    assert "Đã rút lại ý kiến" in client.post(back, follow_redirects=True).text
    (order,) = orders(scene)
    assert order.ended_at


def test_a_deputy_chooses_another_leader_from_those_there_are(scene: Scene, as_: SignIn) -> None:
    _, redirect, back = paths(scene)
    client = as_("deputy")
    page = client.get(redirect).text
    director = scene.person("director")
    assert f'value="{director.key}"' in page and f'value="{scene.person("deputy").key}"' not in page
    typed = {"to": str(director.key), "reason": "Báo cáo thẳng Giám đốc"}
    answer = client.post(redirect, data=typed, follow_redirects=True)
    assert f"chuyển báo cáo lãnh đạo cho {director.name}" in answer.text
    # Who ordered it finds the way back although another one hears now.
    assert "Rút lại ý kiến này" in client.get(redirect).text
    assert client.post(back).status_code == 303


@pytest.mark.parametrize(
    ("which", "typed", "said"),
    [
        (0, {"until": "", "reason": "lý do giữ nguyên"}, "Ghi ngày"),
        (0, {"until": "32/13/2024", "reason": "lý do giữ nguyên"}, "32/13/2024"),
        (0, {"until": "01/01/2024", "reason": "lý do giữ nguyên"}, "Chọn ngày sau hôm nay"),
        (0, {"until": "20/06/2024", "reason": ""}, "Ghi ý kiến"),
        (1, {"to": "", "reason": "lý do giữ nguyên"}, "Chọn một lãnh đạo khác"),
        (1, {"to": "999999", "reason": "lý do giữ nguyên"}, "Chọn một lãnh đạo khác"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    scene: Scene, as_: SignIn, which: int, typed: dict[str, str], said: str
) -> None:
    answer = as_("deputy").post(paths(scene)[which], data=typed)
    assert answer.status_code == 422 and said in answer.text
    assert typed["reason"] in answer.text and not orders(scene)


@pytest.mark.parametrize("who", ["officer", "lead_officer", "clerk", "administrator", "nobody", "outsider"])
def test_nobody_else_finds_these_pages(scene: Scene, as_: SignIn, who: str) -> None:
    client = as_(who)
    hold, redirect, back = paths(scene)
    for path in (hold, redirect):
        assert client.get(path).status_code == 404
        assert client.post(path, data={"until": "20/06/2024", "reason": "lý do", "to": "1"}).status_code == 404
    assert client.post(back).status_code == 404 and not orders(scene)


def test_a_part_of_another_round_and_one_of_another_deputy_are_not_found(scene: Scene, as_: SignIn) -> None:
    client = as_("deputy")
    other = scene.assignment("qlkh")
    assert client.get(f"/ky/{scene.period('half').key}/lui-bao-cao/{other.key}").status_code == 404
    part = scene.assignment("khtc")
    assert client.get(f"/ky/{scene.period('quarter').key}/lui-bao-cao/{part.key}").status_code == 404
    assert client.get(f"/ky/{scene.period('half').key}/lui-bao-cao/99999").status_code == 404


def test_of_a_unit_that_is_in_nothing_is_ordered(scene: Scene, as_: SignIn) -> None:
    hold, _, _ = paths(scene, "vp")
    client = as_("deputy")
    assert "Không còn gì để báo cáo lãnh đạo" in client.get(hold).text
    answer = client.post(hold, data={"until": "20/06/2024", "reason": "lý do"})
    assert answer.status_code == 422 and "không còn gì để báo cáo lãnh đạo" in answer.text


def test_only_the_maker_takes_an_order_back(scene: Scene, as_: SignIn) -> None:
    hold, _, back = paths(scene)
    as_("deputy").post(hold, data={"until": "20/06/2024", "reason": "Chờ số liệu"})
    assert as_("director").post(back).status_code == 404
    (order,) = orders(scene)
    assert order.ended_at is None
