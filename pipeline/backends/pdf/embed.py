"""Glyphs used out of a face in, one subset font of a PDF out: Type0, one per face, CFF or glyf.

A code in the content stream is the glyph's CID. Where two characters share a glyph, the second gets a code of its own
that leads to the same CID by an embedded CMap, so that each is read back as what it is (ISO 32000-1, 9.7.5, 9.10.3).
The subset is HarfBuzz's; its name tag depends on nothing but the glyphs.
"""

from __future__ import annotations

import hashlib
import struct
from array import array
from collections.abc import Iterator, Mapping

import pikepdf
import uharfbuzz as hb
from pikepdf import Array, Dictionary, Name, String

from pipeline.errors import FontError, Place
from pipeline.fonts import Face

_KEEP = {b"CFF ", b"CFF2", b"glyf", b"loca", b"head", b"hhea", b"hmtx", b"maxp"}
#: What a glyph is read back as that is no character of the text: a space of no width. Without any PDFium gives U+FFFF.
_NOTHING = "\u200b"
_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering ({ordering}) /Supplement 0 >> def
/CMapName /{name} def
/CMapType {kind} def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{body}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


class NoSubsetError(FontError):
    """HarfBuzz cannot take the glyphs out of a face, which shows only when everything is set."""

    def __init__(self, face: Face, detail: str) -> None:
        super().__init__("pdf.no-subset", Place(str(face.path)), detail=detail)
        self.face = face

    def __reduce__(self) -> tuple[object, ...]:
        return FontError, (self.name, self.place)


class Subset:
    """What is drawn out of one face; grows while pages are drawn, and is embedded at the end."""

    def __init__(self, face: Face, name: str) -> None:
        self.face = face
        self.name = name
        self._charset: array[int] | None = face.charset if face.is_cff else None
        self._codes: dict[tuple[int, str], int] = {}
        self._glyphs: dict[int, int] = {}
        """Code → glyph."""
        self._free = 0xFFFF

    def code(self, gid: int, text: str) -> str:
        """Four hexadecimal digits that draw the glyph and are read back as `text`; what is drawn beside the text, as no
        character of it, has none, and belongs into an /Artifact (see `latin.beside`)."""
        code = self._codes.get((gid, text))
        if code is None:
            code = self._cid(gid)
            if code in self._glyphs:
                while self._free in self._glyphs:
                    self._free -= 1
                code = self._free
            self._codes[gid, text] = code
            self._glyphs[code] = gid
        return f"{code:04X}"

    def _cid(self, gid: int) -> int:
        return self._charset[gid] if self._charset else gid

    @property
    def characters(self) -> str:
        """All that it is read back as, each character once."""
        return "".join(dict.fromkeys("".join(text for _, text in self._codes)))

    @property
    def used(self) -> bool:
        return bool(self._codes)

    def embed(self, pdf: pikepdf.Pdf) -> pikepdf.Object:
        """The font as an indirect object of `pdf`. Raises FontError where HarfBuzz cannot subset the face."""
        face = self.face
        gids = sorted(set(self._glyphs.values()))
        program, new = _subset(face, gids)
        digest = hashlib.sha256(repr((face.ident, gids)).encode()).digest()
        base = "".join(chr(65 + byte % 26) for byte in digest[:6]) + "+" + face.postscript_name
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType0 if face.is_cff else Name.CIDFontType2,
            BaseFont=Name("/" + base),
            CIDSystemInfo=_system("Identity"),
            FontDescriptor=pdf.make_indirect(_descriptor(pdf, face, base, program)),
            DW=1000,
            W=Array(_widths({self._cid(gid): face.advance(gid) for gid in gids})),
        )
        if not face.is_cff:
            descendant.CIDToGIDMap = pdf.make_stream(_gid_map(new))
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=Name("/" + base + ("-Identity-H" if face.is_cff else "")),
                Encoding=self._encoding(pdf),
                DescendantFonts=Array([pdf.make_indirect(descendant)]),
                ToUnicode=pdf.make_stream(self._to_unicode()),
            )
        )

    def _encoding(self, pdf: pikepdf.Pdf) -> pikepdf.Object:
        extra = {code: self._cid(gid) for code, gid in self._glyphs.items() if code != self._cid(gid)}
        if not extra:
            return Name("/Identity-H")
        name = f"Kanben-{self.name}-H"
        body = _CMAP.format(ordering="Identity", name=name, kind="1", body=_cid_ranges(extra))
        stream = pdf.make_stream(body.encode())
        stream.Type, stream.CMapName, stream.CIDSystemInfo = Name.CMap, Name("/" + name), _system("Identity")
        return stream

    def _to_unicode(self) -> bytes:
        rows = sorted((code, text or _NOTHING) for (_, text), code in self._codes.items())
        lines = [f"<{code:04X}> <{text.encode('utf-16-be', 'replace').hex().upper()}>" for code, text in rows]
        body = "\n".join(_blocks(lines, "bfchar"))
        return _CMAP.format(ordering="UCS", name="Adobe-Identity-UCS", kind="2", body=body).encode()


def _subset(face: Face, gids: list[int]) -> tuple[bytes, Mapping[int, int]]:
    """Font program (bare CFF, or a TrueType file) and the new number of each glyph.

    CIDs of a CID-keyed CFF stay as they are in its charset; other fonts are numbered anew, but for CFF fonts without
    CIDs, whose glyph numbers are the CIDs and must stay.
    """
    plan = hb.SubsetInput()
    plan.glyph_set.update({0, *gids})
    flags = hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.NO_HINTING
    if face.is_cff and not face.is_cid_keyed:
        flags |= hb.SubsetFlags.RETAIN_GIDS
    if b"CFF2" in face.tables:  # which no PDF can hold (ISO 32000-1, 9.9)
        flags |= hb.SubsetFlags.DOWNGRADE_CFF2
    plan.flags = flags
    if face.axes:
        plan.pin_all_axes_to_default(face.hb_face)
        for axis, value in face.axes.items():
            plan.pin_axis_location(face.hb_face, axis, value)
    drop = (tag for tag in face.tables if tag not in _KEEP)
    plan.drop_table_tag_set.update(struct.unpack(">L", tag)[0] for tag in drop)
    try:
        made = hb.SubsetPlan(face.hb_face, plan)
        data = bytes(made.execute().blob.data)
        return (_table(data, b"CFF ") if face.is_cff else data), dict(made.old_to_new_glyph_mapping)
    except (RuntimeError, KeyError, struct.error) as error:
        raise NoSubsetError(face, str(error)) from error


def _table(font: bytes, tag: bytes) -> bytes:
    """One table of an OpenType file: its bare `CFF ` is what viewers draw most reliably (/CIDFontType0C)."""
    (count,) = struct.unpack_from(">H", font, 4)
    for name, _, offset, length in struct.iter_unpack(">4sLLL", font[12 : 12 + 16 * count]):
        if name == tag:
            return font[offset : offset + length]
    raise KeyError(tag)


def _descriptor(pdf: pikepdf.Pdf, face: Face, base: str, program: bytes) -> Dictionary:
    made = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/" + base),
        Flags=4,
        FontBBox=Array([round(value) for value in face.bbox]),
        ItalicAngle=round(face.italic_angle),
        Ascent=round(face.ascent),
        Descent=round(face.descent),
        CapHeight=round(face.cap_height),
        StemV=80,
    )
    if face.is_cff:
        made.FontFile3 = pdf.make_stream(program, Subtype=Name.CIDFontType0C)
    else:
        made.FontFile2 = pdf.make_stream(program, Length1=len(program))
    return made


def _system(ordering: str) -> Dictionary:
    return Dictionary(Registry=String("Adobe"), Ordering=String(ordering), Supplement=0)


def _widths(advances: Mapping[int, float]) -> Iterator[object]:
    """The W array: runs of CIDs that are not one em wide."""
    run: list[object] = []
    last = -2
    for cid, advance in sorted(advances.items()):
        if abs(advance - 1000) < 0.001:
            continue
        width = int(advance) if advance == int(advance) else round(advance, 3)
        if cid != last + 1:
            if run:
                yield Array(run)
            yield cid
            run = []
        run.append(width)
        last = cid
    if run:
        yield Array(run)


def _gid_map(new: Mapping[int, int]) -> bytes:
    table = bytearray(2 * (max(new) + 1))
    for old, gid in new.items():
        struct.pack_into(">H", table, 2 * old, gid)
    return bytes(table)


def _cid_ranges(extra: Mapping[int, int]) -> str:
    """Every code is its CID, but for the codes in `extra`."""
    ranges, start = [], 0
    for code in sorted(extra):
        if start < code:
            ranges += _byte_ranges(start, code - 1)
        start = code + 1
    if start <= 0xFFFF:
        ranges += _byte_ranges(start, 0xFFFF)
    ranges += [f"<{code:04X}> <{code:04X}> {cid}" for code, cid in sorted(extra.items())]
    return "\n".join(_blocks(ranges, "cidrange"))


def _byte_ranges(first: int, last: int) -> list[str]:
    """One range, cut where the first byte changes unless whole bytes are covered (readers differ about more)."""
    parts = []
    while first <= last:
        end = min(last, first | 0xFF)
        if first & 0xFF == 0 and last - first >= 0xFF:
            end = ((last + 1) & ~0xFF) - 1
        parts.append(f"<{first:04X}> <{end:04X}> {first}")
        first = end + 1
    return parts


def _blocks(lines: list[str], kind: str) -> Iterator[str]:
    """CMap operators take at most 100 entries."""
    for at in range(0, len(lines), 100):
        part = lines[at : at + 100]
        yield f"{len(part)} begin{kind}\n" + "\n".join(part) + f"\nend{kind}"
