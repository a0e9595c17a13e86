"""The rows and the clock these tests play with."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from dondoc.model import (
    Agency,
    Assignment,
    FlowName,
    Letter,
    LetterKind,
    LetterState,
    Lock,
    Obligation,
    Part,
    Period,
    PeriodKind,
    Plan,
    Regime,
    Rule,
    RuleKind,
    Schedule,
    Standing,
    Unit,
)
from dondoc.store.posted import body_ids
from dondoc.store.transaction import bookkeeping

NOW = datetime(2024, 3, 8, 0, 30, tzinfo=UTC)
EARLIER, LATER = NOW - timedelta(hours=1), NOW + timedelta(hours=1)


@dataclass
class Ticking:
    """A clock that stands until it is moved."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def on(self, seconds: float) -> datetime:
        self.now += timedelta(seconds=seconds)
        return self.now


def agency_of(engine: Engine, code: str = "mau") -> int:
    with bookkeeping(engine) as session:
        agency = Agency(
            code=code, name="Sở Mẫu", short_name="Sở", superior="UBND tỉnh Mẫu", symbol="SM", place="Mẫu",
            email=f"{code}@example.vn", sample=True,
        )  # fmt: skip
        session.add(agency)
        session.flush()
        return agency.key


def schedule(engine: Engine, agency_id: int, flow: FlowName, every: int, paused: bool = False) -> None:
    with bookkeeping(engine) as session:
        session.add(Schedule(agency_id=agency_id, flow=flow, every_seconds=every, paused=paused))


def letter(engine: Engine, agency_id: int, key: str = "a", **changes: object) -> None:
    """A queued letter that is due since an hour."""
    due = Letter(
        agency_id=agency_id, letter_key=key, kind=LetterKind.REMINDER, to_name="An", to_address="an@example.vn",
        subject="s", message_id=f"<{key}@example.vn>", created_at=EARLIER, not_before=EARLIER,
        expires_at=NOW + timedelta(days=30), state=LetterState.QUEUED,
    )  # fmt: skip
    for name, value in changes.items():
        setattr(due, name, value)
    with bookkeeping(engine) as session:
        due.body_id = next(iter(body_ids(session, agency_id, [("t\n", "<p>t</p>\n")]).values()))
        session.add(due)


def round_of(
    engine: Engine, agency_id: int, *, opens: datetime | None, drafts: datetime | None, rung: datetime | None
) -> None:
    """A rule with a period and an assignment, each with the instant that the clock asks for."""
    day = NOW.date()
    with bookkeeping(engine) as session:
        unit = Unit(agency_id=agency_id, code="u", name="Phòng", abbreviation="P", valid_from=day)
        regime = Regime(
            agency_id=agency_id, code="r", name="r", basis="b", valid_from=day, definition={},
        )  # fmt: skip
        plan = Plan(
            agency_id=agency_id, code="p", year=2024, title="t", source="s", signer_title="GĐ",
            signer_name="Bình", archive="VT", report_subject="s", imported_at=EARLIER,
        )  # fmt: skip
        session.add_all([unit, regime, plan])
        session.flush()
        obligation = Obligation(
            agency_id=agency_id, plan_id=plan.key, position=1, ref="II.1", title="t", content="c",
            time_quote="", units_quote="",
        )  # fmt: skip
        session.add(obligation)
        session.flush()
        rule = Rule(
            agency_id=agency_id, obligation_id=obligation.key, kind=RuleKind.ROUNDS, regime_id=regime.key,
            period_kinds=["quarter"], standing=Standing.PROPOSED, basis="example", valid_from=day,
            valid_to=day, next_open_at=opens,
        )  # fmt: skip
        period = Period(
            agency_id=agency_id, obligation_id=obligation.key, year=2024, kind=PeriodKind.QUARTER, number=1,
            data_from=day, data_to=day, opens_on=day, due_raw=day, due_on=day + timedelta(days=1),
            send_raw=day, send_on=day + timedelta(days=2), compile_on=day + timedelta(days=1),
            sign_on=day + timedelta(days=1), opened_at=EARLIER, draft_at=drafts,
        )  # fmt: skip
        session.add_all([rule, period])
        session.flush()
        session.add(
            Assignment(
                agency_id=agency_id, period_id=period.key, unit_id=unit.key, part=Part.LEAD, due_on=day,
                next_rung_at=rung,
            )
        )  # fmt: skip


def lock(engine: Engine, name: str) -> Lock | None:
    with bookkeeping(engine) as session:
        return session.get(Lock, name)
