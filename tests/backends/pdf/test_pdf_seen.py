"""Pages as they are seen, held against pictures that were looked at: a font of boxes shows where each mark stands.

`tests/backends/pdf/seen/*.png` are rendered from the PDF with PDFium. Where composition changes on purpose,
`KANBEN_SEEN=write` before the test's command writes them anew; look at each before it is committed.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

import msgspec
import pypdfium2
import pytest
from PIL import Image, ImageChops

from pipeline.backends import Edition
from pipeline.backends.pdf import write
from pipeline.design import preset
from pipeline.design.composition import Composition
from pipeline.fonts import Fonts
from pipeline.model import Heading, Publication, Text, Verse, VerseLine
from tests import fontshop
from tests.backends.pdf.pdf_samples import book
from tests.backends.samples import paragraph

SEEN = Path(__file__).parent / "seen"
HAN = "天地玄黄宇宙洪荒日月盈昃辰宿列张"
CLAUSES = (
    "天地玄黄，宇宙洪荒，日月盈昃；辰宿列张：“海潮退下去，灯塔一直（骨角、中文）……”他文去下？！——一天，《天文》《地》。"
)
ENGLISH = (
    "中文 characterization of internationalization 一直 20 km/h，海潮退 50%，灯塔 https://www.example.org/path/to 去。"
)


def page(kind: str, script: str) -> Publication:
    match kind:
        case "prose":
            blocks = tuple(paragraph(f"p{n}", CLAUSES * 3 + HAN[:n] + "。") for n in range(4))
        case "mixed":
            blocks = tuple(paragraph(f"p{n}", ENGLISH * 2 + CLAUSES) for n in range(3))
        case "law":
            blocks = (
                Heading("h1", (), 1, (Text("第一章　天地"),)),
                *(paragraph(f"p{n}", f"第一条　{CLAUSES}（一）{HAN}；（二）{HAN}。") for n in range(3)),
            )
        case _:
            lines = tuple(VerseLine((Text(HAN[n : n + 7] + "，。"[n % 2]),)) for n in range(8))
            blocks = (Verse("v", (), (lines[:4], lines[4:])), paragraph("p", CLAUSES))
    return book(("题", blocks), script=script)


PAGES = [
    *[("prose", script, "book", {}) for script in ("zh-Hans", "zh-Hant-TW", "zh-Hant-HK")],
    *[("prose", "zh-Hans", "book", {"marks": marks}) for marks in ("kaiming", "banjiao", "plain")],
    ("prose", "zh-Hans", "book", {"policy": "push-in"}), ("prose", "zh-Hans", "book", {"hanging": "force"}),
    ("mixed", "zh-Hans", "book", {}), ("law", "zh-Hans", "book", {}), ("verse", "zh-Hans", "book", {}),
    ("prose", "zh-Hans", "news", {}), ("mixed", "zh-Hans", "news", {}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "script", "design", "tokens"), PAGES, ids=str)
def test_a_page_looks_as_it_did(kind: str, script: str, design: str, tokens: dict[str, str], tmp_path: Path) -> None:
    taiwan = script != "zh-Hans"
    chars = fontshop.TEXT + HAN + "章条第题二"
    small = fontshop.font("".join(dict.fromkeys(chars)), ink=fontshop.MIDDLE if taiwan else fontshop.CORNER)
    fonts = Fonts.load(fontshop.shop(tmp_path / "fonts", {"small.ttf": small}))
    plain = msgspec.structs.replace(
        preset(design), title_page=False, contents=False, composition=msgspec.convert(tokens, Composition)
    )
    out = io.BytesIO()
    write(Edition(page(kind, script), plain, fonts), out)
    seen = pypdfium2.PdfDocument(out.getvalue())[0].render(scale=0.9, grayscale=True).to_pil().convert("L")
    name = SEEN / "-".join([kind, script, design, *tokens.values()]) / ".png"
    name = name.parent.with_suffix(".png")
    if os.environ.get("KANBEN_SEEN") == "write":
        SEEN.mkdir(exist_ok=True)
        seen.quantize(16).save(name, optimize=True)
    wanted = Image.open(name).convert("L")
    assert seen.size == wanted.size
    # Grey levels are rounded in the picture, and machines differ by a shade at the edge of a box; a mark that has
    # moved by a tenth of an em leaves whole pixels.
    off = ImageChops.difference(seen, wanted).point(lambda value: 255 if value > 96 else 0)
    assert off.getbbox() is None, name.name
