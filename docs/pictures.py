"""Pictures for docs/letters.md (Chromium) and docs/papers.md (poppler): `python -m docs.pictures [letters|papers]`."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from html import escape
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from dondoc.mail.compose import Composed, compose
from dondoc.paper.letter import CorrectingLetter, correcting_letter
from dondoc.paper.pdf import pdf
from tests.mail.samples import LETTERS
from tests.paper.sample import issued

FOLDER = Path(__file__).parent / "pictures"
CHROMIUM = "/usr/bin/chromium"
SHOWN = {"reminder": "reminder_quick", "escalation": "reminder_escalation", "read-back": "read_back"}
WIDTHS = {390: 0.85, 640: 0.75}
"""Width in CSS pixels, and the scale that keeps a picture small."""


def main(wanted: list[str]) -> None:
    """Take them all anew, or those of one page."""
    FOLDER.mkdir(exist_ok=True)
    if wanted != ["letters"]:
        _take_papers()
    if wanted != ["papers"]:
        _take_letters()


def _take_papers() -> None:
    """Pages of papers, small: their form is what is to be seen."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content, page in _papers():
            path = Path(folder) / "paper.pdf"
            path.write_bytes(content)
            command = ["pdftoppm", "-r", "54", "-gray", "-png", "-singlefile", "-f", str(page), "-l", str(page)]
            subprocess.run([*command, str(path), str(FOLDER / f"paper-{name}")], check=True)


def _papers() -> Iterator[tuple[str, bytes, int]]:
    """Each picture's name, its PDF, and the page of it."""
    report, day = issued(), date(2024, 3, 21)
    whole = pdf(report)
    yield "report", whole, 1
    yield "figures", whole, 4
    yield "units", whole, 5
    letter = CorrectingLetter(
        report, "05/SKHCN-TTra", day, "05/BC-SKHCN", date(2024, 3, 18), "ngày 18 tháng 03", "ngày 18 tháng 3"
    )
    yield "letter", pdf(correcting_letter(letter)), 1


def _take_letters() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name, sample in SHOWN.items():
            said = compose(LETTERS[sample])
            for width, scale in WIDTHS.items():
                for scheme in ("light", "dark"):
                    _take(browser, said.html, width, scale, scheme, f"{name}-{width}-{scheme}")
            _take(browser, _as_text(said), 640, 0.75, "light", f"{name}-text")


def _take(browser: Browser, html: str, width: int, scale: float, scheme: str, name: str) -> None:
    page = browser.new_page(
        viewport={"width": width, "height": 400},
        device_scale_factor=scale,
        color_scheme="dark" if scheme == "dark" else "light",
    )  # fmt: skip
    page.set_content(html)
    page.screenshot(path=FOLDER / f"{name}.png", full_page=True)
    page.close()


def _as_text(said: Composed) -> str:
    style = "white-space:pre-wrap;overflow-wrap:anywhere;font:14px/1.5 monospace;margin:16px"
    return f"<pre style='{style}'>{escape(said.subject)}\n\n{escape(said.text)}</pre>"


if __name__ == "__main__":
    main(sys.argv[1:])
