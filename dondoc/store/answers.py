"""Questions about what units wrote."""

from collections.abc import Iterable, Mapping
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
    values: dict[int, list[FigureValue]] = {}
    for value in session.exec(select(FigureValue).where(col(FigureValue.submission_id).in_(by_id))):
        values.setdefault(value.submission_id, []).append(value)
    return {key: _content(each, answers.get(key, {}), values.get(key, [])) for key, each in by_id.items()}


def _content(
    submission: Submission, answers: dict[tuple[int, AnswerSection], str], values: list[FigureValue]
) -> Content:
    return Content(
        submission.nothing_to_report,
        answers,
        {each.figure_id: each.value for each in values},
        {each.figure_id: each.status for each in values},
        {each.figure_id: each.stated_in_id for each in values if each.stated_in_id},
        {each.figure_id: each.note for each in values if each.note},
    )


def statuses_asked(session: Session, rule: Rule) -> tuple[FigureStatus, ...]:
    """The statuses that figures of a rule's rounds must bear; empty where its regime does not ask."""
    regime = session.get(Regime, rule.regime_id) if rule.regime_id else None
    return tuple(FigureStatus(each) for each in asked_by(regime.definition)) if regime else ()


def asked_by(definition: Mapping[str, Any]) -> list[str]:
    """The words of `statuses` in a regime's definition."""
    return list((definition.get("figures") or {}).get("statuses", ()))
