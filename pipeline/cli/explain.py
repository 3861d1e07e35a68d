"""`kanben explain`: a seed in, what was changed and why out: findings first, then rules with count and samples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import click

from pipeline.cli import options
from pipeline.cli.console import finding_json, plain, show_findings, show_json, styled
from pipeline.errors import Finding
from pipeline.ledger import Ledger
from pipeline.messages import Lang, say
from pipeline.read import Encoding
from pipeline.recover import Recovered
from pipeline.structure.articles import END_MARK
from pipeline.structure.claims import JOIN

_SAMPLES = 3
_AROUND = 8


class Change(NamedTuple):
    """What one rule did to a document; `samples`: before → after in context."""

    rule: str
    times: int
    samples: tuple[str, ...]


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
    facts = {"title": metadata.title, "kind": metadata.kind, "script": metadata.language, "encoding": encodings}
    click.echo(plain(say("cli.explain-head", lang, facts)))
    show_findings(findings, lang, shown=None)
    for change in changes:
        click.echo(f"\n{change.times:>6} × {styled(change.rule, bold=True)}  {say('rule.' + change.rule, lang)}")
        for sample in change.samples:
            click.echo(f"         {sample}")


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
        if rule in (JOIN, END_MARK) or rule.startswith("furniture."):
            found = [_claimed(text, claim.start, claim.end, rule) for text, claim in claims if claim.rule == rule]
            # Of what was taken out, everything is shown.
            yield Change(rule, len(found), tuple(found[:_SAMPLES] if rule == JOIN else dict.fromkeys(found)))


def _edits(ledger: Ledger) -> Iterator[Change]:
    text = ledger.raw
    for done in ledger.passes:
        samples = []
        for start, old, new in done.edits[:_SAMPLES]:
            before, after = text[max(0, start - _AROUND) : start], text[start + len(old) : start + len(old) + _AROUND]
            samples.append(_shown(f"{before}[{old}→{new}]{after}"))
        yield Change(done.rule, len(done.edits), tuple(samples))
        text = Ledger.of(text).apply(done.rule, done.edits).text


def _claimed(text: str, start: int, end: int, rule: str) -> str:
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    if rule == JOIN:
        return _shown(f"{before}[]{after}")
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
        "decisions": {
            id_: {
                "chosen": decision.chosen,
                "alternatives": list(decision.alternatives),
                "reasons": list(decision.reasons),
            }
            for id_, decision in recovered.decisions.items()
        },
    }
