"""A TOML text and a dotted key in, the line on which it is set out: what the parser of the library does not tell."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from pipeline.errors import ConfigError, Place

_KEY = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
_LINE = re.compile(
    rf"\s*(?:(?P<open>\[\[?)\s*(?P<table>{_KEY}(?:\s*\.\s*{_KEY})*)\s*\]|(?P<key>{_KEY}(?:\s*\.\s*{_KEY})*)\s*=)"
)


def line_of(text: str, key: str, index: int | None = None) -> int | None:
    """The 1-based line on which a dotted key is set, else that of the table or list that holds it; with `index`, in
    that one of the tables [[…]] of its name."""
    table = ""
    found: tuple[int, int] | None = None
    quoted = False
    seen: Counter[str] = Counter()
    for number, line in enumerate(text.split("\n"), 1):
        match = None if quoted else _LINE.match(line)
        quoted ^= len(re.findall(r'"""|\'\'\'', line)) % 2 == 1
        if not match:
            continue
        name = _bare(match["table"] or match["key"])
        if match["table"]:
            table = f"{name}."
            seen[name] += 1
        full = name if match["table"] else table + name
        if index is not None and table and key.startswith(table[:-1]) and seen[table[:-1]] != index + 1:
            continue
        if (key == full or key.startswith(f"{full}.")) and (found is None or len(full) > found[0]):
            found = len(full), number
    return found[1] if found else None


def line_with(text: str, start: int | None, written: str) -> int | None:
    """The first line from `start` on that holds what was written, else `start`: an item of a list over many lines."""
    lines = text.split("\n")
    first = (start or 1) - 1
    return next((at + 1 for at in range(first, len(lines)) if written and written in lines[at]), start)


def _bare(name: str) -> str:
    return re.sub(rf"\s*\.\s*|({_KEY})", lambda part: part[1].strip("\"'") if part[1] else ".", name)


def syntax_error(path: Path, text: str, message: str) -> ConfigError:
    """The parser's message about a file that is no TOML, with its place."""
    match = re.fullmatch(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", message, re.DOTALL)
    if not match:
        return ConfigError("config.syntax", Place(str(path)), detail=message)
    if match[2]:
        return ConfigError("config.syntax", Place(str(path), int(match[2]), int(match[3])), detail=match[1])
    return ConfigError("config.syntax", Place(str(path), max(1, len(text.rstrip().splitlines()))), detail=match[1])
