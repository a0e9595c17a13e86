"""A draft edited in Word: read in a locked-up child, led back, looked at, and taken in as a new version."""

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from dondoc.actions.draft import found_report
from dondoc.actions.edit import keep_edit
from dondoc.actions.office import Office
from dondoc.intake.guard import in_child
from dondoc.model import ReportVersion, WordUpload
from dondoc.paper.lead_back import lead_back
from dondoc.rules.access import follows_up, require
from dondoc.rules.edit import may_edit
from dondoc.rules.reading import StrangeThing, WordFile
from dondoc.rules.refusal import Refused
from dondoc.rules.report import ReportModel
from dondoc.rules.word_choice import decided
from dondoc.store import reports
from dondoc.store.people import viewer_of
from dondoc.store.rounds import round_facts
from dondoc.store.transaction import Actor, Writing, reading, writing

_MARK = re.compile(r"dondoc:(\d{1,9}):(\d{1,9})")


def mark_of(report_id: int, version: int) -> str:
    """What a downloaded Word file says about itself."""
    return f"dondoc:{report_id}:{version}"


def upload(office: Office, actor: Actor, report_id: int, filename: str, data: bytes, now: datetime) -> WordUpload:
    """Read an edited Word file and keep it, for a person to look at what it would change.

    Raises Refused for a file that is none of ours or that the guard does not let in.
    """
    if not filename.lower().endswith(".docx"):
        raise Refused("file_not_docx" if data else "file_missing", "file")
    with reading(office.engine) as session:
        # Who may not write shall not make the machine work.
        require(_may(session, actor, report_id))
    # Outside of the transaction: reading takes a while, and nobody should wait for it.
    read = WordFile.model_validate(in_child("dondoc.intake.word:read_word", data))
    with writing(office.engine, actor, now) as act:
        report, facts = found_report(act, report_id)
        require(follows_up(viewer_of(act.session, actor.agency_id, actor.person_id), facts.lead.key))
        may_edit(reports.state_of(act.session, report))
        base = _base(act, report_id, read.mark)
        if not any(getattr(item, "style", "") in {"Part", "Body", "Bullet"} for item in read.items):
            raise Refused("file_not_ours", "file")
        led = lead_back(read, reports.model_of(base))
        row = act.add(
            WordUpload(
                agency_id=actor.agency_id,
                report_id=report_id,
                base_id=base.key,
                filename=filename[-200:],
                content=data,
                sha256=hashlib.sha256(data).hexdigest(),
                led_back=led.model.model_dump(mode="json"),
                strange=[each.model_dump(mode="json") for each in led.strange],
                uploaded_at=now,
                uploaded_by=actor.person_id or 0,
            )
        )
        act.audit("upload", "report", report_id, filename=row.filename, sha256=row.sha256, base=base.version)
        return row


def _may(session: Session, actor: Actor, report_id: int) -> bool:
    report = reports.report(session, actor.agency_id, report_id)
    facts = round_facts(session, report.period_id, actor.agency_id) if report else None
    if facts is None:
        raise Refused("not_found")
    return follows_up(viewer_of(session, actor.agency_id, actor.person_id), facts.lead.key)


def _base(act: Writing, report_id: int, mark: str) -> ReportVersion:
    """The version that a file was downloaded from; the newest where it does not say. Raises Refused for another's."""
    said = _MARK.fullmatch(mark)
    if said and int(said[1]) != report_id:
        raise Refused("file_of_other_report", "file")
    known = reports.versions(act.session, report_id)
    return next((each for each in known if said and each.version == int(said[2])), known[-1])


def take(office: Office, actor: Actor, upload_id: int, choices: Mapping[int, str], now: datetime) -> ReportVersion:
    """Take an uploaded file in as a new version, with a choice for each thing that has no place.

    Raises Refused where one is not decided, or the report has a newer version than the file began from.
    """
    with writing(office.engine, actor, now) as act:
        row, model, strange = _open(act, upload_id)
        report, _ = found_report(act, row.report_id)
        may_edit(reports.state_of(act.session, report))
        current = reports.current(act.session, row.report_id)
        if current.key != row.base_id:
            raise Refused("word_base_changed", version=current.version)
        version = keep_edit(act, report, current, decided(model, strange, choices), f"từ bản Word {row.filename}")
        row.decided_at, row.version_id = now, version.key
        act.session.add(row)
        return version


def drop(office: Office, actor: Actor, upload_id: int, now: datetime) -> int:
    """Leave an uploaded file aside. Returns its report."""
    with writing(office.engine, actor, now) as act:
        row, _, _ = _open(act, upload_id)
        row.decided_at = now
        act.session.add(row)
        act.audit("drop_upload", "report", row.report_id, filename=row.filename, sha256=row.sha256)
        return row.report_id


def _open(act: Writing, upload_id: int) -> tuple[WordUpload, ReportModel, list[StrangeThing]]:
    row = reports.upload(act.session, act.actor.agency_id, upload_id)
    if row is None:
        raise Refused("not_found")
    _, facts = found_report(act, row.report_id)
    require(follows_up(viewer_of(act.session, act.actor.agency_id, act.actor.person_id), facts.lead.key))
    if row.decided_at:
        raise Refused("already_decided")
    return row, ReportModel.model_validate(row.led_back), [StrangeThing.model_validate(each) for each in row.strange]
