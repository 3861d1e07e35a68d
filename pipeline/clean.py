"""`make clean`: takes away editions whose seed is gone, and, if asked, all editions; asks before each.

Nothing but finished editions in output/ is ever touched: what else lies there, and seeds, settings and fonts, stay.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from pipeline.cli.console import plain, show_error, told_language
from pipeline.errors import KanbenError, OutputError, Place
from pipeline.messages import Lang, say
from pipeline.model import SCRIPTS
from pipeline.read import find_seeds

_EDITION = re.compile(rf"\.(?:{'|'.join(SCRIPTS)})(?:\.print)?\.(?:pdf|epub|docx)$")


def editions(out: Path) -> list[Path]:
    """The folders in `out` that hold editions of the name of the folder."""
    return sorted(folder for folder in out.iterdir() if _files(folder)) if out.is_dir() else []


def _files(folder: Path) -> list[Path]:
    """What Kanben made in a folder: editions, their report, and what a build that was killed left."""
    if folder.is_symlink() or not folder.is_dir():
        return []
    files = [path for path in folder.iterdir() if path.is_file()]
    made = [path for path in files if path.name == folder.name + _ending(path.name)]
    others = [path for path in files if path.name == "report.html" or path.name.startswith(".kanben-")]
    return [*made, *others] if made else []


def _ending(name: str) -> str:
    found = _EDITION.search(name)
    return found[0] if found else "/"


def main(out: Path = Path("output"), seeds: Path = Path("seeds")) -> None:
    """Asks on the terminal. Raises KanbenError: seeds that cannot be told apart, editions that cannot be removed."""
    lang = told_language()
    names = {seed.name for seed in find_seeds(seeds)} if seeds.is_dir() else set()
    folders = editions(out)
    orphans = [folder for folder in folders if folder.name not in names]
    if not folders:
        click.echo(say("cli.no-clean", lang))
    for question, chosen in (
        ("cli.clean-orphans", orphans),
        ("cli.clean-all", [folder for folder in folders if folder not in orphans]),
    ):
        named = plain(", ".join(folder.name for folder in chosen))
        if chosen and click.confirm(say(question, lang, {"names": named})):
            _remove(chosen, lang)


def _remove(folders: Sequence[Path], lang: Lang) -> None:
    for folder in folders:
        try:
            for path in _files(folder):
                path.unlink()
            if any(folder.iterdir()):
                click.echo(say("cli.clean-kept", lang, {"folder": plain(str(folder))}))
            else:
                folder.rmdir()
        except OSError as error:
            raise OutputError("save.not-removable", Place(str(folder)), detail=error.strerror or str(error)) from error


if __name__ == "__main__":
    try:
        main()
    except click.Abort:
        click.echo()
        sys.exit(130)
    except KanbenError as error:
        show_error(error, told_language())
        sys.exit(error.exit_code)
