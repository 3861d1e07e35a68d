"""The rules of composition by name, how a house sets its marks, and what a measurer found: how often, how often broken.

Two measurers share this form and nothing else: the writer of PDF counts over its own lines (`backends/pdf/proof`), the
reader over the glyphs of a finished file (`readers/setting`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal, NamedTuple

from pipeline.design.composition import DEFAULT, Composition, Marks
from pipeline.errors import Finding, Level, Place, Value

Prohibition = Literal["none", "basic", "gb", "strict"]
Rule = Literal[
    "line-start", "line-end", "width", "end-mark", "pair", "bracket", "tier", "unit", "gap", "grid", "lone", "ragged"
]
#: In the order in which they are told.
RULES: tuple[Rule, ...] = Rule.__args__  # type: ignore[attr-defined]
#: What an editor may leave as it is: the text allowed no better line.
_NOTED: frozenset[Rule] = frozenset({"lone"})
_SHOWN = 20
"""Characters of a line that a finding shows."""


class House(NamedTuple):
    """How an edition sets its marks; `usual` gives what a script's readers expect."""

    script: str
    level: Prohibition = "basic"
    """What may not stand at a line's ends (clreq, "Prohibition rules for line start and line end")."""
    marks: Marks = "quanjiao"
    """The width of marks: full, Kaiming, half, half at line ends alone, or full everywhere."""
    hanging: bool = False
    """Whether a pause mark or stop may stand outside the measure."""
    trim_first: bool = False
    """Whether a bracket loses its blank also where it begins an indented paragraph."""
    solid: tuple[str, ...] = ()
    """Compounds of letters and Han without a gap."""

    @property
    def mainland(self) -> bool:
        return self.script == "zh-Hans"

    @property
    def trims(self) -> bool:
        """Whether brackets lose their blank at a line's start, and pairs of marks are closed up."""
        return self.marks not in ("hangmo", "plain")


def usual(script: str, tokens: Composition = DEFAULT) -> House:
    """What a script's readers expect, by what a design says of it."""
    level: Prohibition = "gb" if script == "zh-Hans" else "basic"
    return House(
        script,
        level=level if tokens.level == "auto" else tokens.level,
        marks=tokens.marks,
        hanging=tokens.hanging != "never",
        trim_first=tokens.paragraph_bracket == "trim",
        solid=tokens.solid,
    )


class Count(NamedTuple):
    """How many places a rule was measured at, and at how many it was broken."""

    measured: int
    broken: int


class Tally:
    """Counts by rule, and the first place where each was broken."""

    def __init__(self) -> None:
        self.measured: Counter[Rule] = Counter()
        self.broken: Counter[Rule] = Counter()
        self.told: Counter[Rule] = Counter()
        """Of those broken: what another finding tells already."""
        self.first: dict[Rule, tuple[str, str]] = {}

    def fault(self, rule: Rule, node: str, text: str, *, told: bool = False) -> None:
        self.broken[rule] += 1
        if told:
            self.told[rule] += 1
        else:
            self.first.setdefault(rule, (node, text[:_SHOWN]))

    def counts(self) -> dict[str, Count]:
        """Of every rule, also those that nothing was measured for."""
        return {rule: Count(self.measured[rule], self.broken[rule]) for rule in RULES}

    def findings(self, place: Place | None = None) -> Iterator[Finding]:
        """One for each rule that is broken somewhere and not told of in another way."""
        for rule, (node, text) in sorted(self.first.items(), key=lambda item: RULES.index(item[0])):
            values: dict[str, Value] = {"node": node, "text": text, "count": self.broken[rule] - self.told[rule]}
            yield Finding(f"setting.{rule}", place, values, Level.NOTE if rule in _NOTED else Level.WARN)
