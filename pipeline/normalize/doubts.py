"""What a clean text shows to be missing and no rule may supply: gaps, placeholders, marks with nothing between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from re import Match

from pipeline.errors import Finding, Place, Value
from pipeline.hanzi import BLANKS, CLOSING, is_han
from pipeline.ledger import Ledger, RawMap
from pipeline.normalize.composed import IN_PARTS
from pipeline.normalize.repairs import GAP

_BOXES = re.compile("[囗〓�□][囗〓�□]*")
_NO_WORDS = re.compile("[，、；：“‘「『《〈【（][，。、；：！？”’」』》〉】）]")
_AFTER_STOP = re.compile("。[，、；：]")
_ENCLOSING = ("“”", "‘’", "「」", "『』", "《》", "〈〉", "【】", "（）")
#: Up to so many places of one kind are told one by one; of more, the first and their number.
_MOST = 5


def doubts(ledger: Ledger, name: str) -> Iterator[Finding]:
    """Findings on the settled text of the source `name`."""
    for number, made in enumerate(ledger.passes):
        if made.rule == GAP:
            closed = Ledger(ledger.raw, "", ledger.passes[:number])
            spans = [(edit.start, edit.start + len(edit.old)) for edit in made.edits]
            yield from _told("normalize.gap", name, closed, spans)
    text = ledger.text
    bare = [match.span() for match in _NO_WORDS.finditer(text) if _is_bare(text, match.start())]
    bare += (match.span() for match in _AFTER_STOP.finditer(text))
    yield from _told(
        "normalize.placeholder", name, ledger, [found.span() for found in _BOXES.finditer(text) if _stands_for(found)]
    )
    yield from _told("normalize.missing-text", name, ledger, sorted(bare))
    yield from _told("normalize.in-parts", name, ledger, [found.span() for found in IN_PARTS.finditer(text)])


def _stands_for(box: Match[str]) -> bool:
    """Whether 囗 or □ is for a character that could not be written: not where □ is a box to be ticked (男□ 女□)."""
    text, (start, end) = box.string, box.span()
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    return bool(box[0].strip("□")) or (
        before not in ("", "\n") and before not in BLANKS and bool(after) and is_han(after)
    )


def _is_bare(text: str, at: int) -> bool:
    """Whether two marks stand around nothing: 杯上携着“”三个字, 他说，。 But “，” names a mark, ，，， is a manner of
    writing, and f（） a function."""
    pair, before, after = text[at : at + 2], text[at - 1 : at] if at else "", text[at + 2 : at + 3]
    if pair in _ENCLOSING:
        return pair != "（）" or (bool(before) and is_han(before))
    if pair[1] in CLOSING or (after and after in "，。、；：！？"):
        return False
    if pair[0] in "，、；：":
        return not before or before not in "，、；："
    return pair[1] not in "！？" and not (after and after in CLOSING)


def _told(told: str, name: str, ledger: Ledger, spans: Sequence[tuple[int, int]]) -> Iterator[Finding]:
    """`spans`: offsets of the text after the last pass of `ledger`."""
    to_raw = RawMap(ledger)
    for start, end in spans if len(spans) <= _MOST else spans[:1]:
        first, last = to_raw(start, end)
        values: dict[str, Value] = {"sample": _sample(ledger.raw, first, last), "count": len(spans)}
        yield Finding(told, Place.of(name, ledger.raw, first), values)


def _sample(text: str, start: int, end: int) -> str:
    """What stands around a range, in its line."""
    before = text[max(0, start - 8) : start].rpartition("\n")[2]
    return (before + text[start:end] + text[end : end + 8].partition("\n")[0]).strip(BLANKS + "\r")
