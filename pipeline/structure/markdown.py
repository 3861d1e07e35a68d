"""What the marks of Markdown said of the lines that bore them, put to use: heads, quotations, blocks of code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.ledger import Ledger
from pipeline.normalize.markup import HEAD, QUOTE, marked_lines
from pipeline.structure.lines import Line
from pipeline.structure.units import Unit

Marks = Mapping[int, int]


def marks_of(ledger: Ledger) -> tuple[Marks, Marks]:
    """Clean offsets of heads and of quoted lines → the level of each."""
    return marked_lines(ledger, HEAD), marked_lines(ledger, QUOTE)


def edges(lines: Sequence[Line], marks: tuple[Marks, Marks]) -> set[int]:
    """Lines that go on from none: heads, and what stands below a head or a quotation."""
    heads, quoted = marks
    if not (heads or quoted):
        return set()
    marked = [line.start in heads for line in lines]
    said = [line.start in quoted for line in lines]
    return {
        at
        for at in range(len(lines))
        if marked[at] or (at and (marked[at - 1] or said[at] != said[at - 1] or (said[at] and lines[at].blank)))
    }


def marked(units: Sequence[Unit], marks: tuple[Marks, Marks]) -> list[Unit]:
    """Units with the level of their head, or as quoted."""
    heads, quoted = marks
    if not (heads or quoted):
        return list(units)
    return [
        replace(unit, marked=heads.get(unit.start), quoted=unit.start in quoted)
        if unit.start in heads or unit.start in quoted
        else unit
        for unit in units
    ]


def levels_of(units: Sequence[Unit]) -> Counter[int]:
    """How many heads each level has."""
    return Counter(unit.marked for unit in units if unit.marked is not None)
