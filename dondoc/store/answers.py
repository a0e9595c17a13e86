"""Questions about what units wrote."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from dondoc.model import (
    Answer,
    AnswerSection,
    Figure,
    FigureStatus,
    FigureValue,
    Obligation,
    Regime,
    Rule,
    Submission,
)
from dondoc.rules.submit import Content


def figures_of_round(session: Session, items: Iterable[Obligation]) -> list[Figure]:
    """The figures asked in a round, in the plan's order."""
    wanted = {item.key: item.position for item in items}
    chosen = select(Figure).where(col(Figure.obligation_id).in_(wanted))
    return sorted(session.exec(chosen), key=lambda figure: (wanted[figure.obligation_id], figure.position))


def contents(session: Session, submissions: Iterable[Submission]) -> dict[int, Content]:
    """What each submission says, by its id, in two queries whatever their number."""
    by_id = {submission.key: submission for submission in submissions}
    answers: dict[int, dict[tuple[int, AnswerSection], str]] = {}
    for answer in session.exec(select(Answer).where(col(Answer.submission_id).in_(by_id)).order_by(col(Answer.id))):
        answers.setdefault(answer.submission_id, {})[answer.obligation_id, answer.section] = answer.text
    figures: dict[int, dict[int, Decimal]] = {}
    statuses: dict[int, dict[int, FigureStatus]] = {}
    for value in session.exec(select(FigureValue).where(col(FigureValue.submission_id).in_(by_id))):
        figures.setdefault(value.submission_id, {})[value.figure_id] = value.value
        statuses.setdefault(value.submission_id, {})[value.figure_id] = value.status
    return {
        key: Content(each.nothing_to_report, answers.get(key, {}), figures.get(key, {}), statuses.get(key, {}))
        for key, each in by_id.items()
    }


def statuses_asked(session: Session, rule: Rule) -> tuple[FigureStatus, ...]:
    """The statuses that figures of a rule's rounds must bear; empty where its regime does not ask."""
    regime = session.get(Regime, rule.regime_id) if rule.regime_id else None
    return tuple(FigureStatus(each) for each in asked_by(regime.definition)) if regime else ()


def asked_by(definition: Mapping[str, Any]) -> list[str]:
    """The words of `statuses` in a regime's definition."""
    return list((definition.get("figures") or {}).get("statuses", ()))
