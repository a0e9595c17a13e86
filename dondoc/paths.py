"""Where the installed data lies: templates/ and config/, in every kind of install.

Looked for, in this order: an operator's own folder (`DONDOC_TEMPLATES`, `DONDOC_CONFIG`), the wheel
(`dondoc/_data/`), the checkout (beside the package).
"""

import os
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parent


@cache
def _shipped(name: str) -> Path:
    packed = _PACKAGE / "_data" / name
    return packed if packed.is_dir() else _PACKAGE.parent / name


def folders(name: str) -> list[Path]:
    """The folders searched for `name` ("templates" or "config"), the operator's own first."""
    own = os.environ.get(f"DONDOC_{name.upper()}")
    return [*([Path(own).expanduser()] if own else []), _shipped(name)]


def data_file(name: str, *parts: str) -> Path:
    """The first existing file `parts` below `name`.

    Raises FileNotFoundError naming the folders that were searched.
    """
    searched = folders(name)
    for folder in searched:
        path = folder.joinpath(*parts)
        if path.exists():
            return path
    where = ", ".join(str(folder) for folder in searched)
    raise FileNotFoundError(f"{'/'.join(parts)} is in none of: {where}")
