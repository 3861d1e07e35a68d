"""A font file in, the OpenType bytes in it out: its own, or what a web font (WOFF, WOFF2) is wrapped around.

WOFF is unpacked here (W3C WOFF 1.0, 5: a directory and zlib). WOFF2 rearranges the outlines as well; that is left to
fontTools and brotli, which need not be there.
"""

from __future__ import annotations

import io
import stat
import struct
import zlib
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, NamedTuple

from pipeline.errors import FontError, Place

#: What can be a font by the end of its name.
SUFFIXES = frozenset({".otf", ".ttf", ".ttc", ".otc", ".woff", ".woff2"})
#: No font is larger unpacked: more is a trap.
_MOST = 256 << 20
_ENTRY = struct.Struct(">4sLLLL")


class Container(NamedTuple):
    path: Path
    size: int
    data: bytes | None
    """Unpacked, where the file itself is not what is read."""

    def open(self) -> BinaryIO:
        return self.path.open("rb") if self.data is None else io.BytesIO(self.data)


def contain(path: Path) -> Container:
    """Raises FontError: no plain file, a web font that is broken or cannot be unpacked here. Raises OSError."""
    facts = path.stat()
    # A pipe or a device would be waited for, perhaps for ever.
    if not stat.S_ISREG(facts.st_mode):
        raise FontError("fonts.no-plain-file", Place(str(path)))
    with path.open("rb") as file:
        wrapped = file.read(4) in (b"wOFF", b"wOF2")
    if not wrapped:
        return Container(path, facts.st_size, None)
    data = _unwrapped(path, facts.st_size, facts.st_mtime_ns)
    return Container(path, len(data), data)


@lru_cache(8)
def _unwrapped(path: Path, _size: int, _mtime: int) -> bytes:
    packed = path.read_bytes()
    try:
        return _woff2(packed, path) if packed[:4] == b"wOF2" else _woff(packed)
    except (struct.error, zlib.error, ValueError) as error:
        raise FontError("fonts.not-a-font", Place(str(path)), detail=f"WOFF: {error}") from error


def _woff(packed: bytes) -> bytes:
    """A WOFF's font: its tables, each unpacked if packing made it smaller, in a directory of the usual form."""
    flavour, length, count, total = struct.unpack_from(">4x4sLH2xL", packed)
    if length != len(packed):
        raise ValueError(f"{len(packed)} < {length}")
    if total > _MOST:
        raise ValueError(f"{total} > {_MOST}")
    rows, tables, at = [], [], 12 + 16 * count
    for n in range(count):
        tag, offset, short, full, checksum = _ENTRY.unpack_from(packed, 44 + n * _ENTRY.size)
        table = packed[offset : offset + short]
        if full > total or short > full:
            raise ValueError(f"{tag!r}: {full}")
        if short < full:
            table = zlib.decompressobj().decompress(table, full)
        if len(table) != full:
            raise ValueError(f"{tag!r}: {len(table)} < {full}")
        rows.append(struct.pack(">4sLLL", tag, checksum, at, full))
        tables.append(table.ljust((full + 3) & ~3, b"\0"))
        at += len(tables[-1])
    return b"".join([flavour, struct.pack(">4H", count, 0, 0, 0), *rows, *tables])


def _woff2(packed: bytes, path: Path) -> bytes:
    try:
        import_module("brotli")
        woff2 = import_module("fontTools.ttLib.woff2")
    except ImportError as error:
        raise FontError("fonts.no-woff2", Place(str(path)), detail=error.name or str(error)) from error
    out = io.BytesIO()
    try:
        woff2.decompress(io.BytesIO(packed), out)
    except Exception as error:  # what fontTools raises over a broken file is not told
        raise ValueError(str(error)) from error
    return out.getvalue()
