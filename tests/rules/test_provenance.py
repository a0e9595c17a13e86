"""When a unit's answer changes after compiling, its sentences are known, and only they are taken anew."""

from dataclasses import replace
from decimal import Decimal

from dondoc.model import SumRule
from dondoc.rules.draft import compile_report
from dondoc.rules.edit import edited
from dondoc.rules.provenance import Change, changed_sources, is_stale, refreshed
from dondoc.rules.report import Made, ReportModel, blocks
from dondoc.rules.telling import UnitAnswer
from tests.rules.drafts import ITEMS, RESULT, answered, figure, frame, silent


def compiled(*units: UnitAnswer) -> ReportModel:
    return compile_report(frame(), ITEMS, units, [figure(SumRule.TOTAL)])


def says(number: int, text: str, value: int = 1) -> UnitAnswer:
    return answered(number, {(1, RESULT): text}, {10: Decimal(value)})


def newer(unit: UnitAnswer, text: str, value: int = 1) -> UnitAnswer:
    return replace(
        unit, submission_id=(unit.submission_id or 0) + 1, version=unit.version + 1, answers={(1, RESULT): text},
        figures={10: Decimal(value)},
    )  # fmt: skip


ONE, TWO, THREE = says(1, "Mở 2 lớp."), says(2, "Cử 3 người.", 5), silent(3)
BEFORE = (ONE, TWO, THREE)


def test_nothing_has_changed_while_the_answers_stand() -> None:
    assert changed_sources(compiled(*BEFORE), BEFORE) == []
    assert changed_sources(compiled(answered(1, nothing=True)), [answered(1, nothing=True)]) == []


def test_a_new_version_a_return_and_an_arrival_are_told_apart() -> None:
    returned = replace(TWO, submission_id=None, version=0, answers=None)
    found = changed_sources(compiled(*BEFORE), (newer(ONE, "Mở 3 lớp."), returned, says(3, "Đã góp ý.")))
    assert [(each.unit, each.change) for each in found] == [
        ("Phòng 1", Change.NEW_VERSION), ("Phòng 2", Change.RETURNED), ("Phòng 3", Change.ARRIVED),
    ]  # fmt: skip
    assert (found[0].old_version, found[0].new_version) == (2, 3)


def test_only_sentences_of_changed_answers_are_stale() -> None:
    model = compiled(*BEFORE)
    changes = changed_sources(model, (newer(ONE, "Mở 3 lớp."), TWO, THREE))
    stale = [each.text for block in blocks(model) for each in block.paragraphs if is_stale(each.sources, changes)]
    assert stale == ["Phòng 1: Mở 2 lớp."]


def test_a_refresh_takes_the_changed_words_and_figures_and_leaves_the_drafters_alone() -> None:
    model = edited(compiled(*BEFORE), {"1.1": "- Phòng 1: Mở 2 lớp.\nLời người soạn.\n- Phòng 2: Cử 03 người."})
    now = (newer(ONE, "Mở 3 lớp.\nThêm một lớp.", 4), TWO, THREE)
    found = refreshed(model, compiled(*now), changed_sources(model, now))
    assert [each.text for each in found.parts[0].sections[0].paragraphs] == [
        "Phòng 1: Mở 3 lớp.", "Thêm một lớp.", "Lời người soạn.", "Phòng 2: Cử 03 người.",
    ]  # fmt: skip
    assert found.figures[0].value == 9
    assert changed_sources(found, now) == []


def test_an_arrival_comes_in_and_the_sentence_about_missing_units_goes() -> None:
    model, now = compiled(*BEFORE), (ONE, TWO, says(3, "Đã góp ý."))
    assert model.parts[0].paragraphs[0].made is Made.STANDING
    found = refreshed(model, compiled(*now), changed_sources(model, now))
    assert found.parts[0].paragraphs == ()
    assert [each.text for each in found.parts[0].sections[0].paragraphs][-1] == "Phòng 3: Đã góp ý."
    assert not any(row.missing for row in found.units)


def test_when_all_words_of_a_section_are_returned_it_says_that_nobody_told_anything() -> None:
    model, now = compiled(ONE), (replace(ONE, submission_id=None, version=0, answers=None, figures=None),)
    found = refreshed(model, compiled(*now), changed_sources(model, now))
    assert [each.made for each in found.parts[0].sections[0].paragraphs] == [Made.NOTHING]
    assert found.figures[0].value is None


def test_a_sentence_of_two_units_goes_apart_when_one_of_them_writes_otherwise() -> None:
    both = (says(1, "Không có khó khăn."), says(2, "Không có khó khăn."))
    model, now = compiled(*both), (both[0], newer(both[1], "Thiếu kinh phí."))
    found = refreshed(model, compiled(*now), changed_sources(model, now))
    assert [each.text for each in found.parts[0].sections[0].paragraphs] == [
        "Phòng 1: Không có khó khăn.", "Phòng 2: Thiếu kinh phí.",
    ]  # fmt: skip
