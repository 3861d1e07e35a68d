"""Evidence for each unit in, one label a unit out: the likeliest sequence as a whole (Viterbi), not line by line.

A decision may so lean on what comes after: a short line is a title because a lead follows it, and a torn sentence is
held open over captions until its other half comes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.structure.context import Context
from pipeline.structure.evidence import PRIOR, Evidence, Label, hear
from pipeline.structure.units import Unit, ends_sentence

_TEXT: frozenset[Label] = frozenset({"para", "more", "item", "speech", "clause"})
_PASSES_OVER: frozenset[Label] = frozenset({"caption", "credit", "photo-unit"})
_NEEDS_TITLE: frozenset[Label] = frozenset({"title", "title-more", "deck"})
#: What one label says of the next; everything not named is 0.
FOLLOWS: dict[tuple[Label | None, Label], float] = {
    ("title", "title"): -3, ("title", "heading"): -1.5, ("heading", "heading"): -2.5, ("heading", "title"): -3,
    ("heading", "caption"): -1.5, ("kicker", "title"): 3, ("kicker", "heading"): -2, ("title", "byline"): 1,
    ("deck", "byline"): 1, ("byline", "title"): -1, ("heading", "byline"): -2, ("title", "caption"): 0.5,
    ("caption", "caption"): 1, ("verse", "verse"): 1, ("title", "verse"): 0.5, ("byline", "verse"): 1,
    ("volume", "chapter"): 0.5, ("chapter", "title"): -3, ("caption", "heading"): -0.5, (None, "more"): -20,
    ("title", "signature"): -2, ("signature", "signature"): 1, ("chapter", "heading"): -0.5,
    ("title", "kicker"): -1, ("verse", "heading"): -2, ("caption", "credit"): 1.5, ("title", "credit"): -4,
    ("verse", "para"): -1, ("para", "verse"): -1, ("photo-unit", "caption"): 2,
}  # fmt: skip
#: Runners-up within this distance make a decision doubtful.
_DOUBT = 1.5


class Labelled(NamedTuple):
    unit: Unit
    label: Label
    reasons: tuple[str, ...]
    alternatives: tuple[Label, ...]
    """What else it might be: labels whose evidence comes close."""


class _Step(NamedTuple):
    score: float
    label: Label
    open_: bool
    back: int


def label(units: Sequence[Unit], context: Context) -> list[Labelled]:
    """The best sequence of labels for a document's units."""
    if not units:
        return []
    heard = [hear(unit, index, context) for index, unit in enumerate(units)]
    scores = [_totals(evidence) for evidence in heard]
    columns: list[list[_Step]] = []
    for index, unit in enumerate(units):
        columns.append(_column(unit, scores[index], columns[-1] if columns else None))
    path = _path(columns)
    return [
        _labelled(unit, chosen, scores[index], heard[index])
        for index, (unit, chosen) in enumerate(zip(units, path, strict=True))
    ]


def _totals(evidence: Sequence[Evidence]) -> dict[Label, float]:
    totals: dict[Label, float] = defaultdict(float)
    totals["para"] = PRIOR["para"]
    for label_, weight, _ in evidence:
        if label_ not in totals:
            totals[label_] = PRIOR.get(label_, -2)
        totals[label_] += weight
    if "more" in totals:
        totals["more"] += totals["para"]  # the rest of a paragraph is as much prose as its beginning
    return dict(totals)


def _column(unit: Unit, totals: dict[Label, float], before: list[_Step] | None) -> list[_Step]:
    bare = unit.bare
    clause = len(bare) > 24 or (len(bare) >= 14 and "，" in bare)
    torn = bare == unit.text and not ends_sentence(bare) and (clause or bare[-1] in "，、")
    unclosed = unit.text.count("（") > unit.text.count("）")
    column: list[_Step] = []
    for label_, score in totals.items():
        if before is None:
            column.append(_Step(score + FOLLOWS.get((None, label_), 0), label_, torn and label_ in _TEXT, -1))
            continue
        best: dict[bool, _Step] = {}
        for at, step in enumerate(before):
            gained = _transition(step, label_)
            if gained is None:
                continue
            open_ = (
                step.open_ if label_ in _PASSES_OVER else (torn and label_ in _TEXT) or (unclosed and label_ == "note")
            )
            total = step.score + score + gained
            if open_ not in best or total > best[open_].score:
                best[open_] = _Step(total, label_, open_, at)
        column += best.values()
    return column


def _transition(step: _Step, label_: Label) -> float | None:
    """What it is worth to go on with `label_`; None where that cannot be."""
    gained = FOLLOWS.get((step.label, label_), 0.0)
    if label_ == "more":
        return gained + 2.5 if step.open_ else None
    if label_ in ("deck", "title-more") and step.label not in _NEEDS_TITLE:
        return None
    if label_ == "photo-unit" and not step.open_:
        return None
    if step.open_ and label_ in _PASSES_OVER:
        return gained + 1.5
    if step.open_:
        return gained - 2.5
    return gained


def _path(columns: list[list[_Step]]) -> list[Label]:
    at = max(range(len(columns[-1])), key=lambda index: columns[-1][index].score - 1.5 * columns[-1][index].open_)
    path: list[Label] = []
    for column in reversed(columns):
        path.append(column[at].label)
        at = column[at].back
    return path[::-1]


def _labelled(unit: Unit, chosen: Label, totals: dict[Label, float], heard: Sequence[Evidence]) -> Labelled:
    reasons = tuple(reason for label_, weight, reason in heard if label_ == chosen and weight > 0)
    close = [label_ for label_, score in totals.items() if label_ != chosen and score > totals[chosen] - _DOUBT]
    return Labelled(unit, chosen, reasons, tuple(sorted(close, key=lambda label_: -totals[label_])))
