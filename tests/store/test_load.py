"""The question behind the load, on both databases: who owes what by when, and what is not ours to move."""

from datetime import date

from sqlalchemy import event
from sqlmodel import select

from dondoc.actions import extend
from dondoc.model import Agency, Regime
from dondoc.rules.load import counted, week_of
from dondoc.store.agency import calendar
from dondoc.store.load import LoadRound, load_rounds
from dondoc.store.transaction import bookkeeping, reading
from tests.cast import START, Cast, assignment_of, at, first_round
from tests.more_plans import install_again


def rounds_of(cast: Cast, agency: Agency | None = None) -> list[LoadRound]:
    owner = agency or cast.agency
    with reading(cast.office.engine) as session:
        return load_rounds(session, owner, calendar(session, owner))


def test_every_unit_owes_one_report_a_round_and_another_agency_owes_none(cast: Cast) -> None:
    found = rounds_of(cast)
    assert found[0].label == "III.2. Báo cáo kết quả thực hiện công tác cải cách tư pháp quý I năm 2024"
    assert all(len(each.owed.deadlines) == 7 for each in found)
    assert rounds_of(cast, cast.outside) == []


def test_an_extension_counts_in_its_own_week_and_an_excused_unit_not_at_all(opened: Cast) -> None:
    period, now = first_round(opened), at("2024-03-05 09:00")
    qlkh, khtc = (assignment_of(opened, period, unit) for unit in ("qlkh", "khtc"))
    extend.grant(opened.office, opened.lead_officer, qlkh.key, date(2024, 3, 22), "Bão", now)
    extend.excuse(opened.office, opened.lead_officer, khtc.key, "Mới lập", now)
    (first, *_) = rounds_of(opened)
    assert first.owed.deadlines[qlkh.unit_id] == date(2024, 3, 22)
    assert khtc.unit_id not in first.owed.deadlines and qlkh.unit_id not in first.owed.movers


def test_a_deadline_that_its_regime_sets_is_legal(cast: Cast) -> None:
    assert not any(each.owed.legal for each in rounds_of(cast))
    with bookkeeping(cast.office.engine) as session:
        regime = session.exec(
            select(Regime).where(Regime.agency_id == cast.agency_id, Regime.code == "nd-09-2019")
        ).one()
        regime.definition = {**regime.definition, "deadlines": {"basis": "x", "due_day": "18"}}
        session.add(regime)
    assert all(each.owed.legal for each in rounds_of(cast))


def test_a_round_whose_report_has_gone_up_is_settled(sent_up: Cast) -> None:
    assert [each.owed.settled for each in rounds_of(sent_up)][:2] == [True, False]


def test_three_plans_ask_three_reports_in_one_week_with_no_query_more(cast: Cast) -> None:
    seen: list[str] = []
    event.listen(cast.office.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    rounds_of(cast)
    before = len(seen)
    for code in ("b", "c"):
        install_again(cast.office, cast.agency_id, code, START)
    seen.clear()
    found = rounds_of(cast)
    assert len(seen) == before
    counts = counted(each.owed for each in found)
    assert counts[cast.unit("qlkh").key, week_of(date(2024, 6, 18))] == 3
