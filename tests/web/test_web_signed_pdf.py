"""A signed PDF on the pages: every verdict is a sentence that says what to do, and only the right people are asked."""

import base64
import io
from collections.abc import Callable

import pypdf
import pytest
from fastapi.testclient import TestClient
from sqlmodel import select
from web_rows import fingerprint
from web_scene import NOW, Scene

from dondoc.actions.dispatch import number
from dondoc.actions.sign import approve, send_up
from dondoc.model import Paper, PaperKind, Verdict
from dondoc.store.transaction import reading
from dondoc.texts import report as texts
from tests.paper.signing_kit import authority, sign, signer

SignIn = Callable[[str], TestClient]
NAME = "bản ký.pdf"


@pytest.fixture(autouse=True)
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' root is the operator's."""
    monkeypatch.setattr("dondoc.actions.signed_pdf.roots", lambda _: [base64.b64encode(authority().der).decode()])


@pytest.fixture
def numbered(scene: Scene) -> int:
    report, office = scene.report("half").key, scene.office
    send_up(office, scene.actor("lead_officer"), report, NOW)
    for who in ("lead_head", "director"):
        approve(office, scene.actor(who), report, scene.version("half").key, NOW)
    number(office, scene.actor("clerk"), report, NOW.date(), NOW)
    return report


def paper(scene: Scene, report: int, kind: PaperKind = PaperKind.PDF) -> bytes:
    with reading(scene.office.engine) as session:
        return session.exec(select(Paper).where(Paper.report_id == report, Paper.kind == kind)).one().content


def saved_anew(data: bytes) -> bytes:
    writer = pypdf.PdfWriter()
    writer.append(io.BytesIO(data))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


FILES: dict[Verdict, Callable[[bytes, bytes], bytes]] = {
    Verdict.EXACT: lambda issued, other: sign(issued),
    Verdict.SAME_TEXT: lambda issued, other: sign(saved_anew(issued)),
    Verdict.DIFFERENT: lambda issued, other: sign(other),
    Verdict.UNTRUSTED: lambda issued, other: sign(issued, signer("Người Lạ", "Gốc khác")),
    Verdict.CHANGED_AFTER: lambda issued, other: sign(issued) + b"%junk" * 50,
    Verdict.NOT_SIGNED: lambda issued, other: issued,
    Verdict.BROKEN: lambda issued, other: b"GIF89a",
}


@pytest.mark.parametrize("verdict", Verdict)
def test_each_verdict_is_said_in_words_to_the_clerk(numbered: int, scene: Scene, as_: SignIn, verdict: Verdict) -> None:
    data = FILES[verdict](paper(scene, numbered), paper(scene, scene.report("quarter").key))
    clerk = as_("clerk")
    answer = clerk.post(f"/ky-duyet/{numbered}/ky-so", files={"file": (NAME, data)})
    assert answer.status_code == 303
    page = clerk.get(answer.headers["location"]).text
    said = texts._VERDICTS[verdict].split("{")[0].strip()
    assert said and said in page and NAME in page
    kept = verdict is Verdict.EXACT
    assert ("tag tag-luc" in page.split('id="ky-so"')[1].split("</section>")[0]) is kept
    download = clerk.get(f"/du-thao/{numbered}/tai/1/pdf").content
    assert (download == data) is (kept or verdict is Verdict.NOT_SIGNED)


def test_who_signed_brings_it_on_their_own_page(numbered: int, scene: Scene, as_: SignIn) -> None:
    director = as_("director")
    assert "Ký số trên máy của người ký" in director.get(f"/ky-duyet/{numbered}").text
    answer = director.post(f"/ky-duyet/{numbered}/ky-so", files={"file": (NAME, sign(paper(scene, numbered)))})
    assert "Nơi nhận sẽ được gửi bản này" in director.get(answer.headers["location"]).text


def test_no_file_is_told_at_its_field(numbered: int, as_: SignIn) -> None:
    for who in ("clerk", "director"):
        answer = as_(who).post(f"/ky-duyet/{numbered}/ky-so")
        assert answer.status_code == 422 and "Chọn tệp PDF đã ký số" in answer.text and 'href="#file"' in answer.text


def test_after_dispatch_it_is_too_late(scene: Scene, as_: SignIn) -> None:
    report = scene.report("quarter").key
    answer = as_("clerk").post(f"/ky-duyet/{report}/ky-so", files={"file": (NAME, b"%PDF-1.7")})
    assert answer.status_code == 422 and "phát hành" in answer.text


@pytest.mark.parametrize("who", ["officer", "lead_officer", "deputy", "administrator", "outsider", "nobody"])
def test_nobody_else_brings_one(numbered: int, scene: Scene, as_: SignIn, who: str) -> None:
    before = fingerprint(scene.office.engine)
    answer = as_(who).post(f"/ky-duyet/{numbered}/ky-so", files={"file": (NAME, b"%PDF-1.7")})
    assert answer.status_code == 404
    assert fingerprint(scene.office.engine) == before
