"""Seeds in, what became of each out, in one process or several; one that fails does not stop the rest."""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.build import Output, Request, build
from pipeline.errors import Finding, KanbenError
from pipeline.fonts import Fonts
from pipeline.read import Seed


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one seed: outputs, or an error for the user, or the traceback of a bug."""

    seed: Seed
    outputs: tuple[Output, ...] = ()
    findings: tuple[Finding, ...] = ()
    characters: int = 0
    seconds: float = 0.0
    error: KanbenError | None = None
    crash: str | None = None

    @property
    def skipped(self) -> bool:
        """Whether the request did not mean this seed (`Request.only`)."""
        return not (self.outputs or self.error or self.crash)


def build_many(seeds: Sequence[Seed], request: Request, jobs: int) -> Iterator[Outcome]:
    """The outcome of every seed, as each is done. `jobs` processes; with one, or one seed, this process."""
    if jobs <= 1 or len(seeds) <= 1:
        yield from (build_one(seed, request) for seed in seeds)
        return
    pool = ProcessPoolExecutor(min(jobs, len(seeds)))
    try:
        waiting: list[Future[Outcome]] = [pool.submit(build_one, seed, request) for seed in seeds]
        yield from (done.result() for done in as_completed(waiting))
    finally:
        pool.shutdown(cancel_futures=True)


def build_one(seed: Seed, request: Request) -> Outcome:
    """One seed built; nothing is raised but KeyboardInterrupt and SystemExit."""
    start = time.perf_counter()
    try:
        built = build(seed, request, _fonts(None))
    except KanbenError as error:
        return Outcome(seed, error=error)
    except Exception:  # noqa: BLE001 - a bug in one document must not stop the others; it is shown whole
        return Outcome(seed, crash=traceback.format_exc())
    seconds = time.perf_counter() - start
    return Outcome(seed, built.outputs, built.findings, built.recovered.characters, seconds)


@cache
def _fonts(folder: Path | None) -> Fonts:
    return Fonts.load(folder)
