"""Units in, for each unit the roles that it may play and how much speaks for each: the evidence that `sequence` weighs.

Weights are in one currency: +1 is a hint, +3 is strong, +5 is nearly proof. Each piece of evidence is one small
function that looks at one unit and its neighbours, and names its reason; the reasons are kept beside the tree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from pipeline.hanzi import HAN
from pipeline.structure import patterns
from pipeline.structure.context import Context
from pipeline.structure.kinds import SPEAKER
from pipeline.structure.units import Unit, ends_sentence

Label = Literal[
    "title", "title-more", "deck", "kicker", "byline", "volume", "chapter", "heading", "para", "more", "caption",
    "credit", "note", "signature", "salutation", "item", "speech", "stage", "verse", "clause", "contents-head",
    "contents-item", "scene-break", "photo-unit", "dateline",
]  # fmt: skip

#: A role is not looked at before something speaks for it; these are what speaks against each from the start.
PRIOR: dict[Label, float] = {
    "photo-unit": -2, "para": 0, "more": -0.5, "title": -2, "title-more": -1, "deck": -1, "heading": -2,
    "caption": -2.5, "verse": -3,
}  # fmt: skip
_SCENE_BREAK = re.compile(r"^(?:[*＊※☆★◇◆○●…·~～—-]\s*){1,7}$")
_INNER_STOP = re.compile("[。！？][^”’」』）》]")
_STARTS_TORN = re.compile("^[，。；：？！、）》」』”’〉】〕]")
_FIGURE = re.compile(
    rf"^(?:图为|圖為|上图|下图|左图|右图|图[一二三四五六七八九十\d]{{0,2}}[：:]|▲|△|（?图[①-⑳\d]）?)|^\d{{1,2}}、[^。]{{4,60}}[（(][{HAN}]{{2,12}}摄[）)]$"
)
_ENACTED = re.compile(r"^[（(](?:\d{4}年|[一二〇零○]{4}年|[^）)]{0,200}(?:通过|通過|修订|修正|公布|施行|批准|发布))")


_ENACTED_ON = re.compile(r"^\d{4}年\d{1,2}月\d{1,2}日\s?[^。]{4,200}(?:通过|修正|修订|公布|批准|施行)[）)]?$")
_OFFICIAL = re.compile(
    "(?:法|条例|办法|规定|规则|细则|解释|决定|决议|通知|意见|公告|批复|方案|章程|命令)(?:[（(][^（()）]{1,16}[）)])?$"
)


class Evidence(NamedTuple):
    label: Label
    weight: float
    reason: str


def _prose(unit: Unit, _index: int, context: Context) -> Iterator[Evidence]:
    length = len(unit.text)
    if length > 45:
        yield Evidence("para", 3, "long")
    if ends_sentence(unit.bare):
        yield Evidence("para", 1.5 if length > 12 else 1, "ends-sentence")
    elif length <= 25:
        yield Evidence("para", -1.5, "short-without-final-mark")
    if _INNER_STOP.search(unit.text):
        yield Evidence("para", 1, "several-sentences")
    if unit.text[0] in '“「『"':
        yield Evidence("para", 0.5, "opens-with-quote")
    if context.indented and unit.indent >= 1:
        yield Evidence("para", 0.5, "indented-like-the-rest")


def _torn(unit: Unit, index: int, context: Context) -> Iterator[Evidence]:
    if not index:
        return
    yield Evidence("more", 0.5, "may-continue")
    if _STARTS_TORN.match(unit.text):
        yield Evidence("more", 4, "starts-with-a-mark-that-cannot-start")
    if context.indented:
        yield Evidence("more", 1.5 if unit.indent < 1 else -7, "indent")
    if unit.after_furniture and unit.indent < 1:
        yield Evidence("more", 1, "after-furniture")
    if unit.number or index in context.leads or patterns.credit(unit.text):
        yield Evidence("more", -3, "begins-something-new")
    if len(unit.text) > 24 or ends_sentence(unit.bare):
        yield Evidence("more", 0.5, "prose")
    else:
        yield Evidence("more", -3, "short-without-final-mark")


def _title(unit: Unit, index: int, context: Context) -> Iterator[Evidence]:
    text = unit.text
    if index == 0 and len(text) <= 120 and _OFFICIAL.search(text) and "。" not in text:
        yield Evidence("title", 8, "name-of-a-law-or-circular")
    if len(text) > 60 or text[-1] in "。，；：、" or _INNER_STOP.search(text):
        return
    if index == 0:
        yield Evidence("title", 3, "opens-the-document")
    if len(text) > 40:
        return
    yield Evidence("title", 0.8, "short-without-final-mark")
    yield from _no_title(unit, index, context)
    if "，" in text:
        yield Evidence("title", -1.5, "has-a-comma")
    if index - 1 in context.ended:
        yield Evidence("title", 4, "after-an-end-mark")
    if _lead_follows(index, context):
        yield Evidence("title", 3, "a-lead-follows")
    after = context.near(index + 1)
    if after and (after.text.startswith("——") or patterns.byline(after.text) or patterns.author(after.text)):
        yield Evidence("title", 2, "a-deck-or-byline-follows")
    if unit.blank > context.usual_blank:
        yield Evidence("title", 0.7, "set-off-by-blank-lines")
    if (
        after
        and index
        and _is_headlike(after.bare)
        and not _is_headlike(context.units[index - 1].bare)
        and not after.number
    ):
        yield Evidence("title", 2, "two-short-lines-in-a-row")
    if after and patterns.credit(after.text) and context.kind == "newspaper":
        yield Evidence("title", 1.5, "pictures-follow")
    if unit.number and unit.number.unit.startswith("item"):
        yield Evidence("title", -2, "numbered-item")
    if context.kind not in ("newspaper", "verse", "classic") and index > 2:
        many = context.kind == "novel" or len(context.units) > _LONG
        yield Evidence("title", -5 if many else -2, "one-title-is-usual-here")
    if context.kind == "verse":
        yield from _poem_title(unit, index, context)


def _no_title(unit: Unit, index: int, context: Context) -> Iterator[Evidence]:
    """What speaks against a short line's being a title."""
    if patterns.FOOTNOTE.match(unit.text) or patterns.LABELLED.match(unit.text):
        yield Evidence("title", -4, "a-note")
    if unit.text.isascii() and index:
        yield Evidence("title", -4, "no-chinese")
    if index and not _anything_follows(index, context):
        yield Evidence("title", -4, "nothing-follows")


def _anything_follows(index: int, context: Context) -> bool:
    """Whether prose, verse or pictures come after a line, within as many lines as a head may have."""
    following = context.units[index + 1 : index + 6]
    return any(
        len(unit.text) > 24 or ends_sentence(unit.bare) or unit.text[-1] in "，；：、" or patterns.credit(unit.text)
        for unit in following
    )


def _is_headlike(text: str) -> bool:
    return len(text) <= 30 and not ends_sentence(text) and text[-1] not in "，；：、" and not patterns.credit(text)


def _poem_title(unit: Unit, index: int, context: Context) -> Iterator[Evidence]:
    after = context.near(index + 1)
    if unit.text[-1] in "，。？！；":
        yield Evidence("title", -3, "ends-like-a-line-of-verse")
    elif unit.blank or index == 0:
        yield Evidence("title", 1.5, "set-off-by-blank-lines")
    if after and re.fullmatch(patterns.NAME, after.text):
        yield Evidence("title", 4 if index == 1 else 2, "a-poet-follows")


def _lead_follows(index: int, context: Context) -> bool:
    """A lead after at most three more short lines (deck, byline)."""
    for at in range(index + 1, min(index + 4, len(context.units))):
        if at in context.leads:
            return True
        text = context.units[at].bare
        if len(text) > 40 or ends_sentence(text):
            return False
    return False


def _deck(unit: Unit, index: int, context: Context) -> Iterator[Evidence]:
    text = unit.text
    if len(text) > 60 or not index or text[-1] in "，；：、":
        return
    if re.match("——|―|—", text) and len(text) > 6:
        yield Evidence("deck", 5, "opens-with-a-dash")
    elif not ends_sentence(text) and len(text) >= 6:
        yield Evidence("deck", 0.3, "second-line-of-a-head")
        if _lead_follows(index, context):
            yield Evidence("deck", 1.5, "a-lead-follows")
    if context.kind == "circular" and index == 1 and not patterns.DOCUMENT_NUMBER.match(text) and text[-1] not in "：":
        yield Evidence("title-more", 3, "title-over-two-lines")
    elif index == 1 and not ends_sentence(text) and context.units[0].text[-1] in "的和与及、年月关于":
        yield Evidence("title-more", 2.5, "title-not-complete")


def _byline(unit: Unit, index: int, context: Context) -> Iterator[Evidence]:
    if patterns.byline(unit.text):
        yield Evidence("byline", 5, "reporter-and-name")
    elif index < 6 and patterns.author(unit.text):
        yield Evidence("byline", 4.5, "author-and-name")
    elif _is_name_alone(unit.text) and (context.kind == "verse" or (index < 3 and context.kind in ("essay", "plain"))):
        yield Evidence("byline", 2.5, "a-name-alone")
    found = patterns.lead(unit.text) if len(unit.text) < 40 else None
    if found and found.end == len(unit.text) and not patterns.tail_dateline(unit.text):
        yield Evidence("dateline", 10, "dateline-alone")
    if index > 2 and patterns.NAME_IN_BRACKETS.match(unit.text):
        yield Evidence("byline", 5, "name-in-brackets")
    if names := patterns.tail_byline(unit.text):
        yield Evidence("byline", 3 if names else 0, "reporters-at-the-end")


def _is_name_alone(text: str) -> bool:
    return len(text) <= 5 and re.fullmatch(patterns.NAME, text) is not None


def _heading(unit: Unit, index: int, context: Context) -> Iterator[Evidence]:
    text, number = unit.text, unit.number
    if len(text) > 40 or text[-1] in "。，；：、" or _INNER_STOP.search(text):
        return
    if number and number.unit in ("section", "chapter") and context.kind in ("law", "circular"):
        yield Evidence("heading", 7, "numbered-part")
        return
    if number and number.unit == "section":
        yield Evidence("heading", 5, "numbered-section")
    if number and number.unit.startswith("item"):
        yield Evidence("heading", {"item-1": 3.2, "item-2": 2.4, "item-3": 1.8}.get(number.unit, 0.5), "numbered")
    if not _anything_follows(index, context):
        yield Evidence("heading", -4, "nothing-follows")
    if context.kind in ("verse", "play") and not number:
        return
    if text[0] in '“「『"' or "：“" in text or text.count("“") != text.count("”"):
        yield Evidence("heading", -3, "speech")
    if "，" in text:
        yield Evidence("heading", -1 if context.kind == "newspaper" else -2, "has-a-comma")
    if not ends_sentence(text) and 2 <= len(text) <= 24:
        yield Evidence("heading", 1.2, "short-without-final-mark")
    after = context.near(index + 1)
    if after and (len(after.text) > 30 or ends_sentence(after.bare)) and index + 1 not in context.leads:
        yield Evidence("heading", 0.7, "prose-follows")
    if sum(context.lengths[len(text) + step] for step in (-1, 0, 1)) >= 3:
        yield Evidence("heading", 0.6, "parallel-in-length")
    if unit.blank >= context.usual_blank + 2:
        yield Evidence("heading", -1, "set-far-off")
    if context.indented and unit.indent >= 1 and not number and context.kind != "newspaper":
        yield Evidence("heading", -2, "indented-like-the-rest")
    if index - 1 in context.ended or index == 0:
        yield Evidence("heading", -4, "nothing-to-be-a-section-of")
    if patterns.KICKER.match(text):
        yield Evidence("heading", 2, "label-of-a-box")


def _chapter(unit: Unit, index: int, context: Context) -> Iterator[Evidence]:
    number = unit.number
    if not number or context.kind in ("law", "circular", "newspaper") or index in context.contents:
        return
    rest = unit.text[number.end :]
    if len(rest) > context.max_title or rest[-1:] in ("。", "，", "；", "、", "：") or _INNER_STOP.search(rest):
        return
    if number.unit == "volume":
        parted = number.end > len(number.printed) or not rest
        yield Evidence("volume", 6 if parted else -1, "numbered-volume")
    elif index in context.item_chapters:
        yield Evidence("chapter", 9, "numbers-run-on-through-the-book")
    elif number.unit in ("chapter", "special"):
        yield Evidence("chapter", 6 if number.end > len(number.printed) or not rest else 4, "numbered-chapter")


def _caption(unit: Unit, index: int, context: Context) -> Iterator[Evidence]:
    text = unit.text
    if len(text) > 400:
        return
    if found := patterns.credit(text):
        alone = not found.caption
        yield Evidence("credit" if alone else "caption", 9, "credit")
        yield Evidence("para", -2, "credit")
        return
    if context.kind == "newspaper" and len(text) <= 40 and not ends_sentence(text.removesuffix("（图片）")):
        after = context.near(index + 1)
        pictured = after is not None and patterns.credit(after.text) is not None
        yield Evidence("photo-unit", 5 if text.endswith("（图片）") else 3 if pictured else 0, "title-of-pictures")
    if _FIGURE.match(text):
        yield Evidence("caption", 4, "says-what-a-picture-shows")
    if context.kind != "newspaper" or len(text) > 50 or text[-1] in "，；：、" or not index:
        return
    yield Evidence("caption", 1 if not ends_sentence(text) else -1, "short-without-final-mark")
    if unit.blank >= context.usual_blank + 2:
        yield Evidence("caption", 2, "set-far-off")


def _apparatus(unit: Unit, index: int, context: Context) -> Iterator[Evidence]:
    text = unit.text
    if patterns.DOCUMENT_NUMBER.match(text):
        yield Evidence("note", 6, "document-number")
    if patterns.NOTE.match(text) or patterns.tail_dateline(text) or index in context.attachments:
        yield Evidence("note", 9, "note")
    if (index < 4 and _ENACTED.match(text)) or (index < 12 and _ENACTED_ON.match(text)):
        yield Evidence("note", 7, "enactment")
    if (
        index
        and index - 1 < 4
        and _ENACTED.match(context.units[index - 1].text)
        and text[-1] in "）)"
        and "（" not in text[:1]
    ):
        yield Evidence("more", 6, "closes-the-bracket")
    if patterns.SALUTATION.match(text):
        yield Evidence("salutation", 6 if index < 8 else 4, "addressee")
    after = context.near(index + 1)
    if (
        patterns.FOOTNOTE.match(text)
        and len(text) < 200
        and context.kind not in ("verse", "law", "circular")
        and not unit.number
    ):
        yield Evidence("note", 7, "note-with-its-mark")
    if patterns.SIGNATURE.match(text):
        yield Evidence("signature", 6, "signs-a-letter")
    if patterns.DATE_LINE.match(text):
        yield Evidence("signature", 5, "date-alone")
    elif after and patterns.DATE_LINE.match(after.text) and len(text) <= 40 and text[-1] not in "。，；：！？":
        yield Evidence("signature", 5, "before-a-date")
    elif index > 2 and unit.indent >= 6 and len(text) <= 30 and index and context.kind not in ("verse", "play"):
        yield Evidence("signature", 3.5, "pushed-to-the-right")
    if patterns.KICKER.match(text):
        head_follows = (
            after is not None and len(after.text) <= 40 and not ends_sentence(after.bare) and not after.number
        )
        yield Evidence("kicker", 5 if head_follows else -2, "label-of-a-box")
    if _SCENE_BREAK.match(text) and not text.isalnum():
        yield Evidence("scene-break", 6, "only-marks")
    if index in context.contents:
        yield Evidence("contents-head" if index == context.contents.start else "contents-item", 12, "repeated-below")


def _items(unit: Unit, index: int, context: Context) -> Iterator[Evidence]:
    number = unit.number
    if number and number.unit == "article":
        yield Evidence("clause", 9, "numbered-clause")
    elif number and number.unit.startswith("item") and (ends_sentence(unit.bare) or len(unit.text) > 30):
        yield Evidence("item", 4, "numbered-item")
        if index in context.runs:
            yield Evidence("item", 5.5, "numbers-run-on")
    elif patterns.LEADING_BULLET.match(unit.text) and not patterns.KICKER.match(unit.text):
        yield Evidence("item", 4, "bullet")


def _stage(unit: Unit, _index: int, context: Context) -> Iterator[Evidence]:
    match = SPEAKER.match(unit.text)
    if match and match["speaker"] in context.speakers and context.kind in ("play", "newspaper"):
        yield Evidence("speech", 5 if context.kind == "play" else 2.5, "speaker")
    if context.kind == "play" and unit.text[0] in "〔（(［[":
        yield Evidence("stage", 5, "stage-direction")


def _verse(unit: Unit, index: int, context: Context) -> Iterator[Evidence]:
    if index in context.songs and context.kind != "verse":
        yield Evidence("verse", 8, "short-lines-in-prose")
    if context.kind == "verse" and len(unit.text) <= 40:
        yield Evidence("verse", 4 if index else -3, "verse")
        if unit.text[-1] in "，。？！；、":
            yield Evidence("verse", 1.5, "ends-like-a-line-of-verse")


Witness = Callable[[Unit, int, Context], Iterator[Evidence]]
WITNESSES: tuple[Witness, ...] = (
    _prose, _torn, _title, _deck, _byline, _heading, _chapter, _caption, _apparatus, _items, _stage, _verse,
)  # fmt: skip
#: A document of more units than this has its titles numbered, or has one.
_LONG = 120
#: Long prose without anything at its edges needs no hearing.
_PLAIN_LENGTH = 90
_SPECIAL_EDGE = re.compile(
    rf"[）)摄攝图圖发發①-⑳0-9]$|^[第卷一二三四五六七八九十（(①-⑳0-9●•■◆〔【编編注原附图圖据各]|^[{HAN}A-Za-z·]{{1,8}}(?:：|\u3000)"
)


def hear(unit: Unit, index: int, context: Context) -> list[Evidence]:
    """All that speaks for or against the roles of one unit."""
    if len(unit.text) > _PLAIN_LENGTH and index and not _SPECIAL_EDGE.search(unit.text) and index not in context.leads:
        return [*_prose(unit, index, context), *_torn(unit, index, context)]
    return [evidence for witness in WITNESSES for evidence in witness(unit, index, context)]
