"""A table in, strips out: a plain grid, columns as wide as what they hold asks for, hairlines between the rows."""

from __future__ import annotations

import msgspec

from pipeline.backends.pdf.compose import Policy, compose
from pipeline.backends.pdf.strips import Item, Rule, Run, Setter, Strip, shifted
from pipeline.backends.pdf.units import Units
from pipeline.design import FontRole
from pipeline.model import Table

_PAD = 0.5
"""Em, on each side of a cell's text."""
_WEIGHT = 0.3
_WHOLE = 10
"""Rows: a table of so many is not parted."""


def table_strips(table: Table, setter: Setter) -> list[Strip]:
    """One strip a row; the head rows stay with the first row below them."""
    style = setter.style("table")
    strips: list[Strip] = []
    if table.caption:
        caption = setter.style("caption")
        made = setter.units(table.caption, caption.font)
        lines = setter.lines(made, caption, table.id)
        runs = [setter.run(made, line, caption, table.id, "caption") for line in lines]
        strips += setter.solid(runs, caption, (table.id,))
        if strips:
            strips[-1] = strips[-1]._replace(keep=True)
    fonts: list[FontRole] = ["hei" if n < table.header_rows else style.font for n in range(len(table.rows))]
    cells = [[setter.units(cell, font) for cell in row] for row, font in zip(table.rows, fonts, strict=True)]
    widths = _columns(cells, setter.width / style.size * 1000)
    if any(_deep(row, widths, setter) for row in cells):
        return strips + _linear(cells, setter, table.id, anchored=bool(strips))
    for number, row in enumerate(cells):
        strip = _row(row, widths, setter, table.id, top=number == 0)
        keep = number < table.header_rows or (len(cells) <= _WHOLE and number < len(cells) - 1)
        strips.append(strip._replace(keep=keep, anchors=(table.id,) if not strips else ()))
    if strips:
        strips[-1] = strips[-1]._replace(tail=0.5, snapped=True)
    return strips


def _columns(cells: list[list[Units]], room: float) -> list[float]:
    """Widths in 1/1000 em: what each column's widest cell asks for, cut down evenly where that is too much."""
    count = max((len(row) for row in cells), default=0)
    if not count:
        return []
    asked = [max((row[n].width for row in cells if n < len(row)), default=0) + 2000 * _PAD for n in range(count)]
    if sum(asked) <= room:
        spare = (room - sum(asked)) / count
        return [width + spare for width in asked]
    fair = room / count
    narrow = sum(width for width in asked if width <= fair)
    wide = sum(width for width in asked if width > fair)
    if fair < 2000:
        return [fair] * count
    return [width if width <= fair else max(2000.0, width * (room - narrow) / wide) for width in asked]


def _deep(row: list[Units], widths: list[float], setter: Setter) -> bool:
    """Whether a row would be higher than a column."""
    lines = max(
        (made.width / max(1000.0, width - 2000 * _PAD) for made, width in zip(row, widths, strict=False)), default=0
    )
    return lines * 1.2 > setter.design.page.lines - 4


def _linear(cells: list[list[Units]], setter: Setter, node: str, *, anchored: bool) -> list[Strip]:
    """A table that no page can hold, cell after cell as paragraphs."""
    style = setter.style("table")
    strips: list[Strip] = []
    for row in cells:
        for made in row:
            runs = [setter.run(made, line, style, node, "table") for line in setter.lines(made, style, node)]
            strips += setter.paragraph(runs, style, () if strips or anchored else (node,))
    return strips


def _row(row: list[Units], widths: list[float], setter: Setter, node: str, *, top: bool) -> Strip:
    style = msgspec.structs.replace(setter.style("table"), left=0, right=0, indent=0)
    items: list[Item] = []
    x = deepest = 0.0
    for made, width in zip(row, widths, strict=False):
        measure = max(1000.0, width - 2000 * _PAD)
        lines = compose(made, measure, Policy(justify=False))
        for n, line in enumerate(lines):
            run = Run(0, 0, made, line, style.size, style.color, node, "table")
            y = n * setter.pitch * 0.9 + 0.88 * setter.body_size
            items.append(shifted(run, (x + 1000 * _PAD + line.indent) * style.size / 1000, y))
        deepest = max(deepest, len(lines) * 0.9)
        x += width
    foot = deepest * setter.pitch + 0.12 * setter.pitch - 0.25 * (setter.pitch - setter.body_size)
    right = sum(widths) * style.size / 1000
    items.append(Rule(0, foot, right, foot, _WEIGHT, "rule"))
    if top:
        above = -0.4 * (setter.pitch - setter.body_size)
        items.append(Rule(0, above, right, above, 2 * _WEIGHT, "rule"))
    return Strip(items=tuple(items), body=max(1.0, deepest + 0.25), may_break=True)
