"""What a report is compiled from: its frame, the plan's items, the units' answers, and figures of earlier rounds."""

from dataclasses import dataclass

from sqlmodel import Session

from dondoc.model import Agency, Assignment, Figure, Regime, Standing
from dondoc.rules.draft import Frame, Item, compile_report, kind_of, outline_of
from dondoc.rules.figures import FigureAsked, previous
from dondoc.rules.recurrence import ON_REQUEST
from dondoc.rules.report import RecipientLine, ReportModel, Signature
from dondoc.rules.telling import UnitAnswer
from dondoc.store import reports
from dondoc.store.agency import hours
from dondoc.store.answers import contents, figures_of_round
from dondoc.store.earlier import Earlier, earlier_figures
from dondoc.store.rounds import RoundFacts, assignment_facts, items_of_round, standing, submissions
from dondoc.texts import basis, period_name, unit_state, word
from dondoc.texts.requests import by_the_hour


@dataclass(frozen=True)
class Material:
    """All that `compile_report` wants."""

    frame: Frame
    items: tuple[Item, ...]
    units: tuple[UnitAnswer, ...]
    figures: tuple[FigureAsked, ...]

    def report(self) -> ReportModel:
        """The report of what there is now."""
        return compile_report(self.frame, self.items, self.units, self.figures)


def material(session: Session, facts: RoundFacts) -> Material:
    """What a round's report is compiled from at this moment."""
    items = items_of_round(session, facts.obligation)
    figures = figures_of_round(session, items)
    known = earlier_figures(session, facts, figures)
    return Material(
        frame=_frame(session, facts),
        items=tuple(Item(item.key, item.title) for item in items),
        units=tuple(_answers(session, facts)),
        figures=tuple(_asked(facts, figure, known[figure.key]) for figure in figures),
    )


def _frame(session: Session, facts: RoundFacts) -> Frame:
    agency = session.get_one(Agency, facts.period.agency_id)
    regime = session.get_one(Regime, facts.rule.regime_id)
    plan, period = facts.plan, facts.period
    listed = reports.recipients(session, plan.key)
    proposed = facts.rule.standing is Standing.PROPOSED
    kind, asked_for = kind_of(period.kind), period.kind in ON_REQUEST
    return Frame(
        outline=outline_of(regime.definition, kind),
        superior=agency.superior.upper(),
        agency=agency.name.upper(),
        agency_name=agency.name,
        symbol=agency.symbol,
        place=agency.place,
        subject=plan.report_subject,
        # A report on request names no period, only its subject.
        period_name="" if asked_for else period_name(period.kind, period.number, period.year),
        kind=period.kind,
        year=period.year,
        data_from=period.data_from,
        data_to=period.data_to,
        addressees=tuple(each.name for each in listed if each.addressee),
        # Those behind Kính gửi are meant by "Như trên", which the form adds.
        recipients=tuple(RecipientLine(name=r.name, purpose=word(r.purpose)) for r in listed if not r.addressee),
        archive=plan.archive,
        signature=Signature(lines=tuple(plan.signer_title.splitlines()), name=plan.signer_name),
        plan_basis=plan.basis,
        proposed_note=f"Lịch báo cáo: đề xuất, chưa xác nhận. {basis(facts.rule.basis)}" if proposed else "",
        report_kind=kind,
        dateline_year=period.send_on.year if asked_for else 0,
        urgency=word(period.urgency) if period.urgency else None,  # type: ignore[arg-type]
    )


def _answers(session: Session, facts: RoundFacts) -> list[UnitAnswer]:
    agency = session.get_one(Agency, facts.period.agency_id)
    local = hours(agency)
    everyone = assignment_facts(session, agency.key, Assignment.period_id == facts.period.key)
    versions = submissions(session, [each.assignment.key for each in everyone])
    # A returned version is not the unit's word any more; the one before it never was accepted either.
    newest = {
        key: [v for v in [v for v in found if v.submitted_at][-1:] if not v.returned_at]
        for key, found in versions.items()
    }
    said = contents(session, [version for found in newest.values() for version in found])
    result = []
    for each in everyone:
        submission = next(iter(newest.get(each.assignment.key, [])), None)
        stands = standing(each.assignment, versions.get(each.assignment.key, []), local)
        nothing = submission is not None and submission.nothing_to_report
        excused = stands.excused and submission is None
        content = said[submission.key] if submission else None
        result.append(
            UnitAnswer(
                unit=each.unit_name,
                due_on=each.assignment.deadline,
                state=unit_state(nothing, submission is not None, stands.is_late, excused),
                submitted_on=stands.submitted_on if submission else None,
                submission_id=submission.key if submission else None,
                version=submission.version if submission else 0,
                nothing_to_report=nothing,
                excused=excused,
                late=submission is not None and stands.is_late,
                note=by_the_hour(each.assignment.deadline, stands.submitted_on if submission else None),
                answers=content.answers if content else None,
                figures=content.figures if content else None,
                statuses=content.statuses if content else None,
            )
        )
    return result


def _asked(facts: RoundFacts, figure: Figure, known: Earlier) -> FigureAsked:
    kind, year, number = facts.period.kind, facts.period.year, facts.period.number
    return FigureAsked(
        figure_id=figure.key,
        name=figure.name,
        unit_of_measure=figure.unit_of_measure,
        sum_rule=figure.sum_rule,
        previous=previous(figure.sum_rule, kind, year, number, known),
        last_year=known(kind, year - 1, number),
    )
