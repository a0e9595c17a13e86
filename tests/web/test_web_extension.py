"""More time: asked for on the form, answered on the lead unit's pages, shown wherever the deadline stands."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select
from web_rows import fingerprint
from web_scene import NOW, SECRET, Scene

from dondoc.actions import extend
from dondoc.mail.links import form_token
from dondoc.model import Assignment, Extension
from dondoc.store.transaction import reading

SignIn = Callable[[str], TestClient]
ASKED = {"until": "20/06/2024", "extension_reason": "Chờ số liệu của tỉnh"}


@pytest.fixture
def form(scene: Scene) -> str:
    return f"/nop/{scene.assignment('qlkh').key}"


@pytest.fixture
def answer(scene: Scene) -> str:
    return f"/ky/{scene.period('half').key}/gia-han/{scene.assignment('qlkh').key}"


def ask(scene: Scene) -> Extension:
    part = scene.assignment("qlkh").key
    return extend.ask(scene.office, scene.actor("officer"), part, date(2024, 6, 20), "Chờ số liệu của tỉnh", NOW)


def requests(scene: Scene) -> list[Extension]:
    with reading(scene.office.engine) as session:
        return list(session.exec(select(Extension)))


def now(scene: Scene) -> Assignment:
    return scene.assignment("qlkh")


def test_a_unit_asks_on_a_page_of_its_own_and_the_form_says_where_it_stands(
    as_: SignIn, form: str, scene: Scene
) -> None:
    client = as_("officer")
    assert f'href="{form}/gia-han"' in client.get(form).text
    assert "không sau hạn gửi báo cáo 21/06/2024" in client.get(f"{form}/gia-han").text
    sent = client.post(f"{form}/gia-han", data=ASKED)
    assert (sent.status_code, sent.headers["location"]) == (303, f"{form}?xong=da-de-nghi-gia-han")
    text = client.get(form).text
    assert "Chờ số liệu của tỉnh" in text and "chưa trả lời" in text and f'href="{form}/gia-han"' not in text
    assert client.get(f"{form}/gia-han").headers["location"] == form
    assert [each.wanted_until for each in requests(scene)] == [date(2024, 6, 20)]


def test_a_unit_asks_by_the_link_in_its_letter(scene: Scene, anonymous: TestClient) -> None:
    token = form_token(SECRET, scene.person("officer").key, scene.assignment("qlkh").key, NOW - timedelta(days=3))
    assert "Đề nghị gia hạn" in anonymous.get(f"/f/{token}/gia-han").text
    assert anonymous.post(f"/f/{token}/gia-han", data=ASKED).status_code == 303
    assert "chưa trả lời" in anonymous.get(f"/f/{token}").text
    assert anonymous.get("/f/khong-con/gia-han").status_code == 403


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"until": ""}, "until", "Ghi ngày."),
        ({"until": "30/02/2024"}, "until", "không phải là một ngày"),
        ({"until": "18/06/2024"}, "until", "phải sau hạn hiện tại"),
        ({"until": "22/06/2024"}, "until", "không được sau hạn gửi"),
        ({"extension_reason": ""}, "extension_reason", "Ghi lý do gia hạn."),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(
    wrong: dict[str, str], field: str, said: str, as_: SignIn, form: str, scene: Scene
) -> None:
    before = fingerprint(scene.office.engine)
    got = as_("officer").post(f"{form}/gia-han", data=ASKED | wrong)
    assert got.status_code == 422
    assert f'href="#{field}"' in got.text and said in got.text
    assert all(value in got.text for value in (ASKED | wrong).values())
    assert fingerprint(scene.office.engine) == before


def test_the_lead_unit_finds_the_request_at_home_and_on_the_period_and_grants_it(
    as_: SignIn, form: str, answer: str, scene: Scene
) -> None:
    ask(scene)
    lead = as_("lead_officer")
    assert f'href="{answer}"' in lead.get("/").text
    assert "Đề nghị gia hạn đang chờ" in lead.get(f"/ky/{scene.period('half').key}").text
    assert 'value="20/06/2024"' in lead.get(answer).text
    granted = lead.post(answer, data={"viec": "dong-y", "until": "19/06/2024", "extension_id": "1"})
    assert granted.headers["location"].endswith("?xong=da-gia-han")
    assert now(scene).deadline == date(2024, 6, 19)
    for who, path in (("officer", form), ("officer", "/"), ("lead_officer", f"/ky/{scene.period('half').key}")):
        text = as_(who).get(path).text
        assert "(Thanh tra Sở) đồng ý: Chờ số liệu của tỉnh" in text, path
    assert "Đề nghị gia hạn" not in lead.get("/").text


def test_it_declines_with_an_answer_that_the_unit_reads(as_: SignIn, form: str, answer: str, scene: Scene) -> None:
    ask(scene)
    lead = as_("lead_officer")
    silent = lead.post(answer, data={"viec": "tu-choi", "extension_id": "1"})
    assert silent.status_code == 422 and 'href="#answer"' in silent.text
    lead.post(answer, data={"viec": "tu-choi", "answer": "Tỉnh cần báo cáo sớm", "extension_id": "1"})
    assert now(scene).deadline == date(2024, 6, 18)
    text = as_("officer").get(form).text
    assert "không đồng ý" in text and "Tỉnh cần báo cáo sớm" in text and f'href="{form}/gia-han"' in text


def test_an_answer_to_a_request_that_was_answered_meanwhile_grants_nothing(
    as_: SignIn, answer: str, scene: Scene
) -> None:
    asked = ask(scene)
    extend.decide(scene.office, scene.actor("lead_head"), asked.key, None, "Không được", NOW)
    late = as_("lead_officer").post(answer, data={"viec": "dong-y", "until": "19/06/2024", "extension_id": "1"})
    assert late.status_code == 422 and "đã được quyết định trước đó" in late.text
    assert now(scene).deadline == date(2024, 6, 18)


def test_it_gives_more_time_unasked_and_excuses_with_a_reason(as_: SignIn, answer: str, scene: Scene) -> None:
    lead, excuse = as_("lead_officer"), answer.replace("gia-han", "mien")
    lead.post(answer, data={"viec": "dong-y", "until": "20/06/2024", "extension_reason": "Bão số 1"})
    assert now(scene).deadline == date(2024, 6, 20)
    silent = lead.post(excuse, data={})
    assert silent.status_code == 422 and "Ghi lý do miễn báo cáo." in silent.text
    assert lead.post(excuse, data={"excuse_reason": "Đơn vị mới lập"}).headers["location"].endswith("?xong=da-mien")
    assert now(scene).excused_at == NOW
    assert "được miễn báo cáo" in as_("officer").get(f"/nop/{now(scene).key}").text
    assert "không còn chờ báo cáo" in lead.get(excuse).text


@pytest.mark.parametrize("who", ["officer", "other_officer", "director", "administrator", "clerk", "outsider"])
def test_nobody_but_the_lead_unit_answers_and_nobody_but_the_unit_asks(
    who: str, as_: SignIn, form: str, answer: str, scene: Scene
) -> None:
    ask(scene)
    client, before = as_(who), fingerprint(scene.office.engine)
    for path in (answer, answer.replace("gia-han", "mien")):
        assert client.get(path).status_code == 404
        assert client.post(path, data={"viec": "dong-y", **ASKED, "excuse_reason": "x"}).status_code == 404
    if who != "officer":
        assert client.get(f"{form}/gia-han").status_code == 404
        assert client.post(f"{form}/gia-han", data=ASKED).status_code == 404
    assert fingerprint(scene.office.engine) == before
