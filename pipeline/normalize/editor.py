"""An editor's replacements and splits, made in a text as passes of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.corrections import REPLACE, SPLIT, Replacement
from pipeline.ledger import Edit, Ledger


def replaced(ledger: Ledger, replacements: Sequence[Replacement]) -> tuple[Ledger, list[Replacement]]:
    """The ledger with each replacement made wherever it finds its words, and those that found them nowhere."""
    waiting: list[Replacement] = []
    for one in replacements:
        edits = [Edit(at, one.find, one.with_) for at in _places(ledger.text, one.find)]
        ledger = ledger.apply(REPLACE, edits)
        if not edits:
            waiting.append(one)
    return ledger, waiting


def times(ledger: Ledger, replacement: Replacement) -> int:
    """How often a replacement was made in a ledger."""
    made = (edit for done in ledger.passes if done.rule == REPLACE for edit in done.edits)
    return sum((edit.old, edit.new) == (replacement.find, replacement.with_) for edit in made)


def parted(ledger: Ledger, gaps: Sequence[tuple[int, int]]) -> Ledger:
    """The ledger with a line end in place of each range of blanks, which may be empty; the ranges ascend."""
    text = ledger.text
    return ledger.apply(
        SPLIT, [Edit(start, text[start:end], "\n") for start, end in gaps if "\n" not in text[start:end]]
    )


def _places(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + len(words))
