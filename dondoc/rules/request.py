"""What a request for a report answers, question by question, and whether an answer can be.

Answers are kept as they would stand in JSON: texts, lists of ids, days and instants as ISO text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import cast

from dondoc.model import PeriodKind, SumRule, Urgency
from dondoc.rules.address import checked
from dondoc.rules.recurrence import ON_REQUEST
from dondoc.rules.refusal import Refused
from dondoc.rules.worked_back import Levels

LONGEST_LINE = 300
LONGEST_TEXT = 4000
MOST_FIGURES = 12
MOST_ADDRESSEES = 4
Answers = Mapping[str, object]


class Question(StrEnum):
    """The questions of a request, one page each, in their order."""

    WHAT = "what"
    DOCUMENT = "document"
    ADDRESSEES = "addressees"
    UNITS = "units"
    WINDOW = "window"
    WHEN = "when"
    STEPS = "steps"
    FORM = "form"


FIELDS: Mapping[Question, tuple[str, ...]] = {
    Question.WHAT: ("subject", "content", "kind"),
    Question.DOCUMENT: ("document", "document_on", "issuer"),
    Question.ADDRESSEES: ("addressees", "signer"),
    Question.UNITS: ("lead", "units"),
    Question.WINDOW: ("data_from", "data_to"),
    Question.WHEN: ("send", "urgency"),
    Question.STEPS: ("due", "compile", "sign"),
    Question.FORM: ("regime", "figures"),
}
"""What each question answers."""


@dataclass(frozen=True)
class Addressee:
    """Who the report is for (Kính gửi)."""

    name: str
    email: str = ""


@dataclass(frozen=True)
class AskedFigure:
    """A figure that units are asked for."""

    name: str
    unit_of_measure: str
    sum_rule: SumRule


@dataclass(frozen=True)
class Asked:
    """A whole request, every answer read."""

    subject: str
    content: str
    kind: PeriodKind
    document: str
    document_on: date
    issuer: str
    addressees: tuple[Addressee, ...]
    signer_id: int
    lead_id: int
    unit_ids: tuple[int, ...]
    data_from: date
    data_to: date
    urgency: Urgency | None
    levels: Levels
    regime: str
    figures: tuple[AskedFigure, ...]


def unanswered(answers: Answers) -> list[Question]:
    """The questions that still want an answer, in their order."""
    return [each for each in Question if any(name not in answers for name in FIELDS[each])]


def with_answer(answers: Answers, question: Question, given: Answers, now: datetime) -> dict[str, object]:
    """The answers with one more. Raises Refused naming the field where it cannot be, or lies in the past.

    Another instant or urgency makes the steps worked back from it a question again.
    """
    given = {name: given[name] for name in FIELDS[question]}
    _CHECKS[question](given)
    kept = dict(answers)
    if question is Question.WHEN and _instant(given, "send") <= now:
        raise Refused("send_passed", "send_day")
    if question is Question.STEPS and "send" in kept:
        levels = _levels({**kept, **given})
        check_ahead(levels, now)
        check_levels(levels)
    if question is Question.WHEN and any(kept.get(name) != given[name] for name in given):
        kept = {name: value for name, value in kept.items() if name not in FIELDS[Question.STEPS]}
    return {**kept, **given}


def asked(answers: Answers) -> Asked:
    """All answers read. Raises Refused where a question is open, or an answer cannot be."""
    if unanswered(answers):
        raise Refused("request_unanswered")
    for question in Question:
        _CHECKS[question]({name: answers[name] for name in FIELDS[question]})
    levels = _levels(answers)
    check_levels(levels)
    return Asked(
        subject=str(answers["subject"]),
        content=str(answers["content"]),
        kind=PeriodKind(str(answers["kind"])),
        document=str(answers["document"]),
        document_on=_day(answers, "document_on"),
        issuer=str(answers["issuer"]),
        addressees=tuple(Addressee(**each) for each in cast(Sequence[dict[str, str]], answers["addressees"])),
        signer_id=int(str(answers["signer"])),
        lead_id=int(str(answers["lead"])),
        unit_ids=tuple(cast(Sequence[int], answers["units"])),
        data_from=_day(answers, "data_from"),
        data_to=_day(answers, "data_to"),
        urgency=Urgency(str(answers["urgency"])) if answers["urgency"] else None,
        levels=levels,
        regime=str(answers["regime"]),
        figures=tuple(
            AskedFigure(each["name"], each["unit_of_measure"], SumRule(each["sum_rule"]))
            for each in cast(Sequence[dict[str, str]], answers["figures"])
        ),
    )


def _levels(answers: Answers) -> Levels:
    return Levels(*(_instant(answers, name) for name in ("due", "compile", "sign", "send")))


def check_levels(levels: Levels) -> None:
    """Refuse deadlines out of their order. Raises Refused naming the field."""
    for name, before, after in (
        ("compile_day", levels.due, levels.compile),
        ("sign_day", levels.compile, levels.sign),
        ("sign_day", levels.sign, levels.send),
    ):
        if before > after:
            key = "step_after_sending" if after is levels.send else "step_before_last"
            raise Refused(key, name)


def check_ahead(levels: Levels, now: datetime) -> None:
    """Refuse a request whose units would have no time at all."""
    if levels.send <= now:
        raise Refused("send_passed", "send_day")
    if levels.due <= now:
        raise Refused("due_passed", "due_day")


def _what(given: Answers) -> None:
    _line(given, "subject", "subject_missing")
    if len(str(given["content"])) > LONGEST_TEXT:
        raise Refused("text_too_long", "content", longest=LONGEST_TEXT)
    if given["kind"] not in {kind.value for kind in ON_REQUEST}:
        raise Refused("request_kind_missing", "kind")


def _document(given: Answers) -> None:
    _line(given, "document", "document_number_missing")
    _line(given, "issuer", "issuer_missing")
    _day(given, "document_on")


def _addressees(given: Answers) -> None:
    addressees = cast(Sequence[dict[str, str]], given["addressees"])
    if not addressees:
        raise Refused("addressee_missing", "addressee-1")
    for place, each in enumerate(addressees, start=1):
        if not each["name"].strip():
            raise Refused("addressee_missing", f"addressee-{place}")
        if each["email"]:
            try:
                checked(each["email"])
            except Refused as refused:
                raise Refused(refused.key, f"address-{place}", **refused.values) from None
    if not given["signer"]:
        raise Refused("signer_missing", "signer")


def _units(given: Answers) -> None:
    if not given["lead"]:
        raise Refused("lead_missing", "lead")
    if not given["units"]:
        raise Refused("units_missing", "units")


def _window(given: Answers) -> None:
    begins, ends = _day(given, "data_from"), _day(given, "data_to")
    if ends < begins:
        raise Refused("end_before_start", "data_to", start=begins, end=ends)


def _when(given: Answers) -> None:
    _instant(given, "send")
    if given["urgency"] and given["urgency"] not in {each.value for each in Urgency}:
        raise Refused("urgency_unknown", "urgency")


def _steps(given: Answers) -> None:
    for name in FIELDS[Question.STEPS]:
        _instant(given, name)


def _form(given: Answers) -> None:
    if not given["regime"]:
        raise Refused("outline_missing", "regime")
    for place, each in enumerate(cast(Sequence[dict[str, str]], given["figures"]), start=1):
        if not each["name"]:
            raise Refused("figure_name_missing", f"figure-{place}")
        if not each["unit_of_measure"]:
            raise Refused("figure_measure_missing", f"measure-{place}")


_CHECKS = {
    Question.WHAT: _what,
    Question.DOCUMENT: _document,
    Question.ADDRESSEES: _addressees,
    Question.UNITS: _units,
    Question.WINDOW: _window,
    Question.WHEN: _when,
    Question.STEPS: _steps,
    Question.FORM: _form,
}


def _line(given: Answers, name: str, missing: str) -> None:
    said = str(given[name])
    if not said.strip():
        raise Refused(missing, name)
    if len(said) > LONGEST_LINE:
        raise Refused("text_too_long", name, longest=LONGEST_LINE)


def _day(given: Answers, name: str) -> date:
    if not given[name]:
        raise Refused("day_missing", name)
    return date.fromisoformat(str(given[name]))


def _instant(given: Answers, name: str) -> datetime:
    if not given[name]:
        raise Refused("day_missing", f"{name}_day")
    return datetime.fromisoformat(str(given[name]))
