"""A publication in, the exchange form out: plain JSON values for other programs and for measuring."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from pipeline.model import (
    Article,
    Block,
    Figure,
    Heading,
    ListBlock,
    Note,
    Paragraph,
    Preformatted,
    Publication,
    Quotation,
    SceneBreak,
    Speech,
    Table,
    Verse,
    block_as_set,
    join_number,
    plain,
    verse_text,
)

Json = str | int | list["Json"] | dict[str, "Json"]


def exchange(publication: Publication, dropped: Iterable[str] = ()) -> dict[str, Json]:
    """The exchange form: title, language, articles with typed blocks, and what was dropped. Line ends in titles go."""
    return {
        "title": publication.metadata.title,
        "language": "zh-Hans" if publication.metadata.language == "zh-Hans" else "zh-Hant",
        "kind": publication.metadata.kind,
        "articles": [_article(article) for article in publication.articles],
        "dropped": list(dropped),
    }


def _article(article: Article) -> dict[str, Json]:
    made: dict[str, Json] = {"id": article.id}
    if article.kicker:
        made["kicker"] = str(article.kicker)
    if article.heading:
        made["title"] = article.heading
    if article.subtitle:
        made["subtitle"] = str(article.subtitle)
    if article.byline:
        made["byline"] = list(article.byline.names)
    if article.dateline:
        made["dateline"] = article.dateline.text
    made["level"] = article.level
    forms: list[Json] = [form for block in article.blocks for form in _block(block)]
    forms += (_note(note) for note in article.notes)
    made["blocks"] = forms
    if article.end_mark:
        made["end_mark"] = article.end_mark
    return made


def _note(note: Note) -> Json:
    return {"type": "note", "text": note.printed + "".join(text for _, text in _texts(note.blocks))}


def _texts(blocks: Iterable[Block]) -> Iterator[tuple[str, str]]:
    for block in blocks:
        yield from block_as_set(block)


def _block(block: Block) -> Iterator[dict[str, Json]]:
    match block:
        case Heading():
            yield _form(block.id, "heading", join_number(block.number, plain(block.inlines)), level=min(block.level, 3))
        case Paragraph(role="note" | "source"):
            yield _form(block.id, "note", plain(block.inlines))
        case Paragraph(role="signature"):
            yield _form(block.id, "signature", plain(block.inlines))
        case Paragraph():
            yield _form(block.id, "paragraph", join_number(block.number, plain(block.inlines)))
        case Speech():
            yield _form(block.id, "paragraph", block.speaker + block.separator + plain(block.inlines))
        case Verse():
            yield _form(block.id, "verse", verse_text(block))
        case Quotation():
            yield from (_form(id_, "quote", text) for id_, text in _texts(block.blocks))
            if block.attribution:
                yield _form(f"{block.id}-attribution", "signature", plain(block.attribution))
        case ListBlock():
            yield from (_form(item.id, "list_item", item.marker + plain(item.inlines)) for item in block.items)
        case Figure():
            made = _form(block.id, "caption", plain(block.caption))
            yield made | {"credit": block.credit} if block.credit else made
        case Table():
            yield from (_form(block.id, "list_item", " ".join(map(plain, row))) for row in block.rows)
        case Preformatted():
            yield _form(block.id, "paragraph", block.text)
        case SceneBreak():
            if block.printed:
                yield _form(block.id, "scene_break", block.printed)
        case _:
            assert_never(block)


def _form(id_: str, type_: str, text: str, level: int | None = None) -> dict[str, Json]:
    made: dict[str, Json] = {"id": id_, "type": type_}
    if level is not None:
        made["level"] = level
    made["text"] = text
    return made
