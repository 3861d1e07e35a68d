"""Names and facts in, sentences out: the one catalogue of wording, English and Chinese (`catalogue/*.toml`).

An entry is `["name"]` with `en`, `zh` and, where something can be done about it, `hint-en`, `hint-zh`; `{facts}` are
filled in. Errors, findings and the reasons of rules all stand there; no sentence for users stands in the code.
"""

from __future__ import annotations

import os
import tomllib
from functools import cache
from importlib import resources
from typing import Literal, NamedTuple

from pipeline.errors import Finding, KanbenError, Values

Lang = Literal["en", "zh"]


class Wording(NamedTuple):
    text: str
    hint: str


def user_language() -> Lang:
    """Chinese where the locale is Chinese, else English."""
    for name in ("KANBEN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def word(what: Finding | KanbenError, lang: Lang) -> Wording:
    """The sentence and the hint for a finding or an error (hint empty where there is none)."""
    return Wording(say(what.name, lang, what.values), say(f"{what.name}/hint", lang, what.values, missing=""))


def say(name: str, lang: Lang, values: Values | None = None, *, missing: str | None = None) -> str:
    """One entry of the catalogue, filled in; KeyError for a name without an entry unless `missing` is given."""
    entry = _catalogue().get(name)
    if entry is None:
        if missing is not None:
            return missing
        raise KeyError(f"no wording for {name!r} in the catalogue")
    return entry[lang].format_map(dict(values or {}))


def worded(name: str) -> bool:
    """Whether the catalogue has an entry of this name."""
    return name in _catalogue()


def names(prefix: str) -> tuple[str, ...]:
    """The entries of the catalogue that begin so, without the prefix, in its order."""
    return tuple(name.removeprefix(prefix) for name in _catalogue() if name.startswith(prefix))


@cache
def _catalogue() -> dict[str, dict[str, str]]:
    merged: dict[str, dict[str, str]] = {}
    for file in sorted((resources.files(__package__) / "catalogue").iterdir(), key=lambda file: file.name):
        if not file.name.endswith(".toml"):
            continue
        for name, entry in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if name in merged:
                raise ValueError(f"{name} stands twice in the catalogue")
            merged[name] = {"en": entry["en"], "zh": entry["zh"]}
            if "hint-en" in entry:
                merged[f"{name}/hint"] = {"en": entry["hint-en"], "zh": entry["hint-zh"]}
    return merged
