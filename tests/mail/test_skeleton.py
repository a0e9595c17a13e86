from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from dondoc.mail import compose as module
from dondoc.mail.compose import Composed, compose
from dondoc.mail.letters import ReminderLetter
from dondoc.mail.message import on_the_wire
from tests.mail.samples import LADDER, LETTERS, reminder

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
LINKS = st.from_regex(r"https://x\.example/f/[A-Za-z0-9_.&'\"<>-]{1,40}", fullmatch=True)


def parts(composed: Composed) -> tuple[str, str, str]:
    return composed.subject, composed.text, composed.html


def whole(letter: ReminderLetter) -> tuple[str, str, str]:
    """The letter rendered in full."""
    folders = tuple(str(folder / "email") for folder in module.paths.folders("templates"))
    return module._parts(module._environment(folders), letter)


@given(name=WORDS, unit=WORDS, link=LINKS, tone=st.sampled_from(list(LADDER)), lead=WORDS, twice=st.booleans())
def test_a_letter_from_the_skeleton_is_the_letter_rendered_in_full(
    name: str, unit: str, link: str, tone: str, lead: str, twice: bool
) -> None:
    line = replace(LADDER[tone], unit=unit, link=link)
    letter = reminder(*(line, LADDER["due"])[: 1 + twice], to_name=name, lead_unit=lead)
    composed = compose(letter)
    assert parts(composed) == whole(letter)
    assert parts(compose(letter)) == whole(letter)
    escaped = [str(escape(word)) for word in composed.words]
    sent = [
        on_the_wire(marked, words) for marked, words in zip(composed.marked, (composed.words, escaped), strict=True)
    ]
    assert [each.decode().replace("\r\n", "\n") for each in sent] == [composed.text, composed.html]


def test_a_lead_unit_that_reminds_itself_is_spoken_to_as_such() -> None:
    line = replace(LADDER["reminder"], unit="Phòng Quản lý Khoa học")
    other = reminder(line)
    own = reminder(line, lead_unit="Phòng Quản lý Khoa học")
    assert parts(compose(other)) == whole(other) and parts(compose(own)) == whole(own)
    assert "hoàn thành báo cáo" in compose(own).text and "hoàn thành báo cáo" not in compose(other).text


def test_letters_alike_are_rendered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    rendered = 0
    real = module._parts

    def counting(*arguments: object) -> object:
        nonlocal rendered
        rendered += 1
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "_parts", counting)
    module._skeletons.cache_clear()
    for number in range(50):
        compose(reminder(replace(LADDER["due"], unit=f"Phòng {number}", link=f"https://x/{number}")))
    assert rendered < 10
    module._skeletons.cache_clear()


@pytest.fixture
def own_templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An agency's own wording of the reminder."""
    folder = tmp_path / "email" / "reminder"
    folder.mkdir(parents=True)
    shipped = module.paths.folders("templates")
    monkeypatch.setattr(module.paths, "folders", lambda name: [tmp_path, *shipped])
    yield folder
    module._environment.cache_clear()


@pytest.mark.parametrize(
    "wording",
    ["{{ to_name|upper }}", "{{ to_name|length }}", "{{ to_name|truncate(12) }}", "{{ to_name[:4] }}",
     "{{ to_name|e }}",
     "{% if to_name|length > 30 %}{{ agency }}{% endif %}", "{{ to_name|reverse }}"],
)  # fmt: skip
def test_wording_that_changes_a_word_is_rendered_for_each_letter(own_templates: Path, wording: str) -> None:
    (own_templates / "body.txt").write_text(wording, encoding="utf-8")
    (own_templates / "body.html").write_text(wording + "{{ to_name|safe }}", encoding="utf-8")
    for name in ("Trần Thị Bình", "Lê <Văn> & Cường", "An"):
        letter = reminder(to_name=name)
        assert parts(compose(letter)) == whole(letter)


def test_other_letters_are_rendered_in_full() -> None:
    assert compose(LETTERS["receipt"]) == compose(LETTERS["receipt"])
