"""`make clean`: takes away editions whose seed is gone, and, if asked, all editions; asks before each.

Nothing but folders of editions in output/ is ever touched: seeds, settings and fonts stay.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from pipeline.cli.console import told_language
from pipeline.messages import say
from pipeline.read import find_seeds


def main(out: Path = Path("output"), seeds: Path = Path("seeds")) -> None:
    lang = told_language()
    names = {seed.name for seed in find_seeds(seeds)} if seeds.is_dir() else set()
    folders = sorted(child for child in out.iterdir() if child.is_dir()) if out.is_dir() else []
    orphans = [folder for folder in folders if folder.name not in names]
    if not folders:
        click.echo(say("cli.no-clean", lang))
    for question, chosen in (
        ("cli.clean-orphans", orphans),
        ("cli.clean-all", [f for f in folders if f not in orphans]),
    ):
        if chosen and click.confirm(say(question, lang, {"names": ", ".join(folder.name for folder in chosen)})):
            for folder in chosen:
                shutil.rmtree(folder)


if __name__ == "__main__":
    try:
        main()
    except click.Abort:
        sys.exit(130)
