"""A paragraph's units and a measure in, its lines out.

`compose` is the seam between paragraph and page: it returns alternatives (one, as yet), each a tuple of `Line`, and the
page reads nothing else. Lines are found one after the other, each end chosen among the few that are possible by what
it costs. Where that leaves a line wide open or a character alone, the ends of the paragraph are searched for all at
once, by the sum of the same costs.

Lengths are 1/1000 em of the paragraph's size. Order of work after clreq, "Line adjustment": fixed trims are in the
units already, then the break, then the fit by tiers, and inside one tier every member gives the same.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Literal, NamedTuple

from pipeline.backends.pdf.classes import TIERS, Kind
from pipeline.backends.pdf.units import Units

Status = Literal["fit", "last", "loose", "split", "over"]


@dataclass(frozen=True, slots=True)
class Policy:
    """How lines are chosen and fitted. `even` is the house's way: up to that much more between two characters, no mark
    is squeezed; 0 squeezes first, as clreq has it."""

    indent: float = 0
    """Of the first line."""
    hang: float = 0
    """Of all lines but the first."""
    justify: bool = True
    even: float = 30
    loosest: float = 250
    """Beyond this a line is left ragged and reported."""


class Line(NamedTuple):
    """Characters `start` up to, not including, `end`; `positions` gives where each stands."""

    start: int
    end: int
    indent: float
    """Where the first character's frame begins, from the edge of the measure: before it for a trimmed bracket."""
    width: float
    """From `indent` to the end of what is seen."""
    stretch: float
    """Added at every joint that may be stretched."""
    adjustments: tuple[tuple[int, float], ...]
    """(k, d): character k stands d further from the one before than that one is wide; ascending."""
    status: Status

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


_SPACES = "WVXZI"
_MARKS = "OCPSEeMDdTLlN/IWVXZzk%"
_LONE = 4.0
_DASH_START = 0.6
#: How many half ems a line may run over before it is not worth looking at.
_OVER = 3500
#: What a line costs that cannot be filled.
_LOOSE = 300.0
_LEAST_EVEN = 8.0
#: What it costs at least to squeeze marks: about as much as to open a line by a twentieth of an em.
_SQUEEZE = 0.65
#: How many breaks before the last that fits a search looks at, and the longest text that it is made for (characters).
_EARLIER, _SEARCHED = 4, 20_000
_CUTTABLE = 16
#: A line that lacks more than this is worth a search.
_SLACK = 1250
_WORD_STRETCH, _LATIN_STRETCH = 220, 83


def compose(units: Units, measure: float, policy: Policy) -> tuple[tuple[Line, ...], ...]:
    """The lines of a paragraph, in alternatives; an empty paragraph has none. `measure` in 1/1000 em."""
    return (tuple(_Composer(units, measure, policy).lines()),)


class _Composer:
    """One paragraph: what the search needs at hand."""

    def __init__(self, units: Units, measure: float, policy: Policy) -> None:
        self.units = units
        self.measure = measure
        self.policy = policy
        self.hang = policy.indent
        """Indent of the first line of the part that is being set."""

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

    def _segment(self, start: int, end: int, lines: list[Line]) -> None:
        """Lines up to an end that the author meant: one after the other, and where that turns out ill, all at once."""
        self.hang = self.policy.hang if lines else self.policy.indent
        made = self._set(start, self._in_turn(start, end))
        if self.policy.justify and end - start <= _SEARCHED and any(map(self._ill, made)):
            ends = self._at_once(start, end, self._paid(made, end))
            made = self._set(start, ends) if ends else made
        lines += made

    def _set(self, start: int, ends: Iterable[tuple[int, Status]]) -> list[Line]:
        """The lines that end there, fitted."""
        lines = []
        for end, wanted in ends:
            indent, trim = self._indent(start)
            width, stretch, moves, status = self._fit(start, end, self.measure - indent, trim, wanted)
            lines.append(Line(start, end, indent - trim, width + trim, stretch, moves, status))
            start = end
        return lines

    def _in_turn(self, start: int, end: int) -> Iterator[tuple[int, Status]]:
        while start < end:
            indent, trim = self._indent(start)
            start, status = self._choose(start, end, self.measure - indent, trim)
            yield start, status

    def _ill(self, line: Line) -> bool:
        """Whether the paragraph is worth a search: a line wide open, or one character left over."""
        if line.status == "last":
            return line.start > 0 and self._alone(line.start, line.end)
        if line.stretch > 2 * self.policy.even and line.stretch * (line.end - line.start) > _SLACK:
            return True
        return line.status in ("loose", "split")

    def _paid(self, lines: Iterable[Line], end: int) -> float:
        """What a paragraph costs that was set in turn: no search need go beyond."""
        total = 0.0
        for line in lines:
            if line.status == "split":
                total += 2 * _LOOSE
            elif line.status != "last":
                indent, trim = self._indent(line.start)
                total += self._cost(line.start, line.end, self.measure - indent, trim)
            total += self._after(line.end, end)
        return total

    def _at_once(self, start: int, end: int, most: float) -> list[tuple[int, Status]]:
        """Ends of the lines whose costs add up to the least (a shortest way over the possible line starts), given that
        there is a way that costs `most`."""
        best: dict[int, tuple[float, int, Status]] = {start: (0.0, start, "fit")}
        waiting = [start]
        while waiting and (at := heappop(waiting)) < end:
            for to, cost, status in self._options(at, end):
                total = best[at][0] + cost + self._after(to, end)
                if total > most + 0.001:
                    continue
                if to not in best:
                    heappush(waiting, to)
                if to not in best or total < best[to][0]:
                    best[to] = (total, at, status)
        ends: list[tuple[int, Status]] = []
        at = end if end in best else start
        while at > start:
            _, before, status = best[at]
            ends.append((at, status))
            at = before
        return ends[::-1]

    def _options(self, start: int, end: int) -> Iterator[tuple[int, float, Status]]:
        """(end, cost, status) of the lines that may begin at `start`."""
        indent, trim = self._indent(start)
        room = self.measure - indent
        if self._width(start, end, trim) <= room + 0.5:
            yield end, 0.0, "last"
            return
        within, beyond = self._candidates(start, end, room, trim)
        if within is None:
            to, status = self._emergency(start, end, room, trim)
            yield to, 2 * _LOOSE, status
            return
        if self._long_word(within, end):
            to, status = self._emergency(start, end, room, trim)
            yield to, _LOOSE, status
        for _ in range(_EARLIER):
            beyond.append(within)
            within = self.units.breaks.rfind(1, start + 1, within)
            if within < 0:
                break
        for to in beyond:
            yield to, self._cost(start, to, room, trim), "fit"

    def _indent(self, start: int) -> tuple[float, int]:
        """(indent, what is trimmed off) of a line that begins at `start`."""
        first = start == 0 or self.units.classes[start - 1] == "B"
        indent = self.hang if first else self.policy.hang
        return indent, 0 if start == 0 and (indent or self.policy.indent) else self._start_trim(start)

    def _start_trim(self, start: int) -> int:
        return 500 if self.units.classes[start] == "O" else 0

    def _seen(self, start: int, end: int) -> int:
        """End without the spaces that a line end swallows."""
        classes = self.units.classes
        while end > start + 1 and classes[end - 1] in "WVXZIB":
            end -= 1
        return end

    def _width(self, start: int, end: int, trim: int) -> float:
        """Of a line before it is fitted, as it would look: marks at its ends without their outer blanks."""
        units = self.units
        seen = self._seen(start, end) if units.classes[end - 1] in "WVXZIB" else end
        width = units.origins[seen] - units.gaps.get(seen, 0) - units.origins[start] - trim
        last = units.classes[seen - 1]
        return width - (units.rules.end_trim.get(last, 0) if last not in _SPACES else 0)

    def _choose(self, start: int, end: int, room: float, trim: int) -> tuple[int, Status]:
        """The end of the line that begins at `start`."""
        units = self.units
        if units.origins[end] - units.origins[start] < room + 1500 and self._width(start, end, trim) <= room + 0.5:
            return end, "last"
        within, beyond = self._candidates(start, end, room, trim)
        if within is None:
            return self._emergency(start, end, room, trim)
        slack = room - self._width(start, within, trim)
        if slack < 0.5 and end - within > 3:
            return within, "fit"
        if not self.policy.justify:
            return within, "fit"
        best, cost = within, self._cost(start, within, room, trim) + self._after(within, end)
        if cost >= _LONE and (before := units.breaks.rfind(1, start + 1, within)) > 0:
            beyond = [*beyond, before]
        for candidate in beyond:
            other = self._cost(start, candidate, room, trim) + self._after(candidate, end)
            if other < cost:
                best, cost = candidate, other
        if cost >= _LOOSE and self._long_word(within, end):
            return self._emergency(start, end, room, trim)
        return best, "fit"

    def _candidates(self, start: int, end: int, room: float, trim: int) -> tuple[int | None, list[int]]:
        """The last break that fits as it is, and the few after it that may fit when squeezed, nearest first."""
        origins, breaks = self.units.origins, self.units.breaks
        reach = bisect_right(origins, origins[start] + room + trim + _OVER, start, end + 1)
        beyond = [end] if reach > end else []
        at = breaks.rfind(1, start + 1, min(reach, end))
        while at > start:
            if self._width(start, at, trim) <= room + 0.5:
                return at, beyond[::-1]
            beyond.append(at)
            at = breaks.rfind(1, start + 1, at)
        return None, beyond[::-1]

    def _after(self, at: int, end: int) -> float:
        """What it costs that the next line begins at `at`: one character alone, or a dash or ellipsis in front."""
        if at == end:
            return 0
        classes = self.units.classes
        if self._alone(at, end):
            return _LONE
        return _DASH_START if classes[at] in "DTL" else 0

    def _alone(self, at: int, end: int) -> bool:
        """Whether no more than one character with its marks is left for the last line (孤字)."""
        return end - at <= 4 and len(self.units.classes[at:end].strip(_MARKS)) <= 1

    def _cost(self, start: int, end: int, room: float, trim: int) -> float:
        slack = room - self._width(start, end, trim)
        if slack >= -0.5:
            seen = self._seen(start, end)
            joints, gaps = self.units.kinds[start + 1 : seen], self._stretchable(start, seen)
            words = joints.count(b"w") * _WORD_STRETCH + joints.count(b"g") * _LATIN_STRETCH
            rest = max(0.0, slack - words)
            each = rest / gaps if gaps else (0 if rest < 0.5 else 1e6)
            if each > self.policy.loosest:
                return _LOOSE + slack / 1000
            return 0.4 * (each / max(self.policy.even, _LEAST_EVEN)) ** 2 + (
                0.3 * (slack - rest) / words if words else 0
            )
        over = -slack - self._reserve(end)
        seen = self._seen(start, end)
        joints = self.units.kinds[start + 1 : seen]
        for number, tier in enumerate(TIERS):
            room_here = sum(joints.count(kind.encode()) * most for kind, most in tier)
            if over <= room_here + 0.5:
                share = over / room_here if room_here else 0
                return _SQUEEZE + 0.15 * number + 0.3 * share
            over -= room_here
        return 10 * _LOOSE + over

    def _reserve(self, end: int) -> float:
        seen = self._seen(0, end)
        return self.units.rules.end_reserve.get(self.units.classes[seen - 1], 0)

    def _stretchable(self, start: int, seen: int) -> int:
        joints = self.units.kinds[start + 1 : seen]
        return len(joints) - joints.count(b"r") - joints.count(b"i")

    def _long_word(self, at: int, end: int) -> bool:
        """Whether a word begins at `at` that may rather be cut than leave a line half empty: an address, no number."""
        following = self.units.breaks.find(1, at + 1, end)
        return self.units.classes[at] in "A9h" and (end if following < 0 else following) - at >= _CUTTABLE

    def _emergency(self, start: int, end: int, room: float, trim: int) -> tuple[int, Status]:
        """A word wider than the measure is cut where it must be; never inside a dash or before a combining mark."""
        origins, kinds, classes = self.units.origins, self.units.kinds, self.units.classes
        at = min(bisect_right(origins, origins[start] + room + trim, start, end + 1) - 1, end)
        while at > start + 1 and (classes[at : at + 1] in ("z", "d", "l") or self._width(start, at, trim) > room + 0.5):
            at -= 1
        at = max(at, start + 1)
        while at < end and classes[at] in "zdl":
            at += 1
        return at, "split" if at < end and kinds[at] == ord("i") else "over"

    def _fit(
        self, start: int, end: int, room: float, trim: int, status: Status
    ) -> tuple[float, float, tuple[tuple[int, float], ...], Status]:
        """Width, stretch, adjustments and whether the line came out flush."""
        units = self.units
        seen = self._seen(start, end)
        width = self._width(start, end, trim)
        gapped = units.gapped
        static = gapped[bisect_right(gapped, start) : bisect_left(gapped, seen)]
        moves: dict[int, float] = {at: units.gaps[at] for at in static}
        slack = room - width
        if status != "fit" or not self.policy.justify or abs(slack) < 0.05:
            return width, 0, tuple(moves.items()), status
        if slack < 0:
            left = self._squeeze(start, seen, -slack - self._reserve(end), moves)
            return room + left, 0, tuple(sorted(moves.items())), "over" if left > 0.5 else status
        stretch = self._stretch(start, seen, slack, moves)
        if stretch > self.policy.loosest:
            return width, 0, tuple((at, units.gaps[at]) for at in static), "loose"
        return room, stretch, tuple(sorted(moves.items())), status

    def _squeeze(self, start: int, seen: int, over: float, moves: dict[int, float]) -> float:
        """Takes `over` from the tiers in order; what could not be taken."""
        for tier in TIERS:
            if over <= 0:
                return 0
            members = [(at, most) for kind, most in tier for at in self._joints(kind, start, seen)]
            room = sum(most for _, most in members)
            if not room:
                continue
            share = min(1.0, over / room)
            for at, most in members:
                moves[at] = moves.get(at, 0) - most * share
            over -= room * share
        return over

    def _stretch(self, start: int, seen: int, slack: float, moves: dict[int, float]) -> float:
        """Gives to word spaces, then to Han–Latin gaps, and the rest to all joints alike: that rest, per joint."""
        for kind, most in ((Kind.WORD, _WORD_STRETCH), (Kind.LATIN, _LATIN_STRETCH)):
            members = self._joints(kind, start, seen)
            if members:
                each = min(most, slack / len(members))
                for at in members:
                    moves[at] = moves.get(at, 0) + each
                slack -= each * len(members)
        joints = self._stretchable(start, seen)
        return slack / joints if joints else (0 if slack < 0.5 else 1e6)

    def _joints(self, kind: Kind, start: int, seen: int) -> list[int]:
        kinds, code, found = self.units.kinds, kind.encode(), []
        at = kinds.find(code, start + 1, seen)
        while at >= 0:
            found.append(at)
            at = kinds.find(code, at + 1, seen)
        return found
