"""Rules for marks: full width where the neighbour is Chinese, dashes, ellipses, middle dots; and paired quotes.

Marks are decided one by one, never for a whole document: many texts have one mark folded to ASCII and the rest not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from re import Match

from pipeline.hanzi import BLANKS, CLOSING, HAN, NUMERALS, OPENING, UNITS, is_chinese, is_han
from pipeline.ledger import Edit
from pipeline.normalize.foreign import CODE, addresses, keeps
from pipeline.normalize.rules import Rule, Trust, replacing, where

# ∶ is the sign of a ratio; some fonts have it where the colon is.
_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "∶": "："}
_ASCII_MARK = re.compile("[,;:?!∶]")
_BRACKETS = re.compile(r"\(([^()\n]{0,400})\)")
_LONE_OPEN = re.compile(rf"\((?=[{HAN}])|(?<=[{HAN}])\(")
_LONE_CLOSE = re.compile(rf"(?<=[{HAN}])\)|\)(?=[{HAN}])")
_HAN = re.compile(f"[{HAN}]")
# 9：00 and 11：30：15, but not 1：500, 13：4 or 比例为1：50.
_TIME_COLON = re.compile("：(?<=[0-9]：)(?=[0-5][0-9](?![0-9%]))")
_HOUR = re.compile("(?:(?<![0-9.：比为為])(?:[01]?[0-9]|2[0-4])|(?<=[0-9][:：])[0-5][0-9])$")
# ．ends a sentence only where nothing follows: 约翰．某某 has it between names. 走了.5月: a date, not 二.5.
_STOP = re.compile(
    rf"\.(?=[{HAN}{OPENING}{CLOSING}\"'\s]|$|\d{{1,8}}[年月日岁歲人个個名万萬亿億])|．(?=[”’」』）]|[ \u3000]*$)",
    re.MULTILINE,
)
# 热线63360177.⏎ and 不超过70%.对客流: after a figure or a foreign word, where Chinese goes on or the line ends.
_STOP_AFTER_FIGURE = re.compile(rf"[.．](?=[”’」』）]|[ \u3000]*$)|\.(?=[{HAN}“「《])", re.MULTILINE)
_FIGURE = re.compile(f"[0-9A-Za-z{UNITS}]")
# Back to the mark before: a clause goes over decimal points and over blanks between two foreign words.
_CLAUSE = re.compile(r"(?:[^\s。！？；;.．“‘「『]|(?<=[A-Za-z0-9]) (?=[A-Za-z0-9])|(?<=[0-9])\.(?=[0-9]))*$")
_LIST_NUMBER = re.compile("(?:^|[：:（(、，“])[0-9A-Za-z]{1,3}$")
# 乔治·W.布什, 据Mr.王说: a stop that shortens a name or word; 图3.水位, 步骤2.打开: a number that counts.
_SHORTENED = re.compile("(?:^|[^A-Za-z])(?:[A-Z]|Mrs?|Ms|Dr|Prof|St|No|Vol|Fig|Jr|Sr|vs|etc|pp?)$")
_LABEL = re.compile(f"(?:^[{HAN}]{{1,4}}|[图圖表例题題式]|附件|附录|附錄|步骤|步驟|方法|实验|實驗)[0-9]{{1,3}}$")
_COUNT = re.compile("(?<![0-9.])[0-9]{1,2}$")
#: How far from a number the next of its list is looked for, characters.
_NEAR = 120
_FEET = re.compile(r"(?<=[0-9])(')[0-9]{1,2}(\")")
_DASH = "—―─━⸺－ー‐‑‒–-"
_DASHES = re.compile(f"[{_DASH}][{_DASH}]*")
_LONG_DASH = "―─⸺"
_LONE_DASH = re.compile(f"—(?<=[{HAN}”」』，。！？]—)(?=[{HAN}“「『])")
_FRAME = re.compile("[│┃┌-╬]")
_ELLIPSIS = re.compile("[.．]{3,}|。{3,}|[…⋯]+|[・·]{3,}|、{3,}")
_DOTS = re.compile("[….．⋯・·][….．⋯・·]*")
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
    return not before or before.isalnum() or before in ")）" + UNITS


def _with_blank(text: str, at: int, new: str) -> Edit:
    """A mark folded to ASCII was typed with the blank that English puts behind it; the full-width mark has its own."""
    after = text[at + 1 : at + 3]
    typed = len(after) == 2 and after[0] == " " and after[1] not in BLANKS + "\n〔【（([■◆●"
    return Edit(at, text[at : at + 1 + typed], new)


def _full_width(text: str) -> Iterator[Edit]:
    kept = keeps(text)
    for match in _ASCII_MARK.finditer(text):
        at = match.start()
        if text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit():
            continue
        if _is_chinese_context(text, at, at + 1) and not kept(at):
            yield _with_blank(text, at, _FULL[match[0]])


def _spaced(text: str, at: int, new: str) -> Edit:
    """A bracket, and the one blank that English puts beside it where Chinese stands beyond: a wide one has its own."""
    if new == "（":
        beyond, blank = text[at - 2 : at - 1], text[at - 1 : at]
        made = Edit(at - 1, " (", new)
    else:
        beyond, blank = text[at + 2 : at + 3], text[at + 1 : at + 2]
        made = Edit(at, ") ", new)
    return made if blank == " " and beyond and is_han(beyond) else Edit(at, text[at], new)


def _brackets(text: str) -> Iterator[Edit]:
    """( ) around Chinese, or standing in Chinese: both of a pair, or a lone one with Chinese at its side."""
    edits: dict[int, Edit] = {}
    paired: set[int] = set()
    kept = keeps(text)
    for match in _BRACKETS.finditer(text):
        start, end = match.span()
        paired.update((start, end - 1))
        before, after = _neighbours(text, start, end)
        if _HAN.search(match[1]) or (before and is_chinese(before)) or (after and is_chinese(after)):
            edits[start], edits[end - 1] = _spaced(text, start, "（"), _spaced(text, end - 1, "）")
    for pattern, old, new in ((_LONE_OPEN, "(", "（"), (_LONE_CLOSE, ")", "）")):
        for match in pattern.finditer(text):
            if match.start() not in paired:
                edits[match.start()] = Edit(match.start(), old, new)
    return (edit for edit in sorted(edits.values()) if not kept(edit.start))


def _stop(text: str) -> Iterator[Edit]:
    kept = keeps(text)
    for match in _STOP.finditer(text):
        at = match.start()
        before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
        if not before or not (is_han(before) or before in CLOSING) or kept(at):
            continue
        if not (after.isdigit() and before in NUMERALS + "第"):
            yield _with_blank(text, at, "。")


def _stop_after_figure(text: str) -> Iterator[Edit]:
    for match in _STOP_AFTER_FIGURE.finditer(text):
        at = match.start()
        if not at or not _FIGURE.match(text, at - 1):
            continue
        found = _CLAUSE.search(text[max(0, at - 80) : at])
        clause = found[0].lstrip('（("') if found else ""
        # 1.总则 is a number of a list and U.S.总统 an abbreviation; a clause of Chinese must lead up to the figure.
        if not _HAN.search(clause) or _LIST_NUMBER.search(clause) or addresses(clause + "."):
            continue
        goes_on = text[at + 1 : at + 2] not in "”’」』）\n" + BLANKS
        if not (goes_on and _counts_or_shortens(text, at, clause)):
            yield Edit(at, match[0], "。")


def _counts_or_shortens(text: str, at: int, clause: str) -> bool:
    """Whether the stop belongs to the figure or letters before it: 约翰·F.某, 图3.水位, 先打开1.电源2.水泵."""
    if _SHORTENED.search(clause) or _LABEL.search(clause):
        return True
    count = _COUNT.search(clause)
    if not count:
        return False
    before = text[max(0, at - _NEAR) : at].rpartition("\n")[2]
    near = before + text[at : at + _NEAR].partition("\n")[0]
    return any(re.search(rf"(?<![0-9.]){int(count[0]) + step}[.．、](?![0-9])", near) for step in (-1, 1))


def _dash(match: Match[str]) -> str | None:
    text, (start, end) = match.string, match.span()
    if end - start == 1 and match[0] not in _LONG_DASH:
        return None
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line = text[line_start : len(text) if line_end < 0 else line_end]
    if not line.strip(_DASH + " \u3000=*_") or _FRAME.search(line, start - line_start - 60, end - line_start + 60):
        return None  # a rule across the page, or a table drawn with lines
    before, after = _neighbours(text, start, end)
    if not line[: start - line_start].strip() and not match[0].strip("—―"):
        return "——"  # ―――IP：…: what opens a line with them names a source, whatever its letters
    if any(map(is_chinese, before + after)) or (not match[0].isascii() and not (before + after).isascii()):
        return "——"
    return None


def _is_time(text: str, start: int, end: int) -> bool:
    """Whether the colon between two figures is that of a time of day."""
    return (
        _HOUR.search(text[max(0, start - 6) : start].rpartition("\n")[2]) is not None
        and text[end : end + 2].isdecimal()
    )


def _ellipses(text: str) -> Iterator[Edit]:
    runs: Iterable[Match[str]] = _DOTS.finditer(text)
    if "。。。" in text or "、、、" in text:
        runs = _ELLIPSIS.finditer(text)
    for run in runs:
        if run[0] in ("……", ".", "·"):
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

    A paragraph whose " do not pair is left alone; so are feet with inches, apostrophes and text without Chinese.
    """
    edits: list[Edit] = []
    kinds = [kind for kind in (('"', "“", "”"), ("'", "‘", "’")) if kind[0] in text]
    for pieces in paragraphs if kinds else ():
        ranges = list(pieces)
        for straight, opening, closing in kinds:
            spots = [at for start, end in ranges for at in straight_quotes(text, straight, start, end)]
            if any(is_chinese(char) for at in spots for char in text[max(0, at - 1) : at + 2]):
                opens = _opening(text, spots, ranges) if straight == '"' else _in_turns(spots)
                quotes = zip(spots, opens, strict=False)
                edits += (Edit(at, straight, opening if opened else closing) for at, opened in quotes)
    return iter(sorted(edits))


def unpaired_quotes(text: str, ranges: Sequence[tuple[int, int]]) -> int:
    """How many straight quotes a paragraph has, if they do not pair; 0 where they do."""
    spots = [at for start, end in ranges for at in straight_quotes(text, '"', start, end)]
    return len(spots) if spots and not _opening(text, spots, ranges) else 0


def _in_turns(spots: Sequence[int]) -> list[bool]:
    return [] if len(spots) % 2 else [number % 2 == 0 for number in range(len(spots))]


def _opening(text: str, spots: Sequence[int], ranges: Sequence[tuple[int, int]]) -> list[bool]:
    """For each straight " of a paragraph, whether it opens; empty where they do not pair. They take turns among each
    other or, if that cannot be, with curly ones (“好")."""
    for opens in (_in_turns(spots), _with_curly(text, spots, ranges)):
        if opens and not any(
            _lost_its_partner(text, at, ranges, opens=one) for at, one in zip(spots, opens, strict=True)
        ):
            return opens
    return []


def _with_curly(text: str, spots: Sequence[int], ranges: Sequence[tuple[int, int]]) -> list[bool]:
    opens: list[bool] = []
    inside = False
    curly = [at for start, end in ranges for at in range(start, end) if text[at] in "“”"]
    for at in sorted([*spots, *curly]):
        if text[at] == '"':
            opens.append(not inside)
        elif (text[at] == "“") is inside:
            return []
        inside = not inside
    return [] if inside else opens


def _lost_its_partner(text: str, at: int, ranges: Sequence[tuple[int, int]], *, opens: bool) -> bool:
    """Whether a quote cannot open before what follows (好"，) or close behind what stands before (：")."""
    if opens:
        return at + 1 >= ranges[-1][1] or text[at + 1] in "，。；：、！？）》"
    return at == ranges[0][0] or text[at - 1] in "：（《"


def straight_quotes(text: str, mark: str, start: int, end: int) -> Iterator[int]:
    """Where a straight quote stands in a range; an apostrophe between two letters is none, nor is 5'10" or x="1"."""
    measures = {at for found in _FEET.finditer(text, start, end) for at in (found.start(1), found.start(2))}
    measures.update(at for found in CODE.finditer(text, start, end) for at in range(*found.span()))
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
    Rule("punctuation.time", where(_TIME_COLON, _is_time, ":"), needs=frozenset("0123456789")),
    Rule("punctuation.bracket", _brackets, needs=frozenset("()")),
    Rule("punctuation.ellipsis", _ellipses),
    Rule("punctuation.full-stop", _stop, needs=frozenset(".．")),
    Rule("punctuation.stop-after-figure", _stop_after_figure, needs=frozenset(".．")),
    Rule("punctuation.dash", replacing(_DASHES, _dash)),
    Rule("punctuation.lone-dash", replacing(_LONE_DASH, "——"), Trust.WARN),
    Rule("punctuation.middle-dot", replacing(_MIDDLE_DOT, "·"), needs=frozenset("‧•・∙")),
)
#: The further pass that is made once paragraphs are known.
QUOTES = "punctuation.straight-quote"
