"""Units in, those that quote and those that name whom they quote out: “…” and ——《论语》 below it or pushed right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from pipeline.hanzi import BLANKS
from pipeline.structure import patterns
from pipeline.structure.evidence.weights import Label
from pipeline.structure.metre import is_metrical
from pipeline.structure.units import Unit, ends_sentence

_NAMED = re.compile(rf"^[—―]{{1,2}}(?![—―])[{BLANKS}]*(?P<who>(?!幕|[剧劇][终終]|完$)[^。；：！？…]{{1,30}})$")
#: The last words of a deck.
_DECK = re.compile(
    "(?:[纪紀][实實]|[见見][闻聞]|[侧側][记記]|印象|巡[礼禮]|扫描|掃描|[综綜]述|[访訪][谈談]?|之[一二三四五六])$"
)
_OPENING, _CLOSING = "“「『‘", "”」』’"
#: A name below a headline in quotes is no longer than this; what is longer is a deck.
_LONGEST_NAME = 8
#: A quotation without quotes and not set in is no longer than this; one is never longer than so many units.
_LONGEST_PLAIN, _MOST_UNITS = 40, 12
_VERSE_LINE = 18
#: A short quotation as flush as prose stands at the very beginning.
_EPIGRAPH = 3
# ——写于望江, ——摘自《…》: where a text was written or taken from, not whom it quotes.
_MADE = re.compile("[写寫作记記改]?[于於]|(?:摘|选|選|转|轉|[节節][选選])自|原[载載]|[据據]")


def quotations(units: Sequence[Unit]) -> dict[int, Label]:
    """The label of each unit that belongs to a quotation with its author named."""
    found: dict[int, Label] = {}
    prose: float | None = None
    for index, unit in enumerate(units):
        if index and unit.text[0] in "—―" and (named := _NAMED.match(unit.text)):
            if not _names_author(units, index, named["who"]):
                continue
            if prose is None:
                usual = Counter(other.indent for other in units if len(other.text) > 30).most_common(1)
                prose = usual[0][0] if usual else 0.0
            run = range(0) if _MADE.match(named["who"]) else _quoted(units, index - 1, prose, unit.indent)
            lines = len(run) > 1 and all(len(units[at].text) <= _VERSE_LINE for at in run)
            found |= dict.fromkeys(run, "verse" if lines else "quote")
            found[index] = "attribution"
    return _boxed(units) | _signed_by_turns(units) | found


#: Fewest voices, one paragraph each, that make such a box where they are longer.
_VOICES = 3
# ——IP：10.1.7.*, ——网友 河边人
_VOICE = re.compile(f"——(?!—)[{BLANKS}]*(?P<who>[^。！？；…]{{1,30}})")


def _signed_by_turns(units: Sequence[Unit]) -> dict[int, Label]:
    """Paragraphs of any length by turns with lines ——某某, three or more of each: voices, readers' letters."""
    signed = {
        index
        for index, unit in enumerate(units)
        if index
        and (named := _VOICE.fullmatch(unit.text))
        and not _MADE.match(named["who"])
        and ends_sentence(units[index - 1].text)
        and units[index - 1].text[0] not in "—―"
    }
    found: dict[int, Label] = {}
    for first in sorted(signed):
        if first - 2 in signed:
            continue
        run = [first]
        while run[-1] + 2 in signed:
            run.append(run[-1] + 2)
        if len(run) >= _VOICES:
            found |= dict.fromkeys((at - 1 for at in run), "quote")
            found |= dict.fromkeys(run, "attribution")
    return found


#: Most units of one quotation in a box of them.
_MOST_IN_BOX = 3


def _boxed(units: Sequence[Unit]) -> dict[int, Label]:
    """Short sentences parted again and again by a line ——某某 are a box of quotations, however long such a line is."""
    ends = [
        index
        for index, unit in enumerate(units)
        if index and unit.text.startswith("——") and _is_saying(units[index - 1]) and not _MADE.match(unit.text, 2)
    ]
    found: dict[int, Label] = {}
    for before, after in pairwise(ends):
        if after - before - 1 > _MOST_IN_BOX or not all(map(_is_saying, units[before + 1 : after])):
            continue
        first = before
        while first and before - first < _MOST_IN_BOX and _is_saying(units[first - 1]):
            first -= 1
        found |= dict.fromkeys((*range(first, before), *range(before + 1, after)), "quote")
        found |= {before: "attribution", after: "attribution"}
    return found


def _is_saying(unit: Unit) -> bool:
    return len(unit.text) <= _LONGEST_PLAIN and unit.text[0] not in "—―" and ends_sentence(unit.text)


def _names_author(units: Sequence[Unit], index: int, who: str) -> bool:
    """Whether ——… tells who said what stands above it: below a headline it is a deck."""
    above, unit = units[index - 1], units[index]
    if _DECK.search(who) or (index + 1 < len(units) and patterns.byline(units[index + 1].text)):
        return False
    pushed = unit.indent >= 6 and unit.indent - above.indent >= 4
    if ends_sentence(above.text) and not (above.text[0] in _OPENING and above.text[-1] in _CLOSING):
        return True
    if above.text[-1] not in _CLOSING and not (pushed and index > 1):
        return False
    return pushed or len(who) <= _LONGEST_NAME or who[0] == "《"


def _quoted(units: Sequence[Unit], last: int, prose: float, indent: float) -> range:
    """Units up to `last` that are quoted: in quotes, set in, or short; none where `last` is a paragraph of prose."""
    first = last
    while first and last - first < _MOST_UNITS and _goes_back(units, first, prose):
        first -= 1
    unit = units[first]
    short = len(units[last].text) <= _LONGEST_PLAIN and (last < _EPIGRAPH or indent >= prose + 4)
    if unit.text[0] in _OPENING or unit.indent >= prose + 2 or short:
        return range(first, last + 1)
    return range(0)


def _goes_back(units: Sequence[Unit], first: int, prose: float) -> bool:
    unit, above = units[first], units[first - 1]
    if unit.text.count("”") > unit.text.count("“") or unit.text.count("」") > unit.text.count("「"):
        return True
    if is_metrical(unit.text) and is_metrical(above.text) and len(unit.text) == len(above.text):
        return True
    if above.text[-1] in "，、；" and len(above.text) <= _VERSE_LINE:
        return True
    return unit.indent >= prose + 2 and above.indent == unit.indent
