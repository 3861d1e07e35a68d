"""A PDF in, the lines of its pages out: characters with the places where they stand, as PDFium finds them.

Nothing of the writer's is used: neither its classes of characters nor its measures. A line is what follows along one
baseline in the order of drawing; what stands in `/Artifact` is furniture, what stands in `/RT` a reading above a line.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from itertools import pairwise

_pdfium = import_module("pypdfium2")
_raw = import_module("pypdfium2.raw")

_BLANKS = frozenset(char for char in map(chr, range(0x10000)) if char.isspace()) | set("\u00ad\u200b\u2060\ufeff\ufffe")
#: Characters whose advance is asked for: Latin before what is not, and marks that typefaces set in frames of their own.
_ADVANCED = re.compile(
    r"[!-~\u00a1-\u00b6\u00b8-\u024f](?![!-~\u00a1-\u00b6\u00b8-\u024f])|[·‧・“”‘’—―─⸺…⋯～〜–－／￥＄￡№％‰‱℃℉￠‼⁇⁈⁉]"
)
_LINE_END_HYPHEN = "\x02"
_NEW_ROW = 0.6
"""Em: a glyph so much higher or lower than the one before stands in another line."""


@dataclass(slots=True)
class Row:
    """A line of text, blanks left out; lengths in points, y counted from the foot of the page."""

    page: int
    text: str
    xs: list[float]
    ys: list[float]
    sizes: list[float]
    spaced: set[int]
    """Characters before which a blank is drawn."""
    advances: dict[int, float]
    """Of the characters that `_ADVANCED` names, as the typeface has it."""
    read: list[tuple[float, float]] = field(default_factory=list)
    """Stretches above which a reading stands."""

    @property
    def y(self) -> float:
        """The baseline that most characters stand on."""
        ys = self.ys
        return ys[0] if ys[0] == ys[-1] == ys[len(ys) // 2] else max(set(ys), key=ys.count)

    @property
    def size(self) -> float:
        return self.sizes[0] if self.sizes[0] == self.sizes[-1] else max(set(self.sizes), key=self.sizes.count)


@dataclass(slots=True)
class Leaf:
    """One page."""

    number: int
    width: float
    height: float
    rows: list[Row]


def leaves(pdf_bytes: bytes) -> Iterator[Leaf]:
    """Page by page; the rows of a page in the order of drawing. Raises pypdfium2.PdfiumError for what is no PDF."""
    document = _pdfium.PdfDocument(pdf_bytes)
    try:
        for number in range(len(document)):
            page = document[number]
            text_page = page.get_textpage()
            yield leaf(number, page, text_page)
            text_page.close()
            page.close()
    finally:
        document.close()


def leaf(number: int, page: object, text_page: object) -> Leaf:
    """The rows of a page that PDFium has open."""
    width, height = page.get_size()  # type: ignore[attr-defined]
    reader = _Reader(number, text_page.raw)  # type: ignore[attr-defined]
    reader.read()
    for left, right, y in reader.readings:
        for row in reader.rows:
            if 0 < y - row.y < 1.6 * row.size and row.xs[0] < right and left < row.xs[-1] + 2 * row.size:
                row.read.append((left, right))
    return Leaf(number, width, height, reader.rows)


class _Reader:
    """One page as it is read, character by character."""

    def __init__(self, number: int, raw: object) -> None:
        self.number = number
        self.raw = raw
        self.rows: list[Row] = []
        self.readings: list[tuple[float, float, float]] = []
        self._indices: list[int] = []

    def read(self) -> None:
        raw, place, owner = self.raw, _raw.FPDFText_GetCharOrigin, _raw.FPDFText_GetTextObject
        across, up = ctypes.c_double(), ctypes.c_double()
        address = ctypes.c_void_p.from_buffer
        chars = self._chars()
        known: int | None = None
        size, kind = 1.0, ""
        last_x, last_y, spaced = 0.0, -1e9, False
        row: Row | None = None
        for at, char in enumerate(chars):
            item = owner(raw, at)
            if not char:
                continue
            if not item:  # PDFium's own: a line end, a blank where it sees a gap
                spaced = spaced or char == " "
                continue
            if (here := address(item).value) != known:
                known, size, kind = here, *_kind(item)
            if kind == "Artifact":
                continue
            place(raw, at, across, up)
            x = across.value
            # One number for all glyphs of a baseline: a book has a million.
            y = last_y if up.value == last_y else up.value
            if kind:
                self.readings.append((x, x + size, y))
                continue
            if char in _BLANKS:
                spaced = True
                continue
            if row is None or abs(y - last_y) > _NEW_ROW * size or x < last_x - 0.5 * size or x > last_x + 12 * size:
                self._close(row)
                row, spaced = Row(self.number, "", [], [], [], set(), {}), False
                self._text: list[str] = []
            if spaced:
                row.spaced.add(len(row.xs))
                spaced = False
            self._text.append(char)
            self._indices.append(at)
            row.xs.append(x)
            row.ys.append(y)
            row.sizes.append(size)
            last_x, last_y = x, y
        self._close(row)

    def _chars(self) -> list[str]:
        """All characters of the page, PDFium's own among them, by their numbers."""
        count = _raw.FPDFText_CountChars(self.raw)
        buffer = ctypes.create_string_buffer(2 * (count + 1))
        got = _raw.FPDFText_GetText(self.raw, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
        text = buffer.raw[: max(0, 2 * (got - 1))].decode("utf-16-le", "replace")
        if len(text) == count:
            return list(text.replace(_LINE_END_HYPHEN, "-"))
        # A character beyond U+FFFF counts as two: it is put to the first, and the second is empty.
        units = [chr(_raw.FPDFText_GetUnicode(self.raw, at)) for at in range(count)]
        for at, (high, low) in enumerate(pairwise(units)):
            if "\ud800" <= high < "\udc00" <= low < "\ue000":
                units[at : at + 2] = [(high + low).encode("utf-16-le", "surrogatepass").decode("utf-16-le"), ""]
        return ["-" if unit == _LINE_END_HYPHEN else unit for unit in units]

    def _close(self, row: Row | None) -> None:
        """A row ends: its text, and the advances that PDFium is asked for while the page is open."""
        if row is not None and self._text:
            row.text = "".join(self._text)
            box = _raw.FS_RECTF()
            for found in _ADVANCED.finditer(row.text):
                at = found.start()
                _raw.FPDFText_GetLooseCharBox(self.raw, self._indices[at], box)
                row.advances[at] = box.right - box.left
            self.rows.append(row)
        self._indices = []


def _kind(item: object) -> tuple[float, str]:
    """Size of an object's type, and the mark around it if it is no text of a line."""
    size, matrix = ctypes.c_float(), _raw.FS_MATRIX()
    _raw.FPDFTextObj_GetFontSize(item, size)
    _raw.FPDFPageObj_GetMatrix(item, matrix)
    kind = ""
    for number in range(_raw.FPDFPageObj_CountMarks(item)):
        name = _mark_name(_raw.FPDFPageObj_GetMark(item, number))
        kind = name if name in ("Artifact", "RT") else kind
    return round(size.value * abs(matrix.d or 1), 3), kind


def _mark_name(mark: object) -> str:
    size = ctypes.c_ulong()
    buffer = ctypes.create_string_buffer(64)
    pointer = ctypes.cast(buffer, ctypes.POINTER(_raw.FPDF_WCHAR))
    _raw.FPDFPageObjMark_GetName(mark, pointer, len(buffer), ctypes.byref(size))
    return buffer.raw[: max(0, size.value - 2)].decode("utf-16-le", "replace")
