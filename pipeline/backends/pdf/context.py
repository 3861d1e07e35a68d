"""A paragraph's text in, its classes out, with those decided that hang on their neighbours: dashes, quotes, spaces.

U+2018–201D serve Chinese and Western text alike; they are decided by pair: Western only where nothing Chinese stands
between or beside them (clreq, "Quotation marks"). ’ after a Latin letter that no ‘ opened is an apostrophe.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from pipeline.backends.pdf.classes import Region

_QUOTES = re.compile("[“”‘’]")
_LATIN = "A9h"
_HAN = "Hk%"
_DIVIDES = re.compile("[-/?&=#]")
_SPACES = re.compile("W+")
_SINGLE_DASH = re.compile("(?<!D)D(?!d)|D(?![dD])")
_TWO_STOPS = re.compile("(?<!E)EE(?!E)")
_HYPHEN = re.compile(r"(?<=[A-Za-z])[-/](?=[A-Za-z])|(?<=[a-z0-9])/(?=\w)")
_KAIMING = re.compile("([SEe]C*)C(?!C)")
#: Addresses, by what they begin with or hold.
_ADDRESS = re.compile(
    r"(?:[A-Za-z][A-Za-z0-9+.-]*://|www\.|(?<![A-Za-z0-9])10\.\d{4,}/)[!-~]+"
    r"|(?<![!-~])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
)
#: In an address a line ends after its scheme and after a solidus, and before these; never at a hyphen, which a reader
#: would take for one that the line end made.
_DIVISION = re.compile(r"(?<=://)(?=.)|(?<=[^/]/)(?=[^/])|(?<=[^/:])(?=[.?&=#~_+@;](?=.))|(?<=[^%])(?=%)")
#: Between a number and a unit no line ends (GB 3100—93, 6.2.2: the unit stands beside its number).
_UNIT = re.compile(
    r"(?<=\d)[ \xa0](?=(?:[kcmnμ]?m|[kmμ]?g|[kMGT]?B|[kMGT]?Hz|[mk]?[LlWVAJN]|Pa|h|s|min|km/h)(?![A-Za-z0-9]))"
)


def classify(text: str, rules: Region) -> str:
    """One class letter per character (see `classes`)."""
    classes = text.translate(rules.classes)
    if "—" in text or "―" in text or "─" in text:
        classes = _dashes(classes)
    if "L" in classes:
        classes = classes.replace("LL", "Ll")
    if _QUOTES.search(text):
        classes = _quotes(text, classes)
    if rules.script == "zh-Hans" and "EE" in classes:
        classes = _TWO_STOPS.sub("Ee", classes)
    if "A" in classes and _DIVIDES.search(text):
        classes = _patched(classes, ((found.start(), "h") for found in _HYPHEN.finditer(text)))
    if rules.composition.marks == "kaiming" and "C" in classes:
        classes = _KAIMING.sub(r"\1c", classes)
    return _SPACES.sub(_space, classes) if "W" in classes else classes


def ties(text: str) -> list[tuple[int, bool]]:
    """(offset, whether a line may begin there) where that hangs on more than two neighbours: a unit stays with its
    number, an address is divided where custom has it."""
    found = [(match.end(), False) for match in _UNIT.finditer(text)] if " " in text or "\xa0" in text else []
    if "\xa0" in text or "\u202f" in text:
        found += [(match.end(), False) for match in re.finditer("[\xa0\u202f]", text)]
    if "://" in text or "www." in text or "@" in text or "10." in text:
        for address in _ADDRESS.finditer(text):
            start, end = address.start(), address.end()
            found += [(at, False) for at in range(start + 1, end)]
            found += [(start + match.start(), True) for match in _DIVISION.finditer(address[0]) if match.start()]
    return found


def solid(text: str, compounds: tuple[str, ...]) -> list[int]:
    """Offsets inside the compounds that are set without a gap (T恤, A股)."""
    return [at for match in _compounds(compounds).finditer(text) for at in range(match.start() + 1, match.end())]


@cache
def _compounds(compounds: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(compounds, key=len, reverse=True)
    return re.compile("|".join(f"(?<![A-Za-z0-9]){re.escape(each)}(?![A-Za-z0-9])" for each in longest) or r"(?!)")


def _dashes(classes: str) -> str:
    paired = classes.replace("DD", "Dd")

    def single(found: re.Match[str]) -> str:
        before, after = _around(found.string, found.start(), found.end())
        return "A" if before in "AW9" and after in "AW9" and before + after != "WW" else "N"

    return _SINGLE_DASH.sub(single, paired) if _SINGLE_DASH.search(paired) else paired


def _around(classes: str, start: int, end: int) -> tuple[str, str]:
    """The classes before and after; "B" at an edge."""
    return classes[start - 1] if start else "B", classes[end] if end < len(classes) else "B"


def _space(found: re.Match[str]) -> str:
    """A typed space is as wide as what it parts asks for, not as it was typed."""
    before, after = _around(found.string, found.start(), found.end())
    count = found.end() - found.start()
    if before in _LATIN and after in _LATIN:
        return "W" * count
    if before in _HAN and after in _HAN:
        return "X" * count
    if before in _LATIN + _HAN and after in _LATIN + _HAN:
        return "V" + "Z" * (count - 1)
    return "Z" * count


def _quotes(text: str, classes: str) -> str:
    changes: list[tuple[int, str]] = []
    opened: list[int] = []
    for found in _QUOTES.finditer(text):
        at = found.start()
        if found[0] in "“‘":
            opened.append(at)
        elif opened and text[opened[-1]] == ("“" if found[0] == "”" else "‘") and not _apostrophe(text, at):
            start = opened.pop()
            if _western(classes, start, at):
                changes += [(start, "A"), (at, "A")]
        elif found[0] == "’" and _around(classes, at, at + 1)[0] in _LATIN:
            changes.append((at, "A"))
    return _patched(classes, changes)


def _apostrophe(text: str, at: int) -> bool:
    """Whether ’ stands between two Latin letters."""
    around = text[max(0, at - 1) : at] + text[at + 1 : at + 2]
    return text[at] == "’" and len(around) == 2 and around.isalpha() and around < "\u2e80"


def _western(classes: str, start: int, end: int) -> bool:
    """No Han between the quotes, and Latin outside on at least one side and nothing Chinese on the other."""
    inner = classes[start + 1 : end]
    if not inner or inner.strip("A9hW"):
        return False
    before, _ = _around(classes, start, start + 1)
    _, after = _around(classes, end, end + 1)
    return before in "A9hWB" and after in "A9hWB" and before + after != "BB"


def _patched(classes: str, changes: Iterable[tuple[int, str]]) -> str:
    letters = list(classes)
    for at, letter in changes:
        letters[at] = letter
    return "".join(letters)
