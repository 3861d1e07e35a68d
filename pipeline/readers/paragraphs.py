"""Rows of glyphs in, paragraphs out: which rows are one paragraph's, where it begins, where its author ends a line.

Where the publication is known, its text says so, for it stands in the file character by character. Where it is not,
rows of the text's size are taken, and an indented one begins a paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from pipeline.design import Design
from pipeline.readers.glyphs import Leaf, Row

_BLANKS = re.compile(r"[\s\u00ad\u200b\u2060\ufeff\ufffe]+")
_LINE_END = re.compile("[\n\r\u2028\u2029\x0b\x0c]")
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff\ufffe]")
#: Em that a row must reach to be no last one, where nothing but its place is known.
_FULL = 2 / 3


class Told(NamedTuple):
    """A node of a publication as it must be set, and its role in the design."""

    node: str
    text: str
    role: str


@dataclass(slots=True)
class Paragraph:
    node: str
    role: str
    text: str
    """Without blanks."""
    rows: list[Row]
    starts: list[int]
    """Where in `text` each row begins, and the end."""
    spaced: set[int] = field(default_factory=set)
    ends: set[int] = field(default_factory=set)
    """Before which characters the author ends a line."""
    sure: bool = True
    """Whether the text was known."""


def told(leaves: Sequence[Leaf], texts: Sequence[Told]) -> list[Paragraph] | None:
    """The paragraphs of a publication; None where the file holds another text. Nodes that share a row are left out."""
    rows = [row for leaf in leaves for row in leaf.rows]
    bare = [_BLANKS.sub("", one.text) for one in texts]
    if "".join(row.text for row in rows) != "".join(bare):
        return None
    made: list[Paragraph] = []
    number = at = start = 0
    for one, text in zip(texts, bare, strict=True):
        end = start + len(text)
        mine, starts = [], []
        while number < len(rows) and at < end:
            mine.append(rows[number])
            starts.append(at - start)
            at += len(rows[number].text)
            number += 1
        if mine and not starts[0] and at == end:
            spaced, ends = _parted(one.text)
            made.append(Paragraph(one.node, one.role, text, mine, [*starts, len(text)], spaced, ends))
        start = end
    return made


def _parted(text: str) -> tuple[set[int], set[int]]:
    """Places in a text without its blanks where blanks and line ends were."""
    spaced: set[int] = set()
    ends: set[int] = set()
    gone = 0
    for found in _BLANKS.finditer(text):
        at = found.start() - gone
        gone += found.end() - found.start()
        if _LINE_END.search(found[0]):
            ends.add(at)
        elif _UNSEEN.sub("", found[0]):
            spaced.add(at)
    return spaced, ends


def guessed(leaves: Sequence[Leaf], design: Design) -> Iterator[Paragraph]:
    """Paragraphs of the text's size, by where their rows begin."""
    body = design.roles["body"]
    rows: list[Row] = []
    for leaf in leaves:
        for row in leaf.rows:
            offset = _offset(row, design)
            fits = abs(row.size - body.size) < 0.05 and offset is not None and offset + 1 < design.page.measure
            begins = offset is not None and abs(offset - body.indent) < 0.1
            goes_on = offset is not None and (abs(offset) < 0.1 or abs(offset + 0.5) < 0.1)
            if rows and not (fits and goes_on and _reaches(rows[-1], design)):
                yield _joined(rows)
                rows = []
            if fits and (rows or begins):
                rows.append(row)
    if rows:
        yield _joined(rows)


def by_columns(leaves: Iterable[Leaf], design: Design) -> list[Leaf]:
    """The same pages, with rows parted that run from one column on into the next along one baseline."""
    if design.page.columns == 1:
        return list(leaves)
    return [replace(leaf, rows=[part for row in leaf.rows for part in _cut(row, design)]) for leaf in leaves]


def _cut(row: Row, design: Design) -> Iterator[Row]:
    gutter = design.page.gutter * design.roles["body"].size
    slack, xs = 0.6 * row.size, row.xs
    if row.size > 1.05 * design.roles["body"].size:  # a head goes across
        yield row
        return
    for edge in lefts(row.page, design)[1:]:
        if not xs[0] < edge - slack <= xs[-1]:
            continue
        at = bisect_left(xs, edge - slack)
        if xs[at - 1] + 0.4 * row.size <= edge - gutter and xs[at] <= edge + 4 * row.size:
            yield _part(row, 0, at)
            yield from _cut(_part(row, at, len(xs)), design)
            return
    yield row


def _part(row: Row, start: int, end: int) -> Row:
    return replace(
        row,
        text=row.text[start:end],
        xs=row.xs[start:end],
        ys=row.ys[start:end],
        sizes=row.sizes[start:end],
        spaced={at - start for at in row.spaced if start < at < end},
        advances={at - start: advance for at, advance in row.advances.items() if start <= at < end},
    )


def lefts(page: int, design: Design) -> list[float]:
    """Left edges of the columns of a page, counted from 0, in points."""
    size = design.roles["body"].size
    left = design.page.inner if page % 2 == 0 else design.outer
    return [left + n * (design.column_width + design.page.gutter * size) for n in range(design.page.columns)]


def column(row: Row, design: Design) -> float:
    """Left edge of the column in which a row begins."""
    edges = lefts(row.page, design)
    return max((edge for edge in edges if edge <= row.xs[0] + row.size), default=edges[0])


def _offset(row: Row, design: Design) -> float | None:
    offset = (row.xs[0] - column(row, design)) / row.size
    return offset if offset >= -1 else None


def _reaches(row: Row, design: Design) -> bool:
    return (row.xs[-1] - column(row, design)) / row.size > _FULL * design.page.measure


def _joined(rows: list[Row]) -> Paragraph:
    starts, spaced = [0], set()
    for row in rows:
        spaced |= {starts[-1] + at for at in row.spaced}
        starts.append(starts[-1] + len(row.text))
    text = "".join(row.text for row in rows)
    return Paragraph(f"page {rows[0].page + 1}", "body", text, rows, starts, spaced, sure=False)
