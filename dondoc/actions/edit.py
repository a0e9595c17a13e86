"""Edit: the drafter's words into a new version of the report, and changed sources taken in. Nothing is lost."""

from collections.abc import Mapping
from datetime import datetime

from dondoc.actions.draft import found_report, store_version
from dondoc.actions.material import material
from dondoc.actions.office import Office
from dondoc.model import Report, ReportVersion
from dondoc.rules.access import follows_up, require
from dondoc.rules.edit import edited, may_edit
from dondoc.rules.provenance import changed_sources, refreshed
from dondoc.rules.refusal import Refused
from dondoc.rules.report import ReportModel
from dondoc.store import reports
from dondoc.store.people import viewer_of
from dondoc.store.rounds import RoundFacts
from dondoc.store.transaction import Actor, Writing, writing


def edit(
    office: Office, actor: Actor, report_id: int, version_id: int, changes: Mapping[str, str], now: datetime
) -> ReportVersion:
    """Change the text of some blocks (see `rules.edit.edited`) of the version that was looked at.

    A report on its way up comes back to its drafters with it. Raises Refused where somebody was faster.
    """
    with writing(office.engine, actor, now) as act:
        report, _, version = to_edit(act, report_id, version_id)
        return keep_edit(act, report, version, edited(reports.model_of(version), changes), "sửa trên trang")


def refresh(office: Office, actor: Actor, report_id: int, version_id: int, now: datetime) -> ReportVersion:
    """Take in what units have changed since the version was compiled. Raises Refused where nothing has."""
    with writing(office.engine, actor, now) as act:
        report, facts, version = to_edit(act, report_id, version_id)
        model, found = reports.model_of(version), material(act.session, facts)
        changes = changed_sources(model, found.units)
        if not changes:
            raise Refused("sources_unchanged")
        units = ", ".join(change.unit for change in changes)
        return keep_edit(act, report, version, refreshed(model, found.report(), changes), f"cập nhật theo {units}")


def to_edit(act: Writing, report_id: int, version_id: int) -> tuple[Report, RoundFacts, ReportVersion]:
    """A report that its lead unit may change now, at the version that was looked at."""
    actor = act.actor
    report, facts = found_report(act, report_id)
    require(follows_up(viewer_of(act.session, actor.agency_id, actor.person_id), facts.lead.key))
    may_edit(reports.state_of(act.session, report))
    version = reports.current(act.session, report_id)
    if version.key != version_id:
        raise Refused("edited_meanwhile", version=version.version)
    return report, facts, version


def keep_edit(act: Writing, report: Report, base: ReportVersion, model: ReportModel, note: str) -> ReportVersion:
    """Store the changed report. Raises Refused where it is the same as before."""
    if model == reports.model_of(base):
        raise Refused("nothing_changed")
    return store_version(act, report, model, note)
