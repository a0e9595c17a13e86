"""Voids, gaps that explain themselves, replacing, correcting; and a report that the superior agency gets to read."""

import pytest
from sqlmodel import select

from dondoc.actions.correct import replace, skip, void
from dondoc.actions.dispatch import dispatch, next_number, number
from dondoc.actions.edit import edit
from dondoc.actions.sign import approve, send_up
from dondoc.model import (
    Agency,
    Answer,
    Assignment,
    Channel,
    Dispatch,
    Figure,
    FigureValue,
    IssuedNumber,
    NumberGap,
    Obligation,
    ObligationUnit,
    Paper,
    PaperKind,
    Part,
    Period,
    Plan,
    Recipient,
    Report,
    ReportVersion,
    Submission,
    Unit,
)
from dondoc.rules.number import missing
from dondoc.rules.refusal import Refused
from dondoc.store.reports import model_of
from dondoc.store.transaction import bookkeeping
from tests.actions.rows import chain_is_whole, change, counts, rows
from tests.cast import Cast, at, day, first_round

NOW, TODAY = at("2024-03-21 09:00"), day("2024-03-21")


@pytest.fixture
def numbered(signed: Cast) -> Cast:
    number(signed.office, signed.clerk, 1, TODAY, NOW)
    return signed


@pytest.fixture
def sent(numbered: Cast) -> Cast:
    dispatch(numbered.office, numbered.clerk, 1, {}, NOW)
    return numbered


def test_a_voided_number_keeps_its_place_and_its_reason(numbered: Cast) -> None:
    with pytest.raises(Refused, match="void_reason"):
        void(numbered.office, numbered.clerk, 1, " ", NOW)
    void(numbered.office, numbered.clerk, 1, "Ghi sai ngày ban hành", NOW)
    again = number(numbered.office, numbered.clerk, 1, TODAY, NOW)
    assert [(row.number, row.void_reason) for row in rows(numbered, IssuedNumber)] == [
        (1, "Ghi sai ngày ban hành"), (2, ""),
    ]  # fmt: skip
    assert again.symbol == "02/BC-SKHCN"
    issued = [paper for paper in rows(numbered, Paper) if paper.version == 0]
    assert {paper.filename for paper in issued} == {"02-BC-SKHCN-2024.docx", "02-BC-SKHCN-2024.pdf"}
    assert len(rows(numbered, Paper)) == 5  # the draft, and what the voided number was printed on
    assert chain_is_whole(numbered)


def test_what_is_dispatched_is_not_voided(sent: Cast) -> None:
    with pytest.raises(Refused, match="void_after_dispatch"):
        void(sent.office, sent.clerk, 1, "x", NOW)


def test_a_book_that_goes_on_at_another_number_says_why(signed: Cast) -> None:
    skip(signed.office, signed.clerk, 2024, 41, "Số 01–40 đã cấp trên sổ giấy", NOW)
    assert next_number(signed.office, signed.agency_id, 2024) == 41
    assert next_number(signed.office, signed.agency_id, 2025) == 1
    assert number(signed.office, signed.clerk, 1, TODAY, NOW).symbol == "41/BC-SKHCN"
    (gap,) = rows(signed, NumberGap)
    assert missing([41], [(gap.first, gap.last)]) == []
    assert missing([41], []) == list(range(1, 41))
    for wrong, key in ((41, "skip_backwards"), (99_999, "skip_too_far"), (50, "skip_reason")):
        with pytest.raises(Refused, match=key):
            skip(signed.office, signed.clerk, 2024, wrong, "" if key == "skip_reason" else "x", NOW)


def test_a_wrong_content_is_replaced_by_another_report_that_says_so(sent: Cast) -> None:
    new = replace(sent.office, sent.clerk, 1, "Sai số liệu phụ lục I", NOW)
    first = rows(sent, ReportVersion)[-1]
    assert "thay thế Báo cáo số 01/BC-SKHCN ngày 21/03/2024" in model_of(first).opening[-1].text
    version = edit(sent.office, sent.lead_officer, new.key, first.key, {"1.2": "Đã sửa."}, NOW)
    send_up(sent.office, sent.lead_officer, new.key, NOW)
    for who in (sent.lead_head, sent.director):
        approve(sent.office, who, new.key, version.key, NOW)
    row = number(sent.office, sent.clerk, new.key, TODAY, NOW)
    assert dispatch(sent.office, sent.clerk, new.key, {}, NOW) == 2
    assert row.number == 2
    old, _ = rows(sent, Report)
    assert old.replaced_at == NOW
    with pytest.raises(Refused, match="already_replaced"):
        replace(sent.office, sent.clerk, 1, "x", NOW)


def test_before_dispatch_nothing_is_replaced(numbered: Cast) -> None:
    with pytest.raises(Refused, match="replace_before_dispatch"):
        replace(numbered.office, numbered.clerk, 1, "x", NOW)


@pytest.mark.parametrize("who", ["officer", "lead_officer", "director", "administrator", "outsider"])
def test_only_clerks_do_any_of_this(sent: Cast, who: str) -> None:
    actor, before = getattr(sent, who), counts(sent)
    for act in (
        lambda: void(sent.office, actor, 1, "x", NOW),
        lambda: replace(sent.office, actor, 1, "x", NOW),
        lambda: skip(sent.office, actor, 2024, 9, "x", NOW),
    ):
        if who == "outsider" and act.__code__.co_names[0] == "skip":
            continue  # a clerk of their own book
        with pytest.raises(Refused, match=r"not_allowed|not_found"):
            act()
    assert counts(sent) == before


def superior(cast: Cast) -> None:
    """The second agency is the province: it asks the department for the same quarter."""
    period = first_round(cast)
    with bookkeeping(cast.office.engine) as session:
        parent = session.get_one(Agency, cast.outside.key)
        parent.name, parent.short_name = "UBND tỉnh Quảng Trị", "UBND tỉnh"
        session.get_one(Agency, cast.agency_id).parent_id = parent.key
        unit = session.exec(select(Unit).where(Unit.agency_id == parent.key)).first()
        officer = session.exec(select(Unit).where(Unit.agency_id == parent.key, Unit.code == "qlkh")).one()
        officer.stands_for_id = cast.agency_id
        plan = session.exec(select(Plan)).first()
        above = Plan(**plan.model_dump(exclude={"id", "agency_id", "code"}), agency_id=parent.key, code="tinh")
        session.add(above)
        session.flush()
        first = session.exec(select(Obligation)).first()
        duty = Obligation(
            **first.model_dump(exclude={"id", "agency_id", "plan_id"}), agency_id=parent.key, plan_id=above.key
        )
        session.add(duty)
        session.flush()
        figure = session.exec(select(Figure)).first()
        session.add(
            Figure(
                **figure.model_dump(exclude={"id", "agency_id", "obligation_id"}), agency_id=parent.key,
                obligation_id=duty.key,
            )
        )  # fmt: skip
        session.add(ObligationUnit(agency_id=parent.key, obligation_id=duty.key, unit_id=unit.key, part=Part.LEAD))
        round_ = Period(**period.model_dump(exclude={"id", "agency_id", "obligation_id"}), agency_id=parent.key,
                        obligation_id=duty.key)  # fmt: skip
        session.add(round_)
        session.flush()
        session.add(
            Assignment(
                agency_id=parent.key, period_id=round_.key, unit_id=officer.key, part=Part.COOPERATING,
                due_on=round_.due_on,
            )
        )  # fmt: skip
        session.add(parent)


def test_a_dispatched_report_becomes_the_superior_agencys_submission(numbered: Cast) -> None:
    superior(numbered)
    first = rows(numbered, Recipient)[0]
    change(numbered, Recipient, first.key, name="UBND tỉnh")
    dispatch(numbered.office, numbered.clerk, 1, {}, NOW)
    sent = rows(numbered, Dispatch)[0]
    assert sent.channel is Channel.SYSTEM and "UBND tỉnh Quảng Trị" in sent.received_as
    above = rows(numbered, Submission, Submission.agency_id == numbered.outside.key)
    assert len(above) == 1 and above[0].submitted_at == NOW
    words = [row.text for row in rows(numbered, Answer) if row.submission_id == above[0].key]
    assert any("Kết quả của vp." in text for text in words)
    figures = [row.value for row in rows(numbered, FigureValue) if row.submission_id == above[0].key]
    assert figures == [1]


def test_a_superior_that_asks_for_nothing_is_told_and_nothing_is_sent(numbered: Cast) -> None:
    superior(numbered)
    first = rows(numbered, Recipient)[0]
    change(numbered, Recipient, first.key, name="UBND tỉnh")
    part = rows(numbered, Assignment, Assignment.agency_id == numbered.outside.key)[0]
    change(numbered, Assignment, part.key, closed_at=NOW)
    before = counts(numbered)
    with pytest.raises(Refused, match="superior_asks_nothing"):
        dispatch(numbered.office, numbered.clerk, 1, {}, NOW)
    assert counts(numbered) == before
    dispatch(numbered.office, numbered.clerk, 1, {first.key: Channel.EMAIL}, NOW)
    assert PaperKind.DOCX in {paper.kind for paper in rows(numbered, Paper)}
