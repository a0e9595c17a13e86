"""The questions of a request as forms: what stands in each before it is answered, and what was answered in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from dondoc.intake.request_file import Handling
from dondoc.model import PeriodKind, Person, Plan, Recipient, Regime, Unit, UnitKind, Urgency
from dondoc.rules.request import MOST_ADDRESSEES, MOST_FIGURES, Answers, Question, with_answer
from dondoc.rules.worked_back import Clockwork, worked_back
from dondoc.web import forms
from dondoc.web.desk import Desk
from dondoc.web.two_steps import Reading

PATHS: Mapping[Question, str] = {
    Question.WHAT: "noi-dung",
    Question.DOCUMENT: "van-ban",
    Question.ADDRESSEES: "noi-nhan",
    Question.UNITS: "don-vi",
    Question.WINDOW: "so-lieu",
    Question.WHEN: "thoi-han",
    Question.STEPS: "cac-buoc",
    Question.FORM: "de-cuong",
}
"""The last part of each question's address."""
STEP_NAMES = ("due", "compile", "sign")
ALL, DIVISIONS, SOME = "tat-ca", "cac-phong", "mot-so"
REACHES = (ALL, DIVISIONS)
"""Collectives of units: every unit, and the divisions alone."""
ROWS = 4
"""How many lines for figures are shown at first."""
Typed = dict[str, object]


@dataclass(frozen=True)
class Choices:
    """What may be chosen in a request."""

    units: list[Unit]
    leads: list[Unit]
    leaders: list[Person]
    regimes: list[Regime]
    known: list[Recipient]
    plan: Plan | None
    handling: Handling

    def by_clock(self, desk: Desk, answers: Answers) -> Clockwork:
        """How time passes for a request this urgent."""
        urgency = Urgency(str(answers["urgency"])) if answers.get("urgency") else None
        return Clockwork(desk.hours, desk.calendar, self.handling.at_any_hour(urgency))


def shown(desk: Desk, question: Question, answers: Answers, choices: Choices) -> Typed:
    """What stands in the form of a question: its answer, or what is proposed."""
    return _SHOWN[question](desk, answers, choices)


def read(desk: Desk, question: Question, answers: Answers, choices: Choices) -> tuple[dict[str, object], Reading]:
    """What was answered, and what is wrong with it."""
    reading = Reading(desk)
    given = _read_units(desk, choices) if question is Question.UNITS else _READ[question](desk, reading)
    if not reading.problems:
        reading.read(lambda: with_answer(answers, question, given, desk.now), given)
    return given, reading


def rows_of_figures(desk: Desk, answers: Answers) -> int:
    """How many lines for figures the form shows: as many as were typed, and more where that was asked."""
    if desk.request.method == "POST":
        rows = max((place for place in range(1, MOST_FIGURES + 1) if desk.typed(f"figure-{place}")), default=0)
        asked_for = forms.whole(desk.typed("rows")) or ROWS
        return min(max(rows, asked_for, ROWS) + (ROWS if desk.typed("viec") == "them" else 0), MOST_FIGURES)
    return min(max(len(_list(answers, "figures")), ROWS), MOST_FIGURES)


def typed(desk: Desk, question: Question, given: Answers, choices: Choices) -> Typed:
    """What was typed, as the form shows it again; lines between which some were left empty move up."""
    if question in {Question.ADDRESSEES, Question.FORM}:
        return shown(desk, question, given, choices)
    found: Typed = {name: desk.typed(name) for name in desk.form}
    return {**found, "unit": [_id(str(each)) for each in desk.form.getlist("unit")]}


def instant(desk: Desk, reading: Reading, name: str) -> str:
    """A day and a time of day, as an instant in ISO text."""
    day = reading.read(lambda: forms.day(desk.typed(f"{name}_day"), f"{name}_day"), None)
    at = reading.read(lambda: forms.clock(desk.typed(f"{name}_time"), f"{name}_time"), None)
    return datetime.combine(day, at, desk.hours.zone).isoformat() if day and at else ""


def in_fields(desk: Desk, name: str, at: datetime | None) -> Typed:
    """An instant as the two fields of a form."""
    if at is None:
        return {f"{name}_day": "", f"{name}_time": ""}
    local = desk.hours.local(at)
    return {f"{name}_day": f"{local:%d/%m/%Y}", f"{name}_time": f"{local:%H:%M}"}


def _what(desk: Desk, answers: Answers, choices: Choices) -> Typed:
    return {"kind": PeriodKind.AD_HOC.value, **{name: str(answers[name]) for name in _WHAT if name in answers}}


_WHAT = ("subject", "content", "kind")


def _document(desk: Desk, answers: Answers, choices: Choices) -> Typed:
    return {"document": answers.get("document", ""), "issuer": answers.get("issuer", "")} | {
        "document_on": _day(answers.get("document_on"))
    }


def _window(desk: Desk, answers: Answers, choices: Choices) -> Typed:
    return {name: _day(answers.get(name)) for name in ("data_from", "data_to")}


def _addressees(desk: Desk, answers: Answers, choices: Choices) -> Typed:
    found: Typed = {}
    # Mostly the report goes to whoever asks for it.
    issuer = str(answers.get("issuer", ""))
    email = next((each.email or "" for each in choices.known if each.name == issuer), "")
    proposed = [{"name": issuer, "email": email}] if issuer else []
    listed = _list(answers, "addressees") if "addressees" in answers else proposed
    for place, each in enumerate(listed, start=1):
        found |= {f"addressee-{place}": each["name"], f"address-{place}": each["email"]}
    usual = next((each.key for each in choices.leaders if choices.plan and each.name == choices.plan.signer_name), "")
    return {**found, "signer": str(answers.get("signer", usual))}


def _units(desk: Desk, answers: Answers, choices: Choices) -> Typed:
    own = next((each.key for each in choices.leads if each.key in desk.viewer.units()), "")
    chosen = answers.get("units")
    reach = next((name for name in REACHES if chosen is None or chosen == _reached(name, choices)), SOME)
    return {"lead": str(answers.get("lead", own)), "reach": reach, "unit": chosen if reach == SOME else []}


def _reached(reach: str, choices: Choices) -> list[int]:
    """The units of a collective."""
    return [each.key for each in choices.units if reach == ALL or each.kind is UnitKind.DIVISION]


def _when(desk: Desk, answers: Answers, choices: Choices) -> Typed:
    send = datetime.fromisoformat(str(answers["send"])) if answers.get("send") else None
    return {**in_fields(desk, "send", send), "urgency": answers.get("urgency", "")}


def worked(desk: Desk, answers: Answers, choices: Choices) -> dict[str, datetime]:
    """The deadlines as they were answered; before that as they are worked back from the sending."""
    if all(name in answers for name in STEP_NAMES):
        return {name: datetime.fromisoformat(str(answers[name])) for name in STEP_NAMES}
    if not answers.get("send"):
        return {}
    send = datetime.fromisoformat(str(answers["send"]))
    levels = worked_back(desk.now, send, choices.handling.shares, choices.by_clock(desk, answers))
    return {name: getattr(levels, name) for name in STEP_NAMES}


def _steps(desk: Desk, answers: Answers, choices: Choices) -> Typed:
    found, result = worked(desk, answers, choices), Typed()
    for name in STEP_NAMES:
        result |= in_fields(desk, name, found.get(name))
    return result


def _form(desk: Desk, answers: Answers, choices: Choices) -> Typed:
    usual = choices.regimes[0].code if choices.regimes else ""
    found: Typed = {"regime": answers.get("regime", usual)}
    for place, each in enumerate(_list(answers, "figures"), start=1):
        found |= {f"figure-{place}": each["name"], f"measure-{place}": each["unit_of_measure"]}
        found[f"sum-{place}"] = each["sum_rule"]
    return found


_SHOWN: Mapping[Question, Callable[[Desk, Answers, Choices], Typed]] = {
    Question.WHAT: _what,
    Question.DOCUMENT: _document,
    Question.ADDRESSEES: _addressees,
    Question.UNITS: _units,
    Question.WINDOW: _window,
    Question.WHEN: _when,
    Question.STEPS: _steps,
    Question.FORM: _form,
}


def _list(answers: Answers, name: str) -> list[dict[str, str]]:
    found = answers.get(name)
    return found if isinstance(found, list) else []


def _day(value: object) -> str:
    return f"{date.fromisoformat(str(value)):%d/%m/%Y}" if value else ""


def _read_day(desk: Desk, reading: Reading, name: str) -> str:
    if not desk.typed(name):
        return ""
    day = reading.read(lambda: forms.day(desk.typed(name), name), None)
    return day.isoformat() if day else ""


def _read_what(desk: Desk, reading: Reading) -> dict[str, object]:
    return {name: desk.typed(name) for name in _WHAT}


def _read_document(desk: Desk, reading: Reading) -> dict[str, object]:
    return {
        "document": desk.typed("document"),
        "document_on": _read_day(desk, reading, "document_on"),
        "issuer": desk.typed("issuer"),
    }


def _read_addressees(desk: Desk, reading: Reading) -> dict[str, object]:
    rows = [(desk.typed(f"addressee-{n}"), desk.typed(f"address-{n}")) for n in range(1, MOST_ADDRESSEES + 1)]
    filled = [{"name": name, "email": email} for name, email in rows if name or email]
    return {"addressees": filled, "signer": _id(desk.typed("signer"))}


def _read_units(desk: Desk, choices: Choices) -> dict[str, object]:
    reach, ticked = desk.typed("reach"), {_id(str(each)) for each in desk.form.getlist("unit")}
    units = _reached(reach, choices) if reach in REACHES else [u.key for u in choices.units if u.key in ticked]
    return {"lead": _id(desk.typed("lead")), "units": units}


def _read_window(desk: Desk, reading: Reading) -> dict[str, object]:
    return {name: _read_day(desk, reading, name) for name in ("data_from", "data_to")}


def _read_when(desk: Desk, reading: Reading) -> dict[str, object]:
    return {"send": instant(desk, reading, "send"), "urgency": desk.typed("urgency")}


def _read_steps(desk: Desk, reading: Reading) -> dict[str, object]:
    return {name: instant(desk, reading, name) for name in STEP_NAMES}


def _read_form(desk: Desk, reading: Reading) -> dict[str, object]:
    rows = [
        {
            "name": desk.typed(f"figure-{n}"),
            "unit_of_measure": desk.typed(f"measure-{n}"),
            "sum_rule": desk.typed(f"sum-{n}") or "total",
        }
        for n in range(1, MOST_FIGURES + 1)
    ]
    return {"regime": desk.typed("regime"), "figures": [row for row in rows if row["name"] or row["unit_of_measure"]]}


_READ: Mapping[Question, Callable[[Desk, Reading], dict[str, object]]] = {
    Question.WHAT: _read_what,
    Question.DOCUMENT: _read_document,
    Question.ADDRESSEES: _read_addressees,
    Question.WINDOW: _read_window,
    Question.WHEN: _read_when,
    Question.STEPS: _read_steps,
    Question.FORM: _read_form,
}


def _id(typed_: str) -> int:
    return int(typed_) if typed_.isascii() and typed_.isdecimal() and len(typed_) < 10 else 0
