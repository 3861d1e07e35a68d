"""Units in, the lines of songs and poems out that stand in prose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby, takewhile

from pipeline.structure import patterns
from pipeline.structure.units import Unit

#: Longest line of verse that is looked for in prose, characters; fewest lines.
_SONG_LINE, _SONG_LINES = 18, 4


def songs(units: Sequence[Unit]) -> frozenset[int]:
    """Runs of short lines, not speech, of which most end in no full stop, or that are all set in further than prose."""
    usual = Counter(unit.indent for unit in units if len(unit.text) > 30).most_common(1)
    prose = usual[0][0] if usual else 0.0
    found: set[int] = set()
    run: list[int] = []
    for index in range(len(units) + 1):
        unit = units[index] if index < len(units) else None
        if (
            unit
            and len(unit.text) <= _SONG_LINE
            and not (unit.number or unit.shape or patterns.NOTE.match(unit.text))
            and unit.text[-1] != "："
            and unit.text[0] not in '“「『"（('
            and not unit.credit
        ):
            run.append(index)
            continue
        if run and run[0] and units[run[0] - 1].text[-1] == "：":
            found.update(_announced(units, run))
        found.update(_sung(units, run, prose))
        run = []
    return frozenset(found)


def _sung(units: Sequence[Unit], run: Sequence[int], prose: float, *, whole: bool = True) -> Sequence[int]:
    """Of a run of short lines those that are a song: the whole run, or what is set in deeper than the rest of it."""
    if len(run) < _SONG_LINES:
        return ()
    if not _is_song([units[at] for at in run], units[run[0] - 1] if run[0] else None, prose):
        if not whole:
            return ()
        edge = min(units[at].indent for at in run) + 2
        inner = [list(group) for deep, group in groupby(run, lambda at: units[at].indent >= edge) if deep]
        return [at for group in inner for at in _sung(units, group, edge - 2, whole=False)]
    # Where lines of one length have marks, one without is the name of the next poem.
    marked = [at for at in run if not units[at].text[-1].isalnum()]
    even = len(marked) >= _SONG_LINES and len({len(units[at].text) for at in marked}) == 1
    return marked if even else run


def _announced(units: Sequence[Unit], run: Sequence[int]) -> list[int]:
    """The first lines of a run that a paragraph leads up to (正是：) if they are set in further than it, each with its
    mark: as little as a couplet."""
    prose = units[run[0] - 1].indent
    lines = list(takewhile(lambda at: units[at].indent >= prose + 2, run))
    return lines if all(units[at].text[-1] in "，。；！？" for at in lines) else []


def _is_song(lines: Sequence[Unit], before: Unit | None, prose: float) -> bool:
    """Lines set in deeper than prose, or of one metre; behind a sentence that is complete, else they go on with it."""
    if before and not before.bare_ends and before.text[-1] != "：" and len(before.text) > _SONG_LINE:
        return False
    count = len(lines)
    inner = sum(line.text[-1] in "，、；" for line in lines)
    marked = sum(not line.text[-1].isalnum() for line in lines)
    lengths = Counter(len(line.text.rstrip("，。；！？、")) for line in lines)
    metre = sum(found for _, found in lengths.most_common(2) if found > 1)
    if all(line.indent >= prose + 2 for line in lines):
        return marked * 2 >= count or inner * 4 >= count or metre == count
    if before and _SUNG.search(before.text):
        return inner * 4 >= count or metre * 4 >= count * 3
    return inner * 4 >= count and metre * 4 >= count * 3


# 念起那首老诗：
_SUNG = re.compile("[诗詩词詞歌唱吟念唸诵誦谣謠曲偈联聯赋賦][^。！？]{0,8}：[“「]?$")
