"""The styles of report.docx: names by which an edited file can be led back, measures of NĐ 30/2020/NĐ-CP, Phụ lục I.

Sizes and spacing in points, indents in mm. Word keeps half-points and twips (1/20 pt).
"""

from dataclasses import dataclass

FONT = "Times New Roman"
INDENT = 12.7


def mm(length: float) -> int:
    """Millimetres to twips."""
    return round(length / 25.4 * 1440)


@dataclass(frozen=True)
class Style:
    """One paragraph style, called "Dondoc ‹name›"."""

    name: str
    size: float = 14
    align: str = "both"
    bold: bool = False
    italic: bool = False
    before: float = 0
    after: float = 0
    first: float = 0
    left: float = 0
    hanging: float = 0
    line: float = 1.0
    """Multiple of a line."""
    exact: float = 0
    """Exact line in points, instead of `line`."""
    keep_next: bool = False
    border: str = ""
    """"top" for a rule, "box" for a frame."""
    outline: int | None = None


STYLES = (
    Style("Draft Note", 10, "center", italic=True, after=6),
    # Head (mục II.1–4): docx.py makes it 12/13 pt where 13/14 pt do not fit on their lines.
    Style("Superior", 13, "center"),
    Style("Agency", 13, "center", bold=True),
    Style("Agency Rule", 2, "center", exact=2, before=3, border="top"),
    Style("Nation", 13, "center", bold=True),
    Style("Motto", 14, "center", bold=True),
    Style("Motto Rule", 2, "center", exact=2, before=3, border="top"),
    Style("Number", 13, "center", before=6),
    Style("About", 13, "center", before=6),
    Style("Dateline", 14, "center", italic=True, before=6),
    Style("Urgency", 13, "center", bold=True, before=10, after=6, border="box"),
    # Title (mục II.5) and Kính gửi (mục II.9a).
    Style("Type", 14, "center", bold=True, before=16, keep_next=True),
    Style("Subject", 14, "center", bold=True, keep_next=True),
    Style("Subject Rule", 2, "center", exact=2, before=3, after=12, border="top"),
    Style("Addressee", 14, "center", before=12, after=8),
    Style("Addressees", 14, "left", before=12, left=25, keep_next=True),
    Style("Addressee Item", 14, "left", left=44.6, hanging=3),
    # Body (mục II.6).
    Style("Basis", italic=True, before=6, first=INDENT, line=1.1),
    Style("Body", before=6, first=INDENT, line=1.1),
    Style("Bullet", before=6, first=INDENT, line=1.1),
    Style("Part", align="left", bold=True, before=6, first=INDENT, line=1.1, keep_next=True, outline=0),
    Style("Section", align="left", bold=True, before=6, first=INDENT, line=1.1, keep_next=True, outline=1),
    Style("Closing", before=6, after=14, first=INDENT, line=1.1, keep_next=True),
    # Foot (mục II.7, II.9b).
    Style("Recipients", 12, "left", bold=True, italic=True),
    Style("Recipient", 11, "left", left=3, hanging=3),
    Style("Signer Line", 14, "center", bold=True),
    Style("Signer", 14, "center", bold=True, before=76),
    Style("Section End", 1, "left", exact=1),
    # Annexes (mục III.1) and page number (mục II.10).
    Style("Annex Label", 14, "center", bold=True, keep_next=True, outline=0),
    Style("Annex Name", 14, "center", bold=True, keep_next=True),
    Style("Annex Belongs", 14, "center", italic=True, after=8, keep_next=True),
    Style("Annex Note", 13, "left", italic=True, after=6, keep_next=True),
    Style("Bar Label", 12, "left"),
    Style("Bar Gap", 4, "left", exact=4),
    Style("Table Head", 12, "center", bold=True, before=2, after=2),
    Style("Table Text", 12, "left", before=2, after=2),
    Style("Table Centre", 12, "center", before=2, after=2),
    Style("Table Figure", 12, "right", before=2, after=2),
    Style("Page Number", 14, "center"),
)


def _paragraph(style: Style) -> str:
    line = f'w:line="{round(style.line * 240)}" w:lineRule="auto"'
    if style.exact:
        line = f'w:line="{round(style.exact * 20)}" w:lineRule="exact"'
    sides = {"top": ("top",), "box": ("top", "left", "bottom", "right")}.get(style.border, ())
    room = {"top": 4, "bottom": 4} if style.border == "box" else {}
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="6" w:space="{room.get(side, 0)}" w:color="auto"/>' for side in sides
    )
    first = f' w:firstLine="{mm(style.first)}"' if style.first else ""
    first = f' w:hanging="{mm(style.hanging)}"' if style.hanging else first
    return (
        "<w:pPr>"
        + ("<w:keepNext/>" if style.keep_next else "")
        + (f"<w:pBdr>{edges}</w:pBdr>" if edges else "")
        + f'<w:spacing w:before="{round(style.before * 20)}" w:after="{round(style.after * 20)}" {line}/>'
        + f'<w:ind w:left="{mm(style.left)}" w:right="0"{first}/><w:jc w:val="{style.align}"/>'
        + ("" if style.outline is None else f'<w:outlineLvl w:val="{style.outline}"/>')
        + "</w:pPr>"
    )


def _run(style: Style) -> str:
    marks = "<w:b/>" * style.bold + "<w:i/>" * style.italic
    return f'<w:rPr>{marks}<w:sz w:val="{round(style.size * 2)}"/><w:szCs w:val="{round(style.size * 2)}"/></w:rPr>'


def _style(style: Style) -> str:
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="Dondoc{style.name.replace(" ", "")}">'
        f'<w:name w:val="Dondoc {style.name}"/><w:basedOn w:val="Normal"/><w:qFormat/>'
        f"{_paragraph(style)}{_run(style)}</w:style>"
    )


def _table(name: str, borders: bool, side: float) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV") if borders else ()
    edges = "".join(f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for edge in sides)
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="Dondoc{name}"><w:name w:val="Dondoc {name}"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr>{f"<w:tblBorders>{edges}</w:tblBorders>" if edges else ""}'
        f'<w:tblCellMar><w:left w:w="{mm(side)}" w:type="dxa"/><w:right w:w="{mm(side)}" w:type="dxa"/></w:tblCellMar>'
        "</w:tblPr>" + ('<w:tcPr><w:vAlign w:val="center"/></w:tcPr>' if borders else "") + "</w:style>"
    )


def styles_xml(head: str, namespace: str) -> str:
    """word/styles.xml."""
    fonts = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
    return (
        f"{head}<w:styles {namespace}><w:docDefaults><w:rPrDefault><w:rPr>{fonts}"
        '<w:sz w:val="28"/><w:szCs w:val="28"/><w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr>'
        "</w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        + "".join(map(_style, STYLES))
        + '<w:style w:type="character" w:customStyle="1" w:styleId="DondocStrong">'
        '<w:name w:val="Dondoc Strong"/><w:rPr><w:b/></w:rPr></w:style>'
        + _table("Frame", borders=False, side=0)
        + _table("Annex", borders=True, side=1.8)
        + "</w:styles>"
    )
