"""Build report.docx, the Word template of the report (NĐ 30/2020/NĐ-CP, Phụ lục I).

    python templates/paper/build_report.py [out.docx]

The package is written part by part, so that every style in it is ours and every run gives equal bytes. The
paragraphs bear docxtpl's tags ({{ … }}, {%p … %}, {%tr … %}); their names are those of dondoc/paper/form.py.
Sizes that depend on the text (head 12 or 13 pt, rules, even lines) are set on the styles by dondoc/paper/docx.py.
"""

import sys
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from report_styles import mm, styles_xml

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

FIGURES = (
    ("TT", 12, "Centre"), ("Chỉ tiêu", 79, "Text"), ("Đơn vị tính", 28, "Centre"), ("Kỳ báo cáo", 26, "Figure"),
    ("Kỳ trước", 26, "Figure"), ("Cùng kỳ năm trước", 28, "Figure"), ("Lũy kế từ đầu năm", 28, "Figure"),
    ("Số liệu", 25, "Centre"),
)  # fmt: skip
UNITS = (
    ("TT", 12, "Centre"), ("Phòng, đơn vị", 76, "Text"), ("Tình trạng", 42, "Text"), ("Ngày nộp", 28, "Centre"),
    ("Hạn nộp", 28, "Centre"), ("Ghi chú", 66, "Text"),
)  # fmt: skip


BAR_WORDS = 90.0


def p(style: str, text: str = "", inner: str = "", strong: bool = False) -> str:
    """A paragraph in the style "Dondoc ‹style›"."""
    run_style = '<w:rPr><w:rStyle w:val="DondocStrong"/></w:rPr>' if strong else ""
    run = f'<w:r>{run_style}<w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    properties = f'<w:pPr><w:pStyle w:val="Dondoc{style.replace(" ", "")}"/>{inner}</w:pPr>'
    return f"<w:p>{properties}{run}</w:p>"


def tag(code: str) -> str:
    """A docxtpl control tag in a paragraph of its own, which docxtpl removes with it."""
    return p("Body", "{%p " + code + " %}")


def when(condition: str, *content: str) -> str:
    """`content` only if `condition`."""
    return tag(f"if {condition}") + "".join(content) + tag("endif")


def each(loop: str, *content: str) -> str:
    """`content` for each round of `loop`."""
    return tag(f"for {loop}") + "".join(content) + tag("endfor")


def cell(width: float, content: str) -> str:
    """A table cell of `width` mm."""
    properties = f'<w:tcPr><w:tcW w:w="{mm(width)}" w:type="dxa"/></w:tcPr>'
    return f"<w:tc>{properties}{content}</w:tc>"


def row(cells: str, header: bool = False) -> str:
    """A row that is never split over two pages; a header row is repeated on each."""
    repeat = "<w:tblHeader/>" if header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>{cells}</w:tr>"


def table(style: str, widths: list[float], rows: str) -> str:
    """A table of fixed column widths in mm, in the style "Dondoc ‹style›"."""
    grid = "".join(f'<w:gridCol w:w="{mm(width)}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Dondoc{style}"/><w:tblW w:w="{mm(sum(widths))}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )


def head() -> str:
    """Two columns: bodies and number on the left; Quốc hiệu, Tiêu ngữ and dateline on the right (mục II.1–4)."""
    left, right = 75.0, 90.0
    bodies = p("Superior", "{{ superior }}") + p("Agency", "{{ agency }}") + p("Agency Rule")
    nation = (
        p("Nation", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + p("Motto", "Độc lập - Tự do - Hạnh phúc") + p("Motto Rule")
    )
    number = p("Number", "{{ number_line }}") + when("about", p("About", "{{ about }}"))
    number += when("urgency", p("Urgency", "{{ urgency }}"))
    rows = row(cell(left, bodies) + cell(right, nation))
    rows += row(cell(left, number) + cell(right, p("Dateline", "{{ dateline }}")))
    return table("Frame", [left, right], rows)


def title() -> str:
    """Type, subject, Kính gửi (mục II.5, II.9a)."""
    return (
        when("type_name", p("Type", "{{ type_name }}"), p("Subject", "{{ subject }}"), p("Subject Rule"))
        + when("addressees|length == 1", p("Addressee", "Kính gửi: {{ addressees[0] }}"))
        + when(
            "addressees|length != 1 and addressees",
            p("Addressees", "Kính gửi:"),
            each("line in addressees", p("Addressee Item", "{{ line }}")),
        )
    )


def lines(source: str) -> str:
    """Paragraphs of the body; a dash item has a style of its own, so that it can be led back."""
    return each(
        f"line in {source}",
        tag("if line.bullet"),
        p("Bullet", "{{ line.text }}"),
        tag("else"),
        p("Body", "{{ line.text }}"),
        tag("endif"),
    )


def body() -> str:
    """Legal basis, opening, parts with their sections, closing (mục II.6)."""
    section = each("section in part.sections", p("Section", "{{ section.heading }}"), lines("section.lines"))
    return (
        each("basis in bases", p("Basis", "{{ basis }}"))
        + lines("opening")
        + each("part in parts", p("Part", "{{ part.heading }}"), lines("part.lines"), section)
        + each("line in closing", p("Closing", "{{ line }}"))
    )


def foot() -> str:
    """Nơi nhận beside the signature, in one row that is never split (mục II.7, II.9b)."""
    left = p("Recipients", "Nơi nhận:") + each("line in recipients", p("Recipient", "{{ line }}"))
    right = each("line in signer_lines", p("Signer Line", "{{ line }}")) + p("Signer", "{{ signer_name }}")
    return table("Frame", [82.5, 82.5], row(cell(82.5, left) + cell(82.5, right)))


def annex(name: str, columns: tuple[tuple[str, int, str], ...], picture: str = "") -> str:
    """Label, name, what it belongs to, note, table (mục III.1)."""
    heads = "".join(cell(width, p("Table Head", text)) for text, width, _ in columns)

    def cells(strong: bool) -> str:
        return "".join(
            cell(width, p(f"Table {kind}", f"{{{{ row.cells[{place}] }}}}", strong=strong))
            for place, (_, width, kind) in enumerate(columns)
        )

    def control(code: str) -> str:
        return row(cell(columns[0][1], p("Table Text", "{%tr " + code + " %}")))

    rows = [
        row(heads, header=True),
        control(f"for row in {name}.rows"),
        control("if row.missing"),
        row(cells(strong=True)),
        control("else"),
        row(cells(strong=False)),
        control("endif"),
        control("endfor"),
    ]
    return (
        p("Annex Label", f"{{{{ {name}.label }}}}")
        + p("Annex Name", f"{{{{ {name}.name }}}}")
        + p("Annex Belongs", f"{{{{ {name}.belongs }}}}")
        + p("Annex Note", f"{{{{ {name}.note }}}}")
        + picture
        + table("Annex", [width for _, width, _ in columns], "".join(rows))
    )


def bars() -> str:
    """A bar each: its words, what is filled, what is not; docx.py sets the two widths."""

    def part(width: float, fill: str) -> str:
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'
        properties = f'<w:tcPr><w:tcW w:w="{mm(width)}" w:type="dxa"/>{shade}</w:tcPr>'
        return f"<w:tc>{properties}{p('Bar Label')}</w:tc>"

    label = cell(BAR_WORDS, p("Bar Label", "{{ bar.label }}"))
    one = table("Frame", [BAR_WORDS, 80, 82], row(label + part(80, "4A6FA5") + part(82, "E3E8EF")))
    return each("bar in bars", one, p("Bar Gap"))


def section(landscape: bool) -> str:
    """A4, margins of mục I.5; pages counted from 1, the first one without its number (mục II.10)."""
    size = 'w:w="16838" w:h="11906" w:orient="landscape"' if landscape else 'w:w="11906" w:h="16838"'
    margins = {"top": 20, "right": 15, "bottom": 20, "left": 30, "header": 10, "footer": 10, "gutter": 0}
    sides = " ".join(f'w:{side}="{mm(length)}"' for side, length in margins.items())
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:headerReference w:type="first" r:id="rId4"/>'
        f'<w:type w:val="nextPage"/><w:pgSz {size}/><w:pgMar {sides}/><w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>'
    )


def document() -> str:
    """The whole document; docx.py drops the last section when its annex is absent."""
    content = (
        when("draft_note", p("Draft Note", "{{ draft_note }}")) + head() + title() + body() + foot()
        + p("Section End", inner=section(landscape=False))
        + when("figures", annex("figures", FIGURES), p("Section End", inner=section(landscape=True)))
        + when("units", annex("units", UNITS, bars()), p("Section End", inner=section(landscape=True)))
    )  # fmt: skip
    return f"{HEAD}<w:document {W} {R}><w:body>{content}{section(landscape=True)}</w:body></w:document>"


def header(content: str) -> str:
    """A page header part."""
    return f"{HEAD}<w:hdr {W} {R}>{p('Page Number', inner='')[:-6]}{content}</w:p></w:hdr>"


PAGE_FIELD = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple>'
SETTINGS = (
    f'{HEAD}<w:settings {W}><w:defaultTabStop w:val="720"/><w:autoHyphenation w:val="false"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="vi-VN"/></w:settings>'
)
CORE = (
    f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>Mẫu báo cáo</dc:title>'
    "<dc:language>vi-VN</dc:language>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">2020-03-05T00:00:00Z</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">2020-03-05T00:00:00Z</dcterms:modified></cp:coreProperties>'
)


def relationships(*targets: tuple[str, str]) -> str:
    """A .rels part of (type, target); ids count from rId1."""
    entries = "".join(
        f'<Relationship Id="rId{place}" Type="{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(targets, start=1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{entries}</Relationships>'


def content_types() -> str:
    """[Content_Types].xml."""
    parts = {
        "/word/document.xml": f"{WORD}.document.main+xml",
        "/word/styles.xml": f"{WORD}.styles+xml",
        "/word/settings.xml": f"{WORD}.settings+xml",
        "/word/header1.xml": f"{WORD}.header+xml",
        "/word/header2.xml": f"{WORD}.header+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def parts() -> dict[str, str]:
    """Every part of the package by its name, in the order written."""
    return {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": relationships(
            (f"{OFFICE}/officeDocument", "word/document.xml"),
            (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "word/document.xml": document(),
        "word/styles.xml": styles_xml(HEAD, W),
        "word/settings.xml": SETTINGS,
        "word/header1.xml": header(PAGE_FIELD),
        "word/header2.xml": header(""),
        "word/_rels/document.xml.rels": relationships(
            (f"{OFFICE}/styles", "styles.xml"),
            (f"{OFFICE}/settings", "settings.xml"),
            (f"{OFFICE}/header", "header1.xml"),
            (f"{OFFICE}/header", "header2.xml"),
        ),
        "docProps/core.xml": CORE,
    }


def build(path: Path) -> None:
    """Write the template to `path`; stored, not deflated: zlib's bytes differ between machines."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as package:
        for name, text in parts().items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 0
            package.writestr(entry, text.encode())


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("report.docx"))
