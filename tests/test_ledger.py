"""The ledger against a plain model of itself: edits applied one by one, undone, and traced."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ledger import Claim, Edit, Ledger, untiled


@st.composite
def passes(draw: st.DrawFn) -> tuple[str, list[list[Edit]]]:
    """A text and passes of edits that fit it, one after another."""
    text = raw = draw(st.text("abcd文字", max_size=30))
    made: list[list[Edit]] = []
    for _ in range(draw(st.integers(0, 4))):
        cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
        edits = [
            Edit(start, text[start:end], new)
            for start, end in zip(cuts[::2], cuts[1::2], strict=False)
            if text[start:end] != (new := draw(st.text("xy新", max_size=3)))
        ]
        starts = [edit.start for edit in edits]
        if len(set(starts)) < len(starts):
            continue
        made.append(edits)
        text = Ledger.of(text).apply("model", edits).text
    return raw, made


def ledger_of(raw: str, made: list[list[Edit]]) -> Ledger:
    ledger = Ledger.of(raw)
    for number, edits in enumerate(made):
        ledger = ledger.apply(f"rule.{number}", edits)
    return ledger


@given(passes())
def test_revert_gives_the_raw_text(case: tuple[str, list[list[Edit]]]) -> None:
    ledger = ledger_of(*case)
    assert ledger.revert() == ledger.raw


@given(passes())
def test_every_clean_range_maps_to_an_ordered_raw_range(case: tuple[str, list[list[Edit]]]) -> None:
    ledger = ledger_of(*case)
    ends = [0]
    for at in range(len(ledger.text)):
        start, end = ledger.to_raw(at, at + 1)
        assert 0 <= start <= end <= len(ledger.raw)
        ends.append(end)
    assert ends == sorted(ends)
    whole = ledger.to_raw(0, len(ledger.text))
    assert all(whole[0] <= ledger.to_raw(at, at + 1)[0] for at in range(len(ledger.text)))


@given(passes())
def test_an_untouched_character_maps_to_itself(case: tuple[str, list[list[Edit]]]) -> None:
    """Raw characters are marked by their place; a clean character that came through must map to its own place."""
    raw, made = case
    ledger = ledger_of(raw, made)
    origin: list[int | None] = list(range(len(raw)))
    for done in ledger.passes:
        moved: list[int | None] = []
        at = 0
        for start, old, new in done.edits:
            moved += origin[at:start]
            moved += [None] * len(new)
            at = start + len(old)
        origin = moved + origin[at:]
    for at, source in enumerate(origin):
        if source is not None:
            assert ledger.to_raw(at, at + 1) == (source, source + 1)


def test_whole_maps_to_whole_and_an_insertion_to_nothing() -> None:
    ledger = Ledger.of("号......你").apply("ellipsis", [Edit(1, "......", "……")]).apply("insert", [Edit(3, "", "，")])
    assert ledger.text == "号……，你"
    assert ledger.to_raw(1, 3) == (1, 7)
    assert ledger.to_raw(1, 2) == (1, 7)
    assert ledger.to_raw(3, 4) == (7, 7)
    assert ledger.to_raw(4, 5) == (7, 8)


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(2, "c", "x"), Edit(0, "a", "x")],
        [Edit(0, "ab", "x"), Edit(1, "b", "y")],
        [Edit(0, "z", "x")],
        [Edit(0, "a", "a")],
        [Edit(3, "c", "x")],
    ],
    ids=["descending", "overlapping", "other text", "no change", "past the end"],
)
def test_edits_that_do_not_fit_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        Ledger.of("abc").apply("rule", edits)


def test_claims_that_leave_out_or_overlap_are_found() -> None:
    def claims(*ranges: tuple[int, int]) -> list[Claim]:
        return [Claim("text", "rule", start, end) for start, end in ranges]

    assert untiled(claims((0, 3), (3, 5)), 5) == []
    assert untiled(claims((3, 5), (0, 3)), 5) == []
    assert untiled(claims((0, 2), (3, 5)), 5) == [(2, 3)]
    assert untiled(claims((0, 3), (2, 5)), 5) == [(2, 3)]
    assert untiled(claims((0, 3)), 5) == [(3, 5)]
    assert untiled([], 0) == []
