"""A plan as a file of config/plans; a proposal with its questions and doubts as comments beside what they concern."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dondoc.intake.document.as_plan import OPEN
from dondoc.intake.document.proposal import Obligation, Proposal
from dondoc.intake.files import PlanFile
from dondoc.texts import documents

_HEAD = "# A proposal read from a document; nothing in it is in force. Answer every line that asks, then accept it."


def proposal_toml(proposal: Proposal, draft: Mapping[str, Any]) -> str:
    """The file's text. It is no plan until every "?" is answered."""
    questions = [f"# ? {each.ref} {each.text}".replace("  ", " ") for each in proposal.questions]
    notes = [list(_notes(each)) for each in proposal.obligations]
    return _text([_HEAD, *questions, ""], draft, notes)


def plan_toml(file: PlanFile) -> str:
    """A plan's file without any comment."""
    draft = file.model_dump(mode="json", exclude_none=True)
    return _text([], draft, [[] for _ in file.obligation])


def _notes(each: Obligation) -> Iterator[str]:
    yield from (f"# ? {documents.doubt(doubt)}" for doubt in each.doubts)
    yield from (f"# ? unit without a code: {unit.name}" for unit in [*each.lead, *each.cooperating] if not unit.codes)
    time = each.time
    said = [
        f"from {time.from_}" * bool(time.from_),
        f"to {time.to}" * bool(time.to),
        f"day {time.day}" * bool(time.day),
    ]
    yield f"# time: {', '.join([time.kind.value, *filter(None, said), *time.dates])}"


def _text(head: Sequence[str], draft: Mapping[str, Any], notes: Sequence[Sequence[str]]) -> str:
    lines = [*head, "[plan]", *_lines(draft["plan"])]
    for each in draft["recipient"]:
        lines += ["", "[[recipient]]", *_lines(each)]
    for each, said in zip(draft["obligation"], notes, strict=True):
        lines += ["", "[[obligation]]", *said, *_lines(each, leave_out=("rule", "figure"))]
        lines += ["", "[obligation.rule]", *_lines(each["rule"])]
        for figure in each.get("figure", []):
            lines += ["", "[[obligation.figure]]", *_lines(figure)]
    return "\n".join(lines) + "\n"


def _lines(table: Mapping[str, Any], leave_out: Sequence[str] = ()) -> Iterator[str]:
    for key, value in table.items():
        if key in leave_out:
            continue
        if value is None:
            yield f"# ? {key} = the document names none"
        else:
            yield f"{key} = {_value(value)}" + (" # ? to be answered" if value == OPEN else "")


def _value(value: Any) -> str:
    """A value in TOML; strings, whole numbers, truth values and lists are written there as in JSON."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "")
