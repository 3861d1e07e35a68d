"""Lines in, what is not text among them out: adverts however disguised, navigation, rules, folios, running heads.

Nothing is deleted: each find is a claim with its rule, listed under `dropped`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.hanzi import BLANKS, HAN, NUMERALS, is_han
from pipeline.ledger import ClaimKind
from pipeline.structure import adverts, chrome
from pipeline.structure.code import data, fences
from pipeline.structure.lines import Line
from pipeline.structure.masthead import masthead
from pipeline.structure.numbering import value_of
from pipeline.structure.patterns import NAME, signed

_RULE = re.compile(r"^[-—=_*~·.＝－＿☆★◆◇○●─━┄┈]{5,}$")
_FOLIO = re.compile(
    r"^(?:[-—－·\s]{0,3}\d{1,4}[-—－·\s]{0,3}|第\s?\d{1,4}\s?[页頁](?:\s?共\s?\d{1,4}\s?[页頁])?|\d{1,4}\s?/\s?\d{1,4}|[ivxlc]{1,6})$"
)
# (12), [12], ~ 12 ~, XII, 第十二页, Page 12 of 340, P.12: folios where such numbers ascend between torn sentences.
_ANY_FOLIO = re.compile(
    f"[-—－~～•·<＜(（\\[【〔{BLANKS}]{{0,4}}(?:第\\s?|[Pp](?:age|AGE)?[.\\s]?\\s?)?"
    f"(?P<value>\\d{{1,4}}|[{NUMERALS}]{{1,5}}(?![)）])|[ivxlc]{{1,7}}|[IVXLC]{{1,7}})"
    f"(?:\\s?[页頁]|\\s?(?:of|/)\\s?\\d{{1,4}})?[-—－~～•·>＞)）\\]】〕{BLANKS}]{{0,4}}"
)
_FIGURES = dict.fromkeys(range(ord("0"), ord("9") + 1), "/")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
#: Longest line that is looked at as a folio, characters.
_FOLIO_LENGTH = 16
_PAGE_NAME = re.compile(
    rf"^(?:第[一二三四五六七八九十\d]{{1,3}}版|[A-D]\d{{1,2}}版?|\d{{1,2}}版)(?:[{BLANKS}：:·|]*[{HAN}]{{2,8}})?$|^[{HAN}]{{2,6}}[{BLANKS}]+第?[A-D]?[一二三四五六七八九十\d]{{1,3}}版$"
)
_JUMP = re.compile(r"^[（(▲▼→]*(?:下转|下轉|上接|转|紧接)第?[A-D]?[一二三四五六七八九十\d]{1,3}版[^。]{0,12}[）)]?$")
_EDITORS = re.compile(
    rf"^[（(\[【]?(?:本版)?(?:责任编辑|責任編輯|责编|責編|版式|校对|校對|美编|编辑)[{BLANKS}]*[：:]?[{BLANKS}]*{NAME}[^。]{{0,36}}[）)\]】]?$"
)
# <!-- INFO END -->: a remark in the source of a page.
# # -*- mode: org -*-, #+DATE: 2015-08-30: what only an editor of texts reads.
_REMARK = re.compile(
    "^(?:<!(?:--|——).{0,200}(?:--|——)>|# -[*]- .{0,80} -[*]-"
    "|#[+](?:DATE|PROPERTY|OPTIONS|STARTUP|LANGUAGE|TAGS|FILETAGS)[：:].{0,120})$"
)
# <pb:KR1a0001_WYG_001-1a>: where a leaf of the print begins.
_LEAF = re.compile("^<pb:[^<>]{1,60}>$")
_ORG_TITLE = re.compile("^#[+]TITLE[：:]\\s*(?P<title>.{1,60})$")
_CHAPTER_END = re.compile("^[（(【\\[]?(?:本章完|本章未完.{0,20}|未完待续.{0,10})[）)】\\]]?$")


#: The rule of 下转第三版 and 上接第一版.
JUMP_LINE = "furniture.jump-line"


#: Where it leads: to another page, or from one.
OUT, IN = "out", "in"


def jump_of(text: str) -> str:
    """OUT or IN for a jump line, "" for anything else."""
    return IN if "上接" in text else OUT if re.search("下[转轉]|紧接|转", text) else ""


class Find(NamedTuple):
    kind: ClaimKind
    rule: str


class Junk(NamedTuple):
    """A clean range inside a line, and the rule that takes it out."""

    start: int
    end: int
    rule: str


#: All rules of this module, in the order in which they are asked.
FURNITURE_RULES = tuple(
    f"furniture.{name}"
    for name in (
        *(
            "remark",
            "fence",
            "data",
            "rule",
            "page-chrome",
            "navigation",
            "poster",
            "comment",
            "advert",
            "jump-line",
            "editors-line",
            "running-head",
            "folio",
        ),
        *(
            "inline-address",
            "inline-tag",
            "inline-navigation",
            "inline-advert",
            "inline-folio",
            "running-foot",
            "edition-mark",
            "repeated-names",
            "chapter-end",
            "masthead",
        ),
    )
)


def furniture(lines: Sequence[Line]) -> dict[int, Find]:
    """Index of each line that is not text → what it was taken for."""
    finds = dict.fromkeys(masthead(lines), Find("furniture", "furniture.masthead"))
    finds |= dict.fromkeys(fences(lines), Find("furniture", "furniture.fence"))
    finds |= dict.fromkeys(data(lines), Find("dropped", "furniture.data"))
    repeated = _running_heads(lines)
    paged = _page_numbers(lines, repeated)
    repeated_names = _repeated_names(lines)
    for index, line in enumerate(lines[:_HEAD]):
        if (named := _ORG_TITLE.match(line.text)) and _is_given(named["title"], lines):
            finds[index] = Find("dropped", "furniture.remark")
    for index, line in enumerate(lines):
        if find := _judge(line, index, lines, repeated, paged):
            finds[index] = find
    finds |= dict.fromkeys(repeated_names - finds.keys(), Find("furniture", REPEATED_NAMES))
    web = {index for index, find in finds.items() if find.kind == "dropped"}
    found = chrome.related(lines, {*web, *(at for at, find in finds.items() if find.rule == "furniture.editors-line")})
    finds |= {index: Find("dropped", rule) for index, rule in found.items()}
    web |= found.keys()
    return finds | {index: Find("dropped", rule) for index, rule in chrome.in_company(lines, web).items()}


def _is_given(title: str, lines: Sequence[Line]) -> bool:
    """Whether the head of a text opens a line with a title that a field above it tells."""
    return any(line.text.startswith(title) for line in lines[: 4 * _HEAD])


#: The rule of an author's or translator's line that is printed again with every chapter.
REPEATED_NAMES = "furniture.repeated-names"
#: Where the line that names them once may stand, at the head of a book.
_HEAD = 8


def _repeated_names(lines: Sequence[Line]) -> set[int]:
    """Lines that tell who wrote or translated a text and that come back word for word; one at the head stays."""
    found: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if line.text[-1] in "著译譯" and len(line.text) <= 40 and signed(line.text):
            found.setdefault(line.text, []).append(index)
    return {at for same in found.values() if len(same) > 1 for at in same if at >= _HEAD}


def _judge(line: Line, index: int, lines: Sequence[Line], repeated: set[str], paged: set[int]) -> Find | None:
    text = line.text
    if chrome.is_page_index(text, index):
        return Find("dropped", chrome.NAVIGATION)
    if len(text) > 240:
        return None
    if text[0] in "[（(【［" and (rule := _only_junk(line)):
        return Find("dropped", rule)
    if text[0] == "<" and _LEAF.match(text):
        return Find("furniture", "furniture.folio")
    if text[0] in "<#" and _REMARK.match(text):
        return Find("dropped", "furniture.remark")
    if _RULE.match(text):
        return Find("furniture", "furniture.rule")
    if _CHAPTER_END.match(text):
        return Find("furniture", "furniture.chapter-end")
    if rule := chrome.rule_of(text):
        return Find("dropped", rule)
    if adverts.verdict(text) == "advert":
        return Find("dropped", "furniture.advert")
    if _JUMP.match(text):
        return Find("furniture", JUMP_LINE)
    if _EDITORS.match(text):
        return Find("furniture", "furniture.editors-line")
    # The name of a book above its first line is its title.
    if (text in repeated and (index or not text.translate(_FIGURES).isalpha())) or _PAGE_NAME.match(text):
        return Find("furniture", "furniture.running-head")
    if index in paged or (_FOLIO.match(text) and _is_folio(index, lines)):
        return Find("furniture", "furniture.folio")
    return None


def _is_folio(index: int, lines: Sequence[Line]) -> bool:
    """A bare number is a folio only where several such numbers ascend, or where it stands in a torn sentence."""
    text = lines[index].text
    if not _bare(text).isdigit():
        return True
    before = lines[index - 1].text if index else ""
    after = lines[index + 1].text if index + 1 < len(lines) else ""
    torn = bool(before) and _is_broken(before) and bool(after) and is_han(after[0]) and len(after) > 6
    marked = text != _bare(text)
    return torn or marked


def _is_broken(text: str) -> bool:
    return len(text) > 12 and (is_han(text[-1]) or text[-1] in "，、")


def _page_numbers(lines: Sequence[Line], heads: Collection[str]) -> set[int]:
    """Numbers that ascend one by one with text between, if one in three at least stands in a torn sentence: the
    numbers of chapters ascend too, but what they part is whole."""
    found: set[int] = set()
    run: list[int] = []
    for index in [
        *(at for at, line in enumerate(lines) if len(line.text) <= _FOLIO_LENGTH and _value(line.text) is not None),
        None,
    ]:
        if index is not None and run and _is_next(lines, run[-1], index):
            run.append(index)
            continue
        if len(run) > 2 and sum(_is_broken(_text_above(lines, at, heads)) for at in run) * 3 >= len(run):
            found.update(run)
        run = [] if index is None else [index]
    return found


def _bare(text: str) -> str:
    return text.strip("-—－· ")


def _value(text: str) -> int | None:
    """The number of a line that may be a folio."""
    found = _ANY_FOLIO.fullmatch(text)
    if not found:
        return None
    figures = [_ROMAN[char] for char in found["value"].lower() if char in _ROMAN]
    if not figures:
        return value_of(found["value"])
    return sum(-one if one < after else one for one, after in zip(figures, [*figures[1:], 0], strict=True))


def _is_next(lines: Sequence[Line], before: int, index: int) -> bool:
    step = (_value(lines[index].text) or 0) - (_value(lines[before].text) or 0)
    return step in (1, 2) and any(len(line.text) > 12 for line in lines[before + 1 : index])


def _text_above(lines: Sequence[Line], index: int, heads: Collection[str]) -> str:
    return next((line.text for line in lines[max(0, index - 3) : index][::-1] if line.text not in heads), "。")


def _running_heads(lines: Sequence[Line]) -> set[str]:
    """Short lines without a final mark that come back again and again between folios."""
    folios = {
        index for index, line in enumerate(lines) if len(line.text) <= _FOLIO_LENGTH and _value(line.text) is not None
    }
    beside = {at for index in folios for at in range(index - 2, index + 3) if 0 <= at < len(lines) and at not in folios}
    near = Counter(lines[at].text for at in beside if 2 < len(lines[at].text) <= 24)
    if not near:
        return set()
    # The first page has no folio above its head, and of facing pages only one may bear it.
    often = Counter(line.text for line in lines if line.text in near)
    return {
        text
        for text, count in near.items()
        if often[text] >= 3 and count >= 2 and count * 2 >= often[text] and text[-1] not in "。！？”：，"
    }


_INLINE_TAG = re.compile(
    r"\[(?:\d{6}[，,])?(?:图库|圖庫|图片|图集|组图|股吧|微博|论坛|视频|行情)\]|[（(](?:\d{6}|\d{4,5}\.HK)[，,](?:股吧|行情)[）)]"
)
# …昨天开航（A、D版）: the editions of the paper that had the item.
_EDITION_MARK = re.compile(r"[（(][A-D](?:[、，,]?[A-D]){0,3}版[）)]$")
_GLUED_JUMP = re.compile(
    r"[（(▲▼→]{1,4}(?:下转|下轉|紧接|转)第?[A-D]?[一二三四五六七八九十\d]{1,3}版[^。（）]{0,20}[）)]?$|^[（(]上接第?[A-D]?[一二三四五六七八九十\d]{1,3}版[^。（）]{0,20}[）)]"
)
# 渡口 正文 第一回 …: the book's name, set by a site before the head of each chapter.
_BOOK_BEFORE = re.compile(
    rf"^[^。，！？{BLANKS}][^。，！？]{{0,30}}?[{BLANKS}>＞»-]+正文[{BLANKS}>＞»-]+(?=第[{NUMERALS}0-9]{{1,6}}[章回卷节節])"
)
_INLINE = (
    (_BOOK_BEFORE, "furniture.inline-navigation"),
    (_INLINE_TAG, "furniture.inline-tag"),
    (_EDITION_MARK, "furniture.edition-mark"),
    (_GLUED_JUMP, JUMP_LINE),
    (chrome.GLUED, "furniture.inline-navigation"),
)
# What most lines do not hold.
_SIGN = re.compile(r"[\[(（▲▼→页頁篇版]|返回|找到|正文")


def inline_junk(line: Line, off: Collection[str] = (), *, suspect: bool) -> list[Junk]:
    """Clean ranges inside a line that are no text: adverts and site addresses set into a paragraph or glued to its end,
    site tags, links; with their rule. What would leave nothing of the line is for `furniture` to judge. `suspect`: it
    may advertise."""
    found = _inside(line, off, suspect=suspect)
    return found if found and _rest(line, found) else []


def _only_junk(line: Line) -> str | None:
    """The rule of the first of several such ranges that are all of a line: [图库]（A、D版）."""
    found = _inside(line)
    return found[0].rule if found and not _rest(line, found) else None


def _inside(line: Line, off: Collection[str] = (), *, suspect: bool = True) -> list[Junk]:
    text = line.text
    found = [*adverts.inline_adverts(text)] if suspect else []
    if _SIGN.search(text):
        found += [(match.span(), rule) for pattern, rule in _INLINE for match in pattern.finditer(text)]
    kept: list[Junk] = []
    for (start, end), rule in sorted(found):
        if rule not in off and (not kept or start >= kept[-1].end - line.start):
            kept.append(trimmed(text, Junk(start, end, rule), line.start))
    return kept


def trimmed(text: str, found: Junk, start: int = 0) -> Junk:
    """A range of a text that begins at `start`, without blanks at its edges: those part what is left."""
    inner = text[found.start : found.end]
    first = found.end - len(inner.lstrip(BLANKS))
    return Junk(start + first, start + found.start + len(inner.rstrip(BLANKS)), found.rule)


def _rest(line: Line, found: Sequence[Junk]) -> str:
    """What is left of a line without the ranges."""
    edges = [(line.start, line.start), *((start, end) for start, end, _ in found), (line.end, line.end)]
    text = (line.text[end - line.start : start - line.start] for (_, end), (start, _) in pairwise(edges))
    return "".join(text).strip(BLANKS)
