"""Questions of the form: what a unit is asked in a round, and what it wrote in a version."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from dondoc.model import Figure, Obligation, ObligationUnit, Part, Rule, Submission
from dondoc.rules.submit import Content
from dondoc.store.answers import contents
from dondoc.store.rounds import items_of_round


@dataclass(frozen=True)
class Item:
    """An item of the plan on the form: the unit's part in it, its figures, and what its rhythm rests on."""

    obligation: Obligation
    part: Part | None
    rule: Rule
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Written:
    """A version with all that stands in it."""

    submission: Submission
    content: Content


def items(session: Session, round_obligation: Obligation, unit_id: int) -> list[Item]:
    """The items of a round as one unit is asked about them, in the plan's order, the round's own last."""
    asked = items_of_round(session, round_obligation)
    ids = [each.key for each in asked]
    own = select(ObligationUnit).where(col(ObligationUnit.obligation_id).in_(ids), ObligationUnit.unit_id == unit_id)
    parts = {each.obligation_id: each.part for each in session.exec(own)}
    rules = {rule.obligation_id: rule for rule in session.exec(select(Rule).where(col(Rule.obligation_id).in_(ids)))}
    figures: dict[int, list[Figure]] = {}
    chosen = select(Figure).where(col(Figure.obligation_id).in_(ids)).order_by(col(Figure.position))
    for figure in session.exec(chosen):
        figures.setdefault(figure.obligation_id, []).append(figure)
    return [Item(each, parts.get(each.key), rules[each.key], tuple(figures.get(each.key, []))) for each in asked]


def written(session: Session, agency_id: int, submission_id: int) -> Written | None:
    """A version of an agency; None where it has none of that id."""
    return written_many(session, agency_id, [submission_id]).get(submission_id)


def written_many(session: Session, agency_id: int, submission_ids: Iterable[int]) -> dict[int, Written]:
    """Versions of an agency by id, in three queries whatever their number."""
    wanted = set(submission_ids)
    chosen = select(Submission).where(col(Submission.id).in_(wanted), Submission.agency_id == agency_id)
    found = list(session.exec(chosen))
    said = contents(session, found)
    return {each.key: Written(each, said[each.key]) for each in found}


def titles(session: Session, obligation_ids: Iterable[int]) -> dict[int, str]:
    """What items of the plan are called."""
    chosen = select(Obligation).where(col(Obligation.id).in_(set(obligation_ids)))
    return {each.key: f"{each.ref}. {each.title}" for each in session.exec(chosen)}


def figure_names(session: Session, figure_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Name and unit of measure of figures."""
    chosen = select(Figure).where(col(Figure.id).in_(set(figure_ids)))
    return {each.key: (each.name, each.unit_of_measure) for each in session.exec(chosen)}
