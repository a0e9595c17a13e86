"""Letters put into the outbox for a test, and what became of them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from sqlalchemy import Engine, select

from dondoc.actions.letters import post
from dondoc.actions.office import Office
from dondoc.model import (
    Agency,
    Door,
    Letter,
    LetterKind,
    LetterState,
    Obligation,
    Paper,
    PaperKind,
    Period,
    PeriodKind,
    Person,
    Plan,
    Report,
    Row,
)
from dondoc.store.transaction import Actor, Writing, bookkeeping, reading, writing
from tests.mail.samples import LETTERS

R = TypeVar("R", bound=Row)


def post_to(
    office: Office, agency: Agency, names: Sequence[str], now: datetime, kind: LetterKind = LetterKind.REMINDER,
    lives: timedelta = timedelta(days=3), papers: Sequence[Paper] = (),
) -> list[int]:  # fmt: skip
    """A letter to each name at x.example; the ids. A name before @ is the key too."""
    with writing(office.engine, Actor(agency.key, None, Door.FLOW), now) as act:
        stored = [_post(act, office, agency, name, kind, lives, papers) for name in names]
        act.audit("post", "agency", agency.key)
    return [letter.key for letter in stored if letter]


def _post(
    act: Writing, office: Office, agency: Agency, name: str, kind: LetterKind, lives: timedelta,
    papers: Sequence[Paper],
) -> Letter | None:  # fmt: skip
    address = name if "@" in name else f"{name}@x.example"
    person = act.session.scalars(select(Person).where(Person.email == address)).one_or_none()  # type: ignore[arg-type]
    letter = LETTERS["dispatch" if kind is LetterKind.DISPATCH else "reminder_reminder"]
    return post(
        act, office, agency, person, (f"Người nhận {name}", address), letter, kind,
        f"test:{name}", act.now, act.now + lives, papers=papers,
    )  # fmt: skip


def rows(engine: Engine) -> dict[str, Letter]:
    """All letters, by the name they went to."""
    with reading(engine) as session:
        return {letter.letter_key.removeprefix("test:"): letter for letter in session.scalars(select(Letter))}


def states(engine: Engine) -> dict[str, LetterState]:
    return {name: letter.state for name, letter in rows(engine).items()}


def issued_papers(engine: Engine, agency: Agency) -> list[Paper]:
    """The two papers of a report, with all the rows that they hang on."""
    when, place = datetime(2024, 3, 11, tzinfo=UTC), {"agency_id": agency.key}
    with bookkeeping(engine) as session:

        def add(row: R) -> R:
            session.add(row)
            session.flush()
            return row

        plan = add(
            Plan(
                **place, code="2024", year=2024, title="Kế hoạch", source="x", signer_title="Giám đốc",
                signer_name="Dung", archive="VT", report_subject="kết quả", imported_at=when,
            )
        )  # fmt: skip
        obligation = add(
            Obligation(
                **place, plan_id=plan.key, position=1, ref="II.4", title="Báo cáo", content="", time_quote="",
                units_quote="",
            )
        )  # fmt: skip
        day = when.date()
        period = add(
            Period(
                **place, obligation_id=obligation.key, year=2024, kind=PeriodKind.QUARTER, number=1, data_from=day,
                data_to=day, opens_on=day, due_raw=day + timedelta(1), due_on=day + timedelta(1),
                send_raw=day + timedelta(2), send_on=day + timedelta(2), compile_on=day + timedelta(1),
                sign_on=day + timedelta(2), opened_at=when,
            )
        )  # fmt: skip
        report = add(Report(**place, period_id=period.key, created_at=when))
        return [
            add(
                Paper(
                    **place, report_id=report.key, kind=kind, filename=f"05-BC-SKHCN-2024.{kind.value}",
                    content=bytes(range(256)) * 40, sha256="0" * 64, made_at=when,
                )
            )
            for kind in PaperKind
        ]  # fmt: skip
