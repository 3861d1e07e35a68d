"""A rule for poems that came down on one line, a blank where each of their lines ended."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal, NamedTuple

from pipeline.hanzi import BLANKS, HAN, NUMERALS
from pipeline.ledger import Edit
from pipeline.normalize.rules import ALL_BLANKS, Rule

_STOPS = "。！？"
_INNER = "，；、"
_ENDS = re.compile(f"[{_STOPS}{_INNER}：…—][”’」』）]?$")
_BLANK = re.compile(f"(?<=[^{BLANKS}\n])[ 　](?=[^{BLANKS}，。；：！？、”’」』）\n])")
_NUMBER = re.compile(f"[{NUMERALS}]{{1,3}}")
# What stands below a poem: 五年八月二十三日, （一九一六年八月）, （原载…）
_BELOW = re.compile(
    f"(?:[{NUMERALS}]{{1,4}}|\\d{{4}})年[{NUMERALS}0-9]{{1,3}}月[^，。]{{0,12}}$|[（(][^（）()]{{2,40}}[）)]$"
)
_SAME_DAY = re.compile(r"[（(]\d{4}年")
_INSIDE = re.compile(f"[{_STOPS}](?![”’」』）…—]{{0,3}}$)(?![{_STOPS}…])")
_QUOTED = re.compile("[“「][^”」]*[”」]")
_CHARACTERS = re.compile(f"[{HAN}]")
#: Fewest lines of such a poem, longest line of verse and longest that most of them are no longer than, longest poem.
_LINES, _LONGEST, _USUAL, _POEM = 4, 42, 26, 1200
#: Characters of a line of regulated verse, or of two.
_METRES = (4, 5, 6, 7, 10, 14)


class _Poem(NamedTuple):
    start: int
    gaps: list[int]
    """Offsets of the blanks that stand for line ends."""
    sure: Literal["even", "free", "perhaps"]
    """Its lines are of one length; unlike, and verse all the same; or verse if what stands around it is."""


def _poem(line: str, start: int) -> _Poem | None:
    """The poem of a line that begins at an offset of the text, if it is one."""
    gaps = [gap.start() for gap in _BLANK.finditer(line)]
    if len(gaps) < _LINES - 1:
        return None
    edges = [-1, *gaps, len(line.rstrip(BLANKS))]
    parts = [line[before + 1 : after] for before, after in pairwise(edges)]
    parts[0] = parts[0].lstrip(BLANKS)
    last = len(parts)
    while last and _BELOW.fullmatch(parts[last - 1]):
        last -= 1
    # A note of the poet's may stand above the first line, without a mark; the lines have one each.
    verse = [part for at, part in enumerate(parts[:last]) if not _NUMBER.fullmatch(part) and (at or _ENDS.search(part))]
    if len(verse) < _LINES or not all(_ENDS.search(part) and len(part) <= _LONGEST for part in verse):
        return None
    kept = {gap for gap, part in zip(gaps, parts[1:], strict=True) if _SAME_DAY.match(part)}
    made = [start + gap for gap in gaps if gap not in kept]
    usual, count = Counter(len(_CHARACTERS.findall(part)) for part in verse).most_common(1)[0]
    if count * 5 >= len(verse) * 4 and count >= _LINES and usual in _METRES:
        return _Poem(start, made, "even")
    bare = [_QUOTED.sub("", part) for part in verse]
    if sorted(map(len, verse))[len(verse) // 2] > _USUAL or any(_INSIDE.search(part) for part in bare):
        return None
    return _Poem(start, made, "free" if _is_free(verse, bare) else "perhaps")


def _is_free(verse: list[str], bare: list[str]) -> bool:
    """Whether lines in which every sentence ends with its line, `bare` without what is quoted, are verse: of the commas
    some end their line, some do not. A typist who sets blanks behind his marks sets them behind all."""
    ended = any(part.rstrip("”’」』）—")[-1:] in tuple(_INNER) for part in verse[:-1])
    return ended and any(mark in part[:-1] for part in bare for mark in _INNER)


def _verses(text: str) -> Iterator[Edit]:
    poems: list[_Poem] = []
    others = at = 0
    for line in text.split("\n"):
        if len(line) <= _POEM and line.count(" ") + line.count("\u3000") >= _LINES - 1:
            gaps = list(_BLANK.finditer(line))
            if poem := _poem(line, at):
                poems.append(poem)
            else:
                others += sum(_ENDS.search(line[max(0, gap.start() - 2) : gap.start()]) is not None for gap in gaps) > 2
        at += len(line) + 1
    sure = sum(poem.sure != "perhaps" for poem in poems)
    several = sure > 1 and sure > others + len(poems) - sure
    for poem in poems:
        if poem.sure == "even" or several:
            yield from (Edit(gap, text[gap], "\n") for gap in poem.gaps)


RULES = (Rule("lines.verses", _verses, needs=ALL_BLANKS),)
