"""Sign-off: up the chain, back with a reason, signed only by the leader; then the round is locked."""

from datetime import timedelta

import pytest

from dondoc.actions.draft import store_version
from dondoc.actions.remind import remind_due
from dondoc.actions.sign import approve, send_back, send_up
from dondoc.model import Assignment, Audit, LetterKind, Person, Report, ReportVersion, SignoffStep
from dondoc.rules.refusal import Refused
from dondoc.rules.sign import ReportState
from dondoc.store import reports
from dondoc.store.transaction import reading, writing
from tests.actions.rows import addresses, chain_is_whole, change, counts, letters, rows
from tests.cast import ADDRESSES, SIGNED_AT, Cast, at, compile_round, first_round, sign_round

NOW = at("2024-03-20 09:00")


@pytest.fixture
def drafted(opened: Cast) -> tuple[Cast, ReportVersion]:
    """The cast with a compiled draft of the first round."""
    return opened, compile_round(opened, first_round(opened))


Drafted = tuple[Cast, ReportVersion]


def state(cast: Cast) -> ReportState:
    with reading(cast.office.engine) as session:
        return reports.state_of(session, rows(cast, Report)[0])


def up(cast: Cast, version: ReportVersion) -> None:
    send_up(cast.office, cast.lead_officer, version.report_id, NOW)


def decide(cast: Cast, version: ReportVersion, who: str) -> None:
    approve(cast.office, getattr(cast, who), version.report_id, version.key, NOW)


def test_the_head_approves_and_then_the_director_signs(drafted: Drafted) -> None:
    cast, version = drafted
    up(cast, version)
    assert state(cast) is ReportState.FOR_SIGN_OFF
    assert addresses(cast, LetterKind.FOR_SIGN_OFF) == [ADDRESSES["lead_head"]]
    decide(cast, version, "lead_head")
    assert addresses(cast, LetterKind.FOR_SIGN_OFF) == sorted([ADDRESSES["lead_head"], ADDRESSES["director"]])
    assert rows(cast, Report)[0].signed_at is None
    decide(cast, version, "director")
    assert state(cast) is ReportState.SIGNED
    assert addresses(cast, LetterKind.FOR_DISPATCH) == [ADDRESSES["clerk"]]
    assert [line.act for line in rows(cast, Audit)][-3:] == ["send_up", "approve", "sign"]
    assert chain_is_whole(cast)


def test_signature_locks_the_round_and_ends_its_reminders(drafted: Drafted) -> None:
    cast, version = drafted
    sign_round(cast, version)
    assert all(each.closed_at for each in rows(cast, Assignment))
    # One more look writes down why nothing more is said.
    assert remind_due(cast.office, SIGNED_AT) == remind_due(cast.office, SIGNED_AT + timedelta(days=30)) == 0
    assert all(each.next_rung_at is None for each in rows(cast, Assignment))


@pytest.mark.parametrize("who", ["officer", "head", "deputy", "clerk", "administrator", "lead_officer"])
def test_who_is_not_in_the_chain_neither_approves_nor_returns(drafted: Drafted, who: str) -> None:
    cast, version = drafted
    up(cast, version)
    before = counts(cast)
    with pytest.raises(Refused, match="not_allowed"):
        decide(cast, version, who)
    with pytest.raises(Refused, match="not_allowed"):
        send_back(cast.office, getattr(cast, who), version.report_id, version.key, "lý do", NOW)
    assert counts(cast) == before


@pytest.mark.parametrize("who", ["officer", "head", "deputy", "director", "clerk", "administrator"])
def test_only_the_lead_unit_sends_up(drafted: Drafted, who: str) -> None:
    cast, version = drafted
    with pytest.raises(Refused, match="not_allowed"):
        send_up(cast.office, getattr(cast, who), version.report_id, NOW)


def test_the_director_does_not_sign_before_the_head_has_approved(drafted: Drafted) -> None:
    cast, version = drafted
    up(cast, version)
    with pytest.raises(Refused, match="not_your_turn"):
        decide(cast, version, "director")


def test_nobody_decides_twice(drafted: Drafted) -> None:
    cast, version = drafted
    up(cast, version)
    decide(cast, version, "lead_head")
    with pytest.raises(Refused, match="not_your_turn"):
        decide(cast, version, "lead_head")
    decide(cast, version, "director")
    with pytest.raises(Refused, match="already_decided"):
        decide(cast, version, "director")


def test_nothing_is_decided_before_it_is_sent_up_and_nothing_sent_up_twice(drafted: Drafted) -> None:
    cast, version = drafted
    with pytest.raises(Refused):
        decide(cast, version, "lead_head")
    up(cast, version)
    with pytest.raises(Refused, match="already_sent_up"):
        up(cast, version)


def test_a_report_comes_back_with_a_reason_and_goes_up_again(drafted: Drafted) -> None:
    cast, version = drafted
    up(cast, version)
    with pytest.raises(Refused, match="reason_missing"):
        send_back(cast.office, cast.lead_head, version.report_id, version.key, "  ", NOW)
    send_back(cast.office, cast.lead_head, version.report_id, version.key, "Thiếu số liệu", NOW)
    assert state(cast) is ReportState.SENT_BACK
    letter = letters(cast, LetterKind.SENT_BACK)[0]
    assert letter.to_address == ADDRESSES["lead_officer"]
    assert "Thiếu số liệu" in letter.text
    up(cast, version)
    assert [step.round for step in rows(cast, SignoffStep)] == [1, 1, 2, 2]
    assert state(cast) is ReportState.FOR_SIGN_OFF
    decide(cast, version, "lead_head")
    decide(cast, version, "director")
    assert state(cast) is ReportState.SIGNED


def test_a_new_version_needs_every_approval_anew(drafted: Drafted) -> None:
    cast, version = drafted
    up(cast, version)
    decide(cast, version, "lead_head")
    send_back(cast.office, cast.director, version.report_id, version.key, "Sửa mục II", NOW)
    newer = compile_round(cast, first_round(cast))
    assert state(cast) is ReportState.DRAFT
    up(cast, newer)
    for who in ("lead_head", "director"):
        with pytest.raises(Refused, match="version_changed"):
            decide(cast, version, who)
    with pytest.raises(Refused, match="not_your_turn"):
        decide(cast, newer, "director")
    decide(cast, newer, "lead_head")
    decide(cast, newer, "director")
    assert state(cast) is ReportState.SIGNED


def test_an_edit_after_sending_up_takes_the_report_out_of_its_chain(drafted: Drafted) -> None:
    cast, version = drafted
    up(cast, version)
    decide(cast, version, "lead_head")
    with writing(cast.office.engine, cast.lead_officer, NOW) as act:
        report = act.session.get_one(Report, version.report_id)
        store_version(act, report, reports.model_of(version), note="sửa câu chữ")
    assert state(cast) is ReportState.DRAFT
    with pytest.raises(Refused, match="version_changed"):
        decide(cast, version, "director")


@pytest.mark.parametrize(("missing", "key"), [("lead_head", "no_head_to_approve"), ("director", "no_signer")])
def test_without_everybody_of_the_chain_nothing_goes_up(drafted: Drafted, missing: str, key: str) -> None:
    cast, version = drafted
    change(cast, Person, cast.person(missing).key, active=False)
    before = counts(cast)
    with pytest.raises(Refused, match=key):
        up(cast, version)
    assert counts(cast) == before
