"""Roles, what speaks against each from the start, and one piece of evidence."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, get_args

Label = Literal[
    "title", "title-more", "deck", "kicker", "byline", "volume", "chapter", "heading", "para", "more", "caption",
    "credit", "note", "signature", "salutation", "item", "speech", "stage", "verse", "clause", "contents-head",
    "contents-item", "scene-break", "photo-unit", "dateline", "quote", "attribution",
    "code", "row", "footnote",
]  # fmt: skip

LABELS: tuple[Label, ...] = get_args(Label)
#: A role is not looked at before something speaks for it; these are what speaks against each from the start.
PRIOR: dict[Label, float] = {
    "photo-unit": -2, "para": 0, "more": -0.5, "title": -2, "title-more": -1, "deck": -1, "heading": -2,
    "caption": -2.5, "verse": -3,
}  # fmt: skip
#: A sentence that ends before the text does.
INNER_STOP = re.compile("[。！？][^”’」』）》]")


class Evidence(NamedTuple):
    label: Label
    weight: float
    reason: str
