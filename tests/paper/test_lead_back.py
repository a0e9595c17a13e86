"""Report → Word → report: nothing of ours is lost, changes come back as Word shows them, the rest is told."""

import io
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from dondoc.intake.word import read_word
from dondoc.paper.docx import docx
from dondoc.paper.form import form
from dondoc.paper.lead_back import LedBack, lead_back
from dondoc.rules import diff
from dondoc.rules.reading import Strange, StrangeThing, WordFile
from dondoc.rules.report import FigureRow, Paragraph, Part, ReportModel, Section, blocks

from .reading import W
from .sample import FIGURES, OFFICE, TECH, issued, sample
from .word_files import changed, delete_tracked, element, inserted, package, paragraph, parts_of, with_part

WORDS = "Cử 03 công chức tham gia lớp bồi dưỡng nghiệp vụ pháp chế do Sở Tư pháp tổ chức."


def led(data: bytes, base: ReportModel | None = None) -> LedBack:
    return lead_back(WordFile.model_validate(read_word(data)), base or sample())


@pytest.mark.parametrize("report", [sample(), issued()], ids=["draft", "issued"])
def test_an_untouched_file_is_the_same_report_again(report: ReportModel) -> None:
    assert led(docx(report), report) == LedBack(report, ())


def test_it_says_which_version_it_was_downloaded_from() -> None:
    assert WordFile.model_validate(read_word(docx(sample(), mark="dondoc:7:3"))).mark == "dondoc:7:3"


text = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
paragraphs = st.lists(
    st.builds(Paragraph, text=text, bullet=st.booleans(), sources=st.sampled_from([(), (OFFICE,), (OFFICE, TECH)])),
    max_size=4,
).map(tuple)
section = st.builds(
    Section, heading=st.sampled_from(["Việc một", "Việc hai", "Căn cứ, kết quả"]), paragraphs=paragraphs
)
part = st.builds(
    Part, heading=st.sampled_from(["Kết quả", "Đánh giá"]), paragraphs=paragraphs,
    sections=st.lists(section, max_size=2).map(tuple),
)  # fmt: skip
number = st.none() | st.decimals(-(10**6), 10**6, places=2)
figure = st.builds(
    FigureRow, name=text, unit_of_measure=text, value=number, previous=number, last_year=number, cumulative=number,
    sources=st.sampled_from([(), (OFFICE,)]),
)  # fmt: skip


@settings(max_examples=30)
@given(paragraphs, st.lists(part, max_size=3).map(tuple), st.lists(figure, max_size=5).map(tuple), text)
def test_whatever_stands_in_a_report_comes_back_word_for_word(
    opening: tuple[Paragraph, ...], parts: tuple[Part, ...], figures: tuple[FigureRow, ...], subject: str
) -> None:
    report = sample().model_copy(
        update={"opening": opening, "parts": parts, "figures": figures, "subject": subject, "legal_basis": (subject,)}
    )
    back = led(docx(report), report)
    assert back.strange == ()
    assert form(back.model) == form(report)
    # Every line that is printed has the sources it had.
    shown = [each.sources for block in blocks(report) for each in block.paragraphs if each.text.strip()]
    assert {each for each in shown if each} >= {
        each.sources for block in blocks(back.model) for each in block.paragraphs if each.sources
    }
    assert all(not each.edited for block in blocks(back.model) for each in block.paragraphs)
    assert [row.sources for row in back.model.figures] == [row.sources for row in figures]


def test_tracked_insertions_and_deletions_count_as_final() -> None:
    def change(root: object) -> None:
        paragraph(root, WORDS).append(inserted(" Kết quả đạt yêu cầu."))
        delete_tracked(paragraph(root, "Trang thông tin điện tử"))

    back = led(changed(change))
    assert back.strange == ()
    (one, two) = diff.reports(sample(), back.model)
    assert (one.name, two.name) == ("1.1", "1.3")
    mended = back.model.parts[0].sections[2].paragraphs[0]
    assert mended.text == f"{WORDS} Kết quả đạt yêu cầu." and mended.edited and mended.sources == (OFFICE,)


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    def change(root: object) -> None:
        first = paragraph(root, "Sinh hoạt chi bộ")
        first.find(f"{W}pPr").append(element('<w:rPr><w:del w:id="3" w:author="A"/></w:rPr>'))

    texts = [each.text for each in led(changed(change)).model.parts[0].sections[0].paragraphs]
    assert len(texts) == 3 and "người tham dự);- Trang thông tin" in texts[1]


def test_a_new_paragraph_in_our_style_is_the_drafters() -> None:
    def change(root: object) -> None:
        found = paragraph(root, WORDS)
        found.addnext(element('<w:p><w:pPr><w:pStyle w:val="DondocBody"/></w:pPr><w:r><w:t>Thêm ý.</w:t></w:r></w:p>'))

    found = led(changed(change)).model.parts[0].sections[2].paragraphs
    assert found[1] == Paragraph(text="Thêm ý.")


def test_a_paragraph_in_a_foreign_style_is_told_with_its_place() -> None:
    def change(root: object) -> None:
        paragraph(root, WORDS).addnext(element("<w:p><w:r><w:t>Gõ tay.</w:t></w:r></w:p>"))

    back = led(changed(change))
    assert back.model == sample()
    assert back.strange == (StrangeThing(kind=Strange.STYLE, text="Gõ tay.", block="1.3", after=1),)


def test_pictures_comments_text_boxes_and_foreign_tables_are_told() -> None:
    box = "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>Trong khung</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Ô lạ</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"

    def change(root: object) -> None:
        found = paragraph(root, WORDS)
        for xml in ("<w:r><w:drawing/></w:r>", box, '<w:r><w:footnoteReference w:id="4"/></w:r>'):
            found.append(element(xml))
        found.addnext(element(table))

    back = led(changed(change))
    assert back.model == sample()
    assert {each.kind for each in back.strange} == {
        Strange.PICTURE, Strange.TEXT_BOX, Strange.FOOTNOTE, Strange.TABLE,
    }  # fmt: skip
    assert {each.text for each in back.strange} >= {"Trong khung", "Ô lạ"}


def test_number_date_and_signature_are_not_taken_from_word() -> None:
    def change(root: object) -> None:
        for words, other in (("/BC-SKHCN", "Số: 99/BC-SKHCN"), ("Trần Thị Mẫu Đơn", "Người Khác")):
            found = paragraph(root, words)
            next(found.iter(f"{W}t")).text = other

    back = led(changed(change))
    assert back.model == sample()
    assert [each.kind for each in back.strange] == [Strange.FIXED, Strange.FIXED]
    assert "99/BC-SKHCN" in back.strange[0].text


def test_a_changed_figure_keeps_its_source_and_says_that_it_was_edited() -> None:
    def change(root: object) -> None:
        next(paragraph(root, "1.234,5").iter(f"{W}t")).text = "1.300"

    row = led(changed(change)).model.figures[1]
    assert (row.value, row.edited, row.sources) == (Decimal(1300), True, FIGURES[1].sources)


def test_a_figure_that_is_no_number_is_told_and_stands_as_it_was() -> None:
    def change(root: object) -> None:
        next(paragraph(root, "1.234,5").iter(f"{W}t")).text = "khoảng 1.300"

    back = led(changed(change))
    assert back.model.figures[1] == FIGURES[1]
    assert back.strange[0].kind is Strange.FIGURE and "khoảng 1.300" in back.strange[0].text


def test_a_part_that_was_added_and_one_that_was_renamed_come_back() -> None:
    def change(root: object) -> None:
        next(paragraph(root, "IV. KIẾN NGHỊ").iter(f"{W}t")).text = "IV. ĐỀ NGHỊ CẤP TRÊN"
        closing = paragraph(root, "kính đề nghị UBND tỉnh")
        for style, words in (("Part", "V. TỔ CHỨC THỰC HIỆN"), ("Body", "Giao Thanh tra Sở theo dõi.")):
            mark = f'<w:pPr><w:pStyle w:val="Dondoc{style}"/></w:pPr>'
            closing.addprevious(element(f"<w:p>{mark}<w:r><w:t>{words}</w:t></w:r></w:p>"))

    parts = led(changed(change)).model.parts
    assert [each.heading for each in parts[3:]] == ["ĐỀ NGHỊ CẤP TRÊN", "TỔ CHỨC THỰC HIỆN"]
    assert parts[4].paragraphs == (Paragraph(text="Giao Thanh tra Sở theo dõi."),)


def test_a_sentence_moved_to_another_section_brings_its_source_along() -> None:
    def change(root: object) -> None:
        found = paragraph(root, WORDS)
        paragraph(root, "Rà soát 14 văn bản").addprevious(found)

    sections = led(changed(change)).model.parts[0].sections
    assert sections[1].paragraphs[0].sources == (OFFICE,)
    assert sections[2].paragraphs == ()


def test_a_thousand_rows_come_back_quickly() -> None:
    rows = tuple(FIGURES[0].model_copy(update={"name": f"Chỉ số {place}"}) for place in range(1000))
    report = sample().model_copy(update={"figures": rows})
    assert led(docx(report), report).model == report


def test_a_comment_is_told_with_its_words() -> None:
    words = '<w:comment w:id="0"><w:p><w:r><w:t>Xem lại</w:t></w:r></w:p></w:comment>'
    note = f'<w:comments xmlns:w="{W[1:-1]}">{words}</w:comments>'
    data = with_part("word/comments.xml", note.encode())
    read = WordFile.model_validate(read_word(data))
    assert read.strange == ()  # nobody refers to it

    def change(root: object) -> None:
        paragraph(root, WORDS).append(element('<w:r><w:commentReference w:id="0"/></w:r>'))

    both = package(parts_of(changed(change)) | {"word/comments.xml": note.encode()})
    assert led(both).strange == (StrangeThing(kind=Strange.COMMENT, text="Xem lại"),)


@pytest.mark.soffice
def test_a_report_edited_in_libreoffice_comes_back(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("NO LIBREOFFICE ON THIS MACHINE: no file was edited in it")

    def convert(path: Path, kind: str, folder: str) -> Path:
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = [office, profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path / folder), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return tmp_path / folder / f"report.{kind.split(':', maxsplit=1)[0]}"

    report = sample()
    (tmp_path / "report.docx").write_bytes(docx(report, mark="dondoc:1:1"))
    flat = convert(tmp_path / "report.docx", "fodt", "flat")
    words = flat.read_text(encoding="utf-8")
    assert WORDS in words
    flat.write_text(words.replace(WORDS, f"{WORDS} Đã cấp chứng chỉ.").replace("1.234,5", "1.235"), encoding="utf-8")
    edited = convert(flat, "docx", "edited").read_bytes()
    back = led(edited, report)
    assert back.strange == ()
    assert [each.name for each in diff.reports(report, back.model)] == ["1.3", "figure-2"]
    untouched = convert(tmp_path / "report.docx", "docx:MS Word 2007 XML", "again").read_bytes()
    assert led(untouched, report) == LedBack(report, ())
    assert Document(io.BytesIO(untouched)).core_properties.identifier == "dondoc:1:1"
