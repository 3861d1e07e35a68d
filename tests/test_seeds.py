"""Every seed against what a correct recovery must give: tests/seeds/<name>.toml (the keys are told in its README)."""

from __future__ import annotations

import hashlib
import tomllib
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.exchange import exchange
from pipeline.model import OutlineEntry, Verse
from pipeline.read import seed_at
from pipeline.recover import Recovered, recover_seed

FACTS = sorted((Path(__file__).parent / "seeds").glob("*.toml"))
SEEDS = Path(__file__).parent.parent / "seeds"

pytestmark = pytest.mark.parametrize("facts", FACTS, ids=lambda path: path.stem)


@cache
def read(facts: Path) -> tuple[dict[str, Any], Recovered, dict[str, Any]]:
    known = tomllib.loads(facts.read_text(encoding="utf-8"))
    seed = seed_at(SEEDS / known["seed"])
    recovered = recover_seed(seed)
    return known, recovered, exchange(recovered.publication, recovered.dropped)  # type: ignore[return-value]


def bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def flat(entries: tuple[OutlineEntry, ...], depth: int = 1) -> list[list[object]]:
    """Articles as [depth, text]; section heads, which stand in the outline of a single article, left out."""
    articles = [entry for entry in entries if entry.id == entry.article]
    return [line for entry in articles for line in ([depth, entry.text], *flat(entry.children, depth + 1))]


def heads(entries: tuple[OutlineEntry, ...], depth: int = 0) -> list[list[object]]:
    """The section heads of an outline as [level, text]."""
    found: list[list[object]] = []
    for entry in entries:
        found += [[depth, entry.text]] if entry.id != entry.article else []
        found += heads(entry.children, depth + 1)
    return found


def test_the_raw_bytes_are_those_written_for_the_project(facts: Path) -> None:
    known, recovered, _ = read(facts)
    for source, wanted in zip(recovered.sources, known["source"], strict=True):
        assert hashlib.sha256(source.data).hexdigest() == wanted["sha256"], wanted["file"]


def test_encoding(facts: Path) -> None:
    known, recovered, _ = read(facts)
    same = {"cp950": "big5", "utf-16-le": "utf-16-le", "gbk": "gb18030"}
    for source, wanted in zip(recovered.sources, known["source"], strict=True):
        name = wanted["encoding"]
        assert source.encoding.name.removesuffix("-sig") == same.get(name, name), wanted["file"]


def test_metadata(facts: Path) -> None:
    known, recovered, _ = read(facts)
    metadata = recovered.publication.metadata
    told = (metadata.kind, metadata.language, metadata.title, list(metadata.authors))
    assert told == (known["kind"], known["language"], known["title"], known["authors"])


def test_articles_and_outline(facts: Path) -> None:
    known, recovered, _ = read(facts)
    assert flat(recovered.publication.outline()) == known["outline"]
    assert len(recovered.publication.articles) == known["articles"]
    wanted = [head for head in known.get("headings", []) if head[1] != "目录"] if known["articles"] == 1 else []
    assert heads(recovered.publication.outline()) == wanted


def test_headings(facts: Path) -> None:
    known, _, form = read(facts)
    found = [[b["level"], b["text"]] for a in form["articles"] for b in a["blocks"] if b["type"] == "heading"]
    assert found == known.get("headings", [])


def test_text(facts: Path) -> None:
    known, recovered, _ = read(facts)
    texts = [text for _, text in recovered.publication.as_set()]
    assert [wanted for wanted in known["contains"] if not any(wanted in text for text in texts)] == []
    assert [unwanted for unwanted in known["absent"] if any(unwanted in text for text in texts)] == []
    whole = "\n".join(texts)
    for first, second in known.get("before", []):
        assert 0 <= whole.find(first) < whole.find(second), (first, second)


def test_dropped(facts: Path) -> None:
    known, recovered, _ = read(facts)
    dropped = [bare(text) for text in recovered.dropped]
    assert [wanted for wanted in known["dropped"] if not any(bare(wanted) in text for text in dropped)] == []


def test_each_article(facts: Path) -> None:
    known, recovered, form = read(facts)
    for wanted, article, made in zip(
        known.get("article", []), recovered.publication.articles, form["articles"], strict=True
    ):
        assert article.heading == wanted["heading"]
        for key in ("kicker", "subtitle", "dateline", "byline", "end_mark"):
            if key in wanted:
                assert made.get(key) == wanted[key], (article.heading, key)
        if "blocks" in wanted:
            types = Counter(block["type"] for block in made["blocks"] if block["type"] != "scene_break")
            assert types == wanted["blocks"], article.heading
        verses = [block for block in article.blocks if isinstance(block, Verse)]
        if "stanzas" in wanted:
            assert sum(len(verse.stanzas) for verse in verses) == wanted["stanzas"], article.heading
        if "lines" in wanted:
            assert sum(len(stanza) for verse in verses for stanza in verse.stanzas) == wanted["lines"], article.heading


def test_exact_blocks(facts: Path) -> None:
    known, _, form = read(facts)
    blocks = [block for article in form["articles"] for block in article["blocks"]]
    for wanted in known.get("block", []):
        assert any(wanted.items() <= block.items() for block in blocks), wanted
