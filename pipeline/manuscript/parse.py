"""The text of a manuscript in, its front matter and articles out; ids are `m-` and the line, spans are empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import get_args

from pipeline.errors import Place, SourceError
from pipeline.manuscript.blocks import Blocks, heading
from pipeline.manuscript.events import Defined, Directive, Event, Head, Line, Reading
from pipeline.manuscript.front import Front, read_front
from pipeline.manuscript.heads import dateline_facts, names_of
from pipeline.manuscript.inlines import read_inlines, read_text, with_printed
from pipeline.manuscript.tree import article_with_inlines
from pipeline.manuscript.write import notes_of
from pipeline.model import (
    Article,
    ArticleRole,
    Block,
    Byline,
    Dateline,
    Inline,
    InlineNote,
    Inlines,
    Link,
    Note,
    NoteRef,
    Phrase,
    Section,
)

#: Marks for notes that are written without one, in each article anew.
_PRINTED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"
_ROLES: tuple[ArticleRole, ...] = get_args(ArticleRole)
_KEYS = ("level", "id", "parent", "continued-from", "continued-to", "page", "page-name")


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A manuscript as read: `file` is what the user calls it; `lines`: where each node stands (`<id>-title` …)."""

    file: str
    text: str
    front: Front
    articles: tuple[Article, ...]
    lines: Mapping[str, int]


def parse(text: str, file: str) -> Manuscript:
    """The manuscript in a text. Raises ConfigError for its front matter, SourceError for its body, with the line."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    front, done = read_front(lines, file)
    reading = Reading(file, front.heads)
    body = [Line(number, line) for number, line in enumerate(lines[done:], done + 1)]
    drafts = _drafts(Blocks(body, reading), reading)
    return Manuscript(file, text, front, tuple(_settled([draft.article for draft in drafts])), reading.lines)


@dataclass
class _Draft:
    """An article while it is read; `opened` by `::article` or a kicker, it waits for its head."""

    article: Article
    line: int
    opened: bool = False
    blocks: list[Block] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    told: set[str] = field(default_factory=set)

    @property
    def waits(self) -> bool:
        return self.opened and not (self.blocks or self.notes or self.told - {"article", "kicker"})


class _Articles:
    """Events in, drafts out."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self.drafts: list[_Draft] = []

    def take(self, event: Event) -> None:
        match event:
            case Head() if event.level <= self._reading.heads:
                self._title(event)
            case Head():
                self._here().blocks.append(heading(event, self._reading))
            case Directive(name="attribution"):
                raise SourceError("manuscript.not-here", event.place, name=event.name)
            case Directive():
                self._directive(event)
            case Defined():
                self._note(event)
            case _:
                self._here().blocks.append(event)

    def _here(self) -> _Draft:
        return self.drafts[-1] if self.drafts else self._opened(0, opened=False)

    def _opened(self, line: int, *, opened: bool) -> _Draft:
        draft = _Draft(Article(self._reading.id(line)), line, opened)
        self.drafts.append(draft)
        return draft

    def _title(self, head: Head) -> None:
        line = head.place.line or 0
        draft = self.drafts[-1] if self.drafts and self.drafts[-1].waits else self._opened(line, opened=False)
        title = Phrase(head.inlines, ()) if head.inlines else None
        self._set(draft, "title", head.place, number=head.number, title=title, level=head.level)

    def _directive(self, told: Directive) -> None:
        place, name = told.place, told.name
        line = place.line or 0
        if name == "article":
            draft = self._opened(line, opened=True)
            words = _words(told)
            if words.id:
                self._reading.lines[words.id] = line
            draft.article = replace(words, id=words.id or draft.article.id)
            return
        draft = self._here() if self.drafts or name != "kicker" else self._opened(line, opened=True)
        if name == "kicker" and (not draft.waits or "kicker" in draft.told):
            draft = self._opened(line, opened=True)
        match name:
            case "kicker":
                self._set(draft, name, place, kicker=Phrase(read_inlines(told.text, place), ()))
            case "deck":
                self._set(draft, "subtitle", place, subtitle=Phrase(read_inlines(told.text, place), ()))
            case "byline" | "author":
                self._set(draft, "byline", place, byline=_byline(told))
            case "dateline" | "lead-dateline":
                self._set(draft, "dateline", place, dateline=_dateline(told))
            case _:
                self._set(draft, "end", place, end_mark=read_text(told.text, place))

    def _set(self, draft: _Draft, part: str, place: Place, **values: object) -> None:
        if part in draft.told:
            raise SourceError("manuscript.twice", place, name=part)
        draft.told.add(part)
        draft.article = replace(draft.article, **values)  # type: ignore[arg-type]
        self._reading.lines[f"{draft.article.id}-{part}"] = place.line or 0

    def _note(self, defined: Defined) -> None:
        draft, note = self._here(), defined.note
        if any(other.id == note.id for other in draft.notes):
            raise SourceError("manuscript.note-twice", defined.place, label=note.id.removeprefix("m-"))
        if not defined.printed:
            count = len(draft.notes)
            note = replace(note, printed=_PRINTED[count] if count < len(_PRINTED) else f"[{count + 1}]")
        draft.notes.append(note)
        self._reading.lines.setdefault(note.id, defined.place.line or 0)


def _drafts(blocks: Blocks, reading: Reading) -> Iterator[_Draft]:
    articles = _Articles(reading)
    for event in blocks.events():
        articles.take(event)
    for draft in articles.drafts:
        draft.article = replace(draft.article, blocks=tuple(draft.blocks), notes=tuple(draft.notes))
        yield draft


def _words(told: Directive) -> Article:
    """What `::article{…}` says, on an article without an id unless it has one."""
    made = Article("")
    section: dict[str, str | None] = {}
    for key, value in told.attributes:
        if key in _ROLES and value is None:
            made = replace(made, role=key)
        elif key not in _KEYS or value is None or (key == "level" and not value.isdecimal()):
            known = ", ".join((*_ROLES, *(f"{name}=…" for name in _KEYS)))
            raise SourceError("manuscript.mark", told.place, mark=key, known=known)
        elif key in ("page", "page-name"):
            section["number" if key == "page" else "name"] = value
        else:
            made = replace(made, **{key.replace("-", "_"): int(value) if key == "level" else value})  # type: ignore[arg-type]
    return replace(made, section=Section(**section)) if section else made


def _byline(told: Directive) -> Byline:
    text = read_text(told.text, told.place)
    given = tuple(value for key, value in told.attributes if key == "name" and value is not None)
    nameless = any(key == "nameless" for key, _ in told.attributes)
    _known(told, ("name", "nameless"))
    if told.name == "author":
        return Byline(given or (() if nameless else tuple(filter(None, text.split("、")))))
    return Byline(given or (() if nameless else names_of(text)), text)


def _dateline(told: Directive) -> Dateline:
    text = read_text(told.text, told.place)
    _known(told, ("agency", "place", "date", "bare"))
    facts = dateline_facts(text)
    if told.attributes:
        given = dict(told.attributes)
        facts = (given.get("agency"), given.get("place"), given.get("date"))
    return Dateline(text, *facts, own_line=told.name == "dateline")


def _known(told: Directive, known: tuple[str, ...]) -> None:
    for key, _ in told.attributes:
        if key not in known:
            raise SourceError("manuscript.mark", told.place, mark=key, known=", ".join(known))


def _settled(articles: list[Article]) -> Iterator[Article]:
    """Ids of notes made unique in the publication, calls given the marks of their notes."""
    seen: set[str] = set()
    alone: list[Article] = []
    for article in articles:
        again = {note.id: f"{note.id}-{len(alone)}" for note in article.notes if note.id in seen}
        seen.update(note.id for note in article.notes)
        alone.append(_renamed(article, again) if again else article)
    marks = notes_of(alone)
    for article in alone:
        yield article_with_inlines(article, partial(with_printed, notes=marks | notes_of((article,))))


def _renamed(article: Article, ids: Mapping[str, str]) -> Article:
    notes = tuple(replace(note, id=ids.get(note.id, note.id)) for note in article.notes)
    return article_with_inlines(replace(article, notes=notes), partial(_recalled, ids=ids))


def _recalled(inlines: Inlines, ids: Mapping[str, str]) -> Inlines:
    def one(inline: Inline) -> Inline:
        if isinstance(inline, NoteRef):
            return replace(inline, note_id=ids.get(inline.note_id, inline.note_id))
        if isinstance(inline, Link | InlineNote):
            return replace(inline, inlines=_recalled(inline.inlines, ids))
        return inline

    return tuple(map(one, inlines))
