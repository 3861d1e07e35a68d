"""What keeps its own marks in a Chinese text: addresses, pieces of programs, paragraphs in another language."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache
from itertools import accumulate

from pipeline.hanzi import BLANKS, HAN

# Both begin with what is rare: a search that tries every letter for the name before an @ takes fifty times as long.
_WEB = re.compile(r"[hfw](?:ttps?:|tp:|ww\.)[\x21-\x7e]+", re.ASCII)
_MAIL = re.compile(r"@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_NAME = re.compile(r"[\w.+-]+$", re.ASCII)
# print("你好"), name="张三"
CODE = re.compile(
    r"""[A-Za-z_][\w.]{0,60}(?:\((?:"[^"\n]{0,200}"|'[^'\n]{0,200}')[^()\n]{0,100}\)| ?= ?"[^"\n]{0,200}")""", re.ASCII
)
# It begins with a letter, has no Chinese mark and fewer Chinese characters than words.
_PARAGRAPH = re.compile(rf"""^[{BLANKS}]{{0,40}}["'(]?[A-Za-z][^\n。，！？；：]{{16,}}$""", re.MULTILINE)
# (^_^), （>_<）, (｡･ω･｡), (T_T): eye, mouth, eye in brackets; and :-) but not 如下:(一)….
_EYES = "-^>＞<＜=￣;；°╯╰●≧≦@*+•´｀`・･·⊙◕￢ˊˋ"
_EMOTICON = re.compile(
    f"[(（][^{HAN}{BLANKS}\nA-Za-z0-9()（）]{{0,3}}(?:[{_EYES}][_.﹏▽ωw︶‿ε皿へДд□~∀oO0︿▿◡]{{1,3}}[{_EYES}]|[TQOUX][_﹏][TQOUX])"
    f"[^{HAN}{BLANKS}\nA-Za-z0-9()（）]{{0,3}}[)）]"
)
_SMILEY = re.compile(r"[:;](?:-[()DP]|\))(?![A-Za-z0-9])")
_WORD = re.compile("[A-Za-z]+")
_HAN = re.compile(f"[{HAN}]")
_FEWEST_WORDS = 4


def addresses(text: str) -> list[tuple[int, int]]:
    """Where addresses of the web and of mail stand."""
    spans = [match.span() for match in _WEB.finditer(text)] if "." in text else []
    mails = ((_NAME.search(text, max(0, at.start() - 64), at.start()), at.end()) for at in _MAIL.finditer(text))
    return [*spans, *((name.start(), end) for name, end in mails if name)]


def emoticons(text: str) -> list[tuple[int, int]]:
    """Where faces made of marks stand. :) closes a bracket if one is open before it."""
    spans = [match.span() for match in _EMOTICON.finditer(text)] if "(" in text or "（" in text else []
    for match in _SMILEY.finditer(text) if ")" in text or "-" in text else ():
        before = text[max(0, match.start() - 40) : match.start()].rpartition("\n")[2]
        if len(match[0]) > 2 or not any(before.count(o) > before.count(c) for o, c in ("()", "（）", "(）", "（)")):
            spans.append(match.span())
    return spans


@lru_cache(maxsize=1)
def keeps(text: str) -> Callable[[int], bool]:
    """Whether an offset of a text lies where marks are not touched."""
    spans = addresses(text)
    if any(sign in text for sign in ('("', "('", '="', '= "')):
        spans += (match.span() for match in CODE.finditer(text))
    spans += emoticons(text)
    for match in _PARAGRAPH.finditer(text):
        words = len(_WORD.findall(match[0]))
        if words >= _FEWEST_WORDS and len(_HAN.findall(match[0])) < words:
            spans.append(match.span())
    starts = sorted(spans)
    reached = list(accumulate((end for _, end in starts), max))

    def kept(at: int) -> bool:
        before = bisect_right(starts, (at, len(text))) - 1
        return before >= 0 and at < reached[before]

    return kept
