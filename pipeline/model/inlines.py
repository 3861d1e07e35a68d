"""What stands in a line: text with its marks, links, ruby, notes, breaks; and spans that lead back to the source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Mark = Literal["strong", "em", "dots", "name-line", "title-line", "super", "sub", "code"]


class Span(NamedTuple):
    """Clean characters `start` up to, not including, `end` of source number `source` (0-based)."""

    source: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    marks: frozenset[Mark] = frozenset()
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    href: str
    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Ruby:
    """Base characters with their reading (拼音, 注音) set above or beside them."""

    base: str
    reading: str


@dataclass(frozen=True, slots=True)
class NoteRef:
    """The call of a note: `printed` is the mark as it stands in the source (①, [1])."""

    note_id: str
    printed: str


@dataclass(frozen=True, slots=True)
class InlineNote:
    """A note set inside the line: 夹注 (jiazhu, two half-size lines) or an editor's insertion."""

    inlines: tuple[Inline, ...]
    kind: Literal["jiazhu", "editor"] = "jiazhu"


@dataclass(frozen=True, slots=True)
class Break:
    """A line end that the author meant."""


Inline = Text | Link | Ruby | NoteRef | InlineNote | Break
Inlines = tuple[Inline, ...]


def plain(inlines: Inlines) -> str:
    """The characters of a run of inlines in reading order; ruby readings left out, breaks as line ends."""
    return "".join(map(_plain, inlines))


def _plain(inline: Inline) -> str:
    match inline:
        case Text(text=text):
            return text
        case Link(inlines=inner) | InlineNote(inlines=inner):
            return plain(inner)
        case Ruby(base=base):
            return base
        case NoteRef(printed=printed):
            return printed
        case Break():
            return "\n"


def join_number(number: str | None, text: str) -> str:
    """`第一回` and a title with one space between, and `1.` and English words; `一、` and `（一）` directly."""
    if not number:
        return text
    return number + number_gap(number, text).replace("\u3000", " ") + text


def number_gap(number: str, text: str) -> str:
    """What parts a printed number from the text behind it: nothing where it is closed (一、, （一）), there is none, or
    it opens with a bracket (第一章（上）), a plain space where the number is closed as in English and English words
    follow (1. The piers), else a full-width one."""
    if not text or text[0] == "（":
        return ""
    if number[-1] not in _CLOSED:
        return "\u3000"
    word = text.split(None, 1)[0] if text[0].isalpha() else ""
    return " " if number[-1].isascii() and len(word) > 1 and word.isascii() else ""


_CLOSED = "、．.）)：:"
