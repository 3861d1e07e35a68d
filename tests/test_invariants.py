"""The four invariants over every seed, every corpus document and generated dirty text, from bytes to the tree."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings

from pipeline.corrections import EDITOR_RULES
from pipeline.exchange import exchange
from pipeline.ledger import Ledger, untiled
from pipeline.model import Article, Block, Figure, Heading, ListBlock, Paragraph, Quotation, Speech, Verse, block_as_set
from pipeline.normalize import normalize
from pipeline.read import encode_back, read_source, seed_at
from pipeline.recover import recover_seed
from pipeline.rules import RULE_NAMES
from pipeline.structure import Structured, structure
from pipeline.structure.claims import UNCLAIMED
from tests.dirty import document

PROJECT = Path(__file__).parent.parent
#: The project's own seeds; what an editor puts beside them is not ours to test.
FACTS = sorted((Path(__file__).parent / "seeds").glob("*.toml"))
SEEDS = [seed_at(PROJECT / "seeds" / tomllib.loads(facts.read_text(encoding="utf-8"))["seed"]) for facts in FACTS]


def bare(text: str) -> str:
    return "".join(text.split())


def hold(raw: str, one: Structured) -> None:
    """Reversible, attributed, complete, settled; and every node's text is what its spans hold."""
    ledger = one.ledger
    assert ledger.revert() == raw
    for done in ledger.passes:
        assert done.rule in RULE_NAMES or done.rule in ("structure.join-latin", *EDITOR_RULES)
    assert untiled(one.claims, len(ledger.text)) == []
    assert [claim for claim in one.claims if claim.rule == UNCLAIMED] == []
    for claim in one.claims:
        if claim.kind in ("separator", "join"):
            assert not ledger.text[claim.start : claim.end].strip()
    again, _ = normalize(ledger.text, "again")
    assert again.text == ledger.text
    for article in one.articles:
        for block in leaves(article):
            spans = "".join(ledger.text[span.start : span.end] for span in block.spans)
            text = "".join(text for _, text in block_as_set(block))
            assert bare(text) == bare(spans), block


def leaves(article: Article) -> Iterator[Heading | Paragraph | Verse]:
    """Blocks whose text must be exactly that of their spans (a caption leaves brackets of its credit out)."""
    todo: list[Block] = list(article.blocks)
    while todo:
        block = todo.pop()
        if isinstance(block, Quotation):
            todo += block.blocks
        elif isinstance(block, Heading | Paragraph | Verse):
            yield block
        else:
            assert isinstance(block, Figure | ListBlock | Speech) or hasattr(block, "spans")


def no_text_is_lost(one: Structured) -> None:
    """Characters set and characters taken out are together the characters of the clean text."""
    text = one.ledger.text
    taken = sum(len(bare(text[claim.start : claim.end])) for claim in one.claims)
    assert taken == len(bare(text))


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name)
def test_seeds(seed) -> None:
    recovered = recover_seed(seed)
    for source, one in zip(recovered.sources, recovered.structured, strict=True):
        assert encode_back(source) == source.data
        hold(source.text, one)
        no_text_is_lost(one)
    ids = [id_ for id_, _ in recovered.publication.as_set()]
    assert len(ids) == len(set(ids))


def test_corpus(corpus: Path) -> None:
    for folder in sorted(corpus.iterdir()):
        source = read_source(folder / "raw.txt")
        assert encode_back(source) == source.data
        one = structure(normalize(source.text, folder.name)[0], folder.name)
        hold(source.text, one)
        no_text_is_lost(one)


def test_a_book_of_a_million_characters(corpus: Path) -> None:
    source = read_source(corpus.parent / "books" / "hongloumeng-1m.txt")
    one = structure(normalize(source.text, "book")[0], "book")
    hold(source.text, one)
    no_text_is_lost(one)


@settings(max_examples=10_000)
@given(document)
@example("第一章 第一章 第一章 本报讯(记者 张三)〇〇〇〇〇〇〇〇〇〇〇〇〇〇〇〇〇〇〇〇〇〇00\u2028 0")
def test_dirty_text(raw: str) -> None:
    one = structure(normalize(raw, "x")[0], "x")
    hold(raw, one)
    no_text_is_lost(one)


CLEAN = """渡口的早晨

天还没有亮，老周已经把船撑到了对岸。他说：“今天的水，比昨天凉。”

岸上的人都笑了——笑声顺着水面传出去很远……没有人回答。

2024年，镇上修了一座桥，全长386米，花了3.5万元（含人工）。

从此以后，渡口只剩下一棵樟树，和樟树下面的一块石头。
"""


def test_clean_text_comes_through_unchanged_and_without_findings() -> None:
    ledger, noticed = normalize(CLEAN, "clean")
    one = structure(ledger, "clean")
    assert (one.ledger.passes, noticed, one.findings) == ((), (), ())
    assert [str(article.title) for article in one.articles] == ["渡口的早晨"]
    assert len(one.articles[0].blocks) == 4


def test_exchange_holds_every_text_of_the_tree(corpus: Path) -> None:
    from pipeline.model import Metadata, Publication

    for folder in sorted(corpus.iterdir()):
        one = structure(normalize(read_source(folder / "raw.txt").text, folder.name)[0], folder.name)
        form = str(exchange(Publication(Metadata("x"), one.articles)))
        for article in one.articles:
            for block in leaves(article):
                for line in "".join(text for _, text in block_as_set(block)).split("\n"):
                    assert line.strip() in form or "'" in line


def test_a_ledger_of_ten_passes_over_a_long_text_is_linear_in_memory() -> None:
    ledger, _ = normalize("他来了,她走了......\n" * 2000, "long")
    assert ledger.revert() == "他来了,她走了......\n" * 2000
    assert isinstance(ledger, Ledger)
