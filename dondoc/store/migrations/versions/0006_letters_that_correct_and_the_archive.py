"""Correcting letters that are signed and dispatched, archive copies, recovery codes

Revision ID: 0006
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    _correction()
    _new_tables()


def _correction() -> None:
    """A few rows at most: the table is made anew, and the letters' bytes become papers like all others."""
    connection = op.get_bind()
    kept = [dict(row._mapping) for row in connection.execute(sa.text("SELECT * FROM correction ORDER BY id"))]
    connection.execute(
        sa.text(
            "INSERT INTO paper (agency_id, report_id, kind, version, filename, content, sha256, made_at) "
            "SELECT agency_id, report_id, 'docx', number_id, filename, content, sha256, made_at FROM correction"
        )
    )
    op.drop_table("correction")
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("number_id", sa.Integer(), nullable=True),
        sa.Column("wrong", sa.String(), nullable=False),
        sa.Column("correct", sa.String(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("signed_at", INSTANT, nullable=True),
        sa.Column("signed_by", sa.Integer(), nullable=True),
        sa.Column(
            "capacity",
            sa.Enum("own", "kt", "tl", "tuq", "q", name="capacity", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("returned_at", INSTANT, nullable=True),
        sa.Column("returned_by", sa.Integer(), nullable=True),
        sa.Column("return_reason", sa.String(), nullable=False),
        sa.CheckConstraint("capacity IN ('own', 'kt', 'tl', 'tuq', 'q')", name=op.f("ck_correction_capacity")),
        sa.CheckConstraint("wrong <> '' AND correct <> ''", name=op.f("ck_correction_said")),
        sa.CheckConstraint("(signed_at IS NULL) = (signed_by IS NULL)", name=op.f("ck_correction_signed_by_somebody")),
        sa.CheckConstraint(
            "(returned_at IS NULL) = (return_reason = '')", name=op.f("ck_correction_returned_has_reason")
        ),
        sa.CheckConstraint(
            "returned_at IS NULL OR (signed_at IS NULL AND number_id IS NULL)",
            name=op.f("ck_correction_returned_is_open"),
        ),
        _belongs("correction", "report", "report_id"),
        _belongs("correction", "issued_number", "number_id"),
        *(_belongs("correction", "person", column) for column in ("made_by", "signed_by", "returned_by")),
        *_row("correction"),
        sa.UniqueConstraint("number_id", name=op.f("uq_correction_number_id")),
    )
    op.create_index(op.f("ix_correction_agency_id"), "correction", ["agency_id"], unique=False)
    op.create_index(op.f("ix_correction_report_id"), "correction", ["report_id"], unique=False)
    for row in kept:
        connection.execute(
            sa.text(
                "INSERT INTO correction (id, agency_id, report_id, number_id, wrong, correct, made_at, made_by, "
                "capacity, return_reason) VALUES (:id, :agency_id, :report_id, :number_id, :wrong, :correct, "
                ":made_at, :made_by, 'own', '')"
            ),
            {name: row[name] for name in (
                "id", "agency_id", "report_id", "number_id", "wrong", "correct", "made_at", "made_by",
            )},
        )  # fmt: skip
    if kept and connection.dialect.name == "postgresql":
        connection.execute(
            sa.text("SELECT setval(pg_get_serial_sequence('correction', 'id'), max(id)) FROM correction")
        )


def _new_tables() -> None:
    op.create_table(
        "correction_dispatch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("correction_id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column(
            "channel", sa.Enum("email", "paper", "system", name="channel", native_enum=False, length=32), nullable=False
        ),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("dispatched_at", INSTANT, nullable=False),
        sa.Column("dispatched_by", sa.Integer(), nullable=False),
        sa.CheckConstraint("channel IN ('email', 'paper', 'system')", name=op.f("ck_correction_dispatch_channel")),
        sa.CheckConstraint(
            "(channel = 'email') = (letter_id IS NOT NULL)", name=op.f("ck_correction_dispatch_email_has_letter")
        ),
        _belongs("correction_dispatch", "correction", "correction_id"),
        _belongs("correction_dispatch", "recipient", "recipient_id"),
        _belongs("correction_dispatch", "letter", "letter_id"),
        _belongs("correction_dispatch", "person", "dispatched_by"),
        *_row("correction_dispatch"),
        sa.UniqueConstraint(
            "correction_id", "recipient_id", name=op.f("uq_correction_dispatch_correction_id_recipient_id")
        ),
    )
    op.create_index(op.f("ix_correction_dispatch_agency_id"), "correction_dispatch", ["agency_id"], unique=False)
    op.create_table(
        "archive_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.Column("archived_at", INSTANT, nullable=False),
        sa.Column("archived_by", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(content) > 0", name=op.f("ck_archive_copy_not_empty")),
        sa.CheckConstraint("folder <> ''", name=op.f("ck_archive_copy_folder_named")),
        _belongs("archive_copy", "report", "report_id"),
        _belongs("archive_copy", "person", "archived_by"),
        *_row("archive_copy"),
    )
    op.create_index(op.f("ix_archive_copy_agency_id"), "archive_copy", ["agency_id"], unique=False)
    op.create_index(op.f("ix_archive_copy_report_id"), "archive_copy", ["report_id"], unique=False)
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        _belongs("recovery_code", "person", "person_id"),
        *_row("recovery_code"),
        sa.UniqueConstraint("person_id", "code_hash", name=op.f("uq_recovery_code_person_id_code_hash")),
    )
    op.create_index(op.f("ix_recovery_code_agency_id"), "recovery_code", ["agency_id"], unique=False)


def _belongs(table: str, other: str, column: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_agency_id_{column}")
    return sa.ForeignKeyConstraint(["agency_id", column], [f"{other}.agency_id", f"{other}.id"], name=name)


def _row(table: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f(f"fk_{table}_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("agency_id", "id", name=op.f(f"uq_{table}_agency_id_id")),
    )
