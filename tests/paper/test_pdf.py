"""PDF/A-2b: pages, fonts, metadata, and a signature that never stands alone."""

import io
import subprocess

import pypdf
import pytest

from dondoc.paper.fonts import paper_font
from dondoc.paper.pdf import pdf, render
from dondoc.rules.report import Paragraph, RecipientLine, ReportModel

from .reading import pdf_pages, pdf_text, squashed
from .sample import FIGURES, issued, sample

A4 = (595.28, 841.89)


@pytest.fixture(scope="module")
def paper() -> bytes:
    return pdf(issued())


def _with(count: int, **more: object) -> ReportModel:
    line = Paragraph(text="Các phòng, đơn vị đã triển khai đúng tiến độ theo kế hoạch được giao.")
    return issued().model_copy(update={"opening": (line,) * count, "parts": (), "figures": (), "units": (), **more})


def test_text_pages_are_upright_a4_and_annexes_lie(paper: bytes) -> None:
    sizes = [
        (float(page.mediabox.width), float(page.mediabox.height)) for page in pypdf.PdfReader(io.BytesIO(paper)).pages
    ]
    lying = sum("Phụlục" in squashed(text)[:12] for text in pdf_pages(paper))
    assert lying == 2
    assert all(size == pytest.approx(A4, abs=0.5) for size in sizes[:-2])
    assert all(size == pytest.approx(A4[::-1], abs=0.5) for size in sizes[-2:])


def test_the_file_says_pdf_a_2b_and_pdf_ua_and_its_title_and_language(paper: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(paper))
    root = reader.trailer["/Root"]
    xmp = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert root["/Lang"].startswith("vi")
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata.title == "Báo cáo Kết quả thực hiện công tác cải cách tư pháp quý I năm 2024"


def test_every_font_is_embedded_and_is_the_paper_font(paper: bytes) -> None:
    name = paper_font().name.replace(" ", "")
    seen = 0
    for page in pypdf.PdfReader(io.BytesIO(paper)).pages:
        for font in page["/Resources"]["/Font"].values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = descendant["/FontDescriptor"].get_object()
            assert any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
            assert name in str(descriptor["/FontName"])
            seen += 1
    assert seen


def test_the_page_says_what_the_form_asks(paper: bytes) -> None:
    text = pdf_text(paper)
    for line in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "UBND TỈNH QUẢNG TRỊ",
        "SỞ KHOA HỌC VÀ CÔNG NGHỆ", "Số: 05/BC-SKHCN", "Quảng Trị, ngày 18 tháng 3 năm 2024", "KHẨN", "BÁO CÁO",
        "Kính gửi:- Ủy ban nhân dân tỉnh Quảng Trị;", "I. KẾT QUẢ THỰC HIỆN", "1. Công tác tuyên truyền",
        "tổng hợp./.", "Nơi nhận:- Như trên;", "- Lưu: VT, TTra.", "KT. GIÁM ĐỐCPHÓ GIÁM ĐỐC", "Lê Văn Giả Định",
        "(Kèm theo Báo cáo số 05/BC-SKHCN ngày 18 tháng 3 năm 2024 của Sở Khoa học và Công nghệ)", "1.234,5",
        "6Phòng Quản lý Chuyên ngànhChưa nộp–13/3/2024",
    ):  # fmt: skip
        assert squashed(line) in text
    assert "Dựthảo" not in text


def test_the_first_page_has_no_number_and_each_annex_counts_anew() -> None:
    pages = [squashed(page) for page in pdf_pages(pdf(issued().model_copy(update={"figures": FIGURES * 12})))]
    annex = next(place for place, page in enumerate(pages) if page.startswith("PhụlụcI"))
    assert pages[0].startswith("UBND")
    assert [page[0] for page in pages[1:annex]] == [str(number) for number in range(2, annex + 1)]
    assert [page[0] for page in pages[annex + 1 : -1]] == [str(number) for number in range(2, len(pages) - annex)]
    assert pages[-1].startswith("PhụlụcII")


def test_the_signature_never_stands_alone_on_a_page() -> None:
    for count in range(10, 34):
        pages = [squashed(page) for page in pdf_pages(pdf(_with(count)))]
        signed = next(page for page in pages if "LêVănGiảĐịnh" in page)
        assert "Nơinhận:" in signed and "./." in signed, count


def test_a_very_long_list_of_recipients_is_broken_rather_than_lost() -> None:
    many = tuple(RecipientLine(name=f"Đơn vị số {number}") for number in range(150))
    text = pdf_text(pdf(_with(1, recipients=many)))
    assert all(f"-Đơnvịsố{number};" in text for number in range(150))


def test_a_character_the_font_lacks_is_marked_and_named_instead_of_failing() -> None:
    rendered = render(_with(0, opening=(Paragraph(text="Số liệu 漢 và \U0001f600 \U0001f600."),)))
    text = pdf_text(rendered.data)
    assert "Sốliệu□và□□." in text or "Sốliệu?và??." in text
    assert len(rendered.notes) == 2
    assert "U+6F22" in rendered.notes[0]
    assert render(issued()).notes == ()


def test_an_equal_report_gives_equal_bytes(paper: bytes) -> None:
    assert pdf(issued()) == paper
    assert pdf(sample()) != paper


@pytest.mark.slow
def test_a_thousand_rows_repeat_their_header_on_every_page() -> None:
    rows = tuple(FIGURES[0].model_copy(update={"name": f"Chỉ số thứ {number}"}) for number in range(1000))
    pages = pypdf.PdfReader(io.BytesIO(pdf(_with(1, figures=rows)))).pages
    # Reading a page takes longer than setting ten: every fifth one, and both ends.
    read = {place: squashed(pages[place].extract_text()) for place in {1, *range(3, len(pages), 5), len(pages) - 1}}
    assert len(pages) > 25 and all("Chỉtiêu" in page for page in read.values())
    assert "Chỉsốthứ0buổi" in read[1] and "Chỉsốthứ999buổi" in read[len(pages) - 1]


def test_a_long_paper_is_set_in_a_process_of_its_own_to_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    within = pdf(issued())
    held: list[str] = []
    alone = subprocess.run

    def noted(command: list[str], **options: object) -> object:
        held.append(command[-1])
        return alone(command, **options)  # type: ignore[call-overload]

    monkeypatch.setattr("dondoc.paper.pdf.LONG", 10)
    monkeypatch.setattr("dondoc.paper.pdf.subprocess.run", noted)
    assert pdf(issued()) == within
    assert held == ["dondoc.paper.pdf_child"]


def test_a_letter_that_the_font_lacks_is_marked_there_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dondoc.paper.pdf.LONG", 10)
    monkeypatch.setattr(
        "dondoc.paper.pdf.lacking", lambda text: []
    )  # what a cluster can hide from a look at each letter
    made = render(issued().model_copy(update={"closing": Paragraph(text="Ký tự \U0001f600")}))
    assert any("U+1F600" in note for note in made.notes)
