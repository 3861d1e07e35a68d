"""Lines of Chinese: nothing lost, every line flush, no mark where it may not stand."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.backends.pdf.compose import Line, Policy, _Composer, compose, recompose
from pipeline.backends.pdf.hyphens import divisions
from pipeline.backends.pdf.sorts import Case
from pipeline.backends.pdf.units import Units, plain_units
from pipeline.design.composition import Composition
from pipeline.fonts import Fonts
from pipeline.model import SCRIPTS, Script

#: Stated here anew, apart from the tables of the code.
NEVER_FIRST = set("，。、；：？！）》〉」』】〕”’·～")
NEVER_LAST = set("（《〈「『【〔“‘")
HAN = "山水云海风雨晴阴东南西北春夏秋冬远近高低"
ALPHABET = HAN * 4 + "，。、；：？！（）《》「」“”·—…～" + "Aag7. -"

CASES: dict[Script, Case] = {}


def case_of(script: Script) -> Case:
    if script not in CASES:
        CASES[script] = Case(Fonts.load(), script)
    return CASES[script]


def set_in(text: str, measure: int = 20, script: Script = "zh-Hans", **policy: float) -> tuple[Units, tuple[Line, ...]]:
    made = plain_units(text, "song", case_of(script))
    return made, compose(made, 1000 * measure, Policy(**policy))  # type: ignore[arg-type]


def shown(made: Units, lines: tuple[Line, ...]) -> list[str]:
    return [made.text[line.start : line.end] for line in lines]


def right_edge(made: Units, line: Line) -> float:
    """Where the ink of the line may end, from the positions alone: a closing mark ends half an em after its origin."""
    text = made.text[line.start : line.end].rstrip()
    last = line.positions(made)[len(text) - 1]
    char = text[-1]
    if char in "，。、；：？！）》〉」』】〕”’" and made.rules.script == "zh-Hans":
        return last + 500
    if char in "）》〉」』】〕”’":
        return last + 500
    width = made.origins[line.start + len(text)] - made.origins[line.start + len(text) - 1]
    return last + width - made.gaps.get(line.start + len(text), 0)


pytestmark = pytest.mark.usefixtures("fonts")


@given(st.text(ALPHABET, max_size=300), st.integers(6, 40), st.sampled_from(SCRIPTS))
@settings(max_examples=200, deadline=None)
def test_composing_loses_nothing_and_fills_every_line(text: str, measure: int, script: Script) -> None:
    made, lines = set_in(text, measure, script)
    assert "".join(shown(made, lines)) == text
    for line in lines:
        assert line.status == "over" or line.indent + line.width <= 1000 * measure + 0.5
    for line in lines[:-1]:
        assert line.end > line.start
        if line.status == "fit" and text[line.start : line.end].strip():
            over = right_edge(made, line) - 1000 * measure
            # A mark in the middle of its frame may give up the blank behind it at a line end.
            blank = 250 if script != "zh-Hans" and text[: line.end].rstrip()[-1] in "，。、；：" else 0
            assert -45 < over < blank + 45, shown(made, (line,))


@given(st.text(ALPHABET, max_size=300), st.integers(8, 40), st.sampled_from(SCRIPTS))
@settings(max_examples=200, deadline=None)
def test_no_mark_stands_where_it_may_not(text: str, measure: int, script: Script) -> None:
    made, lines = set_in(text, measure, script)
    for before, line in pairwise(lines):
        if before.status in ("fit", "loose"):
            assert text[line.start] not in NEVER_FIRST, shown(made, lines)
            assert text[: before.end].rstrip()[-1:] not in NEVER_LAST, shown(made, lines)


@given(st.text(ALPHABET, max_size=200), st.integers(8, 30))
@settings(max_examples=100, deadline=None)
def test_characters_stand_in_order_and_never_on_each_other(text: str, measure: int) -> None:
    made, lines = set_in(text, measure)
    for line in lines:
        places = line.positions(made)
        for (at, here), there in zip(enumerate(places, line.start), places[1:], strict=False):
            if text[at] in HAN:
                assert there - here >= 450, text[at : at + 2]
            assert there >= here - 0.01


@pytest.mark.parametrize(
    ("pair", "advance"),
    [
        ("》《", 500), ("。”", 500), ("”，", 500), ("：“", 500), ("（《", 500), ("，“", 500), ("、、", 500),
        ("“（", 500), ("（）", 1000), ("山（", 1000), ("，山", 1000), ("？！", 500), ("！！", 500), ("）——", 500),
    ],
)  # fmt: skip
def test_two_marks_close_up_by_half_an_em(pair: str, advance: int) -> None:
    made = plain_units("山" + pair + "水", "song", case_of("zh-Hans"))
    assert made.origins[2] - made.origins[1] == advance


def test_two_stops_take_one_em_and_three_take_two() -> None:
    made = plain_units("真的？！山", "song", case_of("zh-Hans"))
    assert made.origins[4] - made.origins[2] == 1000
    made = plain_units("真的！！！山", "song", case_of("zh-Hans"))
    assert made.origins[5] - made.origins[2] == 2000


@pytest.mark.parametrize(("script", "distance"), [("zh-Hant-TW", 1000), ("zh-Hant-HK", 750), ("zh-Hans", 500)])
def test_a_stop_before_a_closing_quote_by_region(script: Script, distance: int) -> None:
    made = plain_units("去。」山", "song", case_of(script))
    assert made.origins[2] - made.origins[1] == distance


def test_a_middle_dot_is_half_an_em_on_the_mainland_only() -> None:
    assert plain_units("达·芬", "song", case_of("zh-Hans")).width == 2500
    assert plain_units("達·芬", "song", case_of("zh-Hant-TW")).width == 3000


def test_brackets_lose_their_blank_at_a_line_start_but_not_at_the_first_of_an_indented_paragraph() -> None:
    made, lines = set_in("“山" + "山" * 16 + "“水水”" + "云" * 30, 20, indent=2000)
    assert lines[0].indent == 2000
    assert made.text[lines[1].start] == "“"
    assert lines[1].indent == -500
    assert set_in("“山水”", 20)[1][0].indent == -500


def test_a_closing_mark_ends_half_an_em_after_its_origin() -> None:
    made, lines = set_in("山" * 19 + "，水水水水水水水水水水水水水水水水水水水水", 20)
    assert shown(made, lines)[0] == "山" * 19 + "，"
    assert lines[0].positions(made)[-1] + 500 == pytest.approx(20000, abs=600)
    assert right_edge(made, lines[0]) == pytest.approx(20000, abs=1)


@pytest.mark.parametrize("unit", ["——", "……", "3.14", "¥1,000", "50%", "COVID-9", "20 km"])
def test_units_are_never_parted(unit: str) -> None:
    for lead in range(1, 24):
        made, lines = set_in("山" * lead + unit + "水" * 30, 12)
        assert any(unit in line.replace("  ", " ") for line in shown(made, lines)), (lead, shown(made, lines))


def test_a_typed_space_between_han_and_latin_is_the_gap_itself() -> None:
    typed = plain_units("用 Python 写", "song", case_of("zh-Hans"))
    solid = plain_units("用Python写", "song", case_of("zh-Hans"))
    assert typed.width == solid.width
    latin = solid.origins[7] - solid.gaps[7] - solid.origins[1]
    assert solid.width == 2000 + 2 * 250 + latin


def test_no_gap_beside_full_width_marks() -> None:
    made = plain_units("（Python）", "song", case_of("zh-Hans"))
    assert not made.gaps


def test_even_policy_stretches_before_it_squeezes_and_push_in_does_not() -> None:
    text = ("山水云海，" * 40)[:-1]
    even = set_in(text, 26)[1]
    tight = set_in(text, 26, push_in=True)[1]
    assert any(line.stretch for line in even)
    assert sum(any(d < 0 for _, d in line.adjustments) for line in tight) > sum(
        any(d < 0 for _, d in line.adjustments) for line in even
    )


@pytest.mark.parametrize("measure", [10, 13, 17, 26, 29])
def test_no_character_is_left_alone_on_the_last_line_when_that_is_cheap(measure: int) -> None:
    for extra in range(1, 4):
        text = "山水云海风雨，" * 12 + "春" * extra + "。"
        made, lines = set_in(text, measure, indent=2000)
        if len(lines) > 2:
            rest = [char for char in shown(made, lines)[-1] if char in HAN]
            assert len(rest) != 1, shown(made, lines)[-2:]


def cheapest(search: _Composer, end: int) -> float:
    """What the best of all ways costs, by trying each."""
    known = {end: 0.0}

    def least(start: int) -> float:
        if start not in known:
            known[start] = min(
                cost + search.ends.after(line.at, end) + least(line.at)
                for cost, line in search.ends.options(start, end, hyphen=False)
            )
        return known[start]

    return least(0)


@given(st.text(HAN * 3 + "，。（）—a7", min_size=1, max_size=48), st.integers(5, 9), st.booleans())
@settings(max_examples=100, deadline=None)
def test_the_search_finds_the_cheapest_of_all_ways(text: str, measure: int, push_in: bool) -> None:
    search = _Composer(plain_units(text, "song", case_of("zh-Hans")), 1000 * measure, Policy(push_in=push_in))
    end = len(text)
    layers = list(search._layers(0, end, end, 10_000))
    found = min((layer[end] for layer in layers if end in layer), key=lambda way: way[0])
    assert found[0] == pytest.approx(cheapest(search, end))


@given(st.text(HAN * 3 + "，。（）—a7", min_size=1, max_size=160), st.integers(8, 30), st.booleans())
@settings(max_examples=100, deadline=None)
def test_where_lines_come_out_full_one_after_the_other_no_search_is_better(
    text: str, measure: int, push_in: bool
) -> None:
    """The swift way and the search share their costs: what costs nothing in turn costs nothing at once, and what is
    mended is never dearer than it was."""
    search = _Composer(plain_units(text, "song", case_of("zh-Hans")), 1000 * measure, Policy(push_in=push_in))
    end = len(text)
    ends, prices = search._in_turn(0, end)
    assert prices == pytest.approx(search.ends.prices(0, ends, end))
    before = sum(prices)
    best = min(layer[end][0] for layer in search._layers(0, end, end, 10_000) if end in layer)
    assert best <= before + 0.001
    search._mend(0, end, ends, prices)
    after = sum(search.ends.prices(0, ends, end))
    assert best - 0.001 <= after <= before + 0.001
    assert ends[-1].at == end


@given(st.lists(st.text(HAN, min_size=3, max_size=11), min_size=8, max_size=40), st.integers(14, 30))
@settings(max_examples=60, deadline=None)
def test_a_paragraph_is_set_in_a_line_more_or_less_where_that_goes(clauses: list[str], measure: int) -> None:
    text = "，".join(clauses) + "。"
    made, lines = set_in(text, measure, indent=2000)
    for count in range(len(lines) - 2, len(lines) + 3):
        other = recompose(made, 1000 * measure, Policy(indent=2000), count)
        if count == len(lines):
            assert other is not None
        if other is not None:
            assert len(other) == count
            assert "".join(shown(made, other)) == text
            assert all(line.status in ("fit", "last") for line in other)


def test_a_line_more_and_a_line_less_are_found_where_the_text_has_room() -> None:
    text = "山水云海风雨，" * 30
    counts = set()
    for spare in range(20):
        made, lines = set_in(text + "春" * spare, 20, indent=2000)
        for count in (len(lines) - 1, len(lines) + 1):
            if recompose(made, 20_000, Policy(indent=2000), count):
                counts.add(count - len(lines))
    assert counts == {-1, 1}


def test_a_long_number_in_a_narrow_column_leaves_no_line_open() -> None:
    text = "老船工受聘讲解，每周二、周五和孩子们讲一讲水上的事。市民如有老照片、老物件，可拨打热线0000-7230118。"
    made, lines = set_in("镇长林秋白告诉记者，渡口将原样保留。" + text, 18, indent=2000)
    assert {line.status for line in lines} <= {"fit", "last"}, shown(made, lines)


def test_quotes_are_decided_by_pair() -> None:
    def classes(text: str) -> str:
        return plain_units(text, "song", case_of("zh-Hans")).classes

    assert classes("他说“好”")[2:] == "OHC"
    assert classes("他说“yes”。")[2] == "O"
    assert classes("he said “yes” to")[8] == "A"
    assert classes("it’s")[2] == "A"
    assert classes("‘it’s’山")[0] == "O"


def test_a_word_wider_than_the_column_is_cut_and_reported() -> None:
    made, lines = set_in("山" + "W" * 60 + "水", 10)
    assert "".join(shown(made, lines)) == "山" + "W" * 60 + "水"
    assert any(line.status == "split" for line in lines)
    assert all(line.width <= 10000.5 for line in lines)


def test_letters_without_a_break_are_shaped_run_by_run_and_none_is_kept() -> None:
    """A file that is no text (Base64 on one line): HarfBuzz gave up at a million letters, and needed much room."""
    case = Case(Fonts.load(), "zh-Hans")
    text = "水" + "abcdefghij" * 450 + "水"
    made = plain_units(text, "song", case)
    assert [piece.end - piece.start for piece in made.pieces] == [1, 1000, 1000, 1000, 1000, 500, 1]
    alone = plain_units("水" + "abcdefghij" * 50 + "水", "song", case)
    assert made.width - 2500 == pytest.approx(9 * (alone.width - 2500), rel=0.001)
    assert "".join(shown(made, compose(made, 20_000, Policy()))) == text
    assert case.sorts("song")._words == {}


def test_a_stop_hangs_beyond_the_edge_where_the_design_says_so() -> None:
    text = "山" * 20 + "，" + "水" * 19 + "，”" + "云" * 30
    made, lines = set_in(text, 20, hanging="force")
    assert shown(made, lines)[0] == "山" * 20 + "，"
    assert lines[0].width == 20_000
    assert lines[0].positions(made)[-1] == 20_000
    never = set_in(text, 20)[1]
    assert never[0].end != lines[0].end
    # Of two marks that follow each other none hangs.
    double = next(line for line in lines if "”" in made.text[line.start : line.end])
    assert double.positions(made)[made.text[double.start : double.end].index("”")] + 500 <= 20_000.5


def test_hanging_where_it_spares_an_adjustment_leaves_other_lines_alone() -> None:
    text = "山" * 20 + "，" + "水" * 18 + "，" + "云" * 30
    made, lines = set_in(text, 20, hanging="allow")
    assert shown(made, lines)[:2] == ["山" * 20 + "，", "水" * 18 + "，云"]
    assert [line.stretch for line in lines[:2]] == [0, 0]


def test_long_words_are_divided_by_syllables_rather_than_leave_a_line_wide_open() -> None:
    text = "山水云海风雨" + "characterization"
    made, lines = set_in(text + "云" * 20, 12)
    first = lines[0]
    assert first.hyphen
    assert first.width == pytest.approx(12_000)
    divided = made.text[first.start : first.end]
    assert divided.removeprefix("山水云海风雨") in ("char", "charac", "character", "characteri", "characteriza")
    plain = set_in(text + "云" * 20, 12, hyphenate=False)[1]
    assert not any(line.hyphen for line in plain)
    assert divisions("Beijing") == divisions("GB18030") == divisions("short") == ()


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("https://a.org/b/c-d?e=f&g#h", ["https://", "a", ".org/", "b/", "c-d", "?e", "=f", "&g", "#h"]),
        ("www.example.com/a%20b", ["www", ".example", ".com/", "a", "%20b"]),
        ("someone@example.com", ["someone", "@example", ".com"]),
        ("10.1000/182_a", ["10", ".1000/", "182", "_a"]),
    ],
)
def test_addresses_are_divided_where_custom_has_it(address: str, parts: list[str]) -> None:
    made = plain_units(f"见{address}一文", "song", case_of("zh-Hans"))
    starts = [at for at in range(1, len(address)) if made.breaks[at + 1]]
    assert [address[a:b] for a, b in zip([0, *starts], [*starts, len(address)], strict=True)] == parts


def test_compounds_of_the_list_have_no_gap_and_are_not_parted() -> None:
    made = plain_units("穿T恤，唱卡拉OK，看A股和CPU股", "song", case_of("zh-Hans"))
    text = made.text
    assert text.index("恤") not in made.gaps
    assert text.index("O") not in made.gaps
    assert text.index("T") in made.gaps
    assert text.rindex("股") in made.gaps
    assert not made.breaks[text.index("恤")]


def test_marks_hug_each_other_over_the_call_of_a_note() -> None:
    from pipeline.backends.pdf.units import units
    from pipeline.model import NoteRef, Text

    case = case_of("zh-Hans")
    with_call = units((Text("“山。"), NoteRef("n1", "1"), Text("”水")), "song", case)
    call = with_call.text.index("1")
    assert with_call.origins[call + 1] - with_call.origins[call - 1] < 1000 + 400
    assert with_call.gaps[call + 1] == -500


def test_three_marks_part_only_where_the_line_would_gape() -> None:
    made, lines = set_in("山山水。』」”）》" + "海" * 12, 4)
    assert shown(made, lines)[:2] == ["山山水。』", "」”）》海海"]
    made, lines = set_in("山水云海风雨。』」" + "春" * 20, 8)
    assert not any(set(line[0]) & set("。』」") for line in shown(made, lines)), shown(made, lines)


TOKENS = st.builds(
    Composition,
    marks=st.sampled_from(["quanjiao", "kaiming", "banjiao", "hangmo", "plain"]),
    level=st.sampled_from(["none", "basic", "gb", "strict"]),
)
POLICIES = st.builds(
    Policy,
    indent=st.sampled_from([0, 2000]),
    hang=st.sampled_from([0, 1000]),
    justify=st.booleans(),
    push_in=st.booleans(),
    hanging=st.sampled_from(["never", "allow", "force"]),
    trim_first=st.booleans(),
)
HOSTILE = st.text(ALPHABET + "abcdefgh\u3000\u0301\u200b\n\xa0々①/%￥", max_size=120)


@given(HOSTILE, st.sampled_from([500, 1000, 2333, 5000, 10_000, 20_333]), TOKENS, POLICIES, st.sampled_from(SCRIPTS))
@settings(max_examples=300, deadline=None)
def test_any_text_on_any_measure_by_any_tokens_comes_out_whole(
    text: str, measure: int, tokens: Composition, policy: Policy, script: Script
) -> None:
    made = plain_units(text, "song", Case(Fonts.load(), script, tokens))
    lines = compose(made, measure, policy)
    assert "".join(shown(made, lines)) == text
    for count in (len(lines) - 1, len(lines) + 1):
        other = recompose(made, measure, policy, count)
        assert other is None or (len(other) == count and "".join(shown(made, other)) == text)


def test_a_word_wider_than_the_column_is_divided_by_syllables_where_it_has_any() -> None:
    made, lines = set_in("internationalization internationalization", 6)
    assert {line.status for line in lines} <= {"fit", "loose", "last"}, shown(made, lines)
    assert sum(line.hyphen for line in lines) >= 2
