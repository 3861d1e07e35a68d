"""`fonts.toml` and the files beside it in, faces by role and script out, with what stands in for what they lack.

Roles are 宋 song, 黑 hei, 楷 kai, 仿宋 fang and their Latin companions; a `Face` is opened when first used. Reading
`fonts.toml` opens no font: writers that only name families (DOCX, EPUB) never touch one. A font that cannot be used is
remembered as refused, and the next of its chain takes its place; fonts of the folder that fonts.toml does not name are
asked, in the order of their names, for characters that no font of the chain has.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from pipeline.errors import Finding, FontError, Level, Place
from pipeline.fonts.container import SUFFIXES, contain
from pipeline.fonts.face import Face, Glyph, draws, selects
from pipeline.fonts.manifest import REQUIRED, ROLES, FontFile, Manifest, Role, Setting, parse
from pipeline.fonts.sfnt import members
from pipeline.model import SCRIPTS, Script

__all__ = ["REQUIRED", "ROLES", "Face", "FontFile", "Fonts", "Glyph", "Role", "Setting", "draws", "selects"]

TABLE = "fonts.toml"


class Fonts:
    """The faces of one folder. Faces are shared by all roles that use them and opened once."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self._manifest = manifest
        self._faces: dict[tuple[str, int, bool], Face] = {}
        self._chains: dict[tuple[str, str], tuple[Face, ...]] = {}
        self._found: dict[tuple[str, str], dict[str, Face | None]] = {}
        self.refused: dict[Face, FontError] = {}
        """Faces that turned out not to be usable, and why."""

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
        key = (setting.key, setting.weight, setting.italic)
        if key not in self._faces:
            self._faces[key] = Face(self.folder, setting, self._manifest.files.get(setting.file))
        return self._faces[key]

    def chain(self, role: Role, script: Script) -> tuple[Face, ...]:
        """The role's own face, then the faces asked for what it lacks, in the order of `[fallback]`; none is opened."""
        if (role, script) not in self._chains:
            names = (role, *self._manifest.fallback.get(role, ()))
            self._chains[role, script] = tuple(dict.fromkeys(self.face(name, script) for name in names))
        return self._chains[role, script]

    def face_for(self, char: str, role: Role, script: Script) -> Face | None:
        """The first face of the chain that has the character, else one that fonts.toml does not name; None where none
        has. `char` may be a character and a variation selector: then the first that has a glyph for both.

        Raises FontError where no face of the chain can be used.
        """
        found = self._found.setdefault((role, script), {})
        if char not in found:
            chain = self.chain(role, script)
            face = next((face for face in chain if self.has(face, char)), None)
            if face is None and all(face in self.refused for face in chain):
                raise self.refused[chain[0]]
            if face is None and len(char) == 1 and draws(char):
                face = next((face for face in self._spares if self.has(face, char)), None)
            found[char] = face
        return found[char]

    def has(self, face: Face, char: str) -> bool:
        """Whether a face can be used and has the character (or character and variation selector)."""
        if face in self.refused:
            return False
        try:
            return face.has(char) if len(char) == 1 else face.variant(*char) != 0
        except FontError as error:
            self.refused[face] = error
            return False

    def refuse(self, face: Face, error: FontError) -> None:
        """Sets nothing more in a face: others stand in."""
        self.refused[face] = error
        self._found.clear()

    @cached_property
    def _spares(self) -> tuple[Face, ...]:
        """Faces of the files that fonts.toml does not name. None is opened but for the head of a collection."""
        faces = []
        for path in self.unnamed():
            try:
                count = members(contain(path))
            except (FontError, OSError):
                count = 1  # opening it will tell what is wrong
            faces += [Face(self.folder, Setting(path.name, path.stem, n), None) for n in range(count)]
        return tuple(faces)

    def unnamed(self) -> tuple[Path, ...]:
        """Font files in the folder that fonts.toml gives no role, by name."""
        named = {face.file for faces in self._manifest.roles.values() for face in faces.values()}
        try:
            paths = sorted(self.folder.iterdir())
        except OSError:
            return ()
        return tuple(path for path in paths if path.suffix.lower() in SUFFIXES and path.name not in named)

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

    def findings(self, roles: Iterable[Role], script: Script, spares: Mapping[Face, str]) -> Iterator[Finding]:
        """What an editor should know of the fonts that these roles were set with: refused, replaced, variable; and of
        those that came out of the folder unnamed, with the characters that they drew."""
        asked = sorted(roles, key=ROLES.index)
        chains = dict.fromkeys(face for role in asked for face in self.chain(role, script))
        told: set[str] = set()
        for face in (*chains, *(self._spares if spares else ())):
            if (error := self.refused.get(face)) and repr(error.args) not in told:
                told.add(repr(error.args))  # the members of one file fail alike
                yield Finding(error.name, error.place, error.values)
        for role in asked:
            own, *others = self.chain(role, script)
            if own in self.refused:
                other = next((face for face in others if face not in self.refused), own)
                yield Finding("fonts.stood-in", None, {"role": role, "file": own.path.name, "other": other.path.name})
        for face, chars in spares.items():
            yield Finding("fonts.spare-used", None, {"file": face.path.name, "characters": chars}, Level.NOTE)
        for face in chains:
            if face.opened and face not in self.refused and face.axes:
                yield Finding("fonts.instanced", None, {"file": face.path.name, "axes": face.instance}, Level.NOTE)

    def spares(self) -> tuple[tuple[Face, FontError | None], ...]:
        """The faces that fonts.toml does not name, each with what is wrong with it; opens them all."""
        return tuple((face, self._opened(face)) for face in self._spares)

    def verify(self) -> tuple[FontError, ...]:
        """What is wrong with the fonts of the roles: each is opened; empty where all is well."""
        faces = dict.fromkeys(self.face(role, script) for role in self.roles for script in SCRIPTS)
        errors = {repr(error.args): error for face in faces if (error := self._opened(face))}
        return tuple(errors.values())  # the members of one file fail alike

    def _opened(self, face: Face) -> FontError | None:
        try:
            face.open()
        except FontError as error:
            self.refused[face] = error
            return error
        return None


def _default_folder() -> Path:
    if folder := os.environ.get("KANBEN_FONTS"):
        return Path(folder)
    return Path(__file__).parent.parent.parent / "fonts"
