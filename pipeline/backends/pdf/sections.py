"""A publication in, the sections of its pages out: which articles begin a page, which run on, what parts them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.backends.pdf.blocks import HAIRLINE, article_strips
from pipeline.backends.pdf.heads import head
from pipeline.backends.pdf.pages import Section
from pipeline.backends.pdf.strips import Rule, Setter, Strip
from pipeline.design import Design
from pipeline.model import Article, Kind, Publication, article_as_set

#: A book of short pieces — poems, sayings of a classic, chapters of a law — would be half blank if each took a page.
_RUNNING_ON: tuple[Kind, ...] = ("verse", "classic", "law", "circular")
_SHORT = 400
"""Characters: about half a page of a book."""


def sections(publication: Publication, setter: Setter, wide: Setter, assets: Mapping[str, bytes]) -> Iterator[Section]:
    """`setter` sets in the column, `wide` across the type area."""
    design, kind = setter.design, publication.metadata.kind
    section = Section([])
    for number, article in enumerate(publication.articles):
        before = publication.articles[number - 1] if number else None
        if before is not None and starts_page(article, before, design, kind):
            yield section
            section = Section([])
        first = not section.strips and not section.head
        spans = design.page.columns > 1 and (design.span_titles == "all" or (design.span_titles == "first" and not number))
        titles = head(article, wide if spans and first else setter, kind)
        if spans and first and titles:
            section.head = _anchored(_sunk(titles, design), article.id)
            section.articles[-1] = article.id
            titles = []
            body = article_strips(article, setter, assets)
        else:
            body = article_strips(article, setter, assets)
            titles = _sunk(titles, design) if first else titles
            if not first and design.article_rule:
                section.strips.append(_hairline(setter))
            section.articles[len(section.strips)] = article.id
            if not titles and not body:
                body = [Strip(items=(), body=0)]
            if titles:
                titles = _anchored(titles, article.id)
            else:
                body = _anchored(body, article.id)
        section.strips += [*titles, *body]
    yield section


def starts_page(article: Article, before: Article, design: Design, kind: Kind) -> bool:
    """Whether an article begins a page; a chapter goes on below the title of its part where pieces run on."""
    if design.article_start != "page":
        return False
    if kind not in _RUNNING_ON:
        return True
    return article.level == 1 and (before.level > 1 or _length(article) >= _SHORT or _length(before) >= _SHORT)


def _length(article: Article) -> int:
    return sum(len(text) for _, text in article_as_set(article))


def _anchored(strips: Sequence[Strip], node: str) -> list[Strip]:
    return [strip._replace(anchors=(node, *strip.anchors)) for strip in strips[:1]] + list(strips[1:])


def _sunk(strips: list[Strip], design: Design) -> list[Strip]:
    """A chapter's title stands lower on its page than a line of text would; a newspaper's does not."""
    if design.article_start != "page":
        return strips
    return [strip._replace(sunk=True) for strip in strips[:1]] + strips[1:]


def _hairline(setter: Setter) -> Strip:
    """Between two articles that run on; it goes with the head below it, and a column does not begin with it."""
    y = 0.5 * setter.body_size
    return Strip(items=(Rule(0, y, setter.width, y, HAIRLINE, "rule"),), body=0.5, lead=0.5, keep=True)
