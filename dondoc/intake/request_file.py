"""How reports on request are handled: the shares of their deadlines, and the ladder that urges them."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from dondoc.intake.fields import Code
from dondoc.intake.ladder_file import LadderFile
from dondoc.intake.toml_file import Strict, TomlFile, check_unique
from dondoc.model import Urgency
from dondoc.paths import data_file
from dondoc.rules.worked_back import Share, Shares

Minutes = Annotated[int, Field(ge=0, le=60 * 24 * 30)]


class SharePart(Strict):
    """What a step gets of the time there is."""

    share: Annotated[int, Field(ge=0, le=90)]
    least: Minutes
    most: Minutes


class RequestFile(Strict):
    """`config/requests/*.toml`."""

    basis: Annotated[str, Field(min_length=1)]
    ladder: Code
    round_to: Annotated[int, Field(ge=1, le=60)] = 15
    unit_least: Minutes
    compile: SharePart
    sign: SharePart
    send: SharePart


@dataclass(frozen=True)
class Handling:
    """The shares of the steps, and the ladder."""

    shares: Shares
    ladder: LadderFile
    basis: str

    def at_any_hour(self, urgency: Urgency | None) -> bool:
        """Whether a report this urgent is worked on outside office hours too."""
        return urgency in self.ladder.outside_hours


def read_handling(code: str = "ad-hoc") -> Handling:
    """How reports on request are handled. Raises FileError."""
    source = TomlFile(data_file("config", "requests", f"{code}.toml"))
    file = source.checked(RequestFile)
    given = sum(each.share for each in (file.compile, file.sign, file.send))
    if given > 90:
        raise source.fault(("compile", "share"), f"comes to {given} percent with sign and send; leave units 10 or more")
    try:
        path = data_file("config", "ladders", f"{file.ladder}.toml")
    except FileNotFoundError as error:
        raise source.fault(("ladder",), str(error)) from None
    named = TomlFile(path)
    ladder = named.checked(LadderFile)
    check_unique(named, ("rung",), "code", [each.code for each in ladder.rung])
    steps = {name: Share(**getattr(file, name).model_dump()) for name in ("compile", "sign", "send")}
    return Handling(Shares(**steps, unit_least=file.unit_least, round_to=file.round_to), ladder, file.basis)
