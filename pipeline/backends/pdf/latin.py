"""A Latin run in, shaped glyphs as the inside of a TJ array out."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.backends.pdf.embed import Subset


class Word(NamedTuple):
    """A Latin run, shaped: what each character adds to the line (1/1000 em) and the inside of its TJ array."""

    widths: tuple[int, ...]
    array: str


#: What `number_of` does not write.
_LEAST = 0.005


def shaped(text: str, subset: Subset, language: str) -> Word:
    """A run of one face with its kerning and ligatures."""
    face = subset.face
    glyphs = face.shape(text, language="en" if text.isascii() else language)
    starts = sorted({glyph.cluster for glyph in glyphs})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    widths = [0.0] * len(text)
    parts = ["<"]
    seen: set[int] = set()
    for glyph in glyphs:
        cluster = "" if glyph.cluster in seen else text[glyph.cluster : ends[glyph.cluster]]
        seen.add(glyph.cluster)
        widths[glyph.cluster] += glyph.advance
        tail = face.advance(glyph.gid) + glyph.x_offset - glyph.advance
        parts += [f">{number_of(-glyph.x_offset)}<"] if abs(glyph.x_offset) >= _LEAST else []
        code = subset.code(glyph.gid, cluster)
        parts += [code if cluster else beside(f"<{code}>")]
        parts += [f">{number_of(tail)}<"] if abs(tail) >= _LEAST else []
    return Word(_rounded(widths), "".join([*parts, ">"]))


def beside(array: str) -> str:
    """In the middle of a string of a TJ array, another array that draws glyphs which are no characters of the text."""
    return f">] TJ /Artifact BMC [{array}] TJ EMC [<"


def _rounded(widths: list[float]) -> tuple[int, ...]:
    """Whole thousandths whose sum is right to within half of one."""
    total, done, result = 0.0, 0, []
    for width in widths:
        total += width
        result.append(round(total) - done)
        done = round(total)
    return tuple(result)


def number_of(value: float) -> str:
    """As short as a PDF number can be, to a hundredth."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
