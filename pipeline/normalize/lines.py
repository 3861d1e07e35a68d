"""Rules for line ends, and for paragraphs that lost theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.hanzi import BLANKS
from pipeline.ledger import Edit
from pipeline.normalize.rules import Rule, replacing

_ENDINGS = re.compile("\r\n|[\r\u0085\u2028\u2029\x0b\x0c]")
#: A line longer than this that holds several runs of wide blanks is a page whose line ends were lost.
_LONG_LINE = 160
_WIDE_GAP = re.compile("(?<=[^\n \u00a0\u3000])[ ]*[\u00a0\u3000][ \u00a0\u3000]*[\u00a0\u3000]")
# “…”        ——亚里士多德: the author pushed to the right of the line that he ends.
_PUSHED_RIGHT = re.compile(f'(?<=[。！？”」』…"])[{BLANKS}]{{4,}}(?=[^{BLANKS}\n][^\n]{{0,23}}$)', re.MULTILINE)


def _flattened(text: str) -> Iterator[Edit]:
    at = 0
    for line in text.splitlines(keepends=True):
        if len(line) > _LONG_LINE:
            gaps = list(_WIDE_GAP.finditer(line))
            if len(gaps) > 1:
                for gap in gaps:
                    yield Edit(at + gap.start(), gap[0], "\n")
        at += len(line)


#: Made first, and once: every other rule counts on lines, and none makes a line end of another system.
ENDINGS = (Rule("lines.ending", replacing(_ENDINGS, "\n"), needs=frozenset("\r\u0085\u2028\u2029\x0b\x0c")),)
RULES = (
    Rule("lines.flattened", _flattened, needs=frozenset("\u00a0\u3000")),
    Rule("lines.pushed-right", replacing(_PUSHED_RIGHT, lambda match: "\n" + match[0])),
)
