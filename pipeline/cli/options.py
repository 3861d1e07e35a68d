"""Options and arguments that several commands share, and how a SEED on the command line becomes a seed."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import click

from pipeline.errors import Place, SourceError
from pipeline.messages import Lang
from pipeline.read import Seed, check_names, find_seeds, is_seed, seed_at

Command = TypeVar("Command", bound=Callable[..., object])
SEEDS = Path("seeds")
OUTPUT = Path("output")


def language_option(command: Command) -> Command:
    return click.option("--lang", type=click.Choice(["en", "zh"]), callback=_language, help="Language of messages.")(
        command
    )


def json_option(command: Command) -> Command:
    return click.option("--json", "as_json", is_flag=True, help="Write JSON for scripts.")(command)


def quiet_options(command: Command) -> Command:
    loud = click.option("-v", "--verbose", is_flag=True, help="Show every finding.")
    return click.option("-q", "--quiet", is_flag=True, help="Print the paths of files made, nothing else.")(
        loud(command)
    )


def _language(_context: click.Context, _option: click.Parameter, value: str | None) -> Lang:
    from pipeline.cli.console import told_language

    return told_language() if value is None else "zh" if value == "zh" else "en"


def seeds_named(names: Sequence[str]) -> tuple[Seed, ...]:
    """The seeds meant by names or paths; all in `seeds/` where none is given. Raises SourceError, ConfigError."""
    if not names:
        return find_seeds(SEEDS)
    seeds = tuple(map(seed_named, names))
    check_names(seeds)
    return seeds


def seed_named(name: str) -> Seed:
    """A seed by path or by its name in `seeds/`, with or without ending. Raises SourceError naming the nearest."""
    path = Path(name)
    for candidate in (path, SEEDS / name, SEEDS / f"{name}.txt"):
        if candidate.exists():
            return seed_at(candidate)
    known = [child.stem for child in SEEDS.iterdir() if is_seed(child)] if SEEDS.is_dir() else []
    nearest = difflib.get_close_matches(path.stem, known, 1, 0.3)
    if nearest:
        raise SourceError("cli.no-seed-nearest", Place(name), nearest=nearest[0])
    raise SourceError("read.missing", Place(name))
