"""What went wrong or was noticed, as values: a name, a place and the facts; the wording stands in `catalogue/`.

`KanbenError` means "tell the user, without a traceback"; anything else that escapes is a bug of ours and shows one.

    KanbenError
    ├── ConfigError      3    a key is unknown or has the wrong type
    ├── SourceError      4    missing, cannot be decoded, empty, not text
    ├── StructureError   5    told to find chapters, found none
    ├── FontError        6    a role has no file, or the file will not embed
    ├── BackendError     7    a writer failed
    ├── VerifyError      8    an output does not match its publication
    ├── OutputError      9    cannot write: permission, disk, lock
    └── ClusterError    10    scheduler unreachable, versions differ
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Value = str | int | float
Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Place:
    """Where: a file, and in it a 1-based line and column (characters) where they are known."""

    file: str
    line: int | None = None
    column: int | None = None

    @classmethod
    def of(cls, file: str, text: str, offset: int) -> Place:
        """The place of an offset of a text; CR, LF and CRLF end lines."""
        before = text[:offset]
        start = max(before.rfind("\n"), before.rfind("\r")) + 1
        return cls(file, 1 + before.count("\n") + before.count("\r") - before.count("\r\n"), offset - start + 1)

    def __str__(self) -> str:
        parts = [self.file, *(str(n) for n in (self.line, self.column) if n is not None)]
        return ":".join(parts)


class Level(StrEnum):
    """How much a finding weighs: NOTE tells what was done, WARN wants a look, FAIL stops a file from being sent out."""

    NOTE = "note"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something an editor or printer should know; `name` is stable and is the key of its wording."""

    name: str
    place: Place | None = None
    values: Values = field(default_factory=dict)
    level: Level = Level.WARN


class KanbenError(Exception):
    """Base of all errors that are told to the user; `exit_code` is the process's exit status."""

    exit_code = 1

    def __init__(self, name: str, /, place: Place | None = None, **values: Value) -> None:
        super().__init__(name, str(place) if place else "", dict(values))
        self.name = name
        self.place = place
        self.values: Values = values

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.name, self.place, dict(self.values))


def _rebuild(kind: type[KanbenError], name: str, place: Place | None, values: dict[str, Value]) -> KanbenError:
    return kind(name, place, **values)


class ConfigError(KanbenError):
    exit_code = 3


class SourceError(KanbenError):
    exit_code = 4


class StructureError(KanbenError):
    exit_code = 5


class FontError(KanbenError):
    exit_code = 6


class BackendError(KanbenError):
    exit_code = 7


class VerifyError(KanbenError):
    exit_code = 8


class OutputError(KanbenError):
    exit_code = 9


class ClusterError(KanbenError):
    exit_code = 10
