"""An edition in, the bytes of a paginated PDF out: the whole of this backend, in order."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence, Set
from typing import BinaryIO, TypeVar

from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from pipeline.backends import Edition, Result
from pipeline.backends.addresses import web_address
from pipeline.backends.pdf.draw import Pen
from pipeline.backends.pdf.embed import NoSubsetError
from pipeline.backends.pdf.front import contents, title_page
from pipeline.backends.pdf.furniture import folio, furnish
from pipeline.backends.pdf.metadata import clean, finish
from pipeline.backends.pdf.pages import Maker, Sheet, labelled
from pipeline.backends.pdf.proof import prove
from pipeline.backends.pdf.sections import sections
from pipeline.backends.pdf.sorts import Case
from pipeline.backends.pdf.strips import Setter
from pipeline.errors import Finding, Value
from pipeline.fonts import Fonts
from pipeline.garbage import uncollected
from pipeline.model import OutlineEntry, Publication, article_as_set
from pipeline.tally import usual

# Pictures as bytes, not as text a quarter longer: nothing that reads PDF needs seven bits any more.
rl_config.useA85 = 0

Made = TypeVar("Made")

#: How many characters are shown before and after one that no font has.
_NEAR = 8
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def write(edition: Edition, out: BinaryIO) -> Result:
    """Sets the edition and writes it to `out`.

    Raises FontError where a role has no usable face. Findings: `pdf.missing-glyph`, `pdf.loose-line`, `pdf.split-line`,
    `pdf.over-line`, `pdf.no-picture`, `setting.*` where a rule of composition is broken, and those of `Fonts`.
    """

    @uncollected()
    def made() -> tuple[bytes, Result]:
        case = Case(edition.fonts, edition.publication.metadata.language, edition.design.composition)
        findings: list[Finding] = []
        sheets = lay_out(edition, case, findings)
        findings = [*_missing(case, edition.publication), *findings]
        data = finish(render(edition, case, sheets), edition, case.subsets, sheets)
        house = usual(edition.publication.metadata.language, edition.design.composition)
        tally = prove(sheets, edition.design, house)
        told = (*findings, *tally.findings(), *case.findings())
        return data, Result(told, dict(labelled(sheets)), len(sheets), tally.counts())

    data, result = with_other_fonts(edition.fonts, made)
    out.write(data)
    return result


def with_other_fonts(fonts: Fonts, make: Callable[[], Made]) -> Made:
    """What `make` makes; where a font turns out at the end not to embed, made again without it."""
    while True:
        try:
            return make()
        except NoSubsetError as error:
            if error.face in fonts.refused:
                raise
            fonts.refuse(error.face, error)


def font_findings(edition: Edition) -> tuple[Finding, ...]:
    """What `write` would tell of characters and fonts; nothing is drawn."""
    case = Case(edition.fonts, edition.publication.metadata.language, edition.design.composition)
    lay_out(edition, case, [])
    return (*_missing(case, edition.publication), *case.findings())


def lay_out(edition: Edition, case: Case, findings: list[Finding]) -> list[Sheet]:
    """All sheets with their furniture: title page, contents, text."""
    design, publication = edition.design, edition.publication
    setter = Setter(design, case, design.column_width, findings)
    wide = Setter(design, case, design.type_width, findings)
    maker = Maker(design)
    for section in sections(publication, setter, wide, edition.assets):
        maker.add(section)
    if not maker.sheets:
        maker.sheets.append(Sheet())
    for number, sheet in enumerate(maker.sheets, 1):
        sheet.label = str(number)
    furnish(maker, wide, publication)
    return _front(edition, wide, maker) + maker.sheets


def _front(edition: Edition, setter: Setter, maker: Maker) -> list[Sheet]:
    """Title page and contents, an even number of sheets so that the text begins on a right page."""
    design, publication = edition.design, edition.publication
    titled = sum(bool(article.heading) for article in publication.articles)
    sheets: list[Sheet] = []
    if titled > 1 and design.title_page and publication.metadata.title:
        sheets += [title_page(publication, setter, maker.left(0)), Sheet()]
    if titled > 1 and design.contents:
        listed = contents(publication, setter, dict(labelled(maker.sheets)), (maker.left(0), maker.left(1)))
        start = len(sheets)
        sheets += listed
        for number in range(start, len(sheets)):
            sheets[number].label = roman(number + 1)
            sheets[number].furniture += folio(sheets[number], setter, maker.left(number), number)
    if len(sheets) % 2:
        sheets.append(Sheet())
    for number, sheet in enumerate(sheets, 1):
        sheet.label = roman(number)
    return sheets


def roman(number: int) -> str:
    """Lower-case Roman numeral of a positive number."""
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


class _NoFont:
    """What the canvas takes for its first font: none, so that no standard font gets into the file. Faces are embedded
    in the second pass."""

    fontName = "kanben-none"  # noqa: N815  (reportlab's name)
    name = fontName
    _dynamicFont = True  # noqa: N815
    _multiByte = False  # noqa: N815

    @property
    def face(self) -> _NoFont:
        return self


def render(edition: Edition, case: Case, sheets: Sequence[Sheet], size: tuple[float, float] | None = None) -> bytes:
    """The sheets as reportlab's file, without fonts; `size` of the pages, the design's unless given."""
    width, height = size or (edition.design.page.width, edition.design.page.height)
    pdfmetrics.registerFont(_NoFont())
    buffer = io.BytesIO()
    canvas = Canvas(
        buffer,
        pagesize=(width, height),
        pageCompression=0,  # pikepdf does that, once, when all is written
        invariant=1,
        pdfVersion=(1, 7),
        initialFontName=_NoFont.fontName,  # type: ignore[arg-type]
    )
    known: set[str] = set()
    nodes = frozenset(anchor for sheet in sheets for anchor, _ in sheet.anchors)
    for sheet in sheets:
        _sheet(canvas, edition, Pen(case, edition.design, height), sheet, nodes)
        for anchor, y in sheet.anchors:
            if anchor not in known:
                known.add(anchor)
                canvas.bookmarkHorizontal(anchor, 0, height - y + edition.design.page.pitch)
        canvas.showPage()
    _outline(canvas, edition, known)
    canvas.save()
    return buffer.getvalue()


def _sheet(canvas: Canvas, edition: Edition, pen: Pen, sheet: Sheet, nodes: Set[str]) -> None:
    """One page; `nodes` are those that some page of the file holds. A link to no node and no address is plain text."""
    pen.furniture(sheet.furniture)
    pen.text(sheet.items)
    canvas.addLiteral("\n".join(pen.ops))
    for picture in pen.pictures:
        image = ImageReader(io.BytesIO(edition.assets[picture.name]))
        y = pen.height - picture.y - picture.height
        canvas.drawImage(image, picture.x, y, picture.width, picture.height, mask="auto")
    for href, *box in pen.addresses:
        left, bottom, right, top = box
        if href[:1] == "#" and href[1:] in nodes:
            canvas.linkAbsolute("", href[1:], (left, bottom, right, top), Border="[0 0 0]")
        elif address := web_address(href):
            canvas.linkURL(address, (left, bottom, right, top))
    for x, y, width, height, node in sheet.links:
        canvas.linkAbsolute("", node, (x, pen.height - y - height, x + width, pen.height - y), Border="[0 0 0]")


def _outline(canvas: Canvas, edition: Edition, known: set[str]) -> None:
    def add(entries: Sequence[OutlineEntry], level: int) -> None:
        for entry in entries:
            if entry.id in known:
                canvas.addOutlineEntry(clean(entry.text), entry.id, level, closed=level > 0)
            add(entry.children, level + 1 if entry.id in known else level)

    add(edition.publication.outline(), 0)


def _missing(case: Case, publication: Publication) -> Iterator[Finding]:
    """A finding for each character that no face has: how often it is in the text, and where first."""
    if not case.missing:
        return
    counts, first = Counter[str](), dict[str, dict[str, Value]]()
    for article in publication.articles:
        for node, text in article_as_set(article):
            for char in case.missing.keys() & set(text):
                counts[char] += text.count(char)
                at = text.index(char)
                near = " ".join(text[max(0, at - _NEAR) : at + _NEAR].split())
                first.setdefault(char, {"article": article.heading or "—", "node": node, "near": near})
    for char, drawn in sorted(case.missing.items()):
        place = first.get(char, {"article": "—", "node": "", "near": char})
        values = {"char": char, "code": f"U+{ord(char):04X}", "count": counts[char] or drawn, **place}
        yield Finding("pdf.missing-glyph", None, values)
