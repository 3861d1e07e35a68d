"""Inlines of the model in, runs of WordprocessingML out: character styles, hints, links, ruby, calls of notes."""

from __future__ import annotations

import re
from typing import assert_never

from pipeline.backends.docx.han import pieces, western_marks
from pipeline.backends.docx.markup import attribute, characters, run
from pipeline.backends.docx.properties import LANGUAGES, half_points
from pipeline.backends.docx.scribe import Scribe, word_address
from pipeline.model import Break, Inline, InlineNote, Inlines, Link, NoteRef, Ruby, Text, plain

_HINT = '<w:rFonts w:hint="eastAsia"/>'
_LANG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_TAGS = {str(script): tag for script, tag in LANGUAGES.items()} | {
    "en": "en-US", "ja": "ja-JP", "ko": "ko-KR", "fr": "fr-FR", "de": "de-DE", "ru": "ru-RU",
}  # fmt: skip
_NONE: frozenset[str] = frozenset()


def set_inlines(inlines: Inlines, scribe: Scribe, role: str = "body", uses: frozenset[str] = _NONE) -> str:
    """Runs of a paragraph of `role`. `uses` are those of `names.CHARACTERS` that all of it has."""
    if len(inlines) == 1 and isinstance(inlines[0], Text):
        return _text(inlines[0], scribe, uses, western_marks(inlines[0].text), 0)
    return _Line(scribe, role, western_marks(plain(inlines))).set(inlines, uses)


def set_text(text: str, scribe: Scribe, use: str = "") -> str:
    """Characters of one use: a speaker, a number, a printed mark."""
    return set_inlines((Text(text),), scribe, uses=frozenset([use]) if use else _NONE)


class _Line:
    """The inlines of one paragraph on their way: quotes are judged by where they stand in the whole of it."""

    def __init__(self, scribe: Scribe, role: str, western: frozenset[int]) -> None:
        self._scribe = scribe
        self._role = role
        self._western = western
        self._at = 0

    def set(self, inlines: Inlines, uses: frozenset[str]) -> str:
        return "".join([self._set(inline, uses) for inline in inlines])

    def _set(self, inline: Inline, uses: frozenset[str]) -> str:
        match inline:
            case Text(text=text):
                made = _text(inline, self._scribe, uses, self._western, self._at)
                self._at += len(text)
                return made
            case Link(href=href, inlines=inner):
                return self._link(href, inner, uses)
            case Ruby():
                return self._ruby(inline, uses)
            case NoteRef():
                return self._call(inline, uses)
            case InlineNote(inlines=inner, kind=kind):
                return self.set(inner, uses | {kind})
            case Break():
                self._at += 1
                return run("<w:br/>")
            case _:
                assert_never(inline)

    def _link(self, href: str, inner: Inlines, uses: frozenset[str]) -> str:
        """A link; only its text where Word would not take the address, or nothing has the id."""
        target = self._scribe.bookmarks.get(href[1:]) if href.startswith("#") else None
        address = word_address(href) if target is None else None
        if not (target or address) or "link" in uses:
            return self.set(inner, uses)
        where = f'w:anchor="{target}"' if target else f'r:id="{self._scribe.link(address or "")}"'
        return f'<w:hyperlink {where} w:history="1">{self.set(inner, uses | {"link"})}</w:hyperlink>'

    def _ruby(self, ruby: Ruby, uses: frozenset[str]) -> str:
        """`w:ruby`. The reading is half as high as its base, and says so twice: Word goes by `w:hps` and writes the
        size of the run as well, LibreOffice goes by that run alone, not by its style."""
        size = self._scribe.edition.design.role(self._role).size
        language = LANGUAGES[self._scribe.edition.publication.metadata.language]
        base, half = half_points(size), half_points(size / 2)
        properties = (
            f'<w:rubyAlign w:val="center"/><w:hps w:val="{half}"/><w:hpsRaise w:val="{base - 2}"/>'
            f'<w:hpsBaseText w:val="{base}"/><w:lid w:val="{language}"/>'
        )
        style = self._scribe.sheet.characters(frozenset(["ruby"]))
        looks = f'<w:rStyle w:val="{style}"/><w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
        above = run(characters(self._scribe.legal(ruby.reading)), looks)
        below = _text(Text(ruby.base), self._scribe, uses, self._western, self._at)
        self._at += len(ruby.base)
        inner = f"<w:rubyPr>{properties}</w:rubyPr><w:rt>{above}</w:rt><w:rubyBase>{below}</w:rubyBase>"
        return run(f"<w:ruby>{inner}</w:ruby>")

    def _call(self, call: NoteRef, uses: frozenset[str]) -> str:
        """The first call of a footnote is Word's own, with the printed mark; others link to the note or are text."""
        scribe, note = self._scribe, call.note_id
        printed = self.set((Text(call.printed),), uses | {"call"}) if call.printed else ""
        if note in scribe.footnotes and note not in scribe.called and not scribe.in_note:
            scribe.called.add(note)
            custom = ' w:customMarkFollows="1"' if printed else ""
            reference = f'<w:footnoteReference{custom} w:id="{scribe.footnotes[note][0]}"/>'
            return run(
                reference + characters(scribe.legal(call.printed)), '<w:rStyle w:val="FootnoteReference"/>' + _HINT
            )
        if note in scribe.bookmarks and "link" not in uses and printed:
            return f'<w:hyperlink w:anchor="{scribe.bookmarks[note]}" w:history="1">{printed}</w:hyperlink>'
        return printed


def _text(text: Text, scribe: Scribe, uses: frozenset[str], western: frozenset[int], at: int) -> str:
    clean = scribe.legal(text.text)
    style = scribe.sheet.characters(uses | text.marks)
    start = f'<w:rStyle w:val="{style}"/>' if style else ""
    end = _language(text.lang)
    return "".join(
        run(characters(piece), start + (_HINT if hinted else "") + end)
        for piece, hinted in pieces(clean, western, at)
        if piece
    )


def _language(lang: str | None) -> str:
    """What spelling and hyphenation go by; not a matter of looks."""
    if lang is None or _LANG.fullmatch(lang) is None:
        return ""
    tag = attribute(_TAGS.get(lang, lang))
    slot = "eastAsia" if tag[:2] in ("zh", "ja", "ko") else "val"
    return f'<w:lang w:{slot}="{tag}"/>'
