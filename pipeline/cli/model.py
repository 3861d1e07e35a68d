"""`kanben model`: a seed in, the recovered structure as JSON (exchange form) on standard output."""

from __future__ import annotations

import click

from pipeline.cli import options
from pipeline.cli.console import show_json
from pipeline.messages import Lang


@options.command()
@click.argument("seed")
@options.language_option
def command(seed: str, lang: Lang) -> None:  # noqa: ARG001 - every command takes --lang
    from pipeline.exchange import exchange
    from pipeline.recover import recover_seed

    found = options.seed_named(seed)
    recovered = recover_seed(found)
    show_json(exchange(recovered.publication, recovered.dropped))
