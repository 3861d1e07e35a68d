"""The manuscript (清样): a publication ⇄ the Markdown that an editor corrects, beside the raw text. docs/manuscript.md
tells its conventions.

    recovered ──write──▶ NAME.md ──(an editor)──▶ NAME.md ──read──▶ Manuscript ──correct──▶ the corrected publication

It is a second source, never normalized. What it has in common with the recovered text keeps ids and spans.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.config import Settings
from pipeline.errors import Finding, Level, Place, SourceError, Value
from pipeline.manuscript.correct import EDITOR, Correction, Difference, correct
from pipeline.manuscript.front import Front, is_manuscript, write_front
from pipeline.manuscript.parse import Manuscript, parse
from pipeline.manuscript.write import heads_of, write_manuscript
from pipeline.model import Publication
from pipeline.read import Seed, Source

__all__ = [
    "EDITOR", "Correction", "Difference", "Front", "Manuscript", "annotated", "correct", "difference_findings",
    "digests_of", "findings_of", "is_manuscript", "merged_path", "parse", "path_of", "read", "write",
]  # fmt: skip

_FOLDER_FILE = "manuscript.md"
_SHOWN = 5
_LONGEST = 80


def path_of(seed: Seed) -> Path:
    """Where the manuscript of a seed stands: x.md beside x.txt, manuscript.md inside a folder."""
    return seed.path / _FOLDER_FILE if seed.path.is_dir() else seed.path.with_suffix(".md")


def merged_path(seed: Seed) -> Path:
    """Where a merged one is written: x.new.md."""
    return path_of(seed).with_suffix(".new.md")


def read(seed: Seed) -> Manuscript | None:
    """The manuscript of a seed; None where there is no file, or one without our front matter.

    Raises SourceError: not to be opened, not UTF-8, and with ConfigError all that `parse` raises.
    """
    path = path_of(seed)
    name = f"{seed.path.name}/{path.name}" if seed.path.is_dir() else path.name
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SourceError("read.unreadable", Place(name), detail=error.strerror or str(error)) from error
    if not is_manuscript(data):
        return None
    try:
        return parse(data.decode("utf-8-sig"), name)
    except UnicodeDecodeError as error:
        raise SourceError("manuscript.not-utf8", Place(name, data.count(b"\n", 0, error.start) + 1)) from error


def write(publication: Publication, sources: Sequence[Source], seed: Seed, settings: Settings) -> str:
    """The text of the manuscript of a publication as it was recovered."""
    digests = digests_of(sources, seed)
    front = Front.of(publication.metadata, settings, digests, heads_of(publication.articles))
    return write_manuscript(publication, front)


def digests_of(sources: Sequence[Source], seed: Seed) -> dict[str, str]:
    """SHA-256 of each raw file by its name; of a seed that is one file, by ""."""
    if not seed.path.is_dir():
        return {"": hashlib.sha256(sources[0].data).hexdigest()}
    return {
        path.name: hashlib.sha256(source.data).hexdigest() for path, source in zip(seed.sources, sources, strict=True)
    }


# --------------------------------------------------------------------------------------------------------- findings


def findings_of(correction: Correction, digests: Mapping[str, str]) -> Iterator[Finding]:
    """That the raw files changed since (one finding a file), and how much the manuscript differs from them."""
    written, file = correction.manuscript.front.digests, correction.manuscript.file
    for name in dict.fromkeys((*written, *digests)):
        if written.get(name) != digests.get(name):
            yield Finding("manuscript.raw-changed", Place(file), {"name": name or _raw_name(file)})
    count = Counter(one.how for one in correction.differences)
    if not count:
        yield Finding("manuscript.same", Place(file), {}, Level.NOTE)
        return
    lines = [str(line) for line in dict.fromkeys(one.place.line for one in correction.differences)]
    values: dict[str, Value] = {how: count[how] for how in ("changed", "added", "removed", "moved", "reread")}
    values |= {
        "count": sum(count.values()),
        "metadata": count["metadata"],
        "lines": ", ".join(lines[:_SHOWN]) + (" …" if len(lines) > _SHOWN else ""),
    }
    yield Finding("manuscript.differs", Place(file, correction.differences[0].place.line), values, Level.NOTE)


def difference_findings(correction: Correction) -> tuple[Finding, ...]:
    """Every place where the manuscript differs, with both texts whole, in its order: for `kanben explain`."""
    return tuple(_finding(one, None) for one in correction.differences)


def _finding(one: Difference, longest: int | None) -> Finding:
    values: dict[str, Value] = {
        "old": _shown(one.old, longest),
        "new": _shown(one.new, longest),
        "raw": str(one.raw or "—"),
    }
    return Finding(f"manuscript.{one.how}", one.place, values, Level.NOTE)


def _shown(text: str, longest: int | None) -> str:
    text = text.replace("\n", "⏎")
    return text if longest is None or len(text) <= longest else text[:longest] + "…"


def _raw_name(file: str) -> str:
    return file.removesuffix(".md") + ".txt"


# ---------------------------------------------------------------------------------------------------------- merging


def annotated(correction: Correction, digests: Mapping[str, str], say: Callable[[Finding], str]) -> str:
    """The editor's manuscript, unchanged but for the digests, with a comment above each place that differs from what
    the raw files give now; `say` words a difference. Comments are not set: the text reads as before."""
    manuscript = correction.manuscript
    lines = manuscript.text.split("\n")
    body = next(at for at, line in enumerate(lines[1:], 1) if line.rstrip() == "---") + 1
    above: dict[int, list[str]] = {}
    for one in correction.differences:
        at = max((one.place.line or 1) - 1, body)
        above.setdefault(min(at, len(lines)), []).append(_comment(say(_finding(one, _LONGEST))))
    remarks = [line for line in lines[1 : body - 1] if line.lstrip().startswith("#")]
    opening, _, rest = write_front(replace(manuscript.front, digests=dict(digests))).partition("\n")
    done = ["\n".join((opening, *remarks, rest))]
    for at in range(body, len(lines) + 1):
        line = lines[at] if at < len(lines) else ""
        prefix = re.match(r"(?:> ?|    )*", line)
        done += ((prefix[0] if prefix else "") + comment for comment in above.get(at, ()))
        done += [line] if at < len(lines) else []
    return "\n".join(done)


def _comment(text: str) -> str:
    return f"<!-- {re.sub('-(?=[->])', '- ', text)} -->"
