"""A publication in, the page before its text out: the cover where there is a picture, else a plain title page."""

from __future__ import annotations

from pipeline.backends.epub.markup import document, text, value
from pipeline.design.labels import labels, printed_date
from pipeline.model import Metadata

COVER_FILE = "text/cover.xhtml"
TITLE_FILE = "text/title.xhtml"


def cover_page(metadata: Metadata, picture: str) -> str:
    """The cover as a page of its own; `picture` is its path in the package."""
    said = labels(metadata.language)
    alt = value(said.cover_of.format(title=metadata.title))
    body = (
        f'<section class="cover" epub:type="cover" aria-label="{said.cover}">'
        f'<img src="../{picture}" alt="{alt}" role="doc-cover"/></section>'
    )
    return document(metadata.language, said.cover, body, kind="frontmatter")


def title_page(metadata: Metadata) -> str:
    """Title, subtitle, authors, publisher and date, as far as they are known."""
    lines = [f'<h1 class="book-title">{text(metadata.title)}</h1>']
    if metadata.subtitle:
        lines.append(f'<p class="subtitle">{text(metadata.subtitle)}</p>')
    lines += (f'<p class="book-author">{text(name)}</p>' for name in metadata.authors)
    date = printed_date(metadata.date or "")
    lines += (f'<p class="imprint">{text(line)}</p>' for line in (metadata.publisher, date) if line)
    body = '<section epub:type="titlepage">' + "\n".join(lines) + "</section>"
    return document(metadata.language, metadata.title, body, kind="frontmatter")
