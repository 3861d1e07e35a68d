"""The cover: one page of 5:8 made from metadata alone, and its picture."""

from __future__ import annotations

import io

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageStat

from pipeline.backends import Edition
from pipeline.backends.pdf import cover_image, draw_cover
from pipeline.design import preset
from pipeline.fonts import Fonts
from pipeline.model import Contributor, Metadata, Publication

TITLES = [
    "灯塔",
    "海边的卡片盒：一部关于岛屿、潮汐和归途的长篇小说",
    "A",
    "",
    "关于" * 60,
    "二〇二四 Annual Report 年报",
]


def edition(title: str, fonts: Fonts, script: str = "zh-Hans") -> Edition:
    meta = Metadata(title, script, contributors=(Contributor("林远"), Contributor("Mary Lin")), subtitle="上卷")  # type: ignore[arg-type]
    return Edition(Publication(meta, ()), preset("book"), fonts)


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("script", ["zh-Hans", "zh-Hant-TW"])
def test_the_cover_shows_title_and_authors_inside_its_frame(title: str, script: str, fonts: Fonts) -> None:
    document = pdfium.PdfDocument(draw_cover(edition(title, fonts, script)))
    assert len(document) == 1
    assert document[0].get_size() == (500, 800)
    text = document[0].get_textpage()
    read = "".join(text.get_text_range().split())
    assert "".join(title.split()) in read
    assert "林远" in read
    boxes = [text.get_charbox(n) for n in range(text.count_chars()) if text.get_charbox(n)[2]]
    assert min(box[0] for box in boxes) > 30
    assert max(box[2] for box in boxes) < 470
    assert min(box[1] for box in boxes) > 30
    assert max(box[3] for box in boxes) < 770


def test_the_picture_is_the_same_every_time(fonts: Fonts) -> None:
    made = cover_image(edition("灯塔", fonts))
    assert made == cover_image(edition("灯塔", fonts))
    image = Image.open(io.BytesIO(made))
    assert image.size == (1000, 1600)
    assert ImageStat.Stat(image.convert("L")).extrema[0][0] < 64
