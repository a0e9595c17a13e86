"""Word and back on the pages: download, edit, upload, look, take in."""

from collections.abc import Callable

from fastapi.testclient import TestClient
from web_scene import Scene

from tests.paper.word_files import DOCUMENT, package, parts_of

SignIn = Callable[[str], TestClient]


def test_a_downloaded_draft_comes_back_edited(scene: Scene, as_: SignIn) -> None:
    client, report = as_("lead_officer"), scene.report("half").key
    data = client.get(f"/du-thao/{report}/tai/1/docx").content
    parts = parts_of(data)
    words = parts[DOCUMENT].decode()
    assert words.count("Không phát sinh.") > 1
    mended = words.replace("Không phát sinh.", "Đã có kế hoạch riêng.", 1)
    edited = package(parts | {DOCUMENT: mended.encode()})
    answer = client.post(f"/du-thao/{report}/word", files={"file": ("Dự thảo sửa.docx", edited)})
    assert answer.status_code == 303, answer.text
    page = client.get(answer.headers["location"]).text
    assert "<ins>Đã có kế hoạch riêng.</ins>" in page and "sửa từ bản 1" in page
    taken = client.post(answer.headers["location"], data={"viec": "nhan"})
    assert "Đã nhận bản Word" in client.get(taken.headers["location"]).text
    again = client.post(answer.headers["location"], data={"viec": "nhan"})
    assert again.status_code == 422 and "đã được quyết định" in again.text


def test_a_file_that_is_refused_is_told_at_its_field(scene: Scene, as_: SignIn) -> None:
    report = scene.report("half").key
    for name, data, words in (
        ("x.docm", b"x", "không phải là tài liệu Word"),
        ("x.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "mật khẩu"),
        ("", b"", "Chọn tệp Word"),
    ):
        files = {"file": (name, data)} if name else None
        answer = as_("lead_officer").post(f"/du-thao/{report}/word", files=files)
        assert answer.status_code == 422 and words in answer.text and 'href="#file"' in answer.text


def test_others_do_not_see_what_came_back(scene: Scene, as_: SignIn) -> None:
    client, report = as_("lead_officer"), scene.report("half").key
    data = client.get(f"/du-thao/{report}/tai/1/docx").content
    path = client.post(f"/du-thao/{report}/word", files={"file": ("x.docx", data)}).headers["location"]
    for who in ("officer", "director", "clerk", "administrator", "outsider"):
        assert as_(who).get(path).status_code == 404
        assert as_(who).post(path, data={"viec": "bo"}).status_code == 404
    assert "Đã bỏ tệp" in client.get(client.post(path, data={"viec": "bo"}).headers["location"]).text
