"""A rule for texts that follow an old print line for line, as digital libraries of classics give them.

¶ ends each line. Small notes stand in brackets, their two columns parted by a stroke: (上/下). The marks go; that a
text had them, the ledger keeps, and `structure.prints` puts the lines together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.hanzi import BLANKS
from pipeline.ledger import Edit
from pipeline.normalize.rules import Rule

PRINT = "markup.print-line"
_END = re.compile(f"[{BLANKS}]*¶[{BLANKS}]*$")
_NOTE = re.compile(r"[(（]([^()（）/\n]*)/([^()（）/\n]*)[)）]")
_LEAF = re.compile("<pb:[^<>\n]{1,60}>[ \t]*¶?$")
#: Fewest such lines.
_LINES = 5


def _print_lines(text: str) -> Iterator[Edit]:
    lines = text.split("\n")
    if sum(line.rstrip(BLANKS).endswith("¶") for line in lines) < max(_LINES, len(list(filter(str.strip, lines))) // 2):
        return
    at = 0
    edits: list[Edit] = []
    above: tuple[int, str] | None = None
    """The last line that a note closes: where its bracket stands, and how it is indented."""
    for line in lines:
        found = _END.search(line)
        end = found.start() if found else len(line)
        body = line[:end]
        bare = body.lstrip(BLANKS)
        indent = body[: len(body) - len(bare)]
        if above and bare[:1] in ("(", "（") and indent == above[1]:
            edits += (Edit(above[0], text[above[0]], ""), Edit(at + len(indent), bare[0], ""))
        edits += (Edit(at + note.end(1), "/", "") for note in _NOTE.finditer(body))
        if found:
            edits.append(Edit(at + end, found[0], ""))
        if not _LEAF.match(line):
            above = (at + end - 1, indent) if bare[-1:] in (")", "）") else None
        at += len(line) + 1
    yield from sorted(edits)


RULES = (Rule(PRINT, _print_lines, needs=frozenset("¶")),)
