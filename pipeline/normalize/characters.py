"""Rules for single characters: invisible ones, entities, compatibility forms, full-width Latin."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from re import Match

from pipeline.hanzi import BLANKS, HAN, NUMERALS, is_han
from pipeline.ledger import Edit
from pipeline.normalize.foreign import emoticons
from pipeline.normalize.rules import Rule, Trust, mapping, replacing

# Zero-width, bidirectional and format characters that no reader sees; joiners stay inside emoji and Indic text.
_FORMAT = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe0f\ufeff\ufff9-\ufffb"
)
_INVISIBLE = re.compile(
    "[\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
    # A soft hyphen at the end of a line tells that the word goes on below: it goes with the line end.
    f"|\u00ad(?!(?<=[A-Za-z]\u00ad)[{BLANKS}]*$)"
    "|(?<![\U0001f000-\U0001faff\ufe0f])\u200d|\u200c|(?<=[\u2e80-\u9fff])\ufe0f",
    re.MULTILINE,
)
_CONTROL = "\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff"
_ENTITY = re.compile(
    r"&(?:#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|nbsp;?|[A-Za-z]{2,8};|(?:quot|[lr][ds]quo|middot|mdash|hellip)(?![A-Za-z=;]))"
)


def _entity(match: Match[str]) -> str | None:
    if match[0].startswith("&nbsp"):
        return "\u00a0"
    char = html.unescape(match[0].rstrip(";") + ";")
    return char if len(char) == 1 and char not in "\0\ufffd\r" and not "\ud800" <= char <= "\udfff" else None


def _chinese_zero(match: Match[str]) -> str | None:
    """〇 in a numeral. Where a circle also parts comments from their text, only 二○○一年 is certain."""
    zeros, text, start, end = match[0], match.string, match.start(), match.end()
    before, after = text[max(0, start - 3) : start], text[end : end + 3]
    if not before or before[-1] not in NUMERALS:
        return None
    if not after or after[0] not in "年月日章回卷节節" + NUMERALS:
        digits = len(before) - len(before.rstrip(_DIGITS))
        ends = digits == 3 or (digits == 2 and not (after and is_han(after[0])))
        if not (ends or (before[-1] in "五六七八九" and after[:1] in ("后", "後"))):
            return None
    if zeros[0] in "○◯" and _DIVIDER.search(text, *_around(match)):
        certain = before[-1] in _DIGITS and re.match(f"[{_DIGITS}○]{{0,2}}年", after)
        return "〇" * len(zeros) if certain else None
    return "〇" * len(zeros)


def _around(match: Match[str]) -> tuple[int, int]:
    """The part of a match's line that is near it."""
    text = match.string
    start = max(text.rfind("\n", 0, match.start()) + 1, match.start() - 200)
    end = text.find("\n", match.end(), match.end() + 200)
    return start, end if end >= 0 else match.end() + 200


def _compatible() -> dict[str, str]:
    """Forms that exist for the sake of old encodings, each with the character that is meant."""
    table = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    for first, last in ((0xF900, 0xFB00), (0x2F800, 0x2FA20)):
        for code in range(first, last):
            char = chr(code)
            if (plain := unicodedata.normalize("NFC", char)) != char:
                table[char] = plain
    vertical = zip(
        "︐︑︒︓︔︕︖︗︘︱︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄",
        "，、。：；！？〖〗—（）｛｝〔〕【】《》〈〉「」『』",
        strict=True,
    )
    small = zip("﹐﹑﹒﹔﹕﹖﹗﹙﹚｡､｢｣･", "，、。；：？！（）。、「」·", strict=True)
    return table | dict(vertical) | dict(small) | {"︰": "：", "〝": "“", "〞": "”", "〟": "”"}


_FULL_WIDTH = {
    chr(code): chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_FULL_WIDTH["％"] = "%"

# 二００一年, 二○○一年: a round zero between Chinese digits.
_DIGITS = "〇零一二三四五六七八九"
_CHINESE_ZERO = re.compile(f"[０0○◯Oo]+(?=[{NUMERALS}年月日章回卷节節后後])|[０○◯]+(?![○◯０-９0-9])")
# 一九五 Ｏ 年: a zero that a machine read as a letter and set apart.
_ZERO_OF_A_YEAR = re.compile(f"[一二][{_DIGITS}]{{1,2}} ?[0０○◯OoＯｏ] ?[{_DIGITS}]?年")


def _year(match: Match[str]) -> str | None:
    found = _BLANK_OR_ZERO.sub(lambda one: "" if one[0] == " " else "〇", match[0])
    return found if len(found) == len("一九五〇年") else None


_BLANK_OR_ZERO = re.compile("[ 0０○◯OoＯｏ]")
# 子曰……○注：……: a circle that parts a comment from its text.
_DIVIDER = re.compile(f"(?<![{BLANKS}{_DIGITS}○◯])[○◯](?=[{HAN}])")
_DECIMAL_POINT = re.compile("．(?<=[0-9０-９]．)(?=[0-9０-９])")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")

_COMPATIBLE = _compatible()


def _within(ranges: str) -> frozenset[str]:
    """The characters of a class."""
    found = re.findall("(.)-(.)|(.)", ranges, re.DOTALL)
    return frozenset(chr(code) for first, last, one in found for code in range(ord(first or one), ord(last or one) + 1))


_COMPATIBLES = mapping(_COMPATIBLE)


def _plain_forms(text: str) -> Iterator[Edit]:
    """Of a face (｡･ω･｡) the forms are the drawing."""
    faces: list[tuple[int, int]] | None = None
    for edit in _COMPATIBLES(text):
        faces = emoticons(text) if faces is None else faces
        if not any(start <= edit.start < end for start, end in faces):
            yield edit


RULES = (
    Rule("characters.entity", replacing(_ENTITY, _entity), needs=frozenset("&")),
    Rule("characters.invisible", replacing(_INVISIBLE, ""), needs=_within(_FORMAT)),
    Rule("characters.control", replacing(re.compile(f"[{_CONTROL}]"), ""), needs=_within(_CONTROL)),
    Rule("characters.compatibility", _plain_forms, needs=frozenset(_COMPATIBLE)),
    Rule(
        "characters.chinese-zero",
        replacing(_CHINESE_ZERO, _chinese_zero),
        needs=frozenset("０0○◯Oo"),
    ),
    Rule("characters.zero-of-a-year", replacing(_ZERO_OF_A_YEAR, _year), needs=frozenset("０0○◯OoＯｏ")),
    Rule("characters.decimal-point", replacing(_DECIMAL_POINT, "."), needs=frozenset("．")),
    Rule("characters.full-width", mapping(_FULL_WIDTH), needs=frozenset(_FULL_WIDTH)),
    Rule("characters.private-use", replacing(_PRIVATE, "〓"), Trust.WARN),
)
