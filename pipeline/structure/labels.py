"""Units in, labels over section heads out: 国土厅长 over 空置房太多 in a long article, where no article begins."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from itertools import groupby

from pipeline.hanzi import is_han
from pipeline.model import Kind
from pipeline.structure import patterns
from pipeline.structure.units import Unit, ends_sentence

#: Longest label, shortest and longest head below it, fewest such pairs in a row.
_LABEL, _SHORTEST, _HEAD, _PAIRS = 6, 4, 24, 2
#: A paragraph has more characters than this.
_PROSE = 30


def labels(units: Sequence[Unit], kind: Kind, leads: Collection[int], ended: Collection[int]) -> frozenset[int]:
    """Labels of two sections or more of one article: a short line and a longer one in mid article, then prose that
    nobody signs and no dateline opens. Where a head, a byline or a lead stands between two, they are of two
    articles."""
    if kind != "newspaper":
        return frozenset()
    pairs = [at for at in range(1, len(units) - 2) if _is_pair(units, at, leads) and at - 1 not in ended]
    if len(pairs) < _PAIRS:
        return frozenset()
    heads = {at + 1 for at in pairs}
    begins = sorted({at for at in range(len(units)) if at in leads or _begins(units, at, heads)})
    found: set[int] = set()
    for begun, group in groupby(pairs, lambda at: bisect_left(begins, at)):
        alike = list(group)
        if begun and len(alike) >= _PAIRS:
            found.update(alike)
    return frozenset(found)


def _begins(units: Sequence[Unit], at: int, heads: Collection[int]) -> bool:
    """Whether a line shows that an article begins near: a byline, or the label of a box."""
    text = units[at].text
    return len(text) <= 40 and at not in heads and bool(patterns.byline(text) or patterns.KICKER.match(text))


def _is_pair(units: Sequence[Unit], at: int, leads: Collection[int]) -> bool:
    above, label, head, below = units[at - 1 : at + 3]
    return (
        2 <= len(label.text) <= _LABEL
        and all(map(is_han, label.text))
        and max(_SHORTEST, len(label.text) + 1) <= len(head.text) <= _HEAD
        and not (label.number or head.number or label.shape or head.shape or head.blank > label.blank)
        and not ends_sentence(head.bare)
        and head.text[-1] not in "，、；："
        and head.text[0] not in "—―"
        and (len(below.text) > _PROSE or ends_sentence(below.bare))
        and at + 2 not in leads
        and ends_sentence(above.bare)
        and not any(map(_signs, (label.text, head.text)))
        and not patterns.KICKER.match(label.text)
    )


def _signs(text: str) -> bool:
    return bool(patterns.byline(text) or patterns.author(text) or patterns.credit(text))
