"""The outline of what was recovered, a line a block: what fixtures of structure hold against each other.

`type: text` as in the exchange form; heads of articles as `# kicker | title | subtitle`, then `byline:`, `dateline:`,
`end mark:`; what was taken out as `dropped:`. Line ends in a text are ⏎.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.exchange import exchange
from pipeline.model import Metadata, Publication
from pipeline.normalize import normalize
from pipeline.structure import Options, Structured, structure
from pipeline.structure.drafts import Head


def outline(raw: str, options: Options | None = None) -> str:
    return outline_of(structure(normalize(raw, "x")[0], "x", 0, options))


def outline_of(one: Structured) -> str:
    form = exchange(Publication(Metadata("x"), one.articles), one.dropped)
    head = [_book(one.head)] if one.head else []
    return "\n".join([f"kind: {one.kind}", *head, *_lines(form)])


def _book(head: Head) -> str:
    return f"book: {head.title}{f' | {head.subtitle}' if head.subtitle else ''} / {'、'.join(head.authors)}"


def _lines(form) -> Iterator[str]:
    for article in form["articles"]:
        parts = [article.get(key, "") for key in ("kicker", "title", "subtitle")]
        yield f"{'#' * article['level']} " + " | ".join(parts).strip(" |").replace("\n", "⏎")
        if "byline" in article:
            yield "byline: " + "、".join(article["byline"])
        if "dateline" in article:
            yield f"dateline: {article['dateline']}"
        for block in article["blocks"]:
            level = f"{block['level']}" if "level" in block else ""
            credit = f" [{block['credit']}]" if "credit" in block else ""
            yield f"{block['type']}{level}: {block['text']}{credit}".replace("\n", "⏎")
        if "end_mark" in article:
            yield f"end mark: {article['end_mark']}"
    yield from (f"dropped: {text}" for text in form["dropped"])
