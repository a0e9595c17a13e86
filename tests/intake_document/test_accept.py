"""From a document to a plan: what is proposed for it, what is still open, and the file that the rehearsal takes."""

from pathlib import Path

import pytest

from dondoc.commands import check_plan
from dondoc.commands.plan_import import accept_plan, import_plan
from dondoc.intake.document.as_plan import Choices, Office, choices_for, open_points, plan_of, unique_refs
from dondoc.intake.document.comparing import Known, compare
from dondoc.intake.document.proposal import Obligation, Proposal, Unit
from dondoc.intake.toml_file import FileError
from dondoc.paths import data_file
from tests.intake_document.reading import plan_of as read

LIKE_THE_SEED = Path(__file__).with_name("like-the-seed.md")
AGENCY = data_file("config", "agencies", "skhcn-quang-tri.toml")
OFFICE = Office("so", ["vp", "ttra"], ["nd-09-2019"])
BODY = (
    "1. Rà soát hồ sơ\n- Đơn vị thực hiện: Văn phòng.\n- Thời gian: Thường xuyên.\n\n"
    "2. Giao Thanh tra Sở tổng hợp, báo cáo UBND tỉnh định kỳ hằng quý trước ngày 20.\n"
)


def known(proposal: Proposal, *codes: str) -> Proposal:
    """With a code for the lead of each obligation."""
    for each, code in zip(proposal.obligations, codes, strict=True):
        each.lead = [Unit(name=code, codes=[code] if code else [])]
    return proposal


def test_a_document_becomes_a_plan_that_can_be_checked_and_rehearsed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    proposal, plan = tmp_path / "proposal.toml", tmp_path / "plan.toml"
    import_plan(LIKE_THE_SEED, AGENCY, proposal, as_json=False, year=None)
    assert "dondoc rehearse --plan" in accept_plan(proposal, plan, None)
    assert "6 obligations, no fault found" in check_plan(plan)
    assert "#" not in plan.read_text("utf-8")


def test_a_place_that_is_still_open_is_named_with_its_line(tmp_path: Path) -> None:
    proposal = tmp_path / "proposal.toml"
    import_plan(LIKE_THE_SEED, None, proposal, as_json=False, year=None)
    with pytest.raises(FileError, match=r"proposal\.toml:\d+: plan\."):
        accept_plan(proposal, tmp_path / "plan.toml", None)


def test_the_one_who_compiles_has_the_rounds_and_the_periods_the_document_names() -> None:
    proposal = known(read(BODY), "vp", "ttra")
    choices = choices_for(proposal, OFFICE)
    assert choices.compiling == 1
    assert [kind.value for kind in choices.periods] == ["quarter"]


def test_nothing_is_made_while_something_is_open() -> None:
    proposal = known(read(BODY), "", "ttra")
    choices = choices_for(proposal, OFFICE)
    assert [each.key for each in open_points(proposal, choices, OFFICE)] == ["signer", "no_own_unit"]
    with pytest.raises(ValueError, match="still open"):
        plan_of(proposal, choices, OFFICE, "x.docx")


def test_every_rule_is_proposed_and_quotes_what_the_document_says() -> None:
    proposal = known(read(BODY), "vp", "ttra")
    choices = Choices("ke-hoach", "so", 2026, "kết quả", "nd-09-2019", 1, signer_title="GĐ", signer_name="Lê A")
    plan = plan_of(proposal, choices, OFFICE, "x.docx")
    assert [each.rule.standing.value for each in plan.obligation] == ["proposed", "proposed"]
    assert "Thường xuyên" in plan.obligation[0].rule.basis
    assert (plan.obligation[0].rule.within, plan.obligation[1].rule.regime) == ("I.2", "nd-09-2019")


def test_refs_are_of_our_form_and_none_comes_twice() -> None:
    written = ["II.1", "II.1", "", "NV-01", "điều 5", "II.1"]
    refs = unique_refs([Obligation(ref=ref) for ref in written])
    assert refs == ["II.1", "II.1.2", "N3", "NV.01", "N5", "II.1.3"]


def test_a_newer_document_is_told_apart_from_the_plan() -> None:
    before = [Known("I.1", "Rà soát hồ sơ lưu trữ", "Quý I", "Văn phòng"), Known("I.2", "Việc đã bỏ hẳn", "", "")]
    after = [
        Obligation(ref="I.1", content="Rà soát hồ sơ lưu trữ", units_text="Văn phòng"),
        Obligation(ref="I.3", content="Tổ chức hội nghị công chức", units_text="Văn phòng"),
    ]
    changes = compare(before, after)
    assert [(each.kind, each.ref) for each in changes] == [("changed", "I.1"), ("new", "I.3"), ("gone", "I.2")]
    assert changes[0].fields == (("time", "Quý I", ""),)
