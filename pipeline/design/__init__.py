"""Design tokens: a TOML file in, a `Design` out; the PDF, EPUB and DOCX writers all read the same values.

Lengths are points (1/72 inch) once read; a token file may give pt, mm, cm, in, Q or a Chinese 字号 (五号). Distances
along a line are in em of the role's own size; distances down the page in lines of the page's grid (`page.pitch`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Literal

import msgspec

from pipeline.design.composition import ALIASES, Composition
from pipeline.errors import ConfigError

# 字号 in DTP points: GB/T 40070—2021 and Word's list.
SIZES: Mapping[str, float] = {
    "初号": 42, "小初": 36, "一号": 26, "小一": 24, "二号": 22, "小二": 18, "三号": 16, "小三": 15,
    "四号": 14, "小四": 12, "五号": 10.5, "小五": 9, "六号": 7.5, "小六": 6.5, "七号": 5.5, "八号": 5,
}  # fmt: skip
UNITS: Mapping[str, float] = {"pt": 1.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "Q": 72 / 101.6}
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(pt|mm|cm|in|Q)")

FontRole = Literal["song", "hei", "kai", "fang", "latin"]
Align = Literal["justify", "left", "center", "right"]
#: Every role a backend may meet; `Design.role` answers for all of them.
ROLES = (
    "book-title", "book-author", "contents-title", "contents-1", "contents-2", "contents-3",
    "kicker", "title-1", "title-2", "title-3", "title-4", "number", "subtitle", "byline", "dateline",
    "heading-1", "heading-2", "heading-3", "heading-4", "heading-5", "heading-6",
    "body", "lead", "salutation", "signature", "source", "stage", "note", "contents", "speech", "list",
    "verse", "attribution", "quotation", "caption", "credit", "table", "preformatted", "scene-break",
    "running-head", "folio",
)  # fmt: skip


class Pt(float):
    """A length in points."""


class RoleStyle(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """How one role is set. Horizontal distances in em of `size`, vertical ones in grid lines."""

    font: FontRole = "song"
    size: Pt = Pt(10.5)
    pitch: Pt | None = None
    """Distance of two lines of the role; None: the page's."""
    align: Align = "justify"
    indent: float = 0.0
    """First-line indent."""
    left: float = 0.0
    right: float = 0.0
    before: float = 0.0
    after: float = 0.0
    keep_with_next: bool = False
    color: str = "text"


class Page(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """Trimmed page and type area (版心): `columns` × `measure` em of body size, `lines` lines of `pitch`."""

    width: Pt
    height: Pt
    top: Pt
    inner: Pt
    measure: float
    """Em of body size in one column."""
    lines: int
    pitch: Pt
    columns: int = 1
    gutter: float = 2.0
    """Em between columns."""
    column_rule: bool = False


class Design(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """A preset or an editor's own file, complete. `colors` maps a name to CMYK, each 0–1."""

    name: str
    page: Page
    roles: dict[str, RoleStyle]
    colors: dict[str, tuple[float, float, float, float]]
    composition: Composition = Composition()
    title_page: bool = False
    contents: bool = False
    running_heads: bool = False
    article_start: Literal["page", "run-on"] = "run-on"
    article_rule: bool = False
    """A hairline across the page between two articles that run on."""
    span_titles: Literal["all", "first", "none"] = "none"
    """Which article heads go across all columns."""
    end_marks: bool = False

    def role(self, name: str) -> RoleStyle:
        """The style of a role of `ROLES`; KeyError for a name that is none (a bug of the caller)."""
        return self.roles[name]

    @property
    def column_width(self) -> float:
        """Width of one column, points."""
        return self.page.measure * self.roles["body"].size

    @property
    def type_width(self) -> float:
        """Width of the type area, points."""
        size = self.roles["body"].size
        return self.page.columns * self.column_width + (self.page.columns - 1) * self.page.gutter * size

    @property
    def type_height(self) -> float:
        """Height of the type area, points: the last line takes no leading."""
        return (self.page.lines - 1) * self.page.pitch + self.roles["body"].size

    @property
    def bottom(self) -> float:
        return self.page.height - self.page.top - self.type_height

    @property
    def outer(self) -> float:
        return self.page.width - self.page.inner - self.type_width


def length(value: str | int | float) -> Pt:
    """Points of "148mm", "10.5pt", "14Q", "五号" or a bare number of points; ValueError for anything else."""
    if isinstance(value, int | float):
        return Pt(value)
    if value in SIZES:
        return Pt(SIZES[value])
    if found := _LENGTH.fullmatch(value.strip()):
        return Pt(float(found[1]) * UNITS[found[2]])
    raise ValueError(value)


def presets() -> tuple[str, ...]:
    """Names of the designs that come with Kanben."""
    folder = resources.files(__package__)
    return tuple(sorted(file.name[:-5] for file in folder.iterdir() if file.name.endswith(".toml")))


@cache
def preset(name: str) -> Design:
    """A design that comes with Kanben, by name. Raises ConfigError for a name that is none of `presets()`."""
    if name not in presets():
        raise ConfigError("config.design", design=name, known=", ".join(presets()))
    return parse((resources.files(__package__) / f"{name}.toml").read_text(encoding="utf-8"), name)


def parse(toml: str, name: str) -> Design:
    """A token file as a Design: roles inherit `[roles.body]`'s font, size and colour where they name none.

    Raises ConfigError naming the key that is unknown, missing or of the wrong type.
    """
    try:
        data = tomllib.loads(toml)
        base = {key: data["roles"]["body"][key] for key in ("font", "size", "color") if key in data["roles"]["body"]}
        unknown = sorted(set(data["roles"]) - set(ROLES))
        if unknown:
            raise ConfigError("config.design-role", design=name, role=unknown[0])
        data["composition"] = {
            key: ALIASES.get(value, value) if isinstance(value, str) else value
            for key, value in data.get("composition", {}).items()
        }
        data["roles"] = {role: {**base, **data["roles"].get(role, {})} for role in ROLES}
        return msgspec.convert({"name": name, **data}, Design, dec_hook=_decode)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, KeyError, AttributeError) as error:
        raise ConfigError("config.design-broken", design=name, detail=str(error)) from error


def _decode(kind: type, value: object) -> object:
    if kind is Pt and isinstance(value, str | int | float):
        return length(value)
    raise NotImplementedError(kind)
