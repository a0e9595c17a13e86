"""What letters say stands once: a body with the words of each letter left open, beside the row that delivery changes

Revision ID: 0004
Revises: 0002
"""

import re

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0002"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
KEY = "fk_letter_agency_id_body_id"


def upgrade() -> None:
    """Apply. A letter of before gets a body of its own, with the letter's id."""
    op.create_table(
        "letter_body",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_letter_body_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_body")),
        sa.UniqueConstraint("agency_id", "digest", name=op.f("uq_letter_body_agency_id_digest")),
        sa.UniqueConstraint("agency_id", "id", name=op.f("uq_letter_body_agency_id_id")),
    )
    op.create_index(op.f("ix_letter_body_agency_id"), "letter_body", ["agency_id"], unique=False)
    op.execute(
        "INSERT INTO letter_body (id, agency_id, digest, text, html) "
        "SELECT id, agency_id, 'letter ' || id, text, html FROM letter"
    )
    if op.get_bind().dialect.name == "sqlite":
        _rebuild_letter()
    else:
        _alter_letter()


def _rebuild_letter() -> None:
    """From the table as it is, whatever the migrations before this one made of it."""
    connection = op.get_bind()
    kept = [
        row.name for row in connection.execute(sa.text("PRAGMA table_info(letter)")) if row.name not in {"text", "html"}
    ]
    [ddl] = connection.execute(sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'letter'")).one()
    indexes = connection.execute(
        sa.text("SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'letter' AND sql IS NOT NULL")
    ).scalars()
    statements = list(indexes)
    ddl = re.sub(r'^CREATE TABLE "?letter"?', "CREATE TABLE new_letter", ddl)
    ddl = re.sub(r"\btext VARCHAR NOT NULL,", "body_id INTEGER,", ddl)
    ddl = re.sub(r"\bhtml VARCHAR NOT NULL,", "words JSON NOT NULL,", ddl)
    reference = f"CONSTRAINT {KEY} FOREIGN KEY(agency_id, body_id) REFERENCES letter_body (agency_id, id)"
    ddl = ddl.replace("CONSTRAINT pk_letter ", f"{reference},\n    CONSTRAINT pk_letter ", 1)
    # The driver's own way: a colon in the table's words is no parameter.
    connection.exec_driver_sql(ddl)
    columns = ", ".join(f'"{name}"' for name in kept)
    connection.exec_driver_sql(
        f"INSERT INTO new_letter ({columns}, body_id, words) SELECT {columns}, id, '[]' FROM letter"
    )
    connection.exec_driver_sql("DROP TABLE letter")
    connection.exec_driver_sql("ALTER TABLE new_letter RENAME TO letter")
    for statement in statements:
        connection.exec_driver_sql(statement)


def _alter_letter() -> None:
    op.add_column("letter", sa.Column("body_id", sa.Integer(), nullable=True))
    op.add_column("letter", sa.Column("words", JSON, nullable=False, server_default="[]"))
    op.execute("UPDATE letter SET body_id = id")
    op.alter_column("letter", "words", server_default=None)
    op.drop_column("letter", "text")
    op.drop_column("letter", "html")
    op.create_foreign_key(op.f(KEY), "letter", "letter_body", ["agency_id", "body_id"], ["agency_id", "id"])
    op.execute(
        "SELECT setval(pg_get_serial_sequence('letter_body', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM letter_body))"
    )


def downgrade() -> None:
    """There is no way back: what letters say would have to be put together anew."""
    raise NotImplementedError("restore the backup of before the update")
