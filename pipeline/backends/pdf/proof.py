"""The sheets of an edition in, what their lines are worth out: every rule of composition, measured and counted.

What is measured is what the pen draws: breaks, indents, stretch and moves of the placed lines, against rules that are
written down here anew, by class of mark. Nothing is asked of the composer. Work goes by line and by joint, not by
character: a book of a million characters has some thirty-five thousand lines.

Lengths are 1/1000 em of a line's size.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.backends.pdf.compose import Line
from pipeline.backends.pdf.pages import Sheet
from pipeline.backends.pdf.strips import BASELINE, Run
from pipeline.backends.pdf.units import Units
from pipeline.design import Design
from pipeline.tally import House, Rule, Tally

_MARKS_START = "CcPpSEeMN/%k"
NEVER_FIRST = {"none": "n", "basic": _MARKS_START + "n", "gb": _MARKS_START + "n", "strict": _MARKS_START + "nDTL"}
NEVER_LAST = {"none": "", "basic": "O$", "gb": "O$/", "strict": "O$/"}
#: Marks that end a line with half an em: all that have their blank behind them.
_HALF_AT_END = {True: "CcPpSEe", False: "Cc"}
_HANGING = {True: "PpSE", False: "PpS"}
#: Marks in the middle of their frame, whose blank behind may stand outside the measure.
_RESERVE = {True: "", False: "PpS"}
_SPACES = "WVXZIB"
#: What squeezing takes, tier by tier: codes of joints, with the most that each can give.
_TIERS = (((b"w", 60),), ((b"m", 250),), ((b"b", 500),), ((b"p", 500), (b"q", 250)), ((b"g", 125),),
          ((b"s", 500), (b"t", 250)))  # fmt: skip
#: What stretching gives before all joints get alike.
_FIRST_STRETCHED = ((b"w", 220), (b"g", 83))
_LEAST_GAP, _MOST_GAP = 125, 500
_OFF = 20
"""What a line's width may be off."""
_UNEQUAL = 15
_GRID = 0.1
"""Points."""
_RAGGED = 500
"""A line that lacks so much was not filled."""

_CLOSED = re.compile("[Cc](?=[COcPpSE])|[PpS](?=O)|O(?=O)")
_NEVER = re.compile("(?!)")
#: Pairs of marks that lose half an em, and a quarter.
_PAIRS = {
    "zh-Hans": (re.compile("[CcPpSEe](?=[CcPpSEeO])|O(?=O)"), _NEVER),
    "zh-Hant-HK": (_CLOSED, re.compile("[PpS](?=[Cc])")),
    "": (_CLOSED, _NEVER),
}
_BORDERS = re.compile("[Hk%](?=[A9h])|[A9h](?=[Hk$])|V")
_DOUBLE = re.compile("Dd|Ll|T")
_NUMBER = re.compile(
    r"[¥￥$＄€£]?\d+(?:[.,:]\d+)*(?:[%‰％℃°]|[ \xa0](?:km|m|kg|g|mm|cm|Hz|kHz|MHz|GHz|KB|MB|GB|TB|km/h)(?![A-Za-z]))?"
)
#: Of roles that are no running text and yet keep the rules for line ends and for what stands side by side.
_HEADS = ("title", "headi")
_WORD_CUT = 16
"""A run so long may be cut at a line's end."""


class _Paragraph(NamedTuple):
    """What is looked up once for all lines of a paragraph: joints by what they must keep."""

    pairs: list[int]
    half_pairs: list[int]
    borders: list[int]
    latin: bool
    doubles: bool
    """Whether it has dashes or ellipses."""


def prove(sheets: Iterable[Sheet], design: Design, house: House) -> Tally:
    """Measures every line of the text; furniture is no text."""
    prover = _Prover(design, house)
    for sheet in sheets:
        for item in sheet.items:
            if type(item) is Run and (item.measure or item.role[:5] in _HEADS) and item.role != "caption":
                prover.run(item)
    return prover.close()


class _Prover:
    def __init__(self, design: Design, house: House) -> None:
        self.tally = Tally()
        self.house = house
        self._no_start, self._no_end = NEVER_FIRST[house.level], NEVER_LAST[house.level]
        self._half = _HALF_AT_END[house.mainland] if house.marks != "plain" else ""
        self._reserve = _RESERVE[house.mainland]
        self._hanging = _HANGING[house.mainland] if house.hanging else ""
        self._pairs = _PAIRS.get(house.script, _PAIRS[""])
        body = design.roles["body"].size
        self._top, self._pitch = design.page.top + BASELINE * body, design.page.pitch
        self._indents = {name: 1000 * style.indent for name, style in design.roles.items()}
        self._gridded = {name: not (style.pitch or style.before or style.after) for name, style in design.roles.items()}
        self._solid = re.compile("|".join(map(re.escape, house.solid))) if house.solid else None
        self._units: Units | None = None
        self._broke = False
        """Whether the line before was one that had to be cut, or left too long."""
        self._paragraph = _Paragraph([], [], [], latin=False, doubles=False)
        self._starts = self._ends = self._half_ends = self._filled = self._lines = self._paragraphs = 0

    def close(self) -> Tally:
        measured = self.tally.measured
        measured["line-start"] = self._starts
        measured["line-end"] = self._ends
        measured["end-mark"], measured["lone"] = self._half_ends, self._paragraphs
        measured["grid"] = self._lines
        measured["width"] = measured["ragged"] = measured["tier"] = self._filled
        return self.tally

    def run(self, run: Run) -> None:
        units, line = run.units, run.line
        if units is not self._units:
            self._begin(run, units)
        classes, start, end = units.classes, line.start, line.end
        seen = end
        if classes[end - 1] in _SPACES:
            while seen > start + 1 and classes[seen - 1] in _SPACES:
                seen -= 1
        opening = start == 0 or classes[start - 1] == "B"
        final = end >= len(classes) or classes[end - 1] == "B"
        last = classes[seen - 1]
        if not opening:
            self._starts += 1
            first = classes[start]
            if first in "dlWVXZ":
                self._fault("unit" if first in "dl" else "gap", run)
            elif first in self._no_start and not self._broke and not self._waived(units, start):
                self._fault("line-start", run)
        if not final:
            self._ends += 1
            self._broke = line.status in ("split", "over")
            if last in self._no_end and not self._broke:
                self._fault("line-end", run)
            if last in "9$A":
                self._number(run, end)
        else:
            self._broke = False
        if line.adjustments or self._paragraph.pairs or self._paragraph.half_pairs:
            self._joints(run, units, line, seen)
        elif self._paragraph.borders:
            self._borders(run, units, line, seen, {})
        if run.measure:
            self._set(run, seen, opening=opening, final=final)

    def _begin(self, run: Run, units: Units) -> None:
        """A paragraph begins: its joints are looked up, its dashes measured."""
        self._units, self._broke = units, False
        classes = units.classes
        whole, half = self._pairs
        pairs = [found.end() for found in whole.finditer(classes)] if self.house.trims else []
        half_pairs = [found.end() for found in half.finditer(classes)] if self.house.trims else []
        latin = "A" in classes or "9" in classes
        borders = [found.end() for found in _BORDERS.finditer(classes)] if latin else []
        if borders and self._solid:
            inside = {at for found in self._solid.finditer(units.text) for at in range(found.start() + 1, found.end())}
            borders = [at for at in borders if at not in inside]
        if borders and units.glosses:  # a reading that is wider than its characters parts them from their neighbours
            edges = {edge for gloss in units.glosses for edge in (gloss.start, gloss.end)}
            borders = [at for at in borders if at not in edges]
        self.tally.measured["pair"] += len(pairs) + len(half_pairs)
        self.tally.measured["gap"] += len(borders)
        doubles = "D" in classes or "L" in classes or "T" in classes
        self._paragraph = _Paragraph(pairs, half_pairs, borders, latin, doubles)
        if doubles:
            for found in _DOUBLE.finditer(classes):
                self.tally.measured["unit"] += 1
                width = units.origins[found.end()] - units.gaps.get(found.end(), 0) - units.origins[found.start()]
                if abs(width - 2000) > _OFF and not self._small(units, found.start()):
                    self.tally.fault("unit", run.node, units.text[found.start() :])

    @staticmethod
    def _waived(units: Units, at: int) -> bool:
        """Of three closing marks or more in a row clreq lets some go over to the next line, where it must be."""
        around = units.classes[max(0, at - 2) : at + 2]
        return any(not around[n : n + 3].strip("CcPpSEe") for n in range(len(around) - 2))

    @staticmethod
    def _small(units: Units, at: int) -> bool:
        """Whether a character is set smaller than its paragraph."""
        return any(piece.start <= at < piece.end and piece.scale != 1 for piece in units.pieces)

    def _fault(self, rule: Rule, run: Run, *, told: bool = False) -> None:
        line = run.line
        self.tally.fault(rule, run.node, run.units.text[line.start : line.end], told=told)

    def _number(self, run: Run, end: int) -> None:
        """A number, with what belongs to it, stands in one line."""
        text = run.units.text
        start = max(0, end - _WORD_CUT)
        self.tally.measured["unit"] += 1
        for found in _NUMBER.finditer(text, start, end + _WORD_CUT):
            if found.start() < end < found.end() and found.end() - found.start() < _WORD_CUT and not self._broke:
                self._fault("unit", run)

    # --------------------------------------------------------------------------------------------------- between two

    def _joints(self, run: Run, units: Units, line: Line, seen: int) -> None:
        """Pairs of marks, Han beside Latin, and that nothing parts what is one."""
        adjusted, start, paragraph = line.adjustments, line.start, self._paragraph
        moves: dict[int, float] | None = None
        for pairs, most in ((paragraph.pairs, _OFF - 500), (paragraph.half_pairs, _OFF - 250)):
            if pairs and (first := bisect_right(pairs, start)) < (last := bisect_left(pairs, seen)):
                moves = moves or dict(adjusted)
                for at in pairs[first:last]:
                    if moves.get(at, 0) > most:
                        self._fault("pair", run)
                        break
        if paragraph.borders:
            self._borders(run, units, line, seen, moves or dict(adjusted))
        if paragraph.doubles:
            for at, _ in adjusted:
                if units.classes[at] in "dl":
                    self._fault("unit", run)
        if adjusted and adjusted[0][0] == start:
            self._fault("gap", run)

    def _borders(self, run: Run, units: Units, line: Line, seen: int, moves: dict[int, float]) -> None:
        borders, origins = self._paragraph.borders, units.origins
        for number in range(bisect_right(borders, line.start), bisect_left(borders, seen)):
            at = borders[number]
            gap = moves.get(at, 0.0)
            if units.classes[at - 1] == "V":
                gap += origins[at] - origins[at - 1] - units.gaps.get(at, 0)
            if not _LEAST_GAP - _OFF <= gap <= _MOST_GAP + _OFF:
                self._fault("gap", run)

    # ------------------------------------------------------------------------------------------------- the whole line

    def _set(self, run: Run, seen: int, *, opening: bool, final: bool) -> None:
        """A line of a filled paragraph: its edges, its row, how it came to its width."""
        line = run.line
        if self._gridded.get(run.role):
            self._lines += 1
            rows = (run.y - self._top) / self._pitch
            if abs(rows - round(rows)) * self._pitch > _GRID:
                self._fault("grid", run)
        if opening or line.indent or run.units.classes[line.start] == "O":
            self._left(run, opening=opening)
        if final:
            self._paragraphs += 1
            if not opening and self._alone(run.units, line):
                self._fault("lone", run)
            return
        self._filled += 1
        if line.status == "loose":
            self._fault("ragged", run, told=True)
        elif line.status == "over":
            self._fault("width", run, told=True)
        elif line.status != "split":
            self._right(run, seen)

    @staticmethod
    def _alone(units: Units, line: Line) -> bool:
        """Whether the line holds one character, with its marks or without (孤字)."""
        if line.end - line.start > 5:
            return False
        return len(units.classes[line.start : line.end].strip("OCcPpSEeMDdTLlN/IWVXZBzk%")) <= 1

    def _left(self, run: Run, *, opening: bool) -> None:
        line = run.line
        indent = self._indents.get(run.role, 0.0) if opening and not line.start else 0.0
        wanted = indent
        if run.units.classes[line.start] == "O":
            self.tally.measured["bracket"] += 1
            wanted = indent - 500 if self.house.trims and (not indent or self.house.trim_first) else indent
            if abs(line.indent - wanted) > _OFF and wanted < indent and abs(line.indent - indent) <= _OFF:
                self._fault("bracket", run)
                return
        if abs(line.indent - wanted) > _OFF:
            self._fault("width", run)

    def _right(self, run: Run, seen: int) -> None:
        """Where the line ends, from what it is drawn with, and what its joints gave for that."""
        units, line = run.units, run.line
        start, gaps, last = line.start, units.gaps, units.classes[seen - 1]
        end: float = line.indent + units.origins[seen] - units.origins[start]
        given: list[tuple[int, float]] = []
        if gaps or line.adjustments:
            gapped = units.gapped
            left = bisect_left(gapped, seen) - bisect_right(gapped, start)
            end -= gaps.get(seen, 0)
            for at, move in line.adjustments:
                more = move
                if at in gaps:
                    left -= 1
                    more -= gaps[at]
                if more < -0.5 or more > 0.5:
                    end += more
                    given.append((at, more))
            if left:  # a joint that should have its distance was forgotten
                moved = {at for at, _ in line.adjustments}
                end -= sum(gaps[at] for at in gapped if start < at < seen and at not in moved)
        if line.hyphen:
            piece = next(piece for piece in units.pieces if piece.start < seen <= piece.end)
            end += piece.sorts.word("-", piece.font).widths[0] * piece.scale if piece.font >= 0 else 0
        if line.stretch:
            kinds = units.kinds[start + 1 : seen]
            end += line.stretch * (len(kinds) - kinds.count(b"r") - kinds.count(b"i"))
        over = end - run.measure
        if last in self._half or not -_OFF <= over <= _OFF:
            self._edge(run, over, last)
        if (given or (line.stretch and self._paragraph.latin)) and not _fair(units, line, seen, given):
            self._fault("tier", run)

    def _edge(self, run: Run, over: float, last: str) -> None:
        """The right edge; `over` is how far the frame of the last character reaches beyond it."""
        blank = 500 if last in self._half else 0
        if blank:
            self._half_ends += 1
        if -_OFF <= over - blank <= _OFF or (last in self._reserve and -_OFF <= over <= 250 + _OFF):
            return
        if last in self._hanging and abs(over - blank - 500) <= _OFF:
            return
        if blank and abs(over) <= _OFF:
            self._fault("end-mark", run)
        else:
            self._fault("ragged" if over - blank <= -_RAGGED else "width", run)


def _fair(units: Units, line: Line, seen: int, given: Sequence[tuple[int, float]]) -> bool:
    """Whether each tier gave alike, and none before those ahead of it had given all."""
    inner = units.kinds[line.start + 1 : seen]
    if not given:
        return line.stretch <= 0.5 or (b"g" not in inner and b"w" not in inner)
    amounts: dict[bytes, list[float]] = {}
    for at, more in given:
        amounts.setdefault(units.kinds[at : at + 1], []).append(more)
    if any(more < 0 for _, more in given):
        return _squeezed(inner, amounts, line.stretch)
    return _stretched(inner, amounts, line.stretch)


def _squeezed(inner: bytes, given: dict[bytes, list[float]], stretch: float) -> bool:
    if stretch > 0.5:
        return False
    left = set(given)
    tight = True
    """Whether all tiers so far have given what they had."""
    for tier in _TIERS:
        shares: list[tuple[float, int]] = []
        for kind, most in tier:
            members, amounts = inner.count(kind), given.get(kind, [])
            left.discard(kind)
            shares += [(-amount / most, most) for amount in amounts] + [(0.0, most)] * (members - len(amounts))
        if not shares:
            continue
        low, high = min(shares)[0], max(shares)[0]
        most = max(most for _, most in shares)
        if (high - low) * most > _UNEQUAL or (high * most > _UNEQUAL and not tight) or (1 - high) * most < -_UNEQUAL:
            return False
        tight = tight and (1 - low) * most <= _UNEQUAL
    return not left


def _stretched(inner: bytes, given: dict[bytes, list[float]], stretch: float) -> bool:
    rest = stretch > 0.5
    for kind, most in reversed(_FIRST_STRETCHED):
        amounts = given.get(kind, []) + [0.0] * (inner.count(kind) - len(given.get(kind, [])))
        if not amounts:
            continue
        if max(amounts) - min(amounts) > _UNEQUAL or (rest and min(amounts) < most - _UNEQUAL):
            return False
        rest = rest or max(amounts) > 0.5
    return not set(given) - {kind for kind, _ in _FIRST_STRETCHED}
