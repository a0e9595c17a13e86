import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dondoc.mail import wording
from dondoc.mail.compose import ComposeError, compose, template_folder
from dondoc.mail.letters import AnyLetter, ReturnedLetter
from dondoc.model import LetterKind
from dondoc.rules.remind import Tone
from tests.mail.samples import LADDER, LETTERS, LINE, LINK, QUICK, reminder

EVERY_LETTER = pytest.mark.parametrize("letter", LETTERS.values(), ids=LETTERS)


class Page(HTMLParser):
    """What a page shows, where it leads, and what it loads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.shown, self.links, self.tags = "", set[str](), set[str]()
        self._hidden = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._hidden = tag in {"style", "title"}
        self.links |= {value for name, value in attrs if name in {"href", "src", "background"} and value}

    def handle_endtag(self, tag: str) -> None:
        self._hidden = self._hidden and tag not in {"style", "title"}

    def handle_data(self, data: str) -> None:
        self.shown += "" if self._hidden else data


def words(text: str) -> str:
    return " ".join(text.split())


@EVERY_LETTER
def test_every_letter_renders_whole(letter: AnyLetter) -> None:
    composed = compose(letter)
    assert composed.subject and "\n" not in composed.subject
    assert composed.text.startswith(letter.agency)
    assert composed.html.startswith("<!doctype html>") and '<html lang="vi">' in composed.html
    for text in (composed.subject, composed.text, composed.html):
        assert not re.search(r"\{[{%#]|[}%#]\}|None|Undefined|\bTrue\b|\bFalse\b", text)
    assert "\n\n\n" not in composed.text


@EVERY_LETTER
def test_every_letter_says_the_same_in_text_and_html(letter: AnyLetter) -> None:
    composed = compose(letter)
    shown = words(Page(composed.html).shown)
    for line in composed.text.splitlines():
        plain = re.sub(r"^ *(\d\.|-|\[.*?\]) ", "", line).strip(" :")
        if not plain.startswith(("Mở", "Xem", "Sửa", "Cấp", "Đăng nhập")):
            assert re.sub(": http.*", "", plain.partition(" Liên kết dưới đây")[0]) in shown, plain


@EVERY_LETTER
def test_no_letter_loads_anything_and_all_links_are_ours(letter: AnyLetter) -> None:
    page = Page(compose(letter).html)
    assert page.links <= {LINK, *QUICK.values()}
    assert not page.tags & {"img", "script", "link", "iframe", "form", "object", "video"}
    if hasattr(letter, "link"):
        assert LINK in page.links and LINK in compose(letter).text


def test_each_kind_of_letter_has_its_templates() -> None:
    # A correcting letter goes up, down and back like a report: three kinds of letter with one wording.
    kinds = {kind.value for kind in LetterKind} | {"correction"}
    assert {template_folder(type(letter)) for letter in LETTERS.values()} == kinds
    assert set(LADDER) == {tone.value for tone in Tone}


def test_the_subject_is_the_same_on_every_rung() -> None:
    subjects = {compose(reminder(line)).subject for line in LADDER.values()}
    subjects.add(compose(LETTERS["reminder_proposed"]).subject)
    assert len(subjects) == 1


def test_the_days_left_are_in_the_body() -> None:
    assert "còn 3 ngày làm việc" in compose(reminder(LADDER["reminder"])).text
    assert "hôm nay" in compose(reminder(LADDER["due"])).text
    assert "đã quá hạn 2 ngày làm việc" in compose(reminder(LADDER["warning"])).text


@pytest.mark.parametrize("tone", LADDER)
def test_a_proposed_rhythm_is_named_so_in_every_tone(tone: str) -> None:
    said = "lịch đề xuất, chưa được xác nhận"
    proposed = compose(reminder(replace(LADDER[tone], proposed=True)))
    assert said in proposed.text and said in Page(proposed.html).shown
    assert said not in compose(reminder(LADDER[tone])).text


def test_the_warning_says_who_hears_next_and_the_escalation_what_was_tried() -> None:
    assert "sẽ báo cáo lãnh đạo cấp trên" in compose(reminder(LADDER["warning"])).text
    escalation = compose(reminder(LADDER["escalation"]))
    for once in LADDER["escalation"].tried:
        assert once in escalation.text and once in escalation.html


def test_before_the_deadline_it_reminds_and_after_it_urges() -> None:
    assert "[Nhắc việc]" in compose(reminder(LADDER["reminder"])).text
    assert "[Đôn đốc" in compose(reminder(LADDER["follow_up"])).text
    assert "[Báo cáo lãnh đạo" in compose(reminder(LADDER["escalation"])).text


def test_what_people_wrote_is_text_in_the_page_and_never_markup() -> None:
    evil = "<script>alert(1)</script>{{ 7 * 7 }}"
    for letter in (
        reminder(replace(LADDER["escalation"], unit=evil, why=evil, tried=(evil,), proposed=True)),
        replace(LETTERS["returned"], reason=evil, returned_by=evil),  # type: ignore[type-var]
    ):
        html = compose(letter).html
        assert "<script" not in html and "&lt;script&gt;" in html and "{{ 7 * 7 }}" in html


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=60))
def test_no_text_breaks_the_subject_or_the_parts(value: str) -> None:
    letter = LETTERS["returned"]
    assert isinstance(letter, ReturnedLetter)
    composed = compose(replace(letter, report_name=value, reason=value))
    assert composed.subject.isprintable() or not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", composed.subject)
    composed.text.encode(), composed.html.encode()


def test_an_operators_own_template_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "email" / "sign_in"
    own.mkdir(parents=True)
    (own / "subject.txt").write_text("Mời {{ to_name }}\nđăng nhập")
    monkeypatch.setenv("DONDOC_TEMPLATES", str(tmp_path))
    composed = compose(LETTERS["sign_in"])
    assert composed.subject == "Mời Trần Thị Bình đăng nhập"
    assert "Đăng nhập hệ thống" in composed.text


@pytest.mark.parametrize(
    "template",
    [
        "{{ nobody_knows_this }}",
        "{{ to_name.unknown }}",
        "{{ to_name.__class__.__mro__ }}",
        "{{ to_name.format.__globals__ }}",
        "{% for i in range(10 ** 12) %}{% endfor %}",
        "{% include '../../../etc/passwd' %}",
        "{{ to_name",
    ],
)
def test_a_template_has_the_letters_fields_and_nothing_else(
    template: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "email" / "sign_in"
    own.mkdir(parents=True)
    (own / "subject.txt").write_text(template)
    monkeypatch.setenv("DONDOC_TEMPLATES", str(tmp_path))
    with pytest.raises(ComposeError, match=r"templates/email/sign_in/subject\.txt"):
        compose(LETTERS["sign_in"])


def test_days_are_written_as_in_a_paper() -> None:
    assert wording.on_day(LINE.deadline) == "thứ Sáu, ngày 15/3/2024"
    assert wording.plain_day(LINE.deadline.replace(month=2, day=5)) == "ngày 05/02/2024"
