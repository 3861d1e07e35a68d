"""`kanben convert`: text in, the same in another script out; from a file or standard input to standard output."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipeline.cli import options
from pipeline.cli.usage import OneOf
from pipeline.messages import Lang, say
from pipeline.model import SCRIPTS, Script


@options.command()
@click.argument("file", default="-")
@click.option("--script", "target", type=OneOf(*SCRIPTS), required=True)
@click.option("--from", "source", type=OneOf(*SCRIPTS))
@click.option("--encoding", metavar="NAME")
@options.language_option
def command(file: str, target: Script, source: Script | None, encoding: str | None, lang: Lang) -> None:
    from pipeline.read import decode, read_source
    from pipeline.variants import convert_text, detect_script

    if file == "-":
        read = decode(sys.stdin.buffer.read(), say("cli.standard-input", lang), encoding=encoding)
    else:
        read = read_source(Path(file), encoding=encoding, name=file)
    own = source or detect_script(read.text)[0]
    same = own == target or (own == "zh-Hant" and target.startswith("zh-Hant") and source is None)
    out = read.text if same else convert_text(read.text, own, target)
    sys.stdout.buffer.write(out.encode("utf-8", "surrogatepass"))
