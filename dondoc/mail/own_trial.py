"""An own wording on trial: what it says on made-up letters, and whether it keeps what a letter owes its reader."""

from dataclasses import dataclass

from dondoc.mail.compose import Composed, ComposeError, compose
from dondoc.mail.own import own_wording
from dondoc.mail.own_check import Kind, fields_of
from dondoc.mail.sample_letters import letter_type, samples
from dondoc.model import LetterKind
from dondoc.rules.own_wording import Fault, WordingError


@dataclass(frozen=True)
class Sample:
    """A made-up letter in a wording; `title` sets it apart from others of its kind."""

    title: str
    composed: Composed


@dataclass(frozen=True)
class Trial:
    """What came of it. Samples are there as far as they could be rendered."""

    faults: tuple[Fault, ...]
    samples: tuple[Sample, ...]


def try_out(kind: LetterKind, source: str, agency: str, address: str) -> Trial:
    """Try a wording; "" stands for the shipped one."""
    try:
        own = own_wording(letter_type(kind), source) if source else None
    except WordingError as error:
        return Trial(tuple(error.faults), ())
    faults: list[Fault] = []
    shown: list[Sample] = []
    for title, letter in samples(kind, agency, address):
        try:
            composed = own.compose(letter) if own else compose(letter)
        except WordingError as error:
            faults += [Fault(each.key, each.line, {**each.values, "sample": title}) for each in error.faults]
            continue
        except ComposeError as error:
            faults.append(Fault("shipped_broken", 0, {"said": str(error), "sample": title}))
            continue
        shown.append(Sample(title, composed))
    once = {(each.key, each.line, each.values.get("name")): each for each in reversed(faults)}
    return Trial(tuple(reversed(once.values())), tuple(shown))


def letter_fields(kind: LetterKind) -> dict[str, dict[str, Kind]]:
    """The fields a wording may name: those of the letter under "", those of each list's lines under its name."""
    own = fields_of(letter_type(kind))
    return {"": own} | {
        name: fields_of(inner[1]) for name, (what, inner) in own.items() if what == "list" and inner[0] == "record"
    }
