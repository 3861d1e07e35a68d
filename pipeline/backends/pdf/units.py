"""Inlines in, what a line can be made of out: classes, widths, joints and pieces of one paragraph.

Everything is kept per character in strings, bytes and arrays, never in objects: a novel has a million characters.
Lengths are 1/1000 em of the paragraph's size. `origins[k]` is where character k would stand in an endless line, with
all fixed adjustments made: pairs of marks closed up, Han and Latin parted.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple, assert_never

from pipeline.backends.pdf.classes import Region
from pipeline.backends.pdf.context import classify, solid, ties
from pipeline.backends.pdf.sorts import FIRST, MISSING, Case, Sorts
from pipeline.design import FontRole
from pipeline.model import Break, InlineNote, Inlines, Link, Mark, NoteRef, Ruby, Text

_PARTS = re.compile("([A9h][A9hz]*)|([WVXZB]+)|[^A9hWVXZB]+")
_SAME = re.compile(r"(.)\1*", re.DOTALL)
#: The same for Latin, which is shaped run by run: HarfBuzz needs much room for each letter, and gives up at a million.
_SAME_SHORT = re.compile(r"(.)\1{0,999}", re.DOTALL)
_LITTLE = sys.byteorder == "little"
_NONZERO = re.compile(rb"[^\0]")
#: Size of ruby, em of the text.
GLOSS = 0.5


class Style(NamedTuple):
    """How a stretch of a paragraph differs from its role."""

    role: FontRole
    scale: float = 1.0
    rise: float = 0.0
    marks: frozenset[Mark] = frozenset()
    href: str | None = None
    note: bool = False
    """The call of a note: it never begins a line."""


class Stretch(NamedTuple):
    start: int
    end: int
    style: Style


class Gloss(NamedTuple):
    """The reading of a ruby group, set small above its characters."""

    start: int
    end: int
    reading: str


class Piece(NamedTuple):
    """Characters drawn in one way. `font` numbers the face in `Case.subsets`, -1 for what no face has."""

    start: int
    end: int
    kind: str
    """h Han and marks, l Latin, s space, m missing."""
    sorts: Sorts
    font: int
    scale: float
    rise: float


@dataclass(frozen=True, slots=True)
class Units:
    text: str
    rules: Region
    classes: str
    origins: array[int]
    kinds: bytes
    """What the joint before each character may give, a code of `classes.Kind`."""
    breaks: bytes
    """1 where a line may begin."""
    gapped: tuple[int, ...]
    """Joints whose distance is not the natural one, ascending."""
    gaps: dict[int, int]
    pieces: tuple[Piece, ...]
    glosses: tuple[Gloss, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    """Only those that carry marks or links."""
    lacks: bool = False
    """Whether it has characters that no face has."""

    @property
    def width(self) -> int:
        """Of all in one line."""
        return self.origins[-1] if self.origins else 0


def units(inlines: Inlines, role: FontRole, case: Case) -> Units:
    """A paragraph, ready to be composed."""
    stretches: list[Stretch] = []
    glosses: list[Gloss] = []
    parts: list[str] = []
    at = 0
    for text, style, reading in _flatten(inlines, Style(role)):
        if not text:
            continue
        parts.append(text)
        stretches.append(Stretch(at, at + len(text), style))
        if reading:
            glosses.append(Gloss(at, at + len(text), reading))
        at += len(text)
    return _measure("".join(parts), tuple(stretches), tuple(glosses), case)


def plain_units(text: str, role: FontRole, case: Case) -> Units:
    """Text of one style."""
    return _measure(text, (Stretch(0, len(text), Style(role)),) if text else (), (), case)


def _flatten(inlines: Inlines, style: Style) -> Iterator[tuple[str, Style, str]]:
    """(text, style, reading) in reading order."""
    for inline in inlines:
        match inline:
            case Text(text=text, marks=marks):
                yield text, _marked(style, marks), ""
            case Link(href=href, inlines=inner):
                yield from _flatten(inner, style._replace(href=href))
            case Ruby(base=base, reading=reading):
                yield base, style, reading
            case NoteRef(printed=printed):
                yield printed, style._replace(scale=style.scale * 0.66, rise=330, note=True), ""
            case InlineNote(inlines=inner, kind=kind):
                small = style._replace(role="kai", scale=style.scale * 0.85)
                yield from _flatten(inner, small if kind == "jiazhu" else style._replace(role="kai"))
            case Break():
                yield "\n", style, ""
            case _:
                assert_never(inline)


def _marked(style: Style, marks: frozenset[Mark]) -> Style:
    if not marks:
        return style
    if "super" in marks or "sub" in marks:
        style = style._replace(scale=style.scale * 0.62, rise=340 if "super" in marks else -120)
    if "strong" in marks:
        style = style._replace(role="hei")
    elif "em" in marks:
        style = style._replace(role="kai" if style.role != "kai" else "song")
    return style._replace(marks=marks)


def _measure(text: str, stretches: tuple[Stretch, ...], glosses: tuple[Gloss, ...], case: Case) -> Units:
    rules = case.region
    drawn = classes = classify(text, rules)
    for start, end, style in stretches:
        if style.note:
            classes = classes[:start] + "n" * (end - start) + classes[end:]
    codes = classes.encode()
    joints = _joints(codes, rules.joints)
    steps = list(map(rules.steps.__getitem__, joints))
    if text:
        steps.append(rules.widths[classes[-1]])
    found = (match.start() for match in _NONZERO.finditer(joints.translate(rules.gapped)))
    gaps = {at + 1: rules.gaps[joints[at]] for at in found}
    pieces = tuple(piece for stretch in stretches for piece in _pieces(text, drawn, stretch, case))
    _fit(text, drawn, steps, pieces=pieces, stretches=stretches, rules=rules)
    breaks = bytearray(b"\0" + joints.translate(rules.breaks))[: len(text)]
    kinds = b"i" + joints.translate(rules.kinds)
    for at, may in ties(text):
        breaks[at : at + 1] = b"\1" if may else b"\0"
    if b"g" in kinds and (closed := solid(text, rules.composition.solid)):
        kinds = _closed_up(closed, kinds, steps, gaps, breaks)
    for start, end, style in stretches:
        if style.note:
            _hug(classes, start, end, rules, steps, gaps)
    for gloss in glosses:
        breaks[gloss.start + 1 : gloss.end] = bytes(gloss.end - gloss.start - 1)
        _make_room(gloss, steps, gaps, case)
    return Units(
        text=text,
        rules=rules,
        classes=classes,
        origins=array("q", accumulate(steps, initial=0)),
        kinds=kinds,
        breaks=bytes(breaks),
        gapped=tuple(sorted(gaps)),
        gaps=gaps,
        pieces=pieces,
        glosses=glosses,
        lacks=any(piece.kind == "m" for piece in pieces),
        stretches=tuple(stretch for stretch in stretches if stretch.style.marks or stretch.style.href),
    )


def _joints(codes: bytes, table: bytes) -> bytes:
    """The number of each joint: every two neighbouring bytes read as one, those at even places and those at odd."""
    joints = bytearray(max(0, len(codes) - 1))
    for first in (0, 1):
        pairs = memoryview(codes[first : first + ((len(codes) - first) & ~1)]).cast("H")
        joints[first::2] = bytes(map(table.__getitem__, pairs if _LITTLE else map(_swapped, pairs)))
    return bytes(joints)


def _swapped(pair: int) -> int:
    return (pair >> 8) | ((pair & 255) << 8)


def _closed_up(places: Iterable[int], kinds: bytes, steps: list[int], gaps: dict[int, int], breaks: bytearray) -> bytes:
    """No gap and no line end before these characters."""
    made = bytearray(kinds)
    for at in places:
        if made[at : at + 1] == b"g":
            steps[at - 1] -= gaps.pop(at, 0)
            made[at] = ord("r")
            breaks[at] = 0
    return bytes(made)


def _hug(classes: str, start: int, end: int, rules: Region, steps: list[int], gaps: dict[int, int]) -> None:
    """Marks on both sides of a note's call close up as if it were not there (clreq, "Adjacent punctuation marks")."""
    if start > 0 and end < len(classes):
        pair = rules.joints[ord(classes[start - 1]) + 256 * ord(classes[end])]
        if (gap := rules.gaps[pair]) < 0:
            steps[end - 1] += gap - gaps.get(end, 0)
            gaps[end] = gap


def _pieces(text: str, classes: str, stretch: Stretch, case: Case) -> Iterator[Piece]:
    """Latin runs, spaces and the Chinese between them, each in runs of one face."""
    start, end, style = stretch
    sorts = case.sorts(style.role)
    for match in _PARTS.finditer(classes, start, end):
        at, part = match.start(), text[match.start() : match.end()]
        if match[1]:
            kind, faces = "l", sorts.latin_faces(part)
        else:
            kind, faces = "s" if match[2] else "h", part.translate(sorts.faces)
        for run in (_SAME_SHORT if match[1] else _SAME).finditer(faces):
            missing = run[1] == MISSING
            if missing:
                case.miss(part[run.start() : run.end()])
            font = -1 if missing else ord(run[1]) - FIRST
            scale = style.scale * (sorts.latin_scale(font) if match[1] and not missing else 1)
            yield Piece(at + run.start(), at + run.end(), "m" if missing else kind, sorts, font, scale, style.rise)


def _fit(
    text: str, drawn: str, steps: list[int], *, pieces: Iterable[Piece], stretches: Iterable[Stretch], rules: Region
) -> None:
    """Widths that are not the class's: Latin from its font, small type, note calls."""
    for start, end, style in stretches:
        if style.note:
            steps[start:end] = [
                step + rules.widths[letter] for step, letter in zip(steps[start:end], drawn[start:end], strict=True)
            ]
        if style.scale != 1:
            steps[start:end] = [round(step * style.scale) for step in steps[start:end]]
    for start, end, kind, sorts, font, scale, _ in pieces:
        if kind == "l":
            widths = sorts.word(text[start:end], font).widths
            steps[start:end] = [
                step + (width if scale == 1 else round(width * scale))
                for step, width in zip(steps[start:end], widths, strict=True)
            ]
        elif kind == "m":
            steps[start:end] = [
                step + round(scale * (1000 - rules.widths[letter]))
                for step, letter in zip(steps[start:end], drawn[start:end], strict=True)
            ]


def _make_room(gloss: Gloss, steps: list[int], gaps: dict[int, int], case: Case) -> None:
    """A reading that is wider than its characters pushes the neighbours off, half on each side."""
    extra = gloss_width(gloss, case) - sum(steps[gloss.start : gloss.end])
    if extra <= 0:
        return
    for at, share in ((gloss.start, extra // 2 if gloss.start else 0), (gloss.end, extra - extra // 2)):
        if share:
            steps[at - 1] += share
            gaps[at] = gaps.get(at, 0) + share


def gloss_width(gloss: Gloss, case: Case) -> int:
    """Of the reading, 1/1000 em of the text's size."""
    return round(GLOSS * plain_units(gloss.reading, "song", case).width)
