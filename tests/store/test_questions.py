"""Questions: the answers, and that their cost does not grow with the rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from sqlalchemy import Engine, event
from sqlmodel import Session, select

from dondoc.model import Absence, Agency, Assignment, Figure, FigureValue, Letter, Person, Role, RoleKind, Submission
from dondoc.rules.access import Grant
from dondoc.rules.remind import Hearer
from dondoc.store import answers, people, rounds
from dondoc.store.agency import agencies, calendar, hours, public_calendar
from dondoc.store.transaction import bookkeeping, reading
from dondoc.store.upcoming import next_instants
from tests.actions.rows import change, rows
from tests.cast import Q1_OPENS, Cast, assignment_of, at, first_round, submit

DAY = date(2024, 3, 6)


@contextmanager
def queries(engine: Engine) -> Iterator[list[str]]:
    """The statements that run meanwhile."""
    ran: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            ran.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield ran
    finally:
        event.remove(engine, "before_cursor_execute", note)


def asked(session: Session, cast: Cast, units: list[int]) -> int:
    with queries(cast.office.engine) as ran:
        people.listeners(session, cast.agency_id, units, DAY)
    return len(ran)


def test_who_hears_costs_the_same_for_one_unit_and_for_all(cast: Cast) -> None:
    units = [cast.unit(code).key for code in cast.units()]
    with reading(cast.office.engine) as session:
        assert asked(session, cast, units[:1]) == asked(session, cast, units) <= 3


def test_what_units_wrote_costs_two_questions_whatever_their_number(opened: Cast) -> None:
    period = first_round(opened)
    stored = [submit(opened, period, unit) for unit in opened.units()]
    with reading(opened.office.engine) as session:
        for chosen in (stored[:1], stored):
            with queries(opened.office.engine) as ran:
                found = answers.contents(session, chosen)
            assert len(ran) == 2
            assert len(found) == len(chosen)


def test_assignments_cost_the_same_for_one_and_for_all(opened: Cast) -> None:
    period, unit = first_round(opened), opened.unit("vp").key
    with reading(opened.office.engine) as session:
        with queries(opened.office.engine) as one:
            rounds.assignment_facts(session, opened.agency_id, Assignment.unit_id == unit)
        with queries(opened.office.engine) as all_:
            found = rounds.assignment_facts(session, opened.agency_id, Assignment.period_id == period.key)
    assert len(one) == len(all_) == 2
    assert [each.unit.code for each in found] == opened.units()
    assert {each.round.lead.code for each in found} == {"ttra"}


def test_figures_come_back_exact_on_both_databases(opened: Cast) -> None:
    stored = submit(opened, first_round(opened))
    figure = rows(opened, FigureValue)[0]
    for value in ("0", "0.1", "12.50", "100", "1234567890123.25", "0.000001"):
        change(opened, FigureValue, figure.key, value=Decimal(value))
        assert rows(opened, FigureValue)[0].value == Decimal(value)
        assert "E" not in str(rows(opened, FigureValue)[0].value)
    with reading(opened.office.engine) as session:
        assert len(answers.contents(session, [session.get_one(Submission, stored.key)])[stored.key].figures) == 5


def test_a_viewer_has_their_roles_and_a_stranger_none(cast: Cast) -> None:
    with reading(cast.office.engine) as session:
        officer = people.viewer_of(session, cast.agency_id, cast.officer.person_id)
        assert officer.grants == (Grant(RoleKind.OFFICER, cast.unit("qlkh").key),)
        for stranger in (cast.outsider.person_id, None, 999):
            assert people.viewer_of(session, cast.agency_id, stranger).grants == ()
    change(cast, Person, cast.person("officer").key, active=False)
    with reading(cast.office.engine) as session:
        assert people.viewer_of(session, cast.agency_id, cast.officer.person_id).grants == ()


def test_who_hears_for_a_unit(cast: Cast) -> None:
    unit = cast.unit("qlkh").key
    with reading(cast.office.engine) as session:
        found = people.listeners(session, cast.agency_id, [unit], DAY)
    assert {hearer: [each.person.email for each in listeners] for (_, hearer), listeners in found.items()} == {
        Hearer.OFFICER: ["chuyen-vien-qlkh@mau.example"],
        Hearer.HEAD: ["truong-qlkh@mau.example"],
        Hearer.LEADER: ["pho-giam-doc-2@mau.example"],
    }


def test_the_signer_is_the_leader_of_that_name_and_no_other(cast: Cast) -> None:
    with reading(cast.office.engine) as session:
        found = people.signer(session, cast.agency_id, "Trần Ngọc Lân")
        assert found and found.id == cast.director.person_id
        assert people.signer(session, cast.agency_id, "Lê Mẫu Hà") is None


def test_a_person_with_a_role_twice_is_found_once(cast: Cast) -> None:
    with reading(cast.office.engine) as session:
        leaders = people.with_role(session, cast.agency_id, RoleKind.LEADER)
    assert [each.email for each in leaders] == [
        "giam-doc@mau.example", "pho-giam-doc-1@mau.example", "pho-giam-doc-2@mau.example",
    ]  # fmt: skip


def test_substitutes_are_those_of_the_day(cast: Cast) -> None:
    officer, clerk = cast.person("officer").key, cast.person("clerk").key
    row = Absence(agency_id=cast.agency_id, person_id=officer, substitute_id=clerk, since=DAY, until=DAY)
    with bookkeeping(cast.office.engine) as session:
        session.add(row)
    with reading(cast.office.engine) as session:
        assert people.substitutes(session, cast.agency_id, DAY)[officer].key == clerk
        assert people.substitutes(session, cast.agency_id, date(2024, 3, 7)) == {}
        assert people.substitutes(session, cast.outside.key, DAY) == {}


def test_an_agencys_own_days_win_over_the_public_ones(cast: Cast) -> None:
    with reading(cast.office.engine) as session:
        days = calendar(session, cast.agency)
        assert [each.code for each in agencies(session)] == ["skhcn-quang-tri", "so-khac"]
    assert not days.works(date(2026, 1, 2)) and public_calendar("VN").works(date(2026, 1, 2))
    assert days.works(date(2026, 1, 10)) and not public_calendar("VN").works(date(2026, 1, 10))
    assert days.works(date(2024, 5, 4)) and not days.works(date(2024, 4, 29))


def test_office_hours_are_in_the_agencys_own_zone(cast: Cast) -> None:
    there = Agency(**cast.agency.model_dump() | {"time_zone": "Europe/Paris"})
    assert hours(cast.agency).start(DAY) == at("2024-03-06 07:30")
    assert hours(there).start(DAY).utcoffset() != hours(cast.agency).start(DAY).utcoffset()


def test_a_clock_that_jumps_learns_when_something_is_due_next(opened: Cast) -> None:
    with reading(opened.office.engine) as session:
        assert next_instants(session) == {
            "open": at("2024-06-04 07:30"), "remind": Q1_OPENS, "draft": at("2024-03-19 07:30"),
        }  # fmt: skip


def test_before_the_first_round_only_its_opening_lies_ahead(cast: Cast) -> None:
    with reading(cast.office.engine) as session:
        assert next_instants(session) == {"open": Q1_OPENS}


def test_tables_that_a_test_begins_with_hold_what_they_say(opened: Cast) -> None:
    assert rows(opened, Letter) == rows(opened, Submission) == []
    assert assignment_of(opened, first_round(opened)).due_on == date(2024, 3, 18)
    with reading(opened.office.engine) as session:
        assert len(list(session.exec(select(Figure)))) == 5
        assert len(list(session.exec(select(Role).where(Role.agency_id == opened.agency_id)))) == 24
