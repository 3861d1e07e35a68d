"""A font file and the number of a font in it in, glyphs and their measures out; all lengths in 1/1000 em."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipeline.errors import FontError, Place
from pipeline.fonts.container import Container, contain
from pipeline.fonts.manifest import FontFile, Setting
from pipeline.fonts.sfnt import Metrics, Sfnt, Tables

if TYPE_CHECKING:
    import uharfbuzz as hb

#: OS/2 fsType (OpenType 1.9): the licence forbids embedding; forbids a subset; allows bitmaps only.
_RESTRICTED, _LESSER, _NO_SUBSET, _BITMAP_ONLY = 0x0002, 0x000C, 0x0100, 0x0200


#: Characters that are drawn though nothing is seen: fillers of Hangul, the blank Braille cell.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0\ufffc")
#: Where the regions differ most. A face whose `locl` changes none of them has the region's forms as they are.
_REGIONAL = "骨直角曜令今户戶門门為雪羽社糸草化北次又青絕起返遠道者海舍每步黃高船花"


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
        self.weight = setting.weight
        self._italic = setting.italic
        self._pinned = pinned
        self._gids: dict[str, int] = {}
        self._advances: dict[int, float] = {}
        self._inks: dict[int, tuple[float, float, float, float] | None] = {}
        self._localized: dict[str, bool] = {}

    def __repr__(self) -> str:
        return f"<Face {self.key}>"

    def open(self) -> None:
        """Opens all of it now, to have whatever is wrong with it raised. Raises FontError (see the class)."""
        if not self.hb_font.face.glyph_count:
            raise FontError("fonts.not-a-font", Place(str(self.path)), detail="maxp")
        _ = self.charset

    @property
    def opened(self) -> bool:
        """Whether it has been asked for anything but its name."""
        return "_sfnt" in self.__dict__

    @property
    def ident(self) -> str:
        """What tells one set of outlines from another: the key and, of a variable font, where on its axes it stands."""
        return self.key + "".join(f"@{axis}={value:g}" for axis, value in sorted(self.axes.items()))

    @cached_property
    def _container(self) -> Container:
        check_file(self.path, self._pinned)
        try:
            return contain(self.path)
        except OSError as error:
            raise _no_file(self.path, error) from error

    @cached_property
    def _sfnt(self) -> Sfnt:
        """The file's own tables, checked."""
        sfnt = Sfnt(self._container, self.index)
        _check_embedding(sfnt.fs_type, Place(str(self.path)))
        return sfnt

    @cached_property
    def hb_face(self) -> hb.Face:
        """HarfBuzz's face, for subsetting; the file is mapped, not read."""
        import uharfbuzz as hb

        _ = self._sfnt  # the checks come first
        data = self._container.data
        return hb.Face(hb.Blob.from_file_path(str(self.path)) if data is None else hb.Blob(data), self.index)

    @cached_property
    def hb_font(self) -> hb.Font:
        """HarfBuzz's font at units-per-em scale; a variable one where `axes` says."""
        import uharfbuzz as hb

        font = hb.Font(self.hb_face)
        if self.axes:
            font.set_variations(self.axes)
        return font

    @cached_property
    def axes(self) -> Mapping[str, float]:
        """Where a variable font is set: the weight that fonts.toml gives (400 unless it does) or the nearest there is,
        italic if it says so, the font's own default on all other axes. Empty for any other font."""
        if not self._sfnt.is_variable:
            return {}
        wanted = {"wght": float(self.weight), "ital": float(self._italic)}
        try:
            return {
                axis.tag: min(max(wanted.get(axis.tag, axis.default_value), axis.min_value), axis.max_value)
                for axis in self.hb_face.axis_infos
            }
        except ValueError as error:  # a tag that is no text
            raise FontError("fonts.not-a-font", Place(str(self.path)), detail=f"fvar: {error}") from error

    @property
    def instance(self) -> str:
        """`axes` in words."""
        return ", ".join(f"{axis} {value:g}" for axis, value in sorted(self.axes.items()))

    @cached_property
    def postscript_name(self) -> str:
        """Name 6 of the name table: what a PDF calls the font, in the letters that it may have."""
        try:
            written = self.hb_face.get_name(6)
        except ValueError:
            written = None
        name = next((clean for name in (written, self.path.stem) if (clean := _plain(name))), "Font")
        return name + "".join(f"-{axis}{value:g}" for axis, value in sorted(self.axes.items()) if axis == "wght")

    @property
    def tables(self) -> Tables:
        return self._sfnt.tables

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
        """Whether the font draws the character: an editor's font may have nothing in it where a glyph should be."""
        gid = self.glyph(char)
        if gid == 0:
            return False
        return bool(self._pinned) or self.ink(gid) is not None or not draws(char) or char in _BLANK

    def variant(self, char: str, selector: str) -> int:
        """The glyph of a character with a variation selector (cmap 14); 0 where the font has none of its own for it."""
        gid = self.hb_font.get_variation_glyph(ord(char), ord(selector)) or 0
        return gid if gid and self.ink(gid) else 0

    def localizes(self, language: str) -> bool:
        """Whether Han characters must be shaped to have the forms of a language: the font has a `locl` feature for it
        that does something."""
        if language not in self._localized:
            self._localized[language] = self._has_locl() and (not self._pinned or self._changes(language))
        return self._localized[language]

    def _has_locl(self) -> bool:
        try:
            return self._finds_locl()
        except ValueError:  # tags that are no text: the table is damaged
            return False

    def _finds_locl(self) -> bool:
        face = self.hb_face
        for script, tag in enumerate(face.get_table_script_tags("GSUB")):
            if tag in ("hani", "DFLT"):
                count = len(face.get_script_language_tags("GSUB", script))
                tags = [face.get_language_feature_tags("GSUB", script, n) for n in range(count)]
                if any("locl" in features for features in tags):
                    return True
        return False

    def _changes(self, language: str) -> bool:
        """Asked of the fonts that are shipped only: each is known to have all of a region's forms or none."""
        text = "".join(filter(self.has, _REGIONAL))
        return [glyph.gid for glyph in self.shape(text, language=language)] != list(map(self.glyph, text))

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
        raise _no_file(path, error) from error


def _no_file(path: Path, error: OSError) -> FontError:
    return FontError("fonts.no-file", Place(str(path)), detail=error.strerror or str(error))


def _plain(name: str | None) -> str:
    return re.sub(r"[^A-Za-z0-9._+-]", "", name or "")[:63]


def draws(char: str) -> bool:
    """Whether a font must have the character: not white space, a control, a format character, a variation selector."""
    category = unicodedata.category(char)
    if category in ("Zs", "Zl", "Zp", "Cc", "Cf"):
        return False
    return not selects(char)


def selects(char: str) -> bool:
    """Whether it is a variation selector."""
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


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
