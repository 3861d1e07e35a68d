"""The bytes of an EPUB in, its body text out: read as a reader does, by container, package and spine.

Knows nothing of the writer but two things that a book's format cannot say: text of class `added` is the edition's, not
the author's, and marks that an edition puts on its own pages (cover, title page, contents) are those of EPUB itself.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from urllib.parse import unquote, urldefrag

from lxml import etree

_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_OPF = "{http://www.idpf.org/2007/opf}"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_TYPE = "{http://www.idpf.org/2007/ops}type"
#: Landmarks and types of pages that are the edition's own.
_OWN = frozenset(("cover", "titlepage", "toc"))
_UNSET = frozenset(f"{_XHTML}{name}" for name in ("head", "rt", "rp", "script", "style", "template"))
#: Elements that stand in the line; text on the two sides of any other is parted by a line end.
_INLINE = frozenset(
    f"{_XHTML}{name}"
    for name in (
        *("a", "abbr", "b", "bdi", "cite", "code", "em", "i", "img", "mark", "q", "rb", "rp", "rt", "rtc", "ruby", "s"),
        *("samp", "script", "small", "span", "strong", "style", "sub", "sup", "template", "time", "u", "var", "wbr"),
    )
)


def body_text(data: bytes) -> str:
    """The text of all pages of the spine but cover, title page and contents; a line end between two blocks.

    Ruby readings are left out. Raises KeyError, zipfile.BadZipFile or lxml's XMLSyntaxError for what is no EPUB.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        container = _parsed(book.read("META-INF/container.xml"))
        package_name = _present(container.find(f".//{_CONTAINER}rootfile")).get("full-path", "")
        package = _parsed(book.read(package_name))
        own = frozenset(_own_pages(book, package, package_name))
        pages = [name for name in _spine(package, package_name) if name not in own]
        return "\n".join("".join(_text(_parsed(book.read(name)))) for name in pages)


def _parsed(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def _present(element: etree._Element | None) -> etree._Element:
    if element is None:
        raise KeyError("the EPUB has no package document")
    return element


def _path(href: str, beside: str) -> str:
    """An href, resolved against the file that it stands in, as a name in the zip."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(beside), unquote(urldefrag(href).url)))


def _spine(package: etree._Element, name: str) -> Iterator[str]:
    files = {item.get("id"): _path(item.get("href", ""), name) for item in package.iter(f"{_OPF}item")}
    for reference in package.iter(f"{_OPF}itemref"):
        yield files[reference.get("idref")]


def _own_pages(book: zipfile.ZipFile, package: etree._Element, name: str) -> Iterator[str]:
    """The navigation document and what its landmarks call cover, title page or contents."""
    for item in package.iter(f"{_OPF}item"):
        if "nav" not in item.get("properties", "").split():
            continue
        nav_name = _path(item.get("href", ""), name)
        yield nav_name
        for nav in _parsed(book.read(nav_name)).iter(f"{_XHTML}nav"):
            if nav.get(_TYPE) == "landmarks":
                links = nav.iter(f"{_XHTML}a")
                yield from (_path(link.get("href", ""), nav_name) for link in links if link.get(_TYPE, "") in _OWN)


def _text(page: etree._Element) -> Iterator[str]:
    """Text in document order, without recursion: a page may be nested as deep as it likes."""
    skipped: etree._Element | None = None
    for event, element in etree.iterwalk(page, events=("start", "end", "comment", "pi")):
        if event == "start":
            if skipped is None and _is_left_out(element):
                skipped = element
            elif skipped is None:
                yield from ("" if element.tag in _INLINE else "\n", element.text or "")
            continue
        if element is skipped:
            skipped = None
        if skipped is None and element is not page:
            yield from ("" if event != "end" or element.tag in _INLINE else "\n", element.tail or "")


def _is_left_out(element: etree._Element) -> bool:
    """Ruby readings, scripts, the edition's additions; and entities, which are never opened."""
    return element.tag in _UNSET or not isinstance(element.tag, str) or "added" in element.get("class", "").split()
