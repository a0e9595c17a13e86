"""SpamAssassin's score of every letter, with the rules that Debian brings and no question to the network."""

import os
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest

from dondoc.mail.compose import compose
from dondoc.mail.message import to_bytes
from tests.mail.samples import LETTERS
from tests.mail.test_message import LETTER
from tests.skips import WHAT_BRINGS_THEM

HIGHEST = 2.0


def test_no_letter_looks_like_spam(tmp_path: Path) -> None:
    if not shutil.which("spamassassin"):
        pytest.skip(f"SpamAssassin is not installed; {WHAT_BRINGS_THEM} brings it")
    now = datetime.now(UTC)
    box = tmp_path / "letters.mbox"
    with box.open("wb") as file:
        for letter in LETTERS.values():
            said = compose(letter)
            message = replace(LETTER, subject=said.subject, text=said.text, html=said.html, date=now)
            # It came from outside, as it does at the recipient's.
            came = (
                "Received: from mail.skhcn.example.vn (mail.skhcn.example.vn [203.0.113.5])\r\n"
                f"\tby mx.example.vn with ESMTPS id 1; {format_datetime(now)}\r\n"
            )
            raw = (came.encode() + to_bytes(message)).replace(b"\r\n", b"\n")
            file.write(b"From vanphong@skhcn.example.vn Tue Mar 12 07:30:00 2024\n" + raw + b"\n")
    done = subprocess.run(
        ["spamassassin", "--local", "--test-mode", "--nocreate-prefs", "--mbox", box],
        capture_output=True, check=True, timeout=300, env=os.environ | {"HOME": str(tmp_path)},
    )  # fmt: skip
    scores = [
        float(score) for score in re.findall(rb"^X-Spam-Status: \w+, score=(-?[\d.]+)", done.stdout, re.MULTILINE)
    ]
    assert len(scores) == len(LETTERS)
    assert dict(zip(LETTERS, scores, strict=True)) == {name: pytest.approx(0, abs=HIGHEST) for name in LETTERS}
