"""Pictures of letters for docs/letters.md, taken in Chromium: `python -m docs.pictures`."""

from html import escape
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from dondoc.mail.compose import Composed, compose
from tests.mail.samples import LETTERS

FOLDER = Path(__file__).parent / "pictures"
CHROMIUM = "/usr/bin/chromium"
SHOWN = {"reminder": "reminder_quick", "escalation": "reminder_escalation", "read-back": "read_back"}
WIDTHS = {390: 0.85, 640: 0.75}
"""Width in CSS pixels, and the scale that keeps a picture small."""


def main() -> None:
    """Take them all anew."""
    FOLDER.mkdir(exist_ok=True)
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
    main()
