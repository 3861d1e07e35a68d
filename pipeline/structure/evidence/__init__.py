"""Units in, for each unit the roles that it may play and how much speaks for each: the evidence that `sequence` weighs.

Weights are in one currency: +1 is a hint, +3 is strong, +5 is nearly proof. Each piece of evidence is one small
function that looks at one unit and its neighbours, and names its reason; the reasons are kept beside the tree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pipeline.hanzi import HAN
from pipeline.structure.context import Context
from pipeline.structure.evidence.apparatus import apparatus
from pipeline.structure.evidence.captions import caption
from pipeline.structure.evidence.heads import chapter, heading, labelled
from pipeline.structure.evidence.marks import marked
from pipeline.structure.evidence.prose import prose, torn
from pipeline.structure.evidence.titles import byline, deck, title, twice_named
from pipeline.structure.evidence.turns import items, stage, verse
from pipeline.structure.evidence.weights import LABELS, PRIOR, Evidence, Label
from pipeline.structure.kinds import speaking
from pipeline.structure.shapes import Shape
from pipeline.structure.units import Printed, Unit

Witness = Callable[[Unit, int, Context], Iterator[Evidence]]
WITNESSES: tuple[Witness, ...] = (
    prose, torn, title, twice_named, deck, byline, heading, chapter, caption, apparatus, items, stage, verse,
)  # fmt: skip
#: Long prose without anything at its edges needs no hearing.
_PLAIN_LENGTH = 90
_SPECIAL_END = frozenset("）)摄攝图圖发發①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳0123456789")
_SPECIAL_START = re.compile(
    rf"[第卷一二三四五六七八九十（(①-⑳0-9●•■◆〔【编編注原附图圖据各]|[{HAN}A-Za-z·]{{1,8}}(?:：|\u3000)"
)
#: So do the lines of an old print.
_PRINTED: dict[Printed, Label] = {"series": "kicker", "note": "note", "text": "para"}
#: Lines whose shape says what they are need no hearing either.
_SHAPES: dict[Shape, Evidence] = {
    "row": Evidence("row", 30, "rows-made-alike"),
    "cell": Evidence("row", 30, "figures-at-a-fixed-distance"),
    "contents": Evidence("deck", 30, "in-the-list-of-contents"),
    "footnote": Evidence("footnote", 30, "a-note-that-the-text-calls"),
}


def hear(unit: Unit, index: int, context: Context) -> list[Evidence]:
    """All that speaks for or against the roles of one unit."""
    if unit.code:
        return [Evidence("code", 14, "commands-or-settings")]
    if unit.printed:
        return [Evidence(_PRINTED[unit.printed], 30, "as-the-print-sets-it")]
    if (found := marked(unit, context)) and index not in context.contents:
        return [found]
    if labels := labelled(index, context):
        return [labels]
    if index in context.bulleted:
        return [Evidence(context.bulleted[index], 14, "a-mark-before-a-head")]
    if index in context.cast_heads:
        return [Evidence("heading", 14, "over-the-persons")]
    if index in context.circular:
        return [Evidence(context.circular[index], 30, "head-of-a-circular")]
    if unit.shape:
        return [_SHAPES[unit.shape]]
    plain = len(unit.text) > _PLAIN_LENGTH and index and not _has_special_edge(unit.text) and index not in context.leads
    if plain and not (context.kind == "play" and speaking(unit.text, play=True)):
        return [*prose(unit, index, context), *torn(unit, index, context)]
    return [evidence for witness in WITNESSES for evidence in witness(unit, index, context)]


def _has_special_edge(text: str) -> bool:
    return text[-1] in _SPECIAL_END or _SPECIAL_START.match(text) is not None


__all__ = ["LABELS", "PRIOR", "Evidence", "Label", "hear"]
