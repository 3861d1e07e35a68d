"""Assets in, picture parts of the package out, each once; and the drawing that shows one in a line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from docx.image.image import Image
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.parts.image import ImagePart

from pipeline.backends import Edition
from pipeline.backends.docx.markup import attribute

_EMU = 12700
"""English Metric Units in a point."""


class UnreadableImageError(Exception):
    """A picture whose format Word does not take."""


class Picture(NamedTuple):
    """The part, and the size on the page in points."""

    part: ImagePart
    width: float
    height: float


@dataclass(slots=True)
class Pictures:
    """The pictures of one file by the name of their asset."""

    edition: Edition
    made: dict[str, Picture] = field(default_factory=dict)

    def picture(self, name: str) -> Picture:
        """A picture of the edition, no wider than a column and no higher than half of the type area is wide and high.

        Raises KeyError for a name without an asset, UnreadableImageError for a format that Word does not know.
        """
        if name not in self.made:
            self.made[name] = self._make(self.edition.assets[name])
        return self.made[name]

    def _make(self, data: bytes) -> Picture:
        try:
            image = Image.from_blob(data)
            width, height = 72 * image.px_width / image.horz_dpi, 72 * image.px_height / image.vert_dpi
            scale = min(1.0, self.edition.design.column_width / width, self.edition.design.type_height * 0.9 / height)
        except Exception as error:  # python-docx raises Exception itself for a JPEG that is cut short
            raise UnreadableImageError from error
        part = ImagePart.from_image(image, PackURI(f"/word/media/image{len(self.made) + 1}.{image.ext}"))
        return Picture(part, width * scale, height * scale)


def drawing(picture: Picture, part: Part, number: int, alt: str) -> str:
    """A picture as a character of a line (ECMA-376 part 1, 20.4.2.8); `number` is unique in the file."""
    relation = part.relate_to(picture.part, RELATIONSHIP_TYPE.IMAGE)
    size = f'cx="{round(picture.width * _EMU)}" cy="{round(picture.height * _EMU)}"'
    names = f'id="{number}" name="{number}" descr="{attribute(alt)}"'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/><wp:docPr {names}/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f"<pic:nvPicPr><pic:cNvPr {names}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
