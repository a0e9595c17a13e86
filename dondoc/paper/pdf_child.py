"""typst in a process of its own, for long papers: it keeps what it has set in memory, and gives that back with its end.

Reads a JSON object from standard input (the template, its inputs, the folders of fonts, an instant), writes the PDF to
standard output. What typst refuses goes to standard error, with exit code 3. Imports nothing of ours: it starts fast.
"""

import json
import sys
from datetime import datetime

import typst

REFUSED = 3


def compiled(template: bytes, inputs: str, fonts: typst.Fonts, at: datetime) -> bytes:
    """A template set as PDF/A-2b."""
    return typst.compile(
        template,
        font_paths=fonts,
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"inputs": inputs},
        # PDF/UA-1 (tags, language, title) as well, so that a screen reader can read the report too.
        pdf_standards=["a-2b", "ua-1"],
        timestamp=at,
    )


def fonts_in(folders: list[str]) -> typst.Fonts:
    """The fonts of these folders; without any, those that come with typst."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=not folders, font_paths=folders)


def _main() -> int:
    given = json.loads(sys.stdin.buffer.read())
    at = datetime.fromisoformat(given["at"])
    try:
        data = compiled(given["template"].encode(), given["inputs"], fonts_in(given["fonts"]), at)
    except typst.TypstError as error:
        sys.stderr.write(str(error))
        return REFUSED
    sys.stdout.buffer.write(data)
    return 0


if __name__ == "__main__":
    sys.exit(_main())
