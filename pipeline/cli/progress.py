"""How far a build is, as one line at the foot of a terminal; nothing at all where standard error is no terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING

from pipeline.cli.console import plain
from pipeline.messages import Lang, say
from pipeline.read import Seed

if TYPE_CHECKING:
    from rich.progress import Progress as Bar


class Progress:
    """`with Progress(…) as progress:` … `clear` before anything is printed, `done` after each seed."""

    def __init__(self, seeds: Sequence[Seed], lang: Lang, *, quiet: bool) -> None:
        self._left = {seed: _size(seed) for seed in seeds}
        self._bar = None if quiet or not seeds or not is_screen() else _bar(lang, len(seeds), sum(self._left.values()))

    def __enter__(self) -> Progress:
        self._draw()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()

    def clear(self) -> None:
        if self._bar:
            self._bar.stop()

    def done(self, seed: Seed) -> None:
        size = self._left.pop(seed, 0)
        if self._bar:
            task = self._bar.tasks[0]
            self._bar.update(task.id, advance=size, done=task.fields["done"] + 1)
            self._draw()

    def _draw(self) -> None:
        if self._bar and self._left:
            self._bar.update(self._bar.tasks[0].id, name=plain(next(iter(self._left)).name))
            sys.stdout.flush()
            self._bar.start()


def _bar(lang: Lang, count: int, size: int) -> Bar:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
    from rich.table import Column

    bar = Progress(
        TextColumn(say("cli.building", lang)),
        BarColumn(20),
        TextColumn("{task.fields[done]}/{task.fields[count]}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[name]}", markup=False, table_column=Column(no_wrap=True, overflow="ellipsis")),
        console=Console(stderr=True),
        transient=True,
        auto_refresh=False,  # no thread: one that writes while the processes of a pool are forked could lock theirs
        # What is printed goes where it should go, above a bar that is stopped meanwhile: paths may be piped.
        redirect_stdout=False,
        redirect_stderr=False,
    )
    bar.add_task("", total=size, done=0, count=count, name="")
    return bar


def is_screen() -> bool:
    return sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def _size(seed: Seed) -> int:
    """Bytes of raw text, and a little for what every seed costs."""
    return 10_000 + sum(path.stat().st_size for path in seed.sources if path.is_file())
