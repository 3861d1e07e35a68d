"""The exchange form of every seed against its golden file; `make golden` writes them anew, `git diff` reviews."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from pipeline.exchange import exchange
from pipeline.read import Seed, seed_at
from pipeline.recover import recover_seed

FOLDER = Path(__file__).parent / "golden"
PROJECT = Path(__file__).parent.parent
#: The project's own seeds; what an editor puts beside them is not ours to test.
FACTS = sorted((Path(__file__).parent / "seeds").glob("*.toml"))
SEEDS = [seed_at(PROJECT / "seeds" / tomllib.loads(facts.read_text(encoding="utf-8"))["seed"]) for facts in FACTS]


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name)
def test_exchange_form(seed: Seed, request: pytest.FixtureRequest) -> None:
    recovered = recover_seed(seed)
    form = json.dumps(exchange(recovered.publication, recovered.dropped), ensure_ascii=False, indent=1) + "\n"
    golden = FOLDER / f"{seed.name}.json"
    if request.config.getoption("--golden"):
        golden.write_text(form, encoding="utf-8", newline="\n")
    assert golden.read_text(encoding="utf-8") == form
