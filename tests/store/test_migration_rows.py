"""A database in use comes through the migrations with every row, and with its foreign keys whole."""

import pytest
from alembic import command
from sqlalchemy import Engine, text

from dondoc.store.engine import WRITES, _alembic, migrate, open_engine, without_foreign_keys

NOW = "2024-03-20 09:00:00+00:00"
ROWS = (
    "INSERT INTO agency (id, code, name, short_name, superior, symbol, place, email, time_zone, country, office_from, "
    "office_to, sample) VALUES (1, 'a', 'A', 'A', 'S', 'A', 'P', 'a@b.example', 'UTC', 'VN', '07:30', '17:00', FALSE)",
    "INSERT INTO person (id, agency_id, name, title, email, active) VALUES (1, 1, 'N', 'T', 'n@b.example', TRUE)",
    "INSERT INTO plan (id, agency_id, code, year, title, source, number, issued, basis, signer_title, signer_name, "
    "archive, report_subject, imported_at) "
    f"VALUES (1, 1, 'p', 2024, 't', 's', '', '', '', 'GD', 'N', 'VT', 'r', '{NOW}')",
    "INSERT INTO recipient (id, agency_id, plan_id, position, name, purpose, addressee, standing) "
    "VALUES (1, 1, 1, 1, 'UBND', 'to_report', TRUE, 'confirmed')",
    "INSERT INTO obligation (id, agency_id, plan_id, position, ref, title, content, time_quote, units_quote) "
    "VALUES (1, 1, 1, 1, 'I', 't', 'c', '', 'u')",
    "INSERT INTO period (id, agency_id, obligation_id, year, kind, number, data_from, data_to, opens_on, due_raw, "
    "due_on, due_why, send_raw, send_on, send_why, opened_at) VALUES (1, 1, 1, 2024, 'quarter', 1, '2023-12-15', "
    "'2024-03-14', "
    f"'2024-03-04', '2024-03-18', '2024-03-18', '', '2024-03-22', '2024-03-22', '', '{NOW}')",
    f"INSERT INTO report (id, agency_id, period_id, created_at) VALUES (1, 1, 1, '{NOW}')",
    "INSERT INTO report_version (id, agency_id, report_id, version, content, sha256, made_at, note) "
    f"VALUES (1, 1, 1, 1, '{{}}', 'x', '{NOW}', '')",
    "INSERT INTO signoff_step (id, agency_id, report_id, version_id, round, position, person_id, signs, reason) "
    "VALUES (1, 1, 1, 1, 1, 2, 1, TRUE, '')",
    "INSERT INTO issued_number (id, agency_id, book, year, number, report_id, symbol, subject, issued_on, numbered_at, "
    f"numbered_by) VALUES (1, 1, 'BC', 2024, 1, 1, '01/BC-A', 's', '2024-03-20', '{NOW}', 1)",
    "INSERT INTO paper (id, agency_id, report_id, kind, filename, content, sha256, made_at) "
    f"VALUES (1, 1, 1, 'pdf', 'f', 'x', 'x', '{NOW}')",
    "INSERT INTO letter (id, agency_id, letter_key, kind, to_name, to_address, subject, text, html, message_id, "
    "\"references\", created_at, not_before, expires_at, state, attempts, outcome) VALUES (1, 1, 'k', 'dispatch', 'n', "
    f"'n@b.example', 's', 't', 'h', 'm', '[]', '{NOW}', '{NOW}', '2025-03-20 09:00:00+00:00', 'queued', 0, '')",
    "INSERT INTO attachment (id, agency_id, letter_id, paper_id, filename) VALUES (1, 1, 1, 1, 'f')",
    "INSERT INTO dispatch (id, agency_id, report_id, recipient_id, channel, letter_id, dispatched_at, dispatched_by) "
    f"VALUES (1, 1, 1, 1, 'email', 1, '{NOW}', 1)",
)
TABLES = ("report", "paper", "attachment", "issued_number", "dispatch", "signoff_step")


@pytest.mark.slow
def test_rows_of_the_first_schema_are_all_there_in_the_newest(tmp_path) -> None:  # type: ignore[no-untyped-def]
    engine: Engine = open_engine(f"sqlite:///{tmp_path / 'old.sqlite'}")
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        command.upgrade(_alembic(connection), "0001")
        for row in ROWS:
            connection.execute(text(row.replace(":00+00:00'", ":00'")))
    migrate(engine)
    with engine.connect() as connection:
        found = {table: connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() for table in TABLES}
        assert found == dict.fromkeys(TABLES, 1)
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
        assert connection.execute(text("SELECT task FROM signoff_step")).scalar() == "sign"
        assert connection.execute(text("SELECT version FROM paper")).scalar() == 0
        said = "SELECT b.text, b.html, l.words FROM letter l JOIN letter_body b ON b.id = l.body_id"
        assert connection.execute(text(said)).all() == [("t", "h", "[]")]
    engine.dispose()


CORRECTED = (
    "INSERT INTO issued_number (id, agency_id, book, year, number, report_id, symbol, subject, issued_on, numbered_at, "
    f"numbered_by, void_reason) VALUES (2, 1, 'CV', 2024, 1, 1, '01/A-U', 's', '2024-03-20', '{NOW}', 1, '')",
    "INSERT INTO correction (id, agency_id, report_id, number_id, wrong, correct, filename, content, sha256, made_at, "
    f"made_by) VALUES (7, 1, 1, 2, 'sai', 'đúng', '01-A-U-2024.docx', 'x', 'h', '{NOW}', 1)",
)


@pytest.mark.slow
def test_a_correcting_letter_keeps_its_words_and_its_file_becomes_a_paper(tmp_path) -> None:  # type: ignore[no-untyped-def]
    engine: Engine = open_engine(f"sqlite:///{tmp_path / 'old.sqlite'}")
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        command.upgrade(_alembic(connection), "0001")
        for row in ROWS:
            connection.execute(text(row.replace(":00+00:00'", ":00'")))
    with without_foreign_keys(engine) as connection:
        command.upgrade(_alembic(connection), "0002")
        for row in CORRECTED:
            connection.execute(text(row.replace(":00+00:00'", ":00'")))
    migrate(engine)
    with engine.connect() as connection:
        kept = connection.execute(text("SELECT id, number_id, wrong, correct, signed_at FROM correction")).one()
        assert tuple(kept) == (7, 2, "sai", "đúng", None)
        paper = connection.execute(text("SELECT kind, version, filename, sha256 FROM paper WHERE version = 2")).one()
        assert tuple(paper) == ("docx", 2, "01-A-U-2024.docx", "h")
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
    engine.dispose()
