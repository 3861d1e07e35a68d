"""Clean text in, its lines out: where each stands, how it is indented, what blank lines precede it."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.hanzi import BLANKS, em_width

_LINE = re.compile(f"^([{BLANKS}]*)([^\n]*?)[{BLANKS}]*$", re.MULTILINE)


class Line(NamedTuple):
    """A line with something on it. `start`, `end`: clean offsets of `text`, blanks at the edges left out."""

    start: int
    end: int
    text: str
    indent: float
    """Width of the blanks before the text, em."""
    width: float
    """Width of the text, em; wide characters count 1, all others ½."""
    blank: int
    """Blank lines before it."""


def lines_of(text: str) -> tuple[Line, ...]:
    lines: list[Line] = []
    blank = 0
    for match in _LINE.finditer(text):
        inner = match[2]
        if not inner:
            blank += 1
            continue
        lines.append(Line(match.start(2), match.end(2), inner, em_width(match[1]), em_width(inner), blank))
        blank = 0
    return tuple(lines)
