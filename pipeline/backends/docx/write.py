"""Edition in, the bytes of a Word file out: the body first, then the styles it asked for, then the parts around it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.package import Package

from pipeline.backends import Edition, Result
from pipeline.backends.docx.articles import ArticleMarkup, set_article, set_footnotes
from pipeline.backends.docx.front import set_contents, set_title_page
from pipeline.backends.docx.markup import document, end_section, paragraph
from pipeline.backends.docx.names import ARTICLE_RULE
from pipeline.backends.docx.package import WrittenPart, save
from pipeline.backends.docx.pages import Section, furniture, section_xml
from pipeline.backends.docx.scribe import Scribe
from pipeline.backends.docx.settings import app_properties, core_properties, font_table, settings
from pipeline.backends.docx.theme import theme


def write(edition: Edition, out: BinaryIO) -> Result:
    """Set an edition as a Word file (Word 2013 and later, WPS, LibreOffice 7).

    Findings: `docx.character-replaced`, `docx.picture-missing`, `docx.picture-format`, `docx.contents-without-folios`.
    """
    main = WrittenPart("/word/document.xml", CONTENT_TYPE.WML_DOCUMENT_MAIN)
    scribe = Scribe.of(edition, main)
    main.content = document("document", ("<w:body>", *_body(scribe), "</w:body>"))
    _relate_footnotes(scribe)
    for name, kind, relation, content in (
        ("theme/theme1", CONTENT_TYPE.OFC_THEME, RELATIONSHIP_TYPE.THEME, theme(edition)),
        ("styles", CONTENT_TYPE.WML_STYLES, RELATIONSHIP_TYPE.STYLES, scribe.sheet.xml()),
        (
            "settings",
            CONTENT_TYPE.WML_SETTINGS,
            RELATIONSHIP_TYPE.SETTINGS,
            settings(edition, footnotes=bool(scribe.called)),
        ),
        ("fontTable", CONTENT_TYPE.WML_FONT_TABLE, RELATIONSHIP_TYPE.FONT_TABLE, font_table(edition)),
    ):
        main.relate_to(WrittenPart(f"/word/{name}.xml", kind, content), relation)
    package = Package()
    package.relate_to(main, RELATIONSHIP_TYPE.OFFICE_DOCUMENT)
    for name, kind, relation, content in (
        ("core", CONTENT_TYPE.OPC_CORE_PROPERTIES, RELATIONSHIP_TYPE.CORE_PROPERTIES, core_properties(edition)),
        ("app", CONTENT_TYPE.OFC_EXTENDED_PROPERTIES, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES, app_properties()),
    ):
        package.relate_to(WrittenPart(f"/docProps/{name}.xml", kind, content), relation)
    save(package, out)
    return Result(scribe.told())


def _relate_footnotes(scribe: Scribe) -> None:
    """The part of the footnotes, where any was called."""
    if scribe.called:
        part = WrittenPart("/word/footnotes.xml", CONTENT_TYPE.WML_FOOTNOTES)
        part.content = document("footnotes", set_footnotes(scribe.in_footnotes(part)))
        scribe.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _body(scribe: Scribe) -> Iterator[str]:
    """Title page and contents, a section of their own; then the articles."""
    design = scribe.edition.design
    heads, folios = _furniture(scribe)
    titled = sum(bool(article.heading) for article in scribe.edition.publication.articles)
    title_page = design.title_page and titled > 1  # one piece carries its title itself, as in the PDF
    front = set_title_page(scribe) if title_page else ""
    front += set_contents(scribe) if design.contents else ""
    if front:
        # The break has a paragraph of its own: neither the contents nor a title may hold it.
        section = Section(first_differs=title_page, roman=True, references=_references(folios))
        yield front + end_section(paragraph("Normal", ""), section_xml(scribe.edition, section))
    opens = design.article_start == "page"
    first = {"first": folios["default"]} if opens else {}
    references = _references(heads) + _references(folios | first)
    yield from _articles(scribe, Section(first_differs=opens, restart=bool(front), references=references))


def _articles(scribe: Scribe, section: Section) -> Iterator[str]:
    """All articles; a head that goes across the columns is a section of one column.

    A section's properties stand in its last paragraph, those of the last section at the end of the body.
    """
    edition, columns = scribe.edition, scribe.edition.design.page.columns
    text = ""
    for number, article in enumerate(edition.publication.articles):
        made = set_article(article, scribe)
        if number and edition.design.article_rule and edition.design.article_start != "page":
            made = ArticleMarkup((paragraph(ARTICLE_RULE.id, ""), *made.head), made.text)
        if not (made.head and _spans(edition, number)):
            yield text
            text = made.whole
            continue
        if text:
            yield end_section(text, section_xml(edition, section._replace(columns=columns)))
            section = Section(continuous=True)
        yield end_section("".join(made.head), section_xml(edition, section))
        section = Section(continuous=True)
        text = made.text or paragraph("Normal", "")
    yield text or paragraph("Normal", "")
    yield section_xml(edition, section._replace(columns=columns))


def _spans(edition: Edition, number: int) -> bool:
    """Whether the head of the article of a number goes across all columns."""
    spans = edition.design.span_titles
    return edition.design.page.columns > 1 and (spans == "all" or (spans == "first" and number == 0))


def _furniture(scribe: Scribe) -> tuple[dict[str, str], dict[str, str]]:
    """Running heads and folios made parts: references to each by the kind of page."""
    made = furniture(scribe)

    def relate(number: int, kind: str, content: bytes) -> str:
        content_type, relation = _KINDS[kind]
        related = scribe.part.relate_to(WrittenPart(f"/word/{kind}{number}.xml", content_type, content), relation)
        return f'<w:{kind}Reference w:type="{{}}" r:id="{related}"/>'

    heads = {"default": made.header, "even": made.header_even}
    folios = {"default": made.footer, "even": made.footer_even}
    return (
        {page: relate(at, "header", text) for at, (page, text) in enumerate(heads.items(), start=1) if text},
        {page: relate(at, "footer", text) for at, (page, text) in enumerate(folios.items(), start=1) if text},
    )


def _references(pages: dict[str, str]) -> str:
    return "".join(reference.format(page) for page, reference in pages.items())


_KINDS = {
    "header": (CONTENT_TYPE.WML_HEADER, RELATIONSHIP_TYPE.HEADER),
    "footer": (CONTENT_TYPE.WML_FOOTER, RELATIONSHIP_TYPE.FOOTER),
}
