"""Rules for marks: full width where the neighbour is Chinese, dashes, ellipses, middle dots; and paired quotes.

Marks are decided one by one, never for a whole document: many texts have one mark folded to ASCII and the rest not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from re import Match

from pipeline.hanzi import CLOSING, HAN, OPENING, is_chinese
from pipeline.ledger import Edit
from pipeline.normalize.rules import Rule, Trust, replacing

_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_ASCII_MARK = re.compile("[,;:?!]")
_URL = re.compile(r"(?:https?:|ftp:|www\.)[\x21-\x7e]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_BRACKETS = re.compile(r"\(([^()\n]{0,400})\)")
_LONE_OPEN = re.compile(rf"\((?=[{HAN}])|(?<=[{HAN}])\(")
_LONE_CLOSE = re.compile(rf"(?<=[{HAN}])\)|\)(?=[{HAN}])")
_HAN = re.compile(f"[{HAN}]")
_STOP = re.compile(rf"(?<=[{HAN}{CLOSING}])\.(?=[{HAN}{OPENING}{CLOSING}\"'\s]|$)", re.MULTILINE)
# 热线63360177.⏎ and 不超过70%.对客流: after a figure or a foreign word, where Chinese goes on or the line ends.
_STOP_AFTER_FIGURE = re.compile(rf"(?<=[0-9A-Za-z%])\.(?=[{HAN}“「《]|[ \u3000]*$)", re.MULTILINE)
_CLAUSE = re.compile(r"[^\s。！？；;.]*$")
_LIST_NUMBER = re.compile("(?:^|[：:（(、，“])[0-9A-Za-z]{1,3}$")
_FEET = re.compile(r"(?<=[0-9])(')[0-9]{1,2}(\")")
_DASH = "—―─⸺－‐‑‒–-"
_DASHES = re.compile(f"[{_DASH}][{_DASH}]*")
_LONG_DASH = "―─⸺"
_LONE_DASH = re.compile(f"—(?<=[{HAN}”」』，。！？]—)(?=[{HAN}“「『])")
_ELLIPSIS = re.compile("[.．]{3,}|。{3,}|[…⋯]+|・{3,}")
_DOTS = re.compile("[….．⋯・][….．⋯・]*")
_MIDDLE_DOT = re.compile(f"(?<=[{HAN}])[‧•・∙](?=[{HAN}])")


def _neighbours(text: str, start: int, end: int) -> tuple[str, str]:
    """The characters before and after a range, over blanks and quotes, empty at the ends of the line."""
    before = text[max(0, start - 4) : start].rpartition("\n")[2].rstrip(" \u3000\"'")
    after = text[end : end + 4].partition("\n")[0].lstrip(" \u3000\"'")
    return before[-1:], after[:1]


def _is_chinese_context(text: str, start: int, end: int) -> bool:
    before, after = _neighbours(text, start, end)
    if before and is_chinese(before):
        return True
    if not after or not is_chinese(after):
        return False
    # A figure or a foreign word before, Chinese after: 3000?第二天 — but 10:30 has a figure on both sides.
    return not before or before.isalnum() or before in "%)）"


def _spans_of_urls(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _URL.finditer(text)] if "." in text or "@" in text else []


def _full_width(text: str) -> Iterator[Edit]:
    urls = iter([*_spans_of_urls(text), (len(text), len(text))])
    url = next(urls)
    for match in _ASCII_MARK.finditer(text):
        at = match.start()
        while url[1] <= at:
            url = next(urls)
        if url[0] <= at:
            continue
        if text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit():
            continue
        if _is_chinese_context(text, at, at + 1):
            yield Edit(at, match[0], _FULL[match[0]])


def _brackets(text: str) -> Iterator[Edit]:
    """( ) around Chinese, or standing in Chinese: both of a pair, or a lone one with Chinese at its side."""
    edits: dict[int, Edit] = {}
    paired: set[int] = set()
    for match in _BRACKETS.finditer(text):
        start, end = match.span()
        paired.update((start, end - 1))
        before, after = _neighbours(text, start, end)
        if _HAN.search(match[1]) or (before and is_chinese(before)) or (after and is_chinese(after)):
            edits[start], edits[end - 1] = Edit(start, "(", "（"), Edit(end - 1, ")", "）")
    for pattern, old, new in ((_LONE_OPEN, "(", "（"), (_LONE_CLOSE, ")", "）")):
        for match in pattern.finditer(text):
            if match.start() not in paired:
                edits[match.start()] = Edit(match.start(), old, new)
    return iter(sorted(edits.values()))


def _stop_after_figure(text: str) -> Iterator[Edit]:
    for match in _STOP_AFTER_FIGURE.finditer(text):
        at = match.start()
        found = _CLAUSE.search(text[max(0, at - 80) : at])
        clause = found[0].lstrip('（(“"‘') if found else ""
        # 1.总则 is a number of a list and U.S.总统 an abbreviation; a clause of Chinese must lead up to the figure.
        if _HAN.search(clause) and not _LIST_NUMBER.search(clause) and not _URL.search(clause + "."):
            yield Edit(at, ".", "。")


def _dash(match: Match[str]) -> str | None:
    text, (start, end) = match.string, match.span()
    if end - start == 1 and match[0] not in _LONG_DASH:
        return None
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line = text[line_start : len(text) if line_end < 0 else line_end]
    if not line.strip(_DASH + " \u3000=*_"):
        return None  # a rule across the page
    before, after = _neighbours(text, start, end)
    if any(map(is_chinese, before + after)) or (not match[0].isascii() and not (before + after).isascii()):
        return "——"
    return None


def _ellipses(text: str) -> Iterator[Edit]:
    runs: Iterable[Match[str]] = _DOTS.finditer(text)
    if "。。。" in text:
        runs = _ELLIPSIS.finditer(text)
    for run in runs:
        if run[0] in ("……", "."):
            continue
        for match in _ELLIPSIS.finditer(text, *run.span()):
            if (made := _ellipsis(match)) not in (None, match[0]):
                yield Edit(match.start(), match[0], made)


def _ellipsis(match: Match[str]) -> str | None:
    run, text = match[0], match.string
    if run in ("……", "…………"):
        return None
    before, after = _neighbours(text, match.start(), match.end())
    if run[0] == "." and not any(map(is_chinese, before + after)):
        return None
    return "……"


def pair_quotes(text: str, paragraphs: Iterable[Iterable[tuple[int, int]]]) -> Iterator[Edit]:
    """Straight quotes become “ ” (inside, ‘ ’), paired over each paragraph: a paragraph is the ranges of its pieces.

    A paragraph with an odd number of " is left alone; so are feet with inches, apostrophes and text without Chinese.
    """
    edits: list[Edit] = []
    kinds = [kind for kind in (('"', "“", "”"), ("'", "‘", "’")) if kind[0] in text]
    for pieces in paragraphs if kinds else ():
        ranges = list(pieces)
        for straight, opening, closing in kinds:
            spots = [at for start, end in ranges for at in _straight(text, straight, start, end)]
            if len(spots) % 2 == 0 and any(is_chinese(char) for at in spots for char in text[max(0, at - 1) : at + 2]):
                edits += (Edit(at, straight, (opening, closing)[number % 2]) for number, at in enumerate(spots))
    return iter(sorted(edits))


def _straight(text: str, mark: str, start: int, end: int) -> Iterator[int]:
    """Where a straight quote stands in a range; an apostrophe between two letters is none, nor is 5'10"."""
    measures = {at for found in _FEET.finditer(text, start, end) for at in (found.start(1), found.start(2))}
    at = text.find(mark, start, end)
    while at >= 0:
        before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
        if at not in measures and not (
            before.isascii() and before.isalnum() and (mark == "'" and (after.isascii() and after.isalpha()))
        ):
            yield at
        at = text.find(mark, at + 1, end)


RULES = (
    Rule("punctuation.full-width", _full_width, needs=frozenset(_FULL)),
    Rule("punctuation.bracket", _brackets, needs=frozenset("()")),
    Rule("punctuation.ellipsis", _ellipses, needs=frozenset("….．⋯・。")),
    Rule("punctuation.full-stop", replacing(_STOP, "。"), needs=frozenset(".")),
    Rule("punctuation.stop-after-figure", _stop_after_figure, needs=frozenset(".")),
    Rule("punctuation.dash", replacing(_DASHES, _dash), needs=frozenset(_DASH)),
    Rule("punctuation.lone-dash", replacing(_LONE_DASH, "——"), Trust.WARN, frozenset("—")),
    Rule("punctuation.middle-dot", replacing(_MIDDLE_DOT, "·"), needs=frozenset("‧•・∙")),
)
#: The further pass that is made once paragraphs are known.
QUOTES = "punctuation.straight-quote"
