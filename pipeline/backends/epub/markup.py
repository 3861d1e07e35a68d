"""Text and attributes in, XHTML out as strings: escaping, references that are filled in later, the frame of a file.

Nothing here builds a tree: a book of a million characters is joined from strings and checked once a file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from html import escape

from pipeline.model import Script

STYLESHEET = "style/book.css"
#: What XML 1.0 (section 2.2, production 2) has no place for: most controls, lone surrogates, U+FFFE and U+FFFF.
_ILLEGAL = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: A reference whose file is not known yet. `<<` cannot come from the text: there every `<` is escaped.
_REFERENCE = re.compile(r' href="<<([^<>]*)>>"')


def text(characters: str) -> str:
    """Characters as XHTML content."""
    return escape(characters, quote=False)


def value(characters: str) -> str:
    """Characters as the value of an attribute between double quotes."""
    return escape(characters)


def reference(node: str) -> str:
    """A `href` to a node, to be filled in by `linked` when all files are known."""
    return f' href="<<{value(node)}>>"'


def linked(markup: str, file: str, files: Mapping[str, str]) -> str:
    """`markup` of `file` with its references filled in from `files` (id as written → file).

    A reference to a node that no file holds loses its `href`: the link becomes plain text.
    """
    if "<<" not in markup:
        return markup

    def fill(found: re.Match[str]) -> str:
        target = files.get(found[1])
        if target is None:
            return ""
        return f' href="{"" if target == file else target}#{found[1]}"'

    return _REFERENCE.sub(fill, markup)


def legal(characters: str, replaced: Counter[str] | None = None) -> str:
    """Characters without those that XML forbids: a space for white space (form feed …), U+FFFD for any other.

    `replaced` counts them.
    """
    if not _ILLEGAL.search(characters):
        return characters
    if replaced is not None:
        replaced.update(_ILLEGAL.findall(characters))
    return _ILLEGAL.sub(lambda found: " " if found[0].isspace() else "\ufffd", characters)


def document(script: Script, title: str, body: str, *, kind: str = "", root: str = "../") -> str:
    """A whole XHTML file. `kind` is the body's epub:type; `root` leads to the folder of the package."""
    type_ = f' epub:type="{kind}"' if kind else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
        f' lang="{script}" xml:lang="{script}">\n'
        f'<head>\n<title>{text(title)}</title>\n<link rel="stylesheet" type="text/css" href="{root}{STYLESHEET}"/>\n'
        f"</head>\n<body{type_}>\n{body}\n</body>\n</html>\n"
    )
