"""A PDF's rows and a design in, every rule of composition measured on what is printed out: counts and first places.

The rules are those of `readers/marks`; what is measured are the origins of the glyphs alone. Lengths are em of the
paragraph's size.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.design import Design, RoleStyle
from pipeline.readers.glyphs import Leaf, Row
from pipeline.readers.marks import (
    HALF_AT_END,
    HANGING,
    NEVER_FIRST,
    NEVER_LAST,
    NUMBER,
    QUARTER_AT_END,
    alone,
    classify,
    joint,
    waived,
)
from pipeline.readers.paragraphs import Paragraph, Told, by_columns, column, guessed, told
from pipeline.readers.tiers import Given, fair
from pipeline.tally import House, Rule, Tally

#: What a line's width and a distance may be off; Latin ends are known less well than Han.
_OFF, _OFF_LATIN = 0.02, 0.04
#: Marks whose ink is wider than half their frame are drawn as much to the side: their origin tells no better.
_OFF_PAIR = 0.045
_RAGGED = 0.5
_BASELINE = 0.88
_GRID = 0.1
"""Points."""
_WORD_CUT = 16
#: Marks that a typeface may set wider or narrower than their frame; they are drawn in the middle of it.
_FRAMED = "mn/$%flk"


def measure(leaves: Iterable[Leaf], design: Design, house: House, texts: Sequence[Told] | None = None) -> Tally:
    """`texts`: what the file should hold; without it, or where it holds something else, paragraphs are guessed."""
    leaves = by_columns(leaves, design)
    paragraphs: Iterable[Paragraph] | None = told(leaves, texts) if texts else None
    judge = _Judge(design, house, {leaf.number: leaf.height for leaf in leaves})
    for paragraph in guessed(leaves, design) if paragraphs is None else paragraphs:
        if paragraph.role:
            judge.paragraph(paragraph)
    return judge.tally


class _Line(NamedTuple):
    """A row in its paragraph."""

    paragraph: Paragraph
    number: int
    row: Row
    whole: str
    """Classes of the paragraph."""
    classes: str
    opening: bool
    final: bool
    style: RoleStyle
    size: float
    fits: bool
    """Whether it has type of its role's size: a number above a title, a call alone, has not."""
    filled: bool
    inside: frozenset[int]
    """Places of the paragraph inside compounds that are set solid."""


class _Judge:
    def __init__(self, design: Design, house: House, heights: dict[int, float]) -> None:
        self.design, self.house, self.heights = design, house, heights
        self.tally = Tally()

    def paragraph(self, paragraph: Paragraph) -> None:
        classes = classify(paragraph.text, self.house)
        style = self.design.role(paragraph.role)
        inside = _inside(paragraph, self.house)
        filled = style.align == "justify" and not paragraph.role.startswith(("heading", "title"))
        self.tally.measured["unit"] += classes.count("e") + classes.count("k")
        for number, row in enumerate(paragraph.rows):
            start, end = paragraph.starts[number : number + 2]
            own = classes[start:end]
            if any(y != row.ys[0] for y in row.ys):
                own = _raised(row, own)
            opening = not number or start in paragraph.ends
            final = end == len(classes) or end in paragraph.ends
            fits = any(abs(size - style.size) < 0.05 for size in (row.size, *set(row.sizes)))
            size = float(style.size) if fits else row.size
            full = filled and fits
            self._line(_Line(paragraph, number, row, classes, own, opening, final, style, size, fits, full, inside))

    def _fault(self, rule: Rule, line: _Line) -> None:
        self.tally.fault(rule, line.paragraph.node, line.row.text)

    def _line(self, line: _Line) -> None:
        measured, house = self.tally.measured, self.house
        first, last = line.classes[0], line.classes[-1]
        if not line.opening:
            measured["line-start"] += 1
            if first in "ek":
                self._fault("unit", line)
            elif first in NEVER_FIRST[house.level] and not waived(line.whole, line.paragraph.starts[line.number]):
                self._fault("line-start", line)
        if not line.final:
            measured["line-end"] += 1
            if last in NEVER_LAST[house.level] and line.classes.strip("o$/"):
                self._fault("line-end", line)
            if last in "a0$":
                self._number(line)
        if line.fits:
            self._joints(line)
        if line.filled:
            self._placed(line)

    def _number(self, line: _Line) -> None:
        """A number, with what belongs to it, stands in one line."""
        paragraph, end = line.paragraph, line.paragraph.starts[line.number + 1]
        before, after = paragraph.text[max(0, end - _WORD_CUT) : end], paragraph.text[end : end + _WORD_CUT]
        if not paragraph.sure and before[-1:].isdigit() and after[:1].isdigit():
            return  # two numbers with a blank between them, for all that can be seen
        space = " " if end in paragraph.spaced else ""
        self.tally.measured["unit"] += 1
        for found in NUMBER.finditer(before + space + after):
            if found.start() < len(before) and found.end() > len(before + space) and len(found[0]) < _WORD_CUT:
                self._fault("unit", line)

    # --------------------------------------------------------------------------------------------------- between two

    def _joints(self, line: _Line) -> None:
        """Distances of neighbours against what their classes ask for, less the stretch that all joints share."""
        given = list(_given(line, self.house))
        plain = sorted(one.more for one in given if one.kind == "plain" and not one.off)
        spread = plain[len(plain) // 2] if plain else 0.0
        left: list[Given] = []
        torn: set[Rule] = set()
        for one in given:
            over = one.more - spread
            if one.kind == "pair":
                self.tally.measured["pair"] += 1
                if over > _OFF_PAIR:
                    torn.add("pair")
                elif over < -_OFF_PAIR:
                    left.append(one)
            elif one.off:
                if abs(one.more if one.kind == "rigid" else over) > _OFF:
                    torn.add("unit")
            elif one.kind == "latin":
                self.tally.measured["gap"] += 1
                if not -_OFF_LATIN <= one.more - 0.125 <= 0.375 + _OFF_LATIN + max(spread, 0):
                    torn.add("gap")
                else:
                    left.append(one)
            elif one.kind != "rigid":
                left.append(one)
        for rule in sorted(torn):
            self._fault(rule, line)
        if line.filled and not line.final:
            self.tally.measured["tier"] += 1
            if not fair(left, spread):
                self._fault("tier", line)

    # ------------------------------------------------------------------------------------------------- the whole line

    def _placed(self, line: _Line) -> None:
        """Edges, row, and what is left of the last line."""
        style, row, size = line.style, line.row, line.size
        if not (style.pitch or style.before or style.after) and (line.paragraph.sure or line.number or not line.final):
            self.tally.measured["grid"] += 1
            page = self.design.page
            down = self.heights[row.page] - row.y - page.top - _BASELINE * self.design.roles["body"].size
            if abs(down - round(down / page.pitch) * page.pitch) > _GRID:
                self._fault("grid", line)
        left = column(row, self.design) + style.left * size
        self._left(line, (_origin(row, 0, line.classes, size, self.house) - left) / size)
        if line.final:
            self.tally.measured["lone"] += 1
            if not line.opening and alone(line.classes):
                self._fault("lone", line)
        else:
            room = self.design.column_width / size - style.left - style.right
            self._right(line, (_end(line, self.house) - left) / size - room)

    def _left(self, line: _Line, offset: float) -> None:
        opening = not line.number and 0 not in line.paragraph.ends  # that begins with a line end has another line first
        wanted = line.style.indent if opening else 0.0
        if _narrow(line.row, 0, line.classes[0]) or line.paragraph.starts[line.number] in line.paragraph.spaced:
            return
        if line.classes[0] == "o":
            self.tally.measured["bracket"] += 1
            indent = wanted
            wanted -= 0.5 if self.house.trims and (not indent or self.house.trim_first) else 0
            if wanted < indent and abs(offset - indent) <= _OFF:
                self._fault("bracket", line)
                return
        if abs(offset - wanted) > _OFF:
            self._fault("gap" if line.classes[0] in "a0" and 0 < offset - wanted < 0.6 else "width", line)

    def _right(self, line: _Line, over: float) -> None:
        """`over`: how far the frame of the last character reaches beyond the measure."""
        self.tally.measured["width"] += 1
        self.tally.measured["ragged"] += 1
        last, mainland = line.classes[-1], self.house.mainland
        blank = 0.5 if last in HALF_AT_END[mainland] and self.house.marks != "plain" else 0
        if blank:
            self.tally.measured["end-mark"] += 1
        off = _OFF_LATIN if last in "a0" else _OFF
        over -= blank
        if abs(over) <= off or last in "ur" or self._cut(line) or _narrow(line.row, len(line.classes) - 1, last):
            return
        if last in QUARTER_AT_END[mainland] and -off <= over <= 0.25 + off:
            return
        if self.house.hanging and last in HANGING[mainland] and abs(over - 0.5) <= off:
            return
        if blank and abs(over + blank) <= off:
            self._fault("end-mark", line)
        elif line.paragraph.sure or abs(over) < _RAGGED:
            self._fault("ragged" if over <= -_RAGGED else "width", line)

    @staticmethod
    def _cut(line: _Line) -> bool:
        """Whether a long word was cut at the line's end: what is before it cannot be filled."""
        text, end = line.paragraph.text, line.paragraph.starts[line.number + 1]
        around = text[end - 1 : end + 1]
        return around.isascii() and end not in line.paragraph.spaced and not around.startswith("-")


# --------------------------------------------------------------------------------------------------------- of one line


def _raised(row: Row, classes: str) -> str:
    """Calls of notes and the like stand off the baseline."""
    y = row.y
    return "".join("r" if abs(at - y) > 0.05 * row.size else one for at, one in zip(row.ys, classes, strict=True))


def _given(line: _Line, house: House) -> Iterator[Given]:
    """Every joint of a line that something is said of, with what it is wider than its classes ask for."""
    row, classes, size = line.row, line.classes, line.size
    xs = row.xs
    if classes.strip("h") or row.read:
        xs = [_origin(row, at, classes, size, house) for at in range(len(xs))]
    start = line.paragraph.starts[line.number]
    spaced, inside = line.paragraph.spaced, line.inside
    uniform = row.sizes[0] == row.sizes[-1] == row.size and len(set(row.sizes)) == 1
    for at in range(1, len(xs)):
        first, second = classes[at - 1], classes[at]
        if first == second == "h" and uniform and at + start not in spaced and not row.read:
            yield Given("plain", (xs[at] - xs[at - 1]) / row.size - 1)
            continue
        if at + start in inside:
            continue
        if _narrow(row, at - 1, first) or _narrow(row, at, second):
            continue
        if row.read and any(xs[at] > low - size and xs[at - 1] < high + size for low, high in row.read):
            continue
        advance = row.advances.get(at - 1, 0.0) if first in "a0" else 0.0
        distance = xs[at] - xs[at - 1] - advance
        if first in "a0" and second in "a0":
            if at + start in spaced and advance:
                yield Given("word", distance / size)
            continue
        found = joint(first, second, house)
        if found is None or (at + start in spaced and found.kind != "latin") or (first in "a0" and not advance):
            continue
        own = size if row.sizes[at - 1] in (row.size, size) else row.sizes[at - 1]
        if own != size and found.kind == "latin" and first not in "a0":
            continue
        more = (distance - found.natural * own) / size
        off = found.kind == "rigid" or (first in "ek" and found.kind == "plain")
        if first == "e" and second != "e":
            more = (xs[at] - xs[at - 2] - (1 + found.natural) * own) / size if at > 1 else 0.0
        if not (second == "e" and abs(distance) < 0.01):
            yield Given(found.kind, more, found.most, off)


def _inside(paragraph: Paragraph, house: House) -> frozenset[int]:
    text = paragraph.text
    found = (match for word in house.solid if word in text for match in re.finditer(re.escape(word), text))
    return frozenset(at for match in found for at in range(match.start() + 1, match.end()))


def _narrow(row: Row, at: int, letter: str) -> bool:
    """A quotation mark of a Latin design: where its Chinese frame begins its origin does not tell."""
    return letter in "ocv" and row.advances.get(at, row.size) < 0.8 * row.size


def _origin(row: Row, at: int, classes: str, size: float, house: House) -> float:
    """Left edge of a character's frame, where its typeface gives it another width than its frame has."""
    x = row.xs[at]
    if classes[at] in _FRAMED and at in row.advances:
        frame = 0.5 * size if classes[at] == "m" and house.mainland else size
        return x + (row.advances[at] - frame) / 2
    return x


def _end(line: _Line, house: House) -> float:
    """Right edge of the frame of a row's last character."""
    row, at = line.row, len(line.row.xs) - 1
    x, last, size = _origin(row, at, line.classes, line.size, house), line.classes[-1], row.sizes[at]
    if last in "a0":
        return x + row.advances.get(at, 0.0)
    if last == "e" and at and abs(row.xs[at - 1] - x) < 0.01:
        return x + 2 * size
    return x + (0.5 * size if last == "m" and house.mainland else size)
