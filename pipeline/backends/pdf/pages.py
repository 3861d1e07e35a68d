"""Strips in, sheets out: columns on the baseline grid, filled in order, the last ones of a newspaper balanced.

A publication is set as one or more sections; each begins a page, or stands below the one before. A section may have a
head that goes across all columns; below it, and on the pages after, its strips run down the columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.backends.pdf.strips import Item, Rule, Strip, rows_taken, shifted
from pipeline.design import Design

#: Rows of text that must find room below a head.
_ROOM = 5


@dataclass(slots=True)
class Section:
    """Strips that fill columns together, below a head that stands across all of them."""

    strips: list[Strip]
    head: list[Strip] = field(default_factory=list)
    articles: dict[int, str] = field(default_factory=dict)
    """Strip → the article that begins with it; -1 for the head."""
    below: bool = False
    """May stand on the page of the section before, below it."""


@dataclass(slots=True)
class Sheet:
    """One page. Items are placed in points from its upper left corner; furniture is no part of the text."""

    items: list[Item] = field(default_factory=list)
    furniture: list[Item] = field(default_factory=list)
    anchors: list[tuple[str, float]] = field(default_factory=list)
    """Nodes that begin here, and how far down."""
    links: list[tuple[float, float, float, float, str]] = field(default_factory=list)
    """x, top, width, height and the node to go to."""
    article: str | None = None
    """The article that goes on, or begins, at the top."""
    opening: bool = False
    """Whether a section begins here."""
    label: str = ""


class Maker:
    """Fills the pages of one design, left and right ones in turn."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self.sheets: list[Sheet] = []
        self._article: str | None = None
        self._bottom = 0
        """Rows taken on the last sheet."""

    def add(self, section: Section) -> None:
        """Sets a section, on a new page unless it may stand below the last one and there is room."""
        page = self.design.page
        head = [strip._replace(parts=False) for strip in section.head]
        below = section.below and self._bottom + _height(head) + _ROOM <= page.lines
        self._article = section.articles.get(-1, self._article)
        used = self._bottom if below and self.sheets else 0
        sheet = self.sheets[-1] if used else self._new_sheet(opening=True)
        if head:
            used = self._set_head(head if used else section.head, sheet, used)
        if page.lines - used < 3 and section.strips:
            sheet, used = self._new_sheet(), 0
        start = 0
        while start < len(section.strips):
            start = self._fill_page(section, sheet, start, used)
            self._rule_columns(sheet, used)
            if start < len(section.strips):
                sheet, used = self._new_sheet(), 0

    def left(self, number: int) -> float:
        """Left edge of the type area on page `number`, counted from 0: odd pages of a book lie on the right."""
        return self.design.page.inner if number % 2 == 0 else self.design.outer

    def _new_sheet(self, *, opening: bool = False) -> Sheet:
        self.sheets.append(Sheet(article=self._article, opening=opening))
        self._bottom = 0
        return self.sheets[-1]

    def _set_head(self, head: Sequence[Strip], sheet: Sheet, used: int) -> int:
        """Strips across the whole type area; the row on which the columns begin."""
        self._place(head, sheet, self.left(len(self.sheets) - 1), used)
        return self._bottom

    def _fill_page(self, section: Section, sheet: Sheet, start: int, used: int) -> int:
        """Fills the columns of one page; the strip on which the next begins."""
        page = self.design.page
        rows = page.lines - used
        cuts = _columns(section.strips, start, rows, page.columns)
        if page.columns > 1 and cuts[-1] == len(section.strips):
            cuts = _balanced(section.strips, start, rows, page.columns)
        step = self.design.column_width + page.gutter * self.design.role("body").size
        left = self.left(len(self.sheets) - 1)
        sheet.article = section.articles.get(start, self._article) or sheet.article
        for number, (first, last) in enumerate(zip([start, *cuts], cuts, strict=False)):
            for at in range(first, last):
                self._article = section.articles.get(at, self._article)
            self._place(section.strips[first:last], sheet, left + number * step, used)
        return cuts[-1]

    def _place(self, strips: Sequence[Strip], sheet: Sheet, x: float, used: int) -> None:
        """Strips one below the other from row `used`."""
        page = self.design.page
        cursor = float(used)
        for number, strip in enumerate(strips):
            lead, end = rows_taken(strip, cursor, _above(strips, 0, number))
            y = page.top + (cursor + lead) * page.pitch
            sheet.anchors += [(anchor, y) for anchor in strip.anchors]
            if number or not strip.parts:
                crown = () if number else strip.crown
                sheet.items += [shifted(item, x, y) for item in (*crown, *strip.items)]
            cursor = end
        self._bottom = max(self._bottom, -int(-(cursor - 1e-6) // 1))

    def _rule_columns(self, sheet: Sheet, used: int) -> None:
        page = self.design.page
        if not page.column_rule or page.columns == 1:
            return
        size = self.design.role("body").size
        left = self.left(len(self.sheets) - 1)
        bottom = max((item.y for item in sheet.items if not isinstance(item, Rule)), default=0.0)
        top = page.top + used * page.pitch
        for number in range(1, page.columns):
            x = left + number * (self.design.column_width + page.gutter * size) - page.gutter * size / 2
            if bottom > top:
                sheet.furniture.append(Rule(x, top, x, min(bottom + 0.2 * size, page.height), 0.3, "rule"))


def _height(strips: Sequence[Strip]) -> float:
    """Rows that strips take one below the other."""
    cursor = 0.0
    for number, strip in enumerate(strips):
        cursor = rows_taken(strip, cursor, _above(strips, 0, number))[1]
    return cursor


def _above(strips: Sequence[Strip], start: int, at: int) -> Strip | None:
    """What stands above strip `at` in a column that begins with `start`: nothing where that is left out."""
    if at == start or (at == start + 1 and strips[start].parts):
        return None
    return strips[at - 1]


def _columns(strips: Sequence[Strip], start: int, rows: float, count: int) -> list[int]:
    """Where each of `count` columns ends."""
    cuts = []
    for _ in range(count):
        start = _column_end(strips, start, rows)
        cuts.append(start)
    return cuts


def _column_end(strips: Sequence[Strip], start: int, rows: float) -> int:
    """The strip before which a column of so many rows that begins with `start` must end; at least one goes in."""
    cursor, at = 0.0, start
    while at < len(strips):
        strip = strips[at]
        lead, end = rows_taken(strip, cursor, _above(strips, start, at))
        if cursor + lead + strip.body > rows + 1e-6 and at > start:
            break
        cursor = end
        at += 1
    if at >= len(strips):
        return len(strips)
    cut = at
    while cut > start and not (strips[cut].may_break and not strips[cut - 1].keep):
        cut -= 1
    return cut if cut > start else at


def _balanced(strips: Sequence[Strip], start: int, rows: int, count: int) -> list[int]:
    """The lowest columns that still hold everything."""
    low, high = 1, rows
    while low < high:
        middle = (low + high) // 2
        if _columns(strips, start, middle, count)[-1] == len(strips):
            high = middle
        else:
            low = middle + 1
    return _columns(strips, start, high, count)


def labelled(sheets: Sequence[Sheet]) -> Iterator[tuple[str, str]]:
    """(node, label of the page on which it begins), first places only."""
    seen: set[str] = set()
    for sheet in sheets:
        for anchor, _ in sheet.anchors:
            if anchor not in seen:
                seen.add(anchor)
                yield anchor, sheet.label
