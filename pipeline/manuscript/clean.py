"""Where leaves stand in the clean texts: a range of a leaf's characters in, ranges of clean characters out; and the
claims on those texts when an editor has moved or dropped some of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pipeline.errors import Place
from pipeline.ledger import Claim, RawMap
from pipeline.manuscript.align import runs_of
from pipeline.manuscript.leaves import Leaf
from pipeline.model import Span
from pipeline.read import Source
from pipeline.structure import Structured

#: The rule of every change and claim that an editor makes.
EDITOR = "editor"
_LINE_END = re.compile(r"\r\n?|\n")
_HELD = ("text", "mark", "field")


class Clean:
    """The clean texts of a publication's sources, and which node claims what of them."""

    def __init__(self, sources: Sequence[Source], structured: Sequence[Structured]) -> None:
        self._texts = [one.ledger.text for one in structured]
        self._sources = sources
        self._structured = structured
        self._raw: dict[int, RawMap] = {}
        self._lines: dict[int, list[int]] = {}
        self._places: dict[str, tuple[list[int], int]] = {}
        self._claimed: dict[str, list[Span]] = defaultdict(list)
        for index, one in enumerate(structured):
            for claim in one.claims:
                if claim.node and claim.kind in _HELD:
                    self._claimed[claim.node].append(Span(index, claim.start, claim.end))

    def text(self, span: Span) -> str:
        return self._texts[span.source][span.start : span.end]

    def spans(self, leaf: Leaf) -> list[Span]:
        """All clean characters that a leaf of the recovered tree holds, with marks that are not set."""
        claimed = self._claimed.get(leaf.key, [])
        return claimed or list(leaf.spans)

    def part(self, leaf: Leaf, start: int, end: int) -> list[Span]:
        """The clean ranges behind characters `start` to `end` of a leaf's text."""
        offsets, source = self._offsets(leaf)
        found: list[Span] = []
        for at in offsets[start:end]:
            if at < 0:
                continue
            if found and found[-1].end == at:
                found[-1] = found[-1]._replace(end=at + 1)
            else:
                found.append(Span(source, at, at + 1))
        return found

    def place(self, span: Span) -> Place:
        """Line and column of the raw file for the start of a span."""
        if span.source not in self._raw:
            self._raw[span.source] = RawMap(self._structured[span.source].ledger)
            text = self._sources[span.source].text
            self._lines[span.source] = [0, *(end.end() for end in _LINE_END.finditer(text))]
        at, _ = self._raw[span.source](span.start, max(span.end, span.start + 1))
        starts = self._lines[span.source]
        line = bisect_right(starts, at)
        return Place(self._sources[span.source].name, line, at - starts[line - 1] + 1)

    def _offsets(self, leaf: Leaf) -> tuple[list[int], int]:
        """The clean offset of each character of a leaf's text, -1 for one that stands nowhere; and their source."""
        if leaf.key in self._places and leaf.part != "end":
            return self._places[leaf.key]
        spans = list(leaf.spans)
        if "".join(map(self.text, spans)) != leaf.text:
            spans = self.spans(leaf)
        standing = [at for span in spans for at in range(span.start, span.end)]
        text = "".join(map(self.text, spans))
        offsets = standing
        if text != leaf.text:
            offsets = [-1] * len(leaf.text)
            for run in runs_of(leaf.text, text):
                offsets[run.left : run.left + run.length] = standing[run.right : run.right + run.length]
        self._places[leaf.key] = offsets, spans[0].source if spans else 0
        return self._places[leaf.key]


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in their order, those that touch made one."""
    done: list[Span] = []
    for span in spans:
        if done and done[-1].source == span.source and done[-1].end == span.start:
            done[-1] = done[-1]._replace(end=span.end)
        else:
            done.append(span)
    return tuple(done)


def reclaimed(claims: Sequence[Claim], moved: Sequence[tuple[int, int, str | None]]) -> Iterator[Claim]:
    """Claims that tile a text, with ranges given to another node, or dropped by the editor (node None). Ranges ascend
    and do not overlap; what no node held stays as it was."""
    ranges = iter(moved)
    start, end, node = next(ranges, (0, 0, None))
    for claim in claims:
        at = claim.start
        while at < claim.end:
            while end <= at and (following := next(ranges, None)):
                start, end, node = following
            inside = start <= at < end
            stop = min(claim.end, end if inside else start if start > at else claim.end)
            piece = claim._replace(start=at, end=stop)
            if inside and claim.kind in (*_HELD, "join"):
                piece = piece._replace(node=node) if node else Claim("dropped", EDITOR, at, stop)
            yield piece
            at = stop
