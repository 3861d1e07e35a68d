"""Labelled units in, the same in the order in which they are read out, moved only where the text itself proves it.

Three proofs: a jump line (下转, 上接); half a sentence that only one other half can end; and heads of neighbouring
columns read together, each of which speaks of one text alone. What nothing proves stays, and is told.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.hanzi import HAN
from pipeline.structure.evidence import Label
from pipeline.structure.sequence import Labelled

JUMP, HALF, HEADS = "structure.jump-followed", "structure.half-found", "structure.heads-parted"
ORDER_RULES = (JUMP, HALF, HEADS)
#: What is said where nothing proves, or where the rule is off.
UNPROVEN = {JUMP: "structure.jump-open", HALF: "structure.half-lost", HEADS: "structure.heads-together"}

_HEADS: frozenset[Label] = frozenset({"title", "kicker", "chapter", "volume"})
_CANNOT_START = "，。；：？！、）》」』”’〉】〕"
_PAIR = re.compile(f"(?=([{HAN}]{{2}}))")
#: So many more pairs of characters must speak for one match of heads and texts than for the other.
_MARGIN = 2


class Told(NamedTuple):
    """A finding in the making: about the unit that begins at a clean offset."""

    name: str
    at: int


def in_reading_order(labelled: Sequence[Labelled], kept: Collection[str]) -> tuple[list[Labelled], list[Told]]:
    """`kept`: rules that may tell, and not move."""
    told: list[Told] = []
    done = list(labelled)
    if any(one.unit.jumps_out or one.unit.jumps_in for one in done):
        done = _jumps_followed(done, told, moves=JUMP not in kept)
    if any(one.unit.text[0] in _CANNOT_START and one.label != "more" for one in done):
        done = _halves_joined(done, told, moves=HALF not in kept)
    if sum(one.unit.lead is not None for one in done if one.unit.text[0] in _LEAD_STARTS) > 1:
        done = _heads_parted(done, told, moves=HEADS not in kept)
    return done, told


_LEAD_STARTS = frozenset("本据新〔【（(中人法路美聯联塔")


def _end_of_run(done: Sequence[Labelled], at: int) -> int:
    """Where the next article begins."""
    return next((index for index in range(at, len(done)) if done[index].label in _HEADS), len(done))


def _move(done: list[Labelled], source: int, target: int) -> list[Labelled]:
    """The run that begins at `source` put behind the unit `target`, and joined to it where that breaks off."""
    end = _end_of_run(done, source)
    torn = not done[target].unit.ends
    first = done[source]._replace(label="more" if torn else "para")
    rest = done[:source] + done[end:]
    at = target if target < source else target - (end - source)
    return [*rest[: at + 1], first, *done[source + 1 : end], *rest[at + 1 :]]


def _jumps_followed(done: list[Labelled], told: list[Told], *, moves: bool) -> list[Labelled]:
    outs = [index for index, one in enumerate(done) if one.unit.jumps_out]
    ins = [index for index, one in enumerate(done) if one.unit.jumps_in]
    for index in list(ins):
        # Nothing but the two jump lines stands between: there is nothing to move.
        if index - 1 in outs and done[index].label not in _HEADS:
            done = _move(done, index, index - 1)
            outs.remove(index - 1)
            ins.remove(index)
    if len(outs) == len(ins) == 1 and outs[0] < ins[0] and done[ins[0]].label not in _HEADS:
        told.append(Told(JUMP if moves else UNPROVEN[JUMP], done[ins[0]].unit.start))
        return _move(done, ins[0], outs[0]) if moves else done
    told += (Told(UNPROVEN[JUMP], done[index].unit.start) for index in sorted({*outs, *ins}))
    return done


def _halves_joined(done: list[Labelled], told: list[Told], *, moves: bool) -> list[Labelled]:
    """，在桥头维持秩序…: what begins with such a mark goes on from the one paragraph that breaks off."""
    orphans = [
        index
        for index, one in enumerate(done)
        if one.label in ("para", "clause", "item")
        and one.unit.text[0] in _CANNOT_START
        and not (one.unit.jumps_in or one.unit.begins)
    ]
    torn = [index for index, (one, after) in enumerate(pairwise(done)) if _breaks_off(one, after)]
    if len(orphans) == len(torn) == 1 and moves:
        told.append(Told(HALF, done[orphans[0]].unit.start))
        return _move(done, orphans[0], torn[0])
    told += (Told(UNPROVEN[HALF], done[index].unit.start) for index in orphans)
    return done


def _breaks_off(one: Labelled, after: Labelled) -> bool:
    """Whether a paragraph ends in mid sentence and nothing that follows goes on with it."""
    text = one.unit.text
    return (
        one.label in ("para", "more")
        and after.label != "more"
        and len(text) > 24
        and not one.unit.jumps_out
        and one.unit.bare == text
        and not one.unit.ends
    )


# ------------------------------------------------------------------------------------------------------------ heads


def _heads_parted(done: list[Labelled], told: list[Told], *, moves: bool) -> list[Labelled]:
    """Two heads in a row over two texts without a head between them: each head goes over its text."""
    at = 0
    while at < len(done):
        found = _two_heads(done, at)
        if found is None:
            at += 1
            continue
        heads, (first, second, end) = done[at : at + 2], found
        texts = [done[first:second], done[second:end]]
        own = _text_of_first(heads, texts)
        if own is not None and moves:
            told.append(Told(HEADS, heads[0].unit.start))
            texts = [texts[own], texts[1 - own]]
            decks = _decks_by_text(done[at + 2 : first], texts)
            done[at:end] = [
                one
                for head, deck, text in zip(heads, decks, texts, strict=True)
                for one in (head._replace(label="title"), *deck, *text)
            ]
        elif heads[1].label == "title":
            told.append(Told(UNPROVEN[HEADS], heads[1].unit.start))
        at = end
    return done


def _two_heads(done: Sequence[Labelled], at: int) -> tuple[int, int, int] | None:
    """Two heads at `at` and the next unit: where their two texts begin, each with a dateline, and where they end."""
    if done[at].label != "title" or at + 3 >= len(done):
        return None
    if done[at + 1].label not in ("title", "deck") or done[at + 1].unit.text[0] in "—―":
        return None
    first = at + 2
    while first < len(done) and done[first].label == "deck" and done[first].unit.text[0] in "—―":
        first += 1
    end = _end_of_run(done, first)
    leads = [index for index in range(first, end) if done[index].label == "para" and _opens(done[index])]
    return (first, leads[1], end) if len(leads) == 2 and leads[0] == first else None


def _opens(one: Labelled) -> bool:
    return one.unit.lead is not None


def _text_of_first(heads: Sequence[Labelled], texts: Sequence[Sequence[Labelled]]) -> int | None:
    """Which text the first head speaks of, where both heads speak of one text and not of the other; else None."""
    pairs = [_pairs(text) for text in texts]
    only = [pairs[0] - pairs[1], pairs[1] - pairs[0]]
    said = [[len(_pairs([head]) & words) for words in only] for head in heads]
    for own in (0, 1):
        mine, other = said[0][own], said[1][1 - own]
        if mine and other and mine + other >= said[0][1 - own] + said[1][own] + _MARGIN:
            return own
    return None


def _pairs(units: Sequence[Labelled]) -> set[str]:
    """All pairs of neighbouring Chinese characters."""
    return {pair for one in units for pair in _PAIR.findall(one.unit.text)}


def _decks_by_text(decks: Sequence[Labelled], texts: Sequence[Sequence[Labelled]]) -> tuple[list[Labelled], ...]:
    """Each deck to the head of the text that it speaks of; one that speaks of neither stays with the second head."""
    pairs = [_pairs(text) for text in texts]
    parted: tuple[list[Labelled], ...] = ([], [])
    for deck in decks:
        said = [len(_pairs([deck]) & (pairs[at] - pairs[1 - at])) for at in (0, 1)]
        parted[0 if said[0] > said[1] else 1].append(deck)
    return parted
