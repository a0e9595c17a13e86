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


def upgrade() -> None:
    """Apply."""
    _evidence()
    _word_upload()
    _column(
        "figure_value",
        "status VARCHAR(32) DEFAULT 'actual' NOT NULL "
        "CONSTRAINT ck_figure_value_figurestatus CHECK (status IN ('estimate', 'actual', 'official'))",
    )
