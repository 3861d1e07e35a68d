"""The damage that raw Chinese text suffers, one fixture file each: tests/phenomena/NN-name.txt.

Its cases are raw text and the outline that it must give, with a line `finding: <name> <line>` for each thing that an
editor is told of. tests/phenomena/index.toml names, for each number, the rules that mend it or report it: each must be
at work in some case of the file, and have its reason in the catalogue. `tests` names modules that try what a text of
characters cannot show.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pipeline.errors import Level
from pipeline.messages import worded
from pipeline.normalize import normalize
from pipeline.structure import structure
from tests.fixtures import Case, cases
from tests.outlines import outline_of

FOLDER = Path(__file__).parent / "phenomena"
INDEX = tomllib.loads((FOLDER / "index.toml").read_text(encoding="utf-8"))
CASES = cases(FOLDER)


def recovered(raw: str) -> tuple[str, set[str]]:
    """The outline with its findings, and the rules that were at work."""
    ledger, noticed = normalize(raw, "x")
    one = structure(ledger, "x")
    findings = [*noticed, *one.findings]
    told = [
        f"finding: {finding.name} {finding.place.line if finding.place else ''}".strip()
        for finding in findings
        if finding.level is not Level.NOTE
    ]
    rules = {made.rule for made in one.ledger.passes} | {claim.rule for claim in one.claims}
    return "\n".join([outline_of(one), *told]), rules | {finding.name for finding in findings}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file}: {case.title}")
def test_case(case: Case) -> None:
    assert recovered(case.given)[0] == case.expected


@pytest.mark.parametrize("number", INDEX)
def test_rules_are_at_work_and_explained(number: str) -> None:
    rules = set(INDEX[number]["rules"])
    mine = [case for case in CASES if case.file.startswith(f"{int(number):02}-")]
    assert mine, "no fixture"
    assert rules <= set().union(*(recovered(case.given)[1] for case in mine))
    assert all((FOLDER.parent / module).is_file() for module in INDEX[number].get("tests", ()))
    assert [rule for rule in rules if not (worded(rule) or worded(f"rule.{rule}"))] == []
