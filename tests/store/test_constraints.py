"""Wrong states cannot be stored: every row here is refused by both databases, and its right sister is not."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DataError, IntegrityError
from sqlmodel import SQLModel, select

from dondoc.model import (
    Absence,
    Answer,
    AnswerSection,
    Assignment,
    Attachment,
    Audit,
    CalendarDay,
    ChangeKind,
    Channel,
    Decision,
    FeedReach,
    FigureValue,
    FlowName,
    Letter,
    LetterState,
    ObligationUnit,
    Part,
    Person,
    Recipient,
    Report,
    ReportVersion,
    Role,
    RoleKind,
    RuleKind,
    RunOutcome,
    Schedule,
    SignIn,
    Unit,
)  # fmt: skip
from dondoc.store.transaction import bookkeeping, reading
from tests.cast import Cast
from tests.store.rows import (
    DAY,
    NOW,
    OURS,
    THEIRS,
    TODAY,
    adjustment,
    dispatched,
    event,
    extension,
    feed,
    letter,
    number,
    obligation,
    paper,
    period,
    reminder,
    rule,
    run,
    step,
    submission,
)  # fmt: skip

Last = Callable[[type[SQLModel]], int]
"""The id of the last row of a kind: the outsider and their units came last."""
Rows = Callable[[Last], list[SQLModel]]
RIGHT: dict[str, Rows] = {
    "a queued letter": lambda last: [letter()],
    "a sent letter": lambda last: [letter(state=LetterState.SENT, sent_at=NOW)],
    "a letter being sent": lambda last: [letter(state=LetterState.SENDING, lease_until=NOW)],
    "a draft": lambda last: [submission()],
    "a submission": lambda last: [submission(submitted_at=NOW)],
    "a returned submission": lambda last: [submission(submitted_at=NOW, returned_at=NOW, return_reason="r")],
    "a period": lambda last: [period()],
    "a rule of rounds": lambda last: [obligation(), rule()],
    "a rule within another": lambda last: [obligation(), rule(kind=RuleKind.WITHIN, regime_id=None, within_id=6)],
    "an open step": lambda last: [step()],
    "a returned step": lambda last: [step(decision=Decision.RETURNED, decided_at=NOW, reason="r")],
    "a reminder with a reason": lambda last: [reminder()],
    "a number": lambda last: [number()],
    "a paper": lambda last: [paper()],
    "a dispatch on paper": lambda last: [dispatched()],
    "a running run": lambda last: [run()],
    "a rule of an event": lambda last: [obligation(), rule(kind=RuleKind.EVENT)],
    "an event": lambda last: [event()],
    "a change and its undoing": lambda last: [adjustment(id=70), adjustment(kind=ChangeKind.UNDO, undoes_id=70)],
    "a request for more time, and one granted": lambda last: [
        extension(),
        extension(decided_at=NOW, decided_by=1, granted=True, granted_until=TODAY),
    ],
    "a feed": lambda last: [feed()],
}
WRONG: dict[str, Rows] = {
    # Into another agency
    "a unit whose successor is another agency's": lambda last: [
        Unit(agency_id=THEIRS, code="x", name="x", abbreviation="x", valid_from=TODAY, successor_id=1)
    ],
    "a role for another agency's unit": lambda last: [
        Role(agency_id=THEIRS, person_id=last(Person), kind=RoleKind.HEAD, unit_id=1)
    ],
    "a role of another agency's person": lambda last: [Role(agency_id=THEIRS, person_id=1, kind=RoleKind.CLERK)],
    "a substitute of another agency": lambda last: [
        Absence(agency_id=OURS, person_id=1, substitute_id=last(Person), since=TODAY, until=TODAY)
    ],
    "an assignment of another agency's unit": lambda last: [
        Assignment(agency_id=OURS, period_id=1, unit_id=last(Unit), part=Part.LEAD, due_on=TODAY)
    ],
    "a period of another agency's obligation": lambda last: [period(agency_id=THEIRS)],
    "a rule by another agency's regime": lambda last: [obligation(), rule(regime_id=5)],
    "a submission to another agency's assignment": lambda last: [submission(agency_id=THEIRS, written_by=last(Person))],
    "a submission by another agency's person": lambda last: [submission(written_by=last(Person))],
    "an answer to another agency's submission": lambda last: [
        Answer(agency_id=THEIRS, submission_id=1, obligation_id=1, section=AnswerSection.NEXT, text="t")
    ],
    "a letter to another agency's person": lambda last: [letter(person_id=last(Person))],
    "a reminder of another agency's assignment": lambda last: [reminder(agency_id=THEIRS, person_id=last(Person))],
    "a step of another agency's person": lambda last: [step(person_id=last(Person))],
    "an audit line of another agency's person": lambda last: [
        Audit(
            agency_id=OURS, sequence=999, at=NOW, person_id=last(Person), door="web", act="a", noun="n",
            previous_hash="", hash="",
        )
    ],
    "a number by another agency's clerk": lambda last: [number(numbered_by=last(Person))],
    "a row of no agency at all": lambda last: [CalendarDay(agency_id=99, day=TODAY, works=True, name="n", basis="b")],
    # Twice what there can be once
    "two leading units": lambda last: [
        Unit(id=15, agency_id=OURS, code="new", name="n", abbreviation="n", valid_from=TODAY),
        ObligationUnit(agency_id=OURS, obligation_id=6, unit_id=15, part=Part.LEAD),
    ],
    "two drafts": lambda last: [submission(), submission(version=2)],
    "a version twice": lambda last: [submission(submitted_at=NOW), submission(submitted_at=NOW)],
    "a round twice": lambda last: [period(), period()],
    "a unit twice in a round": lambda last: [
        Assignment(agency_id=OURS, period_id=1, unit_id=1, part=Part.COOPERATING, due_on=TODAY)
    ],
    "two rules of an obligation": lambda last: [rule(obligation_id=6)],
    "two letters of one key": lambda last: [letter(), letter(message_id="<other@b.vn>")],
    "two letters of one Message-ID": lambda last: [letter(), letter(letter_key="other")],
    "a rung recorded twice for a person": lambda last: [reminder(), reminder()],
    "a number twice in a book": lambda last: [number(), number(report_id=2)],
    "two numbers of a report": lambda last: [number(), number(number=2)],
    "two reports of a period": lambda last: [Report(agency_id=OURS, period_id=1, created_at=NOW)],
    "a version of a report twice": lambda last: [
        ReportVersion(agency_id=OURS, report_id=1, version=1, content={}, sha256="0", made_at=NOW)
    ],
    "two papers of a kind": lambda last: [paper(), paper()],
    "a recipient twice": lambda last: [dispatched(), dispatched()],
    "a person's address twice": lambda last: [
        Person(agency_id=OURS, name="n", title="t", email="giam-doc@mau.example")
    ],
    "a role twice, without a unit": lambda last: [Role(agency_id=OURS, person_id=1, kind=RoleKind.LEADER)],
    "a day twice in a calendar": lambda last: [
        CalendarDay(agency_id=OURS, day=date(2026, 1, 2), works=True, name="n", basis="b")
    ],
    "a schedule of a flow twice": lambda last: [
        Schedule(agency_id=OURS, flow=FlowName.OPEN, every_seconds=1),
        Schedule(agency_id=OURS, flow=FlowName.OPEN, every_seconds=2),
    ],
    "a recipient's place taken": lambda last: [
        Recipient(agency_id=OURS, plan_id=1, position=1, name="n", purpose="to_know")
    ],
    # Half of what belongs together
    "a sent letter without an instant": lambda last: [letter(state=LetterState.SENT)],
    "an instant of sending on a queued letter": lambda last: [letter(sent_at=NOW)],
    "a letter being sent without a lease": lambda last: [letter(state=LetterState.SENDING)],
    "a letter that expires before it may go": lambda last: [letter(expires_at=NOW)],
    "a reminder without letter and reason": lambda last: [reminder(reason="")],
    "a reminder with letter and reason": lambda last: [letter(), reminder(letter_id=last(Letter))],
    "an acceptance of a draft": lambda last: [submission(accepted_at=NOW)],
    "accepted and returned": lambda last: [
        submission(submitted_at=NOW, accepted_at=NOW, returned_at=NOW, return_reason="r")
    ],
    "returned without a reason": lambda last: [submission(submitted_at=NOW, returned_at=NOW)],
    "a step decided without an instant": lambda last: [step(decision=Decision.APPROVED)],
    "a step returned without a reason": lambda last: [step(decision=Decision.RETURNED, decided_at=NOW)],
    "an e-mail dispatch without its letter": lambda last: [dispatched(channel=Channel.EMAIL)],
    "a run that has ended and runs": lambda last: [run(ended_at=NOW)],
    "a run that is done and has not ended": lambda last: [run(outcome=RunOutcome.DONE)],
    "a used sign-in without a session": lambda last: [
        SignIn(agency_id=OURS, person_id=1, token_hash="t", created_at=NOW, expires_at=NOW, used_at=NOW)
    ],
    "a head of no unit": lambda last: [Role(agency_id=OURS, person_id=1, kind=RoleKind.HEAD)],
    "an attachment of no paper": lambda last: [
        letter(), Attachment(agency_id=OURS, letter_id=last(Letter), paper_id=99, filename="f")
    ],
    # What cannot be
    "a deadline at the data close": lambda last: [period(due_on=TODAY + DAY)],
    "sending before the units' deadline": lambda last: [period(send_on=TODAY + DAY)],
    "a window that ends before it begins": lambda last: [period(data_from=TODAY + 2 * DAY)],
    "compiled before the units' deadline": lambda last: [period(compile_on=TODAY)],
    "signed after sending": lambda last: [period(sign_on=TODAY + 9 * DAY)],
    "compiled after it is signed": lambda last: [obligation(), rule(compile_before=0, sign_before=1)],
    "a one-off whose data end before they begin": lambda last: [
        obligation(), rule(data_from=TODAY, data_to=TODAY - DAY)
    ],
    "an event without a word": lambda last: [event(note="")],
    "an event twice": lambda last: [event(), event()],
    "two open requests for more time": lambda last: [extension(), extension()],
    "a grant without a day": lambda last: [extension(decided_at=NOW, decided_by=1, granted=True)],
    "a decision without an instant": lambda last: [extension(granted=False)],
    "an undoing of nothing": lambda last: [adjustment(kind=ChangeKind.UNDO)],
    "a change undone twice": lambda last: [
        adjustment(id=70), *(adjustment(kind=ChangeKind.UNDO, undoes_id=70) for _ in range(2))
    ],
    "a unit's feed without a unit": lambda last: [feed(reach=FeedReach.UNIT)],
    "a feed of another agency's unit": lambda last: [feed(reach=FeedReach.UNIT, unit_id=last(Unit))],
    "a rule without a basis": lambda last: [obligation(), rule(basis="")],
    "a rule of rounds within another": lambda last: [obligation(), rule(within_id=6)],
    "a rule of rounds without a regime": lambda last: [obligation(), rule(regime_id=None)],
    "a round that opens at its deadline": lambda last: [obligation(), rule(open_before=0)],
    "a unit that ends before it begins": lambda last: [
        Unit(agency_id=OURS, code="x", name="x", abbreviation="x", valid_from=TODAY, valid_to=TODAY - DAY)
    ],
    "an absence that ends before it begins": lambda last: [
        Absence(agency_id=OURS, person_id=1, substitute_id=2, since=TODAY, until=TODAY - DAY)
    ],
    "one's own substitute": lambda last: [
        Absence(agency_id=OURS, person_id=1, substitute_id=1, since=TODAY, until=TODAY)
    ],
    "a change without a reason": lambda last: [adjustment(reason="")],
    "number zero": lambda last: [number(number=0)],
    "an empty paper": lambda last: [paper(content=b"")],
    "version zero": lambda last: [submission(version=0)],
    "a schedule of every zero seconds": lambda last: [Schedule(agency_id=OURS, flow=FlowName.OPEN, every_seconds=0)],
    "a figure of no submission": lambda last: [
        FigureValue(agency_id=OURS, submission_id=99, figure_id=1, value=Decimal(1))
    ],
}  # fmt: skip


def store(cast: Cast, rows: Rows) -> None:
    with reading(cast.office.engine) as reader:

        def last(kind: type[SQLModel]) -> int:
            found = reader.exec(select(kind.id).order_by(kind.id.desc())).first()  # type: ignore[attr-defined]
            return int(found)

        made = rows(last)
    with bookkeeping(cast.office.engine) as session:
        for row in made:
            session.add(row)
            session.flush()


def test_the_right_rows_are_taken(signed: Cast) -> None:
    for rows in RIGHT.values():
        with bookkeeping(signed.office.engine) as session:
            for row in rows(lambda _: 1):
                session.add(row)
                session.flush()
            session.rollback()


def test_no_wrong_row_is_taken(signed: Cast) -> None:
    taken = []
    for name, rows in WRONG.items():
        try:
            store(signed, rows)
            taken.append(name)
        except IntegrityError:
            pass
    assert taken == []


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("rule", "kind"), ("rule", "due_direction"), ("rule", "send_direction"), ("rule", "standing"),
        ("assignment", "part"), ("period", "kind"), ("letter", "state"), ("letter", "kind"), ("submission", "door"),
        ("role", "kind"), ("signoff_step", "decision"),
    ],
)  # fmt: skip
def test_a_word_that_does_not_exist_is_not_taken(signed: Cast, table: str, column: str) -> None:
    with pytest.raises((IntegrityError, DataError)), signed.office.engine.begin() as connection:
        connection.execute(text(f"UPDATE {table} SET {column} = 'nonsense'"))
