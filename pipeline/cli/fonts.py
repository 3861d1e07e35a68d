"""`kanben fonts`: every role with its face and what it covers; with a SEED, each character of it that no font has."""

from __future__ import annotations

from collections.abc import Sequence

import click

from pipeline.cli import options
from pipeline.cli.console import finding_json, show_error, show_findings, show_json, table
from pipeline.errors import FontError
from pipeline.fonts import Face, Fonts
from pipeline.fonts.coverage import Coverage
from pipeline.messages import Lang, say, word


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
    rows = coverage(fonts)
    if as_json:
        show_json([_row_json(row) for row in rows] + [_spare_json(*spare, lang) for spare in fonts.spares()])
    else:
        head = [say("cli.column-role", lang), say("cli.column-script", lang), say("cli.column-face", lang), *SETS]
        cells: list[Sequence[str]] = [
            (row.role, " ".join(row.scripts), _named(row.face), *(f"{row.own[name]:,}" for name in SETS))
            for row in rows
        ]
        sizes = ("", "", say("cli.set-size", lang), *(f"{len(sets()[name]):,}" for name in SETS))
        click.echo(table(head, [*cells, sizes], left=3))
        if spares := fonts.spares():
            click.echo("\n" + say("cli.fonts-unnamed", lang))
        for face, wrong in spares:
            click.echo(f"  {_named(face)}" + (f": {word(wrong, lang).text}" if wrong else ""))
    return errors[0].exit_code if errors else 0


def _named(face: Face) -> str:
    """The face's key, and of a variable font what it is set at."""
    return f"{face.key} ({face.instance})" if face.opened and face.instance else face.key


def _row_json(row: Coverage) -> dict[str, object]:
    return {
        "role": row.role,
        "scripts": list(row.scripts),
        "face": row.face.key,
        "own": dict(row.own),
        "chain": dict(row.chain),
    }


def _spare_json(face: Face, error: FontError | None, lang: Lang) -> dict[str, object]:
    return {"role": None, "face": face.key, "error": word(error, lang).text if error else None}


def _lacking(fonts: Fonts, name: str, lang: Lang, *, as_json: bool) -> int:
    from pipeline.build import font_findings

    findings = font_findings(options.seed_named(name), fonts)
    if as_json:
        show_json([finding_json(finding, lang) for finding in findings])
    else:
        show_findings(findings, lang, shown=None)
        if not any(finding.name == "pdf.missing-glyph" for finding in findings):
            click.echo(say("cli.fonts-complete", lang))
    return 0
