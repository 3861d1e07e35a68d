"""`kanben explain`: a seed in, what was changed and why out: findings first, then blocks that may be read in another
way, then rules with count and samples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import click

from pipeline import corrections
from pipeline.cli import options
from pipeline.cli.console import finding_json, plain, show_findings, show_json, styled
from pipeline.corrections import EDITOR_RULES
from pipeline.errors import Finding, Place
from pipeline.ledger import Ledger, RawMap
from pipeline.messages import Lang, say
from pipeline.read import Encoding
from pipeline.recover import Recovered
from pipeline.structure import Decision
from pipeline.structure.articles import END_MARK
from pipeline.structure.claims import JOIN

_SAMPLES = 3
_DOUBTS = 12
_AROUND = 8
#: Rules whose claims are on what stands between two pieces of text.
_BETWEEN = (JOIN, corrections.JOIN, corrections.SPLIT)


class Change(NamedTuple):
    """What one rule did to a document; `samples`: before → after in context."""

    rule: str
    times: int
    samples: tuple[str, ...]


class Doubt(NamedTuple):
    """A block that might be read in another way; `sample` is how it begins."""

    place: Place
    sample: str
    decision: Decision


@options.command()
@click.argument("seed")
@options.json_option
@options.language_option
def command(seed: str, as_json: bool, lang: Lang) -> None:  # noqa: FBT001 - click passes flags so
    from pipeline.manuscript import difference_findings
    from pipeline.recover import recover_seed

    found = options.seed_named(seed)
    recovered = recover_seed(found)
    changes = list(changes_of(recovered))
    findings = (*recovered.findings, *(difference_findings(recovered.correction) if recovered.correction else ()))
    if as_json:
        show_json(_json(recovered, findings, changes, lang))
        return
    metadata = recovered.publication.metadata
    encodings = ", ".join(dict.fromkeys(_encoding(source.encoding) for source in recovered.sources))
    kind = say(f"kind.{metadata.kind}", lang)
    facts = {"title": metadata.title, "kind": kind, "script": metadata.language, "encoding": encodings}
    click.echo(plain(say("cli.explain-head", lang, facts)))
    show_findings(findings, lang, shown=None)
    _show_doubts(list(doubts_of(recovered)), lang)
    for change in changes:
        click.echo(f"\n{change.times:>6} × {styled(change.rule, bold=True)}  {say('rule.' + change.rule, lang)}")
        for sample in change.samples:
            click.echo(f"         {sample}")


def doubts_of(recovered: Recovered) -> Iterator[Doubt]:
    """Blocks with which the document would read nearly as well if they were something else, in the order of the text;
    none where an editor's manuscript has settled them."""
    for index, (source, one) in enumerate(zip(recovered.sources, recovered.structured, strict=True)):
        to_raw = RawMap(one.ledger)
        for id_, decision in one.decisions.items():
            if decision.alternatives and not recovered.correction:
                start = int(id_.removeprefix(f"s{index}-"))
                place = Place.of(source.name, one.ledger.raw, to_raw(start, start + 1)[0])
                yield Doubt(place, _shown(one.ledger.text[start : start + 16].split("\n")[0]), decision)


def _show_doubts(doubts: Sequence[Doubt], lang: Lang) -> None:
    if not doubts:
        return
    click.echo("\n" + styled(say("cli.explain-doubts", lang, {"count": len(doubts)}), bold=True))
    for doubt in doubts[:_DOUBTS]:
        click.echo(f"{doubt.place.line:>6}  {doubt.sample}\n        {_reading(doubt.decision, lang)}")
    if len(doubts) > _DOUBTS:
        click.echo(say("cli.explain-more-doubts", lang, {"count": len(doubts) - _DOUBTS}))


def _reading(decision: Decision, lang: Lang) -> str:
    comma = "，" if lang == "zh" else ", "
    facts = {
        "chosen": say(f"label.{decision.chosen}", lang),
        "reasons": comma.join(say(f"reason.{reason}", lang) for reason in dict.fromkeys(decision.reasons)) or "—",
        "others": comma.join(say(f"label.{other}", lang) for other in decision.alternatives),
    }
    return say("cli.explain-doubt", lang, facts)


def _encoding(found: Encoding) -> str:
    """gb18030 (97%, big5?): the guess, how sure it is, and what else the bytes might be."""
    if found.set_by_user:
        return found.name
    return f"{found.name} ({found.confidence:.0%}{f', {found.runner_up}?' if found.runner_up else ''})"


def changes_of(recovered: Recovered) -> Iterator[Change]:
    """Every rule that changed, joined or took out something, in the order in which rules run."""
    for one in recovered.structured:
        yield from _edits(one.ledger)
    claims = [(one.ledger.text, claim) for one in recovered.structured for claim in one.claims]
    for rule in dict.fromkeys(claim.rule for _, claim in claims):
        if rule in (JOIN, END_MARK, *EDITOR_RULES) or rule.startswith("furniture."):
            found = [_claimed(text, claim.start, claim.end, rule) for text, claim in claims if claim.rule == rule]
            # Of what was taken out, everything is shown.
            yield Change(rule, len(found), tuple(found[:_SAMPLES] if rule in _BETWEEN else dict.fromkeys(found)))


def _edits(ledger: Ledger) -> Iterator[Change]:
    text = ledger.raw
    for done in ledger.passes:
        samples = []
        for start, old, new in done.edits[:_SAMPLES]:
            before, after = text[max(0, start - _AROUND) : start], text[start + len(old) : start + len(old) + _AROUND]
            samples.append(_shown(f"{before}[{old}→{new}]{after}"))
        # A split is told by its claim: some need no edit.
        if done.rule != corrections.SPLIT:
            yield Change(done.rule, len(done.edits), tuple(samples))
        text = Ledger.of(text).apply(done.rule, done.edits).text


def _claimed(text: str, start: int, end: int, rule: str) -> str:
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    if rule == corrections.SPLIT:
        return _shown(f"{before}[→\n]{after}")
    if rule in _BETWEEN:
        return _shown(f"{before}[{text[start:end]}→]{after}")
    return _shown(f"{before}[{text[start:end]}→]" if rule == END_MARK else text[start:end])


def _shown(sample: str) -> str:
    shown = sample.replace("\r", "␍").replace("\n", "⏎").replace("\t", "⇥").replace("\u3000", "□")
    return plain(shown)


def _json(
    recovered: Recovered, findings: Sequence[Finding], changes: Sequence[Change], lang: Lang
) -> dict[str, object]:
    metadata = recovered.publication.metadata
    return {
        "title": metadata.title,
        "kind": metadata.kind,
        "script": metadata.language,
        "sources": [
            {"name": source.name, "encoding": source.encoding.name, "confidence": source.encoding.confidence}
            for source in recovered.sources
        ],
        "findings": [finding_json(finding, lang) for finding in findings],
        "changes": [
            {
                "rule": change.rule,
                "count": change.times,
                "why": say(f"rule.{change.rule}", lang),
                "samples": list(change.samples),
            }
            for change in changes
        ],
        "dropped": list(recovered.dropped),
        "doubts": [
            {
                "file": doubt.place.file,
                "line": doubt.place.line,
                "text": doubt.sample,
                "chosen": doubt.decision.chosen,
                "alternatives": list(doubt.decision.alternatives),
                "reasons": list(doubt.decision.reasons),
            }
            for doubt in doubts_of(recovered)
        ],
        "decisions": {
            id_: {
                "chosen": decision.chosen,
                "alternatives": list(decision.alternatives),
                "reasons": list(decision.reasons),
            }
            for id_, decision in recovered.decisions.items()
        },
    }
