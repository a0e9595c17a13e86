"""A database of the first release is brought up to date with all that people had entered in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, make_url, text

from dondoc.model import METADATA
from dondoc.store.engine import _alembic, migrate, open_engine, without_foreign_keys

pytestmark = pytest.mark.slow
ROWS = (
    """INSERT INTO agency (id, code, name, short_name, superior, symbol, place, email, time_zone, country, office_from,
       office_to, sample) VALUES (1, 'a', 'A', 'A', 'S', 'A', 'P', 'a@b.vn', 'Asia/Ho_Chi_Minh', 'VN', '07:30', '17:00',
       FALSE)""",
    """INSERT INTO unit (id, agency_id, code, name, abbreviation, kind, position, valid_from, standing, basis)
       VALUES (1, 1, 'u', 'U', 'U', 'division', 1, '2003-01-01', 'confirmed', '')""",
    "INSERT INTO person (id, agency_id, name, title, email, active) VALUES (1, 1, 'N', 'T', 'n@b.vn', TRUE)",
    """INSERT INTO regime (id, agency_id, code, name, basis, valid_from, definition)
       VALUES (1, 1, 'r', 'R', 'B', '2019-01-01', '{}')""",
    """INSERT INTO plan (id, agency_id, code, year, title, source, number, issued, basis, signer_title, signer_name,
       archive, report_subject, imported_at)
       VALUES (1, 1, 'p', 2024, 'P', 'S', '', '', 'B', 'GĐ', 'N', 'VT', 'R', '2024-01-01')""",
    """INSERT INTO obligation (id, agency_id, plan_id, position, ref, title, content, time_quote, units_quote)
       VALUES (1, 1, 1, 1, 'I', 'T', 'C', '', ''), (2, 1, 1, 2, 'II', 'T', 'C', '', '')""",
    """INSERT INTO rule (id, agency_id, obligation_id, kind, within_id, regime_id, period_kinds, due_day, due_direction,
       send_day, send_direction, open_before, ladder, standing, basis, valid_from, valid_to)
       VALUES (1, 1, 1, 'rounds', NULL, 1, '["quarter"]', 18, 'back', NULL, 'back', 10, '[]', 'proposed', 'B',
               '2024-01-01', '2024-12-31'),
              (2, 1, 2, 'within', 1, NULL, '[]', 15, 'back', 20, 'back', 10, '[]', 'proposed', 'B', '2024-01-01',
               '2024-12-31')""",
    """INSERT INTO period (id, agency_id, obligation_id, year, kind, number, data_from, data_to, opens_on, due_raw,
       due_on, due_why, send_raw, send_on, send_why, opened_at)
       VALUES (1, 1, 1, 2024, 'quarter', 1, '2023-12-15', '2024-03-14', '2024-03-04', '2024-03-18', '2024-03-18', '',
               '2024-03-31', '2024-03-29', '', '2024-03-04')""",
    """INSERT INTO assignment (id, agency_id, period_id, unit_id, part, due_on)
       VALUES (1, 1, 1, 1, 'lead', '2024-03-18')""",
    """INSERT INTO adjustment (id, agency_id, rule_id, before, after, effective_from, reason, made_by, made_at)
       VALUES (1, 1, 1, '{"due_day": 15, "send_day": 20}', '{"due_day": 18, "send_day": null}', '2024-02-01', 'L', 1,
               '2024-02-01')""",
    """INSERT INTO letter (id, agency_id, letter_key, kind, to_name, to_address, subject, text, html, message_id,
       "references", created_at, not_before, expires_at, state, attempts, outcome)
       VALUES (7, 1, 'k', 'dispatch', 'n', 'n@b.vn', 's', 't', 'h', 'm', '[]', '2024-02-01', '2024-02-01',
               '2024-03-01', 'queued', 0, '')""",
)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=[pytest.mark.postgresql])])
def first_release(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database with the first release's schema and a row of everything that has changed since."""
    if request.param == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path / 'old.sqlite'}")
    else:
        url = request.getfixturevalue("postgresql_url")
        admin = open_engine(url).execution_options(isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.exec_driver_sql("CREATE DATABASE first_release")
        admin.dispose()
        engine = open_engine(make_url(url).set(database="first_release").render_as_string(hide_password=False))
    with without_foreign_keys(engine) as connection:
        command.upgrade(_alembic(connection), "0001")
        for statement in ROWS:
            connection.execute(text(statement.replace(":", r"\:")))
    yield engine
    engine.dispose()


def test_what_was_entered_is_there_after_the_upgrade_and_nothing_points_nowhere(first_release: Engine) -> None:
    migrate(first_release)
    with first_release.connect() as connection:
        days = connection.execute(text("SELECT due_day, send_day, compile_before FROM rule ORDER BY id")).all()
        assert [tuple(row) for row in days] == [("18", "last", 2), ("", "", 2)]
        levels = connection.execute(text("SELECT compile_on, sign_on, send_on FROM period")).one()
        assert [str(day) for day in levels] == ["2024-03-18", "2024-03-29", "2024-03-29"]
        kind, scope, after = connection.execute(text("SELECT kind, scope, after FROM adjustment")).one()
        assert (kind, scope) == ("rule", None)
        assert "last" in str(after) and "18" in str(after)
        said = "SELECT b.text, b.html FROM letter l JOIN letter_body b ON b.id = l.body_id WHERE l.id = 7"
        assert connection.execute(text(said)).all() == [("t", "h")]
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
        if first_release.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
