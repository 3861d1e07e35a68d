"""The text of `fonts.toml` in, a `Manifest` out: which file and member sets which role in which script.

The file is an editor's: an unknown key is named together with the nearest known one, and a face stands once for all
scripts (`any`) or per script, where `zh-Hant` answers for Taiwan and Hong Kong unless they have their own.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from typing import Literal, cast, get_args

import msgspec

from pipeline.errors import FontError, Place
from pipeline.model import SCRIPTS, Script

Role = Literal[
    "song", "hei", "kai", "fang",
    "latin", "latin-italic", "latin-bold", "latin-bold-italic", "latin-hei",
    "symbols", "math", "rare",
]  # fmt: skip
ROLES: tuple[Role, ...] = get_args(Role)
#: 宋 黑 楷 仿宋 and the Latin companion: without one of these no page can be set.
REQUIRED: tuple[Role, ...] = ("song", "hei", "kai", "fang", "latin")
#: Where a face is looked up for a script, nearest first (RFC 4647, lookup, with `any` for the root).
LOOKUP: Mapping[Script, tuple[str, ...]] = {
    "zh-Hans": ("zh-Hans", "any"),
    "zh-Hant": ("zh-Hant", "any"),
    "zh-Hant-TW": ("zh-Hant-TW", "zh-Hant", "any"),
    "zh-Hant-HK": ("zh-Hant-HK", "zh-Hant", "any"),
}
_LINE = re.compile(r"\(at line (\d+), column (\d+)\)")


class FontFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a font file comes from; size and sha256, if given, must be the file's own."""

    version: str = ""
    source: str = ""
    licence: str = ""
    """The licence's text, a path below the fonts folder."""
    size: int | None = None
    sha256: str | None = None


class Setting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The face of one role in one script."""

    file: str
    family: str
    """As Word and CSS name it."""
    member: int = 0
    """Which font of a .ttc collection, from 0."""
    weight: int = 400
    italic: bool = False
    installed: tuple[str, ...] = ()
    """Families commonly installed that Word and e-readers may take where `family` is not, best first."""

    @property
    def key(self) -> str:
        """Unique name of the face: `NotoSerifCJK-Regular.ttc#2`."""
        return f"{self.file}#{self.member}"


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of `fonts.toml`."""

    roles: dict[Role, dict[str, Setting]]
    files: dict[str, FontFile] = {}
    fallback: dict[Role, tuple[Role, ...]] = {}

    def setting(self, role: Role, script: Script) -> Setting:
        """The face of a role; Latin bold and italics that are not there are set upright and light.

        Raises FontError for a role without a face (once parsed, no required one lacks it).
        """
        faces = self.roles.get(role) or (self.roles["latin"] if role.startswith("latin") else None)
        if faces is None:
            raise FontError("fonts.no-face", role=role, script=script)
        return next(faces[key] for key in LOOKUP[script] if key in faces)


def parse(text: str, place: str) -> Manifest:
    """A checked Manifest. `place` is how messages name the file.

    Raises FontError: broken TOML, an unknown key, role or script, a wrong type, a required role without a face.
    """
    try:
        data = tomllib.loads(text)
        _check_keys(data, text, place)
        manifest = msgspec.convert(data, Manifest)
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        where = Place(place, int(found[1]), int(found[2])) if found else Place(place)
        raise FontError("fonts.broken", where, detail=_LINE.sub("", str(error)).strip()) from error
    except msgspec.ValidationError as error:
        raise FontError("fonts.wrong-type", Place(place), detail=str(error)) from error
    _check_faces(manifest, place)
    return manifest


def _check_keys(data: Mapping[str, object], text: str, place: str) -> None:
    for where, keys, known, name in _levels(data):
        for key in keys:
            if key not in known:
                from difflib import get_close_matches

                near = get_close_matches(key, known, 1, cutoff=0.0)[0]
                at = Place(place, _line(text, key))
                raise FontError(name, at, key=key, where=where, near=near, known=", ".join(known))


def _levels(data: Mapping[str, object]) -> Iterable[tuple[str, Iterable[str], tuple[str, ...], str]]:
    """Every table of the file: its name, its keys, the keys it may have, the error for another."""
    yield "fonts.toml", data, Manifest.__struct_fields__, "fonts.unknown-key"
    for name, entry in _tables(data.get("files")):
        yield f"files.{name}", entry, FontFile.__struct_fields__, "fonts.unknown-key"
    roles = _tables(data.get("roles"))
    yield "roles", [name for name, _ in roles], ROLES, "fonts.unknown-role"
    for role, faces in roles:
        yield f"roles.{role}", faces, (*SCRIPTS, "any"), "fonts.unknown-script"
        for script, face in _tables(faces):
            yield f"roles.{role}.{script}", face, Setting.__struct_fields__, "fonts.unknown-key"
    fallback = data.get("fallback")
    if isinstance(fallback, dict):
        yield "fallback", fallback, ROLES, "fonts.unknown-role"
        for role, order in fallback.items():
            if isinstance(order, list):
                yield f"fallback.{role}", [str(name) for name in order], ROLES, "fonts.unknown-role"


def _tables(value: object) -> list[tuple[str, dict[str, object]]]:
    """The tables inside a table; what is none is left for the type check to name."""
    if not isinstance(value, dict):
        return []
    return [(name, cast("dict[str, object]", entry)) for name, entry in value.items() if isinstance(entry, dict)]


def _line(text: str, key: str) -> int | None:
    """1-based line on which a key is first written, as a key, a table's name or a value."""
    word = re.compile(rf"(?<![\w-]){re.escape(key)}(?![\w-])")
    return next((n for n, line in enumerate(text.splitlines(), 1) if word.search(line.split("#")[0])), None)


def _check_faces(manifest: Manifest, place: str) -> None:
    named = {role for order in manifest.fallback.values() for role in order}
    for role in ROLES:
        if role not in manifest.roles and role not in REQUIRED and role not in named:
            continue
        faces = manifest.roles.get(role, {})
        for script in SCRIPTS:
            if not any(key in faces for key in LOOKUP[script]):
                raise FontError("fonts.no-face", Place(place), role=role, script=script)
