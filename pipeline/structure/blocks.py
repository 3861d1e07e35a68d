"""A part in, its block out, with the claims on the clean text that the block makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.hanzi import BLANKS
from pipeline.ledger import ClaimKind
from pipeline.model import (
    Block,
    Figure,
    Heading,
    Inlines,
    ListItem,
    Paragraph,
    Phrase,
    Role,
    SceneBreak,
    Span,
    Speech,
    Text,
    join_number,
)
from pipeline.structure import patterns
from pipeline.structure.evidence import Label
from pipeline.structure.kinds import speaking
from pipeline.structure.numbering import Number, Numbering
from pipeline.structure.parts import Part

Pieces = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """A claim in the making: which ranges, as what, by which rule, for which node."""

    kind: ClaimKind
    rule: str
    pieces: Pieces
    node: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """The clean text that blocks are cut from, its number in the publication, and how its heads are numbered."""

    index: int
    clean: str
    numbering: Numbering = field(default_factory=Numbering)

    def text(self, pieces: Pieces) -> str:
        if len(pieces) == 1:
            return self.clean[slice(*pieces[0])]
        return "".join(self.clean[start:end] for start, end in pieces)

    def inlines(self, pieces: Pieces) -> Inlines:
        return (Text(self.text(pieces)),) if pieces else ()

    def spans(self, pieces: Pieces) -> tuple[Span, ...]:
        return tuple(Span(self.index, start, end) for start, end in pieces)

    def phrase(self, pieces: Pieces) -> Phrase:
        return Phrase(self.inlines(pieces), self.spans(pieces))

    def id(self, start: int) -> str:
        return f"s{self.index}-{start}"

    def number(self, pieces: Pieces) -> Number | None:
        """The number that a text begins with."""
        return self.numbering.leading(self.text(pieces))


def cut(pieces: Sequence[tuple[int, int]], length: int) -> tuple[Pieces, Pieces]:
    """Pieces parted after `length` characters of their text."""
    head: list[tuple[int, int]] = []
    for at, (start, end) in enumerate(pieces):
        if length < end - start:
            tail = [(start + length, end), *pieces[at + 1 :]]
            return tuple([*head, (start, start + length)] if length else head), tuple(tail)
        head.append((start, end))
        length -= end - start
    return tuple(head), ()


def trimmed(source: Source, pieces: Pieces) -> Pieces:
    """Pieces without blanks at the two ends."""
    text = source.text(pieces)
    lead = len(text) - len(text.lstrip(BLANKS))
    kept, _ = cut(pieces, len(text.rstrip(BLANKS)))
    return cut(kept, lead)[1] if lead else kept


def without_closers(source: Source, tail: Pieces) -> tuple[Pieces, Pieces]:
    """A title without the brackets that close what stood before its number: [（第1章 渡口）], 【一、渡口】."""
    text = source.text(tail)
    end = len(text)
    while end and text[end - 1] in "）)]】〕》" and not any(char in "（([【〔《" for char in text[:end]):
        end -= 1
    return cut(tail, end) if end < len(text) else (tail, ())


_ROLES: dict[Label, Role] = {
    "para": "body",
    "clause": "body",
    "quote": "body",
    "attribution": "signature",
    "note": "note",
    "footnote": "note",
    "signature": "signature",
    "salutation": "salutation",
    "stage": "stage",
}


def heading(source: Source, part: Part) -> tuple[Heading, list[Taken]]:
    """A heading of level 1; `articles` settles the levels when the article is complete."""
    node = source.id(part.start)
    number = source.number(part.pieces)
    if number is None:
        return Heading(node, source.spans(part.pieces), 1, source.inlines(part.pieces)), [
            _text(part, part.pieces, node)
        ]
    mark, tail = cut(part.pieces, number.end)
    tail, closing = without_closers(source, tail)
    printed = cut(mark, max(0, source.text(mark).find(number.printed[0])))[1]
    spans = (*source.spans(without_closers(source, printed)[0]), *source.spans(tail))
    block = Heading(node, spans, 1, source.inlines(tail), number.printed)
    taken = [_mark(part, trimmed(source, mark), node), _text(part, tail, node), _mark(part, closing, node)]
    return block, taken


def paragraph(source: Source, part: Part, pieces: Pieces) -> tuple[Paragraph, list[Taken]]:
    node = source.id(part.start)
    role = _ROLES[part.label]
    text = source.text(pieces)
    if part.label == "clause" and (number := source.number(pieces)) and text[0] == number.printed[0]:
        mark, tail = cut(pieces, number.end)
        block = Paragraph(node, source.spans(pieces), source.inlines(tail), role, number.printed)
        return block, [_mark(part, trimmed(source, mark), node), _text(part, tail, node)]
    if role == "body" and patterns.lead(text):
        role = "lead"
    return Paragraph(node, source.spans(pieces), source.inlines(pieces), role), [_text(part, pieces, node)]


def speech(source: Source, part: Part) -> tuple[Block, list[Taken]]:
    node = source.id(part.start)
    text = source.text(part.pieces)
    match = speaking(text, play=True)
    if not match:
        return paragraph(source, Part("para", part.pieces, part.unit), part.pieces)
    separator = "：" if match["gap"] == "：" else "\u3000"
    _, tail = cut(part.pieces, match.end())
    block = Speech(node, source.spans(part.pieces), match["speaker"], separator, source.inlines(tail))
    return block, [_text(part, part.pieces, node)]


def item(source: Source, part: Part) -> tuple[ListItem, list[Taken]]:
    node = source.id(part.start)
    text = source.text(part.pieces)
    number = source.number(part.pieces) if part.label != "row" else None
    bullet = patterns.LEADING_BULLET.match(text)
    end = number.end if number else bullet.end() if bullet else 0
    mark, tail = cut(part.pieces, end)
    marker, rest = text[:end], source.text(tail)
    if part.label == "contents-item" and number:
        marker = join_number(number.printed, rest).removesuffix(rest)
    block = ListItem(node, source.spans(part.pieces), marker, source.inlines(tail))
    return block, [_mark(part, mark, node), _text(part, tail, node)]


def figure(source: Source, part: Part) -> tuple[Figure, list[Taken]]:
    node = source.id(part.start)
    text = source.text(part.pieces)
    found = patterns.credit(text)
    if not found:
        return Figure(node, source.spans(part.pieces), source.inlines(part.pieces)), [_text(part, part.pieces, node)]
    caption, rest = cut(part.pieces, len(found.caption))
    opening, rest = cut(rest, found.start - len(found.caption))
    credit, closing = cut(rest, found.end - found.start)
    taken = [_text(part, caption, node), _text(part, credit, node)]
    taken += [_mark(part, trimmed(source, marks), node) for marks in (opening, closing)]
    return Figure(node, source.spans(part.pieces), source.inlines(caption), found.credit), taken


def scene_break(source: Source, part: Part) -> tuple[SceneBreak, list[Taken]]:
    node = source.id(part.start)
    return SceneBreak(node, source.spans(part.pieces), source.text(part.pieces)), [_text(part, part.pieces, node)]


def _text(part: Part, pieces: Pieces, node: str) -> Taken:
    return Taken("text", f"structure.{part.label}", pieces, node)


def _mark(part: Part, pieces: Pieces, node: str) -> Taken:
    return Taken("mark", f"structure.{part.label}", pieces, node)
