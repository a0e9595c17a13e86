"""Whether a document, or a completed proposal, is a newer version of a plan that runs: said, and never decided."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlmodel import Session, select

from dondoc.actions import known_plans
from dondoc.commands.installation import UsageError
from dondoc.commands.stage import has_installation, installation
from dondoc.intake.document.as_toml import plan_toml
from dondoc.intake.document.proposal import Obligation, Proposal, Time
from dondoc.intake.document.recognising import Candidate, Likeness, recognise
from dondoc.intake.document.renewing import with_running_refs
from dondoc.intake.files import PlanFile
from dondoc.model import Agency, Plan
from dondoc.settings import Settings
from dondoc.store.transaction import reading


def looks_like(settings: Settings, proposal: Proposal, agency: str) -> tuple[Likeness, str] | None:
    """The plan that a document seems to be a newer version of, with its code; None also where nothing is installed."""
    if not has_installation(settings):
        return None
    with reading(installation(settings).engine) as session:
        like = recognise(proposal, [each for code in _agencies(session, agency) for each in _plans(session, code)])
        return (like, session.get_one(Plan, like.candidate.key).code) if like else None


def running(settings: Settings, code: str, agency: str) -> Candidate:
    """The plan of that code that runs. Raises UsageError where there is none, or several agencies have one."""
    with reading(installation(settings).engine) as session:
        codes = {each.key: each.code for each in session.exec(select(Plan))}
        found = [each for key in _agencies(session, agency) for each in _plans(session, key) if codes[each.key] == code]
    if len(found) != 1:
        many = "several agencies have a plan of that code; name yours with --units" if found else "no such plan runs"
        raise UsageError(f"--replaces: {code!r}: {many}")
    return found[0]


def of_file(file: PlanFile) -> Proposal:
    """A plan's file as far as versions are compared."""
    obligations = [
        Obligation(ref=each.ref, content=each.content, time=Time(text=each.time_quote), units_text=each.units_quote)
        for each in file.obligation
    ]
    return Proposal(title=file.plan.title, number=file.plan.number, year=file.plan.year, obligations=obligations)


def as_version_of(file: PlanFile, candidate: Candidate, code: str) -> PlanFile:
    """The file as a version of a plan that runs: of its code and year, its works under the numbers that run."""
    renewed = with_running_refs(candidate.works, of_file(file))
    refs = {old.ref: new.ref for old, new in zip(file.obligation, renewed.obligations, strict=True)}
    obligations = [
        each.model_copy(
            update={
                "ref": refs[each.ref],
                "rule": each.rule.model_copy(update={"within": refs.get(each.rule.within or "")}),
            }
        )
        for each in file.obligation
    ]
    plan = file.plan.model_copy(update={"code": code, "year": candidate.year})
    return file.model_copy(update={"plan": plan, "obligation": obligations})


@contextmanager
def written(file: PlanFile) -> Iterator[Path]:
    """The file in a folder of its own, gone when it was read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.toml"
        path.write_text(plan_toml(file), encoding="utf-8")
        yield path


def _agencies(session: Session, code: str) -> Sequence[int]:
    chosen = select(Agency).where(Agency.code == code) if code else select(Agency)
    return [each.key for each in session.exec(chosen)]


def _plans(session: Session, agency_id: int) -> list[Candidate]:
    return known_plans.plans(session, agency_id)
