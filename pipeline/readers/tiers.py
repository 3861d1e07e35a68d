"""What the joints of a line gave in, whether it was taken as it should be: tier by tier, alike within each.

(clreq, "Line adjustment": shrinking begins with Latin word spaces and ends with stops; stretching opens word spaces and
Han–Latin gaps before everything else.) Lengths are em.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pipeline.readers.marks import LATIN_LEAST, LATIN_MOST, LATIN_NATURAL, TIERS, WORD_MOST, Kind

_UNEQUAL = 0.04
#: Latin ends are known less well, and a word space is as wide as the line had room for.
_UNEQUAL_LATIN = 0.05
_WORD_LEAST, _WORD_NATURAL = 0.22, 0.28


class Given(NamedTuple):
    """A joint: how much wider it is than its classes ask for (a word space, a gap: how wide), and what it can give."""

    kind: Kind
    more: float
    most: float = 0
    off: bool = False
    """A dash's or an ellipsis's: what is wrong with it is told apart."""


def fair(joints: Iterable[Given], spread: float) -> bool:
    """`spread` is the stretch that all joints of the line share."""
    taken: dict[Kind, list[tuple[float, float]]] = {}
    for one in joints:
        if one.kind in ("plain", "pair"):
            if abs(one.more - spread) > _UNEQUAL:
                return False
        elif one.kind == "latin":
            taken.setdefault("latin", []).append((LATIN_NATURAL - one.more + spread, LATIN_NATURAL - LATIN_LEAST))
        elif one.kind == "word":
            taken.setdefault("word", []).append((_WORD_NATURAL - one.more + spread, _WORD_NATURAL - _WORD_LEAST))
        else:
            taken.setdefault(one.kind, []).append((spread - one.more, one.most))
    return _in_order(taken, spread) and _opened(taken, spread)


def _in_order(taken: dict[Kind, list[tuple[float, float]]], spread: float) -> bool:
    """Squeezing: a tier gives alike, and only when those before it have given all."""
    tight = True
    for kind in TIERS:
        amounts = taken.get(kind)
        if not amounts:
            continue
        off = _UNEQUAL_LATIN if kind in ("word", "latin") else _UNEQUAL
        low, high = min(amounts)[0], max(amounts)[0]
        if high - low > off or high > amounts[0][1] + off:
            return False
        if low < -off and kind not in ("word", "latin"):
            return False
        if high > off and (not tight or spread > _UNEQUAL):
            return False
        tight = tight and low >= amounts[0][1] - off
    return True


def _opened(taken: dict[Kind, list[tuple[float, float]]], spread: float) -> bool:
    """Stretching: word spaces open first, then gaps, then all joints."""
    words, gaps = taken.get("word", []), taken.get("latin", [])
    open_gaps = bool(gaps) and min(gaps)[0] < -_UNEQUAL_LATIN
    words_open = not words or max(words)[0] <= _WORD_NATURAL - WORD_MOST + _UNEQUAL_LATIN
    gaps_open = not gaps or max(gaps)[0] <= LATIN_NATURAL - LATIN_MOST + _UNEQUAL_LATIN
    if spread > _UNEQUAL:
        return words_open and gaps_open
    return words_open or not open_gaps
