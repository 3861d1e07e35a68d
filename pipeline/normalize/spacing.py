"""Rules for blanks inside a line; blanks at its edges are evidence of structure and stay."""

from __future__ import annotations

import re

from pipeline.hanzi import BLANKS, CLOSING, HAN, NUMERALS, STOPS
from pipeline.normalize.rules import Rule, replacing

_STRIP = " \t\u3000"
_SPACE_FORMS = re.compile("[\u00a0\u2000-\u200a\u202f\u205f]")
# 此 软 件 包 含: four or more single characters parted by blanks. A title set wide, or a justified line.
_PADDED = re.compile(
    f"(?<![^\n{BLANKS}“（《「『：，。])[{HAN}](?:[{BLANKS}]{{1,3}}[{HAN}]){{3,}}(?![^\n{BLANKS}{STOPS}”）》」』])"
    f"|^[{BLANKS}]*[{HAN}](?:\u3000{{1,3}}[{HAN}]){{2}}[{BLANKS}]*$",
    re.MULTILINE,
)
# 八佾　第三: the name and number of an ancient 篇 are one title.
_BOOK_NUMBER = re.compile(
    f"(?<![^{BLANKS}\n])([{HAN}]{{2}})[{BLANKS}]{{1,2}}(?=第[一二三四五六七八九十]{{1,3}}$)", re.MULTILINE
)
# 李　白, 老　舍 alone on their line: a name of two characters set as wide as one of three.
_NAME = re.compile(f"^[{BLANKS}]*[{HAN}]([{BLANKS}]{{1,2}})[{HAN}][{BLANKS}]*$", re.MULTILINE)
# 第一章　总　则: a title of two characters set as wide as its neighbours.
_SHORT_TITLE = re.compile(
    f"(?<![^{BLANKS}\n])(第[{NUMERALS}0-9]{{1,4}}[编編章节節][{BLANKS}]+[{HAN}])[{BLANKS}]{{1,3}}(?=[{HAN}]$)",
    re.MULTILINE,
)
_BEFORE_MARK = re.compile(f"(?<=[{HAN}{CLOSING}])[{BLANKS}]+(?=[{STOPS}{CLOSING}])")
_AFTER_OPENING = re.compile(f"(?<=[“‘「『（《〈【〔])[{BLANKS}]+(?=[{HAN}])")
_RUNS = re.compile(f"(?<=[^{BLANKS}\n])[{BLANKS}]{{2,}}(?=[^{BLANKS}\n])")
# One wide blank in the middle of a line is a space. Near its start it may part a speaker or a number from the text.
_WIDE = re.compile(f"(?<=[^{BLANKS}\n]{{9}})\u3000(?=[^{BLANKS}\n])")


def _unpadded(match: re.Match[str]) -> str:
    """Blanks between the characters gone, those before and after them kept."""
    inner = match[0].strip(_STRIP)
    lead = len(match[0]) - len(match[0].lstrip(_STRIP))
    return match[0][:lead] + re.sub(f"[{BLANKS}]", "", inner) + match[0][lead + len(inner) :]


def _one(blanks: str) -> str:
    return "\u3000" if "\u3000" in blanks else " "


RULES = (
    Rule("spacing.space-form", replacing(_SPACE_FORMS, " ")),
    Rule("spacing.padding", replacing(_PADDED, _unpadded)),
    Rule("spacing.book-number", replacing(_BOOK_NUMBER, lambda match: match[1])),
    Rule(
        "spacing.name",
        replacing(
            _NAME, lambda match: match[0][: match.start(1) - match.start()] + match[0][match.end(1) - match.start() :]
        ),
    ),
    Rule("spacing.short-title", replacing(_SHORT_TITLE, lambda match: match[1])),
    Rule("spacing.before-mark", replacing(_BEFORE_MARK, "")),
    Rule("spacing.after-opening", replacing(_AFTER_OPENING, "")),
    Rule("spacing.run", replacing(_RUNS, lambda match: _one(match[0]))),
    Rule("spacing.wide-space", replacing(_WIDE, " ")),
)
