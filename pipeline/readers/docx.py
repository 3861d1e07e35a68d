"""The bytes of a Word file in, its body text out: read as WordprocessingML says, knowing nothing of the writer.

What is left out is known by its place or its style: running heads and folios are other parts of the package; contents
stand in a `w:sdt` of the gallery "Table of Contents" or in styles `TOC…`; a title page is what stands in the styles
Title, BookSubtitle and BookAuthor; an end mark has the character style EndMark. Footnotes are read at the end of their
article, where `Publication.as_set` has them: footnote 3 at the bookmark `_note_3`, one without a bookmark at the end.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)

_NOTE = re.compile(r"_note_(\d{1,9})", re.ASCII)
_OWN_STYLES = frozenset(("Title", "BookSubtitle", "BookAuthor"))
_UNSET = frozenset(
    _W + name for name in ("rt", "rubyPr", "instrText", "delText", "del", "pPr", "rPr", "tblPr", "trPr", "tcPr")
)
_SIGNS = {_W + "tab": "\t", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "-"}
_BLOCKS = frozenset(_W + name for name in ("p", "tbl", "tr", "tc"))


def body_text(data: bytes) -> str:
    """The text of the body in order, each paragraph on a line; ruby readings left out.

    Raises KeyError, zipfile.BadZipFile or lxml's XMLSyntaxError for what is no Word file.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        main = _target(package, "", "officeDocument")
        if main is None:
            raise KeyError("the package has no document")
        body = _parsed(package.read(main)).find(f"{_W}body")
        if body is None:
            raise KeyError("the document has no body")
        footnotes = _target(package, main, "footnotes")
        notes = dict(_notes(_parsed(package.read(footnotes)))) if footnotes else {}
    return "".join(_Reading(notes).read(body))


def _parsed(data: bytes) -> etree._Element:
    return etree.fromstring(data, _PARSER)


def _target(package: zipfile.ZipFile, source: str, kind: str) -> str | None:
    """The name of the part that `source` (empty: the package) has as its `kind`."""
    folder, _, name = source.rpartition("/")
    for relation in _parsed(package.read(f"{folder}/_rels/{name}.rels".removeprefix("/"))).iter(f"{_R}Relationship"):
        if relation.get("Type") == f"{_RELATION}/{kind}":
            target = relation.get("Target", "")
            return target.removeprefix("/") if target.startswith("/") or not folder else f"{folder}/{target}"
    return None


def _notes(footnotes: etree._Element) -> Iterator[tuple[int, str]]:
    for note in footnotes.iter(f"{_W}footnote"):
        if note.get(f"{_W}type") in (None, "normal"):
            yield int(note.get(f"{_W}id", "0")), "".join(_Reading({}).read(note))


def _style(element: etree._Element, path: str) -> str:
    found = element.find(path)
    return "" if found is None else found.get(f"{_W}val", "")


class _Reading:
    """One walk through a story; `_notes` are the footnotes not yet read, by number."""

    def __init__(self, notes: dict[int, str]) -> None:
        self._notes = notes

    def read(self, story: etree._Element) -> Iterator[str]:
        yield from self._children(story)
        yield from self._notes.values()

    def _children(self, parent: etree._Element) -> Iterator[str]:
        for child in parent:
            yield from self._element(child)

    def _element(self, element: etree._Element) -> Iterator[str]:
        tag = element.tag
        if tag == f"{_W}t":
            yield element.text or ""
        elif tag in _SIGNS:
            yield _SIGNS[tag]
        elif tag == f"{_W}bookmarkStart":
            if number := _NOTE.fullmatch(element.get(f"{_W}name", "")):
                yield "\n" + self._notes.pop(int(number[1]), "")
        elif tag not in _UNSET and not _is_own(element):
            yield from self._children(element)
            if tag in _BLOCKS:
                yield "\n"


def _is_own(element: etree._Element) -> bool:
    """Whether an element is the edition's and not the text's: a title page, contents, an end mark."""
    match element.tag:
        case tag if tag == f"{_W}p":
            style = _style(element, f"{_W}pPr/{_W}pStyle")
            return style in _OWN_STYLES or style.startswith("TOC")
        case tag if tag == f"{_W}r":
            return _style(element, f"{_W}rPr/{_W}rStyle") == "EndMark"
        case tag if tag == f"{_W}sdt":
            return _style(element, f"{_W}sdtPr/{_W}docPartObj/{_W}docPartGallery") == "Table of Contents"
    return False
