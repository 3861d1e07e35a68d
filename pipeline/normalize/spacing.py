"""Rules for blanks inside a line; blanks at its edges are evidence of structure and stay."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pipeline.hanzi import BLANKS, CLOSING, HAN, NUMERALS, OPENING, STOPS
from pipeline.ledger import Edit
from pipeline.normalize.rules import ALL_BLANKS, BLANK_RUN, Rule, replacing, where

_STRIP = " \t\u3000"
_SPACE_FORMS = re.compile("[\u00a0\u2000-\u200a\u202f\u205f]")
_EVERY_OTHER = re.compile(f"[{BLANKS}][{BLANKS}]{{0,2}}[{HAN}][{BLANKS}]")
# 此 软 件 包 含: four or more single characters parted by blanks. A title set wide, or a justified line.
_PADDED = re.compile(
    f"(?<![^\n{BLANKS}{OPENING}{STOPS}])[{HAN}](?:[{BLANKS}]{{1,3}}[{HAN}{STOPS}{OPENING}{CLOSING}]){{3,}}(?![^\n{BLANKS}{STOPS}”）》」』])"
    f"|^[{BLANKS}]*[{HAN}](?:\u3000{{1,3}}[{HAN}]){{2}}[{BLANKS}]*$",
    re.MULTILINE,
)
# 八佾　第三: the name and number of an ancient 篇 are one title.
_BOOK_NUMBER = re.compile("第[一二三四五六七八九十]{1,3}$", re.MULTILINE)
_TWO_ALONE = re.compile(f"(?:^|[{BLANKS}\n])[{HAN}]{{2}}$")
# 李　白, 老　舍 alone on their line: a name of two characters set as wide as one of three.
_NAME = re.compile(f"^[{BLANKS}]*[{HAN}]([{BLANKS}]{{1,2}})[{HAN}][{BLANKS}]*$", re.MULTILINE)
# 第一章　总　则: a title of two characters set as wide as its neighbours.
_LAST_ONE = re.compile(f"[{HAN}]$", re.MULTILINE)
_NUMBERED_ONE = re.compile(f"(?:^|[{BLANKS}\n])第[{NUMERALS}0-9]{{1,4}}[编編章节節][{BLANKS}]+[{HAN}]$")
_STOP = re.compile(f"[{STOPS}{CLOSING}]")
_ENDS_TEXT = re.compile(f"[{HAN}{CLOSING}A-Za-z0-9%]")
_OPENS = re.compile("[“‘「『（《〈【〔]")
_CHINESE = re.compile(f"[{HAN}]")
# One wide blank in the middle of a line is a space. Near its start it may part a speaker or a number from the text.
_WIDE = re.compile("\u3000")
_NINE = re.compile(f"[^{BLANKS}\n]{{9}}")
_TEXT = re.compile(f"[^{BLANKS}\n]")


def _unpadded(match: re.Match[str]) -> str:
    """Blanks between the characters gone, those before and after them kept."""
    inner = match[0].strip(_STRIP)
    lead = len(match[0]) - len(match[0].lstrip(_STRIP))
    return match[0][:lead] + re.sub(f"[{BLANKS}]", "", inner) + match[0][lead + len(inner) :]


def _padding(text: str) -> Iterator[Edit]:
    """Looks only at lines in which a single character stands between blanks."""
    end = -1
    for hint in _EVERY_OTHER.finditer(text):
        if hint.start() >= end:
            start = text.rfind("\n", 0, hint.start()) + 1
            end = text.find("\n", hint.end())
            end = len(text) if end < 0 else end
            for match in _PADDED.finditer(text, start, end):
                if (made := _unpadded(match)) != match[0]:
                    yield Edit(match.start(), match[0], made)


def _one(blanks: str) -> str:
    return "\u3000" if "\u3000" in blanks else " "


def _between(
    before: re.Pattern[str], after: re.Pattern[str], *, reach: int = 1, least: int = 1, most: int | None = None
) -> Callable[[str, int, int], bool]:
    """Whether a run of `least` to `most` blanks stands between two patterns: `before` is looked for in the `reach`
    characters of its line in front of it."""

    def fits(text: str, start: int, end: int) -> bool:
        if end - start < least or (most is not None and end - start > most) or not after.match(text, end):
            return False
        return bool(before.search(text[max(0, start - reach) : start].rpartition("\n")[2]))

    return fits


_RUN = _between(_TEXT, _TEXT, least=2)
# | 版本号   |  类型  |, 0  1  2  3: a line of a diagram, in which everything has its column.
_DRAWN = re.compile(f"[{BLANKS}]*(?:[|+│├┌└║╔╚].*[|+│┤┐┘║╗╝]|\\d(?:[ ]+\\d)+)[{BLANKS}]*")
_DRAWN_WIDTH = 160


def _in_prose(text: str, start: int, end: int) -> bool:
    """Whether a run of blanks is one too long, and sets neither the words of a program under one another nor the cells
    of a diagram or table that is drawn with bars."""
    if not _RUN(text, start, end) or ("\u3000" not in text[start:end] and _is_program(text, start, end)):
        return False
    first = text.rfind("\n", max(0, start - _DRAWN_WIDTH), start) + 1
    last = text.find("\n", end, end + _DRAWN_WIDTH)
    if start - first > _DRAWN_WIDTH:
        return True
    line = text[first : last if last >= 0 else end + _DRAWN_WIDTH]
    return line.strip(BLANKS)[0] not in _DRAWS or _DRAWN.fullmatch(line) is None


_DRAWS = frozenset("|+│├┌└║╔╚0123456789")


# width   = 40;   // 渡口: what only a program, a setting or a command has.
_PROGRAM = re.compile(r"\s=\s|[;{}\\]$|\s(?://|#|/\*)\s|\s--?[A-Za-z]|^\s*(?:--?[A-Za-z]|[$#] )", re.ASCII)
#: Longest line of a program, characters.
_LINE = 160


def _is_program(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - _LINE) : start].rpartition("\n")[2]
    if not before.isascii():
        return False
    after = text[end : end + _LINE].partition("\n")[0]
    return _PROGRAM.search(before + " " + after) is not None


RULES = (
    Rule("spacing.space-form", replacing(_SPACE_FORMS, " "), needs=ALL_BLANKS),
    Rule("spacing.padding", _padding, needs=ALL_BLANKS),
    Rule(
        "spacing.book-number",
        where(BLANK_RUN, _between(_TWO_ALONE, _BOOK_NUMBER, reach=3, most=2), ""),
        needs=ALL_BLANKS,
    ),
    Rule(
        "spacing.name",
        replacing(
            _NAME, lambda match: match[0][: match.start(1) - match.start()] + match[0][match.end(1) - match.start() :]
        ),
        needs=ALL_BLANKS,
    ),
    Rule(
        "spacing.short-title",
        where(BLANK_RUN, _between(_NUMBERED_ONE, _LAST_ONE, reach=24, most=3), ""),
        needs=ALL_BLANKS,
    ),
    Rule("spacing.before-mark", where(BLANK_RUN, _between(_ENDS_TEXT, _STOP), ""), needs=ALL_BLANKS),
    Rule("spacing.after-opening", where(BLANK_RUN, _between(_OPENS, _CHINESE), ""), needs=ALL_BLANKS),
    Rule("spacing.run", where(BLANK_RUN, _in_prose, _one), needs=ALL_BLANKS),
    Rule("spacing.wide-space", where(_WIDE, _between(_NINE, _TEXT, reach=9), " "), needs=frozenset("\u3000")),
)
