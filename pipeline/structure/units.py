"""Lines in, units out: a unit is what was one line before it was wrapped: a paragraph, a head, or a torn piece."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from pipeline.hanzi import BLANKS, NUMERALS
from pipeline.structure.code import code_lines
from pipeline.structure.furniture import Find, inline_junk
from pipeline.structure.lines import Line
from pipeline.structure.numbering import Number, Numbering
from pipeline.structure.patterns import end_mark
from pipeline.structure.wraps import ends_sentence, grouped, needs_space


@dataclass(frozen=True, slots=True)
class Unit:
    """`pieces`: clean ranges of its text, in order. `joined`: it was put together from more than one line."""

    pieces: tuple[tuple[int, int], ...]
    text: str
    indent: float
    blank: int
    number: Number | None
    joined: bool = False
    after_furniture: bool = False
    code: bool = False

    @property
    def bare(self) -> str:
        """Its text without an editor's end mark (②7)."""
        found = end_mark(self.text)
        return self.text[: found[0]] if found else self.text

    @property
    def start(self) -> int:
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        return self.pieces[-1][1]


def units_of(
    clean: str, lines: Sequence[Line], finds: dict[int, Find], numbering: Numbering, kept: Collection[str] = ()
) -> list[Unit]:
    """Text lines grouped: those of a hard-wrapped stretch joined, all others one by one. `kept`: rules not to apply."""
    text_lines = [index for index in range(len(lines)) if index not in finds]
    units: list[Unit] = []
    code = code_lines(lines)
    for group in grouped(lines, text_lines, finds, numbering):
        for lines_of_one in [group] if code.isdisjoint(group) else _apart(group, code):
            unit = _unit(clean, lines, lines_of_one, finds, numbering, kept)
            units += [replace(unit, code=True, number=None)] if lines_of_one[0] in code else _parted(unit, numbering)
    return units


def _apart(group: Sequence[int], code: Collection[int]) -> list[list[int]]:
    """A group that has lines of code among its own: each of these is a unit of its own."""
    parts: list[list[int]] = []
    for index in group:
        if parts and index not in code and parts[-1][-1] not in code:
            parts[-1].append(index)
        else:
            parts.append([index])
    return parts


_GLUED = re.compile(rf"(?<=\S)[{BLANKS}]+(?=第[{NUMERALS}0-9]{{1,6}}[章回节節])")

_UNPARTED = re.compile(f"(?=第[{NUMERALS}0-9]{{1,6}}[章回])")


def _parted(unit: Unit, numbering: Numbering) -> list[Unit]:
    """第一卷 潮生 第一章 渡口 on one line is two heads."""
    if not unit.number or unit.number.unit != "volume" or len(unit.text) > 60 or len(unit.pieces) > 1:
        return [unit]
    found = _GLUED.search(unit.text, len(unit.number.printed)) or _UNPARTED.match(unit.text, len(unit.number.printed))
    if not found:
        return [unit]
    above = unit.text[: found.start()]
    upper = replace(
        unit, pieces=((unit.start, unit.start + found.start()),), text=above, number=numbering.leading(above)
    )
    text = unit.text[found.end() :]
    lower = replace(
        unit, pieces=((unit.start + found.end(), unit.end),), text=text, blank=0, number=numbering.leading(text)
    )
    return [upper, lower]


def _unit(
    clean: str,
    lines: Sequence[Line],
    group: Sequence[int],
    finds: Collection[int],
    numbering: Numbering,
    off: Collection[str],
) -> Unit:
    pieces: list[tuple[int, int]] = []
    for index in group:
        at = lines[index].start
        for start, end, _ in inline_junk(lines[index], off):
            pieces.append((at, start))
            at = end
        pieces.append((at, lines[index].end))
    kept = tuple(piece for piece in pieces if piece[0] < piece[1])
    first = lines[group[0]]
    text = join_text(clean, kept)
    return Unit(
        kept,
        text,
        first.indent,
        first.blank,
        numbering.leading(text),
        joined=len(group) > 1,
        after_furniture=group[0] - 1 in finds,
    )


def join_text(clean: str, pieces: Sequence[tuple[int, int]]) -> str:
    """Pieces put together: no space between Han, one between two Latin words."""
    parts: list[str] = []
    for at, (start, end) in enumerate(pieces):
        if at and needs_space(clean, pieces[at - 1][1], start):
            parts.append(" ")
        parts.append(clean[start:end])
    return "".join(parts)


__all__ = ["Unit", "ends_sentence", "join_text", "needs_space", "units_of"]
