"""Bytes in, `Source` out: which encoding, and how sure. Also what counts as a seed, and what its file name tells.

`read` changes nothing: BOM, NUL, CR, CRLF, form feeds, private-use characters stay in the text as they are (normalize
decides), and `encode_back` gives the very bytes again. Only what the encoding cannot read becomes U+FFFD, one for each
byte (one for the two or three bytes of a lone surrogate in UTF-16 or UTF-8), with the bytes kept in `Source.bad`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from pipeline import charset
from pipeline.charset import CODECS, Characters
from pipeline.errors import ConfigError, Finding, Level, Place, SourceError, Value

#: More bad characters than one in so many (and than two in all): the encoding is wrong, not the file damaged.
BAD_LIMIT = 50
_SHOWN = 20
_DOUBTFUL = 0.9
_SAMPLE = 1 << 16
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x19\x1b-\x1f]")


@dataclass(frozen=True, slots=True)
class Encoding:
    """A name of `CODECS`, how sure it is (0–1), and what else the bytes might be."""

    name: str
    confidence: float
    runner_up: str | None = None
    set_by_user: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A file as text; `bad` and `odd` as in `charset.Characters`, what text alone does not tell `encode_back`."""

    name: str
    data: bytes
    encoding: Encoding
    text: str
    bad: Mapping[int, bytes] = field(default_factory=dict)
    odd: Mapping[int, bytes] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def place(self, offset: int) -> Place:
        """File, line and column (1-based, characters) of an offset of `text`; CR, LF and CRLF end lines."""
        return Place.of(self.name, self.text, offset)


def read_source(path: Path, *, encoding: str | None = None, name: str | None = None) -> Source:
    """A file as a `Source`; `name` is what the user calls it (the file's name unless given).

    Raises SourceError: missing, a folder, not to be opened, and all that `decode` raises.
    """
    return decode(_bytes(path, name or path.name), name or path.name, encoding=encoding)


def _bytes(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise SourceError("read.missing", Place(name)) from error
    except IsADirectoryError as error:
        raise SourceError("read.folder", Place(name)) from error
    except OSError as error:
        raise SourceError("read.unreadable", Place(name), detail=error.strerror or str(error)) from error


def decode(data: bytes, name: str, *, encoding: str | None = None) -> Source:
    """Bytes as a `Source`, in the encoding given or the one found.

    Raises SourceError: empty (or only blanks and NULs), not text (its kind is named), an encoding that is not known,
    too many undecodable bytes (`BAD_LIMIT`).
    """
    place = Place(name)
    if not data.strip(b"\0\t\n\v\f\r "):
        raise SourceError("read.empty", place)
    if kind := charset.kind(data):
        raise SourceError(f"read.is-{kind}", place)
    found = _encoding(data, encoding, place)
    if not found.confidence:
        raise SourceError("read.is-binary" if b"\0" in data else "read.no-encoding", place)
    text, bad, odd = charset.read_bytes(data, found.name)
    if found.name == "big5" and bad and not found.set_by_user:
        wider = charset.read_bytes(data, "big5-hkscs")
        if len(wider.bad) < len(bad):
            found, (text, bad, odd) = replace(found, name="big5-hkscs"), wider
    if not text.strip("\0\t\n\v\f\r \u3000\ufeff"):
        raise SourceError("read.empty", place)
    if len(bad) > max(2, len(text) // BAD_LIMIT):
        name_ = "read.undecodable-as" if found.set_by_user else "read.undecodable"
        raise SourceError(name_, place, encoding=found.name, count=len(bad), percent=round(100 * len(bad) / len(text)))
    if len(_CONTROLS.findall(text.rstrip("\0"), 0, _SAMPLE)) * BAD_LIMIT > min(len(text), _SAMPLE):
        raise SourceError("read.is-binary", place)
    source = Source(name, data, found, text, bad, odd)
    return replace(source, findings=tuple(_findings(source)))


def encode_back(source: Source) -> bytes:
    """The bytes that a source was read from, made of its text, `bad` and `odd`."""
    return charset.write_bytes(Characters(source.text, source.bad, source.odd), source.encoding.name)


def _encoding(data: bytes, wanted: str | None, place: Place) -> Encoding:
    if wanted is None:
        return Encoding(*charset.detect(data))
    try:
        return Encoding(charset.named(wanted, data), 1.0, set_by_user=True)
    except LookupError as error:
        raise SourceError("read.encoding-unknown", place, encoding=wanted, known=", ".join(CODECS)) from error


def _findings(source: Source) -> Iterator[Finding]:
    found = source.encoding
    percent = round(100 * found.confidence)
    if not found.set_by_user and found.runner_up:
        facts: dict[str, Value] = {"encoding": found.name, "percent": percent, "other": found.runner_up}
        if found.confidence < _DOUBTFUL:
            yield Finding("read.encoding-doubtful", Place(source.name), facts)
        else:
            yield Finding("read.encoding", Place(source.name), facts, Level.NOTE)
    runs: list[tuple[int, bytes]] = []
    last = -2
    for at, raw in source.bad.items():
        if at == last + 1:
            runs[-1] = (runs[-1][0], runs[-1][1] + raw)
        else:
            runs.append((at, raw))
        last = at
    for at, raw in runs[:_SHOWN]:
        yield Finding("read.bad-bytes", source.place(at), {"bytes": raw[:16].hex(" ").upper(), "offset": at})
    if len(runs) > _SHOWN:
        yield Finding("read.bad-bytes-more", Place(source.name), {"count": len(runs) - _SHOWN})


# ---------------------------------------------------------------------------------------------------------------- seeds

SETTINGS_FILE = "publication.toml"


@dataclass(frozen=True, slots=True)
class Seed:
    """A raw document: a .txt file, or a folder with publication.toml. `name` names its outputs."""

    name: str
    path: Path
    sources: tuple[Path, ...]
    settings: Path | None = None


def is_seed(path: Path) -> bool:
    """A .txt file, or a folder with publication.toml; hidden files and README.txt are none."""
    if path.name.startswith(".") or path.stem.lower() == "readme":
        return False
    return (path / SETTINGS_FILE).is_file() if path.is_dir() else path.suffix.lower() == ".txt" and path.is_file()


def seed_at(path: Path) -> Seed:
    """The seed at a path; a folder's sources are its .txt files in natural order (第2章 before 第十章).

    Raises SourceError: missing, a folder without publication.toml, a file that is no .txt.
    """
    if not path.exists():
        raise SourceError("read.missing", Place(str(path)))
    if path.is_dir():
        if not (path / SETTINGS_FILE).is_file():
            raise SourceError("read.folder-no-settings", Place(str(path)))
        texts = sorted((child for child in path.iterdir() if is_seed(child) and child.is_file()), key=_natural)
        return Seed(publication_name(path), path, tuple(texts), path / SETTINGS_FILE)
    if not is_seed(path):
        kind = charset.kind(_bytes(path, str(path))) if path.is_file() else None  # a pipe would be waited for
        raise SourceError(f"read.is-{kind}" if kind else "read.not-txt", Place(str(path)))
    settings = path.with_suffix(".toml")
    return Seed(publication_name(path), path, (path,), settings if settings.is_file() else None)


def with_sources(seed: Seed, names: Sequence[str]) -> Seed:
    """The seed with the sources that its settings name, if they name any. Raises SourceError for a folder without."""
    chosen = replace(seed, sources=tuple(seed.path / name for name in names)) if names and seed.path.is_dir() else seed
    if not chosen.sources:
        raise SourceError("read.folder-empty", Place(str(seed.path)))
    return chosen


_IMAGES = (".jpg", ".jpeg", ".png")


def read_assets(seed: Seed, *named: str, shown: Sequence[str] = ()) -> dict[str, bytes]:
    """The images of a seed by name: those of its folder, those that its settings name beside it, and of those that
    its text shows the ones that are there.

    Raises SourceError for one that cannot be read.
    """
    folder = seed.path if seed.path.is_dir() else seed.path.parent
    own = (
        [path.name for path in sorted(folder.iterdir()) if path.suffix.lower() in _IMAGES]
        if folder == seed.path
        else []
    )
    there = (name for name in shown if _is_below(folder / name, folder))
    return {name: _bytes(folder / name, name) for name in dict.fromkeys((*own, *named, *there))}


def _is_below(path: Path, folder: Path) -> bool:
    """Whether a file is there, and in the folder: no text names a picture elsewhere on the disk."""
    try:
        return path.is_file() and path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError):
        return False


def find_seeds(folder: Path) -> tuple[Seed, ...]:
    """All seeds directly in a folder, in natural order. Raises SourceError; ConfigError where two have one name
    (upper and lower case count as one: many disks do not tell them apart)."""
    if not folder.is_dir():
        raise SourceError("read.missing", Place(str(folder)))
    seeds = [seed_at(path) for path in sorted(folder.iterdir(), key=_natural) if is_seed(path)]
    check_names(seeds)
    return tuple(seeds)


#: What may stand beside seeds: settings, manuscripts, pictures.
_BESIDE = (".toml", ".md", *_IMAGES)


def passed_over(folder: Path) -> tuple[str, ...]:
    """Names in a folder of seeds that look as if they were meant to be seeds and are none."""
    names = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name.startswith(".") or path.stem.lower() == "readme" or is_seed(path):
            continue
        holds_text = path.is_dir() and any(child.suffix.lower() == ".txt" for child in path.iterdir())
        if holds_text or (not path.is_dir() and path.suffix.lower() not in _BESIDE):
            names.append(path.name)
    return tuple(names)


def check_names(seeds: Sequence[Seed]) -> None:
    """Raises ConfigError for the first two seeds whose outputs would overwrite each other."""
    seen: dict[str, Seed] = {}
    for seed in seeds:
        other = seen.setdefault(seed.name.casefold(), seed)
        if other.path != seed.path:
            raise ConfigError("read.same-name", Place(str(seed.path)), other=str(other.path), name=seed.name)


_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff/\\:*?"<>|]')


def publication_name(path: Path) -> str:
    """The name of a seed's outputs: its own without ending, NFC, what paths and disks do not bear replaced by `_`,
    at most 120 bytes of UTF-8."""
    stem = path.name if path.is_dir() else path.stem
    name = _UNSAFE.sub("_", unicodedata.normalize("NFC", stem)).strip()
    name = name.encode()[:120].decode(errors="ignore").rstrip(" .")
    return name or "_"


_NUMBER = re.compile(r"([0-9０-９]+)|([〇零一二两三四五六七八九十百千]+)|([上中下])(?=[卷册部集篇编)）]|$)")


def _natural(path: Path) -> tuple[tuple[tuple[int, int | str], ...], str]:
    """A sort key in which numbers, Arabic or Chinese, go by their value."""
    name = unicodedata.normalize("NFC", path.stem)
    key: list[tuple[int, int | str]] = []
    done = 0
    for match in _NUMBER.finditer(name):
        if match.start() > done:
            key.append((1, name[done : match.start()].casefold()))
        value = int(match[1]) if match[1] else _value(match[2]) if match[2] else "上中下".index(match[3]) + 1
        key.append((0, value))
        done = match.end()
    return (*key, (1, name[done:].casefold())), path.name


def _value(numeral: str) -> int:
    digits, units = "〇一二三四五六七八九", {"十": 10, "百": 100, "千": 1000}
    total = digit = 0
    for char in numeral.replace("零", "〇").replace("两", "二"):
        if char in units:
            total += (digit or 1) * units[char]
            digit = 0
        else:
            digit = digit * 10 + digits.index(char)
    return total + digit


_BRACKETED = r"(?:\s*(?:[（(\[【][^（）()\[\]【】]*[）)\]】]|(?i:txt)(?:下载|全集|电子书)))*\s*"
_FILE_NAME = re.compile(
    rf"{_BRACKETED}(?:《(?P<quoted>[^《》]+)》|(?P<bare>[^《》（(\[【]+?)){_BRACKETED}"
    rf"(?:作\s*者\s*[：:︰_]\s*(?P<author>(?:[（(][^（()）]{{1,4}}[）)])?[^（(\[【]+?)|by\s+(?P<by>[^（(\[【]+?)|(?P<maker>[^（(\[【]{{2,20}}?)\s*[著撰])?"
    rf"{_BRACKETED}"
)


_ISSUE = re.compile(
    r"(?P<paper>[\u4e00-\u9fff]{1,15}[\u62a5\u5831])[-_\s]*(?P<y>[12]\d{3})[-_年.]?(?P<m>\d\d?)[-_月.]?(?P<d>\d\d?)日?"
)


class NameFacts(NamedTuple):
    """What the name of a file tells of what is in it. `date`: ISO 8601."""

    title: str | None = None
    author: str | None = None
    date: str | None = None


def filename_facts(name: str) -> NameFacts:
    """Of a file name in a form that says so: 《书名》（校对版全本）作者：某某.txt, 书名 作者：某某.txt,
    《书名》某某著.txt; a paper's name and the day, 某某日报-2020-02-19.txt. A name without 《》, 作者 or a day tells
    nothing."""
    stem = unicodedata.normalize("NFC", name.removesuffix(".txt").removesuffix(".TXT")).strip()
    if issue := _ISSUE.fullmatch(stem):
        with suppress(ValueError):
            day = date(int(issue["y"]), int(issue["m"]), int(issue["d"]))
            return NameFacts(issue["paper"], date=day.isoformat())
    if not (match := _FILE_NAME.fullmatch(stem)):
        return NameFacts()
    author = match["author"] or match["by"] if match["quoted"] or match["author"] else None
    if match["quoted"]:
        return NameFacts(match["quoted"].strip(), (author or match["maker"] or "").strip() or None)
    return NameFacts(match["bare"].strip() or None, author.strip()) if author else NameFacts()
