"""Lines in, what the feet of pages left inside them out: folios in mid sentence (各兵一 21 一种), running feet with
their folios at the end of a line (…的 渡口集 21)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.hanzi import BLANKS, HAN
from pipeline.structure.furniture import Junk, trimmed
from pipeline.structure.lines import Line

FOLIO, FOOT = "furniture.inline-folio", "furniture.running-foot"
# 一 is a dash that a machine misread; a word has no blanks around its figures.
_FOLIO = re.compile(f"(?P<dash>一|——|—|－|–|-)[{BLANKS}](?P<value>[0-9]{{1,4}})[{BLANKS}](?P=dash)")
_LAST = re.compile("(?<![0-9.])[0-9]{1,4}$")
_WORD = re.compile(f"[{HAN}A-Za-z]")
#: Shortest foot, characters, that comes twice, and that comes three times or more; longest.
_TWICE, _OFTEN, _LONGEST = 6, 4, 100
#: Between feet lie at least so many lines; their folios go on by so much at most. So many other lines that end in a
#: number may come between.
_PAGE, _STEP, _BETWEEN = 5, 4, 6


def feet(lines: Sequence[Line]) -> dict[int, list[Junk]]:
    """By line: clean ranges that are no text."""
    found: dict[int, list[Junk]] = {}
    for index, one in (*_folios(lines), *_running(lines)):
        found.setdefault(index, []).append(one)
    return found


def _folios(lines: Sequence[Line]) -> Iterator[tuple[int, Junk]]:
    """Two numbers or more between dashes within lines, most of them higher than the one before."""
    numbers = [
        (index, match)
        for index, line in enumerate(lines)
        for match in _FOLIO.finditer(line.text)
        if match.end() - match.start() < len(line.text)
    ]
    rising = sum(int(one["value"]) < int(after["value"]) for (_, one), (_, after) in pairwise(numbers))
    if len(numbers) < 2 or rising * 2 < len(numbers) - 1:
        return
    for index, match in numbers:
        start = lines[index].start
        yield index, Junk(start + match.start(), start + match.end(), FOLIO)


def _running(lines: Sequence[Line]) -> Iterator[tuple[int, Junk]]:
    """The same words before a number at the end of lines a page apart, where the numbers go on; and their beginning
    before the next number, for some pages have less of it."""
    numbered = [
        _End(index, line.text[: match.start()].rstrip(BLANKS), int(match[0]))
        for index, line in enumerate(lines)
        if line.text[-1] in "0123456789" and (match := _LAST.search(line.text))
    ]
    done = -1
    for at, first in enumerate(numbered):
        if first.line <= done:
            continue
        run, foot, last = _pages(numbered, at)
        if len(run) < 2 or len(foot) < (_TWICE if len(run) == 2 else _OFTEN) or not _WORD.search(foot):
            continue
        done = run[-1].line
        taken = {one.line: len(one.before) - len(foot) for one in run} | _begun(numbered[last : last + _BETWEEN], foot)
        for index, start in taken.items():
            line = lines[index]
            yield index, trimmed(line.text, Junk(start, len(line.text), FOOT), line.start)


class _End(NamedTuple):
    """A line that ends in a number: what stands before that."""

    line: int
    before: str
    value: int


def _pages(numbered: Sequence[_End], at: int) -> tuple[list[_End], str, int]:
    """The lines from one on that may end in the same foot, page by page, that foot, and which is the last."""
    run, foot = [numbered[at]], numbered[at].before[-_LONGEST:]
    ahead = at + 1
    while ahead < len(numbered) and ahead - at <= _BETWEEN:
        one = numbered[ahead]
        same = _common_end(foot, one.before)
        if 0 < one.value - run[-1].value <= _STEP and one.line - run[-1].line >= _PAGE and len(same) >= _OFTEN:
            run.append(one)
            foot, at = same, ahead
        ahead += 1
    return run, foot, at


def _common_end(one: str, other: str) -> str:
    """What two texts end with alike, without marks and blanks at its beginning."""
    length = 0
    while length < min(len(one), len(other)) and one[-1 - length] == other[-1 - length]:
        length += 1
    return one[len(one) - length :].lstrip("。！？…，；：、”）" + BLANKS)


def _begun(numbered: Sequence[_End], foot: str) -> dict[int, int]:
    """Below the last foot a line that ends in its beginning (网： of 网：渡口集) and a next number → where that is."""
    last = numbered[0]
    for one in numbered[1:]:
        if not 0 < one.value - last.value <= _STEP:
            continue
        for length in range(len(foot), 1, -1):
            if one.before.endswith(foot[:length]) and (length >= _TWICE or foot[length - 1] in "：:|·"):
                return {one.line: len(one.before) - length}
    return {}
