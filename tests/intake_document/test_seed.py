"""A plan in the shape of the seed plan with all its traps, and the seed plan itself where it is at hand."""

from pathlib import Path

import pytest

from dondoc.intake.document import propose
from dondoc.intake.document.catalogue import read_catalogue
from dondoc.intake.document.proposal import Proposal
from tests.intake_document.reading import names

LIKE_IT = Path(__file__).with_name("like-the-seed.md")
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


@pytest.fixture(scope="module", params=[each for each in (LIKE_IT, SEED) if each.is_file()], ids=lambda each: each.stem)
def path(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


@pytest.fixture(scope="module")
def seed(path: Path) -> Proposal:
    return propose(path)


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
    assert (seed.signer.title, seed.signer.name) in {("GIÁM ĐỐC", "Trần Ngọc Lân"), ("GIÁM ĐỐC", "Lê Mẫu Sơn")}
    recipients = [each.name for each in seed.recipients]
    assert recipients == ["UBND tỉnh", "Sở Tư pháp", "Giám đốc, các PGĐ Sở", "Lưu: VT, TTra"]
    assert seed.number == "/KH-SKHCN"
    assert (seed.issued, seed.year) in {("ngày tháng 03 năm 2024", 2024), ("ngày tháng 02 năm 2026", 2026)}


def test_two_questions_are_asked_about_the_cadence(seed: Proposal) -> None:
    assert [(each.key, each.ref) for each in seed.questions] == [("cadence", "II.4"), ("cadence", "III.2")]


def test_advising_is_not_reporting(seed: Proposal) -> None:
    (clause,) = seed.obligations[5].reporting
    assert (clause.manner, clause.to) == ("advises", ["UBND tỉnh", "Sở Tư pháp"])


def test_every_span_quotes_the_document(seed: Proposal) -> None:
    for each in seed.obligations:
        assert each.content[:25] in seed.text[each.span[0] : each.span[1]]
    assert {each.reason for each in seed.unused} >= {"purpose", "closing", "heading"}


def test_with_a_catalogue_everyone_is_spelt_out(path: Path, tmp_path: Path) -> None:
    units = tmp_path / "units.toml"
    units.write_text(AGENCY, encoding="utf-8")
    read = propose(path, read_catalogue(units))
    assert [each.codes for each in read.obligations[0].lead] == [["vp", "ttra", "qlkh"]]
    assert [each.codes for each in read.obligations[2].lead] == [["vp"]]
    assert [each.codes for each in read.obligations[2].cooperating] == [["ttra", "qlkh"]]
