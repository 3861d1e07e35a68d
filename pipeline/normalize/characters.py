"""Rules for single characters: invisible ones, entities, compatibility forms, full-width Latin."""

from __future__ import annotations

import html
import re
import unicodedata
from re import Match

from pipeline.hanzi import NUMERALS
from pipeline.normalize.rules import Rule, Trust, mapping, replacing

# Zero-width, bidirectional and format characters that no reader sees; joiners stay inside emoji and Indic text.
_FORMAT = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe0f\ufeff\ufff9-\ufffb]"
)
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
    "|(?<![\U0001f000-\U0001faff\ufe0f])\u200d|\u200c|(?<=[\u2e80-\u9fff])\ufe0f"
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_ENTITY = re.compile(r"&(?:#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|nbsp;?|[A-Za-z]{2,8};)")


def _entity(match: Match[str]) -> str | None:
    if match[0].startswith("&nbsp"):
        return "\u00a0"
    char = html.unescape(match[0])
    return char if len(char) == 1 and char not in "\0\ufffd\r" and not "\ud800" <= char <= "\udfff" else None


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
_CHINESE_ZERO = re.compile(
    f"(?<=[{NUMERALS}])[０0○◯Oo]+(?=[{NUMERALS}年月日章回卷节節])|(?<=[{NUMERALS}]{{2}})[０○◯]+(?![○◯０-９0-9])"
)
_DECIMAL_POINT = re.compile("(?<=[0-9０-９])．(?=[0-9０-９])")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")

_COMPATIBLE = _compatible()


def _matching(pattern: re.Pattern[str]) -> frozenset[str]:
    """The characters of the first plane that a pattern for one character matches."""
    return frozenset(pattern.findall("".join(map(chr, (*range(0xD800), *range(0xE000, 0x10000))))))


RULES = (
    Rule("characters.entity", replacing(_ENTITY, _entity), needs=frozenset("&")),
    Rule("characters.invisible", replacing(_INVISIBLE, ""), needs=_matching(_FORMAT)),
    Rule("characters.control", replacing(_CONTROL, ""), needs=_matching(_CONTROL)),
    Rule("characters.compatibility", mapping(_COMPATIBLE), needs=frozenset(_COMPATIBLE)),
    Rule(
        "characters.chinese-zero",
        replacing(_CHINESE_ZERO, lambda match: "〇" * len(match[0])),
        needs=frozenset("０0○◯Oo"),
    ),
    Rule("characters.decimal-point", replacing(_DECIMAL_POINT, "."), needs=frozenset("．")),
    Rule("characters.full-width", mapping(_FULL_WIDTH), needs=frozenset(_FULL_WIDTH)),
    Rule("characters.private-use", replacing(_PRIVATE, "〓"), Trust.WARN),
)
