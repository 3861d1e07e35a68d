"""The first lines of a newspaper page in, which of them are its masthead out: the paper's name, the day, the number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.hanzi import BLANKS, HAN
from pipeline.structure.lines import Line

_FIRST_LINES = 5
_NAME = re.compile(rf"^[{HAN}]{{2,10}}(?:[报報]|周刊|週刊|日[报報]社)$")
_DAY = re.compile(
    rf"^(?:\d{{4}}|[〇零一二三四五六七八九]{{4}})年[\d一二三四五六七八九十]{{1,3}}月[\d一二三四五六七八九十]{{1,3}}日"
    rf"[{BLANKS}]*(?:星期|周|週|[农農][历曆]|第)?[^，。；：！？]{{0,30}}$"
)
_NUMBER = re.compile(
    rf"^(?:星期[{HAN}]|[农農][历曆]|[总總]?第[{BLANKS}]?\d{{1,6}}[{BLANKS}]?[期号號]|今日[{HAN}\d]{{1,4}}版|[国國][内內].{{0,6}}刊[号號]|邮发代号|CN[{BLANKS}]?\d)[^。]{{0,40}}$"
)


def masthead(lines: Sequence[Line]) -> list[int]:
    """Indices of a paper's name with the day below it, and of its numbers; none where a name stands without a day."""
    top = range(min(_FIRST_LINES, len(lines)))
    named = next((index for index in top if _NAME.match(lines[index].text)), None)
    if named is None:
        return []
    below = [index for index in top if index > named and (_DAY.match(lines[index].text))]
    if not below or below[0] > named + 2:
        return []
    found = [named]
    for index in range(named + 1, min(named + 6, len(lines))):
        if not (_DAY.match(lines[index].text) or _NUMBER.match(lines[index].text)):
            break
        found.append(index)
    return found
