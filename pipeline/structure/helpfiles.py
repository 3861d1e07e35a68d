"""What the marks of a help file said of its lines, put to use: examples, output, the title and what stands above it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from pipeline.ledger import Ledger
from pipeline.normalize.helpfiles import marks_of_help
from pipeline.structure.lines import Line
from pipeline.structure.units import Unit

#: How far a title is set in at least, em, and how long it is at most; in how many lines at the head it may stand.
_CENTRED, _TITLE, _HEAD = 10, 30, 6


def examples(ledger: Ledger, lines: Sequence[Line]) -> frozenset[int] | None:
    """Lines of commands and of what a program answers; None for a text that is no help file."""
    marks = marks_of_help(ledger)
    if marks is None:
        return None
    starts = [line.start for line in lines]
    found: set[int] = set()
    for begun in marks[0]:
        at = bisect_left(starts, begun)
        while at < len(lines) and lines[at].indent >= 1:
            found.add(at)
            at += 1
    ends = [line.end for line in lines]
    for ended in marks[1]:
        at = bisect_left(ends, ended)
        if at < len(lines) and lines[at].start < ended:
            found.add(at)
    return frozenset(found)


def headed(units: Sequence[Unit]) -> list[Unit]:
    """Units of a help file with its title, which is set in the midst of its line, and the lines above it as notes."""
    at = max((at for at, unit in enumerate(units[:_HEAD]) if _is_title(unit)), default=None)
    if at is None:
        return list(units)
    above = [replace(unit, printed="note") for unit in units[:at]]
    return [*above, replace(units[at], marked=1), *units[at + 1 :]]


def _is_title(unit: Unit) -> bool:
    return unit.indent >= _CENTRED and len(unit.text) <= _TITLE and unit.headlike and not set("：:\t") & set(unit.text)
