"""What speaks for titles, decks and bylines of articles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.hanzi import HAN
from pipeline.structure import patterns
from pipeline.structure.context import Context
from pipeline.structure.evidence.apparatus import enacted
from pipeline.structure.evidence.weights import INNER_STOP, Evidence
from pipeline.structure.metre import is_metrical
from pipeline.structure.units import Unit
from pipeline.structure.words import begins_inside

_NAME = re.compile(patterns.NAME)
# 学而第一, 梁惠王上第一
_BOOK_OF_OLD = re.compile(f"^[{HAN}]{{1,6}}第[一二三四五六七八九十百]{{1,3}}$")
#: So many lines of a web page may stand above the headline.
_CHROME = 8
#: A document of more units than this has its titles numbered, or has one.
_LONG = 120


def title(unit: Unit, index: int, context: Context) -> Iterator[Evidence]:
    text = unit.text
    if len(text) <= 120 and "。" not in text and _may_name_it(text, index, context) and patterns.OFFICIAL.search(text):
        yield Evidence("title", 8, "name-of-a-law-or-circular")
    if len(text) > 60 or text[-1] in "。，；：、" or INNER_STOP.search(text) or _opens_an_item(index, context):
        return
    if index < _CHROME and all(patterns.ABOVE_A_PAGE.match(above.text) for above in context.units[:index]):
        yield Evidence("title", 3, "opens-the-document")
    yield from _of_a_collection(index, context)
    if len(text) > 40:
        return
    yield Evidence("title", 0.8, "short-without-final-mark")
    yield from _no_title(unit, index, context)
    after = context.near(index + 1)
    if "，" in text:
        yield Evidence("title", -1.5, "has-a-comma")
    if index - 1 in context.ended:
        yield Evidence("title", 4, "after-an-end-mark")
    if _lead_follows(index, context):
        yield Evidence("title", 3, "a-lead-follows")
    yield from _beside_its_byline(index, context)
    if unit.blank > context.usual_blank:
        yield Evidence("title", 0.7, "set-off-by-blank-lines")
    if after and index and after.headlike and not context.units[index - 1].headlike and not after.number:
        yield Evidence("title", 2, "two-short-lines-in-a-row")
    if after and after.credit and context.kind == "newspaper":
        yield Evidence("title", 1.5, "pictures-follow")
    if unit.number and unit.number.unit.startswith(("item", "decimal")):
        yield Evidence("title", -2 if unit.number.end < len(text) and index else -6, "numbered-item")
    if context.kind not in ("newspaper", "verse", "classic") and index > 2:
        many = context.kind == "novel" or len(context.units) > _LONG or context.chaptered
        yield Evidence("title", -5 if many else -2, "one-title-is-usual-here")
    if context.kind == "classic" and _BOOK_OF_OLD.match(text):
        yield Evidence("title", 6, "a-book-and-its-number")
    if context.kind == "verse":
        yield from _poem_title(unit, index, context)


def _of_a_collection(index: int, context: Context) -> Iterator[Evidence]:
    if index in context.named_chapters:
        yield Evidence("title", 9, "numbers-run-on-through-the-book")
    if index in context.poems:
        yield Evidence(context.poems[index], 9, "no-mark-among-lines-that-have-one")
    if index in context.letters:
        yield Evidence("title", 12, "heads-a-letter")


#: The name in the first line may come again before this line.
_AGAIN = 3


def twice_named(_: Unit, index: int, context: Context) -> Iterator[Evidence]:
    if index < _AGAIN and (again := _named_again(context)) and index in (0, again):
        yield Evidence("title" if index else "kicker", 12, "the-name-twice-over")


def _named_again(context: Context) -> int:
    """Where the name in the first line comes again: 《渡口》, the author, 渡口; 0 if nowhere."""
    first = context.units[0].text
    name = first.strip("《》<>〈〉")
    for index, unit in enumerate(context.units[1:_AGAIN], 1):
        if unit.text.strip("《》<>〈〉") == name:
            return index if len(name) <= 30 and len(context.units) > index + 2 else 0
        if not (unit.byline or patterns.author(unit.text)):
            break
    return 0


def _may_name_it(text: str, index: int, context: Context) -> bool:
    """The first line, 关于…的通知 below the authority and the number of a circular, a law behind the decree of it."""
    if index == 0:
        return True
    if context.kind == "circular":
        return index < 6 and re.search("[关關][于於]", text) is not None
    after = context.near(index + 1) if context.kind == "law" else None
    return after is not None and enacted(after.text)


def _beside_its_byline(index: int, context: Context) -> Iterator[Evidence]:
    after = context.near(index + 1)
    if after and (
        after.text.startswith("——")
        or after.byline
        or patterns.author(after.text)
        or (context.kind == "newspaper" and _is_name_alone(after.text))
    ):
        yield Evidence("title", 2, "a-deck-or-byline-follows")
    headed = index > 1 and context.units[index - 2].headlike
    above = context.near(index - 1)
    opens = index == 1 or index - 2 in context.ended or context.units[0].byline
    if above and not headed and (patterns.OFFICE_ALONE.match(above.text) or (opens and above.byline)):
        yield Evidence("title", 4, "below-its-byline")


def _opens_an_item(index: int, context: Context) -> bool:
    """本报讯（记者 王小二）青石桥…: more than a dateline alone, so the text itself has begun."""
    found = context.units[index].lead if index in context.leads else None
    return found is not None and len(context.units[index].text) > found.end + 12


def _no_title(unit: Unit, index: int, context: Context) -> Iterator[Evidence]:
    """What speaks against a short line's being a title."""
    before, after = context.near(index - 1), context.near(index + 1)
    if before and not unit.blank and after and after.blank and before.headlike:
        yield Evidence("title", -2, "set-together-with-the-line-above")
    if unit.text[0] in "—―":
        yield Evidence("title", -4, "opens-with-a-dash")
    if patterns.FOOTNOTE.match(unit.text) or patterns.LABELLED.match(unit.text):
        yield Evidence("title", -4, "a-note")
    if unit.text.isascii() and index:
        yield Evidence("title", -4, "no-chinese")
    follows = context.near(index + 1) if context.kind == "verse" else context.anything_follows(index)
    if index and not follows:
        yield Evidence("title", -4, "nothing-follows")


def _poem_title(unit: Unit, index: int, context: Context) -> Iterator[Evidence]:
    after = context.near(index + 1)
    if unit.text[-1] in "，。？！；":
        yield Evidence("title", -3, "ends-like-a-line-of-verse")
    elif after and is_metrical(after.text) and not (_is_name_alone(unit.text) or patterns.author(unit.text)):
        yield Evidence("title", 6, "heads-metrical-lines")
    elif unit.blank or index == 0:
        yield Evidence("title", 1.5, "set-off-by-blank-lines")
        if _is_alone(index, context):
            # A stanza may be one line; where the book's title has such a line below it, they head the poems.
            many = _is_alone(1, context)
            yield Evidence("title", 5.5 if index == 1 else 3.5 if many else 2, "alone-between-blank-lines")
    if after and _NAME.fullmatch(after.text):
        yield Evidence("title", 4 if index == 1 else 2, "a-poet-follows")


def _is_alone(index: int, context: Context) -> bool:
    """Whether blank lines part a line from what stands above it and from two lines below."""
    after, second = context.near(index + 1), context.near(index + 2)
    return bool(after and second and after.blank > second.blank < context.units[index].blank)


def _lead_follows(index: int, context: Context) -> bool:
    """A lead after at most three more short lines (deck, byline)."""
    for at in range(index + 1, min(index + 4, len(context.units))):
        if at in context.leads:
            return True
        unit = context.units[at]
        if len(unit.bare) > 40 or unit.bare_ends:
            return False
    return False


#: Most lines of a head, kicker and decks together; a list of short lines is none.
_HEAD_LINES = 6


def _below_many(index: int, context: Context) -> bool:
    return index >= _HEAD_LINES and context.heads_in_a_row[index - 1] >= _HEAD_LINES


def deck(unit: Unit, index: int, context: Context) -> Iterator[Evidence]:
    text = unit.text
    dashed = text[0] in "—―" and len(text) > 6
    if not index and context.kind == "newspaper" and "；" in text[:-1] and _lead_follows(index, context):
        yield Evidence("deck", 8, "a-deck-has-two-clauses")  # its headline was lost
    if len(text) > 60 or not (index or dashed) or text[-1] in "，；：、" or index in context.leads:
        return
    if dashed:
        yield Evidence("deck", 5, "opens-with-a-dash")
    elif not unit.ends and (len(text) >= 6 or (index > 1 and not unit.blank)) and not _below_many(index, context):
        yield Evidence("deck", 0.3, "second-line-of-a-head")
        if _lead_follows(index, context):
            yield Evidence("deck", 1.5, "a-lead-follows")
    if context.kind == "circular" and index == 1 and not patterns.DOCUMENT_NUMBER.match(text) and text[-1] not in "：":
        yield Evidence("title-more", 3, "title-over-two-lines")
    elif not unit.ends and not _below_many(index, context) and (weight := _completes(context.units[index - 1], unit)):
        yield Evidence("title-more", weight, "title-not-complete")


_DANGLING = re.compile("[的和与與及、年月在对對把被为為向从從以于於将將让讓使]$|关于$|關於$")


def _completes(above: Unit, unit: Unit) -> float:
    """How much speaks for a line's being the rest of the title above it: that ends in a word which cannot end a phrase,
    in an open bracket, or in half a word."""
    title, text = above.text, unit.text
    if not 4 <= len(title) <= 40 or above.ends or unit.blank or len(text) > 40 or "，" in text:
        return 0.0
    if any(title.count(opening) > title.count(closing) for opening, closing in ("《》", "“”", "（）", "「」")):
        return 4.0
    if _DANGLING.search(title) or text[0] in "的》”）":
        return 2.5
    if ("关于" in title or "關於" in title) and patterns.OFFICIAL.search(text) and not patterns.OFFICIAL.search(title):
        return 3.0
    return 4.0 if begins_inside(title, text) else 0.0


def byline(unit: Unit, index: int, context: Context) -> Iterator[Evidence]:
    if unit.byline:
        yield Evidence("byline", 5, "reporter-and-name")
    elif (index < 6 and patterns.author(unit.text)) or (index > 1 and patterns.signed(unit.text)):
        yield Evidence("byline", 4.5, "author-and-name")
    elif _is_name_alone(unit.text) and _may_be_named(index, context):
        yield Evidence("byline", 2.5, "a-name-alone")
    found = unit.lead if len(unit.text) < 40 else None
    if found and found.end == len(unit.text) and not patterns.tail_dateline(unit.text):
        after = context.near(index + 1)
        told = index > 1 and context.units[index - 1].bare_ends
        ends = told and (after is None or after.headlike)
        yield Evidence("note" if ends else "dateline", 10, "dateline-alone")
    if index > 2 and patterns.NAME_IN_BRACKETS.match(unit.text):
        yield Evidence("byline", 5, "name-in-brackets")
    if patterns.tail_byline(unit.text):
        whole_page = unit.text.lstrip("（(").startswith("本版")
        yield Evidence("byline", 12 if whole_page else 5, "reporters-at-the-end")


def _may_be_named(index: int, context: Context) -> bool:
    """Whether a name alone may be the author's: in verse, below the first head, in a paper between head and prose."""
    if context.kind == "newspaper":
        after = context.near(index + 1)
        return bool(index and after and len(after.text) > 24 and context.units[index - 1].headlike)
    return context.kind == "verse" or (index < 3 and context.kind in ("essay", "plain"))


def _is_name_alone(text: str) -> bool:
    return len(text) <= 5 and _NAME.fullmatch(text) is not None
