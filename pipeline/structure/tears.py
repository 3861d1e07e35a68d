"""Units in, those out of which two are the halves of one sentence: a word begins in the one and ends in the other.

Only this proves that a short line was torn: 各村积极响应号 and, three captions on, 召，当天就上了堤。
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.hanzi import is_han
from pipeline.model import Kind
from pipeline.structure import patterns
from pipeline.structure.units import Unit, ends_sentence
from pipeline.structure.words import crosses

#: The other half is looked for over so many captions, none longer than this.
_REACH, _CAPTION = 8, 60
#: A line of no more characters may be a title or a caption.
_SHORT = 24
_WHOLE_LINES: frozenset[Kind] = frozenset({"verse", "play", "law"})


def halves(units: Sequence[Unit], kind: Kind) -> Mapping[int, int]:
    """Index of each first half → index of the second."""
    if kind in _WHOLE_LINES:
        return {}
    found: dict[int, int] = {}
    open_ = False
    closed_at = 0
    for index, unit in enumerate(units):
        text = unit.text
        if unit.bare_ends:
            open_ = False
        elif is_han(text[-1]) and len(text) >= 4:
            # While a sentence is open, short lines are the captions that cut it: 老石匠披红 does not go on with 牌.
            short = len(text) <= _SHORT
            if not (short and (open_ or index < closed_at)) and (other := _other_half(units, index)):
                found[index] = closed_at = other
            open_ = open_ or not short
    return found


def breaks_off(text: str) -> bool:
    """Whether a paragraph that nothing was joined to ends in mid sentence; a short one may be anything."""
    return len(text) > _SHORT and (is_han(text[-1]) or text[-1] in "，、") and not patterns.credit(text)


def _other_half(units: Sequence[Unit], index: int) -> int | None:
    first = units[index]
    if first.number or first.credit:
        return None
    for at in range(index + 1, min(len(units), index + 1 + _REACH)):
        text = units[at].text
        if (len(text) > _SHORT or units[at].bare_ends) and crosses(first.text, text):
            # A title may end and its text begin so by chance (稻香 and 水是…); a mark behind the half word says more.
            sure = len(first.text) > _SHORT or text[1:2] in tuple("，。、；：！？")
            return at if sure and _begins_nothing(units[at]) else None
        if len(text) > _CAPTION or (ends_sentence(text) and not patterns.credit(text)):
            return None
    return None


def _begins_nothing(unit: Unit) -> bool:
    return not (unit.number or unit.indent >= 1 or unit.lead or unit.credit)
