"""Lines in, units out: a unit is what was one line before it was wrapped — a paragraph, a head, or a torn piece of one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from pipeline.hanzi import BLANKS, NUMERALS, is_han
from pipeline.structure.furniture import Find, inline_junk
from pipeline.structure.lines import Line
from pipeline.structure.numbering import Number, Numbering, leading_number

FINAL = "。！？…!?"
CLOSERS = "”’」』）》】〕\"'"
_CANNOT_START = "，。；：？！、）》」』”’〉】〕"
#: Widest measure, in em, that a hard-wrapped file is looked for in; a longer line is a paragraph.
_WIDEST = 60
_NARROWEST = 12
_SHORT_PROSE = re.compile("[，。；]")


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

    @property
    def start(self) -> int:
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        return self.pieces[-1][1]


def ends_sentence(text: str) -> bool:
    """Whether a text ends where a sentence may: a final mark, quotes and brackets behind it left out."""
    bare = text.rstrip(CLOSERS)
    if not bare:
        return True
    return bare[-1] in FINAL or (bare[-1] in "：；" and bare == text) or text.endswith("——")


def units_of(
    clean: str, lines: Sequence[Line], finds: dict[int, Find], numbering: Numbering, kept: Collection[str] = ()
) -> list[Unit]:
    """Text lines grouped: those of a hard-wrapped stretch joined, all others one by one. `kept`: rules not to apply."""
    text_lines = [index for index in range(len(lines)) if index not in finds]
    units: list[Unit] = []
    for group in _wrapped_groups(lines, text_lines, finds):
        units += _parted(clean, _unit(clean, lines, group, finds, numbering, kept), numbering)
    return units


_GLUED = re.compile(rf"(?<=\S)[{BLANKS}]+(?=第[{NUMERALS}0-9]{{1,6}}[章回节節])")


def _parted(clean: str, unit: Unit, numbering: Numbering) -> list[Unit]:
    """第一卷 潮生 第一章 渡口 on one line is two heads."""
    if not unit.number or unit.number.unit != "volume" or len(unit.text) > 60 or len(unit.pieces) > 1:
        return [unit]
    found = _GLUED.search(unit.text, unit.number.end)
    if not found:
        return [unit]
    upper = replace(unit, pieces=((unit.start, unit.start + found.start()),), text=unit.text[: found.start()])
    text = unit.text[found.end() :]
    lower = replace(unit, pieces=((unit.start + found.end(), unit.end),), text=text, blank=0, number=numbering.leading(text))
    return [upper, lower]


def _unit(
    clean: str, lines: Sequence[Line], group: Sequence[int], finds: Collection[int], numbering: Numbering, kept: Collection[str]
) -> Unit:
    pieces: list[tuple[int, int]] = []
    for index in group:
        at = lines[index].start
        for start, end, _ in inline_junk(lines[index], kept):
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
    for start, end in pieces:
        if parts and needs_space(parts[-1], clean[start:end]):
            parts.append(" ")
        parts.append(clean[start:end])
    return "".join(parts)


def needs_space(before: str, after: str) -> bool:
    return before[-1:].isascii() and after[:1].isascii() and before[-1:].isalnum() and after[:1].isalnum()


# ------------------------------------------------------------------------------------------------------ hard wraps


def _wrapped_groups(lines: Sequence[Line], chosen: Sequence[int], finds: Collection[int]) -> list[list[int]]:
    measure = _measures(lines, chosen)
    indented = _indents(lines, chosen)
    groups: list[list[int]] = []
    for position, index in enumerate(chosen):
        before = chosen[position - 1] if position else None
        if before is not None and _goes_on(lines, before, index, measure[position - 1], indented[position - 1], finds):
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


def _sections(lines: Sequence[Line], chosen: Sequence[int]) -> list[tuple[int, int]]:
    """Stretches between numbered heads: one chapter may be wrapped and the next not."""
    starts = [0]
    for position, index in enumerate(chosen):
        line = lines[index]
        if position and len(line.text) < 40 and (number := leading_number(line.text)) and number.unit in ("volume", "chapter", "section", "special"):
            starts.append(position)
    return list(zip(starts, [*starts[1:], len(chosen)], strict=True))


def _measures(lines: Sequence[Line], chosen: Sequence[int]) -> list[float]:
    """For each chosen line the measure that it is wrapped to, 0 where it is not."""
    measures = [0.0] * len(chosen)
    for start, end in _sections(lines, chosen):
        section = [lines[index] for index in chosen[start:end]]
        found = _measure(section)
        if found:
            measures[start:end] = [found] * (end - start)
    return measures


def _measure(section: Sequence[Line]) -> float:
    widths = [line.width + line.indent for line in section]
    counted = Counter(round(width) for width in widths if width >= _NARROWEST)
    if not counted:
        return 0.0
    best = max(counted, key=lambda width: counted[width] + counted[width - 1] + counted[width + 1])
    widest = max(width for width in counted if abs(width - best) <= 1)
    full = [line for line, width in zip(section, widths, strict=True) if widest - 2.5 <= width <= widest + 1]
    over = sum(width > widest + 1.5 for width in widths)
    torn = sum(not ends_sentence(line.text) for line in full)
    prose = sum(bool(_SHORT_PROSE.search(line.text)) for line in full)
    if widest > _WIDEST or len(full) < 4 or over * 20 > len(section):
        return 0.0
    # Verse has lines of one width too, but each ends with a mark; a wrapped line ends where the measure does.
    if len(full) < len(section) * 0.25 or torn < len(full) * 0.5 or prose < len(full) * 0.4:
        return 0.0
    return float(widest)


def _indents(lines: Sequence[Line], chosen: Sequence[int]) -> list[bool]:
    """For each chosen line whether its section sets paragraphs off by an indent."""
    marks = [False] * len(chosen)
    for start, end in _sections(lines, chosen):
        section = [lines[index] for index in chosen[start:end]]
        indented = sum(1.0 <= line.indent <= 5 for line in section)
        if indented and indented < len(section):
            marks[start:end] = [True] * (end - start)
    return marks


def _goes_on(
    lines: Sequence[Line], before: int, index: int, measure: float, indented: bool, finds: Collection[int]  # noqa: FBT001
) -> bool:
    """Whether line `index` continues line `before` across a hard wrap."""
    upper, lower = lines[before], lines[index]
    if not measure:
        return False
    if lower.text[0] in _CANNOT_START:
        return True
    if any(between in finds for between in range(before + 1, index)):
        return lower.indent < 1 and not ends_sentence(upper.text)
    if lower.blank and (ends_sentence(upper.text) or lower.indent >= 1):
        return False
    if lower.indent - upper.indent >= 1 and lower.indent >= 1:
        return False
    if indented and lower.indent >= 1 and upper.indent >= 1:
        return False
    if (number := leading_number(lower.text)) and number.unit in ("volume", "chapter", "section", "special", "article"):
        return False
    width = upper.width + upper.indent
    return width >= measure - 2.5 and not (width < measure - 1 and ends_sentence(upper.text) and is_han(lower.text[0]))
