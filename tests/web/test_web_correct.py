"""The clerk's pages for what went wrong, and the archive: void, skip, replace, correct, hand over."""

import io
import zipfile
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select
from web_rows import fingerprint
from web_scene import NOW, Scene

from dondoc.actions import sign
from dondoc.actions.dispatch import number
from dondoc.model import Letter, LetterKind, LetterState
from dondoc.store.transaction import bookkeeping

SignIn = Callable[[str], TestClient]


def follow(client: TestClient, path: str, **data: str) -> str:
    answer = client.post(path, data=data)
    assert answer.status_code == 303, answer.text
    return client.get(answer.headers["location"]).text


def refused(client: TestClient, path: str, words: str, **data: str) -> str:
    """The page says what is wrong, and what was typed is still there."""
    answer = client.post(path, data=data)
    assert answer.status_code == 422 and words in answer.text, answer.text
    for typed in data.values():
        assert typed in answer.text
    return answer.text


@pytest.fixture
def numbered(scene: Scene) -> int:
    """The half-year's report, signed and numbered (02/BC-SKHCN), not dispatched."""
    report, office = scene.report("half").key, scene.office
    sign.send_up(office, scene.actor("lead_officer"), report, NOW)
    for who in ("lead_head", "director"):
        sign.approve(office, scene.actor(who), report, scene.version("half").key, NOW)
    number(office, scene.actor("clerk"), report, NOW.date(), NOW)
    return report


def settle(scene: Scene) -> None:
    with bookkeeping(scene.office.engine) as session:
        for letter in session.exec(select(Letter).where(Letter.kind == LetterKind.DISPATCH)):
            letter.state, letter.sent_at, letter.outcome = LetterState.SENT, NOW, "250 Ok"


def test_a_number_is_voided_with_a_reason_and_stays_in_the_book(numbered: int, as_: SignIn) -> None:
    clerk, path = as_("clerk"), f"/phat-hanh/{numbered}"
    page = refused(clerk, f"{path}/huy-so", "Ghi lý do hủy số.", void_reason=" ")
    assert 'href="#void_reason"' in page and "<details" in page
    assert "Đã hủy số" in follow(clerk, f"{path}/huy-so", void_reason="Ghi nhầm ngày")
    book = clerk.get("/phat-hanh").text
    assert "02/BC-SKHCN" in book and "Ghi nhầm ngày" in book
    assert "03/BC-SKHCN" in clerk.get(path).text  # the next number that it will get
    late = clerk.post(f"/phat-hanh/{1}/huy-so", data={"void_reason": "x"})
    assert late.status_code == 422 and "đã phát hành nên không hủy số được" in late.text


def test_the_book_goes_on_at_another_number_and_says_why(scene: Scene, as_: SignIn) -> None:
    clerk = as_("clerk")
    refused(clerk, "/phat-hanh/so/2024/bo-qua", "phải lớn hơn 2", next_number="1", skip_reason="Sổ giấy")
    refused(clerk, "/phat-hanh/so/2024/bo-qua", "Ghi lý do", next_number="20", skip_reason="")
    refused(clerk, "/phat-hanh/so/2024/bo-qua", "không phải là số", next_number="hai", skip_reason="Sổ giấy")
    page = follow(clerk, "/phat-hanh/so/2024/bo-qua", next_number="20", skip_reason="Số 02–19 cấp trên sổ giấy")
    assert "Số 02–19" in page and "Hiện là 20" in page


def test_a_report_with_a_wrong_content_is_replaced(scene: Scene, as_: SignIn) -> None:
    clerk, report = as_("clerk"), scene.report("quarter").key
    refused(clerk, f"/phat-hanh/{report}/thay-the", "Ghi lý do", replace_reason="")
    page = follow(clerk, f"/phat-hanh/{report}/thay-the", replace_reason="Sai số liệu mục 2")
    assert "đã được thay thế" in page and "đang soạn" in page
    again = clerk.post(f"/phat-hanh/{report}/thay-the", data={"replace_reason": "x"})
    assert again.status_code == 422 and "đã có văn bản thay thế" in again.text


def test_before_dispatch_there_is_nothing_to_replace_or_correct(numbered: int, as_: SignIn) -> None:
    clerk, path = as_("clerk"), f"/phat-hanh/{numbered}"
    refused(clerk, f"{path}/thay-the", "chưa phát hành", replace_reason="x")
    refused(clerk, f"{path}/dinh-chinh", "chưa phát hành", wrong="a", right="b")


def test_a_correcting_letter_goes_up_is_signed_numbered_and_sent_with_proof(scene: Scene, as_: SignIn) -> None:
    clerk, director, report = as_("clerk"), as_("director"), scene.report("quarter").key
    path = f"/phat-hanh/{report}"
    refused(clerk, f"{path}/dinh-chinh", "Ghi cả chữ đã in và chữ đúng", wrong="Quãng Trị", right="")
    assert "Chờ ký" in follow(clerk, f"{path}/dinh-chinh", wrong="Quãng Trị", right="Quảng Trị")
    assert "Công văn đính chính chờ anh/chị ký" in director.get("/").text
    assert "Công văn đính chính chờ anh/chị ký" not in as_("deputy").get("/").text
    page = director.get("/ky-duyet/dinh-chinh/1").text
    assert "V/v đính chính Báo cáo số" in page and "/SKHCN-TTra" in page and "Ký công văn" in page
    assert "Lời người soạn" not in page  # a letter has no units' words that its own ones would be told from
    assert "Đã ký công văn đính chính" in follow(director, "/ky-duyet/dinh-chinh/1/ky")
    refused(clerk, f"{path}/dinh-chinh/1/so", "không phải là một ngày", corrected_on="hôm nay")
    refused(clerk, f"{path}/dinh-chinh/1/so", "trước ngày ký", corrected_on="01/06/2024")
    assert "01/SKHCN-TTra" in follow(clerk, f"{path}/dinh-chinh/1/so", corrected_on="14/06/2024")
    for kind, start in (("pdf", b"%PDF"), ("docx", b"PK")):
        answer = clerk.get(f"{path}/dinh-chinh/1/{kind}")
        assert answer.content.startswith(start) and "01-SKHCN-TTra-2024" in answer.headers["content-disposition"]
    assert clerk.get(f"{path}/dinh-chinh/1/exe").status_code == 404
    assert "chờ phát hành" in clerk.get("/phat-hanh").text
    missing = clerk.post(f"{path}/dinh-chinh/1/gui", data={"channel-1": "email", "channel-2": "fax"})
    assert missing.status_code == 422 and "Chọn cách gửi cho Sở Tư pháp" in missing.text
    channels = {"channel-1": "email", "channel-2": "email", "channel-3": "paper"}
    proof = follow(clerk, f"{path}/dinh-chinh/1/gui", **channels)
    assert "Các nơi đã nhận báo cáo" in proof and proof.count("Giao bản giấy") == 2


def test_a_correcting_letter_is_returned_with_a_reason(scene: Scene, as_: SignIn) -> None:
    clerk, director, path = as_("clerk"), as_("director"), f"/phat-hanh/{scene.report('quarter').key}"
    follow(clerk, f"{path}/dinh-chinh", wrong="a", right="b")
    page = refused(director, "/ky-duyet/dinh-chinh/1/tra-lai", "Ghi lý do", return_reason=" ")
    assert 'href="#return_reason"' in page
    follow(director, "/ky-duyet/dinh-chinh/1/tra-lai", return_reason="Sai cả trang 3")
    assert "Sai cả trang 3" in clerk.get(path).text
    assert "Sai thể thức: công văn đính chính" in clerk.get(path).text  # another one may be worded
    late = director.post("/ky-duyet/dinh-chinh/1/ky")
    assert late.status_code == 422 and "đã được ký hoặc trả lại" in late.text


def test_a_report_is_handed_over_once_its_letters_are_settled(scene: Scene, as_: SignIn) -> None:
    clerk, path = as_("clerk"), f"/phat-hanh/{scene.report('quarter').key}/luu"
    assert "chờ nộp lưu" in clerk.get("/phat-hanh").text
    refused(clerk, path, "Còn 1 thư phát hành chưa có kết quả", folder="01/2024 – Cải cách tư pháp")
    settle(scene)
    refused(clerk, path, "Ghi tên hồ sơ", folder=" ")
    page = follow(clerk, path, folder="01/2024 – Cải cách tư pháp")
    assert (
        ",000" not in page and "Nguyên vẹn" in page and "check.py" in page and "papers/pdf-01-BC-SKHCN-2024.pdf" in page
    )
    pack = clerk.get(f"{path}/1")
    with zipfile.ZipFile(io.BytesIO(pack.content)) as files:
        assert "MANIFEST.json" in files.namelist()
    again = clerk.post(path, data={"folder": "x"})
    assert again.status_code == 422 and "đã nộp lưu" in again.text
    assert "Đã nộp lưu" in clerk.get(path.removesuffix("/luu")).text
    assert "chờ nộp lưu" not in clerk.get("/phat-hanh").text
    with bookkeeping(scene.office.engine) as session:
        from dondoc.model import ArchiveCopy

        copy = session.exec(select(ArchiveCopy)).one()
        copy.content = copy.content[:-1] + b"x"
        session.add(copy)
    assert "Không còn như lúc nộp" in as_("administrator").get(path).text


ACTS = (
    ("huy-so", {"void_reason": "x"}), ("thay-the", {"replace_reason": "x"}),
    ("dinh-chinh", {"wrong": "a", "right": "b"}), ("dinh-chinh/1/so", {"corrected_on": "14/06/2024"}),
    ("dinh-chinh/1/gui", {}), ("luu", {"folder": "x"}),
)  # fmt: skip


@pytest.mark.parametrize("who", ["officer", "lead_officer", "lead_head", "director", "outsider", "nobody"])
def test_for_all_others_these_pages_are_not_there(scene: Scene, as_: SignIn, who: str) -> None:
    report = scene.report("quarter").key
    follow(as_("clerk"), f"/phat-hanh/{report}/dinh-chinh", wrong="a", right="b")
    client, before = as_(who), fingerprint(scene.office.engine)
    for path, data in ACTS:
        assert client.post(f"/phat-hanh/{report}/{path}", data=data).status_code == 404, path
    assert client.get(f"/phat-hanh/{report}/luu").status_code == 404
    signing = 404 if who in {"officer", "outsider", "nobody"} else 200
    assert client.get("/ky-duyet/dinh-chinh/1").status_code == signing
    if who != "director":
        for path, data in (("ky", {}), ("tra-lai", {"return_reason": "x"})):
            assert client.post(f"/ky-duyet/dinh-chinh/1/{path}", data=data).status_code == 404
    assert fingerprint(scene.office.engine) == before


def test_an_administrator_reads_and_does_not_act(scene: Scene, as_: SignIn) -> None:
    report, client = scene.report("quarter").key, as_("administrator")
    page = client.get(f"/phat-hanh/{report}").text
    assert "Sai thể thức" not in page and "Hủy số này" not in page
    before = fingerprint(scene.office.engine)
    for path, data in ACTS:
        assert client.post(f"/phat-hanh/{report}/{path}", data=data).status_code in {404, 422}, path
    assert fingerprint(scene.office.engine) == before
