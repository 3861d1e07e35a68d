"""Lines in, units out: a unit is what was one line before it was wrapped: a paragraph, a head, or a torn piece."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Literal

from pipeline.hanzi import BLANKS, NUMERALS, em_width
from pipeline.structure.code import code_lines
from pipeline.structure.feet import FOLIO
from pipeline.structure.furniture import IN, JUMP_LINE, OUT, Find, Junk, jump_of
from pipeline.structure.lines import Line
from pipeline.structure.numbering import Number, Numbering
from pipeline.structure.patterns import SALUTATION, Credit, Lead, author, byline, credit, end_mark, lead
from pipeline.structure.shapes import Shape, shapes
from pipeline.structure.wraps import ends_sentence, grouped, needs_space

Printed = Literal["series", "note", "text"]


@dataclass(frozen=True)
class Unit:
    """`pieces`: clean ranges of its text, in order. `joined`: it was put together from more than one line. What many
    witnesses ask of a unit, its neighbours' too, is found out once."""

    pieces: tuple[tuple[int, int], ...]
    text: str
    indent: float
    blank: int
    number: Number | None
    joined: bool = False
    after_furniture: bool = False
    code: bool = False
    shape: Shape | None = None
    jumps_out: bool = False
    """A jump line says that its text goes on elsewhere (下转)."""
    jumps_in: bool = False
    """A jump line says that its text comes from elsewhere (上接)."""
    marked: int | None = None
    """How many # Markdown set before it; 0: the title in a front matter."""
    quoted: bool = False
    """Markdown set > before it."""
    printed: Printed | None = None
    """What the lines of an old print show it to be."""
    begins: bool = False
    """An editor says that it begins a paragraph."""

    @cached_property
    def bare(self) -> str:
        """Its text without an editor's end mark (②7)."""
        found = end_mark(self.text)
        return self.text[: found[0]] if found else self.text

    @cached_property
    def ends(self) -> bool:
        """Whether its text ends where a sentence may."""
        return ends_sentence(self.text)

    @cached_property
    def bare_ends(self) -> bool:
        """Whether `bare` does."""
        return self.ends if self.bare == self.text else ends_sentence(self.bare)

    @cached_property
    def credit(self) -> Credit | None:
        """Its caption and credit, if it ends in one."""
        return credit(self.text)

    @cached_property
    def lead(self) -> Lead | None:
        """The opening of a news item, if it begins with one."""
        return lead(self.text)

    @cached_property
    def byline(self) -> tuple[str, ...] | None:
        """The names, if it is nothing but a byline."""
        return byline(self.text)

    @cached_property
    def headlike(self) -> bool:
        """Whether it may be a line of a head: short, without a mark at its end, no credit."""
        bare = self.bare
        if len(bare) > 30 or self.bare_ends or bare[-1] in "，；：、":
            return False
        return not (self.credit if bare == self.text else credit(bare))

    @property
    def start(self) -> int:
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        return self.pieces[-1][1]


def units_of(
    clean: str,
    lines: Sequence[Line],
    finds: Mapping[int, Find],
    numbering: Numbering,
    junk: Mapping[int, Sequence[Junk]],
    cuts: Collection[int] = (),
    examples: Collection[int] = (),
) -> list[Unit]:
    """Text lines grouped: those of a hard-wrapped stretch joined, all others one by one. `junk`: by line, what of it is
    no text; `cuts`: lines that go on from none; `examples`: lines that are known to be code."""
    text_lines = [index for index in range(len(lines)) if index not in finds]
    units: list[Unit] = []
    code, shaped = code_lines(lines) | set(examples), shapes(lines)
    alone = {*code, *shaped}
    bare = [_without(clean, line, junk[index]) if index in junk else line for index, line in enumerate(lines)]
    joined = grouped(bare, [index for index in text_lines if index not in alone], {*finds, *shaped}, numbering)
    for group in sorted([*_cut(joined, cuts), *([index] for index in text_lines if index in alone)]):
        unit = unit_of(clean, lines, group, finds, numbering, junk)
        if group[0] in code:
            units.append(replace(unit, code=True, number=None))
        elif group[0] in shaped:
            units.append(replace(unit, shape=shaped[group[0]]))
        else:
            units += _parted(unit, numbering)
    return list(_with_contents(clean, list(_titled(clean, units))))


_WAITING = ("volume", "chapter", "section", "decimal-2", "decimal-3")
#: Longest title that is looked for on the line below its number.
_TITLE = 30


def _titled(clean: str, units: Sequence[Unit]) -> Iterator[Unit]:
    """第一章 and 渡口 on two lines are one head, where what follows the second is text or the next number."""
    waiting: Unit | None = None
    for unit, after in zip(units, [*units[1:], None], strict=bool(units)):
        if waiting and after and _is_title(unit, after) and not _heads_letter(waiting, after):
            pieces = waiting.pieces + unit.pieces
            yield replace(waiting, pieces=pieces, text=join_text(clean, pieces))
            waiting = None
            continue
        if waiting:
            yield waiting
        bare = unit.number and unit.number.unit in _WAITING and unit.number.end >= len(unit.text) and not unit.shape
        waiting = unit if bare else None
        if not bare:
            yield unit
    if waiting:
        yield waiting


def _heads_letter(waiting: Unit, after: Unit) -> bool:
    """Whether what stands below the number of a volume is the title of its first letter: an addressee follows."""
    return waiting.number is not None and waiting.number.unit == "volume" and SALUTATION.match(after.text) is not None


def _is_title(unit: Unit, after: Unit) -> bool:
    text = unit.text
    if len(text) > _TITLE or unit.number or unit.shape or unit.ends or text[-1] in "，；：、" or text[0] in "“「『":
        return False
    if unit.credit or unit.byline or author(text):
        return False
    told = len(after.text) > len(text) and "，" in after.text
    return after.number is not None or len(after.text) > _TITLE or after.bare_ends or told


def _with_contents(clean: str, units: Sequence[Unit]) -> Iterator[Unit]:
    """The contents of a chapter (老船之由来 新桥之开工) that ran into its first paragraph, taken off where the list of
    contents tells their words."""
    entries: dict[str, str] = {}
    rest = ""
    for unit in units:
        found = _opening(unit.text, rest) if rest and not unit.number and len(unit.pieces) == 1 else 0
        if found:
            at = unit.start + found
            head = clean[unit.start : at].rstrip(BLANKS)
            yield replace(unit, pieces=((unit.start, unit.start + len(head)),), text=head, shape="contents")
            yield replace(unit, pieces=((at, unit.end),), text=clean[at : unit.end], blank=0)
            rest = ""
            continue
        rest = ""
        if unit.number and unit.number.unit == "chapter" and len(unit.text) < _ENTRY:
            head = _BLANK.sub("", unit.text)
            whole = entries.setdefault(unit.number.printed, head)
            rest = whole.removeprefix(head) if whole != head and whole.startswith(head) else ""
        yield unit


_BLANK = re.compile(f"[{BLANKS}]")
#: Longest line of a list of contents, characters; shortest rest of a paragraph that its words open.
_ENTRY, _REST = 80, 8


def _opening(text: str, words: str) -> int:
    """Where a text goes on behind the words that it opens with, blanks left out of account; 0 where it does not."""
    at = 0
    for char in words:
        while text[at : at + 1] and text[at] in BLANKS:
            at += 1
        if text[at : at + 1] != char:
            return 0
        at += 1
    while text[at : at + 1] and text[at] in BLANKS:
        at += 1
    return at if len(text) - at >= _REST else 0


def _cut(groups: list[list[int]], cuts: Collection[int]) -> Iterator[list[int]]:
    for group in groups:
        edges = [0, *(at for at, index in enumerate(group) if at and index in cuts), len(group)]
        yield from (group[start:end] for start, end in pairwise(edges))


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


def unit_of(
    clean: str,
    lines: Sequence[Line],
    group: Sequence[int],
    finds: Mapping[int, Find],
    numbering: Numbering,
    junk: Mapping[int, Sequence[Junk]],
) -> Unit:
    kept = tuple(piece for index in group for piece in _pieces(clean, lines[index], junk.get(index, ())))
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
        jumps_out=_jumps(lines, group[-1] + 1, finds, clean[kept[-1][1] : lines[group[-1]].end], OUT),
        jumps_in=_jumps(lines, group[0] - 1, finds, clean[first.start : kept[0][0]], IN),
    )


def _pieces(clean: str, line: Line, junk: Sequence[Junk]) -> list[tuple[int, int]]:
    """What is left of a line, without blanks at its edges."""
    if not junk:
        return [(line.start, line.end)]
    edges = [line.start, *(at for found in junk for at in (found.start, found.end)), line.end]
    left = [piece for piece in zip(edges[::2], edges[1::2], strict=True) if piece[0] < piece[1]]
    while left and not clean[slice(*left[0])].strip(BLANKS):
        del left[0]
    while left and not clean[slice(*left[-1])].strip(BLANKS):
        del left[-1]
    if left:
        start, end = left[0]
        left[0] = end - len(clean[start:end].lstrip(BLANKS)), end
        start, end = left[-1]
        left[-1] = start, start + len(clean[start:end].rstrip(BLANKS))
    return left


def _without(clean: str, line: Line, junk: Sequence[Junk]) -> Line:
    """A line as it was set, before what is no text came into it. A folio in its midst was there when it was wrapped."""
    text = join_text(clean, _pieces(clean, line, junk))
    wrapped = sum(em_width(clean[found.start : found.end]) + 0.5 for found in junk if found.rule == FOLIO)
    return line._replace(text=text, width=em_width(text) + wrapped) if text else line


def _jumps(lines: Sequence[Line], beside: int, finds: Mapping[int, Find], taken: str, where: str) -> bool:
    """Whether the line beside a group, or what was taken off the group itself, is a jump line that leads there."""
    find = finds.get(beside)
    alone = find is not None and find.rule == JUMP_LINE and jump_of(lines[beside].text) == where
    return alone or (bool(taken) and jump_of(taken) == where)


def join_text(clean: str, pieces: Sequence[tuple[int, int]]) -> str:
    """Pieces put together: no space between Han, one between two Latin words."""
    if len(pieces) == 1:
        return clean[slice(*pieces[0])]
    parts: list[str] = []
    for at, (start, end) in enumerate(pieces):
        if at and needs_space(clean, pieces[at - 1][1], start):
            parts.append(" ")
        parts.append(clean[start:end])
    return "".join(parts)


__all__ = ["Printed", "Unit", "ends_sentence", "join_text", "needs_space", "unit_of", "units_of"]
