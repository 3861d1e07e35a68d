"""Edition in, `word/theme/theme1.xml` out: what Word's other styles, when an editor takes one, draw their faces from.

The edition's own styles name their faces and colours. The theme is there because Word writes no file without one, and
so that 主题字体 are Chinese: the theme of Word's template has none for Chinese and falls back to Japanese ones.
"""

from __future__ import annotations

from pipeline.backends import Edition
from pipeline.backends.docx.markup import attribute
from pipeline.backends.docx.properties import word_face
from pipeline.fonts import Role

_COLORS = {
    "dk1": "000000", "lt1": "FFFFFF", "dk2": "404040", "lt2": "EEEEEE", "accent1": "404040", "accent2": "595959",
    "accent3": "737373", "accent4": "8C8C8C", "accent5": "A6A6A6", "accent6": "BFBFBF",
    "hlink": "000000", "folHlink": "404040",
}  # fmt: skip
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_NAME = 'name="Kanben"'


def theme(edition: Edition) -> bytes:
    """A theme of black and greys, headings in 黑, text in 宋 (ECMA-376 part 1, 20.1.6)."""
    colors = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLORS.items())
    lines = f'<a:ln w="6350">{_FILL}</a:ln>' * 3
    effects = "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" {_NAME}><a:themeElements>'
        f"<a:clrScheme {_NAME}>{colors}</a:clrScheme>"
        f"<a:fontScheme {_NAME}>{_fonts(edition, 'majorFont', 'hei')}"
        f"{_fonts(edition, 'minorFont', 'song')}</a:fontScheme>"
        f"<a:fmtScheme {_NAME}><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst>"
        f"<a:effectStyleLst>{effects}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    ).encode()


def _fonts(edition: Edition, element: str, role: Role) -> str:
    script = edition.publication.metadata.language
    han = attribute(word_face(edition.fonts, role, script))
    latin = attribute(word_face(edition.fonts, edition.fonts.companion(role), script))
    kind = "Hans" if script == "zh-Hans" else "Hant"
    return (
        f'<a:{element}><a:latin typeface="{latin}"/><a:ea typeface="{han}"/><a:cs typeface="{latin}"/>'
        f'<a:font script="{kind}" typeface="{han}"/></a:{element}>'
    )
