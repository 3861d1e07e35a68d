"""A recovered publication and the manuscript that an editor made of it in, the corrected publication out.

Articles, then leaves, then characters are matched. Equal runs keep their spans, and nodes their ids; changed runs are
edits of rule `editor` over the clean characters that they replace; what was added has no span; what was deleted is
claimed as dropped by the editor. The clean text and its ledger stay as they are, so that claims tile it as before.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pipeline.config import Settings
from pipeline.errors import Place
from pipeline.ledger import Claim, Edit
from pipeline.manuscript.align import pairs, runs_of
from pipeline.manuscript.clean import EDITOR, Clean, joined, reclaimed
from pipeline.manuscript.leaves import Leaf, leaves_of
from pipeline.manuscript.parse import Manuscript
from pipeline.manuscript.rebuild import Kept, Rebuilder, taken_ids
from pipeline.manuscript.tree import bare
from pipeline.model import Article, Publication, Span
from pipeline.read import Source
from pipeline.structure import Structured

__all__ = ["EDITOR", "Correction", "Difference", "correct"]

How = Literal["changed", "added", "removed", "moved", "reread", "metadata"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where a manuscript differs from what was recovered. `place`: in the manuscript; `raw`: in the raw
    file. reread: the same characters, read as something else; then `old` and `new` are empty or what is said of it."""

    how: How
    place: Place
    old: str
    new: str
    raw: Place | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """The corrected publication; for each source its claims and the edits of rule `editor` at clean offsets."""

    manuscript: Manuscript
    publication: Publication
    claims: tuple[tuple[Claim, ...], ...]
    edits: tuple[tuple[Edit, ...], ...]
    differences: tuple[Difference, ...]


def correct(
    manuscript: Manuscript,
    recovered: Publication,
    sources: Sequence[Source],
    structured: Sequence[Structured],
    settings: Settings,
) -> Correction:
    """The publication as the manuscript has it, with the ids and spans of what was recovered where they are equal."""
    metadata = manuscript.front.metadata(recovered.metadata, settings)
    work = _Work(manuscript, Clean(sources, structured))
    for key in ("title", "authors", "kind", "language"):
        old, new = (_told(getattr(one, key)) for one in (recovered.metadata, metadata))
        if old != new:
            work.tell("metadata", 1, f"{key}: {old}", f"{key}: {new}")
    articles = work.articles(recovered.articles)
    moved: list[list[tuple[int, int, str | None]]] = [[] for _ in structured]
    for span, node in work.moved:
        moved[span.source].append((span.start, span.end, node))
    claims = tuple(
        tuple(reclaimed(one.claims, sorted(moved[at], key=lambda range_: range_[:2]))) if moved[at] else one.claims
        for at, one in enumerate(structured)
    )
    edits = tuple(
        tuple(sorted(work.edits[at], key=lambda edit: (edit.start, len(edit.old)))) for at in range(len(claims))
    )
    differences = tuple(sorted(work.differences, key=lambda one: one.place.line or 0))
    return Correction(manuscript, Publication(metadata, articles), claims, edits, differences)


def _told(value: object) -> str:
    return "、".join(value) if isinstance(value, tuple) else str(value)


@dataclass
class _Work:
    """One manuscript while it is compared: what was found so far."""

    manuscript: Manuscript
    clean: Clean
    differences: list[Difference] = field(default_factory=list)
    moved: list[tuple[Span, str | None]] = field(default_factory=list)
    edits: dict[int, list[Edit]] = field(default_factory=lambda: defaultdict(list))
    kept: dict[tuple[str, str], Kept] = field(default_factory=dict)

    def tell(self, how: How, line: int, old: str, new: str, at: Span | None = None) -> None:
        raw = self.clean.place(at) if at else None
        self.differences.append(Difference(how, Place(self.manuscript.file, line), old, new, raw))

    def line(self, leaf: Leaf) -> int:
        """Where a leaf of the manuscript stands."""
        lines, key = self.manuscript.lines, leaf.key + "-end" * (leaf.part == "end")
        return lines.get(key) or lines.get(leaf.key.rpartition("-")[0]) or 1

    # ----------------------------------------------------------------------------------------------------- articles

    def articles(self, recovered: Sequence[Article]) -> tuple[Article, ...]:
        old, new = list(map(bare, recovered)), list(map(bare, self.manuscript.articles))
        if old == new:
            return tuple(recovered)
        same = {two: one for one, two in pairs(old, new)}
        for one, two in _others(old, new, same):
            same[two] = one
            self.tell("moved", self._article_line(two), "", recovered[one].heading)
        whole = set(same.values())
        rest = [article for at, article in enumerate(recovered) if at not in whole]
        mine = [article for at, article in enumerate(self.manuscript.articles) if at not in same]
        self._leaves(
            [leaf for one in rest for leaf in leaves_of(one)], [leaf for one in mine for leaf in leaves_of(one)]
        )
        used = taken_ids(recovered[one] for one in same.values())
        rebuilder = Rebuilder(rest, self.kept, used)
        made = dict(zip(map(id, mine), rebuilder.articles(mine), strict=True))
        self._reread(rest, mine, rebuilder)
        self.moved += rebuilder.moved(self.clean)
        return tuple(
            recovered[same[at]] if at in same else made[id(article)]
            for at, article in enumerate(self.manuscript.articles)
        )

    def _article_line(self, at: int) -> int:
        return self.manuscript.lines.get(self.manuscript.articles[at].id) or 1

    def _reread(self, rest: Sequence[Article], mine: Sequence[Article], rebuilder: Rebuilder) -> None:
        """Articles of which other things are said; and, whatever happens, that something differs."""
        for article, was, old, new in rebuilder.reread(mine):
            line = self.manuscript.lines.get(f"{article.id}-title") or self.manuscript.lines.get(article.id) or 1
            self.tell("reread", line, old, new, was)
        if all(one.how == "metadata" for one in self.differences):
            line = self.manuscript.lines.get(mine[0].id, 1) if mine else 1
            self.tell("reread", line, ", ".join(one.heading for one in rest), ", ".join(one.heading for one in mine))

    # ------------------------------------------------------------------------------------------------------- leaves

    def _leaves(self, old: Sequence[Leaf], new: Sequence[Leaf]) -> None:
        left, right = [leaf.text for leaf in old], [leaf.text for leaf in new]
        chain = pairs(left, right)
        same = {two: one for one, two in chain}
        for one, two in _others(left, right, same):
            same[two] = one
            was = _first(self.clean.spans(old[one]))
            self.tell("moved", self.line(new[two]), old[one].text, new[two].text, was)
        for two, one in same.items():
            self._same(old[one], new[two])
        gone = set(same.values())
        at = other = 0
        for one, two in [*chain, (len(old), len(new))]:
            between = [old[index] for index in range(at, one) if index not in gone]
            mine = [new[index] for index in range(other, two) if index not in same]
            _Gap(self, between, mine).compare()
            at, other = one + 1, two + 1

    def _same(self, old: Leaf, new: Leaf) -> None:
        exact = old.part == new.part and old.spans
        spans = old.spans if exact else joined(self.clean.spans(old))
        self.kept[new.key, new.part] = Kept(old, spans, whole=True)
        if (old.part, old.shape) != (new.part, new.shape):
            self.tell("reread", self.line(new), "", new.text, _first(spans))


def _others(left: Sequence[object], right: Sequence[object], same: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Members that are equal but stand in another order, first to first."""
    taken = set(same.values())
    free: dict[object, deque[int]] = defaultdict(deque)
    for at, member in enumerate(left):
        if at not in taken:
            free[member].append(at)
    for at, member in enumerate(right):
        if at not in same and free.get(member):
            yield free[member].popleft(), at


def _first(spans: Iterable[Span]) -> Span | None:
    return next(iter(spans), None)


class _Gap:
    """Leaves between two that are equal: compared by characters, across the ends of paragraphs."""

    def __init__(self, work: _Work, old: Sequence[Leaf], new: Sequence[Leaf]) -> None:
        self._work = work
        self._old, self._new = old, new
        self._left, self._right = "\n".join(leaf.text for leaf in old), "\n".join(leaf.text for leaf in new)
        self._starts, self._ends = _starts(old), _starts(new)
        self._spans: list[list[Span]] = [[] for _ in new]
        self._owner: list[Leaf | None] = [None for _ in new]
        self._held: set[str] = set()

    def compare(self) -> None:
        if not (self._old or self._new):
            return
        at = other = 0
        for left, right, length in [*runs_of(self._left, self._right), (len(self._left), len(self._right), 0)]:
            self._changed(at, left, other, right)
            self._equal(left, right, length)
            at, other = left + length, right + length
        for leaf, spans, owner in zip(self._new, self._spans, self._owner, strict=True):
            if owner:
                self._work.kept[leaf.key, leaf.part] = Kept(owner, joined(spans), whole=False)
        for leaf in self._old:
            if leaf.key not in self._held:
                self._work.moved += ((span, None) for span in self._work.clean.spans(leaf))

    def _equal(self, left: int, right: int, length: int) -> None:
        end = left + length
        while left < end:
            one, two = _at(self._starts, left), _at(self._ends, right)
            old, new = self._old[one], self._new[two]
            start, into = left - self._starts[one], right - self._ends[two]
            step = min(end - left, len(old.text) - start, len(new.text) - into)
            if step:
                self._give(two, old, self._work.clean.part(old, start, start + step))
            left, right = left + max(step, 1), right + max(step, 1)

    def _give(self, two: int, old: Leaf, spans: list[Span]) -> None:
        self._spans[two] += spans
        self._owner[two] = self._owner[two] or old
        self._held.add(old.key)

    def _changed(self, at: int, left: int, other: int, right: int) -> None:
        """Characters `at` to `left` became those from `other` to `right`."""
        old, new = self._left[at:left], self._right[other:right]
        if not (old or new):
            return
        gone = list(self._parts(at, left))
        spans = [span for _, found in gone for span in found]
        written = new.strip("\n")
        two = _at(self._ends, other + len(new) - len(new.lstrip("\n"))) if self._new else 0
        if written and spans:
            first, *spans = spans
            self._give(two, next(leaf for leaf, found in gone if found), [first])
            self._work.edits[first.source].append(Edit(first.start, self._work.clean.text(first), written))
            self._tell(other, old, new, first)
        else:
            where = self._insertion(two, left, other, right) if written else None
            if where:
                self._work.edits[where.source].append(Edit(where.start, "", written))
            self._tell(other, old, new, where or _first(spans))
        self._work.moved += ((span, None) for span in spans)

    def _parts(self, start: int, end: int) -> Iterator[tuple[Leaf, list[Span]]]:
        for leaf, begin in zip(self._old, self._starts, strict=True):
            if begin < end and start < begin + len(leaf.text):
                yield leaf, self._work.clean.part(leaf, max(0, start - begin), end - begin)

    def _insertion(self, two: int, left: int, other: int, right: int) -> Span | None:
        """Where an addition inside a leaf that was there stands; None for a leaf that is new."""
        if self._spans[two]:
            return self._spans[two][-1]._replace(start=self._spans[two][-1].end)
        if right < len(self._right) and self._right[right] != "\n" and left < len(self._left):
            one = _at(self._starts, left)
            start = left - self._starts[one]
            following = _first(self._work.clean.part(self._old[one], start, start + 1))
            return following._replace(end=following.start) if following and other < right else None
        return None

    def _tell(self, other: int, old: str, new: str, at: Span | None) -> None:
        how: How = "changed" if old and new else "added" if new else "removed"
        line = self._work.line(self._new[_at(self._ends, other)]) if self._new else self._line_before()
        self._work.tell(how, line, old, new, at)

    def _line_before(self) -> int:
        """Nothing stands here any more: the line of what was kept last."""
        return max((self._work.line(_named(key)) for key in self._work.kept), default=1)


def _named(key: tuple[str, str]) -> Leaf:
    return Leaf(key[0], key[1], "", ())


def _starts(leaves: Sequence[Leaf]) -> list[int]:
    starts, at = [], 0
    for leaf in leaves:
        starts.append(at)
        at += len(leaf.text) + 1
    return starts


def _at(starts: Sequence[int], offset: int) -> int:
    """The leaf in which an offset stands; the end of a line belongs to the leaf that it ends."""
    return max(0, bisect_right(starts, offset) - 1)
