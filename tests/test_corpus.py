"""Recovery measured against the gold of the measuring corpus, where it lies beside the project, and editions of it."""

from __future__ import annotations

import importlib.util
import io
import json
import os
import statistics
from pathlib import Path
from types import ModuleType

import pytest

from pipeline import design
from pipeline.backends import Edition, writer
from pipeline.config import Settings
from pipeline.exchange import exchange
from pipeline.fonts import Fonts
from pipeline.model import Script
from pipeline.read import Seed
from pipeline.recover import Recovered, recover
from pipeline.variants import vary
from pipeline.verify import verify

SCRIPTS: tuple[Script, ...] = ("zh-Hans", "zh-Hant-TW") if os.environ.get("KANBEN_FULL") else ("zh-Hans",)


@pytest.fixture(scope="session")
def scorer(corpus: Path) -> ModuleType:
    path = corpus.parent.parent / "tools" / "score.py"
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def read(corpus: Path) -> dict[str, Recovered]:
    folders = sorted(corpus.iterdir())
    return {f.name: recover(Seed(f.name, f / "raw.txt", (f / "raw.txt",)), Settings()) for f in folders}


@pytest.fixture(scope="session")
def scores(corpus: Path, scorer: ModuleType, read: dict[str, Recovered]) -> dict[str, dict]:
    made = {}
    for name, recovered in read.items():
        gold = json.loads((corpus / name / "gold.json").read_text(encoding="utf-8"))
        made[name] = scorer.score(exchange(recovered.publication, recovered.dropped), gold)
    return made


def mean(scores: dict[str, dict], *path: str) -> float:
    values = []
    for score in scores.values():
        value = score
        for key in path:
            value = value[key] if value is not None else None
        if value is not None:
            values.append(value)
    return statistics.mean(values)


def test_founding_page(scores: dict[str, dict]) -> None:
    page = scores["01-zhoukou-20200219"]
    assert page["article_segmentation"]["f1"] == 1
    assert page["block_type_micro"]["f1"] == 1
    assert page["paragraph_join"]["f1"] == 1
    assert page["title_exact"] == page["byline_exact"] == 1
    assert page["caption"]["p"] == page["caption"]["r"] == 1
    assert page["cer"] == 0
    assert page["punct_accuracy"] >= 0.97


@pytest.mark.parametrize(
    ("path", "least"),
    [
        (("article_segmentation", "f1"), 0.95),
        (("block_type_micro", "f1"), 0.93),
        (("block_type_macro_f1",), 0.80),
        (("paragraph_join", "f1"), 0.97),
        (("title_exact",), 0.95),
        (("caption", "p"), 0.90),
        (("caption", "r"), 0.90),
        (("order_kendall_tau",), 0.999),
        (("punct_accuracy",), 0.985),
        (("junk", "p"), 0.95),
        (("junk", "r"), 0.90),
    ],
    ids=lambda value: ".".join(value) if isinstance(value, tuple) else str(value),
)
def test_mean_over_the_corpus(scores: dict[str, dict], path: tuple[str, ...], least: float) -> None:
    assert mean(scores, *path) >= least


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("format_", ["pdf", "epub", "docx"])
def test_every_edition_holds_the_text_and_is_the_same_twice(
    read: dict[str, Recovered], format_: str, script: Script
) -> None:
    fonts = Fonts.load()
    for name, recovered in read.items():
        publication = vary(recovered.publication, script).publication
        chosen = design.preset("news" if publication.metadata.kind == "newspaper" else "book")
        made = []
        for _ in range(2):
            out = io.BytesIO()
            writer(format_)(Edition(publication, chosen, fonts), out)
            made.append(out.getvalue())
        assert made[0] == made[1], name
        assert verify(made[0], format_, publication, name) == (), name
