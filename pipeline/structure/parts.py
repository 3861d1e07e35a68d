"""Labelled units in, parts out: each a text that belongs together, torn halves joined, runs of items taken apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.hanzi import BLANKS, NUMERALS
from pipeline.ledger import Edit
from pipeline.structure.evidence import Label
from pipeline.structure.kinds import speaking
from pipeline.structure.numbering import value_of
from pipeline.structure.sequence import Labelled
from pipeline.structure.units import Unit, join_text, needs_space

#: The rule of a hyphen that a line end put into a word.
HYPHEN = "structure.join-hyphen"
_ITEM_START = re.compile(f"(?<=[；。：:;“])[“]?[（(][{NUMERALS}]{{1,3}}[）)]")
_ANY_ITEM = re.compile(f"[“]?[（(][{NUMERALS}]{{1,3}}[）)]")
_FIRST_ITEM = re.compile("(?<=[：:])[“]?[（(]一[）)]")


#: What may stand between the two halves of a torn paragraph.
_FLOATS: frozenset[Label] = frozenset({"caption", "credit", "photo-unit", "footnote"})


@dataclass(frozen=True, slots=True)
class Part:
    """`pieces`: clean ranges, in reading order. `unit`: the first unit, for indent, blank lines and number."""

    label: Label
    pieces: tuple[tuple[int, int], ...]
    unit: Unit
    reasons: tuple[str, ...] = ()
    alternatives: tuple[Label, ...] = ()

    @property
    def start(self) -> int:
        return self.pieces[0][0]

    def moved(self, to_new: Callable[[int], int]) -> Part:
        """The part at the offsets of a text that was edited since."""
        return replace(self, pieces=tuple((to_new(start), to_new(end)) for start, end in self.pieces))


def parts_of(labelled: Sequence[Labelled]) -> list[Part]:
    """Parts in reading order; a torn paragraph stands where it began, captions that cut it come after."""
    parts: list[Part] = []
    for unit, label, reasons, alternatives in labelled:
        if label == "more" and (at := _last_text(parts)) is not None:
            parts[at] = replace(
                parts[at], pieces=parts[at].pieces + unit.pieces, reasons=(*parts[at].reasons, "joined")
            )
            continue
        chosen = "para" if label == "more" else label
        parts.append(Part(chosen, unit.pieces, unit, reasons, alternatives))
    return _units_last(parts)


def _units_last(parts: Sequence[Part]) -> list[Part]:
    """A photo unit, title and captions, that stood in a torn sentence becomes an article after the one it stood in."""
    done: list[Part] = []
    waiting: list[Part] = []
    in_unit = False
    for part in parts:
        in_unit = part.label == "photo-unit" or (in_unit and part.label in _FLOATS)
        if in_unit:
            waiting.append(replace(part, label="title") if part.label == "photo-unit" else part)
            continue
        if part.label in ("title", "kicker", "chapter", "volume"):
            done += waiting
            waiting = []
        done.append(part)
    return done + waiting


def _last_text(parts: Sequence[Part]) -> int | None:
    for at in range(len(parts) - 1, -1, -1):
        if parts[at].label not in _FLOATS:
            return at
    return None


def split_items(clean: str, parts: Sequence[Part]) -> list[Part]:
    """（一）…；（二）…；（三）… on one line become one part an item, where the numbers run on."""
    split: list[Part] = []
    for part in parts:
        text = join_text(clean, part.pieces) if part.label in ("para", "clause", "item") else ""
        cuts = list(_item_cuts(text))
        if not cuts:
            split.append(part)
            continue
        edges = [0, *cuts, len(text)]
        starts_with_item = bool(_ANY_ITEM.match(text))
        for number, (start, end) in enumerate(pairwise(edges)):
            label: Label = "item" if number or starts_with_item else part.label
            split.append(replace(part, label=label, pieces=_within(clean, part.pieces, start, end)))
    return split


# What parts a speaker from his speech; what stands before a turn, or begins one; what begins none.
_GAP = re.compile(f"[{BLANKS}]")
_NAME = 6
_BEFORE_TURN = frozenset("。！？…”）")
_CRIES = frozenset("嗳哎啊呀喂哦噢嗯哼唉哈咦哟喲嘿呸嗨")
_NO_START = frozenset("，。！？；：、）" + BLANKS)


def split_turns(clean: str, parts: Sequence[Part]) -> list[Part]:
    """…全都砸碎老闸工　哎呀！ in a play: where a name that opens other turns has their blank behind it, a new turn."""
    names = Counter(
        match["speaker"]
        for part in parts
        if part.label == "speech"
        and (match := speaking(clean[part.start : part.start + 12], play=True))
        and match["gap"] != "："
    )
    known = frozenset(name for name, count in names.items() if count > 1 and len(name) > 1)
    split: list[Part] = []
    for part in parts:
        text = join_text(clean, part.pieces) if part.label == "speech" and known else ""
        cuts = list(_turns(text, known))
        for start, end in pairwise([0, *cuts, len(text)] if cuts else ()):
            split.append(replace(part, pieces=_within(clean, part.pieces, start, end)))
        if not cuts:
            split.append(part)
    return split


def _turns(text: str, known: Collection[str]) -> Iterator[int]:
    """Where a name stands in mid text with a blank behind it, and what a turn ends or begins with beside it."""
    for gap in _GAP.finditer(text, 5):
        at = next((gap.start() - n for n in range(_NAME, 1, -1) if text[gap.start() - n : gap.start()] in known), 0)
        opens = text[at - 1] in _BEFORE_TURN or text[gap.end() : gap.end() + 1] in _CRIES
        if at > 3 and opens and text[gap.end() : gap.end() + 1] not in _NO_START:
            yield at


def _within(clean: str, pieces: Sequence[tuple[int, int]], start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Pieces of the characters `start` to `end` of the text that pieces make when they are joined."""
    kept: list[tuple[int, int]] = []
    done = 0
    for number, (first, last) in enumerate(pieces):
        done += bool(number) and needs_space(clean, pieces[number - 1][1], first)
        begin, stop = max(first, first + start - done), min(last, first + end - done)
        if begin < stop:
            kept.append((begin, stop))
        done += last - first
    return tuple(kept)


def _item_cuts(text: str) -> Iterator[int]:
    if "）" not in text and ")" not in text:
        return
    first = _ANY_ITEM.match(text) or _FIRST_ITEM.search(text)
    if not first:
        return
    wanted = (value_of(first[0]) or 1) + 1
    cuts = [first.start()] if first.start() else []
    for match in _ITEM_START.finditer(text, first.end()):
        if value_of(match[0]) == wanted:
            cuts.append(match.start())
            wanted += 1
    yield from cuts


# exam-⏎ple, but not GB-⏎18030, e-⏎mail, self-⏎made: there the hyphen belongs to the word.
_HYPHENATED = re.compile("(?<![A-Za-z-])([A-Za-z]?[a-z]{2,})-$")
_OWN_HYPHEN = re.compile(
    "(?:all|anti|co|cross|ex|fine|full|half|high|long|low|mid|multi|non|off|open|out|over|post|pre|pro|quasi|re|real|self"
    "|semi|short|single|so|sub|super|two|three|under|up|vice|well)-",
    re.IGNORECASE,
)


def hyphen_edits(clean: str, parts: Sequence[Part]) -> list[Edit]:
    """Hyphens that a line end put into a word, with the line end: exam-⏎ple is example. One that the text has elsewhere
    in the midst of a line stays."""
    edits: list[Edit] = []
    whole: frozenset[str] | None = None
    soft = "\u00ad" in clean
    for part in parts:
        for (start, end), (following, after) in pairwise(part.pieces if part.label != "code" else ()):
            if soft and clean[end - 1] == "\u00ad":
                joins = clean[following].islower() and not clean[end:following].strip()
                edits.append(Edit(end - 1, clean[end - 1 : following] if joins else "\u00ad", ""))
            if clean[end - 1] != "-" or clean[end:following].strip() or not clean[following].islower():
                continue
            head = _HYPHENATED.search(clean, max(start, end - 24), end)
            tail = _TAIL.match(clean, following, after)
            if not head or not tail or _OWN_HYPHEN.fullmatch(head[0]):
                continue
            whole = frozenset(_COMPOUND.findall(clean)) if whole is None else whole
            if head[0] + tail[0] not in whole:
                edits.append(Edit(end - 1, clean[end - 1 : following], ""))
    if soft:
        joined = {edit.start for edit in edits}
        edits += (Edit(at.start(), "\u00ad", "") for at in _SOFT.finditer(clean) if at.start() not in joined)
    return sorted(edits)


_SOFT = re.compile("\u00ad")
_TAIL = re.compile("[a-z]{2,}")
_COMPOUND = re.compile("(?<![A-Za-z-])[A-Za-z]{2,40}-[a-z]{2,40}")


def joining_edits(clean: str, parts: Sequence[Part]) -> tuple[list[Edit], list[Part]]:
    """Line ends between two Latin words become a space: edits of equal length, and the parts that take them in. Where
    the second line is set in, its last blank is that space: two in a row would be one too many."""
    edits: list[Edit] = []
    widened: list[Part] = []
    for part in parts:
        pieces = list(part.pieces)
        for at in range(len(pieces) - 1 if part.label != "code" else 0):
            (start, end), (following, _) = pieces[at], pieces[at + 1]
            if needs_space(clean, end, following):
                space = following - 1 if clean[end] == "\n" and clean[following - 1] in BLANKS else end
                pieces[at] = (start, end + (space == end))
                pieces[at + 1] = (following - (space != end), pieces[at + 1][1])
                if clean[space] != " ":
                    edits.append(Edit(space, clean[space], " "))
        widened.append(replace(part, pieces=tuple(pieces)) if pieces != list(part.pieces) else part)
    return sorted(edits), widened
