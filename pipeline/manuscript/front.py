"""The front matter of a manuscript ⇄ `Front`: version, digests of the raw files, what the editor says of the whole.

    ---
    kanben: 1
    sha256: 5f0c…          (in a folder: below it, a line for each file)
    title: "长河渡"
    authors: ["林间野火"]
    kind: novel
    language: zh-Hans
    heads: 2
    ---

A small part of YAML, so that any viewer reads it: `key: value`, lists in brackets, text quoted as in JSON or bare.
Settings go before it: what they say is not written here.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from pipeline.config import Settings
from pipeline.errors import ConfigError, Place
from pipeline.model import KINDS, SCRIPTS, Contributor, Kind, Metadata, Script

VERSION = 1
_KEYS = ("kanben", "sha256", "title", "authors", "kind", "language", "heads")
_LINE = re.compile(r"(?P<key>[A-Za-z0-9_-]+)\s*:(?:\s+(?P<value>.*))?$")
_FILE = re.compile(r'\s+(?P<name>"(?:[^"\\]|\\.)*"|[^"\s].*?)\s*:\s+(?P<digest>\S+)\s*$')
#: What a manuscript's bytes begin with, whatever their encoding.
_OPENING = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n(?:[^\n]*\n){0,20}?kanben[ \t]*:")


@dataclass(frozen=True, slots=True)
class Front:
    """`digests`: SHA-256 of each raw file by its name, "" where there is but one; `heads`: how many `#` an article's
    head has at most. None: not said."""

    digests: Mapping[str, str] = field(default_factory=dict)
    title: str | None = None
    authors: tuple[str, ...] | None = None
    kind: Kind | None = None
    language: Script | None = None
    heads: int = 1

    @classmethod
    def of(cls, metadata: Metadata, settings: Settings, digests: Mapping[str, str], heads: int) -> Front:
        """What is known of a publication, without what its settings say."""
        told = any(person.role == "aut" for person in settings.contributors)
        return cls(
            digests,
            None if settings.title else metadata.title,
            None if told or not metadata.authors else metadata.authors,
            None if settings.kind else metadata.kind,
            None if settings.script else metadata.language,
            heads,
        )

    def metadata(self, recovered: Metadata, settings: Settings) -> Metadata:
        """Settings before front matter before what was recovered."""
        told = self.authors is None or any(person.role == "aut" for person in settings.contributors)
        people = recovered.contributors
        if not told and self.authors is not None and self.authors != recovered.authors:
            others = tuple(person for person in people if person.role != "aut")
            people = (*map(Contributor, self.authors), *others)
        return replace(
            recovered,
            title=settings.title or self.title or recovered.title,
            kind=settings.kind or self.kind or recovered.kind,
            language=settings.script or self.language or recovered.language,
            contributors=people,
        )


def is_manuscript(data: bytes) -> bool:
    """Whether a Markdown file is a manuscript: it opens with front matter that says `kanben:`."""
    return _OPENING.match(data) is not None


def write_front(front: Front) -> str:
    """The front matter, with its two fences."""
    lines = ["---", f"kanben: {VERSION}"]
    if set(front.digests) == {""}:
        lines.append(f"sha256: {front.digests['']}")
    else:
        lines += ("sha256:", *(f"  {_quoted(name)}: {digest}" for name, digest in front.digests.items()))
    if front.title is not None:
        lines.append(f"title: {_quoted(front.title)}")
    if front.authors is not None:
        lines.append(f"authors: [{', '.join(map(_quoted, front.authors))}]")
    lines += [f"{key}: {value}" for key, value in (("kind", front.kind), ("language", front.language)) if value]
    if front.heads != 1:
        lines.append(f"heads: {front.heads}")
    return "\n".join([*lines, "---"])


def read_front(lines: list[str], file: str) -> tuple[Front, int]:
    """The front matter of a manuscript, and the number of lines that it takes.

    Raises ConfigError with the line: not closed, no `key: value`, an unknown key or value, another version.
    """
    end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        raise ConfigError("manuscript.front-open", Place(file, 1))
    values: dict[str, str] = {}
    digests: dict[str, str] = {}
    for number, line in enumerate(lines[1:end], 2):
        place = Place(file, number)
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        inner = _FILE.match(line)
        if inner and next(reversed(values), "") == "sha256":
            digests[_text(inner["name"], place)] = inner["digest"].lower()
            continue
        match = _LINE.match(line.rstrip())
        if not match:
            raise ConfigError("manuscript.front-line", place, text=line.strip()[:40])
        _check_key(match["key"], place)
        values[match["key"]] = (match["value"] or "").strip()
        _check_value(match["key"], values[match["key"]], place)
    if digest := values.get("sha256"):
        digests = {"": digest.lower()}
    if not digests:
        raise ConfigError("manuscript.no-digest", Place(file, 1))
    return _front(values, digests, Place(file, 1)), end + 1


def _front(values: Mapping[str, str], digests: Mapping[str, str], place: Place) -> Front:
    authors = values.get("authors")
    return Front(
        digests,
        (_text(values["title"], place) or None) if "title" in values else None,
        None if authors is None else tuple(_list(authors, place)),
        values.get("kind"),  # type: ignore[arg-type]
        values.get("language"),  # type: ignore[arg-type]
        int(values.get("heads", "1")),
    )


def _check_key(key: str, place: Place) -> None:
    if key not in _KEYS:
        nearest = next(iter(difflib.get_close_matches(key, _KEYS, 1, 0.5)), ", ".join(_KEYS))
        raise ConfigError("manuscript.front-key", place, key=key, nearest=nearest)


def _check_value(key: str, value: str, place: Place) -> None:
    known = {"kind": KINDS, "language": SCRIPTS}.get(key)
    if key == "kanben" and value != str(VERSION):
        raise ConfigError("manuscript.version", place, version=value, known=VERSION)
    if known and value not in known:
        raise ConfigError("manuscript.front-value", place, key=key, value=value, known=", ".join(known))
    if key == "heads" and not re.fullmatch("[1-9]", value):
        raise ConfigError("manuscript.front-value", place, key=key, value=value, known="1–9")
    if key in ("title", "authors"):
        list(_list(value, place))


def _list(value: str, place: Place) -> Iterator[str]:
    """A list in brackets; a bare value is a list of one."""
    if not value.startswith("["):
        yield _text(value, place)
        return
    inside = value[1:-1].strip()
    if not value.endswith("]"):
        raise ConfigError("manuscript.front-line", place, text=value[:40])
    for found in re.finditer(r'"(?:[^"\\]|\\.)*"|[^",，、\s][^",，、]*', inside):
        yield _text(found[0].strip(), place)


def _text(value: str, place: Place) -> str:
    if not value.startswith('"'):
        return value
    try:
        return str(json.loads(value))
    except ValueError as error:
        raise ConfigError("manuscript.front-line", place, text=value[:40]) from error


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x85", "\\u0085").replace("\u2028", "\\u2028")
