"""Lines in, groups of lines out: each group was one paragraph before somebody wrapped it at a fixed width."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.hanzi import is_han
from pipeline.structure.lines import Line
from pipeline.structure.numbering import Numbering

_FINAL = "。！？…!?"
_CLOSERS = "”’」』）》】〕\"'"
# …鲜矣。”①  …鲜矣。[12]  …挤满了人。（记者 王小二）
_BEHIND_STOP = re.compile(r"(?<=[。！？…”」』])\s*(?:[①-⑳]|[\[〔【]\d{1,3}[\]〕】]|[（(][^（）()]{1,36}[）)])+$")
_BEHIND = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳]〕】）)")
_CANNOT_START = "，。；：？！、）》」』”’〉】〕"
#: Widest and narrowest measure, in em, that a hard-wrapped file is looked for in; a longer line is a paragraph.
_WIDEST, _NARROWEST = 60, 12
_PROSE = re.compile("[，。；]")
_HEADS = ("volume", "chapter", "section", "special")


class Wrap(NamedTuple):
    """How a stretch of lines is set: `measure` em wide (0: not wrapped), paragraphs set off by an indent or not."""

    measure: float
    indented: bool


def ends_sentence(text: str) -> bool:
    """Whether a text ends where a sentence may: a final mark, quotes and brackets behind it left out, and what may
    stand behind a full stop: the mark of a note, a name in brackets."""
    if text[-1:] in _BEHIND and (behind := _BEHIND_STOP.search(text, max(0, len(text) - 40))):
        return behind.start() > 0
    bare = text.rstrip(_CLOSERS)
    if not bare:
        return True
    if bare[-1] == ".":
        return bare[-3:-1].isascii() and bare[-3:-1].isalpha()  # of a foreign sentence
    return bare[-1] in _FINAL or (bare[-1] in "：；" and bare == text) or bare.endswith(("——", "～", "~"))


def needs_space(clean: str, end: int, following: int) -> bool:
    """Whether the pieces that end and go on at two clean offsets are words that a space must part: letters or figures
    on both sides, and a blank or line end after the first: not what was taken out of the midst of a line."""
    before, after = clean[end - 1], clean[following]
    return (
        end < following and clean[end].isspace() and (before + after).isascii() and before.isalnum() and after.isalnum()
    )


def grouped(
    lines: Sequence[Line], chosen: Sequence[int], finds: Collection[int], numbering: Numbering
) -> list[list[int]]:
    """The chosen lines (those not in `finds`) by paragraph; a line that is no part of a wrap stands alone."""
    wraps = _wraps(lines, chosen, numbering)
    groups: list[list[int]] = []
    for position, index in enumerate(chosen):
        before = chosen[position - 1] if position else None
        if before is not None and _goes_on(lines, before, index, wraps[position - 1], finds, numbering):
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


def _wraps(lines: Sequence[Line], chosen: Sequence[int], numbering: Numbering) -> list[Wrap]:
    """The wrap of each chosen line, found stretch by stretch between numbered heads: one chapter may be wrapped and
    the next not."""
    starts = [0, *(position for position, index in enumerate(chosen) if position and _is_head(lines[index], numbering))]
    wraps: list[Wrap] = []
    for start, end in pairwise([*starts, len(chosen)]):
        section = [lines[index] for index in chosen[start:end]]
        indented = sum(1.0 <= line.indent <= 5 for line in section)
        wraps += [Wrap(_measure(section), 0 < indented < len(section))] * len(section)
    return wraps


def _is_head(line: Line, numbering: Numbering) -> bool:
    number = numbering.leading(line.text) if len(line.text) < 40 else None
    return number is not None and number.unit in _HEADS


def _measure(section: Sequence[Line]) -> float:
    """The width that a stretch is wrapped to, em; 0 where it is not wrapped."""
    widths = [line.width + line.indent for line in section]
    counted = Counter(round(width) for width in widths if width >= _NARROWEST)
    if not counted:
        return 0.0
    best = max(counted, key=lambda width: counted[width] + counted[width - 1] + counted[width + 1])
    widest = max(width for width in counted if abs(width - best) <= 1)
    full = [line for line, width in zip(section, widths, strict=True) if widest - 2.5 <= width <= widest + 1]
    over = sum(width > widest + 1.5 for width in widths)
    torn = sum(not ends_sentence(line.text) for line in full)
    prose = sum(bool(_PROSE.search(line.text)) for line in full)
    if widest > _WIDEST or len(full) < 4 or over * 20 > len(section):
        return 0.0
    # Verse has lines of one width too, but each ends with a mark; a wrapped line ends where the measure does.
    if len(full) < len(section) * 0.25 or torn < len(full) * 0.5 or prose < len(full) * 0.4:
        return 0.0
    return float(widest)


def _goes_on(
    lines: Sequence[Line], before: int, index: int, wrap: Wrap, finds: Collection[int], numbering: Numbering
) -> bool:
    """Whether line `index` continues line `before` across a hard wrap."""
    upper, lower = lines[before], lines[index]
    if not wrap.measure:
        return False
    if lower.text[0] in _CANNOT_START:
        return True
    if any(between in finds for between in range(before + 1, index)):
        return lower.indent < 1 and not ends_sentence(upper.text)
    if lower.blank and (ends_sentence(upper.text) or lower.indent >= 1):
        return False
    if lower.indent >= 1 and (lower.indent - upper.indent >= 1 or (wrap.indented and upper.indent >= 1)):
        return False
    if (number := numbering.leading(lower.text)) and (number.unit in (*_HEADS, "article")):
        return False
    width = upper.width + upper.indent
    short = width < wrap.measure - 1
    return width >= wrap.measure - 2.5 and not (short and ends_sentence(upper.text) and is_han(lower.text[0]))
