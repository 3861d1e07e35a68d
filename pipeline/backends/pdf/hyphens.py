"""A Latin word in, the places out where it may be divided: by syllables, from the patterns that pyphen brings.

Only plain words of six letters and more, two letters at least before and three after (the trade's least in Chinese
books); names, abbreviations and what holds a digit are never divided.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module

SHORTEST, LONGEST = 6, 40
_BEFORE, _AFTER = 2, 3


@cache
def _positions() -> Callable[[str], list[int]]:
    # The patterns are read when a line first asks for them: most Chinese books never do.
    found: Callable[[str], list[int]] = (
        import_module("pyphen").Pyphen(lang="en_US", left=_BEFORE, right=_AFTER).positions
    )
    return found


def divisions(word: str) -> tuple[int, ...]:
    """Offsets at which `word`, stripped of nothing, may go over to the next line behind a hyphen; ascending."""
    inner = word.rstrip(".,;:!?)’”\"'")
    lead = len(inner) - len(inner.lstrip("(“‘\"'"))
    inner = inner[lead:]
    if not SHORTEST <= len(inner) <= LONGEST or not (inner.isascii() and inner.isalpha() and inner.islower()):
        return ()
    return tuple(lead + int(at) for at in _positions()(inner))
