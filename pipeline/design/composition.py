"""How lines are composed, as a design says it: the styles and policies that Chinese houses differ in.

Every token has the name of the trade, in English or Chinese (clreq, "Punctuation width adjustment", "Line adjustment",
"Prohibition rules for line start and line end"; GB/T 15834—2011, section 5).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

Marks = Literal["quanjiao", "kaiming", "banjiao", "hangmo", "plain"]
Level = Literal["auto", "none", "basic", "gb", "strict"]
Hanging = Literal["never", "allow", "force"]

#: Names that a token file may use as well.
ALIASES: Mapping[str, str] = {
    "全角": "quanjiao", "全角式": "quanjiao", "开明": "kaiming", "开明式": "kaiming", "開明": "kaiming",
    "半角": "banjiao", "半角式": "banjiao", "行末半角": "hangmo", "行末半角式": "hangmo", "原样": "plain",
    "GB": "gb", "推入": "push-in", "均匀": "even",
}  # fmt: skip

#: Compounds of letters and Han that are set solid, without the quarter em between (typed spaces aside).
SOLID = ("T恤", "T台", "U盘", "U型", "V字", "A股", "B股", "H股", "K线", "X光", "X线", "卡拉OK", "阿Q", "AA制", "AB角")


class Composition(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The table `[composition]` of a design; the defaults are the house's."""

    marks: Marks = "quanjiao"
    """quanjiao 全角: one em, half an em at a line end, pairs one and a half. kaiming 开明: a half, stops one. banjiao
    半角: all a half. hangmo 行末半角: one em, half an em at line ends only. plain: one em everywhere."""
    level: Level = "auto"
    """What may not begin or end a line; auto: "gb" on the mainland, "basic" in Taiwan and Hong Kong."""
    policy: Literal["even", "push-in"] = "even"
    """even: a line is opened by up to `even` before marks are squeezed. push-in: squeezed first (先挤进，后推出)."""
    even: float = 0.03
    """Em a gap."""
    shrink_stops: bool = True
    """Whether 。？！ may give up their blanks, last of all."""
    hanging: Hanging = "never"
    """A stop or pause mark beyond the edge of the measure: never, where it spares an adjustment, always."""
    paragraph_bracket: Literal["keep", "trim"] = "keep"
    """An opening bracket that begins an indented paragraph: its frame, or its ink, at the indent."""
    hyphenate: bool = True
    """Latin words of six letters and more may be divided by syllables where that keeps a line from gaping."""
    solid: tuple[str, ...] = SOLID
    """Compounds without a gap between letters and Han."""


DEFAULT = Composition()
