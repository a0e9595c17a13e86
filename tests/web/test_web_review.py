"""The review of a long document: forty works at a time, only what is to look at, and what the plan will bring."""

import re
import tomllib
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select
from web_scene import Scene

from dondoc.intake.document.proposal import Proposal
from dondoc.model import Plan, PlanProposal
from dondoc.store.transaction import reading

SignIn = Callable[[str], TestClient]
WORK = (
    "{n}. {what} số {n}\n- Nội dung: {what} số {n} theo thẩm quyền của ngành, địa bàn {n}.\n"
    "- Đơn vị chủ trì: {who}.\n- Thời gian: {when}.\n\n"
)
WHAT = ("Rà soát hồ sơ", "Kiểm tra phương tiện đo", "Tổ chức hội thảo", "Ban hành quy trình", "Khảo sát doanh nghiệp")
pytestmark = pytest.mark.slow


def long_document(works: int, year: int = 2026) -> str:
    """A plan of many works, every tenth without a time to be sure of, and one that compiles."""
    body = "".join(
        WORK.format(
            n=n, what=WHAT[n % 5], who="Thanh tra Sở", when="Theo lộ trình" if n % 10 == 0 else f"Quý II/{year}"
        )
        for n in range(1, works)
    )
    return (
        f"KẾ HOẠCH\nPhát triển ngành năm {year}\n\nI. MỤC ĐÍCH\n1. Bảo đảm tiến độ.\n\nII. NHIỆM VỤ\n\n{body}"
        "III. TỔ CHỨC THỰC HIỆN\n1. Giao Văn phòng Sở chủ trì tổng hợp, báo cáo UBND tỉnh định kỳ hằng quý.\n\n"
        "Nơi nhận:\n- UBND tỉnh (để báo cáo);\n- Lưu: VT.\n\nGIÁM ĐỐC\n\nLê Mẫu Sơn\n"
    )


def hand_in(client: TestClient, text: str) -> str:
    answer = client.post("/ke-hoach/nhap", files={"file": ("dai.txt", text.encode(), "text/plain")})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).split("?")[0]


def proposal(scene: Scene, number: int = 2) -> Proposal:
    with reading(scene.office.engine) as session:
        kept = session.exec(select(PlanProposal).where(PlanProposal.id == number)).one()
    return Proposal.model_validate(kept.proposal)


def shown(text: str) -> list[int]:
    return [int(each) for each in re.findall(r'<article class="card proposal" id="muc-(\d+)"', text)]


def act(client: TestClient, page: str, where: str, **data: str | list[str]) -> str:
    found = re.search(r'name="version" value="(\d+)"', client.get(page).text)
    assert found
    answer = client.post(f"{page}/{where}", data={"version": found.group(1), **data})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def form(client: TestClient, page: str, **data: str) -> dict[str, str]:
    """The form of the plan as the page holds it."""
    text = client.get(page).text
    fields = dict(re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', text.split('aria-labelledby="lap"')[1]))
    compiling, regime = (
        re.findall(rf'name="{name}".*?<option value="([^"]+)" selected', text, re.DOTALL)[0]
        for name in ("compiling", "regime")
    )
    return {**fields, "compiling": compiling, "regime": regime, "periods": "quarter", "doubts": "co", **data}


def test_every_work_of_a_long_document_is_on_one_of_its_pages_and_so_is_every_sentence(
    scene: Scene, as_: SignIn
) -> None:
    client = as_("administrator")
    page = hand_in(client, long_document(100))
    pages = [client.get(f"{page}?trang={number}").text for number in (1, 2, 3)]
    assert [len(shown(each)) for each in pages] == [40, 40, 20]
    assert sorted(place for each in pages for place in shown(each)) == list(range(100))
    starts = [start for each in pages for start in re.findall(r"/doan/(\d+)", each)]
    assert sorted(map(int, starts)) == sorted(each.span[0] for each in proposal(scene).unused)
    assert shown(client.get(f"{page}?muc=90").text)[0] == 80
    assert len(pages[0]) < 150_000


def test_only_what_is_to_look_at_is_shown_and_confirming_leads_on_to_the_next(scene: Scene, as_: SignIn) -> None:
    client = as_("administrator")
    page = hand_in(client, long_document(60))
    text = client.get(f"{page}?xem=xem-lai").text
    assert shown(text) == [9, 19, 29, 39, 49] and "Chỉ phần cần xem lại (5)" in text
    assert 'href="#muc-19"' in text
    where = act(client, page, "muc/9", viec="dung", xem="xem-lai")
    assert where.endswith("xem=xem-lai&muc=19#muc-19")
    act(client, page, "da-xem", muc=["19", "29", "39"])
    assert [place for place, each in enumerate(proposal(scene).obligations) if each.doubts] == [49]
    assert act(client, page, "muc/49", viec="dung").endswith("#lap")
    assert "Không còn mục nào cần xem lại" in client.get(f"{page}?xem=xem-lai").text


def test_a_question_is_answered_with_the_work_it_is_about(scene: Scene, as_: SignIn) -> None:
    client = as_("administrator")
    asked = [each.ref for each in proposal(scene, 1).questions]
    place = next(at for at, each in enumerate(proposal(scene, 1).obligations) if each.ref == asked[0])
    act(client, "/ke-hoach/nhap/1", f"muc/{place}", viec="dung")
    assert [each.ref for each in proposal(scene, 1).questions] == asked[1:]


def test_one_form_is_open_at_a_time_and_stays_filled_where_it_is_refused(as_: SignIn) -> None:
    client = as_("administrator")
    page = hand_in(client, long_document(60))
    text = client.get(f"{page}?sua=45").text
    assert text.count('class="mend"') == 1 and 'id="noi-dung-45"' in text
    version = re.search(r'name="version" value="(\d+)"', text)
    assert version
    answer = client.post(
        f"{page}/muc/45",
        data={"version": version.group(1), "viec": "luu", "content": "Vừa gõ", "title": "Tên vừa gõ", "lead": ""},
    )
    assert answer.status_code == 422 and "Vừa gõ" in answer.text and 'value="Tên vừa gõ"' in answer.text
    assert answer.text.count('class="mend"') == 1 and 'href="#muc-45"' in answer.text


def test_a_sentence_that_gave_nothing_becomes_a_work_whose_form_is_open(as_: SignIn) -> None:
    client = as_("administrator")
    page = hand_in(client, long_document(60))
    text = client.get(f"{page}?xem=con-lai").text
    assert shown(text) == [] and "Lý do:" in text
    start = re.findall(r"/doan/(\d+)", text)[0]
    where = act(client, page, f"doan/{start}")
    assert "sua=0" in where and 'id="noi-dung-0"' in client.get(where).text


def test_doubts_that_are_left_are_accepted_only_knowingly(scene: Scene, as_: SignIn) -> None:
    client = as_("administrator")
    page = hand_in(client, long_document(20))
    wanted = form(client, page)
    answer = client.post(f"{page}/lap", data={**wanted, "doubts": ""})
    assert answer.status_code == 422 and "Còn 1 mục cần xem lại" in answer.text and 'href="#doubts"' in answer.text
    assert client.post(f"{page}/lap", data=wanted).status_code == 303


def test_what_the_plan_will_bring_is_seen_and_its_file_is_had_before_and_after_it_is_made(
    scene: Scene, as_: SignIn
) -> None:
    client = as_("administrator")
    page = hand_in(client, long_document(12))
    wanted = form(client, page)
    seen = client.post(f"{page}/lap", data={**wanted, "viec": "xem"})
    assert seen.status_code == 200 and "Xem trước – chưa lập" in seen.text
    before = client.post(f"{page}/lap", data={**wanted, "viec": "tep"})
    assert before.headers["content-disposition"].startswith("attachment")
    assert client.get(f"{page}/tep").status_code == 404
    with reading(scene.office.engine) as session:
        assert len(session.exec(select(Plan)).all()) == 1
    assert client.post(f"{page}/lap", data={**wanted, "viec": "lap"}).status_code == 303
    after = client.get(f"{page}/tep")
    assert tomllib.loads(after.text) == tomllib.loads(before.text)
    assert "dondoc rehearse --plan" in client.get(page).text
    for who in ("officer", "outsider"):
        assert as_(who).get(f"{page}/tep").status_code == 404


def test_a_plan_of_a_year_gone_by_is_asked_about(as_: SignIn) -> None:
    client = as_("administrator")
    assert "Kế hoạch của năm 2019 đã qua" in client.get(hand_in(client, long_document(6, 2019))).text
