"""Outline and places in, navigation out: the EPUB 3 navigation document and the NCX that older readers ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.backends.epub.markup import document, text, value
from pipeline.design.labels import labels
from pipeline.model import Metadata, OutlineEntry

NAV_FILE = "nav.xhtml"
NCX_FILE = "toc.ncx"


class Entry(NamedTuple):
    """One line of the contents: label, target in the package, lines below it."""

    label: str
    href: str
    below: tuple[Entry, ...]


class Landmark(NamedTuple):
    """`kind` is the epub:type; `guide` what the same place is called in an EPUB 2 guide."""

    kind: str
    guide: str
    label: str
    href: str


def entries(outline: Sequence[OutlineEntry], places: Mapping[str, str], untitled: str) -> tuple[Entry, ...]:
    """The contents as they are written. An article begins its file, so it is reached without a fragment."""
    return tuple(
        Entry(
            " ".join(entry.text.split()) or untitled,
            places[value(entry.id)] + ("" if entry.id == entry.article else f"#{value(entry.id)}"),
            entries(entry.children, places, untitled),
        )
        for entry in outline
    )


def nav_page(metadata: Metadata, contents: Sequence[Entry], landmarks: Sequence[Landmark]) -> str:
    """nav.xhtml (EPUB 3.3, section 7): the contents, shown, and the landmarks, hidden."""
    said = labels(metadata.language)
    marks = "\n".join(f'<li><a epub:type="{m.kind}" href="{m.href}">{text(m.label)}</a></li>' for m in landmarks)
    body = (
        f'<nav id="toc" epub:type="toc" role="doc-toc" aria-label="{said.contents}">\n'
        f'<h1 class="contents-title">{said.contents}</h1>\n<ol>\n{"".join(_lines(contents))}</ol>\n</nav>\n'
        f'<nav id="landmarks" epub:type="landmarks" aria-label="{said.guide}" hidden="">\n'
        f"<ol>\n{marks}\n</ol>\n</nav>"
    )
    return document(metadata.language, said.contents, body, kind="frontmatter", root="")


def _lines(contents: Sequence[Entry]) -> Iterator[str]:
    for entry in contents:
        yield f'<li><a href="{entry.href}">{text(entry.label)}</a>'
        if entry.below:
            yield "\n<ol>\n"
            yield from _lines(entry.below)
            yield "</ol>\n"
        yield "</li>\n"


def ncx(metadata: Metadata, identifier: str, contents: Sequence[Entry]) -> str:
    """toc.ncx (OPF 2.0.1, section 2.4.1), for readers from before EPUB 3."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"'
        f' xml:lang="{metadata.language}">\n<head>\n'
        f'<meta name="dtb:uid" content="{value(identifier)}"/>\n<meta name="dtb:depth" content="{_depth(contents)}"/>\n'
        '<meta name="dtb:totalPageCount" content="0"/>\n<meta name="dtb:maxPageNumber" content="0"/>\n</head>\n'
        f"<docTitle><text>{text(metadata.title)}</text></docTitle>\n"
        + "".join(f"<docAuthor><text>{text(name)}</text></docAuthor>\n" for name in metadata.authors)
        + f"<navMap>\n{''.join(_points(contents, '1'))}</navMap>\n</ncx>\n"
    )


def _points(contents: Sequence[Entry], first: str) -> Iterator[str]:
    for number, entry in enumerate(contents, 1):
        place = f"{first}-{number}"
        yield (
            f'<navPoint id="n{place}"><navLabel><text>{text(entry.label)}</text></navLabel>'
            f'<content src="{entry.href}"/>\n'
        )
        yield from _points(entry.below, place)
        yield "</navPoint>\n"


def _depth(contents: Sequence[Entry]) -> int:
    return 1 + max((_depth(entry.below) for entry in contents), default=0) if contents else 0


def fallback(metadata: Metadata, first: str) -> tuple[Entry, ...]:
    """The contents of a publication without any title: its text as one line (a nav without lines is not valid)."""
    return (Entry(metadata.title, first, ()),)
