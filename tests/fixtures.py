"""Fixture files in, cases out. A file holds any number of cases:

    title of the case
    .
    input
    .
    expected
    .

A line that is a single dot parts them. Escapes such as \\u3000, \\t and \\x00 may be written.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|([tr]))")


class Case(NamedTuple):
    file: str
    title: str
    given: str
    expected: str


def cases(folder: Path) -> list[Case]:
    found: list[Case] = []
    for path in sorted(folder.glob("*.txt")):
        parts = re.split(r"^\.\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        for at in range(0, len(parts) - 2, 3):
            title, given, expected = parts[at : at + 3]
            found.append(Case(path.stem, title.strip(), _plain(given), _plain(expected)))
    return found


def _plain(text: str) -> str:
    def char(match: re.Match[str]) -> str:
        if match[4]:
            return {"t": "\t", "r": "\r"}[match[4]]
        return chr(int(match[1] or match[2] or match[3], 16))

    return _ESCAPE.sub(char, text.removesuffix("\n"))
