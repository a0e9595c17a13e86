"""The HTML preview leads every sentence to its source."""

from lxml import html

from dondoc.paper.preview import preview
from dondoc.rules.report import Paragraph, Source

from .sample import issued, sample


def _href(source: Source) -> str:
    return f"/nop/{source.submission_id}?ban={source.version}&so={source.unit}"


def _fragment(text: str) -> html.HtmlElement:
    (article,) = html.fragments_fromstring(text)
    return article


def test_every_sourced_paragraph_links_to_its_unit_and_version() -> None:
    article = _fragment(preview(sample(), _href))
    links = {(a.text, a.get("href")) for a in article.iter("a")}
    assert ("Văn phòng Sở, bản 2", "/nop/11?ban=2&so=Văn phòng Sở") in links
    paragraphs = article.xpath('.//p[contains(@class,"paper-paragraph") or contains(@class,"paper-bullet")]')
    assert paragraphs and all(bool(p.xpath(".//a")) != ("own-words" in p.get("class")) for p in paragraphs)


def test_the_drafters_own_words_are_marked_in_words_too() -> None:
    own = _fragment(preview(sample())).xpath('.//p[contains(@class,"own-words")]')
    assert own and all("Lời người soạn" in p.text_content() for p in own)


def test_without_a_link_builder_the_source_is_still_named() -> None:
    article = _fragment(preview(sample()))
    assert not list(article.iter("a"))
    assert "Thanh tra Sở, bản 1" in article.text_content()


def test_units_texts_are_escaped_in_text_and_in_links() -> None:
    evil = '<script>alert(1)</script> & "x"'
    source = Source(submission_id=1, version=1, unit=evil)
    report = sample().model_copy(update={"opening": (Paragraph(text=evil, sources=(source,)),), "subject": evil})
    text = preview(report, _href)
    assert "<script" not in text
    assert evil in _fragment(text).text_content()


def test_figures_link_to_their_sources_and_missing_units_are_marked() -> None:
    article = _fragment(preview(issued(), _href))
    rows = article.xpath('.//tr[@class="paper-missing"]')
    assert rows[0][1].text == "Phòng Quản lý Chuyên ngành"
    first = article.xpath('.//section[@class="paper-annex"][1]//tbody/tr[1]')[0]
    assert [a.text for a in first.iter("a")] == ["Văn phòng Sở, bản 2", "Thanh tra Sở, bản 1"]
