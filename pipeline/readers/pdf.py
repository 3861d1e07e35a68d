"""A PDF in, its body text out: what stands in marked content `/Artifact` or `/RT` (furniture, readings) is left out.

Independent of the writer: PDFium reads the codes and marks of the file, and nothing else is known of it. Most time
goes into PDFium's own measuring of every glyph, some seven seconds for a million characters.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from importlib import import_module

# Neither module has types; taken in this way they are Any to the checker, and nothing else is.
_pdfium = import_module("pypdfium2")
_raw = import_module("pypdfium2.raw")

#: Marked content that is not text of the publication.
_LEFT_OUT = frozenset({"Artifact", "RT"})
_ROOM = 4096
"""Code units of UTF-16 that most lines need less than."""


#: What PDFium puts for a hyphen at the end of a line: it takes it for one that the line end made.
_LINE_END_HYPHEN = "\x02"


def body_text(pdf_bytes: bytes) -> str:
    """Text of all pages in the order in which it is drawn, a line per text object; the text of a node may be parted by
    line ends where the page parts it.

    Raises pypdfium2.PdfiumError for what is no PDF. Characters come as the file's ToUnicode tables name them, but
    PDFium takes Latin ligatures (U+FB00–FB06) apart.
    """
    return "\n".join("\n".join(page) for page in page_texts(pdf_bytes))


def page_texts(pdf_bytes: bytes) -> Iterator[list[str]]:
    """The same, page by page."""
    document = _pdfium.PdfDocument(pdf_bytes)
    buffer = ctypes.create_string_buffer(2 * _ROOM)
    try:
        for number in range(len(document)):
            page = document[number]
            text_page = page.get_textpage()
            yield list(_lines(page.raw, text_page.raw, buffer))
            text_page.close()
            page.close()
    finally:
        document.close()


def _lines(page: object, text_page: object, buffer: ctypes.Array[ctypes.c_char]) -> Iterator[str]:
    for number in range(_raw.FPDFPage_CountObjects(page)):
        item = _raw.FPDFPage_GetObject(page, number)
        if _raw.FPDFPageObj_GetType(item) == _raw.FPDF_PAGEOBJ_TEXT and not _left_out(item):
            yield _text(item, text_page, buffer)


def _left_out(item: object) -> bool:
    """Whether any of the marks around an object is one of those that are no text."""
    count = _raw.FPDFPageObj_CountMarks(item)
    return any(_mark_name(_raw.FPDFPageObj_GetMark(item, number)) in _LEFT_OUT for number in range(count))


def _mark_name(mark: object) -> str:
    size = ctypes.c_ulong()
    buffer = ctypes.create_string_buffer(64)
    _raw.FPDFPageObjMark_GetName(mark, _wide(buffer), len(buffer), ctypes.byref(size))
    return buffer.raw[: max(0, size.value - 2)].decode("utf-16-le", "replace")


def _text(item: object, text_page: object, buffer: ctypes.Array[ctypes.c_char]) -> str:
    size: int = _raw.FPDFTextObj_GetText(item, text_page, _wide(buffer), len(buffer))
    if size > len(buffer):
        buffer = ctypes.create_string_buffer(size)
        _raw.FPDFTextObj_GetText(item, text_page, _wide(buffer), size)
    return buffer.raw[: max(0, size - 2)].decode("utf-16-le", "replace").replace(_LINE_END_HYPHEN, "-")


def _wide(buffer: ctypes.Array[ctypes.c_char]) -> object:
    return ctypes.cast(buffer, ctypes.POINTER(_raw.FPDF_WCHAR))
