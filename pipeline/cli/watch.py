"""`kanben watch`: builds a seed again whenever its raw text, settings or manuscript change, until interrupted."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import click

from pipeline.cli import options
from pipeline.cli.console import show_error, show_findings
from pipeline.errors import KanbenError
from pipeline.messages import Lang, say
from pipeline.read import Seed

_EVERY = 0.5


@click.command(help="Build again whenever a seed changes. 原文改动即重新生成。")
@click.argument("seeds", nargs=-1, metavar="[SEED]…")
@click.option("--out", type=click.Path(path_type=Path), default=options.OUTPUT, help="Folder of the editions (output).")
@options.language_option
def command(seeds: tuple[str, ...], out: Path, lang: Lang) -> None:
    from pipeline.batch import build_one
    from pipeline.build import Request

    known = {seed.name: _state(seed) for seed in options.seeds_named(seeds)}
    click.echo(say("cli.watching", lang, {"count": len(known)}), err=True)
    while True:
        time.sleep(_EVERY)
        try:
            current = options.seeds_named(seeds)
        except KanbenError as error:
            show_error(error, lang)
            continue
        for seed in current:
            state = _state(seed)
            if known.get(seed.name) == state:
                continue
            known[seed.name] = state
            outcome = build_one(seed, Request(out))
            for output in outcome.outputs:
                click.echo(output.path)
            show_findings([finding for finding in outcome.findings if finding.level != "note"], lang)
            if outcome.error:
                show_error(outcome.error, lang)
            if outcome.crash:
                click.echo(outcome.crash, err=True)


def _state(seed: Seed) -> str:
    """A digest of everything that a seed is made of; a file that vanished counts as empty."""
    from pipeline.manuscript import path_of

    digest = hashlib.sha256()
    for path in (*seed.sources, *((seed.settings,) if seed.settings else ()), path_of(seed)):
        digest.update(path.name.encode())
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()
