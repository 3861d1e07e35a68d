"""Whatever stands in a text, the EPUB is well-formed and holds that text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from epub_books import edition, made, made_with, phrase, squeezed
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.backends.epub.markup import legal
from pipeline.model import (
    Article,
    Block,
    Break,
    Byline,
    Contributor,
    Figure,
    Heading,
    InlineNote,
    Inlines,
    Link,
    ListBlock,
    ListItem,
    Mark,
    Metadata,
    Note,
    NoteRef,
    Paragraph,
    Phrase,
    Preformatted,
    Publication,
    Quotation,
    Ruby,
    SceneBreak,
    Speech,
    Table,
    Text,
    Verse,
    VerseLine,
)
from pipeline.readers.epub import body_text

MARKS: tuple[Mark, ...] = ("strong", "em", "dots", "name-line", "title-line", "super", "sub", "code")
PIECES = [
    "<",
    ">",
    "&",
    '"',
    "'",
    "]]>",
    "<!--",
    "&amp;",
    "&#0;",
    "<<n0>>",
    ' href="<<n0>>"',
    "<b>",
    "桥",
    "，",
    "\u3000",
]
PIECES += [
    " ",
    "\n",
    "\0",
    "\x0b",
    "\ufffe",
    "\ud800",
    "\u2028",
    "\U00020bb7",
    "\U0010ffff",
    "%",
    "100%zz",
    "a b",
    "\ufeff",
]
words = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=6).map("".join)
hrefs = st.sampled_from(
    ["#b0", "#nowhere", "https://example.org/", "javascript:x", "https://example.org/#"]
) | words.map(lambda characters: "https://example.org/" + characters)
leaf = (
    st.builds(Text, words, st.frozensets(st.sampled_from(MARKS), max_size=3), st.none() | st.just("en") | words)
    | st.builds(Ruby, words, words)
    | st.builds(NoteRef, st.sampled_from(["n0", "n1", "none"]), words)
    | st.just(Break())
)
inlines = st.recursive(
    st.lists(leaf, max_size=3).map(tuple),
    lambda inner: st.lists(leaf | st.builds(Link, hrefs, inner) | st.builds(InlineNote, inner), max_size=3).map(tuple),
    max_leaves=6,
)
Draw = Callable[[st.SearchStrategy[object]], object]


@st.composite
def blocks(draw: Draw, prefix: str, depth: int = 1) -> tuple[Block, ...]:
    return tuple(_block(draw, f"{prefix}{number}", depth) for number in range(draw(st.integers(0, 4))))


def _block(draw: Draw, id_: str, depth: int) -> Block:
    run: Inlines = draw(inlines)
    number = draw(st.none() | words)
    kinds = ["paragraph", "heading", "speech", "verse", "list", "figure", "table", "pre", "scene"]
    match draw(st.sampled_from(kinds + ["quotation"] * depth)):
        case "paragraph":
            return Paragraph(id_, (), run, draw(st.sampled_from(["body", "lead", "signature", "note"])), number)
        case "heading":
            return Heading(id_, (), draw(st.integers(1, 6)), run, number)
        case "speech":
            return Speech(id_, (), draw(words), draw(words), run)
        case "verse":
            lines = st.lists(st.builds(VerseLine, inlines, st.integers(0, 20)), max_size=3).map(tuple)
            return Verse(id_, (), draw(st.lists(lines, max_size=2).map(tuple)), draw(st.none() | inlines))
        case "list":
            items = [ListItem(f"{id_}i{n}", (), draw(words), draw(inlines)) for n in range(draw(st.integers(0, 3)))]
            return ListBlock(id_, tuple(items))
        case "figure":
            image = draw(st.sampled_from([None, "bridge.png", "odd.bmp", "none.png"]))
            return Figure(id_, (), run, draw(st.none() | words), image, draw(st.none() | words))
        case "table":
            rows = st.lists(st.lists(inlines, max_size=3).map(tuple), max_size=3).map(tuple)
            return Table(id_, (), draw(rows), draw(st.integers(0, 2)), draw(st.none() | inlines))
        case "quotation":
            return Quotation(id_, (), draw(blocks(f"{id_}q", depth - 1)), draw(st.none() | inlines))
        case "pre":
            return Preformatted(id_, (), draw(words))
    return SceneBreak(id_, (), draw(words))


@st.composite
def publications(draw: Draw) -> Publication:
    articles: list[Article] = []
    for number in range(draw(st.integers(0, 3))):
        phrases = st.none() | st.builds(Phrase, inlines, st.just(()))
        articles.append(
            Article(
                f"a{number}",
                draw(blocks(f"b{number}")),
                draw(st.none() | words),
                draw(phrases),
                draw(phrases),
                draw(phrases),
                draw(st.none() | st.builds(Byline, st.just(()), words)),
                level=draw(st.integers(1, 8)),
                role=draw(st.sampled_from(["front", "body", "back", "box", "contents"])),
                notes=(Note(f"n{number}", "foot", draw(words), (Paragraph(f"m{number}", (), draw(inlines)),)),),
            )
        )
    people = st.lists(st.builds(Contributor, words, st.sampled_from(["aut", "trl", "?"])), max_size=2).map(tuple)
    series = draw(st.none() | words)
    return Publication(
        Metadata(draw(words), "zh-Hans", draw(st.sampled_from(["novel", "newspaper"])), draw(words), draw(people),
                 draw(words), draw(words), draw(words), None, draw(words), series=series, series_number=draw(words)),
        tuple(articles),
    )  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(publications())
def test_any_publication_is_well_formed_and_whole(publication):
    data, _ = made_with(edition(publication))
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        for name in book.namelist():
            if name.endswith((".xhtml", ".opf", ".ncx")):
                etree.fromstring(book.read(name))
    assert "".join(body_text(data).split()) == "".join(legal(squeezed(publication)).split())


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters() | st.characters(categories=["Cs", "Cc"]), max_size=40))
def test_any_characters_can_be_set(characters):
    articles = (Article("a", (Paragraph("p", (), (Text(characters),)),), title=phrase(characters)),)
    data, result = made_with(edition(Publication(Metadata(characters), articles)))
    forbidden = legal(characters) != characters
    assert [finding.name for finding in result.findings] == ["epub.character-replaced"] * forbidden
    assert "".join(body_text(data).split()) == "".join(legal(squeezed(Publication(Metadata(""), articles))).split())
    assert data == made(edition(Publication(Metadata(characters), articles)))
