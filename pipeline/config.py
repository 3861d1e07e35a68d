"""A settings file in (`x.toml` beside `x.txt`, or a folder's publication.toml), checked `Settings` out.

Every error names the file, the line, the key, and what was probably meant. Settings hold what an editor knows better
than the text: they go before the file's name, and that before what structure recovered (`merge`).
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Annotated, Literal, get_args

import msgspec

from pipeline import design as designs
from pipeline.corrections import Join, Junk, Replacement, Split
from pipeline.errors import ConfigError, Place
from pipeline.model import KINDS, SCRIPTS, Contributor, Kind, Metadata, Script
from pipeline.tomlines import line_of, line_with, syntax_error

RuleLevel = Literal["off", "warn", "fix"]
Wanted = Literal["source", "zh-Hans", "zh-Hant", "zh-Hant-TW", "zh-Hant-HK"]
Format = Literal["pdf", "epub", "docx"]


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """`role`: a MARC relator code; empty for what the key says (authors: aut, translators: trl, editors: edt)."""

    name: str
    role: Annotated[str, msgspec.Meta(pattern="^([a-z]{3})?$")] = ""


class Structure(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """How heads are found in this publication; `chapter`, `volume` and `exclude` are regular expressions."""

    chapter: str | None = None
    volume: str | None = None
    exclude: tuple[str, ...] = ()
    max_title_length: Annotated[int, msgspec.Meta(ge=1)] | None = None


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """All that may stand in a settings file; keys are written with hyphens. `Settings()` is no file."""

    title: str | None = None
    subtitle: str | None = None
    authors: tuple[str | Person, ...] = ()
    translators: tuple[str | Person, ...] = ()
    editors: tuple[str | Person, ...] = ()
    publisher: str | None = None
    date: str | None = None
    """ISO 8601: a year, a month or a day. A file may also say 2020年2月19日."""
    isbn: str | None = None
    identifier: str | None = None
    description: str | None = None
    rights: str | None = None
    source: str | None = None
    subjects: tuple[str, ...] = ()
    series: str | None = None
    series_number: str | None = None
    cover: str | None = None
    script: Script | None = None
    kind: Kind | None = None
    design: str | None = None
    scripts: tuple[Wanted, ...] = ("source",)
    formats: tuple[Format, ...] = ("pdf", "epub", "docx")
    encoding: str | None = None
    sources: tuple[str, ...] = ()
    rules: Mapping[str, RuleLevel] = msgspec.field(default_factory=dict)
    structure: Structure = msgspec.field(default_factory=Structure)
    replace: tuple[Replacement, ...] = ()
    junk: tuple[Junk, ...] = ()
    join: tuple[Join, ...] = ()
    split: tuple[Split, ...] = ()

    @property
    def contributors(self) -> tuple[Contributor, ...]:
        """Authors, translators and editors with their roles, in the order of the file's keys."""
        groups = ((self.authors, "aut"), (self.translators, "trl"), (self.editors, "edt"))
        return tuple(_contributor(person, role) for people, role in groups for person in people)


def _contributor(person: str | Person, role: str) -> Contributor:
    return Contributor(person, role) if isinstance(person, str) else Contributor(person.name, person.role or role)


def load(path: Path | None, *, rules: Collection[str] | None = None) -> Settings:
    """The settings in a file, `Settings()` for None. With `rules`, the names that `[rules]` may hold.

    Raises ConfigError: not UTF-8 or not TOML, an unknown key, a value of the wrong type or not among those allowed, a
    date or ISBN that is none, a pattern that does not compile, a file that is missing or outside the seed's folder.
    """
    if path is None:
        return Settings()
    file = _File.read(path)
    data = dict(file.data)
    if "date" in data:
        data["date"] = file.date(data["date"])
    if "rules" in data:
        data["rules"] = file.rules(data["rules"], rules)
    try:
        settings = msgspec.convert(data, Settings)
    except msgspec.ValidationError as error:
        raise file.wrong(str(error)) from error
    file.check(settings)
    return settings


def line_in(path: Path | None, key: str, index: int) -> int | None:
    """The line of the settings file on which table number `index` of the tables [[key]] begins, where there is one."""
    try:
        return line_of(_text(path), key, index) if path else None
    except ConfigError:
        return None


def load_design(settings: Settings, folder: Path, *, default: str) -> designs.Design:
    """The design that settings name, a preset or a token file in `folder`, else the preset `default`."""
    wanted = settings.design or default
    if not wanted.endswith(".toml"):
        return designs.preset(wanted)
    return designs.parse(_text(folder / wanted), wanted.removesuffix(".toml"))


def _text(path: Path) -> str:
    """A TOML file's characters, without the BOM that some editors put. Raises ConfigError."""
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise ConfigError("config.unreadable", Place(str(path)), detail=error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise ConfigError("config.encoding", Place(str(path))) from error


def merge(settings: Settings, file_name: tuple[str | None, str | None, str | None], recovered: Metadata) -> Metadata:
    """Settings before the file's name (title, author, date) before what the text says. People of a role that settings
    or file name give replace those recovered in that role; nothing else is dropped."""
    title, author, date = file_name
    people = settings.contributors
    if author and not any(person.role == "aut" for person in people):
        people = (Contributor(author), *people)
    given = {person.role for person in people}
    return replace(
        recovered,
        title=settings.title or title or recovered.title,
        language=settings.script or recovered.language,
        kind=settings.kind or recovered.kind,
        subtitle=settings.subtitle or recovered.subtitle,
        contributors=(*people, *(person for person in recovered.contributors if person.role not in given)),
        publisher=settings.publisher or recovered.publisher,
        date=settings.date or date or recovered.date,
        identifier=settings.identifier or recovered.identifier,
        isbn=settings.isbn or recovered.isbn,
        description=settings.description or recovered.description,
        rights=settings.rights or recovered.rights,
        source=settings.source or recovered.source,
        subjects=settings.subjects or recovered.subjects,
        series=settings.series or recovered.series,
        series_number=settings.series_number or recovered.series_number,
    )


def valid_isbn(text: str) -> bool:
    """Whether the check digit of an ISBN-10 or ISBN-13 is right (GB/T 5795, ISO 2108); hyphens and blanks count not."""
    digits = re.sub(r"[-\s‐–]", "", text).upper()
    if re.fullmatch(r"97[89][0-9]{10}", digits):
        return sum(int(digit) * (1, 3)[at % 2] for at, digit in enumerate(digits)) % 10 == 0
    if re.fullmatch(r"[0-9]{9}[0-9X]", digits):
        return sum((10 - at) * (10 if digit == "X" else int(digit)) for at, digit in enumerate(digits)) % 11 == 0
    return False


# -------------------------------------------------------------------------------------------------------- checking

_TABLES: Mapping[str, type[msgspec.Struct]] = {
    "": Settings,
    "structure": Structure,
    "authors": Person,
    "translators": Person,
    "editors": Person,
    "replace": Replacement,
    "junk": Junk,
    "join": Join,
    "split": Split,
}
#: Tables that may stand any number of times: [[replace]].
_REPEATED = ("replace", "junk", "join", "split")
_CHOICES: Mapping[str, Sequence[str]] = {
    "script": SCRIPTS,
    "kind": KINDS,
    "scripts": get_args(Wanted),
    "formats": get_args(Format),
}
#: Keys that people write by other names.
_MEANT: Mapping[str, str] = {
    "author": "authors", "creator": "authors", "writer": "authors", "translator": "translators", "editor": "editors",
    "name": "title", "language": "script", "lang": "script", "format": "formats", "charset": "encoding",
    "files": "sources", "year": "date", "tags": "subjects", "keywords": "subjects", "copyright": "rights",
}  # fmt: skip
_ERROR = re.compile(r"(?P<what>.*?)(?: - at `\$\.?(?P<at>[^`]*)`)?", re.DOTALL)
_WANTS = {"str": "text", "array": "list", "object": "table", "int": "number", "str | object": "person"}
_DATE = re.compile(r"(\d{4})(?:年|-(?=\d)|$)(?:(\d{1,2})(?:月|-(?=\d)|$)(?:(\d{1,2})日?)?)?")
_SLASHES = str.maketrans("/.", "--")


@dataclass(frozen=True, slots=True)
class _File:
    """A settings file: where it is, its text (for line numbers) and its values."""

    path: Path
    text: str
    data: Mapping[str, object]

    @classmethod
    def read(cls, path: Path) -> _File:
        text = _text(path)
        try:
            return cls(path, text, tomllib.loads(text))
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            raise syntax_error(path, text, str(error)) from error

    def error(self, name: str, key: str, index: int | None = None, **values: str | int) -> ConfigError:
        return ConfigError(f"config.{name}", self.place(key, index), key=key, **values)

    def place(self, key: str, index: int | None = None) -> Place:
        return Place(str(self.path), line_of(self.text, key, index))

    def wrong(self, message: str) -> ConfigError:
        """msgspec's message as an error with the key, its line and what may stand there."""
        match = _ERROR.fullmatch(message)
        what, at = (match["what"], match["at"] or "") if match else (message, "")
        key = re.sub(r"\[[^\]]*\]", "", at)
        number = re.match(r"[^\[]*\[(\d+)\]", at)
        index = int(number[1]) if number else None
        quoted = re.search(r"[`'](.*)['`]", what)
        value = quoted[1] if quoted else what
        if "unknown field" in what:
            return self.unknown(key, value, index)
        if "missing required" in what:
            return self.error("missing-key", key, index, missing=value)
        if what.startswith("Invalid enum"):
            known = _CHOICES[key]
            return self.error("choice", key, value=value, known=", ".join(known), nearest=_nearest(value, known))
        if "regex" in what:
            return self.error("role", key, index)
        if key in _REPEATED:
            return self.error("want-tables", key, index)
        wanted = re.search(r"`(.*?)`", what)
        kind = wanted[1].removesuffix(" | null") if wanted else "str"
        return self.error(f"want-{_WANTS.get(kind, 'text')}", key, index)

    def unknown(self, table: str, key: str, index: int | None = None) -> ConfigError:
        known = _keys(_TABLES[table])
        written = key.replace("_", "-")
        elsewhere = [f"{name}.{one}" for name, kind in _TABLES.items() if name for one in _keys(kind) if one == written]
        meant = [] if table else [_MEANT[key]] if key in _MEANT else elsewhere[:1]
        nearest = meant[0] if meant else _nearest(written, known)
        full = f"{table}.{key}" if table else key
        if nearest:
            return self.error("unknown-key", full, index, nearest=nearest)
        return self.error("unknown-key-far", full, index, known=", ".join(known))

    def date(self, value: object) -> str:
        """An ISO date of a TOML date, a year, or text; checked against the calendar."""
        if isinstance(value, dt.datetime):
            return value.date().isoformat()
        if isinstance(value, dt.date):
            return value.isoformat()
        match = (
            _DATE.fullmatch(re.sub(r"\s", "", str(value)).translate(_SLASHES)) if type(value) in (str, int) else None
        )
        try:
            parts = [int(part) for part in match.groups() if part] if match else []
            dt.date(*[*parts, 1, 1][:3])
        except (ValueError, TypeError) as error:
            raise self.error("date", "date", value=str(value)) from error
        if not match:
            raise self.error("date", "date", value=str(value))
        return "-".join(f"{part:02d}" for part in parts)

    def rules(self, value: object, known: Collection[str] | None) -> dict[str, str]:
        """Levels by rule; `spacing.padding = "off"` and `"spacing.padding" = "off"` are the same."""
        if not isinstance(value, dict):
            raise self.error("want-table", "rules")
        levels: dict[str, str] = {}
        for name, level in _flat(value):
            if known is not None and name not in known:
                raise self.error("rule", f"rules.{name}", nearest=_nearest(name, known) or ", ".join(known))
            if level not in get_args(RuleLevel):
                allowed = get_args(RuleLevel)
                nearest = _nearest(str(level), allowed)
                raise self.error("choice", f"rules.{name}", value=str(level), known=", ".join(allowed), nearest=nearest)
            levels[name] = str(level)
        return levels

    def check(self, settings: Settings) -> None:
        """What types cannot tell. Raises ConfigError."""
        if settings.isbn is not None and not valid_isbn(settings.isbn):
            raise self.error("isbn", "isbn", isbn=settings.isbn)
        for key in ("chapter", "volume", "exclude"):
            patterns = getattr(settings.structure, key) or ()
            for pattern in (patterns,) if isinstance(patterns, str) else patterns:
                self.check_pattern(f"structure.{key}", pattern)
        self.check_corrections(settings)
        for key in ("formats", "scripts"):
            if not getattr(settings, key):
                raise self.error("none-wanted", key)
        for source in settings.sources:
            self.inside("sources", source)
        if len(set(settings.sources)) < len(settings.sources):
            raise self.error(
                "twice", "sources", value=next(s for s in settings.sources if settings.sources.count(s) > 1)
            )
        if settings.cover is not None and not _is_picture(self.inside("cover", settings.cover)):
            raise self.error("cover", "cover", value=settings.cover)
        if settings.design is not None:
            self.check_design(settings, settings.design)

    def check_corrections(self, settings: Settings) -> None:
        """[[replace]], [[junk]], [[join]], [[split]]: nothing empty, nothing that changes nothing, one pattern each."""
        for at, one in enumerate(settings.replace):
            if one.find == one.with_:
                raise self.error("same", "replace.with", at)
        for name in ("replace", "join", "split"):
            for at, quoted in enumerate(getattr(settings, name)):
                for key in ("find",) if name == "replace" else ("after", "before"):
                    if not getattr(quoted, key).strip("\r\n"):
                        raise self.error("empty", f"{name}.{key}", at)
        for at, junk in enumerate(settings.junk):
            if bool(junk.line) == bool(junk.inside):
                raise self.error("one-pattern", "junk", at)
            key = "junk.line" if junk.line else "junk.inside"
            self.check_pattern(key, junk.pattern, at)
            if re.search(junk.pattern, ""):
                raise self.error("pattern-of-nothing", key, at, pattern=junk.pattern)

    def check_pattern(self, key: str, pattern: str, index: int | None = None) -> None:
        try:
            re.compile(pattern)
        except re.error as error:
            line = line_with(self.text, line_of(self.text, key, index), pattern)
            values: dict[str, str | int] = {"pattern": pattern, "at": (error.pos or 0) + 1, "detail": error.msg}
            raise ConfigError("config.pattern", Place(str(self.path), line), key=key, **values) from error

    def check_design(self, settings: Settings, wanted: str) -> None:
        own = self.inside("design", wanted) if wanted.endswith(".toml") else None
        try:
            load_design(settings, self.path.parent, default=wanted)
        except ConfigError as error:
            place = error.place or (Place(str(own)) if own else self.place("design"))
            raise ConfigError(error.name, place, **error.values) from error

    def inside(self, key: str, value: str) -> Path:
        """The file that a value names in the folder of the settings. Raises ConfigError: outside, or missing."""
        path = self.path.parent / value
        parts = PurePosixPath(value).parts
        if not parts or ".." in parts or "\\" in value or PureWindowsPath(value).anchor or PurePosixPath(value).anchor:
            raise self.error("outside", key, value=value)
        if not path.resolve().is_relative_to(self.path.parent.resolve()):
            raise self.error("outside", key, value=value)
        if not path.is_file():
            raise self.error("no-file", key, value=value)
        return path


def _is_picture(path: Path) -> bool:
    """Whether a file is a JPEG or PNG that can be decoded to its end."""
    from PIL import Image

    try:
        with Image.open(path, formats=("JPEG", "PNG")) as image:
            image.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False
    return True


def _keys(kind: type[msgspec.Struct]) -> list[str]:
    return [field.encode_name for field in msgspec.structs.fields(kind)]


def _flat(table: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value


def _nearest(word: str, known: Collection[str]) -> str:
    return next(iter(difflib.get_close_matches(word, known, 1, 0.5)), "")
