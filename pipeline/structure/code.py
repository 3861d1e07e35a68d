"""Lines in, those that are commands, settings, programs or diagrams out: their line ends and indents say something."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.hanzi import HAN
from pipeline.structure.lines import Line

_LONGEST = 160
_CHINESE = re.compile(f"[{HAN}。，；：！？、“”]")
_COMMANDS = (
    "sudo|cd|ls|cat|tar|make|git|apt|apt-get|pip3?|npm|docker|python3?|gcc|cp|mv|rm|mkdir|chmod|chown|export|echo|ssh"
    r"|scp|wget|curl|dpkg[\w-]*|rpm|yum|sed|grep|awk|source"
)
_WORDS = "import|from|def|class|return|if|for|while|int|void|var|let|const"
_CODE = re.compile(
    rf"^[$#%] [\w./~-]|^>>>? |^(?:{_COMMANDS}) [\w./~$\"'-]|^\./"  # a prompt, a command
    r"|^[\w.\[\]-]+\s*=\s*\S|^\[[A-Za-z][\w. -]*\]$|^[a-z][\w-]*:\s*[\w\"'/{\[]+$"  # a setting
    r"|[{}\\]$|[=()].*;$|^[{}]|\(\);|\w\(\)|&&|\|\||->|::|</|/>|^<\w|^#include|\s--?[A-Za-z]"
    rf"|^(?:{_WORDS}) .*[:;({{=]"
)


def code_lines(lines: Sequence[Line]) -> frozenset[int]:
    """Lines without Chinese that say by a sign that they are code, those right under them, what is set like them right
    above, and diagrams."""
    found = _fenced(lines) | _drawn(lines)
    above = False
    for index, line in enumerate(lines):
        text = line.text
        if text[0] > "~" or len(text) > _LONGEST or _CHINESE.search(text):
            above = False
            continue
        above = bool(_CODE.search(text)) or (above and not line.blank and not text.endswith("."))
        above = above or (index > 0 and _is_told(lines[index - 1], line))
        if above:
            found.add(index)
    for first in sorted(found, reverse=True):
        at = first
        while at and at - 1 not in found and not lines[at].blank and _leads_up(lines[at - 1], lines[at]):
            at -= 1
            found.add(at)
    return frozenset(found)


def _is_told(above: Line, line: Line) -> bool:
    """Whether a sentence that ends in a colon has a line of a few words set in below it: what is to be typed."""
    return (
        above.text[-1] == "："
        and line.indent >= above.indent + 1.5
        and line.text[0].islower()
        and line.text.count(" ") < _FEW_WORDS
        and line.text[-1] not in ".?!,"
        and bool(_SIGN.search(line.text))
        and "://" not in line.text
    )


def _leads_up(above: Line, code: Line) -> bool:
    """Whether the line right above code is code as well: a remark, or a line of its indent that is no sentence."""
    if above.text[0] == "#":
        return True
    return (
        above.indent == code.indent >= 2
        and above.text[-1] not in ".:"
        and len(above.text) <= 60
        and not _CHINESE.search(above.text)
    )


# +-------+, ┌──┐: the edge of a box; | 版本号 |: what stands in it; 0 1 2 3: a ruler above it.
_EDGE = re.compile(r"[+┌├└╔╠╚][-=+─═┬┴┼╦╩╬ ]{3,}[+┐┤┘╗╣╝]")
_BOXED = re.compile(r"[|+│├┌└║╔╚].*[|+│┤┐┘║╗╝]")
_RULER = re.compile(r"\d(?: +\d)+")
# What words of a language seldom have, and commands and names of files have.
_SIGN = re.compile(r"[./\\_=<>|$~]|--")
#: What is to be typed has fewer words.
_FEW_WORDS = 5
#: Fewest lines of a diagram.
_DIAGRAM = 3


def _drawn(lines: Sequence[Line]) -> set[int]:
    """Lines right under one another that are drawn with bars and have an edge above, below or between."""
    found: set[int] = set()
    run: list[int] = []
    for index in range(len(lines) + 1):
        boxed = index < len(lines) and lines[index].text[0] in _DRAWS and bool(_BOXED.fullmatch(lines[index].text))
        if boxed and (not run or not lines[index].blank):
            run.append(index)
            continue
        if len(run) >= _DIAGRAM and any(_EDGE.fullmatch(lines[at].text) for at in run):
            while run[0] and not lines[run[0]].blank and _RULER.fullmatch(lines[run[0] - 1].text):
                run.insert(0, run[0] - 1)
            found.update(run)
        run = [index] if boxed else []
    return found


_DRAWS = frozenset("|+│├┌└║╔╚")


def fences(lines: Sequence[Line]) -> list[int]:
    """Lines of ``` that open and close blocks of code; none where one is left open."""
    found = [index for index, line in enumerate(lines) if line.text.startswith("```") and line.text.count("```") == 1]
    return found if len(found) % 2 == 0 else []


# {"type":"interp","people":["主席"]}: all on one line.
_DATA = re.compile(r'\{ ?"\w+" ?[:：].*\}')
_TURN = re.compile(f"[{HAN}·]{{1,10}}：")
#: Fewest turns of a record.
_TURNS = 5


def data(lines: Sequence[Line]) -> set[int]:
    """What stands in such blocks for programs, one object a line, in a record of speeches; not in a handbook."""
    blocks = fences(lines)
    if not blocks or sum(bool(_TURN.match(line.text)) for line in lines) < _TURNS:
        return set()
    inside = _fenced(lines)
    return inside if all(_DATA.fullmatch(lines[at].text) for at in inside) else set()


def _fenced(lines: Sequence[Line]) -> set[int]:
    """What stands between two such lines."""
    found = fences(lines)
    return {at for start, end in zip(found[::2], found[1::2], strict=True) for at in range(start + 1, end)}
