"""A byline or dateline as printed in, what it tells out: where a line tells the facts, a manuscript need not."""

from __future__ import annotations

import re

from pipeline.hanzi import BLANKS
from pipeline.structure import patterns
from pipeline.structure.drafts import dateline


def names_of(line: str) -> tuple[str, ...]:
    """The names in a printed byline, read as `structure` reads them."""
    if not line.strip():
        return ()
    return (
        patterns.author(line)
        or patterns.byline(line)
        or patterns.tail_byline(line)
        or patterns.names_in(line)
        or (re.sub(f"[{BLANKS}]", "", line),)
    )


def dateline_facts(line: str) -> tuple[str | None, str | None, str | None]:
    """Agency, place and date in a dateline, read as `structure` reads them."""
    found = dateline(line, ())
    return found.agency, found.place, found.date
