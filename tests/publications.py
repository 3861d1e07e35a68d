"""Generated publications, for Hypothesis: every node of the model, with text that looks like markup.

`publication()` is one that a manuscript can hold; `hostile()` any that the model can, for whoever writes files of it.
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from pipeline import model as m

_NASTY = (
    *(
        "# ",
        "## ",
        "> ",
        "- ",
        "+ ",
        "1. ",
        "2) ",
        "::kicker ",
        "::",
        "@甲：",
        "***",
        "---",
        "___",
        "```",
        "~~~",
        "|",
        "| a |",
    ),
    *(
        "**",
        "*",
        "`",
        "[",
        "]",
        "](",
        "]{dots}",
        "{",
        "}",
        "{第一条} ",
        "[^1]",
        "[^1]: ",
        "!",
        "![",
        "<br>",
        "<sup>",
        "</u>",
    ),
    *("<ruby>", "<!--", "-->", "&", "&nbsp;", "&#65;", "\\", "\\\\", "\u3000", " ", "\t", "\n", "\r", "\u2028", "\x00"),
    *(
        "\ufeff",
        "\u200b",
        "\u00a0",
        "\x1c",
        "'",
        '"',
        "：",
        "、",
        "记者 李四",
        "2020年1月2日",
        "a",
        "\U00020bb7",
        "\x85",
    ),
)
_HAN = "天地玄黄宇宙洪荒日月盈昃，。“”"
#: What a file of XML has its own use for, or no place for.
_HOSTILE = (
    *("<", ">", "]]>", "&amp;", "&#0;", "</w:pPr>", "<<s0-1>>", ' href="<<s0-1>>"', "%", "100%zz", "{}", "a b"),
    *("…", "—", "·", "é", "1", "\x0b", "\ufffe", "\ud800", "\U0010ffff"),
)
text = st.lists(st.one_of(st.sampled_from(_NASTY), st.text(_HAN, max_size=6), st.text(max_size=3)), max_size=5).map(
    "".join
)
_hostile_text = st.lists(st.sampled_from((*_NASTY, *_HOSTILE)) | st.text(max_size=4), max_size=5).map("".join)
note_ids = st.sampled_from(["s0-1", "s0-22-note", "m-1", "m-注", "m-s0-1"])
_hrefs = st.sampled_from(["#a0-0", "#nowhere", "https://example.org/", "javascript:x", "https://example.org/#"])


def _inlines(text: st.SearchStrategy[str], hrefs: st.SearchStrategy[str]) -> st.SearchStrategy[m.Inlines]:
    marks = st.frozensets(st.sampled_from(m.inlines.Mark.__args__), max_size=3)
    lang = st.none() | st.sampled_from(["en", "fr", "zh-Hant", "x y", 'a"b'])
    plain = st.builds(m.Text, text.filter(bool), marks, lang)
    call = st.builds(m.NoteRef, note_ids, text)
    leaf = st.one_of(plain, plain, st.builds(m.Ruby, text, text), call, st.just(m.Break()))
    inline = st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.builds(m.Link, hrefs, st.lists(inner, max_size=3).map(tuple)),
            st.builds(m.InlineNote, st.lists(inner, max_size=3).map(tuple), st.sampled_from(["jiazhu", "editor"])),
        ),
        max_leaves=4,
    )
    return st.lists(inline, max_size=4).map(tuple)


def _node(kind, **fields):
    return st.builds(kind, st.just(""), st.just(()), **fields)


def _blocks(
    text: st.SearchStrategy[str], inlines: st.SearchStrategy[m.Inlines], images: st.SearchStrategy[str], least: int
) -> st.SearchStrategy[tuple[m.Block, ...]]:
    """`least` lines a stanza, items a list, cells a row, rows a table."""
    number, credit = st.none() | text.filter(bool), st.none() | inlines.filter(bool)

    def several(one, most=3):
        return st.lists(one, min_size=least, max_size=most).map(tuple)

    line = st.builds(m.VerseLine, inlines, st.integers(0, 3) if least else st.integers(0, 20))
    stanzas = st.lists(several(line), max_size=3).map(tuple)
    roles = st.sampled_from(m.blocks.Role.__args__)
    simple = st.one_of(
        _node(m.Heading, level=st.integers(1, 6), inlines=inlines, number=number),
        _node(m.Paragraph, inlines=inlines, role=roles, number=number),
        _node(m.Paragraph, inlines=inlines),
        _node(m.Speech, speaker=text, separator=st.sampled_from(["：", "\u3000", ": ", ""]), inlines=inlines),
        _node(m.Verse, stanzas=stanzas, attribution=credit),
        st.builds(m.ListBlock, st.just(""), several(_node(m.ListItem, marker=text, inlines=inlines))),
        _node(m.Figure, caption=inlines, credit=st.none() | text, image=st.none() | images, alt=number),
        _node(m.Table, rows=several(several(inlines)), header_rows=st.integers(0, 2), caption=credit),
        _node(m.Preformatted, text=text),
        _node(m.SceneBreak, printed=text),
    )
    block = st.recursive(
        simple,
        lambda inner: _node(m.Quotation, blocks=st.lists(inner, max_size=3).map(tuple), attribution=credit),
        max_leaves=5,
    )
    return st.lists(block, max_size=5).map(tuple)


inlines = _inlines(text, text)


@st.composite
def _articles(
    draw: st.DrawFn,
    text: st.SearchStrategy[str],
    inlines: st.SearchStrategy[m.Inlines],
    blocks: st.SearchStrategy[tuple[m.Block, ...]],
    levels: st.SearchStrategy[int],
    notes_blocks: st.SearchStrategy[tuple[m.Block, ...]],
) -> tuple[m.Article, ...]:
    """Articles and notes with ids of the product's form, each once; blocks have none."""
    maybe, some = st.none() | text, st.none() | text.filter(bool)
    phrase = st.none() | st.builds(m.Phrase, inlines.filter(bool), st.just(()))
    byline = st.none() | st.builds(m.Byline, st.lists(text.filter(bool), max_size=2).map(tuple), maybe)
    dateline = st.none() | st.builds(m.Dateline, text, maybe, maybe, maybe, st.booleans())
    section = st.none() | st.builds(m.Section, maybe, maybe)
    reference = st.none() | st.sampled_from(["a0-0", "a0-1"])
    free = ["s0-1", "s0-22-note", "m-1", "m-注", "m-s0-1"]
    articles = []
    for at in range(draw(st.integers(1, 4))):
        notes = []
        while free and draw(st.booleans()):
            kind = draw(st.sampled_from(["foot", "end", "editor", "commentary"]))
            notes.append(m.Note(free.pop(0), kind, draw(text), draw(notes_blocks)))
        articles.append(
            m.Article(
                f"a0-{at}",
                draw(blocks),
                *(draw(some), draw(phrase), draw(phrase), draw(phrase), draw(byline), draw(dateline)),
                level=draw(levels),
                role=draw(st.sampled_from(m.articles.ArticleRole.__args__)),
                section=draw(section),
                **{key: draw(reference) for key in ("parent", "continued_from", "continued_to")},
                notes=tuple(notes),
                end_mark=draw(maybe),
            )
        )
    return tuple(articles)


@st.composite
def publication(draw: st.DrawFn) -> m.Publication:
    """A publication as a manuscript can hold it."""
    some = text.filter(bool)
    people = tuple(map(m.Contributor, draw(st.lists(some, max_size=2))))
    metadata = m.Metadata(
        draw(some), draw(st.sampled_from(m.SCRIPTS)), draw(st.sampled_from(m.KINDS)), contributors=people
    )
    blocks = _blocks(text, inlines, some, least=1)
    return m.Publication(metadata, draw(_articles(text, inlines, blocks, st.integers(1, 3), blocks)))


@st.composite
def hostile(draw: st.DrawFn, images: tuple[str, ...] = ("none.png",)) -> m.Publication:
    """Any publication: parts that hold nothing, characters that no file can, links to nowhere; every block named."""
    text, several = _hostile_text, st.lists(_hostile_text, max_size=2)
    lines = _inlines(text, _hrefs | text.map("https://example.org/".__add__))
    blocks = _blocks(text, lines, st.sampled_from(images), least=0)
    people = st.builds(m.Contributor, text, st.sampled_from(["aut", "trl", "?"]))
    known = ("subtitle", "publisher", "date", "identifier", "isbn", "description", "rights", "source", "series")
    metadata = m.Metadata(
        draw(text),
        draw(st.sampled_from(m.SCRIPTS)),
        draw(st.sampled_from(m.KINDS)),
        contributors=tuple(draw(st.lists(people, max_size=2))),
        subjects=tuple(draw(several)),
        series_number=draw(text),
        **{name: draw(st.none() | text) for name in known},
    )
    # A note's printed mark goes with its first words: one that says nothing has no place for it.
    said = _node(m.Paragraph, inlines=st.tuples(st.builds(m.Text, st.sampled_from(_HAN))))
    notes = st.tuples(said, blocks).map(lambda parts: (parts[0], *parts[1]))
    articles = draw(st.just(()) | _articles(text, lines, blocks, st.integers(1, 11), notes))
    return m.Publication(metadata, tuple(_named(article) for article in articles))


def _named(article: m.Article) -> m.Article:
    """The article with an id for every block, by its place."""
    notes = tuple(replace(note, blocks=_all_named(note.blocks, f"{note.id}-b")) for note in article.notes)
    return replace(article, blocks=_all_named(article.blocks, f"{article.id}-b"), notes=notes)


def _all_named(blocks: tuple[m.Block, ...], stem: str) -> tuple[m.Block, ...]:
    return tuple(_block_named(block, f"{stem}{at}") for at, block in enumerate(blocks))


def _block_named(block: m.Block, id_: str) -> m.Block:
    if isinstance(block, m.ListBlock):
        return replace(block, id=id_, items=tuple(replace(x, id=f"{id_}-{at}") for at, x in enumerate(block.items)))
    if isinstance(block, m.Quotation):
        return replace(block, id=id_, blocks=_all_named(block.blocks, f"{id_}-"))
    return replace(block, id=id_)
