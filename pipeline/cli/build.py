"""`kanben build`: seeds in, editions in output/ out; prints the path of every file made and a table at the end."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import options
from pipeline.cli.console import error_json, finding_json, show_error, show_findings, show_json, table
from pipeline.cli.measured import setting_json, setting_table, summed
from pipeline.cli.progress import Progress
from pipeline.cli.usage import NamesOf, OneOf
from pipeline.messages import Lang, say
from pipeline.read import passed_over

if TYPE_CHECKING:
    from pipeline.batch import Outcome
    from pipeline.build import Output, Request
    from pipeline.errors import Finding, KanbenError, Value
    from pipeline.read import Seed

_SCRIPTS = ("zh-Hans", "zh-Hant", "zh-Hant-TW", "zh-Hant-HK")


@options.command()
@click.argument("seeds", nargs=-1, metavar="[SEED]…")
@click.option("--to", "formats", type=NamesOf("docx", "pdf", "epub"), default="")
@click.option("--script", "scripts", type=NamesOf("source", *_SCRIPTS), default="")
@click.option("--from", "only", type=OneOf(*_SCRIPTS))
@click.option("--design", metavar="NAME")
@options.out_option
@options.jobs_option
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
    from pipeline import design as designs
    from pipeline.build import Request

    start = time.perf_counter()
    if design:
        designs.preset(design)  # told once, not for every seed
    chosen, failed = options.seeds_or_errors(seeds)
    request = Request(out, formats, scripts, design, only)  # type: ignore[arg-type]
    outcomes: list[Outcome] = []
    told = _Told(lang, quiet=quiet, verbose=verbose)
    with Progress(chosen, lang, quiet=quiet or as_json) as progress:
        for outcome in _outcomes(chosen, failed, request, jobs or os.cpu_count() or 1):
            outcomes.append(outcome)
            progress.clear()
            if not as_json:
                told.show(outcome)
            progress.done(outcome.seed)
    outcomes.sort(key=lambda outcome: chosen.index(outcome.seed))
    if as_json:
        show_json([_json(outcome, lang) for outcome in outcomes])
    elif not quiet:
        _close(outcomes, time.perf_counter() - start, lang)
        _tell_strays(outcomes if not seeds else (), out, lang)
    return exit_code(outcomes)


def _outcomes(
    chosen: Sequence[Seed], failed: dict[Seed, KanbenError], request: Request, jobs: int
) -> Iterator[Outcome]:
    from pipeline.batch import Outcome, build_many

    yield from (Outcome(seed, error=error) for seed, error in failed.items())
    with closing(build_many([seed for seed in chosen if seed not in failed], request, jobs)) as made:
        yield from made


def exit_code(outcomes: Sequence[Outcome]) -> int:
    """The code of the first failure in seed order; 0 when there is none."""
    for outcome in outcomes:
        if outcome.error:
            return outcome.error.exit_code
        if outcome.crash:
            return 1
    return 0


# ------------------------------------------------------------------------------------------------------ what is shown


class _Told:
    """Shows outcomes one after another; an error that many seeds have, such as a lost font, is shown once."""

    def __init__(self, lang: Lang, *, quiet: bool, verbose: bool) -> None:
        self._lang, self._quiet, self._verbose = lang, quiet, verbose
        self._errors: set[tuple[object, ...]] = set()

    def show(self, outcome: Outcome) -> None:
        lang = self._lang
        if error := outcome.error:
            key = (error.name, error.place, *error.values.items())
            if key not in self._errors:
                show_error(error, lang)
            self._errors.add(key)
        if outcome.crash:
            click.echo(f"{outcome.seed.path}: {say('cli.crash', lang)}\n{outcome.crash}", err=True)
        for output in outcome.outputs:
            click.echo(output.path)
        if not self._quiet:
            findings = outcome.findings if self._verbose else _weighty(outcome)
            show_findings(findings, lang, shown=None if self._verbose else 4, name=outcome.seed.name)
        if self._verbose and (setting := summed(output.setting for output in outcome.outputs)):
            click.echo(setting_table(setting, lang), err=True)


def _weighty(outcome: Outcome) -> list[Finding]:
    """What an editor should see without asking: all but notes, and that something was taken out."""
    return [finding for finding in outcome.findings if finding.level != "note" or finding.name == "structure.taken-out"]


def _close(outcomes: Sequence[Outcome], seconds: float, lang: Lang) -> None:
    shown = [outcome for outcome in outcomes if not outcome.skipped]
    failed = [outcome.seed.name for outcome in shown if outcome.error or outcome.crash]
    if len(shown) == len(failed) == 1:  # the error says it all
        return
    rows = [_row(outcome, lang) for outcome in shown]
    if len(shown) != 1:
        sums = (
            sum(len(outcome.outputs) for outcome in shown),
            sum(map(_pages, shown)),
            sum(outcome.characters for outcome in shown),
            sum(len(_weighty(outcome)) for outcome in shown),
        )
        rows.append((say("cli.total", lang), *(f"{number:,}" for number in sums), f"{seconds:.1f}"))
    head = [say(f"cli.column-{name}", lang) for name in ("name", "files", "pages", "characters", "findings", "seconds")]
    click.echo("\n" + table(head, rows))
    if failed:
        facts: dict[str, Value] = {"count": len(failed), "all": len(shown), "names": ", ".join(failed)}
        click.echo("\n" + say("cli.failures", lang, facts), err=True)


def _row(outcome: Outcome, lang: Lang) -> tuple[str, ...]:
    if outcome.error or outcome.crash:
        return outcome.seed.name, say("cli.failed", lang), "", "", "", ""
    return (
        outcome.seed.name,
        str(len(outcome.outputs)),
        f"{_pages(outcome):,}" if _pages(outcome) else "",
        f"{outcome.characters:,}",
        str(len(_weighty(outcome))),
        f"{outcome.seconds:.1f}",
    )


def _pages(outcome: Outcome) -> int:
    return sum(output.pages or 0 for output in outcome.outputs)


def _tell_strays(outcomes: Sequence[Outcome], out: Path, lang: Lang) -> None:
    """After a build of all seeds: what in seeds/ is no seed, and what in `out` has none."""
    from pipeline.clean import editions

    if not outcomes:
        return
    if passed := passed_over(options.SEEDS):
        click.echo("\n" + say("cli.passed-over", lang, {"names": ", ".join(passed)}))
    names = {outcome.seed.name for outcome in outcomes}
    if orphans := [folder.name for folder in editions(out) if folder.name not in names]:
        click.echo("\n" + say("cli.orphans", lang, {"names": ", ".join(orphans)}))


def _json(outcome: Outcome, lang: Lang) -> dict[str, object]:
    return {
        "name": outcome.seed.name,
        "outputs": [_output_json(output) for output in outcome.outputs],
        "characters": outcome.characters,
        "seconds": round(outcome.seconds, 3),
        "findings": [finding_json(finding, lang) for finding in outcome.findings],
        "error": error_json(outcome.error, lang) if outcome.error else None,
        "crash": outcome.crash,
        "exit_code": exit_code([outcome]),
    }


def _output_json(output: Output) -> dict[str, object]:
    made = {"path": str(output.path), "format": output.format, "script": output.script, "pages": output.pages}
    return made | {"bytes": output.size, "setting": setting_json(output.setting) or None}
