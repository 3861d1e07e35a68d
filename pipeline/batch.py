"""Seeds in, what became of each out, in one process or several; one that fails does not stop the rest.

A process that dies, as the system ends one when memory runs out, fails the seed it was at, and that alone. Whatever
ends the first process ends the others, and none of them in the middle of a save.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
import traceback
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import FrameType

from pipeline.build import Output, Request, build
from pipeline.errors import BackendError, Finding, KanbenError, Place
from pipeline.fonts import Fonts
from pipeline.read import Seed

#: Seconds that a process is given to end.
_PATIENCE = 10


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


def build_many(seeds: Sequence[Seed], request: Request, jobs: int) -> Generator[Outcome]:
    """The outcome of every seed, as each is done. `jobs` processes; with one, or one seed, this process."""
    if jobs <= 1 or len(seeds) <= 1:
        yield from (build_one(seed, request) for seed in seeds)
        return
    left = dict.fromkeys(seeds)
    for outcome in _in_processes(seeds, request, min(jobs, len(seeds))):
        del left[outcome.seed]
        yield outcome
    # A process died and took the others' work with it: those seeds again, each in a process of its own.
    for seed in left:
        alone = next(_in_processes([seed], request, 1), None)
        yield alone or Outcome(seed, error=BackendError("build.process-died", Place(seed.path.name)))


def _in_processes(seeds: Sequence[Seed], request: Request, jobs: int) -> Iterator[Outcome]:
    """The outcome of each seed that was done before a process died."""
    pool = ProcessPoolExecutor(jobs, initializer=_begin)
    try:
        waiting: list[Future[Outcome]] = [pool.submit(_build_there, seed, request) for seed in seeds]
        for done in as_completed(waiting):
            if not isinstance(done.exception(), BrokenProcessPool):
                yield done.result()
    except BaseException:
        _end_all()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _end_all() -> None:
    """Ends the processes of the pool; one that does not answer is not waited for."""
    processes = multiprocessing.active_children()
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(_PATIENCE)
        process.kill()


# In a process of the pool. An interrupt is the first process's to answer. Told to end, this one unwinds what it builds,
# so that a save is whole or not begun; outside of that it ends on the spot, for there it may hold a lock of the pool,
# and an exception would leave that lock held for ever.


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, args=(threading.get_ident(),), daemon=True).start()


def _end_with_parent(main: int) -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        while os.name != "nt":
            signal.pthread_kill(main, signal.SIGTERM)
            time.sleep(1)
        os._exit(1)


def _build_there(seed: Seed, request: Request) -> Outcome:
    signal.signal(signal.SIGTERM, _unwind)
    try:
        return build_one(seed, request)
    except SystemExit:  # the pool would go on to the next seed
        os._exit(1)
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _unwind(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit


def build_one(seed: Seed, request: Request) -> Outcome:
    """One seed built; nothing is raised but KeyboardInterrupt and SystemExit."""
    start = time.perf_counter()
    try:
        built = build(seed, request, _fonts(None))
    except KanbenError as error:
        error.place = error.place or Place(seed.path.name)
        return Outcome(seed, error=error)
    except MemoryError:
        return Outcome(seed, error=BackendError("build.memory", Place(seed.path.name)))
    except Exception:  # noqa: BLE001 - a bug in one document must not stop the others; it is shown whole
        return Outcome(seed, crash=traceback.format_exc())
    seconds = time.perf_counter() - start
    return Outcome(seed, built.outputs, built.findings, built.recovered.characters, seconds)


@cache
def _fonts(folder: Path | None) -> Fonts:
    """The fonts, loaded once a process."""
    return Fonts.load(folder)
