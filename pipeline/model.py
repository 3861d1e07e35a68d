"""The document model: what every stage after `structure` reads and what every backend sets.

All values are frozen; change them with `dataclasses.replace`. Collections are tuples. A node's `spans` are ranges of
the CLEAN text of its source (`Ledger.to_raw` leads back to the raw file), in reading order: a paragraph whose halves
were parted by captions has two.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

Mark = Literal["strong", "em", "dots", "name-line", "title-line", "super", "sub", "code"]
Kind = Literal["newspaper", "novel", "essay", "verse", "play", "law", "circular", "classic", "plain"]
KINDS: tuple[Kind, ...] = ("newspaper", "novel", "essay", "verse", "play", "law", "circular", "classic", "plain")
Script = Literal["zh-Hans", "zh-Hant", "zh-Hant-TW", "zh-Hant-HK"]
SCRIPTS: tuple[Script, ...] = ("zh-Hans", "zh-Hant", "zh-Hant-TW", "zh-Hant-HK")


class Span(NamedTuple):
    """Clean characters `start` up to, not including, `end` of source number `source` (0-based)."""

    source: int
    start: int
    end: int


# --------------------------------------------------------------------------------------------------------- inlines


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    marks: frozenset[Mark] = frozenset()
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    href: str
    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Ruby:
    """Base characters with their reading (拼音, 注音) set above or beside them."""

    base: str
    reading: str


@dataclass(frozen=True, slots=True)
class NoteRef:
    """The call of a note: `printed` is the mark as it stands in the source (①, [1])."""

    note_id: str
    printed: str


@dataclass(frozen=True, slots=True)
class InlineNote:
    """A note set inside the line: 夹注 (jiazhu, two half-size lines) or an editor's insertion."""

    inlines: tuple[Inline, ...]
    kind: Literal["jiazhu", "editor"] = "jiazhu"


@dataclass(frozen=True, slots=True)
class Break:
    """A line end that the author meant."""


Inline = Text | Link | Ruby | NoteRef | InlineNote | Break
Inlines = tuple[Inline, ...]


def plain(inlines: Inlines) -> str:
    """The characters of a run of inlines in reading order; ruby readings left out, breaks as line ends."""
    return "".join(map(_plain, inlines))


def _plain(inline: Inline) -> str:
    match inline:
        case Text(text=text):
            return text
        case Link(inlines=inner) | InlineNote(inlines=inner):
            return plain(inner)
        case Ruby(base=base):
            return base
        case NoteRef(printed=printed):
            return printed
        case Break():
            return "\n"


# ---------------------------------------------------------------------------------------------------------- blocks

Role = Literal["body", "lead", "salutation", "signature", "source", "stage", "note", "contents"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A section head inside an article (小标题); `level` 1–6 counts from the article's own title downwards."""

    id: str
    spans: tuple[Span, ...]
    level: int
    inlines: Inlines
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    id: str
    spans: tuple[Span, ...]
    inlines: Inlines
    role: Role = "body"
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Speech:
    """One turn of a play or interview; `separator` is what was printed after the speaker (： or a full-width space)."""

    id: str
    spans: tuple[Span, ...]
    speaker: str
    separator: str
    inlines: Inlines


@dataclass(frozen=True, slots=True)
class VerseLine:
    inlines: Inlines
    indent: int = 0
    """Full-width spaces that the line is set in by, against the least indented line of its poem."""


@dataclass(frozen=True, slots=True)
class Verse:
    id: str
    spans: tuple[Span, ...]
    stanzas: tuple[tuple[VerseLine, ...], ...]
    attribution: Inlines | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    id: str
    spans: tuple[Span, ...]
    blocks: tuple[Block, ...]
    attribution: Inlines | None = None


@dataclass(frozen=True, slots=True)
class ListItem:
    """`marker` as printed, with what parts it from the text: "一、", "● ", "（一）"."""

    id: str
    spans: tuple[Span, ...]
    marker: str
    inlines: Inlines


@dataclass(frozen=True, slots=True)
class ListBlock:
    id: str
    items: tuple[ListItem, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its caption and credit; `image` names an asset and is None where only the caption came down."""

    id: str
    spans: tuple[Span, ...]
    caption: Inlines
    credit: str | None = None
    image: str | None = None
    alt: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    id: str
    spans: tuple[Span, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    header_rows: int = 0
    caption: Inlines | None = None


@dataclass(frozen=True, slots=True)
class Preformatted:
    id: str
    spans: tuple[Span, ...]
    text: str


@dataclass(frozen=True, slots=True)
class SceneBreak:
    """A blank or a row of stars that parts two scenes; `printed` is empty for a blank."""

    id: str
    spans: tuple[Span, ...]
    printed: str = ""


Block = Heading | Paragraph | Speech | Verse | Quotation | ListBlock | Figure | Table | Preformatted | SceneBreak


@dataclass(frozen=True, slots=True)
class Note:
    id: str
    kind: Literal["foot", "end", "editor", "commentary"]
    printed: str
    blocks: tuple[Block, ...]


# -------------------------------------------------------------------------------------------------------- articles


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
        """Articles with a title nested by level: the only source of every table of contents."""
        return _nest([article for article in self.articles if article.heading])

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


def block_as_set(block: Block) -> Iterator[tuple[str, str]]:
    """(id, text) of a block; a list gives one pair an item, a quotation one a block."""
    match block:
        case Heading() | Paragraph():
            yield block.id, join_number(block.number, plain(block.inlines))
        case Speech():
            yield block.id, block.speaker + block.separator + plain(block.inlines)
        case Verse():
            yield block.id, verse_text(block)
        case Quotation():
            for inner in block.blocks:
                yield from block_as_set(inner)
            if block.attribution:
                yield f"{block.id}-attribution", plain(block.attribution)
        case ListBlock():
            yield from ((item.id, item.marker + plain(item.inlines)) for item in block.items)
        case Figure():
            yield block.id, plain(block.caption) + (block.credit or "")
        case Table():
            cells = "\n".join("\t".join(map(plain, row)) for row in block.rows)
            yield block.id, (plain(block.caption) + "\n" if block.caption else "") + cells
        case Preformatted():
            yield block.id, block.text
        case SceneBreak():
            if block.printed:
                yield block.id, block.printed


def verse_text(verse: Verse) -> str:
    """Lines parted by one line end, stanzas by two, the attribution last."""
    stanzas = "\n\n".join("\n".join(plain(line.inlines) for line in stanza) for stanza in verse.stanzas)
    return stanzas + ("\n" + plain(verse.attribution) if verse.attribution else "")


def join_number(number: str | None, text: str) -> str:
    """`第一回` and a title with one space between; `一、` and `（一）` directly."""
    if not number:
        return text
    if not text:
        return number
    return number + ("" if number[-1] in "、．.）)：:" else " ") + text


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
