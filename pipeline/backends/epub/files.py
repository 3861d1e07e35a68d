"""Articles set in pieces in, XHTML files out: one an article, a long one parted between two blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from math import ceil
from typing import NamedTuple

from pipeline.backends.epub.articles import MATTER, ArticleMarkup, Piece, set_article
from pipeline.backends.epub.markup import document, legal, linked, value
from pipeline.backends.epub.scribe import Scribe
from pipeline.errors import Level
from pipeline.model import Article, Publication

FOLDER = "text"
#: Bytes of one file: old readers give up above some 300 kB.
MOST = 290_000


class TextFile(NamedTuple):
    """`name` is the path in the package; `article` the first node that stands in it."""

    name: str
    article: Article
    content: bytes


class Body(NamedTuple):
    """All text files in reading order, and where each node stands (id → path)."""

    files: tuple[TextFile, ...]
    places: dict[str, str]


def set_files(publication: Publication, scribe: Scribe, replaced: Counter[str], *, end_marks: bool) -> Body:
    """The whole text. `replaced` counts characters that XML forbids."""
    parts: list[tuple[Article, str]] = []
    anchors: list[tuple[str, ...]] = []
    articles = publication.articles
    volumes = _volumes(articles)
    for article, volume in zip(articles, volumes, strict=True):
        made = set_article(article, publication.metadata.kind, scribe, volume=volume, end_mark=end_marks)
        for markup, ids in _parted(made, article, scribe):
            parts.append((article, markup))
            anchors.append(ids)
    width = len(str(len(parts)))
    names = [f"{number:0{width}}.xhtml" for number in range(1, len(parts) + 1)]
    here = {value(id_): name for name, ids in zip(names, anchors, strict=True) for id_ in ids}
    script, title = publication.metadata.language, publication.metadata.title
    files = []
    for name, (article, markup) in zip(names, parts, strict=True):
        head = " ".join(article.heading.split()) or title
        page = document(script, head, linked(markup, name, here), kind=MATTER.get(article.role, "bodymatter"))
        files.append(TextFile(f"{FOLDER}/{name}", article, legal(page, replaced).encode()))
    return Body(tuple(files), {id_: f"{FOLDER}/{name}" for id_, name in here.items()})


def _volumes(articles: Sequence[Article]) -> list[bool]:
    """Whether each article holds nothing but others: the next one is of a higher level."""
    pairs = zip_longest(articles, articles[1:])
    return [not article.blocks and after is not None and after.level > article.level for article, after in pairs]


def _parted(made: ArticleMarkup, article: Article, scribe: Scribe) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(markup, ids) of each file of an article, of about the same length each."""
    sizes = [len(piece.markup.encode(errors="replace")) for piece in made.pieces]
    if max(sizes) > MOST:
        scribe.notice("block-long", Level.NOTE, article=article.heading or article.id, kilobytes=max(sizes) // 1000)
    opening = made.opening
    for pieces in _shares(made.pieces, sizes):
        inner = "\n".join(piece.markup for piece in pieces if piece.markup)
        yield f"{opening}\n{inner}\n{made.closing}", tuple(id_ for piece in pieces for id_ in piece.anchors)
        opening = made.reopening


def _shares(pieces: Sequence[Piece], sizes: Sequence[int]) -> Iterator[Sequence[Piece]]:
    total = sum(sizes)
    if total <= MOST:
        yield pieces
        return
    share = total / ceil(total / MOST)
    start = filled = 0
    for at, size in enumerate(sizes):
        # The head stays with the block after it.
        if at > 1 and start < at and (filled >= share or filled + size > MOST):
            yield pieces[start:at]
            start, filled = at, 0
        filled += size
    yield pieces[start:]
