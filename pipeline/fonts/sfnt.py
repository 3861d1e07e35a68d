"""The bytes of an OpenType file in, the few facts about it that HarfBuzz does not tell out: CIDs, fsType, metrics.

Only what is needed is read: HarfBuzz's Python binding would copy the whole 23 MB `CFF ` table to show its first page.
Specifications: OpenType 1.9 for the tables, Adobe Technical Note 5176 for CFF.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Mapping
from functools import cached_property
from itertools import chain, pairwise
from typing import BinaryIO, NamedTuple

from pipeline.errors import FontError, Place
from pipeline.fonts.container import Container

#: Tag → offset in the file, length.
Tables = Mapping[bytes, tuple[int, int]]
_NEEDED = (b"OS/2", b"cmap", b"head", b"hhea", b"hmtx", b"maxp")
_FLAVOURS = (b"\0\1\0\0", b"OTTO", b"true")
#: What `head` may give for units per em (OpenType 1.9).
_LEAST_UNITS, _MOST_UNITS = 16, 16384
_MOST_MEMBERS = 256
#: Operators of a CFF top DICT.
_CHARSET, _CHARSTRINGS, _ROS = 15, 17, (12, 30)


class Metrics(NamedTuple):
    """Of the whole font; 1/1000 em but for `units_per_em` and the angle, which is in degrees."""

    units_per_em: int
    ascent: float
    descent: float
    cap_height: float
    bbox: tuple[float, float, float, float]
    italic_angle: float


class Sfnt:
    """One font of a file: where its tables lie, and what they say."""

    def __init__(self, container: Container, index: int) -> None:
        """Raises FontError: no OTF, TTF or TTC; cut short; no font of that number; no outlines that a PDF can hold."""
        self._container = container
        self._place = Place(str(container.path))
        try:
            with container.open() as file:
                self.tables = _directory(file, index, container)
                _check(file, self.tables)
                self.fs_type, self.metrics = _facts(file, self.tables)
        except OSError as error:
            raise FontError("fonts.no-file", self._place, detail=error.strerror or str(error)) from error
        except _AbsurdError as error:
            raise FontError("fonts.absurd", self._place, what=str(error)) from error
        except (struct.error, IndexError, ZeroDivisionError) as error:
            raise FontError("fonts.not-a-font", self._place, detail=str(error)) from error

    @property
    def is_cff(self) -> bool:
        return b"CFF " in self.tables or b"CFF2" in self.tables

    @property
    def is_variable(self) -> bool:
        return b"fvar" in self.tables

    @property
    def is_cid_keyed(self) -> bool:
        return self._cff[0]

    @property
    def charset(self) -> array[int] | None:
        """CID by glyph id; None where they are the same, or the font is not CID-keyed."""
        return self._cff[1]

    @cached_property
    def _cff(self) -> tuple[bool, array[int] | None]:
        if b"CFF " not in self.tables:
            return False, None
        try:
            with self._container.open() as file:
                return _cff_charset(file, self.tables[b"CFF "][0])
        except (struct.error, LookupError, ValueError, OverflowError) as error:
            raise FontError("fonts.not-a-font", self._place, detail=f"CFF: {error}") from error


def members(container: Container) -> int:
    """How many fonts a file holds, as it says itself; 1 for what says nothing that can be."""
    with container.open() as file:
        head = file.read(12)
    count = struct.unpack(">8xL", head)[0] if head[:4] == b"ttcf" and len(head) == 12 else 1
    return count if 0 < count <= _MOST_MEMBERS else 1


class _AbsurdError(Exception):
    """A value that no font can have; its words are the name of the field."""


def _directory(file: BinaryIO, index: int, container: Container) -> Tables:
    """The table directory of font number `index`, checked against the size of the file."""
    place = Place(str(container.path))
    tag, count = _exactly(file, 4), 1
    if tag == b"ttcf":
        _, count = struct.unpack(">LL", _exactly(file, 8))
    if not 0 <= index < count:
        raise FontError("fonts.no-member", place, member=index, count=count, last=count - 1)
    if tag == b"ttcf":
        file.seek(12 + 4 * index)
        file.seek(struct.unpack(">L", _exactly(file, 4))[0])
        tag = _exactly(file, 4)
    if tag not in _FLAVOURS:
        raise FontError("fonts.not-a-font", place, detail=repr(tag)[1:])
    (number,) = struct.unpack(">H6x", _exactly(file, 8))
    rows = struct.iter_unpack(">4s4xLL", _exactly(file, 16 * number))
    tables: Tables = {name: (offset, length) for name, offset, length in rows}
    outlines = (b"CFF2" if b"CFF2" in tables else b"CFF ",) if tag == b"OTTO" else (b"glyf", b"loca")
    needed = (*_NEEDED, *outlines)
    if lacking := [name.decode() for name in needed if name not in tables]:
        raise FontError("fonts.no-table-in-font", place, tables=", ".join(lacking))
    size, end = container.size, max(offset + length for offset, length in tables.values())
    if end > size:
        raise FontError("fonts.cut-short", place, size=size, expected=end)
    return tables


def _check(file: BinaryIO, tables: Tables) -> None:
    """That there are glyphs, widths and characters, and an em to measure them by. Raises _AbsurdError."""
    (units,) = struct.unpack_from(">H", _table(file, tables, b"head"), 18)
    if not _LEAST_UNITS <= units <= _MOST_UNITS:
        raise _AbsurdError(f"head.unitsPerEm = {units}")
    (glyphs,) = struct.unpack_from(">H", _table(file, tables, b"maxp"), 4)
    (widths,) = struct.unpack_from(">H", _table(file, tables, b"hhea"), 34)
    if not 0 < widths <= glyphs:
        raise _AbsurdError(f"hhea.numberOfHMetrics = {widths}, maxp.numGlyphs = {glyphs}")
    offset, length = tables[b"cmap"]
    file.seek(offset)
    if length < 4 or not struct.unpack(">2xH", _exactly(file, 4))[0]:
        raise _AbsurdError("cmap.numTables = 0")
    if tables[b"hmtx"][1] < 4 * widths:
        raise _AbsurdError(f"hmtx: {tables[b'hmtx'][1]} < {4 * widths}")


def _facts(file: BinaryIO, tables: Tables) -> tuple[int, Metrics]:
    """fsType and the metrics, from head, OS/2 and post."""
    head, os2 = _table(file, tables, b"head"), _table(file, tables, b"OS/2")
    (units,) = struct.unpack_from(">H", head, 18)
    scale = 1000 / units
    x0, y0, x1, y1 = (value * scale for value in struct.unpack_from(">4h", head, 36))
    version, fs_type = struct.unpack_from(">H6xH", os2)
    ascent, descent = struct.unpack_from(">2h", os2, 68)
    # Version 1 and before have no capital height; 0.7 em is the rule of thumb of Latin type.
    capital = struct.unpack_from(">h", os2, 88)[0] * scale if version >= 2 else 700.0
    angle = struct.unpack_from(">l", _table(file, tables, b"post"), 4)[0] / 65536 if b"post" in tables else 0.0
    return fs_type, Metrics(units, ascent * scale, descent * scale, capital, (x0, y0, x1, y1), angle)


def _table(file: BinaryIO, tables: Tables, tag: bytes) -> bytes:
    offset, length = tables[tag]
    file.seek(offset)
    return _exactly(file, length)


def _exactly(file: BinaryIO, size: int) -> bytes:
    data = file.read(size)
    if len(data) != size:
        raise struct.error(f"{len(data)} < {size}")
    return data


def _cff_charset(file: BinaryIO, base: int) -> tuple[bool, array[int] | None]:
    """Whether the font is CID-keyed, and its charset unless that is the identity (TN 5176, 13 and 18)."""
    file.seek(base)
    file.seek(base + _exactly(file, 3)[2])
    _index(file)  # the names
    top = _dict(_index(file)[0])
    if _ROS not in top:
        return False, None
    file.seek(base + top[_CHARSTRINGS])
    (glyphs,) = struct.unpack(">H", _exactly(file, 2))
    file.seek(base + top[_CHARSET])
    return True, _cids(file, glyphs)


def _cids(file: BinaryIO, glyphs: int) -> array[int] | None:
    """A charset: plain (0), or ranges with a count of one (1) or two bytes (2). Glyph 0 is not in it."""
    form = _exactly(file, 1)[0]
    if form == 0:
        cids = array("H", [0, *struct.unpack(f">{glyphs - 1}H", _exactly(file, 2 * (glyphs - 1)))])
        return None if cids == array("H", range(glyphs)) else cids
    row, ranges, count = struct.Struct(">HB" if form == 1 else ">HH"), [], 1
    plain = True
    while count < glyphs:
        first, left = row.unpack(_exactly(file, row.size))
        plain = plain and first == count
        ranges.append(range(first, first + left + 1))
        count += left + 1
    return None if plain else array("H", chain((0,), *ranges))


def _index(file: BinaryIO) -> list[bytes]:
    """The objects of an INDEX that begins at the file's position (TN 5176, 5)."""
    (count,) = struct.unpack(">H", _exactly(file, 2))
    if not count:
        return []
    width = _exactly(file, 1)[0]
    raw = _exactly(file, (count + 1) * width)
    ends = [int.from_bytes(raw[at : at + width], "big") - 1 for at in range(0, len(raw), width)]
    data = _exactly(file, ends[-1])
    return [data[start:end] for start, end in pairwise(ends)]


def _dict(data: bytes) -> dict[int | tuple[int, int], int]:
    """The last operand of every operator of a DICT; real numbers are skipped (TN 5176, 4)."""
    found: dict[int | tuple[int, int], int] = {}
    at = value = 0
    while at < len(data):
        byte = data[at]
        if byte == 12:
            found[12, data[at + 1]] = value
            at += 2
        elif byte <= 21:
            found[byte] = value
            at += 1
        elif byte == 30:
            at = _after_real(data, at)
        else:
            value, at = _integer(data, at)
    return found


def _after_real(data: bytes, at: int) -> int:
    """A real number ends with the half-byte F."""
    at += 1
    while 0x0F not in (data[at] >> 4, data[at] & 0x0F):
        at += 1
    return at + 1


def _integer(data: bytes, at: int) -> tuple[int, int]:
    byte = data[at]
    if byte == 28:
        return struct.unpack_from(">h", data, at + 1)[0], at + 3
    if byte == 29:
        return struct.unpack_from(">l", data, at + 1)[0], at + 5
    if byte < 247:
        return byte - 139, at + 1
    if byte < 251:
        return (byte - 247) * 256 + data[at + 1] + 108, at + 2
    return -(byte - 251) * 256 - data[at + 1] - 108, at + 2
