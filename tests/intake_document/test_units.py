# ruff: noqa: E501
"""Units as written, and as the agency's catalogue knows them."""

import pytest

from dondoc.intake.document.catalogue import Catalogue
from dondoc.intake.document.proposal import Obligation
from dondoc.intake.document.prose import read_work
from dondoc.intake.document.source import Piece
from dondoc.intake.document.units import list_units, split_roles
from tests.intake_document.reading import names, plan_of

CASES = [
    ("Văn phòng Sở", ["Văn phòng Sở"], []),
    ("Văn phòng Sở chủ trì, phối hợp với các phòng, đơn vị thuộc Sở", ["Văn phòng Sở"], ["các phòng, đơn vị thuộc Sở"]),
    ("Các sở, ban, ngành; UBND các xã, phường", ["Các sở, ban, ngành", "UBND các xã, phường"], []),
    ("Giao Sở Tư pháp chủ trì, phối hợp với Sở Nội vụ, Công an tỉnh và các đơn vị liên quan", ["Sở Tư pháp"], ["Sở Nội vụ", "Công an tỉnh", "các đơn vị liên quan"]),
    ("Sở Giáo dục và Đào tạo, Sở Văn hóa, Thể thao và Du lịch", ["Sở Giáo dục và Đào tạo", "Sở Văn hóa, Thể thao và Du lịch"], []),
    ("Phòng Văn hóa - Xã hội", ["Phòng Văn hóa - Xã hội"], []),
    ("Phòng Giáo dục Trung học chủ trì; các trường THPT phối hợp", ["Phòng Giáo dục Trung học"], ["các trường THPT"]),
    ("Văn phòng HĐND và UBND xã", ["Văn phòng HĐND và UBND xã"], []),
    ("Các phòng: Nghiệp vụ 1, Tổng hợp", ["Nghiệp vụ 1", "Tổng hợp"], []),
    ("các phòng, đơn vị còn lại", ["các phòng, đơn vị còn lại"], []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "lead", "cooperating"), CASES)
def test_a_clause_is_parted_into_leads_and_cooperating_units(
    text: str, lead: list[str], cooperating: list[str]
) -> None:
    said = split_roles(text)
    assert (names(said.lead), names(said.cooperating)) == (lead, cooperating)


def test_several_leads_keep_their_piece_of_the_work() -> None:
    units = list_units("Sở Y tế (bếp ăn doanh nghiệp); Sở Công Thương (chợ đầu mối)")
    assert [(each.name, each.work) for each in units] == [
        ("Sở Y tế", "bếp ăn doanh nghiệp"),
        ("Sở Công Thương", "chợ đầu mối"),
    ]


def test_a_route_is_no_unit_of_the_work() -> None:
    (unit,) = list_units("Sở Xây dựng (qua Sở Nội vụ)")
    assert (unit.name, unit.via) == ("Sở Xây dựng", "Sở Nội vụ")


def test_a_sentence_names_its_unit_before_the_verb() -> None:
    text = "Trung tâm Kiểm soát bệnh tật chủ trì, phối hợp với Ban Tổ chức Tỉnh ủy tổ chức 02 đợt giám sát"
    work = read_work(Piece(text, 0))
    assert (names(work.lead), names(work.cooperating)) == (["Trung tâm Kiểm soát bệnh tật"], ["Ban Tổ chức Tỉnh ủy"])
    assert work.content.text.startswith("tổ chức 02 đợt")


CATALOGUE = Catalogue.model_validate(
    {
        "unit": [
            {"code": "vp", "name": "Văn phòng Sở", "aliases": ["Văn phòng"]},
            {"code": "qlkh", "name": "Phòng Quản lý Khoa học"},
            {"code": "ttra", "name": "Thanh tra Sở"},
        ]
    }
)


def read(lead: str, cooperating: str) -> Obligation:
    labels = f"- Đơn vị chủ trì: {lead}.\n- Đơn vị phối hợp: {cooperating}.\n- Thời gian: Quý I.\n"
    proposal = plan_of(f"1. Tổ chức hội nghị chuyên đề\n{labels}")
    CATALOGUE.apply(proposal)
    (made,) = proposal.obligations
    return made


def test_all_others_leaves_the_named_ones_out() -> None:
    assert read("Văn phòng Sở", "các phòng, đơn vị còn lại").cooperating[0].codes == ["qlkh", "ttra"]


def test_a_body_outside_stays_outside() -> None:
    made = read("Văn phòng Sở", "Văn phòng UBND tỉnh")
    assert (made.cooperating[0].codes, made.cooperating[0].external) == ([], True)
    assert not made.doubts


def test_a_misspelt_unit_is_taken_but_doubted_and_a_like_one_is_asked_about() -> None:
    made = read("Phòng Quản lý Khoa họcc", "Phòng Quản lý Khoáng sản")
    assert made.lead[0].codes == ["qlkh"]
    assert made.cooperating[0].codes == []
    assert {"unit_spelling", "unit_unknown"} <= set(made.doubts)


FOREIGN = [
    "Sở Tư pháp", "Công an tỉnh", "Kho bạc Nhà nước khu vực XXI", "Thanh tra tỉnh", "Văn phòng Bộ", "Văn phòng Tỉnh ủy",
    "Thanh tra Bộ", "Phòng Quản lý Đô thị", "Sở Nội vụ", "Phòng Quản lý Khoáng sản", "Ban Quản lý Khu kinh tế",
]  # fmt: skip


@pytest.mark.parametrize("unit", FOREIGN)
def test_a_unit_nobody_knows_gets_no_code(unit: str) -> None:
    made = read(unit, "Văn phòng")
    assert made.lead[0].codes == []
    assert made.lead[0].external or "unit_unknown" in made.doubts


def test_reporting_directly_is_not_advising() -> None:
    proposal = plan_of(
        "1. Giao Thanh tra Sở báo cáo trực tiếp UBND tỉnh trước ngày 15/6/2026.\n"
        "2. Giao Văn phòng Sở tham mưu Giám đốc Sở báo cáo UBND tỉnh trước ngày 20/6/2026.\n"
    )
    assert [each.reporting[0].manner for each in proposal.obligations] == ["direct", "advises"]
