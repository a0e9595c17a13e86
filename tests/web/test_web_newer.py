"""A newer version of a document is recognised when it is handed in, and the administrator is asked about it."""

import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select
from web_scene import DOCUMENT, Scene

from dondoc.intake.document.proposal import Proposal
from dondoc.model import Plan, PlanProposal, ProposalState
from dondoc.store.transaction import reading

SignIn = Callable[[str], TestClient]
TEXT = DOCUMENT.read_text("utf-8")
ASKED = "Bản mới, hay kế hoạch riêng?"
pytestmark = pytest.mark.slow


def hand_in(client: TestClient, text: str) -> str:
    answer = client.post("/ke-hoach/nhap", files={"file": ("ke-hoach.md", text.encode(), "text/plain")})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).split("?")[0]


def version(client: TestClient, page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', client.get(page).text)
    assert found
    return found.group(1)


def say(client: TestClient, page: str, word: str) -> str:
    answer = client.post(f"{page}/ban-moi", data={"version": version(client, page), "ban-moi": word})
    assert answer.status_code == 303, answer.text
    return client.get(answer.headers["location"]).text


def kept(scene: Scene, number: int) -> PlanProposal:
    with reading(scene.office.engine) as session:
        return session.exec(select(PlanProposal).where(PlanProposal.id == number)).one()


def accept(client: TestClient, page: str, **data: str) -> tuple[int, str]:
    form = {
        "version": version(client, page), "code": "2026-dan-van", "year": "2026", "report_subject": "kết quả dân vận",
        "regime": "nd-09-2019", "compiling": "5", "periods": "quarter", "due_day": "18", "send_day": "22",
        "signer_title": "GIÁM ĐỐC", "signer_name": "Lê Mẫu Sơn", "doubts": "co",
    }  # fmt: skip
    answer = client.post(f"{page}/lap", data={**form, **data})
    return answer.status_code, answer.text


def test_a_document_like_one_that_waits_is_asked_about_and_makes_no_plan_before_it_is_answered(
    scene: Scene, as_: SignIn
) -> None:
    client = as_("administrator")
    page = hand_in(client, TEXT)
    assert ASKED in client.get(page).text and "đang chờ xác nhận" in client.get(page).text
    status, text = accept(client, page)
    assert status == 422 and 'href="#newer"' in text
    assert ASKED not in say(client, page, "khong")
    assert accept(client, page)[0] == 303
    assert kept(scene, 1).state is ProposalState.OPEN


def test_yes_puts_the_older_document_aside_and_takes_over_what_was_put_right_in_it(scene: Scene, as_: SignIn) -> None:
    client = as_("administrator")
    mended = {"version": version(client, "/ke-hoach/nhap/1"), "viec": "luu", "content": "Sửa bằng tay", "lead": "vp"}
    assert client.post("/ke-hoach/nhap/1/muc/0", data=mended).status_code == 303
    page = hand_in(client, TEXT.replace("định kỳ", "hằng quý"))
    assert ASKED not in say(client, page, "co")
    assert kept(scene, 1).state is ProposalState.PUT_ASIDE
    assert Proposal.model_validate(kept(scene, 2).proposal).obligations[0].content == "Sửa bằng tay"


def test_a_document_like_a_plan_that_runs_becomes_its_newer_version_only_by_a_yes(scene: Scene, as_: SignIn) -> None:
    client = as_("administrator")
    assert accept(client, "/ke-hoach/nhap/1")[0] == 303
    page = hand_in(client, TEXT.replace("Thường xuyên trong năm", "trước ngày 30/11/2026"))
    assert ASKED in client.get(page).text and kept(scene, 2).replaces_id is None
    text = say(client, page, "co")
    assert "Khác với bản đang chạy" in text and "<del>Thường xuyên trong năm</del>" in text
    assert kept(scene, 2).replaces_id == 2
    # A wrong yes is taken back on the same page.
    assert "Khác với bản đang chạy" not in say(client, page, "khong")
    assert kept(scene, 2).replaces_id is None
    with reading(scene.office.engine) as session:
        assert len(session.exec(select(Plan)).all()) == 2


def test_next_years_plan_of_the_same_title_is_a_plan_of_its_own(as_: SignIn) -> None:
    client = as_("administrator")
    accept(client, "/ke-hoach/nhap/1")
    assert ASKED not in client.get(hand_in(client, TEXT.replace("2026", "2027"))).text


def test_nobody_else_answers_and_nothing_is_answered_twice(scene: Scene, as_: SignIn) -> None:
    page = hand_in(as_("administrator"), TEXT)
    for who in ("officer", "director", "outsider"):
        assert as_(who).post(f"{page}/ban-moi", data={"version": "1", "ban-moi": "co"}).status_code == 404
    client = as_("administrator")
    say(client, page, "khong")
    again = client.post(f"{page}/ban-moi", data={"version": version(client, page), "ban-moi": "co"})
    assert again.status_code == 422 and kept(scene, 1).state is ProposalState.OPEN
