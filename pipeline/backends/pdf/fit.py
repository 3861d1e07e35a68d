"""One line of a paragraph: how wide it is, what it costs to make it flush, and by which joints it is made so.

The order is clreq's ("Line adjustment"): squeezing takes from the tiers of `classes.TIERS` one after the other, opening
gives to word spaces, then to Han–Latin gaps, then to all joints; inside a tier every member gives the same. Lengths are
1/1000 em of the paragraph's size.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Literal, NamedTuple

from pipeline.backends.pdf.classes import BLANK, TIERS, Kind
from pipeline.backends.pdf.units import Units
from pipeline.design.composition import Hanging

Status = Literal["fit", "last", "loose", "split", "over"]


@dataclass(frozen=True, slots=True)
class Policy:
    """How lines are chosen and fitted. By default the house's way, "even": up to `even` more between two characters, no
    mark is squeezed. `push_in` squeezes first, as clreq has it."""

    indent: float = 0
    """Of the first line."""
    hang: float = 0
    """Of all lines but the first."""
    justify: bool = True
    even: float = 30
    push_in: bool = False
    hanging: Hanging = "never"
    """A stop or pause mark beyond the edge of the measure."""
    trim_first: bool = False
    """Whether an opening bracket loses its blank at the beginning of an indented paragraph, too."""
    hyphenate: bool = True
    loosest: float = 250
    """Beyond this a line is left ragged and reported."""


class Fitted(NamedTuple):
    width: float
    stretch: float
    adjustments: tuple[tuple[int, float], ...]
    status: Status


#: What a line costs that cannot be filled.
LOOSE = 300.0
#: Least that squeezing marks costs: about as much as to open a line by a twentieth of an em. By push-in, a trifle.
_SQUEEZE, _SQUEEZE_FIRST = 0.65, 0.05
#: By push-in, what opening a line costs at least: more than any squeezing.
_OPEN_LAST = 1.3
#: By "even", what it costs more to open a line further than that.
_UNEVEN = 0.3
#: What a line may be opened by in any measure, in all, before it counts as uneven.
_NARROW = 700
#: A gap that any reader sees, and what a line with such gaps costs more.
_GAPING, _GAPES = 80, 3.0
_HANGS = 0.25
_WORD_STRETCH, _LATIN_STRETCH = 220, 83
_SPACES = "WVXZI"
_FULL_TIERS = tuple(tuple((ord(kind), most) for kind, most in tier) for tier in TIERS)
_ELASTIC = ((ord(Kind.WORD), _WORD_STRETCH), (ord(Kind.LATIN), _LATIN_STRETCH))
_STIFF = (ord(Kind.RIGID), ord(Kind.INSIDE))
_BLANKS = frozenset("WVXZIB")
_MARKED = "OCcPpSEe"


class Bench:
    """A paragraph's lines, each from character `start` up to, not including, `end`, `trim` cut off at its beginning."""

    def __init__(self, units: Units, measure: float, policy: Policy) -> None:
        self.units = units
        self.policy = policy
        self.classes = units.classes
        self.origins = units.origins
        self.gaps = units.gaps
        self.end_trim = units.rules.end_trim
        self.reserve = units.rules.end_reserve
        present = frozenset(units.kinds)
        tiers = (tuple(member for member in tier if member[0] in present) for tier in _FULL_TIERS)
        self._tiers = tuple((number, tier) for number, tier in enumerate(tiers) if tier)
        self._elastic = tuple(member for member in _ELASTIC if member[0] in present)
        self._stiff = tuple(code for code in _STIFF if code in present)
        self._hangs = "" if policy.hanging == "never" else units.rules.hangs
        self._forced = policy.hanging == "force"
        # Of a narrow column's few gaps each must take more: an em in a line is cheaper there than to squeeze marks.
        self._even = max(policy.even, _NARROW * 1000 / max(measure, 1000))
        self._squeeze = _SQUEEZE_FIRST if policy.push_in else _SQUEEZE

    def seen(self, start: int, end: int) -> int:
        """End without the spaces that a line end swallows."""
        classes = self.classes
        while end > start + 1 and classes[end - 1] in _BLANKS:
            end -= 1
        return end

    def width(self, start: int, end: int, trim: float) -> float:
        """Of a line before it is fitted, as it would look: marks at its ends without their outer blanks."""
        last = self.classes[end - 1]
        if last in _BLANKS:
            end = self.seen(start, end)
            last = self.classes[end - 1]
        width = self.origins[end] - self.origins[start] - trim
        if self.gaps:
            width -= self.gaps.get(end, 0)
        if last in self.end_trim and last not in _SPACES:
            width -= self.end_trim[last]
        return width - BLANK if self._forced and self._may_hang(start, end) else width

    def _may_hang(self, start: int, seen: int) -> bool:
        """One mark alone may: of two that follow each other none."""
        classes = self.classes
        return classes[seen - 1] in self._hangs and seen - 1 > start and classes[seen - 2] not in _MARKED

    def cost(self, start: int, end: int, room: float, trim: float) -> float:
        """Of making the line as wide as `room`; nothing where it is."""
        slack = room - self.width(start, end, trim)
        if -0.5 <= slack < 0.5:
            return 0.0
        seen = self.seen(start, end) if self.classes[end - 1] in _BLANKS else end
        cost = self._flush(start, seen, slack)
        if self._hangs and not self._forced and cost > _HANGS and self._may_hang(start, seen):
            return min(cost, self._flush(start, seen, slack + BLANK) + _HANGS)
        return cost

    def _flush(self, start: int, seen: int, slack: float) -> float:
        if -0.5 <= slack < 0.5:
            return 0.0
        return self._opened(start, seen, slack) if slack > 0 else self._closed(start, seen, -slack)

    def _closed(self, start: int, seen: int, over: float) -> float:
        if self.reserve:
            over -= self.reserve.get(self.classes[seen - 1], 0)
        count = self.units.kinds.count
        for number, tier in self._tiers:
            room = 0
            for code, most in tier:
                room += most * count(code, start + 1, seen)
            if over <= room + 0.5:
                return self._squeeze + 0.15 * number + (0.3 * over / room if room else 0)
            over -= room
        return 10 * LOOSE + over

    def _opened(self, start: int, seen: int, slack: float) -> float:
        count = self.units.kinds.count
        words = 0
        for code, most in self._elastic:
            words += most * count(code, start + 1, seen)
        rest = max(0.0, slack - words)
        joints = self._stretchable(start, seen)
        each = rest / joints if joints else (0 if rest < 0.5 else 1e6)
        if each > self.policy.loosest:
            return LOOSE + slack / 300
        even = self._even
        cost = 0.4 * (each / even) ** 2 + (0.3 * (slack - rest) / words if words else 0)
        if each > _GAPING:
            cost += _GAPES
        if self.policy.push_in:
            return cost + _OPEN_LAST * min(1.0, slack / 250)
        return cost + _UNEVEN if each > even * 1.1 else cost

    def _stretchable(self, start: int, seen: int) -> int:
        joints = seen - start - 1
        for code in self._stiff:
            joints -= self.units.kinds.count(code, start + 1, seen)
        return joints

    def fitted(self, start: int, end: int, room: float, trim: float, status: Status) -> Fitted:
        """The line as wide as `room` where that can be."""
        units = self.units
        seen = self.seen(start, end)
        slack = room - self.width(start, end, trim)
        gapped = units.gapped
        moves: dict[int, float] = {}
        if gapped:
            static = gapped[bisect_right(gapped, start) : bisect_left(gapped, seen)]
            moves = {at: self.gaps[at] for at in static}
        if status != "fit" or not self.policy.justify or abs(slack) < 0.05:
            return Fitted(room - slack, 0, tuple(moves.items()), status)
        if self._hangs and not self._forced and self._may_hang(start, seen):
            hung = slack + BLANK
            slack = hung if self._flush(start, seen, hung) + _HANGS < self._flush(start, seen, slack) else slack
        if slack < 0:
            reserve = self.reserve.get(self.classes[seen - 1], 0)
            left = self._squeezed(start, seen, -slack - reserve, moves)
            return Fitted(room + left, 0, tuple(sorted(moves.items())), "over" if left > 0.5 else status)
        before = dict(moves)
        stretch = self._stretched(start, seen, slack, moves)
        if stretch > self.policy.loosest:
            return Fitted(room - slack, 0, tuple(before.items()), "loose")
        return Fitted(room, stretch, tuple(sorted(moves.items())), status)

    def _squeezed(self, start: int, seen: int, over: float, moves: dict[int, float]) -> float:
        """Takes `over` from the tiers in order; what could not be taken."""
        for _, tier in self._tiers:
            if over <= 0:
                return 0
            members = [(at, most) for code, most in tier for at in self._joints(code, start, seen)]
            room = sum(most for _, most in members)
            if not room:
                continue
            share = min(1.0, over / room)
            for at, most in members:
                moves[at] = moves.get(at, 0) - most * share
            over -= room * share
        return over

    def _stretched(self, start: int, seen: int, slack: float, moves: dict[int, float]) -> float:
        """Gives to word spaces, then to Han–Latin gaps, and the rest to all joints alike: that rest, per joint."""
        for code, most in self._elastic:
            if members := self._joints(code, start, seen):
                each = min(most, slack / len(members))
                for at in members:
                    moves[at] = moves.get(at, 0) + each
                slack -= each * len(members)
        joints = self._stretchable(start, seen)
        return slack / joints if joints else (0 if slack < 0.5 else 1e6)

    def _joints(self, code: int, start: int, seen: int) -> list[int]:
        kinds, found = self.units.kinds, []
        at = kinds.find(code, start + 1, seen)
        while at >= 0:
            found.append(at)
            at = kinds.find(code, at + 1, seen)
        return found
