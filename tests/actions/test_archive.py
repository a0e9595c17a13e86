"""The archive copy: handed over once everything is settled, bytes that stay, and a change in them is seen."""

import pytest

from dondoc.actions import correction
from dondoc.actions.archive import archive, is_whole
from dondoc.actions.dispatch import dispatch, number
from dondoc.model import ArchiveCopy, Audit, Letter, LetterState
from dondoc.paper.pack import faults
from dondoc.rules.refusal import Refused
from tests.actions.rows import chain_is_whole, change, counts, rows
from tests.cast import Cast, at, day

NOW, LATER, TODAY = at("2024-03-21 09:00"), at("2024-03-25 09:00"), day("2024-03-21")
FOLDER = "01/2024 – Công tác cải cách tư pháp"


def settle(cast: Cast) -> None:
    """All letters have gone."""
    for letter in rows(cast, Letter):
        change(cast, Letter, letter.key, state=LetterState.SENT, sent_at=NOW)


@pytest.fixture
def sent(signed: Cast) -> Cast:
    number(signed.office, signed.clerk, 1, TODAY, NOW)
    dispatch(signed.office, signed.clerk, 1, {}, NOW)
    return signed


def refused(cast: Cast, key: str, actor: object = None, folder: str = FOLDER) -> None:
    before = counts(cast)
    with pytest.raises(Refused, match=key):
        archive(cast.office, actor or cast.clerk, 1, folder, LATER)  # type: ignore[arg-type]
    assert counts(cast) == before


def test_what_lies_in_the_archive_is_the_whole_pack_and_its_seal_is_noted(sent: Cast) -> None:
    settle(sent)
    made = archive(sent.office, sent.clerk, 1, f" {FOLDER} ", LATER)
    assert made.folder == FOLDER and is_whole(made) and faults(made.content, made.seal) == []
    line = rows(sent, Audit)[-1]
    assert (line.act, line.detail["seal"], line.detail["sha256"]) == ("archive", made.seal, made.sha256)
    assert chain_is_whole(sent)
    refused(sent, "already_archived")


def test_one_changed_byte_in_the_database_is_seen(sent: Cast) -> None:
    settle(sent)
    made = archive(sent.office, sent.clerk, 1, FOLDER, LATER)
    spoiled = bytearray(made.content)
    spoiled[len(spoiled) // 2] ^= 1
    change(sent, ArchiveCopy, made.key, content=bytes(spoiled))
    assert not is_whole(rows(sent, ArchiveCopy)[0])


def test_before_dispatch_or_while_a_letter_is_open_nothing_is_handed_over(signed: Cast) -> None:
    number(signed.office, signed.clerk, 1, TODAY, NOW)
    refused(signed, "archive_before_dispatch")
    dispatch(signed.office, signed.clerk, 1, {}, NOW)
    refused(signed, "archive_letters_open")
    settle(signed)
    change(signed, Letter, rows(signed, Letter)[-1].key, state=LetterState.IN_DOUBT, begun_at=NOW, sent_at=None)
    refused(signed, "archive_letters_open")


def test_it_is_filed_under_a_name(sent: Cast) -> None:
    settle(sent)
    refused(sent, "archive_folder", folder="  ")


def test_after_a_correcting_letter_another_copy_follows_and_holds_that_too(sent: Cast) -> None:
    settle(sent)
    archive(sent.office, sent.clerk, 1, FOLDER, LATER)
    correction.correct(sent.office, sent.clerk, 1, "a", "b", LATER)
    refused(sent, "archive_correction_open")
    correction.sign(sent.office, sent.director, 1, LATER)
    correction.number(sent.office, sent.clerk, 1, day("2024-03-25"), LATER)
    refused(sent, "archive_correction_open")
    after = at("2024-03-25 10:00")
    correction.dispatch(sent.office, sent.clerk, 1, {}, after)
    settle(sent)
    second = archive(sent.office, sent.clerk, 1, FOLDER, at("2024-03-26 08:00"))
    assert b"papers/pdf-01-SKHCN-TTra-2024.pdf" in second.content and b"9-corrections.json" in second.content
    assert len(rows(sent, ArchiveCopy)) == 2


@pytest.mark.parametrize("who", ["officer", "lead_officer", "director", "administrator", "outsider"])
def test_only_a_clerk_hands_over(sent: Cast, who: str) -> None:
    settle(sent)
    refused(sent, r"not_allowed|not_found", getattr(sent, who))
