"""Any rule of time: days in every form, windows that tile, rules with changes on top."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from dondoc.model import ChangeKind, Direction, PeriodKind, Scope, Standing
from dondoc.rules.day_rule import DayKind, DayRule
from dondoc.rules.plan import Change, Pause, RuleFacts, RuleValues
from dondoc.rules.recurrence import MONTHS, RHYTHMS, Days, Windows, rounds
from dondoc.rules.workdays import Calendar
from tests.rules.values import VIETNAM, calendars, directions, windows_of

YEARS = st.integers(2022, 2030)
TILING = (PeriodKind.WEEK, PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.YEAR)
"""Kinds of which one round follows the other; nine months leaves the rest of its year out."""
SHIPPED = [windows_of(code) for code in ("nd-09-2019", "tt-06-2025-ttcp", "tt-47-2025-bkhcn", "calendar-months")]


def _own(to_month: int, to_day: int | None, week_from: int) -> Windows:
    """Windows of a made-up regime: data begins the day after the round before has closed."""
    if to_day is None:
        return Windows(0, 1, 0, None, {}, week_from)
    return Windows(to_month - 1, to_day + 1, to_month, to_day, {}, week_from)


windows = st.sampled_from(SHIPPED) | st.builds(
    _own, st.sampled_from([0, 1]), st.none() | st.integers(1, 27), st.integers(1, 7)
)
_last_or = lambda highest: st.just(-1) | st.integers(1, highest)  # noqa: E731
monthly = st.builds(DayRule, st.just(DayKind.DAY), _last_or(28), st.sampled_from([0, 1]))
working = st.builds(DayRule, st.just(DayKind.WORKING_DAY), _last_or(23), st.sampled_from([0, 1]))
month_day = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(
    lambda day: DayRule(DayKind.MONTH_DAY, day.day, month=day.month)
)
one_day = st.dates(date(2000, 1, 1), date(2099, 12, 31)).map(lambda day: DayRule(DayKind.DATE, on=day))
weekday = st.builds(DayRule, st.just(DayKind.WEEKDAY), st.integers(1, 7))
counted = st.builds(DayRule, st.sampled_from([DayKind.AFTER_CLOSE]), st.integers(1, 30))
before_sending = st.builds(DayRule, st.just(DayKind.BEFORE_SENDING), st.integers(1, 30))
after_event = st.builds(
    DayRule, st.sampled_from([DayKind.AFTER_EVENT, DayKind.WORKING_AFTER_EVENT]), st.integers(1, 366)
)
day_rules = st.one_of(monthly, working, month_day, one_day, weekday, counted, before_sending, after_event)
sent_on = st.one_of(monthly, working, month_day, weekday, counted)
due_on = st.one_of(sent_on, before_sending)


@st.composite
def days(draw: st.DrawFn) -> Days:
    """The days of a rule with rounds, in every form that they may have."""
    sign = draw(st.integers(0, 5))
    return Days(
        draw(due_on), draw(directions), draw(sent_on), draw(directions), draw(st.integers(1, 60)),
        sign + draw(st.integers(0, 5)), sign,
    )  # fmt: skip


fields: st.SearchStrategy[Mapping[str, object]] = st.fixed_dictionaries(
    {},
    optional={
        "due_day": due_on.map(str),
        "send_day": sent_on.map(str),
        "due_direction": st.sampled_from([each.value for each in Direction]),
        "send_direction": st.sampled_from([each.value for each in Direction]),
        "open_before": st.integers(1, 60),
    },
)


@st.composite
def changes(draw: st.DrawFn, rule: RuleValues, number: int) -> Change:
    """A change of one of the rule's rounds, of one and those after it, or of all."""
    known = rounds(rule.windows, rule.kinds, rule.valid_from.year)
    target, scope = draw(st.sampled_from(known)), draw(st.sampled_from(Scope))
    return Change(
        id=number,
        kind=draw(st.sampled_from([ChangeKind.RULE, ChangeKind.RULE, ChangeKind.CANCEL])),
        scope=scope,
        fields=draw(fields),
        round=None if scope is Scope.ALL else target.id,
        since=target.data_to,
        made_on=draw(st.dates(date(2022, 1, 1), date(2030, 12, 31))),
        by=draw(st.sampled_from(["", "Bùi Mẫu Giang"])),
        reason="thử",
        document=draw(st.sampled_from(["", "05/CV"])),
    )


rule_kinds = st.sets(st.sampled_from([*MONTHS]), min_size=1).map(tuple) | st.just((PeriodKind.WEEK,))
assert set(MONTHS) | {PeriodKind.WEEK} == RHYTHMS


@st.composite
def rules(draw: st.DrawFn, most_changes: int = 3) -> RuleValues:
    """A rule of one year with changes on top of it."""
    year = draw(YEARS)
    bare = RuleValues(
        windows=draw(windows),
        kinds=draw(rule_kinds),
        days=draw(days()),
        valid_from=date(year, 1, 1),
        valid_to=date(year, 12, 31),
        facts=RuleFacts("Chế độ", "Nghị định", draw(st.sampled_from(Standing)), "căn cứ"),
    )
    count = draw(st.integers(0, most_changes))
    made = tuple(draw(changes(bare, number)) for number in range(1, count + 1))
    pauses = (Pause(made[0], date(year, 3, 1), date(year, 4, 1)),) if made and draw(st.booleans()) else ()
    return replace(bare, changes=made, pauses=pauses)


SOME_CALENDARS: st.SearchStrategy[Calendar] = st.just(VIETNAM) | calendars()
