"""Blocks of the model in, paragraphs and tables of WordprocessingML out, each in the style of its role."""

from __future__ import annotations

from typing import assert_never

from pipeline.backends.docx import names
from pipeline.backends.docx.inlines import set_inlines, set_text
from pipeline.backends.docx.markup import characters, paragraph, run
from pipeline.backends.docx.pictures import UnreadableImageError, drawing
from pipeline.backends.docx.properties import twips
from pipeline.backends.docx.scribe import Scribe
from pipeline.backends.docx.styles import LEVELS
from pipeline.model import (
    Block,
    Figure,
    Heading,
    Inlines,
    ListBlock,
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


def set_block(block: Block, scribe: Scribe, level: int, body: str = "Normal") -> str:
    """One block. `level` is the outline level that heads in it stand below; `body` the style of plain paragraphs."""
    match block:
        case Heading():
            return _heading(block, scribe, level)
        case Paragraph(role=role):
            style = body if role == "body" else names.PARAGRAPHS[role].id
            return paragraph(
                style, _numbered(block.number, block.inlines, scribe) + set_inlines(block.inlines, scribe, role)
            )
        case Speech():
            speaker = set_text(block.speaker, scribe, "speaker") + set_text(block.separator, scribe)
            return _in_role("speech", speaker + set_inlines(block.inlines, scribe, "speech"))
        case Verse():
            return _verse(block, scribe)
        case Quotation():
            inner = "".join([set_block(inner, scribe, level, "Quote") for inner in block.blocks])
            return inner + _attribution(block.attribution, scribe)
        case ListBlock(items=items):
            return "".join(
                _in_role("list", set_text(item.marker, scribe) + set_inlines(item.inlines, scribe, "list"))
                for item in items
            )
        case Figure():
            return _figure(block, scribe)
        case Table():
            return _table(block, scribe)
        case Preformatted(text=text):
            return _in_role("preformatted", run(characters(scribe.legal(text))))
        case SceneBreak(printed=printed):
            return _in_role("scene-break", set_text(printed, scribe) if printed else "")
        case _:
            assert_never(block)


def _in_role(role: str, runs: str) -> str:
    return paragraph(names.PARAGRAPHS[role].id, runs)


def _heading(block: Heading, scribe: Scribe, level: int) -> str:
    style = scribe.sheet.section_head(min(level + block.level, LEVELS), block.level)
    text = set_inlines(block.inlines, scribe, f"heading-{block.level}")
    return paragraph(style, scribe.bookmark(block.id) + set_text(_between(block.number, block.inlines), scribe) + text)


def _between(number: str | None, inlines: Inlines) -> str:
    """A printed number with what parts it from the text behind it."""
    return number + number_gap(number, plain(inlines)) if number else ""


def _numbered(number: str | None, inlines: Inlines, scribe: Scribe) -> str:
    """The number of a clause (第三条) as printed: it is text of the source, and Word does not count it."""
    return set_text(_between(number, inlines), scribe, "item-number") if number else ""


def _attribution(attribution: Inlines | None, scribe: Scribe) -> str:
    return _in_role("attribution", set_inlines(attribution, scribe, "attribution")) if attribution else ""


def _verse(block: Verse, scribe: Scribe) -> str:
    """A stanza is a paragraph, its lines parted by line breaks: so it moves, is marked and goes to layout as one."""
    style = _verse_style(block, scribe)
    stanzas = []
    for stanza in block.stanzas:
        lines = [
            set_text("\u3000" * line.indent, scribe) * bool(line.indent) + _verse_line(line, scribe) for line in stanza
        ]
        stanzas.append(paragraph(style, run("<w:br/>").join(lines)))
    return "".join(stanzas) + _attribution(block.attribution, scribe)


def _verse_line(line: VerseLine, scribe: Scribe) -> str:
    return set_inlines(line.inlines, scribe, "verse")


def _verse_style(block: Verse, scribe: Scribe) -> str:
    """Centred verse is centred as a whole, not line by line: by an indent of whole characters for its longest line."""
    design = scribe.edition.design
    role = design.role("verse")
    if role.align != "center":
        return names.PARAGRAPHS["verse"].id
    lines = (line for stanza in block.stanzas for line in stanza)
    longest = max((line.indent + _ems(plain(line.inlines)) for line in lines), default=0.0)
    return scribe.sheet.verse(max(int(role.left), int((design.column_width / role.size - longest) / 2)))


def _ems(text: str) -> float:
    """Width of a line in em: letters from before U+2000 take half of one."""
    return len(text) - sum(char < "\u2000" for char in text) / 2


def _figure(block: Figure, scribe: Scribe) -> str:
    """The picture, where there is one that Word takes, in a line of its own; caption and credit below."""
    made = []
    if block.image is not None:
        try:
            picture = scribe.pictures.picture(block.image)
            alt = scribe.legal(block.alt or plain(block.caption))
            made.append(paragraph(names.FIGURE.id, drawing(picture, scribe.part, next(scribe.ids), alt)))
        except KeyError:
            scribe.notice("picture-missing", picture=block.image)
        except UnreadableImageError:
            scribe.notice("picture-format", picture=block.image)
    if block.caption:
        made.append(_in_role("caption", set_inlines(block.caption, scribe, "caption")))
    if block.credit:
        made.append(_in_role("credit", set_text(block.credit, scribe)))
    return "".join(made)


def _table(block: Table, scribe: Scribe) -> str:
    """A grid as wide as the column, its header rows repeated on every page; short rows are filled with empty cells.

    Word joins tables that touch and wants a paragraph behind the last: one of the cells' style follows.
    """
    caption = paragraph(names.TABLE_CAPTION.id, set_inlines(block.caption, scribe, "caption")) if block.caption else ""
    columns = max(map(len, block.rows), default=0)
    if not columns:
        return caption
    width = twips(scribe.edition.design.column_width / columns)
    rows = "".join(
        _row(row + ((),) * (columns - len(row)), width, scribe, header=number < block.header_rows)
        for number, row in enumerate(block.rows)
    )
    look = '<w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/><w:tblLook w:val="0620"/>'
    grid = f'<w:gridCol w:w="{width}"/>' * columns
    table = f"<w:tbl><w:tblPr>{look}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    return caption + table + _in_role("table", "")


def _row(row: tuple[Inlines, ...], width: int, scribe: Scribe, *, header: bool) -> str:
    style = names.TABLE_HEAD.id if header else names.PARAGRAPHS["table"].id
    repeat = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if header else "<w:trPr><w:cantSplit/></w:trPr>"
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f"{paragraph(style, set_inlines(cell, scribe, 'table'))}</w:tc>"
        for cell in row
    )
    return f"<w:tr>{repeat}{cells}</w:tr>"
