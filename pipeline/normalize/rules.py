"""What a normalization rule is: a name, a pure function from a text to edits, and how far it is trusted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from re import Match, Pattern

from pipeline.hanzi import BLANKS
from pipeline.ledger import Edit


class Trust(StrEnum):
    """OFF: not looked for. WARN: listed for the editor, not applied. FIX: applied and recorded."""

    OFF = "off"
    WARN = "warn"
    FIX = "fix"


#: What a line of plain prose holds none of.
UNUSUAL = re.compile("[^\n\u4e00-\u9fff，。、；：？！“”‘’「」『』《》…—]")
ALL_BLANKS = frozenset(BLANKS)
#: Blanks side by side, all of them: begun with a class, as a search for it is fastest.
BLANK_RUN = re.compile(f"[{BLANKS}][{BLANKS}]*")
Find = Callable[[str], Iterable[Edit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """`find` gives ascending edits that do not overlap, and looks at nothing beyond the line that it edits, unless it
    is of the `whole` text; the reason stands in the catalogue as `rule.<name>`."""

    name: str
    find: Find
    level: Trust = Trust.FIX
    needs: frozenset[str] | None = None
    """Unusual characters of which a line must hold one for the rule to find anything in it; None: it must look."""
    apart: bool = False
    """Whether each word that it would put in is told of by itself, at WARN."""
    whole: bool = False
    """Whether what it finds in a line depends on other lines."""

    def edits(self, text: str, characters: frozenset[str]) -> list[Edit]:
        """What `find` finds; a text that holds none of `needs` is not searched. `characters`: its unusual ones."""
        if self.needs is not None and self.needs.isdisjoint(characters):
            return []
        return list(self.find(text))


def unusual_characters(text: str) -> frozenset[str]:
    return frozenset(UNUSUAL.findall(text))


def unusual_lines(text: str) -> Iterator[str]:
    """The lines of a text in which an unusual character stands: few in most texts."""
    at = 0
    while found := UNUSUAL.search(text, at):
        start, end = text.rfind("\n", at, found.start()) + 1, text.find("\n", found.end())
        yield text[start or at : end if end >= 0 else len(text)]
        at = end + 1 if end >= 0 else len(text)


def replacing(pattern: Pattern[str], new: str | Callable[[Match[str]], str | None]) -> Find:
    """A `find` that replaces every match; a function may answer None to leave a match as it is."""

    def find(text: str) -> Iterator[Edit]:
        for match in pattern.finditer(text):
            made = new if isinstance(new, str) else new(match)
            if made is not None and made != match[0]:
                yield Edit(match.start(), match[0], made)

    return find


def where(pattern: Pattern[str], fits: Callable[[str, int, int], bool], new: str | Callable[[str], str]) -> Find:
    """A `find` that replaces each match that `fits(text, start, end)`. Its pattern is a run of one class of characters,
    and what stands before and after is looked at by `fits`: a search that begins with a look behind takes ten times as
    long, and one that looks ahead after a run begins anew at each of its characters."""

    def find(text: str) -> Iterator[Edit]:
        for match in pattern.finditer(text):
            start, end = match.span()
            made = new if isinstance(new, str) else new(match[0])
            if made != match[0] and fits(text, start, end):
                yield Edit(start, match[0], made)

    return find


def mapping(table: dict[str, str]) -> Find:
    """A `find` that replaces single characters by a table."""
    pattern = re.compile("[" + "".join(f"{first}-{last}" for first, last in _ranges(table)) + "]")
    return replacing(pattern, lambda match: table.get(match[0]))


def _ranges(chars: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Runs of code points, gaps of up to 64 taken in: a class of few ranges is searched ten times as fast."""
    codes = sorted(map(ord, chars))
    first = last = codes[0]
    for code in codes:
        if code - last > 64:
            yield chr(first), chr(last)
            first = code
        last = code
    yield chr(first), chr(last)
