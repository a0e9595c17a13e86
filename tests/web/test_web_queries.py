"""The number of queries of a page does not grow with its rows."""

from collections.abc import Callable

from fastapi.testclient import TestClient
from sqlalchemy import event
from sqlmodel import select
from web_scene import NOW, Scene, local

from dondoc.actions import adjust, draft, plan
from dondoc.actions.undo import undo
from dondoc.model import (
    Assignment,
    Letter,
    LetterKind,
    LetterState,
    Part,
    Period,
    Reminder,
    Report,
    Scope,
    Submission,
    Unit,
)
from dondoc.rules.adjust import Wanted
from dondoc.store.transaction import bookkeeping

SignIn = Callable[[str], TestClient]


def count(scene: Scene, client: TestClient, path: str) -> int:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    client.get(path)
    event.listen(scene.office.engine, "before_cursor_execute", note)
    try:
        assert client.get(path).status_code == 200, path
    finally:
        event.remove(scene.office.engine, "before_cursor_execute", note)
    return len(seen)


def grow(scene: Scene, drafts: bool = True) -> None:
    """Twenty more units with answers and reminders in every period, two more rounds, and the drafts of those."""
    plan.open_due(scene.office, local(2024, 12, 10, 8))
    officer, agency_id = scene.person("officer"), scene.person("officer").agency_id
    with bookkeeping(scene.office.engine) as session:
        periods = list(session.exec(select(Period)))
        for place in range(20):
            unit = Unit(
                agency_id=agency_id, code=f"u{place}", name=f"Phòng số {place}", abbreviation=f"P{place}", position=90,
                valid_from=local(2003, 1, 1).date(),
            )  # fmt: skip
            session.add(unit)
            session.flush()
            for period in periods:
                part = Assignment(
                    agency_id=agency_id, period_id=period.key, unit_id=unit.key, part=Part.COOPERATING,
                    due_on=period.due_on,
                )  # fmt: skip
                session.add(part)
                session.flush()
                _answer_and_reminder(session, part, officer.key)
    for period in periods if drafts else []:
        with bookkeeping(scene.office.engine) as session:
            reported = session.exec(select(Report).where(Report.period_id == period.key)).first()
        if not reported:
            draft.compile_now(scene.office, scene.actor("lead_officer"), period.key, local(2024, 12, 11, 8))


def _answer_and_reminder(session, part: Assignment, person_id: int) -> None:  # type: ignore[no-untyped-def]
    key = f"test:{part.key}"
    letter = Letter(
        agency_id=part.agency_id, letter_key=key, kind=LetterKind.REMINDER, to_name="A", to_address="a@mau.example",
        subject="Nhắc", message_id=f"<{key}@x>", created_at=NOW, not_before=NOW,
        expires_at=local(2024, 12, 30), state=LetterState.QUEUED,
    )  # fmt: skip
    sent = Submission(
        agency_id=part.agency_id, assignment_id=part.key, version=1, written_by=person_id, door="web", saved_at=NOW,
        submitted_at=NOW,
    )  # fmt: skip
    session.add_all([letter, sent])
    session.flush()
    session.add(
        Reminder(
            agency_id=part.agency_id, assignment_id=part.key, rung="mo-ky", person_id=person_id, due_at=NOW,
            recorded_at=NOW, letter_id=letter.key,
        )
    )  # fmt: skip


PAGES = (
    ("lead_officer", "/"),
    ("lead_officer", "/ky/{period}"),
    ("lead_officer", "/du-thao/{report}"),
    ("director", "/nam/2024"),
    ("officer", "/nop/{assignment}"),
    ("administrator", "/thu"),
    ("administrator", "/ke-hoach/1"),
    ("administrator", "/don-vi"),
    ("administrator", "/tai/2024/4"),
    ("administrator", "/quy-tac/{rule}"),
    ("administrator", "/thay-doi"),
    ("administrator", "/lich-nghi/2024"),
    ("clerk", "/phat-hanh"),
    ("director", "/lich"),
    ("officer", "/api/nam/2024"),
    ("administrator", "/so-thu"),
    ("administrator", "/so-thu?ky={period}"),
    ("officer", "/so-thu/cua-toi"),
)


def counts(scene: Scene, as_: SignIn) -> dict[str, int]:
    period, report, assignment = scene.period("half").key, scene.report("half").key, scene.assignment("qlkh").key
    names = {"period": period, "report": report, "assignment": assignment, "rule": scene.rule().key}
    paths = ((who, page.format(**names)) for who, page in PAGES)
    return {f"{who} {path}": count(scene, as_(who), path) for who, path in paths}


def test_queries_do_not_grow_with_units_answers_letters_and_rounds(scene: Scene, as_: SignIn) -> None:
    before = counts(scene, as_)
    grow(scene, drafts=False)
    after = counts(scene, as_)
    assert {page: (before[page], after[page]) for page in before if after[page] > before[page]} == {}
    assert max(before.values()) <= 31


def test_the_years_queries_do_not_grow_with_reports(scene: Scene, as_: SignIn) -> None:
    client = as_("director")
    before = count(scene, client, "/nam/2024")
    grow(scene)
    assert count(scene, client, "/nam/2024") <= before


def test_homes_queries_do_not_grow_with_reports(scene: Scene, as_: SignIn) -> None:
    client = as_("lead_officer")
    before = count(scene, client, "/")
    grow(scene)
    assert count(scene, client, "/") <= before


def test_the_historys_queries_do_not_grow_with_changes(scene: Scene, as_: SignIn) -> None:
    client, actor = as_("administrator"), scene.actor("administrator")
    paths = ["/thay-doi", f"/quy-tac/{scene.rule().key}"]

    def save(number: int) -> None:
        made = adjust.change_rule(
            scene.office, actor, scene.rule().key, Wanted(Scope.ALL, {"open_before": number}, reason="thử"), NOW
        )
        if number % 2:
            undo(scene.office, actor, made.key, "nhầm", NOW)

    save(11)
    before = [count(scene, client, path) for path in paths]
    for number in range(12, 18):
        save(number)
    after = [count(scene, client, path) for path in paths]
    assert all(now <= then for now, then in zip(after, before, strict=True)), (before, after)
