"""The report as a page shows it."""

from collections.abc import Collection

from markupsafe import Markup

from dondoc.paper.preview import Href, preview
from dondoc.rules.provenance import every_source
from dondoc.rules.report import ReportModel, Source


def shown(model: ReportModel, href: Href | None = None, stale: Collection[int] = (), marks: bool = True) -> Markup:
    """The preview of a report; its wide tables can be scrolled by keyboard too."""
    scrolls = '<div class="paper-table" tabindex="0" role="region" aria-label="Bảng phụ lục">'
    return Markup(preview(model, href, stale, marks).replace('<div class="paper-table">', scrolls))


def sources_of(model: ReportModel) -> list[Source]:
    """The submissions a report was made of, each once, in the order of the report."""
    return list({source.submission_id: source for source in every_source(model)}.values())
