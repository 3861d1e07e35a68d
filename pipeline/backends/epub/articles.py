"""An article in, its XHTML out in pieces: the head, each block and the notes, to be put into files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.backends.epub.blocks import CLOSED, Headings, set_block, set_blocks
from pipeline.backends.epub.inlines import set_inlines
from pipeline.backends.epub.markup import text, value
from pipeline.backends.epub.scribe import Scribe
from pipeline.model import Article, Kind, Note, Phrase, number_gap

#: What a front or back part is, by the end of its title: EPUB structural semantics 1.1 and the DPUB-ARIA role.
_PARTS = (
    (r"(序|序言|序文|前言|弁言|叙|敘)", "preface"),
    (r"(引言|[导導][言论論]|[绪緒][论論])", "introduction"),
    (r"(楔子|引子|序幕|序章)", "prologue"),
    (r"([后後][记記]|跋|跋文)", "afterword"),
    (r"(尾[声聲]|[终終]章)", "epilogue"),
    (r"([结結][语語论論])", "conclusion"),
    (r"附[录錄].{0,4}", "appendix"),
    (r"([致鸣鳴][谢謝])", "acknowledgments"),
)
_PARTS_BY_TITLE = tuple((re.compile(pattern + "$"), kind) for pattern, kind in _PARTS)
MATTER = {"front": "frontmatter", "back": "backmatter"}


class Piece(NamedTuple):
    """Markup that stays together, and the ids that stand in it."""

    markup: str
    anchors: tuple[str, ...]


class ArticleMarkup(NamedTuple):
    """`opening`, then as many `pieces` as fit, then `closing`; a further file begins with `reopening`, which names no
    new chapter."""

    opening: str
    reopening: str
    pieces: tuple[Piece, ...]
    closing: str


def set_article(article: Article, kind: Kind, scribe: Scribe, *, volume: bool, end_mark: bool) -> ArticleMarkup:
    """All of an article. `volume` says that it holds other articles; `end_mark` that its end mark is to be set."""
    element, meaning = _meaning(article, kind, volume=volume)
    label = f' aria-labelledby="{value(article.id)}-title"' if article.heading else ""
    scribe.anchors.clear()
    opening = f"<{element}{scribe.id(article.id)}{meaning}{label}>"
    pieces = tuple(_pieces(article, scribe, end_mark=end_mark))
    return ArticleMarkup(opening, f"<{element}>", pieces, f"</{element}>")


def _pieces(article: Article, scribe: Scribe, *, end_mark: bool) -> Iterator[Piece]:
    headings = Headings(article.level if article.heading else article.level - 1)
    yield _piece(_head(article, scribe), scribe)
    for block in article.blocks:
        yield _piece(set_block(block, scribe, headings), scribe)
    if end_mark and article.end_mark:
        yield Piece(f'<p class="end-mark added">{text(article.end_mark)}</p>', ())
    for note in article.notes:
        yield _piece(_note(note, scribe, headings), scribe)


def _piece(markup: str, scribe: Scribe) -> Piece:
    """A piece with the ids written since the last one."""
    made = Piece(markup, tuple(scribe.anchors))
    scribe.anchors.clear()
    return made


def _meaning(article: Article, kind: Kind, *, volume: bool) -> tuple[str, str]:
    """Element and attributes that say what an article is: a newspaper item, a volume, a preface, a chapter."""
    if article.role in MATTER:
        title = str(article.title or article.number or "").strip()
        part = next((part for pattern, part in _PARTS_BY_TITLE if pattern.search(title)), None)
        return "section", _semantics(part) if part else ""
    if kind == "newspaper":
        return "article", ""
    if volume:
        return "section", _semantics("part")
    return "section", _semantics("chapter") if article.role == "body" else ""


def _semantics(kind: str) -> str:
    return f' epub:type="{kind}" role="doc-{kind}"'


def _head(article: Article, scribe: Scribe) -> str:
    """Kicker, number and title, subtitle, byline and dateline: what is printed of them, in this order."""
    lines = [_phrase(article.kicker, article, "kicker", scribe), _title(article, scribe)]
    lines.append(_phrase(article.subtitle, article, "subtitle", scribe))
    if article.byline and article.byline.text:
        lines.append(_line(article.byline.text, article, "byline", scribe))
    if article.dateline and article.dateline.own_line:
        lines.append(_line(article.dateline.text, article, "dateline", scribe))
    made = "\n".join(line for line in lines if line)
    return f"<header>{made}</header>" if made else ""


def _phrase(phrase: Phrase | None, article: Article, role: str, scribe: Scribe) -> str:
    if phrase is None:
        return ""
    return f'<p{scribe.id(f"{article.id}-{role}")} class="{role}">{set_inlines(phrase.inlines, scribe)}</p>'


def _line(characters: str, article: Article, role: str, scribe: Scribe) -> str:
    return f'<p{scribe.id(f"{article.id}-{role}")} class="{role}">{text(characters)}</p>'


def _title(article: Article, scribe: Scribe) -> str:
    """Number and title in one heading, apart: 第一回 on a line of its own, 一、 before the title."""
    if not article.heading:
        return ""
    rank, style = min(max(article.level, 1), 6), min(max(article.level, 1), 4)
    id_ = scribe.id(f"{article.id}-title")
    title = set_inlines(article.title.inlines, scribe) if article.title else ""
    number = text(article.number or "")
    if number and title:
        gap = number_gap(article.number or "", str(article.title)).replace("\u3000", " ")
        role = "marker" if number[-1] in CLOSED else "number"
        inner = f'<span class="{role}">{number}</span>{gap}<span class="title">{title}</span>'
    else:
        inner = number or title
    return f'<h{rank}{id_} class="title-{style}">{inner}</h{rank}>'


def _note(note: Note, scribe: Scribe, headings: Headings) -> str:
    """A pop-up note (EPUB 3.3: footnote); its printed mark is the link back, so nothing is added to the text."""
    id_ = scribe.id(note.id)
    mark = text(note.printed)
    if note.id in scribe.calls:
        name = f' role="doc-backlink" aria-label="{scribe.words.back}"'
        target = f' href="<<{value(scribe.calls[note.id][0])}>>"'
        shown = mark if mark.strip() else f'<span class="added">{scribe.words.call}</span>'
        mark = f"<a{target}{name}>{shown}</a>"
    blocks = "\n".join(set_blocks(note.blocks, scribe, headings, mark))
    return f'<aside{id_} class="note" epub:type="footnote" role="doc-footnote">{blocks}</aside>'
