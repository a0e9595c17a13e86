"""The report in full

Revision ID: 0005
Revises: 0001
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0001"
branch_labels = None
depends_on = None

TASKS = ("content", "form", "deputy", "sign")
CAPACITIES = ("own", "kt", "tl", "tuq", "q")
VERDICTS = ("exact", "same_text", "different", "untrusted", "changed_after", "not_signed", "broken")
INSTANT = "TIMESTAMP WITH TIME ZONE"
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def _column(table: str, column: str) -> None:
    """A column with its default and its check in one statement, which both databases take without a rebuild."""
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")


def _own(*columns: sa.Column[Any] | sa.Constraint, name: str) -> None:
    """A table with what every row of an agency has."""
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=f"fk_{name}_agency_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.UniqueConstraint("agency_id", "id", name=f"uq_{name}_agency_id_id"),
    )
    op.create_index(f"ix_{name}_agency_id", name, ["agency_id"], unique=False)


def _belongs(name: str, table: str, column: str | None = None) -> sa.ForeignKeyConstraint:
    """A foreign key that carries the agency."""
    column = column or f"{table}_id"
    targets = [f"{table}.agency_id", f"{table}.id"]
    return sa.ForeignKeyConstraint(["agency_id", column], targets, name=f"fk_{name}_agency_id_{column}")


def _evidence() -> None:
    _own(
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        _belongs("evidence", "report"),
        sa.UniqueConstraint("report_id", name="uq_evidence_report_id"),
        name="evidence",
    )


def _word_upload() -> None:
    _own(
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("base_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("led_back", JSON, nullable=False),
        sa.Column("strange", JSON, nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "version_id IS NULL OR decided_at IS NOT NULL", name=op.f("ck_word_upload_taken_is_decided")
        ),
        _belongs("word_upload", "report"),
        _belongs("word_upload", "report_version", "base_id"),
        _belongs("word_upload", "report_version", "version_id"),
        _belongs("word_upload", "person", "uploaded_by"),
        name="word_upload",
    )
    op.create_index("ix_word_upload_report_id", "word_upload", ["report_id"], unique=False)


def _word(name: str, *words: str, nullable: bool = False, check: str = "") -> sa.Column[Any]:
    kind = sa.Enum(*words, name=check, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, kind, nullable=nullable)


def _at(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _chain() -> None:
    _own(
        sa.Column("position", sa.Integer(), nullable=False),
        _word("task", *TASKS, check="steptask"),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(task = 'form') = (person_id IS NOT NULL)", name=op.f("ck_chain_step_form_is_named")),
        _belongs("chain_step", "person"),
        sa.UniqueConstraint("agency_id", "position", name="uq_chain_step_agency_id_position"),
        name="chain_step",
    )
    _own(
        sa.Column("giver_id", sa.Integer(), nullable=False),
        sa.Column("taker_id", sa.Integer(), nullable=False),
        _word("capacity", *CAPACITIES, check="capacity"),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        _at("noted_at"),
        sa.Column("noted_by", sa.Integer(), nullable=False),
        _at("ended_at", nullable=True),
        sa.CheckConstraint("until >= since", name=op.f("ck_delegation_order")),
        sa.CheckConstraint("giver_id <> taker_id", name=op.f("ck_delegation_someone_else")),
        sa.CheckConstraint("capacity <> 'own'", name=op.f("ck_delegation_for_another")),
        sa.CheckConstraint("basis <> ''", name=op.f("ck_delegation_basis_given")),
        _belongs("delegation", "person", "giver_id"),
        _belongs("delegation", "person", "taker_id"),
        _belongs("delegation", "person", "noted_by"),
        name="delegation",
    )
    op.create_index("ix_delegation_giver_id", "delegation", ["giver_id"], unique=False)
    _own(
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(64), nullable=False),
        _at("made_at"),
        _at("confirmed_at", nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        _at("locked_until", nullable=True),
        sa.CheckConstraint("failures >= 0", name=op.f("ck_second_factor_failures")),
        _belongs("second_factor", "person"),
        sa.UniqueConstraint("person_id", name="uq_second_factor_person_id"),
        name="second_factor",
    )


def _numbers() -> None:
    _own(
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        _word("verdict", *VERDICTS, check="verdict"),
        sa.Column("signers", JSON, nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        _at("checked_at"),
        sa.Column("checked_by", sa.Integer(), nullable=False),
        _belongs("signature_check", "report"),
        _belongs("signature_check", "person", "checked_by"),
        name="signature_check",
    )
    op.create_index("ix_signature_check_report_id", "signature_check", ["report_id"], unique=False)
    _own(
        sa.Column("book", sa.String(20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        _at("noted_at"),
        sa.Column("noted_by", sa.Integer(), nullable=False),
        sa.CheckConstraint("first >= 1 AND last >= first", name=op.f("ck_number_gap_order")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_number_gap_reason_given")),
        _belongs("number_gap", "person", "noted_by"),
        sa.UniqueConstraint("agency_id", "book", "year", "first", name="uq_number_gap_agency_id_book_year_first"),
        name="number_gap",
    )
    _own(
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("number_id", sa.Integer(), nullable=False),
        sa.Column("wrong", sa.String(), nullable=False),
        sa.Column("correct", sa.String(), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        _at("made_at"),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.CheckConstraint("wrong <> '' AND correct <> ''", name=op.f("ck_correction_said")),
        _belongs("correction", "report"),
        _belongs("correction", "issued_number", "number_id"),
        _belongs("correction", "person", "made_by"),
        sa.UniqueConstraint("number_id", name="uq_correction_number_id"),
        name="correction",
    )
    op.create_index("ix_correction_report_id", "correction", ["report_id"], unique=False)


def _rebuilt(table: str, changes: list[tuple[str, str]], columns: list[str], *statements: str) -> None:
    """Change a table's constraints: by the given statements on PostgreSQL, by a new table on SQLite.

    SQLite checks foreign keys only at the end of the transaction meanwhile. The rows leave their table and come back
    under its old name, so that other tables' rows point at them again when it ends.
    """
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        for column in columns:
            _column(table, column)
        for statement in statements:
            op.execute(statement)
        return
    found = "SELECT sql FROM sqlite_master WHERE tbl_name = :table AND sql IS NOT NULL AND type = :kind"
    (created,) = connection.execute(sa.text(found), {"table": table, "kind": "table"}).scalars()
    indexes = list(connection.execute(sa.text(found), {"table": table, "kind": "index"}).scalars())
    for old, new in changes:
        assert old in created, (table, old)
        created = created.replace(old, new)
    names = ", ".join(f'"{row[1]}"' for row in connection.exec_driver_sql(f"PRAGMA table_info({table})"))
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    connection.exec_driver_sql(f"CREATE TEMPORARY TABLE kept AS SELECT {names} FROM {table}")
    connection.exec_driver_sql(f"DELETE FROM {table}")
    connection.exec_driver_sql(f"DROP TABLE {table}")
    first, _, rest = created.partition("(")
    constraints = min(rest.index(word) for word in ("CONSTRAINT", "FOREIGN KEY", "PRIMARY KEY") if word in rest)
    added = "".join(f"{column}, " for column in columns).replace(INSTANT, "DATETIME")
    connection.exec_driver_sql(f"{first}({rest[:constraints]}{added}{rest[constraints:]}")
    connection.exec_driver_sql(f"INSERT INTO {table} ({names}) SELECT {names} FROM kept")
    connection.exec_driver_sql("DROP TABLE kept")
    for index in indexes:
        connection.exec_driver_sql(index)


def _drop(table: str, name: str) -> str:
    return f"ALTER TABLE {table} DROP CONSTRAINT {name}"


def _add(table: str, constraint: str) -> str:
    return f"ALTER TABLE {table} ADD {constraint}"


def _papers() -> None:
    kinds = "CHECK (kind IN ('docx', 'pdf', 'draft', 'signed'))"
    unique = "CONSTRAINT uq_paper_report_id_kind_version UNIQUE (report_id, kind, version)"
    _rebuilt(
        "paper",
        [
            ("CHECK (kind IN ('docx', 'pdf'))", kinds),
            ("CONSTRAINT uq_paper_report_id_kind UNIQUE (report_id, kind)", unique),
        ],
        ["version INTEGER DEFAULT 0 NOT NULL"],
        _drop("paper", "ck_paper_paperkind"),
        _add("paper", f"CONSTRAINT ck_paper_paperkind {kinds}"),
        _drop("paper", "uq_paper_report_id_kind"),
        _add("paper", unique),
    )
    channels = "CHECK (channel IN ('email', 'paper', 'system'))"
    _rebuilt(
        "dispatch",
        [("CHECK (channel IN ('email', 'paper'))", channels)],
        ["received_as VARCHAR DEFAULT '' NOT NULL"],
        _drop("dispatch", "ck_dispatch_channel"),
        _add("dispatch", f"CONSTRAINT ck_dispatch_channel {channels}"),
    )


def _reports() -> None:
    replaces = "CONSTRAINT fk_report_agency_id_replaces_id FOREIGN KEY(agency_id, replaces_id) REFERENCES report (agency_id, id)"
    _rebuilt(
        "report",
        [("CONSTRAINT uq_report_period_id UNIQUE (period_id)", replaces)],
        ["replaces_id INTEGER", f"replaced_at {INSTANT}"],
        _drop("report", "uq_report_period_id"),
        _add("report", replaces),
    )
    op.create_index("uq_report_period", "report", ["period_id"], unique=True, **_where("replaced_at IS NULL"))
    void = "CONSTRAINT ck_issued_number_void_has_reason CHECK ((voided_at IS NULL) = (void_reason = ''))"
    voided_by = (
        "CONSTRAINT fk_issued_number_agency_id_voided_by FOREIGN KEY(agency_id, voided_by) "
        "REFERENCES person (agency_id, id)"
    )
    _rebuilt(
        "issued_number",
        [("CONSTRAINT uq_issued_number_report_id UNIQUE (report_id)", f"{void}, {voided_by}")],
        [f"voided_at {INSTANT}", "voided_by INTEGER", "void_reason VARCHAR DEFAULT '' NOT NULL"],
        _drop("issued_number", "uq_issued_number_report_id"),
        _add("issued_number", void),
        _add("issued_number", voided_by),
    )
    where = _where("voided_at IS NULL")
    op.create_index("uq_issued_number_report", "issued_number", ["report_id", "book"], unique=True, **where)


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def _columns() -> None:
    _column(
        "figure_value",
        "status VARCHAR(32) DEFAULT 'actual' NOT NULL "
        "CONSTRAINT ck_figure_value_figurestatus CHECK (status IN ('estimate', 'actual', 'official'))",
    )
    for name, default, check, words in (
        ("task", "content", "steptask", TASKS), ("capacity", "own", "capacity", CAPACITIES),
    ):  # fmt: skip
        listed = ", ".join(f"'{word}'" for word in words)
        _column(
            "signoff_step",
            f"{name} VARCHAR(32) DEFAULT '{default}' NOT NULL "
            f"CONSTRAINT ck_signoff_step_{check} CHECK ({name} IN ({listed}))",
        )
    op.execute("UPDATE signoff_step SET task = 'sign' WHERE signs")
    _column("agency", "sign_with_code BOOLEAN DEFAULT FALSE NOT NULL")
    _column("unit", "stands_for_id INTEGER CONSTRAINT fk_unit_stands_for_id REFERENCES agency (id)")


def _templates() -> None:
    _own(
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        _at("uploaded_at"),
        sa.Column("uploaded_by", sa.Integer(), nullable=False),
        _at("activated_at", nullable=True),
        sa.Column("activated_by", sa.Integer(), nullable=True),
        _at("retired_at", nullable=True),
        sa.CheckConstraint(
            "(activated_at IS NULL) = (activated_by IS NULL)", name=op.f("ck_word_template_activated_by_somebody")
        ),
        sa.CheckConstraint(
            "activated_by IS NULL OR activated_by <> uploaded_by", name=op.f("ck_word_template_second_person")
        ),
        _belongs("word_template", "person", "uploaded_by"),
        _belongs("word_template", "person", "activated_by"),
        name="word_template",
    )


def upgrade() -> None:
    """Apply."""
    _templates()
    _columns()
    _papers()
    _reports()
    _evidence()
    _word_upload()
    _chain()
    _numbers()
