"""What the writer gathers while it sets a text: styles asked for, links, pictures, notes called, things noticed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part

from pipeline.backends import Edition, addresses
from pipeline.backends.docx.markup import ILLEGAL, legal
from pipeline.backends.docx.pictures import Pictures
from pipeline.backends.docx.styles import StyleSheet
from pipeline.errors import Finding, Level, Value
from pipeline.model import Heading, Note, Publication, Quotation

#: Longest name of a bookmark in Word, and the longest address of a link.
_LONGEST_NAME = 40
_LONGEST_ADDRESS = 2083


@dataclass(slots=True)
class Scribe:
    """One for a whole file, passed down to every function that sets a node."""

    edition: Edition
    sheet: StyleSheet
    part: Part
    """The part that the text goes to: links and pictures are related to it."""
    bookmarks: Mapping[str, str]
    """Id → name of the bookmark, for all that can be linked to: article titles, section heads, notes set as text."""
    footnotes: dict[str, tuple[int, Note]]
    """Id → number and note, for what becomes a footnote of Word's once it is called; none that was set as text."""
    pictures: Pictures
    called: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    replaced: Counter[str] = field(default_factory=Counter)
    ids: Iterator[int] = field(default_factory=lambda: count(1))
    """Numbers of bookmarks and pictures."""
    links: dict[str, str] = field(default_factory=dict)
    in_note: bool = False

    @classmethod
    def of(cls, edition: Edition, part: Part) -> Scribe:
        publication = edition.publication
        notes = [note for article in publication.articles for note in article.notes if is_footnote(note)]
        numbered = {note.id: (number, note) for number, note in enumerate(notes, start=1)}
        targets = bookmark_names(_targets(publication))
        return cls(edition, StyleSheet.of(edition), part, targets, numbered, Pictures(edition))

    def in_notes(self) -> Scribe:
        """The scribe of notes at the end of an article: calls in them make no footnotes."""
        return replace(self, in_note=True)

    def in_footnotes(self, part: Part) -> Scribe:
        """The scribe of the footnotes: same file, its own part."""
        return replace(self, part=part, links={}, in_note=True)

    def legal(self, text: str) -> str:
        """Text as XML can hold it; what had to be replaced is counted and told at the end."""
        if ILLEGAL.search(text) is None:
            return text
        self.replaced.update(ILLEGAL.findall(text))
        return legal(text)

    def bookmark(self, node: str) -> str:
        """The bookmark of a node, as a point before its text; empty for one that nothing links to."""
        name = self.bookmarks.get(node)
        return self.point(name) if name else ""

    def point(self, name: str) -> str:
        number = next(self.ids)
        return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/><w:bookmarkEnd w:id="{number}"/>'

    def link(self, address: str) -> str:
        """The id of the relationship to an address outside the file."""
        if address not in self.links:
            self.links[address] = f"rLink{len(self.links) + 1}"
            self.part.rels.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, address, self.links[address], is_external=True)
        return self.links[address]

    def notice(self, name: str, level: Level = Level.WARN, **facts: Value) -> None:
        self.findings.append(Finding(f"docx.{name}", None, facts, level))

    def told(self) -> tuple[Finding, ...]:
        """All that was noticed; replaced characters once each, with their number."""
        for char, number in sorted(self.replaced.items()):
            self.notice("character-replaced", character=f"U+{ord(char):04X}", count=number)
        return tuple(self.findings)


def is_footnote(note: Note) -> bool:
    """Whether a note goes to the foot of the page; all others stand at the end of their article."""
    return note.kind == "foot" and bool(note.blocks)


def _targets(publication: Publication) -> Iterator[str]:
    for article in publication.articles:
        if article.heading:
            yield article.id
        blocks = list(article.blocks)
        for block in blocks:
            if isinstance(block, Heading):
                yield block.id
            elif isinstance(block, Quotation):
                blocks.extend(block.blocks)
        yield from (note.id for note in article.notes if not is_footnote(note))


def bookmark_names(ids: Iterable[str]) -> dict[str, str]:
    """Names that Word allows: a letter, then letters, digits and _, at most 40, no two alike in any case.

    `s0-120` becomes `s0_120`; only what is too long, begins otherwise or would meet another gets a number.
    """
    made: dict[str, str] = {}
    taken: set[str] = set()
    for number, id_ in enumerate(dict.fromkeys(ids)):
        name = re.sub(r"\W", "_", id_, flags=re.ASCII)
        if not name[:1].isalpha() or len(name) > _LONGEST_NAME or name.lower() in taken:
            name = f"n{number}_{name}"[:_LONGEST_NAME]
        made[id_] = name
        taken.add(name.lower())
    return made


def word_address(href: str) -> str | None:
    """An address that Word takes as a link; None for what is no such address."""
    address = addresses.web_address(href)
    return address if address and len(address) <= _LONGEST_ADDRESS else None
