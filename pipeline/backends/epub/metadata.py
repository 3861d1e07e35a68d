"""Metadata of a publication in, entries of an EPUB package out: what is known, where readers and shops look for it."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from pipeline.backends.epub.markup import legal
from pipeline.backends.epub.words import Words
from pipeline.model import Contributor, Metadata, Publication

#: Names made for texts without an identifier of their own: uuid5 below this one.
_NAMESPACE = uuid.UUID("5b2d7a0e-7f0c-5c59-9a53-6b616e62656e")
#: Text-bearing roles make a `creator`; translator, editor, illustrator … are contributors (EPUB 3.3, section 5.5.3.2).
_CREATORS = frozenset(("aut", "cre"))
_DATE = re.compile(r"(\d{4})(?:\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*日?|\s*月)?|\s*年)?", re.ASCII)
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)


class Entry(NamedTuple):
    """One element of the package's metadata: `dc:name` or `meta`, its text and attributes."""

    name: str
    text: str
    attributes: dict[str, str]


class Access(NamedTuple):
    """What a reader needs eyes for: pictures, described or not, and ruby."""

    pictures: bool
    described: bool
    ruby: bool


def tidy(publication: Publication, words: Words, replaced: Counter[str]) -> Metadata:
    """A publication's metadata on single lines, without what XML forbids; a title is found where there is none."""

    def clean(characters: str | None) -> str:
        return " ".join(legal(characters or "", replaced).split())

    known = publication.metadata
    people = (Contributor(clean(person.name), clean(person.role)) for person in known.contributors)
    headings = (clean(article.heading) for article in publication.articles)
    return replace(
        known,
        title=clean(known.title) or next(filter(None, headings), words.untitled),
        subtitle=clean(known.subtitle),
        contributors=tuple(person for person in people if person.name),
        publisher=clean(known.publisher),
        date=clean(known.date),
        identifier=clean(known.identifier),
        isbn=clean(known.isbn),
        description=clean(known.description),
        rights=clean(known.rights),
        source=clean(known.source),
        subjects=tuple(filter(None, map(clean, known.subjects))),
        series=clean(known.series),
        series_number=clean(known.series_number),
    )


def identifier(publication: Publication, metadata: Metadata) -> str:
    """The ISBN, else the identifier given, else a name made from the text: the same text keeps its name."""
    if metadata.isbn:
        return "urn:isbn:" + re.sub(r"[^0-9Xx]", "", metadata.isbn).upper()
    if metadata.identifier:
        return metadata.identifier
    digest = hashlib.sha256(f"{metadata.language}\0{metadata.title}\0".encode(errors="replace"))
    for id_, characters in publication.as_set():
        digest.update(f"{id_}\0{characters}\0".encode(errors="replace"))
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, digest.hexdigest())}"


def w3c_date(written: str) -> str | None:
    """2020年2月19日 or 2020-02-19 as YYYY-MM-DD, as far as it goes; None for what is no date."""
    found = _COMPACT_DATE.fullmatch(written.strip()) or _DATE.fullmatch(written.strip())
    if not found:
        return None
    numbers = [int(part) for part in found.groups() if part]
    try:
        date(*[*numbers, 1, 1][:3])
    except ValueError:
        return None
    return "-".join((f"{numbers[0]:04}", *(f"{number:02}" for number in numbers[1:])))


def entries(metadata: Metadata, access: Access, words: Words) -> Iterator[Entry]:
    """All entries but the identifier, the language and the date of change."""
    yield from _titles(metadata)
    yield from _people(metadata)
    for name in ("publisher", "description", "rights", "source"):
        if known := getattr(metadata, name):
            yield Entry(f"dc:{name}", known, {})
    if metadata.date and (day := w3c_date(metadata.date)):
        yield Entry("dc:date", day, {})
    yield from (Entry("dc:subject", subject, {}) for subject in metadata.subjects)
    yield Entry("meta", "", {"name": "generator", "content": "Kanben"})
    yield from _series(metadata)
    yield from _access(access, words)


def _titles(metadata: Metadata) -> Iterator[Entry]:
    yield Entry("dc:title", metadata.title, {"id": "title"})
    if metadata.subtitle:
        yield _refined("title", "title-type", "main")
        yield Entry("dc:title", metadata.subtitle, {"id": "subtitle"})
        yield _refined("subtitle", "title-type", "subtitle")


def _people(metadata: Metadata) -> Iterator[Entry]:
    for number, person in enumerate(metadata.contributors, 1):
        id_ = f"person-{number}"
        element = "creator" if person.role in _CREATORS else "contributor"
        yield Entry(f"dc:{element}", person.name, {"id": id_})
        if re.fullmatch("[a-z]{3}", person.role):
            yield _refined(id_, "role", person.role, scheme="marc:relators")


def _series(metadata: Metadata) -> Iterator[Entry]:
    """The series by EPUB 3.3 (belongs-to-collection), and as calibre and the readers that follow it look for it."""
    if not metadata.series:
        return
    yield Entry("meta", metadata.series, {"property": "belongs-to-collection", "id": "series"})
    yield _refined("series", "collection-type", "series")
    yield Entry("meta", "", {"name": "calibre:series", "content": metadata.series})
    if metadata.series_number:
        if re.fullmatch(r"\d+(\.\d+)*", metadata.series_number, re.ASCII):
            yield _refined("series", "group-position", metadata.series_number)
        yield Entry("meta", "", {"name": "calibre:series_index", "content": metadata.series_number})


def _access(access: Access, words: Words) -> Iterator[Entry]:
    """EPUB Accessibility 1.1, section 2.2: only what this book has."""
    facts = [("accessMode", "textual")]
    if access.pictures:
        facts.append(("accessMode", "visual"))
    if access.described or not access.pictures:
        facts.append(("accessModeSufficient", "textual"))
    else:
        facts.append(("accessModeSufficient", "textual,visual"))
    facts += (("accessibilityFeature", kind) for kind in ("structuralNavigation", "tableOfContents", "readingOrder"))
    if access.pictures and access.described:
        facts.append(("accessibilityFeature", "alternativeText"))
    if access.ruby:
        facts.append(("accessibilityFeature", "rubyAnnotations"))
    facts.append(("accessibilityHazard", "none"))
    pictures = (words.described if access.described else words.undescribed) if access.pictures else ""
    facts.append(("accessibilitySummary", words.summary + pictures))
    yield from (Entry("meta", fact, {"property": f"schema:{name}"}) for name, fact in facts)


def _refined(id_: str, name: str, text: str, scheme: str | None = None) -> Entry:
    return Entry("meta", text, {"refines": f"#{id_}", "property": name, **({"scheme": scheme} if scheme else {})})
