"""Fonts in the file: codes that read back as what they are, also where two characters share a glyph."""

from __future__ import annotations

import io

import pikepdf
import pytest

from pipeline.backends.pdf.embed import Subset
from pipeline.backends.pdf.sorts import DASH, Case
from pipeline.fonts import Fonts
from pipeline.model import Script


def test_two_characters_of_one_glyph_get_two_codes(fonts: Fonts) -> None:
    face = fonts.face("song", "zh-Hans")
    assert face.glyph("〈") == face.glyph("\u2329")
    subset = Subset(face, "K0")
    first, second = subset.code(face.glyph("〈"), "〈"), subset.code(face.glyph("〈"), "\u2329")
    assert first != second
    assert subset.code(face.glyph("〈"), "\u2329") == second
    with pikepdf.new() as pdf:
        font = subset.embed(pdf)
        assert isinstance(font.Encoding, pikepdf.Stream)
        unicode = font.ToUnicode.read_bytes().decode()
        assert f"<{first}> <3008>" in unicode
        assert f"<{second}> <2329>" in unicode


def test_a_face_without_shared_glyphs_keeps_identity(fonts: Fonts) -> None:
    face = fonts.face("song", "zh-Hans")
    subset = Subset(face, "K0")
    subset.code(face.glyph("山"), "山")
    with pikepdf.new() as pdf:
        assert str(subset.embed(pdf).Encoding) == "/Identity-H"


def test_the_tag_depends_on_the_glyphs_and_on_nothing_else(fonts: Fonts) -> None:
    def base(text: str) -> str:
        face = fonts.face("kai", "zh-Hans")
        subset = Subset(face, "K7")
        for char in text:
            subset.code(face.glyph(char), char)
        with pikepdf.new() as pdf:
            return str(subset.embed(pdf).BaseFont)

    assert base("山水") == base("水山")
    assert base("山水") != base("山云")


@pytest.mark.parametrize("role", ["song", "hei", "kai", "fang"])
@pytest.mark.parametrize("script", ["zh-Hans", "zh-Hant-TW"])
def test_the_dash_is_two_em_of_one_unbroken_ink(role: str, script: Script, fonts: Fonts) -> None:
    sorts = Case(fonts, script).sorts(role)  # type: ignore[arg-type]
    drawn = sorts.codes[ord(DASH)]
    if ">" not in drawn:
        (subset,) = (subset for subset in sorts.case.subsets if subset.used)
        with pikepdf.new() as pdf:
            assert "<20142014>" in subset.embed(pdf).ToUnicode.read_bytes().decode()
    else:
        assert drawn.count(">") == drawn.count("<")


def test_widths_are_those_of_the_font(fonts: Fonts) -> None:
    face = fonts.face("latin", "zh-Hans")
    subset = Subset(face, "K0")
    codes = [int(subset.code(face.glyph(char), char), 16) for char in "iWm"]
    with pikepdf.new() as pdf:
        array = subset.embed(pdf).DescendantFonts[0].W
        widths: dict[int, float] = {}
        for start, run in zip(list(array)[::2], list(array)[1::2], strict=True):
            widths |= {int(start) + n: float(width) for n, width in enumerate(run)}
    for code, char in zip(codes, "iWm", strict=True):
        assert widths[code] == pytest.approx(face.advance(face.glyph(char)), abs=0.01)


def test_embedded_programs_open(fonts: Fonts) -> None:
    from fontTools.cffLib import CFFFontSet
    from fontTools.ttLib import TTFont

    for role in ("song", "kai"):
        face = fonts.face(role, "zh-Hans")  # type: ignore[arg-type]
        subset = Subset(face, "K0")
        subset.code(face.glyph("山"), "山")
        with pikepdf.new() as pdf:
            descriptor = subset.embed(pdf).DescendantFonts[0].FontDescriptor
            if "/FontFile3" in descriptor:
                cff = CFFFontSet()
                cff.decompile(io.BytesIO(descriptor.FontFile3.read_bytes()), None)
                assert len(cff[0].CharStrings) == 2
            else:
                assert TTFont(io.BytesIO(descriptor.FontFile2.read_bytes()))["maxp"].numGlyphs == 2
