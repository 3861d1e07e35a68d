"""Clean text in, its lines out: where each stands, how it is indented, what blank lines precede it."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.hanzi import BLANKS, em_width


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
    blank = at = 0
    for line in text.split("\n"):
        if inner := line.strip(BLANKS):
            indent = line[: len(line) - len(line.lstrip(BLANKS))]
            start = at + len(indent)
            lines.append(Line(start, start + len(inner), inner, em_width(indent), em_width(inner), blank))
            blank = 0
        else:
            blank += 1
        at += len(line) + 1
    return tuple(lines)
