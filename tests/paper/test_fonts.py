"""The font of the PDF is found by what it can set, not by its name."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import typst

from dondoc.paper import fonts


@pytest.fixture
def looked_for_anew() -> Iterator[None]:
    fonts._chosen.cache_clear()
    fonts._lacks.cache_clear()
    yield
    fonts._chosen.cache_clear()
    fonts._lacks.cache_clear()


def test_the_paper_font_has_every_vietnamese_letter_in_four_styles() -> None:
    assert len(fonts.VIETNAMESE) == 2 * (12 * 6 + 21)
    assert fonts.has_glyphs(fonts.typst_fonts(), fonts.paper_font().name, fonts.VIETNAMESE)


def test_a_machine_without_fonts_sets_vietnamese_in_a_font_that_comes_with_typst(
    monkeypatch: pytest.MonkeyPatch, looked_for_anew: None
) -> None:
    monkeypatch.setattr(fonts, "font_folders", list)
    found = fonts.paper_font()
    assert (found.kind, found.paths) == ("fallback", ())
    assert found.name in found.note
    assert fonts.lacking("ơ ư ạ ễ Đ") == []


def test_a_family_of_the_right_name_without_vietnamese_letters_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, looked_for_anew: None
) -> None:
    monkeypatch.setattr(fonts, "has_glyphs", lambda found, name, text: name == "Libertinus Serif")
    assert fonts.paper_font().name == "Libertinus Serif"


def test_a_missing_glyph_is_seen_for_real() -> None:
    embedded = typst.Fonts(include_system_fonts=False)
    assert fonts.has_glyphs(embedded, "Libertinus Serif", "ơ")
    assert not fonts.has_glyphs(embedded, "Libertinus Serif", "漢")
    assert fonts.lacking("Sở ơ 漢 \U0001f600 漢") == ["漢", "\U0001f600"]


def test_an_operators_folder_is_searched_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DONDOC_FONTS", str(tmp_path))
    assert fonts.font_folders()[0] == tmp_path
