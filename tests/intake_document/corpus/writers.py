"""The documents of the corpus as files of each kind: text in old and new codes, Word, PDF, sheets."""

# ruff: noqa: E501, PLW2901, PLR0912, DTZ001
import datetime
import re
import tempfile
import unicodedata
from pathlib import Path

from word_writer import settle, write_docx


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
