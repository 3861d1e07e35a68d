"""Units in, what is known of the whole document out: what evidence on one unit leans on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.model import Kind
from pipeline.structure import patterns
from pipeline.structure.bullets import bulleted
from pipeline.structure.casts import cast_heads, casts
from pipeline.structure.circulars import circular_head
from pipeline.structure.evidence.weights import Label
from pipeline.structure.kinds import interviewed, item_chapters, named_chapters, section_chapters, speaking
from pipeline.structure.labels import labels
from pipeline.structure.markdown import levels_of
from pipeline.structure.poems import poem_titles
from pipeline.structure.quotations import quotations
from pipeline.structure.songs import songs
from pipeline.structure.tears import halves
from pipeline.structure.units import Unit

#: Most lines that a head may have; half as many characters as a paragraph that would be wrapped.
_HEAD, _WRAPPED = 5, 30


@dataclass(frozen=True)
class Context:
    """What is known of the whole document when one unit is looked at."""

    units: Sequence[Unit]
    kind: Kind
    usual_blank: int
    indented: bool
    """Whether its paragraphs are set off by an indent."""
    lengths: Counter[int]
    """How many short units without a final mark have each length."""
    speakers: frozenset[str]
    interview: bool
    """Whether they are one who asks and others who answer."""
    contents: range
    """Units of a contents list that repeats heads found later."""
    attachments: frozenset[int]
    """Units of a circular's list of attachments (附件)."""
    cast: frozenset[int]
    """Lines that each name a person of a play."""
    cast_heads: frozenset[int]
    """What stands over them: 人物."""
    bulleted: Mapping[int, Label]
    """Heads behind ○ or ■, and labels of boxes."""
    acts_inside: bool
    """Whether acts (第一幕) part the chapters of a book (第一章), not the book."""
    sectioned: bool
    """Whether one text is parted by numbered sections, without chapters: its 引言 and 附录 are sections too."""
    songs: frozenset[int]
    """Lines of a song or poem that stands in prose."""
    runs: frozenset[int]
    """Units whose number is one more or one less than that of a neighbour of the same kind; or the same, in items."""
    item_chapters: frozenset[int]
    """Heads like 一　灭门 that number the chapters of a long text."""
    named_chapters: frozenset[int]
    """Heads like 作战第二 that number the parts of an old book."""
    poems: Mapping[int, Label]
    """Titles among lines of verse that all end in a mark, and genres over them."""
    letters: frozenset[int]
    """Titles of letters, in a collection of them."""
    section_chapters: bool
    """Whether 第一节, 第二节 … number the chapters."""
    unlike: frozenset[int]
    """Lines that begin as chapters do and are set otherwise than most of them: 第二回见到她 among 第一章　渡口."""
    footnotes: frozenset[int]
    """Units that begin with a mark (①, [1]) which stands behind a word above them."""
    quotations: Mapping[int, Label]
    """Units that quote, and those that name whom."""
    dates: int
    """How many units are nothing but a date."""
    leads: frozenset[int]
    ended: frozenset[int]
    """Units that close with an editor's end mark, in a paper with the reporters in brackets."""
    halves: Mapping[int, int]
    """First and second halves of sentences in which a word crosses the tear."""
    circular: Mapping[int, Label]
    """Units of a circular's head, with the role of each."""
    labels: frozenset[int]
    """Labels over the section heads of a long article."""
    marks: Counter[int]
    """How many heads of each level Markdown marked."""
    max_title: int

    @cached_property
    def first_marked(self) -> Unit | None:
        return next((unit for unit in self.units if unit.marked is not None), None)

    @cached_property
    def wrapped(self) -> bool:
        """Whether most long units were put together from several lines."""
        long = [unit.joined for unit in self.units if len(unit.text) > 2 * _WRAPPED]
        return sum(long) * 2 > len(long)

    @cached_property
    def chaptered(self) -> bool:
        """Whether a numbered chapter begins somewhere: what has no number is no head of its rank."""
        return any(unit.number and unit.number.unit == "chapter" and len(unit.text) < 60 for unit in self.units)

    @cached_property
    def second_halves(self) -> frozenset[int]:
        return frozenset(self.halves.values())

    def near(self, index: int) -> Unit | None:
        return self.units[index] if 0 <= index < len(self.units) else None

    def anything_follows(self, index: int) -> bool:
        """Whether prose, verse or pictures come after a line, within as many lines as a head may have."""
        return self._next_body[index + 1] <= index + _HEAD

    @cached_property
    def _next_body(self) -> Sequence[int]:
        """For each unit, and for the end, the index of the first at or behind it that is no line of a head."""
        found = [len(self.units) + _HEAD]
        for index in range(len(self.units) - 1, -1, -1):
            unit = self.units[index]
            body = unit.shape or len(unit.text) > 24 or unit.bare_ends or unit.text[-1] in "，；：、" or unit.credit
            found.append(index if body else found[-1])
        return found[::-1]

    @cached_property
    def heads_in_a_row(self) -> Sequence[int]:
        """How many units like the lines of a head stand in a row up to each."""
        found: list[int] = []
        for unit in self.units:
            found.append((found[-1] if found else 0) + 1 if unit.headlike else 0)
        return found


def context_of(units: Sequence[Unit], kind: Kind, max_title: int) -> Context:
    blanks = Counter(unit.blank for unit in units[1:])
    long = [unit for unit in units if len(unit.text) > 30]
    turns = (speaking(unit.text, play=kind == "play") for unit in units)
    speakers = Counter(match["speaker"] for match in turns if match)
    leads = frozenset(index for index, unit in enumerate(units) if unit.lead)
    ended = frozenset(index for index, unit in enumerate(units) if _closes(unit, kind))
    cast = casts(units)
    return Context(
        units,
        kind,
        blanks.most_common(1)[0][0] if blanks else 0,
        bool(long) and sum(unit.indent >= 1 for unit in long) * 2 > len(long),
        Counter(len(unit.text) for unit in units if len(unit.text) <= 24 and not unit.ends),
        frozenset(name for name, count in speakers.items() if count > 1),
        interviewed(speakers),
        _contents_list(units),
        _attachments(units),
        cast,
        cast_heads(units, cast),
        bulleted(units, kind, leads),
        _acts_inside(units),
        _sectioned(units),
        songs(units),
        _number_runs(units),
        item_chapters(units),
        named_chapters(units),
        poem_titles(units, kind),
        _letters(units, kind),
        section_chapters(units),
        _unlike_heads(units),
        _footnotes(units),
        quotations(units),
        sum(len(unit.text) <= 24 and bool(patterns.DATE_LINE.match(unit.text)) for unit in units),
        leads,
        ended,
        halves(units, kind),
        circular_head(units, kind),
        labels(units, kind, leads, ended),
        levels_of(units),
        max_title,
    )


def _closes(unit: Unit, kind: Kind) -> bool:
    text = unit.text
    if unit.bare != text:
        return True
    return kind == "newspaper" and bool(patterns.glued_byline(text) or patterns.NAME_IN_BRACKETS.match(text))


def _attachments(units: Sequence[Unit]) -> frozenset[int]:
    found: set[int] = set()
    for index, unit in enumerate(units):
        if unit.text.startswith("附件") or (index - 1 in found and patterns.ATTACHED.match(unit.text)):
            found.add(index)
    return frozenset(found)


def _acts_inside(units: Sequence[Unit]) -> bool:
    heads = {unit.number.printed[-1] for unit in units if unit.number and unit.number.unit == "chapter"}
    return "幕" in heads and not heads.isdisjoint("章回")


def _sectioned(units: Sequence[Unit]) -> bool:
    sections = 0
    for unit in units:
        if unit.number and len(unit.text) <= 40 and not unit.ends:
            if unit.number.unit in ("chapter", "volume"):
                return False
            sections += unit.number.unit in ("item-1", "item-3", "section") or unit.number.unit.startswith("decimal")
    return sections > 1


#: Fewest letters of a collection, longest title of one, characters.
_LETTERS, _LETTER_TITLE = 3, 24


def _letters(units: Sequence[Unit], kind: Kind) -> frozenset[int]:
    """Short lines above an addressee and prose, where there are several."""
    if kind not in ("plain", "essay", "verse", "classic"):
        return frozenset()
    found = [
        at
        for at, unit in enumerate(units[:-2])
        if units[at + 1].text[-1] == "："
        and len(unit.text) <= _LETTER_TITLE
        and unit.headlike
        and patterns.SALUTATION.match(units[at + 1].text)
        and units[at + 2].bare_ends
    ]
    return frozenset(found) if len(found) >= _LETTERS else frozenset()


def _is_item(unit: Unit) -> bool:
    """Whether a numbered line is a sentence: 一、…。一、…。 in old rules have all the same number."""
    return unit.number is not None and unit.number.unit.startswith("item") and unit.bare_ends


def _number_runs(units: Sequence[Unit]) -> frozenset[int]:
    last: dict[str, tuple[int, int]] = {}
    found: set[int] = set()
    for index, unit in enumerate(units):
        number = unit.number
        if number is None or number.value is None:
            continue
        before = last.get(number.unit)
        if before and (
            (number.value == before[0] + 1 and index - before[1] <= 40)
            or (number.value == before[0] and _is_item(unit) and _is_item(units[before[1]]) and index - before[1] <= 4)
        ):
            found.update((before[1], index))
        last[number.unit] = (number.value, index)
    return frozenset(found)


# 第一章 渡口……15: the leader and the page of an entry.
_PAGE = re.compile(r"[…·.．]+[（(]?\d{1,4}[）)]?$")


def _contents_list(units: Sequence[Unit]) -> range:
    """The run of numbered heads below 目录, up to where the first of them comes back, with its page or without; or one
    without that word, most of which come back."""
    for index, unit in enumerate(units[:60]):
        if re.sub(r"\s", "", unit.text) in ("目录", "目錄", "目次"):
            end = index + 1
            listed: dict[str, str] = {}
            while end < len(units) and (number := units[end].number) and len(units[end].text) < 60:
                head = _PAGE.sub("", re.sub(r"\s", "", units[end].text))
                printed = number.printed
                if listed.get(printed, "").startswith(head):
                    break
                listed[printed] = head
                end += 1
            return range(index, end) if end > index + 1 else range(0)
    return _bare_contents(units)


#: Fewest entries of such a list, and within how many units at the head it begins.
_ENTRIES, _LIST_HEAD = 3, 12


def _bare_contents(units: Sequence[Unit]) -> range:
    begin = next((at for at, unit in enumerate(units[:_LIST_HEAD]) if _is_entry(unit)), len(units))
    listed: list[str] = []
    for unit in units[begin:]:
        if not _is_entry(unit) or (listed and unit.blank) or unit.text in listed:
            break
        listed.append(unit.text)
    end = begin + len(listed)
    below = {unit.text for unit in units[end:] if unit.number}
    back = sum(text in below for text in listed)
    return range(begin, end) if len(listed) >= _ENTRIES and listed[0] in below and back * 2 >= len(listed) else range(0)


def _is_entry(unit: Unit) -> bool:
    return unit.number is not None and unit.number.unit == "decimal-2" and len(unit.text) < 60


def _unlike_heads(units: Sequence[Unit]) -> frozenset[int]:
    """Of the lines that begin as chapters do those that differ from most of them in two of these: their unit (回 among
    章), whether something parts number and text, indent."""
    looks: dict[int, tuple[str, bool, bool]] = {}
    for index, unit in enumerate(units):
        number = unit.number
        if number and number.unit == "chapter" and len(unit.text) < 60:
            bare = number.end == len(unit.text)
            looks[index] = (number.printed.rstrip("0123456789")[-1:], number.parted or bare, unit.indent < 1)
    usual = [Counter(look[part] for look in looks.values()).most_common(1)[0] for part in range(3)] if looks else []
    sure = [value if count * 3 >= len(looks) * 2 and len(looks) > 2 else None for value, count in usual]
    return frozenset(
        index
        for index, look in looks.items()
        if sum(value is not None and value != own for value, own in zip(sure, look, strict=True)) > 1
    )


_NOTE_MARK = re.compile(r"[①-⑳\[〔【](?:(?<=[①-⑳])|(?:\d{1,3}|[一二三四五六七八九十]{1,3})[\]〕】])")


def _footnotes(units: Sequence[Unit]) -> frozenset[int]:
    called: set[str] = set()
    found: set[int] = set()
    below = False
    for index, unit in enumerate(units):
        marks = list(_NOTE_MARK.finditer(unit.text))
        opens = bool(marks) and not marks[0].start()
        if opens and (below or marks[0][0] in called):
            found.add(index)
        called.update(mark[0] for mark in marks if mark.start())
        below = bool(len(unit.text) <= 8 and patterns.APPARATUS.match(unit.text)) or (below and opens)
    return frozenset(found)
