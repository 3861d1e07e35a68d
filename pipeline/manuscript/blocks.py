"""Lines of a manuscript in, its blocks out, with the heads, directives and notes between them; line by line.

A parser of our own rather than one of CommonMark: every character must come back, while CommonMark joins and trims
lines, will not close ** beside Chinese marks, and knows none of our directives. What we write is Markdown all the same.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import get_args

from pipeline.errors import Place, SourceError
from pipeline.manuscript.events import Defined, Directive, Event, Head, Line, Reading, number_and_rest
from pipeline.manuscript.inlines import ADDRESS, ATTRIBUTES, INSIDE, id_of, read_attributes, read_inlines, read_text
from pipeline.model import (
    Block,
    Figure,
    Heading,
    Inlines,
    ListBlock,
    ListItem,
    Note,
    Paragraph,
    Preformatted,
    Quotation,
    Role,
    SceneBreak,
    Speech,
    Table,
    Verse,
    VerseLine,
)

#: Directives for the head of an article, for blocks, and the Chinese names of all.
ARTICLE = ("article", "kicker", "deck", "byline", "author", "dateline", "lead-dateline", "end")
_ROLES: tuple[Role, ...] = get_args(Role)
_OWN = ("paragraph", *_ROLES[1:], "caption", "credit", "table", "break", "speech", "attribution")
_CHINESE: Mapping[str, str] = {
    "文章": "article", "引题": "kicker", "引題": "kicker", "副题": "deck", "副題": "deck", "署名": "byline",
    "作者": "author", "电头": "dateline", "電頭": "dateline", "完": "end", "段": "paragraph", "导语": "lead",
    "導語": "lead", "称呼": "salutation", "稱呼": "salutation", "落款": "signature", "来源": "source", "來源": "source",
    "提示": "stage", "注": "note", "註": "note", "目录": "contents", "目錄": "contents", "图说": "caption",
    "圖說": "caption", "摄影": "credit", "攝影": "credit", "表": "table", "分隔": "break", "台词": "speech",
    "臺詞": "speech", "出处": "attribution", "出處": "attribution",
}  # fmt: skip
_KNOWN = (*ARTICLE, *_OWN, *_CHINESE)
_DEEPEST = 20
_DIRECTIVE = re.compile(rf"::(?P<name>[\w-]+)(?:{ATTRIBUTES})?(?:\s+(?P<text>.*))?$")
_NOTE = re.compile(
    rf"\[\^(?P<label>[\w.-]+)\]:(?:\s+\{{(?P<printed>{INSIDE})\}}(?:\{{(?P<kind>\w*)\}})?)?(?:\s+(?P<text>.*))?$"
)
_IMAGE = re.compile(rf"!\[(?P<alt>{INSIDE})\]{ADDRESS}$")
_FENCE = re.compile(r"(?P<fence>`{3,}|~{3,})\s*(?P<info>\w*)$")
_DELIMITERS = re.compile(r"\|?(?:\s*:?-+:?\s*\|)*\s*:?-*:?\s*")
_ENTITY = re.compile(r"&(?:#([0-9]{1,7})|amp);")


class Blocks:
    """Walks lines once; `events` are blocks, and what only an article may hold."""

    def __init__(self, lines: list[Line], reading: Reading, depth: int = 0) -> None:
        self._lines = lines
        self._reading = reading
        self._depth = depth
        self._at = 0
        self._apart = True
        self._waiting: Event | None = None
        if depth > _DEEPEST:
            raise SourceError("manuscript.too-deep", reading.place(lines[0].number), depth=_DEEPEST)

    def events(self) -> Iterator[Event]:
        """Blocks in order; a list or a figure when nothing more joins it."""
        while self._at < len(self._lines):
            line = self._lines[self._at]
            text = line.text.strip()
            if not text:
                self._at += 1
                continue
            made = self._made(line, text)
            if made is None:
                continue
            if (joined := self._joined(made)) is not None:
                self._waiting = joined
            else:
                if self._waiting is not None:
                    yield self._waiting
                self._waiting = made
            self._apart = False
        if self._waiting is not None:
            yield self._waiting
            self._waiting = None

    def blocks(self) -> tuple[tuple[Block, ...], Inlines | None]:
        """The blocks of a quotation or a note, and an attribution. Raises SourceError for what belongs to articles."""
        done: list[Block] = []
        attribution: Inlines | None = None
        for event in self.events():
            match event:
                case Directive(name="attribution"):
                    attribution = read_inlines(event.text, event.place) or None
                case Directive() | Defined():
                    name = event.name if isinstance(event, Directive) else "[^]"
                    raise SourceError("manuscript.not-here", event.place, name=name)
                case Head():
                    done.append(heading(event, self._reading))
                case _:
                    done.append(event)
        return tuple(done), attribution

    # ---------------------------------------------------------------------------------------------------- dispatch

    def _made(self, line: Line, text: str) -> Event | None:
        """What begins at this line, which is left behind; None for a comment."""
        for pattern, make in _STARTS:
            if match := pattern.match(text):
                self._at += 1
                return make(self, match, line.number)
        return self._paragraph(line.number)

    def _joined(self, made: Event) -> Event | None:
        """An item joins the list before it, a caption its picture, a credit its caption."""
        before = None if self._apart else self._waiting
        if isinstance(before, ListBlock) and isinstance(made, ListBlock):
            return replace(before, items=before.items + made.items)
        if isinstance(before, Figure) and isinstance(made, Figure) and made.image is None and made.alt is None:
            if made.credit is None and not before.caption and before.credit is None and _pictured(before):
                return replace(before, caption=made.caption)
            if made.credit is not None and before.credit is None:
                return replace(before, credit=made.credit)
        return None

    def _paragraph(self, number: int) -> Paragraph:
        place = self._reading.place(number)
        printed, inlines = number_and_rest(self._text(), place)
        return Paragraph(self._reading.id(number), (), inlines, number=printed)

    def _text(self, first: str | None = None) -> str:
        """The lines up to a blank one or one that begins something else, as one; `\\` at a line's end keeps it."""
        text = first
        while self._at < len(self._lines):
            line = self._lines[self._at].text.strip()
            if text is not None and (not line or any(pattern.match(line) for pattern, _ in _STARTS)):
                break
            self._at += 1
            text = line if text is None else _continued(text, line)
        return text or ""

    # ------------------------------------------------------------------------------------------------- each kind

    def _comment(self, match: re.Match[str], number: int) -> None:
        """A comment is left out, what stands behind it is not; an empty one parts two lists."""
        self._apart = self._apart or match[0] == "<!-- -->"
        at = self._at - 1
        while at < len(self._lines) and "-->" not in self._lines[at].text:
            at += 1
        if at == len(self._lines):
            raise SourceError("manuscript.comment", self._reading.place(number))
        line = self._lines[at]
        self._lines[at] = line._replace(text=line.text.partition("-->")[2])
        self._at = at

    def _head(self, match: re.Match[str], number: int) -> Head:
        place = self._reading.place(number)
        return Head(len(match[1]), *number_and_rest(match[2] or "", place), place)

    def _directive(self, match: re.Match[str], number: int) -> Event:
        place = self._reading.place(number)
        name = _CHINESE.get(match["name"], match["name"])
        if name not in _KNOWN:
            nearest = next(iter(difflib.get_close_matches(name, _KNOWN, 1, 0.5)), "")
            known = nearest or ", ".join((*ARTICLE, *_OWN))
            raise SourceError("manuscript.directive", place, name=match["name"], nearest=known)
        attributes = tuple(read_attributes(match["attributes"] or "", place))
        text = self._text(match["text"] or "")
        if name in ARTICLE or name == "attribution":
            return Directive(name, attributes, text, place)
        return self._block(name, dict(attributes), text, number)

    def _block(self, name: str, attributes: Mapping[str, str | None], text: str, number: int) -> Block:
        place, id_ = self._reading.place(number), self._reading.id(number)
        _check(attributes, {"table": ("header-rows",), "speech": ("speaker", "separator")}.get(name, ()), place)
        match name:
            case "caption":
                return Figure(id_, (), read_inlines(text, place))
            case "credit":
                return Figure(id_, (), (), credit=read_text(text, place))
            case "break":
                return SceneBreak(id_, (), read_text(text, place))
            case "speech":
                speaker, separator = (attributes.get(key) or "" for key in ("speaker", "separator"))
                return Speech(id_, (), speaker, separator, read_inlines(text, place))
            case "table":
                rows = attributes.get("header-rows") or "1"
                if not rows.isdecimal():
                    raise SourceError("manuscript.attributes", place, text=f"header-rows={rows}")
                return replace(self._table(number), header_rows=int(rows), caption=read_inlines(text, place) or None)
        role: Role = "body" if name == "paragraph" else name  # type: ignore[assignment]
        printed, inlines = number_and_rest(text, place)
        return Paragraph(id_, (), inlines, role, printed)

    def _item(self, match: re.Match[str], number: int) -> ListBlock:
        place, id_ = self._reading.place(number), self._reading.id(number)
        text = self._text(match["text"] or "")
        marker, inlines = number_and_rest(text, place)
        if marker is None and match["ordinal"]:
            marker = match["ordinal"] + " "
        return ListBlock(f"{id_}-list", (ListItem(id_, (), marker or "", inlines),))

    def _quotation(self, _match: re.Match[str], number: int) -> Quotation:
        self._at -= 1
        inner: list[Line] = []
        while self._at < len(self._lines):
            line = self._lines[self._at]
            text = line.text.lstrip()
            if not text.startswith(">"):
                break
            inner.append(Line(line.number, text[2:] if text[1:2] == " " else text[1:]))
            self._at += 1
        id_ = self._reading.id(number, "-quotation")
        return Quotation(id_, (), *Blocks(inner, self._reading, self._depth + 1).blocks())

    def _fenced(self, match: re.Match[str], number: int) -> Block:
        fence, inside = match["fence"], []
        close = re.compile(rf"\s*{re.escape(fence[0])}{{{len(fence)},}}\s*$")
        while self._at < len(self._lines) and not close.match(self._lines[self._at].text):
            inside.append(self._lines[self._at])
            self._at += 1
        if self._at == len(self._lines):
            raise SourceError("manuscript.fence", self._reading.place(number), fence=fence)
        self._at += 1
        if match["info"] in ("verse", "诗", "詩"):
            return self._verse(inside, number)
        text = "\n".join(line.text for line in inside)
        if match["info"] == "escaped":
            text = _ENTITY.sub(lambda found: chr(int(found[1])) if found[1] else "&", text)
        return Preformatted(self._reading.id(number), (), text)

    def _verse(self, lines: list[Line], number: int) -> Verse:
        stanzas: list[list[VerseLine]] = [[]]
        attribution: Inlines | None = None
        for line in lines:
            text, place = line.text.strip(), self._reading.place(line.number)
            if not text and stanzas[-1]:
                stanzas.append([])
            elif (told := _DIRECTIVE.match(text)) and _CHINESE.get(told["name"], told["name"]) == "attribution":
                attribution = read_inlines(told["text"] or "", place) or None
            elif text:
                blank = line.text[: len(line.text) - len(line.text.lstrip())]
                inlines = () if text == "\\" else read_inlines(text, place)
                stanzas[-1].append(VerseLine(inlines, blank.count("\u3000")))
        done = tuple(tuple(stanza) for stanza in stanzas if stanza)
        return Verse(self._reading.id(number), (), done, attribution)

    def _image(self, match: re.Match[str], number: int) -> Figure:
        place = self._reading.place(number)
        far, alt = match["far"], read_text(match["alt"], place) or None
        image = match["near"] if far is None else read_text(far, place)
        return Figure(self._reading.id(number), (), (), image=image or None, alt=alt)

    def _rows(self, _match: re.Match[str], number: int) -> Table:
        self._at -= 1
        return self._table(number)

    def _table(self, number: int) -> Table:
        rows: list[tuple[Inlines, ...]] = []
        while self._at < len(self._lines) and not self._lines[self._at].text.strip():
            self._at += 1
        id_, first = self._reading.id(number), self._at
        while self._at < len(self._lines) and (text := self._lines[self._at].text.strip()).startswith("|"):
            if not (self._at == first + 1 and _DELIMITERS.fullmatch(text) and "-" in text):
                place = self._reading.place(self._lines[self._at].number)
                rows.append(tuple(read_inlines(cell, place) for cell in _cells(text)))
            self._at += 1
        return Table(id_, (), tuple(rows), 1)

    def _speech(self, match: re.Match[str], number: int) -> Speech:
        place, id_ = self._reading.place(number), self._reading.id(number)
        speaker = read_text(match["speaker"].strip(), place)
        return Speech(id_, (), speaker, match["gap"], read_inlines(self._text(match["text"]), place))

    def _scene_break(self, _match: re.Match[str], number: int) -> SceneBreak:
        return SceneBreak(self._reading.id(number), ())

    def _defined(self, match: re.Match[str], number: int) -> Defined:
        place = self._reading.place(number)
        kind = match["kind"] or "foot"
        if kind not in ("foot", "end", "editor", "commentary"):
            raise SourceError("manuscript.mark", place, mark=kind, known="foot, end, editor, commentary")
        inner = [Line(number, self._text(match["text"] or ""))]
        inner += self._indented()
        blocks, _ = Blocks(inner, self._reading, self._depth + 1).blocks()
        printed = match["printed"]
        note = Note(id_of(match["label"]), kind, read_text(printed or "", place), blocks)  # type: ignore[arg-type]
        return Defined(note, printed is not None, place)

    def _indented(self) -> Iterator[Line]:
        """Lines set in by four blanks or a tab, and blank ones between them."""
        end = self._at
        for at in range(self._at, len(self._lines)):
            text = self._lines[at].text
            if text.startswith(("    ", "\t")):
                end = at + 1
            elif text.strip():
                break
        for line in self._lines[self._at : end]:
            yield Line(line.number, line.text[1:] if line.text.startswith("\t") else line.text[4:])
        self._at = end


Make = Callable[[Blocks, re.Match[str], int], Event | None]
_STARTS: tuple[tuple[re.Pattern[str], Make], ...] = (
    (re.compile(r"<!-- -->$|<!--"), Blocks._comment),  # noqa: SLF001
    (re.compile(r"(#+)(?:\s+(.*))?$"), Blocks._head),  # noqa: SLF001
    (_DIRECTIVE, Blocks._directive),  # noqa: SLF001
    (_NOTE, Blocks._defined),  # noqa: SLF001
    (re.compile(r"(?:\*(?:\s*\*){2,}|-{3,}|_{3,})$"), Blocks._scene_break),  # noqa: SLF001
    (re.compile(r"(?:[-+*]|(?P<ordinal>[0-9]{1,9}[.)]))(?:\s+(?P<text>.*))?$"), Blocks._item),  # noqa: SLF001
    (re.compile(">"), Blocks._quotation),  # noqa: SLF001
    (_FENCE, Blocks._fenced),  # noqa: SLF001
    (_IMAGE, Blocks._image),  # noqa: SLF001
    (re.compile(r"\|"), Blocks._rows),  # noqa: SLF001
    (re.compile("@(?P<speaker>[^：\u3000]+)(?P<gap>[：\u3000])\\s*(?P<text>.*)$"), Blocks._speech),  # noqa: SLF001
)


def heading(head: Head, reading: Reading) -> Heading:
    """A head below those of articles as a block."""
    level = min(6, max(1, head.level - reading.heads))
    return Heading(reading.id(head.place.line or 0), (), level, head.inlines, head.number)


def _pictured(figure: Figure) -> bool:
    return figure.image is not None or figure.alt is not None


def _check(attributes: Mapping[str, str | None], known: tuple[str, ...], place: Place) -> None:
    for key in attributes:
        if key not in known:
            raise SourceError("manuscript.mark", place, mark=key, known=", ".join(known) or "—")


def _continued(text: str, line: str) -> str:
    """Two lines of one paragraph: between Chinese nothing, between Latin words a blank, after `\\` a line end."""
    if (len(text) - len(text.rstrip("\\"))) % 2:
        return text[:-1] + "<br>" + line
    latin = text[-1:] < "\u2e80" and line[:1] < "\u2e80"
    return f"{text} {line}" if latin and text else text + line


def _cells(row: str) -> list[str]:
    """The cells of `| a | b |`, in which `\\|` is no border."""
    inside = row[1:]
    if inside.endswith("|") and not inside.endswith("\\|"):
        inside = inside[:-1]
    return [cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", inside)]
