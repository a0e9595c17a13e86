"""Rows as they may be stored beside a signed report of the cast; each test changes one thing."""

from datetime import UTC, date, datetime, timedelta

from dondoc.model import (
    Adjustment,
    ChangeKind,
    Channel,
    Dispatch,
    Door,
    Event,
    Extension,
    Feed,
    FeedReach,
    FlowName,
    IssuedNumber,
    Letter,
    LetterKind,
    Obligation,
    Paper,
    PaperKind,
    Period,
    PeriodKind,
    Reminder,
    Rule,
    RuleKind,
    Run,
    RunnerKind,
    SignoffStep,
    Standing,
    Submission,
)  # fmt: skip

NOW = datetime(2024, 3, 6, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)
TODAY = date(2024, 3, 6)
OURS, THEIRS = 1, 2
"""The agencies' ids: the cast's database is made anew each time, so ids are known."""


def letter(**changes: object) -> Letter:
    fields: dict[str, object] = {
        "agency_id": OURS, "letter_key": "k", "kind": LetterKind.REMINDER, "to_name": "A", "to_address": "a@b.vn",
        "subject": "s", "message_id": "<k@b.vn>", "created_at": NOW, "not_before": NOW,
        "expires_at": NOW + DAY,
    }  # fmt: skip
    return Letter(**fields | changes)


def submission(**changes: object) -> Submission:
    fields: dict[str, object] = {
        "agency_id": OURS, "assignment_id": 2, "version": 1, "written_by": 1, "door": Door.WEB, "saved_at": NOW,
    }  # fmt: skip
    return Submission(**fields | changes)


def period(**changes: object) -> Period:
    fields: dict[str, object] = {
        "agency_id": OURS, "obligation_id": 6, "year": 2025, "kind": PeriodKind.YEAR, "number": 1, "opens_on": TODAY,
        "data_from": TODAY, "data_to": TODAY + DAY, "due_raw": TODAY, "due_on": TODAY + 2 * DAY, "send_raw": TODAY,
        "send_on": TODAY + 3 * DAY, "compile_on": TODAY + 2 * DAY, "sign_on": TODAY + 3 * DAY, "opened_at": NOW,
    }  # fmt: skip
    return Period(**fields | changes)


def rule(**changes: object) -> Rule:
    fields: dict[str, object] = {
        "agency_id": OURS, "obligation_id": 7, "kind": RuleKind.ROUNDS, "regime_id": 1, "standing": Standing.PROPOSED,
        "basis": "example", "valid_from": TODAY, "valid_to": TODAY,
    }  # fmt: skip
    return Rule(**fields | changes)


def step(**changes: object) -> SignoffStep:
    fields: dict[str, object] = {
        "agency_id": OURS, "report_id": 1, "version_id": 1, "round": 9, "position": 1, "person_id": 1,
    }  # fmt: skip
    return SignoffStep(**fields | changes)


def reminder(**changes: object) -> Reminder:
    fields: dict[str, object] = {
        "agency_id": OURS, "assignment_id": 1, "rung": "r", "person_id": 1, "due_at": NOW, "recorded_at": NOW,
        "reason": "đã nộp",
    }  # fmt: skip
    return Reminder(**fields | changes)


def number(**changes: object) -> IssuedNumber:
    fields: dict[str, object] = {
        "agency_id": OURS, "book": "BC", "year": 2024, "number": 1, "report_id": 1, "symbol": "01/BC", "subject": "s",
        "issued_on": TODAY, "numbered_at": NOW, "numbered_by": 1,
    }  # fmt: skip
    return IssuedNumber(**fields | changes)


def paper(**changes: object) -> Paper:
    fields: dict[str, object] = {
        "agency_id": OURS, "report_id": 1, "kind": PaperKind.PDF, "filename": "f", "content": b"%PDF", "sha256": "0",
        "made_at": NOW,
    }  # fmt: skip
    return Paper(**fields | changes)


def obligation() -> Obligation:
    """A seventh one, for rules of its own."""
    return Obligation(
        id=7, agency_id=OURS, plan_id=1, position=7, ref="IV", title="t", content="c", time_quote="", units_quote=""
    )


def dispatched(**changes: object) -> Dispatch:
    fields: dict[str, object] = {
        "agency_id": OURS, "report_id": 1, "recipient_id": 1, "channel": Channel.PAPER, "dispatched_at": NOW,
        "dispatched_by": 1,
    }  # fmt: skip
    return Dispatch(**fields | changes)


def run(**changes: object) -> Run:
    return Run(**{"flow": FlowName.REMIND, "runner": RunnerKind.PLAIN, "started_at": NOW} | changes)  # type: ignore[arg-type]


def adjustment(**changes: object) -> Adjustment:
    fields: dict[str, object] = {
        "agency_id": OURS, "kind": ChangeKind.RULE, "rule_id": 6, "effective_from": TODAY, "reason": "r", "made_by": 1,
        "made_at": NOW,
    }  # fmt: skip
    return Adjustment(**fields | changes)


def event(**changes: object) -> Event:
    fields: dict[str, object] = {
        "agency_id": OURS, "rule_id": 6, "number": 1, "happened_on": TODAY, "note": "n", "recorded_at": NOW,
    }  # fmt: skip
    return Event(**fields | changes)


def extension(**changes: object) -> Extension:
    fields: dict[str, object] = {
        "agency_id": OURS, "assignment_id": 1, "wanted_until": TODAY, "reason": "r", "asked_by": 1, "asked_at": NOW,
    }  # fmt: skip
    return Extension(**fields | changes)


def feed(**changes: object) -> Feed:
    fields: dict[str, object] = {
        "agency_id": OURS, "person_id": 1, "reach": FeedReach.PERSON, "token_hash": "h", "created_at": NOW,
    }  # fmt: skip
    return Feed(**fields | changes)
