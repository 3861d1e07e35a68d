"""Options and arguments that several commands share, and how a SEED on the command line becomes a seed."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import click

from pipeline.cli.usage import Command, Count, OneOf
from pipeline.errors import KanbenError, Place, SourceError
from pipeline.messages import Lang
from pipeline.read import Seed, check_names, find_seeds, is_seed, publication_name, seed_at

Function = TypeVar("Function", bound=Callable[..., object])
SEEDS = Path("seeds")
OUTPUT = Path("output")


def command() -> Callable[[Callable[..., object]], click.Command]:
    """A command of `kanben`; its help stands in the catalogue."""
    return click.command(cls=Command)


def language_option(function: Function) -> Function:
    return click.option("--lang", type=OneOf("en", "zh"), callback=_language)(function)


def json_option(function: Function) -> Function:
    return click.option("--json", "as_json", is_flag=True)(function)


def quiet_options(function: Function) -> Function:
    loud = click.option("-v", "--verbose", is_flag=True)
    return click.option("-q", "--quiet", is_flag=True)(loud(function))


def jobs_option(function: Function) -> Function:
    return click.option("--jobs", type=Count())(function)


def out_option(function: Function) -> Function:
    return click.option("--out", type=click.Path(path_type=Path), metavar="DIR", default=OUTPUT)(function)


def _language(_context: click.Context, _option: click.Parameter, value: str | None) -> Lang:
    from pipeline.cli.console import told_language

    return told_language() if value is None else "zh" if value == "zh" else "en"


def seeds_named(names: Sequence[str]) -> tuple[Seed, ...]:
    """The seeds meant by names or paths, each once; all in `seeds/` where none is given.

    Raises SourceError: a name that means none, no seeds at all; ConfigError: two that would overwrite each other.
    """
    return _distinct([seed_named(name) for name in names]) if names else _all()


def seeds_or_errors(names: Sequence[str]) -> tuple[tuple[Seed, ...], dict[Seed, KanbenError]]:
    """As `seeds_named`, but a name that means no seed does not stop the others: what stands for it, with its error."""
    failed: dict[Seed, KanbenError] = {}

    def found() -> Iterator[Seed]:
        for name in names:
            try:
                yield seed_named(name)
            except SourceError as error:
                nobody = Seed(publication_name(Path(Path(name).name[:120])), Path(name), ())
                failed[nobody] = error
                yield nobody

    return (_distinct(list(found())), failed) if names else (_all(), {})


def _all() -> tuple[Seed, ...]:
    if not SEEDS.is_dir():
        raise SourceError("cli.no-seeds-folder", Place(str(SEEDS)))
    seeds = find_seeds(SEEDS)
    if not seeds:
        raise SourceError("cli.no-seeds", Place(str(SEEDS)))
    return seeds


def _distinct(seeds: Sequence[Seed]) -> tuple[Seed, ...]:
    once = tuple({seed.path.absolute(): seed for seed in reversed(seeds)}.values())[::-1]
    check_names(once)
    return once


def seed_named(name: str) -> Seed:
    """A seed by path or by its name in `seeds/`, with or without ending. Raises SourceError naming the nearest."""
    for candidate in (Path(name), SEEDS / name, SEEDS / f"{name}.txt"):
        if _exists(candidate):
            return seed_at(candidate)
    known = sorted(child.stem for child in SEEDS.iterdir() if is_seed(child)) if SEEDS.is_dir() else []
    nearest = difflib.get_close_matches(Path(name).stem, known, 1, 0.3)
    if nearest:
        raise SourceError("cli.no-seed-nearest", Place(name), nearest=nearest[0])
    raise SourceError("read.missing", Place(name))


def _exists(path: Path) -> bool:
    """Whether there is such a file; a name that no disk bears, being too long, is none."""
    try:
        return path.exists()
    except OSError:
        return False
