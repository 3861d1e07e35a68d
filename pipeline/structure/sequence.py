"""Evidence for each unit in, one label a unit out: the likeliest sequence as a whole (Viterbi), not line by line.

A decision may so lean on what comes after: a short line is a title because a lead follows it, and a torn sentence is
held open over captions until its other half comes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from pipeline.structure.context import Context
from pipeline.structure.evidence import LABELS, PRIOR, Evidence, Label, hear
from pipeline.structure.units import Unit

_TEXT: frozenset[Label] = frozenset({"para", "more", "item", "speech", "clause"})
_PASSES_OVER: frozenset[Label] = frozenset({"caption", "credit", "photo-unit", "footnote"})
_NEEDS_TITLE: frozenset[Label] = frozenset({"title", "title-more", "deck"})
#: What one label says of the next; everything not named is 0.
FOLLOWS: dict[tuple[Label | None, Label], float] = {
    ("title", "title"): -3, ("title", "heading"): -1.5, ("heading", "heading"): -2.5, ("heading", "title"): -3,
    ("heading", "caption"): -1.5, ("kicker", "title"): 3, ("kicker", "heading"): -2, ("title", "byline"): 1,
    ("deck", "byline"): 1, ("byline", "title"): -1, ("heading", "byline"): -2, ("title", "caption"): 0.5,
    ("caption", "caption"): 1, ("verse", "verse"): 1, ("title", "verse"): 0.5, ("byline", "verse"): 1,
    ("volume", "chapter"): 0.5, ("chapter", "title"): -3, ("caption", "heading"): -0.5, (None, "more"): -20,
    ("title", "signature"): -2, ("signature", "signature"): 1, ("chapter", "heading"): -0.5,
    ("title", "kicker"): -1, ("verse", "heading"): -1, ("caption", "credit"): 1.5, ("title", "credit"): -4,
    ("verse", "para"): -1, ("para", "verse"): -1, ("photo-unit", "caption"): 2, ("deck", "title"): -1.5,
    ("chapter", "deck"): -8, ("chapter", "title-more"): -8,
}  # fmt: skip
#: A line that ends so may be the last of a table: nothing shows that it goes on.
_FIGURE_ENDS = frozenset("0123456789%％℃°")
#: Another reading of the whole document within this distance of the best makes a decision doubtful.
_DOUBT = 1.5


class Labelled(NamedTuple):
    unit: Unit
    label: Label
    reasons: tuple[str, ...]
    alternatives: tuple[Label, ...]
    """What else it might be: labels with which the whole document would read nearly as well, the closest first."""


class _Step(NamedTuple):
    score: float
    label: Label
    open_: bool
    back: int


class _Seen(NamedTuple):
    """One unit as the sequence sees it: what speaks for each label, and whether its text stays open or, if it is a
    note, a bracket or clause of it."""

    totals: dict[Label, float]
    torn: bool
    unclosed: bool

    def opens(self, label_: Label) -> bool:
        """Whether it leaves a sentence open; a label that is passed over leaves what was open before it."""
        return (self.torn and label_ in _TEXT) or (self.unclosed and label_ == "note")


def label(units: Sequence[Unit], context: Context) -> list[Labelled]:
    """The best sequence of labels for a document's units."""
    if not units:
        return []
    heard = [hear(unit, index, context) for index, unit in enumerate(units)]
    seen = [
        _seen(unit, evidence, halved=index in context.halves)
        for index, (unit, evidence) in enumerate(zip(units, heard, strict=True))
    ]
    columns: list[list[_Step]] = []
    for one in seen:
        columns.append(_column(one, columns[-1] if columns else None))
    path = _path(columns)
    doubts = _doubts(columns, seen)
    return [
        Labelled(unit, chosen, _reasons(chosen, evidence), tuple(other for other in close if other != chosen))
        for unit, chosen, evidence, close in zip(units, path, heard, doubts, strict=True)
    ]


def _seen(unit: Unit, heard: Sequence[Evidence], *, halved: bool) -> _Seen:
    """`halved`: a word is known to cross from it to another unit."""
    totals: dict[Label, float] = {"para": PRIOR["para"]}
    for label_, weight, _ in heard:
        if label_ not in totals:
            totals[label_] = PRIOR.get(label_, -2)
        totals[label_] += weight
    if "more" in totals:
        totals["more"] += totals["para"]  # the rest of a paragraph is as much prose as its beginning
    bare = unit.bare
    clause = len(bare) > 24 or (len(bare) >= 14 and "，" in bare)
    figure = bare[-1] in _FIGURE_ENDS and not (bare[-1].isdecimal() and "，" in bare[-24:])
    # What a jump line leads away from is not gone on with here.
    broken = bare == unit.text and not unit.bare_ends and not figure and not unit.jumps_out
    unclosed = unit.text.count("（") > unit.text.count("）") or bare[-1] in "，、"
    return _Seen(totals, halved or (broken and (clause or bare[-1] in "，、")), unclosed)


def _column(seen: _Seen, before: list[_Step] | None) -> list[_Step]:
    if before is None:
        first = ((label_, score + FOLLOWS.get((None, label_), 0)) for label_, score in seen.totals.items())
        return [_Step(score, label_, seen.opens(label_), -1) for label_, score in first]
    ways = [(at, step.score, _gains(step.label, step.open_)) for at, step in enumerate(before)]
    parted: dict[bool, list[tuple[int, float, Mapping[Label, float]]]] = {}
    for way, step in zip(ways, before, strict=True):
        parted.setdefault(step.open_, []).append(way)
    column: list[_Step] = []
    for label_, score in seen.totals.items():
        for open_, group in (parted if label_ in _PASSES_OVER else {seen.opens(label_): ways}).items():
            best, back = 0.0, -1
            for at, so_far, gains in group:
                if label_ in gains:
                    total = so_far + score + gains[label_]
                    if back < 0 or total > best:
                        best, back = total, at
            if back >= 0:
                column.append(_Step(best, label_, open_, back))
    return column


@cache
def _gains(label_: Label, open_: bool) -> Mapping[Label, float]:  # noqa: FBT001 - `cache` is quicker by position
    """What it is worth to go on from a label with each other one; those with which that cannot be are not in it."""
    gains = ((other, _transition(label_, other, open_=open_)) for other in LABELS)
    return {other: gained for other, gained in gains if gained is not None}


def _transition(before: Label, label_: Label, *, open_: bool) -> float | None:
    """What it is worth to go on with `label_`; None where that cannot be. `open_`: a sentence is."""
    gained = FOLLOWS.get((before, label_), 0.0)
    if label_ == "more":
        return gained + 2.5 if open_ else None
    if label_ in ("deck", "title-more") and before not in (*_NEEDS_TITLE, "chapter"):
        return None
    if label_ == "photo-unit" and not open_:
        return None
    if open_ and label_ in _PASSES_OVER:
        return gained + 1.5
    if open_:
        return gained - 2.5
    return gained


def _path(columns: list[list[_Step]]) -> list[Label]:
    at = max(range(len(columns[-1])), key=lambda index: columns[-1][index].score + _end(columns[-1][index]))
    path: list[Label] = []
    for column in reversed(columns):
        path.append(column[at].label)
        at = column[at].back
    return path[::-1]


def _end(step: _Step) -> float:
    """A document seldom ends in an open sentence."""
    return -1.5 * step.open_


def _doubts(columns: list[list[_Step]], seen: Sequence[_Seen]) -> list[list[Label]]:
    """For each unit the labels of all sequences that come within `_DOUBT` of the best, the closest first."""
    ahead = [_end(step) for step in columns[-1]]
    doubts: list[list[Label]] = []
    for at in range(len(columns) - 1, -1, -1):
        if at < len(columns) - 1:
            ahead = _ahead(columns[at], columns[at + 1], seen[at + 1], ahead)
        whole: dict[Label, float] = {}
        for step, rest in zip(columns[at], ahead, strict=True):
            total = step.score + rest
            if step.label not in whole or total > whole[step.label]:
                whole[step.label] = total
        near = max(whole.values()) - _DOUBT
        doubts.append(sorted((one for one in whole if whole[one] > near), key=lambda one: -whole[one]))
    return doubts[::-1]


def _ahead(column: list[_Step], following: list[_Step], seen: _Seen, ahead: list[float]) -> list[float]:
    """The best that can still be had after each step of a column, from what can be had after those of the next."""
    # By whether a sentence is open behind the step: each label that may come next, its score and what comes after.
    ways: dict[bool, list[tuple[Label, float, float]]] = {True: [], False: []}
    for step, rest in zip(following, ahead, strict=True):
        way = (step.label, seen.totals[step.label], rest)
        for open_ in (step.open_,) if step.label in _PASSES_OVER else (True, False):
            ways[open_].append(way)
    best: list[float] = []
    for step in column:
        gains = _gains(step.label, step.open_)
        totals = [gains[label_] + score + rest for label_, score, rest in ways[step.open_] if label_ in gains]
        best.append(max(totals, default=-1e9))
    return best


def _reasons(chosen: Label, heard: Sequence[Evidence]) -> tuple[str, ...]:
    return tuple(reason for label_, weight, reason in heard if label_ == chosen and weight > 0)
