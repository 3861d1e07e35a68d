"""Blocks of the model in, XHTML out: one string a block, made of the element that means what the block is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from pipeline.backends.epub.inlines import set_inlines
from pipeline.backends.epub.markup import text, value
from pipeline.backends.epub.scribe import Scribe
from pipeline.errors import Level
from pipeline.model import (
    Block,
    Figure,
    Heading,
    Inlines,
    ListBlock,
    ListItem,
    Paragraph,
    Preformatted,
    Quotation,
    SceneBreak,
    Speech,
    Table,
    Verse,
    VerseLine,
    number_gap,
    plain,
)

#: A number or marker that ends so is set close to its text; any other is parted by a full-width space.
CLOSED = "、．.）)：:"
MAX_INDENT = 12
_BULLETS = frozenset("●•·○◦■□◆◇▪▲△★☆※-*–—")


class Headings:
    """Ranks of the headings below an article's title: never deeper by more than one (WCAG 1.3.1), never below h6."""

    def __init__(self, top: int) -> None:
        self._top = self._last = min(top, 6)

    def rank(self, level: int) -> int:
        """The rank of an inner heading of `level` (1 = directly below the title)."""
        self._last = max(1, min(self._top + level, self._last + 1, 6))
        return self._last


def set_block(block: Block, scribe: Scribe, headings: Headings, lead: str = "") -> str:
    """One block. `lead` is markup that goes before its first character: the mark of a note."""
    match block:
        case Heading():
            rank = headings.rank(block.level)
            inner = _numbered(block.number, block.inlines, scribe, lead)
            return f'<h{rank}{scribe.id(block.id)} class="heading-{min(max(block.level, 1), 6)}">{inner}</h{rank}>'
        case Paragraph():
            role = "" if block.role == "body" else f' class="{block.role}"'
            inner = _numbered(block.number, block.inlines, scribe, lead)
            return f"<p{scribe.id(block.id)}{role}>{inner}</p>"
        case Speech():
            who = f'<span class="speaker">{text(block.speaker)}</span>{text(block.separator)}'
            return f'<p{scribe.id(block.id)} class="speech">{lead}{who}{set_inlines(block.inlines, scribe)}</p>'
        case Verse():
            return _verse(block, scribe, lead)
        case Quotation():
            id_ = scribe.id(block.id)
            inner = "\n".join(set_blocks(block.blocks, scribe, headings, lead)) or _before(lead)
            return f"<blockquote{id_}>{inner}{_attribution(block.id, block.attribution, scribe)}</blockquote>"
        case ListBlock():
            return _list(block, scribe, lead)
        case Figure():
            return _figure(block, scribe, lead)
        case Table():
            return _table(block, scribe, lead)
        case Preformatted():
            return f"{_before(lead)}<pre{scribe.id(block.id)}>{text(block.text)}</pre>"
        case SceneBreak(printed=printed):
            if not printed.strip():
                return f"<hr{scribe.id(block.id)}/>"
            return f'<p{scribe.id(block.id)} class="scene-break">{lead}{text(printed)}</p>'
        case _:
            assert_never(block)


def set_blocks(blocks: Sequence[Block], scribe: Scribe, headings: Headings, lead: str = "") -> list[str]:
    """Several blocks; `lead` goes into the first."""
    return [set_block(block, scribe, headings, "" if at else lead) for at, block in enumerate(blocks)]


def _numbered(number: str | None, inlines: Inlines, scribe: Scribe, lead: str) -> str:
    """A printed number before its text: 第三条 parted by a full-width space, 一、 set close."""
    inner = set_inlines(inlines, scribe)
    if not number:
        return lead + inner
    gap = number_gap(number, plain(inlines))
    return f'{lead}<span class="marker">{text(number)}</span>{gap}{inner}'


def _before(lead: str) -> str:
    """A note's mark on a line of its own, before a block that takes no inline content."""
    return f"<p>{lead}</p>" if lead else ""


def _verse(verse: Verse, scribe: Scribe, lead: str) -> str:
    id_ = scribe.id(verse.id)
    stanzas: list[str] = []
    for stanza in verse.stanzas:
        lines: list[str] = []
        for line in stanza:
            lines.append(_verse_line(line, scribe, lead))
            lead = ""
        stanzas.append('<div class="stanza">' + "\n".join(lines) + "</div>")
    attribution = f'<p class="attribution">{set_inlines(verse.attribution, scribe)}</p>' if verse.attribution else ""
    return f'{_before(lead)}<div{id_} class="verse">{"".join(stanzas)}{attribution}</div>'


def _verse_line(line: VerseLine, scribe: Scribe, lead: str) -> str:
    indent = f' class="in-{min(line.indent, MAX_INDENT)}"' if line.indent > 0 else ""
    return f"<p{indent}>{lead}{set_inlines(line.inlines, scribe) or '<br/>'}</p>"


def _attribution(node: str, attribution: Inlines | None, scribe: Scribe) -> str:
    if not attribution:
        return ""
    return f'<p{scribe.id(f"{node}-attribution")} class="attribution">{set_inlines(attribution, scribe)}</p>'


def _list(block: ListBlock, scribe: Scribe, lead: str) -> str:
    """Printed markers are text, so the list has none of its own; bullets make a `ul`, numbers an `ol`."""
    bulleted = all(set(item.marker.strip()) <= _BULLETS for item in block.items)
    element = "ul" if bulleted else "ol"
    items = [_item(item, scribe, "" if at else lead) for at, item in enumerate(block.items)]
    return f"<{element}{scribe.id(block.id)}>" + "\n".join(items) + f"</{element}>"


def _item(item: ListItem, scribe: Scribe, lead: str) -> str:
    marker = f'<span class="marker">{text(item.marker)}</span>' if item.marker else ""
    return f"<li{scribe.id(item.id)}>{lead}{marker}{set_inlines(item.inlines, scribe)}</li>"


def _figure(figure: Figure, scribe: Scribe, lead: str) -> str:
    id_ = scribe.id(figure.id)
    image = _image(figure, scribe)
    caption = set_inlines(figure.caption, scribe)
    credit = f'<span class="credit">{text(figure.credit)}</span>' if figure.credit else ""
    parts = " ".join(part for part in (lead + caption, credit) if part)
    return f"<figure{id_}>{image}" + (f"<figcaption>{parts}</figcaption>" if parts else "") + "</figure>"


def _image(figure: Figure, scribe: Scribe) -> str:
    if figure.image is None:
        return ""
    if figure.image not in scribe.pictures:
        scribe.notice("picture-missing", picture=figure.image)
        return ""
    file = scribe.pictures.file(figure.image)
    if file is None:
        scribe.notice("picture-format", picture=figure.image)
        return ""
    if not figure.alt:
        scribe.undescribed = True
        scribe.notice("picture-undescribed", Level.NOTE, picture=figure.image)
    # Without a description the caption is read out: better than silence, and nothing is made up.
    return f'<img src="../{file}" alt="{value(figure.alt or plain(figure.caption))}"/>'


def _table(table: Table, scribe: Scribe, lead: str) -> str:
    id_ = scribe.id(table.id)
    caption = f"<caption>{lead}{set_inlines(table.caption, scribe)}</caption>" if table.caption else ""
    head = _rows(table.rows[: table.header_rows], scribe, '<th scope="col">', "</th>")
    body = _rows(table.rows[table.header_rows :], scribe, "<td>", "</td>")
    parts = (f"<thead>{head}</thead>" if head else "") + (f"<tbody>{body}</tbody>" if body else "")
    before = "" if table.caption else _before(lead)
    return f'{before}<div class="table"><table{id_}>{caption}{parts}</table></div>'


def _rows(rows: Sequence[Sequence[Inlines]], scribe: Scribe, opening: str, closing: str) -> str:
    made = ("".join(f"{opening}{set_inlines(cell, scribe)}{closing}" for cell in row) for row in rows)
    return "".join(f"<tr>{row}</tr>\n" for row in made)
