"""Feeds: they really move, show no more than their person may see, and end with them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import event
from sqlmodel import select

from dondoc.actions.adjust import cancel_round, change_rule, confirm, pause
from dondoc.actions.calendar_days import DayWanted, change_days
from dondoc.actions.extend import excuse, grant
from dondoc.actions.feeds import MOST, create, deadlines, fetch, letter_file, revoke
from dondoc.actions.hand_over import hand_over_due
from dondoc.actions.plan import open_due
from dondoc.actions.undo import undo
from dondoc.actions.units import NewUnit, UnitChange, UnitWanted, change_units
from dondoc.model import (
    Adjustment,
    Assignment,
    Audit,
    CalendarEntry,
    Feed,
    FeedReach,
    Part,
    Role,
    RoleKind,
    Scope,
    Unit,
)
from dondoc.rules.adjust import Wanted
from dondoc.rules.refusal import Refused
from dondoc.store.rounds import assignment_facts
from dondoc.store.transaction import Actor, bookkeeping
from tests.actions.rows import chain_is_whole, rows
from tests.cast import Cast, assignment_of, at, day, first_round
from tests.mail.reading_ics import Seen, by_icalendar, by_vobject

NOW = at("2024-03-05 09:00")
HOUR = timedelta(hours=1)


def feed(cast: Cast, who: Actor, reach: FeedReach = FeedReach.PERSON, unit: str = "") -> str:
    """The token of a new feed."""
    return create(cast.office, who, reach, cast.unit(unit).key if unit else None, NOW)[1]


def seen(cast: Cast, token: str, now: datetime = NOW) -> dict[str, Seen]:
    """What two readers see of a feed, by UID."""
    sheaf = fetch(cast.office, token, now)
    assert sheaf is not None
    events = by_icalendar(sheaf.content)
    assert not events or events == by_vobject(sheaf.content)
    assert len({each.uid for each in events}) == len(events)
    return {each.uid: each for each in events}


def one(events: dict[str, Seen], *parts: str) -> Seen:
    """The only event whose UID holds these parts."""
    found = [each for uid, each in events.items() if all(part in uid for part in parts)]
    assert len(found) == 1, (parts, list(events))
    return found[0]


def wanted(scope: Scope = Scope.ALL, round_: str | None = None, **fields: object) -> Wanted:
    return Wanted(scope, fields, round_, reason="theo công văn mới")


def later(cast: Cast, now: datetime, due_day: str = "20") -> Adjustment:
    return change_rule(cast.office, cast.administrator, cast.rule_id, wanted(due_day=due_day, send_day="25"), now)


def test_a_feed_moves_with_a_change_a_cancelling_and_their_undoing(opened: Cast) -> None:
    token = feed(opened, opened.officer)
    course = [one(seen(opened, token), "quarter-1-2024")]
    change = later(opened, NOW + HOUR)
    course.append(one(seen(opened, token, NOW + HOUR), "quarter-1-2024"))
    cancelled = cancel_round(
        opened.office, opened.administrator, opened.rule_id, "quarter-1-2024", "đã có báo cáo khác", NOW + 2 * HOUR
    )
    course.append(one(seen(opened, token, NOW + 2 * HOUR), "quarter-1-2024"))
    undo(opened.office, opened.administrator, cancelled.key, "vẫn cần", NOW + 3 * HOUR)
    course.append(one(seen(opened, token, NOW + 3 * HOUR), "quarter-1-2024"))
    undo(opened.office, opened.administrator, change.key, "nhầm", NOW + 4 * HOUR)
    course.append(one(seen(opened, token, NOW + 4 * HOUR), "quarter-1-2024"))
    assert len({each.uid for each in course}) == 1
    assert [each.sequence for each in course] == [0, 1, 2, 3, 4]
    assert [each.begins[-2:] for each in course] == ["18", "20", "20", "20", "18"]
    assert [each.status == "CANCELLED" for each in course] == [False, False, True, False, False]
    assert "theo công văn mới" in course[1].description and "đã có báo cáo khác" in course[2].description
    assert course[2].summary.startswith("Đã hủy: ") and course[4].description == course[0].description
    assert "theo công văn mới" not in course[4].description


def test_nothing_new_is_told_as_it_was_to_the_byte(opened: Cast) -> None:
    token = feed(opened, opened.officer)
    first = fetch(opened.office, token, NOW)
    again = fetch(opened.office, token, NOW + timedelta(hours=7))
    assert first and again and (first.tag, first.content) == (again.tag, again.content)
    later(opened, NOW + 8 * HOUR)
    moved = fetch(opened.office, token, NOW + 9 * HOUR)
    assert moved and moved.tag != first.tag and moved.changed_at == NOW + 9 * HOUR


def test_an_extension_a_calendar_edit_and_an_excuse_move_it_with_their_reasons(opened: Cast) -> None:
    token, mine = feed(opened, opened.officer), assignment_of(opened, first_round(opened)).key
    first = one(seen(opened, token), "quarter-1-2024")
    grant(opened.office, opened.lead_head, mine, day("2024-03-20"), "chờ số liệu", NOW + HOUR)
    extended = one(seen(opened, token, NOW + HOUR), "quarter-1-2024")
    assert (extended.begins, extended.sequence) == ("2024-03-20", 1)
    assert "chờ số liệu" in extended.description
    off = [DayWanted(day("2024-03-18"), works=False, name="ngày nghỉ bù")]
    change_days(opened.office, opened.administrator, off, "nghỉ bù", "12/QĐ-UBND", NOW + 2 * HOUR)
    assert one(seen(opened, token, NOW + 2 * HOUR), "quarter-1-2024").sequence == 2
    whole = one(seen(opened, feed(opened, opened.director, FeedReach.AGENCY), NOW + 2 * HOUR), "quarter-1-2024/due")
    assert whole.begins < first.begins and "12/QĐ-UBND" in whole.description
    excuse(opened.office, opened.lead_head, mine, "đang sắp xếp lại", NOW + 3 * HOUR)
    excused = one(seen(opened, token, NOW + 3 * HOUR), "quarter-1-2024")
    assert (excused.status, excused.sequence) == ("CANCELLED", 3) and "được miễn" in excused.description


def test_a_proposed_rule_is_tentative_until_it_is_confirmed_and_so_is_a_paused_one(cast: Cast) -> None:
    token = feed(cast, cast.officer)
    assert {each.status for each in seen(cast, token).values()} == {"TENTATIVE"}
    confirm(cast.office, cast.administrator, cast.rule_id, NOW)
    confirmed = seen(cast, token)
    assert {(each.status, each.sequence) for each in confirmed.values()} == {("CONFIRMED", 1)}
    pause(cast.office, cast.administrator, cast.rule_id, "chờ kế hoạch mới", at("2024-06-01 09:00"))
    half = one(seen(cast, token, at("2024-06-01 09:00")), "half-1-2024")
    assert half.status == "TENTATIVE" and "chờ kế hoạch mới" in half.description


def test_each_hears_of_the_levels_that_are_theirs(opened: Cast) -> None:
    def levels(who: Actor, reach: FeedReach = FeedReach.PERSON, unit: str = "") -> set[str]:
        return {uid.partition("@")[0].rpartition("/")[2] for uid in seen(opened, feed(opened, who, reach, unit))}

    assert levels(opened.officer) == levels(opened.officer, FeedReach.UNIT, "qlkh") == {"due"}
    assert levels(opened.lead_officer) == {"due", "compile"}
    assert levels(opened.director) == {"sign", "send"}
    assert levels(opened.clerk) == {"send"}
    assert levels(opened.clerk, FeedReach.AGENCY) == {"due", "compile", "sign", "send"}
    assert levels(opened.administrator) == set()


def test_a_units_feed_shows_only_that_units_deadlines(opened: Cast) -> None:
    events = seen(opened, feed(opened, opened.director, FeedReach.UNIT, "qlkh"))
    assert len(events) == 4 and all("/qlkh/due@" in uid for uid in events)
    assert all("QLKH" in each.summary for each in events.values())


def test_an_opened_round_has_the_deadline_that_was_foreseen_and_leads_to_its_form(cast: Cast) -> None:
    token = feed(cast, cast.officer)
    before = seen(cast, token)
    open_due(cast.office, at("2024-03-04 07:30"))
    after = seen(cast, token)
    assert before.keys() == after.keys()
    assert one(before, "quarter-1").begins == one(after, "quarter-1").begins
    assert "/nam/2024" in one(before, "quarter-1").url
    assert one(after, "quarter-1").url.endswith(f"/nop/{assignment_of(cast, first_round(cast)).key}")


def test_a_units_end_hands_its_deadlines_to_the_heir_and_calls_off_those_to_come(opened: Cast) -> None:
    old = feed(opened, opened.director, FeedReach.UNIT, "qlkh")
    first = seen(opened, old)
    change = UnitWanted(
        UnitChange.RENAME, (opened.unit("qlkh").key,), day("2024-03-08"), (NewUnit("Phòng Khoa học", "PKH"),)
    )
    change_units(opened.office, opened.administrator, change, "sắp xếp lại", "01/NQ", NOW)
    hand_over_due(opened.office, at("2024-03-08 07:31"))
    heir = feed(opened, opened.director, FeedReach.UNIT, "qlkh-2")
    now = at("2024-03-08 09:00")
    ended = seen(opened, old, now)
    assert ended.keys() == first.keys() and {each.status for each in ended.values()} == {"CANCELLED"}
    taken = seen(opened, heir, now)
    open_one = one(taken, "quarter-1-2024")
    assert open_one.uid in first and open_one.sequence == 2 and "Phòng Khoa học" in open_one.description
    assert len([uid for uid in taken if "/qlkh-2/due@" in uid]) == 3
    assert open_one.uid not in seen(opened, old, now)


def test_who_may_not_see_it_may_not_subscribe_to_it(opened: Cast) -> None:
    for who, reach, unit in (
        (opened.officer, FeedReach.UNIT, "vp"),
        (opened.clerk, FeedReach.UNIT, "vp"),
        (opened.outsider, FeedReach.UNIT, "qlkh"),
        (opened.flow, FeedReach.AGENCY, ""),
    ):
        with pytest.raises(Refused, match="not_allowed"):
            feed(opened, who, reach, unit)
    assert rows(opened, Feed) == []


def test_the_outsiders_own_feeds_hold_nothing_of_ours(opened: Cast) -> None:
    for reach in (FeedReach.PERSON, FeedReach.AGENCY):
        assert seen(opened, feed(opened, opened.outsider, reach)) == {}


def test_a_feed_ends_with_its_role_and_with_its_person(opened: Cast) -> None:
    own, unit = feed(opened, opened.officer), feed(opened, opened.officer, FeedReach.UNIT, "qlkh")
    with bookkeeping(opened.office.engine) as session:
        held = session.exec(select(Role).where(Role.person_id == opened.officer.person_id)).one()
        session.delete(held)
        session.add(Role(agency_id=opened.agency_id, person_id=held.person_id, kind=RoleKind.CLERK))
    assert fetch(opened.office, unit, NOW) is None
    assert {uid.rpartition("/")[2][:4] for uid in seen(opened, own)} == {"send"}
    with bookkeeping(opened.office.engine) as session:
        session.get_one(type(opened.person("officer")), opened.officer.person_id).active = False
    assert fetch(opened.office, own, NOW) is None


def test_a_revoked_feed_and_a_guessed_one_open_nothing(opened: Cast) -> None:
    made, token = create(opened.office, opened.officer, FeedReach.PERSON, None, NOW)
    for who in (opened.outsider, opened.administrator):
        with pytest.raises(Refused, match="not_found"):
            revoke(opened.office, who, made.key, NOW)
    assert fetch(opened.office, token, NOW) is not None
    revoke(opened.office, opened.officer, made.key, NOW)
    assert fetch(opened.office, token, NOW) is fetch(opened.office, token[:-1], NOW) is None
    assert fetch(opened.office, "\ud800", NOW) is None
    with pytest.raises(Refused, match="not_found"):
        revoke(opened.office, opened.officer, made.key, NOW)
    acts = [each.act for each in rows(opened, Audit)][-2:]
    assert acts == ["create_feed", "revoke_feed"] and chain_is_whole(opened)


def test_only_a_hash_of_the_token_is_kept(opened: Cast) -> None:
    made, token = create(opened.office, opened.officer, FeedReach.PERSON, None, NOW)
    assert token not in repr([made, rows(opened, Feed), rows(opened, Audit)])


def test_nobody_piles_up_feeds(opened: Cast) -> None:
    for _ in range(MOST):
        feed(opened, opened.officer)
    with pytest.raises(Refused, match="too_many_feeds"):
        feed(opened, opened.officer)


def test_a_fetch_is_noted_once_a_minute(opened: Cast) -> None:
    token = feed(opened, opened.officer)
    for seconds in (0, 30, 59, 60, 90, 200):
        fetch(opened.office, token, NOW + timedelta(seconds=seconds))
    noted = rows(opened, Feed)[0]
    assert (noted.fetches, noted.fetched_at) == (3, NOW + timedelta(seconds=200))


def test_a_reminders_file_and_a_feed_tell_the_same_with_one_sequence(opened: Cast) -> None:
    token, mine = feed(opened, opened.officer), assignment_of(opened, first_round(opened)).key
    in_feed = one(seen(opened, token), "quarter-1-2024")
    assert by_icalendar(attached(opened, [mine], NOW)) == [in_feed]
    later(opened, NOW + HOUR)
    moved = by_icalendar(attached(opened, [mine], NOW + HOUR))[0]
    assert (moved.uid, moved.sequence, moved.begins) == (in_feed.uid, 1, "2024-03-20")
    assert one(seen(opened, token, NOW + 2 * HOUR), "quarter-1-2024") == moved
    cancel_round(opened.office, opened.administrator, opened.rule_id, "quarter-1-2024", "thôi", NOW + 3 * HOUR)
    assert by_icalendar(attached(opened, [mine], NOW + 3 * HOUR)) == []


def test_programs_that_fetch_at_once_are_told_the_same(opened: Cast) -> None:
    tokens = [feed(opened, opened.officer), *(feed(opened, opened.director, FeedReach.UNIT, "qlkh") for _ in range(5))]
    for step in range(3):
        later(opened, NOW + step * HOUR, str(19 + step))
        at_once = partial(fetch, opened.office, now=NOW + step * HOUR)
        with ThreadPoolExecutor(len(tokens)) as threads:
            found = [sheaf for sheaf in threads.map(at_once, tokens) if sheaf]
        assert len(found) == len(tokens)
        told = {frozenset(by_icalendar(sheaf.content)) for sheaf in found}
        assert len(told) == 1 and {each.sequence for each in next(iter(told))} == {step}
    assert len(rows(opened, CalendarEntry)) == 4


def attached(cast: Cast, assignments: list[int], now: datetime) -> bytes:
    """The file of a letter about these assignments."""
    with bookkeeping(cast.office.engine) as session:
        facts = assignment_facts(session, cast.agency_id, Assignment.id.in_(assignments))  # type: ignore[union-attr]
        told = deadlines(session, cast.office, cast.agency, facts, now)
    file = letter_file(cast.agency, told.values())
    assert (file.name, file.media_type) == ("han-nop.ics", "text/calendar")
    return file.content


def count(cast: Cast, act: Callable[[], object]) -> int:
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    event.listen(cast.office.engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(cast.office.engine, "before_cursor_execute", note)
    return len(said)


def take_over(cast: Cast, places: range) -> None:
    """Units that have ended, whose open work the officer's unit carries."""
    like = rows(cast, Assignment)[0]
    with bookkeeping(cast.office.engine) as session:
        for place in places:
            unit = Unit(
                agency_id=cast.agency_id, code=f"u{place}", name="P", abbreviation="P", valid_from=day("2020-01-01"),
                valid_to=day("2024-02-01"), successor_id=cast.unit("qlkh").key,
            )  # fmt: skip
            session.add(unit)
            session.flush()
            session.add(
                Assignment(
                    agency_id=cast.agency_id, period_id=like.period_id, unit_id=unit.key, part=Part.COOPERATING,
                    due_on=like.due_on, carried_by_id=cast.unit("qlkh").key,
                )
            )  # fmt: skip


def test_the_queries_of_a_fetch_do_not_grow_with_its_deadlines(opened: Cast) -> None:
    tokens = feed(opened, opened.director, FeedReach.UNIT, "qlkh"), feed(opened, opened.clerk, FeedReach.AGENCY)

    def counts() -> list[int]:
        for token in tokens:
            fetch(opened.office, token, NOW)
        return [count(opened, partial(fetch, opened.office, token, NOW)) for token in tokens]

    take_over(opened, range(1))
    before, kinds = counts(), ["month", "quarter", "half", "nine_months", "year"]
    change_rule(opened.office, opened.administrator, opened.rule_id, wanted(kinds=kinds), NOW)
    take_over(opened, range(1, 21))
    assert counts() <= before and max(before) <= 22, before
    assert len(rows(opened, CalendarEntry)) > 60
