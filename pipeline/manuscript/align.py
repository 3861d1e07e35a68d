"""Two sequences in, the runs that they share out: anchors that stand once in both, then what lies between.

Patience first (unique members, longest ascending chain), so that a book with a hundred corrections costs little more
than one without; `difflib` only between anchors, and only where both sides are short.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

#: Between anchors, texts whose lengths multiply to more than this are compared no further.
_SMALL = 1 << 20
#: Characters that an anchor of a text has, the long ones first.
_GRAMS = (16, 6)


class Run(NamedTuple):
    """`length` members that stand at `left` in one sequence and at `right` in the other."""

    left: int
    right: int
    length: int


def pairs(left: Sequence[Hashable], right: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Equal members of both, ascending on both sides."""
    runs = _between(left, right, 0, len(left), 0, len(right))
    return [(run.left + at, run.right + at) for run in runs for at in range(run.length)]


def runs_of(left: str, right: str) -> list[Run]:
    """Equal runs of two texts, ascending; single characters that are equal by chance are left out."""
    return _told(list(_joined(_grams(left, right, 0, len(left), 0, len(right), _GRAMS))), len(left), len(right))


def _between(
    left: Sequence[Hashable], right: Sequence[Hashable], start: int, end: int, first: int, last: int
) -> Iterator[Run]:
    """Equal ends, then unique anchors, then what is between them."""
    head = _common(left, right, start, end, first, last)
    if head:
        yield Run(start, first, head)
    start, first = start + head, first + head
    tail = _common_end(left, right, start, end, first, last)
    end, last = end - tail, last - tail
    if start < end and first < last:
        anchors = _unique(left[start:end], right[first:last])
        if anchors:
            at, other = start, first
            for one, two in [*anchors, (end - start, last - first)]:
                yield from _between(left, right, at, start + one, other, first + two)
                if start + one < end:
                    yield Run(start + one, first + two, 1)
                at, other = start + one + 1, first + two + 1
        else:
            yield from _compared(left[start:end], right[first:last], start, first)
    if tail:
        yield Run(end, last, tail)


def _grams(left: str, right: str, start: int, end: int, first: int, last: int, sizes: tuple[int, ...]) -> Iterator[Run]:
    """As `_between`, for characters: anchors are runs of some length."""
    head = _common(left, right, start, end, first, last)
    if head:
        yield Run(start, first, head)
    start, first = start + head, first + head
    tail = _common_end(left, right, start, end, first, last)
    end, last = end - tail, last - tail
    if start < end and first < last:
        if sizes and min(end - start, last - first) >= 2 * sizes[0]:
            size = sizes[0]
            grams = [
                [text[at : at + size] for at in range(a, b - size + 1)]
                for text, a, b in ((left, start, end), (right, first, last))
            ]
            at, other = start, first
            for one, two in _unique(*grams):
                if start + one < at or first + two < other:
                    continue
                yield from _grams(left, right, at, start + one, other, first + two, sizes[1:])
                yield Run(start + one, first + two, size)
                at, other = start + one + size, first + two + size
            yield from _grams(left, right, at, end, other, last, sizes[1:])
        else:
            yield from _compared(left[start:end], right[first:last], start, first)
    if tail:
        yield Run(end, last, tail)


def _compared(left: Sequence[Hashable], right: Sequence[Hashable], start: int, first: int) -> Iterator[Run]:
    if len(left) * len(right) > _SMALL:
        return
    for one, two, length in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks():
        if length:
            yield Run(start + one, first + two, length)


def _common(left: Sequence[Hashable], right: Sequence[Hashable], start: int, end: int, first: int, last: int) -> int:
    most = min(end - start, last - first)
    at = 0
    while at < most and left[start + at] == right[first + at]:
        at += 1
    return at


def _common_end(
    left: Sequence[Hashable], right: Sequence[Hashable], start: int, end: int, first: int, last: int
) -> int:
    most = min(end - start, last - first)
    at = 0
    while at < most and left[end - 1 - at] == right[last - 1 - at]:
        at += 1
    return at


def _unique(left: Sequence[Hashable], right: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Places of members that stand once on each side, as the longest chain that ascends on both."""
    once, other = _places(left), _places(right)
    found = [(at, other[member]) for member, at in once.items() if at >= 0 and other.get(member, -1) >= 0]
    found.sort()
    tops: list[int] = []
    chain: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(found):
        pile = bisect_left(tops, place)
        before.append(chain[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(place)
            chain.append(index)
        else:
            tops[pile], chain[pile] = place, index
    done: list[tuple[int, int]] = []
    at = chain[-1] if chain else -1
    while at >= 0:
        done.append(found[at])
        at = before[at]
    return done[::-1]


def _places(members: Sequence[Hashable]) -> dict[Hashable, int]:
    """Where each member stands; -1 for one that stands more than once."""
    places: dict[Hashable, int] = {}
    for at, member in enumerate(members):
        places[member] = -1 if member in places else at
    return places


def _joined(runs: Iterator[Run]) -> Iterator[Run]:
    """Runs that touch on both sides as one."""
    before: Run | None = None
    for run in runs:
        if before and before.left + before.length == run.left and before.right + before.length == run.right:
            before = before._replace(length=before.length + run.length)
            continue
        if before:
            yield before
        before = run
    if before:
        yield before


def _told(runs: list[Run], left: int, right: int) -> list[Run]:
    """Without short runs in the midst of longer changes: 的 in two sentences that have nothing else in common."""
    done: list[Run] = []
    for at, run in enumerate(runs):
        before = done[-1] if done else Run(0, 0, 0)
        after = runs[at + 1] if at + 1 < len(runs) else Run(left, right, 0)
        gap = max(run.left - before.left - before.length, run.right - before.right - before.length)
        following = max(after.left - run.left - run.length, after.right - run.right - run.length)
        if run.length >= 4 or run.length >= min(gap, following):
            done.append(run)
    return done
