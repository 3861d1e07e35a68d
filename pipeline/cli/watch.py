"""`kanben watch`: builds a seed again whenever its raw text, settings or pictures change, until interrupted."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import options
from pipeline.cli.console import show_error, show_findings
from pipeline.errors import KanbenError
from pipeline.messages import Lang, say
from pipeline.read import Seed

if TYPE_CHECKING:
    from pipeline.batch import Outcome

_EVERY = 0.5
#: Path, time of change and size of every file that a seed is made of.
State = tuple[tuple[str, int, int], ...]


@options.command()
@click.argument("seeds", nargs=-1, metavar="[SEED]…")
@options.out_option
@options.language_option
def command(seeds: tuple[str, ...], out: Path, lang: Lang) -> None:
    from pipeline.batch import build_one
    from pipeline.build import Request

    known = {seed: _state(seed) for seed in options.seeds_named(seeds)}
    click.echo(say("cli.watching", lang, {"count": len(known)}), err=True)
    trouble = ""
    while True:
        time.sleep(_EVERY)
        try:
            current = options.seeds_named(seeds)
            trouble = ""
        except KanbenError as error:
            if trouble != str(error):  # said once, not twice a second
                show_error(error, lang)
            trouble = str(error)
            continue
        for seed in current:
            state = _state(seed)
            if known.get(seed) != state:
                known[seed] = state
                _show(build_one(seed, Request(out)), lang)


def _show(outcome: Outcome, lang: Lang) -> None:
    for output in outcome.outputs:
        click.echo(output.path)
    show_findings([finding for finding in outcome.findings if finding.level != "note"], lang, name=outcome.seed.name)
    if outcome.error:
        show_error(outcome.error, lang)
    if outcome.crash:
        click.echo(f"{outcome.seed.path}: {say('cli.crash', lang)}\n{outcome.crash}", err=True)


def _state(seed: Seed) -> State:
    return tuple(sorted(_stamps(seed)))


def _stamps(seed: Seed) -> Iterator[tuple[str, int, int]]:
    """Everything in a folder; of a file what stands beside it under its name, and, with settings, pictures for them."""
    for path in seed.path.rglob("*") if seed.path.is_dir() else seed.path.parent.iterdir():
        own = seed.path.is_dir() or path.stem == seed.path.stem
        if own or (seed.settings and path.suffix.lower() in (".jpg", ".jpeg", ".png", ".toml")):
            try:
                found = path.stat()
            except OSError:  # gone since it was listed
                continue
            yield str(path), found.st_mtime_ns, found.st_size
