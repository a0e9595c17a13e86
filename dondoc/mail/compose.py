"""Render a letter: three templates a kind, `templates/email/<kind>/{subject.txt,body.txt,body.html}`."""

import re
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, select_autoescape
from jinja2.sandbox import SandboxedEnvironment

from dondoc import paths
from dondoc.mail import wording
from dondoc.mail.letters import AnyLetter, ReminderLine
from dondoc.mail.skeleton import Parts, Skeletons, Words
from dondoc.model.letter import filled, filled_html

_MANY_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+\n")
_WORD_BORDER = re.compile(r"(?<=[a-z])(?=[A-Z])")


class ComposeError(ValueError):
    """A template cannot be rendered; the text names the template and what is wrong with it."""


@dataclass(frozen=True)
class Composed:
    """A rendered letter: subject on one line, plain text, and a whole HTML page.

    `marked` are text and page with `words` left open (`dondoc.model.letter`), the same for letters that are alike.
    """

    subject: str
    marked: tuple[str, str]
    words: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The plain text."""
        return filled(self.marked[0], self.words)

    @property
    def html(self) -> str:
        """The page."""
        return filled_html(self.marked[1], self.words)


def template_folder(kind: type[AnyLetter]) -> str:
    """The folder of a kind of letter's templates: "for_sign_off" for ForSignOffLetter."""
    return _WORD_BORDER.sub("_", kind.__name__.removesuffix("Letter")).lower()


def compose(letter: AnyLetter) -> Composed:
    """Render `letter`. Raises ComposeError where a template is missing, wrong, or asks for an unknown field."""
    return composed(_skeletons(_folders(*paths.folders("templates"))).parts(letter))


def composed(rendered: tuple[Parts, Words]) -> Composed:
    """A letter of its parts and the words that are left open in them."""
    (subject, text, html), words = rendered
    return Composed(subject, (text, html), words)


def environment() -> SandboxedEnvironment:
    """The templates of letters: the operator's own before the shipped ones."""
    return _environment(_folders(*paths.folders("templates")))


def finished(subject: str, text: str, html: str) -> Parts:
    """Rendered parts as they are stored."""
    text = _MANY_BLANK_LINES.sub("\n\n", wording.fit(text)).strip() + "\n"
    return wording.one_line(subject), text, wording.fit(html).strip() + "\n"


@lru_cache(maxsize=4)
def _folders(*templates: Path) -> tuple[str, ...]:
    return tuple(str(folder / "email") for folder in templates)


@lru_cache(maxsize=4)
def _skeletons(folders: tuple[str, ...]) -> Skeletons:
    return Skeletons(lambda letter: _parts(_environment(folders), letter))


def _parts(environment: SandboxedEnvironment, letter: AnyLetter) -> Parts:
    # Shallow: the lines of a reminder stay values with fields of their own.
    values = {field.name: getattr(letter, field.name) for field in fields(letter)}
    folder = template_folder(type(letter))

    def part(name: str) -> str:
        try:
            return environment.get_template(f"{folder}/{name}").render(values)
        except Exception as error:  # an operator's template may fail in any way
            raise ComposeError(f"templates/email/{folder}/{name}: {error}") from error

    text, html = part("body.txt"), part("body.html")
    return finished(part("subject.txt"), text, html)


class _Sandbox(SandboxedEnvironment):
    """The sandbox, with a short way to the fields of our own lines, which hold nothing but values."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """As the sandbox does."""
        if type(obj) is ReminderLine and attribute in ReminderLine.__dataclass_fields__:
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)


@lru_cache(maxsize=4)
def _environment(folders: tuple[str, ...]) -> SandboxedEnvironment:
    environment = _Sandbox(
        loader=FileSystemLoader(folders),
        undefined=StrictUndefined,
        autoescape=select_autoescape(enabled_extensions=("html",), default=False),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        # Looking at a dozen files' dates costs as much as rendering them: a changed template wants a new start.
        auto_reload=False,
    )
    # A template has the letter's fields and nothing else: no range() to loop over without end.
    environment.globals.clear()
    for name in ("on_day", "plain_day", "at_time", "time_left", "sentence", "one_line"):
        environment.filters[name] = getattr(wording, name)
    return environment
