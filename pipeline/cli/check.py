"""`kanben check`: seeds or finished files in, whether each may be sent out; exit code 8 when one may not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import options
from pipeline.cli.console import finding_json, show_findings, table
from pipeline.errors import Finding, Level, Place, SourceError, VerifyError
from pipeline.messages import Lang, say
from pipeline.model import SCRIPTS
from pipeline.read import Seed

if TYPE_CHECKING:
    from pipeline.model import Publication

_FORMATS = (".pdf", ".epub", ".docx")


@click.command(help="Read editions back: same text, fonts embedded, valid. 检查成品。")
@click.argument("targets", nargs=-1, metavar="[OUTPUT|SEED]…")
@click.option("--out", type=click.Path(path_type=Path), default=options.OUTPUT, help="Folder of the editions (output).")
@options.json_option
@options.language_option
def command(targets: tuple[str, ...], out: Path, as_json: bool, lang: Lang) -> int:  # noqa: FBT001 - click passes flags so
    checked: dict[Path, list[Finding]] = {}
    files = [Path(target) for target in targets if Path(target).suffix in _FORMATS]
    for path in files:
        checked[path] = list(_file_alone(path))
    if not targets or len(files) < len(targets):
        for seed in options.seeds_named([target for target in targets if Path(target).suffix not in _FORMATS]):
            checked |= _editions(seed, out)
    from pipeline.verify import check_epubs

    loose: list[Finding] = []
    for finding in check_epubs([path for path in checked if path.suffix == ".epub" and path.exists()]):
        name = finding.place.file.partition("!")[0] if finding.place else ""
        next((found for path, found in checked.items() if str(path) == name), loose).append(finding)
    _report(checked, loose, lang, as_json=as_json)
    return VerifyError.exit_code if any(_state(found) == "fail" for found in checked.values()) else 0


def _file_alone(path: Path) -> Sequence[Finding]:
    """A file whose publication is not known: it opens, holds text, and its fonts are embedded."""
    from pipeline.verify import verify_alone

    if not path.exists():
        raise SourceError("read.missing", Place(str(path)))
    return verify_alone(path.read_bytes(), path.suffix[1:], str(path))


def _editions(seed: Seed, out: Path) -> dict[Path, list[Finding]]:
    """Every edition of a seed that stands in `out`, compared with what the seed holds now."""
    from pipeline.recover import recover_seed
    from pipeline.variants import vary
    from pipeline.verify import verify

    publication = recover_seed(seed).publication
    variants: dict[str, Publication] = {}
    checked: dict[Path, list[Finding]] = {}
    folder = out / seed.name
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        written = path.name.removeprefix(f"{seed.name}.").removesuffix(path.suffix)
        script = next((known for known in SCRIPTS if known == written), None)
        if path.suffix not in _FORMATS or script is None:
            continue
        if script not in variants:
            variants[script] = vary(publication, script).publication
        checked[path] = list(verify(path.read_bytes(), path.suffix[1:], variants[script], str(path)))
    if not checked:
        checked[folder] = [Finding("verify.missing", Place(str(folder)), {}, Level.FAIL)]
    return checked


def _state(findings: Sequence[Finding]) -> str:
    levels = {finding.level for finding in findings}
    return "fail" if Level.FAIL in levels else "warn" if Level.WARN in levels else "pass"


def _report(checked: dict[Path, list[Finding]], loose: list[Finding], lang: Lang, *, as_json: bool) -> None:
    if as_json:
        rows = [
            {"path": str(path), "state": _state(found), "findings": [finding_json(finding, lang) for finding in found]}
            for path, found in checked.items()
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for found in checked.values():
        show_findings(found, lang)
    show_findings(loose, lang)
    head = [say(f"cli.column-{name}", lang) for name in ("name", "state")]
    click.echo(table(head, [(str(path), say(f"cli.{_state(found)}", lang)) for path, found in checked.items()], left=2))
