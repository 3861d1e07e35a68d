"""Generated publications, for Hypothesis: every node of the model, with text that looks like markup."""

from __future__ import annotations

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
text = st.lists(st.one_of(st.sampled_from(_NASTY), st.text(_HAN, max_size=6), st.text(max_size=3)), max_size=5).map(
    "".join
)
some = text.filter(bool)
marks = st.frozensets(st.sampled_from(m.inlines.Mark.__args__), max_size=3)
plain = st.builds(m.Text, some, marks, st.none() | st.sampled_from(["fr", "zh-Hant", "x y", 'a"b']))
note_ids = st.sampled_from(["s0-1", "s0-22-note", "m-1", "m-注", "m-s0-1"])
leaf = st.one_of(plain, plain, st.builds(m.Ruby, text, text), st.builds(m.NoteRef, note_ids, text), st.just(m.Break()))
inline = st.recursive(
    leaf,
    lambda inner: st.one_of(
        st.builds(m.Link, text, st.lists(inner, max_size=3).map(tuple)),
        st.builds(m.InlineNote, st.lists(inner, max_size=3).map(tuple), st.sampled_from(["jiazhu", "editor"])),
    ),
    max_leaves=4,
)
inlines = st.lists(inline, max_size=4).map(tuple)
some_inlines = st.lists(inline, min_size=1, max_size=4).map(tuple)
number = st.none() | some
level = st.integers(1, 6)


def _node(kind, **fields):
    return st.builds(kind, st.just(""), st.just(()), **fields)


_line = st.builds(m.VerseLine, inlines, st.integers(0, 3))
_stanzas = st.lists(st.lists(_line, min_size=1, max_size=3).map(tuple), max_size=3).map(tuple)
_item = _node(m.ListItem, marker=text, inlines=inlines)
_row = st.lists(inlines, min_size=1, max_size=3).map(tuple)
simple = st.one_of(
    _node(m.Heading, level=level, inlines=inlines, number=number),
    _node(m.Paragraph, inlines=inlines, role=st.sampled_from(m.blocks.Role.__args__), number=number),
    _node(m.Paragraph, inlines=inlines),
    _node(m.Speech, speaker=text, separator=st.sampled_from(["：", "\u3000", ": ", ""]), inlines=inlines),
    _node(m.Verse, stanzas=_stanzas, attribution=st.none() | some_inlines),
    st.builds(m.ListBlock, st.just(""), st.lists(_item, min_size=1, max_size=3).map(tuple)),
    _node(m.Figure, caption=inlines, credit=st.none() | text, image=st.none() | some, alt=st.none() | some),
    _node(
        m.Table,
        rows=st.lists(_row, min_size=1, max_size=3).map(tuple),
        header_rows=st.integers(0, 2),
        caption=st.none() | some_inlines,
    ),
    _node(m.Preformatted, text=text),
    _node(m.SceneBreak, printed=text),
)
block = st.recursive(
    simple,
    lambda inner: _node(
        m.Quotation, blocks=st.lists(inner, max_size=3).map(tuple), attribution=st.none() | some_inlines
    ),
    max_leaves=5,
)
blocks = st.lists(block, max_size=5).map(tuple)
phrase = st.none() | st.builds(m.Phrase, some_inlines, st.just(()))
names = st.lists(some, max_size=2).map(tuple)
byline = st.none() | st.builds(m.Byline, names, st.none() | text)
maybe = st.none() | text
dateline = st.none() | st.builds(m.Dateline, text, maybe, maybe, maybe, st.booleans())
section = st.none() | st.builds(m.Section, maybe, maybe)
reference = st.none() | st.sampled_from(["a0-0", "a0-1"])


@st.composite
def publication(draw: st.DrawFn) -> m.Publication:
    """A publication whose nodes have ids of the product's form, each once."""
    count = draw(st.integers(1, 4))
    free = ["s0-1", "s0-22-note", "m-1", "m-注", "m-s0-1"]
    articles = []
    for at in range(count):
        notes = []
        while free and draw(st.booleans()):
            kind = draw(st.sampled_from(["foot", "end", "editor", "commentary"]))
            notes.append(m.Note(free.pop(0), kind, draw(text), draw(blocks)))
        articles.append(
            m.Article(
                f"a0-{at}",
                draw(blocks),
                *(draw(number), draw(phrase), draw(phrase), draw(phrase), draw(byline), draw(dateline)),
                level=draw(st.integers(1, 3)),
                role=draw(st.sampled_from(m.articles.ArticleRole.__args__)),
                section=draw(section),
                **{key: draw(reference) for key in ("parent", "continued_from", "continued_to")},
                notes=tuple(notes),
                end_mark=draw(st.none() | text),
            )
        )
    people = tuple(map(m.Contributor, draw(names)))
    metadata = m.Metadata(
        draw(some), draw(st.sampled_from(m.SCRIPTS)), draw(st.sampled_from(m.KINDS)), contributors=people
    )
    return m.Publication(metadata, tuple(articles))
