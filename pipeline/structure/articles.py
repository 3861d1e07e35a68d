"""Parts in, articles out: heads, bylines and blocks gathered, end marks taken off, levels settled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from pipeline.ledger import ClaimKind
from pipeline.model import (
    Article,
    ArticleRole,
    Block,
    Break,
    Byline,
    Figure,
    Inlines,
    Kind,
    ListBlock,
    Paragraph,
    Phrase,
    Preformatted,
    Quotation,
    Span,
    Verse,
    VerseLine,
)
from pipeline.structure import blocks, patterns
from pipeline.structure.arrange import REPEATED, arrange, lists, reordered
from pipeline.structure.blocks import Pieces, Source, Taken, cut, trimmed
from pipeline.structure.drafts import Draft, Head, dateline, head_of, rank_of, unpadded, waits_for_head
from pipeline.structure.metre import is_of_suite
from pipeline.structure.parts import Part

#: The rule of an end mark (②7, ■) taken off the last paragraph.
END_MARK = "structure.end-mark"
_BACK = re.compile("番外|后记|後記|附录|附錄|跋|作者的话|外传|外傳")
_FRONT = re.compile("楔子|序|前言|凡例|叙例|敘例|例言|弁言|绪言|緒言|题[词辞]|題[詞辭]|引|自序|代序|内容简介|內容簡介")


class Gatherer:
    """Walks the parts of one source once; `articles` and `head` are what it found."""

    def __init__(self, source: Source, kind: Kind, *, moves: bool = True, repeats: bool = True) -> None:
        self._source = source
        self._kind = kind
        self._moves = moves
        self._repeats = repeats
        self._volume = ""
        self._draft: Draft | None = None
        self._page: Byline | None = None
        """Who wrote all of a page: 本版采写 …."""
        self.articles: list[Article] = []
        self.taken: list[Taken] = []
        self.head: Head | None = None
        self.moved: list[Span] = []
        """Of the paragraphs that were put behind those that follow them, or would have been with `moves`."""
        self.repeated: list[Span] = []
        """Of the heads of a volume that stand over more than one of its chapters."""

    def gather(self, parts: Sequence[Part]) -> None:
        for part, after in zip_longest(parts, parts[1:]):
            if part.label == "byline" and after and after.label == "title" and self._is_leader(part):
                self._close()
            self._take(part)
        self._close()
        if self._page and self._kind == "newspaper":
            self.articles = [one if one.byline else replace(one, byline=self._page) for one in self.articles]
        if not self.articles and parts:
            # A text that is nothing but a head is a text all the same.
            self.head, self.taken, self._volume = None, [], ""
            self.gather([replace(part, label="para") for part in parts])
            return
        if self.head and len(self.articles) == 1 and not self.articles[0].kicker:
            # One chapter of a book: its title stands over the chapter's.
            chapter = self.articles[0]
            byline = chapter.byline or (Byline(self.head.authors) if self.head.authors else None)
            self.articles[0] = replace(chapter, kicker=self.head.phrase, byline=byline)

    def _is_leader(self, part: Part) -> bool:
        """本报评论员 stands above the head of what it signs; so does a reporter, if what stands before is signed."""
        text = self._source.text(part.pieces)
        if patterns.OFFICE_ALONE.match(text):
            return True
        draft = self._draft
        signed = draft is not None and draft.byline is not None and bool(draft.blocks)
        return signed and patterns.byline(text) is not None and text[0] not in "（("

    # --------------------------------------------------------------------------------------------------- one part

    def _take(self, part: Part) -> None:
        match part.label:
            case "title" | "kicker" | "chapter" | "volume":
                self._open(part)
            case "title-more" | "deck":
                self._extend_head(part)
            case "byline":
                self._byline(part)
            case "dateline" if self._draft and self._draft.dateline:
                self._block(replace(part, label="para"))
            case "dateline":
                draft = self._here(part)
                text = self._source.text(part.pieces)
                draft.dateline = replace(dateline(text, self._source.spans(part.pieces)), own_line=True)
                if (told := patterns.lead(text)) and told.names and not draft.byline:
                    draft.byline = Byline(told.names, None, self._source.spans(part.pieces))
                self._claim("field", part, part.pieces, f"{self._article_id(draft)}-dateline")
            case "verse":
                self._here(part).verse.append((part, self._source.inlines(part.pieces)))
                self._claim("text", part, part.pieces, self._source.id(self._here(part).verse[0][0].start))
            case _:
                self._block(part)

    def _here(self, part: Part) -> Draft:
        if self._draft is None:
            self._draft = Draft(part.start)
        return self._draft

    def _open(self, part: Part) -> None:
        draft = self._draft
        if part.label == "volume" and self._is_repeated(part):
            return
        heads = part.label == "title" or (part.label == "kicker" and self._kind == "circular")
        if not (heads and draft and waits_for_head(draft)):
            self._close()
            draft = self._draft = Draft(part.start)
        if part.label == "kicker":
            self._kicker(part, draft)
            return
        node = self._article_id(draft) + "-title"
        number = part.unit.number if part.label in ("chapter", "volume") else None
        if number is None:
            draft.level = 2 if self._volume else 1
            self._title(part, draft, node)
            return
        mark, tail = cut(part.pieces, number.end)
        tail, closing = blocks.without_closers(self._source, tail)
        self._claim("mark", part, closing, node)
        draft.number = number.printed
        draft.title = self._source.phrase(tail) if tail else None
        draft.level, draft.role = self._place(part, number.printed)
        draft.marks += self._source.spans(trimmed(self._source, mark))
        self._claim("mark", part, trimmed(self._source, mark), node)
        self._claim("text", part, tail, node)
        if part.label == "volume":
            self._volume = unpadded(self._source.text(part.pieces))

    def _title(self, part: Part, draft: Draft, node: str) -> None:
        """In a paper a label (观察：渡口停了以后, below other news) or a deck may be on its line."""
        title: Pieces = part.pieces
        rest: Pieces = ()
        if self._kind == "newspaper":
            if self.articles and not draft.kicker and (found := patterns.LABELLED_HEAD.match(self._source.text(title))):
                label, title = cut(title, found.end())
                self._kicker(replace(part, label="kicker", pieces=label), draft)
            title, rest = cut(title, patterns.deck_at(self._source.text(title)))
        draft.title = self._source.phrase(title)
        self._claim("text", part, title, node)
        if rest:
            self._extend_head(replace(part, label="deck", pieces=trimmed(self._source, rest)))

    def _is_repeated(self, part: Part) -> bool:
        """第一卷 潮生 once more, over the next chapter of the same volume: taken out, if that rule is on."""
        if unpadded(self._source.text(part.pieces)) != self._volume:
            return False
        self.repeated += self._source.spans(part.pieces)
        if self._repeats:
            self.taken.append(Taken("furniture", REPEATED, part.pieces, None))
        return self._repeats

    def _place(self, part: Part, printed: str) -> tuple[int, ArticleRole]:
        if part.label == "volume":
            return 1, "body"
        printed = printed.rpartition("》")[2]
        if _BACK.search(printed):
            return 1, "back"
        if _FRONT.search(printed) and not self._volume:
            return 1, "front"
        return (2 if self._volume else 1), "body"

    def _kicker(self, part: Part, draft: Draft) -> None:
        text = self._source.text(part.pieces)
        match = patterns.KICKER.match(text)
        bullet = patterns.LEADING_BULLET.match(text)
        plain = (bullet.end() if bullet else 0, len(text.rstrip("：:")))
        start, end = match.span("own" if match["own"] else "text") if match else plain
        opening, rest = cut(part.pieces, start)
        label, closing = cut(rest, end - start)
        draft.kicker = self._source.phrase(label)
        draft.role = "box" if match or bullet else draft.role
        node = self._article_id(draft) + "-kicker"
        self._claim("text", part, label, node)
        self._claim("mark", part, opening, node)
        self._claim("mark", part, closing, node)

    def _extend_head(self, part: Part) -> None:
        draft = self._here(part)
        more = self._source.phrase(part.pieces)
        name = "title" if part.label == "title-more" else "subtitle"
        before: Phrase | None = getattr(draft, name)
        if before:
            # Each deck has its line; a title that was wrapped is one.
            between: Inlines = (Break(),) if name == "subtitle" else ()
            more = Phrase((*before.inlines, *between, *more.inlines), before.spans + more.spans)
        setattr(draft, name, more)
        self._claim("text", part, part.pieces, f"{self._article_id(draft)}-{name}")

    def _byline(self, part: Part) -> None:
        draft = self._here(part)
        text = self._source.text(part.pieces)
        found = patterns.author(text)
        if found and not patterns.byline(text):
            # 作者：林间野火 — the label says what the name is; it is not set.
            at = text.index(found[0])
            label, rest = cut(part.pieces, at)
            name, tail = cut(rest, text.rindex(found[-1]) + len(found[-1]) - at)
            for marks in (label, tail):
                self._claim("mark", part, trimmed(self._source, marks), f"{self._article_id(draft)}-byline")
            part, text = replace(part, pieces=name), self._source.text(name)
        names = (
            found or patterns.byline(text) or patterns.tail_byline(text) or patterns.names_in(text) or (unpadded(text),)
        )
        if text.lstrip("（(").startswith("本版"):
            self._page = Byline(names, None, self._source.spans(part.pieces))
        self._name(draft, names, text, self._source.spans(part.pieces))
        self._claim("field", part, part.pieces, f"{self._article_id(draft)}-byline")

    def _name(self, draft: Draft, names: tuple[str, ...], text: str | None, spans: tuple[Span, ...]) -> None:
        """More names to the byline of an article; `text` None: they stand in a paragraph."""
        before = draft.byline
        known = before.names if before else ()
        printed = " ".join(filter(None, (before.text if before else None, text))) or None
        added = tuple(name for name in names if name not in known)
        draft.byline = Byline((*known, *added), printed, (before.spans if before else ()) + spans)

    def _block(self, part: Part) -> None:
        if part.label == "contents-head" and self._kind == "novel" and self._draft and not self._draft.blocks:
            self._close()  # what stands above a book's contents is its title, not theirs
        draft = self._here(part)
        self._end_verse(draft)
        block: Block
        match part.label:
            case "heading" | "contents-head":
                block, taken = blocks.heading(self._source, part)
                if part.label == "heading":
                    draft.ranks[block.id] = rank_of(part)
            case "caption":
                block, taken = blocks.figure(self._source, part)
            case "credit":
                block, taken = self._credit(part, draft)
            case "item" | "contents-item" | "row":
                item, taken = blocks.item(self._source, part)
                block = ListBlock(item.id + "-list", (item,))
            case "code":
                block, taken = self._code(part, draft)
            case "quote":
                block, taken = self._quotation(part, draft)
            case "attribution":
                block, taken = self._attributed(part, draft)
            case "speech":
                block, taken = blocks.speech(self._source, part)
            case "scene-break":
                block, taken = blocks.scene_break(self._source, part)
            case _:
                block, taken = self._paragraph(part, draft)
        draft.blocks.append(block)
        draft.taken += taken

    def _code(self, part: Part, draft: Draft) -> tuple[Block, list[Taken]]:
        """Lines of code right under one another are one block, indents kept."""
        text, spans = self._source.text(part.pieces), self._source.spans(part.pieces)
        before = draft.blocks[-1] if draft.blocks else None
        if not isinstance(before, Preformatted) or part.unit.blank:
            draft.code_indent = part.unit.indent
            node = self._source.id(part.start)
            return Preformatted(node, spans, text), [Taken("text", "structure.code", part.pieces, node)]
        draft.blocks.pop()
        indent = " " * round(2 * max(0.0, part.unit.indent - draft.code_indent))
        if wider := " " * round(2 * max(0.0, draft.code_indent - part.unit.indent)):
            before = replace(before, text=wider + before.text.replace("\n", "\n" + wider))
            draft.code_indent = part.unit.indent
        joined = replace(before, spans=before.spans + spans, text=f"{before.text}\n{indent}{text}")
        return joined, [Taken("text", "structure.code", part.pieces, before.id)]

    def _quotation(self, part: Part, draft: Draft) -> tuple[Block, list[Taken]]:
        quoted, taken = blocks.paragraph(self._source, part, part.pieces)
        before = draft.blocks[-1] if draft.blocks else None
        if isinstance(before, Quotation) and not before.attribution:
            draft.blocks.pop()
            return replace(before, spans=before.spans + quoted.spans, blocks=(*before.blocks, quoted)), taken
        return Quotation(f"{quoted.id}-quote", quoted.spans, (quoted,)), taken

    def _attributed(self, part: Part, draft: Draft) -> tuple[Block, list[Taken]]:
        before = draft.blocks[-1] if draft.blocks else None
        if not isinstance(before, Quotation) or before.attribution:
            return self._paragraph(part, draft)
        draft.blocks.pop()
        claim = Taken("text", f"structure.{part.label}", part.pieces, f"{before.id}-attribution")
        spans = before.spans + self._source.spans(part.pieces)
        return replace(before, spans=spans, attribution=self._source.inlines(part.pieces)), [claim]

    def _credit(self, part: Part, draft: Draft) -> tuple[Block, list[Taken]]:
        """A credit alone on its line belongs to the caption before it."""
        found, taken = blocks.figure(self._source, part)
        before = draft.blocks[-1] if draft.blocks else None
        if not isinstance(before, Figure) or before.credit:
            return found, taken
        draft.blocks.pop()
        moved = [replace(claim, node=before.id) for claim in taken]
        return replace(before, credit=found.credit, spans=before.spans + found.spans), moved

    def _paragraph(self, part: Part, draft: Draft) -> tuple[Paragraph, list[Taken]]:
        text, pieces = self._source.text(part.pieces), part.pieces
        marked = patterns.end_mark(text) if part.label in ("para", "clause") else None
        if marked:
            pieces, rest = cut(pieces, marked[0])
            mark = Taken("mark", END_MARK, trimmed(self._source, rest), self._article_id(draft))
            draft.taken.append(mark)
            draft.marks += self._source.spans(mark.pieces)
            draft.end_mark, draft.ended_at = marked[1], len(draft.blocks)
        block, taken = blocks.paragraph(self._source, part, pieces)
        if block.role == "lead" and not draft.dateline:
            self._lead(text, pieces, draft)
        if self._kind == "newspaper" and (names := patterns.glued_byline(self._source.text(pieces))):
            self._name(draft, names, None, self._source.spans(pieces)[-1:])
        return block, taken

    def _lead(self, text: str, pieces: Pieces, draft: Draft) -> None:
        found = patterns.lead(text)
        if not found:
            return
        spans = self._source.spans(cut(pieces, found.end)[0])
        draft.dateline = dateline(found.dateline, spans)
        if found.names and not draft.byline:
            draft.byline = Byline(found.names, None, spans)

    # ------------------------------------------------------------------------------------------------- one article

    def _end_verse(self, draft: Draft) -> None:
        if not draft.verse:
            return
        node = self._source.id(draft.verse[0][0].start)
        least = min(part.unit.indent for part, _ in draft.verse)
        usual = min(part.unit.blank for part, _ in draft.verse[1:]) if len(draft.verse) > 1 else 0
        stanzas: list[list[VerseLine]] = []
        for part, inlines in draft.verse:
            if not stanzas or part.unit.blank > usual or is_of_suite(part.unit.text):
                stanzas.append([])
            stanzas[-1].append(VerseLine(inlines, round(part.unit.indent - least)))
        spans = tuple(span for part, _ in draft.verse for span in self._source.spans(part.pieces))
        draft.blocks.append(Verse(node, spans, tuple(map(tuple, stanzas))))
        draft.verse.clear()

    def _close(self) -> None:
        draft, self._draft = self._draft, None
        if draft is None:
            return
        self._end_verse(draft)
        only_head = draft.title and not (draft.blocks or draft.number or draft.kicker or draft.dateline)
        if only_head and not self.articles and self._kind != "newspaper":
            subtitle = str(draft.subtitle).lstrip("—―").replace("\n", " ") if draft.subtitle else None
            self.head = replace(head_of(draft, self._source), subtitle=subtitle)
            self.taken += [replace(claim, kind="field", node="metadata") for claim in draft.taken]
            return
        self.taken += draft.taken
        self.articles.append(self._article(draft))

    def _article(self, draft: Draft) -> Article:
        body = arrange(lists(self._in_order(draft)), draft.ranks, self._kind, draft.title)
        if len(body) > 1 and all(isinstance(block, Figure) for block in body):
            draft.role = "photo-group"
        return Article(
            self._article_id(draft),
            tuple(body),
            draft.number,
            draft.kicker,
            draft.title,
            draft.subtitle,
            draft.byline,
            draft.dateline,
            draft.level,
            draft.role,
            end_mark=draft.end_mark,
            spans=tuple(draft.marks),
        )

    def _in_order(self, draft: Draft) -> Sequence[Block]:
        ended = None if draft.ended_at is None else draft.blocks[draft.ended_at]
        body = draft.blocks if draft.ended_at is None else reordered(draft.blocks, draft.ended_at)
        if body is draft.blocks or not isinstance(ended, Paragraph):
            return draft.blocks
        self.moved.append(ended.spans[0])
        return body if self._moves else draft.blocks

    def _article_id(self, draft: Draft) -> str:
        return f"a{self._source.index}-{draft.start}"

    def _claim(self, kind: ClaimKind, part: Part, pieces: Pieces, node: str) -> None:
        self._here(part).taken.append(Taken(kind, f"structure.{part.label}", pieces, node))
