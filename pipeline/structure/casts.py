"""Units in, those of a play that name its persons out: the lines below 人物：, up to where something else begins."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from pipeline.hanzi import BLANKS, HAN
from pipeline.structure import patterns
from pipeline.structure.units import Unit, ends_sentence

_HEAD = re.compile(
    f"^[〔【（(]?(?:出台|出[场場]|上[场場]|登[场場]|[剧劇]中|主要|本[剧劇])?(?:人[{BLANKS}]?物|角[{BLANKS}]?色|[剧劇]中人)(?:表)?"
    "[〕】）)]?(?:[（(][^（）()]{1,16}[）)])?[：:]?$"
)
# 时间　一个秋天的夜里, with what it tells or without.
_PLACE = re.compile(f"^(?:[时時][{BLANKS}]?[间間]|地[{BLANKS}]?[点點]|[佈布]景|[场場]景|年代)(?:$|[{BLANKS}：—])")
# 老闸工——管闸的, 老闸工　管闸的, 老闸工：管闸的, 老闸工（管闸的）
_PERSON = re.compile(
    f"^(?P<who>[{HAN}A-Za-z·、甲乙丙丁{BLANKS}]{{1,12}}?)[{BLANKS}]*(?:——|—|：|:|[{BLANKS}]|[（(，,])[{BLANKS}]*\\S"
)
#: Longest line that describes a person, characters; fewest of them, of whom most are told about.
_LONGEST, _FEWEST = 60, 2


def cast_heads(units: Sequence[Unit], cast: Collection[int]) -> frozenset[int]:
    """人物 without a colon, over lines that each name a person."""
    return frozenset(
        index - 1
        for index in cast
        if index
        and index - 1 not in cast
        and units[index - 1].text[-1] not in "：:"
        and _HEAD.match(units[index - 1].text)
    )


def casts(units: Sequence[Unit]) -> frozenset[int]:
    """Lines that each name a person of a play."""
    found: set[int] = set()
    for index, unit in enumerate(units):
        if len(unit.text) <= 24 and unit.text[-1] not in "。！？" and _HEAD.match(unit.text):
            run = _run(units, index + 1)
            told = sum(bool(_PERSON.match(units[at].text)) for at in run)
            if len(run) >= _FEWEST and told * 2 >= len(run):
                found.update(run)
    return frozenset(found)


def _run(units: Sequence[Unit], first: int) -> list[int]:
    """From `first` to before what is set off, opens a scene, or speaks: a name comes once in a cast. What a line that
    is set in goes on with belongs to the person above it."""
    named: dict[str, int] = {}
    for at in range(first, len(units)):
        if _ends(units, at, first):
            break
        goes_on = at > first and units[at].indent > units[first].indent and not ends_sentence(units[at - 1].text)
        if goes_on and not units[at].blank:
            continue
        person = _PERSON.match(units[at].text)
        who = person["who"] if person else units[at].text
        if who in named:
            break
        named[who] = at
    return list(named.values())


def _ends(units: Sequence[Unit], at: int, first: int) -> bool:
    unit = units[at]
    if unit.number or unit.shape or unit.text[0] in "〔（([" or len(unit.text) > _LONGEST:
        return True
    if patterns.LABELLED.match(unit.text) or _PLACE.match(unit.text) or (unit.text[-1] in "？！" and "：" in unit.text):
        return True
    return at > first and unit.blank > units[first].blank and not (at > first + 1 and unit.blank <= units[at - 1].blank)
