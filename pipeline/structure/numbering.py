"""Numbers of headings and items: 第十二章, 卷三, 一、, （二）, 3., ①; what was printed, its kind and its value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from pipeline.hanzi import BLANKS, HAN, NUMERALS

_DIGITS = f"[{BLANKS}]?[{NUMERALS}0-9]{{1,9}}[{BLANKS}]?"
Unit = Literal[
    "volume", "chapter", "section", "article", "special", "item-1", "item-2", "item-3", "item-4",
    "decimal-1", "decimal-2", "decimal-3",
]  # fmt: skip

_VOLUME = re.compile(f"(?:第{_DIGITS}[卷部集篇编編辑輯]|卷之?{_DIGITS}|[上中下][卷部册冊篇编編])")
_CHAPTER = re.compile(
    f"(?:第{_DIGITS}[章回话話幕折出讲講]|Chapter {_DIGITS}|[{NUMERALS}]{{1,4}}[章回](?=[{BLANKS}]))", re.IGNORECASE
)
_SECTION = re.compile(f"第{_DIGITS}[节節场場]")
_CLAUSE = re.compile(f"第{_DIGITS}[条條](?:之[{NUMERALS}]{{1,2}})?")
_SPECIAL = re.compile(
    "(?:楔子|引子|[凡序叙敘]例|例言|弁言|[绪緒]言|题[词辞]|題[詞辭]|引言|序[言章幕曲]?|自序|代序|前言|尾声|尾聲|后记|後記|跋|附录|附錄|终章|終章|番外(?:篇)?|外传|外傳|间章|間章|作者的话|作者有话说|作者有話說|(?:上架|完本|完结|完結)感言|题记|題記|内容简介|內容簡介)"
    f"(?:[{NUMERALS}0-9]{{1,3}})?"
)
# 1.4到何处求助: a short line without a mark that runs on from its number; 1.4万人 counts something.
_MEASURES = "万亿萬億千百倍米元块角分岁歲年月日号號秒时時小個个吨噸斤公平度里亩畝人次版升寸尺折点點是为為约"
_RUN_ON = f"(?![{_MEASURES}])[{HAN}][^，。；：！？、]{{1,30}}$"
_ITEMS: tuple[tuple[Unit, re.Pattern[str]], ...] = (
    ("item-1", re.compile(f"[{NUMERALS}]{{1,4}}(?:、|(?=[{BLANKS}]))|[一二三四五六七八九十]{{1,3}}$")),
    ("item-2", re.compile(f"[（(][{NUMERALS}]{{1,4}}[）)]、?")),
    ("decimal-3", re.compile(rf"\d{{1,2}}\.\d{{1,2}}(?:\.\d{{1,2}}){{1,2}}\.?(?=[{BLANKS}]|$|{_RUN_ON})")),
    ("decimal-2", re.compile(rf"\d{{1,2}}\.\d{{1,2}}\.?(?=[{BLANKS}]|$|{_RUN_ON})")),
    ("decimal-1", re.compile(rf"\d{{1,4}}(?=[{BLANKS}][{HAN}A-Z])")),
    ("item-3", re.compile(r"\d{1,3}(?:、|[.．](?!\d)|$)")),
    ("item-4", re.compile(r"[（(]\d{1,3}[）)]、?|[①-⑳]、?")),
)
_HEADS: tuple[tuple[Unit, re.Pattern[str]], ...] = (
    ("volume", _VOLUME),
    ("chapter", _CHAPTER),
    ("section", _SECTION),
    ("article", _CLAUSE),
    ("special", _SPECIAL),
)
_VALUES = {char: value for value, char in enumerate("零一二三四五六七八九")}
_VALUES |= {char: value for value, char in enumerate("〇壹贰叁肆伍陆柒捌玖")}
_VALUES |= {"两": 2, "兩": 2, "貳": 2, "參": 3, "陸": 6}
_POWERS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10000, "萬": 10000}


class Number(NamedTuple):
    unit: Unit
    printed: str
    value: int | None
    end: int
    """Where the text after the number and its blanks begins, in the line."""

    @property
    def parted(self) -> bool:
        """Whether something parts the number from what follows it."""
        return self.end > len(self.printed)


@dataclass(frozen=True, slots=True)
class Numbering:
    """How heads are numbered in one publication: the usual ways, and an editor's own patterns before them."""

    chapter: re.Pattern[str] | None = None
    volume: re.Pattern[str] | None = None
    exclude: tuple[re.Pattern[str], ...] = ()

    @classmethod
    def of(cls, chapter: str | None, volume: str | None, exclude: Sequence[str]) -> Numbering:
        """From regular expressions that compile."""
        own = [re.compile(pattern) if pattern else None for pattern in (chapter, volume)]
        return cls(own[0], own[1], tuple(re.compile(pattern) for pattern in exclude))

    def leading(self, line: str) -> Number | None:
        """The number that a line begins with, if any and if no `exclude` pattern is found in the line."""
        if any(pattern.search(line) for pattern in self.exclude):
            return None
        own: tuple[tuple[Unit, re.Pattern[str] | None], ...] = (("volume", self.volume), ("chapter", self.chapter))
        for unit, pattern in own:
            if pattern and (match := pattern.match(line)) and match.end():
                end = match.end()
                while line[end : end + 1] and line[end] in BLANKS:
                    end += 1
                return Number(unit, match[0].strip(), value_of(match[0]), end)
        number = leading_number(line)
        if number and (
            (self.chapter and number.unit in ("chapter", "special")) or (self.volume and number.unit == "volume")
        ):
            return None
        return number


def leading_number(line: str) -> Number | None:
    """The number that a line begins with, if any; 【第三章】 gives 第三章."""
    if line[:1] in _BEFORE and (indexed := _INDEX.match(line)) and (number := leading_number(line[indexed.end() :])):
        return number._replace(end=number.end + indexed.end())
    if line[:1] == "《" and (named := _BOOK_NAME.match(line)) and (number := leading_number(line[named.end() :])):
        if number.unit in ("volume", "chapter", "section", "special"):
            printed = named[0].strip(BLANKS) + number.printed
            return number._replace(printed=printed, end=number.end + named.end())
        return None
    opened = len(line) - len(line.lstrip("【[〔《（(")) if line[:1] in _OPENING else 0
    opened = opened if opened and (line[opened : opened + 1] == "第" or line[0] in "【〔《") else 0
    head = line[opened:]
    if not head or head[0] not in _FIRST:
        return None
    for unit, pattern in (*_HEADS, *_ITEMS):
        match = pattern.match(head)
        if not match:
            continue
        if unit == "special" and not _stands_alone(head, match.end()):
            continue
        if unit == "volume" and head[0] in "上中下" and not _stands_alone(head, match.end()):
            continue
        end = opened + match.end()
        while opened and line[end : end + 1] and line[end] in "】]〕》":
            end += 1
        while (
            line[end : end + 1]
            and line[end] in BLANKS + "：:、.．—-·"
            and unit in ("volume", "chapter", "section", "special")
        ):
            end += 1
        while line[end : end + 1] and line[end] in BLANKS:
            end += 1
        printed = match[0].strip()
        if unit != "item-1" and not printed[0].isascii():
            printed = printed.translate(_NO_BLANKS)
        counted = match[0].rstrip(".").rpartition(".")[2] if unit.startswith("decimal") else match[0]
        return Number(unit, printed, value_of(counted), end)
    return None


_NO_BLANKS = {ord(blank): None for blank in BLANKS}
# [12]三　… : the number that a site gave the head; 正文 第一章: its word for what is no front matter.
_INDEX = re.compile(rf"(?:[\[【]\d{{1,4}}[\]】]|正文[{BLANKS}：:]*)\s*(?=[第卷一二三四五六七八九十])")
# 《渡口》第一章: the name of the book before the number of each part.
_BOOK_NAME = re.compile(f"《[^《》]{{1,20}}》[{BLANKS}]?(?=[第卷楔引序自前尾后後跋附终終番外])")
_BEFORE = frozenset("[【正")
_OPENING = frozenset("【[〔《（(")
_FIRST = frozenset("第卷上中下楔引序自代前尾后後跋附终終番外间間作内內完题題（(Cc①②③④⑤⑥⑦⑧⑨⑩" + NUMERALS + "0123456789")


def _stands_alone(head: str, end: int) -> bool:
    return end == len(head) or head[end] in BLANKS + "：:、】]（(—"


def value_of(printed: str) -> int | None:
    """12 of 第十二章, 105 of 一百零五, 10 of 10., 3 of ③; None where there is no number."""
    if found := re.search(r"\d+", printed):
        return int(found[0])
    if found := re.search("[①-⑳]", printed):
        return ord(found[0]) - ord("①") + 1
    digits = "".join(char for char in printed if char in _VALUES or char in _POWERS or char in "廿卅")
    if not digits:
        return None
    digits = digits.replace("廿", "二十").replace("卅", "三十")
    if not any(char in _POWERS for char in digits):
        return int("".join(str(_VALUES[char]) for char in digits))
    total = part = digit = 0
    for char in digits:
        if char in _POWERS:
            power = _POWERS[char]
            if power == 10000:
                total, part, digit = total + (part + digit) * power, 0, 0
            else:
                part, digit = part + (digit or 1) * power, 0
        else:
            digit = _VALUES[char]
    return total + part + digit
