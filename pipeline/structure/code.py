"""Lines in, those that are commands, settings or a program out: their line ends and indents mean something."""

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
    """Lines without Chinese that say by a sign that they are code, those right under them, and a remark right above."""
    found = _fenced(lines)
    above = False
    for index, line in enumerate(lines):
        text = line.text
        if text[0] > "~" or len(text) > _LONGEST or _CHINESE.search(text):
            above = False
            continue
        above = bool(_CODE.search(text)) or (above and not line.blank and not text.endswith("."))
        if above:
            found.add(index)
    remarks = (at for at in range(len(lines) - 1) if lines[at].text[0] == "#" and at + 1 in found)
    return frozenset({*found, *(at for at in remarks if not lines[at + 1].blank)})


def fences(lines: Sequence[Line]) -> list[int]:
    """Lines of ``` that open and close blocks of code; none where one is left open."""
    found = [index for index, line in enumerate(lines) if line.text.startswith("```") and line.text.count("```") == 1]
    return found if len(found) % 2 == 0 else []


def _fenced(lines: Sequence[Line]) -> set[int]:
    """What stands between two such lines."""
    found = fences(lines)
    return {at for start, end in zip(found[::2], found[1::2], strict=True) for at in range(start + 1, end)}
