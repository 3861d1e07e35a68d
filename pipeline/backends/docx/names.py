"""Roles of the design and marks of the text in, names of Word styles out.

Where Word has a style of its own it is used: Word shows `heading 1` as 标题 1 and `toc 1` as 目录 1 in a Chinese
interface, and its commands know them. All others have a Chinese name of the trade, in the edition's script.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pipeline.model import Script


class StyleName(NamedTuple):
    """`id` ties paragraphs to the style; `word` is Word's own name for it, else the Chinese ones count."""

    id: str
    word: str = ""
    hans: str = ""
    hant: str = ""

    def shown(self, script: Script) -> str:
        return self.word or (self.hans if script == "zh-Hans" else self.hant)

    @property
    def custom(self) -> bool:
        return not self.word


#: Design role → paragraph style. Titles, section heads and `number` are missing: see `styles.py`.
PARAGRAPHS: Mapping[str, StyleName] = {
    "body": StyleName("Normal", "Normal"),
    "book-title": StyleName("Title", "Title"),
    "book-author": StyleName("BookAuthor", "", "书籍作者", "書籍作者"),
    "contents-title": StyleName("TOCHeading", "TOC Heading"),
    "contents-1": StyleName("TOC1", "toc 1"),
    "contents-2": StyleName("TOC2", "toc 2"),
    "contents-3": StyleName("TOC3", "toc 3"),
    "kicker": StyleName("Kicker", "", "引题", "引題"),
    "subtitle": StyleName("Subtitle", "Subtitle"),
    "byline": StyleName("Byline", "", "作者署名", "作者署名"),
    "dateline": StyleName("Dateline", "", "电头", "電頭"),
    "lead": StyleName("Lead", "", "导语", "導語"),
    "salutation": StyleName("Salutation", "Salutation"),
    "signature": StyleName("Signature", "Signature"),
    "source": StyleName("Source", "", "出处", "出處"),
    "stage": StyleName("StageDirection", "", "舞台提示", "舞臺提示"),
    "note": StyleName("NoteText", "", "注释", "註釋"),
    "contents": StyleName("ContentsLine", "", "目次行", "目次行"),
    "speech": StyleName("Speech", "", "对白", "對白"),
    "list": StyleName("ListParagraph", "List Paragraph"),
    "verse": StyleName("Verse", "", "诗行", "詩行"),
    "attribution": StyleName("Attribution", "", "引文署名", "引文署名"),
    "quotation": StyleName("Quote", "Quote"),
    "caption": StyleName("Caption", "caption"),
    "credit": StyleName("Credit", "", "图片署名", "圖片署名"),
    "table": StyleName("TableText", "", "表格文字", "表格文字"),
    "preformatted": StyleName("PlainText", "Plain Text"),
    "scene-break": StyleName("SceneBreak", "", "场景分隔", "場景分隔"),
    "running-head": StyleName("Header", "header"),
    "folio": StyleName("Footer", "footer"),
}  # fmt: skip

#: Marks of the text and other uses of characters → character style, in the order in which their names are joined.
CHARACTERS: Mapping[str, StyleName] = {
    "strong": StyleName("Strong", "Strong"),
    "em": StyleName("Emphasis", "Emphasis"),
    "dots": StyleName("EmphasisDots", "", "着重号", "著重號"),
    "name-line": StyleName("NameLine", "", "专名号", "專名號"),
    "title-line": StyleName("TitleLine", "", "书名号甲式", "書名號甲式"),
    "super": StyleName("Superscript", "", "上标", "上標"),
    "sub": StyleName("Subscript", "", "下标", "下標"),
    "code": StyleName("Code", "", "代码", "程式碼"),
    "link": StyleName("Hyperlink", "Hyperlink"),
    "call": StyleName("FootnoteReference", "footnote reference"),
    "jiazhu": StyleName("InlineNote", "", "夹注", "夾注"),
    "editor": StyleName("EditorNote", "", "编者注", "編者註"),
    "speaker": StyleName("Speaker", "", "说话人", "說話人"),
    "number": StyleName("Number", "", "章号", "章號"),
    "item-number": StyleName("ItemNumber", "", "条号", "條號"),
    "ruby": StyleName("Ruby", "", "注音", "注音"),
    "end-mark": StyleName("EndMark", "", "文末标记", "文末標記"),
}  # fmt: skip

BOOK_SUBTITLE = StyleName("BookSubtitle", "", "书名副题", "書名副題")
FIGURE = StyleName("Figure", "", "图片", "圖片")
TABLE_CAPTION = StyleName("TableCaption", "", "表题", "表題")
TABLE_HEAD = StyleName("TableHead", "", "表头", "表頭")
FOOTNOTE_TEXT = StyleName("FootnoteText", "footnote text")
ARTICLE_RULE = StyleName("ArticleRule", "", "文间线", "文間線")
HEADER_EVEN = StyleName("HeaderEven", "", "页眉（双页）", "頁首（雙頁）")
FOOTER_EVEN = StyleName("FooterEven", "", "页脚（双页）", "頁尾（雙頁）")


def heading(level: int) -> StyleName:
    """Word's own heading style of an outline level, 1–9."""
    return StyleName(f"Heading{level}", f"heading {level}")


def section_head(level: int, rank: int) -> StyleName:
    """A section head (小标题) of a rank whose outline level is taken by article titles."""
    return StyleName(f"SectionHead{level}-{rank}", "", f"小标题 {rank}（{level} 级）", f"小標題 {rank}（{level} 級）")


def verse(indent: int) -> StyleName:
    """Verse whose longest line stands in the middle of the column."""
    return StyleName(f"Verse{indent}", "", f"诗行（缩进 {indent} 字）", f"詩行（縮排 {indent} 字）")


def joined(parts: tuple[StyleName, ...], script: Script) -> StyleName:
    """The style of characters that several marks share."""
    name = "＋".join(part.shown(script) for part in parts)
    return StyleName("-".join(part.id for part in parts), "", name, name)
