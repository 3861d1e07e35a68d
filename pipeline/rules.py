"""All rules by name, in the order in which they run: what an editor may switch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.normalize import RULES
from pipeline.normalize.punctuation import QUOTES
from pipeline.normalize.rules import Trust
from pipeline.structure.arrange import MOVED, REPEATED
from pipeline.structure.furniture import FURNITURE_RULES
from pipeline.structure.order import ORDER_RULES
from pipeline.structure.parts import HYPHEN


class Listed(NamedTuple):
    name: str
    level: Trust


def all_rules() -> Iterator[Listed]:
    yield from (Listed(rule.name, rule.level) for rule in RULES)
    yield Listed(QUOTES, Trust.FIX)
    yield from (Listed(name, Trust.FIX) for name in FURNITURE_RULES)
    yield from (Listed(name, Trust.FIX) for name in (HYPHEN, *ORDER_RULES, MOVED, REPEATED))


RULE_NAMES: tuple[str, ...] = tuple(rule.name for rule in all_rules())
