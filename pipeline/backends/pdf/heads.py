"""Titles in, balanced lines out: turned at the sense, lines of like length, never one character alone.

(clreq, "Headings"; CY/T 154 leaves the place of the turn to the editor: after a comma or a space, not inside a word.)
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace

from pipeline.backends.pdf.compose import Line, Policy, compose
from pipeline.backends.pdf.strips import Setter, Strip
from pipeline.backends.pdf.units import Units
from pipeline.model import Article, Inlines, Kind, Text, number_gap, plain

_LONGEST = 240
"""Characters: beyond this a title is set like text."""
_BETWEEN = 0.4
"""Rows between the parts of a head."""
_SPACED = {2: 1000, 3: 400}
_PARTICLES = "的、"
_CONJUNCTIONS = "与與和及暨或"
_NEVER_FIRST = "的了着过们之者"
#: Texts whose chapters have a number that stands on a line of its own (第一回).
_NUMBER_ALONE: tuple[Kind, ...] = ("novel", "classic", "essay", "play", "plain", "verse")


def balanced(made: Units, measure: float) -> tuple[Line, ...]:
    """Lines of a title, as few as go, then as equal as the sense lets them be; measure in 1/1000 em."""
    if len(made.text) > _LONGEST or not made.text:
        return compose(made, measure, Policy(justify=False, hyphenate=False))
    starts = [0, *(at + 1 for at, letter in enumerate(made.classes[:-1]) if letter == "B")]
    lines: list[Line] = []
    for start, end in zip(starts, [*starts[1:], len(made.text)], strict=True):
        cuts = _cuts(made, start, end, measure)
        lines += [_line(made, *span) for span in zip([start, *cuts], [*cuts, end], strict=True)]
    if any(line.width > measure + 0.5 for line in lines):
        return compose(made, measure, Policy(justify=False, hyphenate=False))
    return tuple(lines)


def _line(made: Units, start: int, end: int) -> Line:
    """One line as it falls, without trailing blanks."""
    (line,) = compose(_slice(made, start, end), 1e9, Policy(justify=False))
    return line._replace(start=start, end=end, adjustments=tuple((at + start, d) for at, d in line.adjustments))


def _slice(made: Units, start: int, end: int) -> Units:
    """A part of a paragraph as a paragraph of its own, for measuring."""
    base = made.origins[start]
    gaps = {at - start: gap for at, gap in made.gaps.items() if start < at <= end}
    return replace(
        made,
        text=made.text[start:end],
        classes=made.classes[start:end],
        origins=array("q", (origin - base for origin in made.origins[start : end + 1])),
        kinds=made.kinds[start:end],
        breaks=made.breaks[start:end],
        gapped=tuple(sorted(at for at in gaps if at < end - start)),
        gaps=gaps,
    )


def _cuts(made: Units, start: int, end: int, measure: float) -> tuple[int, ...]:
    """Where lines begin, but for the first: the cheapest way to the fewest lines."""
    total = made.origins[end] - made.origins[start]
    if total <= measure:
        return ()
    places = [at for at in range(start + 1, end) if made.breaks[at]]
    for count in range(max(2, -int(-total // measure)), len(places) + 2):
        if found := _cheapest(made, (start, end), places, count, measure):
            return found
    return ()


def _cheapest(
    made: Units, span: tuple[int, int], places: Sequence[int], count: int, measure: float
) -> tuple[int, ...] | None:
    start, end = span
    target = (made.origins[end] - made.origins[start]) / count
    best: dict[int, tuple[float, tuple[int, ...]]] = {start: (0.0, ())}
    for number in range(1, count + 1):
        reached: dict[int, tuple[float, tuple[int, ...]]] = {}
        for at in [end] if number == count else places:
            turn = 0.0 if at == end else _turn(made, at)
            for before, (cost, cuts) in best.items():
                width = made.origins[at] - made.origins[before]
                if before >= at or width > measure:
                    continue
                now = cost + ((width - target) / 1000) ** 2 + turn
                if at not in reached or now < reached[at][0]:
                    reached[at] = (now, cuts if at == end else (*cuts, at))
        best = reached
    return best[end][1] if end in best else None


def forced(made: Units, lines: Sequence[Line]) -> float:
    """How much a title's turns go against its sense: 0 where every line ends at a comma, a particle or the like."""
    return sum(max(0.0, _turn(made, line.start)) for line in lines[1:])


def _turn(made: Units, at: int) -> float:
    """What it costs to turn the line before character `at`."""
    before, after = made.text[at - 1], made.text[at]
    letter = made.classes[at - 1]
    if letter in "XIW" or letter in "PpSE":
        return -12
    if letter == "C" or made.classes[at] == "O":
        return -3
    if after in _NEVER_FIRST:
        return 20
    if before in _PARTICLES or after in _CONJUNCTIONS:
        return -4
    if before.isdigit() or made.classes[at] in "DTL9":
        return 8
    return 3


def head(article: Article, setter: Setter, kind: Kind) -> list[Strip]:
    """Kicker, number, title, subtitle, byline and dateline, in the order in which they are read.

    A title that stands in one of several columns is set a degree smaller than one that stands across them.
    """
    parts: list[tuple[str, str, Inlines]] = []
    level = min(article.level + (setter.width < 0.9 * setter.design.type_width), 4)
    if article.kicker:
        parts.append((f"{article.id}-kicker", "kicker", article.kicker.inlines))
    parts += _title(article, f"title-{level}", kind)
    if article.subtitle:
        parts.append((f"{article.id}-subtitle", "subtitle", article.subtitle.inlines))
    if article.byline and article.byline.text:
        parts.append((f"{article.id}-byline", "byline", (Text(article.byline.text),)))
    if article.dateline and article.dateline.own_line:
        parts.append((f"{article.id}-dateline", "dateline", (Text(article.dateline.text),)))
    return _joined([strip for node, role, inlines in parts for strip in title_strips(inlines, setter, node, role)])


def _joined(strips: list[Strip]) -> list[Strip]:
    """The parts of a head stand close together; what blank they ask for stands above the first and below the last."""
    last = len(strips) - 1
    above, below = (max((getattr(strip, side) for strip in strips), default=0.0) for side in ("lead", "tail"))
    return [
        strip._replace(
            lead=above if n == 0 else 0,
            tail=below if n == last else _BETWEEN,
            snapped=n == last,
            may_break=n == 0,
            keep=True,
        )
        for n, strip in enumerate(strips)
    ]


def _title(article: Article, role: str, kind: Kind) -> list[tuple[str, str, Inlines]]:
    node, number = f"{article.id}-title", article.number
    title = article.title.inlines if article.title else ()
    if not number:
        return [(node, role, title)] if title else []
    if not title:
        return [(node, role, (Text(number),))]
    if kind in _NUMBER_ALONE and article.level <= 2 and number[-1] not in "、．.）)：:":
        return [(node, "number", (Text(number),)), (node, role, title)]
    return [(node, role, (Text(number + number_gap(number, plain(title))), *title))]


def title_strips(inlines: Inlines, setter: Setter, node: str, role: str) -> list[Strip]:
    """A heading of any level, in one piece unless it is absurdly long; centred ones keep off the edges."""
    style = setter.style(role)
    made = setter.units(inlines, style.font)
    measure = setter.measure(style)
    if style.align == "center":
        wide = measure if setter.width < 25 * setter.body_size else 0.86 * measure
        lines = balanced(made, max(1000.0, wide))
    else:
        lines = setter.lines(made, style, node, hang=style.indent)
    runs = [setter.run(made, spaced(made, line), style, node, role)._replace(measure=0) for line in lines]
    return setter.solid(runs, style, (node,))


def spaced(made: Units, line: Line) -> Line:
    """A heading of two or three Han characters is spaced out (目　录)."""
    classes = made.classes
    if len(classes) not in _SPACED or classes.strip("H"):
        return line
    gap = _SPACED[len(classes)]
    return line._replace(stretch=gap, width=line.width + gap * (len(classes) - 1))
