"""Small publications of every kind, written for these tests, and what is needed to look into the Word files of them."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from functools import cache

from lxml import etree

from pipeline.backends import Edition, Result
from pipeline.backends.docx import write
from pipeline.design import preset
from pipeline.fonts import Fonts
from pipeline.model import (
    Article,
    Block,
    Break,
    Byline,
    Contributor,
    Dateline,
    Figure,
    Heading,
    InlineNote,
    Kind,
    Link,
    ListBlock,
    ListItem,
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
    Script,
    Speech,
    Table,
    Text,
    Verse,
    VerseLine,
)
from tests.backends.samples import paragraph, phrase, png, text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
NS = {"w": W[1:-1], "r": R[1:-1], "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"}
SCRIPTS: tuple[Script, ...] = ("zh-Hans", "zh-Hant-TW", "zh-Hant-HK")


def verse(id_: str, *stanzas: tuple[str, ...]) -> Verse:
    return Verse(id_, (), tuple(tuple(VerseLine((Text(line),)) for line in stanza) for stanza in stanzas))


def every_block() -> tuple[Block, ...]:
    """Each kind of block and of inline."""
    return (
        paragraph("b-1", "导语写在最前：“渡口”已有百年……", role="lead"),
        Paragraph("b-2", (), (
            text("重点", "strong"), text("楷体", "em"), text("加点", "dots"), text("又黑又点", "strong", "dots"),
            text("孔丘", "name-line"), text("春秋", "title-line"), text("水 H"), text("2", "sub"), text("O，x"),
            text("2", "super"), text("run()", "code"), Text("日本語", lang="ja"), Text("word", lang="en"),
        )),
        Paragraph("b-3", (), (
            text("见"), Link("https://example.org/渡口?a=1&b=2", (text("网页"),)), Link("#b-6", (text("下文"),)),
            Link("javascript:x", (text("不可点"),)), Ruby("渡", "dù"), InlineNote((text("夹注"),)),
            InlineNote((text("编者按"),), "editor"), NoteRef("n-1", "①"), Break(), text("又见"), NoteRef("n-1", "①"),
            NoteRef("n-2", "[2]"), NoteRef("n-3", ""), NoteRef("none", "⑨"),
        )),
        Heading("b-6", (), 1, (text("水位"),), "一、"),
        Heading("b-7", (), 2, (text("标尺"),), "第一节"),
        paragraph("b-8", "本条例自公布之日起施行。", number="第一条"),
        Speech("b-9", (), "老秦", "：", (text("水到五尺，船就不开。"),)),
        Verse("b-10", (), ((VerseLine((text("水来，"),)), VerseLine((text("船去。"),), 2)),), (text("——渡口民谣"),)),
        Quotation("b-11", (), (paragraph("b-12", "此地多水。"), verse("b-13", ("一桨一声",))), (text("——《县志》"),)),
        ListBlock("b-14", (ListItem("b-15", (), "（一）", (text("篙"),)), ListItem("b-16", (), "● ", (text("桨"),)))),
        Figure("b-17", (), (text("图一　渡口"),), "记者　某某摄", "ferry.png", "一条木船"),
        Figure("b-18", (), (text("图二"),), image="lost.png"),
        Figure("b-19", (), (text("图三"),), image="odd.xyz"),
        Table("b-20", (), (((text("日期"),), (text("水位"),)), ((text("初三"),),)), 1, (text("表一"),)),
        Table("b-21", (), (((text("接着又一张表"),),),)),
        Preformatted("b-22", (), "  a  b\n\t<c> & d\n"),
        SceneBreak("b-23", (), "＊＊＊"),
        SceneBreak("b-24", ()),
        *(paragraph(f"b-3{n}", f"各种段落之{role}", role=role) for n, role in enumerate(
            ("salutation", "signature", "source", "stage", "note", "contents")
        )),
    )  # fmt: skip


def notes() -> tuple[Note, ...]:
    link = Paragraph("n-1a", (), (text("当地人叫它"), Link("http://example.org", (text("老渡"),))))
    return (
        Note("n-1", "foot", "①", (link, verse("n-1b", ("水深三尺",)))),
        Note("n-2", "end", "[2]", (paragraph("n-2a", "章末的注。"),)),
        Note("n-3", "foot", "", (paragraph("n-3a", "没有号的注。"),)),
        Note("n-4", "foot", "④", (paragraph("n-4a", "无人呼应的注。"),)),
    )


def novel(language: Script = "zh-Hans") -> Publication:
    """Two volumes' worth of everything: levels, kicker, number, notes, an article without a title, an appendix."""
    head = {
        "number": "第一回",
        "kicker": phrase("引子"),
        "title": Phrase((text("水上灯影照归客"), Break(), text("岸边钟声送远舟")), ()),
        "subtitle": phrase("——一个开头"),
        "byline": Byline(("甲",), "甲　著"),
        "dateline": Dateline("渡口五月一日电", own_line=True),
    }
    section = Heading("c-1", (), 1, (text("船上"),))
    appendix = Heading("e-1", (), 1, (text("附录里的小标题"),))
    articles = (
        Article("v-1", number="卷一", title=phrase("上卷")),
        Article("b-0", every_block(), level=2, notes=notes(), end_mark="■", **head),  # type: ignore[arg-type]
        Article("c-0", (section, paragraph("c-2", "船到了对岸。")), title=phrase("第二回"), level=2),
        Article("d-0", (paragraph("d-1", "没有题目的一篇。"),), level=2),
        Article("e-0", (appendix, paragraph("e-2", "附录。")), title=phrase("附录"), role="back"),
    )
    metadata = Metadata(
        "长渡“记”<&>", language, "novel", "一部小说", (Contributor("张三"), Contributor("李四")), date="2020-02-19",
        subjects=("小说",),
    )  # fmt: skip
    return Publication(metadata, articles)


def news(language: Script = "zh-Hans") -> Publication:
    """A page of three items."""
    items = tuple(
        Article(f"i-{n}", tuple(paragraph(f"i-{n}-{k}", f"本报讯 第{k}段：“渡口”今日通航。" * 6) for k in range(4)),
                title=phrase(f"渡口通航之{n}"), kicker=phrase("百年渡口") if n == 1 else None)
        for n in range(3)
    )  # fmt: skip
    return Publication(Metadata("渡口日报", language, "newspaper", date="2020-02-19"), items)


def poems(language: Script = "zh-Hans") -> Publication:
    """A volume with short poems, which run on."""
    made = [Article("p-0", title=phrase("水边集"))]
    for n in range(4):
        lines = ("水来船不开，", "船去水还在。") if n % 2 else ("一桨轻，", "两桨重，三桨到江心。")
        made.append(Article(f"p-{n}0", (verse(f"p-{n}1", lines, lines),), title=phrase(f"其{n}"), level=2))
    return Publication(Metadata("水边集", language, "verse"), tuple(made))


PUBLICATIONS = {"novel": (novel, "book"), "news": (news, "news"), "poems": (poems, "book")}
ASSETS = {"ferry.png": png(), "odd.xyz": b"RIFF0000WEBP"}


@cache
def fonts() -> Fonts:
    return Fonts.load()


def edition(publication: Publication, design: str = "book", **more: object) -> Edition:
    folios = {article.id: str(number) for number, article in enumerate(publication.articles, start=1)}
    return replace(Edition(publication, preset(design), fonts(), ASSETS, folios), **more)  # type: ignore[arg-type]


def sample(name: str, language: Script = "zh-Hans") -> Edition:
    make, design = PUBLICATIONS[name]
    return edition(make(language), design)


def essay(*blocks: Block, language: Script = "zh-Hans", kind: Kind = "essay") -> Publication:
    return Publication(Metadata("短文", language, kind), (Article("a-0", blocks, title=phrase("短文")),))


def save(made: Edition) -> tuple[bytes, Result]:
    out = io.BytesIO()
    result = write(made, out)
    return out.getvalue(), result


def parts(data: bytes) -> dict[str, etree._Element]:
    """All XML parts of a Word file, parsed."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [name for name in package.namelist() if name.endswith((".xml", ".rels"))]
        return {name: etree.fromstring(package.read(name)) for name in names}


def word(data: bytes, part: str = "document") -> etree._Element:
    return parts(data)[f"word/{part}.xml"]
