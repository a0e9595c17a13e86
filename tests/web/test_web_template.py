"""The page of the Word template: what is wrong is said, a second person puts it in force, and what PDFs do is said."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from web_rows import fingerprint
from web_scene import NOW, Scene

from dondoc.actions.sign import approve, send_up
from dondoc.model import Role, RoleKind
from dondoc.paths import data_file
from dondoc.store.transaction import bookkeeping
from tests.paper.reading import docx_text
from tests.paper.word_files import DOCUMENT, package, parts_of

SignIn = Callable[[str], TestClient]
OURS = data_file("templates", "paper", "report.docx").read_bytes()


def template(old: str, new: str) -> bytes:
    parts = parts_of(OURS)
    return package(parts | {DOCUMENT: parts[DOCUMENT].decode().replace(old, new, 1).encode()})


def post(client: TestClient, data: bytes, name: str = "mẫu Sở.docx") -> str:
    answer = client.post("/mau-word", files={"file": (name, data)})
    assert answer.status_code == 303, answer.text
    return client.get(answer.headers["location"]).text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (template("{{ type_name }}", "{{ typ_name }}"), "type_name"),
        (template("{{ signer_name }}", "x"), "signer_name"),
        (template("{{ superior }}", "{{ superior"), "mẫu"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "mật khẩu"),
        (b"not a package", "không phải là tài liệu Word"),
    ],
)
def test_what_is_wrong_with_a_template_is_said_at_its_field(as_: SignIn, data: bytes, words: str) -> None:
    answer = as_("administrator").post("/mau-word", files={"file": ("x.docx", data)})
    assert answer.status_code == 422 and words in answer.text and 'href="#file"' in answer.text
    assert "Chưa có mẫu riêng" in answer.text


def test_without_a_file_the_page_asks_for_one(as_: SignIn) -> None:
    answer = as_("administrator").post("/mau-word")
    assert answer.status_code == 422 and 'href="#file"' in answer.text


def test_a_second_administrator_puts_it_in_force_and_takes_it_out(scene: Scene, as_: SignIn) -> None:
    first = as_("administrator")
    page = post(first, template("{{ type_name }}", "{{ type_name }} THEO MẪU RIÊNG"))
    assert "Chờ người thứ hai" in page and "Cho dùng" not in page  # not by who brought it
    assert "THEOMẪURIÊNG" in docx_text(first.get("/mau-word/1/thu").content)
    own = first.post("/mau-word/1/dung")
    assert own.status_code == 422 and "một quản trị viên khác" in own.text
    person = scene.person("deputy")
    with bookkeeping(scene.office.engine) as session:
        session.add(Role(agency_id=person.agency_id, person_id=person.key, kind=RoleKind.ADMINISTRATOR))
    other = as_("deputy")
    assert "Cho dùng" in other.get("/mau-word").text
    done = other.post("/mau-word/1/dung")
    assert "Đang dùng" in other.get(done.headers["location"]).text
    report = scene.report("half").key
    draft = as_("lead_officer").get(f"/du-thao/{report}/tai/1/docx").content
    assert "THEOMẪURIÊNG" in docx_text(draft)
    out = first.post("/mau-word/1/bo")
    assert "Thôi dùng" in first.get(out.headers["location"]).text
    assert first.post("/mau-word/1/dung").status_code == 404


def test_the_pages_say_that_pdfs_keep_the_standard_form_without_libreoffice(scene: Scene, as_: SignIn) -> None:
    assert "PDF giữ mẫu chuẩn" in as_("administrator").get("/mau-word").text
    post(as_("administrator"), OURS)
    person, report = scene.person("deputy"), scene.report("half").key
    with bookkeeping(scene.office.engine) as session:
        session.add(Role(agency_id=person.agency_id, person_id=person.key, kind=RoleKind.ADMINISTRATOR))
    as_("deputy").post("/mau-word/1/dung")
    send_up(scene.office, scene.actor("lead_officer"), report, NOW)
    for who in ("lead_head", "director"):
        approve(scene.office, scene.actor(who), report, scene.version("half").key, NOW)
    clerk = as_("clerk")
    assert "DOCX theo mẫu riêng của cơ quan, PDF giữ mẫu chuẩn" in clerk.get(f"/phat-hanh/{report}").text
    as_("administrator").post("/mau-word/1/bo")
    assert "giữ mẫu chuẩn" not in clerk.get(f"/phat-hanh/{report}").text


@pytest.mark.parametrize("who", ["officer", "lead_head", "director", "clerk", "outsider", "nobody"])
def test_for_others_the_template_is_not_there(scene: Scene, as_: SignIn, who: str) -> None:
    post(as_("administrator"), OURS)
    client, before = as_(who), fingerprint(scene.office.engine)
    for path in ("/mau-word/1/dung", "/mau-word/1/bo"):
        assert client.post(path).status_code == 404
    assert client.get("/mau-word/1/thu").status_code == 404
    if who != "outsider":
        assert client.post("/mau-word", files={"file": ("x.docx", OURS)}).status_code == 404
        assert client.get("/mau-word").status_code == 404
    assert fingerprint(scene.office.engine) == before
