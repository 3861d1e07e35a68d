"""A publication in, its passages out, each a paragraph, title or name whole; and the tree again with others in place.

For what works on running text, not on nodes: a passage is cut where inlines begin and end, but is read as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import NamedTuple, assert_never

from pipeline import model as m
from pipeline.model import Inlines, Publication, Script


class Piece(NamedTuple):
    """Part of a passage: open to change or not (`free`); `apart` where no word may be seen across its edges."""

    text: str
    free: bool = True
    apart: bool = False


class Run(NamedTuple):
    """A passage, with the id of the node that holds it ("metadata" for none). Those of one `flow` are the paragraphs of
    one article, in order: a quotation may go on from one to the next."""

    pieces: tuple[Piece, ...]
    owner: str
    flow: int


def gather(publication: Publication) -> list[Run]:
    """All passages. Not free: code, and text marked as of another language; link targets and numbers of books
    (ISBN, identifier) are no passages."""
    language = publication.metadata.language
    walk = _Walk(language, language)
    walk.publication(publication)
    return walk.runs


def refill(publication: Publication, texts: Iterable[tuple[str, ...]], language: Script) -> Publication:
    """The publication with other texts for the pieces of every passage, as `gather` gave them, now in `language`."""
    return _Walk(publication.metadata.language, language, texts).publication(publication)


class _Walk:
    """Goes over a publication, twice in the same order: without `done` to gather `runs`, then to set `done` in."""

    def __init__(self, source: Script, target: Script, done: Iterable[tuple[str, ...]] | None = None) -> None:
        self.runs: list[Run] = []
        self._source, self._target = source, target
        self._done = None if done is None else iter(done)
        self._owner = "metadata"
        self._flow = self._alone = 0

    def publication(self, publication: Publication) -> Publication:
        metadata = self.metadata(publication.metadata)
        return replace(publication, metadata=metadata, articles=tuple(map(self.article, publication.articles)))

    def metadata(self, metadata: m.Metadata) -> m.Metadata:
        return replace(
            metadata,
            title=self.text(metadata.title),
            language=self._target,
            subtitle=self.maybe(metadata.subtitle),
            contributors=tuple(replace(one, name=self.text(one.name)) for one in metadata.contributors),
            publisher=self.maybe(metadata.publisher),
            description=self.maybe(metadata.description),
            rights=self.maybe(metadata.rights),
            source=self.maybe(metadata.source),
            subjects=self.texts(metadata.subjects),
            series=self.maybe(metadata.series),
            series_number=self.maybe(metadata.series_number),
        )

    def article(self, article: m.Article) -> m.Article:
        self._owner = article.id
        section, byline, dateline = article.section, article.byline, article.dateline
        head = replace(
            article,
            number=self.maybe(article.number),
            kicker=self.phrase(article.kicker),
            title=self.phrase(article.title),
            subtitle=self.phrase(article.subtitle),
            byline=byline and replace(byline, names=self.texts(byline.names), text=self.maybe(byline.text)),
            dateline=dateline and self.dateline(dateline),
            section=section and m.Section(self.maybe(section.number), self.maybe(section.name)),
            end_mark=self.maybe(article.end_mark),
        )
        self._flow = self._fresh()
        blocks = tuple(map(self.block, article.blocks))
        return replace(head, blocks=blocks, notes=tuple(map(self.note, article.notes)))

    def dateline(self, line: m.Dateline) -> m.Dateline:
        agency, place, date = self.maybe(line.agency), self.maybe(line.place), self.maybe(line.date)
        return replace(line, text=self.text(line.text), agency=agency, place=place, date=date)

    def note(self, note: m.Note) -> m.Note:
        self._owner, self._flow = note.id, self._fresh()
        printed = self.text(note.printed)
        return replace(note, printed=printed, blocks=tuple(map(self.block, note.blocks)))

    def block(self, block: m.Block) -> m.Block:
        self._owner = getattr(block, "id", self._owner)
        match block:
            case m.Heading() | m.Paragraph():
                flow = self._flow if isinstance(block, m.Paragraph) else None
                return replace(block, number=self.maybe(block.number), inlines=self.inlines(block.inlines, flow))
            case m.Speech():
                speaker, separator = self.text(block.speaker), self.text(block.separator)
                inlines = self.inlines(block.inlines, self._flow)
                return replace(block, speaker=speaker, separator=separator, inlines=inlines)
            case m.Verse():
                return self.verse(block)
            case m.Quotation():
                blocks = tuple(map(self.block, block.blocks))
                return replace(block, blocks=blocks, attribution=self.some(block.attribution))
            case m.ListBlock():
                return replace(block, items=tuple(map(self.item, block.items)))
            case m.Figure():
                caption, credit, alt = self.inlines(block.caption), self.maybe(block.credit), self.maybe(block.alt)
                return replace(block, caption=caption, credit=credit, alt=alt)
            case m.Table():
                rows = tuple(tuple(map(self.inlines, row)) for row in block.rows)
                return replace(block, rows=rows, caption=self.some(block.caption))
            case m.Preformatted():
                return replace(block, text=self.text(block.text))
            case m.SceneBreak():
                return replace(block, printed=self.text(block.printed))
            case _:
                assert_never(block)

    def item(self, item: m.ListItem) -> m.ListItem:
        self._owner = item.id
        return replace(item, marker=self.text(item.marker), inlines=self.inlines(item.inlines, self._flow))

    def verse(self, verse: m.Verse) -> m.Verse:
        """A poem's lines are one run: a quotation may go on from line to line."""
        lines = [line for stanza in verse.stanzas for line in stanza]
        broken = chain.from_iterable((*line.inlines, m.Break()) for line in lines)
        new = self.inlines(tuple(broken))
        made: list[list[m.VerseLine]] = []
        at = 0
        for stanza in verse.stanzas:
            made.append([])
            for line in stanza:
                made[-1].append(replace(line, inlines=new[at : at + len(line.inlines)]))
                at += len(line.inlines) + 1
        return replace(verse, stanzas=tuple(map(tuple, made)), attribution=self.some(verse.attribution))

    def phrase(self, phrase: m.Phrase | None) -> m.Phrase | None:
        return phrase and replace(phrase, inlines=self.inlines(phrase.inlines))

    def some(self, inlines: Inlines | None) -> Inlines | None:
        return inlines and self.inlines(inlines)

    def maybe(self, text: str | None) -> str | None:
        return text and self.text(text)

    def texts(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(self.text, texts))

    def text(self, text: str) -> str:
        return self.run((Piece(text),))[0] if text else text

    def inlines(self, inlines: Inlines, flow: int | None = None) -> Inlines:
        if not inlines:
            return inlines
        pieces = iter(self.run(tuple(self.pieces(inlines)), flow))
        return tuple(self.filled(inline, pieces) for inline in inlines)

    def run(self, pieces: tuple[Piece, ...], flow: int | None = None) -> tuple[str, ...]:
        if self._done is not None:
            return next(self._done)
        self.runs.append(Run(pieces, self._owner, self._fresh() if flow is None else flow))
        return tuple(piece.text for piece in pieces)

    def _fresh(self) -> int:
        self._alone += 1
        return self._alone

    def pieces(self, inlines: Inlines) -> Iterator[Piece]:
        for inline in inlines:
            match inline:
                case m.Text(text=text, marks=marks, lang=lang):
                    yield Piece(text, "code" not in marks and lang in (None, "zh", self._source))
                case m.Ruby(base=base):
                    yield Piece(base)
                case m.Link(inlines=inner):
                    yield from self.pieces(inner)
                case m.InlineNote(inlines=inner):
                    yield from (Piece("", apart=True), *self.pieces(inner), Piece("", apart=True))
                case m.NoteRef(printed=printed):
                    yield Piece(printed, apart=True)
                case m.Break():
                    yield Piece("", apart=True)
                case _:
                    assert_never(inline)

    def filled(self, inline: m.Inline, pieces: Iterator[str]) -> m.Inline:
        """The inline with the pieces that `pieces` made of it, in the same order."""
        match inline:
            case m.Text():
                return replace(
                    inline, text=next(pieces), lang=self._target if inline.lang == self._source else inline.lang
                )
            case m.Ruby():
                return m.Ruby(next(pieces), self.text(inline.reading))
            case m.Link():
                return replace(inline, inlines=tuple([self.filled(one, pieces) for one in inline.inlines]))
            case m.InlineNote():
                next(pieces)
                inner = tuple([self.filled(one, pieces) for one in inline.inlines])
                next(pieces)
                return replace(inline, inlines=inner)
            case m.NoteRef():
                return replace(inline, printed=next(pieces))
            case m.Break():
                next(pieces)
                return inline
            case _:
                assert_never(inline)
