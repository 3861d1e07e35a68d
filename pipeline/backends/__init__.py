"""Publication + Design + Fonts in, the bytes of a file out: the contract that all writers share.

A writer is a function, `write(edition, out) -> Result`, and a row in `BACKENDS`. It reads no settings and no files but
fonts, changes no text and chooses no sizes: everything comes with the `Edition`. The same edition gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from typing import BinaryIO

from pipeline.design import Design
from pipeline.errors import Finding
from pipeline.fonts import Fonts
from pipeline.model import Publication
from pipeline.tally import Count

#: The date that a file carries when the publication has none: outputs must not depend on the clock.
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Edition:
    """What a writer sets. `assets` are images by name; `folios` (node id → page label) and `cover` (a JPEG or PNG)
    come from the PDF that was made before, if one was. `stamp` is the date written into the file."""

    publication: Publication
    design: Design
    fonts: Fonts
    assets: Mapping[str, bytes] = field(default_factory=dict)
    folios: Mapping[str, str] | None = None
    cover: bytes | None = None
    stamp: datetime = UNDATED


@dataclass(frozen=True, slots=True)
class Result:
    """`folios`: the page label on which each node begins; `pages`: the number of pages; `setting`: at how many places
    each rule of composition was measured and broken (PDF only)."""

    findings: tuple[Finding, ...] = ()
    folios: Mapping[str, str] = field(default_factory=dict)
    pages: int | None = None
    setting: Mapping[str, Count] = field(default_factory=dict)


Write = Callable[[Edition, BinaryIO], Result]

#: Format → the module whose `write` makes it. Modules are imported when asked for: each brings a heavy library.
BACKENDS: Mapping[str, str] = {
    "pdf": "pipeline.backends.pdf",
    "epub": "pipeline.backends.epub",
    "docx": "pipeline.backends.docx",
}


def writer(format_: str) -> Write:
    """The writer of a format; KeyError for one that is not in `BACKENDS`."""
    write: Write = import_module(BACKENDS[format_]).write
    return write
