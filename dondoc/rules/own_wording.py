"""An agency's own wording of a letter: what may be wrong with it, as values for `dondoc.texts.own_wording`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

LONGEST_SOURCE = 8_000
"""Characters an own wording may have; the longest shipped one has about half of that."""


@dataclass(frozen=True)
class Fault:
    """One fault: the key of its sentence, the line of the wording (0: all of it), and what the sentence names."""

    key: str
    line: int = 0
    values: Mapping[str, object] = field(default_factory=dict)


class WordingError(Exception):
    """A wording that cannot be used; `faults` say why, the first lines first."""

    def __init__(self, faults: "list[Fault]") -> None:
        super().__init__("; ".join(f"{fault.key} (line {fault.line})" for fault in faults))
        self.faults = faults
