"""Reports on the ladder, orders of superiors, and for whom somebody heard

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)
_SHARED = {"stale_after": 2, "cap": 6, "decide_within": 3}
LADDER = [
    {"code": "truoc-1", "offset": -1, "tone": "reminder", "to": ["officer"], **_SHARED},
    {"code": "den-han", "offset": 0, "tone": "due", "to": ["officer"], **_SHARED},
    {"code": "sau-1", "offset": 1, "tone": "warning", "to": ["officer", "head"], **_SHARED},
    {"code": "sau-2", "offset": 2, "tone": "escalation", "to": ["leader"], **_SHARED},
]
"""What agencies of before get: the ladder as it was shipped with this change."""
REMINDER = """
CREATE TABLE new_reminder (
    id INTEGER NOT NULL,
    agency_id INTEGER NOT NULL,
    assignment_id INTEGER,
    report_id INTEGER,
    rung VARCHAR(60) NOT NULL,
    person_id INTEGER NOT NULL,
    on_behalf_of_id INTEGER,
    order_id INTEGER,
    due_at DATETIME NOT NULL,
    recorded_at DATETIME NOT NULL,
    letter_id INTEGER,
    reason VARCHAR NOT NULL,
    dropped_at DATETIME,
    CONSTRAINT pk_reminder PRIMARY KEY (id),
    CONSTRAINT fk_reminder_agency_id_assignment_id FOREIGN KEY(agency_id, assignment_id) REFERENCES assignment (agency_id, id),
    CONSTRAINT fk_reminder_agency_id_report_id FOREIGN KEY(agency_id, report_id) REFERENCES report (agency_id, id),
    CONSTRAINT fk_reminder_agency_id_person_id FOREIGN KEY(agency_id, person_id) REFERENCES person (agency_id, id),
    CONSTRAINT fk_reminder_agency_id_on_behalf_of_id FOREIGN KEY(agency_id, on_behalf_of_id) REFERENCES person (agency_id, id),
    CONSTRAINT fk_reminder_agency_id_letter_id FOREIGN KEY(agency_id, letter_id) REFERENCES letter (agency_id, id),
    CONSTRAINT fk_reminder_agency_id_order_id FOREIGN KEY(agency_id, order_id) REFERENCES superior_order (agency_id, id),
    CONSTRAINT uq_reminder_assignment_id_rung_person_id UNIQUE (assignment_id, rung, person_id),
    CONSTRAINT uq_reminder_report_id_rung_person_id UNIQUE (report_id, rung, person_id),
    CONSTRAINT ck_reminder_about_one CHECK ((assignment_id IS NULL) <> (report_id IS NULL)),
    CONSTRAINT ck_reminder_letter_or_reason CHECK ((letter_id IS NOT NULL AND reason = '') OR (letter_id IS NULL AND reason <> '')),
    CONSTRAINT uq_reminder_agency_id_id UNIQUE (agency_id, id),
    CONSTRAINT fk_reminder_agency_id FOREIGN KEY(agency_id) REFERENCES agency (id)
)
"""
KEPT = "id, agency_id, assignment_id, rung, person_id, due_at, recorded_at, letter_id, reason, dropped_at"


def upgrade() -> None:
    """Apply."""
    _orders()
    op.add_column("agency", sa.Column("report_ladder", JSON, nullable=False, server_default="[]"))
    agencies = sa.table("agency", sa.column("report_ladder", JSON))
    op.execute(agencies.update().values(report_ladder=LADDER))
    _reports()
    if op.get_bind().dialect.name == "sqlite":
        _rebuild_reminder()
    else:
        _alter_reminder()
    _note_whose_place_it_was()


def _orders() -> None:
    op.create_table(
        "superior_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("to_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.CheckConstraint("kind IN ('hold', 'redirect')", name=op.f("ck_superior_order_orderkind")),
        sa.CheckConstraint("(kind = 'hold') = (until IS NOT NULL)", name=op.f("ck_superior_order_hold_has_day")),
        sa.CheckConstraint(
            "(kind = 'redirect') = (to_id IS NOT NULL)", name=op.f("ck_superior_order_redirect_has_person")
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_superior_order_reason_given")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_superior_order_agency_id")),
        *(
            sa.ForeignKeyConstraint(
                ["agency_id", column],
                [f"{table}.agency_id", f"{table}.id"],
                name=op.f(f"fk_superior_order_agency_id_{column}"),
            )
            for table, column in (("assignment", "assignment_id"), ("person", "to_id"), ("person", "made_by"))
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_superior_order")),
        sa.UniqueConstraint("agency_id", "id", name=op.f("uq_superior_order_agency_id_id")),
    )
    op.create_index(op.f("ix_superior_order_agency_id"), "superior_order", ["agency_id"])
    op.create_index(op.f("ix_superior_order_assignment_id"), "superior_order", ["assignment_id"])
    in_force = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_superior_order_open", "superior_order", ["assignment_id", "kind"], unique=True, sqlite_where=in_force,
        postgresql_where=in_force,
    )  # fmt: skip


def _reports() -> None:
    """Reports that wait for somebody are looked at once; what they missed by then is held for a yes."""
    op.add_column("report", sa.Column("next_rung_at", INSTANT, nullable=True))
    op.execute(
        "UPDATE report SET next_rung_at = created_at WHERE replaced_at IS NULL AND NOT EXISTS "
        "(SELECT 1 FROM dispatch WHERE dispatch.report_id = report.id)"
    )
    waits = sa.text("next_rung_at IS NOT NULL")
    op.create_index("ix_report_next_rung", "report", ["next_rung_at"], sqlite_where=waits, postgresql_where=waits)


def _rebuild_reminder() -> None:
    op.execute(REMINDER)
    op.execute(f"INSERT INTO new_reminder ({KEPT}) SELECT {KEPT} FROM reminder")
    op.execute("DROP TABLE reminder")
    op.execute("ALTER TABLE new_reminder RENAME TO reminder")
    for column in ("agency_id", "letter_id", "person_id"):
        op.execute(f"CREATE INDEX ix_reminder_{column} ON reminder ({column})")


def _alter_reminder() -> None:
    op.alter_column("reminder", "assignment_id", nullable=True)
    for table, column in (("report", "report_id"), ("person", "on_behalf_of_id"), ("superior_order", "order_id")):
        op.add_column("reminder", sa.Column(column, sa.Integer(), nullable=True))
        name = op.f(f"fk_reminder_agency_id_{column}")
        op.create_foreign_key(name, "reminder", table, ["agency_id", column], ["agency_id", "id"])
    op.create_unique_constraint(
        op.f("uq_reminder_report_id_rung_person_id"), "reminder", ["report_id", "rung", "person_id"]
    )
    op.create_check_constraint(
        op.f("ck_reminder_about_one"), "reminder", "(assignment_id IS NULL) <> (report_id IS NULL)"
    )


def _note_whose_place_it_was() -> None:
    """Until now it was derived from the absences of that day; office hours lie within one day of UTC in Vietnam."""
    day = "date(recorded_at)" if op.get_bind().dialect.name == "sqlite" else "(recorded_at AT TIME ZONE 'UTC')::date"
    op.execute(
        "UPDATE reminder SET on_behalf_of_id = (SELECT min(absence.person_id) FROM absence WHERE "
        f"absence.substitute_id = reminder.person_id AND {day} BETWEEN absence.since AND absence.until)"
    )


def downgrade() -> None:
    """There is no way back: what it would have to drop is what people decided."""
    raise NotImplementedError("restore the backup of before the update")
