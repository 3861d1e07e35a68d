"""Findings, errors and tables in, lines on a terminal or in a file out, in the user's language."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

import click

from pipeline.errors import Finding, KanbenError, Level, Value
from pipeline.messages import Lang, say, user_language, word

_COLORS = {Level.NOTE: "blue", Level.WARN: "yellow", Level.FAIL: "red"}
#: Findings shown of one document before the rest is only counted.
SHOWN = 8


def told_language() -> Lang:
    """The language given with --lang anywhere on the command line, else the locale's."""
    for at, argument in enumerate(sys.argv):
        value = argument.partition("=")[2] if argument.startswith("--lang=") else ""
        if argument == "--lang" and at + 1 < len(sys.argv):
            value = sys.argv[at + 1]
        if value in ("en", "zh"):
            return "zh" if value == "zh" else "en"
    return user_language()


# ----------------------------------------------------------------------------------------------- findings and errors


def show_error(error: KanbenError, lang: Lang) -> None:
    """An error as two lines on standard error: what and where, then what can be done."""
    wording = word(error, lang)
    show_lines(f"{error.place}: {wording.text}" if error.place else wording.text, wording.hint, lang)


def show_lines(text: str, hint: str, lang: Lang) -> None:
    """`error: …` and, where there is one, its hint, on standard error."""
    click.echo(_label("cli.error", lang, "red", bold=True) + plain(text), err=True)
    _show_hint(hint, lang)


def _show_hint(hint: str, lang: Lang) -> None:
    if hint:
        click.echo("  " + _label("cli.hint", lang) + plain(hint), err=True)


def _label(name: str, lang: Lang, color: str | None = None, *, bold: bool = False) -> str:
    """`error: `, `错误：` (whose colon brings its own blank)."""
    label = say(name, lang)
    return styled(label, color, bold=bold) + ("" if label.endswith("：") else " ")


def show_findings(
    findings: Sequence[Finding], lang: Lang, *, shown: int | None = SHOWN, name: str | None = None
) -> None:
    """Findings on standard error, the heaviest first; the hint once for each name. `name`: the seed they are of."""
    order = [Level.FAIL, Level.WARN, Level.NOTE]
    ranked = sorted(findings, key=lambda finding: order.index(finding.level))
    hinted: set[str] = set()
    for finding in ranked[:shown]:
        wording = word(finding, lang)
        place = f"{finding.place}: " if finding.place else ""
        label = _label(f"cli.{finding.level}", lang, _COLORS[finding.level])
        click.echo(label + plain(place + wording.text), err=True)
        if finding.name not in hinted:
            _show_hint(wording.hint, lang)
            hinted.add(finding.name)
    if shown is not None and len(ranked) > shown:
        rest: dict[str, Value] = {"count": len(ranked) - shown, "name": shlex.quote(name or "name")}
        click.echo("  " + say("cli.more-findings", lang, rest), err=True)


def finding_json(finding: Finding, lang: Lang) -> dict[str, object]:
    """A finding for scripts: its stable name, level, place, facts, and the sentence."""
    place = finding.place
    return {
        "name": finding.name,
        "level": str(finding.level),
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "values": dict(finding.values),
        "text": word(finding, lang).text,
    }


def error_json(error: KanbenError, lang: Lang) -> dict[str, object]:
    """An error for scripts, in the form of a finding, with its hint and exit code."""
    wording = word(error, lang)
    found = finding_json(Finding(error.name, error.place, error.values, Level.FAIL), lang)
    return {**found, "hint": wording.hint, "exit_code": error.exit_code}


def show_json(value: object) -> None:
    """JSON on standard output; where that is not UTF-8, with escapes, so that it stays JSON."""
    utf8 = sys.stdout is None or sys.stdout.encoding.lower().replace("-", "") == "utf8"
    click.echo(json.dumps(value, ensure_ascii=not utf8, indent=1))


# ---------------------------------------------------------------------------------------------------- text on a screen

#: Controls, direction marks and line separators of a text must not steer the terminal.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """A text as it may be shown: control pictures for C0 controls, U+… for others; line ends and tabs stay."""
    return _STEERING.sub(lambda match: _picture(ord(match[0])), text)


def _picture(code: int) -> str:
    return chr(0x2400 + code) if code < 0x20 else "␡" if code == 0x7F else f"<U+{code:04X}>"


def styled(text: str, color: str | None = None, *, bold: bool = False) -> str:
    """Coloured, unless NO_COLOR is set (no-color.org); click leaves colours out where there is no terminal."""
    return text if os.environ.get("NO_COLOR") else click.style(text, fg=color, bold=bold)


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, left: int = 1) -> str:
    """Rows as aligned columns for a fixed-pitch screen, Chinese two cells wide; the first `left` columns flush left.

    On a terminal that is too narrow the widest of these is broken into lines; elsewhere a row stays one line.
    """
    cells = [list(map(plain, row)) for row in (head, *rows)]
    widths = [max(width(row[at]) for row in cells) for at in range(len(head))]
    room = shutil.get_terminal_size().columns if sys.stdout is not None and sys.stdout.isatty() else None
    over = sum(widths) + 2 * (len(widths) - 1) - room if room else 0
    if over > 0:
        widest = max(range(left), key=lambda at: widths[at])
        widths[widest] = max(widths[widest] - over, min(widths[widest], 12))
    lines = [line for row in cells for line in _lines(row, widths, left)]
    return "\n".join([lines[0], "─" * (sum(widths) + 2 * (len(widths) - 1)), *lines[1:]])


def _lines(row: Sequence[str], widths: Sequence[int], left: int) -> Iterator[str]:
    """A row of a table as one line, or as many as its longest cell needs."""
    columns = [list(broken(cell, room)) for cell, room in zip(row, widths, strict=True)]
    for at in range(max(map(len, columns))):
        parts = []
        for number, (column, room) in enumerate(zip(columns, widths, strict=True)):
            cell = column[at] if at < len(column) else ""
            gap = " " * (room - width(cell))
            parts.append(cell + gap if number < left else gap + cell)
        yield "  ".join(parts).rstrip()


#: What is not parted at a line's end: a word, or a character with what must not begin a line after it.
_WORDS = re.compile(r"[\x21-\x7e]+ *|.[，。、；：？！”’）》」』…—]*|\s", re.DOTALL)


def broken(text: str, room: int) -> Iterator[str]:
    """A text as lines of at most `room` cells, parted between words and between Chinese characters."""
    line = ""
    for found in _WORDS.findall(text):
        word_: str = found
        if line and width(line) + width(word_.rstrip()) > room:
            yield line.rstrip()
            line = ""
        while width(word_.rstrip()) > room:
            head = _fitting(word_, room)
            yield word_[:head]
            word_ = word_[head:]
        line += word_
    yield line.rstrip()


def _fitting(text: str, room: int) -> int:
    """How many characters of a text, at least one, have room in so many cells."""
    used = 0
    for at, char in enumerate(text):
        used += width(char)
        if used > room:
            return max(at, 1)
    return len(text)


def width(text: str) -> int:
    """Cells that a text takes on a terminal (UAX #11): wide and full-width characters two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(_cells(char) for char in text)


def _cells(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
