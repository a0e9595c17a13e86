"""Whatever a unit writes is printed as it is written, on every paper, and runs nowhere."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dondoc.paper.docx import docx
from dondoc.paper.pdf import pdf
from dondoc.paper.preview import preview
from dondoc.rules.clean import clean, paragraphs_of
from dondoc.rules.report import FigureRow, Paragraph, Part, ReportModel, Section, UnitRow

from .reading import docx_text, pdf_pages, pdf_text, squashed
from .sample import issued, sample

HOSTILE = (
    "{{ 7*7 }} {% for x in y %} {# c #} {_{ a }_} {_% b %_} {%p if x %} {{r x }}",
    "<w:p><w:r><w:t>x</w:t></w:r></w:p> &amp; &#123; ]]> <!-- x -->",
    '#eval("1+1") #import "x" #set page(width: 1pt) $x^2$ @ref <label> *đậm* _nghiêng_ `mã` = tiêu đề \\ \\u{48} // x',
    "a\\b \\n \\textbf{x} ~ -- --- ... 'x' \"y\" fi ffi fl",
    "[[x]] ((y)) %s %(x)s ${HOME} $(id) `id` ; -- DROP",
)
VIETNAMESE = "ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
LATIN = st.text(
    st.characters(codec="latin-1", min_codepoint=33) | st.sampled_from(VIETNAMESE + " {}%#<>$@*_"), min_size=1
)


def _filled(text: str) -> ReportModel:
    """`text` in every place where a person writes freely."""
    paragraph = Paragraph(text=text)
    base = issued()
    return base.model_copy(
        update={
            "subject": text,
            "opening": (paragraph,),
            "parts": (Part(heading=text, sections=(Section(heading=text, paragraphs=(paragraph,)),)),),
            "figures": (FigureRow(name=text, unit_of_measure=text, value=None),),
            "units": (UnitRow(unit=text, state=text, due_on=base.data_to, note=text, missing=True),),
        }
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_printed_literally_on_every_paper(text: str) -> None:
    report = _filled(text)
    written = squashed(text)
    assert docx_text(docx(report)).count(written) >= 4
    assert written in pdf_text(pdf(report.model_copy(update={"figures": (), "units": ()})))
    assert "<w:p>" not in preview(report)


def test_a_lone_surrogate_does_not_cut_the_signature_off() -> None:
    report = _filled("trước \ud800 sau\x00\x0b")
    assert "trước\ufffdsau" in docx_text(docx(report))
    for text in (docx_text(docx(report)), pdf_text(pdf(report)), squashed(preview(report))):
        assert "LêVănGiảĐịnh" in text and "sau" in text


@settings(max_examples=10, deadline=None)
@given(LATIN)
@example("fi fl ffi")
@example("- - x")
def test_what_is_written_in_latin_letters_comes_out_of_both_papers(text: str) -> None:
    report = _filled(text).model_copy(update={"figures": (), "units": ()})
    written = squashed("".join(paragraphs_of(text)))
    assert written in docx_text(docx(report))
    # A soft line break may follow a hyphen: pypdf then still gives the same letters.
    assert written in pdf_text(pdf(report))


@settings(max_examples=10, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=40))
@example("\ufe0f\u20e3\U0001f468\u200d\U0001f469")
@example("\u05e9\u05dc\u05d5\u05dd \u0627\u0644")
@example("\u0300\u0323")
def test_no_text_at_all_breaks_a_paper(text: str) -> None:
    report = _filled(text)
    assert squashed(clean(text)) in docx_text(docx(report))
    assert "LêVănGiảĐịnh" in pdf_text(pdf(report))
    assert "paper-signer" in preview(report)


@pytest.mark.soffice
def test_libreoffice_sets_the_word_file_like_the_pdf(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("NO LIBREOFFICE ON THIS MACHINE: the Word file was not looked at")
    (tmp_path / "report.docx").write_bytes(docx(sample()))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "report.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pages = [squashed(page) for page in pdf_pages((tmp_path / "report.pdf").read_bytes())]
    assert len(pages) == 4
    assert pages[0].startswith("Dựthảo") and "UBNDTỈNHQUẢNGTRỊ" in pages[0]
    assert pages[1].startswith("2") and "TrầnThịMẫuĐơn" in pages[1] and "./." in pages[1]
    assert pages[2].startswith("PhụlụcI") and pages[3].startswith("PhụlụcII")
