"""A seed and its settings in, the recovered publication out: read → normalize → structure, one source after another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline import manuscript
from pipeline.config import Settings, line_in, load, merge
from pipeline.errors import Finding, Level, Place, StructureError, Value
from pipeline.model import Article, Contributor, Metadata, Publication
from pipeline.normalize import normalize
from pipeline.normalize.editor import times
from pipeline.normalize.rules import Trust
from pipeline.quotations import Quoted, quoted
from pipeline.read import Seed, Source, filename_facts, read_source, with_sources
from pipeline.rules import RULE_NAMES
from pipeline.structure import MAX_TITLE, Decision, Options, Structured, structure
from pipeline.structure.editor import Corrections, own_junk
from pipeline.structure.lines import lines_of
from pipeline.structure.numbering import Numbering, value_of
from pipeline.variants import detect_script


@dataclass(frozen=True, slots=True)
class Recovered:
    """A publication with all that tells how it came about: sources, ledgers, claims, reasons, findings."""

    seed: Seed
    publication: Publication
    sources: tuple[Source, ...]
    structured: tuple[Structured, ...]
    findings: tuple[Finding, ...]
    correction: manuscript.Correction | None = None
    """What an editor's manuscript changed, where there is one."""

    @property
    def decisions(self) -> Mapping[str, Decision]:
        return {id_: decision for one in self.structured for id_, decision in one.decisions.items()}

    @property
    def dropped(self) -> tuple[str, ...]:
        return tuple(text for one in self.structured for text in one.dropped)

    @property
    def characters(self) -> int:
        """Raw characters read."""
        return sum(len(source.text) for source in self.sources)


def recover_seed(seed: Seed) -> Recovered:
    """The publication of a seed with the settings beside it. Raises ConfigError, SourceError, StructureError."""
    return recover(seed, load(seed.settings, rules=RULE_NAMES))


def recover(seed: Seed, settings: Settings) -> Recovered:
    """The publication of a seed. Raises SourceError for what cannot be read, StructureError for what has no text or,
    where settings say how chapters are headed, none."""
    seed = with_sources(seed, settings.sources)
    sources = tuple(read_source(path, encoding=settings.encoding, name=_shown(seed, path)) for path in seed.sources)
    findings = [finding for source in sources for finding in source.findings]
    levels = {name: Trust(level) for name, level in settings.rules.items()}
    options = _options(settings, levels)
    normalized = [normalize(source.text, source.name, levels, settings.replace) for source in sources]
    found = quoted([ledger for ledger, _ in normalized], settings.join, settings.split, levels)
    structured: list[Structured] = []
    for index, source in enumerate(sources):
        corrections = Corrections(settings.junk, found.joins[index], found.breaks[index])
        one = structure(found.ledgers[index], source.name, index, replace(options, corrections=corrections))
        structured.append(one)
        findings += (*normalized[index][1], *one.findings)
    findings += _unused(seed, settings, found)
    articles = tuple(article for one in structured for article in one.articles)
    if not articles:
        raise StructureError("structure.no-text", Place(seed.path.name))
    if settings.structure.chapter and not any(article.number for article in articles):
        raise StructureError("structure.no-chapters", Place(seed.path.name), pattern=settings.structure.chapter)
    metadata, doubts = _metadata(seed, settings, structured, articles)
    findings += (*doubts, *_unset_heads(structured, sources, metadata), *_number_gaps(articles, seed.path.name))
    recovered = Recovered(seed, Publication(metadata, articles), sources, tuple(structured), tuple(findings))
    edited = manuscript.read(seed)
    return _corrected(recovered, edited, settings) if edited else recovered


def _unused(seed: Seed, settings: Settings, found: Quoted) -> Iterator[Finding]:
    """The editor's corrections that the text has no use for, each with its line in the settings."""

    def place(table: str, index: int) -> Place:
        file = seed.settings
        return Place(_shown(seed, file), line_in(file, table, index)) if file else Place(seed.path.name)

    for index, replacement in enumerate(settings.replace):
        if not any(times(ledger, replacement) for ledger in found.ledgers):
            yield Finding("editor.replace-unused", place("replace", index), {"find": replacement.find})
    lines = [lines_of(ledger.text) for ledger in found.ledgers] if settings.junk else []
    for index, junk in enumerate(settings.junk):
        if not any(own_junk(ledger, lines[at], (junk,)) for at, ledger in enumerate(found.ledgers)):
            yield Finding("editor.junk-unused", place("junk", index), {"pattern": junk.pattern})
    for table, index, quote, count in found.missed:
        values: dict[str, Value] = {"quote": quote, "count": count}
        yield Finding(f"editor.{table}-{'many' if count else 'missing'}", place(table, index), values)


def _corrected(recovered: Recovered, edited: manuscript.Manuscript, settings: Settings) -> Recovered:
    """The publication as the editor's manuscript has it."""
    made = manuscript.correct(edited, recovered.publication, recovered.sources, recovered.structured, settings)
    claimed = zip(recovered.structured, made.claims, strict=True)
    found = manuscript.findings_of(made, manuscript.digests_of(recovered.sources, recovered.seed))
    return replace(
        recovered,
        publication=made.publication,
        structured=tuple(replace(one, claims=claims) for one, claims in claimed),
        findings=(*recovered.findings, *found),
        correction=made,
    )


def _shown(seed: Seed, path: Path) -> str:
    """What the user calls a source: its name, in a folder with the folder's."""
    return f"{seed.path.name}/{path.name}" if seed.path.is_dir() else path.name


def _options(settings: Settings, levels: Mapping[str, Trust]) -> Options:
    wanted = settings.structure
    numbering = Numbering.of(wanted.chapter, wanted.volume, wanted.exclude)
    return Options(settings.kind, wanted.max_title_length or MAX_TITLE, levels, numbering)


def _metadata(
    seed: Seed, settings: Settings, structured: list[Structured], articles: tuple[Article, ...]
) -> tuple[Metadata, list[Finding]]:
    """Settings first, then the file's name, then what the text says; nothing invented."""
    findings: list[Finding] = []
    head = structured[0].head
    kind = structured[0].kind
    alone = len(articles) == 1
    title = head.title if head else seed.name if seed.path.is_dir() else ""
    if not title and (alone or kind == "newspaper"):
        title = articles[0].heading
        title = title[1:-1] if title.startswith("《") and title.endswith("》") and title.count("《") == 1 else title
    authors = head.authors if head else articles[0].byline.names if alone and articles[0].byline else ()
    script, sure = detect_script("".join(one.ledger.text[:20000] for one in structured))
    if not settings.script and sure < 0.75:
        findings.append(Finding("recover.script-doubtful", Place(seed.path.name), {"script": script}, Level.NOTE))
    people = tuple(Contributor(name) for name in authors)
    subtitle = head.subtitle if head else None
    recovered = Metadata(title or seed.name, script, kind, subtitle, people)
    return merge(settings, filename_facts(seed.path.name), recovered), findings


def _unset_heads(structured: list[Structured], sources: tuple[Source, ...], metadata: Metadata) -> Iterator[Finding]:
    """The head of a source that is not the publication's: it is taken for metadata, and set nowhere."""
    for one, source in zip(structured, sources, strict=True):
        if one.head and _bare(one.head.title) != _bare(metadata.title):
            values: dict[str, Value] = {"head": one.head.title, "title": metadata.title}
            yield Finding("recover.head-not-set", Place(source.name), values)


def _bare(title: str) -> str:
    return "".join(char for char in title if char.isalnum())


def _number_gaps(articles: tuple[Article, ...], name: str) -> Iterator[Finding]:
    """Chapters whose numbers do not run on: a chapter is missing, stands twice, or was not recognised."""
    before: tuple[str, int] | None = None
    for article in articles:
        value = value_of(article.number) if article.number and article.role == "body" else None
        if value is None or article.number is None:
            continue
        unit = article.number.rstrip("0123456789")[-1:]
        if before and before[0] == unit and value not in (before[1], before[1] + 1, 1):
            values: dict[str, Value] = {"before": before[1], "value": value, "title": article.heading}
            yield Finding("recover.number-gap", Place(name), values)
        before = (unit, value)
