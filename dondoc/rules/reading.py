"""What was read out of a Word file: paragraphs with their styles, tables, and what has no place in a report."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Strange(StrEnum):
    """What a report has no place for; a person decides about it."""

    PICTURE = "picture"
    TEXT_BOX = "text_box"
    FOOTNOTE = "footnote"
    COMMENT = "comment"
    TABLE = "table"
    STYLE = "style"
    """A paragraph in a style that is not ours."""
    FIXED = "fixed"
    """A changed place that the form, the clerk or the chain of sign-off fills."""
    FIGURE = "figure"
    """A row of the annex that cannot be read."""


class WordParagraph(_Value):
    """One paragraph as Word shows it in the end: insertions taken, deletions gone."""

    style: str
    """Name of its style without "Dondoc " ("Body"); the whole name in brackets for one that is not ours."""
    text: str


class WordTable(_Value):
    """A table: rows of cells of paragraphs."""

    rows: tuple[tuple[tuple[WordParagraph, ...], ...], ...]


class StrangeThing(_Value):
    """Something that was found and has no place."""

    kind: Strange
    text: str = ""
    block: str = ""
    """Name of the block of the report that it stands in; empty where it stands in none."""
    after: int = 0
    """How many paragraphs of that block stand before it."""


class WordFile(_Value):
    """All of a Word file, in its order."""

    items: tuple[WordParagraph | WordTable, ...]
    strange: tuple[StrangeThing, ...] = ()
    mark: str = ""
    """What we wrote into the file when it was downloaded."""
