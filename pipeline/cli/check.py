"""`kanben check`: seeds or finished files in, whether each may be sent out; exit code 8 when one may not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from pipeline.cli import options
from pipeline.cli.console import SHOWN, finding_json, plain, show_error, show_findings, show_json, table
from pipeline.cli.measured import setting_json, setting_table, summed
from pipeline.errors import Finding, KanbenError, Level, Place, SourceError, VerifyError
from pipeline.messages import Lang, say
from pipeline.model import SCRIPTS, Script
from pipeline.read import Seed, find_seeds, is_seed
from pipeline.tally import Count

if TYPE_CHECKING:
    from pipeline.design import Design
    from pipeline.model import Publication

_FORMATS = (".pdf", ".epub", ".docx")


class _Report(NamedTuple):
    """What was found in one file, and how it is set: by rule of composition, the places measured and those broken."""

    findings: list[Finding]
    setting: Mapping[str, Count] = {}


Checked = dict[Path, _Report]


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
    loose = _check_epubs({path: report.findings for path, report in checked.items()})
    if as_json:
        show_json([_json(path, report, lang) for path, report in checked.items()])
    else:
        for found in (*(report.findings for report in checked.values()), loose):
            show_findings(found, lang, shown=None if verbose else SHOWN)
        if checked and not quiet:
            _tables(checked, lang, verbose=verbose)
    bad = [VerifyError.exit_code] if any(_state(report) == "fail" for report in checked.values()) else []
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
            return {self.folder: _Report([Finding("verify.missing", Place(str(self.folder)), {}, Level.FAIL)])}
        return {path: _report(path, variants) for path in self.files}


class _Variants:
    """A seed's publication in each script that is asked for, made once."""

    def __init__(self, seed: Seed) -> None:
        from pipeline import config
        from pipeline.build import chosen_design
        from pipeline.recover import recover
        from pipeline.rules import RULE_NAMES

        self.seed = seed
        settings = config.load(seed.settings, rules=RULE_NAMES)
        self._own = recover(seed, settings).publication
        self.design = chosen_design(settings, seed, self._own)
        self._made: dict[Script, Publication] = {}

    def __getitem__(self, script: Script) -> Publication:
        from pipeline.variants import vary

        if script not in self._made:
            self._made[script] = vary(self._own, script).publication
        return self._made[script]


def _report(path: Path, variants: _Variants | None) -> _Report:
    from pipeline.verify import verify, verify_alone

    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise SourceError("read.missing", Place(str(path))) from error
    except OSError as error:
        raise SourceError("read.unreadable", Place(str(path)), detail=error.strerror or str(error)) from error
    script = _script(path, variants.seed.name) if variants else None
    publication = variants[script] if variants and script else None
    if path.suffix == ".pdf":
        from pipeline.printed import inspect

        findings, tally = inspect(data, str(path), publication, _designs(variants))
        return _Report(findings, tally.counts() if tally else {})
    if publication:
        return _Report([*verify(data, path.suffix[1:], publication, str(path))])
    return _Report([*verify_alone(data, path.suffix[1:], str(path))])


def _designs(variants: _Variants | None) -> Iterator[Design]:
    """The seed's own, then those that come with Kanben: an edition may have been built in another."""
    from pipeline import design

    if variants:
        yield variants.design
    yield from map(design.preset, design.presets())


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


def _check_epubs(checked: Mapping[Path, list[Finding]]) -> list[Finding]:
    """EPUBCheck's findings, put to their files; what belongs to none is returned."""
    from pipeline.verify import check_epubs

    loose: list[Finding] = []
    for finding in check_epubs([path for path in checked if path.suffix == ".epub" and path.is_file()]):
        place = f"{finding.place.file}!" if finding.place else ""
        next((found for path, found in checked.items() if place.startswith(f"{path}!")), loose).append(finding)
    return loose


# ---------------------------------------------------------------------------------------------------- what is reported


def _state(report: _Report) -> str:
    levels = {finding.level for finding in report.findings}
    return "fail" if Level.FAIL in levels else "warn" if Level.WARN in levels else "pass"


def _tables(checked: Checked, lang: Lang, *, verbose: bool) -> None:
    """The state of every file; then how the PDFs are set, all together, or each by itself."""
    head = [say(f"cli.column-{name}", lang) for name in ("name", "state")]
    rows = [(str(path), say(f"cli.state-{_state(report)}", lang)) for path, report in checked.items()]
    click.echo(table(head, rows, left=2))
    measured = {str(path): report.setting for path, report in checked.items() if report.setting}
    if not measured:
        return
    if verbose:
        for name, setting in measured.items():
            click.echo(f"\n{plain(name)}\n{setting_table(setting, lang)}")
    else:
        click.echo("\n" + setting_table(summed(measured.values()), lang))


def _json(path: Path, report: _Report, lang: Lang) -> dict[str, object]:
    found = [finding_json(finding, lang) for finding in report.findings]
    return {
        "path": str(path),
        "state": _state(report),
        "setting": setting_json(report.setting),
        "findings": found,
    }
