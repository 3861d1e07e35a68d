"""Clean texts in, the publication's articles out, with claims that account for every character, and the reasons.

    lines → furniture → units → kind → evidence → sequence → parts → articles

Structure changes no character. What must change once paragraphs are known (straight quotes and the marks beside them,
the space between two Latin words at a join) is a further pass of the ledger, before the tree is built.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.corrections import JUNK
from pipeline.errors import Finding, Level, Place, Value
from pipeline.garbage import uncollected
from pipeline.ledger import Claim, Ledger, RawMap, forward
from pipeline.model import Article, Kind
from pipeline.normalize import settle_line_rules
from pipeline.normalize.punctuation import QUOTES, pair_quotes, unpaired_quotes
from pipeline.normalize.rules import Trust
from pipeline.structure import adverts, kinds
from pipeline.structure.arrange import MOVED, REPEATED
from pipeline.structure.articles import Gatherer
from pipeline.structure.blocks import Source
from pipeline.structure.claims import UNCLAIMED, Claims
from pipeline.structure.context import context_of
from pipeline.structure.doubts import doubts
from pipeline.structure.drafts import Head
from pipeline.structure.editor import Corrections, attributed, cuts, joined, joined_lines, leaves_text, merged, own_junk
from pipeline.structure.evidence import Label
from pipeline.structure.feet import feet
from pipeline.structure.furniture import Find, Junk, furniture, inline_junk
from pipeline.structure.helpfiles import examples, headed
from pipeline.structure.lacunae import cut_short, unpaired
from pipeline.structure.lines import Line, lines_of
from pipeline.structure.markdown import edges, marked, marks_of
from pipeline.structure.numbering import Numbering
from pipeline.structure.order import UNPROVEN, Told, in_reading_order
from pipeline.structure.parts import HYPHEN, Part, hyphen_edits, joining_edits, parts_of, split_items, split_turns
from pipeline.structure.prints import is_print, print_units
from pipeline.structure.remarks import remarks
from pipeline.structure.sequence import label
from pipeline.structure.units import units_of

#: Longest chapter title, characters, unless the settings say otherwise.
MAX_TITLE = 40
_NOT_MOVED = "structure.not-moved"


@dataclass(frozen=True, slots=True)
class Options:
    """What an editor may say of a document's structure. `kind` None: detect it."""

    kind: Kind | None = None
    max_title: int = MAX_TITLE
    levels: Mapping[str, Trust] = field(default_factory=dict)
    numbering: Numbering = field(default_factory=Numbering)
    corrections: Corrections = field(default_factory=Corrections)


@dataclass(frozen=True, slots=True)
class Decision:
    """Why a block was read as it was, and what else it might be (closest first)."""

    chosen: Label
    alternatives: tuple[Label, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Structured:
    """What one source holds. `ledger` has the passes that were made once paragraphs were known."""

    ledger: Ledger
    claims: tuple[Claim, ...]
    articles: tuple[Article, ...]
    kind: Kind
    head: Head | None
    decisions: Mapping[str, Decision]
    findings: tuple[Finding, ...]

    @property
    def dropped(self) -> tuple[str, ...]:
        """Adverts, folios, running heads: what was taken out, as it stands in the clean text."""
        text = self.ledger.text
        return tuple(text[claim.start : claim.end] for claim in self.claims if claim.kind in ("dropped", "furniture"))


@uncollected()
def structure(ledger: Ledger, name: str, index: int = 0, options: Options | None = None) -> Structured:
    """The structure of source number `index`, called `name`, whose normalized text is `ledger.text`."""
    options = options or Options()
    clean = ledger.text
    lines = lines_of(clean)
    kept = {rule for rule, level in options.levels.items() if level is not Trust.FIX}
    finds = furniture(lines)
    findings = _kept(lines, finds, options.levels, name)
    finds = {number: find for number, find in finds.items() if find.rule not in kept}
    suspects = {number for number, line in enumerate(lines) if adverts.may_advertise(line.text)}
    junk = {
        number: found
        for number, line in enumerate(lines)
        if (found := inline_junk(line, kept, suspect=number in suspects))
    }
    _feet(clean, lines, kept, finds, junk)
    _own_junk(ledger, lines, options.corrections, finds, junk)
    marks = marks_of(ledger)
    begin = cuts(lines, options.corrections) | edges(lines, marks)
    if is_print(ledger):
        units = print_units(clean, lines, finds, options.numbering, junk, begin)
    else:
        shown = examples(ledger, lines)
        units = marked(units_of(clean, lines, finds, options.numbering, junk, begin, shown or ()), marks)
        units = units if shown is None else headed(units)
    units = joined(clean, units, options.corrections)
    kind = options.kind or kinds.detect([unit for unit in units if not unit.shape] or units)[0]
    labelled = label(units, context_of(units, kind, options.max_title))
    labelled, told = in_reading_order(labelled, kept)
    parts = split_turns(clean, split_items(clean, parts_of(labelled)))
    out = _taken_out(lines, finds, junk)
    settled, parts, out = _settle(ledger, parts, out, options.levels)
    gatherer = Gatherer(
        Source(index, settled.text, options.numbering), kind, moves=MOVED not in kept, repeats=REPEATED not in kept
    )
    gatherer.gather(parts)
    claims = _claims(settled.text, out, gatherer)
    claims = tuple(attributed(claims, options.corrections, settled.passes[len(ledger.passes) :]))
    moved = [span.start for span in gatherer.moved] if options.levels.get(MOVED) is not Trust.OFF else []
    findings += _perhaps_adverts(ledger, lines, sorted(suspects - finds.keys()), name)
    findings += _orders(ledger, name, told, options.levels)
    findings += _findings(settled, name, parts, claims, dict.fromkeys(moved, _NOT_MOVED if MOVED in kept else MOVED))
    findings += _doubts(settled, name, kind, gatherer, options.levels)
    decisions = {f"s{index}-{part.start}": Decision(part.label, part.alternatives, part.reasons) for part in parts}
    return Structured(settled, claims, tuple(gatherer.articles), kind, gatherer.head, decisions, findings)


def _settle(
    ledger: Ledger, parts: Sequence[Part], out: Sequence[Claim], levels: Mapping[str, Trust]
) -> tuple[Ledger, list[Part], list[Claim]]:
    """The passes that need to know paragraphs, with everything that was found so far moved to the new offsets."""
    done = len(ledger.passes)
    if levels.get(HYPHEN, Trust.FIX) is Trust.FIX:
        edits = hyphen_edits(ledger.text, parts)
        ledger = ledger.apply(HYPHEN, edits)
        to_new = forward(edits)
        parts = [part.moved(to_new) for part in parts] if edits else parts
        out = [claim._replace(start=to_new(claim.start), end=to_new(claim.end)) for claim in out]
        done = len(ledger.passes)
    if levels.get(QUOTES, Trust.FIX) is Trust.FIX:
        ledger = ledger.apply(QUOTES, pair_quotes(ledger.text, [part.pieces for part in parts if part.label != "code"]))
        if len(ledger.passes) > done:
            ledger = settle_line_rules(ledger, levels)
    moved = list(parts)
    for made in ledger.passes[done:]:
        to_new = forward(made.edits)
        moved = [part.moved(to_new) for part in moved]
        out = [claim._replace(start=to_new(claim.start), end=to_new(claim.end)) for claim in out]
    edits, moved = joining_edits(ledger.text, moved)
    ledger = ledger.apply("structure.join-latin", edits)
    if not edits:
        return ledger, moved, list(out)
    # 装的是Windows⏎XP.他不会用: a mark may wait for the words on both sides of a join.
    done = len(ledger.passes)
    ledger = settle_line_rules(ledger, levels)
    for made in ledger.passes[done:]:
        to_new = forward(made.edits)
        moved = [part.moved(to_new) for part in moved]
        out = [claim._replace(start=to_new(claim.start), end=to_new(claim.end)) for claim in out]
    return ledger, moved, list(out)


def _taken_out(lines: Sequence[Line], finds: Mapping[int, Find], junk: Mapping[int, Sequence[Junk]]) -> list[Claim]:
    """Claims on what is no text: whole lines, and ranges inside the others."""
    out: list[Claim] = []
    for number, line in enumerate(lines):
        if find := finds.get(number):
            out.append(Claim(find.kind, find.rule, line.start, line.end))
        else:
            out += (Claim("dropped", rule, start, end) for start, end, rule in junk.get(number, ()))
    return out


def _kept(
    lines: Sequence[Line], finds: Mapping[int, Find], levels: Mapping[str, Trust], name: str
) -> tuple[Finding, ...]:
    """What rules at WARN would have taken out: one finding a rule."""
    findings: list[Finding] = []
    for rule in dict.fromkeys(find.rule for find in finds.values() if levels.get(find.rule) is Trust.WARN):
        found = [number for number, find in finds.items() if find.rule == rule]
        values: dict[str, Value] = {"count": len(found), "rule": rule, "sample": lines[found[0]].text[:24]}
        findings.append(Finding("structure.kept-furniture", Place(name), values))
    return tuple(findings)


def _feet(
    clean: str, lines: Sequence[Line], kept: Collection[str], finds: dict[int, Find], junk: dict[int, list[Junk]]
) -> None:
    """Feet of pages within lines go with the rest of what is no text."""
    for number, found in feet(lines).items():
        ranges = merged([one for one in found if one.rule not in kept], junk.get(number, ()))
        if ranges and leaves_text(clean, lines[number], ranges):
            junk[number] = ranges
        elif ranges:
            finds[number] = Find("furniture", ranges[0].rule)


def _own_junk(
    ledger: Ledger,
    lines: Sequence[Line],
    corrections: Corrections,
    finds: dict[int, Find],
    junk: dict[int, list[Junk]],
) -> None:
    """What the editor says is no text goes before what the rules say; what he joins is text."""
    text = joined_lines(lines, corrections)
    for number in text:
        finds.pop(number, None)
    for number, own in own_junk(ledger, lines, corrections.junk).items():
        ranges = merged(own, junk.get(number, ()))
        if leaves_text(ledger.text, lines[number], ranges):
            finds.pop(number, None)
            junk[number] = ranges
        elif number not in text:
            finds[number] = Find("dropped", JUNK)


def _perhaps_adverts(ledger: Ledger, lines: Sequence[Line], suspects: Sequence[int], name: str) -> tuple[Finding, ...]:
    """Text that may be an advert, and was kept."""
    found = [
        (lines[number].start + start, lines[number].start + end)
        for number in suspects
        for start, end in adverts.doubts(lines[number].text)
    ]
    to_raw = RawMap(ledger) if found else None
    return tuple(
        Finding(
            "structure.perhaps-advert",
            Place.of(name, ledger.raw, to_raw(start, end)[0]),
            {"sample": ledger.text[start : min(end, start + 30)]},
        )
        for start, end in found
        if to_raw
    )


def _orders(ledger: Ledger, name: str, told: Sequence[Told], levels: Mapping[str, Trust]) -> tuple[Finding, ...]:
    """What was moved by `order`, or perhaps should be."""
    off = {unproven for rule, unproven in UNPROVEN.items() if levels.get(rule) is Trust.OFF}
    to_raw = RawMap(ledger)
    return tuple(
        Finding(
            one.name,
            Place.of(name, ledger.raw, to_raw(one.at, one.at + 1)[0]),
            {"sample": _line_at(ledger.text, one.at)},
        )
        for one in told
        if one.name not in off
    )


def _line_at(text: str, at: int) -> str:
    return text[at : at + 20].partition("\n")[0]


def _claims(clean: str, out: Sequence[Claim], gatherer: Gatherer) -> tuple[Claim, ...]:
    claims = Claims()
    for claim in out:
        claims.add(*claim)
    for taken in gatherer.taken:
        for start, end in taken.pieces:
            claims.add(taken.kind, taken.rule, start, end, taken.node)
    return claims.tiled(clean)


def _doubts(
    ledger: Ledger, name: str, kind: Kind, gatherer: Gatherer, levels: Mapping[str, Trust]
) -> tuple[Finding, ...]:
    to_raw = RawMap(ledger)
    findings = list(doubts(gatherer.articles, kind, lambda at: Place.of(name, ledger.raw, to_raw(at, at + 1)[0])))
    if gatherer.repeated and levels.get(REPEATED) is Trust.WARN:
        first = gatherer.repeated[0]
        sample = ledger.text[first.start : first.end]
        values: dict[str, Value] = {"count": len(gatherer.repeated), "rule": REPEATED, "sample": sample}
        findings.append(Finding("structure.kept-furniture", Place(name), values))
    return tuple(findings)


def _findings(
    ledger: Ledger, name: str, parts: Sequence[Part], claims: Sequence[Claim], moved: Mapping[int, str]
) -> tuple[Finding, ...]:
    """`moved`: the finding at each clean offset where a paragraph begins that was moved, or was not."""
    findings: list[Finding] = []
    text, to_raw = ledger.text, RawMap(ledger)

    def place(at: int) -> Place:
        return Place.of(name, ledger.raw, to_raw(at, at + 1)[0])

    straight = parts if '"' in text else ()
    counted = ((part, unpaired_quotes(text, part.pieces)) for part in straight if part.label != "code")
    findings += (
        Finding("structure.unpaired-quote", place(part.start), {"count": quotes}) for part, quotes in counted if quotes
    )
    findings += remarks(text, parts, place)
    findings += (*unpaired(text, parts, place), *cut_short(text, parts, place))
    findings += (Finding(told, place(at), {"sample": text[at : at + 20]}) for at, told in moved.items())
    out = [claim for claim in claims if claim.kind in ("dropped", "furniture")]
    if out:
        sample = text[out[0].start : out[0].end][:20]
        facts: dict[str, Value] = {"count": len(out), "sample": sample}
        findings.append(Finding("structure.taken-out", Place(name), facts, Level.NOTE))
    for claim in claims:
        if claim.rule == UNCLAIMED:
            sample = text[claim.start : claim.end][:20]
            findings.append(Finding(UNCLAIMED, place(claim.start), {"sample": sample}, Level.FAIL))
    return tuple(findings)
