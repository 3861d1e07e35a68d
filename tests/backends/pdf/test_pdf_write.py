"""The finished file, read back by clients that know nothing of the writer."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Sequence
from itertools import pairwise

import msgspec
import pikepdf
import pypdfium2 as pdfium
import pytest
from pdf_samples import PROSE, Char, book, chars, lines
from PIL import Image

from pipeline.backends import Edition, Result, writer
from pipeline.backends.pdf import write
from pipeline.backends.pdf.pages import Sheet
from pipeline.backends.pdf.sorts import Case
from pipeline.backends.pdf.strips import Rule, Run
from pipeline.backends.pdf.write import lay_out
from pipeline.design import preset
from pipeline.fonts import Fonts
from pipeline.model import (
    Article,
    Block,
    Byline,
    Dateline,
    Figure,
    Heading,
    InlineNote,
    Link,
    ListBlock,
    ListItem,
    Metadata,
    Note,
    NoteRef,
    Paragraph,
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
from pipeline.readers.pdf import body_text, page_texts
from tests.backends.samples import as_set, paragraph, phrase, squeezed

Render = Callable[..., tuple[bytes, Result]]


def novel(count: int = 6, paragraphs: int = 8) -> Publication:
    return book(
        *(
            (f"第{n}夜　风从海上来", tuple(paragraph(f"p{n}-{k}", PROSE * (1 + k % 2)) for k in range(paragraphs)))
            for n in range(count)
        )
    )


def everything() -> tuple[Block, ...]:
    return (
        Heading("h1", (), 1, (Text("访谈"),), number="一、"),
        Paragraph("c1", (), (Text("馆藏应当登记。"),), number="第三条"),
        Speech("s1", (), "记者", "：", (Text("您是哪一年来的？！"),)),
        Verse(
            "v1",
            (),
            (
                (VerseLine((Text("渡口无人月自明"),)), VerseLine((Text("一灯犹照旧时名"),), 2)),
                (VerseLine((Text("长" * 60),)),),
            ),
            (Text("——题灯塔"),),
        ),
        Quotation("q1", (), (paragraph("q1a", PROSE[:80]), paragraph("q1b", PROSE[80:140])), (Text("《海滨旧事》"),)),
        ListBlock("l1", (ListItem("i1", (), "● ", (Text("罗盘"),)), ListItem("i2", (), "（二）", (Text("渔网"),)))),
        Paragraph(
            "m1",
            (),
            (
                Text("强调", frozenset({"strong"})),
                Text("轻读", frozenset({"em"})),
                Text("着重", frozenset({"dots"})),
                Text("鲁镇", frozenset({"name-line"})),
                Text("H"),
                Text("2", frozenset({"sub"})),
                Ruby("旖旎", "yǐ nǐ"),
                NoteRef("n1", "①"),
                InlineNote((Text("夹注在此"),)),
                Link("https://example.org", (Text("链接"),)),
                Text("𠮷野家与骨⾻，达·芬奇——……“‘双引’”。"),
            ),
        ),
        Table(
            "t1",
            (),
            (((Text("名称"),), (Text("年代"),)), ((Text("罗盘" * 30),), (Text("1921年"),))),
            1,
            (Text("藏品"),),
        ),
        Figure("f1", (), (Text("灯塔旧影"),), credit="林远摄", image="a.png"),
        Figure("f2", (), (Text("没有图片的说明"),), credit="沈雨摄"),
        SceneBreak("b1", (), "＊　＊　＊"),
        SceneBreak("b2", ()),
        Preformatted("r1", (), "甲 = 1\n    乙 = 甲 + 1\n"),
    )


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), (10, 90, 160)).save(out, "PNG")
    return out.getvalue()


def full() -> Publication:
    notes = (Note("n1", "foot", "①", (paragraph("n1a", "旖旎，柔美的样子。"),)),)
    listed = (Note("n2", "foot", "②", (ListBlock("l9", (ListItem("i9", (), "甲、", (Text("其一"),)),)),)),)
    one = Article(
        "x1",
        everything(),
        number="第一回",
        kicker=phrase("引题在上"),
        title=phrase("灯塔\n与海"),
        subtitle=phrase("——副题在下"),
        byline=Byline(("林远",), "林远 沈雨"),
        dateline=Dateline("新华社海滨4月1日电", own_line=True),
        notes=notes + listed,
    )
    return Publication(
        Metadata("灯塔", "zh-Hans", "novel"), (one, Article("x2", (), title=phrase("空章")), Article("x3"))
    )


@pytest.mark.parametrize("design", ["book", "news"])
@pytest.mark.parametrize("script", ["zh-Hans", "zh-Hant-TW", "zh-Hant-HK"])
def test_the_text_reads_back_as_it_was_to_be_set(render: Render, design: str, script: str) -> None:
    publication = full()
    metadata = Metadata("灯塔", script, "novel")  # type: ignore[arg-type]
    publication = Publication(metadata, publication.articles)
    data, _ = render(publication, design, assets={"a.png": picture()})
    assert squeezed(body_text(data)) == as_set(publication)


@pytest.mark.parametrize("design", ["book", "news"])
def test_long_text_reads_back_across_pages_without_furniture(render: Render, design: str) -> None:
    publication = novel()
    data, result = render(publication, design)
    assert (result.pages or 0) > 5
    assert squeezed(body_text(data)) == as_set(publication)


def test_furniture_is_there_and_marked(render: Render) -> None:
    data, _ = render(novel())
    document = pdfium.PdfDocument(data)
    whole = "".join(page.get_textpage().get_text_range() for page in document)
    assert "目" in whole
    assert squeezed(whole).count("灯塔") > body_text(data).count("灯塔")
    front = list(page_texts(data))[:4]
    assert front == [[], [], [], []]


def end_of(row: list[Char]) -> float:
    """Where a line ends: a closing mark half an em after its origin, Han a whole one."""
    last = row[-1]
    if last.char in "，。、；：？！）》”’":
        return last.x + last.size / 2
    return last.x + (last.size if last.char > "\u2e80" else last.advance)


def test_lines_of_a_page_are_flush_in_the_file(render: Render) -> None:
    data, _ = render(novel(1, 12))
    measured = 0
    for page in range(2, 6):
        rows = lines(data, page)
        left = min(row[0].x for row in rows)
        for row, below in pairwise(rows):
            if below[0].x < left + 15 and below[0].y > row[0].y - 18:
                assert end_of(row) == pytest.approx(left + 29 * 10.5, abs=0.5), "".join(char.char for char in row)
                measured += 1
    assert measured > 40


def test_no_line_in_the_file_starts_or_ends_with_a_forbidden_mark(render: Render) -> None:
    data, result = render(novel(2, 10))
    for page in range(4, result.pages or 0):
        for row in lines(data, page):
            assert row[0].char not in set("，。、；：？！）》”’·"), row
            assert row[-1].char not in set("（《“‘"), row


def test_baselines_stand_on_the_grid(render: Render) -> None:
    data, _ = render(novel(1, 12))
    for page in range(2):
        rows = lines(data, page)
        for above, below in pairwise(rows):
            rest = (above[0].y - below[0].y) % 17
            assert min(rest, 17 - rest) < 0.15


def test_the_dash_and_the_dot_have_their_widths_in_the_file(render: Render) -> None:
    data, _ = render(book(("题", (paragraph("p", "甲——乙·丙……丁"),))))
    found = {char.char: char.x / char.size for char in chars(data, 0) if char.char in "甲乙丙丁"}
    assert found["乙"] - found["甲"] == pytest.approx(3, abs=0.01)
    assert found["丙"] - found["乙"] == pytest.approx(1.5, abs=0.01)
    assert found["丁"] - found["丙"] == pytest.approx(3, abs=0.01)


def test_same_edition_same_bytes(render: Render) -> None:
    publication = full()
    made = {hashlib.sha256(render(publication, assets={"a.png": picture()})[0]).hexdigest() for _ in range(2)}
    assert len(made) == 1


def test_only_embedded_subset_fonts(render: Render) -> None:
    data, _ = render(full(), assets={"a.png": picture()})
    with pikepdf.open(io.BytesIO(data)) as pdf:
        types = [obj for obj in pdf.objects if isinstance(obj, pikepdf.Dictionary) and obj.get("/Type") == "/Font"]
        whole = [font for font in types if font.Subtype == "/Type0"]
        assert len(types) == 2 * len(whole)
        for font in whole:
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
            assert re.match(r"/[A-Z]{6}\+", str(font.BaseFont))
            assert "/ToUnicode" in font
        assert b"Helvetica" not in data


def test_pdf_is_sound(render: Render) -> None:
    data, _ = render(novel(3))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert str(pdf.Root.Lang) == "zh-Hans"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
        assert str(pdf.docinfo["/CreationDate"]) == "D:20000101000000+00'00'"
        with pdf.open_metadata() as xmp:
            assert xmp["dc:title"] == "灯塔"
            assert xmp["dc:creator"] == ["林远"]
            assert xmp["dc:language"] == {"zh-Hans"}


def test_outline_nests_and_leads_to_the_titles(render: Render) -> None:
    chapters = tuple(
        Article(
            f"a{n}", (paragraph(f"p{n}", PROSE * 6),) if n else (), title=phrase(f"题目之{n}"), level=1 if not n else 2
        )
        for n in range(4)
    )
    data, result = render(Publication(Metadata("书", "zh-Hans", "novel"), chapters))
    document = pdfium.PdfDocument(data)
    toc = list(document.get_toc())
    assert [(mark.get_title(), mark.level) for mark in toc] == [(f"题目之{n}", 0 if not n else 1) for n in range(4)]
    for mark in toc:
        page = mark.get_dest().get_index()
        assert mark.get_title() in squeezed("".join(list(page_texts(data))[page]))
        node = f"a{mark.get_title()[-1]}"
        assert document.get_page_label(page) == result.folios[node]


def test_contents_name_the_pages_on_which_chapters_begin(render: Render) -> None:
    publication = novel(9)
    data, result = render(publication)
    document = pdfium.PdfDocument(data)
    listed = document[2].get_textpage().get_text_range()
    texts = ["".join(page) for page in page_texts(data)]
    for article in publication.articles:
        (entry,) = (line for line in listed.splitlines() if squeezed(str(article.title)) in squeezed(line))
        number = re.search(r"(\d+)$", entry.strip())
        assert number, entry
        assert number[1] == result.folios[article.id]
        page = next(n for n in range(len(document)) if document.get_page_label(n) == number[1])
        assert squeezed(str(article.title)) in squeezed(texts[page])


def test_contents_lines_are_links_to_the_chapters(render: Render) -> None:
    data, _ = render(novel(5))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        links = [note for note in pdf.pages[2].Annots if note.Subtype == "/Link"]
        assert len(links) == 5


def test_every_node_has_a_folio(render: Render) -> None:
    publication = novel(3)
    _, result = render(publication)
    assert {id_ for id_, _ in publication.as_set()} <= set(result.folios)
    assert {article.id for article in publication.articles} <= set(result.folios)


def test_folios_and_heads_stand_where_they_should(render: Render) -> None:
    data, result = render(novel(2, 14))
    document = pdfium.PdfDocument(data)
    pages = result.pages or 0
    width = document[0].get_width()
    for number in range(4, pages):
        foot = [char for char in chars(data, number) if char.y < 60 and char.char.isdigit()]
        assert foot, number
        assert (foot[0].x > width / 2) == (number % 2 == 0)
        head = [char for char in chars(data, number) if char.y > document[number].get_height() - 70]
        opening = document.get_page_label(number) in {result.folios["a0"], result.folios["a1"]}
        assert bool(head) != opening
        if head:
            assert (head[0].x > width / 2) == (number % 2 == 0)


def test_typed_spaces_take_the_width_that_the_line_gives_them(render: Render) -> None:
    data, _ = render(book(("题", (paragraph("p", "甲。  \u3000\u3000乙 丙 A丁"),))))
    found = {char.char: char.x / char.size for char in chars(data, 0)}
    assert found["乙"] - found["。"] == pytest.approx(3, abs=0.01)
    assert found["丙"] - found["乙"] == pytest.approx(1.5, abs=0.01)
    latin = next(char for char in chars(data, 0) if char.char == "A")
    assert latin.x / 10.5 - found["丙"] == pytest.approx(1.25, abs=0.01)


def test_no_heading_at_a_page_foot_and_no_single_lines(render: Render) -> None:
    """Every paragraph repeats a character of its own, so that each line tells whose it is."""
    blocks: list[Block] = []
    for n in range(120):
        if n % 3 == 0:
            blocks.append(Heading(f"h{n}", (), 2, (Text("小标题"),)))
        blocks.append(paragraph(f"p{n}", chr(0x4E10 + n) * (20 + 29 * (n % 6))))
    data, _ = render(book(("题", tuple(blocks))))
    pages = [[row[0].char for row in lines(data, page)] for page in range(len(pdfium.PdfDocument(data)))]
    assert len(pages) > 10
    for above, below in pairwise(pages):
        assert above[-1] != "小"
        if above[-1] == below[0]:
            assert above[-2] == above[-1]
            assert below[1] == below[0]


def test_news_title_goes_across_and_the_last_columns_are_even(render: Render) -> None:
    blocks = tuple(paragraph(f"p{n}", PROSE) for n in range(10))
    data, result = render(book(("一条路走了一辈子　一座镇焕发新生机", blocks)), "news")
    assert result.pages == 1
    body = [char for char in chars(data, 0) if abs(char.size - 9) < 0.01 and char.y < 760]
    columns: dict[int, list[float]] = {}
    for char in body:
        columns.setdefault(int((char.x - 41) // 175.5), []).append(char.y)
    assert len(columns) == 3
    lowest = [min(ys) for ys in columns.values()]
    assert max(lowest) - min(lowest) <= 3 * 13.5


def test_heads_of_all_articles_may_go_across(fonts: Fonts) -> None:
    design = msgspec.structs.replace(preset("news"), span_titles="all")
    chapters = tuple(
        ("整版通栏标题" + "甲乙丙"[n], tuple(paragraph(f"p{n}{k}", PROSE) for k in range(2))) for n in range(3)
    )
    out = io.BytesIO()
    publication = book(*chapters)
    result = write(Edition(publication, design, fonts), out)
    assert result.pages == 1
    assert squeezed(body_text(out.getvalue())) == as_set(publication)
    titles = [char for char in chars(out.getvalue(), 0) if char.size == 22]
    middle = pdfium.PdfDocument(out.getvalue())[0].get_width() / 2
    for y in {char.y for char in titles}:
        row = [char.x for char in titles if char.y == y]
        assert (min(row) + max(row) + 22) / 2 == pytest.approx(middle, abs=2)


def test_regional_faces(render: Render) -> None:
    names = {}
    for script, mark in (("zh-Hans", "CJKsc"), ("zh-Hant-TW", "CJKtc"), ("zh-Hant-HK", "CJKhk")):
        data, _ = render(book(("骨門", (paragraph("p", "骨，角。"),)), script=script))
        with pikepdf.open(io.BytesIO(data)) as pdf:
            bases = {str(font.BaseFont) for page in pdf.pages for font in page.Resources.Font.values()}
        names[script] = bases
        assert any(mark in base for base in bases), bases
        assert not any(other in base for base in bases for other in {"CJKsc", "CJKtc", "CJKhk"} - {mark})


def test_missing_characters_are_boxed_reported_and_readable(render: Render) -> None:
    publication = book(("题", (paragraph("p", "甲\U0003fff0乙\U0003fff0丙"),)))
    data, result = render(publication)
    (finding,) = result.findings
    assert (finding.name, finding.values["code"], finding.values["count"]) == ("pdf.missing-glyph", "U+3FFF0", 2)
    assert squeezed(body_text(data)) == as_set(publication)
    assert "3FF" in pdfium.PdfDocument(data)[0].get_textpage().get_text_range()


def test_a_missing_picture_keeps_its_caption(render: Render) -> None:
    publication = book(("题", (Figure("f", (), (Text("旧影"),), image="nowhere.jpg"),)))
    data, result = render(publication)
    assert [finding.name for finding in result.findings] == ["pdf.no-picture"]
    assert squeezed(body_text(data)) == as_set(publication)


def test_text_is_black_ink_only(render: Render) -> None:
    data, _ = render(novel(1))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            stream = page.Contents.read_bytes().decode("latin-1")
            assert not re.search(r"\b(rg|RG|g|G)\b(?![^<]*>)", re.sub(r"<[^>]*>|/\w+", "", stream))
            for color in re.findall(r"([\d.]+) ([\d.]+) ([\d.]+) [\d.]+ [kK]\b", stream):
                assert set(color) == {"0"}


BAD = {
    "nothing at all": Publication(Metadata("", "zh-Hans"), ()),
    "no title": Publication(Metadata("", "zh-Hans"), (Article("a", (paragraph("p", "只有一段。"),)),)),
    "an empty article": Publication(Metadata("空", "zh-Hans"), (Article("a"), Article("b", (paragraph("p", ""),)))),
    "markup": book(("<&>", (paragraph("p", "a<b>&amp;\"')(\\)]] >><< /Artifact BMC"),))),
    "forced ends": book(("题", (paragraph("p", "一\n\n二\r\n三\u2028四"),))),
    "a wide word": book(("题", (paragraph("p", "前" + "W" * 500 + "后" + "。" * 200 + "（" * 90 + "—" * 99),))),
    "a long title": book(("很长的题目" * 80, (paragraph("p", "文"),))),
    "a deep table": book(("题", (Table("t", (), tuple(((Text("甲"),), (Text("乙" * 9000),)) for _ in range(2))),))),
    "a long caption": book(("题", (Figure("f", (), (Text("说明。" * 1500),), credit="林远摄"),))),
    "one-character paragraphs": book(("题", tuple(paragraph(f"p{n}", "一") for n in range(3000)))),
    "invisible characters": book(("题", (paragraph("p", "甲\u200b乙\u2060丙\ufe0f丁\u0301e\u0301"),))),
    "spaces": book(("题", (paragraph("p", "  甲  乙 \u3000 a  b \xa0 c   "),))),
}


@pytest.mark.parametrize("design", ["book", "news"])
@pytest.mark.parametrize("name", ["a long title", "a deep table", "a long caption", "a wide word"])
def test_nothing_leaves_the_page(render: Render, name: str, design: str) -> None:
    data, result = render(BAD[name], design)
    document = pdfium.PdfDocument(data)
    width, height = document[0].get_size()
    for page in range(result.pages or 0):
        for char in chars(data, page):
            assert 10 < char.x < width - 10, (page, char)
            assert 10 < char.y < height - 10, (page, char)


@pytest.mark.parametrize("design", ["book", "news"])
@pytest.mark.parametrize("name", BAD)
def test_bad_input_loses_no_text(render: Render, name: str, design: str) -> None:
    data, result = render(BAD[name], design)
    assert (result.pages or 0) >= 1
    assert squeezed(body_text(data)) == as_set(BAD[name])


def test_controls_are_boxed_and_reported(render: Render) -> None:
    data, result = render(book(("题", (paragraph("p", "甲\x00乙\x07丙\ud800丁"),))))
    assert {finding.values["code"] for finding in result.findings} == {"U+0000", "U+0007", "U+D800"}
    assert squeezed(body_text(data)) == "题甲�乙�丙�丁"


def test_a_million_characters_in_one_paragraph_end(render: Render) -> None:
    data, result = render(book(("题", (paragraph("p", "山水云海风，" * 30_000),))))
    assert (result.pages or 0) > 200
    assert data.startswith(b"%PDF-1.7")


def test_a_single_article_has_neither_title_page_nor_contents(render: Render) -> None:
    data, result = render(book(("题", (paragraph("p", PROSE),))))
    assert result.pages == 1
    assert pdfium.PdfDocument(data).get_page_label(0) == "1"


def test_poems_run_on_and_stanzas_stay_whole(render: Render) -> None:
    lines_of = tuple(VerseLine((Text(f"第{n}行青山遥对晚潮生"),)) for n in range(4))
    parts = Article("v0", (), title=phrase("卷一"))
    poems = tuple(
        Article(f"v{n}", (Verse(f"w{n}", (), (lines_of,)),), title=phrase(f"其{n}"), level=2) for n in range(1, 9)
    )
    data, _ = render(Publication(Metadata("诗", "zh-Hans", "verse"), (parts, *poems)))
    pages = ["".join(page) for page in page_texts(data)]
    assert len([page for page in pages if page]) < 5
    for page in pages:
        assert page.count("第0行") == page.count("第3行")


def test_links_lead_out(render: Render) -> None:
    data, _ = render(book(("题", (Paragraph("p", (), (Link("https://example.org/x", (Text("链接"),)),)),))))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        (link,) = pdf.pages[0].Annots
        assert str(link.A.URI) == "https://example.org/x"


def test_links_inside_lead_to_their_node_and_others_that_no_client_should_follow_are_text(render: Render) -> None:
    hrefs = ("#a1", "#nowhere", "javascript:x", "https://example.org/桥 a")
    inlines = tuple(Link(href, (Text(f"链接{n}"),)) for n, href in enumerate(hrefs))
    data, _ = render(book(("题", (Paragraph("p", (), inlines),)), ("另题", (paragraph("q", "文。"),))))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        notes = [note for page in pdf.pages[4:] for note in page.get("/Annots", [])]
        inner, outer = notes
        assert inner.Dest[0].objgen in {page.obj.objgen for page in pdf.pages[4:]}
        assert str(outer.A.URI) == "https://example.org/%E6%A1%A5%20a"


def test_titles_keep_their_full_width_space_and_rare_characters(render: Render) -> None:
    title = "第一夜\u3000\ue000\U0002ebf0"
    data, _ = render(book((title, (paragraph("p", "文。"),)), ("另题", (paragraph("q", "文。"),))))
    assert [mark.get_title() for mark in pdfium.PdfDocument(data).get_toc()] == [title, "另题"]


@pytest.mark.parametrize("format_", ["JPEG", "GIF", "BMP", "TIFF", "PNG"])
@pytest.mark.parametrize("backend", ["pdf", "docx"])
def test_a_picture_that_is_cut_short_is_reported_or_shown(fonts: Fonts, format_: str, backend: str) -> None:
    out = io.BytesIO()
    Image.effect_noise((40, 30), 60).convert("RGB").save(out, format_)
    for cut in (5, 20, 60, len(out.getvalue()) // 2):
        figure = Figure("f", (), (Text("图"),), image="a")
        edition = Edition(book(("题", (figure,))), preset("book"), fonts, {"a": out.getvalue()[:cut]})
        names = [finding.name for finding in writer(backend)(edition, io.BytesIO()).findings]
        assert names in ([], ["pdf.no-picture"], ["docx.picture-format"])
        assert names or backend == "docx"


def test_ruby_readings_are_drawn_and_are_no_text(render: Render) -> None:
    data, _ = render(book(("题", (Paragraph("p", (), (Text("风光"), Ruby("旖旎", "yǐnǐ"), Text("。"))),))))
    assert "yǐnǐ" not in body_text(data)
    small = [char for char in chars(data, 0) if char.char in "yǐnǐ" and char.size < 6]
    (base,) = (char for char in chars(data, 0) if char.char == "旖")
    assert len(small) == 4
    assert all(base.y + 8 < char.y < base.y + 14 for char in small)
    assert all(base.x - 2 < char.x < base.x + 21 for char in small)


def test_a_hyphen_at_a_line_end_reads_back_as_a_hyphen(render: Render) -> None:
    """PDFium takes it for one that the line end made; it is the author's."""
    blocks = tuple(paragraph(f"p{n}", "字" * n + "（Dual-Processor All-One）的机器。") for n in range(10, 40))
    publication = book(("连字号", blocks))
    data, _ = render(publication, "book")
    assert squeezed(body_text(data)) == as_set(publication)


def placed(blocks: Sequence[tuple[str, tuple[Block, ...]]]) -> list[Sheet]:
    edition = Edition(book(*blocks), preset("news"), Fonts.load())
    return lay_out(edition, Case(edition.fonts, "zh-Hans"), [])


def rules(sheet: Sheet) -> list[tuple[float, float, float]]:
    """(x, y, width) of the level rules among a page's items, from the top."""
    return sorted(
        ((item.x0, item.y0, item.x1 - item.x0) for item in sheet.items if isinstance(item, Rule)),
        key=lambda one: one[1],
    )


@pytest.mark.parametrize("count", range(8, 20))
def test_a_newspaper_page_does_not_begin_with_the_rule_between_articles(count: int) -> None:
    long = tuple(paragraph(f"p{n}", PROSE * 3) for n in range(count))
    width = preset("news").type_width
    for sheet in placed([("甲" * 4, long), ("乙" * 4, long[:1]), ("丙" * 4, long)]):
        first = min(item.y for item in sheet.items if isinstance(item, Run))
        assert all(y > first for _, y, wide in rules(sheet) if abs(wide - width) < 1)


def test_captions_side_by_side_at_the_top_of_columns_have_a_rule_each() -> None:
    figures = tuple(Figure(f"f{n}", (), (Text(f"图中第{n}人"),)) for n in range(3))
    (sheet,) = placed([("影像", figures)])
    tops = [y for _, y, _ in rules(sheet)]
    assert [round(y) for y in tops] == [round(tops[0])] * 3 + [round(tops[3])] * 3
