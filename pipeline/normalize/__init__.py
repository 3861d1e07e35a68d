"""Raw text in, a ledger with the clean text out, and findings for what was noticed and not changed.

The rules run in the order of `RULES` over the whole text, and again until none has anything to change: what one rule
makes may be what another waits for. Nothing else changes a character before structure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.corrections import Replacement
from pipeline.errors import Finding, Level, Place, Value
from pipeline.ledger import Edit, Ledger
from pipeline.normalize import (
    characters,
    editor,
    helpfiles,
    lines,
    markup,
    prints,
    punctuation,
    repairs,
    spacing,
    verses,
)
from pipeline.normalize.doubts import doubts
from pipeline.normalize.repairs import GAP
from pipeline.normalize.rules import Rule, Trust, unusual_characters, unusual_lines

#: Two rounds settle ordinary text; more are for text that was made to be difficult.
_ROUNDS = 8
#: So many gaps may be closed in any text, and one more for so many characters.
_FEW_GAPS, _CHARACTERS_A_GAP = 3, 5000
RULES: tuple[Rule, ...] = (
    *(*lines.ENDINGS, *characters.RULES, *markup.RULES, *helpfiles.RULES, *prints.RULES, *lines.RULES, *verses.RULES),
    *(*spacing.RULES, *punctuation.RULES, *repairs.RULES),
)


def normalize(
    raw: str, name: str, levels: Mapping[str, Trust] | None = None, replacements: Sequence[Replacement] = ()
) -> tuple[Ledger, tuple[Finding, ...]]:
    """The ledger of a raw text called `name`; `levels` overrides the level of rules by name. An editor's replacements
    are made first; those whose words stand nowhere in the raw text are looked for again in the clean text."""
    levels = levels or {}
    chosen = {level: [rule for rule in RULES if levels.get(rule.name, rule.level) is level] for level in Trust}
    ledger = Ledger.of(raw)
    characters = unusual_characters(raw)
    for rule in lines.ENDINGS:
        if rule in chosen[Trust.FIX]:
            ledger = ledger.apply(rule.name, rule.edits(raw, characters))
    # Line ends of other systems are gone, unless an editor writes some.
    rules = [rule for rule in chosen[Trust.FIX] if replacements or rule not in lines.ENDINGS]
    ledger, waiting = editor.replaced(ledger, replacements)
    characters = unusual_characters(ledger.text) if replacements else characters
    ledger = _settled(ledger, rules, characters)
    again, _ = editor.replaced(ledger, waiting)
    ledger = _settled(again, rules, unusual_characters(again.text)) if again is not ledger else ledger
    characters |= frozenset("".join(edit.new for made in ledger.passes for edit in made.edits))
    listed = ((rule, rule.edits(ledger.text, characters)) for rule in chosen[Trust.WARN])
    findings = [finding for rule, edits in listed if edits for finding in _listed(rule, ledger, edits, name)]
    return ledger, (*findings, *doubts(ledger, name))


def parted(ledger: Ledger, gaps: Sequence[tuple[int, int]], levels: Mapping[str, Trust]) -> Ledger:
    """A settled ledger with an editor's line ends in place of ranges of blanks, settled again."""
    made = editor.parted(ledger, gaps)
    rules = [rule for rule in RULES if levels.get(rule.name, rule.level) is Trust.FIX]
    return _settled(made, rules, unusual_characters(made.text))


#: Rules that quotes may set off once they are paired; all work inside a line.
AFTER_QUOTES = tuple(rule for rule in RULES if rule.name.startswith(("punctuation.", "spacing.")))


def settle_line_rules(ledger: Ledger, levels: Mapping[str, Trust]) -> Ledger:
    """The rules of `AFTER_QUOTES` once more, until none has an edit: for a text whose quotes were just paired."""
    rules = [rule for rule in AFTER_QUOTES if levels.get(rule.name, rule.level) is Trust.FIX]
    return _settled(ledger, rules, unusual_characters(ledger.text))


def _settled(ledger: Ledger, rules: Sequence[Rule], characters: frozenset[str]) -> Ledger:
    """All rules until none has an edit. Gaps come last: where a text has many, its blanks mean something.
    `characters`: at least those of the text."""
    others = [rule for rule in rules if rule.name != GAP]
    ledger = _rounds_of(ledger, others, characters)
    for rule in rules:
        if rule.name == GAP and (gaps := rule.edits(ledger.text, characters)):
            if len(gaps) > _FEW_GAPS + len(ledger.text) // _CHARACTERS_A_GAP:
                break
            before = ledger.text.split("\n")
            ledger = ledger.apply(GAP, gaps)
            closed = (line for line, was in zip(ledger.text.split("\n"), before, strict=True) if line != was)
            ledger = _rounds_of(ledger, others, unusual_characters(ledger.text), "\n".join(closed))
    return ledger


def _rounds_of(ledger: Ledger, rules: Sequence[Rule], characters: frozenset[str], changed: str | None = None) -> Ledger:
    """Rounds of all rules. What a rule makes of a line depends on that line alone, if it is not one of the whole text.
    In the first round, one that needs unusual characters looks at the whole text only if it finds something in the
    lines that hold any; after that, every rule only if it does in the lines that the round before changed (or the
    caller, `changed`)."""
    unusual = "" if changed is not None else "\n".join(unusual_lines(ledger.text))
    for _ in range(_ROUNDS):
        before = ledger.text.split("\n")
        came: list[int | None] = list(range(len(before)))
        done = len(ledger.passes)
        for rule in rules:
            few = None if rule.whole else unusual if changed is None and rule.needs is not None else changed
            if few is not None and not rule.edits(few, characters):
                continue
            if edits := rule.edits(ledger.text, characters):
                came = _parted(came, ledger.text, edits)
                ledger = ledger.apply(rule.name, edits)
                characters |= frozenset("".join(edit.new for edit in edits))
                if changed is None:
                    unusual = "\n".join((unusual, *_edited(ledger.text, edits)))
        if len(ledger.passes) == done:
            break
        now = zip(came, ledger.text.split("\n"), strict=True)
        changed = "\n".join(line for at, line in now if at is None or line != before[at])
    return ledger


def _edited(text: str, edits: Sequence[Edit]) -> Iterator[str]:
    """The lines of a text that edits, just made, changed."""
    moved = done = 0
    for start, old, new in edits:
        first, last = start + moved, start + moved + len(new)
        moved += len(new) - len(old)
        if last > done or not done:
            done = text.find("\n", last)
            done = done if done >= 0 else len(text)
            yield text[text.rfind("\n", 0, first) + 1 : done]


def _parted(came: list[int | None], text: str, edits: Sequence[Edit]) -> list[int | None]:
    """Which line each line came from, once edits have parted some of them: those came from none."""
    parted: dict[int, int] = {}
    line = at = 0
    for edit in edits:
        if "\n" in edit.new:
            line += text.count("\n", at, edit.start)
            at = edit.start
            parted[line] = parted.get(line, 0) + edit.new.count("\n")
    if not parted:
        return came
    return [
        one for line, was in enumerate(came) for one in ((None,) * (parted[line] + 1) if line in parted else (was,))
    ]


def _listed(rule: Rule, ledger: Ledger, edits: list[Edit], name: str) -> Iterator[Finding]:
    """What a rule at WARN would change: one finding, or one for each word that it would put there."""
    words = dict.fromkeys(edit.new for edit in edits) if rule.apart else [None]
    for new in words:
        alike = [edit for edit in edits if new in (None, edit.new)]
        first = alike[0]
        raw_at, _ = ledger.to_raw(first.start, first.start + len(first.old))
        place = Place.of(name, ledger.raw, raw_at)
        around = ledger.text[max(0, first.start - 6) : first.start + len(first.old) + 6].replace("\n", "⏎")
        values: dict[str, Value] = {"rule": rule.name, "count": len(alike), "sample": around, "new": first.new}
        yield Finding("normalize.listed", place, values, Level.WARN)
