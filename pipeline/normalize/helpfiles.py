"""A rule for help files in the manner of Vim: *tags*, |links| in lists of contents, > before and ~ behind examples.

Such a file begins with its own tag, and rules of = part its chapters. What the marks said, the ledger keeps, and
`structure.helpfiles` puts to use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.ledger import Edit, Ledger, forward
from pipeline.normalize.rules import Rule

HELP = "markup.help"
_OPENS = re.compile(r"\s*\*[\w.-]{3,40}\*[ \t]+\S")
_RULE = re.compile("^={60,}$", re.MULTILINE)
_LINK = re.compile(r"\|[\w.:'()-]{2,40}\|")
#: Fewest links.
_LINKS = 2
_NUMBER = re.compile(r"^(?P<open>[*|])[\d.]{1,8}(?P<close>[*|])(?=[ \t])")
_ONE_TAG = r"\*[^*\s|\"]{2,40}\*"
_TAG = re.compile(rf"(?:^|(?<=\S)[ \t]+){_ONE_TAG}(?:[ \t]+{_ONE_TAG})*(?=\s|$)[ \t]*")
_EXAMPLE = re.compile(r"(?:^|(?<=\S)[ \t]+)>[a-z]{0,8}[ \t]*$")
_OUTPUT = re.compile(r"(?<=\S)[ \t]+~[ \t]*$")
_CLOSED = re.compile(r"^<[ \t]*(?=\S|$)")


def _marks(text: str) -> Iterator[Edit]:
    if not (_OPENS.match(text) and _RULE.search(text) and len(_LINK.findall(text)) >= _LINKS):
        return
    at = 0
    for line in text.split("\n"):
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in indent:
            # Its author saw them eight wide; elsewhere a tab is no wider than a blank.
            yield Edit(at, indent, indent.expandtabs(8))
        yield from (Edit(at + start, line[start:end], "") for start, end in sorted(_spans(line)))
        at += len(line) + 1


def _spans(line: str) -> Iterator[tuple[int, int]]:
    numbered = _NUMBER.match(line)
    if numbered and numbered["open"] == numbered["close"]:
        yield numbered.span("open")
        yield numbered.span("close")
    if "*" in line:
        yield from (tag.span() for tag in _TAG.finditer(line, numbered.end() if numbered else 0))
    for pattern, sign in ((_EXAMPLE, ">"), (_OUTPUT, "~"), (_CLOSED, "<")):
        if sign in line and (found := pattern.search(line)) and found[0]:
            yield found.span()


def marks_of_help(ledger: Ledger) -> tuple[list[int], list[int]] | None:
    """Clean offsets behind which examples begin, and at which lines of output end; None for any other text."""
    found: tuple[list[int], list[int]] = ([], [])
    helps = False
    for number, made in enumerate(ledger.passes):
        if made.rule != HELP:
            continue
        helps = True
        shifts = [forward(one.edits) for one in ledger.passes[number:]]
        for edit in made.edits:
            sign = edit.old.strip()[:1]
            if sign not in (">", "~"):
                continue
            at = edit.start
            for shift in shifts:
                at = shift(at)
            found[sign == "~"].append(at)
    return found if helps else None


RULES = (Rule(HELP, _marks, needs=frozenset("*")),)
