"""Tables as crawlers leave them, every cell between lines that hold nothing but "|", written again as Markdown rows."""


def unstacked(lines: list[str]) -> list[str]:
    """The lines with each such table as rows of the form "| a | b |"; the lines of a cell are parted by <br>."""
    kept: list[str] = []
    place = 0
    while place < len(lines):
        rows, end = _table(lines, place) if _is_bar(lines[place]) else ([], place)
        if any(len(row) > 1 for row in rows):
            kept += ["", *(f"| {' | '.join(row)} |" for row in rows), ""]
            place = end
        else:
            kept.append(lines[place])
            place += 1
    return kept


def _is_bar(line: str) -> bool:
    return line.strip() == "|"


def _table(lines: list[str], at: int) -> tuple[list[list[str]], int]:
    """The rows of a table whose first bar is `at`, and where it ends."""
    rows: list[list[str]] = []
    while at < len(lines) and _is_bar(lines[at]):
        row, end = _row(lines, at, len(rows[0]) if rows else 0)
        if not row:
            break
        rows.append(row)
        at = end
    return rows, at


def _row(lines: list[str], at: int, width: int) -> tuple[list[str], int]:
    """The cells behind the bar `at` up to the row's last bar; `width` is how many the first row has, 0 for that row.

    A bar right behind a bar begins the next row, unless the row lacks cells still: then a cell is empty.
    """
    cells: list[str] = []
    place = at
    while True:
        end = next((each for each in range(place + 1, len(lines)) if _is_bar(lines[each])), None)
        inner = lines[place + 1 : end] if end is not None else []
        ends_table = not inner or not inner[0].strip()
        if end is None or (cells and ends_table and not (end == place + 1 and width and len(cells) < width)):
            return cells, place + 1 if cells else at
        cells.append("<br>".join(line.strip().replace("|", "/") for line in inner if line.strip()))
        place = end
        if width and len(cells) == width:
            return cells, place + 1
