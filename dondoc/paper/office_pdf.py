"""A DOCX as PDF/A-2b by LibreOffice, where the operator has named it: only for papers in an agency's own template.

LibreOffice is asked to fetch nothing: links to elsewhere are blocked in its profile, its proxies lead nowhere, and
field codes that would read other files or addresses are refused before. It has a profile of its own for each run, and
limits of time, memory and file size.
"""

import contextlib
import io
import json
import os
import re
import signal
import subprocess
import tempfile
import zipfile
from pathlib import Path

from dondoc.rules.refusal import Refused

SECONDS = 120.0
# By the shell, which then becomes LibreOffice: where there are threads, nothing of ours may run between fork and exec.
_LIMITED = f'ulimit -v {4 << 20} && ulimit -t {int(SECONDS)} && ulimit -f {512 << 10} && ulimit -c 0 && exec "$@"'
_FETCHING = re.compile(
    rb"\b(INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|DDE|DDEAUTO|LINK|DATABASE|RD|AUTOTEXT)\b", re.IGNORECASE
)
_CODES = re.compile(rb"<w:instrText[^>]*>([^<]*)</w:instrText>|w:instr=\"([^\"]*)\"")
_EXPORT = {
    "SelectPdfVersion": {"type": "long", "value": "2"},
    "PDFUACompliance": {"type": "boolean", "value": "true"},
    "UseTaggedPDF": {"type": "boolean", "value": "true"},
}
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="FirstRun" oor:op="fuse"><value>false</value></prop>
</item>
</oor:items>
"""


def refuse_fetching(docx: bytes) -> None:
    """Raise Refused for field codes that read other files or addresses when the document is opened."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        for name in package.namelist():
            if name.startswith("word/") and name.endswith(".xml"):
                # Word splits a code over runs as it likes: look at what it comes to.
                found = b"".join(code or simple for code, simple in _CODES.findall(package.read(name)))
                if hit := _FETCHING.search(found):
                    raise Refused("template_fetches", "file", code=hit[0].decode().upper())


def office_pdf(docx: bytes, program: str, seconds: float = SECONDS) -> bytes:
    """`docx` as PDF/A-2b. Raises Refused where LibreOffice does not run, hangs, or makes no PDF."""
    refuse_fetching(docx)
    with tempfile.TemporaryDirectory(prefix="dondoc-office-") as folder:
        place = Path(folder)
        (place / "paper.docx").write_bytes(docx)
        user = place / "profile" / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
        command = [
            "/bin/sh", "-c", _LIMITED, "sh", program, profile, "--headless", "--norestore", "--convert-to",
            f"pdf:writer_pdf_Export:{json.dumps(_EXPORT)}", "--outdir", folder, str(place / "paper.docx"),
        ]  # fmt: skip
        _run(command, folder, seconds)
        made = place / "paper.pdf"
        data = made.read_bytes() if made.is_file() else b""
    if not data.startswith(b"%PDF-"):
        raise Refused("office_pdf_failed")
    return data


def _run(command: list[str], folder: str, seconds: float) -> None:
    nowhere = "http://127.0.0.1:9"
    environment = {
        "PATH": os.environ.get("PATH", os.defpath), "HOME": folder, "TMPDIR": folder, "LANG": "C.UTF-8",
        "http_proxy": nowhere, "https_proxy": nowhere, "SAL_USE_VCLPLUGIN": "svp",
    }  # fmt: skip
    try:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
    except OSError:
        raise Refused("office_pdf_failed") from None
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise Refused("office_pdf_failed") from None
    finally:
        # LibreOffice is a small program that starts a big one: end both.
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
