"""The docs as tests read them: pages, and the code that stands in them."""

import re
from pathlib import Path

from docs.generate import FOLDER, commands

ROOT = FOLDER.parent
OTHERS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "deploy/README.md")
PAGES = sorted([*(ROOT / name for name in OTHERS), *FOLDER.rglob("*.md")])
DECISIONS = sorted((FOLDER / "decisions").glob("[0-9]*.md"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE))
COMMANDS = {name for name, _ in commands()}


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def code(page: str) -> list[str]:
    """Every span and every indented line of code on a page."""
    blocks = [line.strip() for line in page.splitlines() if line.startswith("    ")]
    return blocks + re.findall(r"`([^`\n]+)`", page)


def named(pattern: str) -> dict[str, set[str]]:
    """What a pattern finds in the code of each page, by the page's name; pages without it are left out."""
    found = {
        str(page.relative_to(ROOT)): {hit for each in code(text(page)) for hit in re.findall(pattern, each)}
        for page in PAGES
    }
    return {name: hits for name, hits in found.items() if hits}
