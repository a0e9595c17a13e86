"""Schedules that an administrator changes, with their history; letters that are held for a yes

Revision ID: 0003
Revises: 0001
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0001"
branch_labels = None
depends_on = None

FLOWS = ("open", "remind", "deliver", "draft", "watch")
ACTS = ("set", "pause", "resume", "run")
DOORS = ("web", "link", "flow", "command", "rehearsal")
STATES = ("queued", "sending", "sent", "in_doubt", "failed", "expired")
NEW_STATES = ("held", "dropped")
STATE_CHECK = "ck_letter_letterstate"


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("schedule", copy_from=_schedule()) as batch_op:
        batch_op.alter_column("every_seconds", existing_type=sa.Integer(), nullable=True)
        batch_op.add_column(sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("run_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_schedule_run_id"), "run", ["run_id"], ["id"])
    op.create_table(
        "schedule_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("flow", _enum("flowname", FLOWS), nullable=False),
        sa.Column("act", _enum("scheduleact", ACTS), nullable=False),
        sa.Column("before_seconds", sa.Integer(), nullable=True),
        sa.Column("after_seconds", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("door", _enum("door", DOORS), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(act = 'set') = (after_seconds IS NOT NULL)", name=op.f("ck_schedule_change_set_has_interval")
        ),
        sa.CheckConstraint("reason <> '' OR act = 'run'", name=op.f("ck_schedule_change_reason_given")),
        sa.ForeignKeyConstraint(
            ["agency_id", "made_by"],
            ["person.agency_id", "person.id"],
            name=op.f("fk_schedule_change_agency_id_made_by"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_schedule_change_agency_id")),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_schedule_change_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedule_change")),
        sa.UniqueConstraint("agency_id", "id", name=op.f("uq_schedule_change_agency_id_id")),
    )
    op.create_index(op.f("ix_schedule_change_agency_id"), "schedule_change", ["agency_id"])
    op.create_index(op.f("ix_schedule_change_run_id"), "schedule_change", ["run_id"])
    op.create_index("ix_schedule_change_flow", "schedule_change", ["agency_id", "flow"])
    op.add_column("reminder", sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True))
    _set_states((*STATES, *NEW_STATES))
    held = sa.text("state = 'held'")
    op.create_index("ix_letter_held", "letter", ["agency_id"], sqlite_where=held, postgresql_where=held)


def downgrade() -> None:
    """Take back. Letters that are held or dropped count as expired."""
    op.drop_index("ix_letter_held", "letter")
    op.execute("UPDATE letter SET state = 'expired' WHERE state IN ('held', 'dropped')")
    _set_states(STATES)
    op.drop_column("reminder", "dropped_at")
    op.drop_table("schedule_change")
    table, connection = _schedule(), op.get_bind()
    kept = connection.execute(sa.select(*table.c).where(table.c.every_seconds.is_not(None))).mappings().all()
    op.drop_table("schedule")
    table.create(connection)
    op.bulk_insert(table, [dict(row) for row in kept])


def _enum(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def _schedule() -> sa.Table:
    """The table as 0001 made it: a copy by reflection would lose its checks."""
    known = sa.MetaData()
    sa.Table("agency", known, sa.Column("id", sa.Integer(), primary_key=True))
    return sa.Table(
        "schedule",
        known,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("flow", sa.String(32), nullable=False),
        sa.Column("every_seconds", sa.Integer(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.CheckConstraint("every_seconds >= 1", name="ck_schedule_every"),
        sa.CheckConstraint(f"flow IN ({', '.join(map(repr, FLOWS))})", name="ck_schedule_flowname"),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name="fk_schedule_agency_id"),
        sa.PrimaryKeyConstraint("id", name="pk_schedule"),
        sa.UniqueConstraint("agency_id", "flow", name="uq_schedule_agency_id_flow"),
        sa.UniqueConstraint("agency_id", "id", name="uq_schedule_agency_id_id"),
        sa.Index("ix_schedule_agency_id", "agency_id"),
    )


def _set_states(states: tuple[str, ...]) -> None:
    check = f"state IN ({', '.join(map(repr, states))})"
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        op.drop_constraint(op.f(STATE_CHECK), "letter", type_="check")
        op.create_check_constraint(op.f(STATE_CHECK), "letter", check)
        return
    # Other tables point at letters, so the table cannot be made anew while foreign keys hold. A check may be rewritten
    # where it stands, as the manual of SQLite has it ("Making other kinds of table schema changes"): no row is touched.
    asked = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'letter'"
    written = str(connection.exec_driver_sql(asked).scalar_one())
    changed, found = re.subn(rf"({STATE_CHECK}\"? CHECK )\(state IN \([^)]*\)\)", rf"\1({check})", written)
    if found != 1:
        raise RuntimeError(f"the table letter has no check {STATE_CHECK}")
    version = int(connection.exec_driver_sql("PRAGMA schema_version").scalar_one())
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    change = "UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = 'letter'"
    connection.exec_driver_sql(change, (changed,))
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")
