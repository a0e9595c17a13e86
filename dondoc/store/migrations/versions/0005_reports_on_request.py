"""Reports on request: rounds that a document asks for, with deadlines to the hour

Revision ID: 0005
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)
KINDS = ("week", "month", "quarter", "half", "nine_months", "year", "once", "event")
URGENCY = ("urgent", "very_urgent", "most_urgent")
AFTER_DATA = "due_on > data_to"
ON_REQUEST = "due_on > data_to OR kind IN ('ad_hoc', 'thematic')"
TIMES = {
    "assignment": ("due_time", "extended_time"),
    "extension": ("wanted_time", "granted_time"),
    "period": ("due_time", "compile_time", "sign_time", "send_time"),
}


def upgrade() -> None:
    """Apply."""
    if op.get_bind().dialect.name == "sqlite":
        _remake_period()
    else:
        _alter_period()
    for table, columns in TIMES.items():
        for column in columns:
            op.add_column(table, sa.Column(column, sa.Time(), nullable=True))
    op.create_table(
        "report_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("answers", JSON, nullable=False),
        sa.Column("begun_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(sent_at IS NULL) = (plan_id IS NULL)", name=op.f("ck_report_request_sent_has_plan")),
        sa.ForeignKeyConstraint(
            ["agency_id", "asked_by"],
            ["person.agency_id", "person.id"],
            name=op.f("fk_report_request_agency_id_asked_by"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "plan_id"], ["plan.agency_id", "plan.id"], name=op.f("fk_report_request_agency_id_plan_id")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_report_request_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_request")),
        sa.UniqueConstraint("agency_id", "id", name=op.f("uq_report_request_agency_id_id")),
        sa.UniqueConstraint("plan_id", name=op.f("uq_report_request_plan_id")),
    )
    op.create_index(op.f("ix_report_request_agency_id"), "report_request", ["agency_id"], unique=False)
    op.create_index(op.f("ix_report_request_asked_by"), "report_request", ["asked_by"], unique=False)


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _remake_period() -> None:
    """SQLite changes no constraint: the table as it stands is made anew with other checks, and its rows come over."""
    connection = op.get_bind()
    made = connection.scalar(sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'period'"))
    indexes = connection.scalars(
        sa.text("SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'period' AND sql IS NOT NULL")
    ).all()
    columns = ", ".join(f'"{row[1]}"' for row in connection.exec_driver_sql("PRAGMA table_info(period)"))
    body = made.split("(", 1)[1]
    urgent = f"CONSTRAINT ck_period_urgency CHECK (urgency IN ({_listed(URGENCY)}))"
    for old, new in (
        (f"CHECK ({AFTER_DATA})", f"CHECK ({ON_REQUEST})"),
        (f"kind IN ({_listed(KINDS)})", f"kind IN ({_listed((*KINDS, 'ad_hoc', 'thematic'))})"),
        ("CONSTRAINT pk_period", "urgency VARCHAR(32), CONSTRAINT pk_period"),
        ("CONSTRAINT ck_period_window", f"{urgent}, CONSTRAINT ck_period_window"),
    ):
        assert old in body, old
        body = body.replace(old, new, 1)
    connection.exec_driver_sql(f"CREATE TABLE new_period ({body}")
    connection.exec_driver_sql(f"INSERT INTO new_period ({columns}) SELECT {columns} FROM period")
    connection.exec_driver_sql("DROP TABLE period")
    connection.exec_driver_sql("ALTER TABLE new_period RENAME TO period")
    for index in indexes:
        connection.exec_driver_sql(index)


def _alter_period() -> None:
    op.drop_constraint(op.f("ck_period_periodkind"), "period", type_="check")
    op.drop_constraint(op.f("ck_period_due_after_data"), "period", type_="check")
    op.add_column("period", sa.Column("urgency", sa.String(32), nullable=True))
    kinds = _listed((*KINDS, "ad_hoc", "thematic"))
    op.create_check_constraint(op.f("ck_period_periodkind"), "period", f"kind IN ({kinds})")
    op.create_check_constraint(op.f("ck_period_due_after_data"), "period", ON_REQUEST)
    op.create_check_constraint(op.f("ck_period_urgency"), "period", f"urgency IN ({_listed(URGENCY)})")


def downgrade() -> None:
    """There is no way back: what it would have to drop is what people decided."""
    raise NotImplementedError("restore the backup of before the update")
