"""A role of the design in, the properties of a Word style out: `w:pPr` and `w:rPr`, each in the order of the schema."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.backends import Edition
from pipeline.backends.docx.markup import attribute
from pipeline.design import Design, Page, RoleStyle
from pipeline.fonts import Fonts, Role
from pipeline.model import Script

#: BCP 47 as the model has it → the language tag that Word knows.
LANGUAGES: Mapping[Script, str] = {"zh-Hans": "zh-CN", "zh-Hant": "zh-TW", "zh-Hant-TW": "zh-TW", "zh-Hant-HK": "zh-HK"}
#: The tallest line that fonts ask for, in their size: Noto CJK's ascent and descent. What is less keeps to the grid.
_TALLEST = 1.45

# Order of ECMA-376 part 1, CT_PPrBase (17.3.1.26) and EG_RPrBase (17.3.2.28), as far as styles here use it.
_PARAGRAPH_ORDER = (
    "keepNext", "keepLines", "pageBreakBefore", "widowControl", "pBdr", "tabs", "snapToGrid", "spacing",
    "ind", "jc", "outlineLvl",
)  # fmt: skip
_RUN_ORDER = (
    "rFonts", "b", "noProof", "color", "sz", "szCs", "u", "vertAlign", "em", "lang",
)  # fmt: skip

Properties = dict[str, str]
"""Element name → the element, without order."""


def paragraph_xml(properties: Properties) -> str:
    return _ordered("pPr", properties, _PARAGRAPH_ORDER)


def run_xml(properties: Properties) -> str:
    return _ordered("rPr", properties, _RUN_ORDER)


def _ordered(name: str, properties: Properties, order: tuple[str, ...]) -> str:
    inner = "".join(properties[key] for key in sorted(properties, key=order.index))
    return f"<w:{name}>{inner}</w:{name}>" if inner else ""


def twips(points: float) -> int:
    """Twentieths of a point."""
    return round(points * 20)


def half_points(points: float) -> int:
    return max(2, round(points * 2))


def word_face(fonts: Fonts, role: Role, script: Script) -> str:
    """The font that Word is asked for: what its systems have for the script, not what we ship.

    An editor's machine has 宋体 and 新細明體, hardly ever Noto CJK, and Word replaces a font it lacks by one of its own
    choice. Our family is named as an alternative in the font table.
    """
    installed = fonts.substitutes(role, script)
    return installed[0] if installed else fonts.family(role, script)


def faces(edition: Edition, role: Role) -> str:
    """`w:rFonts` with all four slots: without `w:eastAsia` Word sets Chinese in the face of its theme."""
    script = edition.publication.metadata.language
    han = attribute(word_face(edition.fonts, role, script))
    latin = attribute(word_face(edition.fonts, edition.fonts.companion(role), script))
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{han}" w:cs="{latin}"/>'


def run_properties(edition: Edition, style: RoleStyle) -> Properties:
    """Face, size and colour of a role."""
    size = half_points(style.size)
    made = {"rFonts": faces(edition, style.font), "sz": f'<w:sz w:val="{size}"/>', "szCs": f'<w:szCs w:val="{size}"/>'}
    color = _rgb(edition.design, style.color)
    if color != "000000":
        made["color"] = f'<w:color w:val="{color}"/>'
    return made


def paragraph_properties(page: Page, style: RoleStyle) -> Properties:
    """Spacing, indents, alignment and keeping together of a role, all of them said: nothing comes from 正文."""
    made = {"spacing": _spacing(page, style), "ind": indents(style), "jc": f'<w:jc w:val="{_alignment(style)}"/>'}
    if _is_exact(page, style):
        made["snapToGrid"] = '<w:snapToGrid w:val="0"/>'
    if style.keep_with_next:
        made |= {"keepNext": "<w:keepNext/>", "keepLines": "<w:keepLines/>"}
    return made


def _spacing(page: Page, style: RoleStyle) -> str:
    """Space before and after in hundredths of a grid line, with twips for clients without a grid; the line pitch.

    Lines that fit the page's grid keep to it, so that a picture pasted into them is not cut off; others are exact.
    """
    space = "".join(
        f' w:{name}Lines="{round(lines * 100)}" w:{name}="{twips(lines * page.pitch)}"'
        for name, lines in (("before", style.before), ("after", style.after))
    )
    if _is_exact(page, style):
        return f'<w:spacing{space} w:line="{twips(style.pitch or page.pitch)}" w:lineRule="exact"/>'
    return f'<w:spacing{space} w:line="240" w:lineRule="auto"/>'


def _is_exact(page: Page, style: RoleStyle) -> bool:
    pitch = style.pitch or page.pitch
    return pitch != page.pitch or style.size * _TALLEST > pitch


def indents(style: RoleStyle) -> str:
    """Indents in hundredths of a character, with twips of the role's size for clients that do not count characters."""
    parts = (("left", style.left), ("right", style.right), ("firstLine", style.indent))
    return "<w:ind{}/>".format(
        "".join(f' w:{name}Chars="{round(em * 100)}" w:{name}="{twips(em * style.size)}"' for name, em in parts)
    )


def _alignment(style: RoleStyle) -> str:
    return "both" if style.align == "justify" else style.align


def _rgb(design: Design, color: str) -> str:
    """A CMYK token as the RGB that Word has; six hexadecimal digits."""
    cyan, magenta, yellow, black = design.colors[color]
    return "".join(f"{round(255 * (1 - ink) * (1 - black)):02X}" for ink in (cyan, magenta, yellow))
