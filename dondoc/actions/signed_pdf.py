"""A PDF that was signed on somebody's own machine comes back: checked against the issued bytes, and kept."""

import base64
import hashlib
import json
import ssl
from datetime import datetime
from pathlib import Path

from dondoc.actions.draft import found_report
from dondoc.actions.office import Office
from dondoc.intake.guard import in_child
from dondoc.model import Paper, PaperKind, SignatureCheck, Verdict
from dondoc.paper.signed import packed
from dondoc.rules.access import require, signs_papers
from dondoc.rules.refusal import Refused
from dondoc.store import reports, signing
from dondoc.store.agency import agency, hours
from dondoc.store.people import viewer_of
from dondoc.store.transaction import Actor, Writing, reading, writing


def take(office: Office, actor: Actor, report_id: int, filename: str, data: bytes, now: datetime) -> SignatureCheck:
    """Check a signed PDF; where it is the issued one with a trusted signature, recipients will get it.

    Whatever the verdict, the check is written down. Raises Refused before the report has its number, once it is
    dispatched, and for somebody who has nothing to sign here.
    """
    if not data:
        raise Refused("pdf_missing", "file")
    with reading(office.engine) as session:
        issued = reports.paper(session, report_id, PaperKind.PDF)
    if issued is None or issued.agency_id != actor.agency_id:
        raise Refused("not_numbered", "file")
    # Checked before the transaction: it takes seconds, and everybody else would wait.
    arguments = [json.dumps(roots(office.sign_roots)), now.isoformat()]
    found = in_child("dondoc.paper.signed:check_signed", packed(issued.content, data), arguments)
    with writing(office.engine, actor, now) as act:
        _may(act, report_id)
        check = act.add(
            SignatureCheck(
                agency_id=actor.agency_id,
                report_id=report_id,
                filename=filename[-200:],
                sha256=hashlib.sha256(data).hexdigest(),
                verdict=Verdict(found["verdict"]),
                signers=found["signers"],
                detail=found["detail"],
                checked_at=now,
                checked_by=actor.person_id or 0,
            )
        )
        if check.verdict is Verdict.EXACT:
            _keep(act, issued, data, check)
        act.audit("signed_pdf", "report", report_id, verdict=check.verdict.value, sha256=check.sha256)
        return check


def _may(act: Writing, report_id: int) -> None:
    actor = act.actor
    found_report(act, report_id)
    step = reports.signed_step(act.session, report_id)
    today = hours(agency(act.session, actor.agency_id)).today(act.now)
    mine = signing.stood_in_for(act.session, actor.agency_id, actor.person_id or 0, today)
    signed = step is not None and (step.decided_by == actor.person_id or step.person_id in mine)
    require(signs_papers(viewer_of(act.session, actor.agency_id, actor.person_id), signed))
    if reports.dispatches(act.session, report_id):
        raise Refused("already_dispatched", "file")


def _keep(act: Writing, issued: Paper, data: bytes, check: SignatureCheck) -> None:
    """The signed file takes the place of one that was signed before: a second signature stands on the first."""
    known = reports.paper(act.session, issued.report_id, PaperKind.SIGNED)
    if known:
        known.content, known.sha256, known.made_at = data, check.sha256, act.now
        act.session.add(known)
        return
    act.add(
        Paper(
            agency_id=issued.agency_id,
            report_id=issued.report_id,
            kind=PaperKind.SIGNED,
            filename=issued.filename,
            content=data,
            sha256=check.sha256,
            made_at=act.now,
        )
    )


def roots(folder: Path | None) -> list[str]:
    """The trusted certificates of a folder as DER in base64; a file that is none is passed over."""
    found = []
    for path in sorted(folder.iterdir()) if folder and folder.is_dir() else ():
        if path.suffix.lower() not in {".pem", ".crt", ".cer", ".der"}:
            continue
        data = path.read_bytes()
        der = ssl.PEM_cert_to_DER_cert(data.decode("ascii")) if data.startswith(b"-----BEGIN") else data
        found.append(base64.b64encode(der).decode())
    return found
