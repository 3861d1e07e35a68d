"""Sheets in, the same with running heads (书眉) and folios (页码): what stands on every page and belongs to none.

A book: the publication's title on left pages, the article's on right ones, at the outer edge; none where an article
opens. The folio at the outer foot. A newspaper: one strip (报眉) above a rule: name, date, folio.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from pipeline.backends.pdf.compose import Policy, compose
from pipeline.backends.pdf.pages import Maker, Sheet
from pipeline.backends.pdf.strips import Item, Rule, Run, Setter
from pipeline.design import Align
from pipeline.design.labels import printed_date
from pipeline.model import Publication, Text

_RULE = 0.4


class Slot(NamedTuple):
    """Where one line of furniture stands: its baseline at `y`, in a measure of its own; points."""

    x: float
    y: float
    width: float
    align: Align = "left"


def line_run(setter: Setter, text: str, role: str, slot: Slot) -> Run | None:
    """One line of furniture; text that is too long for its slot is cut with an ellipsis."""
    x, y, width, align = slot
    style = msgspec.structs.replace(setter.style(role), left=0, right=0, indent=0)
    made = setter.units((Text(text),), style.font)
    while made.width * style.size / 1000 > width and len(text) > 2:
        text = text[: max(1, min(len(text) - 2, int(len(text) * width * 1000 / style.size / made.width) - 2))] + "……"
        made = setter.units((Text(text),), style.font)
    if not text:
        return None
    line = compose(made, 1e9, Policy(justify=False))[0]
    spare = width - line.width * style.size / 1000
    shift = {"left": 0.0, "justify": 0.0, "center": spare / 2, "right": spare}[align]
    return Run(x + shift, y, made, line, style.size, style.color, "", role)


def furnish(maker: Maker, setter: Setter, publication: Publication) -> None:
    """Heads and folios for the sheets of the text; title page and contents have their own."""
    headings = {article.id: article.heading for article in publication.articles}
    title = publication.metadata.title
    for number, sheet in enumerate(maker.sheets):
        left = maker.left(number)
        if setter.design.page.columns > 1:
            sheet.furniture += _strip(sheet, setter, publication, left)
            continue
        if setter.design.running_heads and not sheet.opening and sheet.items:
            text = title if number % 2 else headings.get(sheet.article or "", "") or title
            sheet.furniture += _running_head(setter, text.replace("\n", ""), left, number)
        if sheet.items:
            sheet.furniture += folio(sheet, setter, left, number)


def _running_head(setter: Setter, text: str, left: float, number: int) -> list[Item]:
    page, width = setter.design.page, setter.design.type_width
    y = page.top - 1.15 * page.pitch
    run = line_run(setter, text, "running-head", Slot(left, y, width, "left" if number % 2 else "right"))
    rule = Rule(left, y + 0.3 * page.pitch, left + width, y + 0.3 * page.pitch, _RULE, "rule")
    return [run, rule] if run else []


def folio(sheet: Sheet, setter: Setter, left: float, number: int) -> list[Item]:
    """At the outer foot of the page."""
    page = setter.design.page
    y = page.height - 0.52 * setter.design.bottom
    width = setter.design.type_width
    run = line_run(setter, sheet.label, "folio", Slot(left, y, width, "left" if number % 2 else "right"))
    return [run] if run else []


def _strip(sheet: Sheet, setter: Setter, publication: Publication, left: float) -> list[Item]:
    """Name, date and folio above a rule across the page."""
    page, width = setter.design.page, setter.design.type_width
    y = page.top - 1.3 * page.pitch
    meta = publication.metadata
    third = width / 3
    parts: list[tuple[str, str, Slot]] = [
        (meta.title if setter.design.running_heads else "", "running-head", Slot(left, y, third)),
        (printed_date(meta.date or ""), "running-head", Slot(left + third, y, third, "center")),
        (sheet.label, "folio", Slot(left + 2 * third, y, third, "right")),
    ]
    runs = [line_run(setter, text.replace("\n", ""), role, slot) for text, role, slot in parts if text]
    foot = y + 0.32 * page.pitch
    rules = [
        Rule(left, foot, left + width, foot, 0.9, "text"),
        Rule(left, foot + 1.8, left + width, foot + 1.8, 0.3, "text"),
    ]
    return [*(run for run in runs if run), *rules]
