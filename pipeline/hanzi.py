"""Which characters are Chinese: classes for patterns, shared by `normalize` and `structure`."""

from __future__ import annotations

import re

#: Han ideographs with 〇 and 々, for use inside a character class.
HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
#: Marks that close a sentence or clause in Chinese text, full width.
STOPS = "。！？；：，、"
OPENING = "“‘「『（《〈【〔〖"
CLOSING = "”’」』）》〉】〕〗"
#: Chinese marks: a neighbour from here counts as Chinese.
MARKS = STOPS + OPENING + CLOSING + "…—·～"
#: Digits of Chinese numerals, small, capital and colloquial.
NUMERALS = "〇零一二两三四五六七八九十百千万廿卅壹贰叁肆伍陆柒捌玖拾佰仟萬兩貳參陸"
#: What may stand between a figure and the mark after it: 3℃，
UNITS = "%℃℉°‰′″㎡㎏㎞"
#: Blanks inside a line, each by itself: for character classes and for `strip` alike.
BLANKS = " \t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"


def is_han(char: str) -> bool:
    """Whether one character is a Han ideograph (〇 and 々 included)."""
    code = ord(char)
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0x20000 <= code <= 0x323AF
        or 0xF900 <= code <= 0xFAFF
        or code in (0x3005, 0x3007)
    )


def is_chinese(char: str) -> bool:
    """Whether one character is a Han ideograph or a Chinese mark."""
    return is_han(char) or char in MARKS


def em_width(text: str) -> float:
    """Width of a line as a fixed-pitch file shows it: wide characters 1 em, all others half."""
    narrow = len(text) if text.isascii() else sum(map(len, _NARROW.findall(text)))
    return len(text) - narrow / 2


_NARROW = re.compile("[\x00-\u1fff][\x00-\u1fff]*")
