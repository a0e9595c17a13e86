"""A form in two steps on one page: look at what it does, then save exactly that."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from starlette.responses import Response

from dondoc.actions.foresee import foresee
from dondoc.actions.office import Office
from dondoc.rules.foresee import Foresight
from dondoc.rules.refusal import Refused
from dondoc.web.desk import Desk, attempt
from dondoc.web.foresight import mark
from dondoc.web.pages import Problem

SAVE = "luu"
T = TypeVar("T")


@dataclass
class Step:
    """Where a form stands: what is wrong with it, or what it will do. `stale`: that is not what was shown before."""

    problems: list[Problem] = field(default_factory=list)
    foresight: Foresight | None = None
    seen: str = ""
    stale: bool = False
    saved: bool = False


def take(desk: Desk, act: Callable[[Office], object]) -> Step:
    """Look at what an act does; do it where that was asked, and the page had shown just this."""
    looked: list[Foresight] = []
    problems = attempt(lambda: looked.append(foresee(desk.office, desk.agency.key, act, desk.now)))
    if problems:
        return Step(problems)
    seen = mark(looked[0])
    saving = desk.typed("viec") == SAVE
    if saving and desk.typed("seen") == seen:
        problems = attempt(lambda: act(desk.office))
        return Step(problems, saved=not problems)
    return Step([], looked[0], seen, stale=saving)


def page(desk: Desk, template: str, step: Step, typed: Mapping[str, object], **values: object) -> Response:
    """The page of such a form with all that was typed."""
    status = 422 if step.problems else 409 if step.stale else 200
    return desk.page(template, status, step=step, typed=typed, problems=step.problems, **values)


class Reading:
    """Reads the fields of a form; what cannot be read becomes a problem of its own, so that all are told at once."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.problems: list[Problem] = []

    def read(self, reader: Callable[[], T], otherwise: T) -> T:
        """What `reader` reads; `otherwise` where it refuses."""
        try:
            return reader()
        except Refused as refused:
            self.problems.append(Problem.of(refused))
            return otherwise

    def refuse(self, key: str, field: str, **values: object) -> None:
        """Note that a field is wrong."""
        self.problems.append(Problem.of(Refused(key, field, **values)))

    def reason(self) -> None:
        """Every change has a reason."""
        if not self.desk.typed("reason"):
            self.problems.append(Problem.of(Refused("change_reason_missing", "reason")))
