"""Parts in, findings out: brackets and quotes without a partner, and lines of a wrapped text that end too soon."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.errors import Finding, Place, Value
from pipeline.hanzi import NUMERALS, em_width, is_han
from pipeline.structure.parts import Part

_PARTNERS = {"）": "（", "》": "《", "】": "【", "〕": "〔", "”": "“", "」": "「", "』": "『"}
_MARKS = re.compile(f"[{''.join(_PARTNERS)}{''.join(_PARTNERS.values())}]")
# 1）, 甲）, ①）: the mark of an item.
_ITEM = re.compile(f"(?:^|[；。，、：（—“\\s])[0-9A-Za-z①-⑳{NUMERALS}甲乙丙丁]{{1,3}}$")
#: What is open at the end of a paragraph may close in a later one, so many parts on at most.
_REACH = 30
#: Up to so many are told one by one; of more, the first and their number.
_MOST = 20
#: Fewest lines of a paragraph that show how wide it was set, how much narrower than that a line is short, and how
#: wide an indent is that may be lost, em.
_FEWEST_LINES, _SHORTER, _LOST_INDENT = 4, 3, 2


class _Lone(NamedTuple):
    """A mark without its partner in its part. `at`: its clean offset."""

    mark: str
    at: int


def unpaired(clean: str, parts: Sequence[Part], place: Callable[[int], Place]) -> Iterator[Finding]:
    """Brackets and quotes whose partner is in no paragraph near them.

    A quotation of several paragraphs opens anew in each and closes in the last, and a remark in brackets may go over
    paragraphs: neither is told. A stage direction 〔 need not close.
    """
    lone = sorted(_lone(clean, parts), key=lambda found: found.at)
    for found in lone if len(lone) <= _MOST else lone[:1]:
        values: dict[str, Value] = {
            "mark": found.mark,
            "count": len(lone),
            "sample": clean[max(0, found.at - 8) : found.at + 9].replace("\n", ""),
        }
        yield Finding("structure.unpaired-bracket", place(found.at), values)


def _lone(clean: str, parts: Sequence[Part]) -> Iterator[_Lone]:
    waiting: dict[str, tuple[int, _Lone]] = {}
    pairs = [pair for pair in _PARTNERS.items() if pair[0] in clean or pair[1] in clean]
    for number, part in enumerate(parts):
        opened, closed = ([], []) if _is_even(clean, part, pairs) else _in_part(clean, part)
        for found in closed:
            opening = _PARTNERS[found.mark]
            if number - waiting.pop(opening, (-_REACH, found))[0] >= _REACH:
                yield found
        first = clean[part.start]
        if not opened and first in "“「『":
            waiting.pop(first, None)
        for found in opened:
            if found.mark == "〔":
                continue
            before = waiting.pop(found.mark, None)
            if before and not (found.mark in "“「『" and found.at == part.start):
                yield before[1]
            waiting[found.mark] = (number, found)
    yield from (found for _, found in waiting.values())


def _is_even(clean: str, part: Part, pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether each mark that opens has one that closes and stands before it, as in most parts: a quick look.
    `pairs`: closing and opening marks, those that the text has."""
    return all(
        clean.count(opening, start, end) == clean.count(closing, start, end)
        and clean.find(opening, start, end) <= clean.find(closing, start, end)
        for start, end in part.pieces
        for closing, opening in pairs
    )


def _in_part(clean: str, part: Part) -> tuple[list[_Lone], list[_Lone]]:
    """Marks without a partner in one part: those that open and those that close."""
    opened: list[_Lone] = []
    closed: list[_Lone] = []
    for start, end in part.pieces:
        for match in _MARKS.finditer(clean, start, end):
            mark, at = match[0], match.start()
            if mark not in _PARTNERS:
                opened.append(_Lone(mark, at))
                continue
            spot = next((n for n in range(len(opened) - 1, -1, -1) if opened[n].mark == _PARTNERS[mark]), None)
            if spot is not None:
                del opened[spot]
            elif not (mark == "）" and _ITEM.search(clean, max(part.start, at - 5), at)):
                closed.append(_Lone(mark, at))
    return opened, closed


def cut_short(clean: str, parts: Sequence[Part], place: Callable[[int], Place]) -> Iterator[Finding]:
    """Lines of wrapped paragraphs that end in mid-sentence well before the margin, where Chinese goes on below. First
    lines, too, may be narrower: by the indent that they have or lost."""
    for part in parts:
        if len(part.pieces) < _FEWEST_LINES:
            continue
        rows = _rows(clean, part.pieces)
        widths = [width for _, _, width in rows[:-1]]
        if len(rows) < _FEWEST_LINES or sum(width > max(widths) - _SHORTER for width in widths) * 2 < len(widths):
            continue
        for number, ((_, end, width), (following, _, _)) in enumerate(pairwise(rows)):
            torn = is_han(clean[end - 1]) and is_han(clean[following]) and clean.count("\n", end, following) == 1
            narrower = max(_LOST_INDENT, part.unit.indent) if not number else 0
            # What had no room on a full line may stand alone on the next.
            overflowed = number > 0 and width <= _SHORTER and widths[number - 1] > max(widths) - _SHORTER
            if width <= max(widths) - _SHORTER - narrower and torn and not overflowed:
                sample = clean[max(0, end - 12) : end]
                yield Finding("structure.missing-at-line-end", place(end - 1), {"sample": sample})


def _rows(clean: str, pieces: Sequence[tuple[int, int]]) -> list[tuple[int, int, float]]:
    """Where each line of a paragraph begins and ends, and how wide it is, with what was taken out of its midst."""
    rows: list[tuple[int, int]] = []
    for start, end in pieces:
        first = rows.pop()[0] if rows and "\n" not in clean[rows[-1][1] : start] else start
        rows.append((first, end))
    return [(start, end, em_width(clean[start:end])) for start, end in rows]
