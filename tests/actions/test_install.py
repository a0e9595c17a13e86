"""Install: an agency and a plan come in whole or not at all."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from dondoc.actions import install as installing
from dondoc.actions.install import agency_by_code, install_agency, install_plan
from dondoc.actions.office import Office
from dondoc.intake.plan_file import read_agency, read_plan
from dondoc.model import (
    METADATA,
    Agency,
    Figure,
    Obligation,
    ObligationUnit,
    Part,
    Person,
    Plan,
    Role,
    Rule,
    RuleKind,
    Unit,
)
from dondoc.rules.refusal import Refused
from dondoc.store.transaction import broken_line, reading
from tests.actions.rows import chain_is_whole, counts, rows
from tests.cast import AGENCY_FILE, PLAN_FILE, START, Cast, at

DATA = read_agency(AGENCY_FILE)
PLAN = read_plan(PLAN_FILE, [unit.code for unit in DATA.file.unit], DATA.regimes)


def everything(office: Office) -> int:
    with office.engine.connect() as connection:
        return sum(len(connection.execute(table.select()).all()) for table in METADATA.tables.values())


def test_the_sample_agency_comes_in_with_units_people_and_roles(cast: Cast) -> None:
    assert cast.units() == ["vp", "ttra", "qlkh", "qlcn", "khtc", "tdc", "ttud"]
    assert cast.unit("ttra").successor_id == cast.unit("vp").key
    assert len(rows(cast, Person, Person.agency_id == cast.agency_id)) == 19
    assert len(rows(cast, Role, Role.agency_id == cast.agency_id)) == 24
    assert chain_is_whole(cast)


def test_the_seed_plan_comes_in_with_obligations_units_figures_and_rules(cast: Cast) -> None:
    obligations = rows(cast, Obligation)
    assert [each.ref for each in obligations] == ["II.1", "II.2", "II.3", "II.4", "III.1", "III.2"]
    assert [each.time_quote for each in obligations][:2] == ["Thường xuyên trong năm"] * 2
    leads = {each.obligation_id for each in rows(cast, ObligationUnit, ObligationUnit.part == Part.LEAD)}
    assert leads == {obligations[index].key for index in (2, 3, 5)}
    assert len(rows(cast, ObligationUnit)) == 6 * 7
    assert len(rows(cast, Figure)) == 5
    rules = rows(cast, Rule)
    assert [rule.kind for rule in rules] == [RuleKind.WITHIN] * 5 + [RuleKind.ROUNDS]
    assert (rules[-1].valid_from, rules[-1].valid_to) == (date(2024, 1, 1), date(2024, 12, 31))
    assert rules[-1].next_open_at == at("2024-03-04 07:30")
    assert all(rule.basis for rule in rules)


def test_a_plan_that_comes_in_late_opens_no_round_that_is_over(office: Office) -> None:
    agency = install_agency(office, DATA, START)
    late = at("2024-07-01 09:00")
    install_plan(office, installing.Actor(agency.key, None, installing.Door.COMMAND), PLAN, late)
    from dondoc.actions.plan import open_due

    assert open_due(office, late) == 0
    assert open_due(office, at("2024-09-04 07:30")) == 1


def test_a_code_that_is_taken_is_refused_and_nothing_comes_in(cast: Cast) -> None:
    before = counts(cast)
    with pytest.raises(Refused, match="agency_exists"):
        install_agency(cast.office, DATA, START)
    with pytest.raises(Refused, match="plan_exists"):
        install_plan(cast.office, cast.flow, PLAN, START)
    assert counts(cast) == before


@pytest.mark.parametrize("part", ["_units", "_people", "_regime"])
def test_an_agency_that_breaks_off_in_the_middle_leaves_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    _break(monkeypatch, part)
    with pytest.raises(RuntimeError, match="crash"):
        install_agency(office, DATA, START)
    assert everything(office) == 0
    assert agency_by_code(office, DATA.file.agency.code) is None


@pytest.mark.parametrize("part", ["_obligations", "_rules", "set_next_open"])
def test_a_plan_that_breaks_off_in_the_middle_leaves_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    agency = install_agency(office, DATA, START)
    before = everything(office)
    _break(monkeypatch, part)
    with pytest.raises(RuntimeError, match="crash"):
        install_plan(office, installing.Actor(agency.key, None, installing.Door.COMMAND), PLAN, START)
    assert everything(office) == before


def _break(monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    def crash(*_: object, **__: object) -> None:
        raise RuntimeError("crash")

    monkeypatch.setattr(installing, part, crash)


def test_the_installation_of_an_agency_is_in_its_log(office: Office) -> None:
    agency = install_agency(office, DATA, START)
    with reading(office.engine) as session:
        assert broken_line(session, agency.key) is None
        assert agency_by_code(office, agency.code) == session.get(Agency, agency.key)


def test_two_agencies_may_have_units_and_plans_of_one_code(cast: Cast) -> None:
    outside = installing.Actor(cast.outside.key, None, installing.Door.COMMAND)
    install_plan(cast.office, outside, PLAN, START)
    assert len(rows(cast, Plan)) == 2
    assert {unit.agency_id for unit in rows(cast, Unit, Unit.code == "vp")} == {cast.agency_id, cast.outside.key}
    with pytest.raises((IntegrityError, Refused)):
        install_plan(cast.office, outside, PLAN, START)
