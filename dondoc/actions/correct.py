"""When something went wrong: a number is voided, numbers were given elsewhere, a report is replaced."""

from datetime import datetime

from sqlmodel import col, update

from dondoc.actions.dispatch import signed_report
from dondoc.actions.draft import store_version
from dondoc.actions.office import Office
from dondoc.model import NumberGap, Paper, Report
from dondoc.rules.access import issues, require
from dondoc.rules.number import may_skip
from dondoc.rules.number import next_number as following
from dondoc.rules.refusal import Refused
from dondoc.rules.report import Paragraph
from dondoc.store import reports
from dondoc.store.people import viewer_of
from dondoc.store.transaction import Actor, writing
from dondoc.texts import short_day


def void(office: Office, actor: Actor, report_id: int, reason: str, now: datetime) -> None:
    """Void a report's number before it is dispatched: the row keeps it, with the reason; the report gets another.

    Raises Refused without a reason, and once it is dispatched: then it is replaced or corrected.
    """
    if not reason.strip():
        raise Refused("void_reason", "void_reason")
    with writing(office.engine, actor, now) as act:
        signed_report(act, report_id)
        row = reports.number_of(act.session, report_id)
        if row is None:
            raise Refused("not_numbered")
        if reports.dispatches(act.session, report_id):
            raise Refused("void_after_dispatch", "void_reason")
        row.voided_at, row.voided_by, row.void_reason = now, actor.person_id, reason.strip()
        act.session.add(row)
        # Its papers bear a number that is void; they are kept beside those that will be issued.
        mine = update(Paper).where(col(Paper.report_id) == report_id, col(Paper.version) == 0)
        act.session.exec(mine.values(version=-row.key))
        act.audit("void", "report", report_id, symbol=row.symbol, reason=row.void_reason)


def skip(office: Office, actor: Actor, year: int, number: int, reason: str, now: datetime) -> NumberGap:
    """Let a year's book go on at a number, since those before it were given elsewhere, with the reason why."""
    with writing(office.engine, actor, now) as act:
        require(issues(viewer_of(act.session, actor.agency_id, actor.person_id)))
        first = following(reports.highest_number(act.session, actor.agency_id, reports.REPORTS, year)[0])
        may_skip(first, number, reason)
        gap = act.add(
            NumberGap(
                agency_id=actor.agency_id,
                book=reports.REPORTS,
                year=year,
                first=first,
                last=number - 1,
                reason=reason.strip(),
                noted_at=now,
                noted_by=actor.person_id or 0,
            )
        )
        act.audit("skip", "agency", actor.agency_id, year=year, first=first, last=gap.last, reason=gap.reason)
        return gap


def replace(office: Office, actor: Actor, report_id: int, reason: str, now: datetime) -> Report:
    """Begin a report that replaces an issued one whose content was wrong; the lead unit drafts it from the old one.

    Raises Refused without a reason, before the old one is dispatched, and where it is replaced already.
    """
    if not reason.strip():
        raise Refused("reason_missing", "replace_reason")
    with writing(office.engine, actor, now) as act:
        old, _ = signed_report(act, report_id)
        row = reports.number_of(act.session, report_id)
        if row is None or not reports.dispatches(act.session, report_id):
            raise Refused("replace_before_dispatch", "replace_reason")
        if old.replaced_at:
            raise Refused("already_replaced", "replace_reason")
        old.replaced_at = now
        act.session.add(old)
        act.session.flush()
        new = act.add(Report(agency_id=old.agency_id, period_id=old.period_id, replaces_id=old.key, created_at=now))
        model = reports.model_of(reports.current(act.session, report_id))
        words = Paragraph(text=f"Báo cáo này thay thế Báo cáo số {row.symbol} ngày {short_day(row.issued_on)}.")
        store_version(act, new, model.model_copy(update={"opening": (*model.opening, words)}), f"thay thế {row.symbol}")
        act.audit("replace", "report", report_id, by=new.key, symbol=row.symbol, reason=reason.strip())
        return new
