"""A draft from Word: read under guard, looked at, taken in as a version; what has no place waits for a choice."""

import pytest

from dondoc.actions.edit import edit
from dondoc.actions.word import drop, mark_of, take, upload
from dondoc.model import ReportVersion, WordUpload
from dondoc.paper.docx import docx
from dondoc.rules.refusal import Refused
from dondoc.store.reports import model_of
from tests.actions.rows import chain_is_whole, counts, rows
from tests.cast import Cast, at, compile_round, first_round, sign_round, submit
from tests.paper.reading import W
from tests.paper.word_files import changed, element, inserted, paragraph

NOW, LATER = at("2024-03-19 10:00"), at("2024-03-19 11:00")


@pytest.fixture
def drafted(opened: Cast) -> tuple[Cast, ReportVersion]:
    submit(opened, first_round(opened), "qlkh")
    return opened, compile_round(opened, first_round(opened))


def word(version: ReportVersion, foreign: str = "") -> bytes:
    """The draft with a tracked insertion, and a paragraph in no style of ours."""

    def change(root: object) -> None:
        found = paragraph(root, "Kết quả của qlkh.")
        found.append(inserted(" Đạt yêu cầu."))
        if foreign:
            found.addnext(element(f"<w:p><w:r><w:t>{foreign}</w:t></w:r></w:p>"))
        assert found.tag == f"{W}p"

    return changed(change, model_of(version))


def sent(cast: Cast, version: ReportVersion, data: bytes, name: str = "Dự thảo.docx") -> WordUpload:
    return upload(cast.office, cast.lead_officer, version.report_id, name, data, NOW)


def test_a_file_waits_until_somebody_has_looked_and_is_then_a_version(drafted: tuple[Cast, ReportVersion]) -> None:
    cast, version = drafted
    row = sent(cast, version, word(version))
    assert len(rows(cast, ReportVersion)) == 1
    newer = take(cast.office, cast.lead_officer, row.key, {}, LATER)
    assert newer.note == "từ bản Word Dự thảo.docx"
    (told,) = model_of(newer).parts[0].sections[0].paragraphs
    assert told.text.endswith("Kết quả của qlkh. Đạt yêu cầu.") and told.edited and told.sources
    kept = rows(cast, WordUpload)[0]
    assert (kept.version_id, kept.content) == (newer.key, row.content)
    assert chain_is_whole(cast)


def test_what_has_no_place_is_chosen_about(drafted: tuple[Cast, ReportVersion]) -> None:
    cast, version = drafted
    row = sent(cast, version, word(version, "Ý gõ tay."))
    with pytest.raises(Refused, match="strange_undecided") as refused:
        take(cast.office, cast.lead_officer, row.key, {}, LATER)
    assert refused.value.field == "choice-0"
    newer = take(cast.office, cast.lead_officer, row.key, {0: "1.1"}, LATER)
    texts = [each.text for each in model_of(newer).parts[0].sections[0].paragraphs]
    assert texts[-1] == "Ý gõ tay."


def test_what_has_no_place_may_be_left_out(drafted: tuple[Cast, ReportVersion]) -> None:
    cast, version = drafted
    row = sent(cast, version, word(version, "Ý gõ tay."))
    newer = take(cast.office, cast.lead_officer, row.key, {0: "drop"}, LATER)
    assert "Ý gõ tay" not in model_of(newer).model_dump_json()
    with pytest.raises(Refused, match="already_decided"):
        take(cast.office, cast.lead_officer, row.key, {0: "drop"}, LATER)


def test_a_file_that_began_from_an_older_version_never_overwrites_a_newer_one(
    drafted: tuple[Cast, ReportVersion],
) -> None:
    cast, version = drafted
    row = sent(cast, version, docx(model_of(version), mark=mark_of(version.report_id, 1)))
    edit(cast.office, cast.lead_officer, version.report_id, version.key, {"1.2": "Người khác."}, NOW)
    with pytest.raises(Refused, match="word_base_changed"):
        take(cast.office, cast.lead_officer, row.key, {}, LATER)
    drop(cast.office, cast.lead_officer, row.key, LATER)
    assert len(rows(cast, ReportVersion)) == 2


@pytest.mark.parametrize(
    ("name", "data", "key"),
    [("x.docm", b"x", "file_not_docx"), ("", b"", "file_missing"), ("x.docx", b"PK", "file_not_docx")],
)
def test_a_file_that_is_none_changes_nothing(
    drafted: tuple[Cast, ReportVersion], name: str, data: bytes, key: str
) -> None:
    cast, version = drafted
    before = counts(cast)
    with pytest.raises(Refused, match=key):
        sent(cast, version, data, name)
    assert counts(cast) == before


def test_a_file_of_another_report_or_of_none_is_refused(drafted: tuple[Cast, ReportVersion]) -> None:
    cast, version = drafted
    with pytest.raises(Refused, match="file_of_other_report"):
        sent(cast, version, docx(model_of(version), mark=mark_of(99, 1)))


@pytest.mark.parametrize("who", ["officer", "director", "clerk", "administrator", "outsider"])
def test_only_the_lead_unit_sends_and_takes_files(drafted: tuple[Cast, ReportVersion], who: str) -> None:
    cast, version = drafted
    row = sent(cast, version, word(version))
    before = counts(cast)
    for act in (
        lambda: upload(cast.office, getattr(cast, who), version.report_id, "x.docx", word(version), NOW),
        lambda: take(cast.office, getattr(cast, who), row.key, {}, NOW),
        lambda: drop(cast.office, getattr(cast, who), row.key, NOW),
    ):
        with pytest.raises(Refused, match=r"not_allowed|not_found"):
            act()
    assert counts(cast) == before


def test_a_signed_report_takes_no_file(drafted: tuple[Cast, ReportVersion]) -> None:
    cast, version = drafted
    row = sent(cast, version, word(version))
    sign_round(cast, version)
    for act in (
        lambda: sent(cast, version, word(version)),
        lambda: take(cast.office, cast.lead_officer, row.key, {}, LATER),
    ):
        with pytest.raises(Refused, match="signed_not_edited"):
            act()
