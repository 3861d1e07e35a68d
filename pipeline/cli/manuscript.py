"""`kanben manuscript`: a seed in, the Markdown that an editor corrects beside it; never over one that stands there."""

from __future__ import annotations

import click

from pipeline.cli import options
from pipeline.cli.console import show_findings
from pipeline.messages import Lang


@options.command()
@click.argument("seed")
@click.option("--merge", is_flag=True)
@options.language_option
def command(seed: str, merge: bool, lang: Lang) -> None:  # noqa: FBT001 - click passes flags so
    from pipeline import config, manuscript
    from pipeline.errors import OutputError, Place
    from pipeline.messages import word
    from pipeline.recover import recover
    from pipeline.rules import RULE_NAMES
    from pipeline.save import save

    found = options.seed_named(seed)
    path, other = manuscript.path_of(found), manuscript.merged_path(found)
    if path.exists() and not merge:
        raise OutputError("manuscript.exists", Place(str(path)))
    if merge and other.exists():
        raise OutputError("manuscript.merged-exists", Place(str(other)), name=path.name)
    settings = config.load(found.settings, rules=RULE_NAMES)
    recovered = recover(found, settings)
    digests = manuscript.digests_of(recovered.sources, recovered.seed)
    if correction := recovered.correction:
        text, path = manuscript.annotated(correction, digests, lambda finding: word(finding, lang).text), other
        show_findings(list(manuscript.findings_of(correction, digests)), lang)
    elif path.exists():
        raise OutputError("manuscript.not-ours", Place(str(path)))
    else:
        text = manuscript.write(recovered.publication, recovered.sources, recovered.seed, settings)
    save({path: text.encode("utf-8")})
    click.echo(path)
