"""How Chinese marks are to be set, as data: which characters are which, where none may stand, what two take together.

Written down from clreq ("Prohibition rules for line start and line end", "Punctuation width adjustment", "Line
adjustment") and GB/T 15834—2011 section 5, for whoever judges a finished page; no writer's table is used.

    o opening bracket  c closing bracket  v the same behind a stop, where only stops are wide  p pause mark  s stop
    x ！？  y the second of two  m middle dot  d e a dash's halves  l k an ellipsis's halves  n connector  / solidus
    $ before a number  % after one  h Han  f like Han, not at a line start  a Latin  0 digit  r raised or lowered
    u what nothing is said of

Lengths are em of the text's size.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from pipeline.tally import House

Kind = Literal["plain", "pair", "rigid", "word", "dot", "bracket", "pause", "latin", "stop"]

_CLASSES = {
    "o": "「『（《〈【〖〔〘〚［｛｟〝“‘",
    "c": "」』）》〉】〗〕〙〛］｝｠〞〟”’",
    "p": "、，；：﹐﹑﹔﹕､",
    "s": "。．｡﹒",
    "x": "！？﹖﹗",
    "m": "·‧・",
    "d": "—―─",
    "l": "…⋯",
    "n": "～〜－–",
    "/": "／",
    "$": "￥＄￡№",
    "%": "％‰‱℃℉￠",
    "f": "々〻ゝゞヽヾーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ‼⁇⁈⁉",
    "0": "0123456789",
    "h": "〇〆",
}
_HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF), (0x3041, 0x30FA))
_LATIN = ((0x21, 0x7E), (0xA1, 0x24F))

_NO_START = "psxycvmn/%fk"
#: Never at a line's start, and at its end, by level.
NEVER_FIRST = {"none": "", "basic": _NO_START, "gb": _NO_START, "strict": _NO_START + "dl"}
NEVER_LAST = {"none": "", "basic": "o$", "gb": "o$/", "strict": "o$/"}
#: Marks whose frame ends half an em behind their origin at a line's end, and those that may hang.
HALF_AT_END = {True: "cvpsxy", False: "cv"}
HANGING = {True: "psx", False: "ps"}
#: Marks in mid-frame whose blank behind them, a quarter, may stand outside.
QUARTER_AT_END = {True: "", False: "ps"}

#: Tiers of squeezing in their order.
TIERS: tuple[Kind, ...] = ("word", "dot", "bracket", "pause", "latin", "stop")
WORD_MOST, LATIN_MOST = 0.5, 1 / 3
"""How far a word space and a Han–Latin gap open before all the line does."""
LATIN_LEAST, LATIN_NATURAL, LATIN_WIDEST = 0.125, 0.25, 0.5

NUMBER = re.compile(
    r"[¥￥$＄€£]?\d+(?:[.,:]\d+)*(?:[%‰％℃°]|[ \xa0](?:km|m|kg|g|mm|cm|Hz|kHz|MHz|GHz|KB|MB|GB|TB|km/h)(?![A-Za-z]))?"
)
_QUOTES = re.compile("[“”‘’]")


class Joint(NamedTuple):
    """Two neighbours: how far the second's origin stands from the first's, less the first's own advance where that is
    Latin, and what the joint may give."""

    natural: float
    kind: Kind
    most: float = 0


class _Table(dict[int, str]):
    def __missing__(self, code: int) -> str:
        ranges = ((_HAN, "h"), (_LATIN, "a"))
        letter = next((name for spans, name in ranges if any(low <= code <= high for low, high in spans)), "u")
        self[code] = letter
        return letter


_TABLE = _Table({ord(char): letter for letter, chars in _CLASSES.items() for char in chars})


def classify(text: str, house: House) -> str:
    """A letter for each character of a paragraph without blanks."""
    classes = text.translate(_TABLE)
    if "d" in classes:
        classes = re.sub("dd", "de", classes)
        classes = re.sub("(?<=[a0])d(?!e)(?=[a0])", "u", classes)
        classes = re.sub("d(?!e)", "n", classes)
    if "l" in classes:
        classes = classes.replace("ll", "lk")
    if house.mainland and "xx" in classes:
        classes = re.sub("(?<!x)xx(?!x)", "xy", classes)
    if house.marks == "kaiming":
        classes = re.sub("([sxy]c*)c(?!c)", r"\1v", classes)
    if _QUOTES.search(text):
        letters = list(classes)
        for at in _western(text, classes):
            letters[at] = "a"
        classes = "".join(letters)
    return classes


def _western(text: str, classes: str) -> Iterator[int]:
    """Quotation marks around Latin between Latin, and apostrophes (clreq, "Quotation marks")."""
    opened: list[int] = []
    for found in _QUOTES.finditer(text):
        at, mark = found.start(), found[0]
        before, after = classes[at - 1 : at] if at else "", classes[at + 1 : at + 2]
        if mark in "“‘":
            opened.append(at)
            continue
        between = mark == "’" and before == after == "a"
        if opened and text[opened[-1]] == ("“" if mark == "”" else "‘") and not between:
            start = opened.pop()
            outside = (classes[start - 1] if start else "") + after
            inner = classes[start + 1 : at]
            if inner and outside and not inner.strip("a0") and not outside.strip("a0"):
                yield from (start, at)
        elif mark == "’" and before and before in "a0":
            yield at


@cache
def joint(first: str, second: str, house: House) -> Joint | None:
    """What two classes ask for; None where nothing is said."""
    both = {first, second}
    if both & {"u", "r"} or (first in "a0" and second in "a0"):
        return None
    if second in "ek":
        return Joint(1, "rigid")
    if (first in "hf%" and second in "a0") or (first in "a0" and second in "hf$"):
        return Joint(0 if first in "a0" else 1, "latin")
    if (first in "a0" and second == "%") or (first == "$" and second in "a0"):
        return Joint(0 if first in "a0" else 1, "rigid")
    frame = 0 if first in "a0" else 0.5 if first == "m" and house.mainland else 1
    if first == "y":
        return Joint(0.5, "pair" if second in "cvpsxyo" else "plain")
    narrow = _NARROW.get(house.marks, "")
    behind, before = _blanks(first, house)[1], _blanks(second, house)[0]
    cut = (behind if first in narrow else 0) + (before if second in narrow else 0)
    behind, before = 0 if first in narrow else behind, 0 if second in narrow else before
    less = _closed(first, second, behind, before, house) if house.trims else 0
    if less:
        return Joint(frame - cut - less, "plain" if second in "mdln" else "pair")
    kind: Kind = "plain"
    most = 0.0
    if house.marks != "plain":
        kind, most = _reserve(first, second, behind, before)
    if cut and kind == "plain" and {first, second} <= set("ocvpsxy"):
        return Joint(frame - cut, "pair")
    return Joint(frame - cut, kind, most)


#: Marks that a style sets without their blanks.
_NARROW = {"kaiming": "ocpm", "banjiao": "ocpsxm"}


def _blanks(letter: str, house: House) -> tuple[float, float]:
    """What is empty of a mark's frame before and behind its ink."""
    if letter in "ocv":
        return (0.5, 0) if letter == "o" else (0, 0.5)
    if house.mainland:
        return (0, 0.5) if letter in "psxy" else (0, 0)
    return (0.25, 0.25) if letter in "psm" else (0, 0)


def _closed(first: str, second: str, behind: float, before: float, house: House) -> float:
    """By how much two neighbouring marks are closed up, of the blanks that they have left."""
    if first == second == "o":
        return before
    if first in "cv" or (house.mainland and first in "psx"):
        if second == "o":
            return max(0, behind + before - 0.5)
        closes = "cvpsxy" if house.mainland else "cvpsx"
        return behind if second in closes or (house.mainland and first in "cv" and second in "mdln") else 0
    if not house.mainland and first in "ps" and second == "o":
        return before
    return behind if house.script == "zh-Hant-HK" and first in "ps" and second in "cv" else 0


def _reserve(first: str, second: str, behind: float, before: float) -> tuple[Kind, float]:
    """What a joint may give, by the blank that is left beside a mark."""
    if (first in "cv" and behind) or (second == "o" and before):
        return "bracket", 0.5
    kinds: dict[str, Kind] = {"m": "dot", "p": "pause", "s": "stop", "x": "stop"}
    for letter, kind in kinds.items():
        if first == letter and behind:
            return kind, behind
        if second == letter and before:
            return kind, before
    return "plain", 0


def alone(classes: str) -> bool:
    """Whether a line holds one character, with its marks or without (孤字)."""
    return len(classes) <= 5 and len(re.sub("[^ha0u]", "", classes)) <= 1


def waived(classes: str, at: int) -> bool:
    """Of three closing marks or more in a row some may go over to the next line, where it must be (clreq)."""
    around = classes[max(0, at - 2) : at + 2]
    return any(not around[n : n + 3].strip("cvpsxy") for n in range(len(around) - 2))
