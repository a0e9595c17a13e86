"""Write the documents of this corpus and their labels from marked sources.

    python build.py [SOURCES [TARGET]]          default: sources/ → dev/

A source is a head of "key: value" lines (out, encoding, outcome, note, flat, widths, roomy, scan, raw), a line "---" and the text. Marks are
taken out of the text and become labels, so that every label is a piece of the document:

    {o II.1}  starts an obligation with this ref       {c:…} content  {l:…} lead  {k:…} cooperating  {p:…} product
    {tw:…}    time; the letter is the kind: c w d r a e u (see KINDS)     {a:…} time.also
    {l#X:…}   keeps the mark under the name X, {+X} gives all marks of X to the current obligation (X may come later)
    {T:…} title  {st:…} {sn:…} signer  {r:…} recipient;   ~ divides units inside {l:}, {k:}: "Sở A,~ Sở B và ~Sở C"

    @table ref c l k t p     (@table headless: no header) the roles of the columns (x: not labelled); lines "| a | b |" follow, the first is the header.
        A row gives an obligation by itself; "|!" row with marks of its own, "|=" group row, "^" merged with the cell above,
        "w!Quý I" a time of kind w, "3!II.3" shows 3 and has the ref II.3
    @notable                 like @table, but columns only set apart by white space (text and PDF)
    @head a / b / c // d / e   the two blocks at the top;   @sheet NAME;   @landscape   @page   @sign (recipients | signer side by side)
    # centred bold   **bold**   1# 2# 3# -#  numbered by Word (I. 1. a) -)   [+ins+] [-del-] tracked changes
"""

# ruff: noqa: E501, PLW2901, PLR0912, PLR0915, DTZ001
import datetime
import json
import re
import sys
import tempfile
import unicodedata
import zipfile
from pathlib import Path

KINDS = {
    "c": "continuous",
    "w": "window",
    "d": "deadline",
    "r": "recurring",
    "a": "ad_hoc",
    "e": "on_event",
    "u": "unknown",
}
HERE = Path(__file__).parent


def squeeze(text):
    text = re.sub(r"\[-.*?-\]", "", text.replace("[+", "").replace("+]", ""))
    return re.sub(r"\s+", " ", text.replace("<br>", " ").replace("**", "")).strip()


def units(text):
    parts = []
    for part in squeeze(text).split("~"):
        part = re.sub(r"\s+và$", "", re.sub(r"\s*\([^()]*\)\s*[,;.]*$", "", part.strip(" ,;.")).strip(" ,;."))
        if part and not part.endswith(":"):
            parts.append(part.strip(" ,;.-–+"))
    return parts


class Labels:
    def __init__(self, meta):
        self.meta, self.obligations, self.kept, self.title, self.signer, self.recipients = meta, [], {}, [], None, []

    def start(self, ref):
        self.obligations.append(
            {
                "ref": ref,
                "content": "",
                "lead": [],
                "cooperating": [],
                "time": {"text": "", "kind": "unknown"},
                "product": "",
                "+": [],
            }
        )

    def put(self, key, text):
        key, _, name = key.partition("#")
        if name:
            self.kept.setdefault(name, []).append((key, text))
        elif key == "T":
            self.title.append(squeeze(text))
        elif key in ("st", "sn"):
            self.signer = self.signer or {"title": [], "name": ""}
            self.signer["title"].append(squeeze(text)) if key == "st" else self.signer.update(name=squeeze(text))
        elif key == "r":
            self.recipients.append(squeeze(text))
        else:
            self.field(self.obligations[-1], key, text)

    def field(self, one, key, text):
        if key == "l":
            one["lead"] += units(text)
        elif key == "k":
            one["cooperating"] += units(text)
        elif key == "a":
            one["time"].setdefault("also", []).append(squeeze(text))
        elif key[0] == "t":
            one["time"] = {
                "text": squeeze(text).strip(" .;,"),
                "kind": KINDS[key[1]],
                **{k: v for k, v in one["time"].items() if k == "also"},
            }
        else:
            name = {"c": "content", "p": "product"}[key]
            one[name] = squeeze(text).strip(" .;")

    def whole(self):
        for one in self.obligations:
            for name in one.pop("+"):
                for key, text in self.kept[name]:
                    self.field(one, key, text)
            assert one["content"], one
        signer = self.signer and {"title": " ".join(self.signer["title"]), "name": self.signer["name"]}
        return {
            "outcome": self.meta.get("outcome", "plan"),
            "title": " ".join(self.title),
            "signer": signer,
            "recipients": self.recipients,
            "obligations": self.obligations,
            "note": self.meta.get("note", ""),
        }


def strip(text, labels):
    """The text without its marks, which go into the labels. Innermost marks come after the ones around them."""
    out, at = "", 0
    while (start := text.find("{", at)) >= 0:
        out += text[at:start]
        depth, end = 1, start + 1
        while depth:
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        mark, at = text[start + 1 : end - 1], end
        if mark.startswith("o"):
            ref, *names = mark[1:].strip().split("+")
            labels.start(ref.strip())
            labels.obligations[-1]["+"] += [n.strip() for n in names]
        elif mark.startswith("+"):
            labels.obligations[-1]["+"].append(mark[1:])
        else:
            key, inner = mark.split(":", 1)
            quiet = Labels({})
            quiet.start("")
            labels.put(key, strip(inner, quiet) if key[0] not in "lk" else plain(inner))
            out += strip(inner, labels).replace("~", "")
    return out + text[at:]


def plain(text):
    while re.search(r"\{[^{}]*\}", text):
        text = re.sub(r"\{([^{}]*)\}", lambda m: m[1].split(":", 1)[1] if ":" in m[1] else "", text)
    return text


def row_cells(line, roles, labels, above):
    """One table line → (kind, shown cells); fills in the labels of a row."""
    kind = {"|!": "raw", "|=": "group"}.get(line[:2], "row")
    cells = [c.strip() for c in line[2 if kind != "row" else 1 :].rstrip().rstrip("|").split("|")]
    if kind != "row":
        return kind, [strip(c, labels) for c in cells]
    shown, values = [], []
    for role, cell, before in zip(roles, cells, above or [""] * len(cells), strict=False):
        value = before if cell == "^" else cell
        values.append(value)
        if role == "t":
            cell = re.sub(r"^[a-z]!", "", cell)
        if role == "ref":
            cell = cell.split("!")[0]
        shown.append(cell)
    by = dict(zip(roles, values, strict=False))
    labels.start(by.get("ref", "").split("!")[-1].rstrip("."))
    for role, value in zip(roles, values, strict=False):
        if role in "lkcp" and value not in ("", "-"):
            labels.put(role, plain(value))
        elif role == "t" and value:
            labels.put("t" + value[0], plain(value[2:]))
    shown = [cell if cell == "^" else strip(cell, labels).replace("~", "") for cell in shown]
    return kind, shown, values


def blocks(text, labels):
    """The source as a list of ("p", line), ("table", kind, rows), ("head", left, right) and directives."""
    out, roles, above, fresh = [], None, None, False
    for line in text.split("\n"):
        if line.startswith(("@table", "@notable")):
            roles, above = line.split()[1:], None
            fresh = roles[0] != "headless"
            out.append(("table", line.split()[0][1:], []))
        elif roles and line.startswith("|"):
            if fresh:
                out[-1][2].append(("header", [c.strip() for c in line.strip("|").split("|")]))
                fresh = False
            else:
                kind, cells, *values = row_cells(line, roles, labels, above)
                above = values[0] if values else above
                out[-1][2].append((kind, cells))
        else:
            roles = None
            if line.startswith("@head"):
                out.append(("head", *[[p.strip() for p in part.split(" / ")] for part in line[5:].split(" // ")]))
            elif line.startswith("@"):
                out.append((line[1:].split()[0], line.partition(" ")[2]))
            else:
                out.append(("p", strip(line, labels)))
    return out


# --- text ---------------------------------------------------------------------------------------------------------------
def wrap(text, width):
    lines, now = [], ""
    for word in text.split():
        if now and len(now) + 1 + len(word) > width:
            lines.append(now)
            now = word
        else:
            now = (now + " " + word).strip()
    return [*lines, now]


def as_lines(rows, way):
    if way.startswith("layout"):  # as pdftotext -layout
        widths = [int(w) for w in way.split()[1:]]
        for _kind, cells in rows:
            if len(cells) < len(widths):
                yield "   ".join(c for c in cells if c)
                continue
            parts = [wrap("" if c == "^" else c.replace("<br>", " "), w) for c, w in zip(cells, widths, strict=False)]
            for n in range(max(map(len, parts))):
                yield "  ".join(
                    (p[n] if n < len(p) else "").ljust(w) for p, w in zip(parts, widths, strict=False)
                ).rstrip()
            yield ""
    elif way == "lines":  # as copied from a viewer: one cell under the other
        for _kind, cells in rows:
            yield from (c.replace("<br>", "\n") for c in cells if c not in ("", "^"))
    elif way == "tabs":
        for _kind, cells in rows:
            yield "\t".join("" if c == "^" else c.replace("<br>", " ") for c in cells)
    else:
        for n, (_kind, cells) in enumerate(rows):
            width = len(rows[0][1])
            yield "| " + " | ".join([("" if c == "^" else c) for c in cells] + [""] * (width - len(cells))) + " |"
            if n == 0:
                yield "|" + "---|" * width


def write_text(path, parts, meta):
    lines = []
    for part in parts:
        if part[0] == "p":
            lines += [part[1]] if part[1] != "||" else []
        elif part[0] == "table":
            lines += as_lines(part[2], meta.get("flat", "pipes"))
        elif part[0] == "head":
            lines += [line for side in part[1:] for line in side]
        elif part[0] == "page":
            lines.append("\f" + part[1])
    text = "\n".join(lines).strip("\n") + "\n"
    encoding = meta.get("encoding", "utf-8")
    if encoding == "tcvn3-utf8":  # the same bytes taken for Latin-1, as old files come out of a converter
        text, encoding = tcvn3(text).decode("latin-1"), "utf-8"
    if encoding == "noaccent":
        text = bare(text)
    if encoding == "nfd":
        text = unicodedata.normalize("NFD", text)
    path.write_bytes(
        tcvn3(text) if encoding == "tcvn3" else text.encode("utf-8" if encoding in ("nfd", "noaccent") else encoding)
    )


def bare(text):
    text = unicodedata.normalize("NFD", text).replace("đ", "d").replace("Đ", "D")
    return "".join(c for c in text if not unicodedata.combining(c))


TCVN3 = {}
for first, letters in (
    (0xA1, "ĂÂÊÔƠƯĐăâêôơưđ"),
    (0xB5, "àảãáạ"),
    (0xBB, "ằẳẵắ"),
    (0xC6, "ặầẩẫấậè"),
    (0xCE, "ẻẽéẹềểễếệìỉ"),
    (0xDC, "ĩíịò"),
    (0xE1, "ỏõóọồổỗốộờởỡớợù"),
    (0xF1, "ủũúụừửữứựỳỷỹýỵ"),
):
    TCVN3.update({letter: first + n for n, letter in enumerate(letters)})


def tcvn3(text):
    """TCVN3 has no capitals with tone marks: as in old files, they are the small letters (shown by the .VnTimeH font)."""
    out = bytearray()
    for c in text:
        out += (
            bytes([TCVN3[c]]) if c in TCVN3 else bytes([TCVN3[c.lower()]]) if c.lower() in TCVN3 else c.encode("cp1252")
        )
    return bytes(out)


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


# --- PDF ----------------------------------------------------------------------------------------------------------------
def write_pdf(path, parts, meta):
    import typst

    def esc(text):
        text = re.sub(r"([\\#\$\*_`<>@\[\]~/=+-])", r"\\\1", text.replace("<br>", "\v").replace("**", "\f"))
        text = re.sub("\f(.*?)\f", r"#strong[\1]", text).replace("\v", " \\\n").replace("\f", "")
        return re.sub(r"^(\d+)\.", r"\1\\.", text)

    widths = meta.get("widths", "")
    out = [
        '#set page(paper: "a4", margin: (left: 3cm, rest: 2cm), numbering: "1", number-align: center + top)',
        '#set text(font: ("Liberation Serif", "Times New Roman", "DejaVu Serif", "Libertinus Serif"), size: 13pt, lang: "vi")\n#set smartquote(enabled: false)',
        "#set par(justify: true, leading: 0.6em)",
    ]
    rest = list(parts)
    while rest:
        part = rest.pop(0)
        if part[0] == "p":
            text = part[1]
            out.append(f"#align(center)[*{esc(text[2:])}*]\n" if text.startswith("# ") else esc(text) + "\n")
        elif part[0] == "table":
            rows = part[2]
            width = len(rows[0][1])
            cols = (
                "("
                + ", ".join(widths.split() if len(widths.split()) == width else ["auto"] + ["1fr"] * (width - 1))
                + ")"
            )
            body = []
            for y, (kind, cells) in enumerate(rows):
                for x, cell in enumerate(cells):
                    if cell == "^":
                        continue
                    down = 1
                    while y + down < len(rows) and x < len(rows[y + down][1]) and rows[y + down][1][x] == "^":
                        down += 1
                    across = width - x if kind == "group" and x == len(cells) - 1 else 1
                    body.append(f"table.cell(rowspan: {down}, colspan: {across})[{esc(cell)}]")
            header = f"table.header({', '.join(body[:width])}), " + ",\n".join(body[width:])
            stroke = "none" if part[1] == "notable" else "0.5pt"
            out.append(
                f"#text(size: {13 if 'roomy' in meta else 10}pt)[#set par(justify: false)\n#table(columns: {cols}, stroke: {stroke}, {header})]\n"
            )
        elif part[0] in ("head", "sign"):
            sides = part[1:]
            if part[0] == "sign":
                sides = [[]]
                while rest and rest[0][0] == "p":
                    line = rest.pop(0)[1]
                    sides.append([]) if line == "||" else sides[-1].append(line)
            cells = [
                f"align({'center' if part[0] == 'head' or n else 'left'})[{esc('<br>'.join(x for x in s if x))}]"
                for n, s in enumerate(sides)
            ]
            out.append(f"#grid(columns: (1fr, 1.3fr), {', '.join(cells)})\n")
        elif part[0] == "page":
            out.append("#pagebreak()\n")
        elif part[0] == "landscape":
            out.append("#set page(flipped: true)\n")
    if "roomy" in meta:  # as offices print: 14 pt, one and a half lines
        out[1:3] = [out[1].replace("13pt", "14pt"), "#set par(justify: true, leading: 1.2em, spacing: 1.6em)"]
    options = {"pdf_tags": False, "timestamp": datetime.datetime(2026, 1, 5, tzinfo=datetime.UTC)}
    pdf = typst.compile("\n".join(out).encode(), format="pdf", **options)
    if "scan" in meta:  # one page as a picture, without any text
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "page.png").write_bytes(typst.compile("\n".join(out).encode(), format="png", ppi=60))
            Path(folder, "scan.typ").write_text('#set page(margin: 0cm)\n#image("page.png", width: 100%)')
            pdf = typst.compile(Path(folder, "scan.typ"), format="pdf", **options)
    path.write_bytes(pdf)


# --- sheets -------------------------------------------------------------------------------------------------------------
def write_xlsx(path, parts, meta):
    import openpyxl

    book, sheet, y = openpyxl.Workbook(), None, 0
    for part in parts:
        if part[0] == "sheet" or sheet is None:
            sheet, y = (book.active if sheet is None else book.create_sheet()), 0
            sheet.title = part[1] if part[0] == "sheet" else "Sheet1"
        if part[0] == "p" and (part[1] or y):
            y += 1
            sheet.cell(y, 1, part[1].replace("**", "").removeprefix("# ") or None)
        elif part[0] == "table":
            width = len(part[2][0][1])
            for kind, cells in part[2]:
                y += 1
                for x, cell in enumerate(cells, 1):
                    if cell != "^":
                        cell = cell.replace("<br>", "\n")
                        sheet.cell(y, x, int(cell) if cell.isdigit() else cell or None)
                    else:
                        top = y - 1
                        for area in [
                            a
                            for a in sheet.merged_cells.ranges
                            if a.min_col == x and a.max_row == y - 1 and a.max_col == x
                        ]:
                            top = area.min_row
                            sheet.unmerge_cells(str(area))
                        sheet.merge_cells(start_row=top, end_row=y, start_column=x, end_column=x)
                if kind == "group" and len(cells) < width:
                    sheet.merge_cells(start_row=y, end_row=y, start_column=len(cells), end_column=width)
    book.properties.created = datetime.datetime(2026, 1, 5)
    book.save(path)
    settle(path)


WRITERS = {".docx": write_docx, ".pdf": write_pdf, ".xlsx": write_xlsx}


def build(source, target):
    head, _, text = source.read_text(encoding="utf-8").partition("\n---\n")
    meta = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    labels = Labels(meta)
    parts = blocks(text, labels)
    path = target / meta["out"]
    if "raw" in meta:  # a document that is not what its name says
        path.write_text(text, encoding="utf-8")
    else:
        WRITERS.get(path.suffix, write_text)(path, parts, {"flat": "tabs", **meta} if path.suffix == ".tsv" else meta)
    whole = json.dumps(labels.whole(), ensure_ascii=False, indent=1)
    (target / (path.name + ".json")).write_text(
        (bare(whole) if meta.get("encoding") == "noaccent" else whole) + "\n", encoding="utf-8"
    )
    return path


if __name__ == "__main__":
    sources, target = (Path(a) for a in (sys.argv[1:] + [HERE / "sources", HERE / "dev"][len(sys.argv) - 1 :]))
    target.mkdir(exist_ok=True, parents=True)
    for source in sorted(sources.glob("*.src")):
        build(source, target)
