"""A proposal and an administrator's choices → a plan as our files have it; what is still open is named.

Nothing is invented: what the document does not say is `standing = "proposed"`, with what it rests on.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dondoc.intake.document.addressees import archive_of, recipients_of
from dondoc.intake.document.own_day import OwnDay, once_rule, own_day, stated_send_day, units_day
from dondoc.intake.document.proposal import Obligation, Proposal, Time
from dondoc.intake.document.words import norm, plain, squeeze
from dondoc.intake.fields import LAST_DAY
from dondoc.intake.files import PlanFile
from dondoc.model import PeriodKind, Standing
from dondoc.texts import documents

EVERY_UNIT, OPEN = "*", "?"
_PERIODS = {kind.value: kind for kind in PeriodKind}
_CUSTOMARY = (PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.NINE_MONTHS, PeriodKind.YEAR)
_DUE_DAY, _SEND_DAY = 18, 22
_LONGEST_TITLE = 160
_COMPILES = re.compile(r"tổng hợp|tong hop")


@dataclass(frozen=True)
class Choices:
    """What a plan needs and a document does not say; proposed by `choices_for`, put right by a person."""

    code: str
    agency: str
    year: int | None
    report_subject: str
    regime: str
    compiling: int | None
    """Which obligation has the rounds in which all are reported."""
    periods: tuple[PeriodKind, ...] = _CUSTOMARY
    due_day: int | None = _DUE_DAY
    send_day: int | None = _SEND_DAY
    signer_title: str = ""
    signer_name: str = ""


@dataclass(frozen=True)
class Open:
    """Something that must be answered before there is a plan; `place` is the obligation it concerns."""

    key: str
    place: int | None = None
    ref: str = ""


@dataclass(frozen=True)
class Office:
    """The agency as far as a plan needs it: its code, its units and the regimes it keeps."""

    code: str
    units: Sequence[str]
    regimes: Sequence[str] = ()


def choices_for(proposal: Proposal, office: Office) -> Choices:
    """What is proposed where the document says nothing."""
    compiling = _compiling(proposal.obligations)
    stated = None if compiling is None else stated_send_day(proposal.obligations[compiling].time)
    return Choices(
        code=_code(proposal),
        agency=office.code,
        year=proposal.year,
        report_subject=_subject(proposal.title),
        regime=office.regimes[0] if office.regimes else "",
        compiling=compiling,
        periods=_periods(proposal, compiling),
        due_day=_DUE_DAY if stated is None else units_day(stated),
        send_day=_SEND_DAY if stated is None else stated,
        signer_title=proposal.signer.title if proposal.signer else "",
        signer_name=proposal.signer.name if proposal.signer else "",
    )


def _compiling(obligations: list[Obligation]) -> int | None:
    """The obligation of the one unit that compiles and reports for all: the last that says so."""
    ranked = [(_compiles(each), place) for place, each in enumerate(obligations) if _lead(each)]
    best = max(ranked, default=(0, -1))
    return best[1] if best[0] > 0 else None


def _compiles(each: Obligation) -> int:
    low = norm(f"{each.title} {each.content}")
    if not each.reporting and "báo cáo" not in low and "bao cao" not in low:
        return 0
    return 1 + (_COMPILES.search(low) is not None) * 2 + any(clause.to for clause in each.reporting)


def _periods(proposal: Proposal, compiling: int | None) -> tuple[PeriodKind, ...]:
    """The periods the compiling obligation names; else those of the plan's rhythm; else the customary ones."""
    if compiling is not None:
        named = [_PERIODS[each] for each in proposal.obligations[compiling].time.period if each in _PERIODS]
        if named:
            return tuple(kind for kind in PeriodKind if kind in named)
    return _CUSTOMARY


def _code(proposal: Proposal) -> str:
    head = re.sub(rf"^{re.escape(proposal.kind)}\s*", "", norm(proposal.title)) if proposal.kind else proposal.title
    head = re.sub(r"\s+năm\s+20\d{2}.*$", "", norm(head))
    head = re.sub(r"^(?:triển khai|thực hiện|công tác|\s)+", "", head)
    letters = re.sub(r"[^a-z0-9]+", "-", plain(head)).strip("-")
    short = "-".join([word for word in letters.split("-") if word != str(proposal.year)][:5])
    return f"{proposal.year or ''}-{short}".strip("-")[:40].rstrip("-")


def _subject(title: str) -> str:
    """What reports are about: the plan's title without its kind, year and agency."""
    text = re.sub(r"^(?:KẾ HOẠCH|Kế hoạch|CHƯƠNG TRÌNH|Chương trình)\s*", "", title)
    text = re.sub(r"^(?:[Tt]riển khai|TRIỂN KHAI)\s+(?=[Tt]hực hiện|THỰC HIỆN)", "", text)
    text = re.sub(r"\s+năm\s+20\d{2}.*$", "", text, flags=re.IGNORECASE)
    text = text.lower() if text.isupper() else text[:1].lower() + text[1:]
    text = re.sub(r"^(?:thực hiện|triển khai)\s+", "", text)
    return f"kết quả thực hiện {text}".strip() if text else ""


def open_points(proposal: Proposal, choices: Choices, office: Office) -> list[Open]:
    """What keeps the proposal from being a plan, in order."""
    return list(_open(proposal, choices, office))


def _open(proposal: Proposal, choices: Choices, office: Office) -> Iterator[Open]:
    if not proposal.obligations:
        yield Open("no_obligations")
    if choices.year is None:
        yield Open("year")
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,39}", choices.code):
        yield Open("code")
    if not choices.report_subject:
        yield Open("report_subject")
    if not choices.signer_title or not choices.signer_name:
        yield Open("signer")
    if choices.regime not in office.regimes:
        yield Open("regime")
    if not choices.periods:
        yield Open("periods")
    if (choices.send_day or 31) < (choices.due_day or 31):
        yield Open("send_before_due")
    for place, each in enumerate(proposal.obligations):
        lead, others = parts_of(each)
        if not lead and not others:
            yield Open("no_own_unit", place, each.ref)
    if choices.compiling is None or not 0 <= choices.compiling < len(proposal.obligations):
        yield Open("compiling")
    elif not _lead(proposal.obligations[choices.compiling]):
        yield Open("compiling_without_lead", choices.compiling, proposal.obligations[choices.compiling].ref)


def parts_of(each: Obligation) -> tuple[str, list[str]]:
    """The one lead a plan knows, and the others; several leads and a collective that leads are all equal."""
    leads = [code for unit in each.lead for code in unit.codes]
    others = [code for unit in each.cooperating for code in unit.codes]
    if len(each.lead) == 1 and len(leads) == 1:
        return leads[0], [code for code in dict.fromkeys(others) if code != leads[0]]
    return "", list(dict.fromkeys([*leads, *others]))


def _lead(each: Obligation) -> str:
    return parts_of(each)[0]


def plan_of(proposal: Proposal, choices: Choices, office: Office, source: str) -> PlanFile:
    """The plan. Raises ValueError where something is still open."""
    if left := open_points(proposal, choices, office):
        raise ValueError(f"still open: {', '.join(each.key for each in left)}")
    return PlanFile.model_validate(draft_of(proposal, choices, office, source))


def draft_of(proposal: Proposal, choices: Choices, office: Office, source: str) -> dict[str, Any]:
    """The plan as far as it is known, in the form of its file; what is open is "?" or missing."""
    refs = unique_refs(proposal.obligations)
    plan: dict[str, Any] = {
        "code": choices.code or OPEN,
        "agency": choices.agency or OPEN,
        "year": choices.year,
        "title": title_of(proposal),
        "source": source,
        "number": proposal.number,
        "issued": proposal.issued,
        "basis": basis_of(proposal),
        "signer_title": choices.signer_title or OPEN,
        "signer_name": choices.signer_name or OPEN,
        "archive": archive_of(proposal) or "VT",
        "report_subject": choices.report_subject or OPEN,
    }
    days = [own_day(each, choices.year) if _lead(each) else None for each in proposal.obligations]
    asked = _asked_in_rounds(proposal.obligations, days, choices.compiling)
    obligations = [
        _part(each, refs, place, choices, office.units, days[place], asked)
        for place, each in enumerate(proposal.obligations)
    ]
    return {"plan": plan, "recipient": list(recipients_of(proposal)), "obligation": obligations}


def _asked_in_rounds(
    obligations: Sequence[Obligation], days: Sequence[OwnDay | None], compiling: int | None
) -> list[str]:
    """The units whose works are reported within the rounds: only who has a part in a round is asked in it."""
    within = [each for place, each in enumerate(obligations) if place != compiling and days[place] is None]
    found = [code for each in within for lead, others in [parts_of(each)] for code in (lead, *others) if code]
    return list(dict.fromkeys(found))


def title_of(proposal: Proposal) -> str:
    """The plan's title as running text has it: "Kế hoạch triển khai …" for "KẾ HOẠCH Triển khai …"."""
    title = squeeze(proposal.title)
    found = re.match(rf"{re.escape(proposal.kind)}\s+", norm(title)) if proposal.kind else None
    if found is None or title.isupper() or not title[: found.end()].strip().isupper():
        return title or documents.UNTITLED
    rest = title[found.end() :]
    return f"{proposal.kind[:1].upper()}{proposal.kind[1:]} {rest[:1].lower()}{rest[1:]}"


def basis_of(proposal: Proposal) -> str:
    """What reports cite: the plan with its number, where it has one that was filled in."""
    title = title_of(proposal)
    number = proposal.number if re.match(r"\d", proposal.number) else ""
    return f"{title} (số {number})" if number else title


def _part(
    each: Obligation,
    refs: list[str],
    place: int,
    choices: Choices,
    units: Sequence[str],
    day: OwnDay | None,
    asked: Sequence[str],
) -> dict[str, Any]:
    lead, others = parts_of(each)
    compiling = choices.compiling
    more = [code for code in asked if code not in {lead, *others}] if place == compiling else []
    others = [*others, *more]
    rest = set(units) - {lead}
    title = (each.title or each.content)[:_LONGEST_TITLE].strip()
    part = {
        "ref": refs[place],
        "title": title[:1].upper() + title[1:],
        "content": each.content or title,
        "time_quote": quote_of(each.time),
        "units_quote": each.units_text or ", ".join(unit.name for unit in each.lead) or documents.NOT_SAID,
        "cooperating": [EVERY_UNIT] if rest and rest <= set(others) else others,
    }
    if place == compiling:
        rule = _rounds(each, choices, bool(more))
    elif day is not None:
        rule = once_rule(quote_of(each.time), day, choices.regime or OPEN)
    else:
        rule = _within(each, OPEN if compiling is None else refs[compiling])
    return part | ({"lead": lead} if lead else {}) | {"rule": {"standing": Standing.PROPOSED.value} | rule}


def _within(each: Obligation, ref: str) -> dict[str, Any]:
    return {"within": ref, "basis": documents.within_basis(ref, quote_of(each.time))}


def _rounds(each: Obligation, choices: Choices, with_others: bool) -> dict[str, Any]:
    named = any(period in _PERIODS for period in each.time.period)
    return {
        "regime": choices.regime or OPEN,
        "periods": [kind.value for kind in choices.periods],
        "due_day": LAST_DAY if choices.due_day is None else choices.due_day,
        "send_day": LAST_DAY if choices.send_day is None else choices.send_day,
        "basis": documents.rounds_basis(
            quote_of(each.time), named, with_others, choices.send_day == stated_send_day(each.time)
        ),
    }


def quote_of(time: Time) -> str:
    """The time as the document says it, all of its places."""
    return "; ".join([each for each in (time.text, *time.also) if each])


def unique_refs(obligations: Sequence[Obligation]) -> list[str]:
    """A ref of our form for each, none twice: as written, with a letter or number behind where one comes again."""
    found: list[str] = []
    for place, each in enumerate(obligations, start=1):
        ref = re.sub(r"[^A-Za-zđĐ0-9.]", ".", each.ref).strip(".")
        ref = ref if re.fullmatch(r"[A-Z0-9.]+[a-zđ0-9.]*", ref) and len(ref) <= 14 else f"N{place}"
        count = 2
        while (ref if count == 2 else f"{ref}.{count - 1}") in found:
            count += 1
        found.append(ref if count == 2 else f"{ref}.{count - 1}")
    return found
