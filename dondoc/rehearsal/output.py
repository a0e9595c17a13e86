"""What a rehearsal leaves in its folder: reports, the number book, and the timeline."""

import csv
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlmodel import Session, col, select

from dondoc.model import Audit, IssuedNumber, Letter, Paper, Period, Person, Plan, Report, Rule, Unit
from dondoc.paths import folders
from dondoc.rehearsal.summary import Summary
from dondoc.rehearsal.year import Year
from dondoc.rules.workdays import Hours
from dondoc.store.agency import hours
from dondoc.store.transaction import reading
from dondoc.texts import basis, day, period_name, rehearsed, short_day, word


@dataclass(frozen=True)
class Event:
    """One line of the timeline."""

    at: datetime
    what: str
    who: str
    kind: str


def write_all(year: Year, summary: Summary, out: Path) -> None:
    """Write the papers, the number book (CSV), the timeline (HTML) and the summary (JSON) below `out`."""
    with reading(year.office.engine) as session:
        _papers(session, out / "reports")
        _book(session, out / "number-book.csv")
        (out / "timeline.html").write_text(_timeline(session, year, summary), encoding="utf-8")
    (out / "summary.json").write_text(json.dumps(summary.as_json(), ensure_ascii=False, indent=2), encoding="utf-8")


def _papers(session: Session, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for paper in session.exec(select(Paper).where(Paper.version == 0)):
        (folder / paper.filename).write_bytes(paper.content)


def _book(session: Session, path: Path) -> None:
    # With a byte order mark, since the clerk opens it in Excel.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["Năm", "Số", "Số, ký hiệu", "Ngày ban hành", "Trích yếu"])
        for number in session.exec(select(IssuedNumber).order_by(col(IssuedNumber.year), col(IssuedNumber.number))):
            rows.writerow([number.year, number.number, number.symbol, short_day(number.issued_on), number.subject])


def _timeline(session: Session, year: Year, summary: Summary) -> str:
    pages = Environment(
        loader=FileSystemLoader([str(folder / "rehearsal") for folder in folders("templates")]),
        autoescape=True,
        undefined=StrictUndefined,
    )
    pages.filters.update(day=day, short_day=short_day, word=word, basis=basis)
    events = sorted([*_acts(session, year), *_letters(session, hours(year.agency))], key=lambda event: event.at)
    months: dict[str, list[Event]] = {}
    for event in events:
        months.setdefault(f"Tháng {event.at.month} năm {event.at.year}", []).append(event)
    return pages.get_template("timeline.html").render(
        agency=year.agency,
        plan=session.exec(select(Plan)).one(),
        periods=[
            (period_name(each.kind, each.number, each.year), each)
            for each in session.exec(select(Period).order_by(col(Period.due_on)))
        ],
        rules=list(session.exec(select(Rule))),
        units=list(session.exec(select(Unit).order_by(col(Unit.position)))),
        behaviours=year.people.behaviours,
        numbers={
            number.report_id: (number, period)
            for number, _, period in session.exec(
                select(IssuedNumber, Report, Period)
                .join(Report, col(Report.id) == col(IssuedNumber.report_id))
                .join(Period, col(Period.id) == col(Report.period_id))
            )
        },
        summary=summary,
        months=months,
    )


def _acts(session: Session, year: Year) -> list[Event]:
    local = hours(year.agency)
    people = {person.id: f"{person.name} – {person.title}" for person in session.exec(select(Person))}
    lines = session.exec(select(Audit).order_by(col(Audit.sequence)))
    return [
        Event(local.local(line.at), said, people.get(line.person_id, "Dondoc"), line.act)
        for line in lines
        if (said := rehearsed(line.act, line.detail))
    ]


def _letters(session: Session, local: Hours) -> list[Event]:
    """Letters of one minute and kind as one line."""
    grouped: dict[tuple[datetime, str], list[str]] = {}
    for letter in session.exec(select(Letter).where(col(Letter.sent_at).is_not(None)).order_by(col(Letter.id))):
        at = local.local(letter.sent_at or letter.created_at).replace(second=0, microsecond=0)
        grouped.setdefault((at, word(letter.kind)), []).append(letter.to_name)
    return [
        Event(at, f"Thư {kind} ({len(names)})", ", ".join(names), "letter") for (at, kind), names in grouped.items()
    ]
