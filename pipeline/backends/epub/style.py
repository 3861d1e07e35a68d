"""Design and font names in, the one stylesheet of an EPUB out: relative sizes, no colours, no face for the body.

A reader chooses size, face, margins and day or night. The design gives proportions: sizes against the body's, indents
and margins in em, distances down the page in lines. Nothing relies on squeezed punctuation (clreq, section 3.1.6).
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources

from pipeline.backends.epub.blocks import MAX_INDENT
from pipeline.design import Design, FontRole
from pipeline.fonts import Fonts
from pipeline.model import Script

#: A paper title of 二号 over 小五 is 2.4 times the text; on a phone that is four characters a line.
LARGEST, SMALLEST = 1.75, 0.8
#: (selector, role, role of the element round it: sizes in em multiply)
_ROLES = (
    (".book-title", "book-title", "body"),
    (".book-author", "book-author", "body"),
    (".contents-title", "contents-title", "body"),
    (".kicker", "kicker", "body"),
    *((f".title-{level}", f"title-{level}", "body") for level in range(1, 5)),
    *((f".title-{level} .number", "number", f"title-{level}") for level in range(1, 5)),
    *((f".{role}", role, "body") for role in ("subtitle", "byline", "dateline")),
    *((f".heading-{level}", f"heading-{level}", "body") for level in range(1, 7)),
    *((f"p.{role}", role, "body") for role in ("lead", "salutation", "signature", "source", "stage", "note")),
    *((f"p.{role}", role, "body") for role in ("contents", "speech")),
    ("aside.note", "note", "body"),
    ("aside.note p.note", "note", "note"),
    ("li", "list", "body"),
    (".verse", "verse", "body"),
    ("blockquote", "quotation", "body"),
    (".attribution", "attribution", "quotation"),
    ("figcaption", "caption", "body"),
    (".credit", "credit", "caption"),
    (".table", "table", "body"),
    ("pre", "preformatted", "body"),
    (".scene-break", "scene-break", "body"),
)
_GENERIC: dict[FontRole, str] = {
    "song": "serif",
    "hei": "sans-serif",
    "kai": "serif",
    "fang": "serif",
    "latin": "serif",
}


def stylesheet(design: Design, fonts: Fonts, script: Script) -> str:
    """The whole stylesheet."""
    body = design.role("body")
    fixed = (resources.files(__package__) / "book.css").read_text(encoding="utf-8")
    made = [fixed.replace("LINE", _number(_line(design)))]
    paragraph = {"text-align": body.align, "text-indent": _em(body.indent)}
    made.append(_rule("p", paragraph))
    faces = _Faces(fonts, script)
    for selector, role, outer in _ROLES:
        declared = dict(_declared(design, role, outer, faces))
        if selector.startswith("p."):
            declared = {name: value for name, value in declared.items() if paragraph.get(name) != value}
        made.append(_rule(selector, declared))
    if design.role("verse").align == "center":
        # A poem is centred as a whole, by its longest line.
        made.append(_rule(".verse", {"margin-left": "auto", "margin-right": "auto"}))
    made += (_rule(f".stanza .in-{indent}", {"margin-left": _em(indent)}) for indent in range(1, MAX_INDENT + 1))
    made.append(_rule("em:lang(zh)", {"font-family": faces.stack("kai")}))
    made.append(_rule(".speaker", {"font-family": faces.stack("hei")}))
    return "".join(made)


class _Faces:
    """Font stacks by role: the design's face, what commonly stands for it, the generic family."""

    def __init__(self, fonts: Fonts, script: Script) -> None:
        self._fonts, self._script = fonts, script

    def stack(self, role: FontRole) -> str:
        names = dict.fromkeys((self._fonts.family(role, self._script), *self._fonts.substitutes(role, self._script)))
        return ", ".join([*(_quoted(name) for name in names), _GENERIC[role]])


def _declared(design: Design, role: str, outer: str, faces: _Faces) -> Iterator[tuple[str, str]]:
    style = design.role(role)
    size = _size(design, role)
    if style.font != design.role(outer).font:
        yield "font-family", faces.stack(style.font)
    if style.font in ("kai", "fang"):
        yield "font-weight", "normal"  # faces of one weight: never thickened
    if (scale := size / _size(design, outer)) != 1:
        yield "font-size", _em(scale)
    if size > 1 and style.pitch:
        yield "line-height", _number(max(1.2, min(style.pitch / style.size, 1.6)))
    yield "text-align", style.align
    yield "text-indent", _em(style.indent)
    line = _line(design) / size
    if any(margins := (style.before * line, style.right, style.after * line, style.left)):
        yield "margin", " ".join(map(_em, margins))


def _size(design: Design, role: str) -> float:
    """Size of a role against the body's, kept within what a small screen bears."""
    return min(max(design.role(role).size / design.role("body").size, SMALLEST), LARGEST)


def _line(design: Design) -> float:
    """A line of the page's grid, in em of the body."""
    body = design.role("body")
    return max(body.pitch or design.page.pitch, body.size) / body.size


def _rule(selector: str, declared: dict[str, str]) -> str:
    if not declared:
        return ""
    return f"{selector} {{ " + "; ".join(f"{name}: {value}" for name, value in declared.items()) + " }\n"


def _em(length: float) -> str:
    return f"{_number(length)}em" if round(length, 3) else "0"


def _number(amount: float) -> str:
    return f"{amount:.3f}".rstrip("0").rstrip(".")


def _quoted(name: str) -> str:
    return '"' + "".join(char for char in name if char not in '"\\\n\r') + '"'
