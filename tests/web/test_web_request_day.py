"""One day: asked for at half past nine, dispatched before half past four, through the pages and letters alone."""

import re
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient
from lxml import html
from sqlmodel import col, select
from test_web_request import asked_round, fill, send, unit
from web_scene import Scene, local

from dondoc.actions.draft import draft_due
from dondoc.actions.remind import remind_due
from dondoc.model import Letter, LetterKind, Report
from dondoc.store.transaction import reading

SignIn = Callable[[str], TestClient]
WORDS = "Còn 12 hồ sơ tồn đọng do chờ ý kiến của cơ quan phối hợp."

pytestmark = pytest.mark.slow


def letter(scene: Scene, address: str, kind: LetterKind) -> Letter:
    """The newest letter of a kind to somebody about the request."""
    with reading(scene.office.engine) as session:
        chosen = select(Letter).where(Letter.kind == kind, Letter.to_address == address)
        return session.exec(chosen.order_by(col(Letter.id).desc())).first()  # type: ignore[return-value]


def page(client: TestClient, path: str) -> str:
    got = client.get(path)
    assert got.status_code == 200, (path, got.status_code)
    return got.text


def follow(client: TestClient, path: str, **data: str) -> str:
    answer = client.post(path, data=data)
    assert answer.status_code == 303, answer.text
    return page(client, answer.headers["location"])


def answer_by_link(client: TestClient, path: str) -> str:
    """A unit's officer fills in the form that a letter links to, looks at it, and submits."""
    names = [name for form in html.fromstring(page(client, path)).forms for name in form.fields if name]
    data = {name: WORDS for name in names if name.startswith("result-")}
    data |= {name: "12" for name in names if name.startswith("figure-")}
    assert client.post(path, data={**data, "viec": "kiem-tra"}).status_code == 303
    check = page(client, f"{path}/kiem-tra")
    saved_at = check.split('name="saved_at" value="')[1].split('"')[0]
    assert client.post(f"{path}/kiem-tra", data={"saved_at": saved_at}).headers["location"] == f"{path}/xong"
    return page(client, f"{path}/xong")


def test_asked_for_answered_compiled_signed_numbered_and_dispatched_within_a_day(
    scene: Scene, as_: SignIn, anonymous: TestClient, set_clock: Callable[[datetime], None]
) -> None:
    def clock(hour: int, minute: int) -> datetime:
        now = local(2024, 6, 14, hour, minute)
        set_clock(now)
        return now

    units = {"unit": [str(unit(scene, "qlkh")), str(unit(scene, "tdc"))]}
    director = as_("director")
    path = fill(director, scene, don_vi=units)
    send(director, path)
    period = asked_round(scene)
    remind_due(scene.office, clock(9, 31))

    clock(10, 15)
    told = letter(scene, "chuyen-vien-qlkh@mau.example", LetterKind.REMINDER)
    assert told.subject.startswith("[KHẨN] Báo cáo tình hình xử lý hồ sơ tồn đọng")
    assert "chậm nhất 13 giờ 30, thứ Sáu, ngày 14/6/2024" in told.text and "Nêu nguyên nhân." in told.text
    link = re.search(r"http\S+(/f/\S+)", told.text)
    assert link and "đúng hạn" in answer_by_link(anonymous, link[1])
    clock(13, 40)
    link = re.search(r"http\S+(/f/\S+)", letter(scene, "chuyen-vien-tdc@mau.example", LetterKind.REMINDER).text)
    assert link and "trễ hạn" in answer_by_link(anonymous, link[1])

    lead = as_("lead_officer")
    assert "2/2" in page(lead, f"/ky/{period.key}") and "trễ hạn" in page(lead, f"/ky/{period.key}")
    draft_due(scene.office, clock(13, 41))
    with reading(scene.office.engine) as session:
        report = session.exec(select(Report).where(Report.period_id == period.key)).one().key
    assert f"/du-thao/{report}" in letter(scene, "chuyen-vien-ttra@mau.example", LetterKind.DRAFTED).text
    draft = page(lead, f"/du-thao/{report}")
    assert WORDS in draft and "hạn 13 giờ 30; nộp 13 giờ 40" in draft
    clock(14, 50)
    assert "Đã trình" in follow(lead, f"/du-thao/{report}/trinh")
    for who, minute in (("lead_head", 10), ("director", 30)):
        clock(15, minute)
        asked = letter(scene, {"lead_head": "truong-ttra", "director": "giam-doc"}[who] + "@mau.example",
                       LetterKind.FOR_SIGN_OFF)  # fmt: skip
        assert "16 giờ 30" in asked.text
        version = re.search(r'name="version_id" value="(\d+)"', page(as_(who), f"/ky-duyet/{report}"))
        assert version
        follow(as_(who), f"/ky-duyet/{report}/duyet", version_id=version[1])
    clerk = as_("clerk")
    clock(15, 45)
    assert "16 giờ 30" in page(clerk, f"/phat-hanh/{report}")
    assert "Đã cấp số" in follow(clerk, f"/phat-hanh/{report}/so", issued_on="14/06/2024")
    channel = re.search(r'name="(channel-\d+)" value="email"', page(clerk, f"/phat-hanh/{report}"))
    assert channel
    clock(15, 50)
    assert "Bằng chứng gửi" in follow(clerk, f"/phat-hanh/{report}/gui", **{channel[1]: "email"})
    sent = letter(scene, "ubnd-tinh@noi-nhan.example", LetterKind.DISPATCH)
    assert "tình hình xử lý hồ sơ tồn đọng" in sent.text and sent.not_before <= clock(15, 50)

    # The same pages as for every other report.
    assert "Đã phát hành" in page(director, path)
    assert "Đột xuất" in page(director, "/nam/2024") and "Đột xuất" in page(as_("administrator"), "/so-thu")
    pack = clerk.post(f"/phat-hanh/{report}/ho-so")
    names = ZipFile(BytesIO(pack.content)).namelist()
    assert any(name.endswith(".pdf") for name in names) and any(name.endswith("check.py") for name in names)
    assert anonymous.get(path).status_code == 303 and as_("outsider").get(f"/du-thao/{report}").status_code == 404
