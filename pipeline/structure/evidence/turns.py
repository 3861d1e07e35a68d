"""What speaks for items, clauses, speeches, stage directions, lines of verse."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.structure import patterns
from pipeline.structure.context import Context
from pipeline.structure.evidence.weights import Evidence
from pipeline.structure.kinds import BRACKETED_SPEAKER, is_told, speaking
from pipeline.structure.metre import is_metrical, is_of_suite
from pipeline.structure.units import Unit

# （独幕话剧） below the title.
_GENRE = re.compile("^[（(].{0,8}(?:[剧劇]|[戏戲]|幕|折)[）)]$")


# 正是：, 有诗为证：, 后人有诗叹曰：
_SUNG_BELOW = re.compile(
    "(?:^|[。！？”])[^。！？”]{0,16}(?:正是|[诗詩词詞歌谣謠偈赋賦联聯句证證][曰云道]?|[诗詩][叹嘆赞讚][曰云])：$"
)


def items(unit: Unit, index: int, context: Context) -> Iterator[Evidence]:
    number = unit.number
    if index in context.cast:
        yield Evidence("item", 18, "a-person-of-the-play")
    if number and number.unit == "article":
        # 第三条渠是最后挖的: in prose a clause has a neighbour or a blank after its number.
        if context.kind in ("law", "circular") or index in context.runs or number.end > len(number.printed):
            yield Evidence("clause", 9, "numbered-clause")
    elif number and number.unit.startswith("item") and _is_item(unit, index, context):
        yield Evidence("item", 4, "numbered-item")
        if index in context.runs:
            yield Evidence("item", 5.5, "numbers-run-on")
    elif patterns.LEADING_BULLET.match(unit.text) and not (
        patterns.KICKER.match(unit.text) or patterns.byline(unit.text)
    ):
        yield Evidence("item", 4, "bullet")


def _is_item(unit: Unit, index: int, context: Context) -> bool:
    """Whether a numbered line is a sentence, or the last of the text, which breaks off in it."""
    if unit.bare_ends or len(unit.text) > 30 or unit.text[-1] in "，、":
        return True
    return index == len(context.units) - 1 and index in context.runs and len(unit.text) > 10


# 幕落, 〔剧终〕, ——完
_CURTAIN = re.compile(
    "^[—―〔（(]{0,2}(?:幕(?:徐徐)?[落闭閉下急]|[闭閉]幕|[剧劇][终終]|全[剧劇][终終]|完)[。〕）)]{0,2}$"
)


def stage(unit: Unit, index: int, context: Context) -> Iterator[Evidence]:
    match = speaking(unit.text, play=context.kind == "play")
    if match and match["speaker"] in context.speakers and (context.kind in ("play", "newspaper") or context.interview):
        yield Evidence("speech", 9 if context.kind == "play" or context.interview else 2.5, "speaker")
    if context.kind != "play":
        return
    if BRACKETED_SPEAKER.match(unit.text):
        yield Evidence("para", 9, "speaker")
        return
    if 0 < index < 4 and _GENRE.match(unit.text):
        yield Evidence("deck", 9, "what-kind-of-play")
    elif unit.text[0] in "〔（(［[" or _CURTAIN.match(unit.text):
        yield Evidence("stage", 9, "stage-direction")
    elif patterns.LABELLED.match(unit.text):
        yield Evidence("para", 6, "time-place-and-persons")


def verse(unit: Unit, index: int, context: Context) -> Iterator[Evidence]:
    if index in context.songs and context.kind != "verse":
        yield Evidence("verse", 8, "short-lines-in-prose")
    if is_metrical(unit.text) and any(
        near and is_metrical(near.text) for near in (context.near(index - 1), context.near(index + 1))
    ):
        yield Evidence("verse", 14 if is_of_suite(unit.text) else 7, "clauses-of-one-length")
    elif index and is_metrical(unit.text) and _SUNG_BELOW.search(context.units[index - 1].text):
        yield Evidence("verse", 8, "a-couplet-below-what-leads-up-to-it")
    if context.kind == "verse" and len(unit.text) <= 40:
        yield Evidence("verse", 4 if index else -3, "verse")
        above = context.near(index - 1)
        if above and patterns.APPARATUS.match(above.text):
            yield Evidence("verse", -6, "clauses-of-prose")
        elif len(unit.text) > 20 and is_told(unit):
            # Not so much that such a line could not stand between two lines of verse.
            yield Evidence("verse", -2.25, "clauses-of-prose")
        if above and above.text[-1] in "，、；：" and len(above.text) <= 24:
            yield Evidence("verse", 2, "goes-on-from-the-line-above")
        if unit.text[-1] in "，。？！；、":
            yield Evidence("verse", 1.5, "ends-like-a-line-of-verse")
