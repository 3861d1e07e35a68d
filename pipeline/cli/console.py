"""Findings, errors and tables in, lines on a terminal or in a file out, in the user's language."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Sequence

import click

from pipeline.errors import Finding, KanbenError, Level
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


def show_error(error: KanbenError, lang: Lang) -> None:
    """An error as two lines on standard error: what and where, then what can be done."""
    wording = word(error, lang)
    place = f"{error.place}: " if error.place else ""
    click.echo(click.style(say("cli.error", lang), fg="red", bold=True) + f" {place}{wording.text}", err=True)
    if wording.hint:
        click.echo(f"  {say('cli.hint', lang)} {wording.hint}", err=True)


def show_findings(findings: Sequence[Finding], lang: Lang, *, shown: int | None = SHOWN) -> None:
    """Findings on standard error, the heaviest first; the hint once for each name."""
    order = [Level.FAIL, Level.WARN, Level.NOTE]
    ranked = sorted(findings, key=lambda finding: order.index(finding.level))
    hinted: set[str] = set()
    for finding in ranked[:shown]:
        wording = word(finding, lang)
        label = click.style(say(f"cli.{finding.level}", lang), fg=_COLORS[finding.level])
        place = f"{finding.place}: " if finding.place else ""
        click.echo(f"{label} {place}{wording.text}", err=True)
        if wording.hint and finding.name not in hinted:
            click.echo(f"  {say('cli.hint', lang)} {wording.hint}", err=True)
            hinted.add(finding.name)
    if shown is not None and len(ranked) > shown:
        click.echo(say("cli.more-findings", lang, {"count": len(ranked) - shown}), err=True)


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, left: int = 1) -> str:
    """Rows as aligned columns for a fixed-pitch screen, Chinese two cells wide; the first `left` columns flush left."""
    cells = [list(head), *map(list, rows)]
    widths = [max(width(row[at]) for row in cells) for at in range(len(head))]
    lines = [
        "  ".join(
            cell + " " * (room - width(cell)) if at < left else " " * (room - width(cell)) + cell
            for at, (cell, room) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]
    return "\n".join([lines[0], "─" * sum([*widths, 2 * (len(widths) - 1)]), *lines[1:]])


def width(text: str) -> int:
    """Cells that a text takes on a terminal (UAX #11: wide and full-width characters two)."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


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
