"""The letter that corrects a report's form: signed before it is numbered, sent to who got the report, with proof."""

import hashlib
import io

import pypdf
import pytest
from docx import Document

from dondoc.actions import correction as verbs
from dondoc.actions.deliver import resolve_doubt
from dondoc.actions.dispatch import dispatch, next_number, number
from dondoc.actions.second_factor import begin, confirm
from dondoc.model import (
    Agency,
    Attachment,
    Capacity,
    Channel,
    Correction,
    CorrectionDispatch,
    Delegation,
    Dispatch,
    LetterKind,
    LetterState,
    Paper,
    Recipient,
    Submission,
)
from dondoc.rules import totp
from dondoc.rules.refusal import Refused
from dondoc.store.transaction import bookkeeping
from tests.actions.rows import addresses, chain_is_whole, change, counts, letters, rows
from tests.actions.test_correct import superior
from tests.cast import Cast, at, day

NOW, TODAY = at("2024-03-21 09:00"), day("2024-03-21")
WORDS = "Quãng Trị", "Quảng Trị"


@pytest.fixture
def sent(signed: Cast) -> Cast:
    number(signed.office, signed.clerk, 1, TODAY, NOW)
    dispatch(signed.office, signed.clerk, 1, {}, NOW)
    return signed


@pytest.fixture
def written(sent: Cast) -> Cast:
    verbs.correct(sent.office, sent.clerk, 1, *WORDS, NOW)
    return sent


@pytest.fixture
def ready(written: Cast) -> Cast:
    verbs.sign(written.office, written.director, 1, NOW)
    verbs.number(written.office, written.clerk, 1, TODAY, NOW)
    return written


def refused(cast: Cast, key: str, act: object, *arguments: object) -> Refused:
    before = counts(cast)
    with pytest.raises(Refused, match=key) as found:
        act(cast.office, *arguments)  # type: ignore[operator]
    assert counts(cast) == before
    return found.value


def test_before_dispatch_there_is_nothing_to_correct(signed: Cast) -> None:
    number(signed.office, signed.clerk, 1, TODAY, NOW)
    refused(signed, "replace_before_dispatch", verbs.correct, signed.clerk, 1, *WORDS, NOW)


def test_both_words_are_needed_and_one_letter_stands_at_a_time(sent: Cast) -> None:
    assert refused(sent, "correction_words", verbs.correct, sent.clerk, 1, "a", " ", NOW).field == "right"
    verbs.correct(sent.office, sent.clerk, 1, *WORDS, NOW)
    refused(sent, "already_corrected", verbs.correct, sent.clerk, 1, *WORDS, NOW)


def test_who_signed_the_report_is_asked_and_there_is_no_number_before(written: Cast) -> None:
    (letter,) = [each for each in letters(written, LetterKind.FOR_SIGN_OFF) if "đính chính" in each.subject]
    assert letter.to_address == "giam-doc@mau.example"
    assert "“Quãng Trị”" in letter.text and "/ky-duyet/dinh-chinh/1" in letter.text
    refused(written, "number_before_signature", verbs.number, written.clerk, 1, TODAY, NOW)
    refused(written, "not_numbered", verbs.dispatch, written.clerk, 1, {}, NOW)


def test_after_the_signature_it_gets_a_number_without_a_code_and_frozen_papers(written: Cast) -> None:
    verbs.sign(written.office, written.director, 1, NOW)
    assert "đã ký công văn đính chính" in letters(written, LetterKind.FOR_DISPATCH)[-1].text
    row = verbs.number(written.office, written.clerk, 1, TODAY, NOW)
    assert (row.symbol, row.book) == ("01/SKHCN-TTra", "CV")
    assert next_number(written.office, written.agency_id, 2024) == 2  # the book of letters counts for itself
    papers = {paper.kind.value: paper for paper in rows(written, Paper, Paper.version == row.key)}
    assert {kind: paper.filename for kind, paper in papers.items()} == {
        "docx": "01-SKHCN-TTra-2024.docx", "pdf": "01-SKHCN-TTra-2024.pdf",
    }  # fmt: skip
    assert all(hashlib.sha256(paper.content).hexdigest() == paper.sha256 for paper in papers.values())
    words = " ".join(paragraph.text for paragraph in Document(io.BytesIO(papers["docx"].content)).paragraphs)
    assert "đính chính như sau" in words and "“Quảng Trị”" in words and "./." in words
    printed = pypdf.PdfReader(io.BytesIO(papers["pdf"].content)).pages[0].extract_text()
    assert "“Quãng Trị”" in " ".join(printed.split())
    refused(written, "already_numbered", verbs.number, written.clerk, 1, TODAY, NOW)
    assert chain_is_whole(written)


def test_it_is_not_dated_before_its_own_signature(written: Cast) -> None:
    verbs.sign(written.office, written.director, 1, at("2024-03-22 09:00"))
    refused(written, "issued_before_signature", verbs.number, written.clerk, 1, TODAY, at("2024-03-22 10:00"))


def test_everybody_who_got_the_report_gets_it_once_the_same_way_with_both_papers(ready: Cast) -> None:
    before = len(rows(ready, Attachment))
    assert verbs.dispatch(ready.office, ready.clerk, 1, {}, NOW) == 2
    sent = rows(ready, CorrectionDispatch)
    assert [row.channel for row in sent] == [Channel.EMAIL, Channel.EMAIL, Channel.PAPER]
    found = [each for each in letters(ready, LetterKind.DISPATCH) if "đính chính" in each.subject]
    assert [each.subject for each in found] == [
        "Văn bản số 01/SKHCN-TTra: Công văn đính chính Báo cáo số 01/BC-SKHCN"
    ] * 2
    assert (
        addresses(ready, LetterKind.DISPATCH)
        == ["so-tu-phap@noi-nhan.example"] * 2 + ["ubnd-tinh@noi-nhan.example"] * 2
    )
    assert sorted(row.filename for row in rows(ready, Attachment)[before:]) == [
        *["01-SKHCN-TTra-2024.docx"] * 2, *["01-SKHCN-TTra-2024.pdf"] * 2,
    ]  # fmt: skip
    refused(ready, "already_dispatched", verbs.dispatch, ready.clerk, 1, {}, NOW)
    assert chain_is_whole(ready)


def test_only_who_got_the_report_gets_it(signed: Cast) -> None:
    number(signed.office, signed.clerk, 1, TODAY, NOW)
    first, *_ = rows(signed, Recipient)
    dispatch(signed.office, signed.clerk, 1, {}, NOW)
    with bookkeeping(signed.office.engine) as session:
        added = Recipient(**first.model_dump(exclude={"id", "position", "name"}), position=9, name="Thêm sau")
        session.add(added)
    verbs.correct(signed.office, signed.clerk, 1, *WORDS, NOW)
    verbs.sign(signed.office, signed.director, 1, NOW)
    verbs.number(signed.office, signed.clerk, 1, TODAY, NOW)
    verbs.dispatch(signed.office, signed.clerk, 1, {}, NOW)
    assert len(rows(signed, CorrectionDispatch)) == 3


def test_by_mail_without_an_address_is_refused_and_nothing_is_sent(ready: Cast) -> None:
    *_, last = rows(ready, Recipient)
    wrong = refused(ready, "recipient_without_address", verbs.dispatch, ready.clerk, 1, {last.key: Channel.EMAIL}, NOW)
    assert wrong.field == f"channel-{last.key}"


def test_a_letter_in_doubt_waits_for_the_clerks_word(ready: Cast) -> None:
    verbs.dispatch(ready.office, ready.clerk, 1, {}, NOW)
    letter = next(each for each in letters(ready, LetterKind.DISPATCH) if "đính chính" in each.subject)
    change(ready, type(letter), letter.key, state=LetterState.IN_DOUBT, begun_at=NOW, attempts=1)
    resolve_doubt(ready.office, ready.clerk, letter.key, True, NOW)
    assert {each.key: each.state for each in letters(ready, LetterKind.DISPATCH)}[letter.key] is LetterState.SENT


def test_a_returned_one_says_why_and_another_may_be_worded(written: Cast) -> None:
    assert refused(written, "reason_missing", verbs.give_back, written.director, 1, " ", NOW).field == "return_reason"
    verbs.give_back(written.office, written.director, 1, "Sai cả ở trang 3", NOW)
    (letter,) = letters(written, LetterKind.SENT_BACK)
    assert letter.to_address == "van-thu@mau.example" and "Sai cả ở trang 3" in letter.text
    refused(written, "correction_decided", verbs.sign, written.director, 1, NOW)
    refused(written, "not_found", verbs.number, written.clerk, 1, TODAY, NOW)
    verbs.correct(written.office, written.clerk, 1, *WORDS, NOW)
    assert [bool(row.returned_at) for row in rows(written, Correction)] == [True, False]


def test_a_deputy_with_a_delegation_signs_for_the_director_and_the_block_says_so(written: Cast) -> None:
    refused(written, "not_allowed", verbs.sign, written.deputy, 1, NOW)
    with bookkeeping(written.office.engine) as session:
        session.add(
            Delegation(
                agency_id=written.agency_id, giver_id=written.director.person_id, taker_id=written.deputy.person_id,
                capacity=Capacity.KT, since=TODAY, until=TODAY, basis="QĐ 1", noted_at=NOW,
                noted_by=written.administrator.person_id,
            )
        )  # fmt: skip
    verbs.sign(written.office, written.deputy, 1, NOW)
    row = verbs.number(written.office, written.clerk, 1, TODAY, NOW)
    docx = next(paper for paper in rows(written, Paper, Paper.version == row.key) if paper.kind.value == "docx")
    cells = [cell.text for table in Document(io.BytesIO(docx.content)).tables for cell in table._cells]
    assert any("KT. GIÁM ĐỐC" in text and "PHÓ GIÁM ĐỐC" in text for text in cells)


def test_where_signing_takes_a_code_so_does_this(written: Cast) -> None:
    change(written, Agency, written.agency_id, sign_with_code=True)
    refused(written, "second_factor_missing", verbs.sign, written.director, 1, NOW, "123456")
    secret = begin(written.office, written.director, NOW)
    confirm(written.office, written.director, totp.code(secret, totp.step_of(NOW) - 1), NOW)
    with pytest.raises(Refused, match="code_wrong"):
        verbs.sign(written.office, written.director, 1, NOW, "000000")
    verbs.sign(written.office, written.director, 1, NOW, totp.code(secret, totp.step_of(NOW)))
    assert rows(written, Correction)[0].signed_by == written.director.person_id


@pytest.mark.parametrize("who", ["officer", "lead_officer", "lead_head", "administrator", "clerk", "outsider"])
def test_only_the_signer_signs(written: Cast, who: str) -> None:
    actor, before = getattr(written, who), counts(written)
    for act in (
        lambda: verbs.sign(written.office, actor, 1, NOW),
        lambda: verbs.give_back(written.office, actor, 1, "x", NOW),
    ):
        with pytest.raises(Refused, match=r"not_allowed|not_found"):
            act()
    assert counts(written) == before


@pytest.mark.parametrize("who", ["officer", "lead_officer", "director", "administrator", "outsider"])
def test_only_clerks_word_number_and_dispatch(ready: Cast, who: str) -> None:
    actor, before = getattr(ready, who), counts(ready)
    for act in (
        lambda: verbs.correct(ready.office, actor, 1, *WORDS, NOW),
        lambda: verbs.number(ready.office, actor, 1, TODAY, NOW),
        lambda: verbs.dispatch(ready.office, actor, 1, {}, NOW),
    ):
        with pytest.raises(Refused, match=r"not_allowed|not_found"):
            act()
    assert counts(ready) == before


def test_a_superior_that_got_the_report_within_the_system_is_written_to(signed: Cast) -> None:
    number(signed.office, signed.clerk, 1, TODAY, NOW)
    superior(signed)
    first = rows(signed, Recipient)[0]
    change(signed, Recipient, first.key, name="UBND tỉnh")
    dispatch(signed.office, signed.clerk, 1, {}, NOW)
    assert rows(signed, Dispatch)[0].channel is Channel.SYSTEM
    verbs.correct(signed.office, signed.clerk, 1, *WORDS, NOW)
    verbs.sign(signed.office, signed.director, 1, NOW)
    verbs.number(signed.office, signed.clerk, 1, TODAY, NOW)
    answers = len(rows(signed, Submission))
    verbs.dispatch(signed.office, signed.clerk, 1, {}, NOW)
    assert rows(signed, CorrectionDispatch)[0].channel is Channel.EMAIL
    assert len(rows(signed, Submission)) == answers
