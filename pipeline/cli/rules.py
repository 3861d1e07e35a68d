"""`kanben rules`: every rule with its level and its reason."""

from __future__ import annotations

import json

import click

from pipeline.cli import options
from pipeline.cli.console import table
from pipeline.messages import Lang, say


@click.command(help="List all rules with their reasons. 列出全部规则。")
@options.json_option
@options.language_option
def command(as_json: bool, lang: Lang) -> None:  # noqa: FBT001 - click passes flags so
    from pipeline.rules import all_rules

    rows = [(rule.name, str(rule.level), say(f"rule.{rule.name}", lang)) for rule in all_rules()]
    if as_json:
        click.echo(
            json.dumps(
                [dict(zip(("name", "level", "why"), row, strict=True)) for row in rows], ensure_ascii=False, indent=1
            )
        )
    else:
        head = [say(f"cli.column-{name}", lang) for name in ("rule", "level", "why")]
        click.echo(table(head, rows, left=3))
