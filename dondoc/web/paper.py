"""The report as a page shows it."""

from markupsafe import Markup

from dondoc.paper.preview import Href, preview
from dondoc.rules.report import Paragraph, ReportModel, Source


def shown(model: ReportModel, href: Href | None = None) -> Markup:
    """The preview of a report; its wide tables can be scrolled by keyboard too."""
    scrolls = '<div class="paper-table" tabindex="0" role="region" aria-label="Bảng phụ lục">'
    return Markup(preview(model, href).replace('<div class="paper-table">', scrolls))


def sources_of(model: ReportModel) -> list[Source]:
    """The submissions a report was made of, each once, in the order of the report."""
    paragraphs: list[Paragraph] = [*model.opening]
    for part in model.parts:
        paragraphs += [*part.paragraphs, *(each for section in part.sections for each in section.paragraphs)]
    every = [source for paragraph in paragraphs for source in paragraph.sources]
    every += [source for figure in model.figures for source in figure.sources]
    return list({source.submission_id: source for source in every}.values())
