"""The documents of the corpus as Word files: numbering, merged cells, tracked changes."""

# ruff: noqa: E501, PLW2901, PLR0915, DTZ001
import datetime
import re
import zipfile


def settle(path):
    """The same source gives the same bytes: no time of writing inside the package."""
    with zipfile.ZipFile(path) as old:
        parts = [(info.filename, old.read(info)) for info in old.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts:
            data = (
                re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2026-01-05T00:00:00Z", data)
                if name == "docProps/core.xml"
                else data
            )
            new.writestr(zipfile.ZipInfo(name, (2026, 1, 5, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)


# --- Word ---------------------------------------------------------------------------------------------------------------
NUMBERING = """<w:abstractNum xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:abstractNumId="77">
<w:multiLevelType w:val="multilevel"/>%s</w:abstractNum>"""


LEVEL = """<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/><w:lvlText w:val="%s"/><w:lvlJc w:val="left"/></w:lvl>"""


LEVELS = [("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "-")]


def write_docx(path, parts, meta):
    import docx
    from docx.enum.section import WD_ORIENT, WD_SECTION
    from docx.oxml import OxmlElement, parse_xml
    from docx.oxml.ns import qn

    doc = docx.Document()
    doc.styles["Normal"].font.name = "Times New Roman"
    root = doc.part.numbering_part.element
    root.insert(0, parse_xml(NUMBERING % "".join(LEVEL % (n, *lv) for n, lv in enumerate(LEVELS))))
    num = root.add_num(77)
    doc.core_properties.created = doc.core_properties.modified = datetime.datetime(2026, 1, 5)

    def fill(par, text, bold=False):
        for piece in re.split(r"(\[\+.*?\+\]|\[-.*?-\]|\*\*.*?\*\*|<br>)", text):
            if piece == "<br>":
                par.add_run().add_break()
            elif piece[:2] in ("[+", "[-"):
                run = par.add_run(piece[2:-2])
                change = OxmlElement("w:ins" if piece[1] == "+" else "w:del")
                for key, value in (("id", "9"), ("author", "Chuyên viên"), ("date", "2026-01-05T08:00:00Z")):
                    change.set(qn("w:" + key), value)
                run._r.addprevious(change)
                change.append(run._r)
                if piece[1] == "-":
                    for t in run._r.findall(qn("w:t")):
                        t.tag = qn("w:delText")
            elif piece:
                par.add_run(piece.strip("*") if piece[:2] == "**" else piece).bold = (bold or piece[:2] == "**") or None
        return par

    def para(text):
        level = re.match(r"([123-])# ", text)
        if level:
            par = fill(doc.add_paragraph(), text[3:])
            props = par._p.get_or_add_pPr().get_or_add_numPr()
            props.get_or_add_ilvl().val = "123-".index(level[1])
            props.get_or_add_numId().val = num.numId
        elif text.startswith("# "):
            fill(doc.add_paragraph(), text[2:], True).alignment = 1
        elif text:
            fill(doc.add_paragraph(), text)

    def grid(rows, border):
        width = max(len(r[1]) for r in rows)
        table = doc.add_table(len(rows), width, style="Table Grid" if border else None)
        for y, (kind, cells) in enumerate(rows):
            if kind == "group" and len(cells) < width:
                table.cell(y, len(cells) - 1).merge(table.cell(y, width - 1))
            for x, cell in enumerate(cells):
                if cell == "^":
                    table.cell(y - 1, x).merge(table.cell(y, x))
                else:
                    for n, piece in enumerate(cell.split("<br>")):
                        box = table.cell(y, x)
                        fill(box.paragraphs[0] if n == 0 else box.add_paragraph(), piece, kind in ("header", "group"))

    rest = list(parts)
    while rest:
        part = rest.pop(0)
        if part[0] == "p":
            para(part[1])
        elif part[0] == "table":
            grid(part[2], True)
        elif part[0] == "head":
            grid([("raw", ["<br>".join(side) for side in part[1:]])], False)
        elif part[0] == "sign":
            sides = [[]]
            while rest and rest[0][0] == "p":
                line = rest.pop(0)[1]
                sides.append([]) if line == "||" else sides[-1].append(line)
            grid([("raw", ["<br>".join(x for x in side if x) for side in sides])], False)
        elif part[0] == "page":
            doc.add_page_break()
        elif part[0] == "landscape":
            section = doc.add_section(WD_SECTION.NEW_PAGE)
            section.orientation, section.page_width, section.page_height = (
                WD_ORIENT.LANDSCAPE,
                section.page_height,
                section.page_width,
            )
    doc.save(path)
    settle(path)
