"""A paragraph's units and a measure in, its lines out.

`compose` is the seam between paragraph and page; `recompose` gives the page the same paragraph a line less or more.
Lines are found one after the other, each end chosen among the few that are possible by what it costs. Where that leaves
a line uneven or a character alone, the ends of the lines around it, or of the whole paragraph, are searched for all at
once by the sum of the same costs, from layer to layer: line ends that one line can reach, two lines, and so on.

Lengths are 1/1000 em of the paragraph's size. Order of work after clreq, "Line adjustment": fixed trims are in the
units already, then the break, then the fit by tiers, which `fit` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from pipeline.backends.pdf.fit import Policy, Status
from pipeline.backends.pdf.line_ends import ILL, LONE, End, LineEnds
from pipeline.backends.pdf.units import Units

__all__ = ["Line", "Policy", "compose", "recompose"]


class Line(NamedTuple):
    """Characters `start` up to, not including, `end`; `positions` gives where each stands."""

    start: int
    end: int
    indent: float
    """Where the first character's frame begins, from the edge of the measure: before it for a trimmed bracket."""
    width: float
    """From `indent` to the end of what is seen; a mark that hangs is not counted."""
    stretch: float
    """Added at every joint that may be stretched."""
    adjustments: tuple[tuple[int, float], ...]
    """(k, d): character k stands d further from the one before than that one is wide; ascending."""
    status: Status
    hyphen: bool = False
    """Whether a hyphen that is not in the text is drawn at the end."""

    def positions(self, units: Units) -> list[float]:
        """Origin of every character, from the edge of the measure."""
        at, origins = self.indent, units.origins
        moves, places = dict(self.adjustments), []
        for k in range(self.start, self.end):
            if k > self.start:
                at += origins[k] - origins[k - 1] - units.gaps.get(k, 0) + moves.get(k, 0)
                at += self.stretch if units.kinds[k] not in b"ri" else 0
            places.append(at)
        return places


_Path = tuple["_Path", End] | None
"""Line ends, the last one outermost."""


class _Window(NamedTuple):
    """How far around an ill line is searched: lines before it and after, and line ends that are followed from line to
    line."""

    back: int
    on: int
    beam: int


#: A few lines around first; where a line is still wide open or a character alone, many.
_WINDOWS = (_Window(4, 5, 8), _Window(24, 12, 24))
#: So much more may a paragraph cost, for each line, when the page asks for a line less or more.
_DEAR = 1.5
#: Line ends that a layer keeps, in a paragraph of up to so many lines and beyond, when the page asks for their number.
_EXACT, _MANY, _BEAM = 96, 40, 12


def compose(units: Units, measure: float, policy: Policy) -> tuple[Line, ...]:
    """The lines of a paragraph; an empty one has none. `measure` in 1/1000 em."""
    return tuple(_Composer(units, measure, policy).lines())


def recompose(units: Units, measure: float, policy: Policy, count: int) -> tuple[Line, ...] | None:
    """The best way to set the paragraph in `count` lines, which the page asks for that would be spared a widow. None
    where there is none that is worth it, or where the author meant line ends inside the paragraph."""
    return _Composer(units, measure, policy).counted(count)


class _Composer:
    """One paragraph: what the search needs at hand."""

    def __init__(self, units: Units, measure: float, policy: Policy) -> None:
        self.units = units
        self.measure = measure
        self.policy = policy
        self.ends = LineEnds(units, measure, policy)

    def lines(self) -> list[Line]:
        classes = self.units.classes
        lines: list[Line] = []
        start = 0
        while start < len(classes):
            end = classes.find("B", start)
            end = len(classes) if end < 0 else end + 1
            self._segment(start, end, lines)
            start = end
        return lines

    # --------------------------------------------------------------------------------------------- a way to the end

    def _segment(self, start: int, end: int, lines: list[Line]) -> None:
        """Lines up to an end that the author meant: one after the other, and around those that turned out ill, several
        at once."""
        self.ends.hang = self.policy.hang if lines else self.policy.indent
        ends, prices = self._in_turn(start, end)
        if self.policy.justify and max(prices) > ILL:
            self._mend(start, end, ends, prices)
        lines += self._set(start, ends)

    def _mend(self, start: int, end: int, ends: list[End], prices: list[float]) -> None:
        """Where a line is ill, those around it are searched anew, first a few, then many; what is mended is left."""
        number = 0
        while number < len(ends):
            onward = after = number + 1
            if prices[number] > ILL:
                for window in _WINDOWS:
                    found = self._better(start, end, ends, prices, number, window)
                    if found:
                        first, last, better = found
                        ends[first:last] = better
                        origin = ends[first - 1].at if first else start
                        prices[first:last] = self.ends.prices(origin, better, end)
                        after = first + len(better)
                        number = min(max(range(first, after), key=prices.__getitem__), len(ends) - 1)
                    if prices[number] < LONE:
                        break
            number = max(after, onward)

    def _better(
        self, start: int, end: int, ends: list[End], prices: list[float], number: int, window: _Window
    ) -> tuple[int, int, list[End]] | None:
        """(first, last, ends): what had better stand for the lines from `first` up to, not including, `last`: a way
        that leaves the old one some lines before line `number`, and comes back to it where that is cheapest."""
        first = max(0, number - window.back)
        last = min(len(ends), number + 1 + window.on)
        paid, base = 0.0, {}
        for n in range(first, last):
            paid += prices[n]
            if n >= number:
                base[ends[n].at] = (n, paid)
        gain, best = -0.001, None
        origin = ends[first - 1].at if first else start
        for layer in self._layers(origin, end, ends[last - 1].at, window.beam):
            for at, (total, path) in layer.items():
                if at in base and total - base[at][1] < gain:
                    gain, best = total - base[at][1], (base[at][0], path)
        if best is None:
            return None
        return first, best[0] + 1, _unrolled(best[1])

    def _layers(
        self, origin: int, end: int, last: int, beam: int, *, more: bool = False
    ) -> Iterator[dict[int, tuple[float, _Path]]]:
        """Line ends that can be reached from `origin` in one line, in two, and so on, none beyond `last`, each with
        what the cheapest way costs; a layer goes on with the `beam` cheapest."""
        layer: dict[int, tuple[float, _Path]] = {origin: (0.0, None)}
        while layer:
            reached: dict[int, tuple[float, _Path]] = {}
            for at, (paid, path) in layer.items():
                for cost, option in self.ends.options(at, end, hyphen=path is not None and path[1].hyphen, more=more):
                    to = option.at
                    total = paid + cost + self.ends.after(to, end)
                    if to <= last and (to not in reached or total < reached[to][0]):
                        reached[to] = (total, (path, option))
            yield reached
            layer = {at: way for at, way in reached.items() if at < end}
            if len(layer) > beam:
                layer = dict(sorted(layer.items(), key=_total)[:beam])

    def counted(self, count: int) -> tuple[Line, ...] | None:
        size = len(self.units.classes)
        if "B" in self.units.classes or not 0 < count <= size or not self.policy.justify:
            return None
        layers = self._layers(0, size, size, _EXACT if count <= _MANY else _BEAM, more=True)
        total, path = next(islice(layers, count - 1, None), {}).get(size, (_DEAR * count + LONE, None))
        return tuple(self._set(0, _unrolled(path))) if path and total < _DEAR * count + LONE else None

    def _set(self, start: int, ends: Iterable[End]) -> Iterator[Line]:
        """The lines that end there, fitted."""
        fitted = self.ends.bench.fitted
        for end, wanted, hyphen in ends:
            indent, trim = self.ends.indent(start)
            room = self.measure - indent
            if hyphen:
                room -= self.ends.hyphen_width(end)
            width, stretch, moves, status = fitted(start, end, room, trim, wanted)
            if hyphen:
                width += self.ends.hyphen_width(end)
            yield Line(start, end, indent - trim, width + trim, stretch, moves, status, hyphen)
            start = end

    def _in_turn(self, start: int, end: int) -> tuple[list[End], list[float]]:
        """Line ends found one after the other, and what each line costs."""
        ends, prices, hyphen = [], [], False
        while start < end:
            indent, trim = self.ends.indent(start)
            line, price = self.ends.choose(start, end, self.measure - indent, trim, hyphen=hyphen)
            ends.append(line)
            prices.append(price)
            start, _, hyphen = line
        return ends, prices


def _total(item: tuple[int, tuple[float, _Path]]) -> float:
    return item[1][0]


def _unrolled(path: _Path) -> list[End]:
    ends = []
    while path is not None:
        path, line = path
        ends.append(line)
    return ends[::-1]
