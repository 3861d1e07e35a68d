"""Lines in, those out that are no prose whatever they say: rows of tables, footnotes at a page's foot.

They are found before lines are joined, for nothing may be joined to them, and a sentence goes on behind a footnote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import Literal

from pipeline.hanzi import BLANKS, HAN
from pipeline.structure.lines import Line

Shape = Literal["row", "cell", "footnote", "contents"]


def shapes(lines: Sequence[Line]) -> Mapping[int, Shape]:
    """Index of each line that has a shape of its own → which."""
    found: dict[int, Shape] = dict.fromkeys(_footnotes(lines), "footnote")
    found |= dict.fromkeys(_rows(lines), "row")
    found |= dict.fromkeys(_cells(lines), "cell")
    return found


# ------------------------------------------------------------------------------------------------------------ rows

#: Fewest lines of a table, longest row, longest field, characters.
_ROWS, _ROW, _FIELD = 3, 60, 16
_NO_ROW = re.compile(
    "^(?:[联聯][系絡]人|(?:[联聯][系絡])?[电電][话話]|[传傳]真|[邮郵][编編箱]|[网網]址|地址"
    "|[發发]文[^：]{2}|受文者|速[别別]|[檔档][號号]|正本|副本|承[辦办]人)：|[。，；！？“”「」]|：$|[摄攝]$"
    f"|^(?:[第卷（(]|\\d{{4}}年|[一二三四五六七八九十]{{1,3}}[、{BLANKS}]|\\d{{1,3}}[、.．]\\D)"
)
_FIELDS = re.compile(f"[{BLANKS}]*[|｜\t][{BLANKS}]*|[{BLANKS}]+")
_FIGURE = re.compile(r"[-－+−]?\d[\d.,:%]*")
_WORDS = re.compile(f"[{HAN}A-Za-z]+")
# 8:30 签到, 望江村 32, 糖 10克: one figure makes a row where it is a time, or stands in a field of its own.
_ONE_FIGURE = re.compile(
    f"^\\d{{1,2}}:\\d\\d[{BLANKS}]|^[^{BLANKS}]{{1,12}}[{BLANKS}]+\\d[\\d.,%]*[{HAN}A-Za-z℃]{{0,3}}$"
)
# 年龄：32, 住址：望江村
_LABELLED = re.compile(f"^[{HAN}]{{2,6}}：[^：]{{1,20}}$")


def _rows(lines: Sequence[Line]) -> Iterator[int]:
    """Runs of lines that are made alike: as many short fields in each, or words and figures in the same order."""
    made = [_made(line.text) for line in lines]
    for like, group in groupby(range(len(lines)), lambda index: made[index]):
        rows = list(group)
        if not like or len(rows) < _ROWS or (like == "：" and not any(_FIGURE.search(lines[at].text) for at in rows)):
            continue
        above = rows[0] - 1
        # The head of a table has words where its rows have figures.
        if above >= 0 and like.isdigit() and made[above] == "" and len(_FIELDS.split(lines[above].text)) == int(like):
            yield above
        yield from rows


def _made(text: str) -> str:
    """How a line is made: the number of its fields where it has three or more, else its words and figures in order;
    empty where it is no row: no figure, or a sentence."""
    if len(text) > _ROW or _NO_ROW.search(text):
        return ""
    if _LABELLED.match(text):
        return "："
    figures = len(_FIGURE.findall(text))
    if not figures and "\t" not in text and "|" not in text:
        return ""
    fields = _FIELDS.split(text)
    if len(fields) >= 3 and max(map(len, fields)) <= _FIELD:
        return str(len(fields))
    if (figures > 1 or _ONE_FIGURE.search(text)) and _WORDS.search(text):
        return "=" + _WORDS.sub("字", _FIGURE.sub("9", text)) if figures > 1 else "=1"
    return ""


#: Longest cell that stands on a line of its own, characters; fewest rows and most columns of such a table.
_CELL, _CELL_ROWS, _COLUMNS = 10, 3, 8
_NO_CELL = re.compile("[。，；！？：、…“”‘’「」（）《》]")


def _cells(lines: Sequence[Line]) -> Iterator[int]:
    """Runs of very short lines in which figures come back at a fixed distance: a table, one cell a line."""
    for short, group in groupby(range(len(lines)), lambda index: _may_be_cell(lines[index].text)):
        if not short:
            continue
        cells = list(group)
        figures = [lines[at].text[0].isdigit() for at in cells]
        if sum(figures) >= _CELL_ROWS - 1 and not all(figures):
            yield from next(filter(None, (_table(cells, figures, width) for width in range(2, _COLUMNS + 1))), [])


def _may_be_cell(text: str) -> bool:
    return len(text) <= _CELL and not _NO_CELL.search(text)


def _table(cells: Sequence[int], figures: Sequence[bool], width: int) -> Sequence[int]:
    """The cells of a table of so many columns: a row of words at its head, and rows alike; empty where it is none."""
    first = figures.index(True)
    for column in range(first % width, width):
        body = first - column
        like = figures[body : body + width]
        rows = (len(cells) - body) // width if body >= 0 else 0
        if rows >= _CELL_ROWS - (body >= width) and not all(like):
            alike = all(figures[body + at * width : body + (at + 1) * width] == like for at in range(rows))
            if alike and (len(cells) - body) % width == 0:
                return cells[max(0, body - width) :]
    return []


# ------------------------------------------------------------------------------------------------------- footnotes

# 1在写这一章的时候, ①见《渡船考》, [1] …, *作者…: a mark glued to the text or parted by one blank.
_NOTE_MARK = re.compile(
    f"^(?P<mark>\\d{{1,2}}(?=[{HAN}《“「A-Z])|[①-⑳]|[\\[［〔【]\\d{{1,3}}[\\]］〕】]|[*＊※†]{{1,2}})[{BLANKS}]?(?=[{HAN}《“「A-Za-z])"
)
_NOTE_FIRST = frozenset("0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳[［〔【*＊※†")
_MEASURES = frozenset(
    "年月日号號时時分秒点點个個人名位只隻条條次种種家天周岁歲元万萬亿億千百十米公里斤吨度倍层楼届期版章节節回成份"
    "张張本台辆輛座所项項"
)
#: A note stands so many lines at most below the line that calls it.
_PAGE = 60


def _footnotes(lines: Sequence[Line]) -> Iterator[int]:
    """Lines that begin with a mark which a line above them calls, glued to its text."""
    for index, line in enumerate(lines):
        if line.text[0] not in _NOTE_FIRST or not (match := _NOTE_MARK.match(line.text)):
            continue
        mark = match["mark"]
        if mark == "**" and line.text.count(mark) > 1:
            continue  # bold words
        if mark.isdigit() and line.text[match.end()] in _MEASURES:
            continue
        called = _call_of(mark)
        if any(called.search(lines[at].text) for at in range(max(0, index - _PAGE), index)):
            yield index


@cache
def _call_of(mark: str) -> re.Pattern[str]:
    if mark.isdigit():
        return re.compile(f"(?<=[。！？”」』）》]){mark}(?!\\d)|(?<=[{HAN}]){mark}(?=[，。；、）]|$)")
    return re.compile(f"(?<=[{HAN}A-Za-z，。；！？”」』）》]){re.escape(mark)}")
