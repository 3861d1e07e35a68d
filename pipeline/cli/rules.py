"""`kanben rules`: every rule with its level and its reason; `always` is the level of those that cannot be set."""

from __future__ import annotations

import click

from pipeline.cli import options
from pipeline.cli.console import show_json, table
from pipeline.messages import Lang, names, say


@options.command()
@options.json_option
@options.language_option
def command(as_json: bool, lang: Lang) -> None:  # noqa: FBT001 - click passes flags so
    from pipeline.rules import all_rules

    levels = {rule.name: str(rule.level) for rule in all_rules()}
    # What recognises a part of the text has no level to be set; its reason is listed all the same.
    levels |= {name: "always" for name in names("rule.") if name not in levels}
    rows = [(name, level, say(f"rule.{name}", lang)) for name, level in levels.items()]
    if as_json:
        show_json([dict(zip(("name", "level", "why"), row, strict=True)) for row in rows])
    else:
        head = [say(f"cli.column-{name}", lang) for name in ("rule", "level", "why")]
        click.echo(table(head, rows, left=3))
