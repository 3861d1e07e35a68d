"""Characters in, classes out, and the table that says what happens between two classes, by region.

A class is one ASCII letter, so that a whole paragraph is classified by one `str.translate` and its joints by one table
look-up each. The rules are data: which mark has its blank where (clreq, "Punctuation width adjustment"; GB/T 15834—2011
section 5), what may not start or end a line (clreq, "Prohibition rules for line start and line end").

    O opening bracket   C closing bracket   P pause mark ，、；：   S full stop 。   E ！？   e the second of ？！
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

from pipeline.model import Script

CLASSES = "OCPSEeMDdTLlN/$%HkIA9hWVXZznB"
SIZE = 128

_MARKS = {
    "O": "「『（《〈【〖〔〘〚［｛｟〝“‘︵︷︹︻︽︿﹁﹃",
    "C": "」』）》〉】〗〕〙〛］｝｠〞〟”’︶︸︺︼︾﹀﹂﹄",
    "P": "、，；：﹐﹑﹔﹕､",
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
    """How one region sets its marks. Pairs of classes are indexed by their codes, first * 128 + second."""

    script: Script
    language: str
    """For the shaper."""
    classes: dict[int, str]
    widths: dict[str, int]
    joints: tuple[int, ...]
    """Pair → number of the joint in the tables below."""
    steps: tuple[int, ...]
    """Joint → width of the first character and the gap after it."""
    gaps: tuple[int, ...]
    kinds: bytes
    breaks: bytes
    start_trim: dict[str, int]
    """What is cut off a character that begins a line, not the first of a paragraph."""
    end_trim: dict[str, int]
    end_reserve: dict[str, int]
    """Tier 1: what the last mark of a line can give beyond `end_trim`."""


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
def region(script: Script) -> Region:
    """The rules of a script's region: mainland, Taiwan or Hong Kong (`zh-Hant` alone is set as Taiwan's)."""
    mainland = script == "zh-Hans"
    classes = _Classes({ord(char): letter for letter, chars in _MARKS.items() for char in chars})
    widths = dict.fromkeys(CLASSES, 1000) | _WIDTHS
    # In Taiwan and Hong Kong ！？ fill their frame: nothing is taken from one, nor from two side by side.
    widths |= {"M": 500 if mainland else 1000}
    numbers: dict[tuple[int, int, Kind, bool], int] = {}
    joints = [0] * (SIZE * SIZE)
    for first, second in product(CLASSES, CLASSES):
        gap, kind = _joint(first, second, script)
        key = (widths[first] + gap, gap, kind, _may_break(first, second, mainland=mainland))
        joints[ord(first) * SIZE + ord(second)] = numbers.setdefault(key, len(numbers))
    trims = dict.fromkeys("CPSEe" if mainland else "C", BLANK)
    trims |= {letter: widths[letter] for letter in "IWVXZ"}
    return Region(
        script=script,
        language="zh-Hans" if mainland else "zh-Hant-HK" if script == "zh-Hant-HK" else "zh-Hant",
        classes=classes,
        widths=widths,
        joints=tuple(joints),
        steps=tuple(step for step, _, _, _ in numbers),
        gaps=tuple(gap for _, gap, _, _ in numbers),
        kinds="".join(kind for _, _, kind, _ in numbers).encode(),
        breaks=bytes(may for _, _, _, may in numbers),
        start_trim={"O": BLANK},
        end_trim=trims,
        end_reserve={} if mainland else {"P": 250, "S": 250},
    )


def _joint(first: str, second: str, script: Script) -> tuple[int, Kind]:
    """Fixed change of the distance between two neighbours, 1/1000 em, and what the joint can give afterwards."""
    if second == "d" or (first in "A9h" and second in "A9hz"):
        return 0, Kind.INSIDE
    if second in "lzWVXZBIn" or first in "IX":
        return 0, Kind.WORD if first == "W" and second not in "WZ" else Kind.RIGID
    if first in "WVZ":
        return 0, {"W": Kind.WORD, "V": Kind.LATIN, "Z": Kind.PLAIN}[first]
    if first == "e":
        return -BLANK, Kind.PLAIN
    if trimmed := _pair(first, second, script):
        return trimmed, Kind.PLAIN
    if (first in "Hk%" and second in "A9h") or (first in "A9hz" and second in "Hk$"):
        return HAN_LATIN, Kind.LATIN
    if (first in "A9h" and second == "%") or (first == "$" and second in "A9h"):
        return 0, Kind.RIGID
    return 0, _reserve(first, second, mainland=script == "zh-Hans")


def _pair(first: str, second: str, script: Script) -> int:
    """Neighbouring marks stand half an em closer where two blanks would meet (clreq, "Adjacent punctuation marks")."""
    if script == "zh-Hans":
        ends = "CPSE"
        if (first in ends and second in "CPSEeO") or first == second == "O":
            return -BLANK
        return -BLANK if first == "C" and second in "MDTLN" else 0
    if (first == "C" and second in "COPSE") or (first in "PS" and second == "O") or first == second == "O":
        return -BLANK
    return -BLANK // 2 if script == "zh-Hant-HK" and first in "PS" and second == "C" else 0


def _reserve(first: str, second: str, *, mainland: bool) -> Kind:
    if first == "C" or second == "O":
        return Kind.BRACKET
    if mainland:
        return {"P": Kind.PAUSE, "S": Kind.STOP, "E": Kind.STOP}.get(first, Kind.PLAIN)
    if first == "M" or second == "M":
        return Kind.DOT
    if first == "P" or second == "P":
        return Kind.HALF_PAUSE
    return Kind.HALF_STOP if first == "S" or second == "S" else Kind.PLAIN


def _may_break(first: str, second: str, *, mainland: bool) -> bool:
    """Level "GB" for the mainland, "basic" elsewhere: only the former forbids a solidus at the end of a line."""
    if second == "B":
        return False
    if first == "B":
        return True
    if second in "CPSEeMN/kdlzWVXZIn" or first in "O$":
        return False
    if first in "A9z" and second in "A9h":
        return False
    if second == "%" and first in "A9h":
        return False
    return not (first == "/" and mainland)
