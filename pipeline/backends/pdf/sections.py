"""A publication in, the sections of its pages out: which articles begin a page, which run on, what parts them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.backends.pdf.blocks import HAIRLINE, article_strips
from pipeline.backends.pdf.heads import head
from pipeline.backends.pdf.pages import Section
from pipeline.backends.pdf.strips import Rule, Setter, Strip
from pipeline.design import Design
from pipeline.model import Article, Kind, Publication

_RUNNING_ON: tuple[Kind, ...] = ("law", "circular")
#: Their articles of the second level run on, and those of the first where they are short.
_SHORT_KINDS: tuple[Kind, ...] = ("verse", "classic")
_SHORT = 400
"""Characters: about half a page of a book."""


def sections(publication: Publication, setter: Setter, wide: Setter, assets: Mapping[str, bytes]) -> Iterator[Section]:
    """`setter` sets in the column, `wide` across the type area."""
    design, kind = setter.design, publication.metadata.kind
    pages = design.article_start == "page"
    whole = pages and not _pieces(publication)
    deep = pages and any(article.level > 1 for article in publication.articles)
    section = Section([])
    for number, article in enumerate(publication.articles):
        begins = whole or (deep and article.level == 1)
        across = _across(design, number)
        if number and (begins or across):
            yield section
            section = Section([], below=not begins)
        titles = head(article, wide if across else setter, kind)
        body = article_strips(article, setter, assets)
        if across and titles:
            _set_across(section, article, titles, wide if section.below and design.article_rule else None)
            section.strips += body
        else:
            _set_in_column(section, article, titles, body, setter)
    yield section


def _across(design: Design, number: int) -> bool:
    """Whether the head of article `number` goes across all columns."""
    every, first = design.span_titles == "all", design.span_titles == "first"
    return design.page.columns > 1 and (every or (first and not number))


def _set_across(section: Section, article: Article, titles: list[Strip], ruled: Setter | None) -> None:
    lead = [_hairline(ruled)] if ruled else []
    section.head = [*lead, *_anchored([titles[0]._replace(sunk=True), *titles[1:]], article.id)]
    section.articles[-1] = article.id


def _set_in_column(section: Section, article: Article, titles: list[Strip], body: list[Strip], setter: Setter) -> None:
    first = not section.strips and not section.head
    if first:
        titles = _sunk(titles, setter.design)
    elif setter.design.article_rule:
        section.strips.append(_hairline(setter))
    section.articles[len(section.strips)] = article.id
    section.strips += _anchored([*titles, *body] or [Strip(items=(), body=0)], article.id)


def _pieces(publication: Publication) -> bool:
    """Whether articles run on though the design begins them on pages: a book of poems or sayings, a law.

    Each would leave its page half blank. Where there are parts, those of the first level still begin a page.
    """
    kind, articles = publication.metadata.kind, publication.articles
    if kind in _RUNNING_ON:
        return True
    if kind not in _SHORT_KINDS or not articles:
        return False
    if any(article.level > 1 for article in articles):
        return True
    return sum(len(text) for _, text in publication.as_set()) < _SHORT * len(articles)


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
    return Strip(items=(Rule(0, y, setter.width, y, HAIRLINE, "rule"),), body=0.5, lead=0.5, keep=True, parts=True)
