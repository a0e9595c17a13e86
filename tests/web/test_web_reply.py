"""The pages of letters in: confirming or mending a reply, what came in, and who stands in for somebody away."""

from collections.abc import Callable
from datetime import date

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select
from web_scene import NOW, SECRET, Scene

from dondoc.mail.links import proposal_token
from dondoc.model import Absence, AwayNotice, Door, Incoming, IncomingFile, IncomingKind, Proposal, Submission
from dondoc.store.transaction import bookkeeping, reading

SignIn = Callable[[str], TestClient]


@pytest.fixture
def came_in(scene: Scene) -> dict[str, int]:
    """A reply of the officer's that waits for them, and an automatic answer of theirs."""
    officer, assignment = scene.person("officer"), scene.assignment("qlkh")
    with bookkeeping(scene.office.engine) as session:
        rows = [
            Incoming(
                agency_id=officer.agency_id, digest=str(number), received_at=NOW, raw=b"x", size=1, kind=kind,
                judged_at=NOW, verdict=verdict, sender=officer.email, subject=f"Re: thư {number}",
            )
            for number, (kind, verdict) in enumerate(
                ((IncomingKind.REPLY, "proposed"), (IncomingKind.AUTOMATIC, "away"))
            )
        ]  # fmt: skip
        session.add_all(rows)
        session.flush()
        own = {"agency_id": officer.agency_id, "person_id": officer.key}
        made = Proposal(
            **own, assignment_id=assignment.key, incoming_id=rows[0].key, text="Đã tổ chức <02> buổi.", created_at=NOW
        )
        notice = AwayNotice(**own, incoming_id=rows[1].key, said="Nghỉ phép.", since=NOW.date())
        file = IncomingFile(
            agency_id=officer.agency_id,
            incoming_id=rows[0].key,
            filename="b.exe",
            size=1,
            sha256="0" * 64,
            refused="kind",
        )
        session.add_all([made, notice, file])
    return {"proposal": made.key, "notice": notice.key}


def submissions(scene: Scene) -> list[Submission]:
    with reading(scene.office.engine) as session:
        chosen = select(Submission).where(Submission.assignment_id == scene.assignment("qlkh").key)
        return list(session.exec(chosen))


def test_looking_confirms_nothing_and_shows_what_was_read(
    scene: Scene, anonymous: TestClient, came_in: dict[str, int]
) -> None:
    link = f"/tra-loi/{proposal_token(SECRET, came_in['proposal'])}"
    for _ in range(2):
        text = anonymous.get(link).text
        assert "Đã tổ chức &lt;02&gt; buổi." in text and "loại tệp này không được nhận" in text
    assert submissions(scene) == []


def test_missing_figures_are_said_and_the_form_takes_it_over(
    scene: Scene, anonymous: TestClient, came_in: dict[str, int]
) -> None:
    link = f"/tra-loi/{proposal_token(SECRET, came_in['proposal'])}"
    refused = anonymous.post(link, data={"viec": "xac-nhan"})
    assert refused.status_code == 422 and "Chưa có số liệu" in refused.text
    moved = anonymous.post(link, data={"viec": "sua"})
    assert moved.status_code == 303 and moved.headers["location"].startswith("/f/")
    assert "Đã tổ chức &lt;02&gt; buổi." in anonymous.get(moved.headers["location"]).text
    [draft] = submissions(scene)
    assert (draft.door, draft.submitted_at) == (Door.REPLY, None)
    assert "Đã đưa nội dung thư vào biểu mẫu" in anonymous.get(link).text
    assert anonymous.post(link, data={"viec": "sua"}).status_code == 422


def test_a_foreign_token_opens_no_reply(anonymous: TestClient, came_in: dict[str, int]) -> None:
    for token in (proposal_token("other", came_in["proposal"]), str(came_in["proposal"]), proposal_token(SECRET, 999)):
        assert anonymous.get(f"/tra-loi/{token}").status_code == 403
        assert anonymous.post(f"/tra-loi/{token}", data={"viec": "xac-nhan"}).status_code == 403


def test_an_administrator_sees_what_came_in_and_nobody_else_does(
    scene: Scene, as_: SignIn, came_in: dict[str, int]
) -> None:
    text = as_("administrator").get("/thu-den").text
    assert "Re: thư 0" in text and "chờ người gửi xác nhận" in text and f"/vang-mat/{came_in['notice']}" in text
    for who in ("officer", "director", "clerk"):
        assert as_(who).get("/thu-den").status_code == 404
        assert as_(who).get(f"/vang-mat/{came_in['notice']}").status_code == 404
        assert as_(who).post(f"/vang-mat/{came_in['notice']}", data={"viec": "bo-qua"}).status_code == 404
    assert "Re: thư 0" not in as_("outsider").get("/thu-den").text
    assert as_("outsider").get(f"/vang-mat/{came_in['notice']}").status_code == 404


def test_a_substitute_is_recorded_and_bad_input_loses_nothing(
    scene: Scene, as_: SignIn, came_in: dict[str, int]
) -> None:
    client, path = as_("administrator"), f"/vang-mat/{came_in['notice']}"
    head = scene.person("lead_head").key
    typed = {"viec": "ghi", "substitute": str(head), "since": "10/06/2024", "until": "31/02/2024"}
    refused = client.post(path, data=typed)
    assert refused.status_code == 422
    assert "không phải là một ngày" in refused.text and 'value="10/06/2024"' in refused.text
    assert client.post(path, data=typed | {"until": "01/06/2024"}).status_code == 422
    assert client.post(path, data=typed | {"substitute": ""}).status_code == 422
    assert client.post(path, data=typed | {"until": "20/06/2024"}).headers["location"].startswith("/thu-den")
    with reading(scene.office.engine) as session:
        [absence] = [each for each in session.exec(select(Absence)) if each.substitute_id == head]
    assert (absence.since, absence.until) == (date(2024, 6, 10), date(2024, 6, 20))
    assert "Đã có người quyết định" in client.get(path).text
