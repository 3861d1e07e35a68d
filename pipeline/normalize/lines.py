"""Rules for line ends, and for paragraphs that lost theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.hanzi import BLANKS
from pipeline.ledger import Edit
from pipeline.normalize.rules import BLANK_RUN, Rule, replacing, where

_ENDINGS = re.compile("\r\n|[\r\u0085\u2028\u2029\x0b\x0c]")
#: A line longer than this that holds several runs of wide blanks is a page whose line ends were lost.
_LONG_LINE = 160
_GAP = re.compile("[ \u00a0\u3000][ \u00a0\u3000]*")
# “…”        ——亚里士多德: the author pushed to the right of the line that he ends.
_SHORT_REST = re.compile(f"[^{BLANKS}\n][^\n]{{0,23}}$", re.MULTILINE)
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
        at += len(line) + 1


def _is_wide(blanks: str) -> bool:
    return blanks.count("\u00a0") + blanks.count("\u3000") > 1


def _pushed_right(text: str, start: int, end: int) -> bool:
    return end - start > 3 and text[max(0, start - 1) : start].endswith(_FINAL) and bool(_SHORT_REST.match(text, end))


#: Made first, and once: every other rule counts on lines, and none makes a line end of another system.
ENDINGS = (Rule("lines.ending", replacing(_ENDINGS, "\n"), needs=frozenset("\r\u0085\u2028\u2029\x0b\x0c")),)
RULES = (
    Rule("lines.flattened", _flattened, needs=frozenset("\u00a0\u3000")),
    Rule("lines.pushed-right", where(BLANK_RUN, _pushed_right, lambda blanks: "\n" + blanks)),
)
