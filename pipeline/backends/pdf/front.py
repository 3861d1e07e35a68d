"""A publication in, its title page and contents out: furniture all of it, made from metadata and outline alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from pipeline.backends.pdf.furniture import Slot, line_run
from pipeline.backends.pdf.heads import balanced
from pipeline.backends.pdf.pages import Sheet
from pipeline.backends.pdf.strips import BASELINE, Item, Setter, shifted
from pipeline.design.labels import labels
from pipeline.model import OutlineEntry, Publication, Text

_FIGURES = "[〇零一二三四五六七八九十百千0-9]+"
_NUMBER = re.compile(f"(?:第?{_FIGURES}[章回节節卷部篇编編集]?|[卷部篇编編集]{_FIGURES}) ")
_NUMBER_ROOM = 3
"""Em kept free for page numbers: no entry runs into them."""


class Entry(NamedTuple):
    node: str
    text: str
    depth: int


def title_page(publication: Publication, setter: Setter, left: float) -> Sheet:
    """Title in the upper third, subtitle and authors below, publisher at the foot where one is known."""
    meta, page = publication.metadata, setter.design.page
    sheet = Sheet()
    style = setter.style("book-title")
    y = page.top + style.before * page.pitch
    y = _centred(sheet, setter, meta.title, "book-title", at=(left, y), measure=0.8)
    if meta.subtitle:
        y = _centred(sheet, setter, meta.subtitle, "subtitle", at=(left, y + 0.5 * page.pitch), measure=0.8)
    author = setter.style("book-author")
    if meta.authors:
        y += author.before * page.pitch
        _centred(sheet, setter, "　".join(meta.authors), "book-author", at=(left, y), measure=0.8)
    if meta.publisher:
        foot = page.top + setter.design.type_height - 2 * page.pitch
        _centred(sheet, setter, meta.publisher, "book-author", at=(left, foot), measure=1)
    return sheet


def _centred(sheet: Sheet, setter: Setter, text: str, role: str, *, at: tuple[float, float], measure: float) -> float:
    """Balanced lines from `at` (left edge, top) down; where they end."""
    left, y = at
    style = msgspec.structs.replace(setter.style(role), align="center", left=0, right=0)
    made = setter.units((Text(text),), style.font)
    pitch = style.pitch or setter.pitch * 1.25
    for line in balanced(made, measure * setter.measure(style)):
        run = setter.run(made, line, style, "", role)
        sheet.furniture.append(shifted(run._replace(y=BASELINE * style.size), left, y))
        y += pitch
    return y


def entries(publication: Publication) -> list[Entry]:
    """The outline, flat, down to the third level."""
    return list(_flat(publication.outline(), 1))


def _flat(outline: tuple[OutlineEntry, ...], depth: int) -> Iterator[Entry]:
    for entry in outline:
        yield Entry(entry.id, entry.text, depth)
        if depth < 3:
            yield from _flat(entry.children, depth + 1)


def contents(
    publication: Publication, setter: Setter, folios: Mapping[str, str], lefts: tuple[float, float]
) -> list[Sheet]:
    """As many sheets as the entries need; `lefts`: left edges of right pages (the first is one) and left ones."""
    page = setter.design.page
    sheets: list[Sheet] = []
    row = page.lines
    for entry in entries(publication):
        lines = _entry(entry, setter, folios.get(entry.node, ""))
        if row + len(lines) > page.lines:
            sheets.append(Sheet(opening=not sheets))
            row = 0 if len(sheets) > 1 else _contents_title(sheets[0], publication, setter, lefts[0])
        left = lefts[(len(sheets) - 1) % 2]
        y = page.top + row * page.pitch
        sheets[-1].furniture += [
            shifted(item, left, y + n * page.pitch) for n, items in enumerate(lines) for item in items
        ]
        height = len(lines) * page.pitch
        sheets[-1].links.append((left, y, setter.design.type_width, height, entry.node))
        row += len(lines)
    return sheets


def _contents_title(sheet: Sheet, publication: Publication, setter: Setter, left: float) -> int:
    """目 录; the row on which the entries begin."""
    page, style = setter.design.page, setter.style("contents-title")
    text = "　".join(labels(publication.metadata.language).contents)
    _centred(sheet, setter, text, "contents-title", at=(left, page.top + style.before * page.pitch), measure=1)
    return -int(-(style.before + style.after + style.size / page.pitch) // 1)


def _entry(entry: Entry, setter: Setter, label: str) -> list[list[Item]]:
    """Lines of one entry: turned under its own beginning, leaders on a raster common to all, then the number."""
    role = f"contents-{min(entry.depth, 3)}"
    style = setter.style(role)
    width = setter.design.type_width
    narrow = msgspec.structs.replace(style, align="left", right=_NUMBER_ROOM + 1.0, indent=0)
    numbered = _NUMBER.match(entry.text)
    text = entry.text.replace(" ", "\u3000", 1) if numbered else entry.text
    made = setter.units((Text(text),), style.font)
    hang = made.origins[numbered.end()] if numbered else 1000
    measure = setter.measure(narrow)
    lines = balanced(made, measure)
    if len(lines) > 1:
        lines = balanced(made, max(measure / 2, measure - hang))
        lines = (lines[0], *(line._replace(indent=line.indent + hang) for line in lines[1:]))
    rows: list[list[Item]] = [[setter.run(made, line, narrow, entry.node, role)] for line in lines]
    last = lines[-1]
    end = (style.left + (last.indent + last.width) / 1000) * style.size
    rows[-1] += _leader(setter, role, end + style.size, width - _NUMBER_ROOM * style.size)
    number = line_run(setter, label, role, Slot(0, BASELINE * setter.body_size, width, "right"))
    return [*rows[:-1], [*rows[-1], number]] if number else rows


def _leader(setter: Setter, role: str, start: float, end: float) -> list[Item]:
    """Dots from `start` to `end`, counted from the right so that those of all lines stand below each other."""
    size = setter.body_size
    count = int((end - start) / size)
    if count < 2:
        return []
    run = line_run(setter, "…" * count, role, Slot(end - count * size, BASELINE * size, count * size + 1))
    if run is None:
        return []
    return [run._replace(size=size, color="quiet" if "quiet" in setter.design.colors else run.color)]
