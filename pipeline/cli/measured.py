"""Counts by rule of composition in, a table or JSON out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.cli.console import table
from pipeline.messages import Lang, say
from pipeline.tally import RULES, Count

Setting = Mapping[str, Count]


def setting_table(setting: Setting, lang: Lang) -> str:
    head = [say(f"cli.column-{name}", lang) for name in ("rule", "measured", "broken")]
    rows = [
        (say(f"rule-of-setting.{rule}", lang), *(f"{count:,}" for count in counts)) for rule, counts in setting.items()
    ]
    return table(head, rows)


def setting_json(setting: Setting) -> dict[str, dict[str, int]]:
    return {rule: {"measured": count.measured, "broken": count.broken} for rule, count in setting.items()}


def summed(settings: Iterable[Setting]) -> Setting:
    """Of several files together, rules in their order."""
    made = [setting for setting in settings if setting]
    return {
        rule: Count(*(sum(each) for each in zip(*(setting[rule] for setting in made), strict=True)))
        for rule in RULES
        if made
    }
