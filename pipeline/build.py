"""Read this first: a seed in, its finished editions out. Each stage is one call that takes values and returns values.

    seed ──recover──▶ Publication ──vary──▶ the same in another script ──write──▶ bytes ──save──▶ output/NAME/

Only `read` and `save` touch the disk; nothing is saved before everything is made.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from os import environ
from pathlib import Path

from pipeline import config, design
from pipeline.backends import UNDATED, Edition, Result, writer
from pipeline.config import Settings, Wanted
from pipeline.design import Design
from pipeline.errors import BackendError, ConfigError, Finding, Place
from pipeline.fonts import Fonts
from pipeline.model import Publication, Script
from pipeline.read import Seed, read_assets
from pipeline.recover import Recovered, recover
from pipeline.rules import RULE_NAMES
from pipeline.save import save
from pipeline.tally import Count
from pipeline.variants import vary

#: Ids of nodes: number of the source and offset in its clean text (see `structure`).
_NODE = re.compile(r"[as](\d+)-(\d+)")


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for on the command line; what is None or empty is left to the seed's settings."""

    out: Path
    formats: tuple[str, ...] = ()
    scripts: tuple[Wanted, ...] = ()
    design: str | None = None
    only: Script | None = None
    """Build only a seed whose own script this is."""


@dataclass(frozen=True, slots=True)
class Output:
    path: Path
    format: str
    script: Script
    pages: int | None
    size: int
    setting: Mapping[str, Count] = field(default_factory=dict)
    """Rule of composition → at how many places it was measured, at how many broken (PDF only)."""


@dataclass(frozen=True, slots=True)
class Built:
    """What was made of one seed."""

    seed: Seed
    recovered: Recovered
    outputs: tuple[Output, ...]
    findings: tuple[Finding, ...]


def build(seed: Seed, request: Request, fonts: Fonts) -> Built:
    """Every edition of one seed that is asked for, saved. Raises KanbenError; then nothing of the seed was saved."""
    settings = config.load(seed.settings, rules=RULE_NAMES)
    recovered = recover(seed, settings)
    if request.only and recovered.publication.metadata.language != request.only:
        return Built(seed, recovered, (), ())
    made: dict[Path, tuple[bytes, str, Script, Result]] = {}
    told: set[tuple[object, ...]] = set()
    findings = [*recovered.findings]
    asked = design.preset(request.design) if request.design else None
    chosen = asked or chosen_design(settings, seed, recovered.publication)
    here = Place(seed.path.name)
    shown = recovered.publication.pictures()
    assets = read_assets(seed, *((settings.cover,) if settings.cover else ()), shown=shown)
    missing = [name for name in shown if name not in assets]
    findings += (Finding("build.no-picture", here, {"picture": name}) for name in missing)
    for script in _scripts(request, settings, recovered.publication):
        variant = vary(recovered.publication, script)
        findings += variant.findings
        edition = Edition(variant.publication, chosen, fonts, assets, stamp=stamp(variant.publication))
        for format_, data, result in write_all(edition, request.formats or settings.formats, settings.cover, here):
            made[request.out / seed.name / f"{seed.name}.{script}.{format_}"] = (data, format_, script, result)
            for finding in result.findings:
                key = (finding.name, finding.place, *finding.values.items())
                if key not in told and finding.values.get("picture") not in missing:
                    told.add(key)
                    findings.append(replace(finding, place=finding.place or place_of(finding, recovered) or here))
    save({path: data for path, (data, *_) in made.items()})
    outputs = tuple(
        Output(path, format_, script, result.pages, len(data), result.setting)
        for path, (data, format_, script, result) in made.items()
    )
    return Built(seed, recovered, outputs, tuple(findings))


def font_findings(seed: Seed, fonts: Fonts) -> tuple[Finding, ...]:
    """What the print editions of a seed would tell of fonts and of characters that none has; nothing is made."""
    from pipeline.backends.pdf.write import font_findings as of_edition

    settings = config.load(seed.settings, rules=RULE_NAMES)
    recovered = recover(seed, settings)
    design_ = chosen_design(settings, seed, recovered.publication)
    assets = read_assets(seed, shown=recovered.publication.pictures())
    findings: dict[str, Finding] = {}
    for script in _scripts(Request(Path()), settings, recovered.publication):
        for finding in of_edition(Edition(vary(recovered.publication, script).publication, design_, fonts, assets)):
            place = finding.place or place_of(finding, recovered) or Place(seed.path.name)
            findings.setdefault(repr(finding), replace(finding, place=place))
    return tuple(findings.values())


def place_of(finding: Finding, recovered: Recovered) -> Place | None:
    """The line and column of the source at which the node that a finding names begins, or in it the character."""
    node = _NODE.match(str(finding.values.get("node", "")))
    if not node or recovered.correction or int(node[1]) >= len(recovered.sources):
        return None
    source, ledger = recovered.sources[int(node[1])], recovered.structured[int(node[1])].ledger
    at = int(node[2])
    char = str(finding.values.get("char", ""))
    at = max(at, ledger.text.find(char, at)) if char else at
    return Place.of(source.name, ledger.raw, ledger.to_raw(at, at + 1)[0])


def write_all(
    edition: Edition, formats: tuple[str, ...], cover: str | None, place: Place
) -> Iterator[tuple[str, bytes, Result]]:
    """(format, bytes, result) in the order of making: the PDF first, for its folios are the others' page numbers.

    Raises BackendError, with the place given, where a writer fails.
    """
    folios: Mapping[str, str] | None = None
    for format_ in sorted(set(formats), key=["pdf", "epub", "docx"].index):
        out = io.BytesIO()
        try:
            picture = _cover(edition, cover) if format_ == "epub" else None
            result = writer(format_)(replace(edition, folios=folios, cover=picture), out)
        except (ValueError, KeyError, OSError) as error:
            detail = f"{type(error).__name__}: {error}"
            raise BackendError("build.writer-failed", place, format=format_, detail=detail) from error
        folios = result.folios if format_ == "pdf" else folios
        yield format_, out.getvalue(), result


def _cover(edition: Edition, asset: str | None) -> bytes:
    """The editor's picture, else a typographic cover drawn by the PDF engine."""
    if asset:
        return edition.assets[asset]
    from pipeline.backends.pdf.cover import cover_image

    return cover_image(edition)


def _scripts(request: Request, settings: Settings, publication: Publication) -> tuple[Script, ...]:
    """The scripts asked for, "source" put in terms of the publication; each once."""
    own = publication.metadata.language
    asked = request.scripts or settings.scripts
    return tuple(dict.fromkeys(own if name == "source" else name for name in asked))


def chosen_design(settings: Settings, seed: Seed, publication: Publication) -> Design:
    """The design that a seed's settings name, else the one that suits the kind of document."""
    usual = "news" if publication.metadata.kind == "newspaper" else "book"
    return config.load_design(settings, _folder(seed), default=usual)


def _folder(seed: Seed) -> Path:
    """Where the files that a seed's settings name stand."""
    return seed.path if seed.path.is_dir() else seed.path.parent


def stamp(publication: Publication) -> datetime:
    """The date written into files: the publication's (ISO 8601), else SOURCE_DATE_EPOCH, else a fixed one.

    Raises ConfigError where SOURCE_DATE_EPOCH is no number of seconds.
    """
    if date := publication.metadata.date:
        year, month, day = (*map(int, date.split("-")), 1, 1)[:3]
        return datetime(year, month, day, tzinfo=UTC)
    if epoch := environ.get("SOURCE_DATE_EPOCH"):
        try:
            return datetime.fromtimestamp(int(epoch), UTC)
        except (ValueError, OverflowError, OSError) as error:
            raise ConfigError("build.epoch", None, value=epoch) from error
    return UNDATED
