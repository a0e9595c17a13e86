"""Dispatch: a number after signature, once; papers frozen; every recipient once."""

import hashlib

import pytest

from dondoc.actions.dispatch import dispatch, next_number, number
from dondoc.model import Attachment, Channel, Dispatch, IssuedNumber, LetterKind, Paper, PaperKind, Recipient, Report
from dondoc.rules.refusal import Refused
from dondoc.store import reports
from tests.actions.rows import addresses, chain_is_whole, change, counts, letters, rows
from tests.cast import Cast, at, compile_round, day, first_round

NOW = at("2024-03-21 09:00")
TODAY = day("2024-03-21")


def report_id(cast: Cast) -> int:
    return rows(cast, Report)[0].key


def refused(cast: Cast, key: str, act: object, *arguments: object) -> None:
    before = counts(cast)
    with pytest.raises(Refused, match=key):
        act(cast.office, *arguments)  # type: ignore[operator]
    assert counts(cast) == before


def test_a_signed_report_gets_the_first_number_and_its_papers_are_frozen(signed: Cast) -> None:
    assert next_number(signed.office, signed.agency_id, 2024) == 1
    row = number(signed.office, signed.clerk, report_id(signed), TODAY, NOW)
    assert (row.symbol, row.number, row.year, row.issued_on) == ("01/BC-SKHCN", 1, 2024, TODAY)
    assert next_number(signed.office, signed.agency_id, 2024) == 2
    assert next_number(signed.office, signed.agency_id, 2025) == 1
    papers = {paper.kind: paper for paper in rows(signed, Paper) if paper.kind is not PaperKind.DRAFT}
    assert papers.keys() == {PaperKind.DOCX, PaperKind.PDF}
    assert papers[PaperKind.PDF].content.startswith(b"%PDF-")
    assert all(hashlib.sha256(paper.content).hexdigest() == paper.sha256 for paper in papers.values())
    assert chain_is_whole(signed)


def test_a_report_is_numbered_once(signed: Cast) -> None:
    number(signed.office, signed.clerk, report_id(signed), TODAY, NOW)
    refused(signed, "already_numbered", number, signed.clerk, report_id(signed), TODAY, NOW)


def test_two_clerks_at_once_never_give_one_number_twice(signed: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    number(signed.office, signed.clerk, report_id(signed), TODAY, NOW)
    # The other clerk looked into the book before this row was in it.
    monkeypatch.setattr(reports, "number_of", lambda *_: None)
    monkeypatch.setattr(reports, "highest_number", lambda *_: (None, None))
    refused(signed, "number_taken", number, signed.clerk, report_id(signed), TODAY, NOW)


@pytest.mark.parametrize(
    ("issued_on", "key"), [("2024-03-19", "issued_before_signature"), ("2024-03-22", "issued_in_future")]
)
def test_a_wrong_date_is_refused(signed: Cast, issued_on: str, key: str) -> None:
    refused(signed, key, number, signed.clerk, report_id(signed), day(issued_on), NOW)


def test_before_signature_there_is_no_number_and_no_dispatch(opened: Cast) -> None:
    version = compile_round(opened, first_round(opened))
    refused(opened, "number_before_signature", number, opened.clerk, version.report_id, TODAY, NOW)
    refused(opened, "number_before_signature", dispatch, opened.clerk, version.report_id, {}, NOW)


def test_before_its_number_nothing_is_dispatched(signed: Cast) -> None:
    refused(signed, "not_numbered", dispatch, signed.clerk, report_id(signed), {}, NOW)


@pytest.mark.parametrize("who", ["officer", "lead_officer", "lead_head", "deputy", "director", "administrator"])
def test_only_a_clerk_numbers_and_dispatches(signed: Cast, who: str) -> None:
    actor = getattr(signed, who)
    refused(signed, "not_allowed", number, actor, report_id(signed), TODAY, NOW)
    refused(signed, "not_allowed", dispatch, actor, report_id(signed), {}, NOW)


def test_every_recipient_gets_it_once_with_the_papers(signed: Cast) -> None:
    number(signed.office, signed.clerk, report_id(signed), TODAY, NOW)
    assert dispatch(signed.office, signed.clerk, report_id(signed), {}, NOW) == 2
    assert addresses(signed, LetterKind.DISPATCH) == ["so-tu-phap@noi-nhan.example", "ubnd-tinh@noi-nhan.example"]
    assert sum("BC-SKHCN" in each.filename for each in rows(signed, Attachment)) == 4
    assert [row.channel for row in rows(signed, Dispatch)] == [Channel.EMAIL, Channel.EMAIL, Channel.PAPER]
    refused(signed, "already_dispatched", dispatch, signed.clerk, report_id(signed), {}, NOW)
    assert "01/BC-SKHCN" in letters(signed, LetterKind.DISPATCH)[0].subject


def test_a_recipient_may_get_it_on_paper_but_not_by_mail_without_an_address(signed: Cast) -> None:
    number(signed.office, signed.clerk, report_id(signed), TODAY, NOW)
    first, _, last = rows(signed, Recipient)
    refused(
        signed, "recipient_without_address", dispatch, signed.clerk, report_id(signed), {last.key: Channel.EMAIL}, NOW
    )
    on_paper = {first.key: Channel.PAPER}
    assert dispatch(signed.office, signed.clerk, report_id(signed), on_paper, NOW) == 1
    assert len(rows(signed, IssuedNumber)) == 1


def test_what_went_out_on_paper_alone_does_not_go_out_again(signed: Cast) -> None:
    number(signed.office, signed.clerk, report_id(signed), TODAY, NOW)
    on_paper = {recipient.key: Channel.PAPER for recipient in rows(signed, Recipient)}
    assert dispatch(signed.office, signed.clerk, report_id(signed), on_paper, NOW) == 0
    refused(signed, "already_dispatched", dispatch, signed.clerk, report_id(signed), on_paper, NOW)


def test_a_report_dated_back_over_new_year_goes_into_the_old_years_book(signed: Cast) -> None:
    change(signed, Report, report_id(signed), signed_at=at("2024-12-31 16:00"))
    now = at("2025-01-02 08:00")
    old = number(signed.office, signed.clerk, report_id(signed), day("2024-12-31"), now)
    assert (old.year, old.number) == (2024, 1)
    assert next_number(signed.office, signed.agency_id, 2025) == 1
