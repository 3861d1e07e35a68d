"""A paragraph's text in, out: which of its “ ” ‘ ’ … — · are Chinese marks and take the Han face.

Unicode has one code for the full-width mark of Chinese and the narrow one of English. Word draws it with the Latin face
unless the run says `w:hint="eastAsia"` (ECMA-376 part 1, 17.3.2.26), so that each run must say it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Quotes, dashes, ellipses, and signs such as ① № → □: what Word sets with the Latin face unless it is told.
_MARKS = re.compile("[·×\u2010-\u2027\u2030-\u205e\u2100-\u27bf]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u0370-\u04ff]")
#: Letters that Word would draw with the Han face in a run that carries the hint.
_DRAWN_IN = re.compile("[\u00a1-\u00b6\u00b8-\u00d6\u00d8-\u024f\u0370-\u04ff]")
_DECIDING = re.compile(f"{_MARKS.pattern}|{_DRAWN_IN.pattern}")
_HAN = re.compile("[\u2e80-\u303f\u3105-\u312f\u3400-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U000323af]")
_WORD = re.compile("[0-9A-Za-z\u00c0-\u024f\u0370-\u04ff]")
_PAIRS = {"”": "“", "’": "‘"}


def western_marks(text: str) -> frozenset[int]:
    """Offsets of the marks in a paragraph's text that belong to Western words; of all of them where it has no Han.

    Quotes are judged by pairs: Western are those that hold no Han and stand between Latin letters, digits or blanks.
    Other marks are Western between Latin letters or digits (but · never is), and ’ between letters is an apostrophe.
    """
    if _LATIN.search(text) is None or _MARKS.search(text) is None:
        return frozenset()
    if _HAN.search(text) is None:
        return frozenset(found.start() for found in _MARKS.finditer(text))
    return frozenset(_western(text))


def _western(text: str) -> Iterator[int]:
    opened: list[int] = []
    for found in _MARKS.finditer(text):
        at, mark = found.start(), found[0]
        if mark in "“‘":
            opened.append(at)
        elif mark == "’" and _is_apostrophe(text, at, opened):
            yield at
        elif opened and text[opened[-1]] == _PAIRS.get(mark):
            start = opened.pop()
            if _is_western_pair(text, start, at):
                yield from (start, at)
        elif mark not in "”·‧" and _between_words(text, at):
            yield at


def _is_apostrophe(text: str, at: int, opened: list[int]) -> bool:
    if not (at and _LATIN.match(text, at - 1)):
        return False
    return _LATIN.match(text, at + 1) is not None or not (opened and text[opened[-1]] == "‘")


def _is_western_pair(text: str, start: int, end: int) -> bool:
    if _HAN.search(text, start, end):
        return False
    return all(
        0 <= at < len(text) and (text[at] in " ,.;:!?()" or _WORD.match(text, at) is not None)
        for at in (start - 1, end + 1)
    )


def _between_words(text: str, at: int) -> bool:
    """Whether the nearest characters on both sides, a few blanks left out, are Latin letters or digits."""
    before, after = text[max(0, at - 4) : at].rstrip(" ")[-1:], text[at + 1 : at + 5].lstrip(" ")[:1]
    return bool(before and after and _WORD.match(before) and _WORD.match(after))


def pieces(text: str, western: frozenset[int], offset: int = 0) -> Iterator[tuple[str, bool]]:
    """A run's text cut where the hint changes: (text, whether it takes the hint). `offset`: its place in the paragraph.

    It is cut only where a Chinese mark meets a Western mark or a letter that the hint would draw with the Han face:
    editors search and mark whole runs.
    """
    if not western and _DRAWN_IN.search(text) is None:
        yield text, _MARKS.search(text) is not None
        return
    start, after, hinted = 0, 0, None
    for found in _DECIDING.finditer(text):
        takes = _MARKS.match(found[0]) is not None and offset + found.start() not in western
        if hinted is not None and takes != hinted:
            # From Chinese to Western the cut is behind the Chinese mark: words stay whole.
            cut = found.start() if takes else after
            yield text[start:cut], hinted
            start = cut
        hinted, after = takes, found.end()
    yield text[start:], bool(hinted)
