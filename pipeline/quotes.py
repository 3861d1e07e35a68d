"""A text in, the same with its Chinese quotes in another style out: “ ” ‘ ’ (Simplified) or 「 」 『 』 (Traditional).

Quotes are paired first and turned in pairs: outermost and third level take the first marks of a style, the second level
the others, whatever they were. A stray mark is left alone and reported.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from pipeline.hanzi import HAN

Style = tuple[tuple[str, str], tuple[str, str]]
CURLY: Style = (("“", "”"), ("‘", "’"))
CORNER: Style = (("「", "」"), ("『", "』"))
_PARTNER = {"“": "”", "‘": "’", "「": "」", "『": "』"}
_OPENING = {closing: opening for opening, closing in _PARTNER.items()}
_HAN = re.compile(f"[{HAN}]")
_NATIVE = re.compile(f"[{HAN}，。！？；：、（）《》〈〉]")
_LATIN_END = "\u0250"
_NEAR = 40


class Signs(NamedTuple):
    """Characters that stand for no text: end of a paragraph, end of a flow of paragraphs (an article), and what hides
    something (code, a note's call)."""

    paragraph: str
    flow: str
    bar: str


def restyle(text: str, old: Style, new: Style, signs: Signs) -> tuple[str, list[int]]:
    """The text with every Chinese pair of one style in the other, and the offsets of stray marks; no length changes."""
    pairing = _Pairing(text, signs, old)
    changes: list[tuple[int, str]] = []
    ends: list[int] = []
    for pair in pairing.pairs if old == CORNER else _chinese(text, pairing.pairs, signs):
        while ends and ends[-1] < pair.opening:
            ends.pop()
        opening, closing = new[len(ends) % 2]
        changes += ((pair.opening, opening), (pair.closing, closing), *((at, opening) for at in pair.again))
        ends.append(pair.closing)
    parts: list[str] = []
    done = 0
    for at, mark in sorted(changes):
        parts += (text[done:at], mark)
        done = at + 1
    return "".join((*parts, text[done:])), pairing.strays


class _Pair(NamedTuple):
    opening: int
    closing: int
    again: tuple[int, ...] = ()
    """Where following paragraphs repeat the opening mark."""


@dataclass(slots=True)
class _Open:
    mark: str
    offset: int
    paragraph: int
    again: list[int]


class _Pairing:
    """Finds the pairs of a text. Where a quotation goes on over paragraphs, each opens with the mark again and only the
    last closes it (GB/T 15834); one that is not repeated may still close in the next paragraph."""

    def __init__(self, text: str, signs: Signs, style: Style) -> None:
        self.pairs: list[_Pair] = []
        self.strays: list[int] = []
        self._text = text
        self._waiting: list[_Open] = []
        self._count = Counter[str]()
        self._paragraph = self._repeated = 0
        self._head = 0
        for token in re.finditer(f"[{''.join(chain(*style))}{signs.paragraph}{signs.flow}]", text):
            if token[0] in _PARTNER:
                self._open(token[0], token.start())
            elif token[0] in (signs.paragraph, signs.flow):
                self._end(token.start(), goes_on=token[0] == signs.paragraph)
            else:
                self._close(token[0], token.start())
        self._end(len(text), goes_on=False)
        self.pairs.sort()
        self.strays.sort()

    def _end(self, at: int, *, goes_on: bool) -> None:
        kept: list[_Open] = []
        for one in self._waiting:
            if goes_on and one.paragraph == self._paragraph:
                kept.append(one)
            else:
                self.strays += (one.offset, *one.again)
        self._waiting, self._count = kept, Counter(one.mark for one in kept)
        self._paragraph, self._repeated, self._head = self._paragraph + 1, 0, at + 1

    def _open(self, mark: str, at: int) -> None:
        again = self._waiting[self._repeated] if self._repeated < len(self._waiting) else None
        leads = at - self._head < 8 and not self._text[self._head : at].strip()
        if again and leads and again.mark == mark and again.paragraph < self._paragraph:
            again.again.append(at)
            again.paragraph = self._paragraph
            self._repeated, self._head = self._repeated + 1, at + 1
            return
        self._waiting.append(_Open(mark, at, self._paragraph, []))
        self._count[mark] += 1

    def _close(self, mark: str, at: int) -> None:
        opening = _OPENING[mark]
        before, after = self._text[at - 1 : at], self._text[at + 1 : at + 2]
        if mark == "’" and before.isalnum() and after.isalnum() and before + after < _LATIN_END:
            return  # an apostrophe: it’s
        if not self._count[opening]:
            if mark != "’" or not (before.isalpha() and before < _LATIN_END):  # nor is this one stray: students’
                self.strays.append(at)
            return
        while True:
            one = self._waiting.pop()
            self._count[one.mark] -= 1
            if one.mark == opening:
                break
            self.strays += (one.offset, *one.again)
        self._repeated = min(self._repeated, len(self._waiting))
        self.pairs.append(_Pair(one.offset, at, tuple(one.again)))


def _chinese(text: str, pairs: Iterable[_Pair], signs: Signs) -> Iterator[_Pair]:
    """The pairs around or next to Chinese, and whole paragraphs: not “OK” in an English phrase, nor “Yes,” she said."""
    blank = re.compile(rf"[\s“”‘’{signs.bar}]+")
    limits = [match.start() for match in re.finditer(f"[{signs.paragraph}{signs.flow}]", text)]
    han = end = -1
    native = False
    for pair in pairs:
        if han <= pair.opening:
            found = _HAN.search(text, pair.opening)
            han = found.start() if found else len(text)
        if han < pair.closing:
            yield pair
            continue
        left = blank.sub("", text[max(0, pair.opening - _NEAR) : pair.opening])[-1:]
        right = blank.sub("", text[pair.closing + 1 : pair.closing + 1 + _NEAR])[:1]
        foreign = _is_latin(left) + _is_latin(right)
        if foreign == 2:
            continue
        if pair.opening >= end:
            at = bisect_right(limits, pair.opening)
            end = limits[at] if at < len(limits) else len(text)
            native = _NATIVE.search(text, limits[at - 1] if at else 0, end) is not None
        if native or not foreign:
            yield pair


def _is_latin(char: str) -> bool:
    return "!" <= char < _LATIN_END
