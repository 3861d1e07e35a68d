"""Edition in, the style sheet of its Word file out (`word/styles.xml`): one style a role, and those the text asks for.

A run of characters has one style in Word, so that marks which meet get a style together; so do section heads whose
outline level is taken, and verse by its indent. They are made when first asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from pipeline.backends import Edition
from pipeline.backends.docx import names
from pipeline.backends.docx.markup import attribute, document
from pipeline.backends.docx.names import StyleName
from pipeline.backends.docx.properties import (
    LANGUAGES,
    Properties,
    faces,
    indents,
    paragraph_properties,
    paragraph_xml,
    run_properties,
    run_xml,
    twips,
)
from pipeline.design import RoleStyle
from pipeline.model import Article, Script

LEVELS = 9
"""Outline levels of Word."""

#: What follows when an editor ends a paragraph of the style with Enter; styles left out go on.
_NEXT = {"Kicker": "Heading1"} | dict.fromkeys(
    (
        "Title",
        "Subtitle",
        "Byline",
        "Dateline",
        "Lead",
        "Salutation",
        "Source",
        "Attribution",
        "Caption",
        "Credit",
        "SceneBreak",
    ),
    "Normal",
)
_PRIORITY = {
    "Normal": 0,
    "Title": 10,
    "Subtitle": 11,
    "Quote": 29,
    "ListParagraph": 34,
    "Caption": 35,
    "TOCHeading": 39,
}


def starts_page(edition: Edition, level: int) -> bool:
    """Whether articles of a level begin a page: poems and the items of a classic run on below their book."""
    runs_on = level >= 2 and edition.publication.metadata.kind in ("verse", "classic")
    return edition.design.article_start == "page" and not runs_on


@dataclass(slots=True)
class StyleSheet:
    """The styles of one file. `made` holds those asked for by the text, in the order of their first use."""

    edition: Edition
    titled: frozenset[int]
    """Outline levels that article titles have."""
    ranks: dict[int, int] = field(default_factory=dict)
    """Outline level → the rank of section head that has Word's heading style of that level."""
    uses: dict[frozenset[str], str] = field(default_factory=dict)
    made: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, edition: Edition) -> StyleSheet:
        articles = edition.publication.articles
        return cls(edition, frozenset(title_level(article) for article in articles if article.heading))

    def section_head(self, level: int, rank: int) -> str:
        """The style of a section head of a rank (1–6) at an outline level."""
        if level not in self.titled and self.ranks.setdefault(level, rank) == rank:
            return names.heading(level).id
        name = names.section_head(level, rank)
        return self._once(name, lambda: self._heading(name, level, f"heading-{rank}", based_on=names.heading(level).id))

    def characters(self, uses: frozenset[str]) -> str:
        """The style of characters that have all of `uses` (keys of `names.CHARACTERS`); empty for none."""
        if not uses:
            return ""
        if uses not in self.uses:
            parts = tuple(key for key in names.CHARACTERS if key in uses)
            name = names.joined(tuple(names.CHARACTERS[key] for key in parts), self._script)
            if len(parts) > 1:
                self._once(name, lambda: self._characters(name, parts))
            self.uses[uses] = name.id if len(parts) > 1 else names.CHARACTERS[parts[0]].id
        return self.uses[uses]

    def verse(self, indent: int) -> str:
        name = names.verse(indent)
        ind = {"ind": indents(msgspec.structs.replace(self._role("verse"), left=float(indent), right=0.0))}
        return self._once(name, lambda: self._style(name, paragraph_xml(ind), based_on="Verse"))

    def xml(self) -> bytes:
        """The whole part."""
        fixed = [self._defaults(), _LATENT, *self._paragraphs(), *self._headings(), _DEFAULT_CHARACTERS]
        fixed += [self._characters(name, (key,)) for key, name in names.CHARACTERS.items()]
        return document("styles", (*fixed, _TABLES, _NO_LIST, *self.made.values()))

    # ------------------------------------------------------------------------------------------------ kinds of style

    def _paragraphs(self) -> list[str]:
        made = []
        for role, name in names.PARAGRAPHS.items():
            style, extra = self._role(role), self._extra(role)
            if role == "verse":
                style = msgspec.structs.replace(style, align="left")
            made.append(self._paragraph(name, style, extra))
        caption, rule = self._role("caption"), '<w:bottom w:val="single" w:sz="4" w:space="1" w:color="auto"/>'
        picture = {"keepNext": "<w:keepNext/>", "spacing": '<w:spacing w:line="240" w:lineRule="auto"/>'}
        made += [
            self._paragraph(names.BOOK_SUBTITLE, self._role("subtitle")),
            self._paragraph(names.FOOTNOTE_TEXT, self._role("note")),
            self._paragraph(names.FIGURE, caption, picture),
            self._paragraph(names.TABLE_CAPTION, caption, {"keepNext": "<w:keepNext/>"}),
            self._paragraph(names.TABLE_HEAD, msgspec.structs.replace(self._role("table"), font="hei")),
            self._paragraph(names.ARTICLE_RULE, self._role("scene-break"), {"pBdr": f"<w:pBdr>{rule}</w:pBdr>"}),
            self._paragraph(names.HEADER_EVEN, self._role("running-head"), self._outer("running-head", "left")),
            self._paragraph(names.FOOTER_EVEN, self._role("folio"), self._outer("folio", "left")),
        ]
        return made

    def _extra(self, role: str) -> Properties:
        """What a role needs that its token does not say."""
        if role.startswith("contents-") and role != "contents-title":
            stop = f'<w:tab w:val="right" w:leader="middleDot" w:pos="{twips(self.edition.design.type_width)}"/>'
            return {"tabs": f"<w:tabs>{stop}</w:tabs>"}
        if role == "contents-title":
            return {"pageBreakBefore": "<w:pageBreakBefore/>"}
        if role in ("running-head", "folio"):
            return self._outer(role, "right")
        return {"keepLines": "<w:keepLines/>"} if role == "verse" else {}

    def _outer(self, role: str, side: str) -> Properties:
        """Running heads and folios stand at the outer edge of facing pages, in the middle of single ones."""
        style, design = self._role(role), self.edition.design
        align = style.align if style.align != "justify" else side if facing(self.edition) else "center"
        made = paragraph_properties(design.page, style)
        return {"jc": f'<w:jc w:val="{align}"/>', "spacing": made["spacing"]}

    def _paragraph(self, name: StyleName, style: RoleStyle, extra: Properties | None = None) -> str:
        properties = paragraph_properties(self.edition.design.page, style) | (extra or {})
        markup = paragraph_xml(properties) + run_xml(run_properties(self.edition, style))
        return self._style(name, markup, based_on="" if name.id == "Normal" else "Normal")

    def _headings(self) -> list[str]:
        """`heading 1` to `heading 9`: the look of article titles where a level has them, else of section heads."""
        made = []
        for level in range(1, LEVELS + 1):
            rank = self.ranks.get(level, min(level, 6))
            role = f"title-{min(level, 4)}" if level in self.titled else f"heading-{rank}"
            made.append(self._heading(names.heading(level), level, role))
        return made

    def _heading(self, name: StyleName, level: int, role: str, *, based_on: str = "Normal") -> str:
        style = self._role(role)
        extra = {"outlineLvl": f'<w:outlineLvl w:val="{level - 1}"/>'}
        breaks = role.startswith("title-") and starts_page(self.edition, level)
        if breaks or based_on != "Normal":
            extra["pageBreakBefore"] = "<w:pageBreakBefore/>" if breaks else '<w:pageBreakBefore w:val="0"/>'
        markup = paragraph_xml(paragraph_properties(self.edition.design.page, style) | extra)
        return self._style(
            name, markup + run_xml(run_properties(self.edition, style)), based_on=based_on, follow="Normal"
        )

    def _characters(self, name: StyleName, parts: tuple[str, ...]) -> str:
        properties: Properties = {}
        for part in parts:
            properties |= self._use(part)
        return self._style(name, run_xml(properties), kind="character", based_on="DefaultParagraphFont")

    def _use(self, use: str) -> Properties:
        """How a use of characters looks. No slant and no false bold: 强调 is 楷体, 要点 is 黑体, as in print."""
        match use:
            case "strong":
                # 黑体 has no bold face, and Word would smear one; 微軟正黑體 has.
                bold = {"b": "<w:b/>"} if self._script != "zh-Hans" else {}
                return {"rFonts": faces(self.edition, "hei"), **bold}
            case "speaker" | "item-number":
                return {"rFonts": faces(self.edition, "hei")}
            case "em":
                return {"rFonts": faces(self.edition, "kai")}
            case "number":
                return run_properties(self.edition, self._role("number"))
            case "jiazhu":
                return run_properties(self.edition, self._role("note"))
            case "editor":
                return {"rFonts": faces(self.edition, self._role("note").font)}
        return dict(_LOOKS.get(use, ()))

    # ------------------------------------------------------------------------------------------------------ the parts

    @property
    def _script(self) -> Script:
        return self.edition.publication.metadata.language

    def _role(self, role: str) -> RoleStyle:
        return self.edition.design.role(role)

    def _once(self, name: StyleName, make: Callable[[], str]) -> str:
        if name.id not in self.made:
            self.made[name.id] = make()
        return name.id

    def _style(
        self, name: StyleName, markup: str, *, kind: str = "paragraph", based_on: str = "", follow: str = ""
    ) -> str:
        default = ' w:default="1"' if name.id == "Normal" else ""
        custom = ' w:customStyle="1"' if name.custom else ""
        based = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
        follow = follow or _NEXT.get(name.id, "")
        after = f'<w:next w:val="{follow}"/>' if follow else ""
        priority = _PRIORITY.get(
            name.id, 9 if name.id.startswith("Heading") else 39 if name.id.startswith("TOC") else 20
        )
        shown = attribute(name.shown(self._script))
        return (
            f'<w:style w:type="{kind}"{default}{custom} w:styleId="{name.id}"><w:name w:val="{shown}"/>{based}{after}'
            f'<w:uiPriority w:val="{priority}"/><w:qFormat/>{markup}</w:style>'
        )

    def _defaults(self) -> str:
        """Document defaults: faces and languages in all slots, line breaking and punctuation by Chinese rules."""
        body = self._role("body")
        language = LANGUAGES[self._script]
        run = run_xml(
            run_properties(self.edition, body)
            | {"lang": f'<w:lang w:val="en-US" w:eastAsia="{language}" w:bidi="ar-SA"/>'}
        )
        return f"<w:docDefaults><w:rPrDefault>{run}</w:rPrDefault>{_CHINESE_LINES}</w:docDefaults>"


def title_level(article: Article) -> int:
    """The outline level of an article's title."""
    return min(max(article.level, 1), LEVELS)


def facing(edition: Edition) -> bool:
    """Whether left and right pages differ: a book's inner and outer margins do."""
    return abs(edition.design.page.inner - edition.design.outer) > 1


_LOOKS = {
    "dots": (("em", '<w:em w:val="underDot"/>'),),
    "name-line": (("u", '<w:u w:val="single"/>'),),
    "title-line": (("u", '<w:u w:val="wave"/>'),),
    "link": (("u", '<w:u w:val="single"/>'),),
    "super": (("vertAlign", '<w:vertAlign w:val="superscript"/>'),),
    "sub": (("vertAlign", '<w:vertAlign w:val="subscript"/>'),),
    "call": (("vertAlign", '<w:vertAlign w:val="superscript"/>'),),
    "code": (("noProof", "<w:noProof/>"),),
}
_CHINESE_LINES = (
    '<w:pPrDefault><w:pPr><w:widowControl/><w:kinsoku/><w:wordWrap/><w:overflowPunct w:val="0"/>'
    '<w:topLinePunct w:val="0"/><w:autoSpaceDE/><w:autoSpaceDN/></w:pPr></w:pPrDefault>'
)
#: Word's other styles stay hidden until they are used: the list an editor sees is the edition's own.
_LATENT = (
    '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1" w:defUnhideWhenUsed="1"'
    ' w:defQFormat="0" w:count="376"/>'
)
_DEFAULT_CHARACTERS = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
)
_NO_LIST = (
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
)
_TABLES = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
    "<w:tblCellMar>"
    + "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 0), ("left", 108), ("bottom", 0), ("right", 108))
    )
    + "</w:tblCellMar></w:tblPr></w:style>"
    '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>'
    '<w:uiPriority w:val="39"/><w:tblPr><w:tblBorders>'
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders></w:tblPr></w:style>"
)
