"""Simulated people: they read the letters that arrive, follow the links in them, and act through the doors' actions."""

import heapq
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from random import Random

from sqlmodel import select

from dondoc.actions import dispatch, draft, edit, review, sign, submit
from dondoc.actions.office import Office
from dondoc.mail.links import read_form_token
from dondoc.mail.sink import Received
from dondoc.model import Agency, Door, Letter, LetterKind, Period, Report, ReportVersion, RoleKind, Submission, Unit
from dondoc.rehearsal.behaviour import Behaviour, answer, spread
from dondoc.rules.refusal import Refused
from dondoc.rules.report import blocks
from dondoc.rules.workdays import Calendar, Hours
from dondoc.store import reports
from dondoc.store.agency import calendar, hours
from dondoc.store.answers import figures_of_round
from dondoc.store.people import with_role
from dondoc.store.rounds import items_of_round, one_assignment, round_facts, submissions
from dondoc.store.transaction import Actor, reading

Act = Callable[[datetime], None]

_FORM = re.compile(r"/f/([^\s/]+)(?=\s|$)")
_SIGN = re.compile(r"/ky-duyet/(\d+)")
_DRAFT = re.compile(r"/du-thao/(\d+)")
_ISSUE = re.compile(r"/phat-hanh/(\d+)")
LESSONS = (
    "Giao việc rõ người, rõ thời hạn ngay từ đầu năm; theo dõi, đôn đốc thường xuyên và kịp thời tháo gỡ khó khăn "
    "cho từng phòng, đơn vị."
)
LINK_LIVES = timedelta(days=400)


class People:
    """All simulated people of an agency, with what each has planned to do and when."""

    def __init__(self, office: Office, agency: Agency, behaviours: list[Behaviour], seed: int) -> None:
        self.office, self.agency, self.seed = office, agency, seed
        self.refused: dict[str, int] = {}
        self._plans: list[tuple[datetime, int, Act]] = []
        self._order = count()
        self._answering: set[tuple[int, str]] = set()
        with reading(office.engine) as session:
            self.calendar: Calendar = calendar(session, agency)
            units = session.exec(select(Unit.id).where(Unit.agency_id == agency.key).order_by(Unit.position))  # type: ignore[arg-type]
            self.behaviours = spread(behaviours, [unit for unit in units if unit], Random(seed))
        self.hours: Hours = hours(agency)
        self._answers: dict[LetterKind, tuple[re.Pattern[str], float, Callable[[int, int, datetime], None]]] = {
            LetterKind.FOR_SIGN_OFF: (_SIGN, 2, self._decide),
            LetterKind.DRAFTED: (_DRAFT, 2, self._send_up_in_time),
            LetterKind.SENT_BACK: (_DRAFT, 1, self._send_up),
            LetterKind.FOR_DISPATCH: (_ISSUE, 1, self._issue),
        }

    def next_act(self) -> datetime | None:
        """When somebody acts next."""
        return self._plans[0][0] if self._plans else None

    def act(self, now: datetime) -> None:
        """Do all that was planned for now or before; what the rules refuse is counted, as a person would shrug."""
        while self._plans and self._plans[0][0] <= now:
            _, _, plan = heapq.heappop(self._plans)
            try:
                plan(now)
            except Refused as refused:
                self.refused[refused.key] = self.refused.get(refused.key, 0) + 1

    def read(self, received: Received, now: datetime) -> None:
        """Read a letter that arrived and plan what it asks for."""
        with reading(self.office.engine) as session:
            letter = session.exec(select(Letter).where(Letter.message_id == received.message_id)).one()
        if letter.person_id is None:
            return
        text, person = received.text(), letter.person_id
        if letter.kind in {LetterKind.REMINDER, LetterKind.RETURNED}:
            for token in _FORM.findall(text):
                link = read_form_token(self.office.secret, token, LINK_LIVES, now)
                self._plan_answer(link.person_id, link.assignment_id, letter.kind, now)
        for kind, (pattern, in_hours, act) in self._answers.items():
            if letter.kind is kind and (found := pattern.search(text)):
                self._later(self._soon(now, in_hours), partial(act, person, int(found[1])))

    def _later(self, at: datetime, act: Act) -> None:
        heapq.heappush(self._plans, (at, next(self._order), act))

    def _soon(self, now: datetime, in_hours: float) -> datetime:
        return self.hours.next_open(now + timedelta(hours=in_hours), self.calendar)

    def _actor(self, person_id: int) -> Actor:
        return Actor(self.agency.key, person_id, Door.REHEARSAL)

    def _dice(self, *about: object) -> Random:
        """Chance that hangs only on the seed and on what it is about, not on the order of events."""
        return Random(f"{self.seed}:{about}")

    def _plan_answer(self, person_id: int, assignment_id: int, kind: LetterKind, now: datetime) -> None:
        with reading(self.office.engine) as session:
            facts = one_assignment(session, self.agency.key, assignment_id)
        if facts is None or (assignment_id, kind.value) in self._answering:
            return
        behaviour = self.behaviours[facts.carrier.key]
        today, deadline = self.hours.today(now), facts.assignment.deadline
        dice = self._dice("answer", assignment_id, kind)
        if kind is LetterKind.RETURNED:
            at = self._soon(now, 4)
        elif behaviour is Behaviour.PUNCTUAL:
            days = max(1, self.calendar.until(today, deadline) - 1)
            at = self.hours.start(self.calendar.shift(today, dice.randint(1, days)))
        elif behaviour is Behaviour.LATE and today > deadline:
            at = self._soon(now, 1)
        else:
            return
        self._answering.add((assignment_id, kind.value))
        at = self.hours.next_open(at + timedelta(minutes=dice.randint(20, 90)), self.calendar)
        self._later(at, partial(self._answer, person_id, assignment_id))

    def _answer(self, person_id: int, assignment_id: int, now: datetime) -> None:
        with reading(self.office.engine) as session:
            facts = one_assignment(session, self.agency.key, assignment_id)
            if facts is None:
                return
            items = items_of_round(session, facts.round.obligation)
            figures = figures_of_round(session, items)
            version = len(submissions(session, [assignment_id]).get(assignment_id, [])) + 1
        leads = facts.carrier.key == facts.round.lead.key
        content = answer(items, figures, leads, self._dice("content", assignment_id, version))
        submission = submit.submit(self.office, self._actor(person_id), assignment_id, content, now)
        with reading(self.office.engine) as session:
            lead = with_role(session, self.agency.key, RoleKind.OFFICER, facts.round.lead.key)[0].key
        self._later(self._soon(now, 3), partial(self._review, lead, submission.key))

    def _review(self, person_id: int, submission_id: int, now: datetime) -> None:
        with reading(self.office.engine) as session:
            submission = session.get_one(Submission, submission_id)
            facts = one_assignment(session, self.agency.key, submission.assignment_id)
        dice = self._dice("review", submission_id)
        early = facts is not None and self.hours.today(now) < facts.assignment.deadline
        if early and submission.version == 1 and not submission.nothing_to_report and dice.random() < 0.15:
            reason = "Đề nghị nêu rõ kết quả theo từng nội dung và bổ sung số liệu."
            review.give_back(self.office, self._actor(person_id), submission_id, reason, now)
        else:
            review.accept(self.office, self._actor(person_id), submission_id, now)

    def _send_up_in_time(self, person_id: int, report_id: int, now: datetime) -> None:
        """At once when all units are in; else the lead waits for them until the day before the report must go."""
        with reading(self.office.engine) as session:
            report = session.get_one(Report, report_id)
            period = session.get_one(Period, report.period_id)
            missing = any(unit.missing for unit in reports.model_of(reports.current(session, report_id)).units)
        last = self.hours.start(self.calendar.shift(period.send_on, -1)) + timedelta(hours=1)
        if missing and now < last:
            self._later(last, partial(self._send_up, person_id, report_id))
        else:
            self._send_up(person_id, report_id, now)

    def _send_up(self, person_id: int, report_id: int, now: datetime) -> None:
        with reading(self.office.engine) as session:
            report = session.get_one(Report, report_id)
        # What came in since the flow compiled must not be missing from what the leader reads.
        version = draft.compile_now(self.office, self._actor(person_id), report.period_id, now)
        self._write_lessons(person_id, version, now)
        sign.send_up(self.office, self._actor(person_id), report_id, now)

    def _write_lessons(self, person_id: int, version: ReportVersion, now: datetime) -> None:
        """What no unit is asked for the drafter writes before the report goes up."""
        empty = [block.name for block in blocks(reports.model_of(version)) if block.own and not block.paragraphs]
        if empty:
            words = dict.fromkeys(empty, LESSONS)
            edit.edit(self.office, self._actor(person_id), version.report_id, version.key, words, now)

    def _decide(self, person_id: int, report_id: int, now: datetime) -> None:
        with reading(self.office.engine) as session:
            version = reports.current(session, report_id)
            steps = reports.steps(session, version)
            returned_before = any(step.reason for step in reports.all_steps(session, report_id))
            facts = round_facts(session, session.get_one(Report, report_id).period_id, self.agency.key)
        in_time = facts is not None and self.calendar.until(self.hours.today(now), facts.period.send_on) >= 1
        signs = any(step.person_id == person_id and step.signs for step in steps)
        actor, dice = self._actor(person_id), self._dice("decide", report_id)
        if signs and in_time and not returned_before and dice.random() < 0.4:
            reason = "Đề nghị rà soát lại số liệu phụ lục và nêu rõ nguyên nhân phòng, đơn vị chưa gửi báo cáo."
            sign.send_back(self.office, actor, report_id, version.key, reason, now)
        else:
            sign.approve(self.office, actor, report_id, version.key, now)

    def _issue(self, person_id: int, report_id: int, now: datetime) -> None:
        dispatch.number(self.office, self._actor(person_id), report_id, self.hours.today(now), now)
        dispatch.dispatch(self.office, self._actor(person_id), report_id, {}, now)
