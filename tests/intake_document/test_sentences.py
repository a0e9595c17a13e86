"""Every key that the reader gives has its Vietnamese sentence."""

import re
from pathlib import Path

import dondoc.intake.document
from dondoc.texts import documents

SOURCES = [each.read_text("utf-8") for each in Path(dondoc.intake.document.__file__).parent.rglob("*.py")]
WHOLE = "\n".join(SOURCES)


def test_every_refusal_has_a_sentence() -> None:
    used = set(re.findall(r'"(document_[a-z_]+)"', WHOLE))
    assert used == {key for key in documents.DOCUMENT_REFUSALS if key.startswith("document_")}


def test_everything_that_keeps_a_proposal_open_has_a_sentence() -> None:
    for key in re.findall(r'Open\("([a-z_]+)"', WHOLE):
        assert documents.still_open(key, "I.1")


def test_every_reason_and_doubt_has_a_sentence() -> None:
    for key in set(re.findall(r'drop\([^\n]*?"([a-z_]+)"', WHOLE)) | set(re.findall(r'reason="([a-z_]+)"', WHOLE)):
        assert documents.reason(key)
    for key in re.findall(r'doubts\.append\(f?"([a-z_:]+)', WHOLE):
        assert documents.doubt(key)
    for key in re.findall(r'(?:_ask\(|question\(|key=)"([a-z_]+)"', WHOLE):
        assert documents.question(key, year=2026)
