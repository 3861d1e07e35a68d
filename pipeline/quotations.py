"""An editor's quoted words in, the places in the clean texts that they mean out: where halves join, where text parts.

A quotation must mean one place. One that means none or several is told with its line in the settings, and not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from pipeline.corrections import Join, Split
from pipeline.hanzi import BLANKS
from pipeline.ledger import Ledger
from pipeline.normalize import normalize, parted
from pipeline.normalize.rules import Trust
from pipeline.structure.lines import Line, lines_of


class Missed(NamedTuple):
    """A quotation that means no place (`times` 0) or several. `number`: of the table in the settings, from 0."""

    table: Literal["join", "split"]
    number: int
    quote: str
    times: int


class _Spot(NamedTuple):
    source: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quoted:
    """The ledgers with an editor's splits made; for each source where halves join and where paragraphs begin."""

    ledgers: tuple[Ledger, ...]
    joins: tuple[tuple[tuple[int, int], ...], ...]
    breaks: tuple[tuple[int, ...], ...]
    missed: tuple[Missed, ...]


def quoted(
    ledgers: Sequence[Ledger], joins: Sequence[Join], splits: Sequence[Split], levels: Mapping[str, Trust]
) -> Quoted:
    """What the quotations of a publication's settings mean in the ledgers of its sources."""
    done = list(ledgers)
    missed: list[Missed] = []
    gaps = _gaps([ledger.text for ledger in done], splits, missed)
    for source in {gap.source for gap in gaps}:
        here = sorted((gap.start, gap.end) for gap in gaps if gap.source == source)
        done[source] = parted(done[source], here, levels)
    breaks = [_Spot(*spot) for spot in _gaps([ledger.text for ledger in done], splits, [])]
    found = _joins([lines_of(ledger.text) for ledger in done] if joins else [], joins, missed)
    count = range(len(done))
    return Quoted(
        tuple(done),
        tuple(tuple((one.start, one.end) for one in found if one.source == at) for at in count),
        tuple(tuple(sorted(spot.end for spot in breaks if spot.source == at)) for at in count),
        tuple(missed),
    )


def _forms(after: str, before: str) -> Iterator[tuple[str, str]]:
    """A pair of quotations as it stands, as the rules would mend it, and without the dots at its outer ends."""
    yield after, before
    # Dots may say that more stands there.
    short = after.lstrip("….").strip(), before.rstrip("….").strip()
    for pair in ((after, before), short):
        mended = tuple(normalize(words, "quotation")[0].text.strip() for words in pair)
        if all(mended):
            yield mended[0], mended[1]


# ------------------------------------------------------------------------------------------------------------ splits


def _gaps(texts: Sequence[str], splits: Sequence[Split], missed: list[Missed]) -> list[_Spot]:
    """The blanks and line ends, or nothing, between the two quotations of each split."""
    found: list[_Spot] = []
    for index, one in enumerate(splits):
        spots: list[_Spot] = []
        for after, before in _forms(one.after, one.before):
            pattern = re.compile(f"{re.escape(after)}(?P<gap>[{BLANKS}\n]*){re.escape(before)}")
            found_in = ((source, pattern.finditer(text)) for source, text in enumerate(texts))
            spots = [_Spot(source, *match.span("gap")) for source, matches in found_in for match in matches]
            if spots:
                break
        if len(spots) == 1:
            found += spots
        else:
            missed.append(Missed("split", index, one.after + one.before, len(spots)))
    return found


# ------------------------------------------------------------------------------------------------------------- joins


def _joins(sources: Sequence[Sequence[Line]], joins: Sequence[Join], missed: list[Missed]) -> list[_Spot]:
    """For each join the end of the line that goes on, and the start of the line that it goes on with."""
    found: list[_Spot] = []
    for index, one in enumerate(joins):
        pairs, miss = _pairs(sources, one)
        if len(pairs) == 1:
            found += pairs
        else:
            missed.append(Missed("join", index, *miss))
    return found


def _pairs(sources: Sequence[Sequence[Line]], join: Join) -> tuple[list[_Spot], tuple[str, int]]:
    """The places that a join may mean; and the quotation that is at fault if there is not one, with how often it is
    found. Quotations that are found several times mean the lines that follow one another, if only two of them do."""
    miss = join.after, 0
    for after, before in _forms(join.after, join.before):
        ends = _found(sources, after, str.endswith)
        starts = _found(sources, before, str.startswith)
        pairs = [(end, start) for end in ends for start in starts if end[0] == start[0] and end != start]
        if len(ends) > 1 or len(starts) > 1:
            neighbours = [(end, start) for end, start in pairs if start[1] == end[1] + 1]
            pairs = neighbours if len(neighbours) == 1 else pairs * 2
        spots = [_Spot(end[0], sources[end[0]][end[1]].end, sources[start[0]][start[1]].start) for end, start in pairs]
        if spots:
            many = (join.after, len(ends)) if len(ends) > 1 else (join.before, len(starts))
            return spots, many
        miss = (join.before, 0) if ends and not starts else miss
    return [], miss


def _found(sources: Sequence[Sequence[Line]], words: str, fits: Callable[[str, str], bool]) -> list[tuple[int, int]]:
    """(source, line) of each line that has the words where they must be."""
    return [
        (at, number) for at, lines in enumerate(sources) for number, line in enumerate(lines) if fits(line.text, words)
    ]
