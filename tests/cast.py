"""The cast: everybody who plays in a test, on the sample agency and the seed plan; the outsider must see nothing."""

import tempfile
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from dondoc.actions import submit as submitting
from dondoc.actions.draft import compile_now
from dondoc.actions.install import install_agency, install_plan
from dondoc.actions.office import Office
from dondoc.actions.plan import open_due
from dondoc.actions.sign import approve, send_up
from dondoc.intake.plan_file import read_agency, read_plan
from dondoc.mail.relay import Relay
from dondoc.model import (
    Agency,
    AnswerSection,
    Assignment,
    Door,
    Period,
    Person,
    Plan,
    ReportVersion,
    Rule,
    RuleKind,
    Submission,
    Unit,
)
from dondoc.paths import data_file
from dondoc.rules.submit import Content
from dondoc.store.answers import figures_of_round
from dondoc.store.rounds import items_of_round, round_facts
from dondoc.store.transaction import Actor, reading

INSTALLED = "installed"
"""The state of a database in which the cast is installed."""
OPENED = "opened"
"""And the first round is open: its letters wait to be written."""
SENT_UP = "sent_up"
"""And one unit (vp) has answered; the report is compiled and waits for the head of the lead unit."""
SIGNED = "signed"
"""And the director has signed it, at SIGNED_AT."""
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
AGENCY_FILE = data_file("config", "agencies", "skhcn-quang-tri.toml")
PLAN_FILE = data_file("config", "plans", "2024-cai-cach-tu-phap.toml")

# Who is who in the sample agency. The officer's unit (qlkh) only cooperates, the lead's (ttra) compiles.
ADDRESSES = {
    "officer": "chuyen-vien-qlkh@mau.example",
    "head": "truong-qlkh@mau.example",
    "lead_officer": "chuyen-vien-ttra@mau.example",
    "lead_head": "truong-ttra@mau.example",
    "deputy": "pho-giam-doc-2@mau.example",  # in charge of the officer's unit
    "other_deputy": "pho-giam-doc-1@mau.example",
    "director": "giam-doc@mau.example",
    "clerk": "van-thu@mau.example",
    "administrator": "quan-tri@mau.example",
    "outsider": "nguoi-ngoai@khac.example",
}
OUTSIDER = """
[[person]]
name = "Người Ngoài"
title = "Làm mọi việc ở cơ quan khác"
email = "nguoi-ngoai@khac.example"
roles = [
    { kind = "leader" }, { kind = "clerk" }, { kind = "administrator" },
    { kind = "head", unit = "ttra" }, { kind = "officer", unit = "ttra" }, { kind = "officer", unit = "qlkh" },
]
"""


def at(text: str) -> datetime:
    """An instant by the agency's clocks: at("2024-03-04 08:00")."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


START = at("2024-01-01 08:00")
Q1_OPENS = at("2024-03-04 07:30")
"""When the first round opens: ten working days before 18/03/2024, as the office opens."""


SIGNED_AT = at("2024-03-20 09:00")


@dataclass(frozen=True)
class Cast:
    """Everybody as an actor, by the part they play; the outsider holds every role, but in another agency."""

    office: Office
    agency: Agency
    outside: Agency
    plan_id: int
    rule_id: int
    officer: Actor
    head: Actor
    lead_officer: Actor
    lead_head: Actor
    deputy: Actor
    other_deputy: Actor
    director: Actor
    clerk: Actor
    administrator: Actor
    outsider: Actor

    @property
    def agency_id(self) -> int:
        return self.agency.key

    @property
    def flow(self) -> Actor:
        """A flow of the agency: nobody in person."""
        return Actor(self.agency_id, None, Door.FLOW)

    def person(self, part: str) -> Person:
        """The person behind a part ("officer")."""
        with reading(self.office.engine) as session:
            return session.exec(select(Person).where(Person.email == ADDRESSES[part])).one()

    def officer_of(self, unit: str) -> Actor:
        """The officer of a unit of the sample agency, by the unit's code."""
        with reading(self.office.engine) as session:
            person = session.exec(select(Person).where(Person.email == f"chuyen-vien-{unit}@mau.example")).one()
        return Actor(person.agency_id, person.key, Door.WEB)

    def unit(self, code: str) -> Unit:
        with reading(self.office.engine) as session:
            return session.exec(select(Unit).where(Unit.agency_id == self.agency_id, Unit.code == code)).one()

    def units(self) -> list[str]:
        """The codes of the agency's units, in its order."""
        with reading(self.office.engine) as session:
            return list(
                session.exec(select(Unit.code).where(Unit.agency_id == self.agency_id).order_by(Unit.position))  # type: ignore[arg-type]
            )


def install(engine: Engine) -> None:
    """Install the sample agency with the seed plan, and a second agency in which the outsider is everything."""
    office = office_of(engine)
    data = read_agency(AGENCY_FILE)
    agency = install_agency(office, data, START)
    plan = read_plan(PLAN_FILE, [unit.code for unit in data.file.unit], data.regimes)
    install_plan(office, Actor(agency.key, None, Door.COMMAND), plan, START)
    text = AGENCY_FILE.read_text(encoding="utf-8").replace("@mau.example", "@khac.example")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "so-khac.toml"
        path.write_text(text.replace("skhcn-quang-tri", "so-khac") + OUTSIDER, encoding="utf-8")
        install_agency(office, read_agency(path), START)


def install_and_open(engine: Engine) -> None:
    """Install the cast and open the first round."""
    install(engine)
    open_due(office_of(engine), Q1_OPENS)


def install_and_send_up(engine: Engine) -> None:
    """What SENT_UP says."""
    install_and_open(engine)
    cast = cast_in(office_of(engine))
    submit(cast, first_round(cast), "vp")
    send_up(cast.office, cast.lead_officer, compile_round(cast, first_round(cast)).report_id, SIGNED_AT)


def install_and_sign(engine: Engine) -> None:
    """What SIGNED says."""
    install_and_send_up(engine)
    cast = cast_in(office_of(engine))
    with reading(engine) as session:
        version = session.exec(select(ReportVersion)).one()
    for leader in (cast.lead_head, cast.director):
        approve(cast.office, leader, version.report_id, version.key, SIGNED_AT)


STATES = {INSTALLED: install, OPENED: install_and_open, SENT_UP: install_and_send_up, SIGNED: install_and_sign}
"""How each state is made of a database that has its tables and no rows."""


def office_of(engine: Engine) -> Office:
    """An office whose mail server is nowhere."""
    nowhere = Relay(host="127.0.0.1", port=9, timeout=2, answer_timeout=2)
    return Office(engine=engine, address="http://dondoc.example", secret="test-secret", relay=nowhere)


def cast_in(office: Office) -> Cast:
    """The cast of an office in which it is installed."""
    with reading(office.engine) as session:
        agency = session.exec(select(Agency).where(Agency.code == "skhcn-quang-tri")).one()
        outside = session.exec(select(Agency).where(Agency.code == "so-khac")).one()
        plan = session.exec(select(Plan)).one()
        rule = session.exec(select(Rule).where(Rule.kind == RuleKind.ROUNDS)).one()
        people = {person.email: person for person in session.exec(select(Person))}
    found = {part: people[address] for part, address in ADDRESSES.items()}
    actors = {part: Actor(person.agency_id, person.key, Door.WEB) for part, person in found.items()}
    return Cast(office=office, agency=agency, outside=outside, plan_id=plan.key, rule_id=rule.key, **actors)


def open_round(cast: Cast, now: datetime = Q1_OPENS) -> Period:
    """Let the clock look at `now`; the period opened last."""
    open_due(cast.office, now)
    with reading(cast.office.engine) as session:
        periods = session.exec(select(Period).where(Period.agency_id == cast.agency_id).order_by(Period.data_to))  # type: ignore[arg-type]
        return list(periods)[-1]


def assignment_of(cast: Cast, period: Period, unit: str = "qlkh") -> Assignment:
    """A unit's part in a round."""
    with reading(cast.office.engine) as session:
        chosen = select(Assignment).join(Unit, Unit.id == Assignment.unit_id)  # type: ignore[arg-type]
        return session.exec(chosen.where(Assignment.period_id == period.key, Unit.code == unit)).one()


def whole_content(cast: Cast, period: Period, text: str = "Đã thực hiện.", figure: int = 1) -> Content:
    """An answer with nothing missing: `text` as the result of the first item, `figure` for every figure."""
    with reading(cast.office.engine) as session:
        facts = round_facts(session, period.key, cast.agency_id)
        assert facts is not None
        items = items_of_round(session, facts.obligation)
        figures = figures_of_round(session, items)
    return Content(False, {(items[0].key, AnswerSection.RESULT): text}, {each.key: Decimal(figure) for each in figures})


def submit(
    cast: Cast, period: Period, unit: str = "qlkh", now: datetime | None = None, content: Content | None = None
) -> Submission:
    """A unit's officer submits, two days after the opening unless said otherwise."""
    return submitting.submit(
        cast.office,
        cast.officer_of(unit),
        assignment_of(cast, period, unit).key,
        content or whole_content(cast, period, f"Kết quả của {unit}."),
        now or at(f"{period.opens_on} 09:00"),
    )


def compile_round(cast: Cast, period: Period, now: datetime = at("2024-03-19 09:00")) -> ReportVersion:
    """The lead unit compiles the round's report."""
    return compile_now(cast.office, cast.lead_officer, period.key, now)


def sign_round(cast: Cast, version: ReportVersion, now: datetime = SIGNED_AT) -> None:
    """The report goes up its chain and is signed."""
    send_up(cast.office, cast.lead_officer, version.report_id, now)
    approve(cast.office, cast.lead_head, version.report_id, version.key, now)
    approve(cast.office, cast.director, version.report_id, version.key, now)


def day(text: str) -> date:
    """A day: day("2024-03-18")."""
    return date.fromisoformat(text)


def first_round(cast: Cast) -> Period:
    """The first round that is open."""
    with reading(cast.office.engine) as session:
        return session.exec(select(Period).order_by(Period.data_to)).first() or pytest.fail("no round is open")  # type: ignore[arg-type]
