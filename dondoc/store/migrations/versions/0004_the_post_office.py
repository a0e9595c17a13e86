"""The post office

Revision ID: 0004
Revises: 0001
"""

import re

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0001"
branch_labels = None
depends_on = None


NEW_WORDS = (
    ("letter", "kind", "ck_letter_letterkind", ("read_back", "not_taken", "bounced", "away", "morning")),
    ("submission", "door", "ck_submission_door", ("reply",)),
    ("schedule", "flow", "ck_schedule_flowname", ("collect",)),
    ("run", "flow", "ck_run_flowname", ("collect",)),
)


def _allow(table: str, column: str, check: str, words: tuple[str, ...]) -> None:
    """Let a column hold more words than it may now, whatever those are."""
    checks = {each["name"]: each["sqltext"] for each in sa.inspect(op.get_bind()).get_check_constraints(table)}
    allowed = dict.fromkeys([*re.findall(r"'(\w+)'", checks[check]), *words])
    listed = ", ".join(f"'{word}'" for word in allowed)
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_constraint(op.f(check), type_="check")
        batch_op.create_check_constraint(op.f(check), f"{column} IN ({listed})")


def upgrade() -> None:
    """Apply."""
    for each in NEW_WORDS:
        _allow(*each)
    op.create_table(
        "declined",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "sign_in",
                "reminder",
                "receipt",
                "returned",
                "drafted",
                "for_sign_off",
                "sent_back",
                "for_dispatch",
                "dispatch",
                "watch",
                "read_back",
                "not_taken",
                "bounced",
                "away",
                "morning",
                name="letterkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "person_id"], ["person.agency_id", "person.id"], name=op.f("fk_declined_agency_id_person_id")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_declined_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declined")),
        sa.UniqueConstraint("agency_id", "id", name=op.f("uq_declined_agency_id_id")),
        sa.UniqueConstraint("person_id", "kind", name=op.f("uq_declined_person_id_kind")),
    )
    with op.batch_alter_table("declined", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_declined_agency_id"), ["agency_id"], unique=False)

    op.create_table(
        "incoming",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sender", sa.String(320), nullable=False),
        sa.Column("subject", sa.String(500), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "reply",
                "bounce",
                "automatic",
                "other",
                name="incomingkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verdict", sa.String(40), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("judged_at IS NULL OR verdict <> ''", name=op.f("ck_incoming_judged_has_verdict")),
        sa.CheckConstraint("(kind IS NULL) = (judged_at IS NULL)", name=op.f("ck_incoming_judged_has_kind")),
        sa.ForeignKeyConstraint(
            ["agency_id", "letter_id"], ["letter.agency_id", "letter.id"], name=op.f("fk_incoming_agency_id_letter_id")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "person_id"], ["person.agency_id", "person.id"], name=op.f("fk_incoming_agency_id_person_id")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_incoming_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming")),
        sa.UniqueConstraint("agency_id", "id", name=op.f("uq_incoming_agency_id_id")),
        sa.UniqueConstraint("digest", name=op.f("uq_incoming_digest")),
    )
    with op.batch_alter_table("incoming", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incoming_agency_id"), ["agency_id"], unique=False)

    op.create_table(
        "letter_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(200), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "letter_id"],
            ["letter.agency_id", "letter.id"],
            name=op.f("fk_letter_file_agency_id_letter_id"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_letter_file_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_file")),
        sa.UniqueConstraint("agency_id", "id", name=op.f("uq_letter_file_agency_id_id")),
    )
    with op.batch_alter_table("letter_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_file_agency_id"), ["agency_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_file_letter_id"), ["letter_id"], unique=False)

    op.create_table(
        "away_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("incoming_id", sa.Integer(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id", "incoming_id"],
            ["incoming.agency_id", "incoming.id"],
            name=op.f("fk_away_notice_agency_id_incoming_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "person_id"],
            ["person.agency_id", "person.id"],
            name=op.f("fk_away_notice_agency_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_away_notice_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_away_notice")),
        sa.UniqueConstraint("agency_id", "id", name=op.f("uq_away_notice_agency_id_id")),
        sa.UniqueConstraint("incoming_id", name=op.f("uq_away_notice_incoming_id")),
    )
    with op.batch_alter_table("away_notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_away_notice_agency_id"), ["agency_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_away_notice_person_id"), ["person_id"], unique=False)

    op.create_table(
        "incoming_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("incoming_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("refused", sa.String(), nullable=False),
        sa.CheckConstraint("(content IS NULL) = (refused <> '')", name=op.f("ck_incoming_file_kept_or_refused")),
        sa.ForeignKeyConstraint(
            ["agency_id", "incoming_id"],
            ["incoming.agency_id", "incoming.id"],
            name=op.f("fk_incoming_file_agency_id_incoming_id"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_incoming_file_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_file")),
        sa.UniqueConstraint("agency_id", "id", name=op.f("uq_incoming_file_agency_id_id")),
    )
    with op.batch_alter_table("incoming_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incoming_file_agency_id"), ["agency_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_incoming_file_incoming_id"), ["incoming_id"], unique=False)

    op.create_table(
        "acknowledgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "door",
            sa.Enum(
                "web",
                "link",
                "reply",
                "flow",
                "command",
                "rehearsal",
                name="door",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "assignment_id"],
            ["assignment.agency_id", "assignment.id"],
            name=op.f("fk_acknowledgement_agency_id_assignment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "person_id"],
            ["person.agency_id", "person.id"],
            name=op.f("fk_acknowledgement_agency_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_acknowledgement_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgement")),
        sa.UniqueConstraint("agency_id", "id", name=op.f("uq_acknowledgement_agency_id_id")),
        sa.UniqueConstraint("assignment_id", "person_id", name=op.f("uq_acknowledgement_assignment_id_person_id")),
    )
    with op.batch_alter_table("acknowledgement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_acknowledgement_agency_id"), ["agency_id"], unique=False)

    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("incoming_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("nothing_to_report", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("confirmed_at IS NULL OR mended_at IS NULL", name=op.f("ck_proposal_one_end")),
        sa.ForeignKeyConstraint(
            ["agency_id", "assignment_id"],
            ["assignment.agency_id", "assignment.id"],
            name=op.f("fk_proposal_agency_id_assignment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "incoming_id"],
            ["incoming.agency_id", "incoming.id"],
            name=op.f("fk_proposal_agency_id_incoming_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "person_id"], ["person.agency_id", "person.id"], name=op.f("fk_proposal_agency_id_person_id")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_proposal_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("agency_id", "id", name=op.f("uq_proposal_agency_id_id")),
        sa.UniqueConstraint("incoming_id", name=op.f("uq_proposal_incoming_id")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_agency_id"), ["agency_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_assignment_id"), ["assignment_id"], unique=False)

    with op.batch_alter_table("agency", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "replies", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False, server_default="{}"
            )
        )

    urgent = sa.text("state IN ('queued', 'sending') AND kind IN ('sign_in', 'read_back')")
    op.create_index("ix_letter_urgent", "letter", ["not_before"], sqlite_where=urgent, postgresql_where=urgent)
    waiting = sa.text("judged_at IS NULL")
    op.create_index("ix_incoming_waiting", "incoming", ["received_at"], sqlite_where=waiting, postgresql_where=waiting)
    sent = sa.text("sent_at IS NOT NULL")
    op.create_index("ix_letter_sent_at", "letter", ["sent_at"], sqlite_where=sent, postgresql_where=sent)


def downgrade() -> None:
    """Take back. The words stay allowed: rows may bear them."""
    for index in ("ix_letter_urgent", "ix_letter_sent_at"):
        op.drop_index(index, "letter")
    with op.batch_alter_table("agency", schema=None) as batch_op:
        batch_op.drop_column("replies")
    for table in (
        "proposal", "acknowledgement", "incoming_file", "away_notice", "letter_file", "incoming", "declined",
    ):  # fmt: skip
        op.drop_table(table)
