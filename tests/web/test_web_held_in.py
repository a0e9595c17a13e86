"""The page of one letter that came in: it is text, says why it was held, and is decided with one of its forms."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event
from sqlmodel import select
from web_scene import NOW, Scene

from dondoc.model import Incoming, IncomingDecision, IncomingFile, IncomingKind, Proposal
from dondoc.store.transaction import bookkeeping, reading

SignIn = Callable[[str], TestClient]
RAW = (
    "From: =?utf-8?b?TMOq?= <le@la.example>\r\nTo: baocao@so.example\r\nSubject: Re: x\r\n"
    "Authentication-Results: mx.la.example; dmarc=fail\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    "<p>Đã làm <b>xong</b>.</p><script>alert(1)</script><img src='http://evil.example/x.png'>"
    "<p>http://127.0.0.1:8000/f/12-3.Abc.def</p>"
).encode()


def letter(scene: Scene, number: int = 1, raw: bytes = RAW, verdict: str = "unproven") -> int:
    agency_id = scene.person("officer").agency_id
    with bookkeeping(scene.office.engine) as session:
        row = Incoming(
            agency_id=agency_id, digest=str(number), received_at=NOW, raw=raw, size=len(raw), kind=IncomingKind.REPLY,
            judged_at=NOW, verdict=verdict, sender="le@la.example", subject=f"Re: <báo cáo> {number}",
        )  # fmt: skip
        session.add(row)
        session.flush()
        session.add(
            IncomingFile(
                agency_id=agency_id, incoming_id=row.key, filename="a.pdf", size=5, sha256="0" * 64, content=b"%PDF-"
            )
        )
    return row.key


def decisions(scene: Scene) -> list[str]:
    with reading(scene.office.engine) as session:
        return [each.act.value for each in session.exec(select(IncomingDecision))]


def test_a_letter_is_shown_as_text_with_its_reason_headers_and_files(scene: Scene, as_: SignIn) -> None:
    number = letter(scene)
    page = as_("administrator").get(f"/thu-den/{number}").text
    assert "Đã làm xong." in page and "<script>alert" not in page and "evil.example" not in page
    assert "Re: &lt;báo cáo&gt; 1" in page and "/f/12-3.Abc" not in page
    assert "Chưa xác thực được địa chỉ người gửi" in page and "mx.la.example; dmarc=fail" in page
    saved = as_("administrator").get(f"/thu-den/{number}/tep/1")
    assert saved.content == b"%PDF-" and saved.headers["content-disposition"].startswith("attachment;")


def test_each_decision_is_one_form_and_bad_input_loses_nothing(scene: Scene, as_: SignIn) -> None:
    client, number = as_("administrator"), letter(scene)
    for typed, said in (
        ({"viec": "nhan"}, "Chọn báo cáo mà thư này nói tới."),
        ({"viec": "tra-ve"}, "Chọn người mà thư này nói tới."),
        ({"viec": "vang-mat", "absent": "999999999999"}, "Chọn người mà thư này nói tới."),
        ({"viec": "bo-qua", "reason": " "}, "Ghi lý do bỏ qua"),
        ({"viec": "khac", "reason": "giữ lại lời này"}, "Chọn một cách xử lý thư này."),
    ):
        answer = client.post(f"/thu-den/{number}", data=typed)
        assert answer.status_code == 422 and said in answer.text, typed
    assert "giữ lại lời này" in answer.text and decisions(scene) == []
    taken = client.post(f"/thu-den/{number}", data={"viec": "nhan", "assignment": str(scene.assignment("qlkh").key)})
    assert taken.status_code == 303 and decisions(scene) == ["proposed"]
    with reading(scene.office.engine) as session:
        assert session.exec(select(Proposal)).one().person_id == scene.person("officer").key
    page = client.get(f"/thu-den/{number}").text
    assert "Nhận thành báo cáo đề xuất" in page and '<form method="post" action="/thu-den' not in page
    away = letter(scene, 2)
    officer = scene.person("officer").key
    moved = client.post(f"/thu-den/{away}", data={"viec": "vang-mat", "absent": str(officer)})
    assert moved.headers["location"].startswith("/vang-mat/")
    assert client.post(f"/thu-den/{letter(scene, 3)}", data={"viec": "bo-qua", "reason": "rác"}).status_code == 303
    assert client.post(f"/thu-den/{letter(scene, 4)}", data={"viec": "tra-ve", "bounced": str(officer)}).is_redirect
    assert decisions(scene) == ["proposed", "absence", "dismissed", "bounce"]
    assert "rác" in client.get("/thu-den").text


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe" * 100, b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x"])
def test_what_nobody_can_read_has_its_page_and_can_be_dismissed(scene: Scene, as_: SignIn, raw: bytes) -> None:
    client, number = as_("administrator"), letter(scene, raw=raw, verdict="unreadable")
    assert (
        "Không đọc được" in client.get(f"/thu-den/{number}").text
        or "không đọc được" in client.get(f"/thu-den/{number}").text.lower()
    )
    assert client.post(f"/thu-den/{number}", data={"viec": "bo-qua", "reason": "hỏng"}).status_code == 303


@pytest.mark.parametrize("who", ["officer", "lead_head", "director", "clerk", "outsider", "nobody"])
def test_nobody_else_opens_it_saves_its_files_or_decides(scene: Scene, as_: SignIn, who: str) -> None:
    number, client = letter(scene), as_(who)
    assert client.get(f"/thu-den/{number}").status_code == 404
    assert client.get(f"/thu-den/{number}/tep/1").status_code == 404
    assert client.post(f"/thu-den/{number}", data={"viec": "bo-qua", "reason": "x"}).status_code == 404
    assert decisions(scene) == []


def test_the_pages_queries_do_not_grow_with_letters(scene: Scene, as_: SignIn) -> None:
    client = as_("administrator")
    number = letter(scene)

    def count(path: str) -> int:
        seen: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            seen.append(statement)

        client.get(path)
        event.listen(scene.office.engine, "before_cursor_execute", note)
        try:
            assert client.get(path).status_code == 200
        finally:
            event.remove(scene.office.engine, "before_cursor_execute", note)
        assert not any("incoming.raw" in each for each in seen) or path != "/thu-den", "no list loads whole letters"
        return len(seen)

    paths = ["/thu-den", "/thu-den?xem=cho", f"/thu-den/{number}"]
    before = [count(path) for path in paths]
    for other in range(2, 70):
        letter(scene, other)
    assert [count(path) for path in paths] == before
    assert "Cũ hơn" in client.get("/thu-den").text and "Mới hơn" in client.get("/thu-den?trang=2").text
