"""Rules for blanks inside a line; blanks at its edges are evidence of structure and stay."""

from __future__ import annotations

import re

from pipeline.hanzi import BLANKS, CLOSING, HAN, STOPS
from pipeline.normalize.rules import Rule, replacing

_SPACE_FORMS = re.compile("[\u00a0\u2000-\u200a\u202f\u205f]")
# 此 软 件 包 含: four or more single characters parted by blanks. A title set wide, or a justified line.
_PADDED = re.compile(f"(?<![^\n{BLANKS}“（《「『：，。])[{HAN}](?:[{BLANKS}]{{1,3}}[{HAN}]){{3,}}(?![^\n{BLANKS}{STOPS}”）》」』])")
# 李　白, 老　舍 alone on their line: a name of two characters set as wide as one of three.
_NAME = re.compile(f"^[{BLANKS}]*[{HAN}]([{BLANKS}]{{1,2}})[{HAN}][{BLANKS}]*$", re.MULTILINE)
_BEFORE_MARK = re.compile(f"(?<=[{HAN}{CLOSING}])[{BLANKS}]+(?=[{STOPS}{CLOSING}])")
_AFTER_OPENING = re.compile(f"(?<=[“‘「『（《〈【〔])[{BLANKS}]+(?=[{HAN}])")
_RUNS = re.compile(f"(?<=[^{BLANKS}\n])[{BLANKS}]{{2,}}(?=[^{BLANKS}\n])")


def _one(blanks: str) -> str:
    return "\u3000" if "\u3000" in blanks else " "


RULES = (
    Rule("spacing.space-form", replacing(_SPACE_FORMS, " ")),
    Rule("spacing.padding", replacing(_PADDED, lambda match: re.sub(f"[{BLANKS}]", "", match[0]))),
    Rule(
        "spacing.name",
        replacing(_NAME, lambda match: match[0][: match.start(1) - match.start()] + match[0][match.end(1) - match.start() :]),
    ),
    Rule("spacing.before-mark", replacing(_BEFORE_MARK, "")),
    Rule("spacing.after-opening", replacing(_AFTER_OPENING, "")),
    Rule("spacing.run", replacing(_RUNS, lambda match: _one(match[0]))),
)
