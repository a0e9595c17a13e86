"""An agency's own wording is saved by its administrator, undone, and never keeps a letter from going."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from dondoc.actions.foresee import foresee
from dondoc.actions.morning import morning_due
from dondoc.actions.own_wording import save
from dondoc.actions.remind import remind_due
from dondoc.actions.watch import findings
from dondoc.mail.own import shipped_words
from dondoc.mail.sample_letters import letter_type
from dondoc.model import Audit, Letter, LetterKind, OwnWording
from dondoc.rules.refusal import Refused
from dondoc.store.transaction import bookkeeping, reading
from tests.cast import Q1_OPENS, Cast, at

KIND = LetterKind.REMINDER
OURS = """{% for line in lines %}
Xin mời {{ line.unit }} gửi {{ line.report_name }} chậm nhất {{ line.deadline }}.

Mở biểu mẫu:
{{ line.link }}
{% endfor %}
"""
NOW = at("2024-03-01 09:00")


def reminders(cast: Cast) -> list[Letter]:
    with reading(cast.office.engine) as session:
        return list(session.exec(select(Letter).where(Letter.kind == KIND).order_by(col(Letter.id))))


def keep(cast: Cast, words: str = OURS, version: int = 0, reason: str = "Lời của Sở") -> OwnWording:
    return save(cast.office, cast.administrator, KIND, words, reason, version, NOW)


def test_the_senders_letters_have_the_words_of_the_agency_with_an_audit_line(opened: Cast) -> None:
    keep(opened)
    remind_due(opened.office, Q1_OPENS)
    written = reminders(opened)
    assert len(written) > 5 and all("Xin mời" in each.text and "Xin mời" in each.html for each in written)
    assert len({each.text for each in written}) == len(written)
    with reading(opened.office.engine) as session:
        line = session.exec(select(Audit).where(Audit.act == "wording")).one()
        assert (line.person_id, line.detail["kind"]) == (opened.administrator.person_id, "reminder")


def test_another_agencys_letters_keep_their_words(opened: Cast) -> None:
    save(opened.office, opened.outsider, KIND, OURS, "Lời của Sở khác", 0, NOW)
    remind_due(opened.office, Q1_OPENS)
    assert not any("Xin mời" in each.text for each in reminders(opened))


def test_an_undo_is_a_new_version_of_an_earlier_or_the_shipped_wording(opened: Cast) -> None:
    keep(opened)
    keep(opened, OURS.replace("Xin mời", "Trân trọng mời"), 1)
    keep(opened, OURS, 2, "Trở lại bản 1")
    keep(opened, "", 3, "Trở lại lời kèm theo phần mềm")
    remind_due(opened.office, Q1_OPENS)
    assert not any("mời" in each.text for each in reminders(opened))
    with reading(opened.office.engine) as session:
        rows = list(session.exec(select(OwnWording).order_by(col(OwnWording.version))))
        assert [(row.version, bool(row.words)) for row in rows] == [(1, True), (2, True), (3, True), (4, False)]


def test_only_an_administrator_saves_and_only_what_is_sound_new_and_reasoned(opened: Cast) -> None:
    for actor in (opened.officer, opened.lead_head, opened.director):
        with pytest.raises(Refused, match="not_allowed"):
            save(opened.office, actor, KIND, OURS, "vì", 0, NOW)
    for words, version, reason, key in (
        (OURS, 0, "", "wording_reason_missing"),
        (OURS, 7, "vì", "wording_changed"),
        ("", 0, "vì", "wording_same"),
        ("{{ nobody }}", 0, "vì", "wording_unsound"),
        ("{% for i in range(9 ** 9) %}{% endfor %}", 0, "vì", "wording_unsound"),
    ):
        with pytest.raises(Refused, match=key):
            save(opened.office, opened.administrator, KIND, words, reason, version, NOW)
    with reading(opened.office.engine) as session:
        assert not list(session.exec(select(OwnWording)))


def test_a_wording_that_fails_when_it_speaks_lets_the_shipped_one_speak_and_tells(opened: Cast) -> None:
    keep(opened)
    with bookkeeping(opened.office.engine) as session:
        row = session.exec(select(OwnWording)).one()
        row.words = OURS.replace("line.unit", "line.field_of_yesterday")
        session.add(row)
    remind_due(opened.office, Q1_OPENS)
    written = reminders(opened)
    assert len(written) > 5 and all("Mở biểu mẫu báo cáo" in each.text for each in written)
    with reading(opened.office.engine) as session:
        row = session.exec(select(OwnWording)).one()
        assert row.failed_at == Q1_OPENS and "Dòng 2: không có trường “field_of_yesterday”" in row.fault
        told = [each for each in findings(session, opened.agency, Q1_OPENS) if "lời riêng" in each]
        assert told and "nhắc việc, đôn đốc" in told[0]
    morning_due(opened.office, Q1_OPENS + timedelta(days=1))
    with reading(opened.office.engine) as session:
        line = session.exec(select(Letter).where(Letter.kind == LetterKind.MORNING)).first()
        assert line and "đã gửi bằng lời kèm theo phần mềm: nhắc việc, đôn đốc." in " ".join(line.text.split())


def test_the_preview_of_changes_and_the_sender_share_the_words(opened: Cast) -> None:
    keep(opened)
    seen: list[str] = []

    def act(copy: object) -> None:
        remind_due(copy, Q1_OPENS)  # type: ignore[arg-type]
        with reading(copy.engine) as session:  # type: ignore[attr-defined]
            seen.extend(each.text for each in session.exec(select(Letter).where(Letter.kind == KIND)))

    foresee(opened.office, opened.agency_id, act, Q1_OPENS)
    remind_due(opened.office, Q1_OPENS)
    assert sorted(seen) == sorted(each.text for each in reminders(opened)) and "Xin mời" in seen[0]


def test_the_shipped_words_saved_as_they_are_change_no_letter(opened: Cast) -> None:
    keep(opened, shipped_words(letter_type(KIND)))
    remind_due(opened.office, Q1_OPENS)
    assert all("Hệ thống" in each.text or "Kỳ báo cáo đã mở" in each.text for each in reminders(opened))
