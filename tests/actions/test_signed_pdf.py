"""A signed PDF comes back: checked against the issued bytes, kept, and sent in place of the unsigned one."""

from dataclasses import replace
from pathlib import Path

import pytest

from dondoc.actions.dispatch import dispatch, number
from dondoc.actions.signed_pdf import roots, take
from dondoc.model import Attachment, Audit, Paper, PaperKind, SignatureCheck, Verdict
from dondoc.rules.refusal import Refused
from dondoc.texts.report import verdict
from tests.actions.rows import chain_is_whole, counts, rows
from tests.cast import Cast, at, day
from tests.paper.signing_kit import authority, sign, signer

NOW = at("2024-03-21 09:00")


@pytest.fixture
def numbered(signed: Cast, tmp_path: Path) -> Cast:
    """The cast with a numbered report, and the tests' root trusted."""
    (tmp_path / "root.pem").write_bytes(authority().pem)
    (tmp_path / "readme.txt").write_text("no certificate")
    cast = replace(signed, office=replace(signed.office, sign_roots=tmp_path))
    number(cast.office, cast.clerk, 1, day("2024-03-21"), NOW)
    return cast


def issued(cast: Cast) -> bytes:
    return next(paper.content for paper in rows(cast, Paper) if paper.kind is PaperKind.PDF)


def test_the_signed_file_is_what_recipients_get(numbered: Cast) -> None:
    data = sign(issued(numbered))
    check = take(numbered.office, numbered.director, 1, "ký.pdf", data, NOW)
    assert (check.verdict, check.signers) == (Verdict.EXACT, ["Trần Ngọc Lân"])
    assert "Trần Ngọc Lân" in verdict(check)
    take(numbered.office, numbered.clerk, 1, "dấu.pdf", both := sign(data, signer("Sở"), "Ky2"), NOW)
    dispatch(numbered.office, numbered.clerk, 1, {}, NOW)
    kept = next(paper for paper in rows(numbered, Paper) if paper.kind is PaperKind.SIGNED)
    assert kept.content == both
    sent = {row.paper_id for row in rows(numbered, Attachment)}
    plain = next(paper for paper in rows(numbered, Paper) if paper.kind is PaperKind.PDF)
    assert kept.key in sent and plain.key not in sent
    assert chain_is_whole(numbered)


def test_another_document_is_told_and_not_kept(numbered: Cast) -> None:
    draft = next(paper.content for paper in rows(numbered, Paper) if paper.kind is PaperKind.DRAFT)
    check = take(numbered.office, numbered.director, 1, "khác.pdf", sign(draft), NOW)
    assert check.verdict is Verdict.DIFFERENT and "văn bản khác" in verdict(check)
    assert PaperKind.SIGNED not in {paper.kind for paper in rows(numbered, Paper)}
    assert [row.verdict for row in rows(numbered, SignatureCheck)] == [Verdict.DIFFERENT]
    assert rows(numbered, Audit)[-1].detail["verdict"] == "different"


def test_without_roots_nobody_is_trusted(numbered: Cast) -> None:
    office = replace(numbered.office, sign_roots=None)
    assert roots(None) == []
    assert take(office, numbered.director, 1, "x.pdf", sign(issued(numbered)), NOW).verdict is Verdict.UNTRUSTED


@pytest.mark.parametrize("who", ["officer", "lead_officer", "deputy", "administrator", "outsider"])
def test_only_who_signed_and_the_clerk_bring_signed_files(numbered: Cast, who: str) -> None:
    before = counts(numbered)
    with pytest.raises(Refused, match=r"not_allowed|not_numbered"):
        take(numbered.office, getattr(numbered, who), 1, "x.pdf", b"%PDF-", NOW)
    assert counts(numbered) == before


def test_before_its_number_and_after_dispatch_nothing_is_taken(signed: Cast) -> None:
    with pytest.raises(Refused, match="not_numbered"):
        take(signed.office, signed.director, 1, "x.pdf", b"%PDF-", NOW)
    number(signed.office, signed.clerk, 1, day("2024-03-21"), NOW)
    with pytest.raises(Refused, match="pdf_missing"):
        take(signed.office, signed.director, 1, "x.pdf", b"", NOW)
    dispatch(signed.office, signed.clerk, 1, {}, NOW)
    with pytest.raises(Refused, match="already_dispatched"):
        take(signed.office, signed.director, 1, "x.pdf", b"%PDF-", NOW)
