"""The Word file of an edition: its text, its styles, its pages and fields, and that it is the same each time."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import docx
import pytest
from docx_samples import NS, PUBLICATIONS, SCRIPTS, R, W, edition, essay, news, novel, parts, poems, sample, save, word
from lxml import etree

from pipeline.backends import Edition
from pipeline.backends.docx.scribe import bookmark_names, word_address
from pipeline.design import preset
from pipeline.messages import word as wording
from pipeline.model import Article, Contributor, Figure, Heading, Metadata, Paragraph, Publication, Script, Table, Text
from pipeline.readers.docx import body_text
from tests.backends.samples import as_set, paragraph, phrase, png, squeezed, text

EVERY = [(name, language) for name in PUBLICATIONS for language in SCRIPTS]
LANGUAGES = {"zh-Hans": "zh-CN", "zh-Hant-TW": "zh-TW", "zh-Hant-HK": "zh-HK"}

# The order of the schema (ECMA-376 part 1, annex A), as far as the writer can come to use it.
ORDER = {
    "pPr": (
        "pStyle keepNext keepLines pageBreakBefore widowControl pBdr tabs kinsoku wordWrap overflowPunct topLinePunct"
        " autoSpaceDE autoSpaceDN snapToGrid spacing ind jc outlineLvl sectPr"
    ),
    "rPr": "rStyle rFonts b noProof color sz szCs u vertAlign em lang",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols titlePg docGrid",
    "style": "name basedOn next uiPriority semiHidden unhideWhenUsed qFormat pPr rPr tblPr",
    "settings": (
        "zoom mirrorMargins defaultTabStop evenAndOddHeaders characterSpacingControl noLineBreaksAfter"
        " noLineBreaksBefore footnotePr compat themeFontLang"
    ),
    "font": "altName charset family pitch",
}


def values(root: etree._Element, path: str) -> list[str]:
    """The `w:val` of all elements that a path finds."""
    return [found.get(f"{W}val", "") for found in root.iterfind(path, NS)]


def style(data: bytes, id_: str) -> etree._Element:
    found = word(data, "styles").find(f"w:style[@w:styleId='{id_}']", NS)
    assert found is not None, id_
    return found


def attributes(root: etree._Element, path: str) -> dict[str, str]:
    found = root.find(path, NS)
    assert found is not None, path
    return {str(name).rpartition("}")[2]: str(value) for name, value in found.attrib.items()}


def shown(element: etree._Element) -> str:
    return "".join(element.itertext(f"{W}t"))


# -------------------------------------------------------------------------------------------------------------- text


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_the_text_is_the_publications(name: str, language: Script) -> None:
    made = sample(name, language)
    assert squeezed(body_text(save(made)[0])) == as_set(made.publication)


def test_the_text_is_the_same_for_another_reader() -> None:
    made = sample("news")
    read = "".join(line.text for line in docx.Document(io.BytesIO(save(made)[0])).paragraphs)
    assert squeezed(read) == as_set(made.publication)


def test_blanks_tabs_and_line_ends_of_preformatted_text_stay() -> None:
    data, _ = save(sample("novel"))
    assert "  a  b\n\t<c> & d\n" in body_text(data)


def test_an_end_mark_is_set_where_the_design_wants_it_and_not_read_as_text() -> None:
    made = sample("novel")
    data, _ = save(replace(made, design=replace_design(made.design, end_marks=True)))
    assert [
        shown(run) for run in word(data).iterfind(".//w:r", NS) if values(run, "w:rPr/w:rStyle") == ["EndMark"]
    ] == ["■"]
    assert squeezed(body_text(data)) == as_set(made.publication)


def replace_design(design: object, **changes: object) -> object:
    from msgspec.structs import replace as replaced

    return replaced(design, **changes)


def test_nothing_is_still_a_file() -> None:
    for articles in ((), (Article("a"),), (Article("a", title=phrase("题")),)):
        publication = Publication(Metadata("空"), articles)
        for design in ("book", "news"):
            assert squeezed(body_text(save(edition(publication, design))[0])) == as_set(publication)


# ------------------------------------------------------------------------------------------------------------ styles


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_looks_come_from_styles_only(name: str, language: Script) -> None:
    """A run says its style, the hint and its language; a paragraph its style and, rarely, that it begins a page."""
    data, _ = save(sample(name, language))
    for part in ("document", "footnotes", "header1", "header2", "footer1", "footer2"):
        root = parts(data).get(f"word/{part}.xml")
        for properties in () if root is None else root.iter(f"{W}rPr", f"{W}pPr"):
            names = {etree.QName(child).localname for child in properties}
            run = properties.getparent()
            in_reading = run is not None and run.getparent() is not None and run.getparent().tag == f"{W}rt"
            assert names <= {"rStyle", "rFonts", "lang", "pStyle", "pageBreakBefore", "sectPr"} | (
                {"sz", "szCs"} if in_reading else set()
            )
            fonts = properties.find(f"{W}rFonts")
            assert fonts is None or fonts.attrib == {f"{W}hint": "eastAsia"}


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_every_style_used_is_there(name: str, language: Script) -> None:
    data, _ = save(sample(name, language))
    ids = {style.get(f"{W}styleId") for style in word(data, "styles").iterfind("w:style", NS)}
    used = set()
    for part, root in parts(data).items():
        if part.startswith("word/"):
            for path in (".//w:pStyle", ".//w:rStyle", ".//w:tblStyle", ".//w:basedOn", ".//w:next"):
                used |= set(values(root, path))
    assert used <= ids
    assert len(
        {s.find(f"{W}name").get(f"{W}val").lower() for s in word(data, "styles").iterfind("w:style", NS)}
    ) == len(ids)


@pytest.mark.parametrize("language", SCRIPTS)
def test_every_role_has_a_face_for_chinese_and_one_for_latin(language: Script) -> None:
    made = sample("novel", language)
    styles = word(save(made)[0], "styles")
    faces = list(styles.iter(f"{W}rFonts"))
    assert len(faces) > 30
    for face in faces:
        assert {str(name) for name in face.attrib} == {f"{W}{slot}" for slot in ("ascii", "hAnsi", "eastAsia", "cs")}
    body = attributes(styles, "w:style[@w:styleId='Normal']/w:rPr/w:rFonts")
    head = attributes(styles, "w:style[@w:styleId='Heading1']/w:rPr/w:rFonts")
    assert body["eastAsia"] == made.fonts.substitutes("song", language)[0]
    assert head["eastAsia"] == made.fonts.substitutes("hei", language)[0]
    assert body["ascii"] == made.fonts.substitutes("latin", language)[0]
    lang = attributes(styles, "w:docDefaults/w:rPrDefault/w:rPr/w:lang")
    assert lang["eastAsia"] == LANGUAGES[language]
    assert attributes(word(save(made)[0], "settings"), "w:themeFontLang")["eastAsia"] == LANGUAGES[language]


@pytest.mark.parametrize("language", SCRIPTS)
def test_the_font_table_names_our_families_as_alternatives(language: Script) -> None:
    made = sample("novel", language)
    fonts = word(save(made)[0], "fontTable")
    for role in ("song", "hei", "kai", "latin"):
        face = made.fonts.substitutes(role, language)[0]  # type: ignore[arg-type]
        names = attributes(fonts, f"w:font[@w:name='{face}']/w:altName")["val"].split(",")
        assert names[-1] == made.fonts.family(role, language)  # type: ignore[arg-type]


def test_styles_follow_the_design() -> None:
    made = sample("novel")
    data, _ = save(made)
    body = style(data, "Normal")
    assert attributes(body, "w:pPr/w:ind")["firstLineChars"] == "200"
    assert attributes(body, "w:pPr/w:ind")["firstLine"] == "420"
    assert attributes(body, "w:rPr/w:sz")["val"] == "21"
    assert attributes(body, "w:pPr/w:jc")["val"] == "both"
    title = style(data, "Heading2")  # articles of level 2
    role = made.design.role("title-2")
    spacing = attributes(title, "w:pPr/w:spacing")
    assert spacing["beforeLines"] == f"{role.before * 100:.0f}"
    assert spacing["before"] == f"{role.before * made.design.page.pitch * 20:.0f}"
    assert (spacing["lineRule"], spacing["line"]) == ("exact", f"{role.pitch * 20:.0f}")
    assert attributes(title, "w:rPr/w:sz")["val"] == f"{role.size * 2:.0f}"
    assert attributes(title, "w:pPr/w:jc")["val"] == "center"
    assert title.find("w:pPr/w:keepNext", NS) is not None


def test_words_own_styles_keep_words_names_and_ours_are_chinese() -> None:
    for language, kicker in (("zh-Hans", "引题"), ("zh-Hant-TW", "引題")):
        data, _ = save(sample("novel", language))  # type: ignore[arg-type]
        assert attributes(style(data, "Heading1"), "w:name")["val"] == "heading 1"
        assert style(data, "Heading1").get(f"{W}customStyle") is None
        assert attributes(style(data, "Kicker"), "w:name")["val"] == kicker
        assert style(data, "Kicker").get(f"{W}customStyle") == "1"


def test_articles_and_section_heads_share_no_style() -> None:
    """In a book of volumes an appendix's section head stands at the level of chapters and must not look like one."""
    data, _ = save(sample("novel"))
    used = {shown(p): values(p, "w:pPr/w:pStyle")[0] for p in word(data).iterfind("w:body/w:p", NS)}
    assert used["上卷".join(("卷一", ""))] == "Heading1"
    assert used["第二回"] == "Heading2"
    assert used["船上"] == "Heading3"
    assert used["附录"] == "Heading1"
    special = used["附录里的小标题"]
    assert special.startswith("SectionHead")
    assert values(style(data, special), "w:basedOn") == ["Heading2"]
    assert values(style(data, special), "w:pPr/w:outlineLvl") == ["1"]
    assert attributes(style(data, special), "w:rPr/w:sz") == {"val": "24"}  # heading-1 of the design: 小四
    assert [values(style(data, f"Heading{n}"), "w:pPr/w:outlineLvl") for n in range(1, 10)] == [
        [str(n)] for n in range(9)
    ]


def test_marks_that_meet_have_a_style_together() -> None:
    data, _ = save(sample("novel"))
    run = next(run for run in word(data).iter(f"{W}r") if shown(run) == "又黑又点")
    (id_,) = values(run, "w:rPr/w:rStyle")
    joined = style(data, id_)
    assert attributes(joined, "w:rPr/w:em")["val"] == "underDot"
    assert attributes(joined, "w:rPr/w:rFonts")["eastAsia"] == "黑体"


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_elements_stand_in_the_order_of_the_schema(name: str, language: Script) -> None:
    for part, root in parts(save(sample(name, language))[0]).items():
        for parent, order in ORDER.items():
            names = order.split()
            for element in root.iter(f"{W}{parent}"):
                if part.endswith("styles.xml") and element.getparent().tag.endswith("Default"):
                    continue
                places = [names.index(etree.QName(child).localname) for child in element]
                assert places == sorted(places), (part, etree.tostring(element)[:300])


# ------------------------------------------------------------------------------------------------------------- pages


def test_pages_are_the_designs() -> None:
    for name in ("novel", "news"):
        made = sample(name)
        page = made.design.page
        section = word(save(made)[0]).findall(".//w:sectPr", NS)[-1]
        size, margins = attributes(section, "w:pgSz"), attributes(section, "w:pgMar")
        assert (int(size["w"]), int(size["h"])) == (round(page.width * 20), round(page.height * 20))
        width = int(size["w"]) - int(margins["left"]) - int(margins["right"])
        height = int(size["h"]) - int(margins["top"]) - int(margins["bottom"])
        assert 0 <= width - made.design.type_width * 20 < 20
        assert 0 <= height - page.lines * page.pitch * 20 < 20
        assert int(margins["left"]) == round(page.inner * 20)
        assert int(attributes(section, "w:docGrid")["linePitch"]) == round(page.pitch * 20)
    assert attributes(word(save(sample("novel"))[0]), ".//w:docGrid")["type"] == "linesAndChars"
    assert attributes(word(save(sample("news"))[0]), ".//w:docGrid")["type"] == "lines"


def test_the_head_of_the_first_item_goes_across_the_columns() -> None:
    made = sample("news")
    document = word(save(replace(made, design=replace_design(made.design, span_titles="first")))[0])
    first, rest = document.findall(".//w:sectPr", NS)
    assert attributes(first, "w:cols").get("num", "1") == "1"
    assert attributes(rest, "w:cols")["num"] == "3"
    assert attributes(rest, "w:cols")["sep"] == "1"
    assert attributes(rest, "w:type")["val"] == "continuous"
    ends = next(p for p in document.iterfind("w:body/w:p", NS) if p.find("w:pPr/w:sectPr", NS) is not None)
    assert shown(ends) == "渡口通航之0"


def test_every_head_may_go_across_the_columns() -> None:
    made = sample("news")
    data, _ = save(replace(made, design=replace_design(made.design, span_titles="all")))
    columns = [section.get(f"{W}num", "1") for section in word(data).iterfind(".//w:sectPr/w:cols", NS)]
    assert columns == ["1", "3", "1", "3", "1", "3"]
    assert squeezed(body_text(data)) == as_set(made.publication)


def begins_page(data: bytes, element: etree._Element) -> bool:
    """Whether a paragraph begins a page by itself or by its style."""
    own = element.find("w:pPr/w:pageBreakBefore", NS)
    found = (
        own
        if own is not None
        else style(data, values(element, "w:pPr/w:pStyle")[0]).find("w:pPr/w:pageBreakBefore", NS)
    )
    return found is not None and found.get(f"{W}val") != "0"


def test_articles_of_a_book_begin_pages() -> None:
    data, _ = save(sample("novel"))
    beginners = [shown(p) for p in word(data).iterfind("w:body/w:p", NS) if begins_page(data, p)]
    assert beginners == ["卷一上卷", "引子", "第二回", "没有题目的一篇。", "附录"]


def test_poems_run_on_below_their_volume() -> None:
    data, _ = save(sample("poems"))
    assert [shown(p) for p in word(data).iterfind("w:body/w:p", NS) if begins_page(data, p)] == ["水边集"]


def test_items_of_a_newspaper_are_parted_by_a_rule() -> None:
    data, _ = save(sample("news"))
    used = [values(p, "w:pPr/w:pStyle")[0] for p in word(data).iterfind("w:body/w:p", NS)]
    assert used.count("ArticleRule") == 2
    assert not any(begins_page(data, p) for p in word(data).iterfind("w:body/w:p", NS))


def test_running_heads_and_folios_differ_on_facing_pages() -> None:
    data, _ = save(sample("novel"))
    made = parts(data)
    assert {name for name in made if "header" in name or "footer" in name} == {
        f"word/{kind}{number}.xml" for kind in ("header", "footer") for number in (1, 2)
    }
    # The volume left, the chapter right; what a client shows that computes no fields is true on every page.
    instructions = {n: "".join(made[f"word/header{n}.xml"].itertext(f"{W}instrText")).strip() for n in (1, 2)}
    assert instructions == {1: "STYLEREF 2", 2: "STYLEREF 1"}
    assert shown(made["word/header1.xml"]) == "长渡“记”<&>"
    assert made["word/settings.xml"].find("w:evenAndOddHeaders", NS) is not None
    assert made["word/settings.xml"].find("w:mirrorMargins", NS) is not None
    front, body = made["word/document.xml"].findall(".//w:sectPr", NS)
    assert front.find("w:headerReference", NS) is None
    assert attributes(front, "w:pgNumType") == {"fmt": "lowerRoman"}
    assert attributes(body, "w:pgNumType") == {"start": "1"}
    targets = {rel.get("Id"): rel.get("Target") for rel in made["word/_rels/document.xml.rels"]}
    kinds = {(ref.get(f"{W}type"), targets[ref.get(f"{R}id")]) for ref in body.iterfind("w:footerReference", NS)}
    assert kinds == {("default", "footer1.xml"), ("first", "footer1.xml"), ("even", "footer2.xml")}


# ------------------------------------------------------------------------------------------------- contents and links


@pytest.mark.parametrize("name", PUBLICATIONS)
def test_links_and_fields_lead_to_bookmarks(name: str) -> None:
    document = word(save(sample(name))[0])
    starts = document.findall(".//w:bookmarkStart", NS)
    names = [start.get(f"{W}name") for start in starts]
    ids = [start.get(f"{W}id") for start in starts]
    assert len(set(names)) == len(names)
    assert len(set(ids)) == len(ids)
    assert ids == [end.get(f"{W}id") for end in document.iterfind(".//w:bookmarkEnd", NS)]
    anchors = [link.get(f"{W}anchor") for link in document.iterfind(".//w:hyperlink[@w:anchor]", NS)]
    references = [text.split()[1] for text in document.itertext(f"{W}instrText") if text.split()[0] == "PAGEREF"]
    assert set(anchors) | set(references) <= set(names)
    for found in names:
        assert re.fullmatch(r"[A-Za-z_]\w{0,39}", found, re.ASCII)


def test_contents_are_filled_before_word_updates_them() -> None:
    made = sample("novel")
    document = word(save(made)[0])
    box = document.find("w:body/w:sdt/w:sdtContent", NS)
    assert box is not None
    lines = box.findall("w:p", NS)
    assert [values(line, "w:pPr/w:pStyle")[0] for line in lines] == ["TOCHeading", "TOC1", "TOC2", "TOC2", "TOC1"]
    assert [shown(line) for line in lines] == [
        "目录",
        "卷一 上卷1",
        "第一回 水上灯影照归客岸边钟声送远舟2",
        "第二回3",
        "附录5",
    ]
    # Only the levels that articles have: an update in Word must not add section heads.
    assert next(iter(box.itertext(f"{W}instrText"))).split() == ["TOC", "\\o", '"1-2"', "\\h", "\\z"]
    assert attributes(document, "w:body/w:sdt/w:sdtPr/w:docPartObj/w:docPartGallery")["val"] == "Table of Contents"


def fields(root: etree._Element) -> Iterator[str]:
    for char in root.iter(f"{W}fldChar"):
        yield char.get(f"{W}fldCharType", "")


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_fields_are_closed_and_ask_nothing_of_the_reader(name: str, language: Script) -> None:
    made = parts(save(sample(name, language))[0])
    for root in made.values():
        depth, kinds = 0, list(fields(root))
        for kind in kinds:
            depth += {"begin": 1, "separate": 0, "end": -1}[kind]
            assert depth >= 0
        assert depth == 0
        assert len(kinds) % 3 == 0
        assert not [char for char in root.iter(f"{W}fldChar") if char.get(f"{W}dirty")]
    assert made["word/settings.xml"].find("w:updateFields", NS) is None


def test_contents_without_folios_are_told() -> None:
    data, result = save(replace(sample("novel"), folios=None))
    assert "docx.contents-without-folios" in [finding.name for finding in result.findings]
    assert squeezed(body_text(data)) == as_set(novel())


def test_one_article_has_no_contents() -> None:
    assert word(save(edition(essay(paragraph("a-1", "文。"))))[0]).find(".//w:sdt", NS) is None


def test_addresses_that_word_would_refuse_are_no_links() -> None:
    assert (
        word_address("https://example.org/渡口 a?x=[1]#y#z")
        == "https://example.org/%E6%B8%A1%E5%8F%A3%20a?x=%5B1%5D#y%23z"
    )
    assert word_address("https://example.org/100%") == "https://example.org/100%25"
    assert word_address("mailto:a@example.org") == "mailto:a@example.org"
    for bad in (
        "javascript:alert(1)",
        "http://",
        "http://[::1",
        "https://渡口/",
        "file:///etc",
        "",
        "https://a.b/" + "x" * 3000,
    ):
        assert word_address(bad) is None, bad


def test_bookmarks_are_named_after_their_nodes() -> None:
    ids = ["s0-120", "s0_120", "S0-120", "1", "字", "s" * 50, "s" * 51, ""]
    names = bookmark_names(ids)
    assert names["s0-120"] == "s0_120"
    assert len({name.lower() for name in names.values()}) == len(ids)


# ------------------------------------------------------------------------------------------------------------- notes


def test_footnotes_are_words_own_with_the_printed_mark() -> None:
    data, _ = save(sample("novel"))
    document, notes = word(data), word(data, "footnotes")
    references = document.findall(".//w:footnoteReference", NS)
    assert [(ref.get(f"{W}id"), ref.get(f"{W}customMarkFollows")) for ref in references] == [("1", "1"), ("2", None)]
    texts = {note.get(f"{W}id"): shown(note) for note in notes.iterfind("w:footnote", NS)}
    assert texts == {"-1": "", "0": "", "1": "①当地人叫它老渡水深三尺", "2": "没有号的注。"}
    relations = parts(data)["word/_rels/footnotes.xml.rels"]
    assert [rel.get("Target") for rel in relations] == ["http://example.org"]


def test_notes_at_the_end_are_linked_from_their_call() -> None:
    document = word(save(sample("novel"))[0])
    called = [shown(link) for link in document.iterfind(".//w:hyperlink[@w:anchor='n_2']", NS)]
    assert called == ["[2]"]
    target = next(p for p in document.iter(f"{W}p") if p.find("w:bookmarkStart[@w:name='n_2']", NS) is not None)
    assert shown(target) == "[2]章末的注。"


# ---------------------------------------------------------------------------------------------------- figures, tables


def test_pictures_fit_the_column_and_have_a_description() -> None:
    wide = Figure("a-1", (), (text("图"),), image="wide.png", alt="一条“河”")
    made = edition(essay(wide, wide), assets={"wide.png": png(4000, 300)})
    data, result = save(made)
    assert result.findings == ()
    extents = [int(extent.get("cx", "0")) for extent in word(data).iterfind(".//wp:extent", NS)]
    assert extents == [round(made.design.column_width * 12700)] * 2
    assert {p.get("descr") for p in word(data).iterfind(".//wp:docPr", NS)} == {"一条“河”"}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert [name for name in package.namelist() if "media" in name] == ["word/media/image1.png"]


def test_pictures_that_cannot_be_set_are_told() -> None:
    _, result = save(sample("novel"))
    told = {finding.name: finding.values["picture"] for finding in result.findings}
    assert told == {"docx.picture-missing": "lost.png", "docx.picture-format": "odd.xyz"}
    for finding in result.findings:
        for language in ("en", "zh"):
            said = wording(finding, language)  # type: ignore[arg-type]
            assert str(finding.values["picture"]) in said.text
            assert said.hint


def test_header_rows_repeat_and_short_rows_are_filled() -> None:
    document = word(save(sample("novel"))[0])
    table, second = document.findall(".//w:tbl", NS)
    assert [len(row.findall("w:tc", NS)) for row in table.findall("w:tr", NS)] == [2, 2]
    assert [row.find("w:trPr/w:tblHeader", NS) is not None for row in table.findall("w:tr", NS)] == [True, False]
    before = second.getprevious()
    assert before is not None
    assert before.tag == f"{W}p"  # Word makes one table of two that touch
    assert save(edition(essay(Table("a-1", (), ()))))[0]


# ---------------------------------------------------------------------------------------------------------- the file


@pytest.mark.parametrize("name", PUBLICATIONS)
def test_the_same_edition_gives_the_same_bytes(name: str) -> None:
    assert save(sample(name))[0] == save(sample(name))[0]


def test_properties_are_the_editions() -> None:
    stamp = datetime(2020, 2, 19, tzinfo=UTC)
    data, _ = save(replace(sample("novel", "zh-Hant-TW"), stamp=stamp))
    properties = docx.Document(io.BytesIO(data)).core_properties
    assert (properties.title, properties.author, properties.language) == ("长渡“记”<&>", "张三、李四", "zh-TW")
    assert properties.created == properties.modified == stamp
    assert properties.keywords == "小说"
    application = parts(data)["docProps/app.xml"]
    assert "".join(application.itertext()) == "Kanben"


def test_nothing_of_a_foreign_template_is_left() -> None:
    data, _ = save(sample("novel"))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
        assert names[0] == "[Content_Types].xml"
        main = [name for name in names[2:] if "/_rels/" not in name]
        assert main == sorted(main)
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        everything = b"".join(package.read(name) for name in names)
    assert not [name for name in names if "thumbnail" in name or "customXml" in name or "WithEffects" in name]
    for leftover in (b"ja-JP", b"asciiTheme", b"eastAsiaTheme", b"4F81BD", b"python-docx", b'w:w="12240"'):
        assert leftover not in everything.replace(b'w:eastAsia="ja-JP"', b"")
    settings = parts(data)["word/settings.xml"]
    assert attributes(settings, "w:characterSpacingControl")["val"] == "compressPunctuation"
    assert attributes(settings, "w:compat/w:compatSetting[@w:name='compatibilityMode']")["val"] == "15"
    line_start = attributes(settings, "w:noLineBreaksBefore")
    assert line_start["lang"] == "zh-CN"
    assert set("，。！？；：、”’》）—…·～") <= set(line_start["val"])
    assert set("“‘《（「") <= set(attributes(settings, "w:noLineBreaksAfter")["val"])


def test_a_long_book_is_set_in_one_walk() -> None:
    """Twenty thousand paragraphs; the body is put together once, whatever the number."""
    blocks = tuple(Paragraph(f"a-{n}", (), (Text("“水来，船不开。”"),)) for n in range(20_000))
    publication = essay(*blocks, Heading("h", (), 1, (Text("末"),)))
    assert squeezed(body_text(save(edition(publication))[0])) == as_set(publication)


def test_unknown_contributors_and_dates_are_not_invented() -> None:
    made = Edition(essay(paragraph("a-1", "文。")), preset("book"), sample("novel").fonts)
    data, _ = save(made)
    core = {etree.QName(child).localname for child in parts(data)["docProps/core.xml"]}
    assert core == {"title", "language", "created", "modified"}
    editor = replace(made.publication.metadata, contributors=(Contributor("王五", "edt"),))
    data, _ = save(replace(made, publication=replace(made.publication, metadata=editor)))
    assert "BookAuthor" not in values(word(data), ".//w:pStyle")


def test_verse_is_centred_as_a_whole() -> None:
    data, _ = save(edition(poems()))
    stanzas = [p for p in word(data).iterfind("w:body/w:p", NS) if values(p, "w:pPr/w:pStyle")[0].startswith("Verse")]
    assert [len(p.findall("w:r/w:br", NS)) for p in stanzas] == [1] * 8
    assert len({values(p, "w:pPr/w:pStyle")[0] for p in stanzas}) == 2  # lines of 6 and of 10 characters
    short = style(data, values(stanzas[2], "w:pPr/w:pStyle")[0])
    assert attributes(short, "w:pPr/w:ind")["leftChars"] == "1100"  # (29 − 6) ∕ 2, whole characters
    assert values(short, "w:basedOn") == ["Verse"]


def test_news_names_the_paper_and_its_date() -> None:
    data, _ = save(edition(news(), "news"))
    assert shown(word(data, "header1")) == "渡口日报　2020年2月19日"
