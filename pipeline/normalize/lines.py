"""Rules for line ends, and for paragraphs that lost theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import Match

from pipeline.hanzi import BLANKS, HAN, NUMERALS
from pipeline.ledger import Edit
from pipeline.normalize.rules import ALL_BLANKS, BLANK_RUN, Rule, Trust, replacing, where

_ENDINGS = re.compile("\r\n|[\r\u0085\u2028\u2029\x0b\x0c]")
#: A line longer than this that holds several runs of wide blanks is a page whose line ends were lost.
_LONG_LINE = 160
_GAP = re.compile("[ \u00a0\u3000][ \u00a0\u3000]*")
# “…”        ——亚里士多德: the author pushed to the right of the line that he ends.
_SHORT_REST = re.compile(f"[^{BLANKS}\n][^\n]{{0,23}}$", re.MULTILINE)
# …。　　他没有回头: an indent in mid line.
_INDENT = re.compile("[\u00a0\u3000]{2}(?![ \u00a0\u3000])")
#: Fewest characters that a paragraph must have on either side of such an indent.
_PART = 16
_STOPS = frozenset("。！？…”」』")
_FINAL = tuple('。！？”」』…"')


def _flattened(text: str) -> Iterator[Edit]:
    at = 0
    for line in text.split("\n"):
        if len(line) > _LONG_LINE:
            gaps = [
                (gap.start(), gap[0].rstrip(" ")) for gap in _GAP.finditer(line) if gap.start() and _is_wide(gap[0])
            ]
            if len(gaps) > 1:
                yield from (Edit(at + start, gap, "\n") for start, gap in gaps)
        elif len(line) > 2 * _PART:
            yield from (
                Edit(at + gap.start(), gap[0], "\n") for gap in _INDENT.finditer(line, _PART) if _parts(line, gap)
            )
        at += len(line) + 1


def _parts(line: str, gap: Match[str]) -> bool:
    """Whether a gap in a shorter line is the indent of a paragraph that lost its line end: behind a sentence, with
    enough on both sides not to be a table, and not followed by a name (…。　　——某甲)."""
    start, end = gap.span()
    return line[start - 1] in _STOPS and len(line) - end > _PART and line[end] not in "—―-（("


def _is_wide(blanks: str) -> bool:
    return blanks.count("\u00a0") + blanks.count("\u3000") > 1


# …展開工作。 〔聯合社德國波恩六日電〕, …施行。 第二条 …: what can only open a paragraph.
_OPENS = re.compile(
    f"[〔【][^〕】\n]{{2,24}}[电電][〕】]|[（(]?[据據]?(?:新华社|新華社|中新社|中央社|路透社|法新社|美联社|聯合社|联合社|本报|本報)"
    f"[{HAN}0-9]{{1,16}}?日[{HAN}]?[电電]|本[报報][讯訊][（(　 ]|第[{NUMERALS}0-9]{{1,6}}[章节節条條][ 　]"
)
# 李鸿章传作者：梁启超: the author behind the title that he wrote.
_AUTHOR = re.compile(f"作者[：:][{BLANKS}]*[{HAN}·]{{2,10}}[{BLANKS}]*$", re.MULTILINE)
_TITLE_ONLY = re.compile(f"[{BLANKS}]*《?[{HAN}0-9]{{1,19}}(?![的之该該本原])[{HAN}0-9]》?[{BLANKS}]*")


def _glued_author(text: str) -> Iterator[Edit]:
    for match in _AUTHOR.finditer(text):
        at = match.start()
        if _TITLE_ONLY.fullmatch(text, text.rfind("\n", 0, at) + 1, at):
            yield Edit(at, "作", "\n作")


# 第1页:渡口的来历第2页:新桥开工　　主持人：…: the index of a paged article, glued to the text of the page.
_PAGE_INDEX = re.compile(
    f"^[{BLANKS}]*第1[页頁][:：][^\n]{{1,400}}?第2[页頁][:：][^\n]{{1,400}}?(?P<gap>[\u00a0\u3000]{{2,8}})"
    f"(?=[^{BLANKS}\n])(?![^\n]{{0,400}}第\\d{{1,2}}[页頁][:：])",
    re.MULTILINE,
)


def _glued_index(text: str) -> Iterator[Edit]:
    for match in _PAGE_INDEX.finditer(text):
        yield Edit(match.start("gap"), match["gap"], "\n")


_ONE_BLANK = re.compile(f"[ 　](?=[{HAN}〔【（(“「])")


def _lost_break(text: str, start: int, end: int) -> bool:
    return text[max(0, start - 1) : start] in _STOPS and _OPENS.match(text, end) is not None


def _maybe_lost_break(text: str, start: int, end: int) -> bool:
    """One blank behind a full stop in a line long enough for two paragraphs: a break lost, or a typist's habit."""
    if text[max(0, start - 1) : start] not in _STOPS or _OPENS.match(text, end):
        return False
    before, after = text[max(0, start - _PART) : start], text[end : end + _PART]
    return len(before) == len(after) == _PART and "\n" not in before + after


def _pushed_right(text: str, start: int, end: int) -> bool:
    return end - start > 3 and text[max(0, start - 1) : start].endswith(_FINAL) and bool(_SHORT_REST.match(text, end))


#: Made first, and once: every other rule counts on lines, and none makes a line end of another system.
ENDINGS = (Rule("lines.ending", replacing(_ENDINGS, "\n"), needs=frozenset("\r\u0085\u2028\u2029\x0b\x0c")),)
# ## 第一章 总则: a heading of Markdown; but # begins a remark in program code too.
_MARKDOWN_HEAD = re.compile(f"^#{{1,6}}[{BLANKS}]+(?=[{HAN}《“「])", re.MULTILINE)

RULES = (
    Rule("lines.glued-author", _glued_author),
    Rule("lines.glued-index", _glued_index, needs=frozenset("1")),
    Rule("lines.markdown-head", replacing(_MARKDOWN_HEAD, ""), Trust.WARN, frozenset("#")),
    Rule("lines.flattened", _flattened, needs=frozenset("\u00a0\u3000")),
    Rule("lines.lost-break", where(_ONE_BLANK, _lost_break, "\n"), needs=frozenset(" 　")),
    Rule("lines.blank-after-stop", where(_ONE_BLANK, _maybe_lost_break, "\n"), Trust.WARN, frozenset(" 　")),
    Rule("lines.pushed-right", where(BLANK_RUN, _pushed_right, lambda blanks: "\n" + blanks), needs=ALL_BLANKS),
)
