"""What speaks for heads within an article, and for chapters and volumes of a book."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.hanzi import is_han
from pipeline.structure import patterns
from pipeline.structure.context import Context
from pipeline.structure.evidence.weights import INNER_STOP, Evidence
from pipeline.structure.kinds import SPEAKER
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
    if _is_flush(unit, index, context):
        yield Evidence("heading", 6, "flush-where-paragraphs-are-set-in")
    if _parts_turns(index, context) and not unit.ends:
        yield Evidence("heading", 6, "parts-turns-of-speech")
    if _stands_between(unit, index, context):
        yield Evidence("heading", 3.5, "alone-between-paragraphs")
    if context.indented and unit.indent >= 1 and not unit.number and context.kind != "newspaper":
        yield Evidence("heading", -2, "indented-like-the-rest")
    if index - 1 in context.ended or (index == 0 and not _opens_a_run(unit, index, context)):
        yield Evidence("heading", -4, "nothing-to-be-a-section-of")


#: Longest line that stands so, characters; a paragraph has more than twice as many.
_ALONE = 16


def _is_flush(unit: Unit, index: int, context: Context) -> bool:
    """Whether a short line without a number, with a blank line beside it, is not set in, between paragraphs that are.
    The one above is complete."""
    above, after = context.near(index - 1), context.near(index + 1)
    if not (above and after) or not context.indented or unit.number or context.kind in ("newspaper", "law", "circular"):
        return False
    if max(unit.blank, after.blank) <= (0 if context.wrapped else context.usual_blank):
        return False
    opens = above.bare_ends or (above.number is not None and above.number.unit == "chapter")
    return opens and unit.indent < 1 <= after.indent and not unit.joined and len(unit.text) <= 2 * _ALONE


def _parts_turns(index: int, context: Context) -> bool:
    """Whether those who speak again and again speak above and below a line."""
    beside = (context.near(index - 1), context.near(index + 1))
    turns = (SPEAKER.match(one.text) if one else None for one in beside)
    return all(turn is not None and turn["speaker"] in context.speakers for turn in turns) and context.interview


def _stands_between(unit: Unit, index: int, context: Context) -> bool:
    """Whether a few words without a mark part two paragraphs of prose."""
    above, after = context.near(index - 1), context.near(index + 1)
    if not (above and after) or unit.number or index in context.named_chapters:
        return False
    if context.kind not in ("essay", "plain"):
        return False
    begun = patterns.APPARATUS.match(above.text) is not None
    told = all(len(one.text) > 2 * _ALONE and one.bare_ends for one in ((after,) if begun else (above, after)))
    return told and len(unit.text) <= _ALONE and all(map(is_han, unit.text))


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
