"""`kanben model`: a seed in, the recovered structure as JSON (exchange form) on standard output."""

from __future__ import annotations

import json

import click

from pipeline.cli import options
from pipeline.messages import Lang


@click.command(help="Print the recovered structure as JSON. 输出识别出的结构。")
@click.argument("seed")
@options.language_option
def command(seed: str, lang: Lang) -> None:  # noqa: ARG001 - every command takes --lang
    from pipeline.exchange import exchange
    from pipeline.recover import recover_seed

    found = options.seed_named(seed)
    recovered = recover_seed(found)
    click.echo(json.dumps(exchange(recovered.publication, recovered.dropped), ensure_ascii=False, indent=1))
