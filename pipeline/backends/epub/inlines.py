"""Inlines of the model in, XHTML out: marks, links, ruby, calls of notes, notes in the line."""

from __future__ import annotations

import re
from typing import assert_never

from pipeline.backends.addresses import web_address
from pipeline.backends.epub.markup import reference, text, value
from pipeline.backends.epub.scribe import Scribe
from pipeline.model import Break, Inline, InlineNote, Inlines, Link, Mark, NoteRef, Ruby, Text, plain

#: Outermost first. By the HTML standard `u` is for 专名号 (proper names) and `cite` for 书名号甲式 (titles of works).
_ELEMENTS: tuple[tuple[Mark, str, str], ...] = (
    ("strong", "<strong>", "</strong>"),
    ("em", "<em>", "</em>"),
    ("dots", '<em class="dots">', "</em>"),
    ("name-line", '<u class="name-line">', "</u>"),
    ("title-line", '<cite class="title-line">', "</cite>"),
    ("super", "<sup>", "</sup>"),
    ("sub", "<sub>", "</sub>"),
    ("code", "<code>", "</code>"),
)
_LANG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def set_inlines(inlines: Inlines, scribe: Scribe, *, linked: bool = False) -> str:
    """A run of inlines; `linked` says that it stands inside a link, which holds no other."""
    if len(inlines) == 1:
        return _set(inlines[0], scribe, linked=linked)
    return "".join([_set(inline, scribe, linked=linked) for inline in inlines])


def _set(inline: Inline, scribe: Scribe, *, linked: bool) -> str:
    match inline:
        case Text():
            return _text(inline)
        case Link():
            return _link(inline, scribe, linked=linked)
        case Ruby():
            return _ruby(inline, scribe)
        case NoteRef():
            return _call(inline, scribe, linked=linked)
        case InlineNote(inlines=inner, kind=kind):
            return f'<small class="{kind}">{set_inlines(inner, scribe, linked=linked)}</small>'
        case Break():
            return "<br/>"
        case _:
            assert_never(inline)


def _text(inline: Text) -> str:
    made = text(inline.text)
    if inline.marks:
        for mark, opening, closing in reversed(_ELEMENTS):
            if mark in inline.marks:
                made = opening + made + closing
    if inline.lang and _LANG.fullmatch(inline.lang):
        made = f'<span lang="{inline.lang}" xml:lang="{inline.lang}">{made}</span>'
    return made


def _ruby(inline: Ruby, scribe: Scribe) -> str:
    """Base and reading; character by character where the reading has one part for each, so that lines break inside.

    `rp` stays in: readers without ruby print the reading in the line, and brackets part it from the text there.
    """
    readings = inline.reading.split()
    if not readings:
        return text(inline.base)
    scribe.ruby = True
    pairs = (
        zip(inline.base, readings, strict=True)
        if len(readings) == len(inline.base)
        else [(inline.base, inline.reading)]
    )
    inner = "".join(f"{text(base)}<rp>（</rp><rt>{text(reading)}</rt><rp>）</rp>" for base, reading in pairs)
    return f"<ruby>{inner}</ruby>"


def _call(inline: NoteRef, scribe: Scribe, *, linked: bool) -> str:
    """The call of a note, a link that readers open as a pop-up (EPUB 3.3, appendix on epub:type: noteref)."""
    if inline.note_id not in scribe.notes:
        scribe.notice("note-missing", mark=inline.printed, note=inline.note_id)
    if linked or inline.note_id not in scribe.notes:
        return f'<sup class="call">{text(inline.printed)}</sup>'
    mark = text(inline.printed) if inline.printed.strip() else f'<span class="added">{scribe.words.call}</span>'
    id_ = scribe.id(scribe.call(inline.note_id))
    link = f'<a epub:type="noteref" role="doc-noteref"{id_}{reference(inline.note_id)}>{mark}</a>'
    return f'<sup class="call">{link}</sup>'


def _link(inline: Link, scribe: Scribe, *, linked: bool) -> str:
    inner = set_inlines(inline.inlines, scribe, linked=True)
    if linked:
        return inner
    if inline.href.startswith("#"):
        return f"<a{reference(inline.href[1:])}>{inner}</a>"
    address = web_address(inline.href)
    if address is None:
        scribe.notice("link-dropped", address=inline.href, text=plain(inline.inlines))
        return inner
    return f'<a href="{value(address)}">{inner}</a>'
