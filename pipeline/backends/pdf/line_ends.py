"""A line's beginning in, the ends out that it may have, each with what it costs.

Costs add up: to make the line flush (`fit`), to divide a word, to part three marks, and what it costs that the next
line begins where it does. Lengths are 1/1000 em of the paragraph's size.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import NamedTuple

from pipeline.backends.pdf.classes import BLANK
from pipeline.backends.pdf.fit import LOOSE, Bench, Policy, Status
from pipeline.backends.pdf.hyphens import LONGEST, SHORTEST, divisions
from pipeline.backends.pdf.units import Units


class End(NamedTuple):
    """Where a line ends, and how."""

    at: int
    status: Status
    hyphen: bool = False


#: Classes that leave a character alone, however many of them stand beside it.
_MARKS = "OCcPpSEeMDdTLlN/IWVXZzk%"
LONE = 8.0
"""One character alone in the last line."""
_DASH_START = 0.6
"""A dash or ellipsis in front."""
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
ILL = 1.6
#: Within that of the measure, a rest that would do for a last line may go over instead, if a line more is asked for.
_NEARLY = 2500
_CLOSING = frozenset("CcPpSEe")


class LineEnds:
    """One paragraph: what the choice of a line's end needs at hand."""

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

    def prices(self, start: int, lines: Iterable[End], end: int) -> list[float]:
        """What each of some lines costs, with what it costs that the next begins where it does."""
        prices, hyphen = [], False
        for line in lines:
            prices.append(self.price(start, line, hyphen=hyphen) + self.after(line.at, end))
            start, _, hyphen = line
        return prices

    def price(self, start: int, line: End, *, hyphen: bool) -> float:
        """Of one line; `hyphen`: the line before ended in one."""
        if line.status == "split":
            return LOOSE
        if line.status == "last":
            return 0.0
        indent, trim = self.indent(start)
        room = self.measure - indent
        if line.hyphen:
            room -= self.hyphen_width(line.at)
            return self.bench.cost(start, line.at, room, trim) + (_HYPHENS if hyphen else _HYPHEN)
        waived = _WAIVER if line.at < len(self.units.breaks) and not self.units.breaks[line.at] else 0.0
        return self.bench.cost(start, line.at, room, trim) + (waived if line.status == "fit" else 0.0)

    def options(self, start: int, end: int, *, hyphen: bool, more: bool = False) -> Iterator[tuple[float, End]]:
        """(cost, end) of the lines that may begin at `start`. `more`: also such as leave a line to come for what would
        have found room in this one, as good as full."""
        indent, trim = self.indent(start)
        room = self.measure - indent
        rest = self.bench.width(start, end, trim)
        if rest <= room + 0.5:
            yield 0.0, End(end, "last")
            if not more or rest < room - _NEARLY:
                return
        within, beyond = self._candidates(start, end, room, trim)
        if within is None:
            for line in [*self._rarer(start, start, room, trim)] or [self._emergency(start, end, room, trim)]:
                yield self.price(start, line, hyphen=hyphen), line
            return
        if self._long_word(within, end):
            yield LOOSE, self._emergency(start, end, room, trim)
        beyond.append(within)
        least = LOOSE
        for to in beyond:
            cost = self.bench.cost(start, to, room, trim)
            least = min(least, cost)
            if to < end or rest > room + 0.5:
                yield cost, End(to, "fit")
        at = within
        for _ in range(_EARLIER):
            at = self.units.breaks.rfind(1, start + 1, at)
            if at < 0:
                break
            yield self.bench.cost(start, at, room, trim), End(at, "fit")
        if least > ILL:
            for line in self._rarer(start, within, room, trim):
                yield self.price(start, line, hyphen=hyphen), line

    def choose(self, start: int, end: int, room: float, trim: float, *, hyphen: bool) -> tuple[End, float]:
        """The end of the line that begins at `start`, by its own cost alone, and that cost."""
        origins = self.units.origins
        at = bisect_right(origins, origins[start] + room + trim + 0.5, start + 1, end + 1) - 1
        if self._swift and at > start and (swift := self._perfect(at, end, origins[start] + room + trim)):
            return End(swift, "fit"), 0.0
        if origins[end] - origins[start] < room + 1500 and self.bench.width(start, end, trim) <= room + 0.5:
            return End(end, "last"), 0.0
        within, beyond = self._candidates(start, end, room, trim)
        if within is None:
            *_, line = self._emergency(start, end, room, trim), *self._rarer(start, start, room, trim)
            return line, self.price(start, line, hyphen=hyphen) + self.after(line.at, end)
        slack = room - self.bench.width(start, within, trim)
        if (slack < 0.5 and end - within > 3) or not self.policy.justify:
            return End(within, "fit"), self.after(within, end)
        best, cost = End(within, "fit"), self.bench.cost(start, within, room, trim) + self.after(within, end)
        if cost >= LONE and (before := self.units.breaks.rfind(1, start + 1, within)) > 0:
            beyond.append(before)
        for candidate in beyond:
            other = self.bench.cost(start, candidate, room, trim) + self.after(candidate, end)
            if other < cost:
                best, cost = End(candidate, "fit"), other
        if cost > ILL:
            for line in self._rarer(start, within, room, trim):
                other = self.price(start, line, hyphen=hyphen) + self.after(line.at, end)
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

    def _rarer(self, start: int, within: int, room: float, trim: float) -> Iterator[End]:
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
                if self.bench.width(start, at, trim) + self.hyphen_width(at) <= room + 0.5:
                    yield End(at, "fit", hyphen=True)
        classes = self.units.classes
        for at in range(within + 1, min(following, within + 8)):
            row = classes[max(start, at - 2) : at + 2]
            two = classes[at - 1] in _CLOSING and classes[at] in _CLOSING - {"e"}
            if (
                two
                and sum(letter in _CLOSING for letter in row) > 2
                and self.bench.width(start, at, trim) <= room + 0.5
            ):
                yield End(at, "fit")

    def hyphen_width(self, at: int) -> float:
        """Of the hyphen that would stand before character `at`."""
        pieces = self.units.pieces
        piece = pieces[bisect_right(pieces, at, key=attrgetter("start")) - 1]
        return piece.sorts.word("-", piece.font).widths[0] * piece.scale if piece.font >= 0 else 0.0

    def indent(self, start: int) -> tuple[float, float]:
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

    def after(self, at: int, end: int) -> float:
        """What it costs that the next line begins at `at`: one character alone, or a dash or ellipsis in front."""
        if at == end:
            return 0
        classes = self.units.classes
        if end - at <= 4 and self._alone(at, end):
            return LONE
        return _DASH_START if classes[at] in "DTL" else 0

    def _alone(self, at: int, end: int) -> bool:
        """Whether no more than one character with its marks is left for the last line (孤字)."""
        return len(self.units.classes[at:end].strip(_MARKS)) <= 1

    def _long_word(self, at: int, end: int) -> bool:
        """Whether a word begins at `at` that may rather be cut than leave a line half empty: an address, no number."""
        following = self.units.breaks.find(1, at + 1, end)
        return self.units.classes[at] in "A9h" and (end if following < 0 else following) - at >= _CUTTABLE

    def _emergency(self, start: int, end: int, room: float, trim: float) -> End:
        """A word wider than the measure is cut where it must be; never inside a dash or before a combining mark."""
        origins, kinds, classes = self.units.origins, self.units.kinds, self.units.classes
        at = min(bisect_right(origins, origins[start] + room + trim, start, end + 1) - 1, end)
        while at > start + 1 and (
            classes[at : at + 1] in ("z", "d", "l") or self.bench.width(start, at, trim) > room + 0.5
        ):
            at -= 1
        at = max(at, start + 1)
        while at < end and classes[at] in "zdlWVXZ":
            at += 1
        if at < end and kinds[at] == ord("i"):
            return End(at, "split")
        return End(at, "fit" if self.bench.width(start, at, trim) <= room + 0.5 else "over")
