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

# ruff: noqa: E501, PLW2901
import json
import re
import sys
from pathlib import Path

from writers import WRITERS, bare, write_text

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
