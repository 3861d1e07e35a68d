"""Characters in, classes out, and the table that says what happens between two classes, by region.

A class is one ASCII letter, so that a whole paragraph is classified by one `str.translate` and its joints by one table
look-up each. The rules are data: which mark has its blank where (clreq, "Punctuation width adjustment"; GB/T 15834—2011
section 5), what may not start or end a line (clreq, "Prohibition rules for line start and line end").

    O opening bracket   C closing bracket   P pause mark ，、   p ；：   S full stop 。   E ！？   e the second of ？！
    c closing bracket after a stop, where brackets are set half an em wide and stops are not
    M middle dot ·      D d dash ——   T ⸺   L l ellipsis ……         N connector ～ — –      / solidus
    $ ￥ before a number (full width)       % ％ ℃ after a number (full width)
    H Han and what sets like it             k 々 ー, not at a line start       I full-width space
    A Latin   9 digit   h - and / inside a Latin run, after which a line may end
    W word space    V space at a Han–Latin joint    X space between Han    Z space that is no width at all
    z no width: combining mark, variation selector   n note call   R ruby group   B line end meant by the author
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import product
from typing import Literal

from pipeline.design.composition import DEFAULT, Composition
from pipeline.model import Script

CLASSES = "OCcPpSEeMDdTLlN/$%HkIA9hWVXZznB"
Direction = Literal["horizontal", "vertical"]
"""Of lines: the tables know both; the page is horizontal as yet."""

_MARKS = {
    "O": "「『（《〈【〖〔〘〚［｛｟〝“‘︵︷︹︻︽︿﹁﹃",
    "C": "」』）》〉】〗〕〙〛］｝｠〞〟”’︶︸︺︼︾﹀﹂﹄",
    "P": "、，﹐﹑､",
    "p": "；：﹔﹕",
    "S": "。．｡﹒",
    "E": "！？﹖﹗",
    "M": "·‧・",
    "D": "—―─",
    "T": "⸺",
    "L": "…⋯",
    "N": "～〜－–",
    "/": "／",
    "$": "￥＄￡№",
    "%": "％‰‱℃℉￠",
    "k": "‼⁇⁈⁉々〻ゝゞヽヾーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ",
    "I": "\u3000",
    "W": " \t\xa0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f",
    "A": "×÷±°′″",
    "z": "\u200b\u200c\u200d\u2060\ufeff\xad",
    "B": "\n\r\u2028\u2029\x0b\x0c",
}
#: Widths, 1/1000 em, of the classes that are not set one em wide; Latin widths come from the font.
_WIDTHS = {"T": 2000, "A": 0, "9": 0, "h": 0, "W": 280, "V": 250, "X": 500, "Z": 0, "z": 0, "n": 0, "B": 0}
HAN_LATIN = 250
BLANK = 500


class Kind(StrEnum):
    """What a joint may give when a line is fitted (clreq, "Line adjustment"); the value is its code in `kinds`."""

    INSIDE = "i"
    """Inside a word or a dash: nothing may come between."""
    RIGID = "r"
    PLAIN = "o"
    WORD = "w"
    """After a Latin word space: shrinks in tier 2, stretches in tier 1."""
    DOT = "m"
    """Beside a middle dot of TW and HK: tier 3, a quarter each side."""
    BRACKET = "b"
    """Tier 4: half an em."""
    PAUSE = "p"
    """Tier 5."""
    HALF_PAUSE = "q"
    """Tier 5, a mark that stands in the middle of its frame: a quarter each side."""
    LATIN = "g"
    """Tier 6: a Han–Latin gap, a quarter to an eighth."""
    STOP = "s"
    """Tier 7."""
    HALF_STOP = "t"


#: Tiers of squeezing, in order: (kinds, what each joint of the kind can give in 1/1000 em).
TIERS: tuple[tuple[tuple[Kind, int], ...], ...] = (
    ((Kind.WORD, 60),),
    ((Kind.DOT, 250),),
    ((Kind.BRACKET, 500),),
    ((Kind.PAUSE, 500), (Kind.HALF_PAUSE, 250)),
    ((Kind.LATIN, 125),),
    ((Kind.STOP, 500), (Kind.HALF_STOP, 250)),
)


@dataclass(frozen=True)
class Region:
    """How one region sets its marks, by one design. Pairs of classes are indexed by their codes: first + 256 × second,
    which is what two neighbouring bytes are when they are read as one number."""

    script: Script
    language: str
    """For the shaper."""
    composition: Composition
    classes: dict[int, str]
    widths: dict[str, int]
    joints: bytes
    """Pair → number of the joint in the tables below."""
    steps: tuple[int, ...]
    """Joint → width of the first character and the gap after it."""
    gaps: tuple[int, ...]
    kinds: bytes
    breaks: bytes
    gapped: bytes
    """Joint → 1 where its gap is not 0. Like `kinds` and `breaks` as long as a table for `bytes.translate` must be."""
    start_trim: dict[str, int]
    """What is cut off a character that begins a line, not the first of a paragraph."""
    end_trim: dict[str, int]
    end_reserve: dict[str, int]
    """Tier 1: what the last mark of a line can give beyond `end_trim`."""
    hangs: str
    """Classes of which one mark may stand beyond the edge of the measure."""


class _Classes(dict[int, str]):
    """Class by code point, computed when first asked for."""

    def __missing__(self, code: int) -> str:
        letter = self[code] = _class(chr(code))
        return letter


def _class(char: str) -> str:
    code = ord(char)
    if 0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or 0x20000 <= code <= 0x3FFFF:
        return "H"
    if code < 0x80:
        return "9" if char.isdigit() else "A" if char.isprintable() else "H"
    category = unicodedata.category(char)
    if category in ("Cc", "Cs", "Co", "Cn"):
        return "H"
    if category in ("Mn", "Me", "Mc"):
        return "z"
    if category == "Nd" and unicodedata.east_asian_width(char) != "F":
        return "9"
    if unicodedata.east_asian_width(char) in "WF":
        return "H"
    if category[0] == "L" or (category[0] == "P" and code < 0x370):
        return "A"
    # Circled numbers, ※ → ■ ○ ★ and the like: Han typefaces set them one em wide, and so do their readers expect.
    return "H" if unicodedata.east_asian_width(char) == "A" or code >= 0x2100 else "A"


@cache
def region(script: Script, composition: Composition = DEFAULT, direction: Direction = "horizontal") -> Region:
    """The rules of a script's region (mainland, Taiwan, Hong Kong; `zh-Hant` alone is set as Taiwan's) by a design."""
    mainland = script == "zh-Hans"
    house = _House(script, composition, direction)
    classes = _Classes({ord(char): letter for letter, chars in _MARKS.items() for char in chars})
    widths = dict.fromkeys(CLASSES, 1000) | _WIDTHS
    # In Taiwan and Hong Kong ！？ fill their frame: nothing is taken from one, nor from two side by side.
    widths |= {"M": 500 if mainland else 1000}
    numbers: dict[tuple[int, int, Kind, bool], int] = {}
    joints = bytearray(1 << 16)
    for first, second in product(CLASSES, CLASSES):
        gap, kind = house.joint(first, second)
        key = (widths[first] + gap, gap, kind, house.may_break(first, second))
        joints[ord(first) + 256 * ord(second)] = numbers.setdefault(key, len(numbers))
    return Region(
        script=script,
        language="zh-Hans" if mainland else "zh-Hant-HK" if script == "zh-Hant-HK" else "zh-Hant",
        composition=composition,
        classes=classes,
        widths=widths,
        joints=bytes(joints),
        steps=tuple(step for step, _, _, _ in numbers),
        gaps=tuple(gap for _, gap, _, _ in numbers),
        kinds="".join(kind for _, _, kind, _ in numbers).encode().ljust(256, b"\0"),
        breaks=bytes(may for _, _, _, may in numbers).ljust(256, b"\0"),
        gapped=bytes(gap != 0 for _, gap, _, _ in numbers).ljust(256, b"\0"),
        start_trim={} if composition.marks in _UNTRIMMED else {"O": BLANK},
        end_trim=house.end_trim() | {letter: widths[letter] for letter in "IWVXZ"},
        end_reserve=house.end_reserve(),
        hangs="PpSE" if mainland else "",
    )


#: Styles that leave the brackets at line starts, and pairs of marks, as they are.
_UNTRIMMED = ("hangmo", "plain")
_CLOSING = "CcPpSE"


class _House:
    """What one design makes of one region's marks: where their blanks lie, and how much of them is left."""

    def __init__(self, script: Script, composition: Composition, direction: Direction) -> None:
        self.script = script
        self.mainland = script == "zh-Hans"
        self.marks = composition.marks
        self.shrink_stops = composition.shrink_stops
        level = composition.level
        self.level = ("gb" if self.mainland else "basic") if level == "auto" else level
        self.blanks = blanks(script, direction)
        self.cut = {"kaiming": "OCPpM", "banjiao": "OCPpSEM"}.get(self.marks, "")
        """Classes that are set without their blanks."""

    def before(self, letter: str) -> int:
        """Blank at the start of a mark's frame that is left to adjust."""
        return 0 if letter in self.cut else self.blanks.get(letter, (0, 0))[0]

    def after(self, letter: str) -> int:
        return 0 if letter in self.cut else self.blanks.get(letter, (0, 0))[1]

    def joint(self, first: str, second: str) -> tuple[int, Kind]:
        """Fixed change of the distance between two neighbours, 1/1000 em, and what the joint can give afterwards."""
        if second == "d" or (first in "A9h" and second in "A9hz"):
            return 0, Kind.INSIDE
        if second in "lzWVXZBIn" or first in "IX":
            return -self._cut(first, ""), Kind.WORD if first == "W" and second not in "WZ" else Kind.RIGID
        if first in "WVZ":
            kind = {"W": Kind.WORD, "V": Kind.LATIN, "Z": Kind.PLAIN}[first]
            return -self._cut("", second), kind
        if first == "e":
            return -BLANK, Kind.PLAIN
        cut, pair = self._cut(first, second), self._pair(first, second)
        if pair:
            return -cut - pair, Kind.PLAIN
        if (first in "Hk%" and second in "A9h") or (first in "A9hz" and second in "Hk$"):
            return HAN_LATIN, Kind.LATIN
        if (first in "A9h" and second == "%") or (first == "$" and second in "A9h"):
            return 0, Kind.RIGID
        return -cut, self._reserve(first, second)

    def _cut(self, first: str, second: str) -> int:
        end = self.blanks.get(first, (0, 0))[1] if first and first in self.cut else 0
        return end + (self.blanks.get(second, (0, 0))[0] if second and second in self.cut else 0)

    def _pair(self, first: str, second: str) -> int:
        """What two marks side by side lose: half an em where two blanks meet, or one meets a mark that closes (clreq,
        "Adjacent punctuation marks"). What the style has cut already is gone."""
        if self.marks in _UNTRIMMED:
            return 0
        after, before = self.after(first), self.before(second)
        if first == second == "O":
            return before
        if self.mainland:
            if first not in _CLOSING:
                return 0
            if second == "O":
                return max(0, after + before - BLANK)
            return after if second in "CcPpSEe" or (first in "Cc" and second in "MDTLN") else 0
        if first in "Cc":
            return max(0, after + before - BLANK) if second == "O" else after if second in "CcPpSE" else 0
        if first in "PpS" and second == "O":
            return before
        # Hong Kong lets a closing mark come nearer to a stop.
        return after if self.script == "zh-Hant-HK" and first in "PpS" and second in "Cc" else 0

    def _reserve(self, first: str, second: str) -> Kind:
        """The tier of a joint between marks and text, by what blank is left beside the mark."""
        if self.marks == "plain":
            return Kind.PLAIN
        stop = (Kind.STOP, Kind.HALF_STOP) if self.shrink_stops else (Kind.PLAIN, Kind.PLAIN)
        if (first in "Cc" and self.after(first)) or (second == "O" and self.before(second)):
            return Kind.BRACKET
        if (first == "M" and self.after(first)) or (second == "M" and self.before(second)):
            return Kind.DOT
        after, before = self.after(first), self.before(second)
        if first in "Pp" and after:
            return Kind.PAUSE if after == BLANK else Kind.HALF_PAUSE
        if second in "Pp" and before:
            return Kind.HALF_PAUSE
        if first in "SE" and after:
            return stop[0] if after == BLANK else stop[1]
        return stop[1] if second == "S" and before else Kind.PLAIN

    def end_trim(self) -> dict[str, int]:
        """What marks lose at the end of a line: on the mainland half an em (GB/T 15834, 5.1.10), elsewhere brackets."""
        if self.marks == "plain":
            return {}
        if self.mainland:
            return dict.fromkeys("CcPpSEe", BLANK)
        cut = {letter: self.blanks[letter][1] for letter in self.cut if letter in self.blanks}
        return {"C": BLANK, "c": BLANK} | {letter: blank for letter, blank in cut.items() if blank}

    def end_reserve(self) -> dict[str, int]:
        if self.marks == "plain" or self.mainland:
            return {}
        return {letter: self.after(letter) for letter in "PpS" if self.after(letter)}

    def may_break(self, first: str, second: str) -> bool:
        """clreq, "Prohibition rules for line start and line end", its four levels; what is one unit never parts."""
        if second == "B":
            return False
        if first == "B":
            return True
        if second in "dlzWVXZIne" or (second == "%" and first in "A9h") or (first == "$" and second in "A9h"):
            return False
        if first in "A9z" and second in "A9h":
            return False
        if self.level == "none":
            return True
        if second in "CcPpSEMN/k%" or first in "O$":
            return False
        if self.level == "strict" and second in "DTL":
            return False
        return first != "/" or self.level == "basic"


def blanks(script: Script, direction: Direction = "horizontal") -> dict[str, tuple[int, int]]:
    """Class → the blanks before and after the ink of its marks, 1/1000 em, along the line (clreq, "Size and position of
    punctuation marks"). Mainland marks lie at the start of their frame, those of Taiwan and Hong Kong in its middle; in
    vertical lines ：；？！ fill their frame everywhere."""
    found = {"O": (BLANK, 0), "C": (0, BLANK), "c": (0, BLANK)}
    if script == "zh-Hans":
        return found | dict.fromkeys("PpSE" if direction == "horizontal" else "PS", (0, BLANK))
    half = BLANK // 2
    return found | dict.fromkeys("PpSM" if direction == "horizontal" else "PSM", (half, half))
