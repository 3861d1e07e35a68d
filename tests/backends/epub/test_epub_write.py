"""What the EPUB writer promises of every book: the same text, whole navigation, valid names, the same bytes again."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from epub_books import BOOKS, DESIGNS, FONTS, edition, law, made, made_with, news, novel, traditional, verse
from lxml import etree

from pipeline.backends.epub.files import MOST
from pipeline.backends.epub.markup import legal, linked
from pipeline.backends.epub.metadata import w3c_date
from pipeline.backends.epub.navigation import entries
from pipeline.backends.epub.style import stylesheet
from pipeline.design import preset, presets
from pipeline.errors import BackendError
from pipeline.fonts import Fonts
from pipeline.messages import word
from pipeline.model import (
    SCRIPTS,
    Article,
    Figure,
    Heading,
    Metadata,
    Note,
    NoteRef,
    OutlineEntry,
    Paragraph,
    Publication,
)
from pipeline.readers.epub import body_text
from tests.backends.samples import as_set, line, paragraph, phrase, png

XHTML = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"


class Book:
    """An EPUB taken apart."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            self.entries = file.infolist()
            self.files = {entry.filename: file.read(entry) for entry in self.entries}
        self.opf = etree.fromstring(self.files["EPUB/content.opf"])
        self.pages = {name: etree.fromstring(data) for name, data in self.files.items() if name.endswith(".xhtml")}

    def ids(self, name: str) -> list[str]:
        return [element.get("id") for element in self.pages[name].iter() if element.get("id")]

    def meta(self, name: str) -> list[str]:
        return [meta.text for meta in self.opf.iter(f"{OPF}meta") if meta.get("property") == name]

    def known(self, name: str) -> list[str]:
        return [element.text for element in self.opf.iter(DC + name)]

    def nav(self, kind: str) -> etree._Element:
        return next(nav for nav in self.pages["EPUB/nav.xhtml"].iter(f"{XHTML}nav") if nav.get(TYPE) == kind)

    @property
    def text_pages(self) -> list[str]:
        return sorted(name for name in self.pages if re.search(r"text/\d+\.xhtml", name))


@pytest.mark.parametrize("cover", [None, png()], ids=["plain", "cover"])
@pytest.mark.parametrize("convert", [lambda book: book, traditional], ids=["zh-Hans", "zh-Hant-TW"])
@pytest.mark.parametrize("kind", BOOKS)
class TestEveryBook:
    def test_holds_the_text_and_no_other(self, kind, convert, cover):
        publication = convert(BOOKS[kind]())
        assert "".join(body_text(made(edition(publication, DESIGNS[kind], cover))).split()) == as_set(publication)

    def test_names_each_node_once(self, kind, convert, cover):
        publication = convert(BOOKS[kind]())
        book = Book(made(edition(publication, DESIGNS[kind], cover)))
        ids = Counter(id_ for name in book.text_pages for id_ in book.ids(name))
        assert max(ids.values()) == 1
        assert {id_ for id_, _ in publication.as_set()} <= set(ids)

    def test_links_lead_somewhere(self, kind, convert, cover):
        book = Book(made(edition(convert(BOOKS[kind]()), DESIGNS[kind], cover)))
        targets = [(name, a.get("href")) for name, page in book.pages.items() for a in page.iter(f"{XHTML}a")]
        points = etree.fromstring(book.files["EPUB/toc.ncx"]).iter(f"{NCX}content")
        targets += (("EPUB/toc.ncx", point.get("src")) for point in points)
        for name, href in targets:
            if href.startswith(("http", "mailto:")):
                continue
            file, _, fragment = href.partition("#")
            target = f"EPUB/{file}" if name.count("/") == 1 and file else f"EPUB/text/{file}" if file else name
            assert target in book.pages, href
            assert not fragment or fragment in book.ids(target), href

    def test_comes_out_the_same_again(self, kind, convert, cover):
        publication = convert(BOOKS[kind]())
        assert made(edition(publication, DESIGNS[kind], cover)) == made(edition(publication, DESIGNS[kind], cover))

    def test_speaks_its_language(self, kind, convert, cover):
        publication = convert(BOOKS[kind]())
        book = Book(made(edition(publication, DESIGNS[kind], cover)))
        script = publication.metadata.language
        xml_lang = "{http://www.w3.org/XML/1998/namespace}lang"
        assert book.known("language") == [script]
        assert {page.get("lang") for page in book.pages.values()} == {script}
        assert {page.get(xml_lang) for page in (*book.pages.values(), book.opf)} == {script}

    def test_headings_descend_one_rank_at_a_time(self, kind, convert, cover):
        book = Book(made(edition(convert(BOOKS[kind]()), DESIGNS[kind], cover)))
        for name in book.text_pages:
            ranks = [int(e.tag[-1]) for e in book.pages[name].iter() if re.fullmatch(rf"{XHTML}h[1-6]", e.tag)]
            assert all(second <= first + 1 for first, second in pairwise(ranks))


# -------------------------------------------------------------------------------------------------------- container


def test_mimetype_comes_first_and_stored_then_all_by_name_at_one_time():
    entries = Book(made(edition(novel(), cover=png()))).entries
    assert entries[0].filename == "mimetype"
    assert entries[0].compress_type == zipfile.ZIP_STORED
    assert not entries[0].extra
    assert [entry.filename for entry in entries[1:]] == sorted(entry.filename for entry in entries[1:])
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}


def test_package_carries_the_stamp_and_no_prefix_that_nothing_uses():
    book = Book(made(replace(edition(novel()), stamp=datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC))))
    assert book.meta("dcterms:modified") == ["2024-05-06T07:08:09Z"]
    assert book.opf.get("prefix") is None


# --------------------------------------------------------------------------------------------------------- metadata


def test_metadata_says_what_is_known():
    book = Book(made(edition(novel())))
    assert book.known("title") == ["石桥旧事", "一部长篇"]
    assert book.meta("title-type") == ["main", "subtitle"]
    assert (book.known("creator"), book.known("contributor")) == (["沈一舟"], ["林远"])
    assert book.meta("role") == ["aut", "edt"]
    assert book.known("identifier") == ["urn:isbn:9787000000002"]
    assert book.known("date") == ["2021-03"]
    assert book.known("subject") == ["小说", "乡土"]
    assert [book.known(name) for name in ("publisher", "description", "rights", "source")] == [
        ["江岸出版社"], ["一座桥与三代人。"], ["作者保留所有权利"], ["作者手稿"]
    ]  # fmt: skip
    assert (book.meta("belongs-to-collection"), book.meta("group-position")) == (["河岸三部曲"], ["2"])


def test_nothing_is_invented():
    book = Book(made(edition(Publication(Metadata("书"), ()))))
    names = {etree.QName(element).localname for element in book.opf.iter(f"{DC}*")}
    assert names == {"title", "language", "identifier"}


def test_identifier_follows_the_text():
    def name(publication: Publication) -> str:
        return Book(made(edition(publication))).known("identifier")[0]

    own, changed = verse(), replace(verse(), articles=(*verse().articles, Article("x", (paragraph("y", "又"),))))
    given = replace(own, metadata=replace(own.metadata, identifier="doi:10.1/x"))
    assert name(own) == name(verse())
    assert name(own).startswith("urn:uuid:")
    assert len({name(own), name(changed), name(traditional(own))}) == 3
    assert name(given) == "doi:10.1/x"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2020-02-19", "2020-02-19"),
        ("2020年2月19日", "2020-02-19"),
        ("20200219", "2020-02-19"),
        ("2021年3月", "2021-03"),
        ("1936", "1936"),
        ("1936年", "1936"),
        ("2020.2.9", "2020-02-09"),
        ("二〇二〇年", None),
        ("2020-13-01", None),
        ("2021年2月29日", None),
        ("", None),
        ("民国九年", None),
    ],
)
def test_dates_are_read_or_left_out(written, meant):
    assert w3c_date(written) == meant


def test_date_that_is_none_is_told():
    _, result = made_with(edition(law()))
    assert [finding.name for finding in result.findings] == ["epub.date-unreadable"]


def test_accessibility_metadata_follows_the_pictures():
    plain, pictured = Book(made(edition(law()))), Book(made(edition(news())))
    bare = Figure("f", (), line("桥"), image="bridge.png")
    undescribed = Book(made(edition(Publication(Metadata("书"), (Article("a", (bare,)),)))))
    assert plain.meta("schema:accessMode") == ["textual"]
    assert pictured.meta("schema:accessMode") == ["textual", "visual"]
    assert pictured.meta("schema:accessModeSufficient") == ["textual"]
    assert "alternativeText" in pictured.meta("schema:accessibilityFeature")
    assert undescribed.meta("schema:accessModeSufficient") == ["textual,visual"]
    assert "alternativeText" not in undescribed.meta("schema:accessibilityFeature")
    assert "rubyAnnotations" in Book(made(edition(verse()))).meta("schema:accessibilityFeature")


def test_title_is_found_where_there_is_none():
    chapters = (Article("a", (paragraph("b", "文。"),), title=phrase("晨")),)
    assert Book(made(edition(Publication(Metadata(" \n "), chapters)))).known("title") == ["晨"]
    assert Book(made(edition(Publication(Metadata(""), ())))).known("title") == ["无题"]


# ------------------------------------------------------------------------------------------------------------ cover


def test_cover_is_found_by_both_conventions():
    book = Book(made(edition(novel(), cover=png())))
    item = next(item for item in book.opf.iter(f"{OPF}item") if item.get("properties") == "cover-image")
    old = next(meta for meta in book.opf.iter(f"{OPF}meta") if meta.get("name") == "cover")
    assert old.get("content") == item.get("id")
    assert book.files[f"EPUB/{item.get('href')}"] == png()
    first = next(book.opf.iter(f"{OPF}itemref"))
    assert first.get("linear") is None
    assert "EPUB/text/title.xhtml" not in book.pages
    image = next(book.pages["EPUB/text/cover.xhtml"].iter(f"{XHTML}img"))
    assert (image.get("role"), image.get("alt")) == ("doc-cover", "《石桥旧事》封面")


def test_without_a_cover_there_is_a_title_page():
    book = Book(made(edition(novel())))
    shown = "".join(book.pages["EPUB/text/title.xhtml"].itertext())
    assert all(part in shown for part in ("石桥旧事", "一部长篇", "沈一舟", "江岸出版社"))
    assert "EPUB/text/cover.xhtml" not in book.pages


def test_cover_must_be_a_jpeg_or_png():
    with pytest.raises(BackendError) as caught:
        made(edition(novel(), cover=b"GIF89a"))
    assert word(caught.value, "zh").text


# ------------------------------------------------------------------------------------------------------- navigation


def test_contents_are_the_outline_in_both_forms():
    publication = novel()
    book = Book(made(edition(publication)))

    def nav(ol: etree._Element) -> list[object]:
        return [(li[0].text, nav(li[1]) if len(li) > 1 else []) for li in ol]

    def points(parent: etree._Element) -> list[object]:
        return [
            (point.findtext(f"{NCX}navLabel/{NCX}text"), points(point)) for point in parent.findall(f"{NCX}navPoint")
        ]

    def outline(entries: tuple[object, ...]) -> list[object]:
        return [(entry.text, outline(entry.children)) for entry in entries]

    expected = outline(publication.outline())
    ncx = etree.fromstring(book.files["EPUB/toc.ncx"])
    assert nav(book.nav("toc").find(f"{XHTML}ol")) == expected
    assert points(ncx.find(f"{NCX}navMap")) == expected
    assert next(m.get("content") for m in ncx.iter(f"{NCX}meta") if m.get("name") == "dtb:depth") == "2"


def test_landmarks_name_the_first_page_of_the_text_proper():
    marks = {a.get(TYPE): a.get("href") for a in Book(made(edition(novel()))).nav("landmarks").iter(f"{XHTML}a")}
    assert marks == {"titlepage": "text/title.xhtml", "toc": "nav.xhtml#toc", "bodymatter": "text/2.xhtml"}


def test_news_has_no_contents_page_between_its_items():
    book = Book(made(edition(news(), "news")))
    assert "nav" not in [reference.get("idref") for reference in book.opf.iter(f"{OPF}itemref")]


def test_articles_without_titles_still_have_a_way_in():
    articles = tuple(Article(f"a{n}", (paragraph(f"p{n}", "文。"),)) for n in range(3))
    book = Book(made(edition(Publication(Metadata("无题集"), articles))))
    assert [a.text for a in book.nav("toc").iter(f"{XHTML}a")] == ["无题集"]


def test_a_heading_inside_an_article_is_reached_by_its_id():
    outline = (OutlineEntry("a", "a", "章", (OutlineEntry("h", "a", "节"),)),)
    (chapter,) = entries(outline, {"a": "text/1.xhtml", "h": "text/2.xhtml"}, "无题")
    assert (chapter.href, chapter.below[0].href) == ("text/1.xhtml", "text/2.xhtml#h")


def test_deep_levels():
    levels = range(1, 40)
    articles = tuple(
        Article(
            f"a{n}", (paragraph(f"p{n}", "文。"), Heading(f"h{n}", (), 6, line("小标题"))), title=phrase("题"), level=n
        )
        for n in levels
    )
    publication = Publication(Metadata("深"), articles)
    data = made(edition(publication))
    assert "".join(body_text(data).split()) == as_set(publication)
    assert (
        etree.fromstring(Book(data).files["EPUB/toc.ncx"]).find(f".//{NCX}meta[@name='dtb:depth']").get("content")
        == "39"
    )


def test_twenty_thousand_articles():
    articles = tuple(
        Article(f"a{n}", (paragraph(f"p{n}", "文。"),), number=f"第{n}条", level=1 + (n % 100 > 0))
        for n in range(20_000)
    )
    data = made(edition(Publication(Metadata("法"), articles)))
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert sum(name.startswith("EPUB/text/") for name in book.namelist()) == 20_001
        nav = etree.fromstring(book.read("EPUB/nav.xhtml"), etree.XMLParser(huge_tree=True))
    assert sum(1 for _ in nav.iter(f"{XHTML}a")) == 20_003


# ---------------------------------------------------------------------------------------------------------- content


def test_what_things_are_is_said():
    book = Book(made(edition(novel())))
    kinds = [(s.get(TYPE), s.get("role")) for name in book.text_pages for s in book.pages[name].iter(f"{XHTML}section")]
    assert kinds == [
        ("preface", "doc-preface"), ("part", "doc-part"), ("chapter", "doc-chapter"), ("chapter", "doc-chapter"),
        ("part", "doc-part"), ("chapter", "doc-chapter"), ("afterword", "doc-afterword"),
    ]  # fmt: skip
    bodies = [book.pages[name].find(f"{XHTML}body").get(TYPE) for name in book.text_pages]
    assert bodies == ["frontmatter", *["bodymatter"] * 5, "backmatter"]
    assert list(Book(made(edition(news(), "news"))).pages["EPUB/text/1.xhtml"].iter(f"{XHTML}article"))


def test_number_stands_apart_from_the_title():
    page = Book(made(edition(novel()))).pages["EPUB/text/3.xhtml"]
    heading = next(page.iter(f"{XHTML}h2"))
    assert [(span.get("class"), "".join(span.itertext())) for span in heading] == [
        ("number", "第一回"), ("title", "雨夜来客石桥失灯")
    ]  # fmt: skip


def test_notes_open_and_lead_back():
    page = Book(made(edition(verse()))).pages["EPUB/text/1.xhtml"]
    asides = {aside.get("id"): aside for aside in page.iter(f"{XHTML}aside")}
    calls = [a for a in page.iter(f"{XHTML}a") if a.get(TYPE) == "noteref"]
    assert [call.get("href") for call in calls] == ["#n1", "#n1", "#n2", "#n1"]
    assert {aside.get(TYPE) for aside in asides.values()} == {"footnote"}
    back = next(asides["n1"].iter(f"{XHTML}a"))
    assert (back.get("role"), back.text, back.get("href")) == ("doc-backlink", "①", f"#{calls[0].get('id')}")


def test_a_note_may_stand_in_another_article():
    calling = Paragraph("p", (), (NoteRef("n", "①"),))
    articles = (Article("a", (calling,)), Article("b", notes=(Note("n", "end", "①", (paragraph("q", "注文。"),)),)))
    book = Book(made(edition(Publication(Metadata("书"), articles))))
    assert next(book.pages["EPUB/text/1.xhtml"].iter(f"{XHTML}a")).get("href") == "2.xhtml#n"
    assert next(book.pages["EPUB/text/2.xhtml"].iter(f"{XHTML}a")).get("href") == "1.xhtml#n-call"


def test_pictures_that_cannot_be_shown_are_told():
    figures = tuple(
        Figure(name, (), line("图"), image=image)
        for name, image in (("f", "odd.bmp"), ("g", "gone.png"), ("h", "bridge.png"))
    )
    data, result = made_with(edition(Publication(Metadata("书"), (Article("a", figures),))))
    assert [(finding.name, finding.values["picture"]) for finding in result.findings] == [
        ("epub.picture-format", "odd.bmp"),
        ("epub.picture-missing", "gone.png"),
        ("epub.picture-undescribed", "bridge.png"),
    ]
    assert [name for name in Book(data).files if "images/" in name] == ["EPUB/images/0001.png"]


def test_links_that_lead_nowhere_good_become_text():
    data, result = made_with(edition(verse()))
    assert [finding.name for finding in result.findings] == ["epub.link-dropped", "epub.note-missing"]
    assert b"javascript" not in b"".join(Book(data).files.values())


def test_every_finding_has_its_words():
    for kind, design in DESIGNS.items():
        _, result = made_with(edition(BOOKS[kind](), design))
        assert all(word(finding, "en").text and word(finding, "zh").text for finding in result.findings)


def test_end_mark_is_set_only_if_the_design_says_so():
    publication = news()
    without = edition(publication, "news")
    with_ = replace(without, design=_with_end_marks())
    assert "（完）".encode() not in Book(made(without)).files["EPUB/text/1.xhtml"]
    assert "（完）".encode() in Book(made(with_)).files["EPUB/text/1.xhtml"]
    assert "".join(body_text(made(with_)).split()) == as_set(publication)


def _with_end_marks():
    import msgspec

    return msgspec.structs.replace(preset("news"), end_marks=True)


# ------------------------------------------------------------------------------------------------------------ files


def _long(blocks: int) -> Publication:
    body = tuple(paragraph(f"p{n}", f"{n}：" + "水" * 900) for n in range(blocks))
    call = Paragraph("call", (), (NoteRef("n", "①"),))
    note = Note("n", "foot", "①", (paragraph("q", "注文。"),))
    return Publication(Metadata("长"), (Article("a", (call, *body), title=phrase("长河"), notes=(note,)),))


def test_long_articles_are_parted_between_blocks():
    publication = _long(400)
    data = made(edition(publication))
    book = Book(data)
    sizes = [len(book.files[name]) for name in book.text_pages]
    assert len(sizes) == 4
    assert max(sizes) <= 300_000
    assert max(sizes) < 1.2 * min(sizes)
    assert "".join(body_text(data).split()) == as_set(publication)
    assert [len(list(book.pages[name].iter(f"{XHTML}h1"))) for name in book.text_pages] == [1, 0, 0, 0]
    assert next(book.pages["EPUB/text/1.xhtml"].iter(f"{XHTML}a")).get("href") == "4.xhtml#n"


def test_an_article_that_fits_is_one_file():
    assert len(Book(made(edition(_long(100)))).text_pages) == 1


def test_a_block_too_long_for_a_file_is_told():
    whole = Publication(Metadata("长"), (Article("a", (paragraph("p", "水" * MOST),)),))
    data, result = made_with(edition(whole))
    assert [finding.name for finding in result.findings] == ["epub.block-long"]
    assert "".join(body_text(data).split()) == as_set(whole)


# ------------------------------------------------------------------------------------------------------------ style


@pytest.mark.parametrize("design", presets())
def test_stylesheet_leaves_colour_size_and_face_to_the_reader(design):
    css = stylesheet(preset(design), FONTS, "zh-Hans")
    assert not re.search(
        r"(?<!-)\b(color|background)\s*:(?!\s*inherit)|\d(px|pt|mm|cm)\b|#[0-9a-f]{3,6}\b", css.replace("1px solid", "")
    )
    for selector in ("html", "body", "p"):
        for rule in re.findall(rf"(?m)^{selector} \{{(.*?)\}}", css):
            assert "font-family" not in rule
            assert "font-size" not in rule
    assert css.count("{") == css.count("}")


def test_faces_are_those_of_the_script():
    assert '"Test hei zh-Hant-TW"' in stylesheet(preset("book"), FONTS, "zh-Hant-TW")


# ----------------------------------------------------------------------------------------------------------- markup


def test_characters_that_xml_forbids_are_replaced_and_counted():
    replaced: Counter[str] = Counter()
    assert legal("a\0b\ufffec\ud800d\x0ce\t\n\U00020bb7", replaced) == "a\ufffdb\ufffdc\ufffdd e\t\n\U00020bb7"
    assert replaced == {"\0": 1, "\ufffe": 1, "\ud800": 1, "\x0c": 1}


def test_a_reference_that_nobody_answers_is_no_link():
    assert linked('<a href="<<gone>>">x</a>', "1.xhtml", {}) == "<a>x</a>"
    assert linked('<a href="<<n>>">x</a>', "1.xhtml", {"n": "2.xhtml"}) == '<a href="2.xhtml#n">x</a>'


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_projects_own_fonts_are_named(script):
    fonts = Fonts.load()
    css = stylesheet(preset("book"), fonts, script)
    assert f'"{fonts.family("hei", script)}"' in css
    assert f'"{fonts.family("kai", script)}"' in css
