"""`kanben check`: seeds or finished files in, whether each may be sent out; exit code 8 when one may not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import options
from pipeline.cli.console import SHOWN, finding_json, show_error, show_findings, show_json, table
from pipeline.errors import Finding, KanbenError, Level, Place, SourceError, VerifyError
from pipeline.messages import Lang, say
from pipeline.model import SCRIPTS, Script
from pipeline.read import Seed, find_seeds, is_seed

if TYPE_CHECKING:
    from pipeline.model import Publication

_FORMATS = (".pdf", ".epub", ".docx")
Checked = dict[Path, list[Finding]]


@options.command()
@click.argument("targets", nargs=-1, metavar="[OUTPUT|SEED]…")
@options.out_option
@options.quiet_options
@options.json_option
@options.language_option
def command(
    targets: tuple[str, ...],
    out: Path,
    quiet: bool,  # noqa: FBT001 - click passes flags so
    verbose: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
    lang: Lang,
) -> int:
    checked: Checked = {}
    codes: list[int] = []
    for work in _asked(targets, out):
        try:
            checked |= work.check()
        except KanbenError as error:
            codes.append(error.exit_code)
            show_error(error, lang)
    loose = _check_epubs(checked)
    if as_json:
        show_json([_json(path, found, lang) for path, found in checked.items()])
    else:
        for found in (*checked.values(), loose):
            show_findings(found, lang, shown=None if verbose else SHOWN)
        if checked and not quiet:
            head = [say(f"cli.column-{name}", lang) for name in ("name", "state")]
            click.echo(table(head, [(str(path), _state_word(found, lang)) for path, found in checked.items()], left=2))
    bad = [VerifyError.exit_code] if any(_state(found) == "fail" for found in checked.values()) else []
    return next(iter((*codes, *bad)), 0)


# ------------------------------------------------------------------------------------------------------ what is checked


class _Work:
    """Some files, with the seed they were made of where that is known; None stands for a file that should be there."""

    def __init__(self, seed: Seed | None, files: Sequence[Path], folder: Path) -> None:
        self.seed, self.files, self.folder = seed, files, folder

    def check(self) -> Checked:
        """Raises KanbenError where the seed cannot be read, or a file."""
        variants = _Variants(self.seed) if self.seed else None
        if not self.files:
            return {self.folder: [Finding("verify.missing", Place(str(self.folder)), {}, Level.FAIL)]}
        return {path: list(_findings(path, variants)) for path in self.files}


class _Variants:
    """A seed's publication in each script that is asked for, made once."""

    def __init__(self, seed: Seed) -> None:
        from pipeline.recover import recover_seed

        self.seed = seed
        self._own = recover_seed(seed).publication
        self._made: dict[Script, Publication] = {}

    def __getitem__(self, script: Script) -> Publication:
        from pipeline.variants import vary

        if script not in self._made:
            self._made[script] = vary(self._own, script).publication
        return self._made[script]


def _findings(path: Path, variants: _Variants | None) -> Sequence[Finding]:
    from pipeline.verify import verify, verify_alone

    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise SourceError("read.missing", Place(str(path))) from error
    except OSError as error:
        raise SourceError("read.unreadable", Place(str(path)), detail=error.strerror or str(error)) from error
    script = _script(path, variants.seed.name) if variants else None
    if variants and script:
        return verify(data, path.suffix[1:], variants[script], str(path))
    return verify_alone(data, path.suffix[1:], str(path))


def _asked(targets: Sequence[str], out: Path) -> Iterator[_Work]:
    """Work for every target in order: finished files, folders of them, seeds; for every seed where none is named."""
    known: Mapping[str, Seed] = {}
    with suppress(KanbenError):
        known = {seed.name: seed for seed in find_seeds(options.SEEDS)}
    for target in targets:
        path = Path(target)
        if path.suffix in _FORMATS and not is_seed(path):
            yield _file(path, known)
        elif path.is_dir() and not is_seed(path) and not (options.SEEDS / target).exists():
            found = sorted(file for file in path.rglob("*") if file.suffix in _FORMATS and file.is_file())
            yield from (_file(file, known) for file in found) if found else (_Work(None, (), path),)
        else:
            yield _editions(options.seed_named(target), out)
    if not targets:
        yield from (_editions(seed, out) for seed in options.seeds_named(()))


def _file(path: Path, known: Mapping[str, Seed]) -> _Work:
    """A finished file; that it is of a seed, its name and its folder's tell."""
    seed = known.get(path.absolute().parent.name)
    return _Work(seed if seed and _script(path, seed.name) else None, (path,), path.parent)


def _editions(seed: Seed, out: Path) -> _Work:
    """Every edition of a seed that stands in `out`."""
    folder = out / seed.name
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    return _Work(seed, [path for path in files if path.suffix in _FORMATS and _script(path, seed.name)], folder)


def _script(path: Path, name: str) -> Script | None:
    """The script of an edition NAME.SCRIPT.FORMAT; None for a file that is none of `name`."""
    return next((script for script in SCRIPTS if path.name == f"{name}.{script}{path.suffix}"), None)


def _check_epubs(checked: Checked) -> list[Finding]:
    """EPUBCheck's findings, put to their files; what belongs to none is returned."""
    from pipeline.verify import check_epubs

    loose: list[Finding] = []
    for finding in check_epubs([path for path in checked if path.suffix == ".epub" and path.is_file()]):
        place = f"{finding.place.file}!" if finding.place else ""
        next((found for path, found in checked.items() if place.startswith(f"{path}!")), loose).append(finding)
    return loose


# ---------------------------------------------------------------------------------------------------- what is reported


def _state(findings: Sequence[Finding]) -> str:
    levels = {finding.level for finding in findings}
    return "fail" if Level.FAIL in levels else "warn" if Level.WARN in levels else "pass"


def _state_word(findings: Sequence[Finding], lang: Lang) -> str:
    return say(f"cli.state-{_state(findings)}", lang)


def _json(path: Path, findings: Sequence[Finding], lang: Lang) -> dict[str, object]:
    found = [finding_json(finding, lang) for finding in findings]
    return {"path": str(path), "state": _state(findings), "findings": found}
