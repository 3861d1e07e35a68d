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


_MARKS = ("年", "月", "日")


def printed_date(date: str) -> str:
    """A year, month or day of ISO 8601 as it is printed: 2020-02-19 → 2020年2月19日; anything else as it is."""
    parts = date.split("-")
    if len(parts) > len(_MARKS) or not all(part.isascii() and part.isdecimal() for part in parts):
        return date
    return "".join(f"{int(part)}{mark}" for part, mark in zip(parts, _MARKS, strict=False))


def labels(script: Script) -> Labels:
    return _HANS if script == "zh-Hans" else _HANT
