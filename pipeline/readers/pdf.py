"""A PDF in, its body text out: what stands in marked content `/Artifact` or `/RT` (furniture, readings) is left out.

Independent of the writer: PDFium reads the file's own codes and marks, and nothing else is known of it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pypdfium2 as pdfium
from pypdfium2 import raw

#: Marked content that is not text of the publication.
_LEFT_OUT = frozenset({"Artifact", "RT"})


def body_text(pdf_bytes: bytes) -> str:
    """Text of all pages in the order in which it is drawn, one line per text object.

    Raises pypdfium2.PdfiumError for what is no PDF. Characters come as the file's ToUnicode tables name them.
    """
    document = pdfium.PdfDocument(pdf_bytes)
    try:
        return "\n".join(line for page in document for line in _page_lines(page))
    finally:
        document.close()


def _page_lines(page: pdfium.PdfPage) -> Iterator[str]:
    text_page = page.get_textpage()
    try:
        count = raw.FPDFPage_CountObjects(page.raw)
        for number in range(count):
            item = raw.FPDFPage_GetObject(page.raw, number)
            if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_TEXT and not _left_out(item):
                yield _text(item, text_page)
    finally:
        text_page.close()
        page.close()


def _left_out(item: raw.FPDF_PAGEOBJECT) -> bool:
    """Whether any of the marks around an object is one of those that are no text."""
    for number in range(raw.FPDFPageObj_CountMarks(item)):
        if _mark_name(raw.FPDFPageObj_GetMark(item, number)) in _LEFT_OUT:
            return True
    return False


def _mark_name(mark: raw.FPDF_PAGEOBJECTMARK) -> str:
    size = ctypes.c_ulong()
    buffer = (raw.FPDF_WCHAR * 32)()
    raw.FPDFPageObjMark_GetName(mark, buffer, ctypes.sizeof(buffer), ctypes.byref(size))
    return bytes(buffer)[: max(0, size.value - 2)].decode("utf-16-le", "replace")


def _text(item: raw.FPDF_PAGEOBJECT, text_page: pdfium.PdfTextPage) -> str:
    length = raw.FPDFTextObj_GetText(item, text_page.raw, None, 0)
    buffer = (raw.FPDF_WCHAR * (length // 2))()
    raw.FPDFTextObj_GetText(item, text_page.raw, buffer, length)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")
