"""Templates to pages: the Jinja environment, what every template may use, and static files."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse, Response

from dondoc import texts
from dondoc.model import AnswerSection
from dondoc.paths import data_file, folders
from dondoc.rules.diff import Mark, Piece
from dondoc.rules.refusal import Refused
from dondoc.texts import dates, report
from dondoc.web import foresight, forms, nav, words

if TYPE_CHECKING:
    from dondoc.web.desk import Desk

_STATIC_NAME = re.compile(r"[a-z0-9-]+\.(css|js|svg)")


@dataclass(frozen=True)
class Problem:
    """Something to put right: the sentence, and the field it concerns."""

    message: str
    field: str | None = None

    @classmethod
    def of(cls, refused: Refused) -> "Problem":
        """The problem that a refusal tells of."""
        return cls(words.refusal(refused), refused.field)


class Renderer:
    """Renders the pages of one installation."""

    def __init__(self) -> None:
        self.environment = _environment(tuple(folders("templates")))

    def page(self, desk: "Desk", template: str, status: int, values: Mapping[str, Any]) -> Response:
        """A page for a desk; `agency` may be given where nobody is signed in."""
        me = desk.signed_in
        agency = desk.owner
        base: dict[str, Any] = {
            "me": me,
            "agency": agency,
            "nav": nav.navigation(desk) if me else nav.Navigation(),
            "done": words.DONE.get(desk.request.query_params.get("xong", "")),
            "problems": [],
            "now": desk.now,
            "path": desk.request.url.path,
            "url": lambda name, **of: str(desk.request.app.url_path_for(name, **of)),
            "at": partial(_at, desk),
            "on": partial(_on, desk),
            "mailbox": desk.house.mailbox,
        }
        return HTMLResponse(self.environment.get_template(template).render({**base, **values}), status)

    def plain(self, template: str, status: int, **values: Any) -> Response:
        """A page that needs neither desk nor database, for errors."""
        base: dict[str, Any] = {
            "me": None,
            "agency": None,
            "nav": nav.Navigation(),
            "done": None,
            "problems": [],
            "path": "",
            "mailbox": False,
        }
        return HTMLResponse(self.environment.get_template(template).render({**base, **values}), status)


@cache
def _environment(places: tuple[Path, ...]) -> Environment:
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(folder / "pages") for folder in places]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        word=texts.word,
        cap=cap,
        day=texts.day,
        short_day=texts.short_day,
        number=forms.shown,
        file_size=words.file_size,
        basis=texts.basis,
        colour=words.colour,
        day_rule=dates.day_rule,
        kind_word=words.kind_word,
        direction_word=words.direction_word,
        time_left=words.time_left,
        lines=_lines,
        warning=texts.warning,
        counted=foresight.counted,
        weeks=foresight.weeks,
        levels=foresight.levels,
        reasons=foresight.reasons,
    )
    environment.globals.update(
        sections=AnswerSection,
        static=static_address,
        period_name=_period_name,
        report_name=_report_name,
        problem_of=_problem_of,
        compared=_compared,
        said=report.verdict,
        place_name=words.place_name,
        round_name=_round_name,
        folded_from=foresight.FOLDED_FROM,
    )
    return environment


def cap(text: str) -> str:
    """The text with a capital at its start."""
    return text[:1].upper() + text[1:]


def _lines(text: str) -> Markup:
    return Markup("<br>").join(escape(line) for line in text.splitlines())


def _compared(pieces: Iterable[Piece]) -> Markup:
    tags = {Mark.GONE: "<del>{}</del>", Mark.NEW: "<ins>{}</ins>", Mark.SAME: "{}"}
    return Markup('<p class="compared">{}</p>').format(
        Markup("").join(Markup(tags[mark]).format(text) for mark, text in pieces)
    )


def _at(desk: "Desk", instant: datetime) -> str:
    return texts.day_time(desk.hours.local(instant))


def _on(desk: "Desk", instant: datetime) -> date:
    return desk.hours.today(instant)


def _period_name(period: Any) -> str:
    return texts.period_name(period.kind, period.number, period.year)


def _round_name(cell: Any) -> str:
    return words.round_name(cell.kind, cell.period_name)


def _report_name(plan: Any, period: Any) -> str:
    return texts.report_name(plan.report_subject, _period_name(period))


def _problem_of(problems: list[Problem], field: str) -> str:
    return next((problem.message for problem in problems if problem.field == field), "")


def static_file(name: str) -> Path:
    """The static file of that name. Raises FileNotFoundError."""
    if not _STATIC_NAME.fullmatch(name):
        raise FileNotFoundError(name)
    return data_file("templates", "pages", "static", name)


@cache
def static_address(name: str) -> str:
    """Where browsers find a static file; it changes with the file, so that they may keep it."""
    return f"/tinh/{name}?v={hashlib.sha256(static_file(name).read_bytes()).hexdigest()[:12]}"
