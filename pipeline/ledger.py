"""Every change to a text, kept so that it can be shown, undone and traced: raw text and edits in, clean text out.

A `Ledger` is the raw text and the passes that were made over it, one a rule. Structure changes no character: it
claims ranges of the clean text (`Claim`). Four invariants hold, and tests prove them on every document:

1. reversible: `revert()` gives back the raw text;
2. attributed: every edit and claim names its rule; the edits of a pass ascend and do not overlap;
3. complete: the claims of a source tile its clean text exactly (`untiled` is empty);
4. settled: normalizing a clean text again yields no edits.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple


class Edit(NamedTuple):
    """`old`, standing at offset `start` of the text before the pass, becomes `new`."""

    start: int
    old: str
    new: str


class Pass(NamedTuple):
    """All edits of one rule over the whole text, ascending and without overlap."""

    rule: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True)
class Ledger:
    """Raw text, the passes made over it and the text that they lead to (`text`)."""

    raw: str
    text: str
    passes: tuple[Pass, ...] = ()

    @classmethod
    def of(cls, raw: str) -> Ledger:
        return cls(raw, raw)

    def apply(self, rule: str, edits: Iterable[Edit]) -> Ledger:
        """A ledger with one more pass; the same ledger where there are no edits.

        Raises ValueError when edits overlap, do not ascend, change nothing or do not fit the text (a bug of the rule).
        """
        made = tuple(edits)
        if not made:
            return self
        return Ledger(self.raw, _applied(self.text, made), (*self.passes, Pass(rule, made)))

    def revert(self) -> str:
        """The raw text, computed from `text` by undoing every pass."""
        text = self.text
        for done in reversed(self.passes):
            text = _undone(text, done.edits)
        return text

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """The raw range behind clean characters: an edit maps whole to whole, an insertion to nothing."""
        return RawMap(self)(start, end)


class RawMap:
    """`Ledger.to_raw` for many ranges: the offsets of every pass are computed once."""

    def __init__(self, ledger: Ledger) -> None:
        self._passes = [_Shift(done.edits) for done in reversed(ledger.passes)]

    def __call__(self, start: int, end: int) -> tuple[int, int]:
        for shift in self._passes:
            start, end = shift.before(start, end)
        return start, end


class _Shift:
    """Where each edit of a pass stands in the text after it, to walk one pass back."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        moved = 0
        self._starts: list[int] = []
        for edit in edits:
            self._starts.append(edit.start + moved)
            moved += len(edit.new) - len(edit.old)
        self._edits = edits

    def before(self, start: int, end: int) -> tuple[int, int]:
        if start == end:
            return self._insertion(start)
        first, last = self._point(start, right=True), self._point(end, right=False)
        return (first, last) if first <= last else (last, last)

    def _insertion(self, offset: int) -> tuple[int, int]:
        """A later insertion: inside a replacement it belongs to that edit, elsewhere it stands between characters."""
        at = bisect_right(self._starts, offset - 1) - 1
        if at >= 0 and offset < self._starts[at] + len(self._edits[at].new):
            return self._edits[at].start, self._edits[at].start + len(self._edits[at].old)
        point = self._point(offset, right=True)
        return point, point

    def _point(self, offset: int, *, right: bool) -> int:
        """The offset before the pass. `right`: an offset just after a deletion belongs behind it (a range's start)."""
        at = bisect_right(self._starts, offset if right else offset - 1) - 1
        if at < 0:
            return offset
        edit, start = self._edits[at], self._starts[at]
        after = start + len(edit.new)
        if offset < after:
            return edit.start if right else edit.start + len(edit.old)
        return edit.start + len(edit.old) + offset - after


def forward(edits: Sequence[Edit]) -> Callable[[int], int]:
    """Where an offset of the text before a pass stands after it; one inside an edit goes to the edit's new end."""
    ends: list[int] = []
    moves: list[int] = []
    moved = 0
    for start, old, new in edits:
        ends.append(start + len(old))
        moved += len(new) - len(old)
        moves.append(moved)

    def to_new(offset: int) -> int:
        at = bisect_right(ends, offset) - 1
        new = offset + (moves[at] if at >= 0 else 0)
        following = at + 1
        if following < len(edits) and edits[following].start < offset:
            edit = edits[following]
            return edit.start + (moves[at] if at >= 0 else 0) + len(edit.new)
        return new

    return to_new


def _applied(text: str, edits: Sequence[Edit]) -> str:
    parts: list[str] = []
    done = 0
    for start, old, new in edits:
        end = start + len(old)
        if start < done or text[start:end] != old or old == new:
            raise ValueError(f"edit at {start} does not fit: {old[:20]!r} -> {new[:20]!r}")
        parts += (text[done:start], new)
        done = end
    parts.append(text[done:])
    return "".join(parts)


def _undone(text: str, edits: Sequence[Edit]) -> str:
    parts: list[str] = []
    done = moved = 0
    for start, old, new in edits:
        at = start + moved
        parts += (text[done:at], old)
        done = at + len(new)
        moved += len(new) - len(old)
    parts.append(text[done:])
    return "".join(parts)


# ---------------------------------------------------------------------------------------------------------- claims

ClaimKind = Literal["text", "field", "mark", "separator", "join", "furniture", "dropped"]


class Claim(NamedTuple):
    """What clean characters `start` to `end` were taken for, by which rule, and for which node of the publication.

    text: set as it stands; field: a byline or dateline of its own; mark: an end mark, list marker or title number;
    separator: line ends and blanks between blocks; join: the same inside a rejoined paragraph; furniture: folios and
    running heads; dropped: adverts and site notices.
    """

    kind: ClaimKind
    rule: str
    start: int
    end: int
    node: str | None = None


def untiled(claims: Iterable[Claim], length: int) -> list[tuple[int, int]]:
    """Ranges of a clean text of `length` characters claimed by nobody or twice; empty when the claims tile it."""
    wrong: list[tuple[int, int]] = []
    done = 0
    for claim in sorted(claims, key=lambda claim: (claim.start, claim.end)):
        if claim.start != done:
            wrong.append((min(done, claim.start), max(done, claim.start)))
        done = max(done, claim.end)
    if done != length:
        wrong.append((min(done, length), max(done, length)))
    return wrong
