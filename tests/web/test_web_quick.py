"""Three answers in one click: a link opens a page, and only the button on it acts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select
from web_scene import NOW, SECRET, Scene

from dondoc.mail.links import NOTHING, RECEIVED, SAME, decline_token, form_token, quick_links
from dondoc.model import Acknowledgement, Audit, Door, LetterKind, Submission
from dondoc.store.transaction import reading

SignIn = Callable[[str], TestClient]


def path(scene: Scene, answer: str, who: str = "officer", unit: str = "qlkh") -> str:
    token = form_token(SECRET, scene.person(who).key, scene.assignment(unit).key, NOW - timedelta(days=3))
    return f"/f/{token}/tra-loi/{answer}"


def sent(scene: Scene, unit: str = "qlkh") -> list[Submission]:
    with reading(scene.office.engine) as session:
        chosen = select(Submission).where(Submission.assignment_id == scene.assignment(unit).key)
        return [version for version in session.exec(chosen) if version.submitted_at]


def heard(scene: Scene) -> list[Acknowledgement]:
    with reading(scene.office.engine) as session:
        return list(session.exec(select(Acknowledgement)))


@pytest.mark.parametrize("answer", [RECEIVED, NOTHING, SAME])
def test_following_the_link_does_nothing(scene: Scene, anonymous: TestClient, answer: str) -> None:
    for _ in range(3):
        page = anonymous.get(path(scene, answer))
        assert page.status_code == 200
        assert 'method="post"' in page.text and "<script" not in page.text.partition("<main")[2]
    assert anonymous.head(path(scene, answer)).status_code == 200
    assert (sent(scene), heard(scene)) == ([], [])


def test_received_is_noted_once_and_the_lead_unit_sees_it(scene: Scene, anonymous: TestClient, as_: SignIn) -> None:
    for _ in range(2):
        assert "Đã ghi nhận" in anonymous.post(path(scene, RECEIVED)).text
    [row] = heard(scene)
    assert (row.person_id, row.door, row.at) == (scene.person("officer").key, Door.LINK, NOW)
    assert sent(scene) == [], "it is no report"
    assert "đã nhận việc" in as_("lead_officer").get(f"/ky/{scene.period('half').key}").text
    with reading(scene.office.engine) as session:
        assert len(session.exec(select(Audit).where(Audit.act == "acknowledge")).all()) == 1


def test_nothing_to_report_is_submitted_by_the_button(scene: Scene, anonymous: TestClient) -> None:
    answer = anonymous.post(path(scene, NOTHING))
    assert answer.status_code == 303 and answer.headers["location"].endswith("/xong")
    [version] = sent(scene)
    assert version.nothing_to_report and version.door is Door.LINK


def test_same_as_last_time_shows_what_it_submits(scene: Scene, anonymous: TestClient) -> None:
    page = anonymous.get(path(scene, SAME)).text
    last = scene.submission("qlkh", "quarter")
    assert "quý I năm 2024" in page and f'value="{last.key}"' in page
    assert anonymous.post(path(scene, SAME), data={"nhu_ban": str(last.key + 99)}).status_code == 200
    assert sent(scene) == [], "what was not shown is not submitted"
    assert anonymous.post(path(scene, SAME), data={"nhu_ban": str(last.key)}).status_code == 303
    assert len(sent(scene)) == 1


def test_who_answered_no_earlier_round_is_led_to_the_form(scene: Scene, as_: SignIn) -> None:
    text = as_("officer").get(f"/nop/{scene.assignment('qlkh', 'quarter').key}/tra-loi/{SAME}").text
    assert "chưa có báo cáo của kỳ trước" in text or "không còn nhận" in text


def test_signed_in_it_is_the_same_page(scene: Scene, as_: SignIn) -> None:
    own = f"/nop/{scene.assignment('qlkh').key}/tra-loi/{NOTHING}"
    assert as_("officer").get(own).status_code == 200
    assert as_("officer").post(own).status_code == 303
    assert sent(scene)[0].door is Door.WEB


@pytest.mark.parametrize("who", ["outsider", "other_officer", "lead_officer", "nobody"])
def test_nobody_else_has_these_pages(scene: Scene, as_: SignIn, who: str) -> None:
    for answer in (RECEIVED, NOTHING, SAME):
        own = f"/nop/{scene.assignment('qlkh').key}/tra-loi/{answer}"
        assert as_(who).get(own).status_code == 404
        assert as_(who).post(own).status_code == 404
    assert (sent(scene), heard(scene)) == ([], [])


def test_an_unknown_answer_and_a_foreign_link_open_nothing(scene: Scene, anonymous: TestClient, as_: SignIn) -> None:
    assert as_("officer").get(f"/nop/{scene.assignment('qlkh').key}/tra-loi/xoa").status_code == 404
    assert as_("officer").post(f"/nop/{scene.assignment('qlkh').key}/tra-loi/xoa").status_code == 404
    assert anonymous.get(f"/f/khong-con/tra-loi/{NOTHING}").status_code == 403
    assert anonymous.post(path(scene, NOTHING, who="other_officer")).status_code == 403


def test_a_closed_round_takes_no_quick_answer(scene: Scene, anonymous: TestClient) -> None:
    closed = f"/f/{form_token(SECRET, scene.person('officer').key, scene.assignment('qlkh', 'quarter').key, NOW)}"
    assert "không còn nhận" in anonymous.get(f"{closed}/tra-loi/{RECEIVED}").text
    assert anonymous.post(f"{closed}/tra-loi/{RECEIVED}").status_code == 422
    assert anonymous.post(f"{closed}/tra-loi/{NOTHING}").status_code == 422


def test_the_links_of_a_letter_are_these_pages() -> None:
    links = quick_links("https://x.example/f/abc")
    assert links["nothing_link"] == f"https://x.example/f/abc/tra-loi/{NOTHING}"


def test_receipts_are_declined_by_a_button_and_wanted_again(scene: Scene, anonymous: TestClient) -> None:
    link = f"/thoi-nhan/{decline_token(SECRET, scene.person('officer').key, LetterKind.RECEIPT)}"
    assert "đang nhận" in anonymous.get(link).text
    assert "đang nhận" in anonymous.get(link).text, "looking changes nothing"
    assert "Đã ngừng gửi" in anonymous.post(link, data={"viec": "ngung"}).text
    assert "hiện không nhận" in anonymous.get(link).text
    assert "lại được gửi" in anonymous.post(link, data={"viec": "nhan-lai"}).text
    assert anonymous.get("/thoi-nhan/khac").status_code == 403


def one_click(client: TestClient, link: str) -> int:
    """What a mail program posts for its owner: from elsewhere, without a cookie (RFC 8058)."""
    headers = {"origin": "https://mail.example", "sec-fetch-site": "cross-site"}
    return client.post(link, data={"List-Unsubscribe": "One-Click"}, headers=headers).status_code


def test_one_click_in_the_mail_program_stops_what_is_a_choice_however_often_it_comes(
    scene: Scene, anonymous: TestClient, as_: SignIn
) -> None:
    link = f"/thoi-nhan/{decline_token(SECRET, scene.person('officer').key, LetterKind.RECEIPT)}"
    assert [one_click(anonymous, link), one_click(anonymous, link)] == [200, 200]
    page = as_("officer").get("/thu-toi-nhan").text
    assert "Nhận lại" in page and "Thư xác nhận được gửi mỗi khi" in page
    again = as_("officer").post("/thu-toi-nhan", data={"loai": "receipt", "viec": "nhan-lai"})
    assert again.status_code == 303 and "đang nhận" in anonymous.get(link).text
    assert "Đang nhận" in as_("officer").get("/thu-toi-nhan").text


def test_one_click_never_stops_a_duty_and_no_guessed_token_stops_anything(
    scene: Scene, anonymous: TestClient, as_: SignIn
) -> None:
    officer = scene.person("officer").key
    duty = f"/thoi-nhan/{decline_token(SECRET, officer, LetterKind.REMINDER)}"
    assert one_click(anonymous, duty) == 404
    assert one_click(anonymous, "/thoi-nhan/1-receipt.khong-ky") == 403
    assert one_click(anonymous, f"/f/{form_token(SECRET, officer, scene.assignment('qlkh').key, NOW)}") == 403
    assert as_("officer").post("/thu-toi-nhan", data={"loai": "reminder", "viec": "ngung"}).status_code == 404
    assert as_("officer").post("/thu-toi-nhan", data={"loai": "khong-co", "viec": "ngung"}).status_code == 404


def test_everybody_chooses_for_themselves_and_only_administrators_have_the_morning(scene: Scene, as_: SignIn) -> None:
    assert "Dòng tin buổi sáng" not in as_("officer").get("/thu-toi-nhan").text
    assert "Dòng tin buổi sáng" in as_("administrator").get("/thu-toi-nhan").text
    assert as_("outsider").post("/thu-toi-nhan", data={"loai": "receipt", "viec": "ngung"}).status_code == 303
    assert "Nhận lại" not in as_("officer").get("/thu-toi-nhan").text
    assert as_("nobody").get("/thu-toi-nhan").status_code == 404
