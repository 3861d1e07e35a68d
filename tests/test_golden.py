"""The exchange form of every seed against its golden file; `make golden` writes them anew, `git diff` reviews."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline import config
from pipeline.exchange import exchange
from pipeline.read import Seed, find_seeds
from pipeline.recover import recover
from pipeline.rules import RULE_NAMES

FOLDER = Path(__file__).parent / "golden"
SEEDS = find_seeds(Path(__file__).parent.parent / "seeds")


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name)
def test_exchange_form(seed: Seed, request: pytest.FixtureRequest) -> None:
    recovered = recover(seed, config.load(seed.settings, rules=RULE_NAMES))
    form = json.dumps(exchange(recovered.publication, recovered.dropped), ensure_ascii=False, indent=1) + "\n"
    golden = FOLDER / f"{seed.name}.json"
    if request.config.getoption("--golden"):
        golden.write_text(form, encoding="utf-8", newline="\n")
    assert golden.read_text(encoding="utf-8") == form
