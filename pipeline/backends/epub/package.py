# mypy: disable-error-code="no-untyped-call"
"""Finished files and metadata in, the bytes of an EPUB out: ebooklib makes the package, a second pass mends it.

ebooklib gets items as finished bytes (its HTML parser would damage them) and navigation made by us. Left to itself it
writes no language on the package, a prefix that nothing uses, today's date and the clock's time on every entry.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import BinaryIO, NamedTuple

from ebooklib import epub
from lxml import etree

from pipeline.backends.epub.markup import STYLESHEET
from pipeline.backends.epub.metadata import Entry
from pipeline.backends.epub.navigation import NAV_FILE, NCX_FILE, Landmark
from pipeline.backends.epub.pictures import Picture
from pipeline.model import Script

XHTML = "application/xhtml+xml"
#: The earliest time that a zip can hold: the date of the edition stands in the package, not here.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Page(NamedTuple):
    """A file of the spine: path and bytes."""

    name: str
    content: bytes


class Package(NamedTuple):
    """All that goes into the file. `front` and `text` are read in this order, `nav` between them if `nav_shown`."""

    script: Script
    identifier: str
    stamp: datetime
    metadata: Sequence[Entry]
    style: str
    front: Page
    nav: bytes
    nav_shown: bool
    ncx: bytes
    text: Sequence[Page]
    pictures: Sequence[Picture]
    cover: Picture | None
    landmarks: Sequence[Landmark]


def write_package(package: Package, out: BinaryIO) -> None:
    """Writes the EPUB: mimetype first and stored (OCF 3.3, section 4.3), then the rest by name."""
    draft = io.BytesIO()
    options = {"compresslevel": 0, "mtime": _utc(package.stamp)}
    epub.EpubWriter(draft, _book(package), options).write()
    with zipfile.ZipFile(draft) as made, zipfile.ZipFile(out, "w") as final:
        for name in sorted(made.namelist(), key=lambda name: (name != "mimetype", name)):
            data = made.read(name)
            if name.endswith(".opf"):
                data = _mended(data, package.script)
            final.writestr(_entry(name), data, compresslevel=6)


def _utc(stamp: datetime) -> datetime:
    return stamp.replace(tzinfo=UTC) if stamp.tzinfo is None else stamp.astimezone(UTC)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _ZIP_TIME)
    entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o100644 << 16
    return entry


def _mended(opf: bytes, script: Script) -> bytes:
    package = etree.fromstring(opf)
    package.set(_XML_LANG, script)
    if "prefix" in package.attrib:
        del package.attrib["prefix"]
    return etree.tostring(package, xml_declaration=True, encoding="utf-8")


def _book(package: Package) -> epub.EpubBook:
    book = epub.EpubBook()
    book.metadata.clear()
    book.IDENTIFIER_ID = "identifier"
    book.set_identifier(package.identifier)
    book.set_language(package.script)
    for name, text, attributes in package.metadata:
        namespace, _, local = name.rpartition(":")
        book.add_metadata(namespace.upper() or None, local, text, attributes)
    if package.cover:
        book.set_cover(package.cover.file, package.cover.data, create_page=False)
    front = _item(book, "front", package.front.name, XHTML, package.front.content)
    nav = _Nav(uid="nav", file_name=NAV_FILE, media_type=XHTML, content=package.nav)
    book.add_item(nav)
    _item(book, "ncx", NCX_FILE, "application/x-dtbncx+xml", package.ncx)
    _item(book, "style", STYLESHEET, "text/css", package.style.encode())
    for number, picture in enumerate(package.pictures, 1):
        _item(book, f"picture-{number}", picture.file, picture.media_type, picture.data)
    pages = [_item(book, f"text-{at}", page.name, XHTML, page.content) for at, page in enumerate(package.text, 1)]
    book.spine = [front, *([nav] if package.nav_shown else []), *pages]
    book.guide = [{"type": mark.guide, "title": mark.label, "href": mark.href} for mark in package.landmarks]
    return book


class _Nav(epub.EpubItem):
    """The navigation document as finished bytes: ebooklib's own class would write it anew."""

    properties = ("nav",)


def _item(book: epub.EpubBook, id_: str, name: str, media_type: str, content: bytes) -> epub.EpubItem:
    item = epub.EpubItem(uid=id_, file_name=name, media_type=media_type, content=content)
    book.add_item(item)
    return item
