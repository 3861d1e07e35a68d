"""A Latin word in, the places out where it may be divided: by syllables, from the patterns that pyphen brings.

Only plain words of six letters and more, two letters at least before and three after (the trade's least in Chinese
books); names, abbreviations and what holds a digit are never divided.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib import import_module

SHORTEST, LONGEST = 6, 40
_BEFORE, _AFTER = 2, 3
_LETTERS = re.compile(r"[^A-Za-z0-9]*([A-Za-z]+)[^A-Za-z0-9]*")


@cache
def _positions() -> Callable[[str], list[int]]:
    # The patterns are read when a line first asks for them: most Chinese books never do.
    found: Callable[[str], list[int]] = (
        import_module("pyphen").Pyphen(lang="en_US", left=_BEFORE, right=_AFTER).positions
    )
    return found


def divisions(word: str) -> tuple[int, ...]:
    """Offsets at which `word`, with whatever marks stand around it, may go over to the next line behind a hyphen;
    ascending."""
    found = _LETTERS.fullmatch(word)
    if not found or not SHORTEST <= len(found[1]) <= LONGEST or not found[1].islower():
        return ()
    return tuple(found.start(1) + int(at) for at in _positions()(found[1]))
