"""What the tests of the PDF backend share: publications made of a few words, and PDFium's eyes."""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipeline.model import Article, Block, Contributor, Metadata, Publication
from tests.backends.samples import phrase

#: Written for these tests.
PROSE = (
    "潮水退下去的时候，整片滩涂露了出来。老船工蹲在堤上，用一根竹竿指着远处说：“看见那座灯塔没有？"
    "我十六岁那年，第一次跟船出海，就是靠它认路回来的。”孩子们围着他，七嘴八舌地问：“后来呢？”“后来……”"
    "他停了一停——风很大，草帽差点被吹走——“后来灯塔换了电灯，我也换了船。”《海滨旧事》（增订本）里写过这一段，"
    "可惜删去了最要紧的几句。到了2021年，镇上办起了博物馆，展品有3400多件，其中一只罗盘重1.5 kg，"
    "来自“North Star”号货轮；讲解员每天要把它的故事讲上20遍，听的人还是很多。"
)


def book(*chapters: tuple[str, tuple[Block, ...]], script: str = "zh-Hans", kind: str = "novel") -> Publication:
    articles = tuple(Article(f"a{n}", blocks, title=phrase(title)) for n, (title, blocks) in enumerate(chapters))
    return Publication(Metadata("灯塔", script, kind, contributors=(Contributor("林远"),)), articles)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Char:
    char: str
    x: float
    y: float
    size: float
    advance: float


def chars(data: bytes, page: int) -> list[Char]:
    """Every character of a page, with its origin, in points, as PDFium finds them."""
    import ctypes

    document = pdfium.PdfDocument(data)
    text = document[page].get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    box = raw.FS_RECTF()
    found = []
    for n in range(text.count_chars()):
        if raw.FPDFText_IsGenerated(text.raw, n) == 1:
            continue
        raw.FPDFText_GetCharOrigin(text.raw, n, x, y)
        raw.FPDFText_GetLooseCharBox(text.raw, n, box)
        size = raw.FPDFText_GetFontSize(text.raw, n)
        char = chr(raw.FPDFText_GetUnicode(text.raw, n))
        found.append(Char(char, x.value, y.value, size, box.right - box.left))
    document.close()
    return found


def lines(data: bytes, page: int, size: float = 10.5) -> list[list[Char]]:
    """Characters of about one size (Latin is set a little smaller) by baseline, from the top."""
    rows: dict[float, list[Char]] = {}
    for char in chars(data, page):
        if abs(char.size - size) < 0.5 and not char.char.isspace():
            rows.setdefault(round(char.y, 1), []).append(char)
    return [sorted(row, key=lambda char: char.x) for _, row in sorted(rows.items(), reverse=True)]
