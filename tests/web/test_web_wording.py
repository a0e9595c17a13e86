"""The page of own wording: tried and shown before it is saved; nothing typed is lost; strangers see nothing."""

from collections.abc import Callable

from fastapi.testclient import TestClient
from sqlmodel import select
from web_scene import Scene

from dondoc.mail.letters import ReturnedLetter
from dondoc.mail.own import shipped_words
from dondoc.model import OwnWording
from dondoc.store.transaction import reading

SignIn = Callable[[str], TestClient]
PAGE = "/thu/mau/returned"
OURS = (
    "{{ returned_by }} gửi lại để bổ sung:\n\n    {{ reason|trim|indent(4) }}\n\n"
    "Hạn: {{ deadline }}\n\nSửa:\n{{ link }}"
)


def rows(scene: Scene) -> list[OwnWording]:
    with reading(scene.office.engine) as session:
        return list(session.exec(select(OwnWording)))


def seen_in(page: str) -> str:
    return page.partition('name="seen" value="')[2].partition('"')[0]


def test_a_wording_is_shown_in_both_parts_before_it_is_saved(scene: Scene, as_: SignIn) -> None:
    client = as_("administrator")
    assert "Kính đề nghị {{ unit }} bổ sung" in client.get(PAGE).text
    looked = client.post(PAGE, data={"words": OURS, "reason": "Lời của Sở", "viec": "xem"})
    assert looked.status_code == 200 and not rows(scene)
    assert 'sandbox srcdoc="&lt;!doctype html' in looked.text and "gửi lại để bổ sung:" in looked.text
    assert "script-src 'self'" in looked.headers["content-security-policy"]
    saved = client.post(PAGE, data={"words": OURS, "reason": "Lời của Sở", "viec": "luu", "seen": seen_in(looked.text)})
    assert saved.status_code == 303 and [row.version for row in rows(scene)] == [1]
    page = client.get(PAGE).text
    assert "gửi lại để bổ sung" in page and "Lời của Sở" in page and "Bản 0: lời kèm theo phần mềm" in page
    assert "Lời riêng" in client.get("/thu/mau").text


def test_what_was_not_shown_is_not_saved(scene: Scene, as_: SignIn) -> None:
    client = as_("administrator")
    looked = client.post(PAGE, data={"words": OURS, "reason": "vì", "viec": "xem"})
    other = {"words": OURS + "\n\nCảm ơn.", "reason": "vì", "viec": "luu", "seen": seen_in(looked.text)}
    answer = client.post(PAGE, data=other)
    assert answer.status_code == 409 and "Chưa lưu." in answer.text and "Cảm ơn." in answer.text
    assert not rows(scene)


def test_an_unknown_field_or_a_loop_without_end_is_answered_with_its_line_and_nothing_is_lost(
    scene: Scene, as_: SignIn
) -> None:
    client = as_("administrator")
    wrong = OURS + "\n{{ unitt }}\n{% for i in range(10 ** 12) %}x{% endfor %}"
    answer = client.post(PAGE, data={"words": wrong, "reason": "", "viec": "luu", "seen": "x"})
    assert answer.status_code == 422 and not rows(scene)
    assert "Dòng 9: không có trường “unitt”. Có lẽ là “unit”?" in answer.text
    assert "Dòng 10: “()” không dùng được trong lời thư." in answer.text
    assert "Ghi lý do đổi lời thư" in answer.text
    assert "{{ unitt }}" in answer.text and "range(10 ** 12)" in answer.text


def test_an_earlier_version_or_the_shipped_one_is_taken_up_again_as_a_new_version(scene: Scene, as_: SignIn) -> None:
    client = as_("administrator")

    def keep(words: str) -> None:
        looked = client.post(PAGE, data={"words": words, "reason": "vì", "viec": "xem"})
        kept = client.post(PAGE, data={"words": words, "reason": "vì", "viec": "luu", "seen": seen_in(looked.text)})
        assert kept.status_code == 303

    shipped = client.get(f"{PAGE}?ban=0").text
    keep(OURS)
    keep(OURS.replace("gửi lại", "trả lại"))
    assert "gửi lại để bổ sung" in client.get(f"{PAGE}?ban=1").text
    keep(OURS)
    words = "{{ returned_by }} trả lại báo cáo của {{ unit }} để hoàn thiện."
    assert words in shipped and words in client.get(f"{PAGE}?ban=0").text
    keep(shipped_words(ReturnedLetter).replace("\n", "\r\n"))
    assert [row.words == "" for row in rows(scene)] == [False, False, False, True]
    assert "lời kèm theo phần mềm" in client.get(PAGE).text


def test_nobody_but_an_administrator_finds_the_page_and_the_outsider_sees_only_their_own(
    scene: Scene, as_: SignIn
) -> None:
    looked = as_("administrator").post(PAGE, data={"words": OURS, "reason": "vì của Sở", "viec": "xem"})
    saved = {"words": OURS, "reason": "vì của Sở", "viec": "luu", "seen": seen_in(looked.text)}
    assert as_("administrator").post(PAGE, data=saved).status_code == 303
    for who in ("officer", "lead_head", "director", "clerk", "nobody"):
        assert as_(who).get("/thu/mau").status_code == as_(who).get(PAGE).status_code == 404
        assert as_(who).post(PAGE, data=saved).status_code == 404
    theirs = as_("outsider")
    assert "vì của Sở" not in theirs.get(PAGE).text + theirs.get("/thu/mau").text
    assert theirs.get(f"{PAGE}?ban=1").status_code == 200 and "gửi lại" not in theirs.get(f"{PAGE}?ban=1").text
    assert theirs.get("/thu/mau/khong-co").status_code == 404
