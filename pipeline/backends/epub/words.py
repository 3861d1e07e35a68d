"""A script in, the words out that an EPUB adds to the author's: names of links and pages, the accessibility summary."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.model import Script


class Words(NamedTuple):
    back: str
    """Name of a note's link back to its call."""
    title_page: str
    untitled: str
    call: str
    """What is tapped where the source printed no mark for a note."""
    summary: str
    described: str
    """Added to the summary where every picture has alternative text."""
    undescribed: str


_HANS = Words(
    back="返回正文",
    title_page="书名页",
    untitled="无题",
    call="［注］",
    summary="正文为可重排的文字，按标题分章，并有可点按的目录。",
    described="图片附有替代文字。",
    undescribed="部分图片没有替代文字。",
)
_HANT = Words(
    back="返回正文",
    title_page="書名頁",
    untitled="無題",
    call="［註］",
    summary="正文為可重新編排的文字，按標題分章，並有可點按的目錄。",
    described="圖片附有替代文字。",
    undescribed="部分圖片沒有替代文字。",
)


def words(script: Script) -> Words:
    return _HANS if script == "zh-Hans" else _HANT
