"""Lines in, groups of lines out: each group was one paragraph before somebody wrapped it at a fixed width."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from pipeline.hanzi import HAN, em_width
from pipeline.structure.lines import Line
from pipeline.structure.metre import is_poem
from pipeline.structure.numbering import Numbering

_FINAL = "。！？…!?"
_CLOSERS = "”’」』）》】〕\"'"
# …鲜矣。”①  …鲜矣。[12]  …挤满了人。（记者 王小二）
_BEHIND_STOP = re.compile(r"(?<=[。！？…”」』])\s*(?:[①-⑳]|[\[〔【]\d{1,3}[\]〕】]|[（(][^（）()]{1,36}[）)])+$")
_BEHIND = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳]〕】）)")
# 大多已经过时。1: the mark of a footnote behind the final mark.
_CALL = re.compile(r"(?<=[。！？…”」』])\d{1,2}$")
_CANNOT_START = "，。；：？！、）》」』”’〉】〕"
#: Widest and narrowest measure, in em, that a hard-wrapped file is looked for in; a longer line is a paragraph.
_WIDEST, _NARROWEST = 100, 8
_PROSE = re.compile("[，。；]")
_HEADS = ("volume", "chapter", "section", "special")


class Wrap(NamedTuple):
    """How a stretch of lines is set: at most `measure` em wide (0: not wrapped) and mostly `usual`, for marks may hang;
    paragraphs set off by an indent or not."""

    measure: float
    usual: float
    indented: bool


def ends_sentence(text: str) -> bool:
    """Whether a text ends where a sentence may: a final mark, quotes and brackets behind it left out, and what may
    stand behind a full stop: the mark of a note, a name in brackets."""
    if text[-1:] in _BEHIND and (behind := _BEHIND_STOP.search(text, max(0, len(text) - 40))):
        return behind.start() > 0
    bare = text.rstrip(_CLOSERS)
    if bare and bare[-1].isdecimal() and (call := _CALL.search(bare)):
        bare = bare[: call.start()].rstrip(_CLOSERS)
    if not bare:
        return True
    if bare[-1] == ".":
        return bare[-3:-1].isascii() and bare[-3:-1].isalpha()  # of a foreign sentence
    return bare[-1] in _FINAL or (bare[-1] in "：；" and bare == text) or bare.endswith(("——", "～", "~"))


def needs_space(clean: str, end: int, following: int) -> bool:
    """Whether the pieces that end and go on at two clean offsets are words that a space must part: letters or figures
    on both sides, and a blank or line end after the first: not what was taken out of the midst of a line."""
    before, after = clean[end - 1], clean[following]
    if end >= following or not clean[end].isspace() or not (after.isascii() and after.isalnum() and before.isascii()):
        return False
    # After Hello, and (1999) as well; but 3, may go on with 500 and example. with org.
    return before.isalnum() or (
        (before in ",;:)" and after.isalpha() and clean[end - 2].isascii()) or (before in ".!?" and after.isupper())
    )


def grouped(
    lines: Sequence[Line], chosen: Sequence[int], finds: Collection[int], numbering: Numbering
) -> list[list[int]]:
    """The chosen lines (those not in `finds`) by paragraph; a line that is no part of a wrap stands alone."""
    lines = _flush(lines, numbering)
    wraps = _wraps(lines, chosen, numbering)
    lines = _set_in_again(lines, chosen, wraps)
    groups: list[list[int]] = []
    for position, index in enumerate(chosen):
        before = chosen[position - 1] if position else None
        if before is not None and (
            _goes_on(lines, before, index, wraps[position - 1], finds, numbering)
            or _overflowed(lines, before, index, wraps[position - 1])
            or (not lines[index].blank and index == before + 1 and _hangs(lines, groups[-1], index, numbering))
        ):
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


#: Longest piece of a line that had no room on it, characters.
_OVERFLOW = 3


def _overflowed(lines: Sequence[Line], before: int, index: int, wrap: Wrap) -> bool:
    """Whether line `before` is a word or quote that had no room on the full line above it and stands alone: the next
    goes on."""
    last, lower = lines[before], lines[index]
    if not wrap.measure or not before or index != before + 1 or len(last.text) > _OVERFLOW:
        return False
    above = lines[before - 1]
    if (
        ends_sentence(last.text)
        or ends_sentence(above.text)
        or last.indent
        or last.blank
        or lower.blank
        or lower.indent
    ):
        return False
    return above.width + above.indent >= wrap.usual - 2.5


#: How much narrower than most full lines first lines are whose indent is lost, em; fewest of them that show it. What is
#: narrower than the measure by so much ended its paragraph.
_LOST, _FEWEST_FIRST, _SHORT = (1.0, 3.5), 3, 4.5


def _set_in_again(lines: Sequence[Line], chosen: Sequence[int], wraps: Sequence[Wrap]) -> Sequence[Line]:
    """Lines with the indent of first lines where it was lost: nothing is set in, and what goes on below a line that
    certainly ended its paragraph is narrower by two characters each time."""
    first: list[tuple[int, float]] = []
    for (upper, index), wrap in zip(pairwise(chosen), wraps, strict=False):
        line = lines[upper]
        ended = ends_sentence(line.text) and line.width < wrap.measure - _SHORT
        if ended and not wrap.indented:
            first.append((index, wrap.usual - lines[index].width))
    lost = [one for one in first if _LOST[0] <= one[1] <= _LOST[1]]
    going_on = [one for one in first if not ends_sentence(lines[one[0]].text)]
    shown = sum(_LOST[0] <= narrower <= _LOST[1] for _, narrower in going_on)
    if shown < _FEWEST_FIRST or shown * 5 < len(going_on) * 4:
        return lines
    set_in = list(lines)
    for index, narrower in lost:
        ends = ends_sentence(lines[index].text)
        set_in[index] = lines[index]._replace(indent=2.0 if ends else max(2.0, narrower))
    return set_in


#: Fewest lines of a block that is set in as a whole.
_BLOCK = 4


def _flush(lines: Sequence[Line], numbering: Numbering) -> Sequence[Line]:
    """Lines without the indent of the block that they are in: where four or more have the same, and most of them end in
    mid sentence, it is not the indent of paragraphs. What hangs under a number or label is no such block. An indent
    that most often is a block's is one in shorter blocks too."""
    blocks: list[tuple[list[Line], bool]] = []
    counts: Counter[float] = Counter()
    for indent, group in groupby(lines, lambda line: line.indent):
        block = list(group)
        set_in = (
            indent >= 1 and len(block) >= _BLOCK and _is_block(block, blocks[-1][0][-1] if blocks else None, numbering)
        )
        counts[indent] += len(block) if set_in else -len(block)
        blocks.append((block, set_in))
    return [
        line._replace(indent=0.0) if set_in or (line.indent >= 1 and counts[line.indent] >= 0) else line
        for block, set_in in blocks
        for line in block
    ]


def _is_block(block: Sequence[Line], above: Line | None, numbering: Numbering) -> bool:
    torn = sum(not ends_sentence(line.text) for line in block[:-1])
    hangs = above and not block[0].blank and (numbering.leading(above.text) or _LABEL.match(above.text))
    return torn * 2 > len(block) - 1 and not hangs


def _wraps(lines: Sequence[Line], chosen: Sequence[int], numbering: Numbering) -> list[Wrap]:
    """The wrap of each chosen line, found stretch by stretch between numbered heads: one chapter may be wrapped and
    the next not."""
    starts = [0, *(position for position, index in enumerate(chosen) if position and _is_head(lines[index], numbering))]
    wraps: list[Wrap] = []
    whole = _measure([lines[index] for index in chosen]) if len(starts) > 1 else (0.0, 0.0)
    for start, end in pairwise([*starts, len(chosen)]):
        section = [lines[index] for index in chosen[start:end]]
        indented = sum(1.0 <= line.indent <= 5 for line in section)
        measure = _measure(section)
        if not measure[0] and len(section) <= _SHORT_SECTION and _fits(section, whole[0]):
            measure = whole
        wraps += [Wrap(*measure, 0 < indented < len(section))] * len(section)
    return wraps


def _is_head(line: Line, numbering: Numbering) -> bool:
    number = numbering.leading(line.text) if len(line.text) < 40 else None
    return number is not None and number.unit in _HEADS


#: A section of so many lines is too short to show a measure of its own.
_SHORT_SECTION = 12


def _fits(section: Sequence[Line], measure: float) -> bool:
    """Whether a short section is wrapped as the whole text is: some line in it is full, and none is fuller."""
    widths = [line.width + line.indent for line in section]
    full = [
        at
        for at in range(len(section) - 1)
        if _is_full(section[at], section[at + 1], measure) and widths[at] <= measure + 1
    ]
    return bool(full) and max(widths) <= measure + 1.5 and any(not ends_sentence(section[at].text) for at in full)


def _is_full(upper: Line, lower: Line, measure: float) -> bool:
    """Whether a line is as wide as the measure, or the word that follows it had no room."""
    width = upper.width + upper.indent
    if width >= measure - 2.5:
        return True
    if not lower.text[0].isascii() or lower.blank:
        return False
    word = _WORD.match(lower.text)
    return word is not None and len(word[0]) > 3 and width + em_width(word[0]) > measure


# What nothing may part: a foreign word, an address, with the marks around it.
_WORD = re.compile("[\x21-\x7e]+")


_CLAUSE_END = frozenset("，。；！？、：")


def _measure(section: Sequence[Line]) -> tuple[float, float]:
    """The width that a stretch is wrapped to and that of most full lines, em; 0 where it is not wrapped."""
    widths = [line.width + line.indent for line in section]
    counted = Counter(round(width) for width in widths if width >= _NARROWEST)
    if not counted:
        return 0.0, 0.0
    best = max(counted, key=lambda width: counted[width] + counted[width - 1] + counted[width + 1])
    widest = max(width for width in counted if abs(width - best) <= 1)
    full = [
        line
        for line, below, width in zip(section, [*section[1:], None], widths, strict=True)
        if width <= widest + 1 and (width >= widest - 2.5 or (below and _is_full(line, below, widest)))
    ]
    over = sum(width > widest + 1.5 for width in widths)
    torn = sum(not ends_sentence(line.text) for line in full)
    prose = sum(bool(_PROSE.search(line.text)) for line in full)
    if widest > _WIDEST or len(full) < 4 or over * 20 > len(section):
        return 0.0, 0.0
    # Verse has lines of one width too, but each ends with a mark; a wrapped line ends where the measure does.
    marked = sum(line.text[-1] in _CLAUSE_END for line in full)
    if len(full) < len(section) * 0.25 or torn < len(full) * 0.5 or prose < len(full) * 0.4:
        return 0.0, 0.0
    if marked > len(full) * 0.75:
        return 0.0, 0.0
    # Marks may hang: how wide most lines are show those that end in none.
    plain = Counter(round(line.width + line.indent) for line in full if line.text[-1].isalnum()) or counted
    return float(widest), float(max((best - 1, best, best + 1), key=lambda width: plain[width]))


def _goes_on(
    lines: Sequence[Line], before: int, index: int, wrap: Wrap, finds: Collection[int], numbering: Numbering
) -> bool:
    """Whether line `index` continues line `before` across a hard wrap."""
    upper, lower = lines[before], lines[index]
    if upper.text[-1] == "\u00ad":
        return lower.text[0].islower()
    if not wrap.measure:
        return False
    if lower.text[0] in _CANNOT_START:
        return True
    if is_poem(upper.text) or is_poem(lower.text):
        return False
    if any(between in finds for between in range(before + 1, index)):
        headed = (number := numbering.leading(lower.text)) is not None and number.unit in ("decimal-2", "decimal-3")
        full = not headed or _is_full(upper, lower, wrap.measure)
        return lower.indent < 1 and not ends_sentence(upper.text) and full
    if lower.blank and (ends_sentence(upper.text) or lower.indent >= 1):
        return False
    if lower.indent >= 1 and (lower.indent - upper.indent >= 1 or (wrap.indented and upper.indent >= 1)):
        return False
    if (number := numbering.leading(lower.text)) and (number.unit in (*_HEADS, "article")):
        return False
    if ends_sentence(upper.text):
        return not _ends_paragraph(upper, lower, wrap)
    return _is_full(upper, lower._replace(blank=0), wrap.measure)


# 渡口：供渡船停靠…, 老周　船工…, 1. …: what a hanging indent leaves room for.
_LABEL = re.compile(f"[{HAN}A-Za-z·]{{1,8}}(?:(?P<colon>：)|\u3000|[ ]{{2,}})(?=\\S)|[●○•·◦▪■◆]\\s?")


def _hangs(lines: Sequence[Line], group: Sequence[int], index: int, numbering: Numbering) -> bool:
    """Whether a line stands under the text of a number or label, which begins the group, as its second lines do."""
    first, lower = lines[group[0]], lines[index]
    if lower.indent < first.indent + 1.5 or (len(group) > 1 and lines[group[-1]].indent < first.indent + 1.5):
        return False
    if not ends_sentence(first.text) and first.width < _NARROWEST * 2:
        return False
    number, label = numbering.leading(first.text), _LABEL.match(first.text)
    if numbering.leading(lower.text) or _LABEL.match(lower.text) or not (number or label):
        return False
    column = lower.indent - first.indent
    if number and number.unit not in _HEADS:
        text = em_width(first.text[: number.end])
        # 一、 is as wide as the indent of a paragraph.
        return abs(column - text) <= 0.5 and column != 2
    # Blanks behind a label were made one, so that the text stood there or further to the right.
    return (
        label is not None
        and column != 2
        and 0 <= column - em_width(label[0].rstrip()) <= (0.5 if label["colon"] else 4)
    )


# What would have stood on the line before if there had been room: a character, with the quote that must not end a line,
# or a foreign word.
_FIRST_WORD = re.compile("[“‘「『（《〈【〔]*(?:[A-Za-z0-9]+|.)")


def _ends_paragraph(upper: Line, lower: Line, wrap: Wrap) -> bool:
    """Whether a line that ends a sentence ends a paragraph: the next word had room on it, or speech answers speech."""
    first = _FIRST_WORD.match(lower.text)
    if upper.width + upper.indent + (em_width(first[0]) if first else 0) <= wrap.usual:
        return True
    return not wrap.indented and lower.text[0] in "“「『" and _balanced(upper.text)


def _balanced(text: str) -> bool:
    """Whether no speech is open at the end of a line, as far as the line shows."""
    return text[-1] in "”」』" or max(map(text.rfind, "“「『")) <= max(map(text.rfind, "”」』"))
