"""Articles of a manuscript and what of each leaf was there before in, the same articles with ids and spans out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.manuscript.clean import Clean
from pipeline.manuscript.leaves import HEADS, Leaf, facts_of, leaves_of
from pipeline.manuscript.write import head_lines
from pipeline.model import Article, Block, Byline, Dateline, ListBlock, Phrase, Quotation, Span

_BLOCKS = ("block", "item")


@dataclass(frozen=True, slots=True)
class Kept:
    """The recovered leaf behind one of the manuscript, and its spans; `whole`: with the same characters."""

    old: Leaf
    spans: tuple[Span, ...]
    whole: bool


class Rebuilder:
    """Gives ids: those of the recovered nodes, each once; to the other half of a split paragraph one of its own."""

    def __init__(self, recovered: Sequence[Article], kept: Mapping[tuple[str, str], Kept], used: set[str]) -> None:
        self._kept = kept
        self._used = used
        self._recovered = {article.id: article for article in recovered}
        self._article_of = {(leaf.key, leaf.part): article.id for article in recovered for leaf in leaves_of(article)}
        self._around = dict(pair for article in recovered for pair in _around(_blocks(article)))
        self._ids: dict[str, str] = {}
        self._was: dict[str, str] = {}

    def articles(self, mine: Sequence[Article]) -> list[Article]:
        self._name_articles(mine)
        self._name_leaves()
        return [self._article(article) for article in mine]

    def moved(self, clean: Clean) -> Iterator[tuple[Span, str]]:
        """Ranges of clean text that another node holds now than before."""
        for (key, part), kept in self._kept.items():
            node = self._node(key, part)
            if node != kept.old.key:
                spans = clean.spans(kept.old) if kept.whole else kept.spans
                yield from ((span, node) for span in spans)

    def reread(self, mine: Sequence[Article]) -> Iterator[tuple[Article, Span | None, str, str]]:
        """Articles that are the recovered ones but of which other things are said, with both heads."""
        for article in mine:
            before = self._recovered.get(self._was.get(article.id, ""))
            if before and facts_of(before) != facts_of(article):
                at = next((span for leaf in leaves_of(before) for span in leaf.spans), None)
                yield article, at, " ".join(head_lines(before)), " ".join(head_lines(article))

    # ---------------------------------------------------------------------------------------------------------- ids

    def _name_articles(self, mine: Sequence[Article]) -> None:
        """By a head that was there, else by the first leaf that was."""
        for heads in (True, False):
            for article in mine:
                if article.id in self._was:
                    continue
                for leaf in leaves_of(article):
                    kept = self._kept.get((leaf.key, leaf.part))
                    if not kept or (heads and not (leaf.part in HEADS and kept.old.part in HEADS)):
                        continue
                    was = self._article_of[kept.old.key, kept.old.part]
                    if was not in self._used:
                        self._used.add(was)
                        self._was[article.id] = self._ids[article.id] = was
                    break
        for article in mine:
            if article.id not in self._ids and article.id.startswith("m-"):
                spans = (
                    self._kept[leaf.key, leaf.part].spans
                    for leaf in leaves_of(article)
                    if (leaf.key, leaf.part) in self._kept
                )
                self._ids[article.id] = self._free("a", next((found for found in spans if found), ()), article.id)

    def _name_leaves(self) -> None:
        """Blocks with the same characters first, so that the half of a split paragraph does not take their ids."""
        for (key, part), kept in sorted(self._kept.items(), key=lambda item: not item[1].whole):
            if part not in _BLOCKS:
                continue
            if kept.old.part in _BLOCKS and kept.old.key not in self._used:
                self._used.add(kept.old.key)
                self._ids[key] = kept.old.key
            else:
                self._ids[key] = self._free("s", kept.spans, key)

    def _free(self, letter: str, spans: tuple[Span, ...], otherwise: str) -> str:
        id_ = f"{letter}{spans[0].source}-{spans[0].start}" if spans else otherwise
        if id_ in self._used:
            id_ = otherwise
        self._used.add(id_)
        return id_

    def _id(self, key: str) -> str:
        return self._ids.get(key, key)

    def _node(self, key: str, part: str) -> str:
        """The node that claims name for a leaf of the manuscript."""
        if part in _BLOCKS or part == "end":
            return self._id(key)
        if part not in HEADS:
            return key
        return f"{self._id(key.removesuffix(f'-{part}'))}-{part}"

    # --------------------------------------------------------------------------------------------------------- tree

    def _article(self, article: Article) -> Article:
        before = self._recovered.get(self._was.get(article.id, ""))
        byline, dateline = article.byline, article.dateline
        if byline:
            byline = replace(byline, spans=self._byline_spans(article, byline, before))
        if dateline:
            dateline = replace(dateline, spans=self._dateline_spans(article, dateline, before))
        return replace(
            article,
            id=self._id(article.id),
            kicker=self._phrase(article, "kicker", article.kicker),
            title=self._phrase(article, "title", article.title),
            subtitle=self._phrase(article, "subtitle", article.subtitle),
            byline=byline,
            dateline=dateline,
            blocks=tuple(map(self._block, article.blocks)),
            notes=tuple(replace(note, blocks=tuple(map(self._block, note.blocks))) for note in article.notes),
            spans=before.spans if before else (),
        )

    def _byline_spans(self, article: Article, byline: Byline, before: Article | None) -> tuple[Span, ...]:
        """Those of the printed line; of names that stand in the lead, those that they had."""
        if byline.text is not None:
            return self._spans(article, "byline")
        was = before.byline if before else None
        return was.spans if was and was.text is None and was.names == byline.names else ()

    def _dateline_spans(self, article: Article, dateline: Dateline, before: Article | None) -> tuple[Span, ...]:
        if dateline.own_line:
            return self._spans(article, "dateline")
        was = before.dateline if before else None
        return was.spans if was and not was.own_line and was.text == dateline.text else ()

    def _spans(self, article: Article, part: str) -> tuple[Span, ...]:
        kept = self._kept.get((f"{article.id}-{part}", part))
        return kept.spans if kept else ()

    def _phrase(self, article: Article, part: str, phrase: Phrase | None) -> Phrase | None:
        return replace(phrase, spans=self._spans(article, part)) if phrase else None

    def _block(self, block: Block) -> Block:
        if isinstance(block, ListBlock):
            items = tuple(
                replace(item, id=self._id(item.id), spans=self._spans_of(item.id, "item")) for item in block.items
            )
            return replace(block, id=self._outer(items[0].id, f"{items[0].id}-list"), items=items)
        if isinstance(block, Quotation):
            inner = tuple(map(self._block, block.blocks))
            spans = tuple(span for one in inner if not isinstance(one, ListBlock) for span in one.spans)
            id_ = self._outer(inner[0].id, f"{inner[0].id}-letter") if inner else block.id
            return replace(block, id=id_, spans=spans, blocks=inner)
        return replace(block, id=self._id(block.id), spans=self._spans_of(block.id, "block"))

    def _spans_of(self, key: str, part: str) -> tuple[Span, ...]:
        kept = self._kept.get((key, part))
        return kept.spans if kept else ()

    def _outer(self, first: str, otherwise: str) -> str:
        """The id of what holds a block: that of what held it before."""
        id_ = self._around.get(first, otherwise)
        id_ = otherwise if id_ in self._used else id_
        self._used.add(id_)
        return id_


def taken_ids(articles: Iterable[Article]) -> set[str]:
    """All ids of articles and of what they hold."""
    used: set[str] = set()
    for article in articles:
        used.add(article.id)
        used.update(leaf.key for leaf in leaves_of(article))
        used.update(outer for _, outer in _around(_blocks(article)))
    return used


def _blocks(article: Article) -> tuple[Block, ...]:
    return article.blocks + tuple(block for note in article.notes for block in note.blocks)


def _around(blocks: Iterable[Block]) -> Iterator[tuple[str, str]]:
    """(first inner id, outer id) of lists and quotations."""
    for block in blocks:
        if isinstance(block, ListBlock) and block.items:
            yield block.items[0].id, block.id
        elif isinstance(block, Quotation) and block.blocks:
            yield block.blocks[0].id, block.id
            yield from _around(block.blocks)
