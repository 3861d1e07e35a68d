"""Articles, what is known of a publication, and the publication itself, with its outline and its text as set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.model.blocks import Block, Heading, Note, block_as_set, figures_in
from pipeline.model.inlines import Inlines, Span, join_number, plain

Kind = Literal["newspaper", "novel", "essay", "verse", "play", "law", "circular", "classic", "manual", "plain"]
KINDS: tuple[Kind, ...] = (
    *("newspaper", "novel", "essay", "verse", "play", "law", "circular", "classic", "manual", "plain"),
)
Script = Literal["zh-Hans", "zh-Hant", "zh-Hant-TW", "zh-Hant-HK"]
SCRIPTS: tuple[Script, ...] = ("zh-Hans", "zh-Hant", "zh-Hant-TW", "zh-Hant-HK")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A run of text that is set on its own: a title, a kicker (引题), a deck (副题)."""

    inlines: Inlines
    spans: tuple[Span, ...]

    def __str__(self) -> str:
        return plain(self.inlines)


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote it. `text` is the line as printed, or None where the names stand inside the lead (metadata only)."""

    names: tuple[str, ...]
    text: str | None = None
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Dateline:
    """电头: agency, place and date. `own_line` says that `text` stands on a line of its own and is set."""

    text: str
    agency: str | None = None
    place: str | None = None
    date: str | None = None
    own_line: bool = False
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Where a newspaper item stood: 版次 and 版名."""

    number: str | None = None
    name: str | None = None


ArticleRole = Literal["front", "body", "back", "box", "photo-group", "contents"]


@dataclass(frozen=True, slots=True)
class Article:
    """A newspaper item, a chapter, a poem, an essay: what stands in the contents as one entry.

    `level` is 1 for the outermost; a volume (卷) is an article without blocks whose chapters have a higher level.
    `number` stands apart from the title (第一回, 第三条), so that it can be set on its own line.
    """

    id: str
    blocks: tuple[Block, ...] = ()
    number: str | None = None
    kicker: Phrase | None = None
    title: Phrase | None = None
    subtitle: Phrase | None = None
    byline: Byline | None = None
    dateline: Dateline | None = None
    level: int = 1
    role: ArticleRole = "body"
    parent: str | None = None
    section: Section | None = None
    continued_from: str | None = None
    continued_to: str | None = None
    notes: tuple[Note, ...] = ()
    end_mark: str | None = None
    spans: tuple[Span, ...] = ()
    """The printed number and end mark: the characters of the article that none of its phrases and blocks hold."""

    @property
    def heading(self) -> str:
        """Number and title as one line, for contents and navigation; empty for an article without either."""
        title = str(self.title) if self.title else ""
        return join_number(self.number, title.replace("\n", ""))


@dataclass(frozen=True, slots=True)
class Contributor:
    name: str
    role: str = "aut"
    """MARC relator code: aut, trl, edt, ill …"""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of the publication. Nothing here is invented: a field that is not known is None or empty."""

    title: str
    language: Script = "zh-Hans"
    kind: Kind = "plain"
    subtitle: str | None = None
    contributors: tuple[Contributor, ...] = ()
    publisher: str | None = None
    date: str | None = None
    identifier: str | None = None
    isbn: str | None = None
    description: str | None = None
    rights: str | None = None
    source: str | None = None
    subjects: tuple[str, ...] = ()
    series: str | None = None
    series_number: str | None = None

    @property
    def authors(self) -> tuple[str, ...]:
        return tuple(person.name for person in self.contributors if person.role == "aut")


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """One line of a table of contents. `id` is the article's or heading's; `article` the one that holds it."""

    id: str
    article: str
    text: str
    children: tuple[OutlineEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Publication:
    metadata: Metadata
    articles: tuple[Article, ...]

    def outline(self) -> tuple[OutlineEntry, ...]:
        """Articles with a title nested by level, the only source of every table of contents. Where there is but one
        article (a law, an essay), its section heads stand below it."""
        titled = [article for article in self.articles if article.heading]
        return _nest(titled) if len(titled) > 1 else tuple(map(_with_heads, titled))

    def pictures(self) -> tuple[str, ...]:
        """Names of the pictures that its figures show, each once, in reading order."""
        figures = (figure for article in self.articles for block in article.blocks for figure in figures_in(block))
        noted = (
            figure
            for article in self.articles
            for note in article.notes
            for block in note.blocks
            for figure in figures_in(block)
        )
        return tuple(dict.fromkeys(figure.image for figure in (*figures, *noted) if figure.image))

    def as_set(self) -> Iterator[tuple[str, str]]:
        """(id, text) of all that a writer must set, in reading order: the body with its heads, printed bylines and
        datelines, captions and notes; without contents, running heads, folios and end marks."""
        for article in self.articles:
            yield from article_as_set(article)


def article_as_set(article: Article) -> Iterator[tuple[str, str]]:
    """The part of `Publication.as_set` that belongs to one article; parts of its head are named `<id>-title` …"""
    if article.kicker:
        yield f"{article.id}-kicker", str(article.kicker)
    if article.number or article.title:
        title = str(article.title) if article.title else ""
        yield f"{article.id}-title", join_number(article.number, title)
    if article.subtitle:
        yield f"{article.id}-subtitle", str(article.subtitle)
    if article.byline and article.byline.text:
        yield f"{article.id}-byline", article.byline.text
    if article.dateline and article.dateline.own_line:
        yield f"{article.id}-dateline", article.dateline.text
    for block in article.blocks:
        yield from block_as_set(block)
    for note in article.notes:
        lead = note.printed
        for id_, text in (pair for block in note.blocks for pair in block_as_set(block)):
            yield id_, lead + text
            lead = ""


def _nest(articles: list[Article]) -> tuple[OutlineEntry, ...]:
    entries: list[OutlineEntry] = []
    at = 0
    while at < len(articles):
        head = articles[at]
        end = at + 1
        while end < len(articles) and articles[end].level > head.level:
            end += 1
        entries.append(OutlineEntry(head.id, head.id, head.heading, _nest(articles[at + 1 : end])))
        at = end
    return tuple(entries)


#: Heads of a list of heads, which is no place to go to.
_CONTENTS = ("目录", "目錄", "目次")


def _with_heads(article: Article) -> OutlineEntry:
    heads = [block for block in article.blocks if isinstance(block, Heading) and plain(block.inlines) not in _CONTENTS]
    return OutlineEntry(article.id, article.id, article.heading, _nest_heads(article.id, heads))


def _nest_heads(article: str, heads: Sequence[Heading]) -> tuple[OutlineEntry, ...]:
    entries: list[OutlineEntry] = []
    at = 0
    while at < len(heads):
        head = heads[at]
        end = at + 1
        while end < len(heads) and heads[end].level > head.level:
            end += 1
        text = join_number(head.number, plain(head.inlines))
        entries.append(OutlineEntry(head.id, article, text, _nest_heads(article, heads[at + 1 : end])))
        at = end
    return tuple(entries)
