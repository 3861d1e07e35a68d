"""What the writer gathers while it sets a text: the anchors written, notes called, pictures used, things noticed."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.backends.epub.markup import value
from pipeline.backends.epub.pictures import Pictures
from pipeline.backends.epub.words import Words
from pipeline.errors import Finding, Level, Value


@dataclass(slots=True)
class Scribe:
    """One for a whole book, passed down to every function that sets a node."""

    words: Words
    pictures: Pictures
    notes: frozenset[str]
    """Ids of all notes of the publication: a call of any other is set without a link."""
    calls: dict[str, list[str]] = field(default_factory=dict)
    """Note id → ids of the calls set so far."""
    anchors: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    ruby: bool = False
    """Whether any reading was set."""
    undescribed: bool = False
    """Whether any picture was set without alternative text."""

    def id(self, node: str) -> str:
        """The `id` attribute of a node, kept so that links find the file that it comes to stand in."""
        self.anchors.append(node)
        return f' id="{value(node)}"'

    def call(self, note: str) -> str:
        """A new id for a call of `note`."""
        made = self.calls.setdefault(note, [])
        made.append(f"{note}-call" if not made else f"{note}-call-{len(made) + 1}")
        return made[-1]

    def notice(self, name: str, level: Level = Level.WARN, **facts: Value) -> None:
        self.findings.append(Finding(f"epub.{name}", None, facts, level))
