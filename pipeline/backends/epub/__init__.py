"""An edition in, a valid EPUB 3.3 out: one XHTML file an article, navigation old and new, a stylesheet in ems.

blocks, inlines ──▶ articles ──▶ files ──┐
metadata, style, front, navigation ──────┴──▶ package (ebooklib, then a second pass)
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import BinaryIO

from pipeline.backends import Edition, Result
from pipeline.backends.epub import navigation
from pipeline.backends.epub.files import Body, set_files
from pipeline.backends.epub.front import COVER_FILE, TITLE_FILE, cover_page, title_page
from pipeline.backends.epub.markup import legal
from pipeline.backends.epub.metadata import Access, entries, identifier, tidy, w3c_date
from pipeline.backends.epub.navigation import Landmark
from pipeline.backends.epub.package import Package, Page, write_package
from pipeline.backends.epub.pictures import Picture, Pictures, media_type
from pipeline.backends.epub.scribe import Scribe
from pipeline.backends.epub.style import stylesheet
from pipeline.backends.epub.words import words
from pipeline.design.labels import labels
from pipeline.errors import BackendError, Finding
from pipeline.model import Metadata

__all__ = ["write"]


def write(edition: Edition, out: BinaryIO) -> Result:
    """Writes the EPUB of an edition. Raises BackendError for a cover that is neither JPEG nor PNG."""
    added = words(edition.publication.metadata.language)
    replaced: Counter[str] = Counter()
    metadata = tidy(edition.publication, added, replaced)
    publication = replace(edition.publication, metadata=metadata)
    notes = frozenset(note.id for article in publication.articles for note in article.notes)
    scribe = Scribe(added, Pictures(edition.assets), notes)
    if metadata.date and not w3c_date(metadata.date):
        scribe.notice("date-unreadable", date=metadata.date)
    cover = _cover(edition.cover)
    front = _front(metadata, cover)
    body = set_files(publication, scribe, replaced, end_marks=edition.design.end_marks)
    contents = navigation.entries(publication.outline(), body.places, added.untitled)
    contents = contents or navigation.fallback(metadata, body.files[0].name if body.files else front.name)
    nav_shown = edition.design.contents and len(contents) > 1
    marks = _landmarks(metadata, front, body, nav_shown=nav_shown)
    name = identifier(publication, metadata)
    package = Package(
        script=metadata.language,
        identifier=name,
        stamp=edition.stamp,
        metadata=tuple(entries(metadata, _access(scribe, cover), added)),
        style=stylesheet(edition.design, edition.fonts, metadata.language),
        front=front,
        nav=legal(navigation.nav_page(metadata, contents, marks)).encode(),
        nav_shown=nav_shown,
        ncx=legal(navigation.ncx(metadata, name, contents)).encode(),
        text=[Page(file.name, file.content) for file in body.files],
        pictures=scribe.pictures.used,
        cover=cover,
        landmarks=marks,
    )
    write_package(package, out)
    return Result(findings=(*scribe.findings, *_replaced(replaced)))


def _cover(data: bytes | None) -> Picture | None:
    if data is None:
        return None
    kind = media_type(data)
    if kind is None or kind[0] not in ("jpg", "png"):
        raise BackendError("epub.cover-format")
    ending, type_ = kind
    return Picture(f"images/cover.{ending}", type_, data)


def _front(metadata: Metadata, cover: Picture | None) -> Page:
    if cover:
        return Page(COVER_FILE, cover_page(metadata, cover.file).encode())
    return Page(TITLE_FILE, title_page(metadata).encode())


def _landmarks(metadata: Metadata, front: Page, body: Body, *, nav_shown: bool) -> tuple[Landmark, ...]:
    """Cover or title page, contents if they are among the pages, and where the text proper begins."""
    said = labels(metadata.language)
    if front.name == COVER_FILE:
        marks = [Landmark("cover", "cover", said.cover, front.name)]
    else:
        marks = [Landmark("titlepage", "title-page", words(metadata.language).title_page, front.name)]
    if nav_shown:
        marks.append(Landmark("toc", "toc", said.contents, f"{navigation.NAV_FILE}#toc"))
    proper = (file.name for file in body.files if file.article.role not in ("front", "contents"))
    start = next(proper, body.files[0].name if body.files else None)
    if start:
        marks.append(Landmark("bodymatter", "text", said.body, start))
    return tuple(marks)


def _access(scribe: Scribe, cover: Picture | None) -> Access:
    return Access(bool(cover or scribe.pictures.used), described=not scribe.undescribed, ruby=scribe.ruby)


def _replaced(replaced: Counter[str]) -> tuple[Finding, ...]:
    if not replaced:
        return ()
    characters = ", ".join(f"U+{ord(char):04X}" for char in sorted(replaced))
    return (Finding("epub.character-replaced", None, {"count": replaced.total(), "characters": characters}),)
