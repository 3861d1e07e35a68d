"""Small publications of every kind, written for these tests, and the edition round each of them."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from pipeline.backends import Edition, Result
from pipeline.backends.epub import write
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
from tests.backends.samples import line, paragraph, phrase, png


@dataclass(frozen=True)
class FamilyNames:
    """What the EPUB writer asks of `Fonts`: names of families."""

    def family(self, role: str, script: str) -> str:
        return f"Test {role} {script}"

    def substitutes(self, role: str, script: str) -> tuple[str, ...]:
        return ("Noto Sans CJK SC",) if role == "hei" else ("LXGW WenKai",)


FONTS = cast("Fonts", FamilyNames())


def edition(publication: Publication, design: str = "book", cover: bytes | None = None) -> Edition:
    return Edition(publication, preset(design), FONTS, {"bridge.png": png(), "odd.bmp": b"BM odd"}, cover=cover)


def made(edition_: Edition) -> bytes:
    out = io.BytesIO()
    write(edition_, out)
    return out.getvalue()


def made_with(edition_: Edition) -> tuple[bytes, Result]:
    out = io.BytesIO()
    result = write(edition_, out)
    return out.getvalue(), result


def save(data: bytes, folder: Path, name: str) -> Path:
    path = folder / f"{name}.epub"
    path.write_bytes(data)
    return path


# ------------------------------------------------------------------------------------------------------- the books

LONG = "河水从上游的山里来，过了石桥便慢下来。老人说，桥是他祖父那一辈人修的，石头一块一块从对岸背过来；" * 3


def novel(script: Script = "zh-Hans") -> Publication:
    people = (Contributor("沈一舟"), Contributor("林远", "edt"))
    metadata = Metadata(
        "石桥旧事",
        script,
        "novel",
        subtitle="一部长篇",
        contributors=people,
        publisher="江岸出版社",
        date="2021年3月",
        isbn="978-7-00-000000-2",
        description="一座桥与三代人。",
        subjects=("小说", "乡土"),
        series="河岸三部曲",
        series_number="2",
        rights="作者保留所有权利",
        source="作者手稿",
    )
    return Publication(
        metadata,
        (
            Article("s0-0", (paragraph("s0-4", "写这本书用了七年。"),), title=phrase("自序"), role="front"),
            Article("s0-20", number="第一卷", title=phrase("上游")),
            Article(
                "s0-30",
                _chapter("s0-30"),
                number="第一回",
                title=Phrase((Text("雨夜来客"), Break(), Text("石桥失灯")), ()),
                level=2,
            ),
            Article("s0-900", _chapter("s0-900"), number="第二回", title=phrase("旧信"), level=2),
            Article("s0-2000", number="第二卷", title=phrase("下游")),
            Article("s0-2010", _chapter("s0-2010"), number="第三回", level=2),
            Article("s0-3000", (paragraph("s0-3010", "全书至此写完。"),), title=phrase("后记"), role="back"),
        ),
    )


def _chapter(stem: str) -> tuple[Block, ...]:
    return (
        *(paragraph(f"{stem}-p{number}", LONG) for number in range(4)),
        SceneBreak(f"{stem}-b", ()),
        paragraph(f"{stem}-q1", "第二天雨停了。"),
        SceneBreak(f"{stem}-c", (), "＊　＊　＊"),
        paragraph(f"{stem}-q2", "桥上的灯还是没有亮。"),
    )


def news(script: Script = "zh-Hans") -> Publication:
    bridge = Figure("s0-700", (), line("通车当日的石桥。"), "本报记者 周平 摄", "bridge.png", "河上一座三孔石桥")
    lost = Figure("s0-750", (), line("夜色中的石桥。"), "资料图片")
    blocks: tuple[Block, ...] = (
        paragraph("s0-100", "本报讯　" + LONG, role="lead"),
        Heading("s0-300", (), 1, line("一座桥连起两个镇")),
        paragraph("s0-310", LONG),
        bridge,
        paragraph("s0-710", LONG),
        lost,
        Heading("s0-800", (), 3, line("数字"), "二、"),
        Table(
            "s0-810",
            (),
            ((line("年份"), line("车次")), (line("2019"), line("1200")), (line("2020"), line("3400"))),
            1,
            line("过桥车次"),
        ),
        paragraph("s0-900", "（据镇政府网站）", role="source"),
    )
    first = Article(
        "s0-0",
        blocks,
        kicker=phrase("两镇百年心愿今朝实现"),
        title=phrase("石桥通车了"),
        subtitle=phrase("首日过桥车辆超过三千"),
        byline=Byline(("周平",), "□本报记者 周平"),
        dateline=Dateline("清河镇5月1日电", own_line=True),
        end_mark="（完）",
    )
    second = Article("s0-1000", (paragraph("s0-1010", "本周晴到多云。"),), title=phrase("一周天气"), role="box")
    untitled = Article("s0-1100", (paragraph("s0-1110", "勘误：昨日第二版“清水”应为“清河”。"),))
    return Publication(Metadata("清河日报", script, "newspaper", date="2020-05-02"), (first, second, untitled))


def verse(script: Script = "zh-Hans") -> Publication:
    lines = (
        VerseLine(line("桥下的水不肯停")),
        VerseLine(line("它要去的地方没有名字"), 2),
        VerseLine(line("岸上灯火"), 40),
    )
    poem = Verse("s0-10", (), (lines, lines[:2]), line("——写于清河"))
    notes = (
        Note("n1", "foot", "①", (paragraph("n1-p", "清河，发源于北山。"),)),
        Note("n2", "end", "", (paragraph("n2-p", "原稿此处有涂改。"), paragraph("n2-q", "今从初版。"))),
    )
    quotation = Quotation("s0-60", (), (paragraph("s0-61", "桥成之日，乡人皆喜。"), poem_line()), line("《清河志》"))
    prose: tuple[Block, ...] = (
        poem,
        Paragraph(
            "s0-40",
            (),
            (
                Text("清河", frozenset({"name-line"})),
                NoteRef("n1", "①"),
                Text("见于"),
                Text("清河志", frozenset({"title-line"})),
                Ruby("甄别", "zhēn bié"),
                Ruby("石桥", "shí qiáo tóu"),
                Text("要紧", frozenset({"dots"})),
                Text("。"),
                InlineNote(line("一作“清溪”"), "jiazhu"),
                InlineNote(line("［编者按］"), "editor"),
                Break(),
                Text("H", frozenset()),
                Text("2", frozenset({"sub"})),
                Text("O", frozenset({"strong", "em"})),
                Text("the bridge", frozenset({"em"}), "en"),
                Link("https://example.org/a b?q=桥#甲", line("网页")),
                Link("mailto:bridge@example.org", line("来信")),
                Link("javascript:alert(1)", line("脚本")),
                Link("#s0-10", line("上诗")),
                NoteRef("n2", ""),
                NoteRef("n1", "①"),
                NoteRef("gone", "⑨"),
            ),
        ),
        quotation,
        Preformatted("s0-90", (), "  一   二\n三 <四> & 五"),
    )
    return Publication(
        Metadata("桥下", script, "verse", contributors=(Contributor("沈一舟"),)),
        (Article("s0-0", prose, title=Phrase((Text("桥下"), NoteRef("n1", "①")), ()), notes=notes),),
    )


def poem_line() -> Verse:
    return Verse("s0-65", (), ((VerseLine(line("一桥飞架")), VerseLine(line("两岸相闻"))),))


def law(script: Script = "zh-Hans") -> Publication:
    items = ListBlock(
        "s0-50",
        (
            ListItem("s0-51", (), "（一）", line("车辆限速二十公里；")),
            ListItem("s0-52", (), "（二）", line("禁止在桥上停车。")),
        ),
    )
    bullets = ListBlock("s0-70", (ListItem("s0-71", (), "● ", line("附图")), ListItem("s0-72", (), "● ", line("附表"))))
    return Publication(
        Metadata("石桥管理办法", script, "law", publisher="清河镇人民政府", date="二〇二〇年"),
        (
            Article("s0-0", number="第一章", title=phrase("总则")),
            Article("s0-10", (Paragraph("s0-12", (), line("为了保护石桥，制定本办法。"), number="第一条"),), level=2),
            Article(
                "s0-30",
                (
                    Paragraph("s0-32", (), line("过桥应当遵守下列规定："), number="第二条"),
                    items,
                    bullets,
                    paragraph("s0-80", "清河镇人民政府", role="signature"),
                    paragraph("s0-90", "2020年5月1日", role="signature"),
                ),
                number="一、",
                title=phrase("通行"),
                level=2,
            ),
        ),
    )


def play(script: Script = "zh-Hans") -> Publication:
    return Publication(
        Metadata("守桥人", script, "play", contributors=(Contributor("沈一舟"),)),
        (
            Article(
                "s0-0",
                (
                    paragraph("s0-5", "时间：一个雨夜。地点：石桥头。", role="stage"),
                    Speech("s0-10", (), "老人", "：", line("这么大的雨，你往哪里去？")),
                    Speech(
                        "s0-20",
                        (),
                        "青年",
                        "　",
                        (Text("过桥。"), Text("（停顿）", frozenset({"em"})), Text("桥还在吗？")),
                    ),
                    paragraph("s0-30", "[雷声。灯灭。]", role="stage"),
                    paragraph("s0-40", "诸位看官：", role="salutation"),
                ),
                number="第一幕",
            ),
        ),
    )


BOOKS = {"novel": novel, "news": news, "verse": verse, "law": law, "play": play}
DESIGNS = {"novel": "book", "news": "news", "verse": "book", "law": "book", "play": "book"}


def traditional(publication: Publication) -> Publication:
    return replace(publication, metadata=replace(publication.metadata, language="zh-Hant-TW"))
