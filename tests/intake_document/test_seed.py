"""The seed plan, read whole: domain.md §1."""

from pathlib import Path

import pytest

from dondoc.intake.document import propose, read_catalogue
from dondoc.intake.document.proposal import Proposal
from tests.intake_document.reading import names

SEED = Path(__file__).parents[2].parent / "shared" / "seed" / "ke-hoach-cai-cach-tu-phap-2024.md"
AGENCY = """
agency = "Sở"
[[unit]]
code = "vp"
name = "Văn phòng Sở"
[[unit]]
code = "ttra"
name = "Thanh tra Sở"
aliases = ["TTra"]
[[unit]]
code = "qlkh"
name = "Phòng Quản lý Khoa học"
"""


@pytest.fixture(scope="module")
def seed() -> Proposal:
    if not SEED.is_file():
        pytest.skip("the seed plan is not beside this checkout; its reading is not tested")
    return propose(SEED)


def test_it_has_exactly_the_six_obligations(seed: Proposal) -> None:
    assert [each.ref for each in seed.obligations] == ["II.1", "II.2", "II.3", "II.4", "III.1", "III.2"]


def test_leads_and_cooperating_units_are_as_written(seed: Proposal) -> None:
    everyone, them = "Các phòng, đơn vị thuộc Sở", "các phòng, đơn vị thuộc Sở"
    assert [(names(each.lead), names(each.cooperating)) for each in seed.obligations] == [
        ([everyone], []),
        ([everyone], []),
        (["Văn phòng Sở"], [them]),
        (["Thanh tra Sở"], [them]),
        ([everyone], []),
        (["Thanh tra Sở"], [them]),
    ]


def test_time_is_as_written_and_no_day_is_invented(seed: Proposal) -> None:
    assert [each.time.text for each in seed.obligations] == [*["Thường xuyên trong năm"] * 4, "", "định kỳ"]
    assert [str(each.time.kind) for each in seed.obligations] == [*["continuous"] * 4, "unknown", "recurring"]
    for each in seed.obligations:
        time = each.time
        assert (time.from_, time.to, time.day, time.dates, time.period) == (None, None, None, [], [])


def test_the_ends_are_read(seed: Proposal) -> None:
    assert seed.signer is not None
    assert (seed.signer.title, seed.signer.name) == ("GIÁM ĐỐC", "Trần Ngọc Lân")
    recipients = [each.name for each in seed.recipients]
    assert recipients == ["UBND tỉnh", "Sở Tư pháp", "Giám đốc, các PGĐ Sở", "Lưu: VT, TTra"]
    assert (seed.number, seed.issued, seed.year) == ("/KH-SKHCN", "ngày tháng 03 năm 2024", 2024)


def test_two_questions_are_asked_about_the_cadence(seed: Proposal) -> None:
    assert [(each.key, each.ref) for each in seed.questions] == [("cadence", "II.4"), ("cadence", "III.2")]


def test_advising_is_not_reporting(seed: Proposal) -> None:
    (clause,) = seed.obligations[5].reporting
    assert (clause.manner, clause.to) == ("advises", ["UBND tỉnh", "Sở Tư pháp"])


def test_every_span_quotes_the_document(seed: Proposal) -> None:
    for each in seed.obligations:
        assert each.content[:25] in seed.text[each.span[0] : each.span[1]]
    assert {each.reason for each in seed.unused} >= {"purpose", "closing", "heading"}


def test_with_a_catalogue_everyone_is_spelt_out(seed: Proposal, tmp_path: Path) -> None:
    units = tmp_path / "units.toml"
    units.write_text(AGENCY, encoding="utf-8")
    read = propose(SEED, read_catalogue(units))
    assert [each.codes for each in read.obligations[0].lead] == [["vp", "ttra", "qlkh"]]
    assert [each.codes for each in read.obligations[2].lead] == [["vp"]]
    assert [each.codes for each in read.obligations[2].cooperating] == [["ttra", "qlkh"]]
