"""From the period's table to the proof of dispatch, through the pages alone."""

import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select
from web_scene import Scene

from dondoc.model import IssuedNumber, Letter, LetterState
from dondoc.store.transaction import reading

SignIn = Callable[[str], TestClient]


def follow(client: TestClient, path: str, **data: str) -> str:
    """Post and read the page that it leads to."""
    answer = client.post(path, data=data)
    assert answer.status_code == 303, answer.text
    return client.get(answer.headers["location"]).text


def test_the_lead_unit_reminds_once_a_day(scene: Scene, as_: SignIn) -> None:
    client, period = as_("lead_officer"), scene.period("half").key
    path = f"/ky/{period}/nhac/{scene.assignment('qlkh').key}"
    page = follow(client, path)
    assert "Đã xếp thư nhắc" in page and "Nhắc ngay, theo yêu cầu của đơn vị chủ trì" in page
    again = client.post(path)
    assert again.status_code == 422 and "Hôm nay đã có thư nhắc" in again.text
    done = client.post(f"/ky/{period}/nhac/{scene.assignment('tdc').key}")
    assert done.status_code == 422 and "đã nộp báo cáo" in done.text


def test_the_table_counts_and_tells_why_no_letter_went(scene: Scene, as_: SignIn) -> None:
    page = as_("lead_officer").get(f"/ky/{scene.period('half').key}").text
    assert "2/7" in page
    assert page.count('class="tag tag-') >= 7
    assert re.search(r"đã nộp lúc 09:0\d ngày 12/06/2024", page)
    assert "22/06/2024 là thứ Bảy" in page


def test_an_answer_is_accepted_or_returned_with_a_reason(scene: Scene, as_: SignIn) -> None:
    client = as_("lead_officer")
    path = f"/ky/{scene.period('half').key}/{scene.submission('tdc').key}"
    without = client.post(f"{path}/tra-lai", data={"reason": "  "})
    assert without.status_code == 422 and 'href="#reason"' in without.text
    assert "Đã trả lại" in follow(client, f"{path}/tra-lai", reason="Thiếu số liệu tháng 5.")
    late = client.post(f"{path}/tiep-nhan")
    assert late.status_code == 422 and "đã được quyết định" in late.text
    assert "Thiếu số liệu tháng 5." in client.get(path).text


def test_leaders_read_answers_but_do_not_decide_on_them(scene: Scene, as_: SignIn) -> None:
    client = as_("director")
    path = f"/ky/{scene.period('half').key}/{scene.submission('tdc').key}"
    assert "Trả lại để sửa" not in client.get(path).text
    assert client.post(f"{path}/tiep-nhan").status_code == 404


def test_an_answer_is_found_only_under_its_own_period(scene: Scene, as_: SignIn) -> None:
    path = f"/ky/{scene.period('quarter').key}/{scene.submission('tdc').key}"
    assert as_("lead_officer").get(path).status_code == 404


def test_the_draft_links_every_sentence_to_the_units_own_words(scene: Scene, as_: SignIn) -> None:
    page = as_("lead_officer").get(f"/du-thao/{scene.report('half').key}").text
    linked = {part.split('"')[0] for part in page.split('href="#nguon-')[1:]}
    assert linked == {str(scene.submission(unit).key) for unit in ("vp", "tdc")}
    assert all(f'id="nguon-{number}"' in page for number in linked)
    assert "Thiếu 5/7" in page and "Phòng Quản lý Khoa học" in page


def test_from_sending_up_to_the_proof_of_dispatch(scene: Scene, as_: SignIn) -> None:
    report = scene.report("half").key
    assert "Đã trình" in follow(as_("lead_officer"), f"/du-thao/{report}/trinh")
    head, director, clerk = as_("lead_head"), as_("director"), as_("clerk")
    assert "Chờ anh/chị ký duyệt" in head.get("/").text
    assert "Chờ anh/chị ký duyệt" not in director.get("/").text
    version = str(scene.version("half").key)
    early = director.post(f"/ky-duyet/{report}/duyet", data={"version_id": version})
    assert early.status_code == 422 and "Chưa đến lượt" in early.text
    follow(head, f"/ky-duyet/{report}/duyet", version_id=version)
    stale = director.post(f"/ky-duyet/{report}/duyet", data={"version_id": "1"})
    assert stale.status_code == 422 and "đã thay đổi" in stale.text
    assert "Đã ký" in follow(director, f"/ky-duyet/{report}/duyet", version_id=version)
    bad = clerk.post(f"/phat-hanh/{report}/so", data={"issued_on": "32/06/2024"})
    assert bad.status_code == 422 and 'value="32/06/2024"' in bad.text
    page = clerk.get(f"/phat-hanh/{report}").text
    assert "02/BC-SKHCN" in page and 'value="14/06/2024"' in page
    assert "Đã cấp số" in follow(clerk, f"/phat-hanh/{report}/so", issued_on="14/06/2024")
    missing = clerk.post(f"/phat-hanh/{report}/gui", data={"channel-1": "email"})
    assert missing.status_code == 422 and "Chọn cách gửi cho Sở Tư pháp" in missing.text
    channels = {"channel-1": "email", "channel-2": "paper", "channel-3": "paper"}
    proof = follow(clerk, f"/phat-hanh/{report}/gui", **channels)
    assert "Bằng chứng gửi" in proof and "Giao bản giấy" in proof
    book = clerk.get("/phat-hanh").text
    assert "01/BC-SKHCN" in book and "02/BC-SKHCN" in book and "không có khoảng trống" in book


def test_a_report_sent_back_shows_its_reason_to_the_lead_unit(scene: Scene, as_: SignIn) -> None:
    report, version = scene.report("half").key, str(scene.version("half").key)
    follow(as_("lead_officer"), f"/du-thao/{report}/trinh")
    head = as_("lead_head")
    without = head.post(f"/ky-duyet/{report}/tra-lai", data={"version_id": version, "reason": ""})
    assert without.status_code == 422 and "Ghi lý do" in without.text
    follow(head, f"/ky-duyet/{report}/tra-lai", version_id=version, reason="Bổ sung số liệu quý II.")
    page = as_("lead_officer").get(f"/du-thao/{report}").text
    assert "Dự thảo bị trả lại" in page and "Bổ sung số liệu quý II." in page and "Trình ký duyệt" in page


def test_an_issued_paper_is_downloaded_as_it_was_frozen(scene: Scene, as_: SignIn) -> None:
    import hashlib

    from dondoc.model import Paper

    with reading(scene.office.engine) as session:
        paper = session.exec(select(Paper).where(Paper.kind == "pdf")).one()
    answer = as_("clerk").get(f"/du-thao/{scene.report('quarter').key}/tai/1/pdf")
    assert hashlib.sha256(answer.content).hexdigest() == paper.sha256
    assert paper.filename in answer.headers["content-disposition"]
    for path in ("tai/1/exe", "tai/9/pdf"):
        assert as_("clerk").get(f"/du-thao/{scene.report('quarter').key}/{path}").status_code == 404


@pytest.mark.parametrize(("word", "state"), [("1", LetterState.SENT), ("0", LetterState.QUEUED)])
def test_a_letter_in_doubt_waits_for_the_clerks_word(word: str, state: LetterState, scene: Scene, as_: SignIn) -> None:
    clerk = as_("clerk")
    assert "chưa rõ đã đến hay chưa" in clerk.get("/").text
    with reading(scene.office.engine) as session:
        letter = session.exec(select(Letter).where(Letter.state == LetterState.IN_DOUBT)).one()
    assert as_("administrator").post(f"/phat-hanh/xac-minh/{letter.key}", data={"sent": word}).status_code == 404
    assert "Đã ghi nhận" in follow(clerk, f"/phat-hanh/xac-minh/{letter.key}", sent=word)
    with reading(scene.office.engine) as session:
        assert session.get_one(Letter, letter.key).state is state


def test_a_gap_in_the_number_book_is_told(scene: Scene, as_: SignIn) -> None:
    from dondoc.store.transaction import bookkeeping

    with bookkeeping(scene.office.engine) as session:
        session.exec(select(IssuedNumber)).one().number = 3
    assert "Số còn trống: 1, 2" in as_("clerk").get("/phat-hanh").text
