"""An article while it is being gathered, and what its head tells: the book's title, agency and place of a dateline."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.hanzi import BLANKS, HAN
from pipeline.model import ArticleRole, Block, Byline, Dateline, Figure, Inlines, Paragraph, Phrase, Span
from pipeline.structure.arrange import LABEL, Rank
from pipeline.structure.blocks import Source, Taken, cut
from pipeline.structure.parts import Part


@dataclass
class Draft:
    """An article while it is being gathered."""

    start: int
    level: int = 1
    number: str | None = None
    kicker: Phrase | None = None
    title: Phrase | None = None
    subtitle: Phrase | None = None
    byline: Byline | None = None
    dateline: Dateline | None = None
    role: ArticleRole = "body"
    blocks: list[Block] = field(default_factory=list)
    ranks: dict[str, Rank] = field(default_factory=dict)
    verse: list[tuple[Part, Inlines]] = field(default_factory=list)
    code_indent: float = 0.0
    end_mark: str | None = None
    ended_at: int | None = None
    marks: list[Span] = field(default_factory=list)
    """The printed number and end mark, which no phrase and no block holds."""
    taken: list[Taken] = field(default_factory=list)

    @property
    def has_head(self) -> bool:
        return bool(self.title or self.number)


@dataclass(frozen=True, slots=True)
class Head:
    """The title of the whole publication, where it stands before the first chapter; with what followed it."""

    title: str
    authors: tuple[str, ...]
    phrase: Phrase
    subtitle: str | None = None


_TITLE_AUTHOR = re.compile(rf"^(?P<title>[^/／]{{1,30}}?)\s*[/／]\s*(?P<author>[{HAN}·]{{2,8}})$")


def head_of(draft: Draft, source: Source) -> Head:
    """书名 alone on its line, with a byline below it, or 书名/作者."""
    spans = draft.title.spans if draft.title else ()
    pieces = tuple((span.start, span.end) for span in spans)
    text = source.text(pieces)
    match = _TITLE_AUTHOR.match(text)
    if match and not draft.byline:
        return Head(match["title"], (match["author"],), source.phrase(cut(pieces, match.end("title"))[0]))
    if text[0] + text[-1] in ("《》", "<>"):
        pieces = cut(cut(pieces, len(text) - 1)[0], 1)[1]
    return Head(source.text(pieces), draft.byline.names if draft.byline else (), source.phrase(pieces))


def waits_for_head(draft: Draft) -> bool:
    """A kicker without its title yet, or what came down before the head of its article: pictures, a document number."""
    if draft.has_head or not (draft.kicker or draft.blocks or draft.byline):
        return False
    return all(
        isinstance(block, Figure) or (isinstance(block, Paragraph) and block.role == "note") for block in draft.blocks
    )


def dateline(text: str, spans: tuple[Span, ...]) -> Dateline:
    """Agency, place and date out of 新华社加沙12月31日电; what is not there stays None."""
    agency = re.match("(?:据)?(新华社|新華社|中新社|本报|本報|聯合社|联合社|法新社|路透社|中央社)", text)
    date = re.search(r"(?:\d{1,2}月)?\d{1,2}日|[一二三四五六七八九十]{1,3}日", text)
    place = text[agency.end() if agency else 0 : date.start() if date else None].rstrip("电電讯訊专專")
    return Dateline(text, agency[1] if agency else None, place or None, date[0] if date else None, spans=spans)


def unpadded(text: str) -> str:
    return re.sub(f"[{BLANKS}]", "", text)


def rank_of(part: Part) -> Rank:
    """What settles the level of a heading: how many # Markdown gave it, its number, whether it stands over others."""
    number = part.unit.number.unit if part.unit.number else None
    if "over-the-persons" in part.reasons:
        return "special"
    return part.unit.marked or (LABEL if "label-of-a-section" in part.reasons else number)
