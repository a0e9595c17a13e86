"""The mail ledger: every rung with its letter or the reason for none, found by whatever one looks for."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import event
from sqlmodel import Session

from dondoc.actions.ledger import Line, Next, lines, to_come
from dondoc.actions.remind import remind_due, remind_now
from dondoc.actions.schedules import pause
from dondoc.actions.superior import hold
from dondoc.model import Absence, FlowName, Letter, LetterState, Rule
from dondoc.rules.refusal import Refused
from dondoc.store.outbox import TOO_MANY
from dondoc.store.page_ledger import Search, of_person
from dondoc.store.transaction import bookkeeping, reading
from tests.actions.rows import change, rows
from tests.cast import ADDRESSES, Cast, assignment_of, at, first_round, submit


def found(cast: Cast, search: Search | None = None, *own: object) -> list[Line]:
    with reading(cast.office.engine) as session:
        return lines(session, cast.agency, search or Search(), 1, *own)


def coming(cast: Cast, now: str) -> list[Next]:
    with reading(cast.office.engine) as session:
        return to_come(session, cast.agency, at(now), Search(unit_id=cast.unit("qlkh").key))


def look(cast: Cast, *instants: str) -> None:
    for instant in instants:
        remind_due(cast.office, at(instant))


def test_a_letter_has_its_fate_and_silence_its_reason_to_the_minute(opened: Cast) -> None:
    look(opened, "2024-03-04 07:30")
    submit(opened, first_round(opened), "qlkh", at("2024-03-08 09:12"))
    look(opened, "2024-03-11 07:30")
    told = [line.said for line in found(opened, Search(unit_id=opened.unit("qlkh").key))]
    assert told == ["đã nộp lúc 09:12 ngày 08/03/2024", "thư chờ gửi từ 07:30 ngày 04/03/2024"]


def test_every_state_of_a_letter_has_its_sentence(opened: Cast) -> None:
    look(opened, "2024-03-04 07:30")
    search = Search(person=ADDRESSES["officer"])
    letter = found(opened, search)[0].entry.letter
    assert letter
    for state in LetterState:
        sent, lease = at("2024-03-04 08:00"), at("2024-03-04 09:00")
        fields = {"sent_at": sent if state is LetterState.SENT else None, "lease_until": lease}
        change(opened, Letter, letter.key, state=state, outcome="550 5.1.1 không có hộp thư", **fields)
        (line,) = found(opened, search)
        assert line.said
        if state is LetterState.SENT:
            assert line.said == "đã gửi lúc 08:00 ngày 04/03/2024"
        if state is LetterState.FAILED:
            assert line.said.endswith("550 5.1.1 không có hộp thư")
            assert [each.entry.row.key for each in found(opened, Search(reason="5.1.1"))] == [line.entry.row.key]


def test_the_substitute_is_found_by_the_name_of_who_is_absent_on_those_days_alone(opened: Cast) -> None:
    with bookkeeping(opened.office.engine) as session:
        session.add(
            Absence(
                agency_id=opened.agency_id,
                person_id=opened.person("officer").key,
                substitute_id=opened.person("clerk").key,
                since=date(2024, 3, 1),
                until=date(2024, 3, 5),
            )
        )
    look(opened, "2024-03-04 07:30", "2024-03-11 07:30")
    name = opened.person("officer").name
    told = {line.entry.person.email: line.notes for line in found(opened, Search(person=name))}
    assert told == {ADDRESSES["clerk"]: (f"nhận thay {name}",), ADDRESSES["officer"]: ()}


def test_a_digest_says_so_and_a_letter_of_the_evening_goes_the_next_working_day(opened: Cast) -> None:
    look(opened, "2024-03-04 07:30", "2024-03-11 07:30", "2024-03-14 07:30", "2024-03-18 07:30", "2024-03-19 07:30")
    look(opened, "2024-03-20 20:00")
    told = found(opened, Search(person=ADDRESSES["deputy"]))
    assert len(told) == 3
    assert {line.notes for line in told} == {
        ("chung một thư với 2 việc khác", "đến hạn nhắc 07:30 ngày 20/03/2024, thư đi muộn hơn")
    }


def test_the_ledger_is_searched_by_day_round_unit_state_and_reason(opened: Cast) -> None:
    look(opened, "2024-03-04 07:30", "2024-03-11 07:30")
    assert len(found(opened, Search(day=date(2024, 3, 4)))) == 7
    assert len(found(opened, Search(day=date(2024, 3, 5)))) == 0
    assert len(found(opened, Search(period_id=first_round(opened).key))) == 14
    assert len(found(opened, Search(unit_id=opened.unit("vp").key))) == 2
    assert len(found(opened, Search(assignment_id=assignment_of(opened, first_round(opened)).key))) == 2
    assert len(found(opened, Search(state=LetterState.QUEUED))) == 14
    assert not found(opened, Search(reason="%")) and not found(opened, Search(person="_"))


def test_people_find_what_concerns_them_and_their_units_and_another_agency_nothing(opened: Cast) -> None:
    look(opened, "2024-03-04 07:30")
    officer = opened.person("officer")
    mine = found(opened, None, of_person(officer.key, {opened.unit("qlkh").key}))
    assert [line.entry.person.email for line in mine] == [ADDRESSES["officer"]]
    assert not found(opened, None, of_person(opened.person("clerk").key, set()))
    with reading(opened.office.engine) as session:
        assert not lines(session, opened.outside, Search())
        assert not to_come(session, opened.outside, at("2024-03-04 08:00"), Search())


def test_what_is_to_come_is_what_the_sender_then_does(opened: Cast) -> None:
    look(opened, "2024-03-04 07:30")
    ahead = coming(opened, "2024-03-05 08:00")
    assert [each.rung for each in ahead] == ["truoc-5", "truoc-2", "den-han", "sau-1", "sau-2"]
    assert ahead[0].said == "sẽ nhắc ngày 11/03/2024, nếu đến lúc đó chưa nộp"
    assert ahead[-1].people == (opened.person("deputy").name,)
    for each in ahead:
        remind_due(opened.office, each.at)
        said = rows(opened, Letter, Letter.created_at == each.at)
        assert {letter.person_id for letter in said}
    assert not coming(opened, "2024-03-21 08:00")


def test_nothing_is_to_come_for_a_unit_that_has_answered_and_a_pause_is_named(opened: Cast) -> None:
    look(opened, "2024-03-04 07:30")
    pause(opened.office, opened.administrator, FlowName.REMIND, "bảo trì", at("2024-03-05 08:00"))
    assert coming(opened, "2024-03-11 08:00")[0].said.endswith("luồng nhắc việc đang tạm dừng")
    submit(opened, first_round(opened), "qlkh", at("2024-03-11 09:00"))
    assert not coming(opened, "2024-03-11 10:00")


def statements(cast: Cast, ask: Callable[[Session], object]) -> int:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(cast.office.engine, "before_cursor_execute", note)
    try:
        with reading(cast.office.engine) as session:
            ask(session)
    finally:
        event.remove(cast.office.engine, "before_cursor_execute", note)
    return len(seen)


def test_the_number_of_statements_does_not_grow_with_the_rows_of_the_ledger(sent_up: Cast) -> None:
    def asked(session: Session) -> tuple[int, int]:
        told = lines(session, sent_up.agency, Search())
        return len(told), len(to_come(session, sent_up.agency, at("2024-03-21 08:00"), Search()))

    look(sent_up, "2024-03-21 07:31")
    assignment = assignment_of(sent_up, first_round(sent_up)).key
    hold(sent_up.office, sent_up.deputy, assignment, date(2024, 3, 26), "Chờ số liệu", at("2024-03-21 08:00"))
    with reading(sent_up.office.engine) as session:
        few, _ = asked(session)
    before = statements(sent_up, asked)
    look(sent_up, "2024-03-22 07:31", "2024-03-25 07:31", "2024-03-26 07:31", "2024-03-27 07:31", "2024-03-29 07:31")
    with reading(sent_up.office.engine) as session:
        many, _ = asked(session)
    assert many > few
    assert statements(sent_up, asked) <= before <= 40


def test_the_ledger_says_why_a_letter_waits_and_that_one_came_back(opened: Cast) -> None:
    look(opened, "2024-03-04 07:30")
    search = Search(person=ADDRESSES["officer"])
    letter = found(opened, search)[0].entry.letter
    assert letter
    change(opened, Letter, letter.key, outcome=TOO_MANY)
    assert found(opened, search)[0].said.endswith(TOO_MANY)
    back = "Đã gửi 08:00 04/03/2024, bị trả về: 5.1.1 User unknown"
    change(opened, Letter, letter.key, state=LetterState.FAILED, outcome=back)
    assert found(opened, search)[0].said == "thư đã gửi 08:00 04/03/2024, bị trả về: 5.1.1 User unknown"


def test_what_the_cap_leaves_out_has_its_reason_and_a_warning_is_never_left_out(opened: Cast) -> None:
    (rule,) = rows(opened, Rule, Rule.id == opened.rule_id)
    change(opened, Rule, rule.key, ladder=[{**rung, "cap": 2} for rung in rule.ladder])
    days = ("04", "11", "14", "18", "19", "20")
    look(opened, *(f"2024-03-{day} 07:31" for day in days))
    told = {(line.entry.row.rung, line.entry.person.email): line.said for line in found(opened)}
    for rung in ("truoc-2", "den-han"):
        assert told[rung, ADDRESSES["officer"]] == "đã nhắc đủ 2 lần nên không nhắc thêm"
    assert told["sau-1", ADDRESSES["officer"]].startswith("thư chờ gửi")
    assert told["sau-2", ADDRESSES["deputy"]].startswith("thư chờ gửi")
    with pytest.raises(Refused, match="reminded_enough"):
        remind_now(opened.office, opened.lead_officer, assignment_of(opened, first_round(opened)).key,
                   at("2024-03-21 09:00"))  # fmt: skip


def test_who_is_to_decide_on_a_held_letter_is_named(opened: Cast) -> None:
    look(opened, "2024-03-25 08:00")
    held = [line for line in found(opened) if line.entry.letter and line.entry.letter.state is LetterState.HELD]
    assert held
    assert {line.notes[0] for line in held} == {"chờ Thanh tra Sở hoặc quản trị viên quyết định gửi hay không"}
