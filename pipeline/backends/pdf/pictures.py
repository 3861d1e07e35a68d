"""A figure's picture in, a strip of the column's width out (or nothing, where it cannot be read)."""

from __future__ import annotations

import io
from collections.abc import Mapping

from pipeline.backends.pdf.strips import Picture, Setter, Strip
from pipeline.errors import Finding
from pipeline.model import Figure


def picture_strip(block: Figure, setter: Setter, assets: Mapping[str, bytes]) -> Strip | None:
    """None where the figure names no picture; a finding where the picture is missing or broken."""
    if not block.image:
        return None
    size = _size(assets.get(block.image))
    if size is None:
        setter.findings.append(Finding("pdf.no-picture", values={"node": block.id, "picture": block.image}))
        return None
    most = (setter.design.page.lines - 6) * setter.pitch
    scale = min(setter.width / size[0], most / size[1])
    width, height = size[0] * scale, size[1] * scale
    picture = Picture(block.image, (setter.width - width) / 2, 0, width, height, block.id, block.alt or "")
    body = (height + setter.pitch - setter.body_size) / setter.pitch
    return Strip(items=(picture,), body=body, lead=0.5, keep=True)


def _size(data: bytes | None) -> tuple[int, int] | None:
    from PIL import Image

    if data is None:
        return None
    try:
        with Image.open(io.BytesIO(data)) as image:
            image.load()  # all of it: one that is cut short has a sound beginning
            return image.size if image.size[0] and image.size[1] else None
    except Exception:  # noqa: BLE001 - whatever Pillow says of a broken file is the answer
        return None
