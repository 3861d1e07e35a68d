"""A font file and the number of a font in it in, glyphs and their measures out; all lengths in 1/1000 em."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipeline.errors import FontError, Place
from pipeline.fonts.manifest import FontFile, Setting
from pipeline.fonts.sfnt import Metrics, Sfnt

if TYPE_CHECKING:
    import uharfbuzz as hb

#: OS/2 fsType (OpenType 1.9): the licence forbids embedding; forbids a subset; allows bitmaps only.
_RESTRICTED, _LESSER, _NO_SUBSET, _BITMAP_ONLY = 0x0002, 0x000C, 0x0100, 0x0200


class Glyph(NamedTuple):
    """One glyph of a shaped run; `cluster` is the index of its first character, lengths are 1/1000 em."""

    gid: int
    cluster: int
    advance: float
    x_offset: float
    y_offset: float


class Face:
    """One font of one file, opened when first asked for a glyph or a measure.

    Everything but `key`, `path`, `index` and `family` opens the file and may raise FontError: it is missing, is not the
    one that fonts.toml names (size, sha256), cannot be read, or its licence bits (OS/2 fsType) forbid embedding.
    """

    def __init__(self, folder: Path, setting: Setting, pinned: FontFile | None) -> None:
        self.key = setting.key
        self.path = folder / setting.file
        self.index = setting.member
        self.family = setting.family
        self._pinned = pinned
        self._gids: dict[str, int] = {}
        self._advances: dict[int, float] = {}
        self._inks: dict[int, tuple[float, float, float, float] | None] = {}

    def __repr__(self) -> str:
        return f"<Face {self.key}>"

    def open(self) -> None:
        """Opens all of it now, to have whatever is wrong with it raised. Raises FontError (see the class)."""
        if not self.hb_font.face.glyph_count:
            raise FontError("fonts.not-a-font", Place(str(self.path)), detail="maxp")
        _ = self.charset

    @cached_property
    def _sfnt(self) -> Sfnt:
        """The file's own tables, checked."""
        check_file(self.path, self._pinned)
        sfnt = Sfnt(self.path, self.index)
        _check_embedding(sfnt.fs_type, Place(str(self.path)))
        return sfnt

    @cached_property
    def hb_face(self) -> hb.Face:
        """HarfBuzz's face, for subsetting; the file is mapped, not read."""
        import uharfbuzz as hb

        _ = self._sfnt  # the checks come first
        return hb.Face(hb.Blob.from_file_path(str(self.path)), self.index)

    @cached_property
    def hb_font(self) -> hb.Font:
        """HarfBuzz's font at units-per-em scale."""
        import uharfbuzz as hb

        return hb.Font(self.hb_face)

    @cached_property
    def postscript_name(self) -> str:
        """Name 6 of the name table: what a PDF calls the font."""
        return self.hb_face.get_name(6) or self.path.stem

    @property
    def metrics(self) -> Metrics:
        return self._sfnt.metrics

    @property
    def units_per_em(self) -> int:
        return self.metrics.units_per_em

    @property
    def ascent(self) -> float:
        """Typographic ascender (OS/2), 1/1000 em."""
        return self.metrics.ascent

    @property
    def descent(self) -> float:
        """Typographic descender, below the baseline negative."""
        return self.metrics.descent

    @property
    def cap_height(self) -> float:
        return self.metrics.cap_height

    @property
    def bbox(self) -> tuple[float, float, float, float]:
        """x0, y0, x1, y1 around all glyphs."""
        return self.metrics.bbox

    @property
    def italic_angle(self) -> float:
        """Degrees, a slant to the right negative."""
        return self.metrics.italic_angle

    @property
    def is_cff(self) -> bool:
        return self._sfnt.is_cff

    @property
    def is_cid_keyed(self) -> bool:
        return self._sfnt.is_cid_keyed

    @property
    def charset(self) -> array[int] | None:
        """The CID of every glyph of a CID-keyed CFF font; None where CID = glyph id, or the font is not CID-keyed."""
        return self._sfnt.charset

    @cached_property
    def _scale(self) -> float:
        return 1000 / self.units_per_em

    def glyph(self, char: str) -> int:
        """The nominal glyph of one character, 0 where there is none."""
        gid = self._gids.get(char)
        if gid is None:
            gid = self._gids[char] = self.hb_font.get_nominal_glyph(ord(char)) or 0
        return gid

    def has(self, char: str) -> bool:
        return self.glyph(char) != 0

    def advance(self, gid: int) -> float:
        """Horizontal advance."""
        width = self._advances.get(gid)
        if width is None:
            width = self._advances[gid] = self.hb_font.get_glyph_h_advance(gid) * self._scale
        return width

    def ink(self, gid: int) -> tuple[float, float, float, float] | None:
        """Box x0, y0, x1, y1 around the glyph's ink, from its origin; None for a blank."""
        if gid not in self._inks:
            self._inks[gid] = self._measure_ink(gid)
        return self._inks[gid]

    def _measure_ink(self, gid: int) -> tuple[float, float, float, float] | None:
        box = self.hb_font.get_glyph_extents(gid)
        if box is None or not box.width or not box.height:
            return None
        x0, y1, scale = box.x_bearing, box.y_bearing, self._scale
        return x0 * scale, (y1 + box.height) * scale, (x0 + box.width) * scale, y1 * scale

    def shape(self, text: str, *, language: str, features: Mapping[str, bool | int] | None = None) -> tuple[Glyph, ...]:
        """`text` as glyphs, left to right, in clusters as small as the font allows.

        `language` is the BCP 47 tag of the text (zh-Hans …): without it —— is no double-em dash and marks stand where
        another region puts them. `features` are OpenType tags (halt, fwid, vert …).
        """
        import uharfbuzz as hb

        if not text:
            return ()
        buffer = hb.Buffer()
        buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
        buffer.add_str(text)
        buffer.guess_segment_properties()
        # Marks alone have no script of their own; without one the regional features (locl) do not apply.
        if buffer.script is None:
            buffer.script = "Hani" if language.startswith("zh") else "Latn"
        buffer.direction = "ltr"
        buffer.language = language
        hb.shape(self.hb_font, buffer, features or {})
        scale = self._scale
        return tuple(
            Glyph(info.codepoint, info.cluster, at.x_advance * scale, at.x_offset * scale, at.y_offset * scale)
            for info, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        )


def check_file(path: Path, pinned: FontFile | None) -> None:
    """That the file is there and is the very one that fonts.toml names, if it names a size or a sum. Raises FontError.

    The sum is made once per process and file: 42 ms for the three big ones together.
    """
    place = Place(str(path))
    try:
        stat = path.stat()
        if pinned and pinned.size is not None and stat.st_size != pinned.size:
            raise FontError("fonts.wrong-size", place, size=stat.st_size, expected=pinned.size)
        if pinned and pinned.sha256 and (found := _sha256(path, stat.st_size, stat.st_mtime_ns)) != pinned.sha256:
            raise FontError("fonts.wrong-sum", place, found=found, expected=pinned.sha256)
    except OSError as error:
        raise FontError("fonts.no-file", place, detail=error.strerror or str(error)) from error


@cache
def _sha256(path: Path, _size: int, _mtime: int) -> str:
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check_embedding(bits: int, place: Place) -> None:
    """Of several usage bits the least restrictive counts (OpenType 1.9, OS/2 fsType)."""
    if bits & _BITMAP_ONLY or (bits & _RESTRICTED and not bits & _LESSER):
        raise FontError("fonts.restricted", place, bits=bits)
    if bits & _NO_SUBSET:
        raise FontError("fonts.no-subset", place, bits=bits)
