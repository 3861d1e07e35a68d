"""What speaks for prose, and for its going on after a tear."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.structure import patterns
from pipeline.structure.context import Context
from pipeline.structure.evidence.weights import INNER_STOP, Evidence
from pipeline.structure.kinds import SPEAKER
from pipeline.structure.units import Unit

_STARTS_TORN = re.compile("^[，。；：？！、）》」』”’〉】〕]")


def prose(unit: Unit, index: int, context: Context) -> Iterator[Evidence]:
    length = len(unit.text)
    if length > 45:
        yield Evidence("para", 3, "long")
    if unit.bare_ends:
        yield Evidence("para", 1.5 if length > 12 else 1, "ends-sentence")
    elif length <= 25:
        yield Evidence("para", -1.5, "short-without-final-mark")
    if INNER_STOP.search(unit.text):
        yield Evidence("para", 1, "several-sentences")
    if index in context.leads and len(unit.text) > 25:
        yield Evidence("para", 3, "a-lead")
    if index in context.halves:
        yield Evidence("para", 8, "a-word-crosses-the-tear")
    if unit.text[0] in '“「『"':
        yield Evidence("para", 0.5, "opens-with-quote")
    if index and patterns.LABELLED.match(unit.text):
        yield Evidence("para", 4, "a-field-with-its-label")
    if context.indented and unit.indent >= 1:
        yield Evidence("para", 0.5, "indented-like-the-rest")


def torn(unit: Unit, index: int, context: Context) -> Iterator[Evidence]:
    if not index or unit.begins:
        return
    yield Evidence("more", 0.5, "may-continue")
    if _STARTS_TORN.match(unit.text):
        yield Evidence("more", 4, "starts-with-a-mark-that-cannot-start")
    if context.indented:
        yield Evidence("more", 1.5 if unit.indent < 1 else -7, "indent")
    above = context.units[index - 1].text
    if above[-1] == "、" and len(above) > 24 and not unit.number:
        yield Evidence("more", 9, "nothing-ends-so")
    if unit.after_furniture and unit.indent < 1:
        yield Evidence("more", 1, "after-furniture")
    if index in context.second_halves:
        yield Evidence("more", 6, "a-word-crosses-the-tear")
    if patterns.LABELLED.match(unit.text):
        yield Evidence("more", -12, "begins-something-new")
    if (turn := SPEAKER.match(unit.text)) and turn["speaker"] in context.speakers:
        yield Evidence("more", -6, "begins-something-new")
    if index in context.leads:
        yield Evidence("more", -12, "begins-a-story")
    if (unit.number and unit.number.unit != "decimal-1") or unit.credit:
        yield Evidence("more", -3, "begins-something-new")
    if len(unit.text) > 24 or unit.bare_ends:
        yield Evidence("more", 0.5, "prose")
    else:
        yield Evidence("more", -3, "short-without-final-mark")
