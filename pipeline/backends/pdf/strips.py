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
from pipeline.errors import Finding, Value
from pipeline.model import Inlines

#: Rows that a snapped strip may be too high: its blanks give that much.
_TOLERANCE = 0.3
_REPORTED = {"loose": "pdf.loose-line", "split": "pdf.split-line", "over": "pdf.over-line"}
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
    measure: float = 0
    """Of the column that lines of this text fill, 1/1000 em of `size`; 0 for text that is not filled."""


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
    parts: bool = False
    """Only parts its neighbours: left out at the top of a column, or of a page."""
    crown: tuple[Item, ...] = ()
    """What is drawn with it at the top of a column alone."""
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

    def lines(
        self, made: Units, style: RoleStyle, node: str, *, indent: float | None = None, hang: float = 0
    ) -> tuple[Line, ...]:
        """`indent` and `hang` in em; the role's indent unless given."""
        measure = self.measure(style)
        lines = compose(made, measure, self.policy(style, indent=indent, hang=hang))
        told = [line for line in lines if line.status in _REPORTED]
        for status in dict.fromkeys(line.status for line in told):
            first, *rest = [line for line in told if line.status == status]
            text = made.text[first.start : min(first.end, first.start + 40)]
            facts: dict[str, Value] = {"node": node, "text": text, "count": 1 + len(rest)}
            self.findings.append(Finding(_REPORTED[status], values=facts))
        return lines

    def policy(self, style: RoleStyle, *, indent: float | None = None, hang: float = 0) -> Policy:
        """How lines of a role are composed; `indent` and `hang` in em, the role's indent unless given."""
        tokens = self.design.composition
        return Policy(
            indent=1000 * (style.indent if indent is None else indent),
            hang=1000 * hang,
            justify=style.align == "justify",
            even=1000 * tokens.even,
            push_in=tokens.policy == "push-in",
            hanging=tokens.hanging,
            trim_first=tokens.paragraph_bracket == "trim",
            hyphenate=tokens.hyphenate,
        )

    def measure(self, style: RoleStyle) -> float:
        """Of a role's lines, 1/1000 em of its size; never less than one em."""
        return max(1000.0, 1000 * (self.width / style.size - style.left - style.right))

    def run(self, made: Units, line: Line, style: RoleStyle, node: str, role: str) -> Run:
        """A line at its place in the column, aligned as its role says, on the baseline of the first row."""
        x = style.left * style.size + line.indent * style.size / 1000
        spare = (self.measure(style) - line.indent - line.width) * style.size / 1000
        if style.align == "center":
            x += spare / 2
        elif style.align == "right":
            x += spare
        filled = self.measure(style) if style.align == "justify" else 0
        return Run(x, BASELINE * self.body_size, made, line, style.size, style.color, node, role, filled)

    def solid(self, runs: list[Run], style: RoleStyle, anchors: tuple[str, ...]) -> list[Strip]:
        """Lines that stay together, `style.pitch` apart: headings, captions. One strip, or several where one would be
        higher than half a column."""
        pitch, size = style.pitch or self.pitch, style.size
        # Small type stands on the baselines of the text.
        small = not style.pitch and size <= self.body_size
        base, leading = BASELINE * (self.body_size if small else size), self.pitch - self.body_size
        most = max(1, int(self.design.page.lines * self.pitch / pitch / 2))
        parts = [runs[at : at + most] for at in range(0, len(runs), most)]
        strips = []
        for number, part in enumerate(parts):
            last = number == len(parts) - 1
            height = len(part) * pitch if small or not last else (len(part) - 1) * pitch + size + leading
            strips.append(
                Strip(
                    items=tuple(run._replace(y=n * pitch + base) for n, run in enumerate(part)),
                    body=height / self.pitch,
                    lead=0 if number else style.before,
                    tail=style.after if last else 0,
                    snapped=last,
                    keep=style.keep_with_next and last,
                    anchors=() if number else anchors,
                )
            )
        return strips

    def paragraph(self, lines: list[Run], style: RoleStyle, anchors: tuple[str, ...]) -> list[Strip]:
        """A strip a line, with two lines at least on each side of a column break (孤行)."""
        count = len(lines)
        last = count - 1
        if not style.before and not style.after:
            return [
                Strip(
                    items=(run,),
                    may_break=n == 0 or n not in (1, last),
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
                may_break=n == 0 or n not in (1, last),
                anchors=anchors if n == 0 else (),
            )
            for n, run in enumerate(lines)
        ]


def rows_taken(strip: Strip, cursor: float, before: Strip | None) -> tuple[float, float]:
    """(blank before its items, where the next strip begins), in rows, for a strip placed at `cursor`, below another or
    at the top of a column. Of two blanks that meet the larger counts."""
    at_top = before is None
    if strip.parts and at_top:
        return 0, cursor
    lead = max(0.0, strip.lead - (before.tail if before else 0)) if strip.sunk or not at_top else 0
    end = cursor + lead + strip.body + strip.tail
    if not strip.snapped:
        return lead, end
    snapped = math.ceil(end - _TOLERANCE)
    blank = strip.lead + strip.tail
    share = strip.lead / blank if blank else 0.5
    return max(0.0, lead + (snapped - end) * share) if lead or not at_top else 0, snapped
