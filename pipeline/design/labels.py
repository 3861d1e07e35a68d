"""The words that an edition adds to the text of its author: contents, cover, navigation, in the edition's script."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.model import Script


class Labels(NamedTuple):
    contents: str
    cover: str
    body: str
    guide: str
    page_list: str
    cover_of: str
    """Alternative text of the cover picture; `{title}` is filled in."""


_HANS = Labels("目录", "封面", "正文", "导览", "页码", "《{title}》封面")
_HANT = Labels("目錄", "封面", "正文", "導覽", "頁碼", "《{title}》封面")


def labels(script: Script) -> Labels:
    return _HANS if script == "zh-Hans" else _HANT
