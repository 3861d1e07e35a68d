"""Each normalization rule against tests/normalize/<rule>.txt, and the ledger's invariants on dirty text."""

from __future__ import annotations

from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given

from pipeline.ledger import Ledger
from pipeline.messages import say
from pipeline.normalize import RULES, normalize
from pipeline.normalize.lines import ENDINGS
from pipeline.normalize.punctuation import QUOTES, pair_quotes
from pipeline.normalize.rules import UNUSUAL, Trust
from pipeline.rules import all_rules
from tests.dirty import document
from tests.fixtures import Case, cases

FOLDER = Path(__file__).parent / "normalize"
CASES = cases(FOLDER)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file}: {case.title}")
def test_fixture(case: Case) -> None:
    """The rule alone, whatever its level; the other rules are left out."""
    if case.file == QUOTES:
        edits = pair_quotes(case.given, [[(0, len(case.given))]])
        assert Ledger.of(case.given).apply(QUOTES, edits).text == case.expected
        return
    rule = next(rule for rule in RULES if rule.name == case.file)
    assert Ledger.of(case.given).apply(rule.name, rule.find(case.given)).text == case.expected


def test_every_rule_has_a_fixture_that_changes_something_and_one_that_does_not() -> None:
    for rule in (*(rule.name for rule in RULES), QUOTES):
        own = [case for case in CASES if case.file == rule]
        assert any(case.given != case.expected for case in own), f"{rule}: no case that changes"
        assert any(case.given == case.expected for case in own), f"{rule}: no case left alone"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_rule_has_its_reason(lang: str) -> None:
    for rule in all_rules():
        assert say(f"rule.{rule.name}", lang)  # type: ignore[arg-type]


def test_levels() -> None:
    raw = "他来了,她走了。"
    assert normalize(raw, "x")[0].text == "他来了，她走了。"
    ledger, findings = normalize(raw, "x", {"punctuation.full-width": Trust.WARN})
    assert ledger.text == raw
    assert [(finding.name, finding.values["count"]) for finding in findings] == [("normalize.listed", 1)]
    assert str(findings[0].place) == "x:1:4"
    ledger, findings = normalize(raw, "x", {"punctuation.full-width": Trust.OFF})
    assert (ledger.text, findings) == (raw, ())


def test_what_a_rule_needs_is_unusual() -> None:
    assert all(UNUSUAL.match(char) for rule in RULES for char in rule.needs or ())


@given(document)
def test_a_rule_that_finds_something_finds_it_by_its_needs(raw: str) -> None:
    for rule in RULES:
        assert rule.edits(raw, frozenset(raw)) == list(rule.find(raw)), rule.name
        usual = [line for line in raw.split("\n") if rule.needs and rule.needs.isdisjoint(line)]
        assert not list(rule.find("\n".join(usual))), rule.name


@given(document)
def test_reversible_attributed_settled(raw: str) -> None:
    ledger, _ = normalize(raw, "x")
    assert ledger.revert() == raw
    known = {rule.name for rule in RULES}
    assert all(done.rule in known for done in ledger.passes)
    again, _ = normalize(ledger.text, "x")
    assert again.text == ledger.text, [(done.rule, done.edits[:2]) for done in again.passes]


@given(document)
def test_a_rule_looks_at_nothing_beyond_the_line_that_it_edits(raw: str) -> None:
    text = normalize(raw, "x", {rule.name: Trust.OFF for rule in RULES if rule not in ENDINGS})[0].text
    for rule in RULES:
        starts = accumulate((len(line) + 1 for line in text.split("\n")), initial=0)
        alone = [
            edit._replace(start=start + edit.start)
            for start, line in zip(starts, text.split("\n"), strict=False)
            for edit in rule.find(line)
        ]
        assert list(rule.find(text)) == alone, rule.name
