"""The drafter's lines become paragraphs again: unchanged ones as they were, changed ones with their source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.model import PeriodKind
from dondoc.rules import diff
from dondoc.rules.diff import Mark
from dondoc.rules.draft import compile_report
from dondoc.rules.edit import as_lines, edited, keeping_own, led_back, may_edit
from dondoc.rules.refusal import Refused
from dondoc.rules.report import Made, Paragraph, ReportModel, Source, blocks
from dondoc.rules.sign import ReportState
from tests.rules.drafts import ITEMS, RESULT, answered, frame, silent

A, B = (Source(submission_id=n, version=1, unit=f"Phòng {n}", span=(0, 5)) for n in (1, 2))
ONE = Paragraph(text="Phòng 1: Mở hai lớp tập huấn tại Đông Hà.", sources=(A,), bullet=True)
TWO = Paragraph(text="Phòng 2: Rà soát 14 văn bản.", sources=(B,), bullet=True)
OWN = Paragraph(text="Nhìn chung đúng tiến độ.")

line = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Cf"]), min_size=1, max_size=60).filter(
    lambda text: text.strip() and not text.lstrip().startswith(("-", "–", "•", "+"))
)
paragraphs = st.lists(
    st.builds(
        Paragraph,
        text=line.map(lambda text: " ".join(text.split())),
        sources=st.sampled_from([(), (A,), (B,), (A, B)]),
        bullet=st.booleans(),
    ),
    max_size=6,
).map(tuple)


@given(paragraphs)
def test_lines_left_as_they_are_lead_back_to_the_same_paragraphs(old: tuple[Paragraph, ...]) -> None:
    assert led_back(old, as_lines(old)) == old


@given(paragraphs, st.lists(line, max_size=6))
def test_every_line_becomes_one_paragraph_in_its_order(old: tuple[Paragraph, ...], lines: list[str]) -> None:
    found = led_back(old, lines)
    assert [" ".join(each.text.split()) for each in found] == [" ".join(text.split()) for text in lines]
    as_written = {each.text for each in old}
    assert all(each.text in as_written or each.edited or not each.sources for each in found)


def test_a_changed_line_keeps_its_source_and_says_that_it_was_edited() -> None:
    lines = as_lines((ONE, TWO))
    found = led_back((ONE, TWO), [lines[0].replace("hai lớp", "02 lớp"), lines[1]])
    assert found[0].sources == (A,) and found[0].edited and "02 lớp" in found[0].text
    assert found[1] == TWO


def test_a_new_line_is_the_drafters_and_a_deleted_one_is_gone() -> None:
    found = led_back((ONE, TWO), [as_lines((TWO,))[0], "Hoàn toàn khác, không ai báo cáo câu này."])
    assert found[0] == TWO
    assert (found[1].sources, found[1].edited, found[1].bullet) == ((), False, False)


def test_a_changed_order_keeps_every_source() -> None:
    found = led_back((ONE, TWO, OWN), as_lines((TWO, ONE, OWN)))
    assert {each.text: each.sources for each in found} == {each.text: each.sources for each in (ONE, TWO, OWN)}


def test_a_sentence_that_compiling_made_is_the_drafters_once_it_is_changed() -> None:
    made = Paragraph(text="Đến thời điểm tổng hợp, 6/7 phòng, đơn vị đã gửi.", made=Made.STANDING)
    (found,) = led_back((made,), ["Đến nay, 6/7 phòng, đơn vị đã gửi."])
    assert found.made is None and not found.edited


def report(kind: PeriodKind = PeriodKind.QUARTER) -> ReportModel:
    name = "năm 2024" if kind is PeriodKind.YEAR else "quý I năm 2024"
    return compile_report(
        frame(kind, name), ITEMS, [answered(1, {(1, RESULT): "Mở 2 lớp.\nCử 3 người."}), silent(2)], []
    )


def test_only_the_blocks_that_were_changed_change() -> None:
    model = report()
    found = edited(model, {"1.2": "Đã đôn đốc.", "subject": "  Kết quả   quý I năm 2024 "})
    assert found.parts[0].sections[1].paragraphs == (Paragraph(text="Đã đôn đốc."),)
    assert found.subject == "Kết quả quý I năm 2024"
    assert found.parts[0].sections[0] == model.parts[0].sections[0]
    assert [each.name for each in diff.reports(model, found)] == ["subject", "1.2"]


@pytest.mark.parametrize("name", ["opening", "closing", "subject"])
def test_opening_closing_and_subject_may_not_be_emptied(name: str) -> None:
    with pytest.raises(Refused, match="block_empty") as refused:
        edited(report(), {name: " \n "})
    assert refused.value.field == f"block-{name}"


def test_the_closing_stays_one_paragraph() -> None:
    assert edited(report(), {"closing": "Một.\nHai."}).closing.text == "Một.\nHai."


def test_compiling_again_keeps_what_only_the_drafter_writes() -> None:
    model = report(PeriodKind.YEAR)
    written = edited(model, {"2.2": "Giao việc rõ người.", "1.2": "Sửa tay."})
    again = keeping_own(written, model)
    assert again.parts[1].sections[1].paragraphs[0].text == "Giao việc rõ người."
    assert again.parts[0] == model.parts[0]


@pytest.mark.parametrize("state", ReportState)
def test_a_report_is_edited_until_it_is_signed(state: ReportState) -> None:
    if state in {ReportState.DRAFT, ReportState.SENT_BACK, ReportState.FOR_SIGN_OFF}:
        may_edit(state)
    else:
        with pytest.raises(Refused, match="signed_not_edited"):
            may_edit(state)


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_comparison_holds_both_texts(old: str, new: str) -> None:
    pieces = diff.words(old, new)
    assert "".join(text for mark, text in pieces if mark is not Mark.GONE) == new
    # Where only blanks differ the new ones are shown.
    assert "".join(text for mark, text in pieces if mark is not Mark.NEW).split() == old.split()


def test_a_version_equals_itself_and_every_block_has_a_name() -> None:
    model = report()
    assert diff.reports(model, model) == []
    assert [block.name for block in blocks(model)] == ["opening", "1", "1.1", "1.2", "2", "2.1", "3", "4", "closing"]
