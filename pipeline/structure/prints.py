"""The lines of a text that follows an old print line for line in, units out: by their indents, for they have no marks.

Flush lines run on over the ends of leaves; short lines set in are heads, the deeper the lower; small notes stand in
brackets.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from pipeline.ledger import Ledger
from pipeline.normalize.markup import marked_lines
from pipeline.normalize.prints import PRINT
from pipeline.structure.furniture import Find, Junk
from pipeline.structure.lines import Line
from pipeline.structure.numbering import Numbering
from pipeline.structure.patterns import author
from pipeline.structure.units import Unit, unit_of

Role = Literal["series", "head", "note", "text", "names"]
#: Fewest lines that had the mark of a print; what share of the usual width a full line and a head have.
_LINES, _FULL, _HEAD = 5, 0.7, 0.75
_SERIES = re.compile("^(?:[欽钦]定四[庫库]全[書书].{0,6}|四部[叢丛]刊.{0,8}|.{2,8}[叢丛][書书]|武英殿.{2,8})$")


@dataclass
class _Group:
    role: Role
    lines: list[int] = field(default_factory=list)
    depth: int = 0
    """Brackets that are open at its end."""


def is_print(ledger: Ledger) -> bool:
    """Whether a text had the marks of a print at the ends of its lines."""
    if not any(made.rule == PRINT for made in ledger.passes):
        return False
    return len(marked_lines(ledger, PRINT)) >= _LINES


def print_units(
    clean: str,
    lines: Sequence[Line],
    finds: Mapping[int, Find],
    numbering: Numbering,
    junk: Mapping[int, Sequence[Junk]],
    cuts: Collection[int] = (),
) -> list[Unit]:
    """As `units_of` does. `cuts`: lines that an editor says go on from none."""
    groups = _groups(lines, finds, cuts)
    heads = [group for group in groups if group.role == "head"]
    title = _title(groups)
    levels = sorted({lines[group.lines[0]].indent for group in heads if group is not title})
    units: list[Unit] = []
    for group in groups:
        unit = replace(unit_of(clean, lines, group.lines, finds, numbering, junk), number=None)
        if group.role == "head":
            marked = 1 if group is title else 2 + levels.index(lines[group.lines[0]].indent)
            unit = replace(unit, marked=min(6, marked))
        elif group.role != "names":
            unit = replace(unit, printed=group.role)
        units.append(unit)
    return units


def _groups(lines: Sequence[Line], finds: Collection[int], cuts: Collection[int]) -> list[_Group]:
    text = [at for at in range(len(lines)) if at not in finds]
    widths = Counter(round(lines[at].width) for at in text if lines[at].indent < 1 and lines[at].width >= 8)
    full = widths.most_common(1)[0][0] if widths else 16
    groups: list[_Group] = []
    for at in text:
        line = lines[at]
        before = groups[-1] if groups else None
        if before and at not in cuts and (before.depth > 0 or _goes_on(lines, before, line, full)):
            before.lines.append(at)
        else:
            groups.append(before := _Group(_role(line, first=not groups, full=full), [at]))
        before.depth += line.text.count("（") - line.text.count("）")
        if before.role == "note" and not before.depth and line.text[-1] != "）":
            before.role = "text"
    return groups


def _role(line: Line, *, first: bool, full: float) -> Role:
    if first and _SERIES.match(line.text):
        return "series"
    if author(line.text):
        return "names"
    if line.text[0] == "（":
        return "note"
    return "head" if line.indent >= 1 and line.width + line.indent < full * _HEAD else "text"


def _goes_on(lines: Sequence[Line], group: _Group, line: Line, full: float) -> bool:
    """Whether a line goes on with a paragraph: its last line is full, and neither is set in otherwise."""
    last = lines[group.lines[-1]]
    if group.role != "text" or last.width + last.indent < full * _FULL or line.text[0] == "（":
        return group.role == "text" and line.text[0] == "（" and line.indent == last.indent
    return abs(line.indent - last.indent) < 1 or (len(group.lines) == 1 and line.indent < last.indent)


def _title(groups: Sequence[_Group]) -> _Group | None:
    """The first head, if the name of a series stands above it or that of its author below."""
    for at, group in enumerate(groups[:3]):
        if group.role == "head":
            below = groups[at + 1] if at + 1 < len(groups) else None
            return group if at or (below and below.role == "names") else None
        if group.role not in ("series", "names"):
            break
    return None
