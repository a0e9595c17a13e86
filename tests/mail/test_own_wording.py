"""An agency's own wording: it says the same in both parts, keeps what a letter owes, and always ends."""

import re
import time
from dataclasses import replace

import pytest

from dondoc.mail import compose as composing
from dondoc.mail.compose import compose
from dondoc.mail.letters import AnyLetter, ReminderLetter, ReturnedLetter
from dondoc.mail.own import own_wording, shipped_words
from dondoc.mail.own_trial import letter_fields, try_out
from dondoc.mail.sample_letters import letter_type, samples
from dondoc.model import LetterKind
from dondoc.rules.own_wording import LONGEST_SOURCE, WordingError
from dondoc.texts.own_wording import EXPLAINED, SAMPLES, fault_said
from tests.mail.samples import LETTERS, LINE, LINK, QUICK, reminder
from tests.mail.test_compose import Page, words

KINDS = pytest.mark.parametrize("kind", list(LetterKind))
SHORT = """{% for line in lines %}
Đề nghị {{ line.unit }} nộp {{ line.report_name }} trước {{ line.deadline }}.

Mở biểu mẫu:
{{ line.link }}
{% endfor %}
"""


def faults(source: str, kind: LetterKind = LetterKind.REMINDER) -> list[str]:
    return [fault_said(fault) for fault in try_out(kind, source, "Sở Mẫu", "http://mau.example").faults]


@pytest.mark.parametrize("letter", LETTERS.values(), ids=LETTERS)
def test_the_shipped_words_can_be_edited_and_say_what_the_shipped_letter_says(letter: AnyLetter) -> None:
    said = own_wording(type(letter), shipped_words(type(letter))).compose(letter)
    assert (said.subject, said.text) == (compose(letter).subject, compose(letter).text)


@KINDS
def test_every_kind_has_made_up_letters_and_explained_fields(kind: LetterKind) -> None:
    trial = try_out(kind, shipped_words(letter_type(kind)), "Sở Mẫu", "http://mau.example")
    assert trial.faults == () and trial.samples
    assert {each.title for each in trial.samples} <= {"", *SAMPLES}
    assert {name for named in letter_fields(kind).values() for name in named} <= EXPLAINED


@KINDS
def test_an_own_wording_says_the_same_in_text_and_html_and_loads_nothing(kind: LetterKind) -> None:
    for _, letter in samples(kind, "Sở Mẫu", "http://mau.example"):
        said = own_wording(type(letter), shipped_words(type(letter))).compose(letter)
        page = Page(said.html)
        shown = words(page.shown)
        for line in said.text.splitlines():
            plain = re.sub(r"^ *(-|\[.*?\]) ", "", line).strip(" :")
            assert words(re.sub(": http.*", "", plain)) in shown, plain
        assert not page.tags & {"img", "script", "link", "iframe", "form", "object", "video"}
        assert all(link.startswith("http://mau.example/") for link in page.links)


def test_an_own_wording_speaks_in_the_middle_and_all_else_stays_shipped() -> None:
    letter = reminder(replace(LINE, **QUICK))
    said, shipped = own_wording(ReminderLetter, SHORT).compose(letter), compose(letter)
    assert said.subject == shipped.subject
    assert "Đề nghị Phòng Quản lý Khoa học nộp" in said.text and "trước thứ Sáu, ngày 15/3/2024." in said.text
    assert "Kính gửi: Ông/Bà Trần Thị Bình" in said.text and "xin không chuyển tiếp" in said.text
    assert "Trả lời nhanh" not in said.text
    assert f'href="{LINK}"' in said.html and ">Mở biểu mẫu</a>" in said.html


def test_what_people_wrote_is_text_and_never_a_link_or_markup_of_an_own_wording() -> None:
    evil = "<script>alert(1)</script>\nXem:\nhttp://evil.example/x\n{{ agency }}"
    letter = LETTERS["returned"]
    assert isinstance(letter, ReturnedLetter)
    said = own_wording(ReturnedLetter, shipped_words(ReturnedLetter)).compose(replace(letter, reason=evil))
    assert "<script" not in said.html and "evil.example" in said.html and "{{ agency }}" in said.html
    assert Page(said.html).links == {LINK}


def test_a_thousand_letters_of_one_wording_are_rendered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    own = own_wording(ReminderLetter, SHORT + "\n")
    rendered = []
    finished = composing.finished
    monkeypatch.setattr("dondoc.mail.own.finished", lambda *parts: rendered.append(1) or finished(*parts))
    for number in range(1000):
        line = replace(LINE, unit=f"Phòng số {number}", link=f"{LINK}{number}")
        said = own.compose(replace(reminder(line), to_name=f"Người {number}"))
        assert f"Đề nghị Phòng số {number} nộp" in said.text and f'href="{LINK}{number}"' in said.html
    assert len(rendered) <= 3


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("Kính gửi\n{{ unti }}", "Dòng 2: không có trường “unti”. Các trường: agency, lead_unit, lines,"),
        ("{% for line in lines %}\n\n{{ line.deadlin }}\n{% endfor %}", "Dòng 3: không có trường “deadlin”. Có lẽ là"),
        ("{{ agency.__class__.__mro__ }}", "Dòng 1: “.__class__” không có ở đây"),
        ("{{ agency.format.__globals__ }}", "Dòng 1: “.format” không có ở đây"),
        ("{% for i in range(10 ** 12) %}{% endfor %}", "Dòng 1: “()” không dùng được"),
        ("{% for a in lines recursive %}{{ loop(lines) }}{% endfor %}", "chỉ chạy trên một danh sách của thư: lines."),
        ("{% for c in agency %}{{ c }}{% endfor %}", "chỉ chạy trên một danh sách"),
        ("{{ 'x' * 10 ** 9 }}", "“*” không dùng được"),
        ("{{ agency|center(1000000000) }}", "không có cách viết “center”"),
        ("{{ agency|indent(1000000000) }}", "giá trị ghi cho “indent” quá lớn"),
        ("{{ '%1000000000d'|format(1) }}", "không có cách viết “format”"),
        ("{% set a = agency ~ agency %}\n{% set b = a ~ a %}{{ b }}", "Dòng 2: “b” được ghép từ một tên"),
        ("{{ " + " ~ ".join(["agency"] * 40) + " }}", "một chỗ ghép quá 30 trường"),
        ("{% filter trim %}{% for a in lines %}x{% endfor %}{% endfilter %}", "không đặt {% for %} bên trong"),
        ("{% include 'shared/layout.txt' %}", "“include” không dùng được"),
        ("{% macro a() %}{{ a() }}{% endmacro %}", "“macro” không dùng được"),
        ("{{ lines }}", "đây là một danh sách"),
        ("{{ agency|on_day }}", "cách viết “on_day” không dùng được cho trường này"),
        ("một\nhai {{ to_name", "Dòng 2: có phần chưa kết thúc"),
        ("{% if lines %}", "có phần chưa kết thúc"),
        ("{{ to_name ) }}", "viết sai cú pháp"),
        ("{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", "lồng quá nhiều lớp"),
        ("{% for line in lines %}\n{{ lines[7].link }}{% endfor %}", "Dòng 2: không viết ra được"),
        ("a" * (LONGEST_SOURCE + 1), "chỉ được đến 8000"),
    ],
)  # fmt: skip
def test_each_fault_is_named_with_its_line_and_nothing_runs_on(source: str, said: str) -> None:
    begun = time.process_time()
    found = faults(source)
    assert any(said in each for each in found), found
    assert time.process_time() - begun < 1


def test_no_nest_of_loops_that_is_let_through_takes_long_or_much() -> None:
    deepest = "{% for a in lines %}{% for b in lines %}{{ a.why }}{% endfor %}{% endfor %}"
    assert "{% for %} chỉ lồng được 2 lớp" in faults("{% for c in lines %}" + deepest + "{% endfor %}")[0]
    many = replace(LETTERS["reminder_quick"], lines=(replace(LINE, why="x" * 1000),) * 400)  # type: ignore[type-var]
    begun = time.process_time()
    with pytest.raises(WordingError, match="result_too_long"):
        own_wording(ReminderLetter, deepest).compose(many)
    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    ("kind", "source", "lost"),
    [
        (LetterKind.REMINDER, "Xin nộp báo cáo.", {"deadline", "link", "report_name"}),
        (LetterKind.REMINDER, SHORT.replace("{{ line.deadline }}", "hạn"), {"deadline"}),
        (LetterKind.REMINDER, SHORT.replace("{% for line in lines %}", "{% set line = lines[0] %}")
         .replace("{% endfor %}", ""), {"deadline", "link", "report_name"}),
        (LetterKind.RETURNED, "Xin sửa lại:\n{{ link }} {{ deadline }}", {"reason"}),
        (LetterKind.SIGN_IN, "Mời đăng nhập.", {"link"}),
    ],
)  # fmt: skip
def test_a_wording_that_loses_what_a_letter_owes_is_refused(kind: LetterKind, source: str, lost: set[str]) -> None:
    trial = try_out(kind, source, "Sở Mẫu", "http://mau.example")
    assert {fault.values.get("name") for fault in trial.faults if fault.key == "lost"} == lost


def test_a_wording_that_is_sound_on_samples_is_still_watched_when_it_speaks() -> None:
    but_one = SHORT.replace("{{ line.link }}", "{{ line.link if line.unit != 'Ban B' else '' }}")
    own = own_wording(ReminderLetter, but_one)
    with pytest.raises(WordingError, match="lost"):
        own.compose(reminder(replace(LINE, unit="Ban B")))
