"""Blocks and articles in, the same with every run of inlines changed; or bare: without what differs by spans alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from pipeline.manuscript.inlines import merged
from pipeline.model import (
    Article,
    Block,
    Figure,
    Heading,
    Inlines,
    ListBlock,
    Note,
    Paragraph,
    Phrase,
    Preformatted,
    Quotation,
    SceneBreak,
    Section,
    Speech,
    Table,
    Verse,
)

Change = Callable[[Inlines], Inlines]


def with_inlines(block: Block, change: Change) -> Block:
    """The block with `change` made in every run of inlines that it holds."""
    match block:
        case Heading() | Paragraph() | Speech():
            return replace(block, inlines=change(block.inlines))
        case Verse():
            stanzas = tuple(
                tuple(replace(line, inlines=change(line.inlines)) for line in stanza) for stanza in block.stanzas
            )
            return replace(block, stanzas=stanzas, attribution=_maybe(block.attribution, change))
        case Quotation():
            blocks = tuple(with_inlines(inner, change) for inner in block.blocks)
            return replace(block, blocks=blocks, attribution=_maybe(block.attribution, change))
        case ListBlock():
            return replace(block, items=tuple(replace(item, inlines=change(item.inlines)) for item in block.items))
        case Figure():
            return replace(block, caption=change(block.caption))
        case Table():
            rows = tuple(tuple(change(cell) for cell in row) for row in block.rows)
            return replace(block, rows=rows, caption=_maybe(block.caption, change))
        case Preformatted() | SceneBreak():
            return block
        case _:
            assert_never(block)


def article_with_inlines(article: Article, change: Change) -> Article:
    """The article with `change` made in its head, blocks and notes."""
    return replace(
        article,
        kicker=_phrase(article.kicker, change),
        title=_phrase(article.title, change),
        subtitle=_phrase(article.subtitle, change),
        blocks=tuple(with_inlines(block, change) for block in article.blocks),
        notes=tuple(
            replace(note, blocks=tuple(with_inlines(block, change) for block in note.blocks)) for note in article.notes
        ),
    )


def bare(article: Article) -> Article:
    """The article without ids and spans, in one form: two articles that read alike are equal."""
    one = article_with_inlines(article, merged)
    return replace(
        one,
        id="",
        spans=(),
        kicker=_spanless(one.kicker),
        title=_spanless(one.title),
        subtitle=_spanless(one.subtitle),
        byline=replace(one.byline, spans=()) if one.byline else None,
        dateline=replace(one.dateline, spans=()) if one.dateline else None,
        section=None if one.section == Section() else one.section,
        blocks=tuple(map(_nameless, one.blocks)),
        notes=tuple(Note(note.id, note.kind, note.printed, tuple(map(_nameless, note.blocks))) for note in one.notes),
    )


def bare_block(block: Block) -> Block:
    """The block without ids and spans, in one form."""
    return _nameless(with_inlines(block, merged))


def _nameless(block: Block) -> Block:
    if isinstance(block, ListBlock):
        return replace(block, id="", items=tuple(replace(item, id="", spans=()) for item in block.items))
    if isinstance(block, Quotation):
        return replace(block, id="", spans=(), blocks=tuple(map(_nameless, block.blocks)))
    return replace(block, id="", spans=())


def _maybe(inlines: Inlines | None, change: Change) -> Inlines | None:
    """An attribution or a caption without a character is none."""
    return (change(inlines) or None) if inlines is not None else None


def _phrase(phrase: Phrase | None, change: Change) -> Phrase | None:
    return replace(phrase, inlines=change(phrase.inlines)) if phrase else None


def _spanless(phrase: Phrase | None) -> Phrase | None:
    return replace(phrase, spans=()) if phrase else None
