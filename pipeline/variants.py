"""A publication in one Chinese script in, the same tree in another out: OpenCC's characters and the region's quotes.

A paragraph is converted whole, across the inlines that cut it, and its characters go back to their inlines. Ids and
spans stay. Code, text in other languages and link targets are not touched, nor is anything that is not Chinese.
OpenCC's dictionaries for the configurations used here keep the number of characters (1.4.2: all of them, every entry),
so a character stands where it stood; should lengths differ, both texts are aligned.

OpenCC is bare here: it takes 可是只有 for 可是隻有, and what it makes wants an editor's eye.
"""

from __future__ import annotations

import difflib
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, chain, islice

from pipeline import passages, quotes
from pipeline.errors import Finding
from pipeline.hanzi import HAN
from pipeline.ledger import Edit
from pipeline.model import Publication, Script
from pipeline.passages import Piece, Run

#: OpenCC configurations, one after the other, for a source and a target. Bare s2t is no region's usage: `zh-Hant`
#: takes Taiwan's forms, without its phrases.
_CONFIGS: Mapping[tuple[Script, Script], tuple[str, ...]] = {
    ("zh-Hans", "zh-Hant"): ("s2tw",),
    ("zh-Hans", "zh-Hant-TW"): ("s2tw",),
    ("zh-Hans", "zh-Hant-HK"): ("s2hk",),
    ("zh-Hant", "zh-Hans"): ("t2s",),
    ("zh-Hant-TW", "zh-Hans"): ("tw2s",),
    ("zh-Hant-HK", "zh-Hans"): ("hk2s",),
    ("zh-Hant", "zh-Hant-TW"): ("t2tw",),
    ("zh-Hant", "zh-Hant-HK"): ("t2hk",),
    ("zh-Hant-TW", "zh-Hant-HK"): ("tw2t", "t2hk"),
    ("zh-Hant-HK", "zh-Hant"): ("hk2t", "t2tw"),
    ("zh-Hant-HK", "zh-Hant-TW"): ("hk2t", "t2tw"),
}


class NodeEdits(Mapping[str, tuple[Edit, ...]]):
    """Node id → edits that lead from its text as set to that of the variant; worked out when asked for."""

    __slots__ = ("_texts",)

    def __init__(self, texts: Mapping[str, tuple[str, str]]) -> None:
        self._texts = texts

    def __getitem__(self, node: str) -> tuple[Edit, ...]:
        return edits_between(*self._texts[node])

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


@dataclass(frozen=True, slots=True)
class Variant:
    """`edits`: by node id, over that node's text in `Publication.as_set`; nodes that did not change are left out."""

    publication: Publication
    edits: Mapping[str, tuple[Edit, ...]]
    findings: tuple[Finding, ...] = ()


def vary(publication: Publication, target: Script) -> Variant:
    """The publication in another script, metadata and all; ids, spans, order and marks as they were."""
    source = publication.metadata.language
    if source == target:
        return Variant(publication, {})
    texts, findings = _converted(passages.gather(publication), source, target)
    made = passages.refill(publication, texts, target)
    pairs = zip(publication.as_set(), made.as_set(), strict=True)
    return Variant(made, NodeEdits({node: (old, new) for (node, old), (_, new) in pairs if old != new}), findings)


def convert_text(text: str, source: Script, target: Script) -> str:
    """A text in another script; a line is a paragraph. Nothing but characters and quotes changes."""
    runs = [Run((Piece(line),), "", 0) for line in text.split("\n")]
    return text if source == target else "\n".join(line for (line,) in _converted(runs, source, target)[0])


def detect_script(text: str) -> tuple[Script, float]:
    """zh-Hans or zh-Hant, and how sure (0.5–1): by characters that GB 2312 holds and Big5 does not, and the reverse."""
    counts = Counter(text)
    only_simplified, only_traditional = _one_script()
    simplified = sum(counts[char] for char in counts.keys() & only_simplified)
    traditional = sum(counts[char] for char in counts.keys() & only_traditional)
    sure = round((max(simplified, traditional) + 1) / (simplified + traditional + 2), 3)
    return ("zh-Hant" if traditional > simplified else "zh-Hans"), sure


@cache
def _one_script() -> tuple[frozenset[str], frozenset[str]]:
    low, high = range(0x40, 0x7F), range(0xA1, 0xFF)
    gb = _held("gb2312", range(0xB0, 0xF8), high)
    big5 = _held("big5", range(0xA4, 0xFA), (*low, *high))
    common = _held("big5", range(0xA4, 0xC7), (*low, *high))
    return frozenset(gb - big5 - {"着"}), frozenset(common - gb)  # 着 is Hong Kong's form too


def _held(codec: str, leads: Iterable[int], trails: Sequence[int]) -> set[str]:
    pairs = bytes(chain.from_iterable((lead, trail) for lead in leads for trail in trails))
    return set(re.findall(f"[{HAN}]", pairs.decode(codec, "ignore")))


def edits_between(old: str, new: str) -> tuple[Edit, ...]:
    """Edits that make `new` of `old`: neighbouring changed characters are one edit."""
    if old == new:
        return ()
    if len(old) != len(new):
        return _aligned(old, new)
    changed = [at for at, (before, after) in enumerate(zip(old, new, strict=True)) if before != after]
    edits: list[Edit] = []
    start = last = changed[0]
    for at in (*changed[1:], len(old) + 1):
        if at != last + 1:
            edits.append(Edit(start, old[start : last + 1], new[start : last + 1]))
            start = at
        last = at
    return tuple(edits)


_OTHER = re.compile(f"[^{HAN}]+")


def _aligned(old: str, new: str) -> tuple[Edit, ...]:
    """The same for texts of unequal length: marks and foreign words part both into stretches that answer each other."""
    if _OTHER.findall(old) != _OTHER.findall(new):
        return tuple(_matched(old, new, 0))
    edits: list[Edit] = []
    at = 0
    others = [*_OTHER.findall(old), ""]
    for before, after, other in zip(_OTHER.split(old), _OTHER.split(new), others, strict=True):
        edits += _edits_at(at, before, after) if len(before) == len(after) else _matched(before, after, at)
        at += len(before) + len(other)
    return tuple(edits)


def _edits_at(offset: int, old: str, new: str) -> list[Edit]:
    return [edit._replace(start=edit.start + offset) for edit in edits_between(old, new)]


def _matched(old: str, new: str, offset: int) -> Iterator[Edit]:
    for kind, start, end, other, last in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield Edit(offset + start, old[start:end], new[other:last])


# ---------------------------------------------------------------------------------------------------------- conversion


def _converted(
    runs: Sequence[Run], source: Script, target: Script
) -> tuple[list[tuple[str, ...]], tuple[Finding, ...]]:
    """The pieces of each run, converted, in the order given, and stray quotes; OpenCC is called once, over all."""
    *three, nul = _unused("".join(piece.text for run in runs for piece in run.pieces))
    signs = quotes.Signs(*three)
    order = sorted(range(len(runs)), key=lambda at: runs[at].flow)
    parts: list[str] = []
    flow = None
    for at in order:
        parts.append(signs.paragraph if runs[at].flow == flow else signs.flow)
        parts += (_shown(piece, signs.bar) for piece in runs[at].pieces)
        flow = runs[at].flow
    text = "".join(parts)
    quoted, strays = _quoted(text, signs, source, target)
    new = _characters(quoted, nul, _CONFIGS.get((source, target), ()))
    done, starts = _cut(runs, order, new, _Moved(quoted, new))
    owners = [runs[at].owner for at in order]
    return done, tuple(_stray(text, stray, starts, owners, signs) for stray in strays)


def _cut(runs: Sequence[Run], order: Sequence[int], new: str, where: _Moved) -> tuple[list[tuple[str, ...]], list[int]]:
    """The new text as the pieces of each run, and where each run began in the old one."""
    done: list[tuple[str, ...]] = [()] * len(runs)
    starts: list[int] = []
    offset = 0
    for at in order:
        starts.append(offset)
        offset += 1
        pieces: list[str] = []
        for piece in runs[at].pieces:
            start = offset + piece.apart
            offset = start + len(piece.text) + piece.apart
            pieces.append(new[where(start) : where(start + len(piece.text))] if piece.free else piece.text)
        done[at] = tuple(pieces)
    return done, starts


def _shown(piece: Piece, bar: str) -> str:
    text = piece.text if piece.free else bar * len(piece.text)
    return f"{bar}{text}{bar}" if piece.apart else text


def _unused(text: str) -> tuple[str, ...]:
    """Four noncharacters of Unicode that the text does not hold, or if it does, private-use characters."""
    signs = map(chr, chain(range(0xFDD0, 0xFDF0), range(0xF0000, 0xFFFFE)))
    return tuple(islice((sign for sign in signs if sign not in text), 4))


def _quoted(text: str, signs: quotes.Signs, source: Script, target: Script) -> tuple[str, list[int]]:
    if (source == "zh-Hans") == (target == "zh-Hans"):
        return text, []
    old, new = (quotes.CURLY, quotes.CORNER) if source == "zh-Hans" else (quotes.CORNER, quotes.CURLY)
    return quotes.restyle(text, old, new, signs)


def _stray(text: str, at: int, limits: Sequence[int], owners: Sequence[str], signs: quotes.Signs) -> Finding:
    run = bisect_right(limits, at) - 1
    end = limits[run + 1] if run + 1 < len(limits) else len(text)
    context = text[max(limits[run], at - 8) : min(end, at + 9)]
    for sign in signs:
        context = context.replace(sign, "")
    return Finding(
        "variants.unpaired-quote", None, {"mark": text[at], "context": context.replace("\n", " "), "node": owners[run]}
    )


def _characters(text: str, nul: str, configs: Iterable[str]) -> str:
    text = text.replace("\0", nul)  # OpenCC takes a NUL for the end
    for config in configs:
        text = _opencc(config)(text)
    return text.replace(nul, "\0")


@cache
def _opencc(config: str) -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC(config).convert
    return convert


class _Moved:
    """Where an offset of the old text stands in the new one: where it stood, as long as all configurations keep the
    number of characters; one with regional words must be aligned even where the sums are equal."""

    def __init__(self, old: str, new: str) -> None:
        self._edits = () if len(old) == len(new) else _aligned(old, new)
        self._starts = [edit.start for edit in self._edits]
        self._before = [0, *accumulate(len(edit.new) - len(edit.old) for edit in self._edits)]

    def __call__(self, offset: int) -> int:
        if not self._edits:
            return offset
        at = bisect_right(self._starts, offset) - 1
        if at >= 0 and offset < self._starts[at] + len(self._edits[at].old):
            inside = min(offset - self._starts[at], len(self._edits[at].new))
            return self._starts[at] + self._before[at] + inside
        return offset + self._before[at + 1]
