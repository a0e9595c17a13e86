"""An agency's own wording of a kind of letter: it stands for the middle of the letter, in text and in HTML.

Subject, greeting, signature and footer stay the shipped ones: threads depend on the subject, and the footer says who
writes. The wording is checked as a tree (`own_check`), so that it ends; and it is rendered piece by piece with a limit.
The preview, the rehearsal and the sender all come here.
"""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from dondoc.mail import wording
from dondoc.mail.compose import Composed, ComposeError, composed, environment, finished, template_folder
from dondoc.mail.letters import AnyLetter
from dondoc.mail.own_check import FILTERS, Checker
from dondoc.mail.own_html import html_of
from dondoc.mail.own_owed import lost
from dondoc.mail.skeleton import Parts, Skeletons
from dondoc.rules.own_wording import LONGEST_SOURCE, Fault, WordingError

LONGEST_TEXT, MOST_PIECES, KEPT = 400_000, 20_000, 64
_BLOCK = re.compile(r"\{% block content %\}\n?(.*?)\{% endblock %\}", re.DOTALL)
_INCLUDE = re.compile(r'[ \t]*\{% include "([\w/.]+)" %\}\n?|\{% include "([\w/.]+)" %\}')
_COMMENT = re.compile(r"\{#.*?#\}\n?", re.DOTALL)
_FRAME = '{{% extends "{folder}/body.{kind}" %}}{{% block content %}}{{{{ own_words }}}}\n{{% endblock %}}'


class OwnWording:
    """A wording, compiled once; it says many letters. Raises WordingError for one that is not sound."""

    def __init__(self, letter: type[Any], source: str) -> None:
        self._template = _compiled(letter, source)
        self._folder = template_folder(letter)
        self._skeletons = Skeletons(self._parts)

    def compose(self, letter: AnyLetter) -> Composed:
        """The letter in this wording. Raises WordingError where it fails for this letter."""
        return composed(self._skeletons.parts(letter))

    def _parts(self, letter: AnyLetter) -> Parts:
        shipped = environment()
        values = {field.name: getattr(letter, field.name) for field in fields(letter)}
        said = wording.fit(_said(self._template, values))
        macros = shipped.get_template("shared/parts.html").module
        try:
            subject = shipped.get_template(f"{self._folder}/subject.txt").render(values)
            text = _frame(shipped, self._folder, "txt").render(values, own_words=said)
            html = _frame(shipped, self._folder, "html").render(
                values, own_words=html_of(said, links_of(letter), macros)
            )
        except Exception as error:  # an operator's template may fail in any way
            raise ComposeError(f"templates/email/{self._folder}: {error}") from error
        parts = finished(subject, text, html)
        faults = [Fault("lost", 0, {"name": name}) for name in dict.fromkeys(lost(letter, parts[1]))]
        if faults:
            raise WordingError(faults)
        return parts


def own_wording(letter: type[Any], source: str) -> OwnWording:
    """The wording, compiled only the first time. Raises WordingError."""
    kind: Any = letter
    return _kept(kind, source)


@lru_cache(maxsize=KEPT)
def _kept(letter: Any, source: str) -> OwnWording:
    return OwnWording(letter, source)


def shipped_words(letter: type[Any]) -> str:
    """What the shipped templates say in the middle of a letter: where an own wording begins."""
    folder = template_folder(letter)
    found = _BLOCK.search(_source(f"{folder}/body.txt"))
    return "" if found is None else _COMMENT.sub("", _whole(found[1])).strip("\n") + "\n"


def links_of(letter: object) -> set[str]:
    """The links of a letter and its lines."""
    found = set[str]()
    for field in fields(letter):  # type: ignore[arg-type]
        value = getattr(letter, field.name)
        if isinstance(value, str) and (field.name == "link" or field.name.endswith("_link")) and value:
            found.add(value)
        if isinstance(value, tuple):
            found |= {link for each in value if is_dataclass(each) for link in links_of(each)}
    return found


def _whole(source: str) -> str:
    """A template with the parts that it includes put in."""
    return _INCLUDE.sub(lambda found: _whole(_source(found[1] or found[2])), source)


def _source(name: str) -> str:
    shipped = environment()
    assert shipped.loader is not None
    return shipped.loader.get_source(shipped, name)[0]


@lru_cache(maxsize=KEPT)
def _frame(shipped: SandboxedEnvironment, folder: str, kind: str) -> Template:
    # By its name, so that text stays unescaped and HTML is escaped, as in the file it extends.
    code = shipped.compile(_FRAME.format(folder=folder, kind=kind), name=f"{folder}/own.{kind}", filename="own")
    return shipped.template_class.from_code(shipped, code, shipped.make_globals(None))


def _compiled(letter: type[Any], source: str) -> Template:
    if len(source) > LONGEST_SOURCE:
        raise WordingError([Fault("too_long", 0, {"most": LONGEST_SOURCE, "length": len(source)})])
    ours = _sandbox()
    try:
        tree = ours.parse(source)
        faults = Checker(letter).template(tree)
        if faults:
            raise WordingError(sorted(faults, key=lambda fault: fault.line))
        return ours.from_string(source)
    except TemplateSyntaxError as error:
        raise WordingError([_of_syntax(error)]) from None
    except RecursionError:
        raise WordingError([Fault("too_deep")]) from None


def _of_syntax(error: TemplateSyntaxError) -> Fault:
    said = error.message or ""
    if found := re.match(r"No filter named '([^']*)'", said):
        return Fault("unknown_filter", error.lineno, {"name": found[1], "known": ", ".join(FILTERS)})
    if found := re.match(r"Encountered unknown tag '([^']*)'", said):
        return Fault("not_allowed", error.lineno, {"what": found[1]})
    return Fault("unended" if "nexpected end" in said else "syntax", error.lineno)


def _said(template: Template, values: Mapping[str, Any]) -> str:
    """The words of one letter, as long as they stay within measure."""
    pieces, size = [], 0
    try:
        for piece in template.root_render_func(template.new_context(dict(values))):
            pieces.append(piece)
            size += len(piece)
            if size > LONGEST_TEXT or len(pieces) > MOST_PIECES:
                raise WordingError([Fault("result_too_long", 0, {"most": LONGEST_TEXT})])
    except WordingError:
        raise
    except Exception as error:
        raise WordingError([Fault("fails", _line_of(template, error))]) from error
    return "".join(pieces)


def _line_of(template: Template, error: Exception) -> int:
    """The line of the wording where it failed: the deepest frame that is compiled from it."""
    line, place = 0, error.__traceback__
    while place is not None:
        if place.tb_frame.f_globals.get("__jinja_template__") is template or place.tb_frame.f_code.co_filename == _NAME:
            line = template.get_corresponding_lineno(place.tb_lineno)
        place = place.tb_next
    return line


_NAME = "<template>"
"""What Jinja calls the file of a template that came as a string."""


def _shown(value: Any) -> Any:
    """How a field reads where no filter says otherwise."""
    if isinstance(value, datetime):
        return wording.at_time(value)
    if isinstance(value, date):
        return wording.on_day(value)
    if isinstance(value, bool):
        return "có" if value else "không"
    return "" if value is None else value


@lru_cache(maxsize=1)
def _sandbox() -> SandboxedEnvironment:
    ours = SandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
        finalize=_shown,
    )  # fmt: skip
    ours.globals.clear()
    ours.filters = {name: ours.filters[name] for name in FILTERS if name in ours.filters} | {
        name: getattr(wording, name) for name in ("on_day", "plain_day", "at_time", "time_left", "sentence", "one_line")
    }
    return ours
