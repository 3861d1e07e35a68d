"""`kanben rules`: every rule with its level and its reason."""

from __future__ import annotations

import click

from pipeline.cli import options
from pipeline.cli.console import show_json, table
from pipeline.messages import Lang, say


@options.command()
@options.json_option
@options.language_option
def command(as_json: bool, lang: Lang) -> None:  # noqa: FBT001 - click passes flags so
    from pipeline.rules import all_rules

    rows = [(rule.name, str(rule.level), say(f"rule.{rule.name}", lang)) for rule in all_rules()]
    if as_json:
        show_json([dict(zip(("name", "level", "why"), row, strict=True)) for row in rows])
    else:
        head = [say(f"cli.column-{name}", lang) for name in ("rule", "level", "why")]
        click.echo(table(head, rows, left=3))
