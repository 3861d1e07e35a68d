"""Units of a collection of poems in, the lines that head them out, where only the want of a mark shows them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.hanzi import is_han
from pipeline.model import Kind
from pipeline.structure import patterns
from pipeline.structure.evidence.weights import Label
from pipeline.structure.units import Unit

#: Fewest lines of such a collection, longest title, characters.
_LINES, _TITLE = 20, 16
_GENRE = re.compile(
    "(?:新|旧|舊|古|近|现代|現代|散文|译|譯)?(?:[诗詩][歌词詞]?|歌[诗詩]|[词詞]|散曲|民歌|歌[谣謠])"
    "(?:[选選集]|[一二三四五六七八九]|[卷辑輯]){0,2}"
)
#: A genre may stand in so many lines at the head of a book.
_HEAD = 3
_MARKS = frozenset("，。；！？、：…—”」』）》")
_COMMAS = frozenset("，、；：。！？…—")


def poem_titles(units: Sequence[Unit], kind: Kind) -> Mapping[int, Label]:
    """Short lines without any mark, where nearly all others end in one: behind a sentence or a date."""
    if kind != "verse" or len(units) < _LINES:
        return {}
    lines = [unit for unit in units if not unit.number and not is_dated(unit)]
    bare = {at for at, unit in enumerate(units[:-1]) if _is_bare(unit)}
    found: dict[int, Label] = {}
    for at in sorted(bare):
        if is_dated(units[at + 1]):
            continue
        if at and (units[at - 1].bare_ends or is_dated(units[at - 1]) or units[at - 1].text[-1] in "）)"):
            found[at] = "title"
        elif 0 < at < _HEAD and at + 1 in bare and _GENRE.fullmatch(units[at].text):
            found[at], found[at + 1] = "kicker", "title"
    marked = sum(unit.text[-1] in _MARKS for unit in lines)
    # Where poems have marks in some of their lines only, one without is no title.
    few = len(found) * 10 <= len(lines) * 3 and (len(lines) - marked - len(found)) * 20 <= len(lines)
    return found if few else {}


def is_dated(unit: Unit) -> bool:
    """Whether a line tells nothing but when a poem was written."""
    return len(unit.text) <= 40 and patterns.POEM_DATE.match(unit.text) is not None


def _is_bare(unit: Unit) -> bool:
    text = unit.text
    return (
        len(text) <= _TITLE
        and is_han(text[0])
        and not unit.number
        and _COMMAS.isdisjoint(text)
        and not (is_dated(unit) or unit.shape)
    )
