"""The guard before foreign bytes: what a document may be, and the locked-up child process that opens it.

The child gets the bytes on its standard input and gives JSON back. It has a limit of memory, of processor time and of
wall time; it can write no file, open no connection and start no process. Whatever it dies of is a refusal here.
"""

import contextlib
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from dondoc.rules.refusal import Refused

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CHUNK = 1 << 20
_FORBIDDEN = frozenset(
    {
        "socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "subprocess.Popen", "os.system",
        "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.remove", "os.rename", "os.mkdir", "os.rmdir",
        "os.link", "os.symlink", "os.chmod", "ctypes.dlopen",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Limits:
    """What a foreign document may cost; the values are those that worked when they were measured."""

    size: int = 20 << 20
    parts: int = 2000
    unpacked: int = 100 << 20
    ratio: int = 400
    ratio_above: int = 5 << 20
    memory: int = 3 << 29
    cpu_seconds: int = 20
    wall_seconds: float = 60.0


LIMITS = Limits()
FIELD = "file"
"""The field of a form that a document comes in."""


def check_package(data: bytes, limits: Limits = LIMITS) -> dict[str, bytes]:
    """The parts of an Office package (DOCX). Raises Refused for what is too big, encrypted, broken or holds code."""
    if len(data) > limits.size:
        raise Refused("file_too_big", FIELD, megabytes=limits.size >> 20)
    if data.startswith(_OLE):
        raise Refused("file_old_or_locked", FIELD)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = _parts(package, limits)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError, zlib.error):
        raise Refused("file_not_docx", FIELD) from None
    if "word/document.xml" not in parts or "[Content_Types].xml" not in parts:
        raise Refused("file_not_docx", FIELD)
    _check_parts(parts)
    return parts


def passes(data: bytes) -> bool:
    """For the child: nothing but the check. Raises Refused."""
    return bool(check_package(data))


def _parts(package: zipfile.ZipFile, limits: Limits) -> dict[str, bytes]:
    entries = package.infolist()
    if len(entries) > limits.parts:
        raise Refused("file_bomb", FIELD)
    parts: dict[str, bytes] = {}
    left = limits.unpacked
    for entry in entries:
        if entry.flag_bits & 1:
            raise Refused("file_old_or_locked", FIELD)
        name = entry.filename
        if name.startswith("/") or ".." in name.split("/") or "\\" in name or name in parts:
            raise Refused("file_not_docx", FIELD)
        # What the directory says about sizes may be a lie: count what really comes out.
        parts[name] = _unpacked(package, entry, min(left, _allowed(entry, limits)))
        left -= len(parts[name])
    return parts


def _allowed(entry: zipfile.ZipInfo, limits: Limits) -> int:
    """How much a part may unpack to: nothing that compresses beyond reason."""
    return max(limits.ratio_above, entry.compress_size * limits.ratio)


def _unpacked(package: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    with package.open(entry) as stream:
        found = b""
        while chunk := stream.read(_CHUNK):
            found += chunk
            if len(found) > most:
                raise Refused("file_bomb", FIELD)
    return found


def _check_parts(parts: dict[str, bytes]) -> None:
    types = parts["[Content_Types].xml"]
    if b"macroEnabled" in types or any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in parts):
        raise Refused("file_has_macros", FIELD)
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")) and (b"<!DOCTYPE" in content or b"<!ENTITY" in content):
            raise Refused("file_not_docx", FIELD)
        if name.endswith(".rels") and (link := _outside(content)):
            raise Refused("file_links_outside", FIELD, link=link)
        if "/embeddings/" in name or "/activeX/" in name:
            raise Refused("file_embeds", FIELD, name=name.rpartition("/")[2])


def _outside(rels: bytes) -> str:
    """The first thing that opening the document would fetch from elsewhere; a link that one clicks is none."""
    from lxml import etree  # type: ignore[import-untyped]

    try:
        root = etree.fromstring(rels, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        raise Refused("file_not_docx", FIELD) from None
    for each in root:
        if each.get("TargetMode") == "External" and not each.get("Type", "").endswith("/hyperlink"):
            return str(each.get("Target", ""))[:120]
    return ""


def in_child(function: str, data: bytes, arguments: Sequence[str] = (), limits: Limits = LIMITS) -> Any:
    """What `function` ("module:name") makes of the bytes, in a child process under limits.

    The function takes the bytes and the arguments and gives a value that JSON can hold; it may raise Refused. Raises
    Refused as well where the child is cut off or fails.
    """
    if len(data) > limits.size:
        raise Refused("file_too_big", FIELD, megabytes=limits.size >> 20)
    command = [sys.executable, "-I", "-X", "utf8", "-m", __name__, function, json.dumps(vars(limits)), *arguments]
    with tempfile.TemporaryDirectory(prefix="dondoc-guard-") as folder:
        try:
            done = subprocess.run(
                command, input=data, capture_output=True, timeout=limits.wall_seconds, check=False, cwd=folder,
                env={"PATH": os.defpath, "LANG": "C.UTF-8"},
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise Refused("file_too_slow", FIELD) from None
    if done.returncode == 3:
        said = json.loads(done.stdout)
        raise Refused(said["key"], said["field"], **said["values"])
    if done.returncode != 0:
        slow = done.returncode in {-9, -24}
        raise Refused("file_too_slow" if slow else "file_broken", FIELD)
    return json.loads(done.stdout)


def _lock(limits: Limits) -> None:
    """No more than the limits from here on, and nothing but computing."""
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory), (resource.RLIMIT_CPU, limits.cpu_seconds), (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):  # fmt: skip
        resource.setrlimit(kind, (most, most))
    only_compute()


def only_compute() -> None:
    """From here on this process writes no file, opens no connection and starts no process; for children alone."""

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        writes = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
        if event in _FORBIDDEN or writes:
            raise PermissionError(f"{event} is not allowed here")

    sys.addaudithook(refuse)


def _main(arguments: Sequence[str]) -> int:
    """The child: run the named function on standard input."""
    module, _, name = arguments[0].partition(":")
    limits = Limits(**json.loads(arguments[1]))
    data = sys.stdin.buffer.read()
    # Imported before the lock, since modules are read from files and may build caches.
    function: Callable[..., Any] = getattr(import_module(module), name)
    _lock(limits)
    try:
        said, code = function(data, *arguments[2:]), 0
    except Refused as refused:
        said, code = {"key": refused.key, "field": refused.field, "values": refused.values}, 3
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.write(json.dumps(said, ensure_ascii=True))
    return code


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
