"""What speaks for captions, credits and units of pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.hanzi import HAN
from pipeline.structure.context import Context
from pipeline.structure.evidence.weights import Evidence
from pipeline.structure.units import Unit, ends_sentence

_FIGURE = re.compile(
    rf"^(?:图为|圖為|上图|下图|左图|右图|图[一二三四五六七八九十\d]{{0,2}}[：:]|▲|△|（?图[①-⑳\d]）?)|^\d{{1,2}}、[^。]{{4,60}}[（(][{HAN}]{{2,12}}摄[）)]$"
)


def caption(unit: Unit, index: int, context: Context) -> Iterator[Evidence]:
    text = unit.text
    if len(text) > 400 or index in context.leads:
        return
    if found := unit.credit:
        alone = not found.caption
        yield Evidence("credit" if alone else "caption", 9, "credit")
        yield Evidence("para", -2, "credit")
        return
    if index in context.leads:
        return
    if context.kind == "newspaper" and len(text) <= 40 and not ends_sentence(text.removesuffix("（图片）")):
        after = context.near(index + 1)
        pictured = after is not None and after.credit is not None
        yield Evidence("photo-unit", 5 if text.endswith("（图片）") else 3 if pictured else 0, "title-of-pictures")
    if _FIGURE.match(text):
        yield Evidence("caption", 4, "says-what-a-picture-shows")
    if context.kind != "newspaper" or len(text) > 50 or text[-1] in "，；：、" or not index:
        return
    yield Evidence("caption", 1 if not unit.ends else -1, "short-without-final-mark")
    if unit.blank >= context.usual_blank + 2:
        yield Evidence("caption", 2, "set-far-off")
