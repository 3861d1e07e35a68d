"""Design in, pages of Word out: `w:sectPr` with size, margins, columns and grid; running heads and folios."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.backends import Edition
from pipeline.backends.docx import names
from pipeline.backends.docx.inlines import set_text
from pipeline.backends.docx.markup import document, field, paragraph
from pipeline.backends.docx.properties import twips
from pipeline.backends.docx.scribe import Scribe
from pipeline.backends.docx.styles import facing, starts_page
from pipeline.design.labels import printed_date

#: Twips that a type area is wider and higher than its characters and lines, so that rounding drops none.
_SLACK = 10
_LEAST_EDGE = 12.0
"""Points that a running head or folio stays off the edge of the paper."""


class Section(NamedTuple):
    """What differs between the sections of a file; the paper and the type area never do."""

    columns: int = 1
    continuous: bool = False
    first_differs: bool = False
    """The first page has no running head: a title page, the opening of a chapter."""
    restart: bool = False
    """Folios begin at 1."""
    roman: bool = False
    """Small Roman folios: contents before the text."""
    references: str = ""
    """`w:headerReference` and `w:footerReference`; where empty those of the section before go on."""


def section_xml(edition: Edition, section: Section) -> str:
    """`w:sectPr` (ECMA-376 part 1, 17.6.17), its elements in the order of the schema."""
    design, page = edition.design, edition.design.page
    kind = '<w:type w:val="continuous"/>' if section.continuous else ""
    number = (' w:fmt="lowerRoman"' if section.roman else "") + (' w:start="1"' if section.restart else "")
    columns = ""
    if section.columns > 1:
        rule = ' w:sep="1"' if page.column_rule else ""
        space = twips(page.gutter * design.role("body").size)
        columns = f' w:num="{section.columns}"{rule} w:space="{space}" w:equalWidth="1"'
    grid = "lines" if page.columns > 1 else "linesAndChars"
    return (
        f"<w:sectPr>{section.references}{kind}"
        f'<w:pgSz w:w="{twips(page.width)}" w:h="{twips(page.height)}"/>{_margins(edition)}'
        + (f"<w:pgNumType{number}/>" if number else "")
        + (f"<w:cols{columns}/>" if columns else '<w:cols w:space="720"/>')
        + ("<w:titlePg/>" if section.first_differs else "")
        + f'<w:docGrid w:type="{grid}" w:linePitch="{twips(page.pitch)}" w:charSpace="0"/></w:sectPr>'
    )


def _margins(edition: Edition) -> str:
    """Margins of the type area. Word's lines are as high as the pitch, the design's last one as its characters only:
    half of the difference goes to the top and half to the bottom, where Word centres the characters in their line."""
    design, page = edition.design, edition.design.page
    spare = (page.pitch - design.role("body").size) / 2
    top, bottom = page.top - spare, design.bottom - spare
    header = max(_LEAST_EDGE, top - 2 * page.pitch)
    footer = max(_LEAST_EDGE, bottom - 2 * page.pitch)
    height, width = twips(page.lines * page.pitch) + _SLACK, twips(design.type_width) + _SLACK
    return (
        f'<w:pgMar w:top="{twips(top)}" w:right="{twips(page.width) - twips(page.inner) - width}"'
        f' w:bottom="{twips(page.height) - twips(top) - height}" w:left="{twips(page.inner)}"'
        f' w:header="{twips(header)}" w:footer="{twips(footer)}" w:gutter="0"/>'
    )


class Furniture(NamedTuple):
    """Running heads and folios, each a part; even ones where left and right pages differ."""

    header: bytes | None
    header_even: bytes | None
    footer: bytes
    footer_even: bytes | None


def furniture(scribe: Scribe) -> Furniture:
    edition = scribe.edition
    even = facing(edition)
    left, right = _running_heads(scribe)
    heads = edition.design.running_heads
    page = field("PAGE", "1")
    return Furniture(
        document("hdr", [paragraph("Header", right)]) if heads else None,
        document("hdr", [paragraph(names.HEADER_EVEN.id, left)]) if heads and even else None,
        document("ftr", [paragraph("Footer", page)]),
        document("ftr", [paragraph(names.FOOTER_EVEN.id, page)]) if even else None,
    )


def _running_heads(scribe: Scribe) -> tuple[str, str]:
    """Left: the book or the volume; right: the chapter. Of a single page: the paper's name and date.

    The chapter is a STYLEREF field, by level, for a style's name differs with the language of Word. Its result stands
    for all pages in a client that computes none, so that it is the title of the publication: true on every page.
    """
    edition = scribe.edition
    metadata = edition.publication.metadata
    title = set_text(metadata.title, scribe)
    if not facing(edition):
        parts = (metadata.title, printed_date(metadata.date or ""))
        whole = set_text("\u3000".join(filter(None, parts)), scribe)
        return whole, whole
    levels = sorted(level for level in scribe.sheet.titled if starts_page(edition, level))
    if not levels:
        return title, title
    clean = scribe.legal(metadata.title)
    left = field(f"STYLEREF {levels[0]}", clean) if len(levels) > 1 else title
    return left, field(f"STYLEREF {levels[-1]}", clean)
