"""`kanben convert`: text in, the same in another script out; from a file or standard input to standard output."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipeline.cli import options
from pipeline.messages import Lang
from pipeline.model import SCRIPTS, Script


@click.command(help="Convert text to another script. 简繁转换。")
@click.argument("file", default="-")
@click.option("--script", "target", type=click.Choice(SCRIPTS), required=True, help="Script to convert to.")
@click.option("--from", "source", type=click.Choice(SCRIPTS), help="Script of the text; found out where not given.")
@click.option("--encoding", help="Encoding of the text; found out where not given.")
@options.language_option
def command(file: str, target: Script, source: Script | None, encoding: str | None, lang: Lang) -> None:  # noqa: ARG001
    from pipeline.read import decode, read_source
    from pipeline.variants import convert_text, detect_script

    if file == "-":
        read = decode(sys.stdin.buffer.read(), "-", encoding=encoding)
    else:
        read = read_source(Path(file), encoding=encoding)
    own = source or detect_script(read.text)[0]
    same = own == target or (own == "zh-Hant" and target.startswith("zh-Hant") and source is None)
    out = read.text if same else convert_text(read.text, own, target)
    sys.stdout.buffer.write(out.encode("utf-8", "surrogatepass"))
