"""What speaks for heads within an article, and for chapters and volumes of a book."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.structure import patterns
from pipeline.structure.context import Context
from pipeline.structure.evidence.weights import INNER_STOP, Evidence
from pipeline.structure.units import Unit


def heading(unit: Unit, index: int, context: Context) -> Iterator[Evidence]:
    text, number = unit.text, unit.number
    boxed = patterns.KICKER.match(text)
    if patterns.APPARATUS.match(text) or (context.kind == "verse" and patterns.PART_OF_POEM.match(text)):
        yield Evidence("heading", 14, "part-of-a-poem-or-its-notes")
        return
    if (
        len(text) > 40
        or (text[-1] in "。，；：、" and not boxed)
        or patterns.LABELLED.match(text)
        or INNER_STOP.search(text)
        or "www." in text
        or "://" in text
    ):
        return
    if number and number.unit in ("section", "chapter") and context.kind in ("law", "circular"):
        yield Evidence("heading", 7, "numbered-part")
        return
    if number and _is_inner_act(unit, context):
        yield Evidence("heading", 9, "an-act-of-a-play")
        return
    if index and number and _is_section(unit, context):
        yield Evidence("heading", 7, "numbered-part")
    yield from _numbered(unit, index, context)
    if not context.anything_follows(index):
        yield Evidence("heading", -4, "nothing-follows")
    if context.kind in ("verse", "play") and not number:
        return
    if text[0] in '“「『"' or "：“" in text or text.count("“") != text.count("”"):
        yield Evidence("heading", -3, "speech")
    if text.isascii() and not number and text != text.upper():
        yield Evidence("heading", -3, "no-chinese")
    if "，" in text:
        yield Evidence("heading", -1 if context.kind == "newspaper" else -2, "has-a-comma")
    if not unit.ends and 2 <= len(text) <= 24:
        yield Evidence("heading", 1.2, "short-without-final-mark")
    yield from _set_off(unit, index, context)
    if boxed:
        yield Evidence("heading", 4 if text[-1] == "：" else 2, "label-of-a-box")


def _set_off(unit: Unit, index: int, context: Context) -> Iterator[Evidence]:
    """What a head's neighbours and its place say of it."""
    after = context.near(index + 1)
    told = after is not None and (len(after.text) > 30 or after.bare_ends)
    if after and (told or patterns.LABELLED.match(after.text)) and index + 1 not in context.leads:
        yield Evidence("heading", 0.7, "prose-follows")
    if sum(context.lengths[len(unit.text) + step] for step in (-1, 0, 1)) >= 3:
        yield Evidence("heading", 0.6, "parallel-in-length")
    if unit.blank >= context.usual_blank + 2:
        yield Evidence("heading", -1, "set-far-off")
    if context.indented and unit.indent >= 1 and not unit.number and context.kind != "newspaper":
        yield Evidence("heading", -2, "indented-like-the-rest")
    if index - 1 in context.ended or (index == 0 and not _opens_a_run(unit, index, context)):
        yield Evidence("heading", -4, "nothing-to-be-a-section-of")


def labelled(index: int, context: Context) -> Evidence | None:
    """A label over a section head, or the head."""
    if index in context.labels:
        return Evidence("heading", 14, "label-of-a-section")
    return Evidence("heading", 14, "below-its-label") if index - 1 in context.labels else None


def _opens_a_run(unit: Unit, index: int, context: Context) -> bool:
    """Whether a line has a number that runs on below: an excerpt may begin with any."""
    return unit.number is not None and index in context.runs and unit.number.end < len(unit.text)


def _numbered(unit: Unit, index: int, context: Context) -> Iterator[Evidence]:
    number = unit.number
    if not number:
        return
    alone = number.end == len(unit.text)
    below = after.number if (after := context.near(index + 1)) else None
    if below and below.value == 1 and below.unit != number.unit and number.unit.startswith(("item", "decimal")):
        yield Evidence("heading", 2.5, "its-parts-follow")
    if number.unit == "section" and not context.section_chapters:
        yield Evidence("heading", 5 if number.parted or alone or index in context.runs else 1, "numbered-section")
    if number.unit == "decimal-1":
        yield Evidence("heading", 2 if index in context.runs else -1, "numbered")
    elif number.unit.startswith("decimal"):
        yield Evidence("heading", 4, "numbered")
    if number.unit.startswith("item"):
        yield Evidence("heading", {"item-1": 3.2, "item-2": 2.4, "item-3": 1.8}.get(number.unit, 0.5), "numbered")
        if alone:
            more = 3 if context.kind == "verse" else 0
            yield Evidence("heading", 3 + more if index in context.runs else -4, "number-alone")


def _is_inner_act(unit: Unit, context: Context) -> bool:
    """第一幕, 序幕, 尾声 of a play that is a chapter of a book."""
    number = unit.number
    return bool(
        context.acts_inside and number and number.printed[-1] in "幕声聲" and number.unit in ("chapter", "special")
    )


def _is_section(unit: Unit, context: Context) -> bool:
    """引言, 附录 of a text that has numbered sections and no chapters."""
    if not context.sectioned or context.item_chapters or context.section_chapters or not unit.number:
        return False
    return unit.number.unit == "special" and context.kind != "novel"


def chapter(unit: Unit, index: int, context: Context) -> Iterator[Evidence]:
    number = unit.number
    if (
        not number
        or _is_inner_act(unit, context)
        or (index > 0 and _is_section(unit, context))
        or context.kind in ("law", "circular", "newspaper")
        or index in context.contents
    ):
        return
    rest = unit.text[number.end :]
    if len(rest) > context.max_title or rest[-1:] in ("。", "，", "；", "、", "：") or INNER_STOP.search(rest):
        return
    if index in context.unlike:
        return
    if number.unit == "volume":
        yield Evidence("volume", 6 if number.parted or not rest else -1, "numbered-volume")
    elif index in context.item_chapters:
        yield Evidence("chapter", 9, "numbers-run-on-through-the-book")
    elif number.unit in ("chapter", "special") or (number.unit == "section" and context.section_chapters):
        yield Evidence("chapter", 6 if number.parted or not rest else 4, "numbered-chapter")
