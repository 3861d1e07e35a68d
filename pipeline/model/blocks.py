"""What stands below one another in an article: headings, paragraphs, verse, lists, figures; and their text as set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pipeline.model.inlines import Inlines, Span, join_number, plain

Role = Literal["body", "lead", "salutation", "signature", "source", "stage", "note", "contents"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A section head inside an article (小标题); `level` 1–6 counts from the article's own title downwards."""

    id: str
    spans: tuple[Span, ...]
    level: int
    inlines: Inlines
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    id: str
    spans: tuple[Span, ...]
    inlines: Inlines
    role: Role = "body"
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Speech:
    """One turn of a play or interview; `separator` is what was printed after the speaker (： or a full-width space)."""

    id: str
    spans: tuple[Span, ...]
    speaker: str
    separator: str
    inlines: Inlines


@dataclass(frozen=True, slots=True)
class VerseLine:
    inlines: Inlines
    indent: int = 0
    """Full-width spaces that the line is set in by, against the least indented line of its poem."""


@dataclass(frozen=True, slots=True)
class Verse:
    id: str
    spans: tuple[Span, ...]
    stanzas: tuple[tuple[VerseLine, ...], ...]
    attribution: Inlines | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    id: str
    spans: tuple[Span, ...]
    blocks: tuple[Block, ...]
    attribution: Inlines | None = None


@dataclass(frozen=True, slots=True)
class ListItem:
    """`marker` as printed, with what parts it from the text: "一、", "● ", "（一）"."""

    id: str
    spans: tuple[Span, ...]
    marker: str
    inlines: Inlines


@dataclass(frozen=True, slots=True)
class ListBlock:
    id: str
    items: tuple[ListItem, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its caption and credit; `image` names an asset and is None where only the caption came down."""

    id: str
    spans: tuple[Span, ...]
    caption: Inlines
    credit: str | None = None
    image: str | None = None
    alt: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    id: str
    spans: tuple[Span, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    header_rows: int = 0
    caption: Inlines | None = None


@dataclass(frozen=True, slots=True)
class Preformatted:
    id: str
    spans: tuple[Span, ...]
    text: str


@dataclass(frozen=True, slots=True)
class SceneBreak:
    """A blank or a row of stars that parts two scenes; `printed` is empty for a blank."""

    id: str
    spans: tuple[Span, ...]
    printed: str = ""


Block = Heading | Paragraph | Speech | Verse | Quotation | ListBlock | Figure | Table | Preformatted | SceneBreak


@dataclass(frozen=True, slots=True)
class Note:
    id: str
    kind: Literal["foot", "end", "editor", "commentary"]
    printed: str
    blocks: tuple[Block, ...]


def block_as_set(block: Block) -> Iterator[tuple[str, str]]:
    """(id, text) of a block; a list gives one pair an item, a quotation one a block."""
    match block:
        case Heading() | Paragraph():
            yield block.id, join_number(block.number, plain(block.inlines))
        case Speech():
            yield block.id, block.speaker + block.separator + plain(block.inlines)
        case Verse():
            yield block.id, verse_text(block)
        case Quotation():
            for inner in block.blocks:
                yield from block_as_set(inner)
            if block.attribution:
                yield f"{block.id}-attribution", plain(block.attribution)
        case ListBlock():
            yield from ((item.id, item.marker + plain(item.inlines)) for item in block.items)
        case Figure():
            yield block.id, plain(block.caption) + (block.credit or "")
        case Table():
            cells = "\n".join("\t".join(map(plain, row)) for row in block.rows)
            yield block.id, (plain(block.caption) + "\n" if block.caption else "") + cells
        case Preformatted():
            yield block.id, block.text
        case SceneBreak():
            if block.printed:
                yield block.id, block.printed


def figures_in(block: Block) -> Iterator[Figure]:
    """The block itself if it is a figure, or those that it quotes."""
    if isinstance(block, Figure):
        yield block
    elif isinstance(block, Quotation):
        for inner in block.blocks:
            yield from figures_in(inner)


def verse_text(verse: Verse) -> str:
    """Lines parted by one line end, stanzas by two, the attribution last."""
    stanzas = "\n\n".join("\n".join(plain(line.inlines) for line in stanza) for stanza in verse.stanzas)
    return stanzas + ("\n" + plain(verse.attribution) if verse.attribution else "")
