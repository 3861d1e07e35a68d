"""What speaks for items, clauses, speeches, stage directions, lines of verse."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.structure import patterns
from pipeline.structure.context import Context
from pipeline.structure.evidence.weights import Evidence
from pipeline.structure.kinds import SPEAKER
from pipeline.structure.units import Unit, ends_sentence


def items(unit: Unit, index: int, context: Context) -> Iterator[Evidence]:
    number = unit.number
    if number and number.unit == "article":
        yield Evidence("clause", 9, "numbered-clause")
    elif number and number.unit.startswith("item") and (ends_sentence(unit.bare) or len(unit.text) > 30):
        yield Evidence("item", 4, "numbered-item")
        if index in context.runs:
            yield Evidence("item", 5.5, "numbers-run-on")
    elif patterns.LEADING_BULLET.match(unit.text) and not patterns.KICKER.match(unit.text):
        yield Evidence("item", 4, "bullet")


def stage(unit: Unit, _index: int, context: Context) -> Iterator[Evidence]:
    match = SPEAKER.match(unit.text)
    if match and match["speaker"] in context.speakers and context.kind in ("play", "newspaper"):
        yield Evidence("speech", 5 if context.kind == "play" else 2.5, "speaker")
    if context.kind == "play" and unit.text[0] in "〔（(［[":
        yield Evidence("stage", 5, "stage-direction")


def verse(unit: Unit, index: int, context: Context) -> Iterator[Evidence]:
    if index in context.songs and context.kind != "verse":
        yield Evidence("verse", 8, "short-lines-in-prose")
    if context.kind == "verse" and len(unit.text) <= 40:
        yield Evidence("verse", 4 if index else -3, "verse")
        if unit.text[-1] in "，。？！；、":
            yield Evidence("verse", 1.5, "ends-like-a-line-of-verse")
