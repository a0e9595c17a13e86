"""Edit and compare on the pages: what is typed is never lost, and every change is a version."""

from collections.abc import Callable

from fastapi.testclient import TestClient
from test_web_acts import follow
from web_scene import Scene, local

from dondoc.actions import submit
from dondoc.store.page_reports import model_of
from dondoc.store.transaction import reading

SignIn = Callable[[str], TestClient]


def test_a_block_is_edited_and_compared_with_the_version_before(scene: Scene, as_: SignIn) -> None:
    client, report = as_("lead_officer"), scene.report("half").key
    path = f"/du-thao/{report}/sua"
    assert "Nội dung chung của phần này" in client.get(path).text
    version = str(scene.version("half").key)
    page = follow(client, path, version_id=version, **{"block-1.3": "- Lời của người soạn."})
    assert "Đã lưu thành bản mới" in page and "Lời của người soạn." in page
    compared = client.get(f"/du-thao/{report}/so-sanh/1/2").text
    assert "<ins>- Lời của người soạn.</ins>" in compared and "sửa trên trang" in compared
    assert client.get(f"/du-thao/{report}/so-sanh/1/9").status_code == 404


def test_who_was_slower_keeps_what_they_typed(scene: Scene, as_: SignIn) -> None:
    client, report = as_("lead_officer"), scene.report("half").key
    path, version = f"/du-thao/{report}/sua", str(scene.version("half").key)
    follow(client, path, version_id=version, **{"block-1.3": "Bản của người nhanh."})
    late = client.post(path, data={"version_id": version, "block-1.3": "Bản của người chậm <b>."})
    assert late.status_code == 422
    assert "Bản của người chậm &lt;b&gt;." in late.text and "đã có bản 2" in late.text
    with reading(scene.office.engine) as session:
        newest = model_of(session, scene.version("half").key)
    assert "người nhanh" in newest.model_dump_json()


def test_an_emptied_opening_is_told_at_its_field(scene: Scene, as_: SignIn) -> None:
    path = f"/du-thao/{scene.report('half').key}/sua"
    answer = as_("lead_officer").post(path, data={"version_id": str(scene.version("half").key), "block-opening": " "})
    assert answer.status_code == 422 and 'href="#block-opening"' in answer.text


def test_a_changed_answer_is_shown_with_its_difference_and_taken_in(scene: Scene, as_: SignIn) -> None:
    report = scene.report("half").key
    who = scene.actor("other_officer")
    content = scene.content(2)
    key = next(iter(content.answers))
    changed = {**content.answers, key: "Mở 02 lớp tập huấn cho 60 người."}
    content = content.__class__(False, changed, content.figures)
    submit.submit(scene.office, who, scene.assignment("tdc").key, content, local(2024, 6, 14, 9))
    client = as_("lead_officer")
    page = client.get(f"/du-thao/{report}").text
    assert "Bài nộp đã thay đổi sau khi tổng hợp" in page and "Nguồn đã thay đổi" in page
    assert "<ins>Mở 02 lớp tập huấn" in page
    refused = client.post(f"/du-thao/{report}/trinh")
    assert refused.status_code == 422 and "Giữ nguyên và trình" in refused.text
    version = str(scene.version("half").key)
    page = follow(client, f"/du-thao/{report}/cap-nhat", version_id=version)
    assert "Mở 02 lớp tập huấn" in page and "Bài nộp đã thay đổi sau khi" not in page
    assert "Đã trình" in follow(client, f"/du-thao/{report}/trinh")


def test_a_signed_report_has_no_edit_page(scene: Scene, as_: SignIn) -> None:
    assert as_("lead_officer").get(f"/du-thao/{scene.report('quarter').key}/sua").status_code == 404
