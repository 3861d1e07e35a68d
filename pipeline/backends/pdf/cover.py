"""An edition in, its cover out: a label (题签) in a double rule of the text's colour, made from the metadata alone.

Proportions 5:8. A short title of Han characters runs down the label as on a bound book; another stands in lines, turned
at the sense.
"""

from __future__ import annotations

import io
from importlib import import_module

from pipeline.backends import Edition
from pipeline.backends.pdf.heads import balanced, forced
from pipeline.backends.pdf.metadata import finish
from pipeline.backends.pdf.pages import Sheet
from pipeline.backends.pdf.sorts import Case
from pipeline.backends.pdf.strips import BASELINE, Rule, Setter, shifted
from pipeline.backends.pdf.write import render
from pipeline.design import FontRole, Pt, RoleStyle
from pipeline.model import Text

WIDTH, HEIGHT = 500.0, 800.0
_COLOR = "text"
_SIZES = (58, 50, 43, 37, 31, 26, 22, 18)
_TALL = 9
"""Characters: the longest title that runs down the label."""


def draw_cover(edition: Edition) -> bytes:
    """A PDF of one page, 500 × 800 points."""
    meta = edition.publication.metadata
    case = Case(edition.fonts, meta.language, edition.design.composition)
    setter = Setter(edition.design, case, WIDTH, [])
    sheet = Sheet(label="1")
    _frame(sheet, 26, 26, WIDTH - 26, HEIGHT - 26)
    title = " ".join(meta.title.split())
    upright = 0 < len(title) <= _TALL and set(title.translate(case.region.classes)) == {"H"}
    foot = _down(sheet, setter, title) if upright else _across(sheet, setter, title)
    if meta.subtitle:
        foot = _lines(sheet, setter, meta.subtitle, _style("song", 20), foot + 34, measure=0.62)
    if meta.authors:
        _lines(sheet, setter, "　".join(meta.authors), _style("kai", 24), max(foot + 40, 600), measure=0.7)
    if meta.publisher:
        _lines(sheet, setter, meta.publisher, _style("song", 15), HEIGHT - 84, measure=0.7)
    return finish(render(edition, case, [sheet], (WIDTH, HEIGHT)), edition, case.subsets, [sheet])


def cover_image(edition: Edition, width: int = 1000) -> bytes:
    """The cover as a PNG `width` pixels wide, 5:8; the same bytes for the same edition."""
    document = import_module("pypdfium2").PdfDocument(draw_cover(edition))
    try:
        image = document[0].render(scale=width / WIDTH, grayscale=True).to_pil()
    finally:
        document.close()
    out = io.BytesIO()
    image.quantize(32).save(out, "PNG", optimize=True)
    return out.getvalue()


def _frame(sheet: Sheet, left: float, top: float, right: float, bottom: float) -> None:
    """A thick rule outside and a thin one inside (文武线)."""
    for inset, weight in ((0.0, 2.4), (5.5, 0.6)):
        x0, y0, x1, y1 = left + inset, top + inset, right - inset, bottom - inset
        half = weight / 2
        corners = ((x0 - half, y0, x1 + half, y0), (x0 - half, y1, x1 + half, y1), (x0, y0, x0, y1), (x1, y0, x1, y1))
        sheet.furniture += [Rule(*corner, weight, _COLOR) for corner in corners]


def _style(font: FontRole, size: float) -> RoleStyle:
    return RoleStyle(font=font, size=Pt(size), align="center", color=_COLOR)


def _down(sheet: Sheet, setter: Setter, title: str) -> float:
    """The title from top to bottom, a character below the other; where its label ends."""
    size = min(72.0, 400 / len(title))
    pitch = size * 1.14
    style = _style("song", size)
    top, width = 112.0, size * 1.72
    height = pitch * len(title) - (pitch - size) + size * 0.9
    _frame(sheet, (WIDTH - width) / 2, top, (WIDTH + width) / 2, top + height)
    for number, char in enumerate(title):
        made = setter.units((Text(char),), style.font)
        (line,) = setter.lines(made, style, "")
        run = setter.run(made, line, style, "", "cover")._replace(y=BASELINE * size)
        sheet.furniture.append(shifted(run, 0, top + size * 0.45 + number * pitch))
    return top + height


def _across(sheet: Sheet, setter: Setter, title: str) -> float:
    """The title in balanced lines, as large as the sense lets them be; where its label ends."""
    size = min(_SIZES, key=lambda size: _awkward(setter, title, size))
    top = 150.0
    foot = _lines(sheet, setter, title, _style("hei", size), top + size * 0.6, measure=340 / WIDTH)
    _frame(sheet, 60, top - size * 0.25, WIDTH - 60, foot + size * 0.5)
    return foot + size * 0.5


def _awkward(setter: Setter, title: str, size: int) -> float:
    """Small type and turns against the sense count against a size; more than four lines rule it out."""
    made = setter.units((Text(title),), "hei")
    lines = balanced(made, 340_000 / size)
    return forced(made, lines) + 0.25 * (_SIZES[0] - size) + (100.0 * len(lines) if len(lines) > 4 else 0)


def _lines(sheet: Sheet, setter: Setter, text: str, style: RoleStyle, y: float, *, measure: float) -> float:
    """Centred, balanced lines from `y` down; where they end."""
    size = style.size
    made = setter.units((Text(text),), style.font)
    for line in balanced(made, measure * setter.measure(style)):
        run = setter.run(made, line, style, "", "cover")._replace(y=BASELINE * size)
        sheet.furniture.append(shifted(run, 0, y))
        y += size * 1.4
    return y - size * 0.4
