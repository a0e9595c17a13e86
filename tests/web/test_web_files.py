"""Files that came with a reply: they go with its answer, and only who may read that can save them."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select
from web_scene import NOW, SECRET, Scene

from dondoc.mail.links import form_token, proposal_token
from dondoc.model import Incoming, IncomingFile, IncomingKind, Proposal, Submission, SubmissionFile
from dondoc.store.transaction import bookkeeping, reading

SignIn = Callable[[str], TestClient]
BYTES = b"%PDF-1.7 <script>alert(1)</script>"
NAME = "bảng số liệu\u202efdp.pdf"


@pytest.fixture
def came_in(scene: Scene) -> dict[str, int]:
    """A reply of the officer's with a file that was kept and one that was not."""
    officer, assignment = scene.person("officer"), scene.assignment("qlkh")
    with bookkeeping(scene.office.engine) as session:
        row = Incoming(
            agency_id=officer.agency_id, digest="1", received_at=NOW, raw=b"x", size=1, kind=IncomingKind.REPLY,
            judged_at=NOW, verdict="proposed", sender=officer.email, subject="Re: thư",
        )  # fmt: skip
        session.add(row)
        session.flush()
        of = {"agency_id": officer.agency_id, "incoming_id": row.key, "size": len(BYTES), "sha256": "0" * 64}
        kept, refused = (
            IncomingFile(**of, filename=NAME, content=BYTES),
            IncomingFile(**of, filename="b.exe", refused="kind"),
        )
        made = Proposal(
            agency_id=officer.agency_id, person_id=officer.key, assignment_id=assignment.key, incoming_id=row.key,
            text="", nothing_to_report=True, created_at=NOW,
        )  # fmt: skip
        session.add_all([kept, refused, made])
    return {"proposal": made.key, "kept": kept.key, "refused": refused.key}


def confirmed(anonymous: TestClient, came_in: dict[str, int], act: str = "xac-nhan") -> None:
    link = f"/tra-loi/{proposal_token(SECRET, came_in['proposal'])}"
    assert anonymous.post(link, data={"viec": act}).status_code in {200, 303}


def newest(scene: Scene) -> Submission:
    with reading(scene.office.engine) as session:
        chosen = select(Submission).where(Submission.assignment_id == scene.assignment("qlkh").key)
        return session.exec(chosen.order_by(col(Submission.version).desc())).first()  # type: ignore[return-value]


def gone_with(scene: Scene, submission: Submission) -> list[int]:
    with reading(scene.office.engine) as session:
        chosen = select(SubmissionFile.incoming_file_id).where(SubmissionFile.submission_id == submission.key)
        return list(session.exec(chosen))


def test_the_sender_saves_the_kept_file_and_nobody_the_other(anonymous: TestClient, came_in: dict[str, int]) -> None:
    link = f"/tra-loi/{proposal_token(SECRET, came_in['proposal'])}"
    page = anonymous.get(link).text
    assert f"{link}/tep/{came_in['kept']}" in page and "b.exe" in page and "loại tệp này không được nhận" in page
    answer = anonymous.get(f"{link}/tep/{came_in['kept']}")
    assert (answer.status_code, answer.content) == (200, BYTES)
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert "\u202e" not in answer.headers["content-disposition"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert anonymous.get(f"{link}/tep/{came_in['refused']}").status_code == 404
    assert anonymous.get(f"/tra-loi/xx{proposal_token(SECRET, 1)}/tep/{came_in['kept']}").status_code == 403


def test_a_confirmed_reply_takes_its_files_along_and_they_are_listed(
    scene: Scene, anonymous: TestClient, as_: SignIn, came_in: dict[str, int]
) -> None:
    confirmed(anonymous, came_in)
    sent = newest(scene)
    assert sent.submitted_at and gone_with(scene, sent) == [came_in["kept"]]
    period, assignment = scene.period("half").key, scene.assignment("qlkh").key
    path = f"/ky/{period}/{sent.key}/tep/{came_in['kept']}"
    for who in ("lead_officer", "director", "administrator"):
        assert path in as_(who).get(f"/ky/{period}").text
        assert path in as_(who).get(f"/ky/{period}/{sent.key}").text
        assert as_(who).get(path).content == BYTES
    assert f"/nop/{assignment}/tep/{came_in['kept']}" in as_("officer").get(f"/nop/{assignment}").text
    assert as_("officer").get(f"/nop/{assignment}/tep/{came_in['kept']}").content == BYTES
    token = form_token(SECRET, scene.person("officer").key, assignment, NOW)
    assert anonymous.get(f"/f/{token}/tep/{came_in['kept']}").content == BYTES
    others = scene.assignment("tdc").key
    for who in ("outsider", "nobody", "other_officer"):
        assert as_(who).get(path).status_code == 404, who
        assert as_(who).get(f"/nop/{assignment}/tep/{came_in['kept']}").status_code == 404, who
    assert as_("other_officer").get(f"/nop/{others}/tep/{came_in['kept']}").status_code == 404
    assert as_("lead_officer").get(f"/ky/{period}/{sent.key}/tep/{came_in['refused']}").status_code == 404


def test_a_mended_reply_keeps_its_files_in_the_draft_and_the_unit_may_take_one_out(
    scene: Scene, anonymous: TestClient, as_: SignIn, came_in: dict[str, int]
) -> None:
    confirmed(anonymous, came_in, "sua")
    draft = newest(scene)
    assert draft.submitted_at is None and gone_with(scene, draft) == [came_in["kept"]]
    assignment, client = scene.assignment("qlkh").key, as_("officer")
    assert 'name="bo-tep"' in client.get(f"/nop/{assignment}").text
    path = f"/ky/{scene.period('half').key}/{draft.key}/tep/{came_in['kept']}"
    assert as_("lead_officer").get(path).status_code == 404, "a draft is its unit's own"
    client.post(f"/nop/{assignment}", data={"viec": "luu", "bo-tep": str(came_in["kept"])})
    assert gone_with(scene, newest(scene)) == []


def test_the_next_version_begins_with_the_files_of_the_last(
    scene: Scene, anonymous: TestClient, as_: SignIn, came_in: dict[str, int]
) -> None:
    confirmed(anonymous, came_in)
    first = newest(scene)
    as_("officer").post(f"/nop/{scene.assignment('qlkh').key}", data={"viec": "luu"})
    second = newest(scene)
    assert second.version == first.version + 1
    assert gone_with(scene, second) == gone_with(scene, first) == [came_in["kept"]]
