"""Parts in, the bytes of a .docx out: an Open Packaging Conventions package (ECMA-376 part 2), the same each time.

python-docx keeps parts and relationships. It is not given its own template, whose leftovers (theme fonts of Japanese,
blue headings, Letter paper, a thumbnail) an edition would have to be cleared of; and its writer would stamp the clock.
"""

from __future__ import annotations

from typing import BinaryIO
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from docx.opc.packuri import PACKAGE_URI, PackURI
from docx.opc.part import Part
from docx.package import Package

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first date that a zip file can hold."""
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_DEFAULTS = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
_PICTURES = "/word/media/"


class WrittenPart(Part):
    """A part that is related to others before its bytes are known."""

    def __init__(self, name: str, content_type: str, content: bytes = b"") -> None:
        super().__init__(PackURI(name), content_type)
        self.content = content

    @property
    def blob(self) -> bytes:
        return self.content


def save(package: Package, out: BinaryIO) -> None:
    """Write the package: content types and its relationships first, then all parts by name."""
    parts = sorted(package.iter_parts(), key=lambda part: str(part.partname))
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        _add(archive, "/[Content_Types].xml", _content_types(parts))
        _add(archive, PACKAGE_URI.rels_uri, package.rels.xml)
        for part in parts:
            _add(archive, part.partname, part.blob)
            if part.rels:
                _add(archive, part.partname.rels_uri, part.rels.xml)


def _add(archive: ZipFile, name: str, content: bytes) -> None:
    entry = ZipInfo(name.removeprefix("/"), _EARLIEST)
    entry.compress_type = ZIP_STORED if name.startswith(_PICTURES) else ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content)


def _content_types(parts: list[Part]) -> bytes:
    """`[Content_Types].xml`: pictures by their ending, all else by its name."""
    endings = dict(_DEFAULTS)
    names = {}
    for part in parts:
        if part.partname.startswith(_PICTURES):
            endings[part.partname.ext] = part.content_type
        else:
            names[str(part.partname)] = part.content_type
    lines = [
        f"<Default Extension={quoteattr(ending)} ContentType={quoteattr(kind)}/>"
        for ending, kind in sorted(endings.items())
    ]
    lines += [f"<Override PartName={quoteattr(name)} ContentType={quoteattr(kind)}/>" for name, kind in names.items()]
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f'{head}\n<Types xmlns="{_TYPES}">{"".join(lines)}</Types>'.encode()
