"""A finished PDF in, all that can be told of it out, in one reading: its text, its fonts, and how it is set.

The text is compared first as it is drawn, glyph by glyph; only where it differs is the file read again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.design import Design
from pipeline.errors import Finding, Level, Place
from pipeline.model import Article, Block, Heading, ListBlock, Paragraph, Publication, Quotation, Speech
from pipeline.readers.glyphs import Leaf, leaves
from pipeline.readers.paragraphs import Told
from pipeline.readers.pdf import body_text
from pipeline.readers.setting import measure
from pipeline.tally import Tally, usual
from pipeline.verify import bare, compare, embedded

_SAME = 0.5
"""Points: by so much two pages of one size may differ."""


def inspect(
    data: bytes, name: str, publication: Publication | None, designs: Iterable[Design]
) -> tuple[list[Finding], Tally | None]:
    """Findings, and the counts of every rule of composition; None where no design of `designs` has pages of this size.

    Without a publication, all that can be told of the text is that there is some, and paragraphs are guessed.
    """
    try:
        pages = list(leaves(data))
        findings = [*_text(data, pages, name, publication), *embedded(data, name)]
    except Exception as error:  # noqa: BLE001 - whatever a reader says of a broken file is the finding
        detail = {"detail": f"{type(error).__name__}: {error}"}
        return [Finding("verify.unreadable", Place(name), detail, Level.FAIL)], None
    script = publication.metadata.language if publication else language(data)
    design = fitting(pages, designs)
    if design is None or not script.startswith("zh"):
        return [*findings, Finding("setting.unknown-design", Place(name), {}, Level.NOTE)], None
    tally = measure(pages, design, usual(script, design.composition), running(publication) if publication else None)
    return [*findings, *tally.findings(Place(name))], tally


def _text(data: bytes, pages: Sequence[Leaf], name: str, publication: Publication | None) -> Iterator[Finding]:
    found = "".join(row.text for page in pages for row in page.rows)
    if publication is None:
        if not found:
            yield Finding("verify.no-text", Place(name), {}, Level.FAIL)
    elif bare(found) != "".join(bare(text) for _, text in publication.as_set()):
        yield from compare(body_text(data), publication, name)


def fitting(pages: Sequence[Leaf], designs: Iterable[Design]) -> Design | None:
    """The first design whose pages are as large as these."""
    if not pages:
        return None
    width, height = pages[0].width, pages[0].height
    near = (one for one in designs if abs(one.page.width - width) < _SAME and abs(one.page.height - height) < _SAME)
    return next(near, None)


def language(data: bytes) -> str:
    """What the file says it is in; "" where it says nothing."""
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        return str(pdf.Root.get("/Lang", ""))


def running(publication: Publication) -> list[Told]:
    """Everything that is set, in order, with the role that the design has for it; "" for what is set line by line."""
    roles = {id_: role for article in publication.articles for id_, role in _roles(article)}
    return [Told(id_, text, roles.get(id_, "")) for id_, text in publication.as_set()]


def _roles(article: Article) -> Iterator[tuple[str, str]]:
    yield f"{article.id}-title", f"title-{min(article.level, 4)}"
    yield from (pair for block in article.blocks for pair in _block_roles(block, ""))
    yield from (pair for note in article.notes for block in note.blocks for pair in _block_roles(block, "note"))


def _block_roles(block: Block, within: str) -> Iterator[tuple[str, str]]:
    match block:
        case Paragraph():
            yield block.id, within or block.role
        case Heading():
            yield block.id, f"heading-{min(block.level, 6)}"
        case Speech():
            yield block.id, within or "speech"
        case ListBlock():
            yield from ((item.id, within or "list") for item in block.items)
        case Quotation():
            yield from (pair for inner in block.blocks for pair in _block_roles(inner, "quotation"))
