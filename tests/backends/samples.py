"""What the tests of all backends share: nodes made of a few words, a grey picture, and text without its blanks."""

from __future__ import annotations

import re
import struct
import zlib

from pipeline.model import Inlines, Mark, Paragraph, Phrase, Publication, Text

#: What no XML file can hold (XML 1.0, production 2).
ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WIDTHLESS = re.compile("[\u00ad\u200b\u2060\ufeff]")
_UNSEEN = re.compile(f"{ILLEGAL.pattern}|[\x7f-\x9f]")


def text(characters: str, *marks: Mark) -> Text:
    return Text(characters, frozenset(marks))


def line(characters: str) -> Inlines:
    return (Text(characters),)


def phrase(characters: str) -> Phrase:
    return Phrase(line(characters), ())


def paragraph(id_: str, characters: str, **more: object) -> Paragraph:
    return Paragraph(id_, (), line(characters), **more)  # type: ignore[arg-type]


def png(width: int = 60, height: int = 40) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xcc" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def squeezed(characters: str) -> str:
    return "".join(characters.split())


def as_set(publication: Publication) -> str:
    """All that must be set, white space removed."""
    return squeezed("".join(characters for _, characters in publication.as_set()))


def legal(characters: str) -> str:
    """A text as every format can hold it, without blanks of any width: what has no glyph and no place is U+FFFD."""
    return _WIDTHLESS.sub("", squeezed(_UNSEEN.sub(lambda found: " " if found[0].isspace() else "\ufffd", characters)))
