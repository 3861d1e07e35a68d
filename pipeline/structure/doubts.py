"""Articles in, what an editor should look at out: heads that were lost, or that may be something else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from pipeline.errors import Finding, Place, Value
from pipeline.hanzi import HAN
from pipeline.model import Article, Heading, Kind, article_as_set, plain
from pipeline.structure import patterns

Where = Callable[[int], Place]
#: A headline of so many characters without mark or blank may be two that lost what parted them.
_LONG_HEADLINE = 20
_UNBROKEN = re.compile(f"[{HAN}0-9%“”《》]{{{_LONG_HEADLINE},}}")


def doubts(articles: Sequence[Article], kind: Kind, place: Where) -> Iterator[Finding]:
    """`place`: where a clean offset stands in the raw text."""
    for article in articles:
        at = int(article.id.rpartition("-")[2])
        if not article.heading and not _is_contents(article):
            yield Finding("structure.no-title", place(at), {"sample": _opening(article)})
        if kind != "newspaper":
            continue
        if not article.subtitle and _UNBROKEN.fullmatch(str(article.title or "")):
            yield Finding("structure.headline-run-together", place(at), {"title": str(article.title)})
        heads = [block for block in article.blocks if isinstance(block, Heading)]
        lone = len(articles) > 1 and len(heads) == 1 and not heads[0].number
        if lone and not patterns.KICKER.match(plain(heads[0].inlines)):
            values: dict[str, Value] = {"head": plain(heads[0].inlines), "title": article.heading}
            yield Finding("structure.lone-head", place(heads[0].spans[0].start), values)


def _is_contents(article: Article) -> bool:
    """目录 before the first chapter has a head of its own; so has a poem or a letter that opens with one."""
    return bool(article.blocks) and isinstance(article.blocks[0], Heading)


def _opening(article: Article) -> str:
    return next((text for _, text in article_as_set(article) if text), "")[:16].replace("\n", " ")
