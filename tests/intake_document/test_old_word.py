"""An old Word file is read where LibreOffice was configured, and else refused with the way out."""

import io
import os
import shutil
import stat
import subprocess
import time
from pathlib import Path

import pytest

from dondoc.intake.document import propose
from dondoc.intake.document.old_word import as_docx, converted, is_old_word
from dondoc.rules.refusal import Refused

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD = OLE + b"\x00" * 600 + "WordDocument".encode("utf-16-le")
NEW = Path(__file__).parent / "corpus" / "dev" / "a2-so-van-thu-luu-tru.docx"


def program(folder: Path, script: str) -> Path:
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IEXEC)
    return path


def test_without_the_program_it_is_refused_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "x.doc").write_bytes(OLD)
    with pytest.raises(Refused) as refused:
        propose(tmp_path / "x.doc")
    assert refused.value.key == "document_old_word"


def test_only_an_old_word_file_that_is_not_locked_is_given_to_the_program(tmp_path: Path) -> None:
    assert is_old_word(OLD)
    assert not is_old_word(OLD[8:])
    assert not is_old_word(OLE + "Workbook".encode("utf-16-le"))
    assert not is_old_word(OLD + "EncryptedPackage".encode("utf-16-le"))
    given = io.BytesIO(b"a text")
    assert converted(given, program(tmp_path, "exit 0")) is given


@pytest.mark.parametrize("script", ["exit 1", "exit 0", "kill -9 $$"])
def test_a_program_that_makes_nothing_leaves_the_refusal(tmp_path: Path, script: str) -> None:
    (tmp_path / "x.doc").write_bytes(OLD)
    with pytest.raises(Refused) as refused:
        propose(tmp_path / "x.doc", office=program(tmp_path, script))
    assert refused.value.key == "document_old_word"


@pytest.mark.slow
def test_a_program_that_hangs_is_ended_with_all_it_started(tmp_path: Path) -> None:
    hangs = program(tmp_path, f"sleep 60 & echo $! > {tmp_path}/child; wait")
    assert as_docx(OLD, hangs, seconds=5) is None
    started = int((tmp_path / "child").read_text("ascii"))
    with pytest.raises(ProcessLookupError):
        for _ in range(50):
            os.kill(started, 0)
            time.sleep(0.1)
            if "Z" in Path(f"/proc/{started}/stat").read_text("ascii").split(")")[1][:3]:
                raise ProcessLookupError


@pytest.mark.slow
def test_the_program_has_no_network(tmp_path: Path) -> None:
    told = tmp_path / "told"
    as_docx(OLD, program(tmp_path, f"cat /proc/net/route > {told}; exit 0"))
    assert len(told.read_text("ascii").splitlines()) <= 1


@pytest.mark.slow
@pytest.mark.soffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed (make test-deps)")
def test_a_real_old_word_file_is_read_like_the_new_one(tmp_path: Path) -> None:
    soffice = Path(str(shutil.which("soffice")))
    command = [str(soffice), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to"]
    subprocess.run([*command, "doc:MS Word 97", "--outdir", str(tmp_path), str(NEW)], check=True, timeout=120)
    old = propose(tmp_path / "a2-so-van-thu-luu-tru.doc", office=soffice)
    new = propose(NEW)
    assert [each.lead for each in old.obligations] == [each.lead for each in new.obligations]
    assert [each.time for each in old.obligations] == [each.time for each in new.obligations]
