"""Who helps: units behind the lead, and clauses that name nobody else."""

from dondoc.intake.document.brackets import says_only_units
from dondoc.intake.document.time import times_in
from dondoc.intake.document.unit_words import begins_unit
from dondoc.intake.document.verbs import verb_after
from dondoc.intake.document.words import Pattern, norm

_ENDS_IN_COOPERATES = Pattern(r".*\sphối hợp(?:\s+(?:cùng\s+)?(?:tổ chức\s+)?(?:thực hiện|triển khai))?[\s.;]*$")


def only_cooperates(text: str) -> bool:
    """Whether a clause only says who cooperates: "Công an tỉnh phối hợp thực hiện"."""
    if says_only_units(text):
        return _ENDS_IN_COOPERATES.match(norm(text)) is not None
    return helpers_of(text) != "" and not times_in(text)


_HELPS_IN = Pattern(r"\s(?:cùng\s+)?phối hợp\s+(?!với|cùng|chặt chẽ)(?P<work>(?:[^\s.,;]+[\s.]*){1,5})$")


def helpers_of(clause: str) -> str:
    """The units of a clause that only helps: "Công an xã, Đoàn Thanh niên xã phối hợp giữ trật tự"; "" of another."""
    found = _HELPS_IN.search(norm(clause))
    if found is None or begins_unit(clause[found.start("work") :]):
        return ""
    units = clause[: found.start()].strip()
    return units if begins_unit(units) and verb_after(units, 0) < 0 else ""


_COOPERATE = Pattern(
    r"[\s,]+(?:cùng\s+)?phối hợp(?:\s+(?:cùng\s+)?(?:tổ chức\s+)?(?:thực hiện|triển khai))?(?=[\s.;,]|$)"
)


def others_cooperate(text: str, at: int) -> tuple[int, int] | None:
    """Where "…, các phòng phối hợp thực hiện …" ends its units, and where the work begins."""
    if not begins_unit(text[at:]):
        return None
    found = _COOPERATE.search(norm(text), at)
    between = text[at : found.start()] if found else ""
    if (
        found is None
        or len(between) > 200
        or "." in between
        or verb_after(text, at) not in range(found.start(), found.end())
    ):
        return None
    return found.start(), found.end()
