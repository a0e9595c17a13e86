"""An administrator's own Word template: linted, rendered for a test, rendered. All of it in the locked-up child.

A template is a program. The sandbox keeps it from reaching out of Jinja, the child from running for ever; so a report
is always set from it in the child, not only when it is tested. The package itself is guarded before.
"""

import base64
import io
import json
from typing import Any

from dondoc.rules.refusal import Refused
from dondoc.rules.report import ReportModel

FIELD = "file"
"""The field of a form that a template comes in."""
NEEDED = frozenset(
    {"number_line", "dateline", "subject", "parts", "closing", "signer_lines", "signer_name", "recipients"}
)
"""Without these a paper is no report: a template that leaves one out is refused."""


def packed(template: bytes, model: ReportModel) -> bytes:
    """Both as one input for the child."""
    return len(template).to_bytes(8, "big") + template + model.model_dump_json().encode()


def check_template(data: bytes) -> dict[str, Any]:
    """Lint a template and set a paper from it. Raises Refused with what is wrong, where a person can mend it."""
    template, model = _unpacked(data)
    used = _used(template)
    _lint(used)
    rendered = _rendered(template, model)
    _rendered(template, model.model_copy(update={"figures": (), "units": (), "legal_basis": (), "addressees": ()}))
    return {"size": len(rendered), "used": sorted(used)}


def render(data: bytes, mark: str = "") -> dict[str, str]:
    """A paper from a template, as base64."""
    template, model = _unpacked(data)
    return {"docx": base64.b64encode(_rendered(template, model, mark)).decode()}


def check_printed(data: bytes) -> int:
    """The pages that LibreOffice made of the made-up report. Raises Refused where words are missing from them."""
    import pypdf

    from dondoc.texts.sample import sample_report

    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    # As one word without capitals: a form breaks lines where it likes and begins a subject with a capital.
    said = "".join("".join(page.extract_text().split()) for page in pages).casefold()
    model = sample_report()
    wanted = (model.signature.name, model.subject, model.opening[0].text, model.recipients[0].name)
    if missing := [words for words in wanted if "".join(words.split()).casefold() not in said]:
        raise Refused("template_prints_not", FIELD, words="; ".join(missing))
    return len(pages)


def _unpacked(data: bytes) -> tuple[bytes, ReportModel]:
    length = int.from_bytes(data[:8], "big")
    return data[8 : 8 + length], ReportModel.model_validate(json.loads(data[8 + length :]))


def _used(template: bytes) -> set[str]:
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]
    from jinja2 import TemplateSyntaxError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    try:
        found = DocxTemplate(io.BytesIO(template)).get_undeclared_template_variables(ImmutableSandboxedEnvironment())
    except TemplateSyntaxError as error:
        raise Refused("template_syntax", FIELD, said=str(error.message)[:200]) from None
    return {str(name) for name in found}


def _lint(used: set[str]) -> None:
    from difflib import get_close_matches

    from dondoc.paper.form import Form

    known = set(Form.__annotations__)
    for name in sorted(used - known):
        near = get_close_matches(name, known, 1)
        raise Refused("template_unknown", FIELD, name=name, near=near[0] if near else ", ".join(sorted(known)[:5]))
    if missing := sorted(NEEDED - used):
        raise Refused("template_lacks", FIELD, names=", ".join(missing))


def _rendered(template: bytes, model: ReportModel, mark: str = "") -> bytes:
    from jinja2 import TemplateError

    from dondoc.paper.docx import docx

    try:
        return docx(model, template, mark)
    except (TemplateError, TypeError) as error:
        raise Refused("template_syntax", FIELD, said=str(error)[:200]) from None
