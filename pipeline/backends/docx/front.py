"""Edition in, its title page and contents out: the contents as a field of Word's that is filled already."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.backends import Edition
from pipeline.backends.docx import names
from pipeline.backends.docx.inlines import set_text
from pipeline.backends.docx.markup import attribute, field, paragraph, run
from pipeline.backends.docx.scribe import Scribe
from pipeline.backends.docx.styles import title_level
from pipeline.design.labels import labels
from pipeline.errors import Level
from pipeline.model import OutlineEntry

_DEEPEST = 3
"""Levels of contents that a design has."""


def set_title_page(scribe: Scribe) -> str:
    """The title, subtitle and authors that are known."""
    metadata = scribe.edition.publication.metadata
    made = paragraph("Title", set_text(metadata.title, scribe))
    if metadata.subtitle:
        made += paragraph(names.BOOK_SUBTITLE.id, set_text(metadata.subtitle, scribe))
    if metadata.authors:
        made += paragraph("BookAuthor", set_text("\u3000".join(metadata.authors), scribe))
    return made


def set_contents(scribe: Scribe) -> str:
    """The contents, in the wrapper by which Word knows them: a click updates them. Empty where one article is all.

    `TOC \\o` takes the styles `heading` of the articles' levels only, so that updating adds no section heads. The field
    is not marked for update: Word would ask a question at every opening.
    """
    levels = {article.id: min(title_level(article), _DEEPEST) for article in scribe.edition.publication.articles}
    entries = [entry for entry in _flat(scribe.edition.publication.outline()) if entry.id in levels]
    if len(entries) < 2:
        return ""
    folios = scribe.edition.folios or {}
    if not folios:
        scribe.notice("contents-without-folios", Level.NOTE)
    used = [levels[entry.id] for entry in entries]
    lines = [_line(entry, levels[entry.id], folios.get(entry.id, ""), scribe) for entry in entries]
    start = (
        run('<w:fldChar w:fldCharType="begin"/>')
        + run(f'<w:instrText xml:space="preserve"> TOC \\o "{min(used)}-{max(used)}" \\h \\z </w:instrText>')
        + run('<w:fldChar w:fldCharType="separate"/>')
    )
    lines[0] = lines[0].replace("</w:pPr>", f"</w:pPr>{start}", 1)
    lines[-1] = lines[-1].replace("</w:p>", run('<w:fldChar w:fldCharType="end"/>') + "</w:p>")
    return _wrapped(scribe.edition, "".join(lines))


def _wrapped(edition: Edition, lines: str) -> str:
    title = attribute(labels(edition.publication.metadata.language).contents)
    head = paragraph("TOCHeading", run(f"<w:t>{title}</w:t>"))
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
    return f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{head}{lines}</w:sdtContent></w:sdt>"


def _line(entry: OutlineEntry, level: int, folio: str, scribe: Scribe) -> str:
    """A line of the contents: its text and page lead to the title's bookmark."""
    anchor = scribe.bookmarks[entry.id]
    page = field(f"PAGEREF {anchor} \\h", scribe.legal(folio))
    inner = set_text(entry.text, scribe) + run("<w:tab/>") + page
    return paragraph(f"TOC{level}", f'<w:hyperlink w:anchor="{anchor}" w:history="1">{inner}</w:hyperlink>')


def _flat(entries: tuple[OutlineEntry, ...]) -> Iterator[OutlineEntry]:
    for entry in entries:
        yield entry
        yield from _flat(entry.children)
