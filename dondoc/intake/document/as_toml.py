"""A proposal in the form of config/plans: what the document does not say stands there as a question."""

import json

from dondoc.intake.document.proposal import Obligation, Proposal, Unit
from dondoc.intake.document.words import norm, plain

_OPEN = "?"


def as_toml(proposal: Proposal, source: str) -> str:
    """The file's text. It is not accepted as a plan until every "?" is answered."""
    lines = [
        "# A proposal read from a document; nothing in it is in force. Answer every line that asks, then accept it.",
        *(f"# ? {each.ref} {each.text}".replace("  ", " ") for each in proposal.questions),
        "",
        "[plan]",
        f"code = {_quoted(_OPEN)} # ? a short name, such as 2026-cai-cach",
        f"agency = {_quoted(_OPEN)} # ? the agency's code",
        f"year = {proposal.year}" if proposal.year else "# ? year = the document names none",
        f"title = {_quoted(proposal.title)}",
        f"source = {_quoted(source)}",
        f"number = {_quoted(proposal.number)}",
        f"issued = {_quoted(proposal.issued)}",
        f"basis = {_quoted(proposal.title)}",
        f"signer_title = {_quoted(proposal.signer.title if proposal.signer else _OPEN)}",
        f"signer_name = {_quoted(proposal.signer.name if proposal.signer else _OPEN)}",
        f"archive = {_quoted(_archive(proposal))}",
        f"report_subject = {_quoted(_OPEN)} # ? what reports are about",
    ]
    for each in proposal.recipients:
        if not _is_archive(each.name):
            purpose = (
                f"purpose = {_quoted(each.purpose)}"
                if each.purpose
                else f"purpose = {_quoted(_OPEN)} # ? to_report, to_know or to_carry_out"
            )
            lines += ["", "[[recipient]]", f"name = {_quoted(each.name)}", purpose, 'standing = "proposed"']
    for obligation in proposal.obligations:
        lines += ["", *_obligation(obligation)]
    return "\n".join(lines) + "\n"


def _obligation(each: Obligation) -> list[str]:
    lead, cooperating = _units(each)
    time = each.time
    lines = [
        "[[obligation]]",
        *(f"# doubtful: {doubt}" for doubt in each.doubts),
        f"ref = {_quoted(each.ref)}",
        f"title = {_quoted((each.title or each.content)[:160])}",
        f"content = {_quoted(each.content)}",
        f"time_quote = {_quoted('; '.join([time.text, *time.also]) if time.also else time.text)}",
        f"units_quote = {_quoted(each.units_text or ', '.join(unit.name for unit in each.lead))}",
        f"lead = {_quoted(lead)}"
        if lead
        else f"# ? lead: {', '.join(unit.name for unit in each.lead) or 'the document names no unit'}",
        f"cooperating = {json.dumps(cooperating, ensure_ascii=False)}",
        *(f"# ? unit without a code: {unit.name}" for unit in [*each.lead, *each.cooperating] if not unit.codes),
        f"# time: {time.kind}"
        + (f", from {time.from_}" if time.from_ else "")
        + (f", to {time.to}" if time.to else "")
        + (f", day {time.day}" if time.day else "")
        + (f", on {', '.join(time.dates)}" if time.dates else ""),
        f'rule = {{ standing = "proposed", basis = {_quoted(time.text or _OPEN)} }} # ? regime and periods, or within',
    ]
    return lines


def _units(each: Obligation) -> tuple[str, list[str]]:
    """The one lead a plan file knows, and the others; several leads or a collective become cooperating units."""
    leads = [code for unit in each.lead for code in unit.codes]
    others = [code for unit in each.cooperating for code in unit.codes]
    if len(each.lead) == 1 and len(leads) == 1:
        return leads[0], others
    return "", list(dict.fromkeys([*leads, *others]))


def _is_archive(name: str) -> bool:
    return plain(norm(name)).startswith("luu")


def _archive(proposal: Proposal) -> str:
    named = next((each.name for each in proposal.recipients if _is_archive(each.name)), "")
    return named.partition(":")[2].strip() or _OPEN


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "")


__all__ = ["Unit", "as_toml"]
