"""Units in, those that a mark (○, ■) sets over prose as heads or as labels of boxes out; in a list it marks items."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from pipeline.model import Kind
from pipeline.structure import patterns
from pipeline.structure.evidence.weights import INNER_STOP, Label
from pipeline.structure.units import Unit

#: Longest such head and longest label of a box with its mark, characters; fewest of them in a text.
_HEAD, _LABEL, _FEWEST = 20, 10, 2
#: Below a label stand at most so many lines of a head; prose has more characters than this.
_HEAD_LINES, _PROSE = 3, 30
_BOXES = "■◆"


def bulleted(units: Sequence[Unit], kind: Kind, leads: Collection[int]) -> Mapping[int, Label]:
    """Index of each → its role. Short lines without a final mark, never two in a row, over prose that has no such mark:
    each is a head; in a paper, one with a head of its own below it is the label of a box."""
    found: dict[int, Label] = {}
    for index, unit in enumerate(units):
        if unit.text[0] in "●○◦▪■◆" and _is_alone(units, index):
            below = index + 1
            label = kind == "newspaper" and unit.text[0] in _BOXES and len(unit.text) <= _LABEL
            if below in leads or len(units[below].text) > _PROSE or units[below].bare_ends:
                found[index] = "heading"
            elif label and _heads_a_story(units, below, leads):
                found[index] = "kicker"
    return found if len(found) >= _FEWEST and _are_no_list(units) else {}


def _is_alone(units: Sequence[Unit], index: int) -> bool:
    text = units[index].text
    return (
        bool(patterns.LEADING_BULLET.match(text))
        and len(text) <= _HEAD
        and not (units[index].bare_ends or text[-1] in "，、；：" or INNER_STOP.search(text))
        and not (patterns.KICKER.match(text) or patterns.byline(text))
        and index + 1 < len(units)
        and not patterns.LEADING_BULLET.match(units[index + 1].text)
        and not (index and patterns.LEADING_BULLET.match(units[index - 1].text))
    )


def _heads_a_story(units: Sequence[Unit], below: int, leads: Collection[int]) -> bool:
    """Whether short lines and then prose stand below a label."""
    for at in range(below, min(len(units), below + _HEAD_LINES + 1)):
        if at in leads or (at > below and len(units[at].text) > _PROSE and units[at].bare_ends):
            return at > below
        if units[at].bare_ends and not units[at].text.endswith("”"):
            return False
    return False


def _are_no_list(units: Sequence[Unit]) -> bool:
    """Whether no two lines with such a mark are neighbours."""
    marked = [bool(patterns.LEADING_BULLET.match(unit.text)) for unit in units]
    return not any(one and after for one, after in pairwise(marked))
