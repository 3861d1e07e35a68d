"""A paragraph's units and a measure in, its lines out.

`compose` is the seam between paragraph and page; `recompose` gives the page the same paragraph a line less or more.
Lines are found one after the other, each end chosen among the few that are possible by what it costs. Where that leaves
a line uneven or a character alone, the ends of the lines around it, or of the whole paragraph, are searched for all at
once by the sum of the same costs, from layer to layer: line ends that one line can reach, two lines, and so on.

Lengths are 1/1000 em of the paragraph's size. Order of work after clreq, "Line adjustment": fixed trims are in the
units already, then the break, then the fit by tiers, which `fit` does.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from pipeline.backends.pdf.classes import BLANK
from pipeline.backends.pdf.fit import LOOSE, Bench, Policy, Status
from pipeline.backends.pdf.hyphens import LONGEST, SHORTEST, divisions
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


class _End(NamedTuple):
    """Where a line ends, and how."""

    at: int
    status: Status
    hyphen: bool = False


_Path = tuple["_Path", _End] | None
"""Line ends, the last one outermost."""


class _Window(NamedTuple):
    """How far around an ill line is searched: lines before it and after, and line ends that are followed from line to
    line."""

    back: int
    on: int
    beam: int


#: A few lines around first; where a line is still wide open or a character alone, many.
_WINDOWS = (_Window(4, 5, 8), _Window(24, 12, 24))
_MARKS = "OCcPpSEeMDdTLlN/IWVXZzk%"
_LONE = 4.0
_DASH_START = 0.6
_HYPHEN, _HYPHENS = 1.0, 3.0
"""A word divided; two lines running that end in one."""
_WAIVER = 6.0
"""Three marks or more in a row parted: clreq allows it where the line would gape otherwise."""
#: How far a line may run over before it is not worth looking at.
_OVER = 3500
#: How many breaks before the last that fits are looked at.
_EARLIER = 3
_CUTTABLE = 16
#: A line that costs more than this is worth a search.
_ILL = 1.6
#: So much more may a paragraph cost, for each line, when the page asks for a line less or more.
_DEAR = 1.5
#: Within that of the measure, a rest that would do for a last line may go over instead, if a line more is asked for.
_NEARLY = 2500
#: Line ends that a layer keeps, in a paragraph of up to so many lines and beyond, when the page asks for their number.
_EXACT, _MANY, _BEAM = 96, 40, 12
_CLOSING = frozenset("CcPpSEe")


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
        self.bench = Bench(units, measure, policy)
        self.hang = policy.indent
        """Indent of the first line of the part that is being set."""
        self._swift = policy.hanging == "never"
        self._trims = units.rules.start_trim
        self._closing = {
            letter for letter, trim in units.rules.end_trim.items() if letter in _CLOSING and trim == BLANK
        }

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
        self.hang = self.policy.hang if lines else self.policy.indent
        ends, prices = self._in_turn(start, end)
        if self.policy.justify and max(prices) > _ILL:
            self._mend(start, end, ends, prices)
        lines += self._set(start, ends)

    def _mend(self, start: int, end: int, ends: list[_End], prices: list[float]) -> None:
        """Where a line is ill, those around it are searched anew, first a few, then many; what is mended is left."""
        number = 0
        while number < len(ends):
            onward = after = number + 1
            if prices[number] > _ILL:
                for window in _WINDOWS:
                    found = self._better(start, end, ends, prices, number, window)
                    if found:
                        first, last, better = found
                        ends[first:last] = better
                        origin = ends[first - 1].at if first else start
                        prices[first:last] = self._prices(origin, better, end)
                        after = first + len(better)
                        number = min(max(range(first, after), key=prices.__getitem__), len(ends) - 1)
                    if prices[number] < _LONE:
                        break
            number = max(after, onward)

    def _better(
        self, start: int, end: int, ends: list[_End], prices: list[float], number: int, window: _Window
    ) -> tuple[int, int, list[_End]] | None:
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
                for cost, option in self._options(at, end, hyphen=path is not None and path[1].hyphen, more=more):
                    to = option.at
                    total = paid + cost + self._after(to, end)
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
        total, path = next(islice(layers, count - 1, None), {}).get(size, (_DEAR * count + _LONE, None))
        return tuple(self._set(0, _unrolled(path))) if path and total < _DEAR * count + _LONE else None

    def _set(self, start: int, ends: Iterable[_End]) -> Iterator[Line]:
        """The lines that end there, fitted."""
        fitted = self.bench.fitted
        for end, wanted, hyphen in ends:
            indent, trim = self._indent(start)
            room = self.measure - indent
            if hyphen:
                room -= self._hyphen_width(end)
            width, stretch, moves, status = fitted(start, end, room, trim, wanted)
            if hyphen:
                width += self._hyphen_width(end)
            yield Line(start, end, indent - trim, width + trim, stretch, moves, status, hyphen)
            start = end

    def _in_turn(self, start: int, end: int) -> tuple[list[_End], list[float]]:
        """Line ends found one after the other, and what each line costs."""
        ends, prices, hyphen = [], [], False
        while start < end:
            indent, trim = self._indent(start)
            line, price = self._choose(start, end, self.measure - indent, trim, hyphen=hyphen)
            ends.append(line)
            prices.append(price)
            start, _, hyphen = line
        return ends, prices

    def _prices(self, start: int, lines: Iterable[_End], end: int) -> list[float]:
        """What each of some lines costs, with what it costs that the next begins where it does."""
        prices, hyphen = [], False
        for line in lines:
            prices.append(self._price(start, line, hyphen=hyphen) + self._after(line.at, end))
            start, _, hyphen = line
        return prices

    def _price(self, start: int, line: _End, *, hyphen: bool) -> float:
        """Of one line; `hyphen`: the line before ended in one."""
        if line.status == "split":
            return LOOSE
        if line.status == "last":
            return 0.0
        indent, trim = self._indent(start)
        room = self.measure - indent
        if line.hyphen:
            room -= self._hyphen_width(line.at)
            return self.bench.cost(start, line.at, room, trim) + (_HYPHENS if hyphen else _HYPHEN)
        waived = _WAIVER if line.at < len(self.units.breaks) and not self.units.breaks[line.at] else 0.0
        return self.bench.cost(start, line.at, room, trim) + (waived if line.status == "fit" else 0.0)

    # -------------------------------------------------------------------------------------------------- one line end

    def _options(self, start: int, end: int, *, hyphen: bool, more: bool = False) -> Iterator[tuple[float, _End]]:
        """(cost, end) of the lines that may begin at `start`. `more`: also such as leave a line to come for what would
        have found room in this one, as good as full."""
        indent, trim = self._indent(start)
        room = self.measure - indent
        rest = self.bench.width(start, end, trim)
        if rest <= room + 0.5:
            yield 0.0, _End(end, "last")
            if not more or rest < room - _NEARLY:
                return
        within, beyond = self._candidates(start, end, room, trim)
        if within is None:
            yield LOOSE, self._emergency(start, end, room, trim)
            return
        if self._long_word(within, end):
            yield LOOSE, self._emergency(start, end, room, trim)
        beyond.append(within)
        least = LOOSE
        for to in beyond:
            cost = self.bench.cost(start, to, room, trim)
            least = min(least, cost)
            if to < end or rest > room + 0.5:
                yield cost, _End(to, "fit")
        at = within
        for _ in range(_EARLIER):
            at = self.units.breaks.rfind(1, start + 1, at)
            if at < 0:
                break
            yield self.bench.cost(start, at, room, trim), _End(at, "fit")
        if least > _ILL:
            for line in self._rarer(start, within, room, trim):
                yield self._price(start, line, hyphen=hyphen), line

    def _choose(self, start: int, end: int, room: float, trim: float, *, hyphen: bool) -> tuple[_End, float]:
        """The end of the line that begins at `start`, by its own cost alone, and that cost."""
        origins = self.units.origins
        at = bisect_right(origins, origins[start] + room + trim + 0.5, start + 1, end + 1) - 1
        if self._swift and at > start and (swift := self._perfect(at, end, origins[start] + room + trim)):
            return _End(swift, "fit"), 0.0
        if origins[end] - origins[start] < room + 1500 and self.bench.width(start, end, trim) <= room + 0.5:
            return _End(end, "last"), 0.0
        within, beyond = self._candidates(start, end, room, trim)
        if within is None:
            return self._emergency(start, end, room, trim), LOOSE
        slack = room - self.bench.width(start, within, trim)
        if (slack < 0.5 and end - within > 3) or not self.policy.justify:
            return _End(within, "fit"), self._after(within, end)
        best, cost = _End(within, "fit"), self.bench.cost(start, within, room, trim) + self._after(within, end)
        if cost >= _LONE and (before := self.units.breaks.rfind(1, start + 1, within)) > 0:
            beyond.append(before)
        for candidate in beyond:
            other = self.bench.cost(start, candidate, room, trim) + self._after(candidate, end)
            if other < cost:
                best, cost = _End(candidate, "fit"), other
        if cost > _ILL:
            for line in self._rarer(start, within, room, trim):
                other = self._price(start, line, hyphen=hyphen) + self._after(line.at, end)
                if other < cost:
                    best, cost = line, other
        if cost >= LOOSE and self._long_word(within, end):
            return self._emergency(start, end, room, trim), LOOSE
        return best, cost

    def _perfect(self, at: int, end: int, edge: float) -> int:
        """The end of a line that is full as it falls, where that is seen at once; 0 where it is not. `at` is the last
        character that begins before `edge`, or on it."""
        units = self.units
        if end - at <= 4:
            return 0
        origins, classes = units.origins, units.classes
        if origins[at] >= edge - 0.5:
            plain = classes[at - 1] == "H" and units.breaks[at] and classes[at] == "H"
            return at if plain else 0
        following = at + 1
        if (
            classes[at] in self._closing
            and units.breaks[following]
            and classes[following] == "H"
            and abs(origins[following] - BLANK - edge) < 0.5
        ):
            return following
        return 0

    def _rarer(self, start: int, within: int, room: float, trim: float) -> Iterator[_End]:
        """Ends that are looked for only where the others are ill: inside a word, between three marks."""
        following = self.units.breaks.find(1, within + 1)
        following = len(self.units.breaks) if following < 0 else following
        if (
            self.policy.hyphenate
            and SHORTEST <= following - within <= LONGEST + 4
            and self.units.classes[within] == "A"
        ):
            word = self.units.text[within:following].rstrip()
            for division in divisions(word):
                at = within + division
                if self.bench.width(start, at, trim) + self._hyphen_width(at) <= room + 0.5:
                    yield _End(at, "fit", hyphen=True)
        classes = self.units.classes
        for at in range(within + 1, min(following, within + 8)):
            row = classes[max(start, at - 2) : at + 2]
            two = classes[at - 1] in _CLOSING and classes[at] in _CLOSING - {"e"}
            if (
                two
                and sum(letter in _CLOSING for letter in row) > 2
                and self.bench.width(start, at, trim) <= room + 0.5
            ):
                yield _End(at, "fit")

    def _hyphen_width(self, at: int) -> float:
        """Of the hyphen that would stand before character `at`."""
        piece = next(piece for piece in self.units.pieces if piece.start < at < piece.end)
        return piece.sorts.word("-", piece.font).widths[0] * piece.scale if piece.font >= 0 else 0.0

    def _indent(self, start: int) -> tuple[float, float]:
        """(indent, what is trimmed off) of a line that begins at `start`."""
        classes = self.units.classes
        first = start == 0 or classes[start - 1] == "B"
        indent = self.hang if first else self.policy.hang
        trim = self._trims.get(classes[start], 0) if self._trims else 0
        if not trim or (start == 0 and (indent or self.policy.indent) and not self._cut_first()):
            return indent, 0
        return indent, trim

    def _cut_first(self) -> bool:
        """Whether a bracket loses its blank at a paragraph's indent too."""
        return self.policy.trim_first or self.units.rules.composition.marks in ("kaiming", "banjiao")

    def _candidates(self, start: int, end: int, room: float, trim: float) -> tuple[int | None, list[int]]:
        """The last break that fits as it is, and the few after it that may fit when squeezed, nearest first."""
        origins, breaks, width = self.units.origins, self.units.breaks, self.bench.width
        reach = bisect_right(origins, origins[start] + room + trim + _OVER, start, end + 1)
        beyond = [end] if reach > end else []
        at = breaks.rfind(1, start + 1, min(reach, end))
        while at > start:
            if width(start, at, trim) <= room + 0.5:
                return at, beyond[::-1]
            beyond.append(at)
            at = breaks.rfind(1, start + 1, at)
        return None, beyond[::-1]

    def _after(self, at: int, end: int) -> float:
        """What it costs that the next line begins at `at`: one character alone, or a dash or ellipsis in front."""
        if at == end:
            return 0
        classes = self.units.classes
        if end - at <= 4 and self._alone(at, end):
            return _LONE
        return _DASH_START if classes[at] in "DTL" else 0

    def _alone(self, at: int, end: int) -> bool:
        """Whether no more than one character with its marks is left for the last line (孤字)."""
        return len(self.units.classes[at:end].strip(_MARKS)) <= 1

    def _long_word(self, at: int, end: int) -> bool:
        """Whether a word begins at `at` that may rather be cut than leave a line half empty: an address, no number."""
        following = self.units.breaks.find(1, at + 1, end)
        return self.units.classes[at] in "A9h" and (end if following < 0 else following) - at >= _CUTTABLE

    def _emergency(self, start: int, end: int, room: float, trim: float) -> _End:
        """A word wider than the measure is cut where it must be; never inside a dash or before a combining mark."""
        origins, kinds, classes = self.units.origins, self.units.kinds, self.units.classes
        at = min(bisect_right(origins, origins[start] + room + trim, start, end + 1) - 1, end)
        while at > start + 1 and (
            classes[at : at + 1] in ("z", "d", "l") or self.bench.width(start, at, trim) > room + 0.5
        ):
            at -= 1
        at = max(at, start + 1)
        while at < end and classes[at] in "zdl":
            at += 1
        return _End(at, "split" if at < end and kinds[at] == ord("i") else "over")


def _total(item: tuple[int, tuple[float, _Path]]) -> float:
    return item[1][0]


def _unrolled(path: _Path) -> list[_End]:
    ends = []
    while path is not None:
        path, line = path
        ends.append(line)
    return ends[::-1]
