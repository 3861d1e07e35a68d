"""The blocks of one article in, the same in final order and levels out; letters in prose become quotations."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Literal

from pipeline.model import Block, Heading, Kind, ListBlock, Paragraph, Phrase, Quotation
from pipeline.structure.numbering import Unit

#: A label over section heads.
LABEL: Literal["label"] = "label"
Rank = Unit | int | Literal["label"] | None
#: The levels of Markdown, then the numbering system from the widest unit to the narrowest; None: no number.
_RANKS: tuple[Rank, ...] = (
    *(1, 2, 3, 4, 5, 6),
    *("volume", "chapter", "section", "decimal-1", "decimal-2", "decimal-3", LABEL, None),
    *("item-1", "item-2", "item-3", "item-4"),
)
#: A letter of more paragraphs than this has no end that we can see.
_LONGEST_LETTER = 40


#: The rule of a paragraph that was put in another place.
MOVED = "structure.moved"
#: The rule of a volume's head that a site printed again over each of its chapters.
REPEATED = "structure.volume-repeated"


#: 致周大河书, 答友人信: the name of a letter.
_LETTER_NAME = re.compile("^(?:[致寄复復覆答与與上]|再[致寄复復覆答]).{1,20}[书書信函札]$")


def arrange(
    blocks: Sequence[Block], ranks: Mapping[str, Rank], kind: Kind, title: Phrase | None = None
) -> Sequence[Block]:
    """Levels and letters. `ranks`: the number unit of each heading. A letter that the title names is no quotation,
    whatever was put below its signature."""
    body = _levelled(blocks, ranks)
    if kind not in ("essay", "novel", "plain"):
        return body
    first = body[0] if body else None
    named = title is not None and _LETTER_NAME.match(str(title))
    if named and isinstance(first, Paragraph) and first.role == "salutation":
        end = _letter_end(body, 0) or 0
        return (*body[:end], *_letters(body[end:]))
    return _letters(body)


def reordered(body: Sequence[Block], at: int) -> Sequence[Block]:
    """Body with the paragraph `at`, which an end mark closes, as the last of its run: what the columns put behind it
    stands before it. `body` itself where it is the last already."""
    last = at + 1
    while last < len(body) and isinstance(body[last], Paragraph):
        last += 1
    if last == at + 1:
        return body
    return [*body[:at], *body[at + 1 : last], body[at], *body[last:]]


def lists(body: Sequence[Block]) -> Sequence[Block]:
    """Items that follow one another put into one list, all at once: a table may have thousands of cells."""
    done: list[Block] = []
    for listed, group in groupby(body, lambda block: isinstance(block, ListBlock)):
        if not listed:
            done += group
            continue
        blocks = [block for block in group if isinstance(block, ListBlock)]
        done.append(replace(blocks[0], items=tuple(item for block in blocks for item in block.items)))
    return done


def _levelled(body: Sequence[Block], ranks: Mapping[str, Rank]) -> Sequence[Block]:
    """Levels by the numbering system (章 over 节 over 一、 over （一）), not by looks: those in use count from 1."""
    # 序幕 and 尾声 stand beside 第一幕, 引言 and 附录 beside 一、.
    used = [rank for rank in _RANKS if rank in ranks.values()]
    widest = used[0] if used else None
    ranks = {id_: widest if rank == "special" else rank for id_, rank in ranks.items()}
    used = used or [None]
    return [
        replace(block, level=min(6, (used.index(ranks[block.id]) if ranks[block.id] in used else 0) + 1))
        if isinstance(block, Heading) and block.id in ranks
        else block
        for block in body
    ]


def _letters(body: Sequence[Block]) -> Sequence[Block]:
    """From an addressee (子安吾兄：) to the line before a signature: a letter, quoted, unless it is the whole text."""
    done: list[Block] = []
    at = 0
    while at < len(body):
        end = _letter_end(body, at)
        if end is None or not (any(map(_is_text, body[:at])) or any(map(_is_text, body[end:]))):
            done.append(body[at])
            at += 1
        else:
            letter = tuple(body[at:end])
            spans = tuple(span for block in letter if isinstance(block, Paragraph) for span in block.spans)
            done.append(Quotation(f"s{spans[0].source}-{spans[0].start}-letter", spans, letter))
            at = end
    return done


def _is_text(block: Block) -> bool:
    return not (isinstance(block, Paragraph) and block.role in ("note", "signature"))


def _letter_end(body: Sequence[Block], at: int) -> int | None:
    first = body[at]
    if not isinstance(first, Paragraph) or first.role != "salutation":
        return None
    for end in range(at + 1, min(len(body), at + _LONGEST_LETTER)):
        block = body[end]
        if not isinstance(block, Paragraph):
            return None
        if block.role == "signature":
            return end
    return None
