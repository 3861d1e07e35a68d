"""`kanben build`: seeds in, editions in output/ out; prints the path of every file made and a table at the end."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import options
from pipeline.cli.console import finding_json, show_error, show_findings, table
from pipeline.messages import Lang, say
from pipeline.read import passed_over

if TYPE_CHECKING:
    from pipeline.batch import Outcome
    from pipeline.errors import Finding


class NameList(click.ParamType[tuple[str, ...]]):
    """Names parted by commas, each one of `known`; a wrong one is told with those that are right (exit code 2)."""

    name = "list"

    def __init__(self, *known: str) -> None:
        self.known = known

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        names = tuple(name.strip() for name in str(value).split(",") if name.strip())
        for name in names:
            if name not in self.known:
                self.fail(f"{name!r} is not one of {', '.join(self.known)}", param, ctx)
        return names


FORMATS = NameList("docx", "pdf", "epub")
SCRIPTS = NameList("source", "zh-Hans", "zh-Hant", "zh-Hant-TW", "zh-Hant-HK")


@click.command(help="Build seeds into finished editions. 生成书刊。")
@click.argument("seeds", nargs=-1, metavar="[SEED]…")
@click.option("--to", "formats", type=FORMATS, default="", help="Formats: docx,pdf,epub (all).")
@click.option("--script", "scripts", type=SCRIPTS, default="", help="Scripts: source,zh-Hans,zh-Hant-TW,zh-Hant-HK.")
@click.option("--from", "only", type=click.Choice(SCRIPTS.known[1:]), help="Only seeds whose own script this is.")
@click.option("--design", metavar="NAME", help="Design: book, news, or what suits the document.")
@click.option("--out", type=click.Path(path_type=Path), default=options.OUTPUT, help="Folder of the editions (output).")
@click.option("--jobs", type=click.IntRange(1), default=None, help="Processes (one a core).")
@options.quiet_options
@options.json_option
@options.language_option
def command(  # noqa: PLR0917 - click hands over every option
    seeds: tuple[str, ...],
    formats: tuple[str, ...],
    scripts: tuple[str, ...],
    only: str | None,
    design: str | None,
    out: Path,
    jobs: int | None,
    quiet: bool,  # noqa: FBT001 - click passes flags so
    verbose: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
    lang: Lang,
) -> int:
    from pipeline.batch import build_many
    from pipeline.build import Request

    start = time.perf_counter()
    chosen = options.seeds_named(seeds)
    request = Request(out, formats, scripts, design, only)  # type: ignore[arg-type]
    outcomes: list[Outcome] = []
    with _progress(len(chosen), quiet=quiet or as_json, lang=lang) as advance:
        for outcome in build_many(chosen, request, jobs or os.cpu_count() or 1):
            outcomes.append(outcome)
            advance(outcome.seed.name)
            if not as_json:
                _show(outcome, lang, quiet=quiet, verbose=verbose)
    outcomes.sort(key=lambda outcome: chosen.index(outcome.seed))
    if as_json:
        click.echo(json.dumps([_json(outcome, lang) for outcome in outcomes], ensure_ascii=False, indent=1))
    elif not quiet:
        _close(outcomes, out, time.perf_counter() - start, lang, everything=not seeds)
    return exit_code(outcomes)


def exit_code(outcomes: Sequence[Outcome]) -> int:
    """The code of the first failure in seed order; 0 when there is none."""
    for outcome in outcomes:
        if outcome.error:
            return outcome.error.exit_code
        if outcome.crash:
            return 1
    return 0


def _show(outcome: Outcome, lang: Lang, *, quiet: bool, verbose: bool) -> None:
    if outcome.error:
        show_error(outcome.error, lang)
    if outcome.crash:
        click.echo(f"{outcome.seed.path}: {say('cli.crash', lang)}\n{outcome.crash}", err=True)
    for output in outcome.outputs:
        click.echo(output.path)
    if not quiet:
        show_findings(outcome.findings if verbose else _weighty(outcome), lang, shown=None if verbose else 4)


def _weighty(outcome: Outcome) -> list[Finding]:
    """What an editor should see without asking: all but notes, and that something was taken out."""
    shown = (
        finding for finding in outcome.findings if finding.level != "note" or finding.name == "structure.taken-out"
    )
    return list(shown)


def _close(outcomes: Sequence[Outcome], out: Path, seconds: float, lang: Lang, *, everything: bool) -> None:
    rows = []
    for outcome in outcomes:
        if outcome.skipped:
            continue
        pages = sum(output.pages or 0 for output in outcome.outputs)
        state = say("cli.failed", lang) if outcome.error or outcome.crash else str(len(outcome.outputs))
        rows.append(
            (
                outcome.seed.name,
                state,
                str(pages or ""),
                f"{outcome.characters:,}",
                str(len(_weighty(outcome))),
                f"{outcome.seconds:.1f}",
            )
        )
    made = sum(len(outcome.outputs) for outcome in outcomes)
    total = sum(outcome.characters for outcome in outcomes)
    noticed = sum(len(_weighty(outcome)) for outcome in outcomes)
    all_pages = sum(output.pages or 0 for outcome in outcomes for output in outcome.outputs)
    rows.append((say("cli.total", lang), str(made), str(all_pages), f"{total:,}", str(noticed), f"{seconds:.1f}"))
    head = [say(f"cli.column-{name}", lang) for name in ("name", "files", "pages", "characters", "findings", "seconds")]
    click.echo("\n" + table(head, rows))
    orphans = _orphans([outcome.seed.name for outcome in outcomes], out) if everything else []
    passed = passed_over(options.SEEDS) if everything else ()
    if passed:
        click.echo("\n" + say("cli.passed-over", lang, {"names": ", ".join(passed)}))
    if orphans:
        click.echo("\n" + say("cli.orphans", lang, {"names": ", ".join(orphans)}))


def _orphans(names: Sequence[str], out: Path) -> list[str]:
    """Folders of editions whose seed was renamed or removed."""
    return (
        sorted(child.name for child in out.iterdir() if child.is_dir() and child.name not in names)
        if out.is_dir()
        else []
    )


def _json(outcome: Outcome, lang: Lang) -> dict[str, object]:
    return {
        "name": outcome.seed.name,
        "outputs": [
            {"path": str(o.path), "format": o.format, "script": o.script, "pages": o.pages, "bytes": o.size}
            for o in outcome.outputs
        ],
        "characters": outcome.characters,
        "seconds": round(outcome.seconds, 3),
        "findings": [finding_json(finding, lang) for finding in outcome.findings],
        "error": outcome.error.name if outcome.error else "crash" if outcome.crash else None,
        "exit_code": exit_code([outcome]),
    }


@contextmanager
def _progress(total: int, *, quiet: bool, lang: Lang) -> Iterator[Callable[[str], None]]:
    """A bar on a terminal's standard error; nothing where there is no terminal or only one seed."""
    if quiet or total < 2 or not sys.stderr.isatty():
        yield lambda _name: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(say("cli.building", lang), total=total)
        yield lambda name: progress.update(task, advance=1, description=name)
