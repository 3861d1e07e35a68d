"""What an editor corrects for good, in a document's settings: the tables [[replace]], [[junk]], [[join]] and [[split]].

Each stands for a rule of its own, so that what it does is counted and shown like the rest.
"""

from __future__ import annotations

import msgspec

REPLACE, JUNK, JOIN, SPLIT = "editor.replace", "editor.junk", "editor.join", "editor.split"
EDITOR_RULES = (REPLACE, JUNK, JOIN, SPLIT)


class Replacement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`find`, as it stands in the raw text, becomes `with`, wherever it stands; the other rules come after."""

    find: str
    with_: str = msgspec.field(name="with")


class Junk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Regular expressions, one of the two: what a whole `line` is, or what `inside` a line is, that is no text."""

    line: str | None = None
    inside: str | None = None

    @property
    def pattern(self) -> str:
        return self.line or self.inside or ""


class Join(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The line that ends in the words `after` goes on with the line that begins with the words `before`."""

    after: str
    before: str


class Split(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Between the words `after` and the words `before` a new paragraph begins."""

    after: str
    before: str
