"""No input crashes the readers or makes them hang."""

import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dondoc.intake.document.building import propose_from
from dondoc.intake.document.readers.any import read_bytes
from dondoc.intake.document.readers.plain import read_text
from dondoc.intake.document.source import RawBlock, RawCell, assemble
from dondoc.intake.document.time import read_time
from dondoc.intake.document.time_in_prose import time_in_sentence
from dondoc.intake.document.units import split_roles
from dondoc.rules.refusal import Refused
from tests.intake_document.reading import HEAD

WORDS = st.sampled_from(
    [
        "I.",
        "II.",
        "1.",
        "1.1.",
        "a)",
        "-",
        "+",
        "KẾ HOẠCH",
        "Sở Tư pháp",
        "chủ trì",
        "phối hợp với",
        "các phòng",
        "Thời gian:",
        "Đơn vị thực hiện:",
        "trước ngày",
        "30/6",
        "hằng năm",
        "định kỳ",
        "quý II/2026",
        "(",
        ")",
        ";",
        ",",
        ".",
        ":",
        "|",
        "\t",
        "**",
        "##",
        "Nơi nhận:",
        "GIÁM ĐỐC",
        "Giao",
        "Mục đích",
        "Phụ lục",
        "-nt-",
        "99/99/9999",
        "năm",
        "tháng",
        "tổ chức",
        "STT",
        "Nội dung",
        "Chủ trì",
        "Phối hợp",
        "học kỳ I",
        "tuần 2",
        "dịp Tết",
        "q3/2026",
        "12-2026",
    ]
)
DOCUMENTS = st.lists(st.lists(WORDS, max_size=12).map(" ".join), max_size=25).map("\n".join)
SUFFIXES = st.sampled_from([".txt", ".md", ".csv", ".tsv", ".docx", ".pdf", ".xlsx", ""])


def read(text: str) -> None:
    source = assemble(read_text(text))
    try:
        proposal = propose_from(source)
    except Refused:
        return
    for each in proposal.obligations:
        assert 0 <= each.span[0] <= each.span[1] <= len(proposal.text)
    proposal.as_json()


@given(DOCUMENTS)
def test_any_mixture_of_the_words_of_plans_is_read_or_refused(text: str) -> None:
    read(HEAD + text)


@given(st.text(max_size=400))
def test_any_text_is_read_or_refused(text: str) -> None:
    read(text)
    read_time(text)
    time_in_sentence(text)
    split_roles(text)


CELLS = st.builds(
    RawCell, text=st.lists(WORDS, max_size=4).map(" ".join), wide=st.sampled_from([1, 1, 1, 2, 5]), joined=st.booleans()
)
BLOCKS = st.one_of(
    st.builds(RawBlock, text=st.lists(WORDS, max_size=8).map(" ".join), bold=st.booleans(), heading=st.integers(0, 6)),
    st.builds(RawBlock, table=st.integers(1, 3), cells=st.lists(CELLS, max_size=8)),
)


@given(st.lists(BLOCKS, max_size=25))
def test_any_mixture_of_paragraphs_and_rows_is_read_or_refused(blocks: list[RawBlock]) -> None:
    with contextlib.suppress(Refused):
        propose_from(assemble([RawBlock(text="KẾ HOẠCH", bold=True), *blocks])).as_json()


@given(st.binary(max_size=600), SUFFIXES, st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"\xff\xfe"]))
@settings(max_examples=100)
def test_any_bytes_are_read_or_refused(data: bytes, suffix: str, head: bytes) -> None:
    try:
        assemble(read_bytes(head + data, suffix))
    except Refused as error:
        assert error.key.startswith("document_")


@pytest.mark.parametrize("text", ["STT :\n1.1.", "I. I. I. \t I. 30/6 \t 30/6"])
def test_what_once_failed_is_read_or_refused(text: str) -> None:
    read(HEAD + text)


LONG = 40_000
HOSTILE = [
    "(" * LONG,
    "a) " * LONG,
    "các phòng, " * (LONG // 4),
    "trước ngày " * (LONG // 4),
    "quý i, " * (LONG // 4),
    "định kỳ tháng, " * (LONG // 4),
    "luật " + "a" * LONG,
    "kế hoạch " * (LONG // 4) + "năm",
    "1." * LONG,
    "*" * LONG,
    "_" * LONG,
    "x" + " " * LONG + "y",
    "chủ trì: " * (LONG // 4),
    "; Sở A xây dựng" * (LONG // 20),
    "; giao Sở A xây dựng" * (LONG // 20),
    "Sở A. " * (LONG // 8),
    "1/1, " * (LONG // 4),
    "Cơ quan, " * (LONG // 8) + ":",
    "\t" * LONG,
    "| " * LONG,
    "- " * 2000 + "\n" + "+ a\n" * 3000,
    "Sở " + "Văn hóa, " * (LONG // 8) + " tổ chức",
    "báo cáo " * (LONG // 8),
    "1000/ab-" * (LONG // 8),
]


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_a_hostile_text_costs_seconds_not_minutes(number: int) -> None:
    text = HOSTILE[number]
    began = time.perf_counter()
    read(HEAD + text)
    read(HEAD + "1. " + text)
    read_time(text[:4000])
    assert time.perf_counter() - began < 10
