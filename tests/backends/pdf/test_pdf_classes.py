"""The tables of Chinese composition, held against what the standards say, stated here anew and by character.

clreq: "Size and position of punctuation marks", "Punctuation width adjustment", "Prohibition rules for line start and
line end", "Line adjustment"; GB/T 15834—2011, 5.1.
"""

from __future__ import annotations

from itertools import product

import msgspec
import pytest

from pipeline.backends.pdf.classes import TIERS, Direction, Region, blanks, region
from pipeline.backends.pdf.context import classify
from pipeline.design import parse as parse_design
from pipeline.design import preset
from pipeline.design.composition import Composition
from pipeline.errors import ConfigError
from pipeline.model import SCRIPTS, Script

OPENING, CLOSING = "（《〈「『【〔“‘", "）》〉」』】〕”’"
PAUSES, STOPS, CRIES = "，、；：", "。．", "！？"
HAN = "山"


def rules(script: Script = "zh-Hans", **tokens: object) -> Region:
    return region(script, msgspec.convert(tokens, Composition))


def distance(text: str, at: int, table: Region) -> int:
    """From the origin of character `at` to the next."""
    classes = classify(text, table)
    joint = table.joints[ord(classes[at]) + 256 * ord(classes[at + 1])]
    return table.steps[joint]


def may_part(text: str, at: int, table: Region) -> bool:
    """Whether a line may end before character `at`."""
    classes = classify(text, table)
    return table.breaks[table.joints[ord(classes[at - 1]) + 256 * ord(classes[at])]] == 1


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("direction", ["horizontal", "vertical"])
def test_blanks_by_region_and_direction(script: Script, direction: Direction) -> None:
    mainland, level = script == "zh-Hans", direction == "horizontal"
    table = blanks(script, direction)
    letters = region(script).classes
    expected = dict.fromkeys(OPENING, (500, 0)) | dict.fromkeys(CLOSING, (0, 500))
    side = (0, 500) if mainland else (250, 250)
    expected |= dict.fromkeys("，、。．", side)
    expected |= dict.fromkeys("；：", side if level else (0, 0))
    expected |= dict.fromkeys(CRIES, (0, 500) if mainland and level else (0, 0))
    expected |= {"·": (0, 0) if mainland else (250, 250), HAN: (0, 0), "…": (0, 0), "—": (0, 0)}
    assert {mark: table.get(letters[ord(mark)], (0, 0)) for mark in expected} == expected


#: (style, mark) → its width between two Han on the mainland, thousandths.
WIDTHS = {
    "quanjiao": {"，": 1000, "。": 1000, "？": 1000, "）": 1000, "（": 1000},
    "kaiming": {"，": 500, "：": 500, "。": 1000, "？": 1000, "）": 500, "（": 500},
    "banjiao": {"，": 500, "。": 500, "？": 500, "）": 500, "（": 500},
    "hangmo": {"，": 1000, "。": 1000, "）": 1000, "（": 1000},
    "plain": {"，": 1000, "。": 1000, "）": 1000, "（": 1000},
}


@pytest.mark.parametrize(("style", "mark", "width"), [(s, m, w) for s, row in WIDTHS.items() for m, w in row.items()])
def test_a_mark_between_han_by_style(style: str, mark: str, width: int) -> None:
    table = rules(marks=style)
    assert distance(f"山{mark}水", 0, table) + distance(f"山{mark}水", 1, table) == 1000 + width


#: What two marks take together, thousandths, and by which style.
PAIRS = [
    ("quanjiao", "》《", 1500), ("quanjiao", "。”", 1500), ("quanjiao", "：“", 1500), ("quanjiao", "（《", 1500),
    ("quanjiao", "（）", 2000), ("quanjiao", "？！", 1000), ("quanjiao", "、、", 1500), ("quanjiao", "”，", 1500),
    ("kaiming", "》《", 1000), ("kaiming", "。“", 1500), ("kaiming", "。”", 1500), ("kaiming", "，“", 1000),
    ("kaiming", "”，", 1000), ("banjiao", "。”", 1000), ("banjiao", "：“", 1000), ("banjiao", "？！", 1000),
    ("hangmo", "》《", 2000), ("hangmo", "。”", 2000), ("plain", "。”", 2000),
]  # fmt: skip


@pytest.mark.parametrize(("style", "pair", "width"), PAIRS)
def test_two_marks_together_by_style(style: str, pair: str, width: int) -> None:
    table, text = rules(marks=style), f"山{pair}水"
    assert sum(distance(text, at, table) for at in range(3)) == 1000 + width


@pytest.mark.parametrize(
    ("script", "pair", "width"),
    [
        ("zh-Hant-TW", "」，", 1500), ("zh-Hant-TW", "。」", 2000), ("zh-Hant-HK", "。」", 1750),
        ("zh-Hant-TW", "，「", 1500), ("zh-Hant-TW", "」「", 1500), ("zh-Hant-TW", "？！", 2000),
        ("zh-Hant-TW", "「『", 1500),
    ],
)  # fmt: skip
def test_two_marks_together_in_taiwan_and_hong_kong(script: Script, pair: str, width: int) -> None:
    table, text = rules(script), f"山{pair}水"
    assert sum(distance(text, at, table) for at in range(3)) == 1000 + width


#: What each level forbids: (before the break, after it) on the mainland; True: a line may end there.
LEVELS = {
    "none": {
        "山，": True,
        "山）": True,
        "（山": True,
        "山·": True,
        "山／": True,
        "／山": True,
        "山—": True,
        "5%": False,
    },
    "basic": {
        "山，": False,
        "山）": False,
        "（山": False,
        "山·": False,
        "山／": False,
        "／山": True,
        "山—": True,
        "山～": False,
    },
    "gb": {"山，": False, "（山": False, "山／": False, "／山": False, "山—": True, "山…": True, "山。": False},
    "strict": {"山，": False, "（山": False, "／山": False, "山—": False, "山…": False, "—山": True},
}


@pytest.mark.parametrize(("level", "pair", "may"), [(n, p, m) for n, row in LEVELS.items() for p, m in row.items()])
def test_prohibitions_by_level(level: str, pair: str, may: bool) -> None:
    text = {"—": "——", "…": "……"}.get(pair[0], pair[0]) + {"—": "——", "…": "……"}.get(pair[1], pair[1])
    at = 2 if pair[0] in "—…" else 1
    assert may_part(text, at, rules(level=level)) is may


@pytest.mark.parametrize(("script", "level"), list(product(SCRIPTS, ["none", "basic", "gb", "strict"])))
def test_a_dash_an_ellipsis_and_two_cries_are_never_parted(script: Script, level: str) -> None:
    table = rules(script, level=level)
    for unit in ("——", "……"):
        assert not may_part(f"山{unit}水", 2, table)
    if script == "zh-Hans":
        assert not may_part("山？！水", 2, table)


def test_levels_by_default_are_gb_on_the_mainland_and_basic_elsewhere() -> None:
    assert not may_part("／山", 1, rules())
    assert may_part("／山", 1, rules("zh-Hant-TW"))
    assert not may_part("山，", 1, rules("zh-Hant-HK"))


def test_marks_at_a_line_end_lose_half_an_em_on_the_mainland_and_brackets_alone_elsewhere() -> None:
    letters = region("zh-Hans").classes
    mainland, taiwan = region("zh-Hans").end_trim, region("zh-Hant-TW").end_trim
    for mark in CLOSING + PAUSES + STOPS + CRIES:
        assert mainland[letters[ord(mark)]] == 500
        assert taiwan.get(letters[ord(mark)], 0) == (500 if mark in CLOSING else 0)
    assert not set(rules(marks="plain").end_trim) & set("CPpSE")


def test_what_a_style_has_cut_no_tier_takes_again() -> None:
    """Brackets first, then pauses, then stops, each only as far as a blank is left."""
    order = [kind for tier in TIERS for kind, _ in tier]
    kinds = {"（": "b", "，": "p", "：": "p", "。": "s", "！": "s"}
    for mark, kind in kinds.items():
        pair = "山（" if mark == "（" else f"{mark}山"
        for style, given in (("quanjiao", kind), ("banjiao", "o"), ("plain", "o")):
            table = rules(marks=style)
            classes = classify(pair, table)
            assert chr(table.kinds[table.joints[ord(classes[0]) + 256 * ord(classes[1])]]) == given, (mark, style)
    assert order.index("b") < order.index("p") < order.index("s")  # type: ignore[arg-type]
    table = region("zh-Hans", Composition(shrink_stops=False))
    assert chr(table.kinds[table.joints[ord("S") + 256 * ord("H")]]) == "o"


def test_compositions_tokens_are_read_by_english_and_by_chinese_names() -> None:
    toml = _book()
    made = parse_design(toml + '\n[composition]\nmarks = "开明"\nlevel = "strict"\nhanging = "force"\n', "mine")
    assert made.composition == Composition(marks="kaiming", level="strict", hanging="force")
    assert preset("book").composition == Composition()
    with pytest.raises(ConfigError):
        parse_design(toml + '\n[composition]\nmarks = "圆角"\n', "mine")
    with pytest.raises(ConfigError):
        parse_design(toml + "\ncomposition = 3\n", "mine")


def _book() -> str:
    from importlib import resources

    return (resources.files("pipeline.design") / "book.toml").read_text(encoding="utf-8")
