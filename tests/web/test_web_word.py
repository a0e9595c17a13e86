"""Word and back on the pages: download, edit, upload, look, take in."""

import re
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


def test_unknown_content_is_asked_about_and_what_was_chosen_is_kept(scene: Scene, as_: SignIn) -> None:
    client, report = as_("lead_officer"), scene.report("half").key
    parts = parts_of(client.get(f"/du-thao/{report}/tai/1/docx").content)
    foreign = "".join(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>" for words in ("Ý gõ tay một.", "Ý gõ tay hai."))
    words = parts[DOCUMENT].decode()
    at = words.index("<w:p>", words.index("DondocSection"))
    edited = package(parts | {DOCUMENT: (words[:at] + foreign + words[at:]).encode()})
    path = client.post(f"/du-thao/{report}/word", files={"file": ("x.docx", edited)}).headers["location"]
    page = client.get(path).text
    assert "Nội dung chưa biết đặt ở đâu" in page
    fields = sorted(set(re.findall(r'name="(choice-\d+)"', page)))
    assert len(fields) == 2 and "Ý gõ tay một." in page and "Ý gõ tay hai." in page
    chosen = client.post(path, data={"viec": "nhan", fields[0]: "drop", fields[1]: ""})
    assert chosen.status_code == 422 and f'href="#{fields[1]}"' in chosen.text
    first = chosen.text.split(f'<select id="{fields[0]}"')[1].split("</select>")[0]
    assert '<option value="drop" selected>' in first  # nothing that was chosen is lost
    done = client.post(path, data={"viec": "nhan", fields[0]: "drop", fields[1]: "1.1"})
    draft = client.get(done.headers["location"]).text
    assert "Ý gõ tay hai." in draft and "Ý gõ tay một." not in draft
