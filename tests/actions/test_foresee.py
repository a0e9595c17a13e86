"""Foresee: what the preview says is what the flows then do, and looking changes nothing."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dondoc.actions import foresee as looking
from dondoc.actions.adjust import cancel_round, change_rule, pause
from dondoc.actions.calendar_days import DayWanted, change_days
from dondoc.actions.foresee import LETTERS, foresee, live
from dondoc.actions.office import Office
from dondoc.actions.undo import undo
from dondoc.model import Scope
from dondoc.rules.adjust import Wanted
from dondoc.rules.foresee import Effect, Foresight, LetterFact
from dondoc.rules.refusal import Refused
from tests.actions.rows import counts, everything
from tests.cast import OPENED, Q1_OPENS, Cast, at, cast_in, first_round, office_of, submit
from tests.databases import Sqlite

pytestmark = pytest.mark.slow
NOW, EARLIER = at("2024-03-13 09:00"), at("2024-03-13 08:00")
Act = Callable[[Office], object]
Told = Counter[tuple[str, str, date, str]]


def ruled(cast: Cast, scope: Scope = Scope.ALL, round_: str | None = None, **fields: object) -> Act:
    change = Wanted(scope, fields, round_, reason="thử")
    return lambda office: change_rule(office, cast.administrator, cast.rule_id, change, NOW)


CHANGES: dict[str, Callable[[Cast], Act]] = {
    "later": lambda c: ruled(c, due_day="20", send_day="25"),
    "earlier": lambda c: ruled(c, due_day="16", send_day="20"),
    "this round alone": lambda c: ruled(c, Scope.ONE, "quarter-1-2024", due_day="2024-03-20"),
    "from the next on": lambda c: ruled(c, Scope.FROM, "half-1-2024", due_day="3 working days after close"),
    "monthly": lambda c: ruled(c, kinds=["month"]),
    "opened earlier": lambda c: ruled(c, open_before=20),
    "cancelled": lambda c: lambda o: cancel_round(o, c.administrator, c.rule_id, "quarter-1-2024", "thử", NOW),
    "paused": lambda c: lambda o: pause(o, c.administrator, c.rule_id, "thử", NOW),
    "a day off": lambda c: (
        lambda o: change_days(o, c.administrator, [DayWanted(date(2024, 3, 18), False)], "thử", "01/TB", NOW)
    ),
}


def told(letters: Iterable[LetterFact]) -> Told:
    """Letters as people get them; the same one twice counts twice."""
    return Counter((each.name, each.subject, each.day, each.text) for each in letters)


def what_then_happens(office: Office, agency_id: int, now: datetime) -> Told:
    """The letters that the flows write, told apart only by what stands in them."""
    return told(looking._future(office, agency_id, now)[1])


def as_previewed(before: Iterable[LetterFact], seen: Foresight) -> Told:
    """The future before, with the preview's differences applied to it."""
    letters = {(id(type(each)), each) for each in before}
    rest = [each for _, each in letters]
    gone = {each.before for each in seen.letters if each.before}
    new = {each.after for each in seen.letters if each.after}
    return told({*(each for each in rest if each not in gone), *new})


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("answered", [False, True])
def test_what_is_shown_is_what_the_flows_then_do(opened: Cast, name: str, answered: bool) -> None:
    live(opened.office, Q1_OPENS, EARLIER)
    if answered:
        submit(opened, first_round(opened), now=EARLIER)
    change = CHANGES[name](opened)
    seen = foresee(opened.office, opened.agency_id, change, NOW)
    with looking.reading(opened.office.engine) as session:
        unchanged = looking.replace(opened.office, engine=looking.copy_agency(session, opened.agency_id))
    before = looking._future(unchanged, opened.agency_id, NOW)[1]
    change(opened.office)
    assert what_then_happens(opened.office, opened.agency_id, NOW) == as_previewed(before, seen)


def test_looking_ahead_changes_nothing(opened: Cast) -> None:
    before = everything(opened)
    foresee(opened.office, opened.agency_id, CHANGES["later"](opened), NOW)
    assert everything(opened) == before


def test_a_change_that_is_refused_is_refused_in_the_preview(opened: Cast) -> None:
    before = counts(opened)
    with pytest.raises(Refused, match="send_before_due"):
        foresee(opened.office, opened.agency_id, ruled(opened, due_day="25"), NOW)
    assert counts(opened) == before


def test_dates_and_letters_are_told_by_what_becomes_of_them(opened: Cast) -> None:
    live(opened.office, Q1_OPENS, EARLIER)
    seen = foresee(opened.office, opened.agency_id, CHANGES["later"](opened), NOW)
    assert [(each.effect, each.shown.period_name) for each in seen.dates] == [
        (Effect.MOVED, "quý I năm 2024"), (Effect.MOVED, "6 tháng đầu năm 2024"),
        (Effect.MOVED, "9 tháng đầu năm 2024"), (Effect.MOVED, "năm 2024"),
    ]  # fmt: skip
    assert {each.effect for each in seen.letters} >= {Effect.ADDED, Effect.MOVED}
    gone = foresee(opened.office, opened.agency_id, CHANGES["cancelled"](opened), NOW)
    assert (Effect.REMOVED, "quý I năm 2024") in {(each.effect, each.shown.period_name) for each in gone.dates}
    assert Effect.REMOVED in {each.effect for each in gone.letters}


def test_an_undoing_is_previewed_like_any_change(opened: Cast) -> None:
    live(opened.office, Q1_OPENS, EARLIER)
    made = change_rule(
        opened.office, opened.administrator, opened.rule_id, Wanted(Scope.ALL, {"due_day": "20"}, reason="thử"), NOW
    )
    seen = foresee(
        opened.office, opened.agency_id, lambda o: undo(o, opened.administrator, made.key, "nhầm", NOW), NOW
    )  # fmt: skip
    assert {str(each.after.due_on) for each in seen.dates if each.after} >= {"2024-03-18", "2024-06-18"}


days = st.sampled_from(
    ["15", "16", "18", "20", "last", "last working day", "working day 12", "2 working days after close"]
)
fields = st.fixed_dictionaries(
    {},
    optional={
        "due_day": days,
        "send_day": st.sampled_from(["22", "25", "last", "last working day", "5 next month"]),
        "due_direction": st.sampled_from(["forward", "back", "none"]),
        "open_before": st.integers(1, 30),
        "kinds": st.sets(st.sampled_from(["month", "quarter", "half", "nine_months", "year"]), min_size=1).map(sorted),
    },
)
scopes = st.sampled_from(
    [(Scope.ALL, None), (Scope.FROM, "half-1-2024"), (Scope.ONE, "quarter-1-2024"), (Scope.ONE, "half-1-2024")]
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    fields, scopes, st.sampled_from(["2024-03-05 10:00", "2024-03-13 09:00", "2024-03-19 15:00", "2024-05-20 08:00"])
)
def test_whatever_changes_the_preview_is_what_happens_and_undoing_gives_the_same_future_back(
    sqlite: Sqlite, changed: dict[str, object], scope: tuple[Scope, str | None], when: str
) -> None:
    cast, now = cast_in(office_of(sqlite.engine(OPENED))), at(when)
    live(cast.office, at("2024-03-04 07:30"), now)
    wanted = Wanted(scope[0], changed, scope[1], reason="thử")

    def change(office: Office) -> object:
        return change_rule(office, cast.administrator, cast.rule_id, wanted, now)

    try:
        seen = foresee(cast.office, cast.agency_id, change, now)
    except Refused:
        return
    with looking.reading(cast.office.engine) as session:
        copies = [looking.replace(cast.office, engine=looking.copy_agency(session, cast.agency_id)) for _ in range(2)]
    before = looking._future(copies[0], cast.agency_id, now)
    made = change_rule(copies[1], cast.administrator, cast.rule_id, wanted, now)
    undo(copies[1], cast.administrator, made.key, "nhầm", now)
    assert looking._future(copies[1], cast.agency_id, now)[0] == before[0]
    change(cast.office)
    assert what_then_happens(cast.office, cast.agency_id, now) == as_previewed(before[1], seen)
    assert LETTERS.days == 90
