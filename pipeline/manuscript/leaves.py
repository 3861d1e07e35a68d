"""An article in, its leaves out: the smallest parts that have text of their own, as they stand one after another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, assert_never

from pipeline.manuscript.inlines import merged
from pipeline.manuscript.tree import bare_block
from pipeline.model import (
    Article,
    Block,
    Figure,
    Heading,
    ListBlock,
    Paragraph,
    Preformatted,
    Quotation,
    SceneBreak,
    Section,
    Span,
    Speech,
    Table,
    Verse,
    block_as_set,
    join_number,
    plain,
)

#: Parts of an article's head.
HEADS = ("kicker", "title", "subtitle", "byline", "dateline")


class Leaf(NamedTuple):
    """`key`: the node that claims name for it; `part`: of a head `title` …, `end` and `note` for their marks,
    `attribution`, else `block` or `item`; `spans` as the tree has them; `shape`: what it was read as, without ids, to
    tell a changed reading from a changed text."""

    key: str
    part: str
    text: str
    spans: tuple[Span, ...]
    shape: object = None


def leaves_of(article: Article) -> Iterator[Leaf]:
    """The leaves of an article: its head, blocks, end mark and notes, those without a character left out."""
    yield from (leaf for leaf in _all(article) if leaf.text)


def facts_of(article: Article) -> tuple[object, ...]:
    """What is known of an article beside its text: role, level, where it stood, names, dates."""
    byline, dateline = article.byline, article.dateline
    section = None if article.section == Section() else article.section
    return (
        (article.role, article.level, section, article.parent, article.continued_from, article.continued_to),
        (byline.names, byline.text is None) if byline else None,
        (dateline.agency, dateline.place, dateline.date, dateline.own_line) if dateline else None,
    )


def _all(article: Article) -> Iterator[Leaf]:
    id_ = article.id
    for part, phrase in (("kicker", article.kicker), ("title", article.title), ("subtitle", article.subtitle)):
        text, number = str(phrase) if phrase else "", article.number if part == "title" else None
        shape = (number, merged(phrase.inlines) if phrase else ())
        yield Leaf(f"{id_}-{part}", part, join_number(number, text), phrase.spans if phrase else (), shape)
    if article.byline and article.byline.text:
        yield Leaf(f"{id_}-byline", "byline", article.byline.text, article.byline.spans)
    if article.dateline and article.dateline.own_line:
        yield Leaf(f"{id_}-dateline", "dateline", article.dateline.text, article.dateline.spans)
    for block in article.blocks:
        yield from _block(block, "block")
    yield Leaf(id_, "end", article.end_mark or "", ())
    for note in article.notes:
        yield Leaf(note.id, "note", note.printed, (), note.kind)
        for block in note.blocks:
            yield from _block(block, "note")


def _block(block: Block, where: str) -> Iterator[Leaf]:
    """The leaves of a block: of a list its items, of a quotation its blocks, of all others the block itself."""
    match block:
        case ListBlock():
            for item in block.items:
                shape = (where, item.marker, merged(item.inlines))
                yield Leaf(item.id, "item", item.marker + plain(item.inlines), item.spans, shape)
        case Quotation():
            for inner in block.blocks:
                yield from _block(inner, f"{where} quoted")
            if block.attribution:
                told = (where, merged(block.attribution))
                yield Leaf(f"{block.id}-attribution", "attribution", plain(block.attribution), (), told)
        case Heading() | Paragraph() | Speech() | Verse() | Figure() | Table() | Preformatted() | SceneBreak():
            text = "".join(text for _, text in block_as_set(block))
            yield Leaf(block.id, "block", text, block.spans, (where, bare_block(block)))
        case _:
            assert_never(block)
