"""Our own TOML files, read into checked values; every fault is one line with file, line, key and what to write."""

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from string import Formatter
from typing import TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

Location = tuple[int | str, ...]
M = TypeVar("M", bound=BaseModel)

_TABLE = re.compile(r"\s*(\[\[?)\s*([\w.\-\"]+)\s*\]\]?")
_KEY = re.compile(r"\s*([\w\-]+)\s*=")


class FileError(ValueError):
    """A file cannot be used; its text is one line: file, line, key, what to write."""


class Strict(BaseModel):
    """A part of a file: unknown keys are refused, so that a misspelt one is never silently ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def wording(*names: str) -> AfterValidator:
    """Wording with places that only these names fill: another one would stop every report of the regime."""

    def check(value: str) -> str:
        asked = {name for _, name, _, _ in Formatter().parse(value) if name is not None}
        if unknown := sorted(asked - set(names)):
            places = ", ".join(f"{{{name}}}" for name in names)
            raise ValueError(f"has the unknown place {{{unknown[0]}}}; write {places} and no other")
        return value

    return AfterValidator(check)


class TomlFile:
    """A parsed file that knows on which line each key stands."""

    def __init__(self, path: Path) -> None:
        """Read and parse. Raises FileError where it is missing, not UTF-8 or not TOML."""
        self.path = path
        try:
            self.source = path.read_text(encoding="utf-8")
            self.data = tomllib.loads(self.source)
        except OSError as error:
            raise FileError(f"{path}: {error.strerror}; name an existing file") from None
        except UnicodeDecodeError:
            raise FileError(f"{path}: is not UTF-8; save it as UTF-8") from None
        except tomllib.TOMLDecodeError as error:
            raise FileError(f"{path}: is not TOML: {error}") from None

    def checked(self, kind: type[M]) -> M:
        """The content as `kind`. Raises FileError for the first fault."""
        try:
            return kind.model_validate(self.data)
        except ValidationError as error:
            # A misspelt key is both unknown and missing: what is there says more than what is not.
            first = min(error.errors(), key=lambda each: each["type"] != "extra_forbidden")
            raise self.fault(first["loc"], _in_words(dict(first))) from None

    def fault(self, location: Location, message: str) -> FileError:
        """An error about the key at `location`, such as ("obligation", 5, "rule", "due_day")."""
        places = _lines(self.source)
        line = next((places[location[:n]] for n in range(len(location), 0, -1) if location[:n] in places), 1)
        key = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in location).lstrip(".")
        return FileError(f"{self.path}:{line}: {key}: {message}")


def check_unique(source: TomlFile, table: Location, key: str, values: Sequence[object]) -> None:
    """Refuse a second one of a value; `key` is what it stands behind in its table, empty in a plain list."""
    for index, value in enumerate(values):
        if value in values[:index]:
            told = " ".join(str(part) for part in (value if isinstance(value, tuple) else (value,)) if part)
            raise source.fault((*table, index, *([key] if key else [])), f"{told!r} is there twice; keep one of them")


def check_known(source: TomlFile, where: Location, name: str, known: Collection[str], kind: str) -> None:
    """Refuse a name that is not among the known ones of a kind, with the nearest one."""
    if name in known:
        return
    near = get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(sorted(known)) or 'none'}"
    raise source.fault(where, f"{name!r} is not a known {kind}; {hint}")


def _in_words(fault: Mapping[str, object]) -> str:
    message = str(fault["msg"]).removeprefix("Value error, ")
    if fault["type"] == "missing":
        return "is missing; add it"
    if fault["type"] == "extra_forbidden":
        return "is not a key of this table; remove it or correct its name"
    return f"{message} (found {fault['input']!r})"


def _lines(source: str) -> dict[Location, int]:
    """On which line each table and key stands; text inside multi-line strings is not told apart."""
    places: dict[Location, int] = {}
    counts: dict[Location, int] = {}
    table: Location = ()
    for number, line in enumerate(source.splitlines(), start=1):
        if header := _TABLE.match(line):
            table = _table(header.group(2).replace('"', "").split("."), header.group(1) == "[[", counts)
            places.setdefault(table, number)
        elif key := _KEY.match(line):
            places.setdefault((*table, key.group(1)), number)
            for inner in re.finditer(r"[{,]\s*([\w\-]+)\s*=", line):
                places.setdefault((*table, key.group(1), inner.group(1)), number)
    return places


def _table(names: list[str], is_array: bool, counts: dict[Location, int]) -> Location:
    path: Location = ()
    for depth, name in enumerate(names):
        path = (*path, name)
        if depth == len(names) - 1 and is_array:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path
