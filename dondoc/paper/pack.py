"""An evidence pack: files in a ZIP whose hashes are chained, with the script that checks it offline.

The script (`templates/evidence/check.py`) holds the one way in which files make a pack; it is used here too, so that
packing and checking cannot differ.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from dondoc.paths import data_file

SCRIPT = "check.py"


@dataclass(frozen=True)
class Pack:
    """The ZIP, and the last link of its chain."""

    data: bytes
    seal: str


def pack(files: Mapping[str, bytes]) -> Pack:
    """`files` by name, in their order, with the manifest before them and the checking script behind."""
    every = {**files, SCRIPT: data_file("templates", "evidence", SCRIPT).read_bytes()}
    chain, links = "0" * 64, []
    for name, content in every.items():
        digest = hashlib.sha256(content).hexdigest()
        chain = hashlib.sha256(f"{chain} {digest} {name}".encode()).hexdigest()
        links.append({"name": name, "sha256": digest, "chain": chain})
    manifest = json.dumps({"files": links, "seal": chain}, ensure_ascii=False, indent=1).encode()
    data: bytes = _script().packed([("MANIFEST.json", manifest), *every.items()])
    return Pack(data, chain)


def faults(data: bytes, seal: str = "") -> list[str]:
    """What is wrong with a pack, as its own script says; empty for a whole one."""
    return list(_script().faults(data, seal))


@cache
def _script() -> ModuleType:
    module = ModuleType("dondoc_evidence_check")
    source = data_file("templates", "evidence", SCRIPT)
    exec(compile(source.read_text(encoding="utf-8"), str(source), "exec"), module.__dict__)
    return module
