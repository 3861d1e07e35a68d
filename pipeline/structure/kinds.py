"""Units in, the kind of document out, with the evidence for each kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from pipeline.hanzi import BLANKS, HAN, MARKS, NUMERALS, is_han
from pipeline.model import Kind
from pipeline.structure import patterns
from pipeline.structure.metre import is_metrical
from pipeline.structure.numbering import Unit as Number
from pipeline.structure.numbering import value_of
from pipeline.structure.units import Unit

SPEAKER = re.compile(rf"^(?P<speaker>[{HAN}A-Za-z·]{{1,8}})(?P<gap>：|\u3000|[ ]{{2,}})(?=\S)")
_SAYING = re.compile(rf"^[{HAN}]{{1,6}}(?:问|問|谓|謂|对|對)?[{HAN}]{{0,6}}曰：?[“「\"]?")
_CIRCULAR_TITLE = re.compile(
    "(?:通知|决定|決定|意见|意見|公告|通告|函|批复|批復|通报|通報|办法|辦法|请示|請示|报告|報告|命令)$"
)
# The parts of a Taiwanese letter of office.
_LETTER_OF_OFFICE = re.compile("^(?:主旨|說明|[发發]文字[号號])：")


#: A document of so many lines may hold poems of several metres.
_MANY_LINES = 20
#: Fewest chapters, and fewest units a chapter, for heads without 章 or 回 to be chapters.
_CHAPTERS, _CHAPTER_UNITS = 5, 12


def item_chapters(units: Sequence[Unit]) -> frozenset[int]:
    """Heads like 一　灭门 or 001 灭门 whose numbers run on from one through a long text; empty where there are none."""
    heads: dict[str, list[tuple[int, int | None]]] = {"item-1": [], "decimal-1": []}
    for index, unit in enumerate(units):
        number = unit.number
        if number and number.unit in heads and number.printed[-1] != "、" and 2 < len(unit.text) <= 24:
            heads[number.unit].append((index, number.value))
    return next((found for one in heads.values() if (found := _run_through(one))), frozenset())


_NAMED = re.compile(f"[{HAN}]{{1,6}}第([{NUMERALS}]{{1,3}})")
#: Fewest heads of that kind.
_NAMED_CHAPTERS = 3


def named_chapters(units: Sequence[Unit]) -> frozenset[int]:
    """Heads like 作战第二, a name and then its number, that run on from 始计第一; empty where there are none."""
    found = [
        (index, value_of(match[1]))
        for index, unit in enumerate(units)
        if len(unit.text) <= 10 and (match := _NAMED.fullmatch(unit.text))
    ]
    runs_on = all(value == at for at, (_, value) in enumerate(found, 1))
    return frozenset(index for index, _ in found) if runs_on and len(found) >= _NAMED_CHAPTERS else frozenset()


def _run_through(heads: Sequence[tuple[int, int | None]]) -> frozenset[int]:
    before = [0, *(value or 0 for _, value in heads)]
    run = [index for (index, value), last in zip(heads, before, strict=False) if value in (last + 1, 1)]
    spread = run[-1] - run[0] if run else 0
    if len(run) < max(_CHAPTERS, len(heads) * 0.8) or spread < len(run) * _CHAPTER_UNITS:
        return frozenset()
    return frozenset(index for index, _ in heads)


def section_chapters(units: Sequence[Unit]) -> bool:
    """Whether 第一节, 第二节 … number what other books call chapters: no head above them does."""
    heads = [unit.number for unit in units if unit.number and unit.number.unit in ("chapter", "section", "article")]
    return len(heads) > 1 and all(number.unit == "section" and number.printed[-1] in "节節" for number in heads)


_HEADS: tuple[Number, ...] = ("chapter", "special", "volume")


def detect(units: Sequence[Unit]) -> tuple[Kind, dict[Kind, float]]:
    """The likeliest kind and the score of each that has any."""
    scores: dict[Kind, float] = {"plain": 0.5}
    sample = units[:4000]
    count = max(1, len(sample))
    numbers = Counter(unit.number.unit for unit in sample if unit.number and len(unit.text) < 60)
    scores["novel"] = _novel(sample, numbers)
    clauses = sum(unit.number is not None and unit.number.unit == "article" for unit in sample)
    scores["law"] = 4.0 if clauses >= 3 and clauses * 8 >= count else 0.0
    scores["circular"] = _circular(sample)
    scores["newspaper"] = _newspaper(sample)
    scores["play"] = _play(sample)
    scores["verse"] = max(0.0, _verse(sample) - 2 * scores["newspaper"])
    scores["manual"] = _manual(sample)
    sayings = sum(bool(_SAYING.match(unit.text)) for unit in sample)
    scores["classic"] = 2.5 if sayings >= 4 and sayings * 3 >= count else 0.0
    if any(len(unit.text) > 40 for unit in sample) and len(sample) >= 4:
        scores["essay"] = 0.8
    best = max(scores, key=lambda kind: scores[kind])
    return best, {kind: score for kind, score in scores.items() if score}


def _novel(units: Sequence[Unit], numbers: Mapping[Number, int]) -> float:
    if item_chapters(units):
        return 3.0
    if section_chapters(units):
        return 3.0
    heads = sum(numbers.get(unit, 0) for unit in _HEADS)
    if heads < 2 or not numbers.get("chapter"):
        return 0.0
    talk = sum(unit.text[0] in '“「"『' for unit in units)
    return 3.0 + (0.5 if talk > heads else 0.0)


def _circular(units: Sequence[Unit]) -> float:
    fields = [unit for unit in units[:24] if patterns.official_field(unit.text)]
    head = [unit for unit in units[:24] if all(unit is not field for field in fields)][:8]
    score = 1.5 if len(fields) > 2 else 0.0
    if any(patterns.DOCUMENT_NUMBER.match(unit.text) for unit in head):
        score += 3
    if any(_CIRCULAR_TITLE.search(unit.text) and len(unit.text) < 50 for unit in head[:4]):
        score += 1.2
    if any(patterns.SALUTATION.match(unit.text) and unit.text[0] == "各" for unit in head):
        score += 1.5
    score += min(2, sum(bool(_LETTER_OF_OFFICE.match(unit.text)) for unit in units[:12]))
    if any(patterns.DATE_LINE.match(unit.text) for unit in units[-6:]):
        score += 0.5
    return score if score >= 2 else 0.0


def _newspaper(units: Sequence[Unit]) -> float:
    score = 0.0
    for unit in units:
        if len(unit.text) < 60 and (unit.byline or patterns.KICKER.match(unit.text)):
            score += 1
        if unit.text.lstrip("（(").startswith("本版") and patterns.tail_byline(unit.text):
            score += 3
        if unit.lead:
            score += 1.5
        found = unit.credit
        if found and found.credit[-1] in "摄攝":
            score += 1
        if unit.bare != unit.text or patterns.glued_byline(unit.text):
            score += 1
    return min(score, 4.5) * (1.0 if score * 12 >= len(units) else 0.4 if score * 40 >= len(units) else 0.1)


# -v, --verbose 详细: what an option does; 用 ls 列出…: a command or a name of a program in a Chinese sentence.
_OPTION = re.compile(r"--?[A-Za-z][\w-]*(?:[ =,/\[<]|$)", re.ASCII)
_TECHNICAL = re.compile(
    r"[A-Za-z][\w.]*(?:\(\)|[_/.-])[A-Za-z]\w*|\b[A-Z]{2,6}\b|\b[a-z]+\(\)|(?<=\s)--?[a-z]", re.ASCII
)
#: Fewest lines of code and options, fewest of other lines that speak of programs.
_CODE_LINES, _TECHNICAL_LINES = 3, 5


def _manual(units: Sequence[Unit]) -> float:
    """Handbooks of programs: code and options, or names of programs and files in most of their sentences."""
    code = sum(unit.code or _OPTION.match(unit.text) is not None for unit in units)
    if code >= _CODE_LINES and code * 6 >= len(units):
        return 3.2
    named = sum(len(_TECHNICAL.findall(unit.text[:400])) > 1 for unit in units)
    return 2.8 if named >= _TECHNICAL_LINES and (named + code) * 2 > len(units) else 0.0


#: Who asks in an interview: with one of them among the speakers it is no play.
_ASKS = re.compile(
    "(?:本报|本報|本刊)?(?:记者|記者|主持人|主席|采访者|採訪者|笔者|筆者|编者|編者)|[问問Qq]|.{1,5}[报報刊]"
)
_STAGE = "〔［["


def interviewed(speakers: Counter[str]) -> bool:
    """Whether those who speak are one who asks and one who answers."""
    recurring = [name for name, count in speakers.items() if count > 1]
    return len(recurring) > 1 and any(_ASKS.fullmatch(name) for name in recurring)


# 琼 大年下里: a speaker parted by one plain blank, where the play is set so throughout.
_LOOSE_SPEAKER = re.compile(rf"^(?P<speaker>[{HAN}]{{1,4}})(?P<gap>[ ])(?=\S)")
#: So many turns must be set so.
_LOOSE_TURNS = 8


def speaking(text: str, *, play: bool) -> re.Match[str] | None:
    """The speaker's name and what parts it from the speech; in a play one blank may."""
    return SPEAKER.match(text) or (_LOOSE_SPEAKER.match(text) if play else None)


# 【老闸工】谁在外面？, **老闸工** 谁在外面？, but not 【译文】…
_NO_SPEAKER = "(?<![文注註析译譯评評解按释釋题題案词詞句者版图圖])"
BRACKETED_SPEAKER = re.compile(
    rf"^(?:【(?P<speaker>[{HAN}·]{{1,6}}){_NO_SPEAKER}】|\*\*(?P<bold>[{HAN}·]{{1,6}})：?\*\*：?)[{BLANKS}]?(?=\S)"
)


def _speaker(text: str) -> str | None:
    found = BRACKETED_SPEAKER.match(text) if text[0] in "【*" else SPEAKER.match(text)
    return found[found.lastindex or 0] if found and text[0] in "【*" else found["speaker"] if found else None


def _play(units: Sequence[Unit]) -> float:
    speakers = Counter(name for unit in units if (name := _speaker(unit.text)))
    if interviewed(speakers):
        return 0.0
    loose = Counter(match["speaker"] for unit in units if (match := speaking(unit.text, play=True)))
    turns = sum(count for count in loose.values() if count > 2)
    if sum(count > 2 for count in loose.values()) > 1 and turns >= _LOOSE_TURNS and turns * 2 > len(units):
        return 3.5
    turns = sum(count for count in speakers.values() if count > 1)
    recurring = sum(count > 1 for count in speakers.values())
    staged = sum(unit.text[0] in _STAGE for unit in units)
    fewest = 4 if staged else 6
    return 3.5 if recurring >= 2 and turns >= fewest and (turns + 2 * staged) * 5 >= len(units) * 2 else 0.0


def _verse(units: Sequence[Unit]) -> float:
    units = [unit for unit in units if unit.marked is None]
    if len(units) < 4:
        return 0.0
    if sum(is_metrical(unit.text) for unit in units) * 2 > len(units):
        return 3.5
    short = sum(len(unit.text) <= 24 for unit in units)
    quoted = sum(unit.text[0] in '“「"『' for unit in units)
    middling = sorted(len(unit.text) for unit in units)[len(units) // 2]
    if short < len(units) * 0.85 or quoted > len(units) * 0.2 or middling > 18:
        return 0.0
    chinese = sum(all(is_han(char) or char in MARKS + BLANKS for char in unit.text) for unit in units)
    numbered = sum(unit.number is not None for unit in units)
    if sum(map(is_told, units)) > len(units) * 0.4:
        return 0.0
    if chinese < len(units) * 0.8 or numbered > len(units) * 0.3:
        return 0.0
    if sum(_is_of_a_letter(unit.text) for unit in units) > len(units) // 20:
        return 0.0
    # Six lines have few lengths whatever they are; only those that come back make a metre.
    widths = Counter(len(unit.text) for unit in units).most_common(4 if len(units) >= _MANY_LINES else 2)
    regular = sum(count for _, count in widths if count > 1) / len(units)
    running = sum(unit.text[-1] not in "。！？…" for unit in units)
    return 2.0 + regular if regular > 0.6 or running * 2 >= len(units) else 0.0


def is_told(unit: Unit) -> bool:
    """Whether a line is a sentence of prose: its clauses are of unlike length, or somebody speaks."""
    if SPEAKER.match(unit.text):
        return True
    clauses = [len(clause) for clause in re.split("[，、；：。！？]", unit.text) if clause]
    return unit.text[-1] in "。！？”」" and len(clauses) > 1 and max(clauses) - min(clauses) > 3


def _is_of_a_letter(text: str) -> bool:
    """Lines that letters, notes and interviews have and poems have not: 妈妈：, 编者按, 问：."""
    return (
        text[-1] == "：" or (text.find("：", 0, 8) > 0 and bool(SPEAKER.match(text))) or bool(patterns.NOTE.match(text))
    )
