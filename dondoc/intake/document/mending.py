"""What a person changes in a proposal: pure, a proposal in and another out."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from dondoc.intake.document.proposal import Obligation, Proposal, Unit, Unused
from dondoc.intake.document.words import squeeze
from dondoc.rules.refusal import Refused

LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Mend:
    """An obligation as a person wants it; units are codes of the agency's own."""

    title: str
    content: str
    time_text: str
    lead: str
    cooperating: Sequence[str]


def mended(proposal: Proposal, place: int, mend: Mend) -> Proposal:
    """The proposal with one obligation put right; it has no doubts any more. Raises Refused for empty fields."""
    old = _at(proposal, place)
    if not squeeze(mend.content):
        raise Refused("obligation_empty", "content")
    if not mend.lead and not mend.cooperating:
        raise Refused("obligation_without_unit", "lead")
    time = old.time if mend.time_text == old.time.text else old.time.model_copy(update=_time(mend.time_text))
    new = old.model_copy(
        update={
            "title": squeeze(mend.title),
            "content": mend.content.strip(),
            "time": time,
            "lead": _units(old.lead, [mend.lead] if mend.lead else []),
            "cooperating": _units(old.cooperating, [code for code in mend.cooperating if code != mend.lead]),
            "doubts": [],
        }
    )
    return _with(without_questions(proposal, {old.ref}), place, [new])


def seen(proposal: Proposal, places: Sequence[int]) -> Proposal:
    """The proposal with some obligations confirmed as they are: neither doubts nor questions are left about them."""
    right = {place: _at(proposal, place).model_copy(update={"doubts": []}) for place in places}
    kept = [right.get(place, each) for place, each in enumerate(proposal.obligations)]
    return without_questions(proposal.model_copy(update={"obligations": kept}), {each.ref for each in right.values()})


def without_questions(proposal: Proposal, refs: Set[str]) -> Proposal:
    """The proposal without what was asked about some obligations."""
    left = [each for each in proposal.questions if not each.ref or each.ref not in refs]
    return proposal.model_copy(update={"questions": left})


def to_look_at(proposal: Proposal) -> list[int]:
    """The places of the obligations that have doubts, or about which something is asked."""
    asked = {each.ref for each in proposal.questions if each.ref}
    return [place for place, each in enumerate(proposal.obligations) if each.doubts or each.ref in asked]


def _time(text: str) -> dict[str, object]:
    from dondoc.intake.document.time import read_time

    return dict(read_time(text))


def _units(written: list[Unit], codes: list[str]) -> list[Unit]:
    """The chosen units, under the names of the document where those mean them."""
    if codes and [code for unit in written for code in unit.codes] == codes:
        return written
    if len(written) == 1 and len(codes) == 1:
        return [written[0].model_copy(update={"codes": codes, "external": False})]
    kept = [unit for unit in written if unit.codes and set(unit.codes) <= set(codes)]
    held = {code for unit in kept for code in unit.codes}
    return [*kept, *(Unit(name=code, codes=[code]) for code in codes if code not in held)]


def taught(before: Obligation, after: Obligation) -> dict[str, str]:
    """The names that a correction gave a unit: written alone in the document, and now known to mean one."""
    found: dict[str, str] = {}
    for old, new in ((before.lead, after.lead), (before.cooperating, after.cooperating)):
        if len(old) == len(new) == 1 and not old[0].codes and len(new[0].codes) == 1 and old[0].name == new[0].name:
            found[squeeze(old[0].name)] = new[0].codes[0]
    return found


def with_names(proposal: Proposal, names: dict[str, str]) -> Proposal:
    """The proposal with taught names given their codes everywhere."""

    def known(units: list[Unit]) -> list[Unit]:
        return [
            unit.model_copy(update={"codes": [names[squeeze(unit.name)]], "external": False})
            if not unit.codes and squeeze(unit.name) in names
            else unit
            for unit in units
        ]

    def learnt(each: Obligation) -> Obligation:
        new = each.model_copy(update={"lead": known(each.lead), "cooperating": known(each.cooperating)})
        all_known = all(unit.codes or unit.external for unit in [*new.lead, *new.cooperating])
        return new.model_copy(update={"doubts": [d for d in each.doubts if d != "unit_unknown" or not all_known]})

    return proposal.model_copy(update={"obligations": [learnt(each) for each in proposal.obligations]})


def left_out(proposal: Proposal, places: Sequence[int]) -> Proposal:
    """Without some obligations: their places in the document stand among what produced nothing."""
    gone = [_at(proposal, place) for place in places]
    unused = [*proposal.unused, *(Unused(span=each.span, reason=LEFT_OUT) for each in gone)]
    kept = [each for place, each in enumerate(proposal.obligations) if place not in places]
    return proposal.model_copy(
        update={"obligations": kept, "unused": sorted(unused, key=lambda each: each.span), **_asked(proposal, kept)}
    )


def _asked(proposal: Proposal, kept: list[Obligation]) -> dict[str, object]:
    refs = {each.ref for each in kept}
    return {"questions": [each for each in proposal.questions if not each.ref or each.ref in refs]}


def taken_up(proposal: Proposal, start: int) -> Proposal:
    """With an obligation more, from a piece of the document that had produced none."""
    piece = next((each for each in proposal.unused if each.span[0] == start), None)
    if piece is None:
        raise Refused("not_found")
    text = squeeze(proposal.text[piece.span[0] : piece.span[1]])
    new = Obligation(content=text, span=piece.span, doubts=["no_lead"])
    obligations = sorted([*proposal.obligations, new], key=lambda each: each.span)
    unused = [each for each in proposal.unused if each is not piece]
    return proposal.model_copy(update={"obligations": obligations, "unused": unused})


def split(proposal: Proposal, place: int, content: str) -> Proposal:
    """One obligation as several: one for each part of `content` between empty lines. Raises Refused for one part."""
    old = _at(proposal, place)
    parts = [squeeze(part) for part in content.replace("\r\n", "\n").split("\n\n") if part.strip()]
    if len(parts) < 2:
        raise Refused("nothing_to_split", "content")
    return _with(proposal, place, [old.model_copy(update={"content": part, "title": ""}) for part in parts])


def merged(proposal: Proposal, place: int) -> Proposal:
    """An obligation and the next one as one. Raises Refused where there is none."""
    one = _at(proposal, place)
    if place + 1 >= len(proposal.obligations):
        raise Refused("nothing_to_merge")
    other = proposal.obligations[place + 1]
    names = {unit.name for unit in one.cooperating}
    both = one.model_copy(
        update={
            "content": f"{one.content}. {other.content}",
            "cooperating": [*one.cooperating, *(unit for unit in other.cooperating if unit.name not in names)],
            "span": (one.span[0], max(one.span[1], other.span[1])),
            "doubts": list(dict.fromkeys([*one.doubts, *other.doubts])),
        }
    )
    rest = [*proposal.obligations[:place], both, *proposal.obligations[place + 2 :]]
    return proposal.model_copy(update={"obligations": rest})


def _at(proposal: Proposal, place: int) -> Obligation:
    if not 0 <= place < len(proposal.obligations):
        raise Refused("not_found")
    return proposal.obligations[place]


def _with(proposal: Proposal, place: int, new: list[Obligation]) -> Proposal:
    rest = [*proposal.obligations[:place], *new, *proposal.obligations[place + 1 :]]
    return proposal.model_copy(update={"obligations": rest})
