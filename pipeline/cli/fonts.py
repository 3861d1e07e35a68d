"""`kanben fonts`: every role with its face and what it covers; with a SEED, each character of it that no font has."""

from __future__ import annotations

from collections.abc import Sequence

import click

from pipeline.cli import options
from pipeline.cli.console import finding_json, show_error, show_findings, show_json, table
from pipeline.fonts import Fonts
from pipeline.messages import Lang, say


@options.command()
@click.argument("seed", required=False)
@options.json_option
@options.language_option
def command(seed: str | None, as_json: bool, lang: Lang) -> int:  # noqa: FBT001 - click passes flags so
    fonts = Fonts.load()
    return _lacking(fonts, seed, lang, as_json=as_json) if seed else _listed(fonts, lang, as_json=as_json)


def _listed(fonts: Fonts, lang: Lang, *, as_json: bool) -> int:
    from pipeline.fonts.coverage import SETS, coverage, sets

    errors = fonts.verify()
    for error in errors:
        show_error(error, lang)
    rows = coverage(fonts) if not errors else ()
    if as_json:
        form = [
            {
                "role": row.role,
                "scripts": list(row.scripts),
                "face": row.face.key,
                "own": dict(row.own),
                "chain": dict(row.chain),
            }
            for row in rows
        ]
        show_json(form)
    elif rows:
        head = [say("cli.column-role", lang), say("cli.column-script", lang), say("cli.column-face", lang), *SETS]
        cells: list[Sequence[str]] = [
            (row.role, " ".join(row.scripts), row.face.key, *(f"{row.own[name]:,}" for name in SETS)) for row in rows
        ]
        sizes = ("", "", say("cli.set-size", lang), *(f"{len(sets()[name]):,}" for name in SETS))
        click.echo(table(head, [*cells, sizes], left=3))
    return errors[0].exit_code if errors else 0


def _lacking(fonts: Fonts, name: str, lang: Lang, *, as_json: bool) -> int:
    from pipeline.fonts.coverage import lacking
    from pipeline.recover import recover_seed

    seed = options.seed_named(name)
    recovered = recover_seed(seed)
    script = recovered.publication.metadata.language
    findings = [finding for source in recovered.sources for finding in lacking(fonts, source.text, source.name, script)]
    if as_json:
        show_json([finding_json(finding, lang) for finding in findings])
    else:
        show_findings(findings, lang, shown=None)
        if not findings:
            click.echo(say("cli.fonts-complete", lang))
    return 0
