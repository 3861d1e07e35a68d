"""Whatever stands in a publication, every file of it can be read and holds just that text."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from importlib import import_module

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.backends import BACKENDS, Edition, Result, writer
from pipeline.design import preset, presets
from pipeline.fonts import Fonts
from pipeline.model import Article, Metadata, Paragraph, Publication
from tests.backends.samples import ILLEGAL, as_set, legal, line, phrase, png
from tests.publications import hostile

FONTS = Fonts.load()
ASSETS = {"picture.png": png(), "odd.bmp": b"BM odd"}


def written(publication: Publication, format_: str, design: str = "book") -> tuple[bytes, Result]:
    out = io.BytesIO()
    result = writer(format_)(Edition(publication, preset(design), FONTS, ASSETS), out)
    return out.getvalue(), result


def read(data: bytes, format_: str) -> str:
    text: str = import_module(f"pipeline.readers.{format_}").body_text(data)
    return text


def comparable(characters: str, format_: str) -> str:
    """What is held against each other. PDFium takes ligatures apart, and a mark that combines with nothing is lost."""
    held = legal(characters)
    if format_ != "pdf":
        return held
    held = "".join(unicodedata.normalize("NFKC", char) if "\ufb00" <= char <= "\ufb06" else char for char in held)
    return "".join(char for char in unicodedata.normalize("NFD", held) if unicodedata.category(char)[0] != "M")


def leftward(characters: str) -> bool:
    """Text that runs from right to left, whose order and brackets PDFium turns about."""
    return any(unicodedata.bidirectional(char) in ("R", "AL", "AN", "RLE", "RLO", "RLI") for char in characters)


def check_markup(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        for name in file.namelist():
            if name.endswith((".xml", ".rels", ".xhtml", ".opf", ".ncx")):
                etree.fromstring(file.read(name))


@pytest.mark.parametrize("format_", BACKENDS)
@settings(max_examples=40, deadline=None)
@given(hostile((*ASSETS, "none.png")), st.sampled_from(presets()))
def test_any_publication_comes_back_whole(format_: str, publication: Publication, design: str) -> None:
    assume(format_ != "pdf" or not leftward(as_set(publication)))
    data, _ = written(publication, format_, design)
    if format_ != "pdf":
        check_markup(data)
    assert comparable(read(data, format_), format_) == comparable(as_set(publication), format_)


@pytest.mark.parametrize("format_", BACKENDS)
@settings(max_examples=30, deadline=None)
@given(st.text(st.characters() | st.characters(categories=["Cs", "Cc"]), max_size=40))
def test_any_characters_can_be_set(format_: str, characters: str) -> None:
    assume(format_ != "pdf" or not leftward(characters))
    article = Article("a", (Paragraph("p", (), line(characters)),), title=phrase(characters))
    publication = Publication(Metadata(characters), (article,))
    data, result = written(publication, format_)
    assert comparable(read(data, format_), format_) == comparable(as_set(publication), format_)
    assert data == written(publication, format_)[0]
    if format_ != "pdf":
        told = [finding.name for finding in result.findings]
        assert (f"{format_}.character-replaced" in told) == bool(ILLEGAL.search(characters))
