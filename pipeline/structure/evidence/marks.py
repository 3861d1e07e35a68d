"""What speaks for heads and quotations that Markdown marked: its marks leave nothing to weigh."""

from __future__ import annotations

from pipeline.structure.context import Context
from pipeline.structure.evidence.weights import Evidence, Label
from pipeline.structure.units import Unit

_CHAPTERS = ("volume", "chapter", "special")


def marked(unit: Unit, context: Context) -> Evidence | None:
    """The one role of a unit that Markdown marked, if any."""
    if unit.quoted:
        return Evidence("quote", 30, "marked-as-quotation")
    return Evidence(_label(unit, unit.marked, context), 30, "marked-as-head") if unit.marked is not None else None


def _label(unit: Unit, level: int, context: Context) -> Label:
    """The head above all others is the title; where several stand highest, each heads an article, unless they are the
    parts of a law. Numbered chapters of a book are its articles on whatever level."""
    number, top = unit.number, min(context.marks)
    parts = context.kind in ("law", "circular")
    if level == top and context.marks[top] == 1 and unit is context.first_marked and not (number and parts):
        return "title"
    if number and number.unit in _CHAPTERS and not parts:
        return "volume" if number.unit == "volume" else "chapter"
    return "title" if level == top and not parts and context.marks[top] > 1 else "heading"
