"""`fonts.toml` and the files beside it in, faces by role and script out, with what stands in for what they lack.

Roles are 宋 song, 黑 hei, 楷 kai, 仿宋 fang and their Latin companions; a `Face` is opened when first used. Reading
`fonts.toml` opens no font: writers that only name families (DOCX, EPUB) never touch one.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from pipeline.errors import FontError, Place
from pipeline.fonts.face import Face, Glyph
from pipeline.fonts.manifest import REQUIRED, ROLES, FontFile, Manifest, Role, Setting, parse
from pipeline.model import SCRIPTS, Script

__all__ = ["REQUIRED", "ROLES", "Face", "FontFile", "Fonts", "Glyph", "Role", "Setting", "draws"]

TABLE = "fonts.toml"


class Fonts:
    """The faces of one folder. Faces are shared by all roles that use them and opened once."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self._manifest = manifest
        self._faces: dict[str, Face] = {}
        self._chains: dict[tuple[str, str], tuple[Face, ...]] = {}
        self._found: dict[tuple[str, str], dict[str, Face | None]] = {}

    @classmethod
    def load(cls, folder: Path | None = None) -> Fonts:
        """The fonts of a folder: by default $KANBEN_FONTS, or the `fonts` beside the pipeline. Opens no font.

        Raises FontError: no fonts.toml there, or a mistake in it (see `manifest.parse`).
        """
        folder = folder or _default_folder()
        table = folder / TABLE
        try:
            text = table.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise FontError("fonts.no-table", Place(str(table)), detail=str(error)) from error
        return cls(folder, parse(text, str(table)))

    @property
    def files(self) -> Mapping[str, FontFile]:
        """What fonts.toml says of every file that a role uses, by name; a file without an entry is not pinned."""
        names = sorted({face.file for faces in self._manifest.roles.values() for face in faces.values()})
        return {name: self._manifest.files.get(name, FontFile()) for name in names}

    @cached_property
    def roles(self) -> tuple[Role, ...]:
        """The roles that have faces, in the order of `ROLES`."""
        return tuple(role for role in ROLES if role in self._manifest.roles)

    def setting(self, role: Role, script: Script) -> Setting:
        """File, member, family, weight and substitutes of a role; opens no font."""
        return self._manifest.setting(role, script)

    def family(self, role: Role, script: Script) -> str:
        """The family as Word and CSS name it; opens no font."""
        return self.setting(role, script).family

    def substitutes(self, role: Role, script: Script) -> tuple[str, ...]:
        """Families commonly installed that may stand for `family`, best first; opens no font."""
        return self.setting(role, script).installed

    def companion(self, role: Role) -> Role:
        """The Latin role that goes with a Chinese one: the first of its fallbacks that is Latin, else `latin`."""
        order = (role, *self._manifest.fallback.get(role, ()))
        return next((name for name in order if name.startswith("latin")), "latin")

    def face(self, role: Role, script: Script) -> Face:
        """The role's own face, without fallbacks."""
        setting = self.setting(role, script)
        if setting.key not in self._faces:
            self._faces[setting.key] = Face(self.folder, setting, self._manifest.files.get(setting.file))
        return self._faces[setting.key]

    def chain(self, role: Role, script: Script) -> tuple[Face, ...]:
        """The role's own face, then the faces asked for what it lacks, in the order of `[fallback]`; none is opened."""
        if (role, script) not in self._chains:
            names = (role, *self._manifest.fallback.get(role, ()))
            faces = {face.key: face for face in (self.face(name, script) for name in names)}
            self._chains[role, script] = tuple(faces.values())
        return self._chains[role, script]

    def face_for(self, char: str, role: Role, script: Script) -> Face | None:
        """The first face of the chain that has the character; None where none has."""
        found = self._found.setdefault((role, script), {})
        if char not in found:
            found[char] = next((face for face in self.chain(role, script) if face.has(char)), None)
        return found[char]

    def missing(self, text: str, role: Role, script: Script) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Characters that no face of the chain has, each with its offsets in `text`, by first occurrence.

        What draws nothing (see `draws`) is not asked for.
        """
        lacking = {char for char in set(text) if draws(char) and self.face_for(char, role, script) is None}
        places: dict[str, list[int]] = {}
        for offset, char in enumerate(text) if lacking else ():
            if char in lacking:
                places.setdefault(char, []).append(offset)
        return tuple((char, tuple(offsets)) for char, offsets in places.items())

    def verify(self) -> tuple[FontError, ...]:
        """What is wrong with the files: each is read whole, each face of it opened; empty where all is well."""
        faces = {face.key: face for role in self.roles for script in SCRIPTS for face in (self.face(role, script),)}
        errors: dict[str, FontError] = {}
        for face in faces.values():
            try:
                face.open()
            except FontError as error:
                errors[repr(error.args)] = error  # the members of one file fail alike
        return tuple(errors.values())


def _default_folder() -> Path:
    if folder := os.environ.get("KANBEN_FONTS"):
        return Path(folder)
    return Path(__file__).parent.parent.parent / "fonts"


def draws(char: str) -> bool:
    """Whether a font must have the character: not white space, a control, a format character, a variation selector."""
    category = unicodedata.category(char)
    if category in ("Zs", "Zl", "Zp", "Cc", "Cf"):
        return False
    return not ("\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef")
