"""A report as the files that are issued: in our template, or in the agency's own.

An own template is set by the locked-up child, and as PDF by LibreOffice where the operator has named it; both take
seconds, so an act that needs them has them made before its transaction begins (`made_before`).
"""

import base64
from dataclasses import dataclass

from sqlmodel import Session

from dondoc.actions.office import Office
from dondoc.intake.guard import in_child
from dondoc.paper.docx import docx
from dondoc.paper.office_pdf import office_pdf
from dondoc.paper.own_template import packed
from dondoc.paper.pdf import pdf
from dondoc.rules.report import ReportModel
from dondoc.store.templates import in_force
from dondoc.store.transaction import reading

STANDARD, OWN = "standard", "own"
"""In which form a PDF is set."""


@dataclass(frozen=True)
class Papers:
    """A report as DOCX and PDF, what they were made of, and in which form the PDF is."""

    model: ReportModel
    template_id: int | None
    word: bytes
    pdf: bytes
    pdf_form: str


def made_before(office: Office, agency_id: int, model: ReportModel) -> Papers | None:
    """The papers of a report in the agency's own template, made outside of any transaction; None where it has none."""
    with reading(office.engine) as session:
        own = in_force(session, agency_id)
        if own is None:
            return None
        key, content = own.key, own.content
    word = tried(content, model)
    if not office.soffice:
        return Papers(model, key, word, pdf(model), STANDARD)
    return Papers(model, key, word, office_pdf(word, office.soffice), OWN)


def papers_of(session: Session, agency_id: int, model: ReportModel, ready: Papers | None) -> Papers | None:
    """The papers of a report within a transaction; None where `ready` was made of something else."""
    own = in_force(session, agency_id)
    if own is None:
        return Papers(model, None, docx(model), pdf(model), STANDARD)
    return ready if ready and (ready.template_id, ready.model) == (own.key, model) else None


def word_file(office: Office, agency_id: int, model: ReportModel, mark: str = "") -> bytes:
    """A report as DOCX, in the agency's own template where one is in force; `mark` as for `dondoc.paper.docx`."""
    with reading(office.engine) as session:
        own = in_force(session, agency_id)
        content = own.content if own else b""
    return tried(content, model, mark) if content else docx(model, mark=mark)


def pdf_file(office: Office, agency_id: int, model: ReportModel) -> bytes:
    """A report as PDF, in the form in which it would be issued."""
    ready = made_before(office, agency_id, model) if office.soffice else None
    return ready.pdf if ready else pdf(model)


def tried(template: bytes, model: ReportModel, mark: str = "") -> bytes:
    """A report in a template, set by the locked-up child."""
    return base64.b64decode(in_child("dondoc.paper.own_template:render", packed(template, model), (mark,))["docx"])
