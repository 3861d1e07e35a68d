"""What an editor says of a document's lines: which are no text, which go on, where a paragraph begins.

Nothing is guessed here: ranges of the clean text come in, and lines, units and claims are made to follow them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.corrections import JOIN, JUNK, SPLIT, Junk
from pipeline.hanzi import BLANKS
from pipeline.ledger import Claim, Ledger, Pass, forward
from pipeline.structure.furniture import Junk as Range
from pipeline.structure.furniture import trimmed
from pipeline.structure.lines import Line
from pipeline.structure.units import Unit, join_text

_LINE = re.compile("[^\r\n\x0b\x0c\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Corrections:
    """For one source, at clean offsets. `joins`: where one line ends and the line that goes on with it begins;
    `breaks`: where a paragraph begins, whatever stands before."""

    junk: tuple[Junk, ...] = ()
    joins: tuple[tuple[int, int], ...] = ()
    breaks: tuple[int, ...] = ()


# ------------------------------------------------------------------------------------------------------------- junk


def own_junk(ledger: Ledger, lines: Sequence[Line], junk: Sequence[Junk]) -> dict[int, list[Range]]:
    """What an editor's patterns take out of each line: found in the clean text, else in the raw text."""
    found: dict[int, list[Range]] = {}
    for one in junk:
        for number, start, end in in_clean(lines, one) or in_raw(ledger, lines, one):
            if ledger.text[start:end].strip(BLANKS):
                found.setdefault(number, []).append(trimmed(ledger.text, Range(start, end, JUNK)))
    return {number: _apart(ranges) for number, ranges in found.items()}


def in_clean(lines: Sequence[Line], junk: Junk) -> list[tuple[int, int, int]]:
    """(number of the line, start, end) of what a pattern finds in the lines of a clean text."""
    return [
        (number, line.start + start, line.start + end)
        for number, line in enumerate(lines)
        for start, end in _spans(line.text, junk)
    ]


def in_raw(ledger: Ledger, lines: Sequence[Line], junk: Junk) -> list[tuple[int, int, int]]:
    """The same for the raw lines, with the clean ranges that came of them."""
    shifts = [forward(made.edits) for made in ledger.passes]
    starts = [line.start for line in lines]
    found: list[tuple[int, int, int]] = []
    for match in _LINE.finditer(ledger.raw):
        text = match[0].strip(BLANKS)
        at = match.start() + match[0].index(text) if text else 0
        for start, end in _spans(text, junk):
            first, last = at + start, at + end
            for shift in shifts:
                first, last = shift(first), shift(last)
            for number in range(max(0, bisect_right(starts, first) - 1), bisect_right(starts, last)):
                low, high = max(first, lines[number].start), min(last, lines[number].end)
                if low < high:
                    found.append((number, low, high))
    return found


def _spans(text: str, junk: Junk) -> Iterator[tuple[int, int]]:
    if junk.line is not None:
        if re.fullmatch(junk.line, text):
            yield 0, len(text)
        return
    yield from (match.span() for match in re.finditer(junk.pattern, text) if match[0])


def _apart(ranges: Iterable[Range]) -> list[Range]:
    kept: list[Range] = []
    for one in sorted(ranges):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def merged(own: Sequence[Range], other: Sequence[Range]) -> list[Range]:
    """An editor's ranges, and of the others those that touch none of them."""
    free = (one for one in other if all(one.end <= mine.start or mine.end <= one.start for mine in own))
    return sorted([*own, *free])


def leaves_text(clean: str, line: Line, ranges: Sequence[Range]) -> bool:
    """Whether anything but blanks is left of a line."""
    done = line.start
    for start, end, _ in [*ranges, Range(line.end, line.end, JUNK)]:
        if clean[done:start].strip():
            return True
        done = end
    return False


# -------------------------------------------------------------------------------------------------- joins and splits


def cuts(lines: Sequence[Line], corrections: Corrections) -> set[int]:
    """Lines that go on from none: where a paragraph begins, and around what is to be joined."""
    starts = {*corrections.breaks, *(start for _, start in corrections.joins)}
    ends = {end for end, _ in corrections.joins}
    if not starts:
        return set()
    return {
        number
        for number, line in enumerate(lines)
        if line.start in starts or (number and lines[number - 1].end in ends)
    }


def joined_lines(lines: Sequence[Line], corrections: Corrections) -> set[int]:
    """The two lines of each join."""
    starts, ends = {start for _, start in corrections.joins}, {end for end, _ in corrections.joins}
    return {number for number, line in enumerate(lines) if starts and (line.start in starts or line.end in ends)}


def joined(clean: str, units: Sequence[Unit], corrections: Corrections) -> list[Unit]:
    """Units put together as the editor says, each where its first half stands; and those that begin a paragraph."""
    breaks = set(corrections.breaks)
    done: list[Unit | None] = [replace(unit, begins=True) if unit.start in breaks else unit for unit in units]
    where = list(range(len(done)))
    starts = [unit.start for unit in units]
    for end, start in corrections.joins if units else ():
        upper = where[max(0, bisect_left(starts, end) - 1)]
        lower = where[min(bisect_left(starts, start), len(units) - 1)]
        first, second = done[upper], done[lower]
        if upper == lower or not first or not second:
            continue
        pieces = first.pieces + second.pieces
        text = join_text(clean, pieces)
        done[upper] = replace(first, pieces=pieces, text=text, joined=True, jumps_out=second.jumps_out)
        done[lower] = None
        where = [upper if one == lower else one for one in where]
    return [unit for unit in done if unit]


def attributed(claims: Sequence[Claim], corrections: Corrections, passes: Sequence[Pass]) -> Iterator[Claim]:
    """Claims, with the editor's rule on what he joined and parted; `passes`: made since the corrections were found."""
    joins, breaks = {start for _, start in corrections.joins}, set(corrections.breaks)
    for made in passes:
        shift = forward(made.edits)
        joins, breaks = set(map(shift, joins)), set(map(shift, breaks))
    for claim in claims:
        if claim.kind == "join" and claim.end in joins:
            yield claim._replace(rule=JOIN)
        elif claim.kind == "separator" and claim.end in breaks:
            yield claim._replace(rule=SPLIT)
        else:
            yield claim
