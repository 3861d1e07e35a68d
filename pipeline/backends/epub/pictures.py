"""Images by name in, those that the text shows out, under plain file names and with their media type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

#: First bytes of the raster images that every EPUB 3.3 reader must show (EPUB 3.3, section 3.2, core media types).
_FORMATS = (
    (b"\xff\xd8\xff", "jpg", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png", "image/png"),
    (b"GIF87a", "gif", "image/gif"),
    (b"GIF89a", "gif", "image/gif"),
)


class Picture(NamedTuple):
    file: str
    media_type: str
    data: bytes


class Pictures:
    """The images of an edition; each is taken into the book when it is first shown."""

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        self._assets = assets
        self._used: dict[str, Picture] = {}

    @property
    def used(self) -> tuple[Picture, ...]:
        return tuple(self._used.values())

    def __contains__(self, name: str) -> bool:
        return name in self._assets

    def file(self, name: str) -> str | None:
        """Path of the image in the book; None for a format that readers need not know."""
        if name not in self._used:
            data = self._assets[name]
            kind = media_type(data)
            if kind is None:
                return None
            ending, type_ = kind
            self._used[name] = Picture(f"images/{len(self._used) + 1:04}.{ending}", type_, data)
        return self._used[name].file


def media_type(data: bytes) -> tuple[str, str] | None:
    """(file ending, media type) of an image by its first bytes; None for one that is no EPUB core media type."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp", "image/webp"
    return next(((ending, type_) for magic, ending, type_ in _FORMATS if data.startswith(magic)), None)
