"""Schedules to trust: changes on top of the plan, levels, explanations; and what the other rooms added with them

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)

# SQLite changes no constraint: each table that changes is made anew and its rows are brought over.
TABLES = {
    "adjustment": (
        """
CREATE TABLE adjustment (
    id INTEGER NOT NULL,
    agency_id INTEGER NOT NULL,
    kind VARCHAR(32) NOT NULL,
    scope VARCHAR(32),
    rule_id INTEGER,
    round VARCHAR(30),
    assignment_id INTEGER,
    unit_id INTEGER,
    plan_id INTEGER,
    "before" JSON NOT NULL,
    "after" JSON NOT NULL,
    effective_from DATE NOT NULL,
    reason VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    made_by INTEGER,
    made_at DATETIME NOT NULL,
    undoes_id INTEGER,
    CONSTRAINT pk_adjustment PRIMARY KEY (id),
    CONSTRAINT fk_adjustment_agency_id_rule_id FOREIGN KEY(agency_id, rule_id) REFERENCES rule (agency_id, id),
    CONSTRAINT fk_adjustment_agency_id_assignment_id FOREIGN KEY(agency_id, assignment_id) REFERENCES assignment (agency_id, id),
    CONSTRAINT fk_adjustment_agency_id_unit_id FOREIGN KEY(agency_id, unit_id) REFERENCES unit (agency_id, id),
    CONSTRAINT fk_adjustment_agency_id_plan_id FOREIGN KEY(agency_id, plan_id) REFERENCES "plan" (agency_id, id),
    CONSTRAINT fk_adjustment_agency_id_made_by FOREIGN KEY(agency_id, made_by) REFERENCES person (agency_id, id),
    CONSTRAINT fk_adjustment_agency_id_undoes_id FOREIGN KEY(agency_id, undoes_id) REFERENCES adjustment (agency_id, id),
    CONSTRAINT uq_adjustment_undoes_id UNIQUE (undoes_id),
    CONSTRAINT ck_adjustment_reason_given CHECK (reason <> ''),
    CONSTRAINT ck_adjustment_undo_has_object CHECK ((kind = 'undo') = (undoes_id IS NOT NULL)),
    CONSTRAINT uq_adjustment_agency_id_id UNIQUE (agency_id, id),
    CONSTRAINT fk_adjustment_agency_id FOREIGN KEY(agency_id) REFERENCES agency (id),
    CONSTRAINT ck_adjustment_changekind CHECK (kind IN ('rule', 'cancel', 'pause', 'resume', 'extend', 'excuse', 'calendar', 'unit', 'plan', 'undo')),
    CONSTRAINT ck_adjustment_scope CHECK (scope IN ('one', 'from', 'all'))
)
        """,
        [
            "CREATE INDEX ix_adjustment_agency_id ON adjustment (agency_id)",
            "CREATE INDEX ix_adjustment_assignment_id ON adjustment (assignment_id)",
            "CREATE INDEX ix_adjustment_rule_id ON adjustment (rule_id)",
        ],
        {
            "id": '"id"',
            "agency_id": '"agency_id"',
            "kind": "'rule'",
            "rule_id": '"rule_id"',
            "before": '"before"',
            "after": '"after"',
            "effective_from": '"effective_from"',
            "reason": '"reason"',
            "document": "''",
            "made_by": '"made_by"',
            "made_at": '"made_at"',
        },
    ),
    "agency": (
        """
CREATE TABLE agency (
    id INTEGER NOT NULL,
    parent_id INTEGER,
    code VARCHAR(40) NOT NULL,
    name VARCHAR NOT NULL,
    short_name VARCHAR NOT NULL,
    superior VARCHAR NOT NULL,
    symbol VARCHAR(40) NOT NULL,
    place VARCHAR NOT NULL,
    email VARCHAR NOT NULL,
    time_zone VARCHAR NOT NULL,
    country VARCHAR(2) NOT NULL,
    holidays_basis VARCHAR NOT NULL,
    holidays_until INTEGER,
    office_from VARCHAR NOT NULL,
    office_to VARCHAR NOT NULL,
    crowded_week INTEGER NOT NULL,
    replies JSON NOT NULL,
    sign_with_code BOOLEAN NOT NULL,
    sample BOOLEAN NOT NULL,
    CONSTRAINT pk_agency PRIMARY KEY (id),
    CONSTRAINT fk_agency_parent_id FOREIGN KEY(parent_id) REFERENCES agency (id),
    CONSTRAINT uq_agency_code UNIQUE (code)
)
        """,
        [],
        {
            "id": '"id"',
            "parent_id": '"parent_id"',
            "code": '"code"',
            "name": '"name"',
            "short_name": '"short_name"',
            "superior": '"superior"',
            "symbol": '"symbol"',
            "place": '"place"',
            "email": '"email"',
            "time_zone": '"time_zone"',
            "country": '"country"',
            "holidays_basis": "''",
            "office_from": '"office_from"',
            "office_to": '"office_to"',
            "crowded_week": "3",
            "replies": "'{}'",
            "sign_with_code": "FALSE",
            "sample": '"sample"',
        },
    ),
    "assignment": (
        """
CREATE TABLE assignment (
    id INTEGER NOT NULL,
    agency_id INTEGER NOT NULL,
    period_id INTEGER NOT NULL,
    unit_id INTEGER NOT NULL,
    part VARCHAR(32) NOT NULL,
    due_on DATE NOT NULL,
    carried_by_id INTEGER,
    extended_to DATE,
    extended_why VARCHAR NOT NULL,
    excused_at DATETIME,
    closed_at DATETIME,
    next_rung_at DATETIME,
    CONSTRAINT pk_assignment PRIMARY KEY (id),
    CONSTRAINT fk_assignment_agency_id_period_id FOREIGN KEY(agency_id, period_id) REFERENCES period (agency_id, id),
    CONSTRAINT fk_assignment_agency_id_unit_id FOREIGN KEY(agency_id, unit_id) REFERENCES unit (agency_id, id),
    CONSTRAINT fk_assignment_agency_id_carried_by_id FOREIGN KEY(agency_id, carried_by_id) REFERENCES unit (agency_id, id),
    CONSTRAINT uq_assignment_period_id_unit_id UNIQUE (period_id, unit_id),
    CONSTRAINT uq_assignment_agency_id_id UNIQUE (agency_id, id),
    CONSTRAINT fk_assignment_agency_id FOREIGN KEY(agency_id) REFERENCES agency (id),
    CONSTRAINT ck_assignment_part CHECK (part IN ('lead', 'cooperating'))
)
        """,
        [
            "CREATE INDEX ix_assignment_agency_id ON assignment (agency_id)",
            "CREATE INDEX ix_assignment_carried_by_id ON assignment (carried_by_id)",
            "CREATE INDEX ix_assignment_next_rung ON assignment (next_rung_at) WHERE next_rung_at IS NOT NULL",
            "CREATE INDEX ix_assignment_unit_id ON assignment (unit_id)",
        ],
        {
            "id": '"id"',
            "agency_id": '"agency_id"',
            "period_id": '"period_id"',
            "unit_id": '"unit_id"',
            "part": '"part"',
            "due_on": '"due_on"',
            "extended_to": '"extended_to"',
            "extended_why": "''",
            "excused_at": '"excused_at"',
            "closed_at": '"closed_at"',
            "next_rung_at": '"next_rung_at"',
        },
    ),
    "dispatch": (
        """
CREATE TABLE dispatch (
    id INTEGER NOT NULL,
    agency_id INTEGER NOT NULL,
    report_id INTEGER NOT NULL,
    recipient_id INTEGER NOT NULL,
    channel VARCHAR(32) NOT NULL,
    letter_id INTEGER,
    received_as VARCHAR NOT NULL,
    dispatched_at DATETIME NOT NULL,
    dispatched_by INTEGER NOT NULL,
    CONSTRAINT pk_dispatch PRIMARY KEY (id),
    CONSTRAINT fk_dispatch_agency_id_report_id FOREIGN KEY(agency_id, report_id) REFERENCES report (agency_id, id),
    CONSTRAINT fk_dispatch_agency_id_recipient_id FOREIGN KEY(agency_id, recipient_id) REFERENCES recipient (agency_id, id),
    CONSTRAINT fk_dispatch_agency_id_letter_id FOREIGN KEY(agency_id, letter_id) REFERENCES letter (agency_id, id),
    CONSTRAINT fk_dispatch_agency_id_dispatched_by FOREIGN KEY(agency_id, dispatched_by) REFERENCES person (agency_id, id),
    CONSTRAINT uq_dispatch_report_id_recipient_id UNIQUE (report_id, recipient_id),
    CONSTRAINT ck_dispatch_email_has_letter CHECK ((channel = 'email') = (letter_id IS NOT NULL)),
    CONSTRAINT uq_dispatch_agency_id_id UNIQUE (agency_id, id),
    CONSTRAINT fk_dispatch_agency_id FOREIGN KEY(agency_id) REFERENCES agency (id),
    CONSTRAINT ck_dispatch_channel CHECK (channel IN ('email', 'paper', 'system'))
)
        """,
        ["CREATE INDEX ix_dispatch_agency_id ON dispatch (agency_id)"],
        {
            "id": '"id"',
            "agency_id": '"agency_id"',
            "report_id": '"report_id"',
            "recipient_id": '"recipient_id"',
            "channel": '"channel"',
            "letter_id": '"letter_id"',
            "received_as": "''",
            "dispatched_at": '"dispatched_at"',
            "dispatched_by": '"dispatched_by"',
        },
    ),
    "figure_value": (
        """
CREATE TABLE figure_value (
    id INTEGER NOT NULL,
    agency_id INTEGER NOT NULL,
    submission_id INTEGER NOT NULL,
    figure_id INTEGER NOT NULL,
    value VARCHAR(40) NOT NULL,
    stated_in_id INTEGER,
    note VARCHAR NOT NULL,
    status VARCHAR(32) NOT NULL,
    CONSTRAINT pk_figure_value PRIMARY KEY (id),
    CONSTRAINT fk_figure_value_agency_id_submission_id FOREIGN KEY(agency_id, submission_id) REFERENCES submission (agency_id, id),
    CONSTRAINT fk_figure_value_agency_id_stated_in_id FOREIGN KEY(agency_id, stated_in_id) REFERENCES submission (agency_id, id),
    CONSTRAINT fk_figure_value_agency_id_figure_id FOREIGN KEY(agency_id, figure_id) REFERENCES figure (agency_id, id),
    CONSTRAINT uq_figure_value_submission_id_figure_id UNIQUE (submission_id, figure_id),
    CONSTRAINT uq_figure_value_agency_id_id UNIQUE (agency_id, id),
    CONSTRAINT fk_figure_value_agency_id FOREIGN KEY(agency_id) REFERENCES agency (id),
    CONSTRAINT ck_figure_value_figurestatus CHECK (status IN ('estimate', 'actual', 'official'))
)
        """,
        [
            "CREATE INDEX ix_figure_value_agency_id ON figure_value (agency_id)",
            "CREATE INDEX ix_figure_value_figure_id ON figure_value (figure_id)",
        ],
        {
            "id": '"id"',
            "agency_id": '"agency_id"',
            "submission_id": '"submission_id"',
            "figure_id": '"figure_id"',
            "value": '"value"',
            "note": "''",
            "status": "'actual'",
        },
    ),
    "issued_number": (
        """
CREATE TABLE issued_number (
    id INTEGER NOT NULL,
    agency_id INTEGER NOT NULL,
    book VARCHAR(20) NOT NULL,
    year INTEGER NOT NULL,
    number INTEGER NOT NULL,
    report_id INTEGER NOT NULL,
    symbol VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    issued_on DATE NOT NULL,
    numbered_at DATETIME NOT NULL,
    numbered_by INTEGER NOT NULL,
    voided_at DATETIME,
    voided_by INTEGER,
    void_reason VARCHAR NOT NULL,
    CONSTRAINT pk_issued_number PRIMARY KEY (id),
    CONSTRAINT fk_issued_number_agency_id_report_id FOREIGN KEY(agency_id, report_id) REFERENCES report (agency_id, id),
    CONSTRAINT fk_issued_number_agency_id_numbered_by FOREIGN KEY(agency_id, numbered_by) REFERENCES person (agency_id, id),
    CONSTRAINT fk_issued_number_agency_id_voided_by FOREIGN KEY(agency_id, voided_by) REFERENCES person (agency_id, id),
    CONSTRAINT uq_issued_number_agency_id_book_year_number UNIQUE (agency_id, book, year, number),
    CONSTRAINT ck_issued_number_number CHECK (number >= 1),
    CONSTRAINT ck_issued_number_void_has_reason CHECK ((voided_at IS NULL) = (void_reason = '')),
    CONSTRAINT uq_issued_number_agency_id_id UNIQUE (agency_id, id),
    CONSTRAINT fk_issued_number_agency_id FOREIGN KEY(agency_id) REFERENCES agency (id)
)
        """,
        [
            "CREATE INDEX ix_issued_number_agency_id ON issued_number (agency_id)",
            "CREATE UNIQUE INDEX uq_issued_number_report ON issued_number (report_id, book) WHERE voided_at IS NULL",
        ],
        {
            "id": '"id"',
            "agency_id": '"agency_id"',
            "book": '"book"',
            "year": '"year"',
            "number": '"number"',
            "report_id": '"report_id"',
            "symbol": '"symbol"',
            "subject": '"subject"',
            "issued_on": '"issued_on"',
            "numbered_at": '"numbered_at"',
            "numbered_by": '"numbered_by"',
            "void_reason": "''",
        },
    ),
    "letter": (
        """
CREATE TABLE letter (
    id INTEGER NOT NULL,
    agency_id INTEGER NOT NULL,
    letter_key VARCHAR(200) NOT NULL,
    kind VARCHAR(32) NOT NULL,
    person_id INTEGER,
    to_name VARCHAR NOT NULL,
    to_address VARCHAR(254) NOT NULL,
    subject VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    html VARCHAR NOT NULL,
    message_id VARCHAR(200) NOT NULL,
    "references" JSON NOT NULL,
    created_at DATETIME NOT NULL,
    not_before DATETIME NOT NULL,
    expires_at DATETIME NOT NULL,
    state VARCHAR(32) NOT NULL,
    attempts INTEGER NOT NULL,
    lease_until DATETIME,
    lease_owner VARCHAR,
    begun_at DATETIME,
    sent_at DATETIME,
    outcome VARCHAR NOT NULL,
    CONSTRAINT pk_letter PRIMARY KEY (id),
    CONSTRAINT fk_letter_agency_id_person_id FOREIGN KEY(agency_id, person_id) REFERENCES person (agency_id, id),
    CONSTRAINT uq_letter_agency_id_letter_key UNIQUE (agency_id, letter_key),
    CONSTRAINT ck_letter_sent_has_instant CHECK ((state = 'sent') = (sent_at IS NOT NULL)),
    CONSTRAINT ck_letter_sending_has_lease CHECK (state <> 'sending' OR lease_until IS NOT NULL),
    CONSTRAINT ck_letter_expiry CHECK (expires_at > not_before),
    CONSTRAINT uq_letter_agency_id_id UNIQUE (agency_id, id),
    CONSTRAINT fk_letter_agency_id FOREIGN KEY(agency_id) REFERENCES agency (id),
    CONSTRAINT ck_letter_letterkind CHECK (kind IN ('sign_in', 'reminder', 'receipt', 'returned', 'changed', 'extension_asked', 'extension_decided', 'drafted', 'for_sign_off', 'sent_back', 'for_dispatch', 'dispatch', 'watch', 'read_back', 'not_taken', 'bounced', 'away', 'morning')),
    CONSTRAINT uq_letter_message_id UNIQUE (message_id),
    CONSTRAINT ck_letter_letterstate CHECK (state IN ('queued', 'sending', 'sent', 'in_doubt', 'failed', 'expired', 'held', 'dropped'))
)
        """,
        [
            "CREATE INDEX ix_letter_agency_id ON letter (agency_id)",
            "CREATE INDEX ix_letter_due ON letter (not_before) WHERE state IN ('queued', 'sending')",
            "CREATE INDEX ix_letter_held ON letter (agency_id) WHERE state = 'held'",
            "CREATE INDEX ix_letter_person_id ON letter (person_id)",
            "CREATE INDEX ix_letter_sent_at ON letter (sent_at) WHERE sent_at IS NOT NULL",
            "CREATE INDEX ix_letter_urgent ON letter (not_before) WHERE state IN ('queued', 'sending') AND kind IN ('sign_in', 'read_back')",
        ],
        {
            "id": '"id"',
            "agency_id": '"agency_id"',
            "letter_key": '"letter_key"',
            "kind": '"kind"',
            "person_id": '"person_id"',
            "to_name": '"to_name"',
            "to_address": '"to_address"',
            "subject": '"subject"',
            "text": '"text"',
            "html": '"html"',
            "message_id": '"message_id"',
            "references": '"references"',
            "created_at": '"created_at"',
            "not_before": '"not_before"',
            "expires_at": '"expires_at"',
            "state": '"state"',
            "attempts": '"attempts"',
            "lease_until": '"lease_until"',
            "lease_owner": '"lease_owner"',
            "begun_at": '"begun_at"',
            "sent_at": '"sent_at"',
            "outcome": '"outcome"',
        },
    ),
    "paper": (
        """
CREATE TABLE paper (
    id INTEGER NOT NULL,
    agency_id INTEGER NOT NULL,
    report_id INTEGER NOT NULL,
    kind VARCHAR(32) NOT NULL,
    version INTEGER NOT NULL,
    filename VARCHAR NOT NULL,
    content BLOB NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    made_at DATETIME NOT NULL,
    CONSTRAINT pk_paper PRIMARY KEY (id),
    CONSTRAINT fk_paper_agency_id_report_id FOREIGN KEY(agency_id, report_id) REFERENCES report (agency_id, id),
    CONSTRAINT uq_paper_report_id_kind_version UNIQUE (report_id, kind, version),
    CONSTRAINT ck_paper_not_empty CHECK (length(content) > 0),
    CONSTRAINT uq_paper_agency_id_id UNIQUE (agency_id, id),
    CONSTRAINT fk_paper_agency_id FOREIGN KEY(agency_id) REFERENCES agency (id),
    CONSTRAINT ck_paper_paperkind CHECK (kind IN ('docx', 'pdf', 'draft', 'signed'))
)
        """,
        ["CREATE INDEX ix_paper_agency_id ON paper (agency_id)"],
        {
            "id": '"id"',
            "agency_id": '"agency_id"',
            "report_id": '"report_id"',
            "kind": '"kind"',
            "version": "0",
            "filename": '"filename"',
            "content": '"content"',
            "sha256": '"sha256"',
            "made_at": '"made_at"',
        },
    ),
    "period": (
        """
CREATE TABLE period (
    id INTEGER NOT NULL,
    agency_id INTEGER NOT NULL,
    obligation_id INTEGER NOT NULL,
    year INTEGER NOT NULL,
    kind VARCHAR(32) NOT NULL,
    number INTEGER NOT NULL,
    data_from DATE NOT NULL,
    data_to DATE NOT NULL,
    opens_on DATE NOT NULL,
    due_raw DATE NOT NULL,
    due_on DATE NOT NULL,
    due_why VARCHAR NOT NULL,
    send_raw DATE NOT NULL,
    send_on DATE NOT NULL,
    send_why VARCHAR NOT NULL,
    compile_on DATE NOT NULL,
    sign_on DATE NOT NULL,
    due_steps JSON NOT NULL,
    send_steps JSON NOT NULL,
    led_by_id INTEGER,
    cancelled_at DATETIME,
    opened_at DATETIME NOT NULL,
    draft_at DATETIME,
    CONSTRAINT pk_period PRIMARY KEY (id),
    CONSTRAINT fk_period_agency_id_obligation_id FOREIGN KEY(agency_id, obligation_id) REFERENCES obligation (agency_id, id),
    CONSTRAINT fk_period_agency_id_led_by_id FOREIGN KEY(agency_id, led_by_id) REFERENCES unit (agency_id, id),
    CONSTRAINT uq_period_obligation_id_year_kind_number UNIQUE (obligation_id, year, kind, number),
    CONSTRAINT ck_period_window CHECK (data_to >= data_from),
    CONSTRAINT ck_period_due_after_data CHECK (due_on > data_to),
    CONSTRAINT ck_period_send_after_due CHECK (send_on >= due_on),
    CONSTRAINT ck_period_levels_in_order CHECK (compile_on BETWEEN due_on AND sign_on AND sign_on <= send_on),
    CONSTRAINT uq_period_agency_id_id UNIQUE (agency_id, id),
    CONSTRAINT fk_period_agency_id FOREIGN KEY(agency_id) REFERENCES agency (id),
    CONSTRAINT ck_period_periodkind CHECK (kind IN ('week', 'month', 'quarter', 'half', 'nine_months', 'year', 'once', 'event'))
)
        """,
        [
            "CREATE INDEX ix_period_agency_id ON period (agency_id)",
            "CREATE INDEX ix_period_draft_at ON period (draft_at) WHERE draft_at IS NOT NULL",
        ],
        {
            "id": '"id"',
            "agency_id": '"agency_id"',
            "obligation_id": '"obligation_id"',
            "year": '"year"',
            "kind": '"kind"',
            "number": '"number"',
            "data_from": '"data_from"',
            "data_to": '"data_to"',
            "opens_on": '"opens_on"',
            "due_raw": '"due_raw"',
            "due_on": '"due_on"',
            "due_why": '"due_why"',
            "send_raw": '"send_raw"',
            "send_on": '"send_on"',
            "send_why": '"send_why"',
            "compile_on": "due_on",
            "sign_on": "send_on",
            "due_steps": "'[]'",
            "send_steps": "'[]'",
            "opened_at": '"opened_at"',
            "draft_at": '"draft_at"',
        },
    ),
    "reminder": (
        """
CREATE TABLE reminder (
    id INTEGER NOT NULL,
    agency_id INTEGER NOT NULL,
    assignment_id INTEGER NOT NULL,
    rung VARCHAR(60) NOT NULL,
    person_id INTEGER NOT NULL,
    due_at DATETIME NOT NULL,
    recorded_at DATETIME NOT NULL,
    letter_id INTEGER,
    reason VARCHAR NOT NULL,
    dropped_at DATETIME,
    CONSTRAINT pk_reminder PRIMARY KEY (id),
    CONSTRAINT fk_reminder_agency_id_assignment_id FOREIGN KEY(agency_id, assignment_id) REFERENCES assignment (agency_id, id),
    CONSTRAINT fk_reminder_agency_id_person_id FOREIGN KEY(agency_id, person_id) REFERENCES person (agency_id, id),
    CONSTRAINT fk_reminder_agency_id_letter_id FOREIGN KEY(agency_id, letter_id) REFERENCES letter (agency_id, id),
    CONSTRAINT uq_reminder_assignment_id_rung_person_id UNIQUE (assignment_id, rung, person_id),
    CONSTRAINT ck_reminder_letter_or_reason CHECK ((letter_id IS NOT NULL AND reason = '') OR (letter_id IS NULL AND reason <> '')),
    CONSTRAINT uq_reminder_agency_id_id UNIQUE (agency_id, id),
    CONSTRAINT fk_reminder_agency_id FOREIGN KEY(agency_id) REFERENCES agency (id)
)
        """,
        [
            "CREATE INDEX ix_reminder_agency_id ON reminder (agency_id)",
            "CREATE INDEX ix_reminder_letter_id ON reminder (letter_id)",
            "CREATE INDEX ix_reminder_person_id ON reminder (person_id)",
        ],
        {
            "id": '"id"',
            "agency_id": '"agency_id"',
            "assignment_id": '"assignment_id"',
            "rung": '"rung"',
            "person_id": '"person_id"',
            "due_at": '"due_at"',
            "recorded_at": '"recorded_at"',
            "letter_id": '"letter_id"',
            "reason": '"reason"',
        },
    ),
    "report": (
        """
CREATE TABLE report (
    id INTEGER NOT NULL,
    agency_id INTEGER NOT NULL,
    period_id INTEGER NOT NULL,
    replaces_id INTEGER,
    replaced_at DATETIME,
    created_at DATETIME NOT NULL,
    sent_up_at DATETIME,
    signed_at DATETIME,
    CONSTRAINT pk_report PRIMARY KEY (id),
    CONSTRAINT fk_report_agency_id_period_id FOREIGN KEY(agency_id, period_id) REFERENCES period (agency_id, id),
    CONSTRAINT fk_report_agency_id_replaces_id FOREIGN KEY(agency_id, replaces_id) REFERENCES report (agency_id, id),
    CONSTRAINT uq_report_agency_id_id UNIQUE (agency_id, id),
    CONSTRAINT fk_report_agency_id FOREIGN KEY(agency_id) REFERENCES agency (id)
)
        """,
        [
            "CREATE INDEX ix_report_agency_id ON report (agency_id)",
            "CREATE UNIQUE INDEX uq_report_period ON report (period_id) WHERE replaced_at IS NULL",
        ],
        {
            "id": '"id"',
            "agency_id": '"agency_id"',
            "period_id": '"period_id"',
            "created_at": '"created_at"',
            "sent_up_at": '"sent_up_at"',
            "signed_at": '"signed_at"',
        },
    ),
    "rule": (
        """
CREATE TABLE rule (
    id INTEGER NOT NULL,
    agency_id INTEGER NOT NULL,
    obligation_id INTEGER NOT NULL,
    kind VARCHAR(32) NOT NULL,
    within_id INTEGER,
    regime_id INTEGER,
    period_kinds JSON NOT NULL,
    exceptions JSON NOT NULL,
    continuous BOOLEAN NOT NULL,
    data_from DATE,
    data_to DATE,
    due_day VARCHAR NOT NULL,
    due_direction VARCHAR(32) NOT NULL,
    send_day VARCHAR NOT NULL,
    send_direction VARCHAR(32) NOT NULL,
    open_before INTEGER NOT NULL,
    compile_before INTEGER NOT NULL,
    sign_before INTEGER NOT NULL,
    ladder JSON NOT NULL,
    standing VARCHAR(32) NOT NULL,
    basis VARCHAR NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    next_open_at DATETIME,
    CONSTRAINT pk_rule PRIMARY KEY (id),
    CONSTRAINT fk_rule_agency_id_obligation_id FOREIGN KEY(agency_id, obligation_id) REFERENCES obligation (agency_id, id),
    CONSTRAINT fk_rule_agency_id_within_id FOREIGN KEY(agency_id, within_id) REFERENCES obligation (agency_id, id),
    CONSTRAINT fk_rule_agency_id_regime_id FOREIGN KEY(agency_id, regime_id) REFERENCES regime (agency_id, id),
    CONSTRAINT uq_rule_obligation_id UNIQUE (obligation_id),
    CONSTRAINT ck_rule_open_before CHECK (open_before >= 1),
    CONSTRAINT ck_rule_levels CHECK (compile_before >= sign_before AND sign_before >= 0),
    CONSTRAINT ck_rule_once_window CHECK (data_to IS NULL OR data_to >= data_from),
    CONSTRAINT ck_rule_kind_fields CHECK ((kind = 'within') = (within_id IS NOT NULL) AND (kind <> 'within') = (regime_id IS NOT NULL)),
    CONSTRAINT ck_rule_basis_given CHECK (basis <> ''),
    CONSTRAINT uq_rule_agency_id_id UNIQUE (agency_id, id),
    CONSTRAINT fk_rule_agency_id FOREIGN KEY(agency_id) REFERENCES agency (id),
    CONSTRAINT ck_rule_rulekind CHECK (kind IN ('rounds', 'within', 'event')),
    CONSTRAINT ck_rule_direction CHECK (due_direction IN ('forward', 'back', 'none')),
    CONSTRAINT ck_rule_send_direction CHECK (send_direction IN ('forward', 'back', 'none')),
    CONSTRAINT ck_rule_standing CHECK (standing IN ('proposed', 'confirmed'))
)
        """,
        [
            "CREATE INDEX ix_rule_agency_id ON rule (agency_id)",
            "CREATE INDEX ix_rule_next_open ON rule (next_open_at) WHERE next_open_at IS NOT NULL",
        ],
        {
            "id": '"id"',
            "agency_id": '"agency_id"',
            "obligation_id": '"obligation_id"',
            "kind": '"kind"',
            "within_id": '"within_id"',
            "regime_id": '"regime_id"',
            "period_kinds": '"period_kinds"',
            "exceptions": "'{}'",
            "continuous": "FALSE",
            "due_day": "CASE WHEN kind = 'within' THEN '' ELSE coalesce(CAST(due_day AS VARCHAR), 'last') END",
            "due_direction": '"due_direction"',
            "send_day": "CASE WHEN kind = 'within' THEN '' ELSE coalesce(CAST(send_day AS VARCHAR), 'last') END",
            "send_direction": '"send_direction"',
            "open_before": '"open_before"',
            "compile_before": "2",
            "sign_before": "1",
            "ladder": '"ladder"',
            "standing": '"standing"',
            "basis": '"basis"',
            "valid_from": '"valid_from"',
            "valid_to": '"valid_to"',
            "next_open_at": '"next_open_at"',
        },
    ),
    "run": (
        """
CREATE TABLE run (
    id INTEGER NOT NULL,
    flow VARCHAR(32) NOT NULL,
    runner VARCHAR(32) NOT NULL,
    started_at DATETIME NOT NULL,
    ended_at DATETIME,
    outcome VARCHAR(32) NOT NULL,
    done INTEGER NOT NULL,
    note VARCHAR NOT NULL,
    CONSTRAINT pk_run PRIMARY KEY (id),
    CONSTRAINT ck_run_running_is_open CHECK ((outcome = 'running') = (ended_at IS NULL)),
    CONSTRAINT ck_run_flowname CHECK (flow IN ('open', 'remind', 'deliver', 'draft', 'watch', 'collect')),
    CONSTRAINT ck_run_runnerkind CHECK (runner IN ('prefect', 'plain')),
    CONSTRAINT ck_run_runoutcome CHECK (outcome IN ('running', 'done', 'failed', 'lost'))
)
        """,
        ["CREATE INDEX ix_run_started_at ON run (started_at)"],
        {
            "id": '"id"',
            "flow": '"flow"',
            "runner": '"runner"',
            "started_at": '"started_at"',
            "ended_at": '"ended_at"',
            "outcome": '"outcome"',
            "done": '"done"',
            "note": '"note"',
        },
    ),
    "schedule": (
        """
CREATE TABLE schedule (
    id INTEGER NOT NULL,
    agency_id INTEGER NOT NULL,
    flow VARCHAR(32) NOT NULL,
    every_seconds INTEGER,
    paused BOOLEAN NOT NULL,
    asked_at DATETIME,
    run_id INTEGER,
    CONSTRAINT pk_schedule PRIMARY KEY (id),
    CONSTRAINT uq_schedule_agency_id_flow UNIQUE (agency_id, flow),
    CONSTRAINT ck_schedule_every CHECK (every_seconds >= 1),
    CONSTRAINT uq_schedule_agency_id_id UNIQUE (agency_id, id),
    CONSTRAINT fk_schedule_agency_id FOREIGN KEY(agency_id) REFERENCES agency (id),
    CONSTRAINT ck_schedule_flowname CHECK (flow IN ('open', 'remind', 'deliver', 'draft', 'watch', 'collect')),
    CONSTRAINT fk_schedule_run_id FOREIGN KEY(run_id) REFERENCES run (id)
)
        """,
        ["CREATE INDEX ix_schedule_agency_id ON schedule (agency_id)"],
        {
            "id": '"id"',
            "agency_id": '"agency_id"',
            "flow": '"flow"',
            "every_seconds": '"every_seconds"',
            "paused": '"paused"',
        },
    ),
    "signoff_step": (
        """
CREATE TABLE signoff_step (
    id INTEGER NOT NULL,
    agency_id INTEGER NOT NULL,
    report_id INTEGER NOT NULL,
    version_id INTEGER NOT NULL,
    round INTEGER NOT NULL,
    position INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    signs BOOLEAN NOT NULL,
    task VARCHAR(32) NOT NULL,
    capacity VARCHAR(32) NOT NULL,
    decision VARCHAR(32),
    decided_at DATETIME,
    decided_by INTEGER,
    reason VARCHAR NOT NULL,
    CONSTRAINT pk_signoff_step PRIMARY KEY (id),
    CONSTRAINT fk_signoff_step_agency_id_report_id FOREIGN KEY(agency_id, report_id) REFERENCES report (agency_id, id),
    CONSTRAINT fk_signoff_step_agency_id_version_id FOREIGN KEY(agency_id, version_id) REFERENCES report_version (agency_id, id),
    CONSTRAINT fk_signoff_step_agency_id_person_id FOREIGN KEY(agency_id, person_id) REFERENCES person (agency_id, id),
    CONSTRAINT fk_signoff_step_agency_id_decided_by FOREIGN KEY(agency_id, decided_by) REFERENCES person (agency_id, id),
    CONSTRAINT uq_signoff_step_version_id_position_round UNIQUE (version_id, position, round),
    CONSTRAINT ck_signoff_step_decided_has_instant CHECK ((decision IS NULL) = (decided_at IS NULL)),
    CONSTRAINT ck_signoff_step_returned_has_reason CHECK (decision IS NULL OR decision <> 'returned' OR reason <> ''),
    CONSTRAINT uq_signoff_step_agency_id_id UNIQUE (agency_id, id),
    CONSTRAINT fk_signoff_step_agency_id FOREIGN KEY(agency_id) REFERENCES agency (id),
    CONSTRAINT ck_signoff_step_steptask CHECK (task IN ('content', 'form', 'deputy', 'sign')),
    CONSTRAINT ck_signoff_step_capacity CHECK (capacity IN ('own', 'kt', 'tl', 'tuq', 'q')),
    CONSTRAINT ck_signoff_step_decision CHECK (decision IN ('approved', 'returned'))
)
        """,
        [
            "CREATE INDEX ix_signoff_open ON signoff_step (person_id) WHERE decision IS NULL",
            "CREATE INDEX ix_signoff_step_agency_id ON signoff_step (agency_id)",
            "CREATE INDEX ix_signoff_step_report_id ON signoff_step (report_id)",
        ],
        {
            "id": '"id"',
            "agency_id": '"agency_id"',
            "report_id": '"report_id"',
            "version_id": '"version_id"',
            "round": '"round"',
            "position": '"position"',
            "person_id": '"person_id"',
            "signs": '"signs"',
            "task": "CASE WHEN signs THEN 'sign' ELSE 'content' END",
            "capacity": "'own'",
            "decision": '"decision"',
            "decided_at": '"decided_at"',
            "decided_by": '"decided_by"',
            "reason": '"reason"',
        },
    ),
    "submission": (
        """
CREATE TABLE submission (
    id INTEGER NOT NULL,
    agency_id INTEGER NOT NULL,
    assignment_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    nothing_to_report BOOLEAN NOT NULL,
    written_by INTEGER NOT NULL,
    door VARCHAR(32) NOT NULL,
    saved_at DATETIME NOT NULL,
    submitted_at DATETIME,
    accepted_at DATETIME,
    returned_at DATETIME,
    return_reason VARCHAR NOT NULL,
    decided_by INTEGER,
    CONSTRAINT pk_submission PRIMARY KEY (id),
    CONSTRAINT fk_submission_agency_id_assignment_id FOREIGN KEY(agency_id, assignment_id) REFERENCES assignment (agency_id, id),
    CONSTRAINT fk_submission_agency_id_written_by FOREIGN KEY(agency_id, written_by) REFERENCES person (agency_id, id),
    CONSTRAINT fk_submission_agency_id_decided_by FOREIGN KEY(agency_id, decided_by) REFERENCES person (agency_id, id),
    CONSTRAINT uq_submission_assignment_id_version UNIQUE (assignment_id, version),
    CONSTRAINT ck_submission_one_decision CHECK (accepted_at IS NULL OR returned_at IS NULL),
    CONSTRAINT ck_submission_decided_is_submitted CHECK ((accepted_at IS NULL AND returned_at IS NULL) OR submitted_at IS NOT NULL),
    CONSTRAINT ck_submission_returned_has_reason CHECK (returned_at IS NULL OR return_reason <> ''),
    CONSTRAINT ck_submission_version CHECK (version >= 1),
    CONSTRAINT uq_submission_agency_id_id UNIQUE (agency_id, id),
    CONSTRAINT fk_submission_agency_id FOREIGN KEY(agency_id) REFERENCES agency (id),
    CONSTRAINT ck_submission_door CHECK (door IN ('web', 'link', 'reply', 'flow', 'command', 'rehearsal'))
)
        """,
        [
            "CREATE INDEX ix_submission_agency_id ON submission (agency_id)",
            "CREATE UNIQUE INDEX uq_submission_draft ON submission (assignment_id) WHERE submitted_at IS NULL",
        ],
        {
            "id": '"id"',
            "agency_id": '"agency_id"',
            "assignment_id": '"assignment_id"',
            "version": '"version"',
            "nothing_to_report": '"nothing_to_report"',
            "written_by": '"written_by"',
            "door": '"door"',
            "saved_at": '"saved_at"',
            "submitted_at": '"submitted_at"',
            "accepted_at": '"accepted_at"',
            "returned_at": '"returned_at"',
            "return_reason": '"return_reason"',
            "decided_by": '"decided_by"',
        },
    ),
    "unit": (
        """
CREATE TABLE unit (
    id INTEGER NOT NULL,
    agency_id INTEGER NOT NULL,
    code VARCHAR(40) NOT NULL,
    name VARCHAR NOT NULL,
    abbreviation VARCHAR NOT NULL,
    kind VARCHAR(32) NOT NULL,
    position INTEGER NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    successor_id INTEGER,
    stands_for_id INTEGER,
    standing VARCHAR(32) NOT NULL,
    basis VARCHAR NOT NULL,
    hand_over_at DATETIME,
    CONSTRAINT pk_unit PRIMARY KEY (id),
    CONSTRAINT fk_unit_agency_id_successor_id FOREIGN KEY(agency_id, successor_id) REFERENCES unit (agency_id, id),
    CONSTRAINT uq_unit_agency_id_code UNIQUE (agency_id, code),
    CONSTRAINT ck_unit_valid_order CHECK (valid_to IS NULL OR valid_to >= valid_from),
    CONSTRAINT uq_unit_agency_id_id UNIQUE (agency_id, id),
    CONSTRAINT fk_unit_agency_id FOREIGN KEY(agency_id) REFERENCES agency (id),
    CONSTRAINT ck_unit_unitkind CHECK (kind IN ('division', 'subordinate')),
    CONSTRAINT fk_unit_stands_for_id FOREIGN KEY(stands_for_id) REFERENCES agency (id),
    CONSTRAINT ck_unit_standing CHECK (standing IN ('proposed', 'confirmed'))
)
        """,
        [
            "CREATE INDEX ix_unit_agency_id ON unit (agency_id)",
            "CREATE INDEX ix_unit_hand_over ON unit (hand_over_at) WHERE hand_over_at IS NOT NULL",
        ],
        {
            "id": '"id"',
            "agency_id": '"agency_id"',
            "code": '"code"',
            "name": '"name"',
            "abbreviation": '"abbreviation"',
            "kind": '"kind"',
            "position": '"position"',
            "valid_from": '"valid_from"',
            "valid_to": '"valid_to"',
            "successor_id": '"successor_id"',
            "standing": '"standing"',
            "basis": '"basis"',
        },
    ),
}


def upgrade() -> None:
    """Apply."""
    _days_as_text()
    if op.get_bind().dialect.name == "sqlite":
        for name in TABLES:
            _rebuild(name)
    else:
        _alter()
    _new_tables()


def _days_as_text() -> None:
    """Changes of before named days by number, with none for the last one."""
    connection = op.get_bind()
    table = sa.table("adjustment", sa.column("id"), sa.column("before", JSON), sa.column("after", JSON))
    for key, before, after in connection.execute(sa.select(table.c.id, table.c.before, table.c.after)).all():
        told = {"before": _as_text(before), "after": _as_text(after)}
        connection.execute(table.update().where(table.c.id == key).values(**told))


def _as_text(told: dict[str, object]) -> dict[str, object]:
    days = ("due_day", "send_day")
    return {name: ("last" if value is None else str(value)) if name in days else value for name, value in told.items()}


def _rebuild(name: str) -> None:
    ddl, indexes, columns = TABLES[name]
    op.execute(ddl.replace(f"CREATE TABLE {name} (", f"CREATE TABLE new_{name} (", 1))
    into, values = ", ".join(f'"{column}"' for column in columns), ", ".join(columns.values())
    op.execute(f"INSERT INTO new_{name} ({into}) SELECT {values} FROM {name}")
    op.execute(f"DROP TABLE {name}")
    op.execute(f"ALTER TABLE new_{name} RENAME TO {name}")
    for index in indexes:
        op.execute(index)


def _alter() -> None:
    op.drop_constraint(op.f("ck_paper_paperkind"), "paper", type_="check")
    op.drop_constraint(op.f("ck_dispatch_channel"), "dispatch", type_="check")
    op.drop_constraint(op.f("ck_letter_letterkind"), "letter", type_="check")
    op.drop_constraint(op.f("ck_letter_letterstate"), "letter", type_="check")
    op.drop_constraint(op.f("ck_period_periodkind"), "period", type_="check")
    op.drop_constraint(op.f("ck_rule_due_day"), "rule", type_="check")
    op.drop_constraint(op.f("ck_rule_kind_fields"), "rule", type_="check")
    op.drop_constraint(op.f("ck_rule_rulekind"), "rule", type_="check")
    op.drop_constraint(op.f("ck_rule_send_day"), "rule", type_="check")
    op.drop_constraint(op.f("ck_schedule_flowname"), "schedule", type_="check")
    op.drop_constraint(op.f("ck_run_flowname"), "run", type_="check")
    op.drop_constraint(op.f("ck_submission_door"), "submission", type_="check")
    op.add_column(
        "adjustment",
        sa.Column(
            "kind",
            sa.Enum(
                "rule",
                "cancel",
                "pause",
                "resume",
                "extend",
                "excuse",
                "calendar",
                "unit",
                "plan",
                "undo",
                name="changekind",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
    )
    op.execute("UPDATE adjustment SET kind = 'rule'")
    op.alter_column("adjustment", "kind", nullable=False)
    op.add_column(
        "adjustment",
        sa.Column("scope", sa.Enum("one", "from", "all", name="scope", native_enum=False, length=32), nullable=True),
    )
    op.add_column("adjustment", sa.Column("round", sa.String(30), nullable=True))
    op.add_column("adjustment", sa.Column("assignment_id", sa.Integer(), nullable=True))
    op.add_column("adjustment", sa.Column("unit_id", sa.Integer(), nullable=True))
    op.add_column("adjustment", sa.Column("plan_id", sa.Integer(), nullable=True))
    op.add_column("adjustment", sa.Column("document", sa.String(), nullable=True))
    op.execute("UPDATE adjustment SET document = ''")
    op.alter_column("adjustment", "document", nullable=False)
    op.add_column("adjustment", sa.Column("undoes_id", sa.Integer(), nullable=True))
    op.alter_column("adjustment", "rule_id", nullable=True)
    op.alter_column("adjustment", "made_by", nullable=True)
    op.create_index(op.f("ix_adjustment_assignment_id"), "adjustment", ["assignment_id"], unique=False)
    op.create_unique_constraint(op.f("uq_adjustment_undoes_id"), "adjustment", ["undoes_id"])
    op.create_foreign_key(
        op.f("fk_adjustment_agency_id_undoes_id"),
        "adjustment",
        "adjustment",
        ["agency_id", "undoes_id"],
        ["agency_id", "id"],
    )
    op.create_foreign_key(
        op.f("fk_adjustment_agency_id_plan_id"), "adjustment", "plan", ["agency_id", "plan_id"], ["agency_id", "id"]
    )
    op.create_foreign_key(
        op.f("fk_adjustment_agency_id_unit_id"), "adjustment", "unit", ["agency_id", "unit_id"], ["agency_id", "id"]
    )
    op.create_foreign_key(
        op.f("fk_adjustment_agency_id_assignment_id"),
        "adjustment",
        "assignment",
        ["agency_id", "assignment_id"],
        ["agency_id", "id"],
    )
    op.add_column("agency", sa.Column("holidays_basis", sa.String(), nullable=True))
    op.execute("UPDATE agency SET holidays_basis = ''")
    op.alter_column("agency", "holidays_basis", nullable=False)
    op.add_column("agency", sa.Column("holidays_until", sa.Integer(), nullable=True))
    op.add_column("agency", sa.Column("crowded_week", sa.Integer(), nullable=True))
    op.execute("UPDATE agency SET crowded_week = 3")
    op.alter_column("agency", "crowded_week", nullable=False)
    op.add_column("agency", sa.Column("replies", JSON, nullable=True))
    op.execute("UPDATE agency SET replies = '{}'")
    op.alter_column("agency", "replies", nullable=False)
    op.add_column("agency", sa.Column("sign_with_code", sa.Boolean(), nullable=True))
    op.execute("UPDATE agency SET sign_with_code = FALSE")
    op.alter_column("agency", "sign_with_code", nullable=False)
    op.add_column("assignment", sa.Column("carried_by_id", sa.Integer(), nullable=True))
    op.add_column("assignment", sa.Column("extended_why", sa.String(), nullable=True))
    op.execute("UPDATE assignment SET extended_why = ''")
    op.alter_column("assignment", "extended_why", nullable=False)
    op.create_index(op.f("ix_assignment_carried_by_id"), "assignment", ["carried_by_id"], unique=False)
    op.create_foreign_key(
        op.f("fk_assignment_agency_id_carried_by_id"),
        "assignment",
        "unit",
        ["agency_id", "carried_by_id"],
        ["agency_id", "id"],
    )
    op.add_column("dispatch", sa.Column("received_as", sa.String(), nullable=True))
    op.execute("UPDATE dispatch SET received_as = ''")
    op.alter_column("dispatch", "received_as", nullable=False)
    op.add_column("figure_value", sa.Column("stated_in_id", sa.Integer(), nullable=True))
    op.add_column("figure_value", sa.Column("note", sa.String(), nullable=True))
    op.execute("UPDATE figure_value SET note = ''")
    op.alter_column("figure_value", "note", nullable=False)
    op.add_column(
        "figure_value",
        sa.Column(
            "status",
            sa.Enum("estimate", "actual", "official", name="figurestatus", native_enum=False, length=32),
            nullable=True,
        ),
    )
    op.execute("UPDATE figure_value SET status = 'actual'")
    op.alter_column("figure_value", "status", nullable=False)
    op.create_foreign_key(
        op.f("fk_figure_value_agency_id_stated_in_id"),
        "figure_value",
        "submission",
        ["agency_id", "stated_in_id"],
        ["agency_id", "id"],
    )
    op.add_column("issued_number", sa.Column("voided_at", INSTANT, nullable=True))
    op.add_column("issued_number", sa.Column("voided_by", sa.Integer(), nullable=True))
    op.add_column("issued_number", sa.Column("void_reason", sa.String(), nullable=True))
    op.execute("UPDATE issued_number SET void_reason = ''")
    op.alter_column("issued_number", "void_reason", nullable=False)
    op.drop_constraint(op.f("uq_issued_number_report_id"), "issued_number", type_="unique")
    op.create_index(
        "uq_issued_number_report",
        "issued_number",
        ["report_id", "book"],
        unique=True,
        sqlite_where=sa.text("voided_at IS NULL"),
        postgresql_where=sa.text("voided_at IS NULL"),
    )
    op.create_foreign_key(
        op.f("fk_issued_number_agency_id_voided_by"),
        "issued_number",
        "person",
        ["agency_id", "voided_by"],
        ["agency_id", "id"],
    )
    op.create_index(
        "ix_letter_held",
        "letter",
        ["agency_id"],
        unique=False,
        sqlite_where=sa.text("state = 'held'"),
        postgresql_where=sa.text("state = 'held'"),
    )
    op.create_index(
        "ix_letter_sent_at",
        "letter",
        ["sent_at"],
        unique=False,
        sqlite_where=sa.text("sent_at IS NOT NULL"),
        postgresql_where=sa.text("sent_at IS NOT NULL"),
    )
    op.create_index(
        "ix_letter_urgent",
        "letter",
        ["not_before"],
        unique=False,
        sqlite_where=sa.text("state IN ('queued', 'sending') AND kind IN ('sign_in', 'read_back')"),
        postgresql_where=sa.text("state IN ('queued', 'sending') AND kind IN ('sign_in', 'read_back')"),
    )
    op.add_column("paper", sa.Column("version", sa.Integer(), nullable=True))
    op.execute("UPDATE paper SET version = 0")
    op.alter_column("paper", "version", nullable=False)
    op.drop_constraint(op.f("uq_paper_report_id_kind"), "paper", type_="unique")
    op.create_unique_constraint(op.f("uq_paper_report_id_kind_version"), "paper", ["report_id", "kind", "version"])
    op.add_column("period", sa.Column("compile_on", sa.Date(), nullable=True))
    op.execute("UPDATE period SET compile_on = due_on")
    op.alter_column("period", "compile_on", nullable=False)
    op.add_column("period", sa.Column("sign_on", sa.Date(), nullable=True))
    op.execute("UPDATE period SET sign_on = send_on")
    op.alter_column("period", "sign_on", nullable=False)
    op.add_column("period", sa.Column("due_steps", JSON, nullable=True))
    op.execute("UPDATE period SET due_steps = '[]'")
    op.alter_column("period", "due_steps", nullable=False)
    op.add_column("period", sa.Column("send_steps", JSON, nullable=True))
    op.execute("UPDATE period SET send_steps = '[]'")
    op.alter_column("period", "send_steps", nullable=False)
    op.add_column("period", sa.Column("led_by_id", sa.Integer(), nullable=True))
    op.add_column("period", sa.Column("cancelled_at", INSTANT, nullable=True))
    op.create_foreign_key(
        op.f("fk_period_agency_id_led_by_id"), "period", "unit", ["agency_id", "led_by_id"], ["agency_id", "id"]
    )
    op.add_column("reminder", sa.Column("dropped_at", INSTANT, nullable=True))
    op.add_column("report", sa.Column("replaces_id", sa.Integer(), nullable=True))
    op.add_column("report", sa.Column("replaced_at", INSTANT, nullable=True))
    op.drop_constraint(op.f("uq_report_period_id"), "report", type_="unique")
    op.create_index(
        "uq_report_period",
        "report",
        ["period_id"],
        unique=True,
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.create_foreign_key(
        op.f("fk_report_agency_id_replaces_id"), "report", "report", ["agency_id", "replaces_id"], ["agency_id", "id"]
    )
    op.add_column("rule", sa.Column("exceptions", JSON, nullable=True))
    op.execute("UPDATE rule SET exceptions = '{}'")
    op.alter_column("rule", "exceptions", nullable=False)
    op.add_column("rule", sa.Column("continuous", sa.Boolean(), nullable=True))
    op.execute("UPDATE rule SET continuous = FALSE")
    op.alter_column("rule", "continuous", nullable=False)
    op.add_column("rule", sa.Column("data_from", sa.Date(), nullable=True))
    op.add_column("rule", sa.Column("data_to", sa.Date(), nullable=True))
    op.add_column("rule", sa.Column("compile_before", sa.Integer(), nullable=True))
    op.execute("UPDATE rule SET compile_before = 2")
    op.alter_column("rule", "compile_before", nullable=False)
    op.add_column("rule", sa.Column("sign_before", sa.Integer(), nullable=True))
    op.execute("UPDATE rule SET sign_before = 1")
    op.alter_column("rule", "sign_before", nullable=False)
    op.alter_column(
        "rule",
        "due_day",
        type_=sa.String(),
        postgresql_using="CASE WHEN kind = 'within' THEN '' ELSE coalesce(CAST(due_day AS VARCHAR), 'last') END",
    )
    op.alter_column("rule", "due_day", nullable=False)
    op.alter_column(
        "rule",
        "send_day",
        type_=sa.String(),
        postgresql_using="CASE WHEN kind = 'within' THEN '' ELSE coalesce(CAST(send_day AS VARCHAR), 'last') END",
    )
    op.alter_column("rule", "send_day", nullable=False)
    op.add_column("schedule", sa.Column("asked_at", INSTANT, nullable=True))
    op.add_column("schedule", sa.Column("run_id", sa.Integer(), nullable=True))
    op.alter_column("schedule", "every_seconds", nullable=True)
    op.create_foreign_key(op.f("fk_schedule_run_id"), "schedule", "run", ["run_id"], ["id"])
    op.add_column(
        "signoff_step",
        sa.Column(
            "task",
            sa.Enum("content", "form", "deputy", "sign", name="steptask", native_enum=False, length=32),
            nullable=True,
        ),
    )
    op.execute("UPDATE signoff_step SET task = CASE WHEN signs THEN 'sign' ELSE 'content' END")
    op.alter_column("signoff_step", "task", nullable=False)
    op.add_column(
        "signoff_step",
        sa.Column(
            "capacity",
            sa.Enum("own", "kt", "tl", "tuq", "q", name="capacity", native_enum=False, length=32),
            nullable=True,
        ),
    )
    op.execute("UPDATE signoff_step SET capacity = 'own'")
    op.alter_column("signoff_step", "capacity", nullable=False)
    op.add_column("unit", sa.Column("stands_for_id", sa.Integer(), nullable=True))
    op.add_column("unit", sa.Column("hand_over_at", INSTANT, nullable=True))
    op.create_index(
        "ix_unit_hand_over",
        "unit",
        ["hand_over_at"],
        unique=False,
        sqlite_where=sa.text("hand_over_at IS NOT NULL"),
        postgresql_where=sa.text("hand_over_at IS NOT NULL"),
    )
    op.create_foreign_key(op.f("fk_unit_stands_for_id"), "unit", "agency", ["stands_for_id"], ["id"])
    op.create_check_constraint(
        op.f("ck_issued_number_void_has_reason"), "issued_number", "(voided_at IS NULL) = (void_reason = '')"
    )
    op.create_check_constraint(op.f("ck_paper_paperkind"), "paper", "paper.kind IN ('docx', 'pdf', 'draft', 'signed')")
    op.create_check_constraint(
        op.f("ck_dispatch_channel"), "dispatch", "dispatch.channel IN ('email', 'paper', 'system')"
    )
    op.create_check_constraint(
        op.f("ck_letter_letterkind"),
        "letter",
        "letter.kind IN ('sign_in', 'reminder', 'receipt', 'returned', 'changed', 'extension_asked', 'extension_decided', 'drafted', 'for_sign_off', 'sent_back', 'for_dispatch', 'dispatch', 'watch', 'read_back', 'not_taken', 'bounced', 'away', 'morning')",
    )
    op.create_check_constraint(
        op.f("ck_letter_letterstate"),
        "letter",
        "letter.state IN ('queued', 'sending', 'sent', 'in_doubt', 'failed', 'expired', 'held', 'dropped')",
    )
    op.create_check_constraint(
        op.f("ck_period_levels_in_order"), "period", "compile_on BETWEEN due_on AND sign_on AND sign_on <= send_on"
    )
    op.create_check_constraint(
        op.f("ck_period_periodkind"),
        "period",
        "period.kind IN ('week', 'month', 'quarter', 'half', 'nine_months', 'year', 'once', 'event')",
    )
    op.create_check_constraint(
        op.f("ck_rule_kind_fields"),
        "rule",
        "(kind = 'within') = (within_id IS NOT NULL) AND (kind <> 'within') = (regime_id IS NOT NULL)",
    )
    op.create_check_constraint(op.f("ck_rule_levels"), "rule", "compile_before >= sign_before AND sign_before >= 0")
    op.create_check_constraint(op.f("ck_rule_once_window"), "rule", "data_to IS NULL OR data_to >= data_from")
    op.create_check_constraint(op.f("ck_rule_rulekind"), "rule", "rule.kind IN ('rounds', 'within', 'event')")
    op.create_check_constraint(
        op.f("ck_schedule_flowname"),
        "schedule",
        "schedule.flow IN ('open', 'remind', 'deliver', 'draft', 'watch', 'collect')",
    )
    op.create_check_constraint(
        op.f("ck_run_flowname"), "run", "run.flow IN ('open', 'remind', 'deliver', 'draft', 'watch', 'collect')"
    )
    op.create_check_constraint(
        op.f("ck_adjustment_changekind"),
        "adjustment",
        "adjustment.kind IN ('rule', 'cancel', 'pause', 'resume', 'extend', 'excuse', 'calendar', 'unit', 'plan', 'undo')",
    )
    op.create_check_constraint(op.f("ck_adjustment_scope"), "adjustment", "adjustment.scope IN ('one', 'from', 'all')")
    op.create_check_constraint(
        op.f("ck_adjustment_undo_has_object"), "adjustment", "(kind = 'undo') = (undoes_id IS NOT NULL)"
    )
    op.create_check_constraint(
        op.f("ck_signoff_step_capacity"), "signoff_step", "signoff_step.capacity IN ('own', 'kt', 'tl', 'tuq', 'q')"
    )
    op.create_check_constraint(
        op.f("ck_signoff_step_steptask"), "signoff_step", "signoff_step.task IN ('content', 'form', 'deputy', 'sign')"
    )
    op.create_check_constraint(
        op.f("ck_submission_door"),
        "submission",
        "submission.door IN ('web', 'link', 'reply', 'flow', 'command', 'rehearsal')",
    )
    op.create_check_constraint(
        op.f("ck_figure_value_figurestatus"),
        "figure_value",
        "figure_value.status IN ('estimate', 'actual', 'official')",
    )


def _new_tables() -> None:
    op.create_table(
        "calendar_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(600), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "due",
                "compile",
                "sign",
                "send",
                name="deadlinekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("told", JSON, nullable=False),
        sa.CheckConstraint("sequence >= 0", name=op.f("ck_calendar_entry_sequence")),
        sa.ForeignKeyConstraint(
            ["agency_id", "unit_id"], ["unit.agency_id", "unit.id"], name=op.f("fk_calendar_entry_agency_id_unit_id")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_calendar_entry_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_entry")),
        sa.UniqueConstraint("agency_id", "id", name=op.f("uq_calendar_entry_agency_id_id")),
        sa.UniqueConstraint("agency_id", "uid", name=op.f("uq_calendar_entry_agency_id_uid")),
    )
    op.create_index(op.f("ix_calendar_entry_agency_id"), "calendar_entry", ["agency_id"], unique=False)
    op.create_index("ix_calendar_entry_reach", "calendar_entry", ["agency_id", "kind", "unit_id", "day"], unique=False)
    op.create_table(
        "chain_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "task",
            sa.Enum(
                "content",
                "form",
                "deputy",
                "sign",
                name="steptask",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(task = 'form') = (person_id IS NOT NULL)", name=op.f("ck_chain_step_form_is_named")),
        sa.ForeignKeyConstraint(
            ["agency_id", "person_id"],
            ["person.agency_id", "person.id"],
            name=op.f("fk_chain_step_agency_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_chain_step_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain_step")),
        sa.UniqueConstraint("agency_id", "id", name=op.f("uq_chain_step_agency_id_id")),
        sa.UniqueConstraint("agency_id", "position", name=op.f("uq_chain_step_agency_id_position")),
    )
    op.create_index(op.f("ix_chain_step_agency_id"), "chain_step", ["agency_id"], unique=False)
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
                "changed",
                "extension_asked",
                "extension_decided",
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
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "person_id"], ["person.agency_id", "person.id"], name=op.f("fk_declined_agency_id_person_id")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_declined_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declined")),
        sa.UniqueConstraint("agency_id", "id", name=op.f("uq_declined_agency_id_id")),
        sa.UniqueConstraint("person_id", "kind", name=op.f("uq_declined_person_id_kind")),
    )
    op.create_index(op.f("ix_declined_agency_id"), "declined", ["agency_id"], unique=False)
    op.create_table(
        "delegation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("giver_id", sa.Integer(), nullable=False),
        sa.Column("taker_id", sa.Integer(), nullable=False),
        sa.Column(
            "capacity",
            sa.Enum(
                "own", "kt", "tl", "tuq", "q", name="capacity", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("noted_at", INSTANT, nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.CheckConstraint("basis <> ''", name=op.f("ck_delegation_basis_given")),
        sa.CheckConstraint("capacity <> 'own'", name=op.f("ck_delegation_for_another")),
        sa.CheckConstraint("giver_id <> taker_id", name=op.f("ck_delegation_someone_else")),
        sa.CheckConstraint("until >= since", name=op.f("ck_delegation_order")),
        sa.ForeignKeyConstraint(
            ["agency_id", "giver_id"], ["person.agency_id", "person.id"], name=op.f("fk_delegation_agency_id_giver_id")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "noted_by"], ["person.agency_id", "person.id"], name=op.f("fk_delegation_agency_id_noted_by")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "taker_id"], ["person.agency_id", "person.id"], name=op.f("fk_delegation_agency_id_taker_id")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_delegation_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
        sa.UniqueConstraint("agency_id", "id", name=op.f("uq_delegation_agency_id_id")),
    )
    op.create_index(op.f("ix_delegation_agency_id"), "delegation", ["agency_id"], unique=False)
    op.create_index(op.f("ix_delegation_giver_id"), "delegation", ["giver_id"], unique=False)
    op.create_table(
        "feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "reach",
            sa.Enum("person", "unit", "agency", name="feedreach", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("fetched_at", INSTANT, nullable=True),
        sa.Column("fetches", sa.Integer(), nullable=False),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.CheckConstraint("(reach = 'unit') = (unit_id IS NOT NULL)", name=op.f("ck_feed_unit_feed_has_unit")),
        sa.ForeignKeyConstraint(
            ["agency_id", "person_id"], ["person.agency_id", "person.id"], name=op.f("fk_feed_agency_id_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "unit_id"], ["unit.agency_id", "unit.id"], name=op.f("fk_feed_agency_id_unit_id")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_feed_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed")),
        sa.UniqueConstraint("agency_id", "id", name=op.f("uq_feed_agency_id_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_feed_token_hash")),
    )
    op.create_index(op.f("ix_feed_agency_id"), "feed", ["agency_id"], unique=False)
    op.create_index(op.f("ix_feed_person_id"), "feed", ["person_id"], unique=False)
    op.create_table(
        "number_gap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("book", sa.String(20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("noted_at", INSTANT, nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_number_gap_reason_given")),
        sa.CheckConstraint("first >= 1 AND last >= first", name=op.f("ck_number_gap_order")),
        sa.ForeignKeyConstraint(
            ["agency_id", "noted_by"], ["person.agency_id", "person.id"], name=op.f("fk_number_gap_agency_id_noted_by")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_number_gap_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_gap")),
        sa.UniqueConstraint("agency_id", "book", "year", "first", name=op.f("uq_number_gap_agency_id_book_year_first")),
        sa.UniqueConstraint("agency_id", "id", name=op.f("uq_number_gap_agency_id_id")),
    )
    op.create_index(op.f("ix_number_gap_agency_id"), "number_gap", ["agency_id"], unique=False)
    op.create_table(
        "plan_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("proposal", JSON, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "accepted",
                "put_aside",
                name="proposalstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("read_by", sa.Integer(), nullable=False),
        sa.Column("read_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "(state = 'accepted') = (plan_id IS NOT NULL)", name=op.f("ck_plan_proposal_accepted_is_a_plan")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "plan_id"], ["plan.agency_id", "plan.id"], name=op.f("fk_plan_proposal_agency_id_plan_id")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "read_by"], ["person.agency_id", "person.id"], name=op.f("fk_plan_proposal_agency_id_read_by")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "replaces_id"],
            ["plan.agency_id", "plan.id"],
            name=op.f("fk_plan_proposal_agency_id_replaces_id"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_plan_proposal_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_proposal")),
        sa.UniqueConstraint("agency_id", "id", name=op.f("uq_plan_proposal_agency_id_id")),
    )
    op.create_index(op.f("ix_plan_proposal_agency_id"), "plan_proposal", ["agency_id"], unique=False)
    op.create_table(
        "schedule_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column(
            "flow",
            sa.Enum(
                "open",
                "remind",
                "deliver",
                "draft",
                "watch",
                "collect",
                name="flowname",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "act",
            sa.Enum(
                "set",
                "pause",
                "resume",
                "run",
                name="scheduleact",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("before_seconds", sa.Integer(), nullable=True),
        sa.Column("after_seconds", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
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
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", INSTANT, nullable=False),
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
    op.create_index(op.f("ix_schedule_change_agency_id"), "schedule_change", ["agency_id"], unique=False)
    op.create_index("ix_schedule_change_flow", "schedule_change", ["agency_id", "flow"], unique=False)
    op.create_index(op.f("ix_schedule_change_run_id"), "schedule_change", ["run_id"], unique=False)
    op.create_table(
        "second_factor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(64), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("confirmed_at", INSTANT, nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", INSTANT, nullable=True),
        sa.CheckConstraint("failures >= 0", name=op.f("ck_second_factor_failures")),
        sa.ForeignKeyConstraint(
            ["agency_id", "person_id"],
            ["person.agency_id", "person.id"],
            name=op.f("fk_second_factor_agency_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_second_factor_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_factor")),
        sa.UniqueConstraint("agency_id", "id", name=op.f("uq_second_factor_agency_id_id")),
        sa.UniqueConstraint("person_id", name=op.f("uq_second_factor_person_id")),
    )
    op.create_index(op.f("ix_second_factor_agency_id"), "second_factor", ["agency_id"], unique=False)
    op.create_table(
        "unit_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("taught_by", sa.Integer(), nullable=False),
        sa.Column("taught_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "taught_by"],
            ["person.agency_id", "person.id"],
            name=op.f("fk_unit_alias_agency_id_taught_by"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "unit_id"], ["unit.agency_id", "unit.id"], name=op.f("fk_unit_alias_agency_id_unit_id")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_unit_alias_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_alias")),
        sa.UniqueConstraint("agency_id", "id", name=op.f("uq_unit_alias_agency_id_id")),
        sa.UniqueConstraint("agency_id", "name", name=op.f("uq_unit_alias_agency_id_name")),
    )
    op.create_index(op.f("ix_unit_alias_agency_id"), "unit_alias", ["agency_id"], unique=False)
    op.create_index(op.f("ix_unit_alias_unit_id"), "unit_alias", ["unit_id"], unique=False)
    op.create_table(
        "word_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("uploaded_at", INSTANT, nullable=False),
        sa.Column("uploaded_by", sa.Integer(), nullable=False),
        sa.Column("activated_at", INSTANT, nullable=True),
        sa.Column("activated_by", sa.Integer(), nullable=True),
        sa.Column("retired_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "(activated_at IS NULL) = (activated_by IS NULL)", name=op.f("ck_word_template_activated_by_somebody")
        ),
        sa.CheckConstraint(
            "activated_by IS NULL OR activated_by <> uploaded_by", name=op.f("ck_word_template_second_person")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "activated_by"],
            ["person.agency_id", "person.id"],
            name=op.f("fk_word_template_agency_id_activated_by"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "uploaded_by"],
            ["person.agency_id", "person.id"],
            name=op.f("fk_word_template_agency_id_uploaded_by"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_word_template_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_word_template")),
        sa.UniqueConstraint("agency_id", "id", name=op.f("uq_word_template_agency_id_id")),
    )
    op.create_index(op.f("ix_word_template_agency_id"), "word_template", ["agency_id"], unique=False)
    op.create_table(
        "incoming",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
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
        sa.Column("judged_at", INSTANT, nullable=True),
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
    op.create_index(op.f("ix_incoming_agency_id"), "incoming", ["agency_id"], unique=False)
    op.create_index(
        "ix_incoming_waiting",
        "incoming",
        ["received_at"],
        unique=False,
        sqlite_where=sa.text("judged_at IS NULL"),
        postgresql_where=sa.text("judged_at IS NULL"),
    )
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
    op.create_index(op.f("ix_letter_file_agency_id"), "letter_file", ["agency_id"], unique=False)
    op.create_index(op.f("ix_letter_file_letter_id"), "letter_file", ["letter_id"], unique=False)
    op.create_table(
        "away_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("incoming_id", sa.Integer(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
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
    op.create_index(op.f("ix_away_notice_agency_id"), "away_notice", ["agency_id"], unique=False)
    op.create_index(op.f("ix_away_notice_person_id"), "away_notice", ["person_id"], unique=False)
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.CheckConstraint("note <> ''", name=op.f("ck_event_note_given")),
        sa.ForeignKeyConstraint(
            ["agency_id", "recorded_by"], ["person.agency_id", "person.id"], name=op.f("fk_event_agency_id_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "rule_id"], ["rule.agency_id", "rule.id"], name=op.f("fk_event_agency_id_rule_id")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_event_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("agency_id", "id", name=op.f("uq_event_agency_id_id")),
        sa.UniqueConstraint("rule_id", "number", name=op.f("uq_event_rule_id_number")),
    )
    op.create_index(op.f("ix_event_agency_id"), "event", ["agency_id"], unique=False)
    op.create_index(op.f("ix_event_rule_id"), "event", ["rule_id"], unique=False)
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
    op.create_index(op.f("ix_incoming_file_agency_id"), "incoming_file", ["agency_id"], unique=False)
    op.create_index(op.f("ix_incoming_file_incoming_id"), "incoming_file", ["incoming_id"], unique=False)
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
        sa.Column("at", INSTANT, nullable=False),
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
    op.create_index(op.f("ix_acknowledgement_agency_id"), "acknowledgement", ["agency_id"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("frozen_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "report_id"], ["report.agency_id", "report.id"], name=op.f("fk_evidence_agency_id_report_id")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_evidence_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("agency_id", "id", name=op.f("uq_evidence_agency_id_id")),
        sa.UniqueConstraint("report_id", name=op.f("uq_evidence_report_id")),
    )
    op.create_index(op.f("ix_evidence_agency_id"), "evidence", ["agency_id"], unique=False)
    op.create_table(
        "extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("wanted_until", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("granted_until", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_extension_reason_given")),
        sa.CheckConstraint("(decided_at IS NULL) = (granted IS NULL)", name=op.f("ck_extension_decided_has_instant")),
        sa.CheckConstraint(
            "granted IS NULL OR granted = (granted_until IS NOT NULL)", name=op.f("ck_extension_granted_has_day")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "asked_by"], ["person.agency_id", "person.id"], name=op.f("fk_extension_agency_id_asked_by")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "assignment_id"],
            ["assignment.agency_id", "assignment.id"],
            name=op.f("fk_extension_agency_id_assignment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "decided_by"],
            ["person.agency_id", "person.id"],
            name=op.f("fk_extension_agency_id_decided_by"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_extension_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
        sa.UniqueConstraint("agency_id", "id", name=op.f("uq_extension_agency_id_id")),
    )
    op.create_index(op.f("ix_extension_agency_id"), "extension", ["agency_id"], unique=False)
    op.create_index(op.f("ix_extension_assignment_id"), "extension", ["assignment_id"], unique=False)
    op.create_index(
        "uq_extension_open",
        "extension",
        ["assignment_id"],
        unique=True,
        sqlite_where=sa.text("decided_at IS NULL"),
        postgresql_where=sa.text("decided_at IS NULL"),
    )
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("incoming_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("nothing_to_report", sa.Boolean(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("confirmed_at", INSTANT, nullable=True),
        sa.Column("mended_at", INSTANT, nullable=True),
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
    op.create_index(op.f("ix_proposal_agency_id"), "proposal", ["agency_id"], unique=False)
    op.create_index(op.f("ix_proposal_assignment_id"), "proposal", ["assignment_id"], unique=False)
    op.create_table(
        "signature_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "exact",
                "same_text",
                "different",
                "untrusted",
                "changed_after",
                "not_signed",
                "broken",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("signers", JSON, nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("checked_at", INSTANT, nullable=False),
        sa.Column("checked_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "checked_by"],
            ["person.agency_id", "person.id"],
            name=op.f("fk_signature_check_agency_id_checked_by"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "report_id"],
            ["report.agency_id", "report.id"],
            name=op.f("fk_signature_check_agency_id_report_id"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_signature_check_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature_check")),
        sa.UniqueConstraint("agency_id", "id", name=op.f("uq_signature_check_agency_id_id")),
    )
    op.create_index(op.f("ix_signature_check_agency_id"), "signature_check", ["agency_id"], unique=False)
    op.create_index(op.f("ix_signature_check_report_id"), "signature_check", ["report_id"], unique=False)
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("number_id", sa.Integer(), nullable=False),
        sa.Column("wrong", sa.String(), nullable=False),
        sa.Column("correct", sa.String(), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.CheckConstraint("wrong <> '' AND correct <> ''", name=op.f("ck_correction_said")),
        sa.ForeignKeyConstraint(
            ["agency_id", "made_by"], ["person.agency_id", "person.id"], name=op.f("fk_correction_agency_id_made_by")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "number_id"],
            ["issued_number.agency_id", "issued_number.id"],
            name=op.f("fk_correction_agency_id_number_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "report_id"],
            ["report.agency_id", "report.id"],
            name=op.f("fk_correction_agency_id_report_id"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_correction_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
        sa.UniqueConstraint("agency_id", "id", name=op.f("uq_correction_agency_id_id")),
        sa.UniqueConstraint("number_id", name=op.f("uq_correction_number_id")),
    )
    op.create_index(op.f("ix_correction_agency_id"), "correction", ["agency_id"], unique=False)
    op.create_index(op.f("ix_correction_report_id"), "correction", ["report_id"], unique=False)
    op.create_table(
        "word_upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("base_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("led_back", JSON, nullable=False),
        sa.Column("strange", JSON, nullable=False),
        sa.Column("uploaded_at", INSTANT, nullable=False),
        sa.Column("uploaded_by", sa.Integer(), nullable=False),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "version_id IS NULL OR decided_at IS NOT NULL", name=op.f("ck_word_upload_taken_is_decided")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "base_id"],
            ["report_version.agency_id", "report_version.id"],
            name=op.f("fk_word_upload_agency_id_base_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "report_id"],
            ["report.agency_id", "report.id"],
            name=op.f("fk_word_upload_agency_id_report_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "uploaded_by"],
            ["person.agency_id", "person.id"],
            name=op.f("fk_word_upload_agency_id_uploaded_by"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "version_id"],
            ["report_version.agency_id", "report_version.id"],
            name=op.f("fk_word_upload_agency_id_version_id"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_word_upload_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_word_upload")),
        sa.UniqueConstraint("agency_id", "id", name=op.f("uq_word_upload_agency_id_id")),
    )
    op.create_index(op.f("ix_word_upload_agency_id"), "word_upload", ["agency_id"], unique=False)
    op.create_index(op.f("ix_word_upload_report_id"), "word_upload", ["report_id"], unique=False)


def downgrade() -> None:
    """There is no way back: what it would have to drop is what people decided."""
    raise NotImplementedError("restore the backup of before the update")
