"""Inlines ⇄ one line of Markdown: escapes, marks, links, ruby, calls of notes; exact both ways, in linear time.

    **strong** *em* `code` <sup>super</sup> <sub>sub</sub> <u>专名</u>  [text]{dots title-line lang=fr}  [text](address)
    <ruby>字<rt>zì</rt></ruby>  [夹注]{jiazhu} [补字]{editor}  [^1] [^1]{①}  <br>  \\* &#12288;

Braces hold what Kanben must know of the text before them. A mark that is not closed is the character itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from html.entities import html5
from typing import assert_never, get_args

from pipeline.errors import Place, SourceError
from pipeline.model import Break, Inline, InlineNote, Inlines, Link, Mark, NoteRef, Ruby, Text, plain

#: Marks with signs of their own: what opens, what closes.
_SIGNS: Mapping[Mark, tuple[str, str]] = {
    "strong": ("**", "**"),
    "em": ("*", "*"),
    "super": ("<sup>", "</sup>"),
    "sub": ("<sub>", "</sub>"),
    "name-line": ("<u>", "</u>"),
}
_MARKS: tuple[str, ...] = get_args(Mark)
#: Characters that nobody sees, written as `&#…;` so that an editor does.
_UNSEEN = "\x00-\x1f\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\uffff"
_ESCAPE = re.compile(rf"[\\`*\[\]{{}}<]|&(?=[#A-Za-z])|!\Z|[{_UNSEEN}]")
#: An inside without braces or brackets of its own, escapes allowed.
INSIDE = r"(?:[^\[\]{}\\]|\\.)*"
ADDRESS = r"\((?:<(?P<far>(?:[^<>\\]|\\.)*)>|(?P<near>[^\s()<>]*))\)"
ATTRIBUTES = r'\{(?P<attributes>(?:"(?:[^"\\]|\\.)*"|[^{}"])*)\}'
_TOKEN = re.compile(
    rf"""\\(?P<escaped>[!-/:-@\[-`{{-~])
    |&(?P<entity>\#[0-9]{{1,7}}|\#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,31}});
    |`(?P<code>[^`]+)`
    |\[\^(?P<label>[\w.-]+)\](?:\{{(?P<printed>{INSIDE})\}})?
    |(?P<stars>\*{{1,3}})
    |(?P<tag></?(?:sup|sub|u)>)
    |(?P<line_end><br\ ?/?>)
    |(?P<comment><!--[^<>]*-->)
    |<ruby>(?P<base>(?:[^<\\]|\\.)*)<rt>(?P<reading>(?:[^<\\]|\\.)*)</rt></ruby>
    |(?P<opening>\[)
    |(?P<closing>\])(?:{ADDRESS}|{ATTRIBUTES})?""",
    re.VERBOSE,
)
_ATTRIBUTE = re.compile(r'\s*(?P<key>[^\s="]+)(?:=(?P<value>"(?:[^"\\]|\\.)*"|[^\s"]+))?')
_NEAR = re.compile(r"[^\s()<>\\&`*\[\]{}]*")
_ID = re.compile(r"[a-z]\d*-.*")


class Unprinted(str):
    """The mark of a call that is written without one: it takes that of its note."""

    __slots__ = ()


# ---------------------------------------------------------------------------------------------------------- writing


def written(inlines: Inlines, notes: Mapping[str, str]) -> str:
    """Inlines as Markdown; `notes`: the printed mark of each note, which a call need not repeat."""
    line = _run(inlines, notes)
    if line and line[0].isspace():
        line = _entity(line[0]) + line[1:]
    return line[:-1] + _entity(line[-1]) if line and line[-1].isspace() else line


def escaped(text: str) -> str:
    """Characters as Markdown that reads as just these characters, inside a line."""
    return _ESCAPE.sub(lambda found: _entity(found[0]) if _unseen(found[0]) else "\\" + found[0], text)


def attribute(key: str, value: str) -> str:
    """`key=value`, the value quoted as in JSON where it must be."""
    bare = re.fullmatch(r"[\w.-]+", value)
    return f"{key}={value}" if bare else f"{key}={json.dumps(value, ensure_ascii=False)}"


def address(href: str) -> str:
    """Where a link or picture leads, in its brackets."""
    far = escaped(href).replace(">", "\\>")
    return f"({href})" if _NEAR.fullmatch(href) else f"(<{far}>)"


def label_of(note: str) -> str:
    """The label of a note by its id; labels that an editor chose have ids with `m-` before them."""
    own = note.removeprefix("m-")
    return own if own != note and not _ID.fullmatch(own) else note


def _unseen(char: str) -> bool:
    return char not in "\\`*[]{}<&!"


def _entity(char: str) -> str:
    return f"&#{ord(char)};"


def _run(inlines: Iterable[Inline], notes: Mapping[str, str]) -> str:
    parts: list[str] = []
    last = ""
    for inline in merged(inlines):
        last = _one(inline, last, notes)
        parts.append(last)
    return "".join(parts)


def _one(inline: Inline, before: str, notes: Mapping[str, str]) -> str:
    match inline:
        case Text():
            return _text(inline, before)
        case Link(href=href, inlines=inner):
            return f"[{_run(inner, notes)}]{address(href)}"
        case Ruby(base=base, reading=reading):
            return f"<ruby>{escaped(base)}<rt>{escaped(reading)}</rt></ruby>"
        case NoteRef(note_id=note, printed=printed):
            mark = "" if notes.get(note) == printed else f"{{{escaped(printed)}}}"
            return f"[^{label_of(note)}]{mark}"
        case InlineNote(inlines=inner, kind=kind):
            return f"[{_run(inner, notes)}]{{{kind}}}"
        case Break():
            return "<br>"
        case _:
            assert_never(inline)


def _text(run: Text, before: str) -> str:
    marks = sorted(run.marks)
    if not marks and run.lang is None:
        return escaped(run.text)
    flush = not (run.text[0].isspace() or run.text[-1].isspace())
    if marks == ["code"] and run.lang is None and flush and not re.search(rf"[`{_UNSEEN}]", run.text):
        return f"`{run.text}`"
    signs = _SIGNS.get(marks[0]) if len(marks) == 1 and run.lang is None and flush else None
    if signs and not (signs[0][0] == "*" and before.endswith("*")):
        return signs[0] + escaped(run.text) + signs[1]
    words = [*marks, *([attribute("lang", run.lang)] if run.lang is not None else [])]
    return f"[{escaped(run.text)}]{{{' '.join(words)}}}"


# ---------------------------------------------------------------------------------------------------------- reading


def read_inlines(line: str, place: Place) -> Inlines:
    """The inlines of one line. Raises SourceError at `place` for a mark in braces that is not known."""
    reader = _Reader(place)
    done = 0
    for token in _TOKEN.finditer(line):
        reader.text(line[done : token.start()])
        reader.token(token)
        done = token.end()
    reader.text(line[done:])
    return reader.finished()


def read_text(line: str, place: Place) -> str:
    """The characters of one line, marks left out."""
    return plain(read_inlines(line, place))


def read_attributes(inside: str, place: Place) -> list[tuple[str, str | None]]:
    """Words and `key=value` between braces. Raises SourceError for what is neither."""
    found: list[tuple[str, str | None]] = []
    done = 0
    while inside[done:].strip():
        match = _ATTRIBUTE.match(inside, done)
        if not match:
            raise SourceError("manuscript.attributes", place, text=inside.strip())
        try:
            value = json.loads(match["value"]) if match["value"] and match["value"][0] == '"' else match["value"]
        except ValueError as error:
            raise SourceError("manuscript.attributes", place, text=inside.strip()) from error
        found.append((match["key"], value))
        done = match.end()
    return found


def id_of(label: str) -> str:
    """The id of a note by its label."""
    return label if _ID.fullmatch(label) else f"m-{label}"


def merged(inlines: Iterable[Inline]) -> Inlines:
    """Neighbouring texts with the same marks made one, empty ones left out, in notes and links too."""
    done: list[Inline] = []
    for one in inlines:
        inline = replace(one, inlines=merged(one.inlines)) if isinstance(one, Link | InlineNote) else one
        before = done[-1] if done else None
        if not isinstance(inline, Text):
            done.append(inline)
        elif isinstance(before, Text) and (before.marks, before.lang) == (inline.marks, inline.lang):
            done[-1] = replace(before, text=before.text + inline.text)
        elif inline.text:
            done.append(inline)
    return tuple(done)


def with_printed(inlines: Inlines, notes: Mapping[str, str]) -> Inlines:
    """Calls that are written without a mark given that of their note; its label where there is no such note."""
    return tuple(_with_printed(inline, notes) for inline in inlines)


def _with_printed(inline: Inline, notes: Mapping[str, str]) -> Inline:
    if isinstance(inline, NoteRef) and isinstance(inline.printed, Unprinted):
        return replace(inline, printed=notes.get(inline.note_id, f"[{label_of(inline.note_id)}]"))
    if isinstance(inline, Link | InlineNote):
        return replace(inline, inlines=with_printed(inline.inlines, notes))
    return inline


@dataclass
class _Frame:
    """What stands behind a sign that is not closed yet."""

    sign: str
    inlines: list[Inline] = field(default_factory=list)


class _Reader:
    """Inlines in the making. Signs are kept on a stack; one that never closes becomes text."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._stack = [_Frame("")]
        self._open: dict[str, int] = {}

    def text(self, text: str) -> None:
        if text:
            self._stack[-1].inlines.append(Text(text))

    def token(self, token: re.Match[str]) -> None:
        match token.lastgroup:
            case "escaped":
                self.text(token["escaped"])
            case "entity":
                self.text(_character(token["entity"]) or token[0])
            case "code":
                self._stack[-1].inlines.append(Text(token["code"], frozenset(("code",))))
            case "label" | "printed":
                printed = Unprinted() if token["printed"] is None else read_text(token["printed"], self._place)
                self._stack[-1].inlines.append(NoteRef(id_of(token["label"]), printed))
            case "comment":
                pass
            case "line_end":
                self._stack[-1].inlines.append(Break())
            case "reading":
                base, reading = (read_text(token[name], self._place) for name in ("base", "reading"))
                self._stack[-1].inlines.append(Ruby(base, reading))
            case "stars":
                for sign in self._stars(token):
                    self._sign(sign, sign, token, "strong" if sign == "**" else "em")
            case "tag":
                sign = token["tag"].replace("/", "")
                mark = next(mark for mark, signs in _SIGNS.items() if signs[0] == sign)
                self._sign(sign, token["tag"], token, mark)
            case "opening":
                self._push("[")
            case _:
                self._bracket(token)

    def finished(self) -> Inlines:
        while len(self._stack) > 1:
            self._give_up()
        return merged(self._stack[0].inlines)

    def _stars(self, token: re.Match[str]) -> tuple[str, ...]:
        if token["stars"] != "***":
            return (token["stars"],)
        return ("*", "**") if self._stack[-1].sign == "*" else ("**", "*")

    def _sign(self, sign: str, literal: str, token: re.Match[str], mark: Mark) -> None:
        """A sign that may open or close. Stars beside a blank do neither from there, as in Markdown."""
        stars = sign[0] == "*"
        line = token.string
        may_close = literal != sign or (stars and token.start() > 0 and not line[token.start() - 1].isspace())
        may_open = literal == sign and not (stars and line[token.end() : token.end() + 1].isspace())
        if may_close and self._open.get(sign):
            inside = self._pop(sign)
            if inside or not stars:
                self._stack[-1].inlines += (_marked(inline, mark) for inline in inside)
            else:
                self.text(sign + literal)
        elif may_open:
            self._push(sign)
        else:
            self.text(literal)

    def _bracket(self, token: re.Match[str]) -> None:
        if not self._open.get("["):
            self.text(token[0])
            return
        inside = self._pop("[")
        far, near, attributes = token["far"], token["near"], token["attributes"]
        if attributes is not None:
            self._stack[-1].inlines += self._attributed(inside, attributes)
        elif far is not None or near is not None:
            href = near if far is None else read_text(far, self._place)
            self._stack[-1].inlines.append(Link(href, merged(inside)))
        else:
            self._stack[-1].inlines += (Text("["), *inside, Text("]"))

    def _attributed(self, inside: list[Inline], attributes: str) -> Iterator[Inline]:
        done: Iterable[Inline] = inside
        for key, value in read_attributes(attributes, self._place):
            if key == "lang" and value is not None:
                done = [_texts(inline, _spoken(value)) for inline in done]
            elif key in ("jiazhu", "editor"):
                done = [InlineNote(merged(done), "jiazhu" if key == "jiazhu" else "editor")]
            elif key in _MARKS:
                done = [_marked(inline, key) for inline in done]  # type: ignore[arg-type]
            else:
                known = ", ".join((*_MARKS, "lang=…", "jiazhu", "editor"))
                raise SourceError("manuscript.mark", self._place, mark=key, known=known)
        yield from done

    def _push(self, sign: str) -> None:
        self._stack.append(_Frame(sign))
        self._open[sign] = self._open.get(sign, 0) + 1

    def _pop(self, sign: str) -> list[Inline]:
        """What stands behind the nearest `sign`; signs opened after it were none."""
        while self._stack[-1].sign != sign:
            self._give_up()
        self._open[sign] -= 1
        return self._stack.pop().inlines

    def _give_up(self) -> None:
        frame = self._stack.pop()
        self._open[frame.sign] -= 1
        self._stack[-1].inlines += (Text(frame.sign), *frame.inlines)


def _marked(inline: Inline, mark: Mark) -> Inline:
    return _texts(inline, lambda text: replace(text, marks=text.marks | {mark}))


def _spoken(lang: str) -> Callable[[Text], Text]:
    return lambda text: replace(text, lang=text.lang if text.lang is not None else lang)


def _texts(inline: Inline, change: Callable[[Text], Text]) -> Inline:
    if isinstance(inline, Text):
        return change(inline)
    if isinstance(inline, Link | InlineNote):
        return replace(inline, inlines=tuple(_texts(inner, change) for inner in inline.inlines))
    return inline


def _character(entity: str) -> str | None:
    """The character of `#12288`, `#x3000` or `nbsp`; None where there is none."""
    if entity[0] != "#":
        return html5.get(entity + ";")
    code = int(entity[2:], 16) if entity[1] in "xX" else int(entity[1:])
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else None
