"""The two measurers of composition: that they agree, and that each sees what is broken on purpose, and that alone."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from pdf_samples import PROSE, book

from pipeline.backends import Edition
from pipeline.backends.pdf.compose import Line
from pipeline.backends.pdf.metadata import finish
from pipeline.backends.pdf.pages import Sheet
from pipeline.backends.pdf.proof import prove
from pipeline.backends.pdf.sorts import Case
from pipeline.backends.pdf.strips import Run
from pipeline.backends.pdf.units import Units
from pipeline.backends.pdf.write import lay_out, render, write
from pipeline.design import preset
from pipeline.design.composition import Composition
from pipeline.fonts import Fonts
from pipeline.model import Break, Metadata, Paragraph, Publication, Text
from pipeline.printed import running
from pipeline.read import seed_at
from pipeline.readers.glyphs import Leaf, leaves
from pipeline.readers.paragraphs import told
from pipeline.readers.setting import measure
from pipeline.recover import recover_seed
from pipeline.tally import RULES, House, Rule, Tally, usual
from tests import publications
from tests.backends.samples import paragraph

SEEDS = Path(__file__).parents[3] / "seeds"
ROOM = 27_000
"""Of a paragraph's first line in the book, 1/1000 em."""


@dataclass
class Proofs:
    """One edition, measured by its writer and from its file."""

    edition: Edition
    sheets: list[Sheet]
    case: Case
    house: House = field(init=False)

    def __post_init__(self) -> None:
        self.house = usual(self.edition.publication.metadata.language, self.edition.design.composition)

    def built(self) -> Tally:
        return prove(self.sheets, self.edition.design, self.house)

    def leaves(self) -> list[Leaf]:
        file = render(self.edition, self.case, self.sheets)
        return list(leaves(finish(file, self.edition, self.case.subsets, self.sheets)))

    def read(self, *, knowing: bool = True) -> Tally:
        texts = running(self.edition.publication) if knowing else None
        return measure(self.leaves(), self.edition.design, self.house, texts)


def proofs(publication: Publication, fonts: Fonts, design: str = "book") -> Proofs:
    edition = Edition(publication, preset(design), fonts)
    case = Case(fonts, publication.metadata.language, edition.design.composition)
    return Proofs(edition, lay_out(edition, case, []), case)


def broken(tally: Tally) -> set[str]:
    return {rule for rule, count in tally.counts().items() if count.broken}


# ------------------------------------------------------------------------------------------------------ good editions


@pytest.mark.parametrize("design", ["book", "news"])
@pytest.mark.parametrize("script", ["zh-Hans", "zh-Hant-TW", "zh-Hant-HK"])
def test_good_prose_breaks_no_rule(fonts: Fonts, design: str, script: str) -> None:
    made = book(
        *((f"第{n}章", tuple(paragraph(f"p{n}-{k}", PROSE) for k in range(3))) for n in range(3)), script=script
    )
    both = proofs(made, fonts, design)
    built, read = both.built(), both.read()
    assert broken(built) == broken(read) == broken(both.read(knowing=False)) == set()
    for rule in RULES:
        if rule not in ("pair", "gap", "unit"):  # these are counted by joint here and by line there
            assert built.counts()[rule] == read.counts()[rule], rule
    assert [rule for rule in RULES if not built.counts()[rule].measured and rule not in ("bracket", "end-mark")] == []


def test_a_paragraph_that_begins_with_a_line_end_has_its_indent_on_that_line(fonts: Fonts) -> None:
    block = Paragraph("p", (), (Break(), Text("“" + PROSE)))
    both = proofs(book(("章", (block,))), fonts)
    assert broken(both.built()) == broken(both.read()) == set()


@pytest.mark.parametrize("design", ["book", "news"])
def test_the_founding_page(fonts: Fonts, design: str) -> None:
    (seed,) = [path for path in SEEDS.iterdir() if path.name.startswith("周口日报")]
    both = proofs(recover_seed(seed_at(seed)).publication, fonts, design)
    built, read = both.built(), both.read()
    assert broken(built) == broken(read) == set()
    assert built.measured["grid"] == read.measured["grid"] > 150


@pytest.mark.parametrize("design", ["book", "news"])
def test_every_seed_is_judged_alike(fonts: Fonts, design: str) -> None:
    for path in sorted(SEEDS.iterdir()):
        if path.suffix == ".txt":
            both = proofs(recover_seed(seed_at(path)).publication, fonts, design)
            built, read = both.built().counts(), both.read().counts()
            assert {rule: built[rule].broken for rule in RULES} == {rule: read[rule].broken for rule in RULES}, path


@given(publications.publication())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_generated_publications_are_judged_alike(fonts: Fonts, publication: Publication) -> None:
    """Where the file holds what the publication says: controls are drawn as boxes, and paragraphs guessed then."""
    named = replace(publication, articles=tuple(map(publications._named, publication.articles)))
    both = proofs(named, fonts)
    built = both.built()
    if told(both.leaves(), running(named)) is not None:
        # Lines that could not be filled are told of as such, and more leniently read.
        assert set(built.first) ^ set(both.read().first) <= set(built.told)


# -------------------------------------------------------------------------------------------- rules broken on purpose


def line(
    units: Units, start: int, end: int, *, room: float | None = None, moves: dict[int, float] | None = None
) -> Line:
    """A line as it falls, or opened evenly to `room`; `moves` instead of what its joints ask for."""
    seen = end
    joints = [at for at in range(start + 1, seen) if units.kinds[at] not in b"ri"]
    kept = {at: units.gaps[at] for at in units.gapped if start < at < seen} if moves is None else moves
    static = sum(units.gaps[at] for at in units.gapped if start < at < seen)
    width = units.origins[seen] - units.gaps.get(seen, 0) - units.origins[start] - static + sum(kept.values())
    width -= units.rules.end_trim.get(units.classes[seen - 1], 0)
    stretch = (room - width) / len(joints) if room else 0
    final = end == len(units.text)
    indent = 0 if start else 2000
    return Line(start, end, indent, room or width, stretch, tuple(sorted(kept.items())), "last" if final else "fit")


Spoil = Callable[[Units], list[Line]]


def two(end: int, *, opened: bool = True, moves: dict[int, float] | None = None) -> Spoil:
    """The paragraph in two lines, parted at `end`; the first is opened to the measure."""

    def made(units: Units) -> list[Line]:
        first = line(units, 0, end, room=ROOM if opened else None, moves=moves)
        return [first, line(units, end, len(units.text))]

    return made


def one(moves: dict[int, float]) -> Spoil:
    return lambda units: [line(units, 0, len(units.text), moves=moves)]


def wide(units: Units) -> list[Line]:
    first, *rest = two(26)(units)
    return [first._replace(stretch=first.stretch + 200 / 25), *rest]


#: What is broken, in which text, and how its lines are made for that.
CONTROLS: dict[str, tuple[Rule, str, Spoil]] = {
    "a comma begins a line": ("line-start", "山" * 26 + "，水水水", two(26)),
    "a closing quote begins a line": ("line-start", "山" * 26 + "”水水水", two(26)),
    "an opening bracket ends a line": ("line-end", "山" * 26 + "（水水）水", two(27)),
    "a solidus ends a line": ("line-end", "山" * 26 + "／水水水", two(27)),
    "a line is too wide": ("width", "山" * 26 + "水水水水", wide),
    "a mark keeps its blank at a line's end": ("end-mark", "山" * 26 + "，水水水", two(27, opened=False)),
    "a stop and a quote are not closed up": ("pair", "山“山。”水水", one({})),
    "a stop and a bracket are not closed up": ("pair", "山。（水）水", one({})),
    "a bracket begins a line with its blank": ("bracket", "山" * 27 + "（水）水水", two(27)),
    "of two commas one is squeezed": ("tier", "山" * 12 + "，" + "山" * 12 + "，山，水水", two(28, moves={13: -500})),
    "a comma is squeezed before a bracket": (
        "tier",
        "山" * 12 + "（" + "山" * 12 + "，山，水）水",
        two(28, moves={26: -500}),
    ),
    "a line is opened unevenly": ("tier", "山" * 26 + "水水水水", two(26, moves={5: 150, 9: -150})),
    "one gap is opened more than the others": (
        "tier",
        "山" * 4 + "ab" + "山" * 4 + "cd" + "山" * 16 + "水水水",
        two(28, moves={4: 250, 6: 250, 10: 250, 12: 370}),
    ),
    "a dash is split": ("unit", "山" * 26 + "——水水水", two(27)),
    "an ellipsis is split": ("unit", "山" * 26 + "……水水水", two(27)),
    "an ellipsis is spread": ("unit", "山山……水水", one({3: 300})),
    "a number is split": ("unit", "山" * 24 + "2021年水水", two(26, moves={24: 333})),
    "a number and its unit are split": ("unit", "山" * 24 + "12.5%水水", two(28, moves={24: 333})),
    "a gap is missing": ("gap", "山山ab水水", one({2: 250})),
    "a gap is too wide": ("gap", "山山ab水水", one({2: 700, 4: 250})),
    "one character is left": ("lone", "山" * 27 + "水。", two(27)),
    "a line is ragged": ("ragged", "山" * 26 + "水水水水", two(24, opened=False)),
}


def spoiled(fonts: Fonts, text: str, make: Spoil, script: str = "zh-Hans") -> Proofs:
    made = proofs(book(("章", (paragraph("spoiled", text), paragraph("good", PROSE))), script=script), fonts)
    for sheet in made.sheets:
        at = [n for n, item in enumerate(sheet.items) if isinstance(item, Run) and item.node == "spoiled"]
        if not at:
            continue
        first = sheet.items[at[0]]
        assert isinstance(first, Run)
        pitch = made.edition.design.page.pitch
        left = first.x - first.line.indent * first.size / 1000
        runs: list[Run] = []
        for n, each in enumerate(make(first.units)):
            runs.append(first._replace(x=left + each.indent * first.size / 1000, y=first.y + n * pitch, line=each))
        # What comes below makes room, or comes nearer.
        down = (len(runs) - len(at)) * pitch
        after = [item._replace(y=item.y + down) for item in sheet.items[at[-1] + 1 :] if isinstance(item, Run)]
        sheet.items[at[0] :] = [*runs, *after]
    return made


@pytest.mark.parametrize("name", CONTROLS)
def test_a_broken_rule_is_seen_by_both(fonts: Fonts, name: str) -> None:
    rule, text, make = CONTROLS[name]
    both = spoiled(fonts, text, make)
    built, read = both.built(), both.read()
    assert broken(built) == {rule}
    assert broken(read) == {rule}
    assert built.first[rule][0] == read.first[rule][0] == "spoiled"
    assert built.broken[rule] == read.broken[rule] == 1
    assert [finding.name for finding in built.findings()] == [f"setting.{rule}"]


def test_a_baseline_off_the_grid(fonts: Fonts) -> None:
    both = spoiled(fonts, "山" * 40, two(27))
    assert broken(both.built()) == broken(both.read()) == set()
    items = both.sheets[0].items if both.sheets[0].items else both.sheets[-1].items
    at = next(n for n, item in enumerate(items) if isinstance(item, Run) and item.node == "spoiled")
    run = items[at]
    assert isinstance(run, Run)
    items[at] = run._replace(y=run.y + 1)
    assert broken(both.built()) == broken(both.read()) == {"grid"}


@pytest.mark.parametrize("script", ["zh-Hant-TW", "zh-Hant-HK"])
def test_other_regions_have_rules_of_their_own(fonts: Fonts, script: str) -> None:
    """Where marks stand in the middle of their frame a line may end with a whole one, and a solidus may end it."""
    text = "山" * 26 + "，水水水"
    whole = spoiled(fonts, text, two(26), script)
    assert broken(whole.built()) == broken(whole.read()) == {"line-start"}
    solidus = spoiled(fonts, "山" * 26 + "／水水水", two(27), script)
    assert broken(solidus.built()) == broken(solidus.read()) == set()
    quote = spoiled(fonts, "山「山」，水水", one({}), script)
    assert broken(quote.built()) == broken(quote.read()) == {"pair"}
    near = spoiled(fonts, "山「山。」水水", one({}), script)
    assert broken(near.built()) == broken(near.read()) == ({"pair"} if script == "zh-Hant-HK" else set())


def test_levels_and_hanging_are_the_houses(fonts: Fonts) -> None:
    both = spoiled(fonts, "山" * 26 + "——水水水", two(26))
    assert broken(both.built()) == broken(both.read()) == set()
    both.house = both.house._replace(level="strict")
    assert broken(both.built()) == broken(both.read()) == {"line-start"}
    both = spoiled(fonts, *CONTROLS["a comma begins a line"][1:])
    both.house = both.house._replace(level="none")
    assert broken(both.built()) == broken(both.read()) == set()
    hung = spoiled(fonts, "山" * 27 + "，水水水", lambda units: [line(units, 0, 28), line(units, 28, len(units.text))])
    assert broken(hung.built()) == broken(hung.read()) == {"width"}
    hung.house = hung.house._replace(hanging=True)
    assert broken(hung.built()) == broken(hung.read()) == set()


def test_marks_that_are_narrow_or_left_alone(fonts: Fonts) -> None:
    loose = spoiled(fonts, *CONTROLS["a stop and a quote are not closed up"][1:])
    loose.house = loose.house._replace(marks="hangmo")
    assert broken(loose.built()) == broken(loose.read()) - {"tier"} == set()


def test_the_writer_tells_what_it_measured(fonts: Fonts) -> None:
    result = write(Edition(book(("章", (paragraph("a", PROSE),))), preset("book"), fonts), io.BytesIO())
    assert result.setting["width"].measured > 5
    assert all(count.broken == 0 for count in result.setting.values())
    assert not [finding for finding in result.findings if finding.name.startswith("setting.")]


def test_loose_lines_are_told_once(fonts: Fonts) -> None:
    text = "山水之间" + "https://example.org/" + "a" * 60 + "山水"
    edition = Edition(
        Publication(Metadata("题", "zh-Hans", "novel"), book(("章", (paragraph("a", text),))).articles),
        preset("book"),
        fonts,
    )
    result = write(edition, io.BytesIO())
    assert {finding.name for finding in result.findings} <= {"pdf.loose-line", "pdf.split-line"}


TOKENS: list[dict[str, object]] = [
    *({"marks": marks} for marks in ("kaiming", "banjiao", "hangmo", "plain")),
    *({"level": level} for level in ("none", "basic", "gb", "strict")),
    {"hanging": "allow"},
    {"hanging": "force"},
    {"policy": "push-in"},
    {"paragraph_bracket": "trim"},
    {"solid": ()},
]


@pytest.mark.parametrize("tokens", TOKENS, ids=str)
@pytest.mark.parametrize("script", ["zh-Hans", "zh-Hant-TW", "zh-Hant-HK"])
def test_whatever_the_house_good_prose_breaks_no_rule(fonts: Fonts, tokens: dict[str, object], script: str) -> None:
    more = "他穿着T恤，买了A股；the international community，《书》《名》（一）、（二）。他说：“‘好！’”于是……走了。"
    made = book(("章", tuple(paragraph(f"p{k}", (PROSE + more) * (1 + k % 2)) for k in range(3))), script=script)
    design = msgspec.structs.replace(preset("book"), composition=Composition(**tokens))  # type: ignore[arg-type]
    edition = Edition(made, design, fonts)
    case = Case(fonts, made.metadata.language, design.composition)
    both = Proofs(edition, lay_out(edition, case, []), case)
    assert broken(both.built()) == broken(both.read()) == set()
