"""The unit's form: what was typed is never lost, nothing is submitted unread, and the link in a letter is enough."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select
from web_scene import NOW, SECRET, Scene

from dondoc.mail.links import form_token
from dondoc.model import Door, Letter, LetterKind, Submission
from dondoc.store.transaction import reading

SignIn = Callable[[str], TestClient]


def versions(scene: Scene, unit: str) -> list[Submission]:
    with reading(scene.office.engine) as session:
        chosen = select(Submission).where(Submission.assignment_id == scene.assignment(unit).key)
        return list(session.exec(chosen))


def filled(scene: Scene, **changes: str) -> dict[str, str]:
    """A form filled in whole."""
    fields = {f"result-{scene.items()[0].key}": "Đã tổ chức 02 buổi.", f"proposal-{scene.items()[-1].key}": "Không."}
    fields |= {f"figure-{figure.key}": "1.234,5" for figure in scene.figures()}
    return fields | changes


@pytest.fixture
def form(scene: Scene) -> str:
    return f"/nop/{scene.assignment('qlkh').key}"


def test_the_form_says_what_is_asked_by_when_and_that_it_is_only_proposed(as_: SignIn, form: str, scene: Scene) -> None:
    text = as_("officer").get(form).text
    assert "thứ Ba, 18/06/2024" in text
    assert "Đề xuất – chưa xác nhận." in text and "Nghị định số 09/2019/NĐ-CP" in text
    for item in scene.items():
        assert item.title in text
        assert item.time_quote in text
    for figure in scene.figures():
        assert f'name="figure-{figure.key}"' in text


def test_a_draft_is_kept_whole_or_not(as_: SignIn, form: str, scene: Scene) -> None:
    client = as_("officer")
    answer = client.post(form, data={f"result-{scene.items()[1].key}": "Mới viết một nửa", "viec": "luu"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{form}?xong=da-luu")
    assert "Mới viết một nửa" in client.get(form).text
    assert [version.submitted_at for version in versions(scene, "qlkh")] == [None]


@pytest.mark.parametrize("wrong", ["12a", "1,234.5"])
@pytest.mark.parametrize("act", ["luu", "kiem-tra"])
def test_a_bad_number_is_told_at_its_field_and_everything_typed_stays(
    wrong: str, act: str, as_: SignIn, form: str, scene: Scene
) -> None:
    field = f"figure-{scene.figures()[1].key}"
    answer = as_("officer").post(form, data=filled(scene, viec=act, **{field: wrong}))
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text and f'id="{field}-loi"' in answer.text
    assert f'value="{wrong}" aria-describedby="{field}-loi" aria-invalid="true"' in answer.text
    assert "Đã tổ chức 02 buổi." in answer.text and 'value="1.234,5"' in answer.text
    assert versions(scene, "qlkh") == []


def test_a_missing_figure_is_told_before_the_check_and_zero_is_a_figure(as_: SignIn, form: str, scene: Scene) -> None:
    client, field = as_("officer"), f"figure-{scene.figures()[0].key}"
    answer = client.post(form, data=filled(scene, viec="kiem-tra", **{field: ""}))
    assert answer.status_code == 422
    assert "Nếu không có, ghi 0." in answer.text and "Đã tổ chức 02 buổi." in answer.text
    assert client.post(form, data=filled(scene, viec="kiem-tra", **{field: "0"})).status_code == 303


def test_what_was_checked_is_submitted_and_confirmed(as_: SignIn, form: str, scene: Scene) -> None:
    client = as_("officer")
    client.post(form, data=filled(scene, viec="kiem-tra"))
    check = client.get(f"{form}/kiem-tra").text
    assert "Đã tổ chức 02 buổi." in check and "1.234,5 cuộc" in check
    saved_at = check.split('name="saved_at" value="')[1].split('"')[0]
    answer = client.post(f"{form}/kiem-tra", data={"saved_at": saved_at})
    assert answer.headers["location"] == f"{form}/xong"
    done = client.get(f"{form}/xong").text
    assert "Đã nộp báo cáo" in done and "đúng hạn" in done
    (sent,) = versions(scene, "qlkh")
    assert (sent.submitted_at, sent.door) == (NOW, Door.WEB)
    assert "Đã nộp, đang theo dõi" in client.get("/").text


def test_a_draft_that_changed_elsewhere_is_read_again_before_it_goes(as_: SignIn, form: str, scene: Scene) -> None:
    client = as_("officer")
    client.post(form, data=filled(scene, viec="kiem-tra"))
    answer = client.post(f"{form}/kiem-tra", data={"saved_at": "2024-06-01T00:00:00+00:00"})
    assert answer.status_code == 422
    assert "vừa được sửa ở nơi khác" in answer.text
    assert versions(scene, "qlkh")[0].submitted_at is None


def test_nothing_to_report_is_one_click_and_stops_there(as_: SignIn, form: str, scene: Scene) -> None:
    client = as_("officer")
    assert client.post(form, data={"viec": "khong-phat-sinh"}).headers["location"] == f"{form}/xong"
    (sent,) = versions(scene, "qlkh")
    assert sent.nothing_to_report and sent.submitted_at
    assert "Không phát sinh" in client.get(f"{form}/xong").text


def test_the_link_in_a_letter_is_enough_and_only_its_buttons_act(scene: Scene, anonymous: TestClient) -> None:
    officer, assignment = scene.person("officer"), scene.assignment("qlkh")
    path = f"/f/{form_token(SECRET, officer.key, assignment.key, NOW - timedelta(days=3))}"
    for _ in range(2):
        assert anonymous.get(path).status_code == 200
    assert versions(scene, "qlkh") == []
    anonymous.post(path, data=filled(scene, viec="kiem-tra"))
    saved_at = anonymous.get(f"{path}/kiem-tra").text.split('name="saved_at" value="')[1].split('"')[0]
    assert anonymous.post(f"{path}/kiem-tra", data={"saved_at": saved_at}).headers["location"] == f"{path}/xong"
    (sent,) = versions(scene, "qlkh")
    assert (sent.door, sent.written_by) == (Door.LINK, officer.key)
    page = anonymous.get(f"{path}/xong").text
    assert "Đã nộp báo cáo" in page and "Đăng xuất" not in page


def test_a_returned_answer_opens_with_the_reason_and_its_old_words(as_: SignIn, scene: Scene) -> None:
    client = as_("returned_officer")
    assert "Lý do trả lại: Số lượt người tham dự" in client.get("/").text
    text = client.get(f"/nop/{scene.assignment('qlcn').key}").text
    assert "Báo cáo bị trả lại để sửa" in text and "Số lượt người tham dự" in text
    assert "Rà soát 14 văn bản" in text
    assert f"/ky/{scene.period('half').key}/{scene.submission('qlcn').key}" in text


def test_an_accepted_answer_is_locked_and_says_so(scene: Scene, as_: SignIn) -> None:
    from dondoc.actions import review

    review.accept(scene.office, scene.actor("lead_officer"), scene.submission("tdc").key, NOW)
    client, path = as_("other_officer"), f"/nop/{scene.assignment('tdc').key}"
    text = client.get(path).text
    assert "Báo cáo đã được tiếp nhận" in text and "<textarea" not in text
    answer = client.post(path, data=filled(scene, viec="luu"))
    assert answer.status_code == 422 and "đã được tiếp nhận nên không sửa được" in answer.text
    assert len(versions(scene, "tdc")) == 1


def test_what_was_typed_survives_a_session_that_ended(form: str, scene: Scene, anonymous: TestClient) -> None:
    answer = anonymous.post(form, data=filled(scene, viec="kiem-tra"))
    assert answer.status_code == 401
    assert "Đã tổ chức 02 buổi." in answer.text


def test_signing_in_by_letter_takes_one_post_and_leads_back_to_where_one_wanted(
    scene: Scene, anonymous: TestClient
) -> None:
    wanted = f"/ky/{scene.period('half').key}"
    assert anonymous.get(wanted).headers["location"] == "/dang-nhap"
    answers = [
        anonymous.post("/dang-nhap", data={"email": email}).text
        for email in ("chuyen-vien-ttra@mau.example", "la@x.vn")
    ]
    assert answers[0].replace("chuyen-vien-ttra@mau.example", "") == answers[1].replace("la@x.vn", "")
    with reading(scene.office.engine) as session:
        letters = session.exec(select(Letter).where(Letter.kind == LetterKind.SIGN_IN)).all()
    (link,) = [word for letter in letters for word in letter.text.split() if "/vao/" in word]
    path = link[link.index("/vao/") :]
    for _ in range(3):
        assert anonymous.get(path).status_code == 200
    entered = anonymous.post(path)
    assert entered.headers["location"] == wanted
    cookie = next(value for value in entered.headers.get_list("set-cookie") if "dondoc_session" in value)
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie
    assert anonymous.get(wanted).status_code == 200
    assert anonymous.post(path).status_code == 422
    assert anonymous.post("/dang-xuat").headers["location"] == "/dang-nhap?xong=da-dang-xuat"
    assert anonymous.get(wanted).status_code == 303


def test_a_wrong_address_is_told_and_kept(anonymous: TestClient) -> None:
    answer = anonymous.post("/dang-nhap", data={"email": "không phải"})
    assert answer.status_code == 422
    assert 'value="không phải"' in answer.text and 'href="#email"' in answer.text
