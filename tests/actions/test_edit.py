"""Edit: a new version each time, nothing lost; sources that change are seen, chosen about, and frozen at signature."""

import pytest

from dondoc.actions.draft import compile_now, store_version
from dondoc.actions.edit import edit, refresh
from dondoc.actions.evidence import hash_of
from dondoc.actions.review import give_back
from dondoc.actions.sign import send_up
from dondoc.model import Audit, Evidence, Report, ReportVersion
from dondoc.rules.provenance import every_source
from dondoc.rules.refusal import Refused
from dondoc.rules.sign import ReportState
from dondoc.store import reports
from dondoc.store.reports import model_of
from dondoc.store.transaction import reading, writing
from tests.actions.rows import chain_is_whole, counts, rows
from tests.cast import Cast, at, compile_round, first_round, sign_round, submit, whole_content

NOW, LATER = at("2024-03-19 10:00"), at("2024-03-19 11:00")


@pytest.fixture
def drafted(opened: Cast) -> tuple[Cast, ReportVersion]:
    submit(opened, first_round(opened), "qlkh")
    return opened, compile_round(opened, first_round(opened))


def changed(cast: Cast, version: ReportVersion, text: str = "- Lời của người soạn.") -> ReportVersion:
    return edit(cast.office, cast.lead_officer, version.report_id, version.key, {"1.2": text}, NOW)


def test_an_edit_is_a_new_version_and_the_old_one_stays(drafted: tuple[Cast, ReportVersion]) -> None:
    cast, version = drafted
    newer = changed(cast, version)
    assert (newer.version, newer.note) == (2, "sửa trên trang")
    old, new = rows(cast, ReportVersion)
    assert model_of(old) == model_of(version)
    assert model_of(new).parts[0].sections[1].paragraphs[0].text == "Lời của người soạn."
    assert [line.act for line in rows(cast, Audit)][-1] == "compile"
    assert chain_is_whole(cast)


def test_who_edits_an_older_version_is_told_and_loses_nothing(drafted: tuple[Cast, ReportVersion]) -> None:
    cast, version = drafted
    changed(cast, version)
    before = counts(cast)
    with pytest.raises(Refused, match="edited_meanwhile"):
        changed(cast, version, "Bản khác.")
    assert counts(cast) == before


def test_an_edit_that_changes_nothing_is_no_version(drafted: tuple[Cast, ReportVersion]) -> None:
    cast, version = drafted
    with pytest.raises(Refused, match="nothing_changed"):
        edit(
            cast.office, cast.lead_officer, version.report_id, version.key, {"subject": model_of(version).subject}, NOW
        )


@pytest.mark.parametrize("who", ["officer", "head", "deputy", "director", "clerk", "administrator"])
def test_only_the_lead_unit_edits_and_refreshes(drafted: tuple[Cast, ReportVersion], who: str) -> None:
    cast, version = drafted
    before = counts(cast)
    for act in (
        lambda: edit(cast.office, getattr(cast, who), version.report_id, version.key, {"1.2": "x"}, NOW),
        lambda: refresh(cast.office, getattr(cast, who), version.report_id, version.key, NOW),
    ):
        with pytest.raises(Refused, match="not_allowed"):
            act()
    assert counts(cast) == before


def test_the_outsider_finds_nothing_to_edit(drafted: tuple[Cast, ReportVersion]) -> None:
    cast, version = drafted
    with pytest.raises(Refused, match="not_found"):
        edit(cast.office, cast.outsider, version.report_id, version.key, {"1.2": "x"}, NOW)


def test_an_edit_on_the_way_up_brings_the_report_back(drafted: tuple[Cast, ReportVersion]) -> None:
    cast, version = drafted
    send_up(cast.office, cast.lead_officer, version.report_id, NOW)
    changed(cast, version)
    with reading(cast.office.engine) as session:
        assert reports.state_of(session, rows(cast, Report)[0]) is ReportState.DRAFT


def test_a_signed_report_is_edited_no_more(drafted: tuple[Cast, ReportVersion]) -> None:
    cast, version = drafted
    sign_round(cast, version)
    with pytest.raises(Refused, match="signed_not_edited"):
        changed(cast, version)


def test_a_changed_source_asks_to_refresh_or_to_keep(drafted: tuple[Cast, ReportVersion]) -> None:
    cast, version = drafted
    submit(cast, first_round(cast), "qlkh", NOW, whole_content(cast, first_round(cast), "Kết quả mới.", 3))
    with pytest.raises(Refused, match="sources_changed") as refused:
        send_up(cast.office, cast.lead_officer, version.report_id, LATER)
    assert refused.value.values["units"] == "Phòng Quản lý Khoa học"
    newer = refresh(cast.office, cast.lead_officer, version.report_id, version.key, LATER)
    assert "Kết quả mới." in model_of(newer).model_dump_json()
    assert {figure.value for figure in model_of(newer).figures} == {3}
    send_up(cast.office, cast.lead_officer, version.report_id, LATER)


def test_a_version_kept_on_purpose_goes_up_and_that_is_written_down(drafted: tuple[Cast, ReportVersion]) -> None:
    cast, version = drafted
    submit(cast, first_round(cast), "vp", NOW)
    send_up(cast.office, cast.lead_officer, version.report_id, LATER, keep=True)
    assert rows(cast, Audit)[-1].detail["kept"] == ["Văn phòng Sở"]


def test_a_returned_answer_is_a_changed_source_too(drafted: tuple[Cast, ReportVersion]) -> None:
    cast, version = drafted
    (source, *_) = every_source(model_of(version))
    give_back(cast.office, cast.lead_officer, source.submission_id, "Sai số liệu", NOW)
    newer = refresh(cast.office, cast.lead_officer, version.report_id, version.key, LATER)
    assert every_source(model_of(newer)) == []
    with pytest.raises(Refused, match="sources_unchanged"):
        refresh(cast.office, cast.lead_officer, version.report_id, newer.key, LATER)


def test_compiling_again_keeps_the_drafters_lessons_but_takes_the_units_words(
    drafted: tuple[Cast, ReportVersion],
) -> None:
    cast, version = drafted
    again = compile_now(cast.office, cast.lead_officer, first_round(cast).key, NOW)
    assert model_of(again) == model_of(version)


def test_a_report_with_a_defect_does_not_go_up(drafted: tuple[Cast, ReportVersion]) -> None:
    cast, version = drafted
    words = {"closing": "Trên đây là báo cáo tháng 01 năm 2024 của Sở"}
    edit(cast.office, cast.lead_officer, version.report_id, version.key, words, NOW)
    with pytest.raises(Refused, match="report_defects") as refused:
        send_up(cast.office, cast.lead_officer, version.report_id, NOW)
    assert "tháng 01 năm 2024" in str(refused.value.values["defects"])


def test_at_signature_the_evidence_is_frozen_with_its_hash(drafted: tuple[Cast, ReportVersion]) -> None:
    cast, version = drafted
    assert rows(cast, Evidence) == []
    sign_round(cast, version)
    (kept,) = rows(cast, Evidence)
    assert kept.sha256 == hash_of(kept.content)
    (told,) = kept.content["submissions"]  # type: ignore[misc]
    assert told["unit"] == "Phòng Quản lý Khoa học"
    assert told["texts"][0]["text"] == "Kết quả của qlkh."
    assert {figure["value"] for figure in told["figures"]} == {"1"}
    assert kept.content["report_sha256"] == version.sha256


def test_a_stored_version_of_before_this_schema_still_opens(drafted: tuple[Cast, ReportVersion]) -> None:
    cast, version = drafted
    content = model_of(version).model_dump(mode="json")
    for row in content["units"]:
        for name in ("submission_id", "version", "excused", "late"):
            row.pop(name)
    with writing(cast.office.engine, cast.lead_officer, NOW) as act:
        report = act.session.get_one(Report, version.report_id)
        older = store_version(act, report, model_of(version).model_validate(content), "")
    send_up(cast.office, cast.lead_officer, older.report_id, NOW)
