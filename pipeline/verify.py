"""Finished files and their publication in, findings out: reads each file back by an independent library and compares.

The text of an output, white space removed, must be the text of `Publication.as_set()`, node by node in order. Captions
and notes may stand elsewhere (they float); a hyphen that a line end added counts for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

from pipeline.errors import Finding, Level, Place
from pipeline.model import Article, Figure, Publication

_BLANK = re.compile(r"[\s\u00ad\u200b\u2060\ufeff]+")
_SHOWN = 20


def verify(data: bytes, format_: str, publication: Publication, name: str) -> tuple[Finding, ...]:
    """What is wrong with one output: `verify.text-*` for text, `verify.unreadable` for a file that will not open, and
    for a PDF `verify.font-not-embedded`."""
    try:
        text = import_module(f"pipeline.readers.{format_}").body_text(data)
    except Exception as error:  # noqa: BLE001 - whatever a reader says of a broken file is the finding
        return (Finding("verify.unreadable", Place(name), {"detail": f"{type(error).__name__}: {error}"}, Level.FAIL),)
    findings = [*compare(text, publication, name)]
    if format_ == "pdf":
        findings += embedded(data, name)
    return tuple(findings)


def verify_alone(data: bytes, format_: str, name: str) -> tuple[Finding, ...]:
    """What can be told of a file whose publication is not known: it opens, holds text, its fonts are embedded."""
    try:
        text = import_module(f"pipeline.readers.{format_}").body_text(data)
    except Exception as error:  # noqa: BLE001 - as above
        return (Finding("verify.unreadable", Place(name), {"detail": f"{type(error).__name__}: {error}"}, Level.FAIL),)
    empty = () if text.strip() else (Finding("verify.no-text", Place(name), {}, Level.FAIL),)
    return (*empty, *(embedded(data, name) if format_ == "pdf" else ()))


def compare(text: str, publication: Publication, name: str) -> Iterator[Finding]:
    """Where `text` differs from what the publication wants set."""
    found = bare(text)
    wanted = [(id_, bare(part)) for id_, part in publication.as_set()]
    if found == "".join(part for _, part in wanted):
        return
    yield from _differences(found, wanted, _floats(publication), name)


def bare(text: str) -> str:
    """Without blanks and what is not seen."""
    return _BLANK.sub("", text)


def _floats(publication: Publication) -> frozenset[str]:
    return frozenset(id_ for article in publication.articles for id_ in _floating(article))


def _floating(article: Article) -> Iterator[str]:
    yield from (block.id for block in article.blocks if isinstance(block, Figure))
    for note in article.notes:
        yield from (block.id for block in note.blocks if not isinstance(block, Figure) and hasattr(block, "id"))


def _differences(found: str, wanted: Sequence[tuple[str, str]], floats: frozenset[str], name: str) -> Iterator[Finding]:
    """Node by node: taken where it follows, else looked for ahead; what is passed over is text that nobody wants."""
    at = told = 0
    extra: list[str] = []
    floating = [(id_, part) for id_, part in wanted if id_ in floats]
    for id_, part in wanted:
        if id_ in floats:
            continue
        if not found.startswith(part, at):
            ahead = found.find(part, at) if part else at
            if ahead < 0 or told >= _SHOWN:
                told += 1
                yield Finding("verify.text-missing", Place(name), {"node": id_, "sample": part[:24]}, Level.FAIL)
                if told >= _SHOWN:
                    return
                continue
            extra.append(found[at:ahead])
            at = ahead
        at += len(part)
    extra.append(found[at:])
    for id_, part in floating:
        where = next((number for number, rest in enumerate(extra) if part in rest), None)
        if where is None:
            yield Finding("verify.text-missing", Place(name), {"node": id_, "sample": part[:24]}, Level.FAIL)
        else:
            extra[where] = extra[where].replace(part, "", 1)
    for rest in extra:
        if rest:
            yield Finding("verify.text-extra", Place(name), {"count": len(rest), "sample": rest[:24]}, Level.FAIL)


def embedded(data: bytes, name: str) -> Iterator[Finding]:
    """Every font of every page must be embedded (ISO 19005-2, 6.2.11.4.1)."""
    import io

    import pikepdf

    seen: set[str] = set()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for item in pdf.objects:
            if not isinstance(item, pikepdf.Dictionary) or item.get("/Type") != "/Font" or "/DescendantFonts" in item:
                continue
            descriptor = item.get("/FontDescriptor")
            files = ("/FontFile", "/FontFile2", "/FontFile3")
            embedded = descriptor is not None and any(key in descriptor for key in files)
            font = str(item.get("/BaseFont", "?"))
            if not embedded and font not in seen:
                seen.add(font)
                yield Finding("verify.font-not-embedded", Place(name), {"font": font.lstrip("/")}, Level.FAIL)


def check_epubs(paths: Sequence[Path]) -> tuple[Finding, ...]:
    """EPUBCheck on each EPUB; one finding `verify.no-epubcheck` where there is no Java or no EPUBCheck."""
    if not paths:
        return ()
    from pipeline.readers.epubcheck import epubcheck

    found = epubcheck(paths)
    return (Finding("verify.no-epubcheck", None, {}, Level.NOTE),) if found is None else found
