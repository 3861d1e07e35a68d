"""Parts in, findings out: damage to lines and paragraphs of which nothing in the text proves how to mend it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise

from pipeline.errors import Finding, Place, Value
from pipeline.hanzi import BLANKS, HAN
from pipeline.structure.parts import Part
from pipeline.structure.tears import breaks_off
from pipeline.structure.units import ends_sentence, join_text

#: What most paragraphs end with.
_WHOLE = frozenset("。！？…”」』：）")
_FIGURE = re.compile("[0-9]")
#: Longest run of words before a figure of such a table.
_NAME = 14
# 北京晴－9℃／0℃合肥多云4℃／10℃…: words and figures by turns and no mark between them.
_FLATTENED = re.compile(
    f"(?:[{HAN}]{{2,12}}[{BLANKS}]?[-－]?\\d[\\d.,:%％℃°/／~—～{BLANKS}－-]{{0,20}}[℃%％\\d][{BLANKS}]?){{4,}}"
)


def remarks(text: str, parts: Sequence[Part], place: Callable[[int], Place]) -> Iterator[Finding]:
    """`place`: where a clean offset stands in the raw text."""
    labels = [part.label for part in parts]
    for part, after in zip(parts, [*labels[1:], None], strict=bool(parts)):
        if part.label != "para":
            continue
        end = part.pieces[-1][1]
        # An old print has no marks that could be missed.
        torn = not part.unit.printed and text[end - 1] not in _WHOLE and after not in ("item", "row", "verse", "code")
        if torn and breaks_off(join_text(text, part.pieces)):
            yield Finding("structure.breaks-off", place(end - 1), {"sample": text[max(0, end - 16) : end]})
        for start, stop in part.pieces:
            figure = _FIGURE.search(text, start, stop)
            if figure and (found := _FLATTENED.search(text, max(start, figure.start() - _NAME), stop)):
                yield Finding("structure.flattened-table", place(found.start()), {"sample": found[0][:24]})
    yield from _cells(text, parts, place)
    if doubtful := list(_doubtful_breaks(text, parts)):
        at = doubtful[0]
        facts: dict[str, Value] = {"count": len(doubtful), "sample": text[max(0, at - 12) : at]}
        yield Finding("structure.doubtful-breaks", place(at - 1), facts)


def _cells(text: str, parts: Sequence[Part], place: Callable[[int], Place]) -> Iterator[Finding]:
    for shape, group in groupby(parts, lambda part: part.unit.shape):
        if shape == "cell":
            cells = list(group)
            start, end = cells[0].pieces[0]
            yield Finding("structure.cells", place(start), {"count": len(cells), "sample": text[start:end]})


def _doubtful_breaks(text: str, parts: Sequence[Part]) -> Iterator[int]:
    """Where a full line ends with its sentence, in a wrapped text that sets off its paragraphs neither by an indent nor
    by blank lines."""
    for part, after in zip(parts, [*parts[1:], None], strict=bool(parts)):
        if part.label != "para" or not part.unit.joined or part.unit.indent >= 1 or (after and after.unit.blank):
            continue
        for (start, end), (following, _) in pairwise(part.pieces):
            if "\n" in text[end:following] and ends_sentence(text[start:end]):
                yield end
