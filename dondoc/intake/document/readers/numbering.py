"""Word's automatic numbers, headings and bold styles of paragraphs."""

from lxml import etree  # type: ignore[import-untyped]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_DEEPEST = 9


class Numbering:
    """Counts the lists of one document as Word does."""

    def __init__(self, numbers: etree._Element | None, styles: etree._Element | None) -> None:
        """Read the definitions; without them nothing is numbered."""
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[tuple[str, int], int] = {}
        self._styles: dict[str, etree._Element] = {}
        for each in numbers if numbers is not None else ():
            if each.tag == W + "abstractNum":
                self._levels[each.get(W + "abstractNumId", "")] = _levels(each)
            elif each.tag == W + "num" and (link := each.find(W + "abstractNumId")) is not None:
                self._abstract[each.get(W + "numId", "")] = link.get(W + "val", "")
                self._levels |= self._overridden(each)
        for style in styles.iter(W + "style") if styles is not None else ():
            self._styles[style.get(W + "styleId", "")] = style

    def _overridden(self, num: etree._Element) -> dict[str, dict[int, tuple[str, str, int]]]:
        overrides = num.findall(W + "lvlOverride")
        if not overrides:
            return {}
        own = "num" + num.get(W + "numId", "")
        levels = dict(self._levels.get(self._abstract[num.get(W + "numId", "")], {}))
        for each in overrides:
            level, start = _int(each.get(W + "ilvl"), 0), each.find(W + "startOverride")
            if start is not None and level in levels:
                levels[level] = (*levels[level][:2], _int(start.get(W + "val"), 1))
        self._abstract[num.get(W + "numId", "")] = own
        return {own: levels}

    def _in_styles(self, p: etree._Element, path: str) -> etree._Element | None:
        found = p.find(path)
        style = p.find(f"{W}pPr/{W}pStyle")
        name, seen = (style.get(W + "val", "") if style is not None else ""), 0
        while found is None and name in self._styles and seen < _DEEPEST:
            found = self._styles[name].find(path)
            based = self._styles[name].find(W + "basedOn")
            name, seen = (based.get(W + "val", "") if based is not None else ""), seen + 1
        return found

    def bold(self, p: etree._Element) -> bool:
        """Whether the paragraph's style is bold."""
        mark = self._in_styles(p, f"{W}rPr/{W}b")
        return mark is not None and mark.get(W + "val") not in {"0", "false"}

    def heading(self, p: etree._Element) -> int:
        """The outline level of a heading; 0 for other paragraphs."""
        level = self._in_styles(p, f"{W}pPr/{W}outlineLvl")
        number = _int(level.get(W + "val"), _DEEPEST) if level is not None else _DEEPEST
        return number + 1 if number < _DEEPEST else 0

    def label(self, p: etree._Element) -> str:
        """The paragraph's number as Word shows it, with a space; "" if it has none."""
        numbered = self._in_styles(p, f"{W}pPr/{W}numPr")
        if numbered is None:
            return ""
        link, at = numbered.find(W + "numId"), numbered.find(W + "ilvl")
        list_id = self._abstract.get(link.get(W + "val", "") if link is not None else "", "")
        level = _int(at.get(W + "val"), 0) if at is not None else 0
        levels = self._levels.get(list_id, {})
        if level not in levels:
            return ""
        self._counts[list_id, level] = self._counts.get((list_id, level), levels[level][2] - 1) + 1
        for deeper in range(level + 1, _DEEPEST):
            self._counts.pop((list_id, deeper), None)
        return self._shown(list_id, level, levels)

    def _shown(self, list_id: str, level: int, levels: dict[int, tuple[str, str, int]]) -> str:
        form, text, _ = levels[level]
        if form == "bullet":
            return {"+": "+ ", "o": "+ "}.get(text.strip(), "- ")
        if form == "none":
            return ""
        for each in range(level + 1):
            own = levels.get(each, ("decimal", "", 1))
            text = text.replace(f"%{each + 1}", _written(self._counts.get((list_id, each), own[2]), own[0]))
        return text.strip() + " "


def _int(value: str | None, otherwise: int) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 6 else otherwise


def _levels(abstract: etree._Element) -> dict[int, tuple[str, str, int]]:
    return {
        _int(level.get(W + "ilvl"), 0): (
            _value(level, "numFmt", "decimal"),
            _value(level, "lvlText", ""),
            _int(_value(level, "start", "1"), 1),
        )
        for level in abstract.findall(W + "lvl")
    }


def _value(level: etree._Element, name: str, otherwise: str) -> str:
    found = level.find(W + name)
    return found.get(W + "val", otherwise) if found is not None else otherwise


def _written(count: int, form: str) -> str:
    if form in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (count - 1) % 26)
        return letter.upper() if form == "upperLetter" else letter
    if form in {"lowerRoman", "upperRoman"}:
        text, rest = "", min(count, 89)
        for value, sign in _ROMAN:
            text, rest = text + sign * (rest // value), rest % value
        return text.upper() if form == "upperRoman" else text
    return f"{count:02}" if form == "decimalZero" else str(count)
