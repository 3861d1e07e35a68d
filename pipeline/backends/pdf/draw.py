"""Placed items in, the operators of a page's content stream out.

Every item reaches this module with its node and role, or as furniture. Furniture is marked `/Artifact`, ruby readings
`/RT`; all that is not marked is the text, in reading order. One text object a line, its glyphs in TJ arrays.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import TypeVar

from pipeline.backends.pdf.boxes import outline, strokes
from pipeline.backends.pdf.compose import Line
from pipeline.backends.pdf.sorts import Case
from pipeline.backends.pdf.strips import Item, Picture, Rule, Run
from pipeline.backends.pdf.units import GLOSS, Gloss, Piece, Stretch, Units, plain_units
from pipeline.design import Design
from pipeline.model import Mark

_RIGID = ord("r")
Part = TypeVar("Part", Piece, Gloss, Stretch)


class Pen:
    """Draws one page; keeps what the graphics state is, so that nothing is said twice."""

    def __init__(self, case: Case, design: Design, height: float) -> None:
        self.case = case
        self.design = design
        self.height = height
        self.ops: list[str] = []
        self.pictures: list[Picture] = []
        self.addresses: list[tuple[str, float, float, float, float]] = []
        """Links out of the document: address, left, bottom, right, top."""
        self._font = self._fill = self._stroke = ""
        self._tracking = self._rise = 0.0
        self._after: list[str] = []

    def text(self, items: Iterable[Item]) -> None:
        for item in items:
            self._item(item, furniture=False)

    def furniture(self, items: Iterable[Item]) -> None:
        drawn = list(items)
        if drawn:
            self.ops.append("/Artifact <</Type /Pagination>> BDC")
            for item in drawn:
                self._item(item, furniture=True)
            self.ops.append("EMC")

    def _item(self, item: Item, *, furniture: bool) -> None:
        match item:
            case Run():
                self._run(item)
            case Rule():
                self.ops.append(self._rule(item) if furniture else _artifact(self._rule(item)))
            case Picture():
                self._picture(item)

    def _picture(self, item: Picture) -> None:
        """The picture itself is drawn by the canvas; here its place in the order is kept."""
        self.pictures.append(item)

    def _rule(self, rule: Rule) -> str:
        top, bottom = self.height - rule.y0, self.height - rule.y1
        parts = [self._color(rule.color, stroke=True), f"{_n(rule.weight)} w"]
        parts += [f"{_n(rule.x0)} {_n(top)} m {_n(rule.x1)} {_n(bottom)} l S"]
        return " ".join(part for part in parts if part)

    def _color(self, name: str, *, stroke: bool = False) -> str:
        color = " ".join(map(_n, self.design.colors[name])) + (" K" if stroke else " k")
        known = self._stroke if stroke else self._fill
        if color == known:
            return ""
        if stroke:
            self._stroke = color
        else:
            self._fill = color
        return color

    def _run(self, run: Run) -> None:
        if color := self._color(run.color):
            self.ops.append(color)
        self.ops.append("BT")
        self.ops.append(f"1 0 0 1 {_n(run.x)} {_n(self.height - run.y)} Tm")
        self.ops += self._line(run.units, run.line, run.size)
        self.ops.append("ET")
        if run.units.glosses or run.units.stretches:
            self._decorate(run)
        if run.units.lacks:
            self._name_missing(run)

    # ------------------------------------------------------------------------------------------------------ a line

    def _line(self, units: Units, line: Line, size: float) -> Iterator[str]:
        seen = seen_end(units, line)
        moves = dict(line.adjustments)
        tracked = False
        for piece in _within(units.pieces, line.start, seen):
            start, end = max(piece.start, line.start), min(piece.end, seen)
            tracking = line.stretch if piece.kind in "hm" else 0.0
            if line.stretch and start > line.start:
                free = units.kinds[start] not in b"ri"
                moves[start] = moves.get(start, 0) + line.stretch * (free - tracked)
            yield from self._state(piece, size, tracking)
            array = self._array(units, piece, (start, end), moves, tracking)
            # PDFium forgets the number behind an empty string.
            yield f"[{array.replace('<>', ' ')}] TJ"
            tracked = bool(tracking)
        if line.hyphen:
            yield _artifact(f"[{piece.sorts.soft_hyphen(piece.font)}] TJ")
        if self._tracking:
            self._tracking = 0.0
            yield "0 Tc"
        if self._rise:
            self._rise = 0.0
            yield "0 Ts"

    def _state(self, piece: Piece, size: float, tracking: float) -> Iterator[str]:
        font = piece.font if piece.font >= 0 else self._box_font(piece)
        if font < 0:
            return
        name = self.case.subsets[font].name
        if (wanted := f"/{name} {_n(size * piece.scale)} Tf") != self._font:
            self._font = wanted
            yield wanted
        if (spread := round(tracking * size / 1000, 4)) != self._tracking:
            self._tracking = spread
            yield f"{_n(spread)} Tc"
        if (rise := round(piece.rise * size / 1000, 2)) != self._rise:
            self._rise = rise
            yield f"{_n(rise)} Ts"

    def _box_font(self, piece: Piece) -> int:
        box = piece.sorts.box()
        return -1 if box is None else self.case.number(box[0])

    def _array(
        self, units: Units, piece: Piece, span: tuple[int, int], moves: dict[int, float], tracking: float
    ) -> str:
        """The inside of a TJ array for the part of a piece that lies in a line."""
        start, end = span
        lead = f"{_n(-moves[start] / piece.scale)} " if moves.get(start) and start else ""
        if piece.kind == "l":
            return lead + piece.sorts.word(units.text[start:end], piece.font).array
        if piece.kind == "s":
            return lead + "".join(_space(units, piece, at) for at in range(start, end))
        cuts = {at: -move / piece.scale for at, move in moves.items() if start < at < end}
        if tracking:
            for at in _rigid(units, start, end):
                if units.text[at - 1 : at + 1] in piece.sorts.variants:
                    continue  # one glyph: nothing was opened
                cuts[at] = cuts.get(at, 0) + tracking / piece.scale
        parts, done = [lead], start
        for at in sorted(cuts):
            parts.append(f"<{_codes(units, piece, done, at, tracking)}>{_n(cuts[at])}")
            done = at
        parts.append(f"<{_codes(units, piece, done, end, tracking)}>")
        return "".join(parts)

    # ------------------------------------------------------------------------------------------- what goes with it

    def _decorate(self, run: Run) -> None:
        """Readings above, emphasis dots and name lines below."""
        units, line = run.units, run.line
        places = line.positions(units)
        for gloss in _within(units.glosses, line.start, line.end):
            start, end = max(gloss.start, line.start), min(gloss.end, line.end)
            if start < end and start == gloss.start:
                self._gloss(run, gloss.reading, places, (start, end))
        for start, end, style in _within(units.stretches, line.start, line.end):
            if (first := max(start, line.start)) < (last := min(end, seen_end(units, line))):
                part = places[first - line.start : last - line.start]
                han = [place for k, place in zip(range(first, last), part, strict=True) if units.classes[k] in "Hk"]
                for mark in sorted(style.marks):
                    self._mark(run, mark, han if mark == "dots" else part)
                if style.href:
                    after = units.origins[last] - units.gaps.get(last, 0) - units.origins[last - 1]
                    self._link(run, style.href, part[0], part[-1] + after)

    def _gloss(self, run: Run, reading: str, places: list[float], span: tuple[int, int]) -> None:
        line, size = run.line, run.size
        first, last = places[span[0] - line.start], places[span[1] - 1 - line.start] + 1000
        made = plain_units(reading, "song", self.case)
        width = 1000 * GLOSS * made.width / 1000
        x = run.x - line.indent * size / 1000 + (first + (last - first - width) / 2) * size / 1000
        whole = Line(0, len(reading), 0, made.width, 0, tuple(made.gaps.items()), "last")
        y = run.y - 0.95 * size
        small = Run(x, y, made, whole, size * GLOSS, run.color, run.node, "ruby")
        self.ops.append("/RT BMC")
        self._run(small)
        self.ops.append("EMC")

    def _link(self, run: Run, href: str, first: float, last: float) -> None:
        left, size = run.x - run.line.indent * run.size / 1000, run.size
        y = self.height - run.y
        self.addresses.append(
            (href, left + first * size / 1000, y - 0.2 * size, left + last * size / 1000, y + 0.9 * size)
        )

    def _mark(self, run: Run, mark: Mark, places: list[float]) -> None:
        """Dots under single Han characters, lines under names, waves under titles of books (clreq, "Emphasis dots",
        "Proper noun marks", "Book title marks"). Where a line ends, a wave begins anew on the next."""
        left = run.x - run.line.indent * run.size / 1000
        xs = [left + place * run.size / 1000 for place in places]
        y = self.height - run.y - 0.22 * run.size
        if mark == "dots":
            dots = "".join(_dot(x + run.size / 2, y, 0.07 * run.size) for x in xs)
            self.ops.append(_artifact(f"{self._color(run.color)} {dots}"))
        elif mark in ("name-line", "title-line"):
            down = run.y + 0.2 * run.size
            rule = Rule(xs[0] + 0.06 * run.size, down, xs[-1] + 0.94 * run.size, down, 0.5, run.color)
            self.ops.append(_artifact(self._rule(rule) if mark == "name-line" else self._wave(rule, run.size)))

    def _wave(self, rule: Rule, size: float) -> str:
        """A rule in waves, two to the em or as near to that as its length allows."""
        count = max(1, round((rule.x1 - rule.x0) / (0.5 * size)))
        step, high, y = (rule.x1 - rule.x0) / count, 0.09 * size, self.height - rule.y0
        curves = []
        for n in range(count):
            x = rule.x0 + n * step
            points = (x + 0.35 * step, y + high, x + 0.65 * step, y - high, x + step, y)
            curves.append(" ".join(map(_n, points)) + " c")
        color = self._color(rule.color, stroke=True)
        return f"{color} {_n(rule.weight)} w {_n(rule.x0)} {_n(y)} m {' '.join(curves)} S".strip()

    def _name_missing(self, run: Run) -> None:
        """The code of a character that no face has, in its box."""
        places = run.line.positions(run.units)
        for piece in _within(run.units.pieces, run.line.start, run.line.end):
            for at in range(max(piece.start, run.line.start), min(piece.end, run.line.end)):
                if piece.kind == "m":
                    self._digits(run, run.units.text[at], places[at - run.line.start], piece)

    def _digits(self, run: Run, char: str, place: float, piece: Piece) -> None:
        code = f"{ord(char):04X}"
        half = (len(code) + 1) // 2
        size = 0.3 * run.size
        left = run.x + (place - run.line.indent) * run.size / 1000
        self.ops.append("/Artifact BMC")
        if not (box := piece.sorts.box()) or not box[2]:
            self.ops.append(f"{self._color(run.color, stroke=True)} {outline(left, self.height - run.y, run.size)}")
        for number, digits in enumerate((code[:half], code[half:])):
            made = plain_units(digits, "hei", self.case)
            y = run.y - (0.44 - 0.32 * number) * run.size
            if made.lacks:
                x = left + (run.size - (0.8 * len(digits) - 0.3) * 0.8 * size) / 2
                color = self._color(run.color, stroke=True)
                self.ops.append(f"{color} {strokes(digits, x, self.height - y, 0.8 * size)}")
                continue
            x = left + (run.size - made.width * size / 1000) / 2
            whole = Line(0, len(digits), 0, made.width, 0, (), "last")
            self._run(Run(x, y, made, whole, size, run.color, run.node, "missing"))
        self.ops.append("EMC")


def seen_end(units: Units, line: Line) -> int:
    """End of what is drawn: a line's last spaces are not."""
    end = line.end
    while end > line.start and units.classes[end - 1] in "WVXZIB":
        end -= 1
    return end


def _within(parts: Sequence[Part], start: int, end: int) -> Iterator[Part]:
    """Those of ascending parts of a text that reach into a range of it."""
    if len(parts) < 2:  # most paragraphs: all in one face, and nothing marked
        yield from parts
        return
    number = max(0, bisect_right(parts, start, key=attrgetter("start")) - 1)
    while number < len(parts) and parts[number].start < end:
        if parts[number].end > start:
            yield parts[number]
        number += 1


def _codes(units: Units, piece: Piece, start: int, end: int, tracking: float = 0) -> str:
    return piece.sorts.drawn(units.text[start:end], tracking / piece.scale)


def _space(units: Units, piece: Piece, at: int) -> str:
    width = units.origins[at + 1] - units.gaps.get(at + 1, 0) - units.origins[at]
    move = units.rules.widths["W"] - width / piece.scale
    return f"<{units.text[at].translate(piece.sorts.codes)}>{_n(move)} "


def _rigid(units: Units, start: int, end: int) -> Iterator[int]:
    """Joints inside a piece that tracking must not open."""
    at = units.kinds.find(_RIGID, start + 1, end)
    while at >= 0:
        yield at
        at = units.kinds.find(_RIGID, at + 1, end)


def _artifact(ops: str) -> str:
    return f"/Artifact BMC {ops} EMC"


def _dot(x: float, y: float, r: float) -> str:
    """A full circle by four curves."""
    k = 0.5523 * r
    corners = ((r, k, k, r, 0, r), (-k, r, -r, k, -r, 0), (-r, -k, -k, -r, 0, -r), (k, -r, r, -k, r, 0))
    curves = " ".join(
        " ".join(_n(value + (x, y)[n % 2]) for n, value in enumerate(corner)) + " c" for corner in corners
    )
    return f"{_n(x + r)} {_n(y)} m {curves} f "


@lru_cache(4096)
def _n(value: float) -> str:
    """A PDF number, to a thousandth; most come again and again (places of lines, half an em)."""
    text = f"{value:.3f}"
    return text.rstrip("0").rstrip(".") if text != "-0.000" else "0"
