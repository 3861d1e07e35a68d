"""An article in, out: the paragraphs of its head, one by one, and those of its text; the footnotes of all articles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.backends.docx import names
from pipeline.backends.docx.blocks import set_block
from pipeline.backends.docx.inlines import set_inlines, set_text
from pipeline.backends.docx.markup import append, page_break, paragraph, prepend, run
from pipeline.backends.docx.scribe import Scribe
from pipeline.backends.docx.styles import starts_page, title_level
from pipeline.model import Article, Note, Phrase, number_gap, plain

#: A hidden point, `_note_3`, where footnote 3 stands in the order of the text: Word holds it in another part.
_PLACE = "_note_"
_FOOTNOTE_MARK = '<w:rStyle w:val="FootnoteReference"/>'


class ArticleMarkup(NamedTuple):
    head: tuple[str, ...]
    """One paragraph each."""
    text: str

    @property
    def whole(self) -> str:
        return "".join(self.head) + self.text


def set_article(article: Article, scribe: Scribe) -> ArticleMarkup:
    """An article, with those of its notes that are no footnotes at its end."""
    level = title_level(article) if article.heading else title_level(article) - 1
    head = tuple(_head(article, scribe))
    pieces = [set_block(block, scribe, level) for block in article.blocks]
    if scribe.edition.design.end_marks and article.end_mark:
        _add(pieces, set_text(article.end_mark, scribe, "end-mark"))
    for note in article.notes:
        if note.id in scribe.called:
            _add(pieces, scribe.point(f"{_PLACE}{scribe.footnotes[note.id][0]}"))
        elif note.blocks:
            pieces.append(_note(note, scribe.in_notes(), level))
    text = "".join(pieces)
    return _begin(article, ArticleMarkup(head, text), scribe)


def _add(pieces: list[str], runs: str) -> None:
    """Runs put behind the last piece's text."""
    if pieces and pieces[-1]:
        pieces[-1] = append(pieces[-1], runs, "Normal")
    else:
        pieces.append(paragraph("Normal", runs))


def _begin(article: Article, made: ArticleMarkup, scribe: Scribe) -> ArticleMarkup:
    """The first paragraph begins the page. That of a title says so in its style; a kicker takes it over."""
    if not starts_page(scribe.edition, title_level(article)):
        return made
    if not article.heading:
        if not made.head:
            return ArticleMarkup((), page_break(made.text, before=True, style="Normal"))
        return ArticleMarkup((page_break(made.head[0], before=True, style="Normal"), *made.head[1:]), made.text)
    if article.kicker:
        kicker = page_break(made.head[0], before=True, style="Normal")
        title = page_break(made.head[1], before=False, style="Normal")
        return ArticleMarkup((kicker, title, *made.head[2:]), made.text)
    return made


def _head(article: Article, scribe: Scribe) -> Iterator[str]:
    """Kicker, number and title, subtitle, byline and dateline: what is printed of them, in this order."""
    if article.kicker:
        yield _phrase(article.kicker, "kicker", scribe)
    if article.heading:
        yield _title(article, scribe)
    if article.subtitle:
        yield _phrase(article.subtitle, "subtitle", scribe)
    if article.byline and article.byline.text:
        yield _line(article.byline.text, "byline", scribe)
    if article.dateline and article.dateline.own_line:
        yield _line(article.dateline.text, "dateline", scribe)


def _phrase(phrase: Phrase, role: str, scribe: Scribe) -> str:
    return paragraph(names.PARAGRAPHS[role].id, set_inlines(phrase.inlines, scribe, role))


def _line(text: str, role: str, scribe: Scribe) -> str:
    return paragraph(names.PARAGRAPHS[role].id, set_text(text, scribe))


def _title(article: Article, scribe: Scribe) -> str:
    """Number and title as one heading of Word's, 第一回 in a line of its own: a TOC field takes no line breaks over."""
    level = title_level(article)
    title = set_inlines(article.title.inlines, scribe, f"title-{min(level, 4)}") if article.title else ""
    number = article.number or ""
    gap = number_gap(number, plain(article.title.inlines)) if number and article.title else ""
    if gap == "\u3000":
        runs = set_text(number, scribe, "number") + run("<w:br/>") + title
    else:
        runs = (set_text(number + gap, scribe) if number else "") + title
    return paragraph(names.heading(level).id, scribe.bookmark(article.id) + runs)


def _note(note: Note, scribe: Scribe, level: int) -> str:
    """A note as text at the end of its article; a later call makes no footnote of it as well."""
    scribe.footnotes.pop(note.id, None)
    blocks = "".join([set_block(block, scribe, level, "NoteText") for block in note.blocks])
    mark = set_text(note.printed, scribe) if note.printed else ""
    return prepend(blocks, scribe.bookmark(note.id) + mark, "NoteText")


def set_footnotes(scribe: Scribe) -> Iterator[str]:
    """The `w:footnote` elements of all notes called, in order of number, behind the two rules that Word asks for."""
    yield f'<w:footnote w:type="separator" w:id="-1">{paragraph("FootnoteText", run("<w:separator/>"))}</w:footnote>'
    rule = paragraph("FootnoteText", run("<w:continuationSeparator/>"))
    yield f'<w:footnote w:type="continuationSeparator" w:id="0">{rule}</w:footnote>'
    for number, note in scribe.footnotes.values():
        if note.id in scribe.called:
            mark = set_text(note.printed, scribe, "call") if note.printed else run("<w:footnoteRef/>", _FOOTNOTE_MARK)
            blocks = "".join([set_block(block, scribe, 0, "FootnoteText") for block in note.blocks])
            yield f'<w:footnote w:id="{number}">{prepend(blocks, mark, "FootnoteText")}</w:footnote>'
