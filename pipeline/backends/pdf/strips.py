"""What the page maker moves about: strips of set matter, and what stands on them.

A strip is what a column break never parts: a line of text, a heading, a caption. Its heights are in rows of the page's
grid, the places of its items in points: x from the left of the column, y down from the top of its first line's frame.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.backends.pdf.compose import Line, Policy, compose
from pipeline.backends.pdf.sorts import Case
from pipeline.backends.pdf.units import Units, units
from pipeline.design import Design, FontRole, RoleStyle
from pipeline.errors import Finding
from pipeline.model import Inlines

#: Where the baseline runs in the frame of a Han character, em from its top.
BASELINE = 0.88


class Run(NamedTuple):
    """A line of text at its place. `node` and `role` say what it is of, for whoever tags it."""

    x: float
    y: float
    """Of the baseline."""
    units: Units
    line: Line
    size: float
    color: str
    node: str
    role: str


class Rule(NamedTuple):
    """A line drawn from one point to another, `weight` points thick; never part of the text."""

    x0: float
    y0: float
    x1: float
    y1: float
    weight: float
    color: str


class Picture(NamedTuple):
    name: str
    x: float
    y: float
    """Of its top."""
    width: float
    height: float
    node: str
    alt: str


Item = Run | Rule | Picture


def shifted(item: Item, x: float, y: float) -> Item:
    if isinstance(item, Rule):
        return item._replace(x0=item.x0 + x, y0=item.y0 + y, x1=item.x1 + x, y1=item.y1 + y)
    return item._replace(x=item.x + x, y=item.y + y)


class Strip(NamedTuple):
    """`lead` and `tail` are blank rows before and after, which a column's top and foot swallow; `sunk` keeps the lead
    there. A strip that is `snapped` ends on the grid: what it lacks is added to its blanks."""

    items: tuple[Item, ...]
    body: float = 1
    lead: float = 0
    tail: float = 0
    snapped: bool = False
    sunk: bool = False
    may_break: bool = True
    """Whether a column may begin with this strip."""
    keep: bool = False
    """Stands with the strip after it."""
    anchors: tuple[str, ...] = ()
    """Ids of the nodes that begin here."""


@dataclass(slots=True)
class Setter:
    """Sets text in one column width: the design, the faces, and the findings made on the way."""

    design: Design
    case: Case
    width: float
    findings: list[Finding]
    """Points."""

    @property
    def pitch(self) -> float:
        return self.design.page.pitch

    @property
    def body_size(self) -> float:
        return self.design.roles["body"].size

    def style(self, role: str) -> RoleStyle:
        return self.design.role(role)

    def units(self, inlines: Inlines, role: FontRole) -> Units:
        return units(inlines, role, self.case)

    def lines(self, made: Units, style: RoleStyle, node: str, *, indent: float | None = None, hang: float = 0) -> tuple[Line, ...]:
        """`indent` and `hang` in em; the role's indent unless given."""
        measure = self.measure(style)
        policy = Policy(
            indent=1000 * (style.indent if indent is None else indent),
            hang=1000 * hang,
            justify=style.align == "justify",
        )
        (lines, *_) = compose(made, measure, policy)
        for line in lines:
            if line.status not in ("fit", "last"):
                text = made.text[line.start : line.end]
                self.findings.append(Finding(f"pdf.{line.status}-line", values={"node": node, "text": text[:40]}))
        return lines

    def measure(self, style: RoleStyle) -> float:
        """Of a role's lines, 1/1000 em of its size; never less than one em."""
        return max(1000.0, 1000 * (self.width / style.size - style.left - style.right))

    def run(self, made: Units, line: Line, style: RoleStyle, node: str, role: str, y: float = 0) -> Run:
        """A line at its place in the column, aligned as its role says; `y` is the top of its frame."""
        x = style.left * style.size + line.indent * style.size / 1000
        spare = (self.measure(style) - line.indent - line.width) * style.size / 1000
        if style.align == "center":
            x += spare / 2
        elif style.align == "right":
            x += spare
        return Run(x, y + BASELINE * self.body_size, made, line, style.size, style.color, node, role)

    def solid(self, runs: list[Run], style: RoleStyle, anchors: tuple[str, ...], *, extra: tuple[Item, ...] = ()) -> Strip:
        """A strip of lines that stay together, `style.pitch` apart: headings, titles."""
        pitch = style.pitch or self.pitch
        size = style.size
        placed = tuple(run._replace(y=n * pitch + BASELINE * size) for n, run in enumerate(runs))
        height = (len(runs) - 1) * pitch + size + self.pitch - self.body_size
        if not style.pitch and size <= self.body_size:
            # Small type stands on the baselines of the text.
            placed = tuple(run._replace(y=n * pitch + BASELINE * self.body_size) for n, run in enumerate(runs))
            height = len(runs) * pitch
        return Strip(
            items=(*placed, *extra),
            body=height / self.pitch,
            lead=style.before,
            tail=style.after,
            snapped=True,
            keep=style.keep_with_next,
            anchors=anchors,
        )

    def paragraph(self, lines: list[Run], style: RoleStyle, anchors: tuple[str, ...]) -> list[Strip]:
        """A strip a line, with two lines at least on each side of a column break (孤行)."""
        count = len(lines)
        last = count - 1
        if not style.before and not style.after:
            return [
                Strip(
                    items=(run,),
                    may_break=n == 0 or (n != 1 and n != last),
                    anchors=anchors if n == 0 else (),
                )
                for n, run in enumerate(lines)
            ]
        return [
            Strip(
                items=(run,),
                lead=style.before if n == 0 else 0,
                tail=style.after if n == last else 0,
                snapped=n == last,
                may_break=n == 0 or (n != 1 and n != last),
                anchors=anchors if n == 0 else (),
            )
            for n, run in enumerate(lines)
        ]


def rows_taken(strip: Strip, cursor: float, *, at_top: bool) -> tuple[float, float]:
    """(blank before its items, where the next strip begins), in rows, for a strip placed at `cursor`."""
    lead = strip.lead if strip.sunk or not at_top else 0
    end = cursor + lead + strip.body + strip.tail
    if not strip.snapped:
        return lead, end
    snapped = math.ceil(end - 1e-6)
    blank = strip.lead + strip.tail
    share = strip.lead / blank if blank else 0.5
    return lead + ((snapped - end) * share if lead or not at_top else 0), snapped
