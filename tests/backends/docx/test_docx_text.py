"""Whatever stands in a text, the Word file is well-formed XML and holds that text; Chinese marks take the Han face."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx_samples import NS, W, edition, essay, parts, save, word
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline.backends.docx.han import pieces, western_marks
from pipeline.messages import word as wording
from pipeline.model import Article, Byline, Contributor, Link, Metadata, Paragraph, Publication, Text
from pipeline.readers.docx import body_text
from tests.backends.samples import as_set, legal, phrase

NASTY = "<w:t>&amp;\"'\0]]>\ufffe%\u2028\ud800𠮷\x0b{}\r\n\t </w:pPr>"


def test_every_place_that_takes_text_takes_any() -> None:
    metadata = Metadata(
        NASTY, "zh-Hant-HK", subtitle=NASTY, contributors=(Contributor(NASTY), Contributor(" ")), date=NASTY,
        identifier=NASTY, description=NASTY, subjects=(NASTY, ""),
    )  # fmt: skip
    block = Paragraph("p", (), (Text(NASTY, lang=NASTY), Link(NASTY, (Text(NASTY),))), number=NASTY)
    head = {"number": NASTY, "title": phrase(NASTY), "kicker": phrase(NASTY), "byline": Byline((), NASTY)}
    publication = Publication(metadata, tuple(Article(f"{NASTY}{n}", (block,), **head) for n in range(3)))  # type: ignore[arg-type]
    for design in ("book", "news"):
        made = edition(publication, design, folios={f"{NASTY}{n}": NASTY for n in range(3)})
        data, _ = save(made)
        parts(data)
        assert legal(body_text(data)) == legal(as_set(publication))


def test_what_xml_cannot_hold_is_replaced_in_sight_and_told() -> None:
    data, result = save(edition(essay(Paragraph("p", (), (Text("水\x01火\x01\ufffe\ud800木\x0b金"),)))))
    assert "水\ufffd火\ufffd\ufffd\ufffd木 金" in body_text(data)
    told = {str(finding.values["character"]): finding.values["count"] for finding in result.findings}
    assert told == {"U+0001": 2, "U+000B": 1, "U+D800": 1, "U+FFFE": 1}
    assert all(wording(finding, "zh").hint for finding in result.findings)


# ------------------------------------------------------------------------------------------------------------- marks

#: A paragraph, and its marks that are Western (§ before each); all others are Chinese.
JUDGED = (
    "他说：“水来了……”——他站着。",
    "‘你’和“我”·他①②→■",
    "he said §“yes§” and it§’s O§’Neil§—really§…",
    "1998§–2001年，“Hello, world”是第一句。",
    "他念道：“Hello”，又念“OK”。",
    "英文 say §“hello§” again 的意思。",
    "约翰·史密斯（John·Smith）——“J·R·R”",
    "T恤上写着 rock §’n§’ roll，‘好’。",
    "3§×5的板，××地方",
    "“……”",
    "——",
)


@pytest.mark.parametrize("judged", JUDGED)
def test_quotes_and_dashes_are_told_apart_by_what_they_stand_in(judged: str) -> None:
    characters, western = "", set()
    for char in judged:
        if char == "§":
            western.add(len(characters))
        else:
            characters += char
    assert western_marks(characters) == western


@given(st.text(st.sampled_from("“”‘’…—·×①Aé水，1 "), max_size=40), st.integers(0, 5))
def test_pieces_hold_the_text_and_the_right_hint_for_each_mark(characters: str, offset: int) -> None:
    western = western_marks(characters)
    moved = frozenset(at + offset for at in western)
    at = 0
    for piece, hinted in pieces(characters, moved, offset):
        for char in piece:
            if char in "“”‘’…—·×①":
                assert hinted == (at not in western)
            assert not (hinted and char == "é")
            at += 1
    assert "".join(piece for piece, _ in pieces(characters, moved, offset)) == characters


def runs(data: bytes) -> list[tuple[str, bool]]:
    """Text of each run of the body and whether it carries the hint."""
    return [
        ("".join(run.itertext(f"{W}t")), run.find("w:rPr/w:rFonts[@w:hint='eastAsia']", NS) is not None)
        for run in word(data).iterfind("w:body/w:p/w:r", NS)
    ]


def test_runs_carry_the_hint_where_their_marks_are_chinese() -> None:
    made = essay(
        Paragraph("a-1", (), (Text("他说“好”……"),)),
        Paragraph("a-2", (), (Text("He said “well”…"),)),
        Paragraph("a-3", (), (Text("没有这些记号。"),)),
        Paragraph("a-4", (), (Text("在“café”里 it’s “fine” too 。"),)),
        Paragraph(
            "a-5",
            (),
            (Text("两段之间“引号”", frozenset(["em"])), Text("跨过去")),
        ),
    )
    found = dict(runs(save(edition(made))[0]))
    assert found["他说“好”……"]
    assert not found["He said “well”…"]
    assert not found["没有这些记号。"]
    assert (found["在“"], found["café"], found["”"]) == (True, False, True)
    assert found["两段之间“引号”"]


def test_quotes_that_open_in_one_run_and_close_in_the_next_agree() -> None:
    made = essay(Paragraph("a-1", (), (Text("他念“Hello"), Text(" world", frozenset(["em"])), Text("水”。"))))
    assert all(hinted for characters, hinted in runs(save(edition(made))[0]) if "“" in characters or "”" in characters)


def test_a_reader_finds_the_parts_by_their_relations() -> None:
    """A package in which the document has another name, as other programs write it."""
    data, _ = save(edition(essay(Paragraph("a-1", (), (Text("水。"),)))))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(b"word/document.xml", b"word/other.xml")
            new.writestr(name.replace("document.xml", "other.xml"), content)
    assert body_text(out.getvalue()).split() == ["短文", "水。"]


def test_what_is_no_word_file_is_refused() -> None:
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as package:
        package.writestr(
            "_rels/.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
        )
    for data in (b"", b"no zip", empty.getvalue()):
        with pytest.raises((KeyError, zipfile.BadZipFile, etree.XMLSyntaxError)):
            body_text(data)
