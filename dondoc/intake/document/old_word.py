"""An old Word file (DOC) → DOCX by LibreOffice, where the operator named its program; locked up and without a network.

This process only copies bytes. The program runs with a profile of its own in a folder that is deleted, in a network
namespace without any network, with limits; where such a namespace cannot be had it does not run at all.
"""

import contextlib
import ctypes
import os
import resource
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import BinaryIO

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD, _LOCKED = "WordDocument".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le")
_MEMORY, _CPU, _FILE = 4 * 1024**3, 40, 64 * 1024**2
_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
_WALL_SECONDS = 60
_TAKEN = 20 * 1024**2


def is_old_word(data: bytes) -> bool:
    """Whether bytes are a Word document of before 2007."""
    return data.startswith(_OLE) and _WORD in data and _LOCKED not in data


def as_docx(data: bytes, program: Path, seconds: float = _WALL_SECONDS) -> bytes | None:
    """The document as DOCX; None where the program cannot make one of it."""
    with tempfile.TemporaryDirectory(prefix="dondoc-doc-") as name:
        folder = Path(name)
        (folder / "in.doc").write_bytes(data)
        command = [sys.executable, "-I", "-m", "dondoc.intake.document.old_word", str(program), name]
        environment = {"HOME": name, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TMPDIR": name}
        child = subprocess.Popen(
            command,
            cwd=name,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            child.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        finally:
            _end(child)
        made = folder / "in.docx"
        return made.read_bytes() if made.is_file() and made.stat().st_size <= _TAKEN else None


def _end(child: "subprocess.Popen[bytes]") -> None:
    """End the program and all it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def converted(given: BinaryIO, program: Path | None) -> BinaryIO:
    """The file itself, or what the program made of it where it is an old Word document."""
    given.seek(0)
    data = given.read(_TAKEN + 1)
    given.seek(0)
    made = as_docx(data, program) if program and len(data) <= _TAKEN and is_old_word(data) else None
    if made is None:
        return given
    kept = tempfile.TemporaryFile()  # noqa: SIM115 - the reader closes it
    kept.write(made)
    kept.seek(0)
    return kept


def main() -> int:
    """In the child: give up the network, take limits, become the program."""
    program, folder = sys.argv[1:]
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_NEW_USER | _NEW_NET) != 0:
        return 1
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU, _CPU))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE, _FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.execv(
        program,
        [
            program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore", "--nologo",
            "--convert-to", "docx:MS Word 2007 XML", "--outdir", folder, f"{folder}/in.doc",
        ],
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
