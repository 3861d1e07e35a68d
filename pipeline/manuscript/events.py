"""What the lines of a manuscript are read as, before an article is made of them: heads, directives, notes, blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.errors import Place
from pipeline.manuscript.inlines import INSIDE, read_inlines, read_text
from pipeline.model import Block, Inlines, Note

_NUMBER = re.compile(rf"\{{(?P<number>{INSIDE})\}}(?:\s+(?P<rest>.*))?$")


class Line(NamedTuple):
    number: int
    text: str


class Head(NamedTuple):
    """A line that begins with `#`: the head of an article, or of a section below it."""

    level: int
    number: str | None
    inlines: Inlines
    place: Place


class Directive(NamedTuple):
    """`::name{attributes} text`, for the article that it stands in."""

    name: str
    attributes: tuple[tuple[str, str | None], ...]
    text: str
    place: Place


class Defined(NamedTuple):
    """A note with its place; `printed` says whether its mark is written."""

    note: Note
    printed: bool
    place: Place


Event = Block | Head | Directive | Defined


@dataclass
class Reading:
    """What all parts of one manuscript share while it is read: its name, how many `#` an article has, lines by id."""

    file: str
    heads: int
    lines: dict[str, int] = field(default_factory=dict)

    def place(self, line: int) -> Place:
        return Place(self.file, line)

    def id(self, line: int, suffix: str = "") -> str:
        id_ = f"m-{line}{suffix}"
        self.lines[id_] = line
        return id_


def number_and_rest(text: str, place: Place) -> tuple[str | None, Inlines]:
    """`{第三条} text`: what stands in braces at the start, and the inlines after it."""
    if match := _NUMBER.match(text):
        return read_text(match["number"], place) or None, read_inlines(match["rest"] or "", place)
    return None, read_inlines(text, place)
