"""Raw text in, a ledger with the clean text out, and findings for what was noticed and not changed.

The rules run in the order of `RULES` over the whole text, and again until none has anything to change: what one rule
makes may be what another waits for. Nothing else changes a character before structure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.errors import Finding, Level, Place, Value
from pipeline.ledger import Edit, Ledger
from pipeline.normalize import characters, lines, punctuation, spacing
from pipeline.normalize.rules import Rule, Trust

#: Two rounds settle ordinary text; more are for text that was made to be difficult.
_ROUNDS = 8
RULES: tuple[Rule, ...] = (*characters.RULES, *lines.RULES, *spacing.RULES, *punctuation.RULES)


def normalize(raw: str, name: str, levels: Mapping[str, Trust] | None = None) -> tuple[Ledger, tuple[Finding, ...]]:
    """The ledger of a raw text called `name`; `levels` overrides the level of rules by name."""
    levels = levels or {}
    chosen = {level: [rule for rule in RULES if levels.get(rule.name, rule.level) is level] for level in Trust}
    ledger = _settled(Ledger.of(raw), chosen[Trust.FIX])
    characters = frozenset(ledger.text)
    listed = ((rule, rule.edits(ledger.text, characters)) for rule in chosen[Trust.WARN])
    return ledger, tuple(_listed(rule, ledger, edits, name) for rule, edits in listed if edits)


#: Rules that quotes may set off once they are paired; all work inside a line.
AFTER_QUOTES = tuple(rule for rule in RULES if rule.name.startswith(("punctuation.", "spacing.")))


def settle_line_rules(ledger: Ledger, levels: Mapping[str, Trust]) -> Ledger:
    """The rules of `AFTER_QUOTES` once more, until none has an edit: for a text whose quotes were just paired."""
    return _settled(ledger, [rule for rule in AFTER_QUOTES if levels.get(rule.name, rule.level) is Trust.FIX])


def _settled(ledger: Ledger, rules: Sequence[Rule]) -> Ledger:
    for _ in range(_ROUNDS):
        before = ledger
        characters = frozenset(ledger.text)
        for rule in rules:
            if edits := rule.edits(ledger.text, characters):
                ledger = ledger.apply(rule.name, edits)
                characters |= frozenset("".join(edit.new for edit in edits))
        if ledger is before:
            break
    return ledger


def _listed(rule: Rule, ledger: Ledger, edits: list[Edit], name: str) -> Finding:
    first = edits[0]
    raw_at, _ = ledger.to_raw(first.start, first.start + len(first.old))
    place = Place.of(name, ledger.raw, raw_at)
    around = ledger.text[max(0, first.start - 6) : first.start + len(first.old) + 6].replace("\n", "⏎")
    values: dict[str, Value] = {"rule": rule.name, "count": len(edits), "sample": around, "new": first.new}
    return Finding("normalize.listed", place, values, Level.WARN)
