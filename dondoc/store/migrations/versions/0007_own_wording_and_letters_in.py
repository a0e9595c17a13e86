"""An agency's own wording of letters; what was made of letters that were held; files that go with an answer

Revision ID: 0007
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def _table(name: str, *parts: sa.schema.SchemaItem) -> None:
    """A table with what every one has: an id, its agency, and the key that others point at."""
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        *parts,
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f(f"fk_{name}_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("agency_id", "id", name=op.f(f"uq_{name}_agency_id_id")),
    )
    op.create_index(op.f(f"ix_{name}_agency_id"), name, ["agency_id"], unique=False)


def _belongs(name: str, column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["agency_id", column], [f"{table}.agency_id", f"{table}.id"], name=op.f(f"fk_{name}_agency_id_{column}")
    )


def upgrade() -> None:
    _table(
        "own_wording",
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("failed_at", INSTANT, nullable=True),
        sa.Column("fault", sa.String(), nullable=False),
        sa.CheckConstraint("(failed_at IS NULL) = (fault = '')", name=op.f("ck_own_wording_failed_has_fault")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_own_wording_has_reason")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_own_wording_version")),
        _belongs("own_wording", "made_by", "person"),
        sa.UniqueConstraint("agency_id", "kind", "version", name=op.f("uq_own_wording_agency_id_kind_version")),
    )
    acts = ("proposed", "bounce", "absence", "dismissed")
    _table(
        "incoming_decision",
        sa.Column("incoming_id", sa.Integer(), nullable=False),
        sa.Column(
            "act",
            sa.Enum(*acts, name="incomingact", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=False),
        sa.Column("decided_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "act <> 'dismissed' OR reason <> ''", name=op.f("ck_incoming_decision_dismissed_has_reason")
        ),
        _belongs("incoming_decision", "decided_by", "person"),
        _belongs("incoming_decision", "incoming_id", "incoming"),
        sa.UniqueConstraint("incoming_id", name=op.f("uq_incoming_decision_incoming_id")),
    )
    _table(
        "submission_file",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("incoming_file_id", sa.Integer(), nullable=False),
        _belongs("submission_file", "incoming_file_id", "incoming_file"),
        _belongs("submission_file", "submission_id", "submission"),
        sa.UniqueConstraint(
            "submission_id", "incoming_file_id", name=op.f("uq_submission_file_submission_id_incoming_file_id")
        ),
    )


def downgrade() -> None:
    """There is no way back: what it would have to drop is what people decided."""
    raise NotImplementedError("restore the backup of before the update")
