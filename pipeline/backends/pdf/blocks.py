"""The blocks of an article in, strips of set matter out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import assert_never

import msgspec

from pipeline.backends.pdf.heads import title_strips
from pipeline.backends.pdf.pictures import picture_strip
from pipeline.backends.pdf.strips import Rule, Run, Setter, Strip
from pipeline.backends.pdf.tables import table_strips
from pipeline.backends.pdf.units import Units
from pipeline.design import RoleStyle
from pipeline.model import (
    Article,
    Block,
    Figure,
    Heading,
    Inlines,
    ListBlock,
    Note,
    Paragraph,
    Preformatted,
    Quotation,
    SceneBreak,
    Speech,
    Table,
    Text,
    Verse,
    VerseLine,
    number_gap,
    plain,
)

HAIRLINE = 0.3
_WHOLE_STANZA = 8
"""Lines: a stanza of so many is never parted."""


def block_strips(block: Block, setter: Setter, assets: Mapping[str, bytes], *, within: str = "") -> list[Strip]:
    """Strips of one block; `within` names the role whose type a block takes on (a quotation's paragraphs)."""
    match block:
        case Heading():
            inlines = _numbered(block.number, block.inlines)
            return title_strips(inlines, setter, block.id, f"heading-{min(block.level, 6)}")
        case Paragraph():
            return _text(_numbered(block.number, block.inlines), setter, block.id, within or block.role)
        case Speech():
            speaker = Text(block.speaker, frozenset({"strong"}))
            return _text((speaker, Text(block.separator), *block.inlines), setter, block.id, within or "speech")
        case Verse():
            return verse_strips(block, setter)
        case Quotation():
            return _quotation(block, setter, assets)
        case ListBlock():
            return [strip for item in block.items for strip in
                    _text((Text(item.marker), *item.inlines), setter, item.id, within or "list")]  # fmt: skip
        case Figure():
            return _figure(block, setter, assets)
        case Table():
            return table_strips(block, setter)
        case Preformatted():
            return _preformatted(block, setter)
        case SceneBreak():
            return _scene_break(block, setter)
        case _:
            assert_never(block)


def _numbered(number: str | None, inlines: Inlines) -> Inlines:
    if not number:
        return inlines
    return (Text(number + number_gap(number, plain(inlines))), *inlines)


def _text(inlines: Inlines, setter: Setter, node: str, role: str) -> list[Strip]:
    style = setter.style(role)
    made = setter.units(inlines, style.font)
    lines = setter.lines(made, style, node)
    strips = setter.paragraph([setter.run(made, line, style, node, role) for line in lines], style, (node,))
    if strips and style.keep_with_next:
        strips[-1] = strips[-1]._replace(keep=True)
    return strips


def _quotation(block: Quotation, setter: Setter, assets: Mapping[str, bytes]) -> list[Strip]:
    strips = [strip for inner in block.blocks for strip in block_strips(inner, setter, assets, within="quotation")]
    if block.attribution:
        strips += _kept(_text(block.attribution, setter, f"{block.id}-attribution", "attribution"))
    return _anchored(strips, block.id)


def _kept(strips: list[Strip]) -> list[Strip]:
    """Not parted from what stands before."""
    return [strip._replace(may_break=False) for strip in strips[:1]] + strips[1:]


def _anchored(strips: list[Strip], node: str) -> list[Strip]:
    return [strip._replace(anchors=(node, *strip.anchors)) for strip in strips[:1]] + strips[1:]


# ------------------------------------------------------------------------------------------------------------- verse


def verse_strips(block: Verse, setter: Setter) -> list[Strip]:
    """A poem's lines stay lines; the block stands in the middle by its widest line, longer lines turn over inward."""
    style = setter.style("verse")
    measure = setter.measure(style)
    stanzas = [[(line, setter.units(line.inlines, style.font)) for line in stanza] for stanza in block.stanzas]
    widths = [made.width + 1000 * line.indent for stanza in stanzas for line, made in stanza]
    widest = min(measure, max(widths, default=0.0))
    left = style.left + (measure - widest) / 2000 if style.align == "center" else style.left
    flush = msgspec.structs.replace(style, align="left", left=left, right=style.right - 0.001)
    strips: list[Strip] = []
    for number, stanza in enumerate(stanzas):
        runs = [run for line, made in stanza for run in _verse_line(line, made, flush, setter, block.id)]
        part = msgspec.structs.replace(style, before=1 if number else style.before, after=0)
        set_lines = setter.paragraph(runs, part, (block.id,) if not number else ())
        whole = len(set_lines) <= _WHOLE_STANZA
        strips += [strip._replace(may_break=n == 0) if whole else strip for n, strip in enumerate(set_lines)]
    if block.attribution:
        strips += _kept(_text(block.attribution, setter, block.id, "attribution"))
    last = len(strips) - 1
    return [strip._replace(tail=style.after if n == last else 0, snapped=n == last) for n, strip in enumerate(strips)]


def _verse_line(line: VerseLine, made: Units, style: RoleStyle, setter: Setter, node: str) -> Iterable[Run]:
    lines = setter.lines(made, style, node, indent=line.indent, hang=line.indent + 2)
    return (setter.run(made, each, style, node, "verse") for each in lines)


# ----------------------------------------------------------------------------------------------------------- figures


def _figure(block: Figure, setter: Setter, assets: Mapping[str, bytes]) -> list[Strip]:
    """Picture, caption and credit together; without a picture the caption stands between two hairlines."""
    picture = picture_strip(block, setter, assets)
    style = setter.style("caption")
    caption = _caption(block, setter)
    if picture:
        below = setter.solid(caption, msgspec.structs.replace(style, before=0.3), ())
        return [picture._replace(anchors=(block.id,), keep=bool(below)), *_kept(below)]
    if not caption:
        return []
    first, *rest = setter.solid(caption, style, (block.id,))
    above = Rule(0, -0.25 * setter.pitch, setter.width, -0.25 * setter.pitch, HAIRLINE, "rule")
    strips = [first._replace(items=(above, *first.items), lead=max(0.75, first.lead)), *rest]
    last = strips[-1]
    foot = last.body * setter.pitch - (setter.pitch - setter.body_size) + 0.25 * setter.pitch
    below_all = Rule(0, foot, setter.width, foot, HAIRLINE, "rule")
    strips[-1] = last._replace(items=(*last.items, below_all), tail=max(0.75, last.tail))
    return strips


def _below_caption(strips: list[Strip]) -> list[Strip]:
    """Captions below each other share the hairline between them; at the top of a column each has its own."""
    if not strips or not isinstance(strips[0].items[0], Rule):
        return strips
    first, *rest = strips
    return [first._replace(items=first.items[1:], lead=0, crown=first.items[:1]), *rest]


def _caption(block: Figure, setter: Setter) -> list[Run]:
    """The credit follows the caption after one em, or stands at the right of its last line."""
    style = setter.style("caption")
    credit = (Text("\u3000" + block.credit),) if block.credit and block.caption else ()
    inlines = (*block.caption, *(credit or ((Text(block.credit),) if block.credit else ())))
    if not inlines:
        return []
    made = setter.units(inlines, style.font)
    if made.width > setter.measure(style):
        style = msgspec.structs.replace(style, align="justify")
    return [setter.run(made, line, style, block.id, "caption") for line in setter.lines(made, style, block.id)]


# ------------------------------------------------------------------------------------------------------------ others


def _preformatted(block: Preformatted, setter: Setter) -> list[Strip]:
    style = setter.style("preformatted")
    runs = []
    for row in block.text.split("\n"):
        text = row.expandtabs(4)
        inner = text.lstrip(" ")
        made = setter.units((Text(inner or " "),), style.font)
        indent = 0.5 * (len(text) - len(inner))
        lines = setter.lines(made, style, block.id, indent=indent, hang=min(indent + 2, 8))
        runs += [setter.run(made, line, style, block.id, "preformatted") for line in lines]
    return setter.paragraph(runs, style, (block.id,))


def _scene_break(block: SceneBreak, setter: Setter) -> list[Strip]:
    if block.printed:
        return _text((Text(block.printed),), setter, block.id, "scene-break")
    return [Strip(items=(), body=0, lead=1, anchors=(block.id,))]


def notes_strips(notes: Sequence[Note], setter: Setter, assets: Mapping[str, bytes]) -> list[Strip]:
    """The notes of an article at its end, below a short rule."""
    strips: list[Strip] = []
    for note in notes:
        for number, block in enumerate(note.blocks):
            called = _called(block, note.printed) if not number else block
            if not number and called is block and note.printed:
                strips += _text((Text(note.printed),), setter, block.id, "note")
            strips += block_strips(called, setter, assets, within="note")
    if not strips:
        return []
    rule = Rule(
        0,
        0.5 * setter.body_size,
        min(10 * setter.body_size, setter.width / 3),
        0.5 * setter.body_size,
        HAIRLINE,
        "text",
    )
    return [Strip(items=(rule,), body=1, keep=True), *strips]


def _called(block: Block, printed: str) -> Block:
    """The note's mark in front of its first words."""
    if not isinstance(block, Paragraph | Heading):
        return block
    gap = number_gap(block.number, plain(block.inlines)).replace("\u3000", " ") if block.number else ""
    number = Text((block.number or "") + gap)
    return replace(block, inlines=(Text(printed), number, *block.inlines), number=None)


def article_strips(article: Article, setter: Setter, assets: Mapping[str, bytes]) -> list[Strip]:
    """The body of an article and its notes, without its head."""
    strips: list[Strip] = []
    before: Block | None = None
    for block in article.blocks:
        made = block_strips(block, setter, assets)
        if isinstance(before, Figure) and isinstance(block, Figure):
            made = _below_caption(made)
        strips += made
        before = block
    return strips + notes_strips(article.notes, setter, assets)
