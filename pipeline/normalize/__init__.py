"""Raw text in, a ledger with the clean text out, and findings for what was noticed and not changed.

The rules run in the order of `RULES`, once over the text each; nothing else changes a character before structure.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.errors import Finding, Level, Place
from pipeline.ledger import Edit, Ledger
from pipeline.normalize import characters, lines, punctuation, spacing
from pipeline.normalize.rules import Rule, Trust

RULES: tuple[Rule, ...] = (*characters.RULES, *lines.RULES, *spacing.RULES, *punctuation.RULES)


def normalize(raw: str, name: str, levels: Mapping[str, Trust] | None = None) -> tuple[Ledger, tuple[Finding, ...]]:
    """The ledger of a raw text called `name`; `levels` overrides the level of rules by name."""
    levels = levels or {}
    ledger = Ledger.of(raw)
    findings: list[Finding] = []
    for rule in RULES:
        level = levels.get(rule.name, rule.level)
        if level is Trust.OFF:
            continue
        edits = list(rule.find(ledger.text))
        if level is Trust.FIX:
            ledger = ledger.apply(rule.name, edits)
        elif edits:
            findings.append(_listed(rule, ledger, edits, name))
    return ledger, tuple(findings)


def _listed(rule: Rule, ledger: Ledger, edits: list[Edit], name: str) -> Finding:
    first = edits[0]
    raw_at, _ = ledger.to_raw(first.start, first.start + len(first.old))
    line_start = ledger.raw.rfind("\n", 0, raw_at)
    place = Place(name, ledger.raw.count("\n", 0, raw_at) + 1, raw_at - line_start)
    around = ledger.text[max(0, first.start - 6) : first.start + len(first.old) + 6].replace("\n", "⏎")
    values = {"rule": rule.name, "count": len(edits), "sample": around, "new": first.new}
    return Finding("normalize.listed", place, values, Level.WARN)
